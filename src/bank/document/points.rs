//! The key points of a document: one a list item, line or clause.

use super::line::Line;
use super::number::{Digits, Number, Style};
use super::wording::ends;
use crate::bank::remarks::{self, remark};
use crate::bank::{clauses, marks};

/// The key points of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Points {
    pub(super) points: Vec<String>,
    /// What the field says about marks: `每点2分，共10分`, `言之有理即可`.
    pub(super) notes: Vec<String>,
    /// Lines that belong to the list: what a site wrote after it is not among them.
    pub(super) used: usize,
}

/// The items' level in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Bullet,
    Number(Style),
}

fn level(line: &Line) -> Option<Level> {
    match (line.number, line.bullet) {
        (Some(number), _) => Some(Level::Number(number.style)),
        // A star marks a core point; a list all of stars is told by marks::settle.
        (None, Some(_)) if marks::opens(&line.text) => None,
        (None, Some(_)) => Some(Level::Bullet),
        (None, None) => None,
    }
}

/// Reads the key points from a field's lines.
pub(super) fn read(lines: &[Line]) -> Points {
    let lines = &expand(lines);
    let mut found = Points::default();
    let top = lines.iter().find_map(|line| level(&line.line));
    let more = goes_on(lines, top);
    let mut detailed = false;
    let mut last: Option<Number> = None;
    let mut plain = 0;
    for (at, Piece { line, origin }) in lines.iter().enumerate() {
        let rest = line.rest();
        let Some(here) = level(line) else {
            let text = cells(&line.text);
            match (found.points.last_mut(), top) {
                _ if text.is_empty() => {}
                _ if remark(&text) => found.notes.push(text),
                // Before the list: 应答出以下几点：
                (None, Some(_)) if text.ends_with(['：', ':']) => found.notes.push(text),
                (Some(_), Some(_)) if marks::opens(&text) => found.points.push(text),
                (Some(point), Some(_))
                    if more[at] && (!line.blank_before || top != Some(Level::Bullet)) =>
                {
                    detailed |= !broken(point) && !ends(point);
                    detail(point, &text);
                }
                // A list ends at the first line that is none, but its last item may be broken or explained.
                (Some(_), Some(_)) if line.blank_before => break,
                (Some(point), Some(_)) if detailed || broken(point) => detail(point, &text),
                (Some(_), Some(_)) => break,
                (Some(point), None)
                    if !line.blank_before && wraps(point) && !marks::opens(&text) =>
                {
                    join(point, &text);
                }
                (_, _) => {
                    plain += 1;
                    found.points.push(text);
                }
            }
            found.used = origin + 1;
            continue;
        };
        let text = cells(rest);
        let next = |number: Number| last.is_none_or(|last| number.value == last.value + 1);
        let same = match (top, here, line.number) {
            (Some(Level::Number(style)), Level::Number(own), Some(number)) => {
                style == own
                    || style.digits == own.digits
                        && style.digits != Digits::Circled
                        && style.open == own.open
                        && next(number)
                        && last.is_some()
            }
            (Some(top), here, _) => top == here,
            (None, ..) => true,
        };
        if same {
            // After a blank line a list that starts over is another one.
            if line.blank_before
                && last.is_some()
                && line.number.is_some_and(|number| number.value == 1)
            {
                break;
            }
            last = line.number.or(last);
            if remark(&text) {
                found.notes.push(text);
            } else if !text.is_empty() {
                found.points.push(text);
            }
        } else if let Some(point) = found.points.last_mut() {
            let parent = point
                .trim_end_matches(['。', '；', ';', '：', ':', '，', '.'])
                .len();
            let colon = point[parent..].starts_with(['：', ':']) || !point.contains(['：', ':']);
            point.truncate(parent);
            point.push_str(if colon && !point.contains('：') {
                "："
            } else {
                "；"
            });
            point.push_str(&text);
        }
        found.used = origin + 1;
    }
    for point in &mut found.points {
        point.truncate(point.trim_end_matches(['；', ';']).len());
    }
    found
        .points
        .retain(|point| !point.is_empty() && !remarks::omitted(point));
    // One paragraph: its clauses are the points.
    if top.is_none() && plain == 1 && found.points.len() == 1 {
        let parts = clauses::clauses(&found.points[0]);
        if parts.len() > 1 {
            found.points = parts;
        }
    }
    found.notes.extend(remarks::take(&mut found.points));
    found
}

/// A line or a part of it, and which line that was.
struct Piece {
    line: Line,
    origin: usize,
}

/// Cuts lines that hold several numbers: `①…②…③…`.
fn expand(lines: &[Line]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (origin, line) in lines.iter().enumerate() {
        let parts = clauses::enumerated(&line.text);
        let outer = line.bullet.is_some()
            || line.number.is_some_and(|number| {
                !line.text[..number.at]
                    .starts_with(parts.as_ref().map_or("\n", |parts| parts.mark.as_str()))
            });
        match parts {
            Some(parts) if !outer => {
                if !parts.lead.is_empty() && !parts.lead.ends_with(['：', ':', '，', ',']) {
                    pieces.push(Piece {
                        line: Line::of(&parts.lead, line.place),
                        origin,
                    });
                }
                for (index, item) in parts.items.iter().enumerate() {
                    let mut part = Line::of(item, line.place);
                    part.number = Some(Number {
                        style: Style {
                            open: ' ',
                            digits: Digits::Circled,
                            close: ' ',
                        },
                        value: index as u32 + 1,
                        at: 0,
                    });
                    part.bullet = None;
                    part.label = None;
                    pieces.push(Piece { line: part, origin });
                }
                if remark(&parts.tail) {
                    pieces.push(Piece {
                        line: Line::of(&parts.tail, line.place),
                        origin,
                    });
                }
            }
            _ => pieces.push(Piece {
                line: line.clone(),
                origin,
            }),
        }
    }
    pieces
}

/// For each line, whether the list has a further item below it.
fn goes_on(lines: &[Piece], top: Option<Level>) -> Vec<bool> {
    let mut more = vec![false; lines.len()];
    let mut below: Option<u32> = None;
    for (at, piece) in lines.iter().enumerate().rev() {
        more[at] = below.is_some_and(|value| value != 1);
        if top.is_some() && level(&piece.line) == top {
            below = Some(piece.line.number.map_or(0, |number| number.value));
        }
    }
    more
}

/// An item whose line was broken for the page.
fn broken(point: &str) -> bool {
    !ends(point) && point.chars().count() >= 15 || point.ends_with(['，', ',', '、'])
}

/// Adds a line to its item: the rest of a broken line, or what explains a heading.
fn detail(point: &mut String, text: &str) {
    if !broken(point) && !ends(point) {
        point.push('：');
    }
    join(point, text);
}

/// The line was broken for the page, not for the sense: points without a number are short.
fn wraps(text: &str) -> bool {
    !ends(text) && text.chars().count() >= 30 || text.ends_with(['，', ',', '、'])
}

fn join(point: &mut String, text: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == ',');
    if latin(point.chars().next_back()) && latin(text.chars().next()) {
        point.push(' ');
    }
    point.push_str(text);
}

/// A table row as one text: number and heading cells away, the marks in brackets.
fn cells(text: &str) -> String {
    if !text.contains('\t') {
        return text.trim().to_owned();
    }
    let cells: Vec<&str> = text
        .split('\t')
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    const HEADS: &[&str] = &[
        "序号",
        "编号",
        "要点",
        "评分要点",
        "答题要点",
        "得分点",
        "采分点",
        "分值",
        "得分",
        "分数",
        "说明",
        "内容",
        "备注",
        "points",
        "marks",
        "key point",
    ];
    if cells
        .iter()
        .all(|cell| HEADS.contains(&cell.to_lowercase().as_str()))
    {
        return String::new();
    }
    let (marks, words): (Vec<&str>, Vec<&str>) = cells.iter().partition(|cell| {
        let bare = cell.trim_end_matches(['分', ' ']);
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    let words: Vec<&str> = words.into_iter().collect();
    let text = words.join("：");
    match marks.last() {
        Some(mark) if !words.is_empty() => {
            format!("{text}（{}分）", mark.trim_end_matches(['分', ' ']))
        }
        _ => text,
    }
}
