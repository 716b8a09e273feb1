//! Damaged files: whatever bytes come, every reader and grader answers or refuses, and never panics.
//!
//! Each file of `fixtures/fuzz/<format>/` is read as it is and in seeded mutations. An input that
//! once failed belongs there: it stays a seed for good. `FUZZ_ROUNDS=2000` looks further.
#![cfg(feature = "tables")]

mod reports;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use yaodian::answers::{Form, Reading};
use yaodian::{Bank, Grader, Graders, agreement};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Mutations of a file, where `FUZZ_ROUNDS` says nothing else.
const ROUNDS: usize = 1_000;

/// Splitmix64: the same mutations on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// What readers trip over.
const TOKENS: [&str; 24] = [
    "",
    "\0",
    "\n",
    "\r\n",
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "-1",
    "1e999",
    "18446744073709551616",
    "null",
    "（",
    "①",
    "答题要点：",
    "\u{feff}",
    "e\u{301}",
    "😀",
    "\u{10ffff}",
    "<w:p>",
];

/// A part of the bytes, at most 64 of them.
fn part(bytes: &[u8], random: &mut Random) -> std::ops::Range<usize> {
    let start = random.below(bytes.len() + 1);
    start..(start + random.below(64)).min(bytes.len())
}

fn mutate(mut bytes: Vec<u8>, other: &[u8], random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(4) {
        let here = part(&bytes, random);
        let at = here.start;
        match random.below(7) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 if at < bytes.len() => bytes[at] = random.next() as u8,
            2 => drop(bytes.drain(here)),
            3 => bytes.truncate(at),
            4 => drop(bytes.splice(here, TOKENS[random.below(TOKENS.len())].bytes())),
            5 => {
                let again = bytes[here].repeat(1 + random.below(64));
                drop(bytes.splice(at..at, again));
            }
            _ => drop(bytes.splice(here, other[part(other, random)].iter().copied())),
        }
    }
    bytes
}

/// The archive with one of its files mutated, so that the damage lies behind the checksums.
fn mutate_inside(archive: &[u8], random: &mut Random) -> Vec<u8> {
    let mut source =
        ZipArchive::new(Cursor::new(archive)).expect("the corpus holds whole archives");
    let chosen = random.below(source.len());
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let mut file = source.by_index(index).expect("a file of the archive");
        let name = file
            .name()
            .expect("names of the corpus are text")
            .into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .expect("the corpus holds whole archives");
        if index == chosen {
            let other = bytes.clone();
            bytes = mutate(bytes, &other, random);
        }
        target
            .start_file(name, SimpleFileOptions::default())
            .expect("a new file");
        target.write_all(&bytes).expect("memory takes it");
    }
    target.finish().expect("memory takes it").into_inner()
}

/// Runs every file of a format through `check`, whole and mutated; an input that panics is kept.
fn fuzz(format: &str, check: impl Fn(&str, &[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/fuzz")
        .join(format);
    let mut corpus: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("a folder a format")
        .map(|entry| {
            let entry = entry.expect("an entry");
            let name = entry
                .file_name()
                .into_string()
                .expect("names of the corpus are text");
            (name, fs::read(entry.path()).expect("a file"))
        })
        .collect();
    corpus.sort();
    let rounds =
        std::env::var("FUZZ_ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().expect("a number"));
    for (index, (name, bytes)) in corpus.iter().enumerate() {
        for round in 0..=rounds {
            let mut random = Random(((index as u64) << 32) | round as u64);
            let other = &corpus[random.below(corpus.len())].1;
            let input = match round {
                0 => bytes.clone(),
                _ if bytes.starts_with(b"PK") && round % 2 == 0 => {
                    mutate_inside(bytes, &mut random)
                }
                _ => mutate(bytes.clone(), other, &mut random),
            };
            if catch_unwind(AssertUnwindSafe(|| check(name, &input))).is_err() {
                let kept =
                    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{format}-{round}-{name}"));
                fs::write(&kept, &input).expect("a place for the input");
                panic!(
                    "{format}/{name}, round {round}: failed on {}",
                    kept.display()
                );
            }
        }
    }
}

/// Grades some answers to every question that can be graded.
fn grade_all(bank: &Bank) {
    let graders = Graders::compile(&Grader::builder(), bank);
    for question in bank.questions() {
        let Some(grader) = graders.get(&question.id) else {
            continue;
        };
        for answer in [
            "",
            "不能用水灭火，先关阀门，再盖锅盖。",
            &question.question,
            &question.reference,
        ] {
            reports::check(answer, question, &grader.grade(answer));
        }
    }
}

#[test]
fn banks_in_json() {
    fuzz("bank", |name, bytes| {
        if let Ok(import) = Bank::from_bytes(name, bytes) {
            let again = Bank::from_json(&import.bank.to_json()).expect("a bank reads its own JSON");
            assert_eq!(again, import.bank);
            grade_all(&import.bank);
        }
    });
}

#[test]
fn documents() {
    fuzz("import", |name, bytes| {
        if let Ok(import) = Bank::from_bytes(name, bytes) {
            grade_all(&import.bank);
        }
        let _ = Bank::from_document(&String::from_utf8_lossy(bytes));
    });
}

#[test]
fn files_of_answers() {
    fuzz("answers", |name, bytes| {
        let form: Form = name
            .rsplit('.')
            .next()
            .and_then(|ending| ending.parse().ok())
            .expect("a known ending");
        for reading in [
            Reading::new(),
            Reading::new().form(form),
            Reading::new().form(Form::Csv).question("q"),
        ] {
            if let Ok(answers) = reading.read(Cursor::new(bytes.to_vec())) {
                // A reader that never ends would hold more rows than bytes.
                assert!(
                    answers.take(bytes.len() + 2).count() <= bytes.len() + 1,
                    "it does not end"
                );
            }
        }
    });
}

#[test]
fn marked_answers() {
    fuzz("marked", |_, bytes| {
        let _ = agreement::read(&String::from_utf8_lossy(bytes));
    });
}

#[test]
fn answers() {
    let bank =
        Bank::from_json(include_str!("../fixtures/sample/bank.json")).expect("the sample's bank");
    let graders = Graders::compile(&Grader::builder(), &bank);
    fuzz("grade", |_, bytes| {
        let answer = String::from_utf8_lossy(bytes);
        for question in bank.questions() {
            let grader = graders
                .get(&question.id)
                .expect("the sample's questions can be graded");
            reports::check(&answer, question, &grader.grade(&answer));
        }
    });
}
