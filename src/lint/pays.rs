//! What each question pays for texts that claim nothing, or the opposite.

use super::{About, Rule, Severity};
use crate::bank::{Bank, Question};
use crate::grader::{Grader, GraderBuilder};
use crate::perturb::{self, Variant};
use serde::Serialize;

/// A pile or a copy may earn 0.1 on average; one question is a small sample, so it is named from here on.
const PAYS_FOR_NOTHING: f64 = 0.25;
/// A negated reference may earn 0.2 on average; some of its clauses stay true when they are denied.
const PAYS_FOR_OPPOSITE: f64 = 0.4;

/// Ways to write the keywords of all points without a statement; the best paid counts.
const PILES: [&str; 4] = [
    "keyword_list",
    "keyword_spaces",
    "keyword_clauses",
    "keyword_shuffled",
];

/// What one question pays for texts that should earn next to nothing, in coverage (0 to 1).
///
/// `None` where the text cannot be made: there is no reference answer, or all points are bare names, which may be listed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pays {
    /// The question's id.
    pub question_id: String,
    /// The keywords of all points, however piled up; over the points that are statements.
    pub keyword_pile: Option<f64>,
    /// The question itself.
    pub copied_question: Option<f64>,
    /// The reference answer with every claim denied.
    pub negated_reference: Option<f64>,
}

/// What each question of a bank pays for, in the bank's order; questions that no grader can be built from are left out.
///
/// ```
/// use yaodian::{Bank, Grader, KeyPoint, Question, lint};
///
/// let bank = Bank::new(vec![Question {
///     id: "1".into(),
///     question: "怎样做好客户服务？".into(),
///     key_points: vec![KeyPoint::new("及时处理客户投诉，提高客户满意度")],
///     ..Question::default()
/// }])?;
/// let pays = lint::susceptibility(&bank, &Grader::builder());
/// assert!(pays[0].copied_question.is_some_and(|coverage| coverage < 0.25));
/// assert_eq!(pays[0].negated_reference, None, "there is none to negate");
/// # Ok::<(), yaodian::Error>(())
/// ```
pub fn susceptibility(bank: &Bank, builder: &GraderBuilder) -> Vec<Pays> {
    let questions = bank.questions().iter();
    questions
        .filter_map(|question| Some(pays(question, &builder.build(question).ok()?)))
        .collect()
}

fn pays(question: &Question, grader: &Grader) -> Pays {
    let variants = perturb::gaming(question, None);
    let most = |kinds: &[&str]| {
        let texts = variants.iter().filter(|text| kinds.contains(&text.kind));
        texts.map(|text| earned(grader, text)).reduce(f64::max)
    };
    Pays {
        question_id: question.id.clone(),
        keyword_pile: most(&PILES),
        copied_question: most(&["question_copied"]),
        negated_reference: most(&["negated_reference"]),
    }
}

/// Mean coverage of the points that the text is about.
fn earned(grader: &Grader, text: &Variant) -> f64 {
    let report = grader.grade(&text.text);
    if text.points.is_empty() {
        return report.coverage;
    }
    let points = text.points.iter();
    let sum: f64 = points.map(|&index| report.key_points[index].coverage).sum();
    sum / text.points.len() as f64
}

pub(super) fn check(about: &mut About, grader: &Grader) {
    let pays = pays(about.question, grader);
    let texts = [
        (
            Rule::PaysForKeywords,
            pays.keyword_pile,
            PAYS_FOR_NOTHING,
            "a pile of its points' keywords, with nothing said,",
        ),
        (
            Rule::PaysForQuestion,
            pays.copied_question,
            PAYS_FOR_NOTHING,
            "the question copied as an answer",
        ),
        (
            Rule::PaysForNegation,
            pays.negated_reference,
            PAYS_FOR_OPPOSITE,
            "the reference answer with every claim denied",
        ),
    ];
    for (rule, earned, bound, text) in texts {
        if let Some(earned) = earned.filter(|&earned| earned > bound) {
            let message =
                format!("{text} earns {earned:.2} of its points, expected at most {bound}");
            about.add(rule, Severity::Warning, None, message);
        }
    }
}
