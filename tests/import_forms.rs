//! The development bank written out in every form people use, and read back.

use std::fmt::Write;
use std::path::Path;
use yaodian::{Bank, Question};

/// How a document is written.
#[derive(Clone, Copy, Debug)]
struct Form {
    /// Before and after a question's number.
    number: (&'static str, &'static str),
    /// Labels of question, reference and points; an empty reference label for none.
    labels: (&'static str, &'static str),
    /// The text starts on the label's line.
    inline: bool,
    /// Before and after a point's number; no number at all for a bullet.
    point: (&'static str, Option<&'static str>),
    /// Blank lines between the parts.
    blanks: bool,
    contents: bool,
    notice: &'static str,
}

const NUMBERS: &[(&str, &str)] = &[
    ("", ". "),
    ("", "."),
    ("", "、"),
    ("（", "）"),
    ("(", ")"),
    ("第", "题 "),
    ("第", "题："),
    ("Q", "："),
    ("题目", "："),
    ("## ", ". "),
    ("**", "、"),
    ("", "）"),
    ("【第", "题】"),
];
const LABELS: &[(&str, &str)] = &[
    ("", "答题要点："),
    ("参考答案：", "答题要点："),
    ("答案:", "要点:"),
    ("【参考答案】", "【评分要点】"),
    ("**参考答案：**", "**得分点：**"),
    ("参考答案", "采分点"),
    ("答：", "评分标准（每点2分）："),
];
const POINTS: &[(&str, Option<&str>)] = &[
    ("", Some(". ")),
    ("", Some("、")),
    ("（", Some("）")),
    ("", Some(")")),
    ("- ", None),
    ("• ", None),
    ("·", None),
    ("* ", None),
];
const NOTICES: &[&str] = &[
    "",
    "以上内容仅为本文档的试下载部分，为可阅读页数的一半内容。如要下载或阅读全文，请访问：https://d.example/5",
    "相关文档\n1. 年度工作总结.docx\n2. 租房合同范本.pdf\n文档评论(0)\n张三 + 关注\n实名认证",
];

fn written(questions: &[Question], form: Form) -> String {
    let mut text = "某岗位面试题库参考答案和答题要点\n\n".to_owned();
    let gap = if form.blanks { "\n" } else { "" };
    if form.contents {
        text += "目录\n";
        for (index, question) in questions.iter().enumerate() {
            let _ = writeln!(
                text,
                "{}{}{}{}",
                form.number.0,
                index + 1,
                form.number.1,
                question.question
            );
        }
        text += gap;
    }
    for (index, question) in questions.iter().enumerate() {
        let close = if form.number.0 == "**" { "**" } else { "" };
        let _ = writeln!(
            text,
            "{}{}{}{}{close}{gap}",
            form.number.0,
            index + 1,
            form.number.1,
            question.question
        );
        let (reference, points) = form.labels;
        if !reference.is_empty() {
            text += reference;
            text += if form.inline && reference.ends_with(['：', ':', '】']) {
                ""
            } else {
                "\n"
            };
        }
        let paragraphs = question.reference.replace("\n\n", &format!("\n{gap}"));
        let _ = write!(text, "{paragraphs}\n{gap}{points}\n{gap}");
        for (place, point) in question.key_points.iter().enumerate() {
            let _ = match form.point {
                (open, Some(close)) => writeln!(text, "{open}{}{close}{}", place + 1, point.text),
                (bullet, None) => writeln!(text, "{bullet}{}", point.text),
            };
        }
        text += gap;
    }
    text + form.notice
}

#[test]
fn every_form_reads_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/devset/bank.json");
    let bank = Bank::open(path).unwrap().bank;
    let banks: [Vec<Question>; 3] = [
        bank.questions()[..10].to_vec(),
        bank.questions()[22..].to_vec(),
        bank.questions()[10..22].to_vec(),
    ];
    let mut failures = Vec::new();
    let mut tried = 0_usize;
    for &number in NUMBERS {
        for &labels in LABELS {
            for (turn, &point) in POINTS.iter().enumerate() {
                for variant in (turn % 2..8).step_by(2) {
                    let form = Form {
                        number,
                        labels,
                        inline: variant % 2 == 0,
                        point,
                        blanks: variant / 2 % 2 == 0,
                        contents: variant / 4 == 0,
                        notice: NOTICES[(variant / 2 + tried) % NOTICES.len()],
                    };
                    tried += 1;
                    let questions = &banks[tried % banks.len()];
                    let text = written(questions, form);
                    if let Err(fault) = check(&text, questions) {
                        failures.push(format!("{form:?}: {fault}"));
                    }
                }
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {tried} forms:\n{}",
        failures.len(),
        failures
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

/// Sections with points, an answer and an analysis: heading of a section, number of a question, labels.
/// Headings, then the marks around numbers of questions and of labels.
type Section = (
    &'static [&'static str],
    (&'static str, &'static str),
    (&'static str, &'static str),
);

const SECTIONS: &[Section] = &[
    (
        &[
            "一、{}(共{n}题,每题{m}分)",
            "二、{}(共{n}题,每题{m}分)",
            "三、{}(共{n}题,每题{m}分)",
        ],
        ("", "."),
        ("答案:", "解析:"),
    ),
    (
        &[
            "一、{}（每小题{m}分，共{t}分）",
            "二、{}（每小题{m}分，共{t}分）",
            "三、{}（每小题{m}分，共{t}分）",
        ],
        ("", "、"),
        ("【答案】", "【解析】"),
    ),
    (
        &[
            "第一部分 {}（共{n}题，共{t}分）",
            "第二部分 {}（共{n}题，共{t}分）",
            "第三部分 {}（共{n}题，共{t}分）",
        ],
        ("（", "）"),
        ("参考答案：", "答案解析："),
    ),
    (
        &[
            "## 一、{}（每题{m}分）",
            "## 二、{}（每题{m}分）",
            "## 三、{}（每题{m}分）",
        ],
        ("### ", ". "),
        ("**答案：**", "**解析：**"),
    ),
    (
        &[
            "（一）{}（每题{m}分）",
            "（二）{}（每题{m}分）",
            "（三）{}（每题{m}分）",
        ],
        ("", ". "),
        ("答：", "点评："),
    ),
    (
        &[
            "第一章 {}（每题{m}分）",
            "第二章 {}（每题{m}分）",
            "第三章 {}（每题{m}分）",
        ],
        ("第", "题 "),
        ("参考答案\n", "试题分析\n"),
    ),
];

#[test]
fn every_form_with_sections_reads_back() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/devset/bank.json");
    let questions = Bank::open(path).unwrap().bank.questions()[10..22].to_vec();
    let mut failures = Vec::new();
    for (form, &(sections, number, labels)) in SECTIONS.iter().enumerate() {
        for variant in 0..12 {
            let (blanks, continued, notice) =
                (variant % 2 == 0, variant / 2 % 2 == 0, NOTICES[variant / 4]);
            let text = sectioned(&questions, sections, number, labels, blanks, continued) + notice;
            let result = Bank::from_document(&text)
                .map_err(|error| error.to_string())
                .and_then(|import| {
                    let found = import.bank.questions();
                    let expected: Vec<String> = [5, 4, 3]
                        .iter()
                        .enumerate()
                        .flat_map(|(section, &count)| {
                            (1..=count).map(move |place| format!("{}.{place}", section + 1))
                        })
                        .collect();
                    let ids: Vec<&str> =
                        found.iter().map(|question| question.id.as_str()).collect();
                    if ids != expected {
                        return Err(format!("{ids:?}"));
                    }
                    for (found, expected) in found.iter().zip(&questions) {
                        let plain = |question: &Question| {
                            let mut question = question.clone();
                            question.key_points.clear();
                            (question.id, question.source) = Default::default();
                            question
                        };
                        if plain(found) != plain(expected) {
                            return Err(format!("{:#?} for {:#?}", plain(found), plain(expected)));
                        }
                    }
                    Ok(())
                });
            if let Err(fault) = result {
                failures.push(format!("form {form}, variant {variant}: {fault}"));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} forms:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn sectioned(
    questions: &[Question],
    sections: &[&str],
    number: (&str, &str),
    labels: (&str, &str),
    blanks: bool,
    continued: bool,
) -> String {
    let gap = if blanks { "\n" } else { "" };
    let mut text = "某岗位笔试高频题目与参考答案\n\n".to_owned();
    let mut place = 0;
    let mut last = None;
    let mut section = 0;
    for question in questions {
        if last != question.section {
            last.clone_from(&question.section);
            let count = questions
                .iter()
                .filter(|other| other.section == question.section)
                .count();
            let marks = question.max_score.unwrap_or_default();
            let heading = sections[section]
                .replace("{}", question.section.as_deref().unwrap_or_default())
                .replace("{n}", &count.to_string())
                .replace("{m}", &marks.to_string())
                .replace("{t}", &(marks * count as f64).to_string());
            let _ = write!(
                text,
                "{heading}\n{gap}本部分考查应聘者的基本功，答题要点到为止。\n{gap}"
            );
            section += 1;
            if !continued {
                place = 0;
            }
        }
        place += 1;
        let _ = write!(
            text,
            "{}{place}{}{}\n{gap}",
            number.0, number.1, question.question
        );
        let _ = write!(text, "{}{}\n{gap}", labels.0, question.reference);
        let _ = write!(
            text,
            "{}{}\n{gap}",
            labels.1,
            question.analysis.as_deref().unwrap_or_default()
        );
    }
    text + "\n"
}

fn check(text: &str, questions: &[Question]) -> Result<(), String> {
    let import = Bank::from_document(text).map_err(|error| error.to_string())?;
    let found = import.bank.questions();
    let texts = |question: &Question| -> Vec<String> {
        question
            .key_points
            .iter()
            .map(|point| point.text.clone())
            .collect()
    };
    let dense = |text: &str| text.replace('\n', "");
    for (found, expected) in found.iter().zip(questions) {
        if found.question != expected.question {
            return Err(format!(
                "question {:?} for {:?}",
                found.question, expected.question
            ));
        }
        if dense(&found.reference) != dense(&expected.reference) {
            return Err(format!(
                "reference of {}: {:?}",
                expected.id, found.reference
            ));
        }
        if texts(found) != texts(expected) {
            return Err(format!("key points of {}: {:?}", expected.id, texts(found)));
        }
        if found.analysis.is_some() || found.section.is_some() {
            return Err(format!("{} has more: {found:?}", expected.id));
        }
    }
    if found.len() != questions.len() {
        return Err(format!("{} questions for {}", found.len(), questions.len()));
    }
    Ok(())
}
