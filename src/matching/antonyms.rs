//! Words that say the opposite: a table of pairs, and words that differ in one opposite character.

use std::collections::HashSet;
use std::sync::LazyLock;

static PAIRS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    include_str!("antonyms.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(a, b)| [(a, b), (b, a)])
        .collect()
});

/// Whether two folded words are opposites: 升高/降低, and 阳性/阴性 by 阳/阴.
pub(crate) fn opposite(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    if PAIRS.contains(&(a, b)) {
        return true;
    }
    // Of one length, one character apart, and that one opposite.
    if a.len() != b.len() {
        return false;
    }
    let mut apart = a.char_indices().zip(b.chars()).filter(|((_, a), b)| a != b);
    let (Some(((at, one), other)), None) = (apart.next(), apart.next()) else {
        return false;
    };
    one.len_utf8() == other.len_utf8()
        && PAIRS.contains(&(&a[at..at + one.len_utf8()], &b[at..at + one.len_utf8()]))
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
