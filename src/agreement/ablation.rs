//! What each signal is worth: the judge fitted and measured again without it.

use super::marks::{ordered, share, status_of};
use super::statistics::{
    Point, auc, calibration_error, class_figures, mean, pearson, quadratic_kappa,
};
use super::table::table;
use super::{Marked, MarkedBank, samples};
use crate::bank::Bank;
use crate::judge::{Model, Part, SHAPES, SIGNALS, Sample, WHOLES};
use crate::knowledge::LeftOut;
use crate::report::Status;
use crate::score::Scheme;
use crate::{Error, GraderBuilder};
use serde::Serialize;
use std::fmt;

/// What [`ablation`] finds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ablation {
    /// The whole judge, then the judge without one thing, a row each.
    pub rows: Vec<AblationRow>,
}

/// How well a judge agrees with marks, each 0 to 1, but kappa and Pearson's correlation -1 to 1; `None` where a measure
/// is undefined on these answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AblationRow {
    /// What the judge does without; `None` for the whole judge.
    pub left_out: Option<&'static str>,
    /// Natural answers: area under the ROC curve of coverage for points at least partly covered.
    pub auc_partial: Option<f64>,
    /// Natural answers: the same for covered points.
    pub auc_covered: Option<f64>,
    /// Natural answers: Cohen's kappa of the statuses with quadratic weights.
    pub kappa: Option<f64>,
    /// Natural answers: Pearson's correlation of the answer's coverage with the mean mark of its points.
    pub pearson: Option<f64>,
    /// Natural answers: expected calibration error of coverage.
    pub calibration_error: Option<f64>,
    /// Mean coverage of points marked 0 or -1 in answers about the same topic that say something else.
    pub near_miss: Option<f64>,
    /// The same in answers that deny points.
    pub negation: Option<f64>,
    /// The same in piles of keywords.
    pub stuffing: Option<f64>,
    /// The same in answers that copy the question.
    pub copy_stem: Option<f64>,
    /// Share of the points marked as contradicted, in any answer, that are reported so.
    pub contradicted_recall: Option<f64>,
    /// Share of those reported so that are marked so.
    pub contradicted_precision: Option<f64>,
}

/// Fits and measures the judge without each of its signals, held out by question as in
/// [`held_out`](super::held_out), with the answers of `beside` to fit on, and without whole parts of it.
///
/// A signal that is left out is the same everywhere, for the models as for the rules beside them. What was
/// chosen by its help before it was measured, such as the best window, stays chosen. Answers without a mark for
/// each key point are left out. Costs a fit a question and part: on 264 answers to 32 questions some seconds.
///
/// # Errors
///
/// [`Error::UnknownQuestion`] when an answer names no question of the bank, [`Error::BadQuestion`] when a question
/// cannot be graded.
pub fn ablation(
    bank: &Bank,
    marked: &[Marked],
    beside: &[MarkedBank],
    builder: &GraderBuilder,
) -> Result<Ablation, Error> {
    let mut weights = Vec::new();
    for question in bank.questions() {
        weights.push((&*question.id, Scheme::new(question)?.weights()));
    }
    let measured = |left_out| samples(bank, marked, beside, &builder.clone().leave_out(left_out));
    let samples = measured(LeftOut::Nothing)?;
    let mut rows = vec![row(None, &samples, &weights, |others| {
        Model::fit(others, "")
    })];
    for part in WHOLES.iter().chain(&SIGNALS).chain(&SHAPES) {
        let samples = match part.knowledge {
            LeftOut::Nothing => part.clear(&samples),
            left_out => part.clear(&measured(left_out)?),
        };
        rows.push(row(Some(part), &samples, &weights, |others| {
            part.fit(others)
        }));
    }
    Ok(Ablation { rows })
}

/// An answer judged without its question: mark, coverage and status of each key point, and the answer's coverage.
struct Judged<'a> {
    style: &'a str,
    points: Vec<(i8, f64, Status)>,
    coverage: f64,
}

fn row(
    part: Option<&Part>,
    samples: &[Sample],
    questions: &[(&str, Vec<f64>)],
    fit: impl Fn(Vec<&Sample>) -> Model,
) -> AblationRow {
    let mut judged = Vec::new();
    for (question, weights) in questions {
        let (own, others): (Vec<&Sample>, Vec<&Sample>) = samples
            .iter()
            .partition(|sample| sample.question_id() == *question);
        let model = fit(others);
        judged.extend(own.into_iter().filter_map(|sample| {
            let style = sample.marked_style()?;
            let points = sample.judge(&model);
            let coverages = points.iter().zip(weights);
            let sum: f64 = coverages.map(|((_, one, _), weight)| one * weight).sum();
            let coverage = sum / weights.iter().sum::<f64>();
            Some(Judged {
                style,
                points,
                coverage,
            })
        }));
    }
    figures(part.map(|part| part.name), &judged)
}

fn figures(left_out: Option<&'static str>, judged: &[Judged<'_>]) -> AblationRow {
    let natural = || judged.iter().filter(|one| !Marked::games(one.style));
    let points = |truth: fn(i8) -> f64| -> Vec<Point> {
        let points = natural().flat_map(|one| &one.points);
        points.map(|&(mark, x, _)| point(x, truth(mark))).collect()
    };
    let undeserved = |style: &str| {
        let points = judged
            .iter()
            .filter(|one| one.style == style)
            .flat_map(|one| &one.points);
        let points: Vec<Point> = points
            .filter(|(mark, ..)| *mark <= 0)
            .map(|&(_, x, _)| point(x, 0.0))
            .collect();
        mean(&points, |point| point.x)
    };
    let counts = |answers: &mut dyn Iterator<Item = &Judged<'_>>| {
        let mut counts = [[0.0; 4]; 4];
        for (mark, _, status) in answers.flat_map(|one| &one.points) {
            counts[status_of(*mark)][*status as usize] += 1.0;
        }
        counts
    };
    let answers: Vec<Point> = natural()
        .map(|one| {
            let sum: f64 = one.points.iter().map(|(mark, ..)| share(*mark)).sum();
            point(one.coverage, sum / one.points.len() as f64)
        })
        .collect();
    let [precision, recall, _] =
        class_figures(&counts(&mut judged.iter()), Status::Contradicted as usize);
    AblationRow {
        left_out,
        auc_partial: auc(&points(|mark| f64::from(u8::from(mark >= 1)))),
        auc_covered: auc(&points(|mark| f64::from(u8::from(mark == 2)))),
        kappa: quadratic_kappa(&ordered(&counts(&mut natural()))),
        pearson: pearson(&answers),
        calibration_error: calibration_error(&points(share)),
        near_miss: undeserved("near_miss"),
        negation: undeserved("negation"),
        stuffing: undeserved("stuffing"),
        copy_stem: undeserved("copy_stem"),
        contradicted_recall: recall,
        contradicted_precision: precision,
    }
}

fn point(x: f64, y: f64) -> Point {
    Point { x, y, weight: 1.0 }
}

impl AblationRow {
    fn figures(&self) -> [Option<f64>; 11] {
        [
            self.auc_partial,
            self.auc_covered,
            self.kappa,
            self.pearson,
            self.calibration_error,
            self.near_miss,
            self.negation,
            self.stuffing,
            self.copy_stem,
            self.contradicted_recall,
            self.contradicted_precision,
        ]
    }
}

/// The whole judge's figures, then how they change without each part.
impl fmt::Display for Ablation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((whole, without)) = self.rows.split_first() else {
            return Ok(());
        };
        let whole = whole.figures();
        let cells = |name: &str, cell: &dyn Fn(usize) -> Option<String>| -> Vec<String> {
            let cells = (0..whole.len()).map(|at| cell(at).unwrap_or_else(|| "-".to_owned()));
            std::iter::once(name.to_owned()).chain(cells).collect()
        };
        let mut rows = vec![cells("（全部）", &|at| {
            Some(format!("{:.3}", whole[at]?))
        })];
        for row in without {
            let figures = row.figures();
            rows.push(cells(row.left_out.unwrap_or_default(), &|at| {
                Some(change(figures[at]? - whole[at]?))
            }));
        }
        table(
            f,
            "消融：去掉一项后重新拟合、留题检验，各项为相对全部的变化",
            &[
                "去掉",
                "AUC≥1",
                "AUC=2",
                "二次 κ",
                "Pearson",
                "校准误差",
                "near_miss",
                "negation",
                "stuffing",
                "copy_stem",
                "矛盾召回",
                "矛盾精确",
            ],
            rows,
        )
    }
}

fn change(by: f64) -> String {
    match format!("{by:+.3}") {
        text if text.ends_with("0.000") => "0".to_owned(),
        text => text,
    }
}
