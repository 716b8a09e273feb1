//! What grading one answer found: plain data, numbers and byte ranges.

mod explain;
mod quote;
mod text;
mod wrap;

pub use explain::Language;
pub use text::TextStyle;

use serde::{Deserialize, Serialize};

/// Version of the report's form; goes up when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// The outcome for one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Mean of the score under the same rules when every point's status is as uncertain as the judge says.
    #[serde(default)]
    pub expected_score: f64,
    /// Standard deviation of that score, in points.
    #[serde(default)]
    pub score_sd: f64,
    /// The possible scores, rising, each with its probability rounded to six places; zeros are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub score_distribution: Vec<(f64, f64)>,
    /// Weighted mean of the points' coverage before any rule, 0 to 1.
    pub coverage: f64,
    /// A person should look: a flag says why, or the score is probably off by more than the question tolerates.
    pub review: bool,
    /// Why a person should look at the answer as a whole.
    pub flags: Vec<Flag>,
    /// One outcome a key point, in the question's order.
    pub key_points: Vec<PointReport>,
    /// What changed the sum of the points on its way to the score: the points' scores and these amounts add up to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
}

/// The outcome for one key point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PointReport {
    /// The key point, counted from 0.
    pub index: usize,
    /// Expected share of the point a fair marker would give, 0 to 1: P(covered) + ½ P(partial). A point that the question
    /// itself states is covered as far as the others are on average.
    pub coverage: f64,
    /// The most fitting status.
    pub status: Status,
    /// Points for covering it; below 0 for a penalty point.
    #[serde(default)]
    pub worth: f64,
    /// Share of its worth that the status earns: 1, ½ or 0; below 0 where contradictions cost.
    #[serde(default)]
    pub credit: f64,
    /// Points earned, worth × credit, or 0 where a rule withheld them. Not rounded.
    pub score: f64,
    /// The rule that kept the point from earning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Withheld>,
    /// Where the answer shows it; empty exactly when the point is missing. Of a point that the question itself states, where
    /// the answer says most of what is asked.
    pub evidence: Vec<Span>,
    /// What keeps a partly covered point from being covered: at most three phrases of its text, in its order, that the
    /// evidence does not say; for an `all_of` point phrases of its lists, or a whole list, `基本信息/购买历史`.
    /// Empty for other statuses, for penalties, and where the evidence says all of the telling words, or none and is
    /// alike in other ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The judge was between statuses.
    pub review: bool,
}

/// Why a point that the answer shows earned nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Withheld {
    /// A point it requires earned nothing.
    Requires {
        /// That point, counted from 0.
        point: usize,
    },
    /// It stands out of the order of its steps.
    OutOfOrder,
    /// Its evidence pays other points.
    EvidenceUsed,
    /// Of points that exclude one another, another earned more.
    Exclusive {
        /// That point, counted from 0.
        point: usize,
    },
    /// Its group is full with points that earned more.
    GroupFull {
        /// The group, counted from 0.
        group: usize,
    },
}

/// A change to the sum of the points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Adjustment {
    /// Points added; below 0 where taken off.
    pub amount: f64,
    /// Why.
    #[serde(flatten)]
    pub reason: Reason,
}

/// The rule behind an [`Adjustment`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "snake_case")]
pub enum Reason {
    /// A group earns no more than its cap.
    GroupCap {
        /// The group, counted from 0.
        group: usize,
        /// The cap in points.
        cap: f64,
    },
    /// Penalties take no more than their cap.
    PenaltyCap {
        /// The cap in points.
        cap: f64,
    },
    /// The answer has too few characters.
    TooShort {
        /// Its characters.
        characters: usize,
        /// Fewest allowed.
        min: usize,
    },
    /// The answer has too many characters.
    TooLong {
        /// Its characters.
        characters: usize,
        /// Most allowed.
        max: usize,
    },
    /// No score is below 0.
    Floor,
    /// No score is above the question's worth.
    Ceiling,
    /// The total is a multiple of the step.
    Rounding {
        /// The step in points.
        step: f64,
    },
}

/// Bytes `start..end` of the answer exactly as given, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Whether an answer covers a key point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
///
/// Of its form (a pile, a copy, a repetition) it is told only where that takes away half or more of what its words would earn:
/// points that stand whole in a bare list keep theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// Words without statements.
    KeywordPile,
    /// Most of the answer repeats the question, or it nearly all of the question's material.
    CopiedQuestion,
    /// One word or sentence many times.
    RepeatedText,
    /// Text that speaks to a grader rather than to the question.
    AddressesGrader,
    /// The answer covers nothing and is about something else than question and key points, or nearer to another question of
    /// the bank.
    OffTopic,
    /// Too short to judge.
    TooShort,
    /// Longer than is read.
    TooLong,
    /// Written in another language than the key points and, where those are hardly Chinese, than the question.
    OtherLanguage,
}
