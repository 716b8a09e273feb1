//! Grades one answer inside a program: the question is compiled once and kept.

#![allow(clippy::print_stdout, reason = "only the library may not print")]

use yaodian::{Grader, KeyPoint, Question, report::Status};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let question = Question {
        id: "fire".to_owned(),
        question: "在家炒菜时油锅突然起火，应当怎样处置？".to_owned(),
        key_points: vec![
            KeyPoint::new("立即关闭燃气阀门"),
            KeyPoint {
                weight: Some(2.0),
                aliases: vec!["盖上锅盖把火闷灭".to_owned()],
                ..KeyPoint::new("用锅盖盖住油锅，隔绝空气")
            },
        ],
        max_score: Some(10.0),
        ..Question::default()
    };
    let grader = Grader::builder().build(&question)?;

    let answer = "先把燃气阀门关掉，再用锅盖盖住油锅。";
    let report = grader.grade(answer);
    println!("{} / {}", report.score, report.max_score);
    for point in &report.key_points {
        let text = &question.key_points[point.index].text;
        let said: Vec<&str> = point
            .evidence
            .iter()
            .map(|span| &answer[span.start..span.end])
            .collect();
        if point.status != Status::Missing {
            println!("{:.2} {text}: {}", point.coverage, said.join(" … "));
        }
    }
    Ok(())
}
