//! The numbers that open a line: `1.`, `（一）`, `第2题`, `Q3`, ①.

use super::label;

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
            for unit in ["小题", "道题", "题", "小題", "道題", "題", "问"] {
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
            ("第2題 甲", Some((2, "甲"))),
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
