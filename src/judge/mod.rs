//! From signals to a verdict on one key point: the probabilities of the four statuses.
//!
//! Small logistic models, fitted by `grader fit` on marked answers: is the point covered at least partly, is it covered, is it
//! contradicted, and is the answer worthless whatever words it contains. The first three are asked twice: of each point by
//! itself, and then beside how the answer does on the others, since who knows one knows more of them and who turns round one
//! turns round more (in the field: stacking).

mod features;
mod fit;
mod logistic;
mod model;
mod parts;

pub use fit::{Sample, samples};
pub use model::Model;
use model::Reading;
pub(crate) use parts::{Part, SHAPES, SIGNALS, WHOLES};

use crate::matching::{Shape, Signals};
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

    /// The mean of those of several key points.
    fn mean(all: &[Self]) -> Self {
        let mean = |of: fn(&Self) -> f64| all.iter().map(of).sum::<f64>() / all.len() as f64;
        Self {
            covered: mean(|one| one.covered),
            partial: mean(|one| one.partial),
            missing: mean(|one| one.missing),
            contradicted: mean(|one| one.contradicted),
        }
    }

    /// The largest of the four.
    fn largest(&self) -> f64 {
        self.covered
            .max(self.partial)
            .max(self.missing)
            .max(self.contradicted)
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

/// From which coverage on a point is covered or partly covered, and from which probability on contradicted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Thresholds {
    pub(crate) covered: f64,
    pub(crate) partial: f64,
    pub(crate) contradicted: f64,
}

/// Below this probability of the most likely status a person should look.
const SURE: f64 = 0.5;

/// A wording found whole needs no model: this is how often markers accepted one on the development set.
const VERBATIM: f64 = 0.98;

/// Share of a point's words in writing from which it counts as found whole, slips of the pen allowed for.
const WHOLE: f32 = 0.97;

/// Up to this much of a point, and of what the reference says on it, is no sign of it at all; from the other on it counts
/// in full.
const SIGN: (f32, f32) = (0.05, 0.2);

/// Share of the point's numbers stated otherwise, and word recall around them, from which the point is contradicted.
const MISSTATED: (f32, f32) = (0.5, 0.2);

/// What is left of "covered" where the same clause says a word of the point and its opposite: A 或 B is no answer.
const HEDGED: f64 = 0.3;

/// What is left of "covered" where a part of the point is left out by an answer that has no words but the key points'.
const LEFT_OUT: f64 = 0.2;

/// How an answer does on the other key points of its question, each judged by itself: means, 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
struct Others {
    coverage: f32,
    contradicted: f32,
    /// How much of them it says in their own words: who writes so elsewhere and not here has less to say here.
    word_window: f32,
    /// 1 where the question has no other, otherwise 0.
    lone: f32,
}

impl Others {
    /// Before those of a question of so many points are judged.
    fn unjudged(points: usize) -> Self {
        Self {
            lone: f32::from(u8::from(points == 1)),
            ..Self::default()
        }
    }

    /// Those of each point of an answer, of two or more.
    fn of<'a>(
        points: impl Iterator<Item = &'a Signals> + Clone,
        alone: &[Probabilities],
    ) -> impl Iterator<Item = Self> {
        let each = points.zip(alone).map(|(signals, one)| Self {
            coverage: one.coverage() as f32,
            contradicted: one.contradicted as f32,
            word_window: signals.word_window,
            lone: 0.0,
        });
        let sum = each.clone().fold(Self::default(), |sum, one| Self {
            coverage: sum.coverage + one.coverage,
            contradicted: sum.contradicted + one.contradicted,
            word_window: sum.word_window + one.word_window,
            lone: 0.0,
        });
        let count = (alone.len() - 1) as f32;
        each.map(move |own| Self {
            coverage: (sum.coverage - own.coverage) / count,
            contradicted: (sum.contradicted - own.contradicted) / count,
            word_window: (sum.word_window - own.word_window) / count,
            lone: 0.0,
        })
    }
}

/// What the guard makes of an answer as a whole.
struct Guarded {
    /// How likely it is worthless, 0 to 1.
    worthless: f64,
    /// The same for a point that itself only restates the question: so does an honest answer.
    restating: f64,
    /// How far it repeats one frame, 0 to 1.
    framed: f32,
}

impl Model {
    /// The probabilities of the statuses of each key point of one answer. One that the question itself states is said as
    /// far as the others are: it is presupposed by what answers the question, and repeating it answers nothing.
    pub(crate) fn judge<'a>(
        &self,
        points: impl Iterator<Item = &'a Signals> + Clone,
        shape: &Shape,
    ) -> Vec<Probabilities> {
        let presupposed = |signals: &Signals| signals.presupposed > 0.0;
        if !points.clone().any(presupposed) {
            return self.judge_asked(points, shape);
        }
        let asked = points.clone().filter(|signals| !presupposed(signals));
        let judged = self.judge_asked(asked, shape);
        let (mean, mut judged) = (Probabilities::mean(&judged), judged.into_iter());
        let each = points.map(|signals| match presupposed(signals) {
            true => Some(mean),
            false => judged.next(),
        });
        each.flatten().collect()
    }

    fn judge_asked<'a>(
        &self,
        points: impl Iterator<Item = &'a Signals> + Clone,
        shape: &Shape,
    ) -> Vec<Probabilities> {
        let guarded = self.guard(shape);
        let alone = self.judge_alone(points.clone(), &guarded);
        if alone.len() < 2 {
            return alone;
        }
        points
            .clone()
            .zip(Others::of(points, &alone))
            .map(|(signals, others)| self.together.judge(signals, &others, &guarded))
            .collect()
    }

    /// The same of each by itself.
    fn judge_alone<'a>(
        &self,
        points: impl Iterator<Item = &'a Signals> + Clone,
        guarded: &Guarded,
    ) -> Vec<Probabilities> {
        let others = Others::unjudged(points.clone().count());
        points
            .map(|signals| self.alone.judge(signals, &others, guarded))
            .collect()
    }

    fn guard(&self, shape: &Shape) -> Guarded {
        let worthless = self.worthless(shape);
        let restating = match shape.asks == 0.0 {
            true => self.worthless(&Shape {
                given: 0.0,
                ..*shape
            }),
            false => worthless,
        };
        Guarded {
            worthless,
            restating,
            framed: (2.0 * shape.repeated - 1.0).clamp(0.0, 1.0),
        }
    }

    /// The status these probabilities speak for, and whether they leave doubt.
    pub(crate) fn status(&self, probabilities: &Probabilities) -> (Status, bool) {
        let coverage = probabilities.coverage();
        let thresholds = &self.thresholds;
        let status = if probabilities.contradicted >= thresholds.contradicted {
            Status::Contradicted
        } else if coverage >= thresholds.covered {
            Status::Covered
        } else if coverage >= thresholds.partial {
            Status::Partial
        } else {
            Status::Missing
        };
        (status, probabilities.largest() < SURE)
    }

    /// Whether the answer as a whole is a pile, a copy or a repetition: 0 to 1.
    pub(crate) fn worthless(&self, shape: &Shape) -> f64 {
        self.worthless.probability(&features::worthless(shape))
    }
}

impl Reading {
    fn judge(&self, signals: &Signals, others: &Others, guarded: &Guarded) -> Probabilities {
        let sign = signals.soft_wide.max(signals.support_wide);
        let sign = f64::from(((sign - SIGN.0) / (SIGN.1 - SIGN.0)).clamp(0.0, 1.0));
        let coverage = features::coverage(signals, others);
        let mut at_least_partly = self.at_least_partly.probability(&coverage);
        let mut covered = self.covered.probability(&coverage).min(at_least_partly);
        // Without any sign of it a contradiction is too rare to reckon with.
        let misplaced =
            signals.crossed + signals.exchanged + signals.confused + signals.number_conflict;
        let opposed = signals.oppose.max(signals.support_oppose) + misplaced;
        let mut contradicted = match opposed > 0.0 {
            true => self
                .contradicted
                .probability(&features::contradicted(signals, others)),
            false => 0.0,
        };
        let mut worthless = match signals.restates > 0.0 {
            true => guarded.restating,
            false => guarded.worthless,
        };
        let whole = signals.verbatim > 0.0 || signals.word_window >= WHOLE;
        let turned = signals.oppose_window + misplaced;
        if whole && turned == 0.0 {
            covered = covered.max(VERBATIM);
            at_least_partly = at_least_partly.max(covered);
            contradicted = contradicted.min(1.0 - VERBATIM);
        }
        if signals.number_conflict >= MISSTATED.0 && signals.soft_window >= MISSTATED.1 {
            contradicted = contradicted.max(VERBATIM - 0.1);
        }
        if signals.hedged > 0.0 {
            covered *= HEDGED;
        }
        if signals.left_out > 0.0 {
            covered *= LEFT_OUT;
        }
        // In a pile only what stands whole in one clause has been said.
        let stated = (signals.clause - STATED.0) / (STATED.1 - STATED.0);
        let stated = f64::from(stated.clamp(0.0, 1.0) * (1.0 - guarded.framed));
        worthless *= 1.0 - stated.max(f64::from(signals.verbatim));
        worthless = ((worthless - DOUBT) / (1.0 - DOUBT)).max(0.0);
        let claim = sign * (1.0 - worthless) * (1.0 - contradicted);
        let contradicted = sign.ceil() * (1.0 - worthless) * contradicted;
        let covered = claim * covered;
        let partial = claim * at_least_partly - covered;
        let missing = (1.0 - covered - partial - contradicted).max(0.0);
        Probabilities {
            covered,
            partial,
            missing,
            contradicted,
        }
    }
}

/// The guard's doubt of any answer; held against honest ones it would cost each of them this share.
const DOUBT: f64 = 0.05;

/// Word recall of a single clause up to which it does not state a point, and from which it does.
const STATED: (f32, f32) = (0.85, 1.0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_question_states_is_said_as_far_as_the_rest() {
        let found = |share: f32| Signals {
            soft_window: share,
            soft_wide: share,
            support_wide: share,
            word_window: share,
            ..Signals::default()
        };
        let stated = |signals: Signals| Signals {
            presupposed: 1.0,
            ..signals
        };
        let model = Model::shipped();
        let judge = |points: &[Signals]| model.judge(points.iter(), &Shape::default());
        let asked = judge(&[found(0.9), found(0.1)]);
        for repeated in [0.0, 1.0] {
            let all = judge(&[found(0.9), stated(found(repeated)), found(0.1)]);
            assert_eq!([all[0], all[2]], asked[..], "others do not change by it");
            assert_eq!(all[1], Probabilities::mean(&asked));
        }
    }

    #[test]
    fn the_other_points_tell_of_one_in_doubt() {
        let found = |share: f32| Signals {
            soft_window: share,
            soft_wide: share,
            support_wide: share,
            ..Signals::default()
        };
        let opposed = |share: f32, found: Signals| Signals {
            oppose: share,
            oppose_topic: share,
            oppose_window: share,
            ..found
        };
        let in_doubt = opposed(0.4, found(0.4));
        let said = Signals {
            mean_window: 1.0,
            ..found(1.0)
        };
        let denied = Signals {
            support_oppose: 1.0,
            ..opposed(1.0, said)
        };
        let model = Model::shipped();
        let judge = |points: &[Signals]| model.judge(points.iter(), &Shape::default());
        let beside = |other: Signals| judge(&[in_doubt, other])[0];
        assert!(beside(said).coverage() > beside(Signals::default()).coverage());
        assert!(beside(denied).contradicted > beside(said).contradicted);
        let alone = model.judge_alone([&in_doubt].into_iter(), &model.guard(&Shape::default()));
        assert_eq!(judge(&[in_doubt]), alone, "one point has no others");
    }
}
