//! A batch from a file to a file: rows a second and the peak of memory, as the rows grow tenfold.
//!
//! `cargo bench --bench rows` runs up to a million rows, `cargo bench --bench rows -- 20000` up
//! to another number. Each run is a process of its own, so that its peak is its own; the cost a
//! row and the peak should stay where they are.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;
use yaodian::answers::Reading;
use yaodian::export::{Export, Format, Resume};
use yaodian::{Bank, Batch, Grader, Graders};

const BANK: &str = include_str!("../fixtures/devset/bank.json");
const ANSWERS: &str = include_str!("../fixtures/devset/answers.jsonl");

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter(|one| one != "--bench");
    let (first, second) = (arguments.next(), arguments.next());
    if let (Some(input), Some(output)) = (&first, second) {
        return run(Path::new(input), Path::new(&output));
    }
    let most = first.and_then(|one| one.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    println!(
        "{:>10} {:>7} {:>11} {:>9} {:>10} {:>10}",
        "rows", "format", "input", "seconds", "rows/s", "peak"
    );
    for rows in [most / 100, most / 10, most] {
        let input = folder.path().join("in.jsonl");
        generate(&input, rows)?;
        for format in ["jsonl", "csv"] {
            let output = folder.path().join(format!("out.{format}"));
            let size = fs::metadata(&input)?.len() / 1_000_000;
            print!("{rows:>10} {format:>7} {size:>8} MB ");
            std::io::stdout().flush()?;
            let status = Command::new(std::env::current_exe()?)
                .args([&input, &output])
                .status()?;
            assert!(status.success(), "a run of {rows} rows failed");
            fs::remove_file(output)?;
        }
    }
    Ok(())
}

/// Answers of the fixtures, each made another one by its number.
fn generate(path: &Path, rows: usize) -> std::io::Result<()> {
    let known: Vec<serde_json::Value> = ANSWERS
        .lines()
        .map(|line| serde_json::from_str(line).expect("the fixture is JSON Lines"))
        .collect();
    let mut file = BufWriter::new(File::create(path)?);
    for (row, answer) in (1..=rows).zip(known.iter().cycle()) {
        let text = answer["answer"].as_str().unwrap_or_default();
        let line = serde_json::json!({
            "id": row,
            "question_id": answer["question_id"],
            "answer": format!("{text}（{row}）"),
        });
        writeln!(file, "{line}")?;
    }
    file.flush()
}

fn run(input: &Path, output: &Path) -> std::io::Result<()> {
    let bank = Bank::from_json(BANK).map_err(std::io::Error::other)?;
    let batch = Batch::new(Graders::compile(&Grader::builder(), &bank));
    let answers = Reading::new()
        .bank(&bank)
        .open(input)
        .map_err(std::io::Error::other)?;
    let format = Format::of_path(output).expect("a known ending");
    let summary = Export::new(format)
        .to_file(output, Resume::No, &batch, answers, &mut |_| {})
        .map_err(std::io::Error::other)?;
    println!(
        "{:>9.2} {:>10.0} {:>7} MB",
        summary.duration.as_secs_f64(),
        summary.rows_per_second(),
        peak()
    );
    Ok(())
}

/// The most memory this process held, in MB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_000
}
