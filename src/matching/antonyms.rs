//! Words that say the opposite: a table of pairs, and words that differ in one opposite character.

use std::collections::HashMap;
use std::sync::LazyLock;

static PAIRS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut pairs: HashMap<&str, Vec<&str>> = HashMap::new();
    let lines = include_str!("antonyms.tsv").lines();
    for (a, b) in lines.filter_map(|line| line.split_once('\t')) {
        pairs.entry(a).or_default().push(b);
        pairs.entry(b).or_default().push(a);
    }
    pairs
});

fn named(word: &str) -> &'static [&'static str] {
    PAIRS.get(word).map_or(&[], Vec::as_slice)
}

/// Whether two folded words are opposites: 升高/降低, and 阳性/阴性 by 阳/阴.
pub(crate) fn opposite(a: &str, b: &str) -> bool {
    Opposites::of(a).has(b)
}

/// What says the opposite of a word.
pub(crate) struct Opposites<'a> {
    word: &'a str,
    named: &'static [&'static str],
}

impl<'a> Opposites<'a> {
    pub(crate) fn of(word: &'a str) -> Self {
        Self {
            word,
            named: named(word),
        }
    }

    pub(crate) fn has(&self, other: &str) -> bool {
        if self.named.contains(&other) {
            return true;
        }
        // Of one length, one character apart, and that one opposite.
        if self.word.len() != other.len() {
            return false;
        }
        let chars = self.word.char_indices().zip(other.chars());
        let mut apart = chars.filter(|((_, a), b)| a != b);
        let (Some(((at, one), other_one)), None) = (apart.next(), apart.next()) else {
            return false;
        };
        let end = at + one.len_utf8();
        one.len_utf8() == other_one.len_utf8()
            && named(&self.word[at..end]).contains(&&other[at..end])
    }
}

#[cfg(test)]
mod tests {
    use super::opposite;

    #[test]
    fn opposites() {
        let cases = [
            ("升高", "降低", true),
            ("阳性", "阴性", true),
            ("高层", "低层", true),
            ("培训", "教学", false),
            ("升高", "升高", false),
            ("库存", "库位", false),
        ];
        for (a, b, expected) in cases {
            assert_eq!(opposite(a, b), expected, "{a} {b}");
            assert_eq!(opposite(b, a), expected, "{b} {a}");
        }
    }
}
