//! Questions, reference answers and key points: what a marker has in hand before the first answer.
//!
//! This room knows no text processing: a bank is plain data, read from JSON or from a document.

mod alternatives;
mod amounts;
mod clauses;
mod document;
#[cfg(feature = "documents")]
mod docx;
mod draft;
mod import;
mod json;
mod marks;
#[cfg(feature = "documents")]
mod numbering;
mod point_line;
mod remarks;
mod rules;
mod table;

#[cfg(feature = "documents")]
pub use docx::MAX_INFLATED;
#[cfg(feature = "documents")]
pub(crate) use docx::text as docx_text;
pub use import::{Import, Warning};
pub use rules::{Group, Length, PartialCredit, Rules};

use crate::Error;
use serde::{Deserialize, Serialize};

/// A list of questions with distinct ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Bank {
    questions: Vec<Question>,
}

/// One question with what a marker looks for in an answer to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// Identifies the question within its bank; never empty. In JSON a number will do.
    #[cfg_attr(
        feature = "schema",
        schemars(schema_with = "json::text_or_number_schema")
    )]
    pub id: String,
    /// The question as candidates read it, with its material where it has any. Of one of 450 bytes or more only the sentences
    /// that ask something count as the question, or its last: an answer may draw on the rest.
    pub question: String,
    /// The reference answer (参考答案), paragraphs separated by a blank line; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub reference: String,
    /// The key points (答题要点) in order: the index is a point's identity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub key_points: Vec<KeyPoint>,
    /// What the question is worth; without it, what its points' weights come to under its rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_score: Option<f64>,
    /// The section of the document the question stood in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The bank's comment on the question (解析).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub analysis: Option<String>,
    /// Language of the question, such as `zh` or `en`; information only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Where the question comes from; information only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// How statuses become a score, beyond weights; in JSON its fields stand beside the question's.
    #[serde(flatten)]
    pub rules: Rules,
}

/// One thing a marker looks for, worth `weight` points.
///
/// In bank JSON a point of which only the text is given may be that text alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transform = json::text_or_object))]
#[serde(default, remote = "Self")]
pub struct KeyPoint {
    /// The point in the marker's words; never blank. A parenthesised `如…` gives examples: they help recognise the point, one alone covers it partly.
    pub text: String,
    /// Share of the question; finite and above 0. Default the question's `each` (1), or twice that for a `core` point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Counts double where no weight is given (核心). Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub core: bool,
    /// Earned on top of the question's worth, up to `max_score` (加分). Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub bonus: bool,
    /// A wrong statement: saying it costs its weight (扣分). Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub penalty: bool,
    /// What the point earns when partly covered. Default half.
    #[serde(skip_serializing_if = "is_default")]
    pub partial: PartialCredit,
    /// Other accepted wordings: covering one covers the point.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// What the answer must say: something of every inner list. `[["客户画像"], ["基本信息", "购买历史"]]`
    /// asks for 客户画像 and for 基本信息 or 购买历史. The point is covered as far as the list that the answer says least of;
    /// the text only names it then, and neither aliases nor the reference answer can cover it. Default: the text as a whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Vec<String>>,
    /// Points that must be at least partly covered for this one to earn, counted from 0.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub requires: Vec<usize>,
    /// Tolerates no misspelling and no near word (专用名词). Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub strict: bool,
    /// May be shown by text that also pays another point, where `single_use` forbids it. Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub overlapping: bool,
    /// Drafted from the reference answer, not written by a person. Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub derived: bool,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl KeyPoint {
    /// A point of default weight without aliases.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

impl Question {
    /// What must hold of every question before anything else is asked of it.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.id.trim().is_empty() {
            return Err(Error::question(
                &self.id,
                None,
                "its id is blank, expected a text or a number",
            ));
        }
        if self.question.trim().is_empty() {
            return Err(Error::question(
                &self.id,
                None,
                "its text is blank, expected the question as candidates read it",
            ));
        }
        if let Some(max) = self.max_score.filter(|&max| !positive(max)) {
            return Err(Error::question(
                &self.id,
                None,
                format!("max_score is {max}, expected a finite number above 0"),
            ));
        }
        for (index, point) in self.key_points.iter().enumerate() {
            let fault = if point.text.trim().is_empty() {
                "its text is blank, expected what a marker looks for".to_owned()
            } else if let Some(place) = point.aliases.iter().position(|a| a.trim().is_empty()) {
                format!("alias {} is blank, expected another wording", place + 1)
            } else if let Some(weight) = point.weight.filter(|&weight| !positive(weight)) {
                format!("weight is {weight}, expected a finite number above 0")
            } else {
                continue;
            };
            return Err(Error::question(&self.id, index, fault));
        }
        Ok(())
    }
}

fn positive(number: f64) -> bool {
    number.is_finite() && number > 0.0
}

impl Bank {
    /// A bank of these questions.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateQuestion`] when two share an id, [`Error::BadQuestion`] when an id, a
    /// question or a key point is blank, or a weight or `max_score` is not a finite number above 0.
    pub fn new(questions: Vec<Question>) -> Result<Self, Error> {
        let mut seen = std::collections::HashSet::new();
        for question in &questions {
            question.check()?;
            if !seen.insert(question.id.as_str()) {
                return Err(Error::DuplicateQuestion {
                    id: question.id.clone(),
                });
            }
        }
        Ok(Self { questions })
    }

    /// The questions in the bank's order.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// The question of this id.
    pub fn get(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}
