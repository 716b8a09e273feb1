//! Cuts a paragraph into its items, sentences and list members.

use super::point_line::{bracketed, closing, marks, opens};
use super::remarks::remark;
use std::cmp::Reverse;

/// The points of a paragraph that is a list of them without numbers.
pub(super) fn clauses(text: &str) -> Vec<String> {
    let parts: Vec<String> = sentences(text)
        .into_iter()
        .map(bare)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        [only] => list(only),
        _ => parts,
    }
}

/// A text with numbers inside: what stands before the first, the items, and what follows the last.
pub(super) struct Enumerated {
    pub(super) lead: String,
    pub(super) items: Vec<String>,
    pub(super) tail: String,
    /// How the first number is written.
    pub(super) mark: String,
}

/// Finds bullets, ①②③, (1)(2)(3), 1.2.3., 一是二是三是 and 第一第二第三 inside a text, two at least;
/// the outer list where one stands in another.
pub(super) fn enumerated(text: &str) -> Option<Enumerated> {
    const CHINESE: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let chinese = |value: usize| CHINESE.get(value - 1).copied();
    type Write<'a> = &'a dyn Fn(usize) -> Option<String>;
    let circled = |value: usize| {
        char::from_u32('①' as u32 + value as u32 - 1)
            .filter(|_| value <= 20)
            .map(String::from)
    };
    let forms: [(Write, bool); 13] = [
        (&circled, false),
        (&|n| Some(format!("（{n}）")), false),
        (&|n| Some(format!("({n})")), false),
        (&|n| Some(format!("（{}）", chinese(n)?)), false),
        (&|n| Some(format!("({})", chinese(n)?)), false),
        (&|n| Some(format!("{n}、")), true),
        (&|n| Some(format!("{n}.")), true),
        (&|n| Some(format!("{n}．")), true),
        (&|n| Some(format!("{n}）")), true),
        (&|n| Some(format!("{n})")), true),
        (&|n| Some(format!("{}、", chinese(n)?)), true),
        (&|n| Some(format!("{}是", chinese(n)?)), true),
        (&|n| Some(format!("第{}，", chinese(n)?)), true),
    ];
    forms
        .iter()
        .filter_map(|(write, bound)| cut(text, write, *bound))
        .chain(bulleted(text))
        .max_by_key(|parts| (Reverse(parts.lead.len()), parts.items.len()))
}

/// Where the text after a bullet starts.
pub(super) fn bullet(text: &str) -> Option<usize> {
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

/// The lines with bullets of a text, two at least; a star marks a core point.
fn bulleted(text: &str) -> Option<Enumerated> {
    let mut lead = String::new();
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        match (bullet(line).filter(|_| !opens(line)), items.last_mut()) {
            (Some(at), _) => items.push(line[at..].to_owned()),
            (None, Some(item)) => item.extend(["\n", line]),
            (None, None) => lead.extend([line, "\n"]),
        }
    }
    if items.len() < 2 {
        return None;
    }
    let (last, tail) = items.pop().map(|last| match last.split_once('\n') {
        Some((item, tail)) => (item.to_owned(), tail.trim().to_owned()),
        None => (last, String::new()),
    })?;
    items.push(last);
    Some(Enumerated {
        lead: lead.trim().to_owned(),
        items,
        tail,
        mark: String::new(),
    })
}

/// Cuts a text at the numbers that `write` makes; a `bound` number stands only where something new begins.
fn cut(text: &str, write: &dyn Fn(usize) -> Option<String>, bound: bool) -> Option<Enumerated> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut from = 0;
    while let Some(mark) = write(places.len() + 1) {
        let found = text[from..]
            .match_indices(&mark)
            .map(|(at, _)| from + at)
            .find(|&at| {
                let before = text[..at].chars().next_back();
                let after = text[at + mark.len()..].chars().next();
                let opens =
                    before.is_none_or(|c| c.is_whitespace() || "。；;：:，,！？.、".contains(c));
                !bound || opens && !after.is_some_and(|c| c.is_ascii_digit())
            });
        let Some(at) = found else { break };
        places.push((at, at + mark.len()));
        from = at + mark.len();
    }
    if places.len() < 2 {
        return None;
    }
    let ends = places.iter().skip(1).map(|place| place.0);
    let last = places[places.len() - 1].1;
    // The last item ends where the others end: with its paragraph, its line, or its sentence.
    let lines = text[places[0].1..places[1].0].contains('\n');
    let sentence = |text: &str| {
        let at = text.find(['。', '！', '？'])?;
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        Some(end + worth(&text[end..]).unwrap_or(0))
    };
    let long = places
        .windows(2)
        .any(|pair| text[pair[0].1..pair[1].0].trim().contains('\n'));
    let end = if long {
        text[last..].find("\n\n")
    } else if lines {
        text[last..].find('\n')
    } else {
        let within = places.windows(2).any(|pair| {
            sentence(text[pair[0].1..pair[1].0].trim_end_matches(['。', '\n', ' '])).is_some()
        });
        text[last..]
            .find('\n')
            .into_iter()
            .chain(sentence(&text[last..]).filter(|_| !within))
            .min()
    };
    let end = end.map_or(text.len(), |length| last + length);
    Some(Enumerated {
        lead: text[..places[0].0].trim().to_owned(),
        items: places
            .iter()
            .zip(ends.chain([end]))
            .map(|(&(_, start), end)| text[start..end.max(start)].trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect(),
        tail: text[end..].trim().to_owned(),
        mark: text[places[0].0..places[0].1].to_owned(),
    })
}

/// Sentences and half-sentences; brackets and quotation marks hold together. What a sentence is worth belongs to it
/// where it stands behind its mark: `…；（4分）`, `…，（4分）`.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if at < start {
            continue;
        }
        let mut end = at + c.len_utf8();
        match c {
            '（' | '(' | '“' | '「' | '《' => depth += 1,
            '）' | ')' | '”' | '」' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let worth = (depth == 0 && "。！？；;!?.，,、".contains(c))
            .then(|| worth(&text[end..]))
            .flatten();
        let stop = match c {
            '\n' => {
                depth = 0;
                true
            }
            '。' | '！' | '？' | '；' | ';' | '!' | '?' => depth == 0,
            '.' => depth == 0 && full_stop(&text[start..at], &text[end..]),
            _ => worth.is_some(),
        };
        if stop {
            end += worth.unwrap_or(0);
            parts.push(&text[start..end]);
            start = end;
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Length of the brackets at the start of a text that say what the sentence before is worth.
fn worth(text: &str) -> Option<usize> {
    /// No such brackets are longer, in bytes.
    const LONGEST: usize = 400;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let line = text.split('\n').next().unwrap_or_default();
    if !line.trim_start().starts_with(['（', '(', '【', '[']) {
        return None;
    }
    let (before, inside, after) = bracketed(line)?;
    let speaks = before.trim().is_empty() && (!marks(inside).is_empty() || remark(inside));
    speaks.then(|| line.len() - after.len())
}

/// A sentence without the marks that end it, also before what it is worth: `甲；（4分）` is `甲（4分）`.
pub(super) fn bare(sentence: &str) -> String {
    const ENDS: [char; 12] = [
        '。', '！', '；', ';', '.', '!', '，', ',', '、', '：', ':', ' ',
    ];
    let text = sentence.trim().trim_end_matches(ENDS);
    let Some(at) = closing(text).filter(|&at| text[..at].trim_end().ends_with(ENDS)) else {
        return text.to_owned();
    };
    format!("{}{}", text[..at].trim_end_matches(ENDS), &text[at..])
}

/// A point that ends an English sentence, not an abbreviation or a number.
fn full_stop(before: &str, after: &str) -> bool {
    const SHORT: &[&str] = &[
        "e.g", "i.e", "vs", "Dr", "Mr", "Mrs", "Ms", "Prof", "No", "Fig", "cf", "al", "St",
    ];
    let word = before.rsplit([' ', '(', ',']).next().unwrap_or_default();
    let next = after.trim_start();
    let apart = after.is_empty() || after.starts_with(char::is_whitespace);
    let number = !word.is_empty()
        && word.chars().all(|c| c.is_ascii_digit())
        && word.len() == before.trim_start().len();
    apart
        && !SHORT.contains(&word)
        && !number
        && !next.starts_with(|c: char| c.is_lowercase() && c.is_ascii())
}

/// The members of a statement that is a list.
pub(super) fn list(statement: &str) -> Vec<String> {
    let body = ["包括", "主要有", "分为", "包含", "有："]
        .iter()
        .find_map(|word| {
            let (head, rest) = statement.split_once(word)?;
            (head.chars().count() <= 16 && !head.contains(['，', ','])).then_some(rest)
        });
    let body = body.unwrap_or(statement);
    let body = match body.split_once(['：', ':']) {
        Some((head, rest)) if head.chars().count() <= 16 && !rest.trim().is_empty() => rest,
        _ => body,
    };
    let body = body.trim_start_matches(['：', ':', '了', ' ']).trim();
    let body = body
        .strip_prefix('有')
        .filter(|rest| rest.contains('、'))
        .unwrap_or(body);
    // …等方法, …等四个方面: what the members are, not a member.
    let tail = body
        .rfind('等')
        .filter(|&at| body[at..].chars().count() <= 6 && !body[at..].contains('、'));
    let body = tail.map_or(body, |at| &body[..at]);
    let mut parts = split_outside(body, &['、']);
    if parts.len() < 2
        || parts.iter().any(|part| part.chars().count() > 16)
        || parts[..parts.len() - 1]
            .iter()
            .any(|part| part.contains(['，', ',']))
    {
        let clauses = split_outside(body, &['，', ',']);
        let enough = clauses.len() >= 3
            && clauses
                .iter()
                .all(|clause| clause.chars().filter(|c| !c.is_ascii()).count() <= 24);
        return if enough {
            clauses
                .into_iter()
                .map(|clause| strip_opening(clause).trim_start_matches("and ").to_owned())
                .collect()
        } else {
            vec![statement.to_owned()]
        };
    }
    let last = parts.pop().unwrap_or_default();
    let ends = ["以及", "和", "及", "与"]
        .iter()
        .find_map(|word| last.split_once(word));
    match ends.filter(|(a, b)| !a.is_empty() && b.chars().count() >= 2) {
        Some((a, b)) => parts.extend([a, b]),
        None => parts.push(last),
    }
    if parts.len() < 3 {
        return vec![statement.to_owned()];
    }
    parts
        .into_iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect()
}

/// Cuts a text at `marks` that stand outside brackets and quotation marks.
fn split_outside<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 && marks.contains(&c) => {
                parts.push(text[start..at].trim());
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// A sentence without the word that only ties it to the one before.
pub(super) fn strip_opening(sentence: &str) -> &str {
    const WORDS: &[&str] = &[
        "首先",
        "其次",
        "再次",
        "再者",
        "然后",
        "随后",
        "接着",
        "接下来",
        "最后",
        "此外",
        "另外",
        "除此之外",
        "同时",
        "与此同时",
        "总之",
        "综上所述",
        "综上",
        "概括起来",
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "六是",
        "第一",
        "第二",
        "第三",
        "第四",
        "第五",
        "第六",
        "我认为",
        "我觉得",
        "First",
        "Firstly",
        "Second",
        "Secondly",
        "Third",
        "Thirdly",
        "Finally",
        "In addition",
        "Moreover",
        "Furthermore",
        "Also",
        "Then",
        "Next",
        "Therefore",
    ];
    const AFTER: &[&str] = &[
        "还要",
        "还应当",
        "还应该",
        "还应",
        "还需要",
        "还需",
        "也要",
        "也应",
    ];
    let mut rest = sentence;
    loop {
        let before = rest;
        for word in WORDS {
            if let Some(stripped) = rest.strip_prefix(word) {
                let tied = stripped.starts_with(['，', ',', '：', ':', '、']);
                // 第一责任人, 最后一次: part of what is said.
                let counts = word.starts_with('第') || word.is_ascii();
                let bound = stripped.starts_with(['的', '者', '期'])
                    || *word == "最后" && stripped.starts_with('一')
                    || stripped.is_empty();
                if tied || !counts && !bound {
                    rest = stripped.trim_start_matches(['，', ',', '：', ':', '、', ' ']);
                    break;
                }
            }
        }
        for word in AFTER {
            rest = rest
                .strip_prefix(word)
                .filter(|left| !left.starts_with('求'))
                .unwrap_or(rest);
        }
        if rest == before {
            return rest;
        }
    }
}
