//! Laws of the generated answers: any text goes in, the same comes out, and harmless twins keep their content.

use proptest::prelude::*;
use yaodian::perturb::{gaming, twins};
use yaodian::{KeyPoint, Question};

/// Chinese, English, digits, marks and anything else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[处理客户投诉及时不先后的，。；、 a-zA-Z0-9.%]{0,80}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn twins_of_any_text_are_the_same_again(answer in text()) {
        let found = twins(&answer);
        prop_assert_eq!(&found, &twins(&answer));
        for twin in found {
            prop_assert_ne!(&twin.text, &answer, "{}", twin.kind);
            prop_assert!(twin.points.is_empty());
        }
    }

    #[test]
    fn padding_and_repetition_hold_the_answer(answer in text()) {
        for twin in twins(&answer) {
            if ["padding", "repetition"].contains(&twin.kind) {
                prop_assert!(twin.text.contains(&answer), "{}", twin.kind);
            }
        }
    }

    #[test]
    fn gaming_of_any_question_speaks_of_its_points(
        stem in text(),
        reference in text(),
        points in prop::collection::vec(text(), 0..4),
    ) {
        let question = Question {
            question: stem,
            reference,
            key_points: points.into_iter().map(KeyPoint::new).collect(),
            ..Question::default()
        };
        let found = gaming(&question, Some(&question));
        prop_assert_eq!(&found, &gaming(&question, Some(&question)));
        for variant in found {
            prop_assert!(!variant.text.trim().is_empty(), "{}", variant.kind);
            prop_assert!(variant.points.iter().all(|&point| point < question.key_points.len()));
        }
    }
}
