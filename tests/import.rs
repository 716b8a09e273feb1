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

#[test]
fn drafted_points_are_near_what_a_person_writes() {
    let import = open("devset/bank_sections.txt");
    let drafted = |id: &str| texts(import.bank.get(id).unwrap()).join("\n");
    // d12, d17 and d20 of the bank: the same points, 环境与版本 and the first two steps of d17 apart.
    assert_eq!(
        drafted("1.2"),
        "标题简明（如“iOS端提交订单后按钮仍可点击”）\n环境与版本(系统、浏览器、构建号)\n复现步骤和复现概率\n\
         预期结果与实际结果\n附件（如截图、日志、抓包文件）\n要注明严重程度和优先级,便于开发排期"
    );
    assert_eq!(
        drafted("2.2"),
        "回到需求文档,核对原文描述\n需求没有写明的,从用户使用习惯和同类产品（如主流办公软件）中寻找依据\n\
         当面演示问题,说明对用户的影响\n仍有分歧,请产品经理裁定,并把结论记录在缺陷单里\n全程对事不对人,不在评论区里争吵"
    );
    assert_eq!(
        drafted("3.1"),
        "状态码和返回字段（如类型、必填项、默认值）\n业务逻辑（如重复提交是否生成两笔订单）\n\
         异常参数与权限校验（如使用他人令牌访问）\n性能指标(平均响应时间、错误率)"
    );
    // As many points as a person found, give or take two.
    for (found, expected) in import.bank.questions().iter().zip(&truth(10, 22)) {
        let (found, expected) = (found.key_points.len(), expected.key_points.len());
        assert!(
            found.abs_diff(expected) <= 2,
            "{found} points for {expected}"
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
