//! Markdown: a report to read as text or to print.

use super::View;
use super::rendering::Overview;
use super::words;
use crate::bank::Bank;
use crate::batch::{Graded, RowError};
use crate::report::{Language, Status};
use std::io::{self, Write};

pub(super) struct Text<'a> {
    sink: &'a mut dyn Write,
    bank: &'a Bank,
    view: View,
}

impl<'a> Text<'a> {
    pub(super) fn new(sink: &'a mut dyn Write, bank: &'a Bank, view: View) -> Self {
        Self { sink, bank, view }
    }

    pub(super) fn begin(&mut self, overview: &Overview) -> io::Result<()> {
        writeln!(self.sink, "# 评分报告\n")?;
        writeln!(
            self.sink,
            "已评 {} 份，未能评分 {} 行。",
            overview.graded, overview.failures
        )?;
        for error in &overview.failed {
            let id = error.answer_id.as_deref().unwrap_or("");
            writeln!(
                self.sink,
                "\n- 第 {} 行 {}：{}",
                error.row,
                plain(id),
                plain(&error.reason)
            )?;
        }
        let rest = overview.failures - overview.failed.len() as u64;
        if rest > 0 {
            writeln!(self.sink, "\n- 另有 {rest} 行")?;
        }
        if self.view == View::Student {
            return Ok(());
        }
        for question in overview.items.questions() {
            let known = self.bank.get(&question.question_id);
            writeln!(
                self.sink,
                "\n## 题 {}：{}\n",
                plain(&question.question_id),
                plain(known.map_or("", |one| &one.question))
            )?;
            writeln!(
                self.sink,
                "答卷 {} 份，平均 {} / {}，标准差 {}，最低 {}，最高 {}，信度 α {}，待复核 {} 份。\n",
                question.answers,
                words::score(question.mean),
                words::score(question.max_score),
                words::score(question.deviation),
                words::score(question.lowest),
                words::score(question.highest),
                words::coefficient(question.alpha),
                question.review,
            )?;
            writeln!(
                self.sink,
                "| 要点 | 内容 | {} | 难度 | 区分度 | 未得分答卷的常用词 |",
                Status::ALL.map(Status::label).join(" | ")
            )?;
            writeln!(self.sink, "|---:|---|---:|---:|---:|---:|---:|---:|---|")?;
            for point in &question.key_points {
                let content = known.and_then(|one| one.key_points.get(point.index));
                let used: Vec<&str> = point
                    .uncovered_words
                    .iter()
                    .map(|one| one.word.as_str())
                    .collect();
                writeln!(
                    self.sink,
                    "| {} | {} | {} | {} | {} | {} | {:.2} | {} | {} |",
                    point.index + 1,
                    plain(content.map_or("", |point| &point.text)),
                    point.covered,
                    point.partial,
                    point.missing,
                    point.contradicted,
                    point.facility,
                    words::coefficient(point.discrimination),
                    plain(&used.join("、")),
                )?;
            }
        }
        Ok(())
    }

    pub(super) fn row(&mut self, row: &Result<Graded, RowError>) -> io::Result<()> {
        let Ok(graded) = row else { return Ok(()) };
        let report = &graded.report;
        let question = self.bank.get(&report.question_id);
        writeln!(
            self.sink,
            "\n## {} · 题 {} · {} / {}\n",
            plain(&report.answer_id),
            plain(&report.question_id),
            words::score(report.score),
            words::score(report.max_score),
        )?;
        let mut remarks: Vec<&str> = report.flags.iter().map(|&flag| flag.label()).collect();
        if report.review {
            remarks.insert(0, "待复核");
        }
        if !remarks.is_empty() {
            writeln!(self.sink, "{}\n", remarks.join("、"))?;
        }
        writeln!(self.sink, "| 要点 | 内容 | 状态 | 得分 | 依据 |")?;
        writeln!(self.sink, "|---:|---|---|---:|---|")?;
        for point in &report.key_points {
            let content = question.and_then(|one| one.key_points.get(point.index));
            let (content, lack) = match self.view {
                View::Teacher => (
                    content.map_or("", |point| &point.text),
                    point.lack(Language::Chinese),
                ),
                View::Student => ("", None),
            };
            let lack = lack.map_or_else(String::new, |lack| format!("：{lack}"));
            writeln!(
                self.sink,
                "| {} | {} | {}{}{} | {} | {} |",
                point.index + 1,
                plain(content),
                point.status.label(),
                plain(&lack),
                if point.review { "（复核）" } else { "" },
                words::score(point.score),
                plain(&words::evidence(graded, point).join(" … ")),
            )?;
        }
        writeln!(self.sink)?;
        let lines = report.explain(Language::Chinese);
        // The lines of the points are the table's.
        for line in lines.iter().skip(report.key_points.len()) {
            writeln!(self.sink, "{}  ", plain(line))?;
        }
        writeln!(self.sink)?;
        for line in graded.answer.text.lines() {
            writeln!(self.sink, "> {}  ", plain(line))?;
        }
        Ok(())
    }
}

/// A text on one line in which nothing is Markdown or HTML.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '{' | '}' | '-' | '+' => {
                plain.extend(['\\', c]);
            }
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            c => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        for (text, expected) in [
            ("光能", "光能"),
            ("a|b\nc", "a\\|b c"),
            ("<script>&", "&lt;script&gt;&amp;"),
            ("![x](y)", "\\!\\[x\\](y)"),
            ("# *x*", "\\# \\*x\\*"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
