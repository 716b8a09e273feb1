//! CSV and TSV, row by row.

use super::decode::Decoded;
use super::layout::Layout;
use super::{BUFFER, Reading, Rows};
use crate::batch::{Answer, Fault, RowError};
use crate::error::Error;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(super) fn read(
    reading: &Reading,
    source: impl Read + Send + 'static,
    delimiter: u8,
    place: &str,
) -> Result<Rows, Error> {
    let left = Arc::new(AtomicUsize::new(0));
    let mut rows = Table {
        reader: csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(Bounded {
                source: Decoded::new(source),
                left: Arc::clone(&left),
            }),
        left,
        // A row may begin in the middle of what was read ahead.
        most: reading.max_row_bytes.saturating_add(2 * BUFFER),
        record: csv::ByteRecord::new(),
        row: 0,
        layout: None,
        ready: VecDeque::new(),
        too_long: reading.too_long(),
        ended: false,
    };
    let wrong = |message: String| Error::Parse {
        place: format!("{place}, line 1"),
        message,
    };
    let Some(header) = rows.cells() else {
        return Ok(Box::new(std::iter::empty()));
    };
    let header = header.map_err(|error| wrong(error.reason))?;
    rows.layout = Some(Layout::of(&header, reading).map_err(wrong)?);
    Ok(Box::new(rows))
}

struct Table<R> {
    reader: csv::Reader<Bounded<R>>,
    left: Arc<AtomicUsize>,
    most: usize,
    record: csv::ByteRecord,
    row: u64,
    layout: Option<Layout>,
    ready: VecDeque<Result<Answer, RowError>>,
    too_long: String,
    ended: bool,
}

impl<R: Read> Table<R> {
    /// The next row's cells. Bytes that are not UTF-8 become U+FFFD, which the layout refuses
    /// where it matters.
    fn cells(&mut self) -> Option<Result<Vec<String>, RowError>> {
        if self.ended {
            return None;
        }
        self.left.store(self.most, Ordering::Relaxed);
        self.row += 1;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => Some(Ok(self
                .record
                .iter()
                .map(|cell| String::from_utf8_lossy(cell).into_owned())
                .collect())),
            Ok(false) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                let reason = match error.kind() {
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                        format!("{}: a quotation mark may be open", self.too_long)
                    }
                    _ => format!("could not be read: {error}"),
                };
                Some(Err(RowError {
                    row: self.row,
                    answer_id: None,
                    reason,
                    fault: Fault::Source,
                }))
            }
        }
    }
}

impl<R: Read> Iterator for Table<R> {
    type Item = Result<Answer, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(row);
            }
            let cells = match self.cells()? {
                Ok(cells) => cells,
                Err(error) => return Some(Err(error)),
            };
            let layout = self.layout.as_ref()?;
            self.ready = layout.answers(self.row, &cells).into();
        }
    }
}

/// A source that fails when one row takes too much of it: an open quotation mark would swallow
/// the rest of the file, however large.
struct Bounded<R> {
    source: R,
    left: Arc<AtomicUsize>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let most = buffer.len().min(left);
        let read = self.source.read(&mut buffer[..most])?;
        self.left.store(left - read, Ordering::Relaxed);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Form;

    fn found(reading: Reading, form: Form, text: &str) -> Vec<String> {
        reading
            .form(form)
            .read(io::Cursor::new(text.as_bytes().to_vec()))
            .expect("a header")
            .map(|row| match row {
                Ok(one) => format!("{}:{}/{}/{}", one.row, one.id, one.question_id, one.text),
                Err(error) => error.to_string(),
            })
            .collect()
    }

    #[test]
    fn rows() {
        let cases: [(&str, Form, &str, &[&str]); 5] = [
            ("no rows", Form::Csv, "考号,题号,作答\n", &[]),
            (
                "quoted line breaks and marks",
                Form::Csv,
                "\u{feff}考号,题号,作答\r\n1,q1,\"一,\r\n\"\"二\"\"\"\r\n,q1,x\r\n3,q1,三",
                &["2:1/q1/一,\r\n\"二\"", "row 3: has no id", "4:3/q1/三"],
            ),
            (
                "tabs",
                Form::Tsv,
                "id\tquestion_id\tanswer\n1\tq1\ta,b\n",
                &["2:1/q1/a,b"],
            ),
            (
                "too few columns",
                Form::Csv,
                "id,question_id,answer\n1\n",
                &["row 2 (answer \"1\"): names no question"],
            ),
            ("nothing", Form::Csv, "", &[]),
        ];
        for (name, form, text, expected) in cases {
            assert_eq!(found(Reading::new(), form, text), expected, "{name}");
        }
    }

    #[test]
    fn an_open_quotation_mark_is_refused_in_bounded_memory() {
        let text = format!(
            "id,question_id,answer\n1,q,a\n2,q,\"{}",
            "长".repeat(200_000)
        );
        assert_eq!(
            found(Reading::new().max_row_bytes(1000), Form::Csv, &text),
            [
                "2:1/q/a",
                "row 3: is longer than 1000 bytes, the most a row may have (a limit that can be raised): a quotation mark may be open",
            ]
        );
        assert_eq!(found(Reading::new(), Form::Csv, &text).len(), 2);
    }

    #[test]
    fn a_header_that_says_nothing_is_an_error_with_its_place() {
        let error = Reading::new()
            .read(io::Cursor::new("a,b\n1,2\n"))
            .expect_err("no id column");
        assert_eq!(
            error.to_string(),
            "answers, line 1: has no column for the answer's id: found a, b (columns can be named)"
        );
    }
}
