//! Cost grows with the input as a line: answers and key points that invite a square.

use crate::callgrind::{Count, count};
use crate::devset::{answer_of, grader, question_of};
use std::hint::black_box;
use yaodian::{KeyPoint, Question};

/// How far above a line growth may be. At four times the size a square is four times above.
const SLACK: f64 = 1.25;

/// Bytes of an answer that are read.
const LONGEST_ANSWER: usize = 262_144;

pub fn run() {
    grading();
    key_points();
    pairs();
}

/// Prints how each task grew from size to size; false where one is above its line.
pub fn check(counts: &[Count]) -> bool {
    println!(
        "\n{:>14} {:>14} {:>8}  growth, at most {SLACK} of a line",
        "instructions", "then", "of line"
    );
    let mut passed = true;
    for pair in counts
        .windows(2)
        .filter(|pair| pair[0].name == pair[1].name)
    {
        let [small, large] = pair else {
            unreachable!("windows of two")
        };
        let line = small.instructions as f64 * (large.size as f64 / small.size as f64);
        let share = large.instructions as f64 / line;
        passed &= share <= SLACK;
        println!(
            "{:>14} {:>14} {share:>8.2}  {}, {} to {}{}",
            small.instructions,
            large.instructions,
            small.name,
            small.size,
            large.size,
            if share <= SLACK { "" } else { ": TOO MANY" }
        );
    }
    passed
}

/// Answers of many shapes, and large ones at the sizes where reading ends and far beyond.
fn grading() {
    let points = [
        "立即关闭燃气阀门",
        "油锅先用锅盖盖住，隔绝空气，再移开",
        "不能用水灭火",
        "拨打119",
    ];
    let grader = grader(&Question {
        id: "q".to_owned(),
        question: "油锅起火与电器起火的处置有什么不同？".to_owned(),
        key_points: points.map(KeyPoint::new).to_vec(),
        ..Question::default()
    });
    let grade = |name: &str, size, piece: &str| {
        let answer = piece.repeat(size / piece.len());
        count(name, size, || drop(black_box(grader.grade(&answer))));
    };
    for (name, piece) in [
        ("one word", "a"),
        ("one word in hanzi", "阀"),
        ("clauses", "盖锅盖，"),
        ("words of the points", "关闭燃气阀门用锅盖盖住油锅"),
        ("negations", "不"),
        ("negated clauses", "不是不能用水，"),
        ("topics", "油锅盖住，电器移开，"),
        ("steps", "先移开油锅再盖住"),
        ("digits", "9"),
        ("numerals", "亿"),
        ("numbers", "3.5%，"),
        ("opening brackets", "（"),
        ("quotation marks", "“”"),
        ("full stops", "。"),
        ("blanks", " "),
        ("lines", "\n"),
        ("marks", "\u{301}"),
        ("joiners", "👩\u{200d}"),
        ("letters apart", "a b "),
        ("traditional", "關閉燃氣閥門，"),
        ("full width", "Ａ１，"),
    ] {
        for size in [8_192, 32_768] {
            grade(name, size, piece);
        }
    }
    for (name, piece, whole) in [
        ("one word of 1 MB", "a", 1_000_000),
        ("one word of 1 MB in hanzi", "阀", 1_000_000),
        ("100,000 clauses", "盖锅盖，", 1_200_000),
        (
            "10 MB of prose",
            "先关闭燃气阀门，再用锅盖盖住油锅。",
            10_000_000,
        ),
    ] {
        for size in [LONGEST_ANSWER / 4, LONGEST_ANSWER, whole] {
            grade(name, size, piece);
        }
    }
}

/// Questions that join as many topics, and points of as many topics and steps.
fn pairs() {
    for (name, asked, point) in [
        ("topics of a question", "比较油锅和电器，", None),
        ("topics of a point", "", Some("油锅盖住，电器移开，")),
        ("steps of a point", "", Some("油锅先移开再盖住，")),
    ] {
        for size in [4_096, 16_384] {
            let long = |piece: &str| piece.repeat(size / piece.len().max(1));
            let point = point.map_or_else(|| "油锅先移开，再盖住".to_owned(), long);
            let question = Question {
                id: "q".to_owned(),
                question: format!("比较油锅和电器。{}", long(asked)),
                key_points: vec![KeyPoint::new(point)],
                ..Question::default()
            };
            count(name, size, || drop(black_box(grader(&question))));
        }
    }
}

fn key_points() {
    let answer = answer_of(200);
    let questions = [2_500, 10_000].map(|points| (points, question_of(points)));
    let graders = questions.each_ref().map(|(points, question)| {
        let mut built = None;
        count("build a grader of key points", *points, || {
            built = Some(grader(question))
        });
        (*points, built.expect("it was built"))
    });
    for (points, grader) in &graders {
        count("grade by key points", *points, || {
            drop(black_box(grader.grade(&answer)))
        });
    }
}
