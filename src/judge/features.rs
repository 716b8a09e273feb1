//! What the judge sees of signals and shape: the columns of its four logistic models.

use crate::matching::{Shape, Signals};

/// Columns for "covered at least partly" and "covered".
pub(super) const COVERAGE: [&str; 14] = [
    "soft_window", "soft_all", "word_all", "char_all", "bigram_all", "mean_window", "support_all",
    "rival", "topic", "length", "parts", "number_conflict", "background", "clause",
];

/// Columns for "contradicted".
pub(super) const CONTRADICTED: [&str; 9] = [
    "oppose", "oppose_topic", "oppose×topic", "oppose_window", "agree_window", "agree_all",
    "number_conflict", "soft_window", "rival",
];

/// Columns for "worthless whatever it contains": piles, copies, repetition.
pub(super) const WORTHLESS: [&str; 9] = [
    "borrowed", "fragments", "grammar", "repeated", "given", "row", "borrowed×fragments",
    "borrowed×no grammar", "borrowed×repeated",
];

fn columns<const N: usize>(values: [f32; N]) -> [f64; N] {
    values.map(f64::from)
}

pub(super) fn coverage(s: &Signals) -> [f64; COVERAGE.len()] {
    columns([
        s.soft_window, s.soft_all, s.word_all, s.char_all, s.bigram_all, s.mean_window,
        s.support_all, s.rival, s.topic, s.length, s.parts, s.number_conflict, s.background,
        s.clause,
    ])
}

pub(super) fn contradicted(s: &Signals) -> [f64; CONTRADICTED.len()] {
    columns([
        s.oppose, s.oppose_topic, s.oppose * s.oppose_topic, s.oppose_window, s.agree_window,
        s.agree_all, s.number_conflict, s.soft_window, s.rival,
    ])
}

/// Less grammar than this share of the words is none to speak of.
const LITTLE_GRAMMAR: f32 = 0.15;

pub(super) fn worthless(s: &Shape) -> [f64; WORTHLESS.len()] {
    let no_grammar = (1.0 - s.grammar / LITTLE_GRAMMAR).max(0.0);
    columns([
        s.borrowed, s.fragments, s.grammar, s.repeated, s.given, s.row, s.borrowed * s.fragments,
        s.borrowed * no_grammar, s.borrowed * s.repeated,
    ])
}
