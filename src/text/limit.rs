//! Limits: whether a number is the least or the most of what it names, 不少于 2 遍, 30 天以内.

use super::number::Quantity;

/// What a number limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Least,
    Most,
}

use Limit::{Least, Most};

/// What stands before a limit; what ends with another comes first.
static BEFORE: [(&str, Limit); 49] = [
    ("不少于", Least),
    ("不低于", Least),
    ("不小于", Least),
    ("不短于", Least),
    ("不早于", Least),
    ("不超过", Most),
    ("不多于", Most),
    ("不高于", Most),
    ("不大于", Most),
    ("不长于", Most),
    ("不晚于", Most),
    ("至少", Least),
    ("最少", Least),
    ("最低", Least),
    ("起码", Least),
    ("超过", Least),
    ("大于", Least),
    ("高于", Least),
    ("多于", Least),
    ("长于", Least),
    ("晚于", Least),
    ("≥", Least),
    (">", Least),
    ("at least", Least),
    ("more than", Least),
    ("longer than", Least),
    ("higher than", Least),
    ("greater than", Least),
    ("later than", Least),
    ("above", Least),
    ("over", Least),
    ("至多", Most),
    ("最多", Most),
    ("最高", Most),
    ("低于", Most),
    ("少于", Most),
    ("小于", Most),
    ("短于", Most),
    ("早于", Most),
    ("≤", Most),
    ("<", Most),
    ("at most", Most),
    ("up to", Most),
    ("less than", Most),
    ("fewer than", Most),
    ("lower than", Most),
    ("earlier than", Most),
    ("below", Most),
    ("within", Most),
];

/// What stands after one.
static AFTER: [(&str, Limit); 12] = [
    ("及以上", Least),
    ("以上", Least),
    ("以外", Least),
    ("or more", Least),
    ("or above", Least),
    ("及以下", Most),
    ("以下", Most),
    ("以内", Most),
    ("之内", Most),
    ("内", Most),
    ("or less", Most),
    ("or below", Most),
];

impl Limit {
    /// What the words beside a number of a folded text make of it; `denied` tells whether the word that begins at a byte is
    /// negated, as 超过 in 不得超过.
    pub(crate) fn of(
        text: &str,
        number: &Quantity,
        denied: impl Fn(usize) -> bool,
    ) -> Option<Self> {
        let (before, after) = (&text[..number.start], &text[number.end..]);
        let (before, after) = (before.trim_end(), after.trim_start());
        let stands = BEFORE.iter().find(|(word, _)| before.ends_with(word));
        let stands = stands.map(|&(word, limit)| (before.len() - word.len(), limit));
        let follows = || AFTER.iter().find(|(word, _)| after.starts_with(word));
        let (at, limit) = stands.or_else(|| follows().map(|&(_, limit)| (number.start, limit)))?;
        Some(match (limit, denied(at)) {
            (limit, false) => limit,
            (Least, true) => Most,
            (Most, true) => Least,
        })
    }

    /// Whether a number of the same unit keeps it, where it stands at `at`.
    pub(crate) fn keeps(self, at: &Quantity, number: &Quantity) -> bool {
        match self {
            Least => number.low >= at.low,
            Most => number.high <= at.high,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::normalize::normalize;
    use super::super::number::quantities;
    use super::*;

    #[test]
    fn limits() {
        let cases = [
            ("读题不少于2遍", Some(Least)),
            ("时速不超过 40 公里", Some(Most)),
            ("超过3天", Some(Least)),
            ("24小时内上报", Some(Most)),
            ("150米以外", Some(Least)),
            ("2 m及以上", Some(Least)),
            ("at least 3 days", Some(Least)),
            ("2 hours or less", Some(Most)),
            ("up to 3 days", Some(Most)),
            ("读题2遍", None),
        ];
        for (text, expected) in cases {
            let number = quantities(&normalize(text))[0];
            assert_eq!(Limit::of(text, &number, |_| false), expected, "{text}");
        }
    }

    #[test]
    fn what_is_denied_limits_the_other_way() {
        let text = "时速不得超过 40 公里";
        let number = quantities(&normalize(text))[0];
        let denied = |at| at == text.find("超过").expect("it is there");
        assert_eq!(Limit::of(text, &number, denied), Some(Most));
    }

    #[test]
    fn numbers_keep_limits() {
        let number = |text| quantities(&normalize(text))[0];
        assert!(Least.keeps(&number("2遍"), &number("三遍")));
        assert!(!Least.keeps(&number("2遍"), &number("1-3遍")));
        assert!(Most.keeps(&number("24小时"), &number("半天")));
        assert!(!Most.keeps(&number("24小时"), &number("两天")));
    }
}
