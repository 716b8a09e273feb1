//! Answers made on purpose: twins that say the same in other writing, and texts that say nothing or the opposite.
//!
//! Both measure a grader without a marker: a twin must earn what its answer earns, a gaming
//! text next to nothing. Everything is seeded by the text itself, so that the same input
//! gives the same variants on every machine.

mod characters;
mod gaming;
mod opposite;
mod twins;

pub use gaming::gaming;
pub use twins::twins;

use serde::Serialize;

/// A text made from an answer or a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variant {
    /// How it was made, such as `homophones` or `keyword_list`.
    pub kind: &'static str,
    /// What it may earn.
    pub bound: Bound,
    /// The answer to grade.
    pub text: String,
    /// The key points the bound speaks of, counted from 0; empty where it is all of them.
    pub points: Vec<usize>,
}

/// What a variant may earn, in coverage (0 to 1) averaged over many of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// As much as the clean answer, give or take this.
    SameWithin(f64),
    /// At most this more than the clean answer, and no less than it by 0.05.
    GainsAtMost(f64),
    /// At most this.
    CoverageAtMost(f64),
}

impl Bound {
    /// Whether a mean keeps the bound: the mean change against the clean answer for twins, the mean coverage for gaming.
    pub fn keeps(self, mean: f64) -> bool {
        match self {
            Self::SameWithin(limit) => mean.abs() <= limit,
            Self::GainsAtMost(limit) => (-SAME..=limit).contains(&mean),
            Self::CoverageAtMost(limit) => mean <= limit,
        }
    }
}

/// Twins may differ by this much on average: what the project promises.
const SAME: f64 = 0.05;

/// A small random number generator (splitmix64), seeded by text.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// FNV-1a of the parts is the seed.
    pub(crate) fn new(parts: &[&str]) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in parts.iter().flat_map(|part| part.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in `0..n`; 0 where `n` is 0.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        choices.get(self.below(choices.len())).copied()
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn has_han(text: &str) -> bool {
    text.contains(is_han)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';' | '\n')
}

fn ends_clause(c: char) -> bool {
    ends_sentence(c) || matches!(c, '，' | ',' | '：' | ':')
}

/// The pieces between marks without the marks, trimmed, none empty. An English full stop ends a sentence before a blank.
fn pieces(text: &str, ends: fn(char) -> bool) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let after = at + c.len_utf8();
        let last = || text[after..].chars().next().is_none_or(char::is_whitespace);
        // 1. begins a list's entry.
        let numbers = || text[start..at].trim().bytes().all(|c| c.is_ascii_digit());
        let full_stop = c == '.' && last() && !numbers();
        // 12,000 and 10:30 are one piece.
        let in_number =
            matches!(c, ',' | ':') && text[after..].starts_with(|next: char| next.is_ascii_digit());
        if (ends(c) && !in_number) || full_stop {
            pieces.push(text[start..at].trim());
            start = after;
        }
    }
    pieces.push(text[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_end_at_marks() {
        let cases: [(&str, &str, &[&str]); 5] = [
            ("sentences", "一。二；三\n\n四", &["一", "二", "三", "四"]),
            ("full stop", "It is 3.5 m. Yes.", &["It is 3.5 m", "Yes"]),
            ("numbered", "1. 一\n2. 二", &["1. 一", "2. 二"]),
            ("no mark", "一", &["一"]),
            ("marks only", "。。\n", &[]),
        ];
        for (name, text, expected) in cases {
            assert_eq!(pieces(text, ends_sentence), expected, "{name}");
        }
        assert_eq!(
            pieces("一，二：三12,000", ends_clause),
            ["一", "二", "三12,000"]
        );
    }

    #[test]
    fn dice_fall_the_same_way_again_and_reach_every_side() {
        let throw = |seed: &str| {
            let mut dice = Dice::new(&[seed]);
            (0..200).map(|_| dice.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(throw("a"), throw("a"));
        assert_ne!(throw("a"), throw("b"));
        for side in 0..6 {
            assert!(throw("a").contains(&side), "side {side}");
        }
    }

    #[test]
    fn bounds_keep_what_they_say() {
        for (name, bound, mean, expected) in [
            ("same", Bound::SameWithin(0.05), -0.04, true),
            ("lost", Bound::SameWithin(0.05), -0.06, false),
            ("gained", Bound::GainsAtMost(0.02), 0.03, false),
            ("padding that loses", Bound::GainsAtMost(0.02), -0.1, false),
            ("paid", Bound::CoverageAtMost(0.1), 0.11, false),
            ("unpaid", Bound::CoverageAtMost(0.1), 0.1, true),
        ] {
            assert_eq!(bound.keeps(mean), expected, "{name}");
        }
    }
}
