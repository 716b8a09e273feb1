//! What comparing reports with marks gives: plain data.

use super::Figure;
use crate::report::Status;
use serde::Serialize;

/// Figures against the marks.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Marks {
    /// `natural`, `gaming` and `all` as far as there are such answers, then each style.
    pub groups: Vec<Group>,
    /// The twenty pairs in which coverage is furthest from the mark.
    pub worst: Vec<Disagreement>,
}

/// Figures for a group of answers; `None` where a measure is undefined on it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The group or the style.
    pub name: String,
    /// How many answers.
    pub answers: usize,
    /// How many marked (answer, key point) pairs.
    pub pairs: usize,
    /// Area under the ROC curve of coverage for points at least partly covered.
    pub auc_partial: Option<Figure>,
    /// Area under the ROC curve of coverage for covered points.
    pub auc_covered: Option<Figure>,
    /// Cohen's kappa with quadratic weights: missing and contradicted 0, partial 1, covered 2.
    pub kappa: Option<Figure>,
    /// Mean F1 of the statuses that occur among marks or reports.
    pub macro_f1: Option<Figure>,
    /// Expected calibration error of coverage against half the mark, 10 bins.
    pub calibration_error: Option<Figure>,
    /// Mean coverage of points marked 0 or -1.
    pub undeserved: Option<Figure>,
    /// Mean of coverage less half the mark (-1 as 0) over all points.
    pub excess: Option<Figure>,
    /// With the mean mark of the answer's points.
    pub with_gold: Correlation,
    /// With the mark of the whole answer.
    pub with_human: Correlation,
    /// With the markers' impression.
    pub with_overall: Correlation,
    /// Covered, partial, missing, contradicted.
    pub statuses: Vec<StatusFigures>,
    /// Pairs by mark (rows) and reported status (columns), in the order of `statuses`.
    pub confusion: [[usize; 4]; 4],
    /// Coverage against half the mark, ten bins.
    pub reliability: Vec<Bin>,
}

/// Correlations of the grader's figure for a whole answer with a person's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Correlation {
    /// Answers that have this mark.
    pub answers: usize,
    /// Pearson's, of the report's coverage.
    pub pearson: Option<Figure>,
    /// Spearman's, of the report's coverage.
    pub spearman: Option<Figure>,
    /// Pearson's, of the report's score as a share of its maximum.
    pub pearson_of_score: Option<Figure>,
}

/// How often a status is given where it is marked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StatusFigures {
    /// The status.
    pub status: Status,
    /// Pairs marked so.
    pub marked: usize,
    /// Pairs reported so.
    pub given: usize,
    /// Share of those reported so that are marked so.
    pub precision: Option<Figure>,
    /// Share of those marked so that are reported so.
    pub recall: Option<Figure>,
    /// Harmonic mean of precision and recall.
    pub f1: Option<Figure>,
}

/// One row of a reliability table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bin {
    /// Coverage from here.
    pub from: f64,
    /// Up to here, exclusive in all bins but the last.
    pub to: f64,
    /// Pairs in the bin.
    pub pairs: usize,
    /// Their mean coverage.
    pub coverage: f64,
    /// The mean of half their marks, -1 as 0.
    pub gold: f64,
}

/// An answer and, where points were marked, a key point on which grader and marker part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// The answer.
    pub answer_id: String,
    /// Its question.
    pub question_id: String,
    /// Its style; may be empty.
    pub style: String,
    /// The point on which they part; `None` where only the whole answer was marked.
    pub point: Option<DisputedPoint>,
    /// What the grader gives, 0 to 1.
    pub coverage: f64,
    /// What the marker gives, 0 to 1.
    pub gold: f64,
    /// The answer as written.
    pub answer: String,
    /// The answer's text at the evidence.
    pub evidence: Vec<String>,
}

/// A key point with the mark and the status it got.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DisputedPoint {
    /// The key point, counted from 0.
    pub index: usize,
    /// The key point.
    pub text: String,
    /// 2, 1, 0 or -1.
    pub mark: i8,
    /// What the grader says.
    pub status: Status,
}
