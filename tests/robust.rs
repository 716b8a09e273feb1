//! Any text, any size, any number of threads: an answer or a refusal, always the same.

mod reports;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use yaodian::answers::{Form, Reading};
use yaodian::report::Status;
use yaodian::{
    Answer, Bank, Batch, Grader, Graders, KeyPoint, Question, Report, RowError, agreement, perturb,
};

const BANK: &str = include_str!("../fixtures/devset/bank.json");
const ANSWERS: &str = include_str!("../fixtures/devset/answers.jsonl");

fn bank() -> Bank {
    Bank::from_json(BANK).expect("the fixture's bank")
}

fn answers() -> Vec<Answer> {
    let rows = Reading::new()
        .form(Form::Jsonl)
        .read(ANSWERS.as_bytes())
        .expect("JSON Lines");
    rows.collect::<Result<_, _>>()
        .expect("the fixture's answers are whole")
}

fn question(points: impl IntoIterator<Item = impl Into<String>>) -> Question {
    Question {
        id: "q".to_owned(),
        question: "油锅起火时应当怎样处置？".to_owned(),
        key_points: points.into_iter().map(KeyPoint::new).collect(),
        ..Question::default()
    }
}

fn grader(question: &Question) -> Grader {
    Grader::builder()
        .build(question)
        .expect("the question can be graded")
}

/// Text of any characters, and of those that folding, cutting and reading treat in their own way.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "关闭燃气阀门",
        "不能",
        "并非不",
        "没有",
        "用水灭火",
        "百分之",
        "一亿亿",
        "１２.５％",
        "½",
        "1e999",
        "-",
        "Don't ",
        "e\u{301}\u{301}",
        "👨\u{200d}👩\u{200d}👧",
        "\u{202e}",
        "\u{feff}",
        "\0",
        "\r\n",
        "\n\n",
        "。",
        "，",
        "（",
        "）",
        "①",
        "“",
        "《",
        "ﬃ",
        "㍿",
        "燃氣閥門",
        "\u{10ffff}",
        "答题要点：",
        "1. ",
        "{",
        "[",
        "\"",
        "\t",
    ];
    let piece = prop_oneof![
        3 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => vec(any::<char>(), 0..8).prop_map(String::from_iter),
        1 => "[一-龥]{1,6}",
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Any JSON, with the numbers that overflow and the indices that name no point.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..6_u64).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((field(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn field() -> impl Strategy<Value = String> {
    let fields = [
        "id",
        "question",
        "reference",
        "key_points",
        "max_score",
        "each",
        "step",
        "groups",
        "exclusive",
        "ordered",
        "penalty_cap",
        "contradiction",
        "length",
        "single_use",
        "tolerance",
        "risk",
        "text",
        "weight",
        "core",
        "bonus",
        "penalty",
        "partial",
        "aliases",
        "all_of",
        "requires",
        "strict",
        "points",
        "best",
        "cap",
        "min",
        "max",
        "question_id",
        "answer",
        "gold",
        "overall",
        "human_score",
        "covered",
        "答案",
    ];
    proptest::sample::select(fields.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_to_any_question_is_graded(points in vec(text(), 1..5), alias in text(), answer in text()) {
        let mut question = question(points);
        question.key_points[0].aliases.push(alias);
        if let Ok(grader) = Grader::builder().build(&question) {
            reports::check(&answer, &question, &grader.grade(&answer));
            for variant in perturb::twins(&answer).into_iter().chain(perturb::gaming(&question, None)) {
                reports::check(&variant.text, &question, &grader.grade(&variant.text));
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in text()) {
        let _ = agreement::read(&text);
        let _ = Bank::from_json(&text);
        let _ = Bank::from_document(&text);
        for name in ["a.json", "a.txt", "a.docx", "a"] {
            let _ = Bank::from_bytes(name, text.as_bytes());
        }
        if let Ok(rows) = Reading::new().read(std::io::Cursor::new(text)) {
            rows.for_each(drop);
        }
    }

    #[test]
    fn any_bank_in_json_is_graded_or_refused(rules in vec((field(), value()), 0..6), point in vec((field(), value()), 0..4)) {
        let mut first = serde_json::Map::from_iter(point);
        first.insert("text".to_owned(), json!("用锅盖盖住油锅"));
        let mut fields = serde_json::Map::from_iter(rules.clone());
        fields.insert("id".to_owned(), json!("q"));
        fields.insert("question".to_owned(), json!("怎样处置？"));
        fields.insert("key_points".to_owned(), json!([first, "关闭阀门", "拨打119"]));
        if let Ok(bank) = Bank::from_json(&json!([fields]).to_string())
            && let Ok(grader) = Grader::builder().build(&bank.questions()[0])
        {
            let answer = "关闭阀门，不用锅盖盖住油锅，拨打119。";
            reports::check(answer, &bank.questions()[0], &grader.grade(answer));
        }
        let row = Value::Object(rules.into_iter().collect()).to_string();
        let _ = agreement::read(&row);
    }
}

#[test]
fn what_is_too_large_is_read_to_a_bound_and_what_is_too_deep_is_refused() {
    let grader = grader(&question(["立即关闭燃气阀门", "用锅盖盖住油锅"]));
    for (name, answer) in [
        ("one word of 1 MB", "a".repeat(1_000_000)),
        ("one word of 1 MB in hanzi", "阀".repeat(333_333)),
        ("100,000 clauses", "盖锅盖，".repeat(100_000)),
        (
            "10 MB of prose",
            "先关闭燃气阀门，再用锅盖盖住油锅。".repeat(200_000),
        ),
    ] {
        let report = grader.grade(&answer);
        reports::check(&answer, grader.question(), &report);
        assert!(
            report.flags.contains(&yaodian::report::Flag::TooLong),
            "{name}: {:?}",
            report.flags
        );
    }
    for (name, json) in [
        ("lists", "[".repeat(1_000_000)),
        ("objects", r#"[{"id":"#.repeat(100_000)),
        (
            "lists in an unknown field",
            format!(r#"[{{"id":1,"question":"q","x":{}"#, "[".repeat(1_000_000)),
        ),
        (
            "lists in key points",
            format!(
                r#"[{{"id":1,"question":"q","key_points":{}"#,
                "[".repeat(1_000_000)
            ),
        ),
    ] {
        assert!(Bank::from_json(&json).is_err(), "{name}");
        assert!(agreement::read(&json).is_err(), "{name}");
        let rows = Reading::new()
            .form(Form::Jsonl)
            .read(std::io::Cursor::new(json))
            .expect("JSON Lines");
        assert_eq!(rows.filter(Result::is_ok).count(), 0, "{name}");
    }
}

#[test]
fn ten_thousand_key_points_are_built_and_graded() {
    let points: Vec<String> = (0..10_000)
        .map(|index| format!("先关闭第{index}号阀门"))
        .collect();
    let grader = grader(&question(&points));
    let answer = "先关闭第9999号阀门，再关闭第12号阀门。";
    let report = grader.grade(answer);
    reports::check(answer, grader.question(), &report);
    assert_ne!(report.key_points[9_999].status, Status::Missing);
}

#[test]
fn threads_and_caches_change_no_byte() {
    let builder = Grader::builder();
    let graders = Graders::compile(&builder, &bank());
    let rows: Vec<Result<Answer, RowError>> =
        answers().into_iter().chain(answers()).map(Ok).collect();
    let bytes = |report: &Report| serde_json::to_string(report).expect("a report has JSON");
    let graded = |batch: Batch| -> Vec<String> {
        let rows = batch.grade(rows.clone());
        rows.map(|row| bytes(&row.expect("each can be graded").report))
            .collect()
    };
    let batch = Batch::new(graders.clone());
    let expected = graded(batch.clone().threads(1).cache_bytes(0));
    for (name, batch) in [
        ("cached", batch.clone().threads(1)),
        ("2 threads", batch.clone().threads(2).cache_bytes(0)),
        ("5 threads, cached", batch.clone().threads(5)),
        (
            "5 threads, a cache too small",
            batch.threads(5).cache_bytes(10_000),
        ),
    ] {
        assert_eq!(graded(batch), expected, "{name}");
    }
    // The order in which a grader has seen answers is no matter.
    let fresh = Graders::compile(&builder, &bank());
    for (answer, expected) in answers().iter().zip(&expected).rev() {
        for graders in [&graders, &fresh] {
            let grader = graders.get(&answer.question_id);
            let grader = grader.expect("a question of the bank");
            let report = Report {
                answer_id: answer.id.clone(),
                ..grader.grade(&answer.text)
            };
            assert_eq!(&bytes(&report), expected, "{}", answer.id);
        }
    }
}
