//! Banks from JSON and from documents, as people have them.

use std::path::{Path, PathBuf};
use yaodian::{Bank, Import, Question};

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(path)
}

fn open(path: &str) -> Import {
    Bank::open(fixture(path)).unwrap_or_else(|error| panic!("{error}"))
}

fn truth(from: usize, to: usize) -> Vec<Question> {
    open("devset/bank.json").bank.questions()[from..to].to_vec()
}

fn texts(question: &Question) -> Vec<&str> {
    question
        .key_points
        .iter()
        .map(|point| point.text.as_str())
        .collect()
}

#[test]
fn the_contents_list_form_imports_word_for_word() {
    let import = open("devset/bank_toc.txt");
    let expected = truth(0, 10);
    let ids: Vec<&str> = import
        .bank
        .questions()
        .iter()
        .map(|q| q.id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    for (found, expected) in import.bank.questions().iter().zip(&expected) {
        assert_eq!(found.question, expected.question);
        assert_eq!(found.reference, expected.reference, "{}", found.id);
        assert_eq!(texts(found), texts(expected), "{}", found.id);
        assert_eq!(found.analysis, None, "{}", found.id);
        assert_eq!(
            (&found.section, found.max_score),
            (&None, None),
            "{}",
            found.id
        );
    }
    let warnings: Vec<String> = import
        .warnings
        .iter()
        .map(|warning| warning.to_string())
        .collect();
    assert_eq!(
        warnings,
        [
            "line 17: 20 titles (11 to 30) of the contents list have no answer in the document and were left out",
            "line 226: 12 lines after the last answer were left out, from \"以上为本文档的试读页面，约占全部篇幅的三\" on",
        ]
    );
}

#[test]
fn the_sections_form_imports_word_for_word() {
    let import = open("devset/bank_sections.txt");
    let expected = truth(10, 22);
    let ids: Vec<&str> = import
        .bank
        .questions()
        .iter()
        .map(|q| q.id.as_str())
        .collect();
    assert_eq!(
        ids,
        [
            "1.1", "1.2", "1.3", "1.4", "1.5", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3"
        ]
    );
    for (found, expected) in import.bank.questions().iter().zip(&expected) {
        assert_eq!(found.question, expected.question);
        assert_eq!(found.reference, expected.reference, "{}", found.id);
        assert_eq!(found.analysis, expected.analysis, "{}", found.id);
        assert_eq!(found.section, expected.section, "{}", found.id);
        assert_eq!(found.max_score, expected.max_score, "{}", found.id);
        assert!(
            found.key_points.iter().all(|point| point.derived),
            "{}",
            found.id
        );
    }
}

/// Every `fixtures/import/<case>.txt` or `.md` beside its `<case>.json`; `UPDATE_GOLDEN=1` rewrites those.
#[test]
fn documents_of_many_forms_import_as_a_person_reads_them() {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(fixture("import"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension != "json")
        })
        .collect();
    cases.sort();
    assert!(cases.len() >= 12, "only {} cases", cases.len());
    for case in cases {
        let import = Bank::open(&case).unwrap_or_else(|error| panic!("{error}"));
        let warnings: Vec<String> = import.warnings.iter().map(|w| w.to_string()).collect();
        let found = serde_json::json!({ "warnings": warnings, "bank": import.bank });
        let golden = case.with_extension("json");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            let text = serde_json::to_string_pretty(&found).unwrap() + "\n";
            std::fs::write(&golden, text).unwrap();
        }
        let text = std::fs::read_to_string(&golden)
            .unwrap_or_else(|error| panic!("{}: {error}", golden.display()));
        let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(found, expected, "{}", case.display());
    }
}
