//! What an embedder does: start, build, grade, grade many.

use crate::callgrind::{Count, count};
use crate::devset::{answer_of, bank, grader, grader_in_bank, question_of, rows_of};
use jieba_rs::Jieba;
use std::hint::black_box;
use yaodian::{Batch, Grader, Graders};

const START: &str = "start: dictionary, bank, one grader, one answer";
const DICTIONARY: &str = "the dictionary alone";
const GRADE: &str = "grade: 200 characters, 5 key points";
const CUT: &str = "jieba cut: the same 200 characters";

pub fn run() {
    count(START, 0, || {
        let bank = bank();
        let question = &bank.questions()[0];
        black_box(grader(question).grade(&question.reference));
    });
    count(DICTIONARY, 0, || drop(black_box(Jieba::new())));

    let question = question_of(5);
    count("build: 5 key points", 0, || {
        drop(black_box(grader(&question)));
    });

    let (grader, answer) = (grader_in_bank(&question), answer_of(200));
    grader.grade(&answer);
    count(GRADE, 0, || {
        drop(black_box(grader.grade(&answer)));
    });
    let jieba = Jieba::new();
    jieba.cut(&answer, true);
    count(CUT, 0, || {
        drop(black_box(jieba.cut(&answer, true)));
    });

    let batch = Batch::new(Graders::compile(&Grader::builder(), &bank())).threads(1);
    let rows = rows_of(1_000);
    count("batch: 1,000 rows, 1 thread", 0, || {
        assert!(batch.grade(rows.iter().cloned()).all(|row| row.is_ok()));
    });
}

/// Prints what start and grading cost beside what they cannot do without.
pub fn print_ratios(counts: &[Count]) {
    println!();
    for (task, floor) in [(START, DICTIONARY), (GRADE, CUT)] {
        let cost = |name| {
            counts
                .iter()
                .find(|one| one.name == name)
                .map(|one| one.instructions)
        };
        if let (Some(task_cost), Some(floor_cost)) = (cost(task), cost(floor)) {
            println!(
                "{:>14.2}  {task} / {floor}",
                task_cost as f64 / floor_cost as f64
            );
        }
    }
}
