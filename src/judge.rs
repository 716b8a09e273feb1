//! From signals to a verdict on one key point: the probabilities of the four statuses.

use crate::report::{Span, Status};

/// How likely each status is; the four add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probabilities {
    /// P(covered).
    pub covered: f64,
    /// P(partial).
    pub partial: f64,
    /// P(missing).
    pub missing: f64,
    /// P(contradicted).
    pub contradicted: f64,
}

impl Probabilities {
    /// Expected share of the point a fair marker would give, 0 to 1: P(covered) + ½ P(partial).
    pub fn coverage(&self) -> f64 {
        self.covered + 0.5 * self.partial
    }
}

/// The verdict on one key point of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// The most fitting status.
    pub status: Status,
    /// How likely each status is.
    pub probabilities: Probabilities,
    /// Where the answer shows it; empty exactly when the point is missing.
    pub evidence: Vec<Span>,
    /// The probabilities lie between statuses.
    pub review: bool,
}
