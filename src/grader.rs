//! A question compiled once, matched against any number of answers.

use crate::bank::Question;
use crate::error::Error;
use crate::judge::{Judgement, Probabilities};
use crate::report::{PointReport, Report, SCHEMA, Span, Status};
use crate::score::Scheme;
use std::sync::Arc;

/// Grades answers to one question. Immutable, `Send + Sync`, cheap to clone.
#[derive(Clone, Debug)]
pub struct Grader {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    question: Question,
    scheme: Scheme,
}

/// Settings of a [`Grader`].
#[derive(Clone, Debug, Default)]
pub struct GraderBuilder {}

impl GraderBuilder {
    /// Compiles a question.
    ///
    /// # Errors
    ///
    /// [`Error::BadQuestion`] naming question and key point when it cannot be graded.
    pub fn build(&self, question: &Question) -> Result<Grader, Error> {
        if question.key_points.is_empty() {
            return Err(Error::question(
                &question.id,
                None,
                "has no key points, expected at least one",
            ));
        }
        let scheme = Scheme::new(question)?;
        Ok(Grader {
            inner: Arc::new(Inner {
                question: question.clone(),
                scheme,
            }),
        })
    }
}

impl Grader {
    /// The default settings.
    pub fn builder() -> GraderBuilder {
        GraderBuilder::default()
    }

    /// Grades one answer; never fails, never panics.
    pub fn grade(&self, answer: &str) -> Report {
        let Inner { question, scheme } = &*self.inner;
        let judgements: Vec<Judgement> = question
            .key_points
            .iter()
            .map(|point| {
                let recall = point.text.chars().filter(|&c| answer.contains(c)).count() as f64
                    / point.text.chars().count().max(1) as f64;
                let status = match recall {
                    r if r > 0.7 => Status::Covered,
                    r if r > 0.4 => Status::Partial,
                    _ => Status::Missing,
                };
                Judgement {
                    status,
                    probabilities: Probabilities {
                        covered: recall,
                        partial: 0.0,
                        missing: 1.0 - recall,
                        contradicted: 0.0,
                    },
                    evidence: match status {
                        Status::Missing => Vec::new(),
                        _ => vec![Span {
                            start: 0,
                            end: answer.len(),
                        }],
                    },
                    review: false,
                }
            })
            .collect();
        let score = scheme.score(&judgements);
        let total: f64 = scheme.weights().iter().sum();
        let coverage = judgements
            .iter()
            .zip(scheme.weights())
            .map(|(judgement, weight)| weight * judgement.probabilities.coverage())
            .sum::<f64>()
            / total;
        Report {
            schema: SCHEMA,
            answer_id: String::new(),
            question_id: question.id.clone(),
            score: score.total,
            max_score: scheme.max_score(),
            coverage,
            review: judgements.iter().any(|judgement| judgement.review),
            flags: Vec::new(),
            key_points: judgements
                .into_iter()
                .zip(score.points)
                .enumerate()
                .map(|(index, (judgement, score))| PointReport {
                    index,
                    coverage: judgement.probabilities.coverage(),
                    status: judgement.status,
                    score,
                    evidence: judgement.evidence,
                    review: judgement.review,
                })
                .collect(),
        }
    }
}
