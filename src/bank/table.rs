//! Tables of documents as lines: banks, key points with their marks, or any.

use super::document::{Column, column};

/// Rows of cells of paragraphs.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<Vec<String>>>,
}

/// The lines of a Markdown text with the line of the file each comes from, its tables read as such.
pub(super) fn without_tables(text: &str) -> Vec<(usize, String)> {
    let raw: Vec<&str> = text.split('\n').collect();
    let row = |at: usize| {
        raw.get(at)
            .map(|line| line.trim())
            .filter(|line| line.starts_with('|'))
    };
    let rule = |at: usize| {
        row(at).is_some_and(|line| line.contains('-') && line.chars().all(|c| "|-: \t".contains(c)))
    };
    let mut lines = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        if row(at).is_none() || rule(at) || !rule(at + 1) {
            lines.push((at + 1, raw[at].to_owned()));
            at += 1;
            continue;
        }
        let body = (at + 2..).map_while(row);
        let table = Table {
            rows: row(at).into_iter().chain(body).map(cells).collect(),
        };
        // The rule stands between the first row and the others.
        let place = |row: usize| at + 1 + row + usize::from(row > 0);
        lines.extend(
            table
                .lines()
                .into_iter()
                .map(|(row, line)| (place(row), line)),
        );
        at += table.rows.len() + 1;
    }
    lines
}

/// The cells of a row of a Markdown table.
fn cells(row: &str) -> Vec<Vec<String>> {
    let row = row.trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    row.split('|')
        .map(|cell| {
            cell.split("<br>")
                .map(|line| line.trim().to_owned())
                .collect()
        })
        .collect()
}

impl Table {
    /// The table as lines of a document, each with the row it comes from: the questions of a table that is a bank, a
    /// labelled list of one that gives key points their marks, else a line a row.
    pub(super) fn lines(&self) -> Vec<(usize, String)> {
        let undress = |line: &String| {
            line.trim_start_matches('#')
                .trim()
                .trim_matches('*')
                .trim()
                .to_owned()
        };
        let words = |cell: &Vec<String>| cell.iter().map(undress).collect::<Vec<_>>().join(" ");
        let columns: Vec<Column> = self.rows.first().map_or_else(Vec::new, |row| {
            row.iter().map(|cell| column(&words(cell))).collect()
        });
        let has = |wanted: Column| columns.contains(&wanted);
        if has(Column::Question) && has(Column::Answer) {
            return self.each(|at, row| match at {
                0 => Vec::new(),
                _ => bank_row(row, &columns, &self.rows[0], words),
            });
        }
        let answers = columns.iter().filter(|&&column| column == Column::Answer);
        if answers.count() == 1 && has(Column::Marks) {
            return self.each(|at, row| match at {
                0 => columns
                    .iter()
                    .zip(row)
                    .filter(|(column, _)| **column == Column::Answer)
                    .map(|(_, head)| format!("{}：", words(head).trim_end_matches(['：', ':'])))
                    .collect(),
                _ => point_row(at, row, &columns, words).into_iter().collect(),
            });
        }
        self.each(|_, row| match row {
            // A frame around text.
            [cell] => cell.clone(),
            // 参考答案 and beside it the answer in paragraphs.
            [head, body] if body.len() > 1 => {
                let mut lines = body.clone();
                lines[0] = format!("{}\t{}", words(head), lines[0]);
                lines
            }
            cells => vec![cells.iter().map(words).collect::<Vec<_>>().join("\t")],
        })
    }

    fn each(&self, lines: impl Fn(usize, &[Vec<String>]) -> Vec<String>) -> Vec<(usize, String)> {
        let rows = self.rows.iter().enumerate();
        rows.flat_map(|(at, row)| lines(at, row).into_iter().map(move |line| (at, line)))
            .collect()
    }
}

/// A row of a table of key points with their marks (得分点, 分值) as an item of a list; none for their sum.
fn point_row(
    at: usize,
    row: &[Vec<String>],
    columns: &[Column],
    words: impl Fn(&Vec<String>) -> String,
) -> Option<String> {
    let cells = |wanted: &[Column]| {
        let cells = row.iter().zip(columns);
        let wanted = cells.filter(|(_, column)| wanted.contains(column));
        let texts = wanted.map(|(cell, _)| words(cell));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let text = cells(&[Column::Answer, Column::Other]).join("：");
    if text.is_empty() || matches!(text.as_str(), "合计" | "总计" | "总分" | "小计") {
        return None;
    }
    let worth = cells(&[Column::Marks]).concat();
    Some(format!("{at}. {text}{}", in_brackets(&worth)))
}

/// What a cell of marks says, as it stands behind a text; nothing where it is no number.
fn in_brackets(cell: &str) -> String {
    let marks = cell.trim_end_matches('分').trim();
    if !marks.is_empty() && marks.chars().all(|c| c.is_ascii_digit() || c == '.') {
        format!("（{marks}分）")
    } else {
        String::new()
    }
}

/// A row of a table that is a bank (题号, 题目, 参考答案, …) as the lines of a question.
fn bank_row(
    row: &[Vec<String>],
    columns: &[Column],
    heads: &[Vec<String>],
    words: impl Fn(&Vec<String>) -> String,
) -> Vec<String> {
    let cell = |wanted: Column| {
        columns
            .iter()
            .position(|column| *column == wanted)
            .and_then(|at| row.get(at))
    };
    let question = cell(Column::Question).map(&words).unwrap_or_default();
    if question.trim().is_empty() {
        return Vec::new();
    }
    let number = cell(Column::Number).map(&words).unwrap_or_default();
    let marks = cell(Column::Marks).map(&words).unwrap_or_default();
    let mut heading = match number.trim().trim_end_matches(['.', '、']) {
        number if !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()) => {
            format!("{number}. {question}")
        }
        _ => format!("题目：{question}"),
    };
    heading += &in_brackets(&marks);
    let mut lines = vec![String::new(), heading];
    for (at, _) in columns
        .iter()
        .enumerate()
        .filter(|(_, column)| **column == Column::Answer)
    {
        if let Some(body) = row.get(at) {
            lines.push(format!(
                "{}：",
                words(&heads[at]).trim_end_matches(['：', ':'])
            ));
            lines.extend(body.iter().cloned());
        }
    }
    lines
}
