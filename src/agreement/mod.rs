//! How well a grader agrees with people who marked the same answers, and what gaming would earn from it.
//!
//! Plain measures on plain data: give a bank, marked answers and a way to grade, and get numbers with
//! intervals. Intervals are 95% bootstrap percentiles, resampled by question, since answers to one
//! question stand and fall together. The same input gives the same numbers.

mod ablation;
mod figures;
mod marked;
mod marks;
mod statistics;
mod table;
mod variants;

pub use ablation::{Ablation, AblationRow, ablation};
pub use figures::{Bin, Correlation, Disagreement, DisputedPoint, Group, Marks, StatusFigures};
pub use marked::{Marked, read};
pub use marks::compare;
pub use variants::{GamingFigure, TwinFigure, stability, susceptibility};

use crate::bank::{Bank, Question};
use crate::judge::{self, Model, Sample};
use crate::perturb::Dice;
use crate::{Error, GraderBuilder, Report};
use serde::Serialize;
use std::collections::HashMap;

/// Everything that [`measure`] finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Against the marks.
    pub marks: Marks,
    /// Against the same answers in other writing, a line a kind.
    pub twins: Vec<TwinFigure>,
    /// Against answers made to earn what they do not deserve, a line a kind.
    pub gaming: Vec<GamingFigure>,
}

/// A measure with its 95% interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Over all questions.
    pub value: f64,
    /// Lower bound of the interval.
    pub low: f64,
    /// Upper bound of the interval.
    pub high: f64,
}

/// Compares a grader with marks, with twins of the natural answers and with gaming answers made from the bank.
///
/// `grade` gets each question with an answer's text, in the order of the answers, and may use another
/// model for each question, as leave-one-question-out fitting does.
///
/// ```
/// use yaodian::{Bank, Grader, Graders, agreement};
/// let bank = Bank::from_json(r#"[{"id":"1","question":"怎样服务客户？","key_points":["及时处理投诉"]}]"#)?;
/// let marked = agreement::read(r#"{"id":"a","question_id":"1","answer":"及时处理投诉","gold":[2]}"#)?;
/// let graders = Graders::compile(&Grader::builder(), &bank);
/// let agreement = agreement::measure(&bank, &marked, |question, answer| {
///     graders.get(&question.id).expect("the bank's questions can be graded").grade(answer)
/// })?;
/// assert_eq!(agreement.marks.groups[0].answers, 1);
/// # Ok::<(), yaodian::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::UnknownQuestion`] when an answer names no question of the bank, [`Error::Parse`] naming the
/// answer when its `gold` is not one mark a key point.
pub fn measure(
    bank: &Bank,
    marked: &[Marked],
    mut grade: impl FnMut(&Question, &str) -> Report,
) -> Result<Agreement, Error> {
    Ok(Agreement {
        marks: compare(bank, marked, &mut grade)?,
        twins: stability(bank, marked, &mut grade)?,
        gaming: susceptibility(bank, &mut grade),
    })
}

/// [`measure`] with a judge for each question that was fitted without its answers (leave one question out).
///
/// The judges are fitted on the answers of `beside`, too, except those to a question of the same id.
/// This is what agreement on a question the judge has never seen looks like; measuring a judge on the
/// answers it was fitted on flatters it. Costs a fit a question, some milliseconds each.
///
/// # Errors
///
/// Those of [`measure`], and [`Error::BadQuestion`] when a question cannot be graded.
pub fn held_out(
    bank: &Bank,
    marked: &[Marked],
    beside: &[MarkedBank],
    builder: &GraderBuilder,
) -> Result<Agreement, Error> {
    let samples = samples(bank, marked, beside, builder)?;
    let mut held_out = HashMap::new();
    for grader in builder.build_bank(bank) {
        let grader = grader?;
        let id = &grader.question().id;
        let others = samples.iter().filter(|sample| sample.question_id() != id);
        let model = Model::fit(others, format!("all but question {id}"));
        held_out.insert(id.clone(), grader.judged_by(model));
    }
    measure(bank, marked, |question, answer| {
        held_out[&question.id].grade(answer)
    })
}

/// A bank and people's marks of answers to its questions.
#[derive(Clone, Debug)]
pub struct MarkedBank {
    /// The bank.
    pub bank: Bank,
    /// The answers.
    pub marked: Vec<Marked>,
}

/// What judges are fitted on: the answers, and those beside them.
fn samples(
    bank: &Bank,
    marked: &[Marked],
    beside: &[MarkedBank],
    builder: &GraderBuilder,
) -> Result<Vec<Sample>, Error> {
    let mut samples = judge::samples(bank, marked, builder)?;
    for one in beside {
        samples.extend(judge::samples(&one.bank, &one.marked, builder)?);
    }
    Ok(samples)
}

/// The question's place in the bank and the question.
fn find<'a>(bank: &'a Bank, marked: &Marked) -> Result<(usize, &'a Question), Error> {
    bank.questions()
        .iter()
        .enumerate()
        .find(|(_, question)| question.id == marked.question_id)
        .ok_or_else(|| Error::UnknownQuestion {
            id: marked.question_id.clone(),
        })
}

/// Mean of the points' coverage, 0 to 1: what the bounds speak of. `points` empty stands for all.
fn mean_coverage(report: &Report, points: &[usize]) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for point in &report.key_points {
        if points.is_empty() || points.contains(&point.index) {
            sum += point.coverage;
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Resamples of the questions: 1,000 give the second digit of an interval.
const RESAMPLES: usize = 1000;

/// How often each question of the bank counts, a resample a row.
struct Bootstrap {
    whole: Vec<f64>,
    draws: Vec<Vec<f64>>,
}

impl Bootstrap {
    /// Resamples the questions that occur, out of a bank of `size`.
    fn new(seed: &str, size: usize, occurring: impl Iterator<Item = usize>) -> Self {
        let mut whole = vec![0.0; size];
        for question in occurring {
            whole[question] = 1.0;
        }
        let chosen: Vec<usize> = (0..size)
            .filter(|&question| whole[question] > 0.0)
            .collect();
        let mut dice = Dice::new(&["bootstrap", seed]);
        let draws = (0..RESAMPLES)
            .map(|_| {
                let mut weights = vec![0.0; size];
                for _ in &chosen {
                    weights[chosen[dice.below(chosen.len())]] += 1.0;
                }
                weights
            })
            .collect();
        Self { whole, draws }
    }

    /// The measure and its interval; resamples that leave it undefined are passed over.
    fn figure(&self, measure: impl Fn(&[f64]) -> Option<f64>) -> Option<Figure> {
        let value = measure(&self.whole)?;
        let mut resampled: Vec<f64> = self.draws.iter().filter_map(|draw| measure(draw)).collect();
        resampled.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let last = resampled.len().checked_sub(1)?;
            resampled
                .get((share * last as f64).round() as usize)
                .copied()
        };
        Some(Figure {
            value,
            low: at(0.025).unwrap_or(value),
            high: at(0.975).unwrap_or(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_resample_questions_that_occur() {
        let bootstrap = Bootstrap::new("test", 5, [1, 3, 3].into_iter());
        assert_eq!(bootstrap.whole, [0.0, 1.0, 0.0, 1.0, 0.0]);
        for draw in &bootstrap.draws {
            assert_eq!(draw.iter().sum::<f64>(), 2.0);
            assert_eq!(draw[0] + draw[2] + draw[4], 0.0);
        }
        let figure = bootstrap
            .figure(|weights| Some(weights[3] / 2.0))
            .expect("defined");
        assert_eq!((figure.value, figure.low, figure.high), (0.5, 0.0, 1.0));
        let one_of_four = bootstrap.draws.iter().filter(|draw| draw[3] == 2.0).count();
        assert!(
            (200..300).contains(&one_of_four),
            "{one_of_four} of {RESAMPLES}"
        );
        assert_eq!(bootstrap.figure(|_| None), None);
        let sometimes = bootstrap.figure(|weights| (weights[1] > 0.0).then_some(weights[1]));
        assert_eq!(sometimes.map(|figure| figure.low), Some(1.0));
    }
}
