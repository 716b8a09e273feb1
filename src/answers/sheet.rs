//! Excel workbooks.

use super::layout::Layout;
use super::{Reading, Rows};
use crate::batch::{Answer, Fault, RowError};
use crate::error::Error;
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

/// A title or two may stand above the header.
const HEADER_WITHIN: usize = 10;

/// Excel's own limit; a cell further right is a broken file.
const MAX_COLUMNS: u32 = 16_384;

/// The cells of a row that are not empty, by column.
struct Row {
    number: u64,
    cells: Vec<(u32, String)>,
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let width = self.cells.last().map_or(0, |(at, _)| at + 1);
        let mut cells = vec![String::new(); width as usize];
        for (at, text) in &self.cells {
            cells[*at as usize].clone_from(text);
        }
        cells
    }
}

pub(super) fn read(
    reading: &Reading,
    source: impl Read,
    place: &str,
) -> Result<(Rows, Option<String>), Error> {
    let wrong = |message: String| Error::Parse {
        place: place.to_owned(),
        message,
    };
    let most = reading.max_unpacked_bytes;
    let too_large = || {
        wrong(format!(
            "unpacks to more than {most} bytes, the most a workbook may have (a limit that can be raised)"
        ))
    };
    let mut packed = Vec::new();
    source
        .take(most.saturating_add(1))
        .read_to_end(&mut packed)
        .map_err(|source| Error::Read {
            path: place.to_owned(),
            source,
        })?;
    if packed.len() as u64 > most {
        return Err(too_large());
    }
    let no_workbook = |error: String| wrong(format!("is not an Excel workbook: {error}"));
    if unpacked(&packed, most).map_err(|error| no_workbook(error.to_string()))? > most {
        return Err(too_large());
    }
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(packed)).map_err(|error| no_workbook(error.to_string()))?;
    let mut refusal = "has no rows".to_owned();
    for name in book.sheet_names() {
        let rows = sheet(&mut book, &name, most)
            .map_err(|error| wrong(format!("sheet {name:?}: {error}")))?
            .ok_or_else(too_large)?;
        let mut refused = None;
        for (at, row) in rows.iter().enumerate().take(HEADER_WITHIN) {
            match Layout::of(&row.cells(), reading) {
                Ok(layout) => {
                    let warning = layout.warning().map(|message| {
                        format!("{place}, sheet {name:?}, row {}: {message}", row.number)
                    });
                    return Ok((stream(reading, layout, rows, at + 1), warning));
                }
                Err(message) => {
                    refused.get_or_insert(format!("sheet {name:?}, row {}: {message}", row.number));
                }
            }
        }
        if let Some(message) = refused {
            refusal = message;
            break;
        }
    }
    Err(wrong(refusal))
}

fn stream(reading: &Reading, layout: Layout, rows: Vec<Row>, first: usize) -> Rows {
    let most = reading.max_row_bytes;
    let too_long = reading.too_long();
    Box::new(rows.into_iter().skip(first).flat_map(move |row| {
        let length: usize = row.cells.iter().map(|(_, text)| text.len()).sum();
        if length > most {
            let error: Result<Answer, _> = Err(RowError {
                row: row.number,
                answer_id: None,
                reason: too_long.clone(),
                fault: Fault::Row,
            });
            return vec![error];
        }
        layout.answers(row.number, &row.cells())
    }))
}

/// What the archive unpacks to, counted by unpacking, since what it says of itself may be a lie;
/// stops soon after the limit.
fn unpacked(packed: &[u8], most: u64) -> zip::result::ZipResult<u64> {
    let mut archive = zip::ZipArchive::new(Cursor::new(packed))?;
    let mut total = 0;
    for index in 0..archive.len() {
        let part = archive.by_index(index)?;
        let left = most.saturating_sub(total).saturating_add(1);
        total += std::io::copy(&mut part.take(left), &mut std::io::sink())?;
        if total > most {
            break;
        }
    }
    Ok(total)
}

/// The rows of a sheet that hold anything; none when they hold too much, as when a million cells
/// share one long text.
fn sheet(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    name: &str,
    most: u64,
) -> Result<Option<Vec<Row>>, calamine::XlsxError> {
    let mut rows: Vec<Row> = Vec::new();
    let mut held = 0;
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        // A chart sheet has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(Some(rows)),
        Err(error) => return Err(error),
    };
    while let Some(cell) = cells.next_cell()? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() || column >= MAX_COLUMNS {
            continue;
        }
        held += (text.len() + size_of::<(u32, String)>()) as u64;
        if held > most {
            return Ok(None);
        }
        let number = u64::from(row) + 1;
        match rows.last_mut() {
            Some(last) if last.number == number => {
                if last.cells.last().is_none_or(|(at, _)| *at < column) {
                    last.cells.push((column, text));
                }
            }
            _ => rows.push(Row {
                number,
                cells: vec![(column, text)],
            }),
        }
    }
    Ok(Some(rows))
}

/// A cell as its reader sees it: a whole number, such as an id, has no decimal point.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(value) => value.to_string(),
        DataRef::DateTime(moment) => moment.to_string(),
        DataRef::Error(error) => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Form;
    use rust_xlsxwriter::Workbook;

    fn workbook(rows: &[&[&str]]) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, cells) in rows.iter().enumerate() {
            for (column, text) in cells.iter().enumerate() {
                let (row, column) = (row as u32, column as u16);
                match text.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number),
                    Err(_) => sheet.write_string(row, column, *text),
                }
                .expect("within the sheet");
            }
        }
        book.save_to_buffer().expect("memory can be written")
    }

    fn open(reading: Reading, book: Vec<u8>) -> Result<Vec<String>, String> {
        let answers = reading
            .form(Form::Xlsx)
            .read(Cursor::new(book))
            .map_err(|error| error.to_string())?;
        Ok(answers
            .map(|row| match row {
                Ok(one) => format!("{}:{}/{}/{}", one.row, one.id, one.question_id, one.text),
                Err(error) => error.to_string(),
            })
            .collect())
    }

    #[test]
    fn rows_below_a_title() {
        let book = workbook(&[
            &["期末考试作答表"],
            &["考号", "题号", "作答"],
            &["20240001", "q1", "吸收光能\n放出氧气"],
            &[],
            &["", "q1", "x"],
        ]);
        assert_eq!(
            open(Reading::new(), book),
            Ok(vec![
                "3:20240001/q1/吸收光能\n放出氧气".to_owned(),
                "row 5: has no id".to_owned()
            ])
        );
    }

    #[test]
    fn a_column_that_names_no_question_is_told() {
        let question = crate::bank::Question {
            id: "1".to_owned(),
            question: "问".to_owned(),
            ..Default::default()
        };
        let bank = crate::bank::Bank::new(vec![question]).expect("one id");
        let book = workbook(&[
            &["期末"],
            &["学号", "姓名", "1", "第2题"],
            &["1", "x", "y", "z"],
        ]);
        let answers = Reading::new()
            .bank(&bank)
            .read(Cursor::new(book))
            .expect("a header");
        assert_eq!(
            answers.warning(),
            Some(
                "answers, sheet \"Sheet1\", row 2: column \"第2题\" names no question and is not read, expected a question's id (\"1\") or text"
            )
        );
    }

    #[test]
    fn refusals() {
        let long = "长".repeat(10_000);
        let book = workbook(&[&["id", "question_id", "answer"], &["1", "q", &long]]);
        let cases = [
            (
                "not a zip",
                Reading::new(),
                b"id,answer".to_vec(),
                "answers: is not an Excel workbook: ",
            ),
            (
                "no header",
                Reading::new(),
                workbook(&[&["a", "b"], &["1", "2"]]),
                "answers: sheet \"Sheet1\", row 1: has no column for the answer's id: found a, b (columns can be named)",
            ),
            (
                "empty",
                Reading::new(),
                workbook(&[]),
                "answers: has no rows",
            ),
            (
                "unpacks to too much",
                Reading::new().max_unpacked_bytes(20_000),
                book.clone(),
                "answers: unpacks to more than 20000 bytes, the most a workbook may have (a limit that can be raised)",
            ),
        ];
        for (name, reading, bytes, expected) in cases {
            let error = open(reading, bytes).expect_err(name);
            assert!(error.starts_with(expected), "{name}: {error}");
        }
        assert_eq!(
            open(Reading::new().max_row_bytes(1000), book),
            Ok(vec!["row 2: is longer than 1000 bytes, the most a row may have (a limit that can be raised)".to_owned()])
        );
    }

    #[test]
    fn one_text_shared_by_many_cells_is_counted_for_each() {
        let long = "长".repeat(10_000);
        let row: Vec<&str> = vec![&long; 100];
        let book = workbook(&[&["id", "question_id", "answer"], &row, &row]);
        let error = open(Reading::new().max_unpacked_bytes(1_000_000), book);
        assert!(
            error.is_err_and(|error| error.contains("unpacks to more than 1000000 bytes")),
            "three megabytes of cells from thirty kilobytes"
        );
    }
}
