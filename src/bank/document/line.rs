//! A document as lines that know their number, bullet, heading level and label.

use super::label::{self, Label};
use super::noise;

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

/// A number that opens a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) style: Style,
    pub(super) value: u32,
    /// Where the text after the number starts.
    pub(super) at: usize,
}

/// How a number is written: lists of one level share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Style {
    /// What stands before: `第`, `Q`, `(`, or a blank for nothing.
    pub(super) open: char,
    pub(super) digits: Digits,
    /// What stands after: `.`, `、`, `)`, `题`, `章`.
    pub(super) close: char,
}

/// The digits of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Digits {
    Arabic,
    Chinese,
    Circled,
    /// `1.2`: the last part counts.
    Nested,
}

impl Style {
    /// `第1题`, `Q1`, `题目一`: says of itself that a question follows.
    pub(super) fn names_question(self) -> bool {
        matches!(self.open, 'Q' | '题') || self.close == '题'
    }

    /// `第一部分`, `第二章`.
    pub(super) fn names_section(self) -> bool {
        self.open == '第' && self.close == '章'
    }
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
    for (index, raw) in text.split('\n').enumerate() {
        for raw in raw.split(['\u{c}', '\u{b}', '\u{2028}', '\u{2029}']) {
            // Between fences # and - are not Markdown.
            let fence = fences % 2 == 0 && raw.trim_start().starts_with("```");
            if code || fence {
                code ^= fence;
                lines.push(Line {
                    code: true,
                    place: index + 1,
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
            line.place = index + 1;
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

/// Where the text after a bullet starts.
fn bullet(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    let spaced = after.starts_with(|c: char| c.is_whitespace());
    let item = match first {
        '-' | '–' | '*' | '+' | 'o' | '—' => {
            spaced || (first == '-' && after.starts_with(|c: char| c.is_alphabetic()))
        }
        '•' | '·' | '●' | '○' | '■' | '□' | '◆' | '◇' | '▪' | '▫' | '►' | '▶' | '➢' | '➤' | '✓'
        | '✔' | '√' | '★' | '☆' | '◎' | '‣' | '⁃' | '∙' | '・' | '\u{f0b7}' | '\u{f06c}'
        | '\u{f0d8}' | '\u{f0fc}' => true,
        _ => false,
    };
    item.then(|| text.len() - after.trim_start().len())
        .filter(|&at| at < text.len())
}

/// The number a line starts with.
pub(super) fn number(text: &str) -> Option<Number> {
    let first = text.chars().next()?;
    if let Some(value) = circled(first) {
        let style = Style {
            open: ' ',
            digits: Digits::Circled,
            close: ' ',
        };
        let at = skip(text, first.len_utf8(), &['.', '、', ' ']);
        return Some(Number { style, value, at });
    }
    // 【第1题】, （问题一）
    if matches!(first, '【' | '[' | '［' | '(' | '（' | '〔')
        && let Some(end) = label::clip(text, 40).find(['】', ']', '］', ')', '）', '〕'])
        && let Some(inner) = number(text[first.len_utf8()..end].trim())
        && inner.style.names_question()
        && inner.at == text[first.len_utf8()..end].trim().len()
    {
        let close = text[end..].chars().next().map_or(0, char::len_utf8);
        let at = skip(text, end + close, &['.', '、', ':', '：', '．']);
        return Some(Number { at, ..inner });
    }
    let (open, start) = match first {
        '第' => ('第', first.len_utf8()),
        '(' | '（' => ('(', first.len_utf8()),
        '[' | '【' | '［' => ('[', first.len_utf8()),
        _ => prefix(text).map_or((' ', 0), |length| {
            if text.starts_with(['Q', 'q', 'N']) {
                ('Q', length)
            } else {
                ('题', length)
            }
        }),
    };
    let body = text[start..].trim_start();
    let start = text.len() - body.len();
    let (digits, value, length) = numeral(body)?;
    let after = body[length..].trim_start();
    let gap = after.len() < body[length..].len();
    let at = text.len() - after.len();
    let done = |close: char, at: usize| {
        Some(Number {
            style: Style {
                open,
                digits,
                close,
            },
            value,
            at: skip(text, at, &[]),
        })
    };
    let next = after.chars().next();
    let past = |length: usize| at + length;
    match open {
        '第' => {
            for unit in ["小题", "道题", "题", "问"] {
                if after.starts_with(unit) {
                    return done(
                        '题',
                        skip(text, past(unit.len()), &['.', '、', ':', '：', '．']),
                    );
                }
            }
            for unit in ["部分", "章", "单元", "模块", "篇", "节", "大题"] {
                if after.starts_with(unit) {
                    return done(
                        '章',
                        skip(text, past(unit.len()), &['.', '、', ':', '：', '．']),
                    );
                }
            }
            None
        }
        '(' => matches!(next, Some(')' | '）'))
            .then(|| {
                done(
                    '(',
                    skip(
                        text,
                        past(next.map_or(0, char::len_utf8)),
                        &['、', '.', '．'],
                    ),
                )
            })
            .flatten(),
        '[' => matches!(next, Some(']' | '】' | '］'))
            .then(|| {
                done(
                    '[',
                    skip(
                        text,
                        past(next.map_or(0, char::len_utf8)),
                        &['、', '.', '．'],
                    ),
                )
            })
            .flatten(),
        'Q' | '题' => match next {
            None => done('.', at),
            Some(c @ ('.' | '．' | '、' | ':' | '：' | ')' | '）' | ']' | '】')) => {
                done('.', past(c.len_utf8()))
            }
            Some('(' | '（' | '【') => done('.', at),
            Some(_) if gap => done('.', at),
            Some(_) => None,
        },
        _ => match next? {
            '.' | '．' => {
                let rest = &after[next.map_or(0, char::len_utf8)..];
                // 1.5 倍 is a quantity.
                (!rest.starts_with(|c: char| c.is_ascii_digit()) || digits == Digits::Nested)
                    .then(|| done('.', at + after.len() - rest.len()))
                    .flatten()
            }
            '、' => done('、', past('、'.len_utf8())),
            c @ (')' | '）') => done(')', past(c.len_utf8())),
            c @ (':' | '：') if digits == Digits::Arabic && value < 1000 => {
                // 12:30 is a time.
                let rest = &after[c.len_utf8()..];
                (!rest.starts_with(|c: char| c.is_ascii_digit()))
                    .then(|| done(':', past(c.len_utf8())))
                    .flatten()
            }
            _ if digits == Digits::Nested && gap => done(' ', at),
            _ if digits == Digits::Arabic
                && text[start + length..].starts_with('\t')
                && value < 1000 =>
            {
                done('\t', at)
            }
            _ => None,
        },
    }
}

/// Skips white space and at most one of `marks` at `at`.
fn skip(text: &str, at: usize, marks: &[char]) -> usize {
    let rest = text[at..].trim_start();
    let rest = rest.strip_prefix(marks).unwrap_or(rest).trim_start();
    text.len() - rest.len()
}

/// Length of a word that stands before the number of a question.
fn prefix(text: &str) -> Option<usize> {
    const WORDS: [&str; 17] = [
        "Question",
        "QUESTION",
        "question",
        "Q",
        "q",
        "No.",
        "面试题",
        "简答题",
        "论述题",
        "案例题",
        "题目",
        "问题",
        "试题",
        "习题",
        "考题",
        "题",
        "例",
    ];
    let word = WORDS.iter().find(|word| text.starts_with(**word))?;
    Some(word.len())
}

/// The digits at the start of a text: kind, value, length in bytes.
fn numeral(text: &str) -> Option<(Digits, u32, usize)> {
    let arabic = |c: char| match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    };
    let mut value = 0;
    let mut length = 0;
    for c in text.chars().take(5) {
        let Some(digit) = arabic(c) else { break };
        value = value * 10 + digit;
        length += c.len_utf8();
    }
    if length > 0 {
        if value > 9999 {
            return None;
        }
        // 1.2 什么是…: the last part counts; 1.2 倍 is a quantity.
        if let Some(rest) = text[length..].strip_prefix(['.', '-']) {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let gap = rest[digits..].starts_with([' ', '\t', '\u{3000}', '、', '．'])
                || rest[digits..].starts_with(". ");
            let quantity = rest[digits..]
                .trim_start()
                .starts_with(['倍', '万', '亿', '千', '元', '米', '吨', '%', '个']);
            if (1..=3).contains(&digits) && gap && !quantity {
                return Some((
                    Digits::Nested,
                    rest[..digits].parse().ok()?,
                    length + 1 + digits,
                ));
            }
        }
        return Some((Digits::Arabic, value, length));
    }
    let chinese: String = text
        .chars()
        .take_while(|c| "一二三四五六七八九十〇".contains(*c))
        .take(4)
        .collect();
    let unit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map_or(0, |place| place as u32 + 1)
    };
    let value = match chinese.split_once('十') {
        Some((tens, ones)) => {
            tens.chars().next().map_or(1, unit) * 10 + ones.chars().next().map_or(0, unit)
        }
        None => chinese.chars().fold(0, |value, c| value * 10 + unit(c)),
    };
    (!chinese.is_empty() && value > 0).then_some((Digits::Chinese, value, chinese.len()))
}

/// The value of ① to ⑳ and their kin.
pub(super) fn circled(c: char) -> Option<u32> {
    let base = match c {
        '①'..='⑳' => '①',
        '⑴'..='⒇' => '⑴',
        '❶'..='❿' => '❶',
        '➀'..='➉' => '➀',
        _ => return None,
    };
    Some(c as u32 - base as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let cases = [
            ("1. 甲", Some((1, "甲"))),
            ("1.甲", Some((1, "甲"))),
            ("１．甲", Some((1, "甲"))),
            ("12、甲", Some((12, "甲"))),
            ("（3）甲", Some((3, "甲"))),
            ("(3) 甲", Some((3, "甲"))),
            ("3）甲", Some((3, "甲"))),
            ("【3】甲", Some((3, "甲"))),
            ("【第3题】甲", Some((3, "甲"))),
            ("【题目三】：甲", Some((3, "甲"))),
            ("第12题 甲", Some((12, "甲"))),
            ("第十二题：甲", Some((12, "甲"))),
            ("第二部分 甲", Some((2, "甲"))),
            ("二十三、甲", Some((23, "甲"))),
            ("Q4: 甲", Some((4, "甲"))),
            ("Question 5. What", Some((5, "What"))),
            ("题目6：甲", Some((6, "甲"))),
            ("⑦甲", Some((7, "甲"))),
            ("2.3 甲", Some((3, "甲"))),
            ("1.5倍", None),
            ("1.5 倍", None),
            ("2026年", None),
            ("12:30 开会", None),
            ("一是甲", None),
            ("3D打印", None),
            ("（试行）", None),
            ("题为甲", None),
        ];
        for (text, expected) in cases {
            let found = number(text).map(|number| (number.value, &text[number.at..]));
            assert_eq!(found, expected, "{text}");
        }
    }
}
