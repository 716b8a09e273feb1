//! One self-contained HTML page: no script, no network, every text escaped.
//!
//! Hovering, tapping, switching the view and filtering are CSS, so that the page's policy can
//! forbid scripts altogether.

use super::View;
use super::card::{card, class, visible};
use super::charts::{histogram, percent, status_bar};
use super::rendering::Overview;
use super::words;
use crate::bank::{Bank, Question};
use crate::batch::{Graded, RowError};
use crate::items::QuestionItems;
use crate::report::Status;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::HashMap;
use std::io::{self, Write};

const STYLE: &str = include_str!("report.css");

/// SHA-256 of [`STYLE`] in Base64: the page's policy allows this style and no other.
const STYLE_HASH: &str = "QcIAc6HUJZdRjMoq7NOYJda4Qsb2TvKL3Z6zGWhjTxQ=";

/// Answers that the index lists; a page with more is searched, not clicked through.
const INDEX_MOST: u64 = 3_000;

pub(super) struct Page<'a> {
    sink: &'a mut dyn Write,
    bank: &'a Bank,
    positions: HashMap<&'a str, usize>,
    view: View,
    indexed: u64,
    shown: u64,
}

impl<'a> Page<'a> {
    pub(super) fn new(sink: &'a mut dyn Write, bank: &'a Bank, view: View) -> Self {
        let ids = bank.questions().iter().map(|one| one.id.as_str());
        Self {
            sink,
            bank,
            positions: ids.zip(0..).collect(),
            view,
            indexed: 0,
            shown: 0,
        }
    }

    /// Everything above the answers.
    pub(super) fn begin(&mut self, overview: &Overview) -> io::Result<()> {
        let teacher = self.view == View::Teacher;
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{STYLE_HASH}'; base-uri 'none'; form-action 'none'"
        );
        let questions = overview.items.questions();
        let review: u64 = questions.iter().map(|one| one.review).sum();
        let head = html! {
            (DOCTYPE)
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { "评分报告" }
                style { (PreEscaped(STYLE)) }
            }
        };
        // Without a closing tag: the rest of the page follows.
        write!(
            self.sink,
            "{}",
            head.into_string()
                .replacen("<head>", "<html lang=\"zh-CN\"><head>", 1)
        )?;
        let top = html! {
            header.top {
                h1 { "评分报告" }
                p.sums {
                    (sum("答卷", &overview.graded.to_string()))
                    @if questions.len() > 1 { (sum("题目", &questions.len().to_string())) }
                    @if let Some(share) = mean_share(&questions) { (sum("平均得分率", &percent(share))) }
                    (sum("待复核", &review.to_string()))
                    @if overview.failures > 0 { (sum("未能评分", &overview.failures.to_string())) }
                }
                div.controls role="group" aria-label="显示" {
                    @if teacher {
                        span.switch {
                            input type="radio" name="view" id="view-teacher" checked;
                            label for="view-teacher" { "教师版" }
                            input type="radio" name="view" id="view-student";
                            label for="view-student" { "学生版" }
                        }
                    }
                    @if review > 0 {
                        span.switch {
                            input type="checkbox" id="only-review";
                            label for="only-review" { "只看待复核" }
                        }
                    }
                    span.legend {
                        @for status in Status::ALL {
                            span.(class(status)) { i.glyph aria-hidden="true" {} (status.label()) }
                        }
                    }
                }
            }
        };
        let class = if teacher { "teacher" } else { "student" };
        write!(
            self.sink,
            "<body class=\"{class}\">{}<main>",
            top.into_string()
        )?;
        if overview.failures > 0 {
            self.put(&failures(overview))?;
        }
        for items in &questions {
            let question = self.positions.get(items.question_id.as_str());
            let question = question.map(|&at| (at, &self.bank.questions()[at]));
            if let Some((at, question)) = question {
                let section = self.question(at, question, items, questions.len() == 1);
                self.put(&section)?;
            }
        }
        let indexed = overview.graded <= INDEX_MOST && overview.graded > 1;
        self.indexed = if indexed { 0 } else { INDEX_MOST };
        write!(self.sink, "<h2 class=\"answers\">答卷</h2>")?;
        if indexed {
            write!(self.sink, "<nav class=\"index\" aria-label=\"答卷\">")?;
        }
        Ok(())
    }

    /// Lists a row in the index; called for every row before the first [`row`](Self::row).
    pub(super) fn index(&mut self, row: &Result<Graded, RowError>) -> io::Result<()> {
        let Ok(graded) = row else { return Ok(()) };
        if self.indexed >= INDEX_MOST {
            return Ok(());
        }
        self.indexed += 1;
        let report = &graded.report;
        let link = html! {
            a href={ "#a" (self.indexed) } .review[report.review] {
                span { (visible(&report.answer_id)) }
                @if self.bank.questions().len() > 1 { small { (visible(&report.question_id)) } }
                b { (words::score(report.score)) }
            }
        };
        self.put(&link)
    }

    /// Ends the index.
    pub(super) fn end_index(&mut self) -> io::Result<()> {
        if self.indexed > 0 && self.indexed < INDEX_MOST {
            write!(self.sink, "</nav>")?;
        }
        Ok(())
    }

    /// One answer.
    pub(super) fn row(&mut self, row: &Result<Graded, RowError>) -> io::Result<()> {
        let Ok(graded) = row else { return Ok(()) };
        self.shown += 1;
        let at = self.positions.get(graded.report.question_id.as_str());
        let question = at.map(|&at| (at, &self.bank.questions()[at]));
        let card = card(self.shown, graded, question, self.view);
        self.put(&card)
    }

    /// The end of the page.
    pub(super) fn end(&mut self) -> io::Result<()> {
        write!(self.sink, "</main></body></html>")?;
        writeln!(self.sink)
    }

    fn put(&mut self, markup: &Markup) -> io::Result<()> {
        self.sink.write_all(markup.0.as_bytes())
    }

    fn question(
        &self,
        at: usize,
        question: &Question,
        items: &QuestionItems,
        open: bool,
    ) -> Markup {
        let teacher = self.view == View::Teacher;
        html! {
            details.question id={ "q" (at) } open[open] {
                summary {
                    h2 { span.number { "题 " (visible(&question.id)) } " " (visible(&question.question)) }
                    p.mean { "平均 " b { (words::score(items.mean)) } " / " (words::score(items.max_score)) }
                }
                div.charts {
                    figure {
                        figcaption { "得分分布" }
                        (histogram(&items.distribution))
                    }
                    dl.figures {
                        div { dt { "答卷" } dd { (items.answers) } }
                        div { dt { "最低 – 最高" } dd { (words::score(items.lowest)) " – " (words::score(items.highest)) } }
                        div { dt { "标准差" } dd { (words::score(items.deviation)) } }
                        @if teacher {
                            div.key { dt { "信度 α" } dd { (words::coefficient(items.alpha)) } }
                        }
                        div { dt { "待复核" } dd { (items.review) } }
                    }
                }
                @if teacher {
                    table.items.key {
                        caption { "要点分析" }
                        thead { tr { th { "要点" } th { "答卷的状态" } th { "难度" } th { "区分度" } th { "未得分者常写" } } }
                        tbody {
                            @for point in &items.key_points {
                                tr {
                                    th scope="row" {
                                        span.number { (point.index + 1) }
                                        " " (visible(question.key_points.get(point.index).map_or("", |one| &one.text)))
                                        @if point.is_never_earned() { span.note { "无人得分" } }
                                        @if point.is_always_earned() { span.note { "人人得分" } }
                                    }
                                    td.bar { (status_bar(point)) }
                                    td data-name="难度" { (format!("{:.2}", point.facility)) }
                                    td data-name="区分度" { (words::coefficient(point.discrimination)) }
                                    td.words data-name="未得分者常写" {
                                        @for word in &point.uncovered_words {
                                            span { (visible(&word.word)) small { (word.answers) } }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @if !question.reference.is_empty() {
                        details.reference.key { summary { "参考答案" } p { (visible(&question.reference)) } }
                    }
                }
            }
        }
    }
}

fn sum(name: &str, value: &str) -> Markup {
    html! { span { b { (value) } " " (name) } }
}

fn failures(overview: &Overview) -> Markup {
    let rest = overview.failures - overview.failed.len() as u64;
    html! {
        details.failed {
            summary { "有 " b { (overview.failures) } " 行未能评分" }
            ul {
                @for error in &overview.failed {
                    li {
                        "第 " (error.row) " 行"
                        @if let Some(id) = &error.answer_id { "（" (visible(id)) "）" }
                        "：" (visible(&error.reason))
                    }
                }
                @if rest > 0 { li { "另有 " (rest) " 行" } }
            }
        }
    }
}

/// Mean share of the maximum over all answers.
fn mean_share(questions: &[QuestionItems]) -> Option<f64> {
    let earned: f64 = questions
        .iter()
        .map(|one| one.mean * one.answers as f64)
        .sum();
    let worth: f64 = questions
        .iter()
        .map(|one| one.max_score * one.answers as f64)
        .sum();
    (worth > 0.0).then(|| earned / worth)
}
