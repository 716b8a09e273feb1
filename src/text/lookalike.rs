//! Characters that are easily taken for one another in writing.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Groups, one a line: any two of a line look alike. No pair is in it that makes one current word of another (both 100
/// times and more in jieba's dictionary), 大学 of 太学 or 货款 of 贷款, but 未 and 末.
const GROUPS: &str = include_str!("lookalikes.txt");

static LOOKS: LazyLock<FxHashMap<char, Vec<char>>> = LazyLock::new(|| {
    let mut looks: FxHashMap<char, Vec<char>> = FxHashMap::default();
    for group in GROUPS.lines() {
        for c in group.chars() {
            let others = group.chars().filter(|&other| other != c);
            looks.entry(c).or_default().extend(others);
        }
    }
    looks
});

/// The characters that look like this one.
pub(crate) fn lookalikes(c: char) -> &'static [char] {
    LOOKS.get(&c).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::opposite;
    use std::collections::HashSet;

    #[test]
    fn each_pair_stands_once() {
        let mut seen = HashSet::new();
        for (line, group) in GROUPS.lines().enumerate() {
            let chars: Vec<char> = group.chars().collect();
            assert!(chars.len() >= 2, "line {}: {group:?}", line + 1);
            for (at, &one) in chars.iter().enumerate() {
                for &other in &chars[at + 1..] {
                    assert_ne!(one, other, "line {}: {group:?}", line + 1);
                    assert!(
                        seen.insert((one.min(other), one.max(other))),
                        "line {}: {one}{other} stands twice",
                        line + 1
                    );
                }
            }
        }
    }

    #[test]
    fn they_look_alike_both_ways() {
        for (one, other, expected) in [
            ('未', '末', true),
            ('己', '已', true),
            ('戊', '戌', true),
            ('拆', '折', true),
            ('辨', '辫', true),
            ('未', '未', false),
            ('的', '末', false),
        ] {
            assert_eq!(lookalikes(one).contains(&other), expected, "{one}{other}");
            assert_eq!(lookalikes(other).contains(&one), expected, "{other}{one}");
        }
    }

    #[test]
    fn no_slip_turns_what_is_said() {
        for pair in [
            "阳阴", "膜壁", "高低", "升降", "增减", "大小", "多少", "有无", "前后", "左右", "正负",
            "正反", "内外", "买卖", "收付", "借贷", "货贷", "酸碱", "动静", "冷热", "入人", "力办",
        ] {
            let chars: Vec<char> = pair.chars().collect();
            assert!(!lookalikes(chars[0]).contains(&chars[1]), "{pair}");
        }
        for (&one, others) in LOOKS.iter() {
            for &other in others {
                let pair = [one, other].map(String::from);
                assert!(!opposite(&pair[0], &pair[1]), "{one}{other} are opposites");
            }
        }
    }
}
