//! A row of the journal.

use crate::batch::{Answer, Fault, Graded, RowError};
use crate::fingerprint::Fingerprint;
use crate::report::Report;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::io::{self, Write};

/// What became of a row: a report, with the answer's text where the format shows it, or a reason.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    row: u64,
    check: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<&'a str>,
}

impl<'a> Line<'a> {
    pub(super) fn of(row: &'a Result<Graded, RowError>, check: u64, with_text: bool) -> Self {
        match row {
            Ok(graded) => Self {
                row: graded.answer.row,
                check,
                report: Some(&graded.report),
                text: with_text.then_some(graded.answer.text.as_str()),
                answer_id: None,
                failed: None,
            },
            Err(error) => Self {
                row: error.row,
                check,
                report: None,
                text: None,
                answer_id: error.answer_id.as_deref(),
                failed: Some(&error.reason),
            },
        }
    }

    pub(super) fn write(&self, sink: &mut Vec<u8>) -> io::Result<()> {
        serde_json::to_writer(&mut *sink, self)?;
        sink.write_all(b"\n")
    }
}

/// A row as it is read again. The report stays as it was written.
#[derive(Deserialize)]
pub(super) struct ReadLine<'a> {
    pub(super) row: u64,
    pub(super) check: u64,
    #[serde(borrow)]
    pub(super) report: Option<&'a RawValue>,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    answer_id: Option<String>,
    failed: Option<String>,
}

impl<'a> ReadLine<'a> {
    pub(super) fn parse(line: &'a [u8]) -> io::Result<Self> {
        let line: Self = serde_json::from_slice(line)?;
        if line.report.is_some() == line.failed.is_some() {
            return Err(io::Error::other("a row has either a report or a reason"));
        }
        Ok(line)
    }

    pub(super) fn failure(&self) -> Option<RowError> {
        Some(RowError {
            row: self.row,
            answer_id: self.answer_id.clone(),
            reason: self.failed.clone()?,
            fault: Fault::Row,
        })
    }

    /// The row as it was when it was written, its text only where that was kept.
    pub(super) fn result(&self) -> io::Result<Result<Graded, RowError>> {
        if let Some(error) = self.failure() {
            return Ok(Err(error));
        }
        let report = self.report.map_or("null", RawValue::get);
        let report: Report = serde_json::from_str(report)?;
        Ok(Ok(Graded {
            answer: Answer {
                row: self.row,
                id: report.answer_id.clone(),
                question_id: report.question_id.clone(),
                text: self.text.as_deref().unwrap_or_default().to_owned(),
            },
            report,
        }))
    }
}

/// A number that changes when the row as it was read does, so that a resumed run meets the same
/// answers.
pub(super) fn check(row: &Result<Answer, RowError>) -> u64 {
    let (row, parts) = match row {
        Ok(answer) => (
            answer.row,
            [&answer.id, &answer.question_id, &answer.text].map(String::as_str),
        ),
        Err(error) => (
            error.row,
            [error.answer_id.as_deref().unwrap_or(""), "", &error.reason],
        ),
    };
    let start = Fingerprint::new().with(&row.to_le_bytes());
    parts
        .iter()
        .fold(start, |print, part| print.with_text(part))
        .number()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_tells_rows_apart() {
        let answer = |row, id: &str, question: &str, text: &str| {
            check(&Ok(Answer {
                row,
                id: id.to_owned(),
                question_id: question.to_owned(),
                text: text.to_owned(),
            }))
        };
        let first = answer(1, "a", "q", "x");
        assert_eq!(first, answer(1, "a", "q", "x"));
        for (name, other) in [
            ("row", answer(2, "a", "q", "x")),
            ("id", answer(1, "b", "q", "x")),
            ("question", answer(1, "a", "p", "x")),
            ("text", answer(1, "a", "q", "y")),
            ("borders", answer(1, "aq", "", "x")),
        ] {
            assert_ne!(first, other, "{name}");
        }
    }
}
