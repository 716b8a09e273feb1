//! Headings of sections (`一、基础理论题(共5题,每题10分)`) between the questions of a document.

use super::line::Line;
use super::number::{Digits, Style};
use super::outline::Entry;

/// A section's heading line and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) line: usize,
    pub(super) name: String,
    /// What its heading says in brackets: `共5题,每题10分`.
    pub(super) note: String,
}

/// No section's name is longer.
const LONGEST: usize = 40;

/// Reads like a section's heading wherever it stands.
pub(super) fn like_section(line: &Line) -> bool {
    if line.label.is_some() || line.bullet.is_some() || line.text.len() > 300 {
        return false;
    }
    let (name, note) = split(line.rest());
    let short = name.chars().count() <= LONGEST
        && !name.ends_with(['。', '；', '？', '?', ';', '，', '！']);
    let counted = note.contains('题')
        && note.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        || ["每题", "每小题", "小题", "共"]
            .iter()
            .any(|word| note.starts_with(word))
            && note.contains('分');
    let named = line
        .number
        .is_some_and(|number| number.style.names_section());
    let chinese = line
        .number
        .is_some_and(|number| number.style.digits == Digits::Chinese && number.style.open == ' ');
    // 一、阅读材料，回答问题 asks.
    let kind = name.ends_with('题')
        && name.chars().count() <= 12
        && !name.contains(['，', ','])
        && (chinese || line.level > 0);
    short && !name.is_empty() && (counted || named || kind)
}

/// The section that each question opens, if it opens one.
pub(super) fn sections(lines: &[Line], entries: &[Entry]) -> Vec<Option<Section>> {
    let headings: Vec<Style> = entries
        .iter()
        .filter_map(|entry| lines[entry.heading].number)
        .map(|number| number.style)
        .collect();
    let mut levels = [0_u32; 7];
    for line in lines {
        levels[line.level] += 1;
    }
    let mut style: Option<(Style, u32)> = None;
    let mut start = 0;
    let mut found = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let first = entry
            .heading
            .saturating_sub(if index == 0 { 6 } else { 40 })
            .max(start);
        let value = |entry: &Entry| lines[entry.heading].number.map(|number| number.value);
        let restarts = index == 0
            || value(entry).is_some_and(|now| {
                now == 1 && value(&entries[index - 1]).is_some_and(|before| before >= 1)
            });
        let section = (first..entry.heading).rev().find(|&at| {
            let line = &lines[at];
            if like_section(line) {
                return true;
            }
            let (name, _) = split(line.rest());
            let short = name.chars().count() <= LONGEST
                && !name.ends_with(['。', '；', '？', '?', ';', '，', '：', ':'])
                && !name.is_empty();
            if !short || line.label.is_some() {
                return false;
            }
            let near = entry.heading - at <= 3;
            match line.number {
                Some(number)
                    if number.style.digits == Digits::Chinese
                        && number.style.open == ' '
                        && !headings.contains(&number.style) =>
                {
                    // 二、 after 一、 in the same answer is that answer's list.
                    let listed = || {
                        lines[start..at].iter().any(|line| {
                            line.number.is_some_and(|other| other.style == number.style)
                        })
                    };
                    near && match style {
                        Some((known, last)) => {
                            known == number.style
                                && number.value == last + 1
                                && (restarts || !listed())
                        }
                        None => index == 0 && number.value == 1,
                    }
                }
                _ => {
                    let level = lines[entry.heading].level;
                    near && line.level > 0 && line.level < level
                        // A single heading above all is the document's title.
                        && levels[line.level] >= 2
                }
            }
        });
        found.push(section.map(|at| {
            let line = &lines[at];
            if let Some(number) = line.number {
                style = Some((number.style, number.value));
            }
            let (name, note) = split(line.rest());
            Section {
                line: at,
                name: name.to_owned(),
                note: note.to_owned(),
            }
        }));
        start = entry.labels.last().map_or(entry.heading, |&label| label) + 1;
    }
    found
}

/// A heading without its last brackets.
pub(super) fn name(text: &str) -> &str {
    split(text).0
}

/// The same, and what they hold.
fn split(text: &str) -> (&str, &str) {
    let text = text.trim().trim_end_matches(['。', '：', ':']);
    let Some(close) = text
        .chars()
        .next_back()
        .filter(|c| matches!(c, ')' | '）' | '】' | ']'))
    else {
        // 简答题：每题10分 says it without brackets.
        return match text.split_once(['：', ':']) {
            Some((name, note)) if note.contains('分') && note.contains('题') => {
                (name.trim(), note.trim())
            }
            _ => (text, ""),
        };
    };
    match text.rfind(['(', '（', '【', '[']) {
        Some(at) => {
            let inner = text[at..].trim_end_matches(close);
            (
                text[..at].trim(),
                inner[inner.chars().next().map_or(0, char::len_utf8)..].trim(),
            )
        }
        None => (text, ""),
    }
}
