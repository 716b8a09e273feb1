//! Fitting the judge on marked answers, and on answers made from the bank that earn nothing.

use super::logistic::Logistic;
use super::model::{Model, Reading};
use super::{Others, Thresholds, features};
use crate::agreement::Marked;
use crate::bank::{Bank, Question};
use crate::matching::{Matcher, Shape, Signals};
use crate::perturb;
use crate::report::Status;
use crate::text::Document;
use crate::{Error, GraderBuilder};

/// What was measured on one marked or made answer, ready for [`Model::fit`].
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sample {
    question_id: String,
    pub(super) shape: Shape,
    /// A key point's signals and its mark, where there is one to learn from.
    pub(super) points: Vec<(Signals, Option<i8>)>,
    kind: Kind,
    /// The style of the marked answer, or how the answer was made.
    style: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
enum Kind {
    /// Written by somebody who answers the question.
    Answer,
    /// Words without statements, or the question again, written by somebody.
    Pile,
    /// The same, made from the bank.
    MadePile,
    /// The point turned round.
    Denied,
    /// About the same topic, but nothing that was asked.
    NearMiss,
    /// The answer to another question.
    OtherAnswer,
}

impl Kind {
    /// What a point of it weighs beside one of a marked answer: enough to teach what earns nothing, too
    /// little to move calibration.
    fn weight(self) -> f64 {
        match self {
            Self::Answer => 1.0,
            // Piles teach the guard alone.
            Self::Pile | Self::MadePile => 0.0,
            Self::Denied => 0.1,
            // The sets have more of them than people write: measured at 1, natural answers get too little. Of 0.3, 0.2 and 0.1,
            // held out on `fields`, a near miss earns 0.359, 0.369 and 0.38, and the calibration error is 0.065, 0.062 and 0.058.
            Self::NearMiss => 0.2,
            // Of 0.3 and 0.1, on `fields` before answers were compared with the bank's other questions, such an answer
            // earns 0.081 and 0.085, and the calibration error is 0.063 and 0.058.
            Self::OtherAnswer => 0.1,
        }
    }
}

/// What marked and made piles and copies weigh in the guard beside an honest answer, 1: people pile words with more
/// cunning, but few of the marked answers are piles. Of 3, 4, 5 and 8 for the marked ones, held out, copies on `fields` earn no
/// more than 0.10 from 4 on, and the calibration error grows with each. Of 1, 1.3 and 2 for the made ones, keywords in clauses
/// earn 0.101, 0.082 and 0.058 on the development set, and the calibration error on `fields` is 0.056, 0.059 and 0.066.
const MARKED_PILE: f64 = 4.0;
const MADE_PILE: f64 = 1.3;

/// Ridges, on standardised columns: the smallest of 1, 3, 10, 30 within a standard error of the best held-out fit.
const RIDGE: f64 = 3.0;

/// Covered and partial: of a grid in steps of 0.05 the pair with the best held-out quadratic kappa on the development set
/// before `fields` was there, and near the best with it. Contradicted, held out on `fields` before its
/// questions with short answers came in: 0.25, 0.3 and 0.35 find 0.62, 0.59 and 0.58 of them with a precision of 0.76, 0.78 and
/// 0.80, and take 67, 58 and 51 of 5,080 natural points for such.
const THRESHOLDS: Thresholds = Thresholds {
    covered: 0.65,
    partial: 0.35,
    contradicted: 0.3,
};

impl Sample {
    /// The question that was answered.
    pub fn question_id(&self) -> &str {
        &self.question_id
    }

    /// The style of the answer; `None` where nobody marked it.
    pub(crate) fn marked_style(&self) -> Option<&str> {
        matches!(self.kind, Kind::Answer | Kind::Pile | Kind::NearMiss)
            .then_some(&*self.style)
            .filter(|_| self.points.iter().all(|(_, mark)| mark.is_some()))
    }

    /// The mark, coverage and status of each marked key point.
    pub(crate) fn judge(&self, model: &Model) -> Vec<(i8, f64, Status)> {
        let judged = model.judge(self.signals(), &self.shape);
        let marked = self.points.iter().zip(judged);
        marked
            .filter_map(|((_, mark), probabilities)| {
                let (status, _) = model.status(&probabilities);
                Some(((*mark)?, probabilities.coverage(), status))
            })
            .collect()
    }

    /// What was measured for each key point.
    fn signals(&self) -> impl Iterator<Item = &Signals> + Clone {
        self.points.iter().map(|(signals, _)| signals)
    }

    /// The points that the question does not state itself.
    fn asked(&self) -> impl Iterator<Item = &(Signals, Option<i8>)> + Clone {
        let asked = |point: &&(Signals, _)| point.0.presupposed == 0.0;
        self.points.iter().filter(asked)
    }

    #[cfg(test)]
    pub(super) fn of_points(question_id: &str, points: Vec<(Signals, Option<i8>)>) -> Self {
        Self {
            question_id: question_id.to_owned(),
            shape: Shape::default(),
            points,
            kind: Kind::Answer,
            style: String::new(),
        }
    }
}

/// Measures the marked answers of a bank, and beside them answers made from the bank that earn nothing.
///
/// Answers without a mark for each key point are left out.
///
/// # Errors
///
/// [`Error::UnknownQuestion`] when an answer names no question of the bank.
pub fn samples(
    bank: &Bank,
    marked: &[Marked],
    builder: &GraderBuilder,
) -> Result<Vec<Sample>, Error> {
    let segmenter = builder.words();
    if let Some(stray) = marked
        .iter()
        .find(|one| bank.get(&one.question_id).is_none())
    {
        return Err(Error::UnknownQuestion {
            id: stray.question_id.clone(),
        });
    }
    let mut samples = Vec::new();
    let questions = bank.questions();
    let matchers = Matcher::of_bank(questions, segmenter, builder.knowledge());
    for (at, (question, matcher)) in questions.iter().zip(&matchers).enumerate() {
        let mut measure = |answer: &str, style: &str, kind, marks: &dyn Fn(usize) -> Option<i8>| {
            let document = Document::new(answer, segmenter);
            let (whole, matches) =
                matcher.with_rows(&document, |rows| matcher.matches(&document, rows));
            let points = matches
                .iter()
                .enumerate()
                .map(|(index, one)| (one.signals, marks(index)))
                .collect();
            let style = style.to_owned();
            samples.push(Sample {
                question_id: question.id.clone(),
                shape: whole.shape,
                points,
                kind,
                style,
            });
        };
        for one in marked.iter().filter(|one| one.question_id == question.id) {
            if one.gold.len() != question.key_points.len() {
                continue;
            }
            let kind = match one.style.as_str() {
                "stuffing" | "copy_stem" => Kind::Pile,
                "near_miss" => Kind::NearMiss,
                _ => Kind::Answer,
            };
            let marks = |index: usize| Some(one.gold[index]);
            measure(&one.answer, &one.style, kind, &marks);
        }
        let other = questions
            .get(at + 1)
            .or(questions.first())
            .filter(|other| other.id != question.id);
        made(question, other, &mut measure);
    }
    Ok(samples)
}

type Measure<'a> = dyn FnMut(&str, &str, Kind, &dyn Fn(usize) -> Option<i8>) + 'a;

fn made(question: &Question, other: Option<&Question>, measure: &mut Measure<'_>) {
    let variants = perturb::gaming(question, other);
    for variant in &variants {
        let (kind, mark) = match variant.kind {
            "keyword_list"
            | "keyword_clauses"
            | "keyword_spaces"
            | "keyword_shuffled"
            | "question_copied"
            | "question_paraphrased"
            | "question_words"
            | "one_word" => (Kind::MadePile, 0),
            "negated_points" | "negated_reference" | "swapped" => (Kind::Denied, -1),
            "other_answer" => (Kind::OtherAnswer, 0),
            _ => continue,
        };
        let concerned = |index: usize| {
            (variant.points.is_empty() || variant.points.contains(&index)).then_some(mark)
        };
        measure(&variant.text, variant.kind, kind, &concerned);
    }
    // What no guard may take for a pile: the points themselves, a line each, and the reference.
    let points: Vec<&str> = question
        .key_points
        .iter()
        .map(|point| point.text.as_str())
        .collect();
    measure(&points.join("\n"), "key_points", Kind::Answer, &|_| None);
    if !question.reference.is_empty() {
        measure(&question.reference, "reference", Kind::Answer, &|_| None);
    }
}

impl Model {
    /// Fits a judge to samples. The same samples in the same order give the same model.
    pub fn fit<'a>(
        samples: impl IntoIterator<Item = &'a Sample>,
        fitted_on: impl Into<String>,
    ) -> Self {
        let samples: Vec<&Sample> = samples.into_iter().collect();
        let worthless: Vec<_> = samples
            .iter()
            .map(|sample| {
                let (pile, weight) = match sample.kind {
                    Kind::Pile => (true, MARKED_PILE),
                    Kind::MadePile => (true, MADE_PILE),
                    _ => (false, 1.0),
                };
                (features::worthless(&sample.shape).to_vec(), pile, weight)
            })
            .collect();
        let by_itself = samples.iter().map(|sample| {
            let asked = sample.asked().count();
            (*sample, vec![Others::unjudged(asked); asked])
        });
        let mut model = Self {
            fitted_on: fitted_on.into(),
            alone: Reading::fit(by_itself),
            together: Reading::default(),
            worthless: Logistic::fit(&worthless, RIDGE),
            thresholds: THRESHOLDS,
        };
        let several = samples.iter().filter(|sample| sample.asked().count() > 1);
        model.together = Reading::fit(several.map(|sample| {
            let signals = sample.asked().map(|(signals, _)| signals);
            let alone = model.judge_alone(signals.clone(), &model.guard(&sample.shape));
            (*sample, Others::of(signals, &alone).collect())
        }));
        model
    }
}

impl Reading {
    /// Fits to the points of samples, with how the answer does on the others.
    fn fit<'a>(samples: impl Iterator<Item = (&'a Sample, Vec<Others>)>) -> Self {
        let (mut at_least_partly, mut covered) = (Vec::new(), Vec::new());
        let mut contradicted = Vec::new();
        for (sample, others) in samples {
            let weight = sample.kind.weight();
            if weight == 0.0 {
                continue;
            }
            for ((signals, mark), others) in sample.asked().zip(&others) {
                let Some(mark) = *mark else { continue };
                if mark >= 0 {
                    let columns = features::coverage(signals, others).to_vec();
                    at_least_partly.push((columns.clone(), mark >= 1, weight));
                    covered.push((columns, mark >= 2, weight));
                }
                let columns = features::contradicted(signals, others).to_vec();
                contradicted.push((columns, mark < 0, weight));
            }
        }
        Self {
            at_least_partly: Logistic::fit(&at_least_partly, RIDGE),
            covered: Logistic::fit(&covered, RIDGE),
            contradicted: Logistic::fit(&contradicted, RIDGE),
        }
    }
}
