//! What a stage costs, how grading grows, and what it costs beside simpler measures.
//!
//! `benches/README.md` says how to run a group and how to read it.
#![expect(clippy::print_stdout, reason = "a child process hands back its figure")]

mod devset;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group};
use devset::{answer_of, answers, bank, grader, grader_in_bank, question_of, rows_of};
use jieba_rs::Jieba;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};
use yaodian::{
    Bank, Batch, Grader, Graders, JiebaSegmenter, Question, Segmenter, UnicodeSegmenter,
};

/// A bank of this many questions: the fixture's under other ids.
fn bank_of(questions: usize) -> Bank {
    let known = bank();
    let questions = known.questions().iter().cycle().zip(0..questions);
    let renamed = questions.map(|(question, index)| Question {
        id: format!("q{index}"),
        ..question.clone()
    });
    Bank::new(renamed.collect()).expect("each question has its own id")
}

/// Everything that is loaded once a process.
fn warm() {
    first_answer(&bank().questions()[0]);
}

fn first_answer(question: &Question) {
    black_box(grader(question).grade(&question.reference));
}

/// What a fresh process of this program says that one thing took.
fn in_a_fresh_process(task: &str) -> Duration {
    let program = std::env::current_exe().expect("a running program has a path");
    let output = Command::new(program)
        .env(TASK, task)
        .output()
        .expect("the program starts");
    let nanoseconds = String::from_utf8_lossy(&output.stdout).trim().parse();
    Duration::from_nanos(nanoseconds.expect("the child prints nanoseconds"))
}

/// Names what a fresh process is to time.
const TASK: &str = "YAODIAN_BENCH_TASK";

/// Nanoseconds that a task took in a process that did nothing before, or bytes that it holds.
fn alone(task: &str) -> u128 {
    let bank = bank();
    let began = Instant::now();
    match task {
        "dictionary" => drop(black_box(Jieba::new())),
        "memory" => {
            let bank = bank_of(1_000);
            warm();
            let before = resident();
            let graders = Graders::compile(&Grader::builder(), &bank);
            let held = resident() - before;
            drop(black_box(graders));
            return held;
        }
        _ => first_answer(&bank.questions()[0]),
    }
    began.elapsed().as_nanos()
}

/// Bytes of memory that this process has; 0 where the system does not tell.
fn resident() -> u128 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u128>().ok());
    kilobytes.unwrap_or(0) * 1_024
}

fn load_dictionary(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load dictionary");
    group.sample_size(10);
    for task in ["dictionary", "first graded answer"] {
        group.bench_function(task, |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| in_a_fresh_process(task)).sum());
        });
    }
    group.finish();
}

fn segment(criterion: &mut Criterion) {
    warm();
    let text = answer_of(2_000);
    let mut group = criterion.benchmark_group("segment");
    group.throughput(Throughput::Bytes(text.len() as u64));
    let segmenters: [(&str, &dyn Segmenter); 2] = [
        ("jieba", &JiebaSegmenter::default()),
        ("unicode", &UnicodeSegmenter),
    ];
    for (name, segmenter) in segmenters {
        let mut pieces = Vec::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                pieces.clear();
                segmenter.segment(black_box(&text), &mut pieces);
                pieces.len()
            });
        });
    }
    group.finish();
}

fn build(criterion: &mut Criterion) {
    warm();
    let mut group = criterion.benchmark_group("build");
    group.sample_size(10);
    for points in [5, 50, 500, 1_000] {
        let question = question_of(points);
        group.throughput(Throughput::Elements(points as u64));
        group.bench_function(BenchmarkId::new("key points", points), |bencher| {
            bencher.iter(|| grader(black_box(&question)));
        });
    }
    let bank = bank_of(1_000);
    group.throughput(Throughput::Elements(1_000));
    group.bench_function(BenchmarkId::new("questions", 1_000), |bencher| {
        bencher.iter(|| Graders::compile(&Grader::builder(), black_box(&bank)));
    });
    group.finish();
}

fn grade_by_length(criterion: &mut Criterion) {
    warm();
    let grader = grader_in_bank(&question_of(5));
    let jieba = Jieba::new();
    let mut group = criterion.benchmark_group("grade by length");
    group.sample_size(20);
    for characters in [20, 200, 2_000, 20_000, 100_000] {
        let answer = answer_of(characters);
        group.throughput(Throughput::Bytes(answer.len() as u64));
        group.bench_function(BenchmarkId::new("grade", characters), |bencher| {
            bencher.iter(|| grader.grade(black_box(&answer)));
        });
        group.bench_function(BenchmarkId::new("jieba cut", characters), |bencher| {
            bencher.iter(|| jieba.cut(black_box(&answer), true));
        });
    }
    group.finish();
}

fn grade_by_key_points(criterion: &mut Criterion) {
    warm();
    let answer = answer_of(200);
    let mut group = criterion.benchmark_group("grade by key points");
    group.sample_size(20);
    for points in [5, 50, 500, 1_000] {
        let grader = grader(&question_of(points));
        group.throughput(Throughput::Elements(points as u64));
        group.bench_function(BenchmarkId::from_parameter(points), |bencher| {
            bencher.iter(|| grader.grade(black_box(&answer)));
        });
    }
    group.finish();
}

/// Every answer of the fixture beside the key points of its question, an iteration.
fn side_by_side(criterion: &mut Criterion) {
    warm();
    let graders = Graders::compile(&Grader::builder(), &bank());
    let answers = answers();
    let cases: Vec<(&Grader, &str)> = answers
        .iter()
        .map(|answer| {
            let grader = graders
                .get(&answer.question_id)
                .expect("a question of the bank");
            (grader, answer.text.as_str())
        })
        .collect();
    let jieba = Jieba::new();
    let bytes = answers.iter().map(|answer| answer.text.len() as u64).sum();

    let mut group = criterion.benchmark_group("side by side");
    group.sample_size(20).throughput(Throughput::Bytes(bytes));
    group.bench_function("jieba cut", |bencher| {
        bencher.iter(|| {
            cases
                .iter()
                .map(|(_, text)| jieba.cut(text, true).len())
                .sum::<usize>()
        });
    });
    group.bench_function("grade", |bencher| {
        bencher.iter(|| {
            cases
                .iter()
                .map(|(grader, text)| grader.grade(text).score)
                .sum::<f64>()
        });
    });
    let ratios = |ratio: fn(&str, &str) -> f64| {
        let points = |grader: &Grader, text| {
            let points = grader.question().key_points.iter();
            points.map(|point| ratio(&point.text, text)).sum::<f64>()
        };
        cases
            .iter()
            .map(|(grader, text)| points(grader, text))
            .sum::<f64>()
    };
    group.bench_function("rapidfuzz ratio", |bencher| {
        bencher.iter(|| ratios(|point, text| rapidfuzz::fuzz::ratio(point.chars(), text.chars())));
    });
    group.bench_function("strsim levenshtein", |bencher| {
        bencher.iter(|| ratios(strsim::normalized_levenshtein));
    });
    group.sample_size(10);
    group.bench_function("build a grader for each answer", |bencher| {
        bencher.iter(|| {
            let fresh = |known: &Grader, text| grader(known.question()).grade(text).score;
            cases
                .iter()
                .map(|(known, text)| fresh(known, text))
                .sum::<f64>()
        });
    });
    group.finish();
}

fn batch(criterion: &mut Criterion) {
    warm();
    let graders = Graders::compile(&Grader::builder(), &bank());
    let rows = rows_of(2_000);
    let mut group = criterion.benchmark_group("batch");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(rows.len() as u64));
    for threads in [1, 2] {
        let batch = Batch::new(graders.clone()).threads(threads);
        group.bench_function(BenchmarkId::new("threads", threads), |bencher| {
            bencher.iter_batched(
                || rows.clone(),
                |rows| batch.grade(rows).filter(Result::is_ok).count(),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(
    groups,
    load_dictionary,
    segment,
    build,
    grade_by_length,
    grade_by_key_points,
    side_by_side,
    batch
);

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        println!("{}", alone(&task));
        return;
    }
    groups();
    Criterion::default().configure_from_args().final_summary();
}
