//! One answer of the HTML page: its text with the evidence, its points, its score.

use super::View;
use super::charts::share_bar;
use super::words;
use crate::bank::Question;
use crate::batch::Graded;
use crate::report::{Language, PointReport, Report, Status};
use maud::{Markup, html};

/// Points that light up together with their evidence; the style has a rule for each.
const LINKED_POINTS: usize = 16;

/// The `number`-th answer, to the question at that place of the bank.
pub(super) fn card(
    number: u64,
    graded: &Graded,
    question: Option<(usize, &Question)>,
    view: View,
) -> Markup {
    let report = &graded.report;
    let share = report.score / report.max_score.max(f64::MIN_POSITIVE);
    html! {
        article.card.review[report.review] id={ "a" (number) } {
            header {
                h3 { (visible(&report.answer_id)) }
                p.asked {
                    @if let Some((at, question)) = question {
                        a href={ "#q" (at) } { "题 " (visible(&report.question_id)) }
                        " " (visible(&question.question))
                    }
                }
                p.score {
                    b { (words::score(report.score)) }
                    " / " (words::score(report.max_score))
                    (share_bar(share, "score"))
                }
            }
            @if report.review || !report.flags.is_empty() {
                p.flags {
                    @if report.review { span.flag { "待复核" } }
                    @for &flag in &report.flags { span.flag { (flag.label()) } }
                }
            }
            div.body {
                div.answer {
                    @if graded.answer.text.trim().is_empty() { em.blank { "（空白）" } }
                    @else { (marked(graded)) }
                }
                div.points {
                    ol {
                        @for point in &report.key_points { (row(point, question.map(|(_, question)| question), view)) }
                    }
                    (arithmetic(report, view))
                }
            }
        }
    }
}

fn row(point: &PointReport, question: Option<&Question>, view: View) -> Markup {
    let text = question
        .filter(|_| view == View::Teacher)
        .and_then(|one| one.key_points.get(point.index))
        .map(|one| one.text.as_str());
    html! {
        li class={ "row" (linked(point)) " " (colour(point)) } tabindex="0" {
            span.number { (point.index + 1) }
            span.what {
                @if let Some(text) = text { span.key { (visible(text)) } span.no-key { "要点 " (point.index + 1) } }
                @else { "要点 " (point.index + 1) }
            }
            span.earned { (words::score(point.score)) }
            span.status {
                i.glyph aria-hidden="true" {}
                (label(point))
                @if let Some(lack) = point.lack(Language::Chinese).filter(|_| text.is_some()) {
                    span.key { "：" (visible(&lack)) }
                }
                @if point.review { span.flag { "复核" } }
            }
            (share_bar(point.coverage, "coverage"))
        }
    }
}

/// How the points add up to the score: the total, and behind it a line a point.
fn arithmetic(report: &Report, view: View) -> Markup {
    let lines = report.explain(Language::Chinese);
    // A line a point come first, then the total and what was expected of it.
    let (points, totals) = lines.split_at(report.key_points.len().min(lines.len()));
    html! {
        details.sum {
            summary { @for line in totals.iter().take(1) { (line) } }
            @for (point, line) in report.key_points.iter().zip(points) { (line_of(point, line, view)) }
            @for line in totals.iter().skip(1) { p { (line) } }
        }
    }
}

/// A point's line; what it lacks is the key's.
fn line_of(point: &PointReport, line: &str, view: View) -> Markup {
    if point.missing.is_empty() {
        return html! { p { (line) } };
    }
    let bare = PointReport {
        missing: Vec::new(),
        ..point.clone()
    };
    let bare = bare.explain(Language::Chinese);
    html! {
        p {
            @if view == View::Teacher { span.key { (visible(line)) } span.no-key { (bare) } }
            @else { (bare) }
        }
    }
}

/// How a point is shown: a mistake that costs is the opposite of a point, its absence no lack.
fn colour(point: &PointReport) -> &'static str {
    match point.status {
        Status::Covered | Status::Partial if point.worth < 0.0 => class(Status::Contradicted),
        Status::Contradicted if point.worth < 0.0 => class(Status::Missing),
        status => class(status),
    }
}

fn label(point: &PointReport) -> &'static str {
    match point.status {
        Status::Covered | Status::Partial if point.worth < 0.0 => "扣分",
        _ if point.worth < 0.0 => "无此错误",
        status => status.label(),
    }
}

pub(super) fn class(status: Status) -> &'static str {
    match status {
        Status::Covered => "covered",
        Status::Partial => "partial",
        Status::Missing => "missing",
        Status::Contradicted => "contradicted",
    }
}

/// The class that a point's row shares with its evidence, after a space.
fn linked(point: &PointReport) -> String {
    match point.index {
        index if index < LINKED_POINTS => format!(" k{index}"),
        _ => String::new(),
    }
}

/// The answer with its evidence: pieces between the ends of all spans, each with the points
/// it shows.
fn marked(graded: &Graded) -> Markup {
    let text = graded.answer.text.as_str();
    let mut cuts: Vec<usize> = graded
        .report
        .key_points
        .iter()
        .flat_map(|point| &point.evidence)
        .flat_map(|span| [span.start, span.end])
        .chain([0, text.len()])
        .filter(|&at| text.is_char_boundary(at))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.windows(2).map(|cut| {
        let points: Vec<&PointReport> = graded
            .report
            .key_points
            .iter()
            .filter(|point| {
                let mut spans = point.evidence.iter();
                spans.any(|span| span.start <= cut[0] && cut[1] <= span.end)
            })
            .collect();
        (&text[cut[0]..cut[1]], points, cut[1])
    });
    html! {
        @for (piece, points, end) in pieces {
            @if let Some(best) = points.iter().min_by_key(|point| point.status as usize) {
                mark class={ (colour(best)) @for point in &points { (linked(point)) } } tabindex="0" data-tip=(tip(&points)) {
                    (visible(piece))
                    @for point in &points {
                        @if point.evidence.iter().any(|span| span.end == end) { sup data-n=(point.index + 1) {} }
                    }
                }
            } @else { (visible(piece)) }
        }
    }
}

/// What a piece of evidence says when it is pointed at.
fn tip(points: &[&PointReport]) -> String {
    // No key: the switch to the student's view does not reach into an attribute.
    let name = |point: &&PointReport| format!("要点 {} · {}", point.index + 1, label(point));
    points.iter().map(name).collect::<Vec<_>>().join("　")
}

/// A text as it can be shown: control characters, which HTML would drop, as their pictures.
pub(super) fn visible(text: &str) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\r' => '\n',
            '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
            '\x7f' => '␡',
            c => c,
        })
        .collect()
}
