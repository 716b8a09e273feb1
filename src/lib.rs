//! Checks which key points (答题要点) of a question a written answer covers, and scores it.

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
