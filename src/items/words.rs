//! Words that answers use where they miss a point.

use super::WordCount;
use crate::bank::Question;
use crate::text::{JiebaSegmenter, Segmenter};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words of the answers to one question, and for each point in how many answers that miss it.
#[derive(Debug)]
pub(super) struct Words {
    /// What the question and its points say.
    known: String,
    counts: HashMap<String, Count>,
    most: usize,
    /// Words seen no more often than this were forgotten once.
    forgotten: u32,
}

#[derive(Clone, Debug)]
struct Count {
    answers: u32,
    missing: Vec<u32>,
}

/// Words remembered for a question with few points: a thousand distinct ones are seen often
/// enough to matter only in very long answers.
const WORDS: usize = 1_000;

/// Counters a question may hold, so that thousands of points do not take gigabytes.
const COUNTERS: usize = 100_000;

/// Only the beginning of an answer is read for its words.
const READ_CHARS: usize = 2_000;

/// A word must be in this many answers that miss the point.
const LEAST_ANSWERS: u32 = 3;

/// And its share among them must be this much above that among the others.
const LEAST_LIFT: f64 = 0.1;

const WORDS_SHOWN: usize = 6;

impl Words {
    pub(super) fn new(question: &Question) -> Self {
        let points = question.key_points.iter();
        let known: Vec<&str> = points
            .flat_map(|point| std::iter::once(&point.text).chain(&point.aliases))
            .chain([&question.question])
            .map(String::as_str)
            .collect();
        Self {
            known: known.join("\n").to_lowercase(),
            counts: HashMap::new(),
            most: (COUNTERS / (question.key_points.len() + 1)).clamp(10, WORDS),
            forgotten: 0,
        }
    }

    pub(super) fn add(&mut self, text: &str, missed: Vec<bool>) {
        let end = text
            .char_indices()
            .nth(READ_CHARS)
            .map_or(text.len(), |(at, _)| at);
        for word in words(&text[..end]) {
            if self.known.contains(&word) {
                continue;
            }
            let count = self.counts.entry(word).or_insert_with(|| Count {
                answers: 0,
                missing: vec![0; missed.len()],
            });
            count.answers = count.answers.saturating_add(1);
            for (missing, missed) in count.missing.iter_mut().zip(&missed) {
                *missing += u32::from(*missed);
            }
        }
        // Lossy counting (Manku and Motwani 2002): the rarest go, whatever the order of the map.
        while self.counts.len() > 2 * self.most {
            self.forgotten += 1;
            let least = self.forgotten;
            self.counts.retain(|_, count| count.answers > least);
        }
    }

    pub(super) fn of_point(&self, point: usize, missing: u64, answers: u64) -> Vec<WordCount> {
        let others = (answers - missing) as f64;
        // By word, so that equals keep one order.
        let sorted: BTreeMap<&String, &Count> = self.counts.iter().collect();
        let mut found: Vec<(f64, &str, u32)> = sorted
            .into_iter()
            .filter_map(|(word, count)| {
                let used = count.missing.get(point).copied()?;
                let share = f64::from(used) / missing.max(1) as f64;
                let elsewhere = f64::from(count.answers - used) / others.max(1.0);
                let lift = share - elsewhere;
                (used >= LEAST_ANSWERS && lift >= LEAST_LIFT).then_some((lift, word.as_str(), used))
            })
            .collect();
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        found
            .into_iter()
            .take(WORDS_SHOWN)
            .map(|(_, word, used)| WordCount {
                word: word.to_owned(),
                answers: u64::from(used),
            })
            .collect()
    }
}

/// The distinct words of a text that can mean something by themselves: two characters or more,
/// not a number.
fn words(text: &str) -> HashSet<String> {
    let mut pieces = Vec::new();
    // The dictionary is loaded once and shared: this costs a pointer.
    JiebaSegmenter::default().segment(text, &mut pieces);
    pieces
        .into_iter()
        .map(|piece| &text[piece.start..piece.end])
        .filter(|word| {
            word.chars().nth(1).is_some()
                && word.chars().all(char::is_alphanumeric)
                && !word.chars().all(char::is_numeric)
        })
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::KeyPoint;

    #[test]
    fn memory_for_words_is_bounded() {
        let mut words = Words::new(&question(2));
        for n in 0..20_000 {
            words.add(&format!("词语 word{n}x 常见"), vec![true, false]);
        }
        assert!(words.counts.len() <= 2 * WORDS);
        assert_eq!(words.counts["常见"].answers, 20_000);
        let many = Words::new(&question(50_000));
        assert_eq!(many.most, 10);
    }

    fn question(points: usize) -> Question {
        Question {
            id: "q".to_owned(),
            key_points: (0..points).map(|_| KeyPoint::new("吸收光能")).collect(),
            ..Question::default()
        }
    }
}
