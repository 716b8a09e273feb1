//! What grading one answer found: plain data, numbers and byte ranges.

use serde::{Deserialize, Serialize};

/// Version of the report's form; goes up when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// The outcome for one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The answer's id; empty when the answer was graded by itself.
    pub answer_id: String,
    /// The question's id.
    pub question_id: String,
    /// Points earned, within the question's range, rounded to its step.
    pub score: f64,
    /// What the question is worth.
    pub max_score: f64,
    /// Weighted mean of the points' coverage before any rule, 0 to 1.
    pub coverage: f64,
    /// A person should look.
    pub review: bool,
    /// Why a person should look at the answer as a whole.
    pub flags: Vec<Flag>,
    /// One outcome a key point, in the question's order.
    pub key_points: Vec<PointReport>,
}

/// The outcome for one key point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PointReport {
    /// The key point, counted from 0.
    pub index: usize,
    /// Expected share of the point a fair marker would give, 0 to 1: P(covered) + ½ P(partial).
    pub coverage: f64,
    /// The most fitting status.
    pub status: Status,
    /// Points earned.
    pub score: f64,
    /// Where the answer shows it; empty exactly when the point is missing.
    pub evidence: Vec<Span>,
    /// The judge was between statuses.
    pub review: bool,
}

/// Bytes `start..end` of the answer exactly as given, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Whether an answer covers a key point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The answer says the point's core.
    Covered,
    /// The answer says part of the point, or says it vaguely.
    Partial,
    /// The answer does not say the point.
    Missing,
    /// The answer says the opposite.
    Contradicted,
}

/// Why a person should look at an answer. The list is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Words without statements.
    KeywordPile,
    /// Most of the answer repeats the question.
    CopiedQuestion,
    /// One word or sentence many times.
    RepeatedText,
    /// Text that speaks to a grader rather than to the question.
    AddressesGrader,
    /// Nothing in the answer touches question or key points.
    OffTopic,
    /// Too short to judge.
    TooShort,
    /// Longer than is read.
    TooLong,
    /// Written in a language other than the key points'.
    OtherLanguage,
}
