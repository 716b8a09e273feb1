//! CSV and TSV, row by row.

use super::decode::Decoded;
use super::layout::Layout;
use super::quotes::{Marks, shape};
use super::replay::Replay;
use super::{BUFFER, Reading, Rows};
use crate::batch::{Answer, Fault, RowError};
use crate::error::Error;
use memchr::memchr_iter;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{self, Read};

pub(super) fn read(
    reading: &Reading,
    source: impl Read + Send + 'static,
    delimiter: u8,
    place: &str,
) -> Result<(Rows, Option<String>), Error> {
    let mut rows = Table {
        reader: csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(BUFFER)
            .from_reader(Replay::new(Decoded::new(source), reading.max_row_bytes)),
        delimiter,
        record: csv::ByteRecord::new(),
        row: 0,
        layout: None,
        ready: VecDeque::new(),
        too_long: reading.too_long(),
    };
    let wrong = |message: String| Error::Parse {
        place: format!("{place}, line 1"),
        message,
    };
    let Some(header) = rows.cells() else {
        return Ok((Box::new(std::iter::empty()), None));
    };
    let header = header.map_err(|error| wrong(error.reason))?;
    let layout = Layout::of(&header, reading).map_err(wrong)?;
    let warning = layout
        .warning()
        .map(|message| format!("{place}, line 1: {message}"));
    rows.layout = Some(layout);
    Ok((Box::new(rows), warning))
}

struct Table<R> {
    reader: csv::Reader<Replay<R>>,
    delimiter: u8,
    record: csv::ByteRecord,
    row: u64,
    layout: Option<Layout>,
    ready: VecDeque<Result<Answer, RowError>>,
    too_long: String,
}

impl<R: Read> Table<R> {
    /// The next row's cells. Bytes that are not UTF-8 become U+FFFD, which the layout refuses
    /// where it matters.
    fn cells(&mut self) -> Option<Result<Vec<String>, RowError>> {
        let begin = self.reader.position().clone();
        self.reader.get_mut().begin(begin.byte());
        self.row += 1;
        let too_long = match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => false,
            Ok(false) => return None,
            Err(error) => match error.kind() {
                csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => true,
                _ => {
                    let reason = format!("could not be read: {error}");
                    return Some(Err(self.error(reason, Fault::Source)));
                }
            },
        };
        if let Some(lines) = self.unclosed(begin, too_long) {
            let reason = format!("opens a quotation mark that is not closed ({lines})");
            return Some(Err(self.error(reason, Fault::Row)));
        }
        if too_long {
            let reason = format!("{}: a quotation mark may be open", self.too_long);
            return Some(Err(self.error(reason, Fault::Source)));
        }
        let cells = self.record.iter().map(String::from_utf8_lossy);
        Some(Ok(cells.map(Cow::into_owned).collect()))
    }

    fn error(&self, reason: String, fault: Fault) -> RowError {
        RowError {
            row: self.row,
            answer_id: None,
            reason,
            fault,
        }
    }

    /// The lines of a row that swallowed others, which are read next.
    ///
    /// Such a row leaves a quotation mark open to the end. Or the mark was closed by one that
    /// opens a cell of a later row: then text follows, and the later row's line is one by itself.
    fn unclosed(&mut self, begin: csv::Position, too_long: bool) -> Option<String> {
        let end = self.reader.position().byte();
        let row = self.reader.get_ref().row(end);
        let blank = row.iter().take_while(|byte| b"\r\n".contains(byte));
        let (blank, row) = row.split_at(blank.count());
        let marks = shape(row, self.delimiter).marks;
        if marks == Marks::Closed {
            return None;
        }
        let is_row = |line: &[u8]| {
            let cells = shape(line, self.delimiter).cells;
            let layout = self.layout.as_ref();
            layout.is_some_and(|layout| layout.widths().contains(&cells))
        };
        let next = memchr_iter(b'\n', row)
            .map(|at| at + 1)
            .find(|&at| is_row(row[at..].split(|&byte| byte == b'\n').next().unwrap_or(&[])));
        if next.is_none() && (too_long || marks == Marks::Astray) {
            return None;
        }
        let breaks = |text: &[u8]| memchr_iter(b'\n', text).count() as u64;
        let first = begin.line() + breaks(blank);
        let mut last = first + breaks(row.trim_ascii_end());
        if let Some(next) = next {
            let line = first + breaks(&row[..next]);
            let mut position = begin.clone();
            position
                .set_byte(begin.byte() + (blank.len() + next) as u64)
                .set_line(line);
            match self.reader.seek(position) {
                Ok(()) => last = line - 1,
                Err(_) if too_long => return None,
                Err(_) => {}
            }
        }
        Some(match last - first {
            0 => format!("line {first}"),
            _ => format!("lines {first} to {last}"),
        })
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
            self.ready = match layout.surplus(self.row, &cells) {
                Some(error) => [Err(error)].into(),
                None => layout.answers(self.row, &cells).into(),
            };
        }
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
        let cases: [(&str, Form, &str, &[&str]); 19] = [
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
            (
                "too few columns for the id",
                Form::Csv,
                "question_id,answer,id\nq\n",
                &["row 2: has no id"],
            ),
            ("nothing", Form::Csv, "", &[]),
            (
                "too many cells",
                Form::Csv,
                "id,question_id,answer\n1,q,a,b,c\n2,q,b\n",
                &[
                    "row 2 (answer \"1\"): has 5 cells, expected 3: a text that holds the separator needs quotation marks",
                    "3:2/q/b",
                ],
            ),
            (
                "more cells in the header",
                Form::Csv,
                "id,question_id,answer,,\n1,q,a,b,c\n",
                &["2:1/q/a"],
            ),
            (
                "blank cells as a spreadsheet writes them",
                Form::Csv,
                "id,question_id,answer\n1,q,a,, \n,,,,\n",
                &["2:1/q/a"],
            ),
            (
                "a mark open to the end",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\n2,q,b\n3,q,c",
                &[
                    "row 2: opens a quotation mark that is not closed (line 2)",
                    "3:2/q/b",
                    "4:3/q/c",
                ],
            ),
            (
                "a mark closed by the next that opens",
                Form::Csv,
                "id,question_id,answer\r\n1,q,\"a\r\nb\r\n2,q,b\r\n3,q,\"c,\r\nd\"\r\n4,q,e\r\n",
                &[
                    "row 2: opens a quotation mark that is not closed (lines 2 to 3)",
                    "3:2/q/b",
                    "4:3/q/c,\r\nd",
                    "5:4/q/e",
                ],
            ),
            (
                "a mark closed by a cell that begins with one",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\n2,q,\"\"\"b\"\"\"\n3,q,c",
                &[
                    "row 2: opens a quotation mark that is not closed (line 2)",
                    "3:2/q/\"b\"",
                    "4:3/q/c",
                ],
            ),
            (
                "open marks one after the other",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\n2,q,\"b\n3,q,\"c\n4,q,d\n",
                &[
                    "row 2: opens a quotation mark that is not closed (line 2)",
                    "row 3: opens a quotation mark that is not closed (line 3)",
                    "row 4: opens a quotation mark that is not closed (line 4)",
                    "5:4/q/d",
                ],
            ),
            (
                "a mark open in a table with tabs",
                Form::Tsv,
                "id\tquestion_id\tanswer\n\n1\tq\t\"a, b\n2\tq\tb\n",
                &[
                    "row 2: opens a quotation mark that is not closed (line 3)",
                    "3:2/q/b",
                ],
            ),
            (
                "a file cut off",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\nb\nc",
                &["row 2: opens a quotation mark that is not closed (lines 2 to 4)"],
            ),
            (
                "last cells left out",
                Form::Csv,
                "id,question_id,answer,mark,\n1,q,\"a\n2,q,b\n3,q,c,,",
                &[
                    "row 2: opens a quotation mark that is not closed (line 2)",
                    "3:2/q/b",
                    "4:3/q/c",
                ],
            ),
            (
                "marks within a quoted cell",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\nsay \"b\"\"\n2,q,c\n",
                &["2:1/q/a\nsay b\"\"", "3:2/q/c"],
            ),
            (
                "marks that are text",
                Form::Csv,
                "id,question_id,answer\n1,q,5\" pipe\n2,q,\"a\" and \"b\n3,q,c\n",
                &["2:1/q/5\" pipe", "3:2/q/a and \"b", "4:3/q/c"],
            ),
            (
                "rows within a quoted cell",
                Form::Csv,
                "id,question_id,answer\n1,q,\"a\n2,q,b\"\n3,q,c\n",
                &["2:1/q/a\n2,q,b", "3:3/q/c"],
            ),
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
    fn a_row_that_swallows_more_than_a_row_may_have_gives_the_others_back() {
        let rows = "2,q,b\n".repeat(100_000);
        let found = found(
            Reading::new().max_row_bytes(1000),
            Form::Csv,
            &format!("id,question_id,answer\n1,q,\"a\n{rows}"),
        );
        assert_eq!(
            found[0],
            "row 2: opens a quotation mark that is not closed (line 2)"
        );
        assert_eq!(found.len(), 100_001);
        assert_eq!(found[100_000], "100002:2/q/b");
    }

    #[test]
    fn a_mark_open_in_every_line_costs_no_square_of_the_lines() {
        let rows = "1,q,\"a\",\"b\n".repeat(100_000);
        let found = found(
            Reading::new(),
            Form::Csv,
            &format!("id,question_id,answer,note\n{rows}"),
        );
        let (last, before) = found.split_last().expect("every row is an error");
        let line = before.len() + 2;
        assert!(before.len() < 100, "{}", before.len());
        assert_eq!(
            *last,
            format!(
                "row {line}: opens a quotation mark that is not closed (lines {line} to 100001)"
            )
        );
    }

    #[test]
    fn a_header_that_says_nothing_is_an_error_with_its_place() {
        for (text, expected) in [
            (
                "a,b\n1,2\n",
                "has no column for the answer's id: found a, b (columns can be named)",
            ),
            (
                "id,\"question_id,answer\n1,q,a\n",
                "opens a quotation mark that is not closed (lines 1 to 2)",
            ),
        ] {
            let error = Reading::new()
                .read(io::Cursor::new(text))
                .expect_err("a faulty header");
            assert_eq!(error.to_string(), format!("answers, line 1: {expected}"));
        }
    }
}
