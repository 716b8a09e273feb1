//! Answers already seen, so that the same words to the same question are graded once.

use crate::report::Report;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

type Verdict = Arc<OnceLock<Report>>;

/// Two generations: when the young one is full it becomes the old one, and what was not asked
/// for since is forgotten. Costs a move now and then instead of a list of last uses.
pub(super) struct Cache {
    young: HashMap<String, Verdict>,
    old: HashMap<String, Verdict>,
    used: usize,
    generation_bytes: usize,
}

/// What an entry takes beside its text: the report with its distribution and the table's own
/// share, and for each of its points.
const ENTRY_BYTES: usize = 1024;
const POINT_BYTES: usize = 256;

/// Longer answers are practically never repeated word for word.
const LONGEST_TEXT: usize = 16 * 1024;

impl Cache {
    pub(super) fn new(bytes: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            used: 0,
            generation_bytes: bytes / 2,
        }
    }

    /// The place for the verdict on this text, an answer to the question at this place of the bank,
    /// which has so many points: the same one while the text is remembered.
    pub(super) fn verdict(&mut self, question: usize, points: usize, text: &str) -> Verdict {
        let size = text.len() + ENTRY_BYTES + points * POINT_BYTES;
        if text.len() > LONGEST_TEXT || size > self.generation_bytes {
            return Verdict::default();
        }
        let key = format!("{question} {text}");
        if let Some(verdict) = self.young.get(&key) {
            return Arc::clone(verdict);
        }
        if self.used + size > self.generation_bytes {
            self.old = std::mem::take(&mut self.young);
            self.used = 0;
        }
        self.used += size;
        let verdict = self.old.get(&key).map(Arc::clone).unwrap_or_default();
        self.young.insert(key, Arc::clone(&verdict));
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_meets_the_same_verdict_while_it_is_remembered() {
        let mut cache = Cache::new(2 * 3 * (ENTRY_BYTES + 1));
        let first = cache.verdict(0, 0, "a");
        let cases = [
            ("again", 0, "a", true),
            ("other text", 0, "b", false),
            ("other question", 1, "a", false),
            ("in the old generation", 0, "a", true),
        ];
        for (name, question, text, same) in cases {
            let found = cache.verdict(question, 0, text);
            assert_eq!(Arc::ptr_eq(&first, &found), same, "{name}");
        }
        for n in 0..9 {
            cache.verdict(2, 0, &n.to_string());
        }
        assert!(
            !Arc::ptr_eq(&first, &cache.verdict(0, 0, "a")),
            "forgotten after two generations"
        );
    }

    #[test]
    fn memory_is_bounded() {
        let mut cache = Cache::new(100 * ENTRY_BYTES);
        for n in 0..10_000 {
            cache.verdict(0, 0, &n.to_string());
        }
        assert!(cache.young.len() + cache.old.len() <= 100);
        let long = "长".repeat(LONGEST_TEXT);
        assert!(!Arc::ptr_eq(
            &cache.verdict(0, 0, &long),
            &cache.verdict(0, 0, &long)
        ));
    }
}
