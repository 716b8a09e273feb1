//! The command line as a user runs it: every file in `tests/cli/` is a case.
//!
//! A case begins with the arguments after `$ grader`, then sections headed `=== name`: the files
//! of the folder it runs in (`=== name bytes` understands `\xff`, `\n` and `\\`, and ends without a
//! line break), `=== stdin`, and what must come out: `=== stdout`, `=== stderr` (both empty where
//! they are left out) and `=== status`. `[..]` stands for anything within a line.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

#[derive(Default)]
struct Case {
    arguments: Vec<String>,
    files: Vec<(String, Vec<u8>)>,
    stdin: Vec<u8>,
    stdout: String,
    stderr: String,
    status: String,
}

fn parse(text: &str) -> Case {
    let mut case = Case::default();
    let mut sections = text.split("\n=== ");
    let command = sections.next().unwrap_or_default();
    let arguments = command
        .trim()
        .strip_prefix("$ grader")
        .expect("a case begins with `$ grader`");
    case.arguments = arguments.split_whitespace().map(str::to_owned).collect();
    for section in sections {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let mut body = body.to_owned();
        if !body.is_empty() && !body.ends_with('\n') {
            body.push('\n');
        }
        match head.split_whitespace().collect::<Vec<_>>()[..] {
            ["stdin"] => case.stdin = body.into_bytes(),
            ["stdout"] => case.stdout = body,
            ["stderr"] => case.stderr = body,
            ["status"] => case.status = body.trim().to_owned(),
            [name] => case.files.push((name.to_owned(), body.into_bytes())),
            [name, "bytes"] => case
                .files
                .push((name.to_owned(), unescape(body.trim_end()))),
            _ => panic!("a section is headed by a name: {head:?}"),
        }
    }
    case
}

fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match (byte, byte == b'\\') {
            (byte, false) => byte,
            (_, true) => match bytes.next() {
                Some(b'n') => b'\n',
                Some(b'\\') => b'\\',
                Some(b'x') => {
                    let digits: Vec<u8> = bytes.by_ref().take(2).collect();
                    let digits = std::str::from_utf8(&digits).expect("two digits follow \\x");
                    u8::from_str_radix(digits, 16).expect("two digits follow \\x")
                }
                other => panic!("unknown escape {other:?}"),
            },
        });
    }
    out
}

/// The built example: `cargo test` builds it, `cargo test --test cli` alone does not.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows its own path");
    let profile = test.ancestors().nth(2).expect("tests lie in target/*/deps");
    let name = format!("grader{}", std::env::consts::EXE_SUFFIX);
    let program = profile.join("examples").join(name);
    assert!(
        program.exists(),
        "build it first: cargo build --example grader"
    );
    program
}

fn start(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Child {
    Command::new(program())
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example starts")
}

fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Output {
    let mut child = start(folder, arguments, &[]);
    let mut pipe = child.stdin.take().expect("stdin is piped");
    // A program that stops early closes its input: that is no failure of the test.
    let _ = pipe.write_all(stdin);
    drop(pipe);
    child.wait_with_output().expect("the example ends")
}

/// Whether a text equals a pattern in which `[..]` stands for anything within a line.
fn matches(text: &str, pattern: &str) -> bool {
    text.lines().count() == pattern.lines().count()
        && text.lines().zip(pattern.lines()).all(|(line, pattern)| {
            let mut parts = pattern.split("[..]");
            let first = parts.next().unwrap_or_default();
            let Some(mut rest) = line.strip_prefix(first) else {
                return false;
            };
            let parts: Vec<&str> = parts.collect();
            let Some((last, middle)) = parts.split_last() else {
                return rest.is_empty();
            };
            for part in middle {
                match rest.find(part) {
                    Some(at) => rest = &rest[at + part.len()..],
                    None => return false,
                }
            }
            rest.ends_with(last)
        })
}

#[test]
fn commands_say_what_the_cases_expect() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("the folder is readable").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = Vec::new();
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let case = parse(&std::fs::read_to_string(&path).expect("a case is text"));
        let folder = tempfile::tempdir().expect("a folder can be made");
        for (name, bytes) in &case.files {
            std::fs::write(folder.path().join(name), bytes).expect("a file can be written");
        }
        let arguments: Vec<&str> = case.arguments.iter().map(String::as_str).collect();
        let output = run(folder.path(), &arguments, &case.stdin);
        let status = output.status.code().unwrap_or(-1).to_string();
        let stdout = String::from_utf8_lossy(&output.stdout);
        let stderr = String::from_utf8_lossy(&output.stderr);
        for (what, found, expected) in [
            ("status", &*status, &*case.status),
            ("stdout", &*stdout, &*case.stdout),
            ("stderr", &*stderr, &*case.stderr),
        ] {
            if !matches(found, expected) {
                wrong.push(format!(
                    "{name}: {what}\n--- expected\n{expected}\n--- found\n{found}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn folder_with_bank() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let bank =
        r#"[{"id": "q1", "question": "什么是光合作用？", "key_points": ["吸收光能", "放出氧气"]}]"#;
    std::fs::write(folder.path().join("bank.json"), bank).expect("a file can be written");
    folder
}

const GRADE: [&str; 8] = [
    "grade",
    "--bank",
    "bank.json",
    "--answers",
    "-",
    "--format",
    "jsonl",
    "--quiet",
];

#[test]
fn without_arguments_the_sample_is_graded_wherever_it_runs() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let output = run(folder.path(), &[], b"");
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("the report is text");
    assert_eq!(text.matches("答案 ").count(), 8, "{text}");
    for status in ["覆盖", "部分覆盖", "未覆盖"] {
        assert!(text.contains(status), "{status} is nowhere in\n{text}");
    }
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let cases = [
        ("piped", vec![], false),
        ("forced", vec![("CLICOLOR_FORCE", "1")], true),
        (
            "refused",
            vec![("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
            false,
        ),
    ];
    for (name, variables, expected) in cases {
        let child = start(folder.path(), &[], &variables);
        let output = child.wait_with_output().expect("the example ends");
        assert_eq!(output.stdout.contains(&0x1b), expected, "{name}");
    }
}

#[test]
fn an_answer_of_ten_megabytes_is_graded() {
    let text = "光合作用".repeat(10_000_000 / "光合作用".len());
    let rows = format!(
        "{{\"id\": 1, \"question_id\": \"q1\", \"answer\": \"{text}\"}}\n{{\"id\": 2, \"question_id\": \"q1\", \"answer\": \"\"}}\n"
    );
    let output = run(folder_with_bank().path(), &GRADE, rows.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
    let reports = String::from_utf8(output.stdout).expect("reports are text");
    let ids: Vec<serde_json::Value> = reports
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a report is JSON"))
        .map(|report| report["answer_id"].clone())
        .collect();
    assert_eq!(ids, ["1", "2"]);
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = folder_with_bank();
    let mut child = start(folder.path(), &GRADE, &[]);
    drop(child.stdout.take());
    let mut pipe = child.stdin.take().expect("stdin is piped");
    for id in 0..2_000 {
        let row = format!("{{\"id\": {id}, \"question_id\": \"q1\", \"answer\": \"光\"}}\n");
        if pipe.write_all(row.as_bytes()).is_err() {
            break;
        }
    }
    drop(pipe);
    let output = child.wait_with_output().expect("the example ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_imported_document_grades_like_the_document_itself() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/devset");
    let folder = tempfile::tempdir().expect("a folder can be made");
    let answers: String = std::fs::read_to_string(root.join("answers.jsonl"))
        .expect("the answers are there")
        .lines()
        .filter(|line| line.contains(r#""question_id": "d0"#))
        .map(|line| line.replace(r#""question_id": "d0"#, r#""question_id": ""#) + "\n")
        .collect();
    let document = root.join("bank_toc.txt");
    let document = document.to_str().expect("the path is text");
    let grade = |bank| {
        let arguments = [
            "grade",
            "--bank",
            bank,
            "--answers",
            "-",
            "--format",
            "jsonl",
        ];
        let output = run(folder.path(), &arguments, answers.as_bytes());
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{bank}: {messages}");
        output.stdout
    };
    let output = run(folder.path(), &["import", document, "-o", "bank.json"], b"");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    let (direct, imported) = (grade(document), grade("bank.json"));
    assert!(direct.len() > 10_000 && direct == imported);
}

#[test]
fn what_is_read_is_never_written_over() {
    let rows = "id,question_id,answer\n1,q1,吸收光能\n";
    let root = folder_with_bank();
    let folder = root.path();
    let answers = folder.join("一班");
    std::fs::create_dir(&answers).expect("a folder can be made");
    for name in ["answers.csv", "bank.txt", "一班/1_q1.txt"] {
        std::fs::write(folder.join(name), rows).expect("a file can be written");
    }
    std::fs::hard_link(folder.join("answers.csv"), folder.join("twin.txt"))
        .expect("a link can be made");
    let marked = "{\"id\": 1, \"question_id\": \"q1\", \"answer\": \"\", \"gold\": [2, 0]}";
    std::fs::write(folder.join("marked.jsonl"), marked).expect("a file can be written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("bank.json", folder.join("link.txt")).expect("a link can be made");
    let grade = "grade --bank bank.json --format jsonl --answers";
    let mut cases = vec![
        (
            "the answers",
            format!("{grade} answers.csv --out answers.csv"),
        ),
        (
            "spelled otherwise",
            format!("{grade} answers.csv --out 一班/../answers.csv"),
        ),
        (
            "a second name",
            format!("{grade} answers.csv --out twin.txt"),
        ),
        ("the bank", format!("{grade} answers.csv --out bank.json")),
        (
            "of the folder",
            format!("{grade} 一班 --question q1 --out 一班/1_q1.txt"),
        ),
        (
            "resumed",
            format!("{grade} answers.csv --resume --out answers.csv"),
        ),
        ("a document", "import bank.txt -o bank.txt".to_owned()),
        (
            "marks",
            "fit --bank bank.json --answers marked.jsonl -o marked.jsonl".to_owned(),
        ),
    ];
    if cfg!(unix) {
        cases.push(("a link", format!("{grade} answers.csv --out link.txt")));
    }
    for (name, arguments) in cases {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let out = folder.join(arguments[arguments.len() - 1]);
        let before = std::fs::read(&out).expect("the input is there");
        let output = run(folder, &arguments, b"");
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {messages}");
        assert!(
            messages.ends_with(": is an input of this run, expected another file to write to\n"),
            "{name}: {messages}"
        );
        assert!(
            std::fs::read(&out).expect("it still is") == before,
            "{name}"
        );
    }
}

#[test]
fn a_file_is_written_in_the_format_of_its_ending() {
    let folder = folder_with_bank();
    let rows = br#"{"id": "a1", "question_id": "q1", "answer": "<b>&"}"#;
    let cases: [(&str, &[u8]); 6] = [
        ("out.jsonl", b"{\"schema\":1"),
        ("out.csv", b"answer_id,question_id,score"),
        ("out.xlsx", b"PK"),
        ("out.md", b"# "),
        ("out.html", b"<!DOCTYPE html>"),
        ("out.txt", "q1  什么是光合作用？\n".as_bytes()),
    ];
    for (name, head) in cases {
        let arguments = ["grade", "--bank", "bank.json", "--answers", "-", "-o", name];
        let output = run(folder.path(), &arguments, rows);
        let messages = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name}: {messages}");
        assert!(output.stdout.is_empty(), "{name}");
        let bytes = std::fs::read(folder.path().join(name)).expect("the file is there");
        assert!(
            bytes.starts_with(head),
            "{name}: {:?}",
            String::from_utf8_lossy(&bytes[..40])
        );
    }
    let left = std::fs::read_dir(folder.path())
        .expect("the folder is there")
        .count();
    assert_eq!(
        left,
        1 + cases.len(),
        "nothing but the bank and the files is left"
    );
}
