//! Checks which key points (答题要点) of a question a written answer covers, and scores it.
//!
//! ```
//! use yaodian::{Grader, KeyPoint, Question, report::Status};
//!
//! let question = Question {
//!     id: "1".into(),
//!     question: "油锅起火时应当怎样处置？".into(),
//!     key_points: vec![KeyPoint::new("立即关闭燃气阀门"), KeyPoint::new("用锅盖隔绝空气")],
//!     ..Question::default()
//! };
//! let report = Grader::builder().build(&question)?.grade("要马上关闭燃气阀门。");
//! assert_eq!(report.key_points[0].status, Status::Covered);
//! # Ok::<(), yaodian::Error>(())
//! ```
//!
//! - [`Bank`] holds questions with their key points, read from JSON or from a document.
//! - [`Grader`] is one question compiled; it grades any number of answers and never fails.
//! - [`Report`] is what it found: a status, a calibrated coverage, a score and byte ranges of evidence a key point.
//!
//! The answer is folded, cut into words and clauses, and each key point is matched against windows of clauses. A small
//! fitted model ([`judge`]) turns the signals into probabilities of the four statuses; weights and rules ([`score`]) turn
//! statuses into points. [`batch`] grades streams, [`agreement`] measures against people's marks, [`lint`] looks a
//! bank over before use.
//!
//! It does not know whether a key point is true, and it misses a paraphrase that shares no word, near word or meaning in
//! its table with the point: where much depends on a mark, let a person look at what `review` names.

pub mod agreement;
pub mod answers;
pub mod bank;
pub mod batch;
mod error;
pub mod export;
mod fingerprint;
mod grader;
pub mod items;
pub mod judge;
pub mod knowledge;
pub mod lint;
mod matching;
pub mod perturb;
pub mod report;
#[cfg(feature = "schema")]
pub mod schema;
pub mod score;
mod text;

pub use bank::{Bank, Import, KeyPoint, Question, Warning};
pub use batch::{Answer, Batch, Graded, Graders, RowError};
pub use error::Error;
pub use grader::{Grader, GraderBuilder};
pub use knowledge::{Similarity, Synonyms, Vectors};
pub use report::Report;
pub use text::{JiebaSegmenter, Segmenter, UnicodeSegmenter};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
