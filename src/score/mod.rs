//! From statuses, weights and rules to points. Knows no text.
//!
//! The statuses give the score, as a marker would: a covered point earns its worth, a partly
//! covered one half. Coverage, the judge's calibrated number, gives no points; it and the
//! probabilities behind it give the *expected* score beside the score, and how far to trust it.

mod atoms;
mod check;
mod expectation;
mod ordered;
mod settle;
mod single_use;

pub use expectation::Expectation;

use crate::bank::Length;
use crate::judge::Judgement;
use crate::report::{Adjustment, Reason, Status, Withheld};
use settle::Coupling;

/// Points two fair markers may differ before a third reads, as a share of the question's worth,
/// where the bank does not say. Exam boards allow about a sixth to a fourth.
const TOLERANCE: f64 = 0.2;
/// Probability of being off by more than the tolerance above which a person should look. Of the development set's natural
/// answers that puts three in ten to review; with 0.2 it would be two in three.
const RISK: f64 = 0.3;
/// Slack when a total is rounded: sums of decimal weights carry errors of about 1e-15.
const SLACK: f64 = 1e-9;

/// A question's rules, checked and ready to score.
///
/// ```
/// use yaodian::judge::{Judgement, Probabilities};
/// use yaodian::report::Status;
/// use yaodian::score::Scheme;
/// use yaodian::{KeyPoint, Question};
///
/// let question = Question {
///     id: "1".into(),
///     question: "到货数量与送货单不符时，您会怎样处理？".into(),
///     key_points: vec![KeyPoint::new("先移入待检区"), KeyPoint::new("双方签字")],
///     max_score: Some(10.0),
///     ..Question::default()
/// };
/// let judged = |status, [covered, partial, missing]: [f64; 3]| Judgement {
///     status,
///     probabilities: Probabilities { covered, partial, missing, contradicted: 0.0 },
///     evidence: Vec::new(),
///     review: false,
/// };
/// let judgements = [
///     judged(Status::Covered, [0.75, 0.25, 0.0]),
///     judged(Status::Partial, [0.0, 0.5, 0.5]),
/// ];
/// let scheme = Scheme::new(&question)?;
/// assert_eq!(scheme.score(&judgements, 80).total, 7.5);
/// // 5 × (0.75 + ½ × 0.25) + 5 × ½ × 0.5
/// assert_eq!(scheme.expected(&judgements, 80).mean, 5.625);
/// # Ok::<(), yaodian::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Scheme {
    points: Vec<Point>,
    groups: Vec<Group>,
    exclusive: Vec<Vec<usize>>,
    ordered: Vec<Vec<usize>>,
    single_use: bool,
    contradiction: f64,
    penalty_cap: f64,
    length: Option<Length>,
    /// Every point but penalties, requirements first.
    whole: Coupling,
    /// The same points in parts that no rule ties together, unless evidence is contested.
    parts: Vec<Coupling>,
    /// What the question pays when every ordinary point is covered, in the unit of the weights.
    full: f64,
    /// Points per unit of weight.
    unit: f64,
    max_score: f64,
    step: f64,
    tolerance: f64,
    risk: f64,
}

#[derive(Clone, Debug)]
struct Point {
    weight: f64,
    role: Role,
    /// What partly covered earns.
    half: f64,
    requires: Vec<usize>,
    overlapping: bool,
    group: Option<usize>,
    exclusive: Option<usize>,
}

/// A group's limits; no cap is infinity.
#[derive(Clone, Debug)]
struct Group {
    points: Vec<usize>,
    best: usize,
    cap: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Role {
    /// Part of the question's worth.
    Ordinary,
    Bonus,
    Penalty,
}

/// What an answer earns and how: the points' scores and the adjustments add up to `total`.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Points earned, 0 to the question's worth, a multiple of its step or the full worth.
    pub total: f64,
    /// One outcome a key point, in the question's order.
    pub points: Vec<PointScore>,
    /// What changed the sum of the points.
    pub adjustments: Vec<Adjustment>,
}

/// What one key point earns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointScore {
    /// Points for covering it; below 0 for a penalty point.
    pub worth: f64,
    /// Share of its worth that the status earns.
    pub credit: f64,
    /// worth × credit, or 0 where a rule withheld it; not rounded.
    pub score: f64,
    /// The rule that kept it from earning.
    pub withheld: Option<Withheld>,
}

impl Scheme {
    /// Lets a point share its evidence with others.
    pub(crate) fn overlap(&mut self, point: usize) {
        self.points[point].overlapping = true;
    }

    /// What the question is worth.
    pub fn max_score(&self) -> f64 {
        self.max_score
    }

    /// Each point's share of the question, in points; 0 for bonus and penalty points.
    pub fn weights(&self) -> Vec<f64> {
        let share = |point: &Point| match point.role {
            Role::Ordinary => point.weight * self.unit,
            Role::Bonus | Role::Penalty => 0.0,
        };
        self.points.iter().map(share).collect()
    }

    /// Scores judgements, one a key point in the question's order, of an answer of so many
    /// characters, white space not counted. A judgement too few counts as missing.
    pub fn score(&self, judgements: &[Judgement], characters: usize) -> Score {
        let credits: Vec<f64> = (0..self.points.len())
            .map(|index| self.credit(index, judgements.get(index).map(|j| j.status)))
            .collect();
        let settled = self.settle(&self.whole, &credits, judgements);
        let points: Vec<PointScore> = self
            .points
            .iter()
            .zip(&credits)
            .zip(&settled.withheld)
            .map(|((point, &credit), &withheld)| {
                let sign = if point.role == Role::Penalty {
                    -1.0
                } else {
                    1.0
                };
                let worth = sign * point.weight * self.unit;
                let score = match withheld {
                    Some(_) => 0.0,
                    // Not -0.0.
                    None => worth * credit + 0.0,
                };
                PointScore {
                    worth,
                    credit,
                    score,
                    withheld,
                }
            })
            .collect();

        let mut adjustments = Vec::new();
        for &(group, excess) in &settled.over_cap {
            let cap = self.groups[group].cap * self.unit;
            let amount = -excess * self.unit;
            adjustments.push(Adjustment {
                amount,
                reason: Reason::GroupCap { group, cap },
            });
        }
        let penalties = sum(self
            .of_role(Role::Penalty)
            .map(|i| self.points[i].weight * credits[i]));
        if penalties > self.penalty_cap {
            let cap = self.penalty_cap * self.unit;
            let amount = penalties * self.unit - cap;
            adjustments.push(Adjustment {
                amount,
                reason: Reason::PenaltyCap { cap },
            });
        }
        adjustments.extend(self.length_penalty(characters));
        let raw = sum(points
            .iter()
            .map(|point| point.score)
            .chain(amounts(&adjustments)));
        let total = self.finish(raw, &mut adjustments);
        Score {
            total,
            points,
            adjustments,
        }
    }

    /// Whether a person should look: the score is probably enough off by more than the tolerance.
    pub fn review(&self, score: &Score, expectation: &Expectation) -> bool {
        let off: f64 = expectation
            .distribution
            .iter()
            .filter(|(other, _)| (other - score.total).abs() > self.tolerance + SLACK)
            .map(|(_, probability)| probability)
            .sum();
        off > self.risk
    }

    /// Share of a point's weight that a status earns.
    fn credit(&self, index: usize, status: Option<Status>) -> f64 {
        let point = &self.points[index];
        match status {
            Some(Status::Covered) => 1.0,
            Some(Status::Partial) => point.half,
            Some(Status::Contradicted) if point.role == Role::Ordinary => 0.0 - self.contradiction,
            Some(Status::Missing | Status::Contradicted) | None => 0.0,
        }
    }

    fn of_role(&self, role: Role) -> impl Iterator<Item = usize> {
        (0..self.points.len()).filter(move |&index| self.points[index].role == role)
    }

    fn length_penalty(&self, characters: usize) -> Option<Adjustment> {
        let length = self.length.as_ref()?;
        let reason = match (length.min, length.max) {
            (Some(min), _) if characters < min => Reason::TooShort { characters, min },
            (_, Some(max)) if characters > max => Reason::TooLong { characters, max },
            _ => return None,
        };
        Some(Adjustment {
            amount: -length.penalty,
            reason,
        })
    }

    /// Keeps a sum of points within the question's range and rounds it.
    fn finish(&self, raw: f64, adjustments: &mut Vec<Adjustment>) -> f64 {
        let total = self.bounded(raw);
        let kept = raw.clamp(0.0, self.max_score);
        let mut note = |amount: f64, reason| {
            if amount.abs() > SLACK {
                adjustments.push(Adjustment { amount, reason });
            }
        };
        note(
            kept - raw,
            if raw < 0.0 {
                Reason::Floor
            } else {
                Reason::Ceiling
            },
        );
        note(total - kept, Reason::Rounding { step: self.step });
        total
    }

    fn bounded(&self, raw: f64) -> f64 {
        let kept = raw.clamp(0.0, self.max_score);
        let steps = (kept / self.step + 0.5 + SLACK).floor();
        // A whole answer gets the whole worth, whatever the step.
        if self.max_score - kept <= SLACK * self.max_score {
            return self.max_score;
        }
        if !steps.is_finite() {
            return kept;
        }
        // 3 × 0.1 is 0.30000000000000004; 3 ÷ 10 is 0.3.
        let per_point = (1.0 / self.step).round();
        let rounded = if (per_point * self.step - 1.0).abs() < SLACK {
            steps / per_point
        } else {
            steps * self.step
        };
        rounded.min(self.max_score)
    }
}

fn amounts(adjustments: &[Adjustment]) -> impl Iterator<Item = f64> {
    adjustments.iter().map(|adjustment| adjustment.amount)
}

/// A sum that does not depend on the order of its terms.
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    let mut terms: Vec<f64> = terms.collect();
    terms.sort_by(f64::total_cmp);
    terms.iter().sum()
}
