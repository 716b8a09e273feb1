//! From statuses, weights and rules to points. Knows no text.

use crate::bank::Question;
use crate::judge::Judgement;
use crate::report::Status;

/// A question's rules, checked and ready to score.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    weights: Vec<f64>,
    max_score: f64,
}

/// What an answer earns.
#[derive(Clone, Debug)]
pub(crate) struct Score {
    pub(crate) points: Vec<f64>,
    pub(crate) total: f64,
}

impl Scheme {
    pub(crate) fn new(question: &Question) -> Result<Self, crate::Error> {
        let weights: Vec<f64> = question
            .key_points
            .iter()
            .map(|point| point.weight.unwrap_or(1.0))
            .collect();
        let max_score = question.max_score.unwrap_or_else(|| weights.iter().sum());
        Ok(Self { weights, max_score })
    }

    pub(crate) fn max_score(&self) -> f64 {
        self.max_score
    }

    /// Each point's share of the question, in points.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    pub(crate) fn score(&self, judgements: &[Judgement]) -> Score {
        let unit = self.max_score / self.weights.iter().sum::<f64>();
        let points: Vec<f64> = judgements
            .iter()
            .zip(&self.weights)
            .map(|(judgement, weight)| {
                unit * weight
                    * match judgement.status {
                        Status::Covered => 1.0,
                        Status::Partial => 0.5,
                        Status::Missing | Status::Contradicted => 0.0,
                    }
            })
            .collect();
        let total = points.iter().sum();
        Score { points, total }
    }
}
