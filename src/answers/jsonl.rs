//! JSON Lines: one object a line.

use super::Reading;
use crate::batch::{Answer, Fault, RowError};
use serde::Deserialize;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};

pub(super) struct Lines<R> {
    source: BufReader<R>,
    question: Option<String>,
    max_bytes: usize,
    line: Vec<u8>,
    row: u64,
    ended: bool,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(reading: &Reading, source: BufReader<R>) -> Self {
        Self {
            source,
            question: reading.question.clone(),
            max_bytes: reading.max_row_bytes,
            line: Vec::new(),
            row: 0,
            ended: false,
        }
    }

    fn error(&self, id: Option<String>, reason: String) -> RowError {
        RowError {
            row: self.row,
            answer_id: id,
            reason,
            fault: Fault::Row,
        }
    }

    /// The next line into `self.line`; an over-long one is passed over without being held.
    fn read_line(&mut self) -> std::io::Result<Line> {
        self.line.clear();
        let mut length = 0;
        loop {
            let piece = match self.source.fill_buf() {
                Ok(piece) => piece,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = piece.iter().position(|&byte| byte == b'\n');
            let taken = end.unwrap_or(piece.len());
            length += taken;
            if length <= self.max_bytes {
                self.line.extend_from_slice(&piece[..taken]);
            }
            let last = piece.is_empty();
            let used = taken + usize::from(end.is_some());
            self.source.consume(used);
            if end.is_some() || last {
                self.row += 1;
                return Ok(match length {
                    0 if last => Line::End,
                    _ if length > self.max_bytes => Line::TooLong,
                    _ => Line::Whole,
                });
            }
        }
    }

    fn answer(&mut self) -> Result<Answer, RowError> {
        #[derive(Deserialize)]
        struct Row {
            id: Option<Value>,
            question_id: Option<Value>,
            answer: Option<Value>,
        }
        let text = std::str::from_utf8(&self.line).map_err(|error| {
            self.error(
                None,
                format!("is not UTF-8: bad byte at {}", error.valid_up_to() + 1),
            )
        })?;
        let text = text.trim_start_matches('\u{feff}').trim_ascii();
        if !text.starts_with('{') {
            let found: String = text.chars().take(20).collect();
            return Err(self.error(
                None,
                format!("starts with {found:?}, expected a JSON object"),
            ));
        }
        let row: Row = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            self.error(
                None,
                format!("is not JSON: {message} at column {}", error.column()),
            )
        })?;
        let id = name("id", row.id).map_err(|reason| self.error(None, reason))?;
        let question = match name("question_id", row.question_id) {
            Ok(Some(question)) => Ok(question),
            Ok(None) => self
                .question
                .clone()
                .ok_or_else(|| "has no \"question_id\"".to_owned()),
            Err(reason) => Err(reason),
        };
        let answer = match row.answer {
            Some(Value::String(answer)) => Ok(answer),
            Some(other) => Err(format!("\"answer\" is {}, expected a text", kind(&other))),
            None => Err("has no \"answer\"".to_owned()),
        };
        let id = id.ok_or_else(|| self.error(None, "has no \"id\"".to_owned()))?;
        match (question, answer) {
            (Ok(question_id), Ok(text)) => Ok(Answer {
                row: self.row,
                id,
                question_id,
                text,
            }),
            (Err(reason), _) | (_, Err(reason)) => Err(self.error(Some(id), reason)),
        }
    }
}

enum Line {
    Whole,
    TooLong,
    End,
}

/// An id: a text, or a whole number kept as text. A blank one counts as none.
fn name(field: &str, value: Option<Value>) -> Result<Option<String>, String> {
    match value {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) if !number.is_f64() => Ok(Some(number.to_string())),
        Some(other) => Err(format!(
            "\"{field}\" is {}, expected a text or a whole number",
            kind(&other)
        )),
    }
}

fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

impl<R: Read> Iterator for Lines<R> {
    type Item = Result<Answer, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.read_line() {
                Ok(Line::End) => self.ended = true,
                Ok(Line::TooLong) => {
                    let most = self.max_bytes;
                    return Some(Err(self.error(
                        None,
                        format!(
                            "is longer than {most} bytes, the most a row may have (a limit that can be raised)"
                        ),
                    )));
                }
                Ok(Line::Whole) if self.line.trim_ascii().is_empty() => {}
                Ok(Line::Whole) => return Some(self.answer()),
                Err(error) => {
                    self.ended = true;
                    self.row += 1;
                    return Some(Err(RowError {
                        fault: Fault::Source,
                        ..self.error(None, format!("could not be read: {error}"))
                    }));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Form;

    fn read(reading: Reading, bytes: &[u8]) -> Vec<Result<Answer, RowError>> {
        reading
            .form(Form::Jsonl)
            .read(std::io::Cursor::new(bytes.to_vec()))
            .expect("JSON Lines have no header to be wrong")
            .collect()
    }

    #[test]
    fn rows() {
        type Found = Result<(&'static str, &'static str, &'static str), &'static str>;
        let cases: &[(&str, &[u8], Found)] = &[
            (
                "texts",
                br#"{"id":"a","question_id":"q","answer":"x"}"#,
                Ok(("a", "q", "x")),
            ),
            (
                "numbers and more fields",
                br#"{"id":18446744073709551615,"question_id":-1,"answer":"","gold":[2]}"#,
                Ok(("18446744073709551615", "-1", "")),
            ),
            (
                "byte order mark and CRLF",
                b"\xEF\xBB\xBF{\"id\":1,\"question_id\":2,\"answer\":\"\\u0000\"}\r\n",
                Ok(("1", "2", "\0")),
            ),
            (
                "blank lines count",
                b"\n  \n{\"question_id\":2,\"answer\":\"\"}",
                Err("row 3: has no \"id\""),
            ),
            (
                "blank id",
                br#"{"id":" ","question_id":2,"answer":""}"#,
                Err("row 1: has no \"id\""),
            ),
            (
                "id of a wrong type",
                br#"{"id":1.5,"question_id":2,"answer":""}"#,
                Err("row 1: \"id\" is 1.5, expected a text or a whole number"),
            ),
            (
                "no question",
                br#"{"id":1,"answer":""}"#,
                Err("row 1 (answer \"1\"): has no \"question_id\""),
            ),
            (
                "answer of a wrong type",
                br#"{"id":1,"question_id":"q","answer":["x"]}"#,
                Err("row 1 (answer \"1\"): \"answer\" is a list, expected a text"),
            ),
            (
                "no answer",
                br#"{"id":1,"question_id":"q"}"#,
                Err("row 1 (answer \"1\"): has no \"answer\""),
            ),
            (
                "broken",
                br#"{"id":1,"question_id":"q","answer":"x"#,
                Err("row 1: is not JSON: EOF while parsing a string at column 37"),
            ),
            (
                "not an object",
                b"[1]",
                Err("row 1: starts with \"[1]\", expected a JSON object"),
            ),
            (
                "not UTF-8",
                b"{\"id\":\"\xFF\"}",
                Err("row 1: is not UTF-8: bad byte at 8"),
            ),
        ];
        for (name, bytes, expected) in cases {
            let rows = read(Reading::new(), bytes);
            assert_eq!(rows.len(), 1, "{name}");
            let found = rows[0]
                .as_ref()
                .map(|a| (a.id.as_str(), a.question_id.as_str(), a.text.as_str()))
                .map_err(ToString::to_string);
            assert_eq!(found, expected.map_err(str::to_owned), "{name}");
        }
    }

    #[test]
    fn the_stream_goes_on_after_a_bad_row_and_an_overlong_one() {
        let long = "长".repeat(100_000);
        let text = format!(
            "{{\"id\":1,\"question_id\":\"q\",\"answer\":\"{long}\"}}\nnonsense\n{{\"id\":3,\"question_id\":\"q\",\"answer\":\"x\"}}"
        );
        let rows = read(Reading::new().max_row_bytes(1000), text.as_bytes());
        let found: Vec<_> = rows
            .iter()
            .map(|row| row.as_ref().map(|a| a.row).map_err(ToString::to_string))
            .collect();
        assert_eq!(
            found,
            [
                Err("row 1: is longer than 1000 bytes, the most a row may have (a limit that can be raised)".to_owned()),
                Err("row 2: starts with \"nonsense\", expected a JSON object".to_owned()),
                Ok(3),
            ]
        );
        let rows = read(Reading::new(), text.as_bytes());
        assert_eq!(rows[0].as_ref().map(|a| a.text.len()), Ok(long.len()));
    }

    #[test]
    fn a_question_for_the_rows_that_name_none() {
        let rows = read(
            Reading::new().question("q9"),
            b"{\"id\":1,\"answer\":\"\"}\n{\"id\":2,\"question_id\":\"q1\",\"answer\":\"\"}",
        );
        let questions: Vec<_> = rows
            .into_iter()
            .map(|row| row.map(|answer| answer.question_id))
            .collect::<Result<_, _>>()
            .expect("both rows are whole");
        assert_eq!(questions, ["q9", "q1"]);
    }
}
