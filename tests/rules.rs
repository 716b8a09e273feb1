//! The rule model: hand-checked scores, explanations and errors from `fixtures/rules/`.

use serde::Deserialize;
use std::fs;
use yaodian::judge::{Judgement, Probabilities};
use yaodian::report::{Language, PointReport, Report, SCHEMA, Span, Status};
use yaodian::score::{Scheme, Score};
use yaodian::{KeyPoint, Question};

#[derive(Deserialize)]
struct Case {
    name: String,
    #[serde(deserialize_with = "asked")]
    question: Question,
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    name: String,
    statuses: String,
    #[serde(default)]
    spans: Vec<Vec<(usize, usize)>>,
    #[serde(default)]
    characters: usize,
    points: Vec<f64>,
    #[serde(default)]
    withheld: Vec<Option<String>>,
    #[serde(default)]
    adjustments: Vec<String>,
    /// What each point lacks.
    #[serde(default)]
    missing: Vec<Vec<String>>,
    total: f64,
    #[serde(default)]
    explain: Explained,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Explained {
    zh: Vec<String>,
    en: Vec<String>,
}

#[derive(Deserialize)]
struct Bad {
    name: String,
    #[serde(deserialize_with = "asked")]
    question: Question,
    message: String,
}

/// A question of which only key points and rules are given.
fn asked<'de, D: serde::Deserializer<'de>>(given: D) -> Result<Question, D::Error> {
    let mut value = serde_json::Value::deserialize(given)?;
    value["id"] = "q".into();
    value["question"] = "怎样处理？".into();
    Question::deserialize(value).map_err(serde::de::Error::custom)
}

fn read<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    let path = format!("{}/fixtures/rules/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn judgement(status: Status, probabilities: Probabilities, evidence: Vec<Span>) -> Judgement {
    Judgement {
        status,
        probabilities,
        evidence,
        review: false,
    }
}

fn certain(status: Status) -> Probabilities {
    let p = |of| f64::from(status == of);
    Probabilities {
        covered: p(Status::Covered),
        partial: p(Status::Partial),
        missing: p(Status::Missing),
        contradicted: p(Status::Contradicted),
    }
}

fn judgements(statuses: &str, spans: &[Vec<(usize, usize)>]) -> Vec<Judgement> {
    let status = |letter| match letter {
        'C' => Status::Covered,
        'P' => Status::Partial,
        'M' => Status::Missing,
        'X' => Status::Contradicted,
        other => panic!("{other:?} is no status"),
    };
    let judged = statuses
        .chars()
        .map(status)
        .enumerate()
        .map(|(index, status)| {
            let spans = spans.get(index).into_iter().flatten();
            let evidence = spans.map(|&(start, end)| Span { start, end }).collect();
            judgement(status, certain(status), evidence)
        });
    judged.collect()
}

/// A report of this score alone.
fn report(score: &Score, judgements: &[Judgement], missing: &[Vec<String>]) -> Report {
    let points = score.points.iter().zip(judgements).enumerate();
    Report {
        schema: SCHEMA,
        answer_id: String::new(),
        question_id: "q".to_owned(),
        score: score.total,
        max_score: 0.0,
        expected_score: 0.0,
        score_sd: 0.0,
        score_distribution: Vec::new(),
        coverage: 0.0,
        review: false,
        flags: Vec::new(),
        key_points: points
            .map(|(index, (point, judgement))| PointReport {
                index,
                coverage: 0.0,
                status: judgement.status,
                worth: point.worth,
                credit: point.credit,
                score: point.score,
                withheld: point.withheld,
                evidence: Vec::new(),
                missing: missing.get(index).cloned().unwrap_or_default(),
                review: false,
            })
            .collect(),
        adjustments: score.adjustments.clone(),
    }
}

fn rule<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap()["rule"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn check_sum(name: &str, score: &Score) {
    let points: f64 = score.points.iter().map(|point| point.score).sum();
    let adjustments: f64 = score
        .adjustments
        .iter()
        .map(|adjustment| adjustment.amount)
        .sum();
    let off = (points + adjustments - score.total).abs();
    assert!(
        off < 1e-6,
        "{name}: points and adjustments miss the total by {off}: {score:?}"
    );
}

#[test]
fn hand_checked_scores() {
    let cases: Vec<Case> = read("score.json");
    for Case {
        name,
        question,
        answers,
    } in cases
    {
        let scheme = Scheme::new(&question).unwrap();
        for answer in answers {
            let name = format!("{name}, {}", answer.name);
            let judgements = judgements(&answer.statuses, &answer.spans);
            let score = scheme.score(&judgements, answer.characters);
            assert_eq!(score.total, answer.total, "{name}: {score:?}");
            let points: Vec<f64> = score
                .points
                .iter()
                .map(|point| (point.score * 1e6).round() / 1e6)
                .collect();
            assert_eq!(points, answer.points, "{name}");
            let withheld: Vec<Option<String>> = score
                .points
                .iter()
                .map(|point| point.withheld.map(rule))
                .collect();
            let mut expected = answer.withheld;
            expected.resize(withheld.len(), None);
            assert_eq!(withheld, expected, "{name}");
            let adjustments: Vec<String> = score
                .adjustments
                .iter()
                .map(|a| format!("{} {}", rule(a), (a.amount * 1e6).round() / 1e6))
                .collect();
            assert_eq!(adjustments, answer.adjustments, "{name}");
            check_sum(&name, &score);
            let report = report(&score, &judgements, &answer.missing);
            for (language, expected) in [
                (Language::Chinese, answer.explain.zh),
                (Language::English, answer.explain.en),
            ] {
                let mut lines = report.explain(language);
                lines.pop();
                assert!(
                    expected.is_empty() || lines == expected,
                    "{name}: {lines:#?}"
                );
            }
            let expectation = scheme.expected(&judgements, answer.characters);
            assert_eq!(
                expectation.distribution,
                [(score.total, 1.0)],
                "{name}: certain statuses"
            );
            assert!(!scheme.review(&score, &expectation), "{name}");
        }
    }
}

#[test]
fn bad_rules_name_question_and_point() {
    let cases: Vec<Bad> = read("errors.json");
    for Bad {
        name,
        question,
        message,
    } in cases
    {
        let error = Scheme::new(&question).expect_err(&name);
        assert_eq!(error.to_string(), message, "{name}");
    }
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let mut question = plain(&[1.0, 1.0]);
        question.key_points[1].weight = Some(weight);
        let expected = format!(
            "question \"q\", key point 2: weight is {weight}, expected a finite number above 0"
        );
        assert_eq!(Scheme::new(&question).unwrap_err().to_string(), expected);
        let mut question = plain(&[1.0]);
        question.max_score = Some(weight);
        let expected =
            format!("question \"q\": max_score is {weight}, expected a finite number above 0");
        assert_eq!(Scheme::new(&question).unwrap_err().to_string(), expected);
    }
}

fn plain(weights: &[f64]) -> Question {
    let point = |&weight| KeyPoint {
        weight: Some(weight),
        ..KeyPoint::new("要点")
    };
    Question {
        id: "q".to_owned(),
        question: "怎样处理？".to_owned(),
        key_points: weights.iter().map(point).collect(),
        ..Question::default()
    }
}

#[test]
fn odd_input_is_scored_without_panic() {
    let scheme = Scheme::new(&plain(&[1.0, 1.0])).unwrap();
    assert_eq!(scheme.score(&[], 0).total, 0.0);
    assert_eq!(scheme.expected(&[], 0).distribution, [(0.0, 1.0)]);
    let broken = Probabilities {
        covered: f64::NAN,
        partial: -1.0,
        missing: 0.0,
        contradicted: 0.0,
    };
    let judgements = vec![judgement(Status::Covered, broken, vec![Span { start: 9, end: 3 }]); 3];
    assert_eq!(scheme.score(&judgements, 0).total, 2.0);
    assert_eq!(scheme.expected(&judgements, 0).distribution, [(0.0, 1.0)]);
}
