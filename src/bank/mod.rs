//! Questions, reference answers and key points: what a marker has in hand before the first answer.
//!
//! This room knows no text processing: a bank is plain data, read from JSON or from a document.

mod json;
mod rules;

pub use rules::Rules;

use serde::{Deserialize, Serialize};

/// A list of questions with distinct ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Bank {
    questions: Vec<Question>,
}

/// One question with what a marker looks for in an answer to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// Identifies the question within its bank; never empty.
    pub id: String,
    /// The question as candidates read it.
    pub question: String,
    /// The reference answer (参考答案), paragraphs separated by a blank line; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// The key points (答题要点) in order: the index is a point's identity.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_points: Vec<KeyPoint>,
    /// What the question is worth; without it, the sum of its points' weights.
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
    /// How statuses become a score, beyond weights.
    #[serde(flatten)]
    pub rules: Rules,
}

/// One thing a marker looks for, worth `weight` points.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct KeyPoint {
    /// The point in the marker's words; never blank. A parenthesised `如…` gives examples: they help recognise the point, one alone covers it partly.
    pub text: String,
    /// Share of the question; finite and above 0. Default 1, or 2 for a `core` point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Other accepted wordings: covering one covers the point.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Tolerates no misspelling and no near word (专用名词). Default false.
    #[serde(skip_serializing_if = "is_default")]
    pub strict: bool,
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

impl Bank {
    /// A bank of these questions.
    ///
    /// # Errors
    ///
    /// [`Error::DuplicateQuestion`](crate::Error::DuplicateQuestion) when two share an id.
    pub fn new(questions: Vec<Question>) -> Result<Self, crate::Error> {
        let mut seen = std::collections::HashSet::new();
        for question in &questions {
            if !seen.insert(question.id.as_str()) {
                return Err(crate::Error::DuplicateQuestion {
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
