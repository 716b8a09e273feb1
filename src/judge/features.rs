//! What the judge sees of signals, of the other points and of shape: the columns of its logistic models.

use super::Others;
use crate::matching::{Shape, Signals};

/// Columns for "covered at least partly" and "covered".
pub(super) const COVERAGE: [&str; 12] = [
    "soft_wide",
    "word_window",
    "soft×word",
    "mean_window",
    "support_wide",
    "rival",
    "clause",
    "letters",
    "lone",
    "others",
    "others' word_window",
    "mean×others' word",
];

/// Columns for "contradicted".
pub(super) const CONTRADICTED: [&str; 13] = [
    "oppose",
    "oppose_topic",
    "oppose×topic",
    "oppose_window",
    "agree_window",
    "number_conflict",
    "rival",
    "crossed",
    "exchanged",
    "confused",
    "turned",
    "support_oppose×wide",
    "others",
];

/// Columns for "worthless whatever it contains": piles, copies, repetition.
pub(super) const WORTHLESS: [&str; 5] = [
    "taken×fragments",
    "taken×no grammar",
    "taken×row",
    "repeated",
    "given",
];

fn columns<const N: usize>(values: [f32; N]) -> [f64; N] {
    values.map(f64::from)
}

pub(super) fn coverage(s: &Signals, others: &Others) -> [f64; COVERAGE.len()] {
    columns([
        s.soft_wide,
        s.word_window,
        s.soft_wide * s.word_window,
        s.mean_window,
        s.support_wide,
        s.rival,
        s.clause,
        s.letters,
        others.lone,
        others.coverage,
        others.word_window,
        s.mean_window * others.word_window,
    ])
}

pub(super) fn contradicted(s: &Signals, others: &Others) -> [f64; CONTRADICTED.len()] {
    columns([
        s.oppose,
        s.oppose_topic,
        s.oppose * s.oppose_topic,
        s.oppose_window,
        s.agree_window,
        s.number_conflict,
        s.rival,
        s.crossed,
        s.exchanged,
        s.confused,
        turned(s),
        s.support_oppose * s.support_wide,
        others.contradicted,
    ])
}

/// How nearly a window that opposes the point in something is its wording otherwise: one word turned round in a
/// sentence taken over denies it all.
fn turned(s: &Signals) -> f32 {
    match s.oppose_window > 0.0 {
        true => (s.soft_window + s.oppose_window).min(1.0).powi(3),
        false => 0.0,
    }
}

/// Less grammar than this share of the words is none to speak of.
const LITTLE_GRAMMAR: f32 = 0.15;

/// Share of words from key points or question up to which an answer is in its writer's own words, and what
/// makes it wholly taken.
const TAKEN: (f32, f32) = (0.3, 0.7);

/// Share of eight words up to which an answer is too short for a pile.
const SMALL: f32 = 0.35;

/// One word in this share of the clauses is nothing odd.
const USUAL_REPEAT: f32 = 0.25;

/// This share of the question's words is nothing odd.
const USUAL_GIVEN: f32 = 0.3;

pub(super) fn worthless(s: &Shape) -> [f64; WORTHLESS.len()] {
    let no_grammar = (1.0 - s.grammar / LITTLE_GRAMMAR).max(0.0);
    let size = ((s.size - SMALL) / (1.0 - SMALL)).max(0.0);
    let taken = size * ((s.borrowed.max(s.given) - TAKEN.0) / (TAKEN.1 - TAKEN.0)).clamp(0.0, 1.0);
    columns([
        taken * s.fragments,
        taken * no_grammar,
        taken * s.row,
        (s.repeated - USUAL_REPEAT).max(0.0),
        (s.given - USUAL_GIVEN).max(0.0),
    ])
}
