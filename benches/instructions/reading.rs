//! Reading grows with the file as a line: banks, documents and rows that invite a square.

use crate::callgrind::count;
use std::hint::black_box;
use yaodian::answers::{Form, Reading};
use yaodian::{Bank, agreement};

pub fn run() {
    type Reader = fn(&str);
    let json: Reader = |text| drop(black_box(Bank::from_json(text)));
    let document: Reader = |text| drop(black_box(Bank::from_document(text)));
    let marked: Reader = |text| drop(black_box(agreement::read(text)));
    let rows: Reader = |text| {
        let rows = Reading::new()
            .form(Form::Jsonl)
            .read(std::io::Cursor::new(text.to_owned()));
        rows.expect("JSON Lines")
            .for_each(|row| drop(black_box(row)));
    };
    for (name, head, piece, tail, read) in [
        (
            "key points of a bank",
            r#"[{"id":1,"question":"q","key_points":["a""#,
            r#","关闭阀门""#,
            "]}]",
            json,
        ),
        (
            "aliases",
            r#"[{"id":1,"question":"q","key_points":[{"text":"a","aliases":["a""#,
            r#","关闭""#,
            "]}]}]",
            json,
        ),
        (
            "reference",
            r#"[{"id":1,"question":"q","reference":""#,
            "先关阀门，再盖锅盖；",
            r#""}]"#,
            json,
        ),
        (
            "reference of one sentence",
            r#"[{"id":1,"question":"q","reference":""#,
            "阀",
            r#""}]"#,
            json,
        ),
        (
            "unknown fields",
            r#"[{"id":1,"question":"q","x":[0"#,
            r#",{"y":1}"#,
            "]}]",
            json,
        ),
        ("headings", "", "一、\n", "", document),
        ("numbered lines", "", "1. ", "", document),
        ("brackets", "1. 怎样？\n答题要点：", "（如", "", document),
        ("labels", "1. 怎样？\n", "答案：", "", document),
        (
            "lines of an answer",
            "1. 怎样？\n答案：\n",
            "关闭阀门\n",
            "",
            document,
        ),
        (
            "points in a line",
            "1. 怎样？\n答题要点：",
            "①关②盖",
            "",
            document,
        ),
        ("stars", "1. 怎样？\n答案：", "**", "", document),
        ("table", "", "|a|b|\n", "", document),
        ("a line of hanzi", "", "答", "", document),
        (
            "numbers before one label",
            "",
            "1. 如何处理？\n",
            "答案：先核实。",
            document,
        ),
        (
            "numbers after one label",
            "1. 如何处理？\n答案：先核实。\n",
            "1. 如何处理？\n",
            "",
            document,
        ),
        ("labels on lines", "", "答案：\n解析：\n", "", document),
        ("labels in a line", "1. 问？", "【答案】甲", "", document),
        ("examples", "1. 问？\n答案：", "甲(如乙)", "", document),
        (
            "marked rows",
            "",
            "{\"id\":1,\"question_id\":\"q\",\"answer\":\"甲\",\"gold\":[1]}\n",
            "",
            marked,
        ),
        (
            "rows",
            "",
            "{\"id\":1,\"question_id\":\"q\",\"answer\":\"甲\"}\n",
            "",
            rows,
        ),
        (
            "nested lists, bank",
            r#"[{"id":1,"question":"q","x":"#,
            "[",
            "",
            json,
        ),
        (
            "nested objects, bank",
            r#"[{"id":1,"question":"q","x":"#,
            r#"{"x":"#,
            "",
            json,
        ),
        (
            "nested lists, rows",
            r#"{"id":1,"question_id":"q","answer":"#,
            "[",
            "\n",
            rows,
        ),
        (
            "nested lists, marked rows",
            r#"{"id":1,"question_id":"q","answer":"甲","gold":"#,
            "[",
            "\n",
            marked,
        ),
    ] {
        for size in [16_384, 65_536] {
            let text = format!("{head}{}{tail}", piece.repeat(size / piece.len()));
            count(name, size, || read(&text));
        }
    }
    for (name, head, piece) in [
        (
            "numbers in a line",
            "1. 问？答案：",
            (|number| format!("（{number}）甲")) as fn(usize) -> String,
        ),
        ("questions", "", |number| {
            format!("{number}. 第{number}种情况怎样处置？\n答题要点：关闭阀门；盖锅盖\n")
        }),
    ] {
        for numbers in [250, 1_000] {
            let pieces: String = (1..=numbers).map(piece).collect();
            let text = format!("{head}{pieces}");
            count(name, numbers, || document(&text));
        }
    }
}
