//! What the caller's own knowledge and `all_of` change in a report.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use yaodian::report::Status;
use yaodian::{Grader, GraderBuilder, KeyPoint, Question, Similarity, Synonyms, Vectors};

const SYNONYMS: &str = include_str!("../fixtures/knowledge/synonyms.tsv");
const VECTORS: &[u8] = include_bytes!("../fixtures/knowledge/words.vec");

fn question(points: &[KeyPoint]) -> Question {
    Question {
        id: "q1".into(),
        question: "门店怎样留住老主顾？".into(),
        key_points: points.to_vec(),
        ..Question::default()
    }
}

fn grade(builder: &GraderBuilder, points: &[KeyPoint], answer: &str) -> Vec<(Status, f64)> {
    let grader = builder
        .build(&question(points))
        .expect("the question is sound");
    let report = grader.grade(answer);
    let points = report.key_points.iter();
    points.map(|point| (point.status, point.coverage)).collect()
}

fn with_synonyms() -> GraderBuilder {
    Grader::builder().synonyms(Synonyms::from_tsv(SYNONYMS).expect("the fixture is sound"))
}

#[test]
fn synonyms_cover() {
    // Whatever the point and the answer say of two synonyms, it counts as nearly the same text.
    let cases = [
        (
            "word for words",
            "部署CRM",
            "公司应该部署客户关系管理系统。",
        ),
        (
            "words for word",
            "部署客户关系管理系统",
            "公司应该部署CRM。",
        ),
        (
            "words for words",
            "部署客户关系管理系统",
            "公司应该部署customer relationship management。",
        ),
        (
            "other case and width",
            "部署客户关系管理系统",
            "公司应该部署ｃｒｍ。",
        ),
        ("two cut words", "推行积分制度", "门店还要推行会员体系。"),
    ];
    for (name, point, answer) in cases {
        let points = [KeyPoint::new(point)];
        let (_, plain) = grade(&Grader::builder(), &points, answer)[0];
        let (status, told) = grade(&with_synonyms(), &points, answer)[0];
        assert_eq!(
            status,
            Status::Covered,
            "{name}: {plain} without, {told} with"
        );
        assert!(told > plain, "{name}: {plain} without, {told} with");
    }
}

#[test]
fn synonyms_keep_to_themselves() {
    let cases = [
        ("part of an entry", "部署CRM", "公司应该维护客户关系。"),
        ("another group", "部署CRM", "门店还要推行会员体系。"),
        ("a longer word", "部署CRM", "公司应该部署scrmx。"),
    ];
    for (name, point, answer) in cases {
        let points = [KeyPoint::new(point)];
        let plain = grade(&Grader::builder(), &points, answer);
        assert_eq!(grade(&with_synonyms(), &points, answer), plain, "{name}");
    }
}

#[test]
fn synonyms_are_never_opposites_but_can_be_denied() {
    let points = [KeyPoint::new("血压升高")];
    let answer = "患者血压降低。";
    let plain = grade(&Grader::builder(), &points, answer)[0].0;
    let told = grade(&with_synonyms(), &points, answer)[0].0;
    assert_eq!((plain, told), (Status::Contradicted, Status::Covered));

    let points = [KeyPoint::new("部署客户关系管理系统")];
    let told = grade(&with_synonyms(), &points, "公司不应该部署CRM。")[0].0;
    assert_eq!(told, Status::Contradicted);
}

#[test]
fn vectors_decide_for_their_own_words_only() {
    let vectors = Vectors::from_vec_text(VECTORS).expect("the fixture is sound");
    assert_eq!(vectors.len(), 6);
    let told = Grader::builder().vectors(vectors);
    let cases = [
        ("near", "复购", "熊猫回来了。", 1),
        ("only one of them", "复购", "回头客很多。", 0),
    ];
    for (name, point, answer, sign) in cases {
        let points = [KeyPoint::new(point)];
        let plain = grade(&Grader::builder(), &points, answer)[0].1;
        let told = grade(&told, &points, answer)[0].1;
        let found = (told - plain).partial_cmp(&0.0).map(|order| order as i32);
        assert_eq!(found, Some(sign), "{name}: {plain} without, {told} with");
    }
}

/// Replies with one number and counts.
#[derive(Default)]
struct Asked {
    calls: AtomicUsize,
    pairs: std::sync::Mutex<Vec<(String, String)>>,
}

struct Fixed(f32, Arc<Asked>);

impl Similarity for Fixed {
    fn similarities(&self, pairs: &[(&str, &str)]) -> Vec<f32> {
        self.1.calls.fetch_add(1, Ordering::Relaxed);
        let owned = pairs.iter().map(|&(a, b)| (a.to_owned(), b.to_owned()));
        self.1
            .pairs
            .lock()
            .expect("no test panics here")
            .extend(owned);
        vec![self.0; pairs.len()]
    }
}

#[test]
fn similarity_is_asked_once_an_answer() {
    let asked = Arc::new(Asked::default());
    let mut point = KeyPoint::new("建立会员积分制度");
    point.aliases = vec!["用积分奖励老主顾".into()];
    let points = [point, KeyPoint::new("定期回访顾客")];
    let builder = Grader::builder().similarity(Fixed(0.5, Arc::clone(&asked)));
    let answer = "首先，建立會員積分制度；其次，定期回访顾客。";
    grade(&builder, &points, answer);
    assert_eq!(asked.calls.load(Ordering::Relaxed), 1);
    let pairs = asked.pairs.lock().expect("no test panics here").clone();
    let expected = [
        ("建立会员积分制度", "建立會員積分制度"),
        ("用积分奖励老主顾", "建立會員積分制度"),
        ("定期回访顾客", "定期回访顾客"),
    ];
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    assert_eq!(pairs, expected);
    grade(&builder, &points, "");
    assert_eq!(
        asked.calls.load(Ordering::Relaxed),
        1,
        "an empty answer is not asked about"
    );
}

#[test]
fn similarity_raises_and_never_turns_a_contradiction() {
    let cases = [
        (
            "paraphrase",
            "定期回访顾客",
            "每个月给买过东西的人打个电话。",
            true,
        ),
        ("full already", "定期回访顾客", "定期回访顾客。", false),
        (
            "contradicted",
            "定期回访顾客",
            "门店不应该定期回访顾客。",
            false,
        ),
    ];
    for (name, point, answer, raised) in cases {
        let points = [KeyPoint::new(point)];
        let plain = grade(&Grader::builder(), &points, answer);
        let told = |reply| {
            let builder = Grader::builder().similarity(Fixed(reply, Arc::default()));
            grade(&builder, &points, answer)
        };
        assert_eq!(told(f32::NAN), plain, "{name}");
        assert_eq!(told(0.0), plain, "{name}");
        assert_eq!(plain[0].0 == Status::Contradicted, name == "contradicted");
        match raised {
            true => assert!(
                told(1.0)[0].1 > plain[0].1,
                "{name}: {plain:?}, {:?}",
                told(1.0)
            ),
            false => assert_eq!(told(1.0), plain, "{name}"),
        }
    }
}

#[test]
fn all_of_needs_every_list() {
    let mut point = KeyPoint::new("建立客户画像");
    point.all_of = vec![
        vec!["客户画像".into()],
        vec!["基本信息".into(), "购买历史".into()],
    ];
    let asked = Arc::new(Asked::default());
    let builder = Grader::builder().similarity(Fixed(1.0, Arc::clone(&asked)));
    let cases = [
        (
            "first alternative",
            "通过收集客户的基本信息来建立客户画像。",
            Status::Covered,
        ),
        (
            "second alternative",
            "建立客户画像，记录他们的购买历史。",
            Status::Covered,
        ),
        (
            "the second list missing",
            "门店应当建立客户画像。",
            Status::Missing,
        ),
        (
            "the first list missing",
            "门店应当登记基本信息和购买历史。",
            Status::Missing,
        ),
        ("neither", "门店应当延长营业时间。", Status::Missing),
        (
            "one denied",
            "门店应当登记基本信息，但不要建立客户画像。",
            Status::Contradicted,
        ),
    ];
    for (name, answer, expected) in cases {
        let found = grade(&Grader::builder(), std::slice::from_ref(&point), answer)[0];
        assert_eq!(found.0, expected, "{name}: {found:?}");
    }
    let left_out = "门店应当建立客户画像。";
    assert_eq!(
        grade(&builder, std::slice::from_ref(&point), left_out),
        grade(&Grader::builder(), std::slice::from_ref(&point), left_out)
    );
    assert_eq!(
        asked.calls.load(Ordering::Relaxed),
        0,
        "a similarity sees no lists"
    );
    // Without lists the text decides.
    point.all_of.clear();
    let found = grade(&Grader::builder(), &[point], "门店应当建立客户画像。")[0];
    assert_eq!(found.0, Status::Covered, "{found:?}");
}
