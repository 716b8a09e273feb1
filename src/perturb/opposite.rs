//! Statements turned round: negated, or with directions and numbers swapped.

use super::{Dice, has_han};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Pairs of opposites over all fields, one a line.
pub(super) const ANTONYMS: &str = include_str!("../matching/antonyms.tsv");

/// The first partner of each word.
static OPPOSITE: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut partners = HashMap::new();
    for (one, other) in ANTONYMS.lines().filter_map(|line| line.split_once('\t')) {
        partners.entry(one).or_insert(other);
        partners.entry(other).or_insert(one);
    }
    partners
});

/// Words that already deny, with what says the opposite.
const DENIALS: [(&str, &str); 24] = [
    ("不是", "是"),
    ("并非", "是"),
    ("不得", "可以"),
    ("不能", "能"),
    ("不可", "可"),
    ("不要", "要"),
    ("不应", "应"),
    ("不会", "会"),
    ("不", ""),
    ("没有", "有"),
    ("未经", "经"),
    ("未", ""),
    ("无法", "能够"),
    ("避免", "主张"),
    ("防止", "放任"),
    ("杜绝", "放任"),
    ("禁止", "允许"),
    ("严禁", "允许"),
    ("拒绝", "接受"),
    ("无需", "需要"),
    ("无须", "必须"),
    ("切勿", "务必"),
    ("勿", "要"),
    ("莫", "要"),
];

/// Words before which a negation stands naturally, with the denied form.
const ASSERTIONS: [(&str, &str); 18] = [
    ("是", "不是"),
    ("能", "不能"),
    ("能够", "不能够"),
    ("可以", "不可以"),
    ("可", "不可"),
    ("应", "不应"),
    ("应当", "不应当"),
    ("应该", "不应该"),
    ("必须", "不必"),
    ("需要", "不需要"),
    ("需", "无需"),
    ("要", "不要"),
    ("会", "不会"),
    ("具有", "不具有"),
    ("具备", "不具备"),
    ("属于", "不属于"),
    ("有", "没有"),
    ("使", "不使"),
];

/// What a clause without such a word is put behind.
const DENIED: [(&str, &str); 8] = [
    ("不", ""),
    ("没有", ""),
    ("无需", ""),
    ("非要说", "是不对的"),
    ("从未", ""),
    ("并非", ""),
    ("不应", ""),
    ("不是", "，而是相反"),
];

const CONNECTORS: [&str; 16] = [
    "首先", "其次", "再次", "最后", "然后", "同时", "此外", "另外", "因此", "所以", "并且", "而且",
    "并", "再", "还", "也",
];

const ENGLISH_AUXILIARIES: [&str; 16] = [
    "is", "are", "was", "were", "can", "could", "will", "would", "should", "must", "may", "does",
    "do", "did", "has", "have",
];

/// The clause with its claim denied: a denial it holds goes, otherwise one comes.
pub(super) fn negate(clause: &str, words: &[&str], dice: &mut Dice) -> String {
    if !has_han(clause) {
        return negate_english(clause);
    }
    let denial = words.iter().enumerate().find_map(|(at, word)| {
        let (_, affirmed) = DENIALS.iter().find(|(denial, _)| denial == word)?;
        Some((at, *affirmed))
    });
    let assertion = || {
        words.iter().enumerate().find_map(|(at, word)| {
            let (_, denied) = ASSERTIONS.iter().find(|(assertion, _)| assertion == word)?;
            Some((at, *denied))
        })
    };
    if let Some((at, turned)) = denial.or_else(assertion) {
        let mut words = words.to_vec();
        words[at] = turned;
        return words.concat();
    }
    let lead = CONNECTORS
        .iter()
        .find(|connector| clause.starts_with(**connector))
        .map_or("", |connector| *connector);
    let (before, after) = dice.pick(&DENIED).unwrap_or(DENIED[0]);
    format!("{lead}{before}{}{after}", &clause[lead.len()..])
}

fn negate_english(clause: &str) -> String {
    let words: Vec<&str> = clause.split(' ').collect();
    let place = |wanted: &[&str]| {
        words
            .iter()
            .position(|word| wanted.contains(&word.to_ascii_lowercase().as_str()))
    };
    if let Some(at) = place(&["not", "never", "no"]) {
        return [&words[..at], &words[at + 1..]].concat().join(" ");
    }
    match place(&ENGLISH_AUXILIARIES) {
        Some(at) => [&words[..=at], &["not"], &words[at + 1..]]
            .concat()
            .join(" "),
        None => format!("It is not true that {clause}"),
    }
}

/// The clause with its last direction turned, or else with its numbers changed; `None` where it has neither.
///
/// One direction only: turning both of "the higher A, the lower B" would leave it true.
pub(super) fn swap(clause: &str, words: &[&str]) -> Option<String> {
    let turned = words.iter().enumerate().rev().find_map(|(at, word)| {
        let opposite = OPPOSITE.get(word.to_lowercase().as_str())?;
        // In a clause of two words 大, 前 and the like are mostly part of a name.
        (word.chars().count() > 1 || words.len() > 2).then_some((at, *opposite))
    });
    if let Some((at, opposite)) = turned {
        let mut words = words.to_vec();
        words[at] = opposite;
        return Some(words.concat());
    }
    change_numbers(clause)
}

/// Half as much again and one, so that no unit or range makes it equal; digits within Latin words stay.
fn change_numbers(clause: &str) -> Option<String> {
    let mut changed = String::with_capacity(clause.len() + 2);
    let mut rest = clause;
    let mut any = false;
    while let Some(c) = rest.chars().next() {
        let run = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        let in_word = changed.ends_with(|before: char| before.is_ascii_alphanumeric());
        if run > 0 {
            match rest[..run].parse::<u64>() {
                Ok(value) if !in_word && value < 1_000_000_000 => {
                    changed.push_str(&(value + value / 2 + 1).to_string());
                    any = true;
                }
                _ => changed.push_str(&rest[..run]),
            }
            rest = &rest[run..];
            continue;
        }
        let after = &rest[c.len_utf8()..];
        let counts = after
            .starts_with(|next: char| "年月日天周岁倍成个名项条种次级米元小分秒大".contains(next));
        match "二两三四五六七八九".find(c).filter(|_| counts) {
            Some(at) => {
                changed.extend("五六七九八二四三六".chars().nth(at / c.len_utf8()));
                any = true;
            }
            None => changed.push(c),
        }
        rest = after;
    }
    any.then_some(changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_table_is_pairs() {
        let mut seen = HashSet::new();
        for (line, text) in ANTONYMS.lines().enumerate() {
            let sides: Vec<&str> = text.split('\t').collect();
            let [one, other] = sides[..] else {
                panic!("line {}: {text:?} is not two words and a tab", line + 1);
            };
            assert!(
                one.trim() == one && other.trim() == other && !one.is_empty(),
                "line {}",
                line + 1
            );
            assert_ne!(one, other, "line {}", line + 1);
            assert!(
                seen.insert((one.min(other), one.max(other))),
                "line {}: {text:?} stands twice",
                line + 1
            );
        }
    }

    #[test]
    fn claims_are_denied() {
        let cases: [(&str, &[&str], &str); 6] = [
            ("copula", &["宪法", "是", "根本法"], "宪法不是根本法"),
            (
                "modal",
                &["员工", "可以", "参加", "工会"],
                "员工不可以参加工会",
            ),
            ("denial goes", &["不得", "泄露", "资料"], "可以泄露资料"),
            ("avoidance goes", &["避免", "争论"], "主张争论"),
            (
                "english",
                &["The", "bulb", "is", "lit"],
                "The bulb is not lit",
            ),
            (
                "english verb",
                &["Plants", "need", "light"],
                "It is not true that Plants need light",
            ),
        ];
        for (name, words, expected) in cases {
            let clause = if has_han(expected) {
                words.concat()
            } else {
                words.join(" ")
            };
            assert_eq!(
                negate(&clause, words, &mut Dice::new(&[name])),
                expected,
                "{name}"
            );
        }
        let words = ["并", "定期", "回访", "客户"];
        for seed in ["a", "b", "c", "d", "e", "f"] {
            let denied = negate("并定期回访客户", &words, &mut Dice::new(&[seed]));
            assert!(
                denied.starts_with('并') && denied.contains("定期回访客户"),
                "{denied}"
            );
            assert!(
                DENIED.iter().any(|(before, _)| denied.contains(before)),
                "{denied}"
            );
        }
    }

    #[test]
    fn directions_and_numbers_are_swapped() {
        let cases: [(&str, &[&str], Option<&str>); 6] = [
            ("direction", &["溶解度", "降低"], Some("溶解度增加")),
            (
                "last only",
                &["温度", "升高", "溶解度", "降低"],
                Some("温度升高溶解度增加"),
            ),
            (
                "digits",
                &["24", "小时", "内", "上报"],
                Some("24小时外上报"),
            ),
            ("numbers", &["保存", "10", "年"], Some("保存16年")),
            ("numerals", &["保存", "三", "年"], Some("保存七年")),
            (
                "letters stay",
                &["建立", "档案", "H2O"],
                Some("废除档案H2O"),
            ),
        ];
        for (name, words, expected) in cases {
            assert_eq!(swap(&words.concat(), words).as_deref(), expected, "{name}");
        }
        assert_eq!(change_numbers("H2O 与 PM2"), None);
        assert_eq!(swap("档案", &["档案"]), None);
    }
}
