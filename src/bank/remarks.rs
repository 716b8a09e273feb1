//! What in a document speaks of marks and not of the matter: `（10分）`, `（每点2分，共6分）`, `言之有理即可`.

use super::amounts::{amounts, numbers, numerals, points_of};
use super::marks;
use super::point_line::closing;

/// Speaks of marks and of nothing else.
pub(super) fn remark(text: &str) -> bool {
    let mut words = text.trim();
    while let Some((left, _)) = aside(words, |inside| says_marks(inside) || speaks(inside)) {
        if left.is_empty() {
            return true;
        }
        words = left;
    }
    speaks(&outside(words))
}

/// Says that something is left out, and nothing else.
pub(super) fn omitted(text: &str) -> bool {
    matches!(
        text.trim_end_matches(['。', '.']),
        "略" | "无" | "暂无" | "答案略"
    )
}

/// Takes the remarks out of the texts of a list: whole texts, and what ends the last one in brackets.
///
/// Where an earlier text ends in such brackets too, each speaks of its own text and stays.
pub(super) fn take(texts: &mut Vec<String>) -> Vec<String> {
    let (mut taken, left): (Vec<String>, Vec<String>) =
        texts.drain(..).partition(|text| remark(text));
    *texts = left;
    let marked = texts.iter().any(|text| {
        let words = aside(text, speaks).map_or(text.as_str(), |(words, _)| words);
        marks::is_marked(words)
    });
    // 甲（2分）。乙、丙（每个1分，共2分）: where others have marks of their own, a sum is that of its text.
    let of_list = |inside: &str| speaks(inside) && !(marked && marks::total(inside).is_some());
    let of_all = |inside: &str| speaks(inside) || says_marks(inside) && inside.contains('共');
    if let Some((last, others)) = texts.split_last_mut()
        && !others.iter().any(|text| aside(text, of_all).is_some())
        && let Some((words, note)) = aside(last, of_list).or_else(|| {
            // 甲（共6分） alone is worth as much.
            aside(last, of_all).filter(|(_, note)| !others.is_empty() && !speaks(note))
        })
    {
        taken.push(note.to_owned());
        *last = words.to_owned();
    }
    taken
}

/// A question without what its brackets at the end or start say of marks, and that: `（10分）`, `（10分，每点2分）`, `（答对3种即得满分）`.
pub(super) fn without_marks(text: &str) -> (&str, Option<&str>) {
    let of_question =
        |inside: &str| says_marks(inside) || opens_with_marks(inside) || speaks(inside);
    match aside(text, of_question) {
        Some((words, note)) => (words, Some(note)),
        None => (text.trim(), None),
    }
}

/// A text without the brackets at its end or start, and what they hold, where that is what is looked for.
fn aside(text: &str, wanted: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    const OPEN: [char; 4] = ['(', '（', '【', '['];
    const CLOSE: [char; 4] = [')', '）', '】', ']'];
    let text = text.trim();
    let body = text.trim_end_matches(['。', '；', ';']);
    if let Some(at) = closing(body) {
        let note = body[at..].trim_matches([OPEN, CLOSE].as_flattened());
        if wanted(note) {
            return Some((body[..at].trim_end(), note));
        }
    }
    if text.starts_with(OPEN)
        && let Some(end) = text.find(CLOSE)
    {
        let note = text[..end].trim_matches(OPEN);
        if wanted(note) {
            let rest = text[end..].trim_start_matches(CLOSE);
            return Some((
                rest.trim_start_matches(['.', '、', ':', '：', ' ', '\u{3000}']),
                note,
            ));
        }
    }
    None
}

/// What stands outside brackets.
fn outside(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            let inside = depth > 0;
            match c {
                '（' | '(' | '【' | '[' => depth += 1,
                '）' | ')' | '】' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && !inside
        })
        .collect()
}

/// No remark has more characters.
const LONGEST: usize = 40;

/// Words that speak of marks by themselves.
const SURE: [&str; 12] = [
    "言之有理",
    "言之成理",
    "酌情给分",
    "酌情扣分",
    "酌情赋分",
    "其他合理",
    "其它合理",
    "合理即可",
    "意思对即可",
    "意思相近",
    "意思接近",
    "得满分",
];

/// Words that do so beside a number of marks.
const LIKELY: [&str; 10] = [
    "即可得分",
    "即可给分",
    "每点",
    "每条",
    "每项",
    "每个",
    "每答对",
    "答对一点",
    "答出一点",
    "满分",
];

/// How many marks there are, what for and when: `每点2分`, `任答三点即可`, `言之有理即可`.
fn speaks(text: &str) -> bool {
    if text.chars().nth(LONGEST).is_some() {
        return false;
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let marks = numbers(text)
        .chain(numerals(text))
        .any(|number| points_of(number.after).is_some());
    let enough = marks::enough(text).is_some() && text.contains(['即', '得', '满']);
    has(&SURE) || has(&LIKELY) && marks || enough
}

/// Marks, and then how they are made up: `12分，功绩6分，过失6分`.
fn opens_with_marks(note: &str) -> bool {
    note.split_once(['，', ',', '；', ';', '：', ':'])
        .is_some_and(|(head, rest)| says_marks(head) && amounts(rest).next().is_some())
}

/// Nothing but marks: `本题满分10分`, `10 marks`.
fn says_marks(note: &str) -> bool {
    let words = [
        "分值",
        "满分",
        "本题",
        "本小题",
        "每题",
        "每小题",
        "marks",
        "mark",
        "points",
        "pts",
        "共",
        "计",
        "分",
        "题",
        "约",
        "字",
    ];
    let mut rest = note.to_owned();
    for word in words {
        rest = rest.replace(word, "");
    }
    marks::total(note).is_some()
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || ".:：，,、".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks() {
        let cases = [
            ("每点2分，共10分", true),
            ("（每点2分，共10分）", true),
            ("每个要点两分", true),
            ("【评分】每点2分", true),
            ("评分说明：答出任意三点即可得满分", true),
            ("言之有理即可（每点2分）", true),
            ("答出三点（每点2分）即可得满分", true),
            ("（10分）", true),
            ("抑制法（每点2分，共8分）", false),
            ("（每点2分）抑制法", false),
            ("认真对待每点意见，10分钟内答复", false),
            ("每个部分由2人负责", false),
            ("抑制法（2分）", false),
        ];
        for (text, expected) in cases {
            assert_eq!(remark(text), expected, "{text}");
        }
    }

    #[test]
    fn what_speaks_of_all_texts_is_taken_out() {
        let cases: [(&[&str], &[&str], &[&str]); 7] = [
            (
                &["甲", "乙（每点2分，共4分）。"],
                &["甲", "乙"],
                &["每点2分，共4分"],
            ),
            (
                &["甲", "乙", "言之有理即可"],
                &["甲", "乙"],
                &["言之有理即可"],
            ),
            (&["甲", "乙（共4分）"], &["甲", "乙"], &["共4分"]),
            (&["甲（共4分）"], &["甲（共4分）"], &[]),
            (
                &["甲（2分）", "乙、丙（每个1分，共2分）"],
                &["甲（2分）", "乙、丙（每个1分，共2分）"],
                &[],
            ),
            (
                &["甲（1分）", "乙（2分）"],
                &["甲（1分）", "乙（2分）"],
                &[],
            ),
            (
                &["甲（每点1分，共2分）", "乙（每点2分，共4分）"],
                &["甲（每点1分，共2分）", "乙（每点2分，共4分）"],
                &[],
            ),
        ];
        for (texts, left, notes) in cases {
            let mut texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
            let found = take(&mut texts);
            assert_eq!(
                (texts, found),
                (
                    left.iter().map(|&t| t.to_owned()).collect(),
                    notes.iter().map(|&n| n.to_owned()).collect()
                )
            );
        }
    }
}
