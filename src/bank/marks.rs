//! What a document says about marks, in the line of a key point or beside the list of them.

use super::amounts::{amounts, numbers, numerals};
pub(super) use super::point_line::{is_marked, key_point, opens};
use super::{Group, KeyPoint, Question};
use std::cmp::Reverse;

/// What a document says beside the list of key points (`每点2分，共10分`, `任答3点得满分`) or in brackets
/// after the question (`10分`).
pub(super) fn note(note: &str, question: &mut Question) {
    let each = each_point(note);
    let any = enough(note);
    let total = total(note);
    if question.max_score.is_none() {
        question.max_score = total;
    }
    let rules = &mut question.rules;
    rules.each = rules.each.or(each);
    let spoken = rules.groups.iter().any(|group| group.points.is_none());
    if spoken || !rules.groups.is_empty() && any.is_none() {
        return;
    }
    let cap = total.filter(|_| each.is_some() && any.is_none());
    if any.is_some() || cap.is_some() {
        rules.groups.push(Group {
            points: None,
            best: any,
            cap,
        });
    }
}

/// Drops from a question, its points known, what says nothing: 任答3点 of three, 共10分 of five
/// points of 2, 核心 of every point.
pub(super) fn settle(question: &mut Question) {
    // Stars before every point are bullets.
    if question.key_points.iter().all(|point| point.core) {
        question
            .key_points
            .iter_mut()
            .for_each(|point| point.core = false);
    }
    let counting = question
        .key_points
        .iter()
        .filter(|point| !point.bonus && !point.penalty);
    let each = question.rules.each.unwrap_or(1.0);
    let worth = |point: &KeyPoint| {
        point
            .weight
            .unwrap_or(if point.core { 2.0 * each } else { each })
    };
    let (count, sum) = counting.fold((0, 0.0), |(count, sum), point| {
        (count + 1, sum + worth(point))
    });
    for group in question
        .rules
        .groups
        .iter_mut()
        .filter(|group| group.points.is_none())
    {
        group.best = group.best.filter(|&best| best < count);
        group.cap = group.cap.filter(|&cap| cap < sum);
    }
    question
        .rules
        .groups
        .retain(|group| group.best.is_some() || group.cap.is_some());
}

/// Points a text in brackets gives the whole question: `10分`, `本题10分`, `共10分`, `每题10分`, `10 marks`.
pub(super) fn total(note: &str) -> Option<f64> {
    amounts(note)
        .filter(|amount| !per_point(amount.before) && !amount.after.starts_with("分/"))
        .enumerate()
        .max_by_key(|(place, amount)| {
            let before = amount.before.trim_end_matches('计');
            let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
            let rank = match () {
                () if ends(&["每题", "每小题", "每道", "本题", "本小题"]) => 2,
                () if ends(&["共", "满分"]) => 1,
                () => 0,
            };
            (rank, Reverse(*place))
        })
        .map(|(_, amount)| amount.number)
        .filter(|&number| number > 0.0)
}

/// Points that a section gives each of its `questions`: `共5题,每题10分`, `共4题，共40分`, `20分` of a single one.
pub(super) fn each(note: &str, questions: usize) -> Option<f64> {
    let positive = |&number: &f64| number > 0.0;
    let each = amounts(note).find(|amount| {
        let before = amount.before.trim_end_matches('计');
        ["每题", "每小题", "每道", "每道题", "各"]
            .iter()
            .any(|word| before.ends_with(word))
    });
    let count = numbers(note).find(|number| {
        ["题", "小题", "道"]
            .iter()
            .any(|unit| number.after.starts_with(unit))
    });
    let sum = amounts(note).find(|amount| amount.before.ends_with(['共', '计', '，', ',']));
    let shared = || Some(sum?.number / count.filter(|count| count.number > 0.0)?.number);
    let only = || total(note).filter(|_| questions == 1);
    let each = each.map(|amount| amount.number);
    each.or_else(shared).or_else(only).filter(positive)
}

/// Points that each key point is worth: `每点2分`, `每答对一点得2分`.
fn each_point(note: &str) -> Option<f64> {
    let each = amounts(note).find(|amount| per_point(amount.before))?;
    (each.number > 0.0).then_some(each.number)
}

/// What stands before an amount says that it is that of one point: `每点`, `每个要点得`, `答对一点给`.
pub(super) fn per_point(before: &str) -> bool {
    let clause = before.rsplit(CLAUSE_ENDS).next().unwrap_or_default();
    let clause = clause
        .trim()
        .trim_end_matches(['得', '给', '计', '各', '有']);
    let Some(head) = UNITS.iter().find_map(|unit| clause.strip_suffix(unit)) else {
        return false;
    };
    let one = head.ends_with(['一', '1']) && !head.contains('任') && !head.contains("其中");
    one || head.contains(['每', '各'])
}

/// How many points are enough: `任答3点得满分`, `答出任意三点即可`, `答对其中4点即得满分`. None where parts have a number each.
pub(super) fn enough(note: &str) -> Option<usize> {
    let mut counts = numbers(note).chain(numerals(note)).filter_map(|number| {
        let clause = number.before.rsplit(CLAUSE_ENDS).next().unwrap_or_default();
        let after = number.after.trim_start_matches('个');
        let unit = UNITS
            .iter()
            .chain(&["方面", "以上"])
            .find(|unit| after.starts_with(**unit))?;
        let after = &after[unit.len()..];
        let words = [
            "任答",
            "任选",
            "任意",
            "任写",
            "任举",
            "任列",
            "任说",
            "其中任",
            "其中的任",
        ];
        let free = words.iter().any(|word| clause.contains(word)) || clause.ends_with('任');
        let enough = [
            "即可",
            "就可",
            "即得",
            "即给",
            "得满分",
            "给满分",
            "得全分",
            "便得满分",
        ];
        let enough = enough
            .iter()
            .any(|word| after.trim_start().starts_with(word));
        let answered = ["答", "写", "说", "列", "举"]
            .iter()
            .any(|verb| clause.contains(verb));
        let whole = number.number >= 1.0 && number.number.fract() == 0.0 && number.number < 1000.0;
        (whole && !clause.contains('每') && (free || enough && answered))
            .then_some(number.number as usize)
    });
    let count = counts.next()?;
    counts.next().is_none().then_some(count)
}

/// What one key point may be called.
const UNITS: [&str; 8] = ["个要点", "要点", "点", "条", "项", "处", "种", "个"];

const CLAUSE_ENDS: [char; 12] = [
    '，', ',', '；', ';', '。', '、', '（', '(', '）', ')', '：', ':',
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Rules;

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
            ("１０分", Some(10.0)),
            ("本题满分 15 分", Some(15.0)),
            ("共5题,每题10分", Some(10.0)),
            ("每小题8分，共40分", Some(8.0)),
            ("每点2分，共10分", Some(10.0)),
            ("每点2分", None),
            ("答对一点得2.5分，满分10分", Some(10.0)),
            ("任答三点得3分，每点1分", Some(3.0)),
            ("限时10分钟", None),
            ("6 marks", Some(6.0)),
            ("12分，功绩6分，过失4分，总评2分", Some(12.0)),
            ("共5题", None),
            ("0分", None),
        ];
        for (note, expected) in cases {
            assert_eq!(total(note), expected, "{note}");
        }
    }

    #[test]
    fn notes() {
        let group = |best, cap| {
            vec![Group {
                points: None,
                best,
                cap,
            }]
        };
        let any = |best| group(Some(best), None);
        let cases = [
            ("任答3点得满分", None, None, any(3)),
            ("任答三点即可", None, None, any(3)),
            ("答出任意3点即可得满分", None, None, any(3)),
            ("任选３个要点作答", None, None, any(3)),
            ("答对其中4点即得满分，共8分", Some(8.0), None, any(4)),
            ("任答三点得3分，每点1分", Some(3.0), Some(1.0), any(3)),
            ("答出两点即可", None, None, any(2)),
            ("答出5点得满分", None, None, any(5)),
            (
                "每点2分，共10分",
                Some(10.0),
                Some(2.0),
                group(None, Some(10.0)),
            ),
            ("每个要点 1.5 分", None, Some(1.5), vec![]),
            (
                "每答对一点得2分，满分10分",
                Some(10.0),
                Some(2.0),
                group(None, Some(10.0)),
            ),
            ("答对一点给2分", None, Some(2.0), vec![]),
            ("本题10分", Some(10.0), None, vec![]),
            ("6分，答对三种即得满分", Some(6.0), None, any(3)),
            (
                "12分，功绩任答三点6分，过失任答两点4分",
                Some(12.0),
                None,
                vec![],
            ),
            ("应从三个方面作答", None, None, vec![]),
            ("言之有理即可", None, None, vec![]),
            ("每题10分，任何一点都要写清", Some(10.0), None, vec![]),
            ("答出任何三点即可得满分", None, None, any(3)),
            ("任务3项，缺一不可", None, None, vec![]),
        ];
        for (text, max_score, each, groups) in cases {
            let mut question = Question::default();
            note(text, &mut question);
            let expected = Question {
                max_score,
                rules: Rules {
                    each,
                    groups,
                    ..Rules::default()
                },
                ..Question::default()
            };
            assert_eq!(question, expected, "{text}");
        }
    }

    #[test]
    fn limits_that_limit_nothing_go() {
        let cases = [
            ("任答3点得满分", 3, vec![]),
            (
                "任答3点得满分",
                4,
                vec![Group {
                    points: None,
                    best: Some(3),
                    cap: None,
                }],
            ),
            ("每点2分，共10分", 5, vec![]),
            (
                "每点2分，共10分",
                6,
                vec![Group {
                    points: None,
                    best: None,
                    cap: Some(10.0),
                }],
            ),
        ];
        for (text, count, expected) in cases {
            let mut question = Question {
                key_points: vec![KeyPoint::new("要点"); count],
                ..Question::default()
            };
            note(text, &mut question);
            settle(&mut question);
            assert_eq!(question.rules.groups, expected, "{text}, {count} points");
        }
    }
}
