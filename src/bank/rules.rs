//! The rules markers use to turn statuses into a score, as plain data.
//!
//! Amounts beside weights (`cap`, `penalty_cap`) are in the unit of the weights and are
//! scaled with them to the question's `max_score`; `length.penalty`, `step` and `tolerance`
//! are in points. Key points are named by index, counted from 0.

use serde::{Deserialize, Serialize};

/// How a question's points add up. The default is the weighted sum, half for a partly covered
/// point, rounded to half points.
///
/// Rules apply in this order: what a point `requires`, `ordered`, `single_use`, `exclusive`,
/// `groups`, `contradiction`, penalties with their cap, `length`; then the total is kept
/// between 0 and `max_score` and rounded.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Rules {
    /// Weight of points that give none, twice that for core points; above 0. Default 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub each: Option<f64>,
    /// The total is rounded to a multiple of this many points, halves up. Above 0; default 0.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<f64>,
    /// Sets of points with a limit on how many, or how much, may count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Sets of points of which only the one that earns most counts. A set lies inside one group or outside all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclusive: Vec<Vec<usize>>,
    /// Sequences of steps: the longest run whose evidence stands in this order earns, the rest is withheld.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ordered: Vec<Vec<usize>>,
    /// Most that penalty points take together, in the unit of the weights; 0 or above. Default: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub penalty_cap: Option<f64>,
    /// Share of its worth that a contradicted point costs, 0 to 1. Default 0: it earns nothing and costs nothing.
    #[serde(skip_serializing_if = "super::is_default")]
    pub contradiction: f64,
    /// Bounds on the answer's length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<Length>,
    /// One stretch of text pays one point only, dealt out so that the most is earned; points marked
    /// `overlapping` are exempt. Default false: a sentence may support two points.
    #[serde(skip_serializing_if = "super::is_default")]
    pub single_use: bool,
    /// How many points two fair markers may differ before a third should read; 0 or above. Default 20% of `max_score`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// The answer is put to review when the score is off by more than `tolerance` with a probability above this, 0 to 1. Default 0.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<f64>,
}

/// Points of which only the best few, or only so much, count (任答 3 点得满分). A point is in one group at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Group {
    /// The group's key points; never empty. Default: all but bonus and penalty points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Vec<usize>>,
    /// Only this many count, those that earn most; 1 to the number of points. Default: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<usize>,
    /// Most that the group earns, in the unit of the weights; above 0. Default: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
}

/// Bounds on the answer's length in characters, white space not counted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Length {
    /// Fewest characters. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<usize>,
    /// Most characters. Default: none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// Points taken off an answer outside the bounds; above 0.
    pub penalty: f64,
}

/// What a partly covered point earns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartialCredit {
    /// Half its worth.
    #[default]
    Half,
    /// Nothing.
    None,
}
