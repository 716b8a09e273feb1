//! Agreement with marks, measured on reports that are made up by hand, and on the development set.

use serde_json::Value;
use yaodian::agreement::{self, Figure, Group, Marked, MarkedBank};
use yaodian::report::{PointReport, Report, SCHEMA, Span, Status};
use yaodian::{Bank, Question};

/// The answer's words are the verdicts: `c0.9 m0.1` is covered with 0.9, then missing with 0.1.
fn scripted(question: &Question, answer: &str) -> Report {
    let key_points: Vec<PointReport> = answer
        .split_whitespace()
        .enumerate()
        .map(|(index, word)| {
            let (status, coverage) = word.split_at(1);
            PointReport {
                index,
                coverage: coverage.parse().expect("a number"),
                status: match status {
                    "c" => Status::Covered,
                    "p" => Status::Partial,
                    "m" => Status::Missing,
                    _ => Status::Contradicted,
                },
                worth: 0.0,
                credit: 0.0,
                score: 0.0,
                withheld: None,
                evidence: match status {
                    "m" => Vec::new(),
                    _ => vec![Span { start: 0, end: 4 }],
                },
                missing: Vec::new(),
                review: false,
            }
        })
        .collect();
    let sum: f64 = key_points.iter().map(|point| point.coverage).sum();
    let coverage = sum / key_points.len() as f64;
    Report {
        schema: SCHEMA,
        answer_id: String::new(),
        question_id: question.id.clone(),
        score: 10.0 * coverage,
        max_score: 10.0,
        expected_score: 10.0 * coverage,
        score_sd: 0.0,
        score_distribution: Vec::new(),
        coverage,
        review: false,
        flags: Vec::new(),
        key_points,
        adjustments: Vec::new(),
    }
}

fn bank() -> Bank {
    Bank::from_json(
        r#"[{"id":"1","question":"一？","key_points":["甲","乙"]},
            {"id":"2","question":"二？","key_points":["丙","丁"]}]"#,
    )
    .expect("a bank")
}

fn marked() -> Vec<Marked> {
    agreement::read(
        r#"{"id":"a","question_id":"1","answer":"c0.9 m0.1","gold":[2,0],"overall":[6,4]}
           {"id":"b","question_id":"1","answer":"p0.5 p0.4","gold":[1,2],"overall":[8]}
           {"id":"c","question_id":"2","answer":"c0.8 x0.0","gold":[-1,-1],"overall":[0]}
           {"id":"d","question_id":"2","answer":"m0.2 c0.7","gold":[0,2],"style":"stuffing"}"#,
    )
    .expect("marked answers")
}

fn value(figure: Option<Figure>) -> f64 {
    figure.expect("defined").value
}

fn near(name: &str, found: f64, expected: f64) {
    assert!(
        (found - expected).abs() < 1e-12,
        "{name}: {found}, expected {expected}"
    );
}

#[test]
fn figures_match_hand_computed_values() {
    let marks = agreement::compare(&bank(), &marked(), &mut scripted).expect("all found");
    let names: Vec<&str> = marks
        .groups
        .iter()
        .map(|group| group.name.as_str())
        .collect();
    assert_eq!(names, ["natural", "gaming", "all", "stuffing"]);
    let natural: &Group = &marks.groups[0];
    assert_eq!((natural.answers, natural.pairs), (3, 6));
    // Marked 1 or 2: 0.9 0.5 0.4; else 0.1 0.8 0.0: only 0.8 stands above 0.5 and 0.4.
    near("auc_partial", value(natural.auc_partial), 7.0 / 9.0);
    // Marked 2: 0.9 0.4; else 0.1 0.5 0.8 0.0: 0.9 above all, 0.4 above two.
    near("auc_covered", value(natural.auc_covered), 6.0 / 8.0);
    assert_eq!(
        natural.confusion,
        [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [1, 0, 0, 1]]
    );
    // Ordered 0, 1, 2: marks 3 1 2, given 2 2 2; seen 1 + 4, expected (6 + 24 + 2 + 2 + 16 + 4) / 6.
    near("kappa", value(natural.kappa), 1.0 - 5.0 / 9.0);
    let contradicted = &natural.statuses[3];
    assert_eq!(contradicted.status, Status::Contradicted);
    assert_eq!((contradicted.marked, contradicted.given), (2, 1));
    near("recall of contradicted", value(contradicted.recall), 0.5);
    near(
        "precision of contradicted",
        value(contradicted.precision),
        1.0,
    );
    // F1: covered 1/2, partial 2/3, missing 1, contradicted 2/3.
    near(
        "macro_f1",
        value(natural.macro_f1),
        (0.5 + 2.0 / 3.0 + 1.0 + 2.0 / 3.0) / 4.0,
    );
    // One pair a bin: 0.1 + 0.1 + 0 + 0.6 + 0.8 + 0.
    near(
        "calibration_error",
        value(natural.calibration_error),
        1.6 / 6.0,
    );
    // Marked 0 or -1: 0.1, 0.8 and 0.0.
    near("undeserved", value(natural.undeserved), 0.3);
    near(
        "excess",
        value(natural.excess),
        (-0.1 + 0.1 - 0.6 + 0.8) / 6.0,
    );
    // Coverage 0.5 0.45 0.4 with marks 0.5 0.75 0: deviations 0.05 0 -0.05 and 1/12 4/12 -5/12.
    let expected = 0.05 * (1.0 + 5.0) / 12.0 / f64::sqrt(0.005 * 42.0 / 144.0);
    near("pearson", value(natural.with_gold.pearson), expected);
    near(
        "pearson of score",
        value(natural.with_gold.pearson_of_score),
        expected,
    );
    near("spearman", value(natural.with_gold.spearman), 0.5);
    assert_eq!(natural.with_overall.answers, 3);
    assert_eq!(natural.with_human.pearson, None);
    assert_eq!(natural.reliability[8].pairs, 1);
    near(
        "undeserved of gaming",
        value(marks.groups[1].undeserved),
        0.2,
    );
}

#[test]
fn disagreements_come_worst_first_with_their_text() {
    let marks = agreement::compare(&bank(), &marked(), &mut scripted).expect("all found");
    let order: Vec<(&str, usize)> = marks
        .worst
        .iter()
        .filter_map(|found| Some((found.answer_id.as_str(), found.point.as_ref()?.index)))
        .collect();
    assert_eq!(order[..3], [("c", 0), ("b", 1), ("d", 1)]);
    let first = &marks.worst[0];
    let point = first.point.as_ref().expect("a point was marked");
    assert_eq!(
        (point.text.as_str(), point.mark, point.status),
        ("丙", -1, Status::Covered)
    );
    assert_eq!(first.evidence, ["c0.8"]);
    assert_eq!(first.answer, "c0.8 x0.0");
}

#[test]
fn whole_answers_are_compared_with_human_scores() {
    let marked = agreement::read(
        r#"{"id":1,"question_id":"1","answer":"c0.2 c0.2","human_score":0}
           {"id":2,"question_id":"1","answer":"c0.4 c0.4","human_score":0.5}
           {"id":3,"question_id":"2","answer":"c0.6 c0.6","human_score":1}"#,
    )
    .expect("marked answers");
    let marks = agreement::compare(&bank(), &marked, &mut scripted).expect("all found");
    let [natural] = &marks.groups[..] else {
        panic!("{} groups, expected natural alone", marks.groups.len());
    };
    near("pearson", value(natural.with_human.pearson), 1.0);
    assert_eq!((natural.pairs, natural.auc_partial), (0, None));
    assert_eq!(marks.worst[0].answer_id, "3");
    assert_eq!(marks.worst[0].point, None);
}

#[test]
fn answers_that_do_not_fit_the_bank_are_errors() {
    for (row, expected) in [
        (
            r#"{"id":"a","question_id":"9","answer":"","gold":[2]}"#,
            "question \"9\" is not in the bank",
        ),
        (
            r#"{"id":"a","question_id":"1","answer":"","gold":[2]}"#,
            "answer \"a\": gold holds 1 marks, expected 2 as question \"1\" has key points",
        ),
    ] {
        let marked = agreement::read(row).expect("well formed");
        let error = agreement::measure(&bank(), &marked, scripted).expect_err(row);
        assert_eq!(error.to_string(), expected);
    }
}

/// Pays a constant, so that twins cannot differ and gaming always earns it.
fn constant(coverage: f64) -> impl FnMut(&Question, &str) -> Report {
    move |question, _| {
        let words = vec![format!("c{coverage} "); question.key_points.len()];
        scripted(question, &words.concat())
    }
}

#[test]
fn variants_are_held_to_their_bounds() {
    let bank = Bank::from_json(include_str!("../fixtures/devset/bank.json")).expect("a bank");
    let marked = agreement::read(include_str!("../fixtures/devset/answers.jsonl")).expect("rows");
    let twins = agreement::stability(&bank, &marked, &mut constant(0.5)).expect("all found");
    for kind in [
        "homophones",
        "traditional",
        "list_form",
        "padding",
        "repetition",
        "broken_lines",
    ] {
        let twin = twins.iter().find(|twin| twin.kind == kind).expect(kind);
        assert!(
            twin.kept && twin.change.value == 0.0 && twin.answers > 100,
            "{twin:?}"
        );
    }
    let by_length = |question: &Question, answer: &str| {
        let coverage = (answer.len() as f64 / 4000.0).min(1.0);
        constant(coverage)(question, "")
    };
    let twins = agreement::stability(&bank, &marked, &mut { by_length }).expect("all found");
    let padding = twins
        .iter()
        .find(|twin| twin.kind == "padding")
        .expect("padding");
    assert!(!padding.kept && padding.change.low > 0.02, "{padding:?}");

    for (coverage, kept) in [(0.5, false), (0.05, true)] {
        let gaming = agreement::susceptibility(&bank, &mut constant(coverage));
        assert!(gaming.len() >= 12, "{} kinds", gaming.len());
        for kind in gaming {
            near(kind.kind, kind.coverage.value, coverage);
            assert_eq!(kind.kept, kept, "{}", kind.kind);
        }
    }
}

#[test]
fn the_development_set_is_measured_whole_and_the_same_again() {
    let bank = Bank::from_json(include_str!("../fixtures/devset/bank.json")).expect("a bank");
    let marked = agreement::read(include_str!("../fixtures/devset/answers.jsonl")).expect("rows");
    let measure = || {
        agreement::measure(&bank, &marked, |question, answer| {
            let share = answer
                .chars()
                .filter(|&c| question.key_points[0].text.contains(c))
                .count();
            let coverage = share as f64 / answer.chars().count().max(1) as f64;
            let words = vec![format!("p{coverage} "); question.key_points.len()];
            scripted(question, &words.concat())
        })
        .expect("the set fits its bank")
    };
    let agreement = measure();
    let sizes: Vec<(&str, usize, usize)> = agreement.marks.groups[..3]
        .iter()
        .map(|group| (group.name.as_str(), group.answers, group.pairs))
        .collect();
    assert_eq!(
        sizes,
        [
            ("natural", 228, 1264),
            ("gaming", 36, 186),
            ("all", 264, 1450)
        ]
    );
    assert_eq!(
        agreement.marks.groups.len(),
        3 + 14,
        "three groups and fourteen styles"
    );
    assert_eq!(agreement.marks.worst.len(), 20);
    for group in &agreement.marks.groups {
        let counted: usize = group.confusion.iter().flatten().sum();
        assert_eq!(counted, group.pairs, "{}", group.name);
        if let Some(figure) = group.auc_partial {
            assert!(
                figure.low <= figure.value && figure.value <= figure.high,
                "{}",
                group.name
            );
        }
    }
    assert_eq!(agreement, measure());
    let text = agreement.to_string();
    for part in [
        "natural",
        "stuffing",
        "可靠性",
        "homophones",
        "keyword_list",
        "分歧最大的 20 处",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let json: Value = serde_json::to_value(&agreement).expect("plain data");
    assert_eq!(json["marks"]["groups"][0]["pairs"], 1264);
    assert!(json["gaming"][0]["coverage"]["value"].is_number());
}

fn set(bank: &str, answers: &str) -> MarkedBank {
    MarkedBank {
        bank: Bank::from_json(bank).expect("a bank"),
        marked: agreement::read(answers).expect("marks"),
    }
}

fn development() -> MarkedBank {
    set(
        include_str!("../fixtures/devset/bank.json"),
        include_str!("../fixtures/devset/answers.jsonl"),
    )
}

/// A little under what `grader agreement` prints, so that agreement cannot fall unseen: on the development set with each
/// question held out, and on two sets that nothing was fitted or chosen on.
#[test]
fn agreement_keeps_its_floor() {
    let MarkedBank { bank, marked } = development();
    let beside = set(
        include_str!("../fixtures/fields/bank.json"),
        include_str!("../fixtures/fields/answers.jsonl"),
    );
    let builder = yaodian::Grader::builder();
    let held_out = agreement::held_out(&bank, &marked, &[beside], &builder).expect("figures");
    let shipped = |set: MarkedBank| {
        let graders = yaodian::Graders::compile(&builder, &set.bank);
        let figures = agreement::measure(&set.bank, &set.marked, |question, answer| {
            graders.get(&question.id).expect("a grader").grade(answer)
        });
        figures.expect("figures")
    };
    let unseen = shipped(set(
        include_str!("../fixtures/unseen/bank.json"),
        include_str!("../fixtures/unseen/answers.jsonl"),
    ));
    let short = shipped(set(
        include_str!("../fixtures/short/bank.json"),
        include_str!("../fixtures/short/answers.jsonl"),
    ));
    // The least of what should be high, the most of what should be low, and of what is made and misses its bound.
    let bounds = [
        (
            "development",
            held_out,
            [0.875, 0.854, 0.625, 0.8, 0.89, 0.92],
            [0.04, 0.076, 0.175, 0.385, 0.105],
            &[][..],
        ),
        (
            "unseen",
            unseen,
            [0.924, 0.895, 0.706, 0.849, 0.73, 0.81],
            [0.06, 0.06, 0.036, 0.39, 0.197],
            &[("padding", 0.043)],
        ),
        (
            "short",
            short,
            [0.75, 0.81, 0.34, 0.49, 0.27, 0.7],
            [0.13, 0.155, 0.117, 0.54, 0.53],
            &[
                ("padding", 0.045),
                ("keyword_spaces", 0.39),
                ("swapped", 0.435),
            ],
        ),
    ];
    for (set, found, floors, ceilings, missed) in bounds {
        let group = |name: &str| {
            let mut groups = found.marks.groups.iter();
            groups
                .find(|group| group.name == name)
                .expect("the group occurs")
        };
        let natural = group("natural");
        let contradicted = group("all").statuses[3];
        let high = [
            ("area for partly covered", natural.auc_partial),
            ("area for covered", natural.auc_covered),
            ("quadratic kappa", natural.kappa),
            ("Pearson with marks", natural.with_gold.pearson),
            ("recall of contradicted", contradicted.recall),
            ("precision of contradicted", contradicted.precision),
        ];
        for ((name, found), floor) in high.into_iter().zip(floors) {
            let found = value(found);
            assert!(
                found >= floor,
                "{set}, {name}: {found:.3}, the floor is {floor}"
            );
        }
        let low = [
            ("calibration error", natural.calibration_error),
            ("undeserved, stuffing", group("stuffing").undeserved),
            ("undeserved, copy_stem", group("copy_stem").undeserved),
            ("undeserved, near_miss", group("near_miss").undeserved),
            ("undeserved, negation", group("negation").undeserved),
        ];
        for ((name, found), ceiling) in low.into_iter().zip(ceilings) {
            let found = value(found);
            assert!(
                found <= ceiling,
                "{set}, {name}: {found:.3}, the ceiling is {ceiling}"
            );
        }
        // What is made keeps its bound, or where it misses that, this one.
        let twins = found.twins.iter();
        let twins = twins.map(|twin| (twin.kind, twin.change.value, twin.kept));
        let gaming = found.gaming.iter();
        let gaming = gaming.map(|text| (text.kind, text.coverage.value, text.kept));
        for (kind, found, kept) in twins.chain(gaming) {
            let own = missed.iter().find(|(missed, _)| *missed == kind);
            let keeps = own.map_or(kept, |(_, ceiling)| found <= *ceiling);
            assert!(keeps, "{set}, {kind}: {found:.3}");
        }
    }
}

/// The questions `d01` to `d03` and their answers.
fn a_few() -> (Bank, Vec<Marked>) {
    let MarkedBank { bank, marked } = development();
    let few: Vec<&Question> = bank.questions()[..3].iter().collect();
    let json = serde_json::to_string(&few).expect("questions have JSON");
    let bank = Bank::from_json(&json).expect("a bank");
    let few = |one: &Marked| bank.get(&one.question_id).is_some();
    let marked = marked.into_iter().filter(few).collect();
    (bank, marked)
}

#[test]
fn ablation_begins_with_the_whole_judge() {
    let (bank, marked) = a_few();
    let builder = yaodian::Grader::builder();
    let ablation = agreement::ablation(&bank, &marked, &[], &builder).expect("figures");
    let whole = agreement::held_out(&bank, &marked, &[], &builder).expect("figures");
    let groups = &whole.marks.groups;
    let group = |name: &str| groups.iter().find(|group| group.name == name);
    let (natural, all) = (group("natural").expect("some"), group("all").expect("some"));
    let undeserved = |style: &str| group(style)?.undeserved;
    let first = &ablation.rows[0];
    assert_eq!(first.left_out, None);
    for (name, found, expected) in [
        ("auc_partial", first.auc_partial, natural.auc_partial),
        ("auc_covered", first.auc_covered, natural.auc_covered),
        ("kappa", first.kappa, natural.kappa),
        ("pearson", first.pearson, natural.with_gold.pearson),
        (
            "calibration_error",
            first.calibration_error,
            natural.calibration_error,
        ),
        ("near_miss", first.near_miss, undeserved("near_miss")),
        ("negation", first.negation, undeserved("negation")),
        ("stuffing", first.stuffing, undeserved("stuffing")),
        ("copy_stem", first.copy_stem, undeserved("copy_stem")),
        ("recall", first.contradicted_recall, all.statuses[3].recall),
        (
            "precision",
            first.contradicted_precision,
            all.statuses[3].precision,
        ),
    ] {
        match (found, expected) {
            (Some(found), Some(expected)) => near(name, found, expected.value),
            (found, expected) => assert_eq!((found, expected), (None, None), "{name}"),
        }
    }
    let without = |name: &str| {
        let mut rows = ablation.rows.iter();
        rows.find(|row| row.left_out == Some(name)).expect(name)
    };
    for (name, found) in [
        (
            "contradiction",
            without("contradiction").contradicted_recall,
        ),
        ("polarity", without("polarity").contradicted_recall),
    ] {
        assert!(found < first.contradicted_recall, "{name}: {found:?}");
    }
    assert!(without("guard").stuffing >= first.stuffing);
    assert!(without("word vectors").pearson < first.pearson);
}
