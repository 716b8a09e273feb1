//! Batches from end to end: files in, files out, stopped and resumed.
#![cfg(all(feature = "tables", feature = "html"))]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use yaodian::answers::{Form, Reading};
use yaodian::export::{Export, Format, Offsets, Progress, Resume, Summary};
use yaodian::report::Report;
use yaodian::{Answer, Bank, Batch, Error, Graded, Grader, Graders, RowError};

const FORMATS: [&str; 5] = ["jsonl", "csv", "xlsx", "md", "html"];

fn bank() -> Bank {
    Bank::from_json(include_str!("../fixtures/devset/bank.json")).expect("the fixture's bank")
}

fn batch() -> Batch {
    Batch::new(Graders::compile(&Grader::builder(), &bank()))
}

/// Rows made from the fixture's answers: some of them bad, some of them alike.
fn rows(count: u64) -> impl Iterator<Item = Result<Answer, RowError>> + Clone + use<> {
    let lines = include_str!("../fixtures/devset/answers.jsonl");
    let answers: Vec<Answer> = Reading::new()
        .form(Form::Jsonl)
        .read(lines.as_bytes())
        .expect("JSON Lines")
        .collect::<Result<_, _>>()
        .expect("the fixture's answers are whole");
    (1..=count).map(move |row| {
        let known = &answers[(row * row % answers.len() as u64) as usize];
        Ok(Answer {
            row,
            id: format!("考生{row}"),
            question_id: match row % 97 {
                0 => "nowhere".to_owned(),
                _ => known.question_id.clone(),
            },
            text: match row % 3 {
                0 => known.text.clone(),
                _ => format!("{}（{row}）", known.text),
            },
        })
    })
}

fn to_file(
    path: &Path,
    resume: Resume,
    batch: &Batch,
    rows: impl IntoIterator<Item = Result<Answer, RowError>>,
) -> Result<Summary, Error> {
    let format = Format::of_path(path).expect("a known ending");
    Export::new(format).to_file(path, resume, batch, rows, &mut |_| {})
}

/// What is in the folder, hidden files included.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}

fn journal(folder: &Path) -> PathBuf {
    let name = names(folder)
        .into_iter()
        .find(|name| name.ends_with(".journal"));
    folder.join(name.expect("a journal"))
}

#[test]
fn results_keep_the_order_on_any_number_of_threads_and_without_the_cache() {
    let one: Vec<_> = batch().threads(1).cache_bytes(0).grade(rows(700)).collect();
    let ids: Vec<&str> = one
        .iter()
        .map(|row| match row {
            Ok(graded) => graded.report.answer_id.as_str(),
            Err(error) => error.answer_id.as_deref().expect("rows have ids"),
        })
        .collect();
    let expected: Vec<String> = (1..=700).map(|row| format!("考生{row}")).collect();
    assert_eq!(ids, expected);
    assert_eq!(one.iter().filter(|row| row.is_err()).count(), 7);
    for threads in [0, 2, 7] {
        for bytes in [0, 200_000] {
            let other: Vec<_> = batch()
                .threads(threads)
                .cache_bytes(bytes)
                .grade(rows(700))
                .collect();
            assert!(one == other, "{threads} threads, {bytes} bytes of cache");
        }
    }
}

#[test]
fn a_batch_can_be_shared_and_reads_ahead_a_little() {
    fn shared<T: Send + Sync + Clone>(_: &T) {}
    let batch = batch().threads(2);
    shared(&batch);
    let read = std::cell::Cell::new(0);
    let counted = rows(100_000).inspect(|_| read.set(read.get() + 1));
    let mut results = batch.grade(counted);
    assert!(results.next().is_some());
    assert!(
        read.get() < 1_000,
        "{} rows read for one result",
        read.get()
    );
}

#[test]
fn stdout_and_file_hold_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for ending in FORMATS {
        let path = folder.path().join(format!("out.{ending}"));
        let mut failed = Vec::new();
        let export = Export::new(ending.parse().expect("a format"));
        let summary = export
            .to_file(&path, Resume::No, &batch(), rows(400), &mut |step| {
                if let Progress::Failed(error) = step {
                    failed.push(error.to_string());
                }
            })
            .expect(ending);
        assert_eq!(
            (summary.rows, summary.graded, summary.failures),
            (400, 396, 4),
            "{ending}"
        );
        assert_eq!(
            failed[0],
            "row 97 (answer \"考生97\"): question \"nowhere\" is not in the bank"
        );
        let reasons: Vec<String> = summary.failed.iter().map(ToString::to_string).collect();
        assert_eq!(reasons, failed, "{ending}");
        let mut written = Vec::new();
        export
            .to_writer(&mut written, &batch().threads(1), rows(400), &mut |_| {})
            .expect(ending);
        assert!(fs::read(&path).expect("the file") == written, "{ending}");
    }
    assert_eq!(
        names(folder.path()).len(),
        FORMATS.len(),
        "nothing else is left"
    );
}

#[test]
fn a_resumed_run_gives_the_bytes_of_an_uninterrupted_one() {
    for ending in FORMATS {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(format!("结果.{ending}"));
        to_file(&path, Resume::Yes, &batch(), rows(300)).expect("nothing to resume is no fault");
        let whole = fs::read(&path).expect("the file");
        fs::remove_file(&path).expect("the file goes");

        // The source breaks at row 200: what is done stays in the journal.
        let broken = rows(199).chain([Err(RowError {
            row: 200,
            answer_id: None,
            reason: "could not be read: gone".to_owned(),
            fault: yaodian::batch::Fault::Source,
        })]);
        let error = to_file(&path, Resume::No, &batch(), broken).expect_err("the source broke");
        assert_eq!(
            error.to_string(),
            "answers, row 200: could not be read: gone"
        );
        assert!(!path.exists(), "a file appears only when it is whole");
        let rows_done = fs::read(journal(folder.path())).expect("a journal");
        let mut lines = rows_done.split_inclusive(|&byte| byte == b'\n');
        assert_eq!(lines.clone().count(), 200, "a header and 199 rows");

        // Torn at every place that matters: inside a row, between rows, inside the header's end.
        let end = rows_done.len();
        let last = end - lines.next_back().expect("a row").len() - 1;
        for torn in [end - 1, end - 20, last + 1, last] {
            fs::write(journal(folder.path()), &rows_done[..torn]).expect("a torn journal");
            let summary = to_file(&path, Resume::Yes, &batch(), rows(300)).expect("it goes on");
            assert_eq!(
                (summary.rows, summary.failures),
                (300, 3),
                "{ending}, {torn}"
            );
            assert!(
                summary.resumed >= 197 && summary.resumed < 199,
                "{ending}, {torn}: {summary:?}"
            );
            assert!(
                fs::read(&path).expect("the file") == whole,
                "{ending}, {torn}"
            );
            assert_eq!(names(folder.path()).len(), 1, "the journal is gone");
            fs::remove_file(&path).expect("the file goes");
            fs::write(
                folder
                    .path()
                    .join(format!(".结果.{ending}.0123456789abcdef.journal")),
                &rows_done,
            )
            .expect("the journal again");
        }
    }
}

#[test]
fn another_bank_other_settings_and_other_answers_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("out.jsonl");
    let broken = || {
        rows(50).chain([Err(RowError {
            row: 51,
            answer_id: None,
            reason: "gone".to_owned(),
            fault: yaodian::batch::Fault::Source,
        })])
    };
    to_file(&path, Resume::No, &batch(), broken()).expect_err("the source broke");
    let place = journal(folder.path()).display().to_string();
    let before = fs::read(&place).expect("the journal");
    let refused = |export: Export, resume, batch: &Batch, skip| {
        let rows = rows(100).skip(skip);
        let error = export.to_file(&path, resume, batch, rows, &mut |_| {});
        let error = error.expect_err("refused").to_string();
        assert!(
            fs::read(&place).expect("the journal") == before,
            "the journal is as it was"
        );
        error
            .strip_prefix(&format!("{place}: "))
            .expect("the journal is named")
            .to_owned()
    };
    let jsonl = || Export::new(Format::Jsonl);
    assert_eq!(
        refused(jsonl(), Resume::No, &batch(), 0),
        "holds an unfinished run of this output: expected that it is resumed or removed"
    );
    let mut questions = bank().questions().to_vec();
    questions[0].key_points[0].text.push('改');
    let changed = Bank::new(questions).expect("ids differ");
    let changed = Batch::new(Graders::compile(&Grader::builder(), &changed));
    let message = refused(jsonl(), Resume::Yes, &changed, 0);
    let other = "holds a run with other settings, which cannot be continued: ";
    assert!(
        message.starts_with(&format!("{other}bank was \"")),
        "{message}"
    );
    assert_eq!(
        refused(jsonl().setting("columns", "a=b"), Resume::Yes, &batch(), 0),
        format!("{other}columns was nothing and is \"a=b\"")
    );
    assert_eq!(
        refused(jsonl().offsets(Offsets::Char), Resume::Yes, &batch(), 0),
        format!("{other}offsets was \"Byte\" and is \"Char\"")
    );
    assert_eq!(
        refused(jsonl(), Resume::Yes, &batch(), 1),
        "the answers are not those of the unfinished run: they differ at item 1"
    );
    assert_eq!(
        refused(jsonl(), Resume::Yes, &batch(), 100),
        "the answers are not those of the unfinished run: they differ at item 1"
    );
    fs::copy(
        &place,
        folder.path().join(".out.jsonl.ffffffffffffffff.journal"),
    )
    .expect("a second one");
    assert!(
        to_file(&path, Resume::Yes, &batch(), rows(100)).is_err_and(|error| {
            error
                .to_string()
                .contains("is one of several unfinished runs")
        })
    );
}

#[cfg(unix)]
#[test]
fn links_and_devices_are_left_alone() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let victim = folder.path().join("victim");
    fs::write(&victim, "kept").expect("a file");
    let path = folder.path().join("out.jsonl");
    symlink(&victim, &path).expect("a link");
    let error = to_file(&path, Resume::Yes, &batch(), rows(3)).expect_err("a link");
    assert!(
        error
            .to_string()
            .ends_with("is not a plain file: expected one, or a name that is free"),
        "{error}"
    );
    fs::remove_file(&path).expect("the link goes");

    // A link or a second name of another file is no journal to go on with.
    let planted = folder.path().join(".out.jsonl.0123456789abcdef.journal");
    symlink(&victim, &planted).expect("a link");
    to_file(&path, Resume::Yes, &batch(), rows(3)).expect("the link is passed over");
    fs::remove_file(&planted).expect("the link goes");
    fs::hard_link(&victim, &planted).expect("a second name");
    let error = to_file(&path, Resume::Yes, &batch(), rows(3)).expect_err("not ours");
    assert!(
        error
            .to_string()
            .ends_with("is not a journal that this user began"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(&victim).expect("the file"), "kept");
}

#[test]
fn csv_in_xlsx_out_and_read_again() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bank = bank();
    let point = &bank.questions()[0].key_points[0].text;
    let csv = format!(
        "考号,{},d02\n2024001,\"{point}\n第二行\",\n=HYPERLINK(1),@SUM(A1),\"-1,先移入待检区\"\n",
        bank.questions()[0].question
    );
    // As a spreadsheet in China saves it.
    let (bytes, _, _) = encoding_rs::GB18030.encode(&csv);
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.xlsx"));
    fs::write(&input, &bytes).expect("a file");
    let answers = Reading::new().bank(&bank).open(&input).expect("a table");
    let summary = to_file(&output, Resume::No, &batch(), answers).expect("a workbook");
    assert_eq!((summary.rows, summary.graded), (4, 4));

    let mut book: Xlsx<_> = open_workbook(&output).expect("a workbook");
    assert_eq!(book.sheet_names(), ["成绩", "要点", "题目分析"]);
    let scores = book.worksheet_range("成绩").expect("a sheet");
    let header: Vec<String> = scores
        .rows()
        .next()
        .expect("a header")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        header,
        [
            "编号",
            "d01",
            "d02",
            "总分",
            "满分",
            "得分率",
            "复核",
            "标记"
        ]
    );
    let graded: Vec<Graded> = batch()
        .grade(Reading::new().bank(&bank).open(&input).expect("a table"))
        .map(|row| row.expect("a row"))
        .collect();
    let reports: Vec<&Report> = graded.iter().map(|one| &one.report).collect();
    assert_eq!(
        scores.get_value((1, 0)),
        Some(&Data::String("2024001".to_owned()))
    );
    assert_eq!(
        scores.get_value((1, 1)),
        Some(&Data::Float(reports[0].score))
    );
    assert_eq!(
        scores.get_value((1, 3)),
        Some(&Data::Float(reports[0].score + reports[1].score))
    );
    assert_eq!(
        scores.get_value((2, 0)),
        Some(&Data::String("=HYPERLINK(1)".to_owned()))
    );

    let points = book.worksheet_range("要点").expect("a sheet");
    let count: usize = reports.iter().map(|report| report.key_points.len()).sum();
    assert_eq!(points.height(), count + 1);
    let shown: Vec<&str> = reports[0].key_points[0]
        .evidence
        .iter()
        .map(|span| &graded[0].answer.text[span.start..span.end])
        .collect();
    assert!(!shown.is_empty(), "the answer says the first point");
    assert_eq!(
        points.get_value((1, 7)),
        Some(&Data::String(shown.join(" … ")))
    );
    for name in ["成绩", "要点", "题目分析"] {
        let formulas = book.worksheet_formula(name).expect("a sheet");
        assert!(formulas.is_empty(), "{name}: {formulas:?}");
    }
    let items = book.worksheet_range("题目分析").expect("a sheet");
    let asked = bank.questions()[..2].iter().map(|one| one.key_points.len());
    assert_eq!(items.height(), asked.sum::<usize>() + 1);
}

#[test]
fn offsets_count_what_readers_of_the_data_count() {
    let bank = bank();
    let point = &bank.questions()[0].key_points[0].text;
    let text = format!("😀{point}");
    let report = |offsets| {
        let mut out = Vec::new();
        let answer = Answer {
            row: 1,
            id: "a".to_owned(),
            question_id: "d01".to_owned(),
            text: text.clone(),
        };
        Export::new(Format::Jsonl)
            .offsets(offsets)
            .to_writer(&mut out, &batch(), [Ok(answer)], &mut |_| {})
            .expect("memory can be written");
        serde_json::from_slice::<Report>(&out)
            .expect("a report")
            .key_points[0]
            .evidence[0]
    };
    let byte = report(Offsets::Byte);
    let (before, through) = (&text[..byte.start], &text[..byte.end]);
    let char = report(Offsets::Char);
    assert_eq!(
        (char.start, char.end),
        (before.chars().count(), through.chars().count())
    );
    let utf16 = report(Offsets::Utf16);
    assert_eq!(
        (utf16.start, utf16.end),
        (
            before.encode_utf16().count(),
            through.encode_utf16().count()
        )
    );
    assert_ne!(char.end, utf16.end);
}

const CHILD: &str = "YAODIAN_TEST_OUTPUT";

/// Not a test of its own: what the next ones start and kill.
#[test]
fn child() {
    let Some(output) = std::env::var_os(CHILD) else {
        return;
    };
    let count = std::env::var("YAODIAN_TEST_ROWS")
        .expect("a count")
        .parse()
        .expect("a number");
    to_file(Path::new(&output), Resume::Yes, &batch(), rows(count)).expect("a run");
}

fn start(output: &Path, count: u64) -> std::process::Child {
    Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "child"])
        .env(CHILD, output)
        .env("YAODIAN_TEST_ROWS", count.to_string())
        .stdout(Stdio::null())
        .spawn()
        .expect("this test runs")
}

/// Kills a run at random moments, resumes it each time, and compares the file with an
/// uninterrupted run's.
fn killed_and_resumed(ending: &str, count: u64, kills: u32) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let whole = folder.path().join(format!("whole.{ending}"));
    let begun = std::time::Instant::now();
    assert!(start(&whole, count).wait().expect("it ends").success());
    let all = begun.elapsed();
    let output = folder.path().join(format!("out.{ending}"));
    let mut done = 0;
    while done < kills {
        let mut run = start(&output, count);
        // Anywhere in the time a run takes; the standard library's hashers are random.
        let random = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), done);
        std::thread::sleep(
            all.mul_f64((random % 1_000) as f64 / 1_000.0 / f64::from(kills) * 4.0)
                + Duration::from_millis(5),
        );
        if run.try_wait().expect("a run").is_some() {
            assert!(output.exists());
            fs::remove_file(&output).expect("a finished run begins anew");
            continue;
        }
        run.kill().expect("a kill");
        run.wait().expect("it is dead");
        done += 1;
        for name in names(folder.path())
            .iter()
            .filter(|name| name.ends_with(".journal"))
        {
            let text = fs::read(folder.path().join(name)).expect("a journal");
            let rows = text.split_inclusive(|&byte| byte == b'\n');
            let torn = rows.clone().filter(|row| !row.ends_with(b"\n")).count();
            assert!(torn <= 1, "only the last row can be torn");
            for row in rows.filter(|row| row.ends_with(b"\n")) {
                serde_json::from_slice::<serde::de::IgnoredAny>(row).expect("a whole row");
            }
        }
    }
    assert!(start(&output, count).wait().expect("it ends").success());
    assert!(fs::read(&output).expect("the file") == fs::read(&whole).expect("the file"));
    let left: Vec<String> = names(folder.path())
        .into_iter()
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_killed_run_is_resumed_to_the_same_bytes() {
    killed_and_resumed("jsonl", 1_500, 4);
}

/// A limit on the size of files stands in for a full disk: writing fails half-way in the same way.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_whole_rows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out.jsonl");
    let status = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; ulimit -f 200; exec \"$0\" --exact child",
        ])
        .arg(std::env::current_exe().expect("this test"))
        .env(CHILD, &output)
        .env("YAODIAN_TEST_ROWS", "800")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("a shell");
    assert!(!status.success(), "the disk is full");
    assert!(!output.exists());
    let text = fs::read(journal(folder.path())).expect("a journal");
    assert!(
        text.len() > 50_000 && text.ends_with(b"\n"),
        "whole rows only"
    );
    for row in text.split_inclusive(|&byte| byte == b'\n') {
        serde_json::from_slice::<serde::de::IgnoredAny>(row).expect("a whole row");
    }
    let summary = to_file(&output, Resume::Yes, &batch(), rows(800)).expect("there is room now");
    assert!(summary.resumed > 0, "what was done is kept");
    let mut whole = Vec::new();
    Export::new(Format::Jsonl)
        .to_writer(&mut whole, &batch(), rows(800), &mut |_| {})
        .expect("memory can be written");
    assert!(fs::read(&output).expect("the file") == whole);
}

#[test]
#[ignore = "minutes: cargo test --release --test batch -- --ignored twenty"]
fn twenty_kills_of_two_hundred_thousand_rows() {
    killed_and_resumed("jsonl", 200_000, 20);
    killed_and_resumed("csv", 200_000, 20);
}
