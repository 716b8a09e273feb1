//! Numbers and amounts of points in the text of a document.

/// A number in a text.
#[derive(Clone, Copy)]
pub(super) struct Number<'a> {
    pub(super) number: f64,
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// The value of an ASCII or full-width digit.
fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// The numbers in digits.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Number<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(|c| digit(c).is_some())?;
            let within = |c: char| digit(c).is_some() || c == '.' || c == '．';
            let end = text[start..]
                .find(|c| !within(c))
                .map_or(text.len(), |length| start + length);
            from = end;
            let written: String = text[start..end]
                .chars()
                .map(|c| {
                    digit(c)
                        .and_then(|value| char::from_digit(value, 10))
                        .unwrap_or('.')
                })
                .collect();
            if let Ok(number) = written.parse() {
                let (before, after) = (text[..start].trim_end(), text[end..].trim_start());
                return Some(Number {
                    number,
                    before,
                    after,
                });
            }
        }
    })
}

/// The numbers that stand before 分, marks or points, but not before 分钟, 分之, 分类.
pub(super) fn amounts(text: &str) -> impl Iterator<Item = Number<'_>> {
    numbers(text).filter(|number| points_of(number.after).is_some())
}

/// What follows the unit of an amount of points.
pub(super) fn points_of(text: &str) -> Option<&str> {
    let rest = ["分", "marks", "mark", "points", "point", "pts"]
        .iter()
        .find_map(|unit| text.strip_prefix(unit))?;
    let other = [
        "钟", "之", "类", "步", "析", "组", "别", "段", "层", "公", "米", "s",
    ];
    (!other.iter().any(|word| rest.starts_with(word))).then_some(rest)
}

/// The numbers from one to ten in Chinese.
pub(super) fn numerals(text: &str) -> impl Iterator<Item = Number<'_>> {
    const NUMERALS: &str = "一二三四五六七八九十";
    text.char_indices().filter_map(|(at, c)| {
        let c = if c == '两' { '二' } else { c };
        let number = NUMERALS.chars().position(|numeral| numeral == c)? as f64 + 1.0;
        Some(Number {
            number,
            before: &text[..at],
            after: &text[at + c.len_utf8()..],
        })
    })
}
