//! The linter: every `fixtures/lint/<case>/` is a bank and what is found in it.

use std::path::{Path, PathBuf};
use yaodian::lint::{self, Finding, Rule, Severity};
use yaodian::{Bank, Grader};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("the folder is readable").path())
        .collect();
    cases.sort();
    cases
}

fn bank(case: &Path) -> Bank {
    let text = std::fs::read_to_string(case.join("bank.json")).expect("a case has a bank");
    Bank::from_json(&text).unwrap_or_else(|error| panic!("{}: {error}", case.display()))
}

/// Messages may quote a coverage, which follows the model: the cases leave it open as `#`.
fn open_figures(message: &str) -> String {
    let mut parts = message.split("coverage ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let figure = if rest.len() < part.len() { "#" } else { "" };
        format!("{text}coverage {figure}{rest}")
    })
}

/// `UPDATE_GOLDEN=1` rewrites what is expected. What a question pays follows the model: it has tests of its own.
#[test]
fn banks_have_the_findings_that_a_person_expects() {
    let paid = |rule| {
        matches!(
            rule,
            Rule::PaysForKeywords | Rule::PaysForQuestion | Rule::PaysForNegation
        )
    };
    let cases = cases();
    assert!(cases.len() >= 12, "only {} cases", cases.len());
    for case in cases {
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut found = lint::lint(&bank(&case), &Grader::builder());
        found.retain(|finding| !paid(finding.rule));
        for finding in &mut found {
            finding.message = open_figures(&finding.message);
        }
        let golden = case.join("findings.json");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let text = serde_json::to_string_pretty(&found).expect("findings are data") + "\n";
            std::fs::write(&golden, text).expect("a case can be written");
        }
        let text = std::fs::read_to_string(&golden)
            .unwrap_or_else(|error| panic!("{}: {error}", golden.display()));
        let expected: serde_json::Value = serde_json::from_str(&text).expect("findings are JSON");
        let found = serde_json::to_value(found).expect("findings are data");
        assert_eq!(found, expected, "{name}");
        assert_eq!(
            found.as_array().map(Vec::is_empty),
            Some(name == "nothing_wrong"),
            "{name}"
        );
    }
}

#[test]
fn every_case_shows_the_rule_it_is_named_after() {
    for case in cases() {
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let found = lint::lint(&bank(&case), &Grader::builder());
        let rules: Vec<&str> = found.iter().map(|finding| finding.rule.name()).collect();
        assert_eq!(
            rules.contains(&&*name),
            name != "nothing_wrong",
            "{name}: {rules:?}"
        );
    }
}

#[test]
fn names_are_those_of_the_data() {
    for case in cases() {
        for finding in lint::lint(&bank(&case), &Grader::builder()) {
            let data = serde_json::to_value(&finding).expect("findings are data");
            assert_eq!(data["rule"], finding.rule.name());
            assert_eq!(data["severity"], finding.severity.name());
            assert_eq!(finding.rule.to_string(), finding.rule.name());
            assert_eq!(
                finding.to_string(),
                format!("{}: {}", finding.severity.name(), finding.message)
            );
            let place = match finding.key_point {
                None => format!("question \"{}\": ", finding.question_id),
                Some(index) => {
                    format!(
                        "question \"{}\", key point {}: ",
                        finding.question_id,
                        index + 1
                    )
                }
            };
            assert!(finding.message.starts_with(&place), "{finding}");
        }
    }
}

#[test]
fn findings_stand_in_the_banks_order() {
    let questions: Vec<_> = cases()
        .iter()
        .enumerate()
        .flat_map(|(number, case)| {
            let mut questions = bank(case).questions().to_vec();
            for question in &mut questions {
                question.id = format!("{number}/{}", question.id);
            }
            questions
        })
        .collect();
    let all = Bank::new(questions).expect("ids differ");
    let findings = lint::lint(&all, &Grader::builder());
    let place = |finding: &Finding| {
        let at = all
            .questions()
            .iter()
            .position(|question| question.id == finding.question_id);
        (at.expect("a finding names a question"), finding.key_point)
    };
    assert!(
        findings
            .windows(2)
            .all(|two| place(&two[0]) <= place(&two[1]))
    );
    assert_eq!(
        findings,
        lint::lint(&all, &Grader::builder()),
        "and again the same"
    );
}

#[test]
fn what_a_question_pays_is_a_table_of_its_own() {
    let case = |name: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
        let bank = bank(&folder.join(name));
        let builder = Grader::builder();
        (
            lint::susceptibility(&bank, &builder),
            lint::lint(&bank, &builder),
        )
    };
    let (pays, _) = case("nothing_wrong");
    let ids: Vec<&str> = pays.iter().map(|one| one.question_id.as_str()).collect();
    assert_eq!(ids, ["q1", "q2"]);
    for one in &pays {
        for share in [one.keyword_pile, one.copied_question, one.negated_reference] {
            assert!(
                share.is_some_and(|share| (0.0..=1.0).contains(&share)),
                "{one:?}"
            );
        }
    }
    let (pays, _) = case("cannot_build");
    assert_eq!(pays.len(), 1, "what cannot be built pays nothing: {pays:?}");
    let (pays, findings) = case("pays_for_question");
    assert_eq!(
        pays[0].negated_reference, None,
        "there is no reference to deny"
    );
    let named = findings
        .iter()
        .find(|one| one.rule == Rule::PaysForQuestion);
    let earned = pays[0].copied_question.expect("a question can be copied");
    let message = format!(
        "question \"q1\": the question copied as an answer earns {earned:.2} of its points, expected at most 0.25"
    );
    assert_eq!(
        named.map(|one| (one.severity, &*one.message)),
        Some((Severity::Warning, &*message))
    );
}

#[test]
fn what_pays_more_than_its_bound_is_found_and_nothing_else() {
    for case in cases() {
        let (bank, builder) = (bank(&case), Grader::builder());
        let mut expected = Vec::new();
        for pays in lint::susceptibility(&bank, &builder) {
            for (rule, share, bound) in [
                (Rule::PaysForKeywords, pays.keyword_pile, 0.25),
                (Rule::PaysForQuestion, pays.copied_question, 0.25),
                (Rule::PaysForNegation, pays.negated_reference, 0.4),
            ] {
                if share.is_some_and(|share| share > bound) {
                    expected.push((pays.question_id.clone(), rule));
                }
            }
        }
        let found: Vec<(String, Rule)> = lint::lint(&bank, &builder)
            .into_iter()
            .filter(|one| {
                use Rule::{PaysForKeywords, PaysForNegation, PaysForQuestion};
                matches!(
                    one.rule,
                    PaysForKeywords | PaysForQuestion | PaysForNegation
                )
            })
            .map(|one| (one.question_id, one.rule))
            .collect();
        assert_eq!(found, expected, "{}", case.display());
    }
}
