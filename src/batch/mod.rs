//! Many answers to many questions: rows in, results out in the same order, with bounded memory.
//!
//! [`Graders`] is a bank compiled once, [`Batch`] runs any iterator of answers through it.
//! Neither reads nor writes a file: rows come from [`answers`](crate::answers) or from the
//! caller, and results go to [`export`](crate::export) or wherever the caller wants them.
//!
//! ```
//! use yaodian::{Answer, Bank, Batch, Grader, Graders};
//!
//! let bank = Bank::from_json(
//!     r#"[{"id": "q1", "question": "什么是光合作用？", "key_points": ["吸收光能", "放出氧气"]}]"#,
//! )?;
//! let batch = Batch::new(Graders::compile(&Grader::builder(), &bank));
//! let answers = ["植物吸收光能，放出氧气", ""].map(|text| {
//!     Ok(Answer {
//!         row: 1,
//!         id: "a1".to_owned(),
//!         question_id: "q1".to_owned(),
//!         text: text.to_owned(),
//!     })
//! });
//! let scores: Vec<f64> = batch
//!     .grade(answers)
//!     .map(|row| row.map(|graded| graded.report.score))
//!     .collect::<Result<_, _>>()?;
//! assert_eq!(scores, [2.0, 0.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cache;
mod graders;
mod workers;

pub use graders::Graders;

use crate::grader::Grader;
use crate::report::Report;
use cache::Cache;
use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use workers::Workers;

/// One answer on its way to a grader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Where it stands, counted from 1 as the file shows it: line, row of the sheet (the header
    /// is row 1), n-th file of a folder. Only messages use it.
    pub row: u64,
    /// The answer's id.
    pub id: String,
    /// The id of the question it answers.
    pub question_id: String,
    /// The answer as written.
    pub text: String,
}

/// A row that cannot be graded. The rows after it can, unless `fault` says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}{}: {reason}", answer(.answer_id.as_deref()))]
pub struct RowError {
    /// Where it stands, as in [`Answer::row`].
    pub row: u64,
    /// The answer's id, where the row has one.
    pub answer_id: Option<String>,
    /// What was found and what is allowed.
    pub reason: String,
    /// Whether the rows after it can be read.
    pub fault: Fault,
}

fn answer(id: Option<&str>) -> String {
    id.map_or_else(String::new, |id| format!(" (answer {id:?})"))
}

/// How far the damage of a [`RowError`] reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// This row alone.
    Row,
    /// The source broke here: what follows could not be read.
    Source,
}

/// An answer with its report.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// The answer as it came.
    pub answer: Answer,
    /// What grading found; its `answer_id` is the answer's.
    pub report: Report,
}

/// Grades streams of answers. `Send + Sync`, cheap to clone.
#[derive(Clone, Debug)]
pub struct Batch {
    graders: Graders,
    threads: usize,
    cache_bytes: usize,
}

/// Rows a worker takes at once: enough to make handing over cheap beside grading (tens of
/// microseconds a row), few enough that a class of fifty keeps two workers busy.
const CHUNK_ROWS: usize = 32;

/// A chunk closes early at this many bytes of text, so that long answers do not pile up.
const CHUNK_BYTES: usize = 256 * 1024;

impl Batch {
    /// A batch on all cores, or on the caller's thread without the feature `parallel`.
    pub fn new(graders: Graders) -> Self {
        Self {
            graders,
            threads: 0,
            cache_bytes: 32 * 1024 * 1024,
        }
    }

    /// How many threads grade beside the caller's, which reads and writes: 1 grades on the
    /// caller's own. Default 0: as many as the machine has cores. The results are the same.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Memory for the answers already seen, in bytes: an answer that comes again word for word
    /// to the same question is not graded again. Default 32 MiB, 0 grades each one.
    pub fn cache_bytes(mut self, bytes: usize) -> Self {
        self.cache_bytes = bytes;
        self
    }

    /// The compiled bank.
    pub fn graders(&self) -> &Graders {
        &self.graders
    }

    /// Grades answers as they come: one result an item, in the same order.
    ///
    /// Reads ahead by some hundred rows at most. An answer whose question is not in the bank, or
    /// cannot be graded, is an error of its row.
    pub fn grade<I>(&self, answers: I) -> impl Iterator<Item = Result<Graded, RowError>> + use<I>
    where
        I: IntoIterator<Item = Result<Answer, RowError>>,
    {
        Stream {
            source: answers.into_iter().fuse(),
            graders: self.graders.clone(),
            cache: Cache::new(self.cache_bytes),
            workers: Workers::new(self.threads),
            ready: VecDeque::new(),
        }
    }
}

/// An answer with its grader and the place where its verdict is kept for others like it.
struct Task {
    answer: Answer,
    grader: Grader,
    verdict: Arc<OnceLock<Report>>,
}

type Chunk = Vec<Result<Task, RowError>>;

struct Stream<I> {
    source: I,
    graders: Graders,
    cache: Cache,
    workers: Workers,
    ready: VecDeque<Result<Graded, RowError>>,
}

impl<I: Iterator<Item = Result<Answer, RowError>>> Iterator for Stream<I> {
    type Item = Result<Graded, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Some(row);
            }
            while self.workers.has_room() {
                let chunk = self.read_chunk();
                if chunk.is_empty() {
                    break;
                }
                self.workers.start(chunk);
            }
            self.ready = self.workers.finish()?.into();
        }
    }
}

impl<I: Iterator<Item = Result<Answer, RowError>>> Stream<I> {
    fn read_chunk(&mut self) -> Chunk {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < self.workers.chunk_rows() && bytes < CHUNK_BYTES {
            let Some(row) = self.source.next() else { break };
            chunk.push(row.and_then(|answer| {
                bytes += answer.text.len();
                let (index, grader) =
                    self.graders
                        .find(&answer.question_id)
                        .map_err(|reason| RowError {
                            row: answer.row,
                            answer_id: Some(answer.id.clone()),
                            reason,
                            fault: Fault::Row,
                        })?;
                let points = self.graders.bank().questions()[index].key_points.len();
                Ok(Task {
                    grader: grader.clone(),
                    verdict: self.cache.verdict(index, points, &answer.text),
                    answer,
                })
            }));
        }
        chunk
    }
}

/// Grades a chunk. Two chunks that hold the same answer meet at its verdict: one grades, the
/// other waits for it.
fn run(chunk: Chunk) -> Vec<Result<Graded, RowError>> {
    chunk
        .into_iter()
        .map(|row| {
            row.map(|task| {
                let report = task
                    .verdict
                    .get_or_init(|| task.grader.grade(&task.answer.text))
                    .clone();
                Graded {
                    report: Report {
                        answer_id: task.answer.id.clone(),
                        ..report
                    },
                    answer: task.answer,
                }
            })
        })
        .collect()
}
