//! The shape of an answer as a whole: what tells statements from a pile of words.

use super::pattern::Given;
use super::rows::{SAME, WordRow};
use crate::text::Document;
use std::collections::HashMap;

/// What an answer looks like, each 0 to 1; all 0 for an answer without words.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shape {
    /// Share of its words that are the key points' own words.
    pub(crate) borrowed: f32,
    /// Share of its words that stand in fragments: one or two words between separators.
    pub(crate) fragments: f32,
    /// Share of its words that carry grammar.
    pub(crate) grammar: f32,
    /// Share of its words that have been said twice before.
    pub(crate) repeated: f32,
    /// Share of its content words that the question already contains.
    pub(crate) given: f32,
    /// Fragments of the longest row of fragments, as a share of 12 or more.
    pub(crate) row: f32,
}

impl Shape {
    pub(crate) const NAMES: [&'static str; 6] =
        ["borrowed", "fragments", "grammar", "repeated", "given", "row"];

    pub(crate) fn values(&self) -> [f32; 6] {
        [self.borrowed, self.fragments, self.grammar, self.repeated, self.given, self.row]
    }

    pub(crate) fn new(answer: &Document<'_>, rows: &[&WordRow], given: &Given) -> Self {
        let words = answer.words.len();
        if words == 0 {
            return Self::default();
        }
        let mut counts: HashMap<&str, u32> = HashMap::new();
        let (mut borrowed, mut grammar, mut repeated, mut from_question, mut content) = (0, 0, 0, 0, 0);
        for (&word, row) in answer.words.iter().zip(rows) {
            let spelled = answer.word(word);
            if row.function {
                grammar += 1;
                continue;
            }
            content += 1;
            borrowed += usize::from(row.closest >= SAME);
            from_question += usize::from(given.has(spelled));
            let count = counts.entry(spelled).or_default();
            *count += 1;
            repeated += usize::from(*count > 2);
        }
        let (mut fragments, mut run, mut longest) = (0, 0, 0);
        for clause in &answer.clauses {
            let own = clause.words().filter(|&at| !rows[at].function).count();
            let grammar = clause.words().len() - own;
            if own <= 2 && grammar == 0 {
                fragments += clause.words().len();
                run += 1;
                longest = longest.max(run);
            } else {
                run = 0;
            }
        }
        let share = |part: usize, whole: usize| part as f32 / whole.max(1) as f32;
        Self {
            borrowed: share(borrowed, content),
            fragments: share(fragments, words),
            grammar: share(grammar, words),
            repeated: share(repeated, content),
            given: share(from_question, content),
            row: (longest as f32 / 12.0).min(1.0),
        }
    }
}
