//! What holds for every text and every bank.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use yaodian::bank::{Bank, KeyPoint, Question};

/// Pieces documents are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("答案：".to_owned()),
        Just("【参考答案】".to_owned()),
        Just("答题要点（每点2分）：".to_owned()),
        Just("解析:".to_owned()),
        Just("题目：".to_owned()),
        Just("参考答案\n".to_owned()),
        Just("目录\n".to_owned()),
        Just("一、简答题(共2题,每题5分)\n".to_owned()),
        Just("第3题 ".to_owned()),
        Just("Q2: ".to_owned()),
        Just("A: ".to_owned()),
        Just("- ".to_owned()),
        Just("## ".to_owned()),
        Just("**".to_owned()),
        Just("①".to_owned()),
        Just("②".to_owned()),
        Just("（10分）".to_owned()),
        Just("(如".to_owned()),
        Just("如何处理？".to_owned()),
        Just("先核实，再处理；最后复盘。".to_owned()),
        (0_u32..30).prop_map(|number| format!("\n{number}. ")),
        (0_u32..30).prop_map(|number| format!("\n（{number}）")),
        "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn question(id: usize) -> impl Strategy<Value = Question> {
    let text = "\\PC*[一-龥a-z]\\PC*";
    let weight = proptest::option::of(prop_oneof![1e-300..1e300_f64, Just(0.1 + 0.2), Just(2.0)]);
    let point = (
        text,
        weight.clone(),
        proptest::collection::vec(text, 0..3),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(text, weight, aliases, strict, derived)| {
            let mut point = KeyPoint::new(text);
            point.weight = weight;
            point.aliases = aliases;
            point.strict = strict;
            point.derived = derived;
            point
        });
    (
        text,
        "\\PC*",
        proptest::collection::vec(point, 1..5),
        weight,
        proptest::option::of("\\PC*"),
    )
        .prop_map(
            move |(question, reference, key_points, max_score, other)| Question {
                id: format!("q{id}"),
                question,
                reference,
                key_points,
                max_score,
                section: other.clone(),
                analysis: other,
                ..Question::default()
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_imports_or_is_refused(text in "(\\PC|\n|\t|\r)*") {
        let _ = Bank::from_document(&text);
        let _ = Bank::from_json(&text);
    }

    #[test]
    fn any_bytes_import_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Bank::from_bytes("bank", &bytes);
        let _ = Bank::from_bytes("bank.docx", &[b"PK\x03\x04", bytes.as_slice()].concat());
    }

    #[test]
    fn an_import_is_sound_and_reads_back(text in pieces()) {
        let Ok(import) = Bank::from_document(&text) else { return Ok(()) };
        prop_assert_eq!(&Bank::from_document(&text).unwrap(), &import);
        for question in import.bank.questions() {
            prop_assert!(!question.question.trim().is_empty());
            prop_assert!(question.key_points.iter().all(|point| !point.text.trim().is_empty()));
        }
        prop_assert_eq!(Bank::from_json(&import.bank.to_json()).unwrap(), import.bank);
    }

    #[test]
    fn json_reads_back(questions in (question(0), question(1), question(2)).prop_map(|(a, b, c)| vec![a, b, c])) {
        let bank = Bank::new(questions).unwrap();
        prop_assert_eq!(Bank::from_json(&bank.to_json()).unwrap(), bank);
    }
}

/// Ten times the text may take no more than thirty times as long: a square would take a hundred.
#[test]
fn time_grows_with_the_text() {
    let shapes: [(&str, &dyn Fn(usize) -> String); 9] = [
        ("one line", &|n| "答".repeat(n)),
        ("questions", &|n| {
            "1. 如何处理？\n答案：①先核实；②再处理。\n".repeat(n / 30)
        }),
        ("numbers before one label", &|n| {
            "1. 如何处理？\n".repeat(n / 10) + "答案：先核实。"
        }),
        ("numbers after one label", &|n| {
            "1. 如何处理？\n答案：先核实。\n".to_owned() + &"1. 如何处理？\n".repeat(n / 10)
        }),
        ("labels only", &|n| "答案：\n解析：\n".repeat(n / 8)),
        ("open brackets", &|n| {
            "1. 问？\n答案：".to_owned() + &"（如".repeat(n / 2)
        }),
        ("examples", &|n| {
            "1. 问？\n答案：".to_owned() + &"甲(如乙)".repeat(n / 5)
        }),
        ("labels in a line", &|n| {
            "1. 问？".to_owned() + &"【答案】甲".repeat(n / 5)
        }),
        ("numbers in a line", &|n| {
            "1. 问？答案：".to_owned()
                + &(1..n / 6).map(|i| format!("（{i}）甲")).collect::<String>()
        }),
    ];
    let took = |text: &str| -> Duration {
        (0..3)
            .map(|_| {
                let start = Instant::now();
                let _ = Bank::from_document(text);
                start.elapsed()
            })
            .min()
            .unwrap_or_default()
    };
    for (name, shape) in shapes {
        let (small, large) = (took(&shape(20_000)), took(&shape(200_000)));
        let allowed = small * 30 + Duration::from_millis(50);
        assert!(
            large <= allowed,
            "{name}: {small:?} for 20,000 characters, {large:?} for 200,000"
        );
    }
}
