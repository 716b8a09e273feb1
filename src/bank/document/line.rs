//! A document as lines that know their number, bullet, heading level and label.

use super::label::{self, Label};
use super::noise;
use super::number::{Number, number};
use crate::bank::clauses::bullet;
use crate::bank::table::without_tables;

/// One line, white space and Markdown dress taken off; never blank.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// Line of the file, counted from 1.
    pub(super) place: usize,
    pub(super) text: String,
    pub(super) blank_before: bool,
    /// Markdown heading level; 0 for none.
    pub(super) level: usize,
    /// The whole line was bold.
    pub(super) bold: bool,
    pub(super) number: Option<Number>,
    /// Where the text after a bullet starts.
    pub(super) bullet: Option<usize>,
    pub(super) label: Option<Label>,
    /// Stands between code fences.
    pub(super) code: bool,
}

impl Line {
    /// A line that is part of a field: no label in it counts.
    pub(super) fn of(text: &str, place: usize) -> Self {
        let text = text.trim().to_owned();
        Self {
            place,
            number: number(&text),
            bullet: bullet(&text),
            text,
            ..Self::default()
        }
    }

    /// The line after number, bullet and label.
    pub(super) fn rest(&self) -> &str {
        let at = match (&self.label, self.number, self.bullet) {
            (Some(label), ..) => label.at,
            (None, Some(number), _) => number.at,
            (None, None, Some(at)) => at,
            _ => 0,
        };
        self.text[at..].trim()
    }

    pub(super) fn is_item(&self) -> bool {
        self.label.is_none() && (self.bullet.is_some() || self.number.is_some())
    }
}

/// The lines of a text that are not blank and not page furniture.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<Line> = Vec::new();
    let mut blank = true;
    let mut code = false;
    let fences = text
        .lines()
        .filter(|line| line.trim_start().starts_with("```"))
        .count();
    for (place, raw) in without_tables(&text) {
        for raw in raw.split(['\u{c}', '\u{b}', '\u{2028}', '\u{2029}']) {
            // Between fences # and - are not Markdown.
            let fence = fences % 2 == 0 && raw.trim_start().starts_with("```");
            if code || fence {
                code ^= fence;
                lines.push(Line {
                    code: true,
                    place,
                    text: raw.trim_end().to_owned(),
                    blank_before: std::mem::replace(&mut blank, false),
                    ..Line::default()
                });
                continue;
            }
            let mut line = dress(raw);
            if line.text.is_empty() || noise::furniture(&line.text) {
                blank = true;
                continue;
            }
            line.place = place;
            line.blank_before = std::mem::replace(&mut blank, false);
            split_labels(line, &mut lines);
        }
    }
    merge_doubled(&mut lines);
    lines
}

/// Takes off white space and Markdown.
fn dress(raw: &str) -> Line {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{feff}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}'
            )
    };
    let mut text = raw.trim_matches(edge);
    while let Some(quoted) = text.strip_prefix("> ") {
        text = quoted.trim_start_matches(edge);
    }
    let hashes = text.bytes().take_while(|&byte| byte == b'#').count();
    let mut level = 0;
    if (1..=6).contains(&hashes) && text[hashes..].starts_with([' ', '\t', '\u{3000}']) {
        level = hashes;
        text = text[hashes..]
            .trim_matches(edge)
            .trim_end_matches('#')
            .trim_end_matches(edge);
    }
    if text.len() >= 3
        && text
            .bytes()
            .all(|byte| matches!(byte, b'-' | b'*' | b'_' | b'=' | b'~' | b' '))
    {
        return Line::default();
    }
    let bold = text.len() > 4 && text.starts_with("**") && text.ends_with("**");
    let stars = text.matches("**").count();
    let text = if stars > 0 && stars % 2 == 0 {
        text.replace("**", "").trim_matches(edge).to_owned()
    } else {
        text.to_owned()
    };
    Line {
        text,
        level,
        bold,
        ..Line::default()
    }
}

/// Cuts a line before each label inside it and reads what each piece starts with.
fn split_labels(line: Line, lines: &mut Vec<Line>) {
    let mut starts = label::inner(&line.text);
    starts.insert(0, 0);
    starts.push(line.text.len());
    for (piece, range) in starts.windows(2).enumerate() {
        let text = line.text[range[0]..range[1]].trim();
        if text.is_empty() {
            continue;
        }
        let mut part = Line {
            text: text.to_owned(),
            blank_before: line.blank_before && piece == 0,
            level: if piece == 0 { line.level } else { 0 },
            place: line.place,
            bold: line.bold,
            ..Line::default()
        };
        part.read();
        lines.push(part);
    }
}

impl Line {
    fn read(&mut self) {
        self.label = label::label(&self.text);
        if self.label.is_some() {
            return;
        }
        self.number = number(&self.text);
        self.bullet = bullet(&self.text);
        let at = self.number.map(|number| number.at).or(self.bullet);
        if let Some(at) = at {
            // （1）参考答案： numbers a field, not a question.
            self.label = label::label(self.text[at..].trim_start()).map(|label| Label {
                at: self.text.len() - self.text[at..].trim_start().len() + label.at,
                ..label
            });
        }
    }
}

/// 【参考答案】 and 答： one after the other open one field.
fn merge_doubled(lines: &mut Vec<Line>) {
    use label::Kind;
    let kind = |line: &Line| line.label.as_ref().map(|label| label.kind);
    for index in 1..lines.len() {
        let (before, after) = (&lines[index - 1], &lines[index]);
        let doubled = before.rest().is_empty()
            && match (kind(before), kind(after)) {
                (Some(Kind::Points | Kind::Reference), Some(Kind::Reference)) => {
                    bare_answer(after) || kind(before) == kind(after)
                }
                (Some(one), Some(two)) => one == two && one != Kind::Question,
                _ => false,
            };
        if doubled {
            let line = &mut lines[index];
            if let Some(label) = line.label.take() {
                line.text = line.text[label.at..].trim().to_owned();
                line.number = number(&line.text);
                line.bullet = bullet(&line.text);
            }
        }
    }
    lines.retain(|line| !line.text.is_empty());
}

/// 答： says only that an answer follows.
fn bare_answer(line: &Line) -> bool {
    let label = line
        .label
        .as_ref()
        .map_or("", |label| &line.text[..label.at]);
    label.trim_matches(['【', '】', '：', ':', ' ']) == "答"
}
