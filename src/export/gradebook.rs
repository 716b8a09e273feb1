//! The XLSX gradebook: scores, key points with evidence, item analysis.

use super::cells::{AMBER, GREEN, GREY, RED, bar, begin, equals, number_format, scale, text};
use super::rendering::Overview;
use super::words;
use crate::bank::Bank;
use crate::batch::{Graded, RowError};
use crate::report::Status;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::collections::HashMap;
use std::io::{self, Write};

/// Excel's own limits: rows of a sheet below the header, columns.
const MAX_ROWS: usize = 1_048_575;
const MAX_QUESTIONS: usize = 16_000;

pub(super) struct Gradebook<'a> {
    bank: &'a Bank,
    /// A candidate's answers to different questions share a row.
    candidates: Vec<Candidate>,
    by_id: HashMap<String, usize>,
    points: Vec<PointRow>,
}

struct Candidate {
    id: String,
    answers: Vec<Scored>,
}

struct Scored {
    question: usize,
    score: f64,
    max_score: f64,
    review: bool,
    flags: Vec<&'static str>,
}

struct PointRow {
    candidate: usize,
    question: usize,
    index: usize,
    status: Status,
    score: f64,
    coverage: f64,
    review: bool,
    evidence: String,
    missing: String,
}

impl<'a> Gradebook<'a> {
    pub(super) fn new(bank: &'a Bank) -> Self {
        Self {
            bank,
            candidates: Vec::new(),
            by_id: HashMap::new(),
            points: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, row: &Result<Graded, RowError>) -> io::Result<()> {
        let Ok(graded) = row else { return Ok(()) };
        let report = &graded.report;
        let questions = self.bank.questions();
        let Some(question) = questions
            .iter()
            .position(|one| one.id == report.question_id)
        else {
            return Ok(());
        };
        let candidate = self.candidate(&report.answer_id, question);
        if candidate >= MAX_ROWS {
            return Err(io::Error::other(format!(
                "a sheet holds {MAX_ROWS} candidates at most: expected CSV or JSON Lines for more"
            )));
        }
        self.candidates[candidate].answers.push(Scored {
            question,
            score: report.score,
            max_score: report.max_score,
            review: report.review,
            flags: report.flags.iter().map(|&flag| flag.label()).collect(),
        });
        self.points
            .extend(report.key_points.iter().map(|point| PointRow {
                candidate,
                question,
                index: point.index,
                status: point.status,
                score: point.score,
                coverage: point.coverage,
                review: point.review,
                evidence: words::evidence(graded, point).join(" … "),
                missing: point.missing.join("、"),
            }));
        Ok(())
    }

    /// The candidate's row; a new one when it has an answer to this question already.
    fn candidate(&mut self, id: &str, question: usize) -> usize {
        if let Some(&at) = self.by_id.get(id) {
            let answers = &self.candidates[at].answers;
            if answers.iter().all(|answer| answer.question != question) {
                return at;
            }
        }
        self.candidates.push(Candidate {
            id: id.to_owned(),
            answers: Vec::new(),
        });
        let at = self.candidates.len() - 1;
        self.by_id.insert(id.to_owned(), at);
        at
    }

    pub(super) fn finish(self, overview: &Overview, sink: &mut dyn Write) -> io::Result<()> {
        let mut book = Workbook::new();
        // The time of writing would make two runs differ.
        let fixed = ExcelDateTime::from_ymd(2000, 1, 1).map_err(io::Error::other)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
        let bytes = self
            .write(&mut book, overview)
            .and_then(|()| book.save_to_buffer())
            .map_err(io::Error::other)?;
        sink.write_all(&bytes)
    }

    fn write(&self, book: &mut Workbook, overview: &Overview) -> Result<(), XlsxError> {
        self.scores(book.add_worksheet().set_name("成绩")?)?;
        for (number, rows) in self.points.chunks(MAX_ROWS).enumerate() {
            let name = match number {
                0 => "要点".to_owned(),
                _ => format!("要点 {}", number + 1),
            };
            self.point_rows(book.add_worksheet().set_name(name)?, rows)?;
        }
        self.items(book.add_worksheet().set_name("题目分析")?, overview)?;
        if overview.failures > 0 {
            failures(book.add_worksheet().set_name("未评阅")?, overview)?;
        }
        Ok(())
    }

    fn scores(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut asked: Vec<usize> = self
            .candidates
            .iter()
            .flat_map(|one| one.answers.iter().map(|answer| answer.question))
            .collect();
        asked.sort_unstable();
        asked.dedup();
        asked.truncate(MAX_QUESTIONS);
        let columns: HashMap<usize, u16> = asked.iter().copied().zip(1..).collect();
        let mut header = vec![("编号".to_owned(), 16)];
        for &question in &asked {
            header.push((self.bank.questions()[question].id.clone(), 10));
        }
        let last = asked.len() as u16;
        for (name, width) in [
            ("总分", 9),
            ("满分", 9),
            ("得分率", 9),
            ("复核", 8),
            ("标记", 24),
        ] {
            header.push((name.to_owned(), width));
        }
        begin(sheet, &header, 1)?;
        let (number, share) = (number_format(), Format::new().set_num_format("0%"));
        for (row, candidate) in (1..).zip(&self.candidates) {
            text(sheet, row, 0, &candidate.id)?;
            let (mut score, mut max_score, mut review) = (0.0, 0.0, false);
            let mut flags: Vec<&str> = Vec::new();
            for answer in &candidate.answers {
                if let Some(&column) = columns.get(&answer.question) {
                    sheet.write_number_with_format(row, column, answer.score, &number)?;
                }
                score += answer.score;
                max_score += answer.max_score;
                review |= answer.review;
                flags.extend(&answer.flags);
            }
            flags.dedup();
            sheet.write_number_with_format(row, last + 1, score, &number)?;
            sheet.write_number_with_format(row, last + 2, max_score, &number)?;
            if max_score > 0.0 {
                sheet.write_number_with_format(row, last + 3, score / max_score, &share)?;
            }
            if review {
                text(sheet, row, last + 4, "复核")?;
            }
            text(sheet, row, last + 5, &flags.join("、"))?;
        }
        let end = self.candidates.len().max(1) as u32;
        for (&question, column) in asked.iter().zip(1..) {
            let worth = self.candidates.iter().flat_map(|one| &one.answers);
            let worth = worth
                .filter(|answer| answer.question == question)
                .map(|answer| answer.max_score)
                .fold(0.0, f64::max);
            sheet.add_conditional_format(1, column, end, column, &scale(worth))?;
        }
        let share = last + 3;
        sheet.add_conditional_format(1, share, end, share, &scale(1.0))?;
        let review = last + 4;
        sheet.add_conditional_format(1, review, end, review, &equals("复核", AMBER))?;
        sheet.autofilter(0, 0, end, last + 5)?;
        Ok(())
    }

    fn point_rows(&self, sheet: &mut Worksheet, rows: &[PointRow]) -> Result<(), XlsxError> {
        let header = [
            ("编号", 16),
            ("题号", 10),
            ("要点", 7),
            ("要点内容", 36),
            ("状态", 8),
            ("得分", 8),
            ("覆盖度", 9),
            ("依据", 60),
            ("缺少", 24),
            ("复核", 8),
        ];
        begin(
            sheet,
            &header.map(|(name, width)| (name.to_owned(), width)),
            1,
        )?;
        let (number, share) = (number_format(), Format::new().set_num_format("0%"));
        for (row, point) in (1..).zip(rows) {
            let question = &self.bank.questions()[point.question];
            let content = question.key_points.get(point.index);
            text(sheet, row, 0, &self.candidates[point.candidate].id)?;
            text(sheet, row, 1, &question.id)?;
            sheet.write_number(row, 2, point.index as f64 + 1.0)?;
            text(sheet, row, 3, content.map_or("", |point| &point.text))?;
            text(sheet, row, 4, point.status.label())?;
            sheet.write_number_with_format(row, 5, point.score, &number)?;
            sheet.write_number_with_format(row, 6, point.coverage, &share)?;
            text(sheet, row, 7, &point.evidence)?;
            text(sheet, row, 8, &point.missing)?;
            if point.review {
                text(sheet, row, 9, "复核")?;
            }
        }
        let end = rows.len().max(1) as u32;
        for status in Status::ALL {
            let colour = match status {
                Status::Covered => GREEN,
                Status::Partial => AMBER,
                Status::Missing => GREY,
                Status::Contradicted => RED,
            };
            sheet.add_conditional_format(1, 4, end, 4, &equals(status.label(), colour))?;
        }
        sheet.add_conditional_format(1, 6, end, 6, &bar(1.0))?;
        sheet.add_conditional_format(1, 9, end, 9, &equals("复核", AMBER))?;
        sheet.autofilter(0, 0, end, header.len() as u16 - 1)?;
        Ok(())
    }

    fn items(&self, sheet: &mut Worksheet, overview: &Overview) -> Result<(), XlsxError> {
        let header = [
            ("题号", 10),
            ("要点", 7),
            ("要点内容", 36),
            ("答卷", 8),
            (Status::Covered.label(), 8),
            (Status::Partial.label(), 10),
            (Status::Missing.label(), 8),
            (Status::Contradicted.label(), 8),
            ("难度", 8),
            ("区分度", 8),
            ("提示", 14),
            ("平均分", 8),
            ("标准差", 8),
            ("最低", 8),
            ("最高", 8),
            ("信度α", 8),
            ("未得分答卷的常用词", 40),
        ];
        begin(
            sheet,
            &header.map(|(name, width)| (name.to_owned(), width)),
            2,
        )?;
        let number = number_format();
        let mut row = 1;
        for question in overview.items.questions() {
            let known = self.bank.get(&question.question_id);
            for point in &question.key_points {
                let content = known.and_then(|one| one.key_points.get(point.index));
                text(sheet, row, 0, &question.question_id)?;
                sheet.write_number(row, 1, point.index as f64 + 1.0)?;
                text(sheet, row, 2, content.map_or("", |point| &point.text))?;
                let counts = [
                    question.answers,
                    point.covered,
                    point.partial,
                    point.missing,
                    point.contradicted,
                ];
                for (column, count) in (3..).zip(counts) {
                    sheet.write_number(row, column, count as f64)?;
                }
                sheet.write_number_with_format(row, 8, point.facility, &number)?;
                if let Some(value) = point.discrimination {
                    sheet.write_number_with_format(row, 9, value, &number)?;
                }
                let remark = match point {
                    one if one.is_never_earned() => "无人得分",
                    one if one.is_always_earned() => "人人得分",
                    _ => "",
                };
                text(sheet, row, 10, remark)?;
                let figures = [
                    question.mean,
                    question.deviation,
                    question.lowest,
                    question.highest,
                ];
                for (column, figure) in (11..).zip(figures) {
                    sheet.write_number_with_format(row, column, figure, &number)?;
                }
                if let Some(value) = question.alpha {
                    sheet.write_number_with_format(row, 15, value, &number)?;
                }
                let used: Vec<String> = point
                    .uncovered_words
                    .iter()
                    .map(|one| format!("{}×{}", one.word, one.answers))
                    .collect();
                text(sheet, row, 16, &used.join("、"))?;
                row += 1;
            }
        }
        let end = row.max(2) - 1;
        sheet.add_conditional_format(1, 8, end, 8, &scale(1.0))?;
        sheet.add_conditional_format(1, 9, end, 9, &scale(1.0))?;
        sheet.autofilter(0, 0, end, header.len() as u16 - 1)?;
        Ok(())
    }
}

fn failures(sheet: &mut Worksheet, overview: &Overview) -> Result<(), XlsxError> {
    let header = [("行", 8), ("编号", 16), ("原因", 80)];
    begin(
        sheet,
        &header.map(|(name, width)| (name.to_owned(), width)),
        1,
    )?;
    for (row, error) in (1..).zip(&overview.failed) {
        sheet.write_number(row, 0, error.row as f64)?;
        text(sheet, row, 1, error.answer_id.as_deref().unwrap_or(""))?;
        text(sheet, row, 2, &error.reason)?;
    }
    let rest = overview.failures - overview.failed.len() as u64;
    if rest > 0 {
        let row = overview.failed.len() as u32 + 1;
        text(sheet, row, 2, &format!("另有 {rest} 行"))?;
    }
    Ok(())
}
