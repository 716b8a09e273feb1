//! What holds for every text and every bank.

use proptest::prelude::*;
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
