//! How the readable reports write scores and coefficients, and quote an answer.

use crate::batch::Graded;
use crate::report::PointReport;

/// A score as people write it: at most two places, none where they are 0.
pub(super) fn score(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    (rounded + 0.0).to_string()
}

/// A correlation or a coefficient, `—` where there is none.
pub(super) fn coefficient(value: Option<f64>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value:.2}"))
}

/// The pieces of an answer that show a point.
pub(super) fn evidence<'a>(graded: &'a Graded, point: &PointReport) -> Vec<&'a str> {
    let text = &graded.answer.text;
    point
        .evidence
        .iter()
        .filter_map(|span| text.get(span.start..span.end))
        .collect()
}
