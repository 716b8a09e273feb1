//! Words that say the opposite: a table of pairs, and words that differ in one opposite character.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Opposites over all fields: a line holds two groups with a tab between, each of whose words excludes those of the other.
const TABLE: &str = include_str!("antonyms.tsv");

static NAMED: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut named: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (one, other) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
        for a in one.split(' ') {
            for b in other.split(' ') {
                named.entry(a).or_default().push(b);
                named.entry(b).or_default().push(a);
            }
        }
    }
    named
});

/// What the table names as the word's opposites, in its order: the plainest first.
pub(crate) fn named(word: &str) -> &'static [&'static str] {
    NAMED.get(word).map_or(&[], Vec::as_slice)
}

/// Stand before a quality and say how much of it there is, or that something comes to it: 过松, 变长, 抬高.
const DEGREES: &str = "过变偏较更最很太略稍放抬加减升降提调拉增缩扩拓压垫转渐越愈极";

/// The quality that a word names by one character; empty if it names none so.
fn quality(word: &str) -> &str {
    let mut chars = word.char_indices();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(_), None, _) => word,
        (Some((_, degree)), Some((at, _)), None) if DEGREES.contains(degree) => &word[at..],
        _ => "",
    }
}

/// Whether two folded words are opposites: 升高/降低, and 阳性/阴性 by 阳/阴.
pub(crate) fn opposite(a: &str, b: &str) -> bool {
    Opposites::of(a).has(b)
}

/// What says the opposite of a word.
pub(crate) struct Opposites<'a> {
    word: &'a str,
    named: &'static [&'static str],
    /// What says the opposite of the quality that it names.
    against: &'static [&'static str],
}

impl<'a> Opposites<'a> {
    pub(crate) fn of(word: &'a str) -> Self {
        Self {
            word,
            named: named(word),
            against: named(quality(word)),
        }
    }

    pub(crate) fn has(&self, other: &str) -> bool {
        if self.named.contains(&other) {
            return true;
        }
        if !self.against.is_empty() && self.against.contains(&quality(other)) {
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
    use super::{TABLE, opposite};
    use std::collections::HashSet;

    #[test]
    fn the_table_is_pairs() {
        let mut seen = HashSet::new();
        for (line, text) in TABLE.lines().enumerate() {
            let sides: Vec<&str> = text.split('\t').collect();
            let [one, other] = sides[..] else {
                panic!("line {}: {text:?} is not two groups and a tab", line + 1);
            };
            let mut words = HashSet::new();
            for word in one.split(' ').chain(other.split(' ')) {
                assert!(
                    word.trim() == word && !word.is_empty() && words.insert(word),
                    "line {}: {word:?}",
                    line + 1
                );
            }
            assert!(
                seen.insert((one.min(other), one.max(other))),
                "line {}: {text:?} stands twice",
                line + 1
            );
        }
    }

    #[test]
    fn opposites() {
        let cases = [
            ("升高", "降低", true),
            ("阳性", "阴性", true),
            ("高层", "低层", true),
            ("培训", "教学", false),
            ("升高", "升高", false),
            ("库存", "库位", false),
            ("过松", "紧", true),
            ("抬高", "放低", true),
            ("过松", "过", false),
            ("加强", "促进", false),
            ("削减", "加大", true),
        ];
        for (a, b, expected) in cases {
            assert_eq!(opposite(a, b), expected, "{a} {b}");
            assert_eq!(opposite(b, a), expected, "{b} {a}");
        }
    }
}
