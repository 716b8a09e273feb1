//! What the grader itself says about a question: of its reference, of its text, of each point.

use super::wording::Wording;
use super::{About, Rule, Severity, quoted};
use crate::grader::Grader;
use crate::report::{PointReport, Report, Status};
use crate::text::{self, Segmenter};

/// A point of whose characters the question has this share has nothing of its own left to say.
const NEARLY_ALL: f64 = 0.9;

pub(super) fn check(about: &mut About, grader: &Grader, segmenter: &dyn Segmenter) {
    reference(about, grader);
    given_away(about, grader, segmenter);
    points(about, grader);
}

fn reference(about: &mut About, grader: &Grader) {
    let question = about.question;
    if question.reference.trim().is_empty() {
        return;
    }
    let report = grader.grade(&question.reference);
    let shown = |index: usize| {
        matches!(
            report.key_points[index].status,
            Status::Covered | Status::Partial
        )
    };
    for (index, point) in question.key_points.iter().enumerate() {
        let found = &report.key_points[index];
        match found.status {
            Status::Covered if point.penalty => {
                let says = quoted(evidence(&question.reference, found));
                let message = format!(
                    "the reference answer makes this wrong statement ({says}), so a right answer would lose points"
                );
                about.add(Rule::ReferencePenalised, Severity::Error, index, message);
            }
            Status::Contradicted if !point.penalty => {
                let says = quoted(evidence(&question.reference, found));
                let message = format!(
                    "the reference answer is read as saying the opposite ({says}), so a right answer would earn nothing here"
                );
                about.add(Rule::ReferenceContradicts, Severity::Error, index, message);
            }
            Status::Missing if !point.penalty && !point.bonus => {
                let mut others = 0..question.key_points.len();
                if others.any(|other| shown(other) && about.exclude_one_another(index, other)) {
                    continue;
                }
                let coverage = found.coverage;
                let message = format!(
                    "the reference answer does not show it (coverage {coverage:.2}), so a model answer would not earn it"
                );
                about.add(Rule::ReferenceMisses, Severity::Warning, index, message);
            }
            _ => {}
        }
    }
}

fn evidence<'a>(answer: &'a str, point: &PointReport) -> &'a str {
    let span = point.evidence.first();
    span.and_then(|span| answer.get(span.start..span.end))
        .unwrap_or(answer)
}

fn given_away(about: &mut About, grader: &Grader, segmenter: &dyn Segmenter) {
    let question = about.question;
    let asking = text::asked(&question.question);
    let report = grader.grade(&asking);
    let asked = Wording::new(&asking, segmenter);
    for (index, point) in question.key_points.iter().enumerate() {
        if point.penalty {
            continue;
        }
        let found = &report.key_points[index];
        let message = if grader.presupposes(index) {
            let says = quoted(&point.text);
            format!(
                "the question itself states it ({says}), so it earns what the other key points earn on average"
            )
        } else if found.status == Status::Covered {
            let says = quoted(evidence(&asking, found));
            format!("the question itself says it ({says}), so repeating the question would earn it")
        } else if Wording::new(&point.text, segmenter).share_in(&asked) >= NEARLY_ALL {
            let says = quoted(&point.text);
            format!(
                "the question itself has nearly all its words ({says}), so whoever says it may only repeat the question"
            )
        } else {
            continue;
        };
        about.add(Rule::GivenAway, Severity::Warning, index, message);
    }
}

/// Answers each point in its own words and sees which others that covers.
fn points(about: &mut About, grader: &Grader) {
    let question = about.question;
    let points = &question.key_points;
    let answered: Vec<Report> = points
        .iter()
        .map(|point| grader.grade(&point.text))
        .collect();
    let covers = |one: usize, other: usize| {
        answered[one].key_points[other].status == Status::Covered
            && !points[one].penalty
            && !grader.presupposes(one)
            && !grader.presupposes(other)
    };
    for (index, point) in points.iter().enumerate() {
        for (other, by) in points.iter().enumerate() {
            let both = covers(other, index) && covers(index, other);
            if other == index || !covers(other, index) || about.exclude_one_another(index, other) {
                continue;
            }
            let name = format!("key point {} ({})", other + 1, quoted(&by.text));
            if both {
                if other < index {
                    let message = format!(
                        "cannot be told apart from {name}: answering either covers both, so one statement is paid twice"
                    );
                    about.add(Rule::Alike, Severity::Warning, index, message);
                }
            } else if point.penalty {
                let message = format!(
                    "answering {name} is taken for this wrong statement, so a right answer would lose points"
                );
                about.add(Rule::Inside, Severity::Warning, index, message);
            } else if !(question.rules.single_use
                || point.overlapping
                || by.overlapping
                || by.requires.contains(&index))
            {
                let message = format!(
                    "is inside {name}: answering that covers this too, so one statement is paid twice"
                );
                about.add(Rule::Inside, Severity::Warning, index, message);
            }
        }
    }
}
