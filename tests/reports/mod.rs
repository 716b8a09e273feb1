//! The law of reports, for every test that grades what nobody foresaw.

use yaodian::report::{Language, TextStyle};
use yaodian::{Question, Report};

/// What must hold of any report on any answer.
pub fn check(answer: &str, question: &Question, report: &Report) {
    assert!(
        (0.0..=report.max_score).contains(&report.score),
        "{answer:?}: score {}",
        report.score
    );
    assert_eq!(
        report.key_points.len(),
        question.key_points.len(),
        "{answer:?}"
    );
    let (mean, deviation) = (report.expected_score, report.score_sd);
    assert!(
        mean.is_finite() && deviation.is_finite(),
        "{mean} ± {deviation}"
    );
    for point in &report.key_points {
        assert!(
            (0.0..=1.0).contains(&point.coverage),
            "{answer:?}: {point:?}"
        );
        for span in &point.evidence {
            let quoted = answer.get(span.start..span.end);
            assert!(
                quoted.is_some_and(|quoted| !quoted.is_empty()),
                "{answer:?}: {span:?}"
            );
        }
    }
    for language in [Language::Chinese, Language::English] {
        report.explain(language);
    }
    TextStyle::default().report(question, answer, report);
}
