//! `schema/*.schema.json` are what the types say; `UPDATE_GOLDEN=1` rewrites them.

use serde_json::{Value, json};
use std::fs;
use yaodian::{Bank, Report, schema};

fn check(name: &str, schema: &str) {
    let path = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, schema).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept, schema,
        "{path} is stale: run the test with UPDATE_GOLDEN=1"
    );
}

#[test]
fn kept_schemas_are_those_of_the_types() {
    check("bank", &schema::bank());
    check("report", &schema::report());
}

/// A bank in which everything is said.
fn full_bank() -> Value {
    json!([{
        "id": "1", "question": "问", "reference": "答", "max_score": 10.0, "section": "一",
        "analysis": "析", "lang": "zh", "source": "书",
        "each": 2.0, "step": 1.0, "exclusive": [[0, 1]], "ordered": [[0, 1]], "penalty_cap": 1.0,
        "contradiction": 0.5, "single_use": true, "tolerance": 2.0, "risk": 0.1,
        "groups": [{ "points": [0, 1], "best": 1, "cap": 3.0 }],
        "length": { "min": 10, "max": 100, "penalty": 1.0 },
        "key_points": ["甲", {
            "text": "乙", "weight": 2.0, "core": true, "bonus": true, "penalty": true,
            "partial": "none", "aliases": ["丙"], "all_of": [["丁", "戊"]], "requires": [0],
            "strict": true, "overlapping": true, "derived": true
        }]
    }])
}

/// A report in which everything is said.
fn full_report() -> Value {
    json!({
        "schema": 1, "answer_id": "a", "question_id": "1", "score": 1.0, "max_score": 2.0,
        "expected_score": 1.2, "score_sd": 0.3, "score_distribution": [[1.0, 1.0]],
        "coverage": 0.5, "review": true, "flags": ["keyword_pile"],
        "key_points": [{
            "index": 0, "coverage": 0.5, "status": "partial", "worth": 2.0, "credit": 0.5,
            "score": 0.0, "withheld": { "rule": "requires", "point": 1 },
            "evidence": [{ "start": 0, "end": 3 }], "missing": ["大数据"], "review": true
        }],
        "adjustments": [{ "amount": 1.0, "rule": "group_cap", "group": 0, "cap": 1.0 }]
    })
}

fn names(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn schemas_name_what_is_read_and_written() {
    let bank: Value = serde_json::from_str(&schema::bank()).unwrap();
    let report: Value = serde_json::from_str(&schema::report()).unwrap();
    let read = Bank::from_json(&full_bank().to_string()).unwrap();
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(written, full_bank(), "nothing is lost");
    let parsed: Report = serde_json::from_value(full_report()).unwrap();
    assert_eq!(
        serde_json::to_value(&parsed).unwrap(),
        full_report(),
        "nothing is lost"
    );

    let of = |schema: &Value, name: &str| schema["$defs"][name].clone();
    let point = of(&bank, "KeyPoint")["anyOf"][1].clone();
    let question = &written[0];
    let cases = [
        ("question", of(&bank, "Question"), question),
        ("key point", point, &question["key_points"][1]),
        ("group", of(&bank, "Group"), &question["groups"][0]),
        ("length", of(&bank, "Length"), &question["length"]),
        ("report", report.clone(), &full_report()),
        (
            "point",
            of(&report, "PointReport"),
            &full_report()["key_points"][0],
        ),
    ];
    for (name, schema, object) in cases {
        assert_eq!(names(&schema["properties"]), names(object), "{name}");
    }
    assert_eq!(of(&bank, "KeyPoint")["anyOf"][0]["type"], "string");
    assert_eq!(
        of(&bank, "KeyPoint")["anyOf"][1]["required"],
        json!(["text"])
    );
    assert_eq!(of(&bank, "Question")["required"], json!(["id", "question"]));
}
