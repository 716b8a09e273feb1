//! Looks a bank over before anyone answers: key points that no answer can earn fairly, or that anything earns.
//!
//! ```
//! use yaodian::lint::{self, Rule};
//! use yaodian::{Bank, Grader, KeyPoint, Question};
//!
//! let bank = Bank::new(vec![Question {
//!     id: "q7".into(),
//!     question: "到货数量与送货单不符时，您会怎样处理？".into(),
//!     key_points: vec![KeyPoint::new("先移入待检区"), KeyPoint::new("双方签字确认")],
//!     reference: "先移入待检区，再请双方签字确认。".into(),
//!     max_score: Some(5.0),
//!     rules: yaodian::bank::Rules { each: Some(2.0), ..Default::default() },
//!     ..Question::default()
//! }])?;
//! let findings = lint::lint(&bank, &Grader::builder());
//! assert_eq!(findings[0].rule, Rule::WeightsDoNotAddUp);
//! assert_eq!(
//!     findings[0].message,
//!     "question \"q7\": its points come to 4, but max_score is 5: each point is paid 1.25 times its weight",
//! );
//! # Ok::<(), yaodian::Error>(())
//! ```

mod graded;
mod pays;
mod wording;

pub use pays::{Pays, susceptibility};

use crate::Error;
use crate::bank::{Bank, Question};
use crate::grader::GraderBuilder;
use crate::score::Scheme;
use serde::Serialize;
use std::fmt;
use wording::Repeated;

/// Something to look at in a bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The question's id.
    pub question_id: String,
    /// The key point, counted from 0; `None` where it is the question as a whole.
    pub key_point: Option<usize>,
    /// What is wrong.
    pub rule: Rule,
    /// How bad that is.
    pub severity: Severity,
    /// Question, key point (counted from 1), what was found and why it matters.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity, self.message)
    }
}

/// How bad a [`Finding`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Answers cannot be graded, or right ones are graded as wrong.
    Error,
    /// Some answers will earn more or less than they should.
    Warning,
    /// May be meant so.
    Info,
}

impl Severity {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// What a [`Finding`] is about. The list is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// No grader can be built from the question. Error.
    CannotBuild,
    /// The weights come to another sum than `max_score`, and every point has one. Warning.
    WeightsDoNotAddUp,
    /// The reference answer says the opposite of the point. Error.
    ReferenceContradicts,
    /// The reference answer makes a statement that costs points. Error.
    ReferencePenalised,
    /// The reference answer does not show the point. Warning.
    ReferenceMisses,
    /// The question already says the point. Warning.
    GivenAway,
    /// Answering another point covers the point as well. Warning.
    Inside,
    /// Answering either of two points covers both. Warning.
    Alike,
    /// One alias, or an alias and a text, stand for two points. Warning.
    SharedAlias,
    /// An alias says the opposite of its point (warning), or two points differ in one opposite word (info).
    Opposites,
    /// One character, or one word that any answer may hold. Warning.
    TooShort,
    /// The same text is a point of several questions. Info.
    TooCommon,
    /// A pile of the points' keywords earns more than 0.25 of them. Warning.
    PaysForKeywords,
    /// The question copied earns more than 0.25 of its points. Warning.
    PaysForQuestion,
    /// The reference answer with every claim denied earns more than 0.4 of the points. Warning.
    PaysForNegation,
}

impl Rule {
    /// As in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::CannotBuild => "cannot_build",
            Self::WeightsDoNotAddUp => "weights_do_not_add_up",
            Self::ReferenceContradicts => "reference_contradicts",
            Self::ReferencePenalised => "reference_penalised",
            Self::ReferenceMisses => "reference_misses",
            Self::GivenAway => "given_away",
            Self::Inside => "inside",
            Self::Alike => "alike",
            Self::SharedAlias => "shared_alias",
            Self::Opposites => "opposites",
            Self::TooShort => "too_short",
            Self::TooCommon => "too_common",
            Self::PaysForKeywords => "pays_for_keywords",
            Self::PaysForQuestion => "pays_for_question",
            Self::PaysForNegation => "pays_for_negation",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Everything worth a look in a bank: in its order, a question as a whole before its points.
///
/// Grades, for each question, the reference answer, the question itself, every point and some
/// gaming texts with what `builder` builds: about what it costs to grade as many answers.
pub fn lint(bank: &Bank, builder: &GraderBuilder) -> Vec<Finding> {
    let repeated = Repeated::new(bank, builder.words());
    let mut findings = Vec::new();
    for question in bank.questions() {
        let mut about = About {
            question,
            findings: Vec::new(),
        };
        wording::check(&mut about, &repeated, builder.words());
        match builder.build(question) {
            Ok(grader) => {
                weights(&mut about);
                graded::check(&mut about, &grader, builder.words());
                pays::check(&mut about, &grader);
            }
            Err(error) => about.cannot_build(&error),
        }
        about
            .findings
            .sort_by_key(|finding| (finding.key_point, finding.rule));
        findings.append(&mut about.findings);
    }
    findings
}

/// Findings about one question.
struct About<'a> {
    question: &'a Question,
    findings: Vec<Finding>,
}

impl About<'_> {
    fn add(
        &mut self,
        rule: Rule,
        severity: Severity,
        key_point: impl Into<Option<usize>>,
        message: impl Into<String>,
    ) {
        let key_point = key_point.into();
        let id = &self.question.id;
        self.findings.push(Finding {
            question_id: id.clone(),
            key_point,
            rule,
            severity,
            message: Error::question(id, key_point, message).to_string(),
        });
    }

    fn cannot_build(&mut self, error: &Error) {
        let key_point = match error {
            Error::BadQuestion { key_point, .. } => *key_point,
            _ => None,
        };
        self.findings.push(Finding {
            question_id: self.question.id.clone(),
            key_point,
            rule: Rule::CannotBuild,
            severity: Severity::Error,
            message: error.to_string(),
        });
    }

    /// Of two points that exclude one another only one is meant to be answered.
    fn exclude_one_another(&self, one: usize, other: usize) -> bool {
        let sets = &self.question.rules.exclusive;
        sets.iter()
            .any(|set| set.contains(&one) && set.contains(&other))
    }
}

/// Where every point that counts has a weight, somebody meant them to come to `max_score`.
fn weights(about: &mut About) {
    let question = about.question;
    let weighed = question.rules.each.is_some()
        || question
            .key_points
            .iter()
            .all(|point| point.weight.is_some() || point.bonus || point.penalty);
    let (Some(max_score), true) = (question.max_score, weighed) else {
        return;
    };
    let unscaled = Question {
        max_score: None,
        ..question.clone()
    };
    let Ok(sum) = Scheme::new(&unscaled).map(|scheme| scheme.max_score()) else {
        return;
    };
    // Decimal weights such as 0.1 do not add up to the last bit.
    if (sum - max_score).abs() > 1e-6 * max_score {
        let round = |number: f64| (number * 1e4).round() / 1e4;
        let message = format!(
            "its points come to {}, but max_score is {max_score}: each point is paid {} times its weight",
            round(sum),
            round(max_score / sum)
        );
        about.add(Rule::WeightsDoNotAddUp, Severity::Warning, None, message);
    }
}

/// A text in quotes, cut where it is long.
fn quoted(text: &str) -> String {
    /// Characters that are enough to find a text in a bank.
    const SHOWN: usize = 24;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}
