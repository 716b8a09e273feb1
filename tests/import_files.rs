//! What bytes a bank may come in, and what is said of those that are none.

use std::io::Write;
use yaodian::Bank;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const DOCUMENT: &str = "1. 什么是通货膨胀？（5分）\r\n答案：货币供给过多；物价持续上涨。\r\n\r\n2. 什么是失业率？\r\n答案：失业人口占劳动力的比重。\r\n";

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once('\u{feff}')
        .chain(text.chars())
        .flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec())
        .flat_map(bytes)
        .collect()
}

#[test]
fn text_in_any_usual_encoding_gives_one_bank() {
    let expected = Bank::from_document(DOCUMENT).unwrap();
    assert_eq!(expected.bank.questions().len(), 2);
    let traditional = DOCUMENT.replace("货币供给过多；物价持续上涨", "貨幣供給過多，物價持續上漲");
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("UTF-8", DOCUMENT.as_bytes().to_vec()),
        (
            "UTF-8 with mark",
            [b"\xef\xbb\xbf", DOCUMENT.as_bytes()].concat(),
        ),
        (
            "UTF-16, little end first",
            utf16(DOCUMENT, u16::to_le_bytes),
        ),
        ("UTF-16, big end first", utf16(DOCUMENT, u16::to_be_bytes)),
        (
            "GB18030",
            encoding_rs::GB18030.encode(DOCUMENT).0.into_owned(),
        ),
        ("old Mac lines", DOCUMENT.replace("\r\n", "\r").into_bytes()),
    ];
    for (name, bytes) in cases {
        let import =
            Bank::from_bytes("bank.txt", &bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(import, expected, "{name}");
    }
    let traditional = fast2s_free(&traditional);
    let big5 = encoding_rs::BIG5.encode(&traditional).0.into_owned();
    let import = Bank::from_bytes("bank.txt", &big5).unwrap();
    assert_eq!(import, Bank::from_document(&traditional).unwrap(), "Big5");
}

/// Big5 has no simplified characters.
fn fast2s_free(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '么' => '麼',
            '货' => '貨',
            '胀' => '脹',
            '业' => '業',
            '劳' => '勞',
            '动' => '動',
            '占' => '佔',
            '给' => '給',
            '过' => '過',
            '价' => '價',
            '续' => '續',
            '涨' => '漲',
            '币' => '幣',
            '数' => '數',
            other => other,
        })
        .collect()
}

#[test]
fn bytes_that_are_no_bank_are_refused_by_name() {
    let damaged = [DOCUMENT.as_bytes(), b"\r\n\xe4\xb8", DOCUMENT.as_bytes()].concat();
    let at = DOCUMENT.len() + 3;
    let cases: Vec<(&str, &str, Vec<u8>, String)> = vec![
        ("empty", "a.txt", b" \n".to_vec(), "a.txt: the file is empty, expected a question bank".into()),
        ("empty JSON", "a.json", Vec::new(), "a.json: the file is empty, expected a question bank".into()),
        ("only a byte order mark", "a.txt", b"\xef\xbb\xbf\n".to_vec(), "a.txt: the text is empty, expected questions with their answers".into()),
        ("NUL bytes", "a.txt", b"\x89PNG\r\n\0\0\0\rIHDR".to_vec(), "a.txt: is not a document: it holds NUL bytes".into()),
        ("NUL characters", "a.txt", b"1. what?\0\nanswer: that".to_vec(), "a.txt: is not a document: it holds NUL characters".into()),
        ("control characters", "a.txt", (0..200).map(|byte| byte % 31 + 1).collect(), "a.txt: is not a document: it is full of control characters".into()),
        ("damaged UTF-8", "a.txt", damaged, format!("a.txt: byte {at} (line 7) is not valid UTF-8, and the file is in no other encoding known here")),
        ("odd UTF-16", "a.txt", b"\xff\xfe1".to_vec(), "a.txt: is not valid UTF-16, though its byte order mark says so".into()),
        ("old Word", "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "a.doc: is in the old binary format of Word or Excel, expected .docx, .txt, .md or .json".into()),
        ("no question", "a.txt", "会议纪要\n今天讨论了预算。".into(), "a.txt: no question was found, expected numbered questions followed by 参考答案：, 答题要点： or the like".into()),
        ("broken JSON", "a.json", b"[\n{]".to_vec(), "a.json, line 2, column 2: key must be a string".into()),
        ("damaged zip", "a.docx", b"PK\x03\x04 and nothing more".to_vec(), "a.docx: is not a document: invalid Zip archive: Could not find EOCD".into()),
        ("another zip", "a.docx", archive(&[("hello.txt", "hello")]), "a.docx: is a zip file but not a Word document: word/document.xml is missing".into()),
        ("broken XML", "a.docx", archive(&[("word/document.xml", "<w:document><w:p></w:q></w:document>")]), "a.docx: is not a Word document that can be read: ill-formed document: expected `</w:p>`, but `</w:q>` was found".into()),
        ("bomb", "a.docx", archive(&[("word/document.xml", &" ".repeat(yaodian::bank::MAX_INFLATED as usize + 1))]), "a.docx: word/document.xml inflates to more than 67108864 bytes, the most that is read".into()),
    ];
    for (name, file, bytes, expected) in cases {
        match Bank::from_bytes(file, &bytes) {
            Ok(import) => panic!("{name}: {import:?}"),
            Err(error) => assert_eq!(error.to_string(), expected, "{name}"),
        }
    }
    let missing = Bank::open("no/such/bank.json").unwrap_err().to_string();
    assert!(missing.starts_with("no/such/bank.json: "), "{missing}");
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let level = |level: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering {SPACE}><w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:abstractNum w:abstractNumId=\"1\">{}</w:abstractNum><w:abstractNum w:abstractNumId=\"2\">{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num>\
         <w:num w:numId=\"3\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\
         <w:num w:numId=\"4\"><w:abstractNumId w:val=\"2\"/></w:num></w:numbering>",
        level(0, "chineseCounting", "%1、"),
        level(1, "decimal", "%2."),
        level(0, "decimal", "（%1）"),
        level(0, "bullet", "\u{f0b7}"),
    );
    let styles = format!(
        "<w:styles {SPACE}><w:style w:styleId=\"2\"><w:name w:val=\"heading 2\"/></w:style>\
         <w:style w:styleId=\"q\"><w:name w:val=\"Question\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style></w:styles>"
    );
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {SPACE}><w:body>{body}</w:body></w:document>"
    );
    archive(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn cell(paragraphs: &[&str]) -> String {
    let body: String = paragraphs.iter().map(|text| paragraph(text)).collect();
    format!("<w:tc>{body}</w:tc>")
}

#[test]
fn word_numbers_stand_where_a_person_sees_them() {
    let body = [
        item(1, 0, "基础题（每题10分）"),
        item(1, 1, "什么是&lt;栈&gt;？"),
        paragraph("参考答案：后进先出<w:br/>的线性表。").replace("<w:br/>", "</w:t><w:br/><w:t>"),
        paragraph("要点："),
        item(2, 0, "后进先出"),
        item(2, 0, "只在一端操作"),
        "<w:p><w:pPr><w:pStyle w:val=\"q\"/></w:pPr><w:r><w:t>什么是队</w:t></w:r><w:r><w:t>列？</w:t></w:r></w:p>".to_owned(),
        paragraph("参考答案：先进先出的线性表。"),
        paragraph("要点："),
        item(3, 0, "先进先出"),
        item(3, 0, "一端进、另一端出"),
        item(1, 0, "提高题（每题15分）"),
        item(1, 1, "什么是散列冲突？"),
        paragraph("参考答案：不同的键得到相同的地址。"),
        paragraph("要点："),
        item(4, 0, "键不同"),
        item(4, 0, "地址相同"),
    ]
    .concat();
    let import = Bank::from_bytes("bank.docx", &docx(&body)).unwrap();
    let found: Vec<_> = import
        .bank
        .questions()
        .iter()
        .map(|q| {
            let points: Vec<&str> = q
                .key_points
                .iter()
                .map(|point| point.text.as_str())
                .collect();
            (
                q.id.as_str(),
                q.section.as_deref(),
                q.max_score,
                q.question.as_str(),
                q.reference.as_str(),
                points,
            )
        })
        .collect();
    let (base, more) = (Some("基础题"), Some("提高题"));
    assert_eq!(
        found,
        [
            (
                "1.1",
                base,
                Some(10.0),
                "什么是<栈>？",
                "后进先出\n的线性表。",
                vec!["后进先出", "只在一端操作"]
            ),
            (
                "1.2",
                base,
                Some(10.0),
                "什么是队列？",
                "先进先出的线性表。",
                vec!["先进先出", "一端进、另一端出"]
            ),
            (
                "2.1",
                more,
                Some(15.0),
                "什么是散列冲突？",
                "不同的键得到相同的地址。",
                vec!["键不同", "地址相同"]
            ),
        ]
    );
    assert_eq!(import.warnings, []);
}

#[test]
fn tables_are_read_by_row_and_by_their_headings() {
    let points = [
        "<w:tr>",
        &cell(&["序号"]),
        &cell(&["要点"]),
        &cell(&["分值"]),
        "</w:tr><w:tr>",
        &cell(&["1"]),
        &cell(&["先断电"]),
        &cell(&["2分"]),
        "</w:tr><w:tr>",
        &cell(&["2"]),
        &cell(&["再救人"]),
        &cell(&["3"]),
        "</w:tr>",
    ]
    .concat();
    let body = [
        paragraph("1. 触电怎样施救？"),
        paragraph("答题要点："),
        format!("<w:tbl>{points}</w:tbl>"),
        paragraph("2. 火灾怎样逃生？"),
        paragraph("答题要点："),
        paragraph("低姿捂鼻；走楼梯不乘电梯"),
    ]
    .concat();
    let import = Bank::from_bytes("bank.docx", &docx(&body)).unwrap();
    let texts = |at: usize| -> Vec<String> {
        import.bank.questions()[at]
            .key_points
            .iter()
            .map(|p| p.text.clone())
            .collect()
    };
    assert_eq!(texts(0), ["先断电", "再救人"]);
    let points = &import.bank.questions()[0].key_points;
    assert_eq!((points[0].weight, points[1].weight), (Some(2.0), Some(3.0)));
    assert_eq!(texts(1), ["低姿捂鼻", "走楼梯不乘电梯"]);

    let rows = [
        "<w:tr>",
        &cell(&["题号"]),
        &cell(&["题目"]),
        &cell(&["参考答案"]),
        &cell(&["评分要点"]),
        &cell(&["分值"]),
        "</w:tr><w:tr>",
        &cell(&["1"]),
        &cell(&["什么是5S？"]),
        &cell(&["整理、整顿、清扫、清洁、素养。", "目的是改善现场。"]),
        &cell(&["1. 五项齐全", "2. 说明目的"]),
        &cell(&["10"]),
        "</w:tr><w:tr>",
        &cell(&["2"]),
        &cell(&["什么是看板？"]),
        &cell(&["传递生产指令的卡片。"]),
        &cell(&["传递指令"]),
        &cell(&["5"]),
        "</w:tr>",
    ]
    .concat();
    let import = Bank::from_bytes("bank.docx", &docx(&format!("<w:tbl>{rows}</w:tbl>"))).unwrap();
    let found: Vec<_> = import
        .bank
        .questions()
        .iter()
        .map(|q| {
            (
                q.id.as_str(),
                q.question.as_str(),
                q.reference.as_str(),
                q.max_score,
                q.key_points.len(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "1",
                "什么是5S？",
                "整理、整顿、清扫、清洁、素养。\n\n目的是改善现场。",
                Some(10.0),
                2
            ),
            ("2", "什么是看板？", "传递生产指令的卡片。", Some(5.0), 1),
        ]
    );
}
