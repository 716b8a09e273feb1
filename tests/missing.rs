//! A report names what a partly covered point lacks.

use proptest::prelude::*;
use yaodian::judge::Model;
use yaodian::report::{Language, PointReport, Status, TextStyle};
use yaodian::{Bank, Grader, GraderBuilder, KeyPoint, Question, Report};

/// What must hold of every point, whatever the answer.
fn check(question: &Question, answer: &str, found: &PointReport) -> Result<(), String> {
    let point = &question.key_points[found.index];
    let evidence: String = found
        .evidence
        .iter()
        .map(|span| answer[span.start..span.end].to_lowercase())
        .collect();
    let fault = |what: &str| {
        Err(format!(
            "{what}: {:?} of {:?} in {answer:?}",
            found.missing, point.text
        ))
    };
    if found.status != Status::Partial && !found.missing.is_empty() {
        return fault("not partly covered");
    }
    if found.missing.len() > 3 {
        return fault("more than three");
    }
    for phrase in &found.missing {
        if !point.text.contains(phrase.as_str()) {
            return fault("not the point's words");
        }
        let hanzi = phrase
            .chars()
            .all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if hanzi && evidence.contains(phrase.as_str()) {
            return fault("said");
        }
    }
    Ok(())
}

#[test]
fn phrases_of_the_point_that_the_evidence_does_not_say() {
    let bank = include_str!("../fixtures/devset/bank.json");
    let bank = Bank::from_json(bank).expect("a bank");
    let graders: Vec<Grader> = bank
        .questions()
        .iter()
        .map(|question| Grader::builder().build(question).expect("a grader"))
        .collect();
    let (mut partial, mut named) = (0, 0);
    for row in include_str!("../fixtures/devset/answers.jsonl").lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row");
        let mut graders = graders.iter();
        let grader = graders.find(|grader| grader.question().id == row["question_id"]);
        let (grader, answer) = (
            grader.expect("its question"),
            row["answer"].as_str().expect("a text"),
        );
        let report = grader.grade(answer);
        let lines = [Language::Chinese, Language::English].map(|language| report.explain(language));
        for found in &report.key_points {
            check(grader.question(), answer, found).unwrap_or_else(|fault| panic!("{fault}"));
            partial += usize::from(found.status == Status::Partial);
            named += usize::from(!found.missing.is_empty());
            for (phrase, lines) in found
                .missing
                .iter()
                .flat_map(|phrase| lines.iter().map(move |lines| (phrase, lines)))
            {
                assert!(lines[found.index].contains(phrase), "{phrase}: {lines:?}");
            }
        }
    }
    // 0.73; the others say it in words that are all unlike the point's.
    assert!(
        10 * named >= 7 * partial && partial > 0,
        "{named} of {partial}"
    );
}

fn fragment() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "关闭",
        "阀门",
        "大数据",
        "大數據",
        "不能",
        "用水",
        "的",
        "30%",
        "三十",
        "½",
        "ＢＩＧ",
        "data",
        "e\u{301}tat",
        "㍿",
        "㎏",
        "\u{200b}",
        "（",
        "）",
        "，",
        "、",
        "。",
        "/",
        " ",
        "\n",
        "**",
        "😀",
        "1.",
        "铁",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_the_bank_and_the_answer_are_made_of(
        text in prop::collection::vec(fragment(), 1..12),
        answer in prop::collection::vec(fragment(), 0..12),
    ) {
        let question = Question {
            id: "q".into(),
            question: "起火时怎样处置？".into(),
            key_points: vec![KeyPoint::new("关闭阀门"), KeyPoint::new(text.concat())],
            ..Question::default()
        };
        let answer = answer.concat();
        // A point of marks alone cannot be graded.
        if let Ok(grader) = Grader::builder().build(&question) {
            for found in &grader.grade(&answer).key_points {
                prop_assert_eq!(check(&question, &answer, found), Ok(()));
            }
        }
    }
}

const LACK: &str = "上线大数据平台";

/// Any sign of a point covers it partly: what is missing is tried here, not the judge.
fn builder() -> GraderBuilder {
    let shipped = Model::default().to_json();
    let mut model: serde_json::Value = serde_json::from_str(&shipped).expect("the model is JSON");
    model["thresholds"]["partial"] = 0.001.into();
    model["thresholds"]["covered"] = 0.999.into();
    Grader::builder().model(Model::from_json(&model.to_string()).expect("a model"))
}

/// A question whose first point the answer covers partly, and whose third is a mistake that it makes partly.
fn graded() -> (Question, &'static str, Report) {
    let question = Question {
        id: "q1".into(),
        question: "门店怎样留住顾客？".into(),
        key_points: vec![
            KeyPoint::new("改进服务，上线大数据平台"),
            KeyPoint::new("培训店员"),
            KeyPoint {
                penalty: true,
                ..KeyPoint::new("一味打折，压低成本")
            },
        ],
        ..Question::default()
    };
    let answer = "改进服务，也可以打折。";
    let report = builder().build(&question).expect("a grader").grade(answer);
    (question, answer, report)
}

#[test]
fn the_terminal_names_it() {
    let (question, answer, report) = graded();
    let found = [0, 2].map(|at| &report.key_points[at]);
    assert_eq!(found.map(|found| found.status), [Status::Partial; 2]);
    let nothing: [&str; 0] = [];
    assert_eq!(found[0].missing, [LACK]);
    assert_eq!(found[1].missing, nothing, "a mistake lacks nothing");
    let style = TextStyle {
        width: 100,
        ..TextStyle::default()
    };
    let text = style.report(&question, answer, &report);
    assert!(
        text.contains("改进服务，上线大数据平台（缺“上线大数据平台”）"),
        "{text}"
    );
    assert_eq!(
        report.explain(Language::Chinese)[0],
        "要点 1：0.5 = 1 × ½（部分覆盖：缺“上线大数据平台”）"
    );
    assert_eq!(
        report.explain(Language::English)[0],
        "key point 1: 0.5 = 1 × ½ (partly covered: \"上线大数据平台\" missing)"
    );
    let json = serde_json::to_value(&report).expect("a report is JSON");
    assert_eq!(json["key_points"][0]["missing"], serde_json::json!([LACK]));
    assert!(json["key_points"][1].get("missing").is_none());
}

#[cfg(all(feature = "html", feature = "tables"))]
mod files {
    use super::*;
    use calamine::{Data, Reader as _};
    use std::io::Cursor;
    use yaodian::export::{Export, Format, View};
    use yaodian::{Answer, Batch, Graders};

    fn written(format: Format, view: View) -> Vec<u8> {
        let (question, answer, _) = graded();
        let json = serde_json::to_string(&[question]).expect("a question is JSON");
        let bank = Bank::from_json(&json).expect("a bank");
        let batch = Batch::new(Graders::compile(&builder(), &bank));
        let row = Answer {
            row: 1,
            id: "a1".to_owned(),
            question_id: "q1".to_owned(),
            text: answer.to_owned(),
        };
        let mut file = Vec::new();
        Export::new(format)
            .view(view)
            .to_writer(&mut file, &batch, [Ok(row)], &mut |_| {})
            .expect("a file");
        file
    }

    #[test]
    fn the_teacher_reads_it_and_the_student_does_not() {
        let whole = "部分覆盖：缺“上线大数据平台”";
        for (format, lack) in [
            (Format::Html, whole),
            (
                Format::Html,
                "<span class=\"key\">：缺“上线大数据平台”</span>",
            ),
            (Format::Markdown, "| 部分覆盖：缺“上线大数据平台”"),
        ] {
            let page = |view| String::from_utf8(written(format, view)).expect("UTF-8");
            assert!(page(View::Teacher).contains(lack), "{format:?}: {lack}");
            let student = page(View::Student);
            assert!(!student.contains(LACK), "{format:?}: {student}");
        }
        // The teacher's page can be switched to what a student sees.
        let page = String::from_utf8(written(Format::Html, View::Teacher)).expect("UTF-8");
        let switched = "<p><span class=\"key\">要点 1：0.5 = 1 × ½（部分覆盖：缺“上线大数据平台”）</span><span class=\"no-key\">要点 1：0.5 = 1 × ½（部分覆盖）</span></p>";
        assert!(page.contains(switched), "{page}");
    }

    #[test]
    fn the_gradebook_has_a_column_for_it() {
        let file = Cursor::new(written(Format::Xlsx, View::Teacher));
        let mut book = calamine::Xlsx::new(file).expect("a workbook");
        let points = book.worksheet_range("要点").expect("a sheet");
        let column = (0..)
            .take(20)
            .find(|&at| points.get_value((0, at)) == Some(&Data::String("缺少".to_owned())));
        let column = column.expect("the column");
        assert_eq!(
            points.get_value((1, column)),
            Some(&Data::String(LACK.to_owned()))
        );
        assert_eq!(points.get_value((2, column)), Some(&Data::Empty));
    }
}
