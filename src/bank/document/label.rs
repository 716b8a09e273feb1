//! The words that open a field in a document: 答题要点, 参考答案, 解析 and the many ways they are written.

use super::vocabulary::{BOUND, ENGLISH, HEADS, MODIFIERS, SIMPLIFIED, TRADITIONAL, WEAK};

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Question,
    Reference,
    Points,
    Analysis,
    /// 难度, 题型, 考点: known, and not for the bank.
    Other,
}

/// A label at the start of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) kind: Kind,
    /// What stands in brackets after the label: `每点2分，共10分`.
    pub(super) note: String,
    /// Where the field's text starts in the line.
    pub(super) at: usize,
}

const BRACKETS: &[(char, char)] = &[
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('〖', '〗'),
    ('〔', '〕'),
    ('「', '」'),
    ('『', '』'),
    ('(', ')'),
    ('（', '）'),
    ('<', '>'),
];

/// No label is longer, its note aside, in bytes.
const LONGEST: usize = 48;

/// The label a line starts with; `text` has no white space and no list marker before it.
pub(super) fn label(text: &str) -> Option<Label> {
    let decor = |c: char| {
        matches!(
            c,
            '★' | '☆'
                | '◆'
                | '◇'
                | '■'
                | '□'
                | '▲'
                | '△'
                | '●'
                | '※'
                | '▶'
                | '►'
                | '✎'
                | '#'
                | '*'
        ) || c.is_whitespace()
    };
    let start = text.len() - text.trim_start_matches(decor).len();
    let body = &text[start..];
    let first = body.chars().next()?;
    if let Some(&(_, close)) = BRACKETS.iter().find(|(open, _)| *open == first) {
        let inner_at = first.len_utf8();
        let window = clip(&body[inner_at..], LONGEST * 2);
        let end = window.find(close)?;
        let (head, note) = split_note(&window[..end]);
        let after = inner_at + end + close.len_utf8();
        let (kind, _) = kind(head)?;
        let (more, rest) = note_at(body, after);
        // Round brackets open any aside; as a label they stand alone or before a colon.
        if matches!(first, '(' | '（' | '[' | '<')
            && rest == after
            && !body[after..].trim().is_empty()
        {
            return None;
        }
        return Some(Label {
            kind,
            note: format!("{note}{more}"),
            at: start + rest,
        });
    }
    let window = clip(body, LONGEST);
    let end = window
        .find([':', '：', '(', '（', '【', '\t', '\u{3000}', '—'])
        .unwrap_or(window.len());
    if end == window.len() && window.len() < body.len() {
        return spaced(body, start);
    }
    let Some((kind, weak)) = kind(window[..end].trim_end()) else {
        return spaced(body, start);
    };
    let (note, rest) = note_at(body, end);
    let colon = body[..rest].trim_end().ends_with([':', '：']);
    let alone = body[rest..].trim().is_empty();
    // A tab stands between the cells of a table: 题目 | 什么是…
    let strong = body[end..].starts_with('\t') && !alone
        || !weak && (alone || body[end..].starts_with('\u{3000}'));
    (colon || strong).then_some(Label {
        kind,
        note,
        at: start + rest,
    })
}

/// `参考答案 仓储主管…`: a long label, a blank and text, without a colon.
fn spaced(body: &str, start: usize) -> Option<Label> {
    let (head, _) = clip(body, LONGEST).split_once(' ')?;
    let (kind, weak) = kind(head)?;
    (!weak && !head.is_ascii() && head.chars().count() >= 4).then(|| Label {
        kind,
        note: String::new(),
        at: start + body.len() - body[head.len()..].trim_start().len(),
    })
}

/// What the words before the colon announce, and whether they are weak.
fn kind(head: &str) -> Option<(Kind, bool)> {
    let head = head.trim();
    if head.is_ascii() {
        let head = head.to_ascii_lowercase();
        let (kind, _) = ENGLISH
            .iter()
            .find(|(_, words)| words.contains(&head.as_str()))?;
        let weak = matches!(kind, Kind::Question | Kind::Other) || !head.contains(' ');
        return Some((*kind, weak));
    }
    let compact: String = head
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(simplified)
        .collect();
    if WEAK.contains(&compact.as_str()) {
        let (kind, _) = HEADS
            .iter()
            .find(|(_, words)| words.contains(&compact.as_str()))?;
        return Some((*kind, true));
    }
    if BOUND.contains(&compact.as_str()) {
        return None;
    }
    // 答案与解析: the part before the first conjunction decides, the rest must be made of the same words.
    let mut parts = compact
        .split(['与', '和', '及', '、', '/', '&', '+', '暨'])
        .map(|part| part.trim_start_matches('其'));
    let first = part(parts.next()?)?;
    parts
        .all(|rest| part(rest).is_some())
        .then_some((first, first == Kind::Other))
}

/// The simplified form of a character that labels are written with.
fn simplified(c: char) -> char {
    let place = TRADITIONAL.chars().position(|traditional| traditional == c);
    place
        .and_then(|place| SIMPLIFIED.chars().nth(place))
        .unwrap_or(c)
}

/// The kind that the last word of a run of label words gives.
fn part(text: &str) -> Option<Kind> {
    let mut rest = text;
    let mut last = None;
    while !rest.is_empty() {
        let head = HEADS
            .iter()
            .flat_map(|(kind, words)| words.iter().map(move |word| (word, kind)))
            .filter(|(word, _)| rest.starts_with(**word))
            .max_by_key(|(word, _)| word.len());
        let modifier = MODIFIERS
            .iter()
            .filter(|word| rest.starts_with(**word))
            .max_by_key(|word| word.len());
        let length = head.map_or(0, |(word, _)| word.len());
        let other = modifier.map_or(0, |word| word.len());
        if length.max(other) == 0 {
            return None;
        }
        last = (length >= other)
            .then(|| head.map(|(_, kind)| *kind))
            .flatten();
        rest = &rest[length.max(other)..];
    }
    last
}

/// `评分要点（10分）` as label words and note.
fn split_note(text: &str) -> (&str, &str) {
    match text.find(['(', '（']) {
        Some(at) => (&text[..at], text[at..].trim_matches(['(', '（', ')', '）'])),
        None => (text, ""),
    }
}

/// The bracketed note and the colon at `at`, and where the text after both starts.
fn note_at(body: &str, at: usize) -> (String, usize) {
    let mut at = at;
    let mut note = String::new();
    let rest = body[at..].trim_start();
    if let Some(open) = rest.chars().next().filter(|c| matches!(c, '(' | '（')) {
        let close = if open == '(' {
            [')', '）']
        } else {
            ['）', ')']
        };
        let window = clip(rest, 160);
        if let Some(end) = window.find(close) {
            let after = end + window[end..].chars().next().map_or(0, char::len_utf8);
            let next = rest[after..].trim_start();
            // （1） opens the first point; a note says something about marks or ends the label.
            let inner = &window[open.len_utf8()..end];
            let number = inner
                .chars()
                .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
            if !number
                && (next.is_empty() || next.starts_with([':', '：', '【']) || inner.contains('分'))
            {
                note = inner.trim().to_owned();
                at = body.len() - rest.len() + after;
            }
        }
    }
    let rest = body[at..].trim_start();
    if let Some(colon) = rest.chars().next().filter(|c| matches!(c, ':' | '：')) {
        at = body.len() - rest.len() + colon.len_utf8();
    }
    (note, at)
}

/// The start of a text, at most `bytes` long.
pub(super) fn clip(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Where labels stand inside a line: `…？答案：…。解析：…`, `…【解析】…`.
pub(super) fn inner(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let previous = before.replace(c);
        let Some(previous) = previous else { continue };
        let bracket = matches!(c, '【' | '〖');
        let sentence = matches!(
            previous,
            '。' | '！' | '？' | '?' | '!' | '；' | ';' | '）' | ')' | '”' | '.'
        ) || previous.is_whitespace();
        if !(bracket || sentence) || c.is_whitespace() {
            continue;
        }
        // Words of a label are few: most characters end the test here.
        if !bracket && c.is_ascii_punctuation() {
            continue;
        }
        let Some(found) = label(clip(&text[at..], 256)) else {
            continue;
        };
        let head = text[at..at + found.at].trim_end();
        let asked = matches!(previous, '？' | '?');
        let colon = head.ends_with([':', '：']);
        let long = head.chars().count() > 2 || asked;
        let english = c.is_ascii();
        if found.kind != Kind::Question
            && (bracket
                || (colon
                    && long
                    && (!english || c.is_ascii_uppercase())
                    && found.kind != Kind::Other))
        {
            places.push(at);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels() {
        use Kind::*;
        let cases = [
            ("答题要点：", Some((Points, "", ""))),
            ("答题要点", Some((Points, "", ""))),
            ("要点: 一", Some((Points, "", "一"))),
            (
                "评分要点（每点2分，共10分）：",
                Some((Points, "每点2分，共10分", "")),
            ),
            ("【得分点】甲", Some((Points, "", "甲"))),
            ("【采分点（10分）】", Some((Points, "10分", ""))),
            ("参考要点：（1）甲", Some((Points, "", "（1）甲"))),
            ("参考答案及评分标准", Some((Reference, "", ""))),
            ("评分标准：", Some((Points, "", ""))),
            ("参考答案 仓库是", Some((Reference, "", "仓库是"))),
            ("答 案：甲", Some((Reference, "", "甲"))),
            ("答：甲", Some((Reference, "", "甲"))),
            ("答案解析:甲", Some((Analysis, "", "甲"))),
            ("答案与解析：甲", Some((Reference, "", "甲"))),
            ("參考答案：甲", Some((Reference, "", "甲"))),
            ("答案要點：", Some((Points, "", ""))),
            ("題目：甲", Some((Question, "", "甲"))),
            ("評分標準：", Some((Points, "", ""))),
            ("★参考答案★", None),
            ("【考点】细胞", Some((Other, "", "细胞"))),
            ("Key points: one", Some((Points, "", " one"))),
            ("Model answer:", Some((Reference, "", ""))),
            ("答题要点到为止,忌背书。", None),
            ("答案要写在答题纸上：", None),
            ("标准：甲", None),
            ("分析", None),
            ("要点多而杂", None),
            ("（答案）", Some((Reference, "", ""))),
            ("（答案）在书上", None),
            ("面试题库参考答案和答题要点", None),
        ];
        for (text, expected) in cases {
            let found = label(text);
            let found = found.as_ref().map(|label| {
                (
                    label.kind,
                    label.note.as_str(),
                    text[label.at..].trim_start(),
                )
            });
            let expected = expected.map(|(kind, note, rest)| (kind, note, rest.trim_start()));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn labels_inside_a_line() {
        let cases = [
            ("什么是通货膨胀？答：物价上涨。解析：略", 2),
            ("通货膨胀【答案】物价上涨【解析】略", 2),
            ("他算出了答案：三。", 0),
            ("会议有三个要点：一", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(inner(text).len(), expected, "{text}");
        }
    }
}
