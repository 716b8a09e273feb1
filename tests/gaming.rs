//! Runs `fixtures/gaming/cases.jsonl`: what answers of each kind may earn, a row a case; and `fixtures/gaming/frames.jsonl`:
//! sentences that claim or deny whatever key point stands in them, a row a sentence.
//!
//! A row the matcher does not reach carries `missed` with the reason; it must then really fail,
//! so that the mark goes when the matcher learns it.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use yaodian::report::{Flag, Status};
use yaodian::{Bank, Grader, Graders, KeyPoint, Question, Report};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    group: String,
    question: String,
    key_points: Vec<KeyPoint>,
    answer: String,
    /// The answer is the text this many times.
    #[serde(default = "once")]
    times: usize,
    /// One bound a key point.
    expect: Vec<Bound>,
    /// Flags the report must carry, others allowed; where the list is empty it must carry none.
    #[serde(default)]
    flags: Option<Vec<Flag>>,
    /// The same answer in plain writing…
    #[serde(default)]
    clean: Option<String>,
    /// …whose mean coverage differs by no more than this.
    #[serde(default)]
    within: Option<f64>,
    #[serde(default)]
    missed: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bound {
    #[serde(default)]
    min: f64,
    #[serde(default = "one")]
    max: f64,
    /// Allowed statuses; empty allows all.
    #[serde(default)]
    status: Vec<Status>,
}

fn once() -> usize {
    1
}

fn one() -> f64 {
    1.0
}

/// The rows of a file of JSON Lines.
fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    let rows = text.lines().enumerate().map(|(line, text)| {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("line {}: {error}", line + 1))
    });
    rows.collect()
}

fn cases() -> Vec<Case> {
    rows(include_str!("../fixtures/gaming/cases.jsonl"))
}

fn mean_coverage(report: &Report) -> f64 {
    let sum: f64 = report.key_points.iter().map(|point| point.coverage).sum();
    sum / report.key_points.len() as f64
}

/// What is wrong with the report, one line a fault.
fn faults(case: &Case, grader: &Grader) -> Vec<String> {
    let report = grader.grade(&case.answer.repeat(case.times));
    let mut faults = Vec::new();
    for (point, bound) in report.key_points.iter().zip(&case.expect) {
        let (number, coverage) = (point.index + 1, point.coverage);
        if !(bound.min..=bound.max).contains(&coverage) {
            faults.push(format!(
                "point {number}: coverage {coverage:.3}, expected {} to {}",
                bound.min, bound.max
            ));
        }
        if !bound.status.is_empty() && !bound.status.contains(&point.status) {
            faults.push(format!(
                "point {number}: {:?} (coverage {coverage:.3}), expected one of {:?}",
                point.status, bound.status
            ));
        }
    }
    if let Some(flags) = &case.flags {
        let carried = &report.flags;
        let kept = match flags[..] {
            [] => carried.is_empty(),
            _ => flags.iter().all(|flag| carried.contains(flag)),
        };
        if !kept {
            faults.push(format!("flags {carried:?}, expected {flags:?}"));
        }
    }
    if let (Some(clean), Some(within)) = (&case.clean, case.within) {
        let change = mean_coverage(&report) - mean_coverage(&grader.grade(clean));
        if change.abs() > within {
            faults.push(format!(
                "coverage {change:+.3} against the clean answer, expected within {within}"
            ));
        }
    }
    faults
}

#[test]
fn every_case_keeps_its_bound() {
    let cases = cases();
    let questions = cases
        .iter()
        .map(|case| Question {
            id: case.name.clone(),
            question: case.question.clone(),
            key_points: case.key_points.clone(),
            ..Question::default()
        })
        .collect();
    let bank = Bank::new(questions).expect("case names differ");
    let mut table = String::new();
    let mut failed = 0;
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let question = bank.get(&case.name).expect("the case's own question");
        let grader = Grader::builder()
            .build(question)
            .unwrap_or_else(|error| panic!("{}: {error}", case.name));
        let faults = faults(case, &grader);
        let (passed, all) = groups.entry(&case.group).or_default();
        *all += 1;
        *passed += usize::from(faults.is_empty());
        match (&case.missed, faults.is_empty()) {
            (None, true) | (Some(_), false) => {}
            (Some(_), true) => {
                failed += 1;
                writeln!(
                    table,
                    "[{}] {}: passes now, drop `missed`",
                    case.group, case.name
                )
                .expect("a string takes text");
            }
            (None, false) => {
                failed += 1;
                for fault in faults {
                    writeln!(table, "[{}] {}: {fault}", case.group, case.name)
                        .expect("a string takes text");
                }
            }
        }
    }
    for (group, (passed, all)) in groups {
        writeln!(table, "{group}: {passed} of {all}").expect("a string takes text");
    }
    assert!(
        failed == 0,
        "{failed} of {} cases fail\n{table}",
        cases.len()
    );
}

#[test]
fn the_cases_are_well_formed() {
    let mut names = BTreeSet::new();
    for case in cases() {
        let name = &case.name;
        assert!(names.insert(name.clone()), "{name} stands twice");
        assert_eq!(
            case.key_points.len(),
            case.expect.len(),
            "{name}: one bound a point"
        );
        assert_eq!(
            case.clean.is_some(),
            case.within.is_some(),
            "{name}: clean with within"
        );
        for bound in &case.expect {
            assert!(
                bound.min > 0.0 || bound.max < 1.0 || !bound.status.is_empty(),
                "{name}: a bound that cannot fail"
            );
        }
    }
}

/// A sentence around a key point, `{p}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    frame: String,
    says: Says,
    #[serde(default)]
    missed: Option<String>,
}

/// What it says of the point.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Says {
    Claimed,
    Denied,
}

/// Points of `fixtures/fields` that a frame may hold: short, of one clause, and denying nothing themselves.
fn framed_points(bank: &Bank, english: bool) -> Vec<(&Question, usize, &str)> {
    const POINTS: usize = 40;
    let points = bank.questions().iter().flat_map(|question| {
        let texts = question.key_points.iter().enumerate();
        texts.map(move |(index, point)| (question, index, point.text.trim_end_matches(['。', '.'])))
    });
    let holds = |text: &str| match english {
        true => {
            let denies = |word: &str| matches!(word, "not" | "no" | "never" | "without");
            (5..=14).contains(&text.split(' ').count())
                && text.is_ascii()
                && !text.contains([':', ';', ',', '(', '\''])
                && !text.split(' ').any(denies)
        }
        false => {
            (5..=22).contains(&text.chars().count())
                && !text.contains(|c: char| c.is_ascii_alphanumeric())
                && !text.contains([
                    '不', '没', '无', '未', '非', '勿', '，', '：', '；', '、', '防', '避',
                ])
        }
    };
    points
        .filter(|(.., text)| holds(text))
        .take(POINTS)
        .collect()
}

#[test]
fn every_frame_claims_or_denies_what_stands_in_it() {
    /// What a point may earn on the mean where it is denied, and must where it is claimed.
    const DENIED: f64 = 0.35;
    const CLAIMED: f64 = 0.7;
    let bank = Bank::from_json(include_str!("../fixtures/fields/bank.json")).expect("a bank");
    let graders = Graders::compile(&Grader::builder(), &bank);
    let points = [false, true].map(|english| framed_points(&bank, english));
    let mut faults = String::new();
    let frames: Vec<Frame> = rows(include_str!("../fixtures/gaming/frames.jsonl"));
    for Frame {
        frame,
        says,
        missed,
    } in frames
    {
        let points = &points[usize::from(frame.is_ascii())];
        let coverage = points.iter().map(|&(question, index, point)| {
            let grader = graders.get(&question.id).expect("a question of the bank");
            grader.grade(&frame.replace("{p}", point)).key_points[index].coverage
        });
        let mean = coverage.sum::<f64>() / points.len() as f64;
        let kept = match says {
            Says::Denied => mean <= DENIED,
            Says::Claimed => mean >= CLAIMED,
        };
        match (missed, kept) {
            (None, true) | (Some(_), false) => continue,
            (Some(_), true) => writeln!(faults, "{frame}: passes now, drop `missed`"),
            (None, false) => writeln!(faults, "{frame}: coverage {mean:.3} on the mean"),
        }
        .expect("a string takes text");
    }
    assert!(faults.is_empty(), "{faults}");
}
