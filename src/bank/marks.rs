//! What a document writes beside its key points to say what they are worth.

use super::{KeyPoint, Question};

/// A key point from its line in a document, number or bullet taken off.
pub(super) fn key_point(line: &str) -> KeyPoint {
    KeyPoint::new(line)
}

/// What a document says beside the list of key points (`每点2分，共10分`) or in brackets after the question (`10分`).
pub(super) fn note(note: &str, question: &mut Question) {
    if question.max_score.is_none() {
        question.max_score = total(note);
    }
}

/// Points a text in brackets gives the whole question: `10分`, `本题10分`, `共10分`, `每题10分`, `10 marks`.
pub(super) fn total(note: &str) -> Option<f64> {
    let (number, before, after) = numbers(note)
        .filter(|(_, _, after)| {
            ["分", "marks", "points", "pts"]
                .iter()
                .any(|u| after.starts_with(u))
        })
        .filter(|(_, _, after)| !after.starts_with("分钟") && !after.starts_with("分之"))
        .max_by_key(|(_, before, _)| {
            let ends = |words: &[&str]| {
                words
                    .iter()
                    .any(|word| before.trim_end_matches('计').ends_with(word))
            };
            match () {
                () if ends(&["每题", "每小题", "每道", "本题", "本小题"]) => 2,
                () if ends(&["共", "满分"]) => 1,
                () => 0,
            }
        })?;
    let each = ["点", "条", "项", "个", "处"]
        .iter()
        .any(|unit| before.ends_with(unit))
        && before.contains(['每', '各']);
    (!each && !after.starts_with("分/") && number > 0.0).then_some(number)
}

/// Points that a section gives each of its `questions`: `共5题,每题10分`, `共4题，共40分`, `20分` of a single one.
pub(super) fn each(note: &str, questions: usize) -> Option<f64> {
    let positive = |&number: &f64| number > 0.0;
    let each = numbers(note)
        .find(|(_, before, after)| {
            after.starts_with('分')
                && ["每题", "每小题", "每道", "每道题", "各"]
                    .iter()
                    .any(|word| before.trim_end_matches('计').ends_with(word))
        })
        .map(|(number, ..)| number);
    let count = numbers(note).find(|(_, _, after)| {
        ["题", "小题", "道"]
            .iter()
            .any(|unit| after.starts_with(unit))
    });
    let sum = numbers(note).find(|(_, before, after)| {
        after.starts_with('分') && before.ends_with(['共', '计', '，', ','])
    });
    let shared = || Some(sum?.0 / count.filter(|count| count.0 > 0.0)?.0);
    let only = || total(note).filter(|_| questions == 1);
    each.or_else(shared).or_else(only).filter(positive)
}

/// Each number of a text with what stands before and after it.
fn numbers(text: &str) -> impl Iterator<Item = (f64, &str, &str)> {
    let digit = |c: char| c.is_ascii_digit() || c == '.';
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(|c: char| c.is_ascii_digit())?;
            let end = text[start..]
                .find(|c| !digit(c))
                .map_or(text.len(), |length| start + length);
            rest = end;
            if let Ok(number) = text[start..end].parse() {
                return Some((number, text[..start].trim_end(), text[end..].trim_start()));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares() {
        let cases = [
            ("共5题,每题10分", 5, Some(10.0)),
            ("每小题6分，共18分", 3, Some(6.0)),
            ("共4题，共40分", 3, Some(10.0)),
            ("本大题共2小题，每小题15分，计30分", 2, Some(15.0)),
            ("20分", 1, Some(20.0)),
            ("20分", 2, None),
            ("共5题", 5, None),
        ];
        for (note, questions, expected) in cases {
            assert_eq!(each(note, questions), expected, "{note}");
        }
    }

    #[test]
    fn totals() {
        let cases = [
            ("10分", Some(10.0)),
            ("本题满分 15 分", Some(15.0)),
            ("共5题,每题10分", Some(10.0)),
            ("每小题8分，共40分", Some(8.0)),
            ("每点2分，共10分", Some(10.0)),
            ("每点2分", None),
            ("答对一点得2.5分，满分10分", Some(10.0)),
            ("限时10分钟", None),
            ("6 marks", Some(6.0)),
            ("共5题", None),
            ("0分", None),
        ];
        for (note, expected) in cases {
            assert_eq!(total(note), expected, "{note}");
        }
    }
}
