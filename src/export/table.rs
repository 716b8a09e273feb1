//! CSV: a row an answer, a column a key point.

use crate::bank::Bank;
use crate::report::Report;
use std::borrow::Cow;
use std::io::{self, Write};

/// Columns before those of the points.
const COLUMNS: [&str; 7] = [
    "answer_id",
    "question_id",
    "score",
    "max_score",
    "coverage",
    "review",
    "flags",
];

pub(super) struct Table<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
    points: usize,
}

impl<'a> Table<'a> {
    /// Begins with the header: as many points as the question with the most has.
    pub(super) fn new(sink: &'a mut dyn Write, bank: &Bank) -> io::Result<Self> {
        let points = bank.questions().iter().map(|one| one.key_points.len());
        let points = points.max().unwrap_or(0);
        let mut writer = csv::Writer::from_writer(sink);
        let names = (1..=points).map(|number| format!("point_{number}"));
        let columns = COLUMNS.map(str::to_owned).into_iter().chain(names);
        writer.write_record(columns)?;
        Ok(Self { writer, points })
    }

    pub(super) fn row(&mut self, report: &Report) -> io::Result<()> {
        let flags: Vec<String> = report.flags.iter().map(name).collect();
        let fixed = [
            harmless(&report.answer_id).into_owned(),
            harmless(&report.question_id).into_owned(),
            number(report.score),
            number(report.max_score),
            number(report.coverage),
            report.review.to_string(),
            flags.join(" "),
        ];
        let points = (0..self.points).map(|at| {
            let point = report.key_points.get(at);
            point.map_or_else(String::new, |point| number(point.score))
        });
        self.writer.write_record(fixed.into_iter().chain(points))?;
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A number to at most four places: a table is read by people.
pub(super) fn number(value: f64) -> String {
    let rounded = (value * 1e4).round() / 1e4;
    // Adding 0 turns -0 into 0.
    (rounded + 0.0).to_string()
}

/// The name a status or a flag has in JSON.
fn name(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_harmless() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"), "{text:?}");
        }
        for text in ["", "a=1", "答案", " -1", "1-1"] {
            assert_eq!(harmless(text), text, "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        for (value, expected) in [(2.0, "2"), (0.123_456, "0.1235"), (-0.0, "0"), (7.5, "7.5")] {
            assert_eq!(number(value), expected);
        }
    }
}
