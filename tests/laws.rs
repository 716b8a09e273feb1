//! Laws of grading that hold for every bank and answer.

use proptest::prelude::*;
use yaodian::judge::Model;
use yaodian::report::Status;
use yaodian::{Bank, Grader, KeyPoint, Question, Report};

fn bank() -> Bank {
    Bank::from_json(include_str!("../fixtures/devset/bank.json")).expect("a bank")
}

fn answers() -> Vec<(String, String)> {
    include_str!("../fixtures/devset/answers.jsonl")
        .lines()
        .map(|line| {
            let row: serde_json::Value = serde_json::from_str(line).expect("a row");
            let text = |name: &str| row[name].as_str().expect("a text").to_owned();
            (text("question_id"), text("answer"))
        })
        .collect()
}

fn grade(question: &Question, answer: &str) -> Report {
    let grader = Grader::builder().build(question);
    grader.expect("the question can be graded").grade(answer)
}

#[test]
fn an_answer_equal_to_a_wording_covers_it() {
    let aliased = Question {
        id: "aliased".into(),
        question: "油锅起火时应当怎样处置？".into(),
        key_points: vec![KeyPoint {
            aliases: vec!["盖上锅盖把火闷灭".into(), "cover the pan".into()],
            ..KeyPoint::new("用锅盖隔绝空气")
        }],
        ..Question::default()
    };
    let bank = bank();
    for question in bank.questions().iter().chain([&aliased]) {
        let grader = Grader::builder().build(question).expect("a grader");
        for (index, point) in question.key_points.iter().enumerate() {
            for wording in std::iter::once(&point.text).chain(&point.aliases) {
                let found = &grader.grade(wording).key_points[index];
                assert_eq!(
                    found.status,
                    Status::Covered,
                    "question {}, key point {}: {wording}: coverage {:.2}",
                    question.id,
                    index + 1,
                    found.coverage
                );
            }
        }
    }
}

#[test]
fn the_order_of_points_changes_nothing_for_a_point() {
    let bank = bank();
    for (id, answer) in answers().iter().step_by(7) {
        let question = bank.get(id).expect("the question");
        let mut turned = question.clone();
        turned.key_points.reverse();
        let (there, back) = (grade(question, answer), grade(&turned, answer));
        for (one, other) in there.key_points.iter().zip(back.key_points.iter().rev()) {
            let point = one.index + 1;
            assert!(
                (one.coverage - other.coverage).abs() < 1e-4,
                "question {id}, key point {point}: {} and {}",
                one.coverage,
                other.coverage
            );
            assert_eq!(
                one.evidence, other.evidence,
                "question {id}, key point {point}"
            );
        }
    }
}

#[test]
fn raising_a_threshold_never_raises_the_score() {
    let shipped: serde_json::Value =
        serde_json::from_str(&Model::default().to_json()).expect("the model is JSON");
    let bank = bank();
    let question = bank.get("d03").expect("the question");
    let graders: Vec<Grader> = [
        (0.2, 0.5),
        (0.35, 0.5),
        (0.35, 0.65),
        (0.5, 0.65),
        (0.5, 0.9),
    ]
    .into_iter()
    .map(|(partial, covered)| {
        let mut model = shipped.clone();
        model["thresholds"]["partial"] = partial.into();
        model["thresholds"]["covered"] = covered.into();
        let model = Model::from_json(&model.to_string()).expect("a model");
        Grader::builder()
            .model(model)
            .build(question)
            .expect("a grader")
    })
    .collect();
    for (_, answer) in answers() {
        let scores: Vec<f64> = graders
            .iter()
            .map(|grader| grader.grade(&answer).score)
            .collect();
        assert!(
            scores.is_sorted_by(|low, high| low >= high),
            "{scores:?}: {answer}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Full width, traditional characters, emoji, line ends and combining marks around what covers the point.
    #[test]
    fn evidence_slices_the_answer_and_stands_exactly_where_something_was_found(
        before in "\\PC{0,12}",
        middle in prop::sample::select(vec![
            "關閉燃氣閥門", "关闭燃气阀门。\r\n", "ＣＯ２浓度升高", "燃气\u{200b}阀门要关闭", "关😀闭燃气阀门", "e\u{301}tat 关闭阀门",
        ]),
        after in "\\PC{0,12}",
    ) {
        let question = Question {
            id: "q".into(),
            question: "起火时怎样处置？".into(),
            key_points: vec![KeyPoint::new("立即关闭燃气阀门"), KeyPoint::new("CO2浓度升高")],
            ..Question::default()
        };
        let answer = format!("{before}{middle}{after}");
        for point in grade(&question, &answer).key_points {
            prop_assert_eq!(point.evidence.is_empty(), point.status == Status::Missing);
            for span in point.evidence {
                prop_assert!(span.start < span.end && span.end <= answer.len());
                prop_assert!(answer.get(span.start..span.end).is_some(), "{:?} in {:?}", span, answer);
            }
        }
    }
}
