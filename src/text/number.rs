//! Quantities by value: 24 小时 = 二十四小时, 30% = 百分之三十 = 三成.

use super::normalize::Normalized;
use super::unit::{Unit, unit};
use std::fmt::{self, Write};

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// Bytes `start..end` of the text, unit included.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The value, or the lower end of a range.
    pub(crate) low: f64,
    /// The upper end of a range; `low` for a single value.
    pub(crate) high: f64,
    pub(crate) unit: Unit,
    /// The counting word of a count: 名 of 三名.
    pub(crate) counted_by: Option<char>,
}

/// Whether this is what [`Quantity::key`] makes: no word begins so.
pub(crate) fn is_number_key(word: &str) -> bool {
    word.starts_with('=')
}

/// What a quantity is of and its lower and upper end: the same for equal values of the same unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Value(Unit, [u64; 2]);

impl Quantity {
    /// Its ends, years of two and of four digits as the same year.
    fn ends(&self) -> [f64; 2] {
        let ends = [self.low, self.high];
        match self.unit {
            Unit::Year => ends.map(|year| year % 100.0),
            _ => ends,
        }
    }

    pub(crate) fn value(&self) -> Value {
        Value(self.unit, self.ends().map(f64::to_bits))
    }

    /// The same for equal values of the same unit, and unlike any word.
    pub(crate) fn key(&self) -> String {
        let mut key = String::with_capacity(40);
        let mut write = |part: fmt::Arguments<'_>| key.write_fmt(part).expect("a string takes all");
        write(format_args!("={:?}", self.unit));
        for value in self.ends() {
            // Most are whole, and those are far sooner written.
            match value as u32 {
                whole if f64::from(whole) == value => write(format_args!(" {whole}")),
                _ => write(format_args!(" {value}")),
            }
        }
        key
    }

    /// Whether the two name a value together: 一天 and 12～24 小时; two-digit years as in [`same_value`](Self::same_value).
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.same_value(other) || (self.low <= other.high && other.low <= self.high)
    }

    /// Whether the two name the same value; two-digit years match on their last two digits.
    pub(crate) fn same_value(&self, other: &Self) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
        let year = |value: f64| {
            if self.unit == Unit::Year {
                value % 100.0
            } else {
                value
            }
        };
        let short = self.low < 100.0 || other.low < 100.0;
        if self.unit == Unit::Year && other.unit == Unit::Year && short {
            return close(year(self.low), year(other.low));
        }
        close(self.low, other.low) && close(self.high, other.high)
    }
}

/// Counting words that let a single Chinese numeral count as a number (三名, 五种).
const CLASSIFIERS: &str = "个名位种类次件条项份台辆箱单步点级层人倍家套批组期章句岁届格遍回棵株只";

/// The quantities of a folded text, in order.
pub(crate) fn quantities(folded: &Normalized<'_>) -> Vec<Quantity> {
    let text = &*folded.text;
    let mut found: Vec<Quantity> = Vec::new();
    for &start in &folded.number_starts {
        let within = found.last().is_some_and(|last| start < last.end);
        let before = text.as_bytes()[..start].last();
        // Within a word nothing is read: each of many digits would be read to the last.
        if !within && !before.is_some_and(u8::is_ascii_alphanumeric) {
            found.extend(quantity(text, start));
        }
    }
    found
}

/// Whether a number may begin with this character.
pub(super) fn is_number_start(c: char) -> bool {
    matches!(
        c,
        '0'..='9' | 't' | 'f' | 's' | 'e' | 'n' | '十' | '百' | '半'
    ) || chinese_digit(c).is_some()
}

fn chinese_digit(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' | '俩' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn magnitude(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        '万' => 1e4,
        '亿' => 1e8,
        _ => return None,
    })
}

/// A number as read: its value, its length in bytes, and whether it is digits or at least two Chinese characters.
struct Number {
    value: f64,
    len: usize,
    certain: bool,
}

fn quantity(text: &str, start: usize) -> Option<Quantity> {
    let rest = &text[start..];
    if let Some(rest) = rest.strip_prefix("百分之") {
        let number = number(rest)?;
        let end = start + "百分之".len() + number.len;
        let unit = Unit::Percent;
        return Some(Quantity {
            start,
            end,
            low: number.value,
            high: number.value,
            unit,
            counted_by: None,
        });
    }
    if let Some(rest) = rest.strip_prefix('半') {
        let (unit, factor, len) = unit(rest)?;
        (unit == Unit::Time).then_some(())?;
        let end = start + '半'.len_utf8() + len;
        return Some(Quantity {
            start,
            end,
            low: 0.5 * factor,
            high: 0.5 * factor,
            unit,
            counted_by: None,
        });
    }
    let (first, mut high) = match about(rest) {
        Some((first, high)) => (first, high),
        None => {
            let first = number(rest)?;
            let high = first.value;
            (first, high)
        }
    };
    let mut end = start + first.len;
    let (low, mut certain) = (first.value, first.certain);
    if let Some(rest) = text[end..].strip_prefix("分之") {
        let over = number(rest)?;
        let value = 100.0 * over.value / first.value;
        let end = end + "分之".len() + over.len;
        return Some(Quantity {
            start,
            end,
            low: value,
            high: value,
            unit: Unit::Percent,
            counted_by: None,
        });
    }
    if let Some((second, len)) = upper(&text[end..], low) {
        high = second.value;
        end += len;
        certain = true;
    }
    let mut counted_by = None;
    let (unit, factor, len) = match unit(&text[end..]) {
        // A year is a date where it has two or four digits; 三年 is a time.
        Some((Unit::Year, _, len)) => {
            let digits = first.len / text[start..].chars().next().map_or(1, char::len_utf8);
            let spelled = text[start..start + first.len]
                .chars()
                .all(|c| magnitude(c).is_none());
            let date = (1000.0..3000.0).contains(&low) || (digits == 2 && spelled && low >= 10.0);
            match date {
                true => (Unit::Year, 1.0, len),
                false => (Unit::Time, 31_536_000.0, len),
            }
        }
        Some(found) => found,
        None => {
            let classifier = text[end..]
                .chars()
                .next()
                .filter(|&c| CLASSIFIERS.contains(c));
            certain |= classifier.is_some();
            counted_by = classifier;
            (Unit::Count, 1.0, classifier.map_or(0, char::len_utf8))
        }
    };
    // 一个, 一种: an article, not a number; 十分, 一度: words.
    let measured =
        len > 0 && (low != 1.0 || matches!(unit, Unit::Time | Unit::Length | Unit::Mass));
    (certain || measured).then_some(())?;
    (unit != Unit::Count || low != 1.0 || rest.starts_with('1')).then_some(())?;
    end += len;
    // 80%～90% names its unit twice; two dates stay two.
    if high == low
        && len > 0
        && !matches!(unit, Unit::Year | Unit::Month)
        && let Some((second, to)) = upper(&text[end..], low)
        && let Some((same, again, by)) = super::unit::unit(&text[end + to..])
        && (same, again) == (unit, factor)
    {
        high = second.value;
        end += to + by;
    }
    Some(Quantity {
        start,
        end,
        low: low * factor,
        high: high * factor,
        unit,
        counted_by,
    })
}

/// The larger number to which a range runs on from `low`, and the length of both.
fn upper(rest: &str, low: f64) -> Option<(Number, usize)> {
    let digits = rest.strip_prefix(['-', '~', '～', '—', '–', '至', '到'])?;
    let second = number(digits)?;
    let len = rest.len() - digits.len() + second.len;
    (second.value > low).then_some((second, len))
}

/// Two digits that follow one another say about how many: 三四个, 七八十, 一两天. With 年 they are a date.
fn about(rest: &str) -> Option<(Number, f64)> {
    let mut chars = rest.chars();
    let (one, other) = (chars.next()?, chars.next()?);
    let (low, high) = (chinese_digit(one)?, chinese_digit(other)?);
    let mut len = one.len_utf8() + other.len_utf8();
    let after = chars.next()?;
    if low < 1.0 || high != low + 1.0 || after == '年' || chinese_digit(after).is_some() {
        return None;
    }
    let mut size = 1.0;
    if let Some(next) = magnitude(after) {
        size = next;
        len += after.len_utf8();
        if chars
            .next()
            .is_some_and(|c| magnitude(c).is_some() || chinese_digit(c).is_some())
        {
            return None;
        }
    }
    let number = Number {
        value: size * low,
        len,
        certain: size > 1.0,
    };
    Some((number, size * high))
}

fn number(rest: &str) -> Option<Number> {
    const WORDS: [&str; 11] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    ];
    if rest.starts_with(|c: char| c.is_ascii_lowercase()) {
        let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let at = WORDS.iter().position(|word| *word == &rest[..letters])?;
        return Some(Number {
            value: at as f64 + 2.0,
            len: letters,
            certain: true,
        });
    }
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        digits(rest)
    } else {
        chinese(rest)
    }
}

fn digits(rest: &str) -> Option<Number> {
    let bytes = rest.as_bytes();
    let mut len = 0;
    let mut value = 0.0_f64;
    let mut scale = 0.0;
    while let Some(&byte) = bytes.get(len) {
        match byte {
            b'0'..=b'9' => {
                let digit = f64::from(byte - b'0');
                if scale == 0.0 {
                    value = value * 10.0 + digit;
                } else {
                    value += digit * scale;
                    scale /= 10.0;
                }
            }
            b'.' if scale == 0.0 && bytes.get(len + 1).is_some_and(u8::is_ascii_digit) => {
                scale = 0.1
            }
            b',' if scale == 0.0
                && bytes
                    .get(len + 1..len + 4)
                    .is_some_and(|next| next.iter().all(u8::is_ascii_digit))
                && !bytes.get(len + 4).is_some_and(u8::is_ascii_digit) => {}
            _ => break,
        }
        len += 1;
    }
    for c in rest[len..].chars() {
        let Some(factor) = magnitude(c).filter(|_| c != '十') else {
            break;
        };
        // The 千 of 千米 is the unit's.
        if c == '千' && unit(&rest[len..]).is_some() {
            break;
        }
        value *= factor;
        len += c.len_utf8();
    }
    value.is_finite().then_some(Number {
        value,
        len,
        certain: true,
    })
}

fn chinese(rest: &str) -> Option<Number> {
    let mut len = 0;
    let mut count = 0;
    let (mut total, mut section, mut pending) = (0.0, 0.0, None::<f64>);
    let mut naive = 0.0;
    let mut plain = true;
    for c in rest.chars().take(24) {
        if let Some(digit) = chinese_digit(c) {
            naive = naive * 10.0 + digit;
            pending = Some(digit);
        } else if let Some(size) = magnitude(c) {
            plain = false;
            if size >= 1e4 {
                section = (section + pending.take().unwrap_or(0.0)) * size;
                total += section;
                section = 0.0;
            } else {
                section += pending.take().unwrap_or(1.0) * size;
            }
        } else {
            break;
        }
        count += 1;
        len += c.len_utf8();
    }
    if count == 0 {
        return None;
    }
    let mut value = if plain {
        naive
    } else {
        total + section + pending.unwrap_or(0.0)
    };
    let point = rest[len..].strip_prefix('点').map(|after| {
        after
            .chars()
            .map_while(|c| chinese_digit(c).map(|digit| (c, digit)))
            .collect::<Vec<_>>()
    });
    if let Some(decimals) = point.filter(|decimals| !decimals.is_empty()) {
        let mut scale = 0.1;
        len += '点'.len_utf8();
        for (c, digit) in decimals {
            value += digit * scale;
            scale /= 10.0;
            len += c.len_utf8();
        }
        count += 1;
    }
    Some(Number {
        value,
        len,
        certain: count >= 2,
    })
}

#[cfg(test)]
mod tests {
    use super::super::normalize::normalize;
    use super::*;

    #[test]
    fn equal_values() {
        let cases = [
            ("hours", "24小时", "二十四小时", true),
            ("with measure word", "24 个小时", "二十四小时", true),
            ("a day", "24小时", "一天", true),
            ("percent", "30%", "百分之三十", true),
            ("tenths", "30%", "三成", true),
            ("fraction", "50%", "二分之一", true),
            ("large", "123万", "一百二十三万", true),
            ("mixed", "1,200元", "一千二百元", true),
            ("year", "1978年", "七八年", true),
            ("years spelled", "2024年", "二〇二四年", true),
            ("a time, not a date", "3年", "三年", true),
            ("range", "5-7天", "五至七天", true),
            ("range against single", "5-7天", "5天", false),
            ("decimal", "3.14", "三点一四", true),
            ("length", "1.5公里", "1500米", true),
            ("milliseconds", "100毫秒", "0.1s", true),
            ("other milliseconds", "1ms", "100毫秒", false),
            ("volts", "220v", "220伏", true),
            ("blood pressure", "140mmhg", "140毫米汞柱", true),
            ("pressure", "0.5mpa", "500千帕", true),
            ("energy", "1千瓦时", "3600千焦", true),
            ("weeks", "1 week", "7天", true),
            ("half", "半小时", "30分钟", true),
            ("about", "三四个人", "3~4个", true),
            ("about tens", "七八十公里", "70~80千米", true),
            ("about tenths", "八九成", "80%-90%", true),
            ("a date of two digits", "七八年", "1978年", true),
            ("different", "24小时", "48小时", false),
            ("measured things", "三名员工", "3名", true),
        ];
        for (name, left, right, expected) in cases {
            let [left, right] = [left, right].map(|text| quantities(&normalize(text)));
            assert_eq!(
                (left.len(), right.len()),
                (1, 1),
                "{name}: {left:?} {right:?}"
            );
            let same = left[0].unit == right[0].unit && left[0].same_value(&right[0]);
            assert_eq!(same, expected, "{name}: {left:?} {right:?}");
        }
    }

    #[test]
    fn words_are_not_numbers() {
        for text in [
            "十分重要",
            "一致",
            "万一",
            "统一管理",
            "一个方面",
            "第一时间",
            "co2",
            "a4纸",
            "百姓",
            "半导体",
        ] {
            assert_eq!(quantities(&normalize(text)), [], "{text}");
        }
    }
}
