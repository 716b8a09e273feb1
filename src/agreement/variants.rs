//! Reports against twins and gaming answers: no marker needed.

use super::statistics::{Point, mean};
use super::{Bootstrap, Figure, Marked, find, mean_coverage};
use crate::bank::{Bank, Question};
use crate::perturb::{self, Bound, Variant};
use crate::{Error, Report};
use serde::Serialize;
use std::collections::HashSet;

/// What one kind of twin changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TwinFigure {
    /// The kind of twin.
    pub kind: &'static str,
    /// What the mean change may be.
    pub bound: Bound,
    /// Answers that have such a twin.
    pub answers: usize,
    /// Mean of the twin's coverage less the clean answer's.
    pub change: Figure,
    /// Mean of the change's size, whichever way it goes.
    pub absolute: f64,
    /// Whether the mean change keeps the bound.
    pub kept: bool,
    /// The answer that changes most.
    pub worst_answer: String,
    /// Its change.
    pub worst_change: f64,
}

/// What one kind of gaming answer earns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GamingFigure {
    /// The kind of answer.
    pub kind: &'static str,
    /// What it may earn.
    pub bound: Bound,
    /// Questions that allow this kind.
    pub questions: usize,
    /// Mean coverage of the points concerned, averaged over the questions.
    pub coverage: Figure,
    /// Whether the mean keeps the bound.
    pub kept: bool,
    /// The question that pays most.
    pub worst_question: String,
    /// What it pays.
    pub worst_coverage: f64,
    /// For which text.
    pub worst_text: String,
}

/// What variants of one kind came to.
struct Kind {
    kind: &'static str,
    bound: Bound,
    /// Question, value and where it is from.
    found: Vec<(usize, f64, String)>,
}

/// Kinds in the order in which they come up.
fn record(kinds: &mut Vec<Kind>, variant: &Variant, question: usize, value: f64, source: String) {
    let at = kinds
        .iter()
        .position(|kind| kind.kind == variant.kind)
        .unwrap_or_else(|| {
            kinds.push(Kind {
                kind: variant.kind,
                bound: variant.bound,
                found: Vec::new(),
            });
            kinds.len() - 1
        });
    kinds[at].found.push((question, value, source));
}

impl Kind {
    fn figure(&self, questions: usize) -> Option<Figure> {
        let occurring = self.found.iter().map(|(question, ..)| *question);
        Bootstrap::new(self.kind, questions, occurring).figure(|weights| {
            let points: Vec<Point> = self
                .found
                .iter()
                .map(|&(question, x, _)| Point {
                    x,
                    y: 0.0,
                    weight: weights[question],
                })
                .collect();
            mean(&points, |point| point.x)
        })
    }

    /// The first of the largest by `size`.
    fn worst(&self, size: fn(f64) -> f64) -> Option<&(usize, f64, String)> {
        self.found.iter().reduce(|worst, other| {
            if size(other.1) > size(worst.1) {
                other
            } else {
                worst
            }
        })
    }
}

/// Grades the twins of all natural answers and compares each with its clean answer.
///
/// # Errors
///
/// [`Error::UnknownQuestion`] when an answer names no question of the bank.
pub fn stability(
    bank: &Bank,
    marked: &[Marked],
    grade: &mut impl FnMut(&Question, &str) -> Report,
) -> Result<Vec<TwinFigure>, Error> {
    let mut kinds = Vec::new();
    for row in marked.iter().filter(|row| !row.is_gaming()) {
        let (place, question) = find(bank, row)?;
        let clean = mean_coverage(&grade(question, &row.answer), &[]);
        for twin in perturb::twins(&row.answer) {
            let change = mean_coverage(&grade(question, &twin.text), &[]) - clean;
            record(&mut kinds, &twin, place, change, row.id.clone());
        }
    }
    Ok(kinds
        .into_iter()
        .filter_map(|kind| {
            let change = kind.figure(bank.questions().len())?;
            let (_, worst_change, worst_answer) = kind.worst(f64::abs)?;
            let sizes: f64 = kind.found.iter().map(|(_, change, _)| change.abs()).sum();
            Some(TwinFigure {
                kind: kind.kind,
                bound: kind.bound,
                answers: kind.found.len(),
                change,
                absolute: sizes / kind.found.len() as f64,
                kept: kind.bound.keeps(change.value),
                worst_answer: worst_answer.clone(),
                worst_change: *worst_change,
            })
        })
        .collect())
}

/// Grades the gaming answers of every question of the bank: what each kind would earn.
///
/// The answer to another question is the one that shares least with the key points, of the next 32 questions.
pub fn susceptibility(
    bank: &Bank,
    grade: &mut impl FnMut(&Question, &str) -> Report,
) -> Vec<GamingFigure> {
    let mut kinds = Vec::new();
    for (place, question) in bank.questions().iter().enumerate() {
        for variant in perturb::gaming(question, most_distant(bank, place)) {
            let coverage = mean_coverage(&grade(question, &variant.text), &variant.points);
            record(&mut kinds, &variant, place, coverage, variant.text.clone());
        }
    }
    kinds
        .into_iter()
        .filter_map(|kind| {
            let coverage = kind.figure(bank.questions().len())?;
            let (question, worst_coverage, worst_text) = kind.worst(|coverage| coverage)?;
            Some(GamingFigure {
                kind: kind.kind,
                bound: kind.bound,
                questions: kind.found.len(),
                coverage,
                kept: kind.bound.keeps(coverage.value),
                worst_question: bank.questions()[*question].id.clone(),
                worst_coverage: *worst_coverage,
                worst_text: worst_text.clone(),
            })
        })
        .collect()
}

/// Candidates for [`most_distant`]: enough to find something foreign, bounded for banks of any size.
const CANDIDATES: usize = 32;

fn most_distant(bank: &Bank, place: usize) -> Option<&Question> {
    let questions = bank.questions();
    let wanted = bigrams(
        questions[place]
            .key_points
            .iter()
            .map(|point| point.text.as_str()),
    );
    (1..questions.len().min(CANDIDATES + 1))
        .map(|step| &questions[(place + step) % questions.len()])
        .min_by_key(|other| {
            let points = other.key_points.iter().map(|point| point.text.as_str());
            let offered = bigrams(points.chain([other.reference.as_str()]));
            wanted.intersection(&offered).count()
        })
}

fn bigrams<'a>(texts: impl Iterator<Item = &'a str>) -> HashSet<(char, char)> {
    texts
        .flat_map(|text| text.chars().zip(text.chars().skip(1)))
        .filter(|(one, other)| one.is_alphanumeric() && other.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Graders;
    use crate::grader::Grader;
    use crate::knowledge::LeftOut;

    /// The matcher knows the very table that these twins are made of. A writer's slips are in no table, and so a
    /// matcher that looks for no slip at all must get by, too. Knowing them gains nothing on the whole, but single answers.
    #[test]
    fn slips_in_no_table_lose_little() {
        let bank = Bank::from_json(include_str!("../../fixtures/devset/bank.json")).expect("bank");
        let marked = include_str!("../../fixtures/devset/answers.jsonl");
        let marked = crate::agreement::read(marked).expect("marked answers");
        let marked: Vec<Marked> = marked.into_iter().step_by(4).collect();
        for left_out in [LeftOut::Nothing, LeftOut::Slips] {
            let graders = Graders::compile(&Grader::builder().leave_out(left_out), &bank);
            let grade = |question: &Question, answer: &str| {
                let grader = graders.get(&question.id).expect("it was compiled");
                grader.grade(answer)
            };
            let twins = stability(&bank, &marked, &mut { grade }).expect("known questions");
            for kind in ["lookalikes", "homophones"] {
                let twin = twins.iter().find(|twin| twin.kind == kind);
                let twin = twin.expect("there are hanzi");
                assert!(twin.kept, "{kind}, without {left_out:?}: {:?}", twin.change);
            }
        }
    }
}
