//! Bank JSON: a list of questions whose key points are texts or objects.

use super::{Bank, KeyPoint, Question};
use crate::Error;
use serde::{Deserialize, Deserializer};

impl Bank {
    /// Reads bank JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] with line and column when the text is not bank JSON,
    /// [`Error::DuplicateQuestion`] when two questions share an id.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let questions: Vec<Question> =
            serde_json::from_str(json).map_err(|error| Error::Parse {
                place: format!("line {}, column {}", error.line(), error.column()),
                message: error.to_string(),
            })?;
        Self::new(questions)
    }
}

impl<'de> Deserialize<'de> for KeyPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Text(String),
            Object {
                text: String,
                #[serde(default)]
                weight: Option<f64>,
                #[serde(default)]
                aliases: Vec<String>,
                #[serde(default)]
                strict: bool,
                #[serde(default)]
                derived: bool,
            },
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Text(text) => Self::new(text),
            Form::Object {
                text,
                weight,
                aliases,
                strict,
                derived,
            } => Self {
                text,
                weight,
                aliases,
                strict,
                derived,
            },
        })
    }
}
