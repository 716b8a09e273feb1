//! Time grows with the input as a line: answers, key points and files that invite a square.

use std::hint::black_box;
use std::time::{Duration, Instant};
use yaodian::answers::{Form, Reading};
use yaodian::{Answer, Bank, Grader, KeyPoint, Question, agreement};

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

/// The least of four runs: what else the machine does only adds.
fn time(task: &dyn Fn()) -> Duration {
    let run = |_| {
        let began = Instant::now();
        task();
        began.elapsed()
    };
    (0..4).map(run).min().expect("four runs")
}

/// One task of eight times the size may take four times as long as eight tasks: a square takes eight times.
fn check_growth(name: &str, small: usize, task: impl Fn(usize) -> Box<dyn Fn()>) {
    const GROWTH: usize = 8;
    const SLACK: u32 = 4;
    let (short, long) = (task(small), task(GROWTH * small));
    let eight = time(&|| (0..GROWTH).for_each(|_| short()));
    let one = time(&*long);
    assert!(
        one < eight.max(Duration::from_millis(2)) * SLACK,
        "{name}: {GROWTH} of {small} took {eight:?}, one of {} took {one:?}",
        GROWTH * small
    );
}

#[test]
fn grading_grows_with_the_answer_as_a_line() {
    let grader = grader(&question([
        "立即关闭燃气阀门",
        "用锅盖盖住油锅，隔绝空气",
        "不能用水灭火",
        "拨打119",
    ]));
    for (name, piece) in [
        ("one word", "a"),
        ("one word in hanzi", "阀"),
        ("clauses", "盖锅盖，"),
        ("words of the points", "关闭燃气阀门用锅盖盖住油锅"),
        ("negations", "不"),
        ("negated clauses", "不是不能用水，"),
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
        check_growth(name, 24_000, |bytes| {
            let (grader, answer) = (grader.clone(), piece.repeat(bytes / piece.len()));
            Box::new(move || drop(black_box(grader.grade(&answer))))
        });
    }
}

#[test]
fn building_and_grading_grow_with_the_key_points_as_a_line() {
    let known: Vec<String> = bank()
        .questions()
        .iter()
        .flat_map(|one| &one.key_points)
        .map(|point| point.text.clone())
        .collect();
    let answer: String = answers()
        .iter()
        .map(|one| one.text.as_str())
        .flat_map(str::chars)
        .take(500)
        .collect();
    let many = move |points: usize| {
        question(
            known
                .iter()
                .cycle()
                .zip(0..points)
                .map(|(text, index)| format!("{text}第{index}项")),
        )
    };
    check_growth("build", 250, |points| {
        let question = many(points);
        Box::new(move || drop(black_box(grader(&question))))
    });
    check_growth("grade", 250, |points| {
        let (grader, answer) = (grader(&many(points)), answer.clone());
        Box::new(move || drop(black_box(grader.grade(&answer))))
    });
}

#[test]
fn reading_grows_with_the_file_as_a_line() {
    type Reader = fn(&str);
    let json: Reader = |text| drop(black_box(Bank::from_json(text)));
    let document: Reader = |text| drop(black_box(Bank::from_document(text)));
    let marked: Reader = |text| drop(black_box(agreement::read(text)));
    for (name, head, piece, tail, read) in [
        (
            "key points",
            r#"[{"id":1,"question":"q","key_points":["a""#,
            r#","关闭阀门""#,
            "]}]",
            json,
        ),
        (
            "aliases",
            r#"[{"id":1,"question":"q","key_points":[{"text":"a","aliases":["a""#,
            r#","关闭""#,
            "]}]}]",
            json,
        ),
        (
            "reference",
            r#"[{"id":1,"question":"q","reference":""#,
            "先关阀门，再盖锅盖；",
            r#""}]"#,
            json,
        ),
        (
            "one sentence",
            r#"[{"id":1,"question":"q","reference":""#,
            "阀",
            r#""}]"#,
            json,
        ),
        (
            "unknown fields",
            r#"[{"id":1,"question":"q","x":[0"#,
            r#",{"y":1}"#,
            "]}]",
            json,
        ),
        ("headings", "", "一、\n", "", document),
        ("numbers", "", "1. ", "", document),
        ("brackets", "1. 怎样？\n答题要点：", "（如", "", document),
        ("labels", "1. 怎样？\n", "答案：", "", document),
        ("lines", "1. 怎样？\n答案：\n", "关闭阀门\n", "", document),
        (
            "points in a line",
            "1. 怎样？\n答题要点：",
            "①关②盖",
            "",
            document,
        ),
        ("stars", "1. 怎样？\n答案：", "**", "", document),
        ("table", "", "|a|b|\n", "", document),
        (
            "rows",
            "",
            "{\"id\":1,\"question_id\":\"q\",\"answer\":\"甲\",\"gold\":[1]}\n",
            "",
            marked,
        ),
    ] {
        check_growth(name, 8_000, |bytes| {
            let text = format!("{head}{}{tail}", piece.repeat(bytes / piece.len()));
            Box::new(move || read(&text))
        });
    }
    check_growth("questions", 100, |questions| {
        let text: String = (0..questions)
            .map(|id| format!("{id}. 第{id}种情况怎样处置？\n答题要点：关闭阀门；盖锅盖\n"))
            .collect();
        Box::new(move || document(&text))
    });
}
