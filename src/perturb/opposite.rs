//! Statements turned round: negated, or with directions and numbers swapped.

use super::{Dice, has_han};
use crate::matching::opposites;

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
const ASSERTIONS: [(&str, &str); 14] = [
    ("是", "不是"),
    ("能", "不能"),
    ("能够", "不能够"),
    ("可以", "不可以"),
    ("应", "不应"),
    ("应当", "不应当"),
    ("应该", "不应该"),
    ("必须", "不必"),
    ("需要", "不需要"),
    ("要", "不要"),
    ("具有", "不具有"),
    ("具备", "不具备"),
    ("属于", "不属于"),
    ("有", "没有"),
];

/// What denies a clause that begins with its verb.
const BEFORE_VERBS: [&str; 6] = ["不", "没有", "无需", "从未", "不应", "拒绝"];

/// What denies any clause: before and after it.
const AROUND: [(&str, &str); 4] = [
    ("并非", ""),
    ("不是", "，而是相反"),
    ("认为", "是错误的"),
    ("", "是不对的"),
];

/// A clause that begins so states a condition or an example, not a claim.
const CONDITIONS: [&str; 12] = [
    "如", "若", "假如", "只要", "只有", "除非", "无论", "例如", "比如", "因为", "由于", "为了",
];

/// Words that may open a clause before its claim.
const CONNECTORS: [&str; 24] = [
    "首先", "其次", "再次", "最后", "然后", "随后", "同时", "此外", "另外", "因此", "所以", "但",
    "但是", "而", "而是", "则", "且", "并且", "而且", "并", "再", "还", "也", "又",
];

const ENGLISH_AUXILIARIES: [&str; 16] = [
    "is", "are", "was", "were", "can", "could", "will", "would", "should", "must", "may", "does",
    "do", "did", "has", "have",
];

/// The clause, cut into words with jieba's tags, with its claim denied: a denial it holds goes, otherwise one comes.
/// `None` for a clause that claims nothing by itself.
pub(super) fn negate(words: &[(&str, &str)], dice: &mut Dice) -> Option<String> {
    let mut turned: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    let clause = turned.concat();
    if !has_han(&clause) {
        return Some(negate_english(&clause));
    }
    if CONDITIONS
        .iter()
        .any(|condition| clause.starts_with(condition))
    {
        return None;
    }
    let find = |table: &[(&str, &'static str)]| {
        words.iter().enumerate().find_map(|(at, (word, _))| {
            let (_, other) = table.iter().find(|(from, _)| from == word)?;
            Some((at, *other))
        })
    };
    if let Some((at, other)) = find(&DENIALS).or_else(|| find(&ASSERTIONS)) {
        turned[at] = other;
        return Some(turned.concat());
    }
    let leads = usize::from(CONNECTORS.contains(turned.first()?));
    let (lead, claim) = (turned[..leads].concat(), turned[leads..].concat());
    let (before, after) = match words.get(leads) {
        Some((_, tag)) if tag.starts_with('v') => (dice.pick(&BEFORE_VERBS)?, ""),
        _ => dice.pick(&AROUND)?,
    };
    Some(format!("{lead}{before}{claim}{after}"))
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
        let opposite = opposites(&word.to_lowercase()).first()?;
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
        let alone =
            !changed.ends_with(|before: char| "一二两三四五六七八九十百千万".contains(before));
        match "二两三四五六七八九".find(c).filter(|_| counts && alone) {
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

    #[test]
    fn claims_are_denied() {
        let cases: [(&str, &[&str], Option<&str>); 7] = [
            ("copula", &["宪法", "是", "根本法"], Some("宪法不是根本法")),
            (
                "modal",
                &["员工", "可以", "参加", "工会"],
                Some("员工不可以参加工会"),
            ),
            (
                "denial goes",
                &["不得", "泄露", "资料"],
                Some("可以泄露资料"),
            ),
            ("avoidance goes", &["避免", "争论"], Some("主张争论")),
            ("condition", &["如果", "账实", "不", "符"], None),
            (
                "english",
                &["The", " ", "bulb", " ", "is", " ", "lit"],
                Some("The bulb is not lit"),
            ),
            (
                "english verb",
                &["Plants", " ", "grow"],
                Some("It is not true that Plants grow"),
            ),
        ];
        for (name, words, expected) in cases {
            let words: Vec<(&str, &str)> = words.iter().map(|word| (*word, "n")).collect();
            let found = negate(&words, &mut Dice::new(&[name]));
            assert_eq!(found.as_deref(), expected, "{name}");
        }
        for seed in ["a", "b", "c", "d", "e", "f"] {
            let mut dice = Dice::new(&[seed]);
            let verb = [("并", "c"), ("回访", "v"), ("客户", "n")];
            let denied = negate(&verb, &mut dice).expect("a claim");
            let begins = |before: &&str| denied == format!("并{before}回访客户");
            assert!(BEFORE_VERBS.iter().any(begins), "{denied}");
            let noun = [("一线", "n"), ("员工", "n"), ("流动", "v"), ("快", "a")];
            let denied = negate(&noun, &mut dice).expect("a claim");
            let around =
                |(before, after): &(&str, &str)| denied == format!("{before}一线员工流动快{after}");
            assert!(AROUND.iter().any(around), "{denied}");
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
                &["24", "小时", "内", "完成"],
                Some("24小时外完成"),
            ),
            ("numbers", &["抄写", "10", "年"], Some("抄写16年")),
            ("numerals", &["抄写", "三", "年"], Some("抄写七年")),
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
        assert_eq!(change_numbers("一两次"), None, "no number is meant");
        assert_eq!(swap("档案", &["档案"]), None);
    }
}
