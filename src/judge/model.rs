//! The judge's numbers: read from a file that people can read, shipped fitted on `fixtures/`.

use super::logistic::Logistic;
use super::{Thresholds, features};
use crate::Error;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// A fitted judge. The default is the one shipped in `src/judge/model.json`, which names its data and date.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub(crate) fitted_on: String,
    /// Of each key point by itself.
    pub(crate) alone: Reading,
    /// Of each key point beside how the answer does on the others.
    pub(crate) together: Reading,
    pub(crate) worthless: Logistic,
    pub(crate) thresholds: Thresholds,
}

/// The three models of one key point.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Reading {
    pub(crate) at_least_partly: Logistic,
    pub(crate) covered: Logistic,
    pub(crate) contradicted: Logistic,
}

/// The file's form: each model as its intercept and a weight a column.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fitted_on: String,
    thresholds: FileThresholds,
    alone: FileReading,
    together: FileReading,
    worthless: BTreeMap<String, f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileReading {
    at_least_partly: BTreeMap<String, f64>,
    covered: BTreeMap<String, f64>,
    contradicted: BTreeMap<String, f64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileThresholds {
    covered: f64,
    partial: f64,
    contradicted: f64,
}

const INTERCEPT: &str = "intercept";

impl Default for Model {
    fn default() -> Self {
        Self::clone(&Self::shipped())
    }
}

impl Model {
    pub(crate) fn shipped() -> Arc<Self> {
        static SHIPPED: LazyLock<Arc<Model>> = LazyLock::new(|| {
            let model = Model::from_json(include_str!("model.json"));
            Arc::new(model.expect("the shipped model is whole"))
        });
        Arc::clone(&SHIPPED)
    }

    /// Reads a model that [`Model::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] when the text is not such JSON, a column is missing or unknown, or a threshold is outside 0 to 1.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(json).map_err(|error| Error::Parse {
            place: format!("line {}, column {}", error.line(), error.column()),
            message: error.to_string(),
        })?;
        let thresholds = Thresholds {
            covered: file.thresholds.covered,
            partial: file.thresholds.partial,
            contradicted: file.thresholds.contradicted,
        };
        for (name, value) in [
            ("covered", thresholds.covered),
            ("partial", thresholds.partial),
            ("contradicted", thresholds.contradicted),
        ] {
            if !(0.0..=1.0).contains(&value) {
                return Err(Error::Parse {
                    place: format!("thresholds.{name}"),
                    message: format!("found {value}, expected a number from 0 to 1"),
                });
            }
        }
        Ok(Self {
            fitted_on: file.fitted_on,
            alone: Reading::read("alone", file.alone)?,
            together: Reading::read("together", file.together)?,
            worthless: read("worthless", file.worthless, &features::WORTHLESS)?,
            thresholds,
        })
    }

    /// The model as JSON for [`Model::from_json`], a line a number.
    pub fn to_json(&self) -> String {
        let file = File {
            fitted_on: self.fitted_on.clone(),
            thresholds: FileThresholds {
                covered: self.thresholds.covered,
                partial: self.thresholds.partial,
                contradicted: self.thresholds.contradicted,
            },
            alone: self.alone.write(),
            together: self.together.write(),
            worthless: write(&self.worthless, &features::WORTHLESS),
        };
        serde_json::to_string_pretty(&file).expect("names and finite numbers make JSON") + "\n"
    }

    /// What the model was fitted on, and when.
    pub fn fitted_on(&self) -> &str {
        &self.fitted_on
    }
}

impl Reading {
    fn read(name: &str, file: FileReading) -> Result<Self, Error> {
        let part = |part: &str, file, columns| read(&format!("{name}.{part}"), file, columns);
        Ok(Self {
            at_least_partly: part("at_least_partly", file.at_least_partly, &features::COVERAGE)?,
            covered: part("covered", file.covered, &features::COVERAGE)?,
            contradicted: part("contradicted", file.contradicted, &features::CONTRADICTED)?,
        })
    }

    fn write(&self) -> FileReading {
        FileReading {
            at_least_partly: write(&self.at_least_partly, &features::COVERAGE),
            covered: write(&self.covered, &features::COVERAGE),
            contradicted: write(&self.contradicted, &features::CONTRADICTED),
        }
    }
}

fn read(model: &str, mut file: BTreeMap<String, f64>, columns: &[&str]) -> Result<Logistic, Error> {
    let mut take = |column: &str| {
        file.remove(column).ok_or_else(|| Error::Parse {
            place: model.to_owned(),
            message: format!(
                "has no \"{column}\", expected a number for each of: {}",
                columns.join(", ")
            ),
        })
    };
    let intercept = take(INTERCEPT)?;
    let weights = columns
        .iter()
        .map(|column| take(column))
        .collect::<Result<_, _>>()?;
    match file.keys().next() {
        None => Ok(Logistic { intercept, weights }),
        Some(unknown) => Err(Error::Parse {
            place: model.to_owned(),
            message: format!("has \"{unknown}\", expected only: {}", columns.join(", ")),
        }),
    }
}

fn write(model: &Logistic, columns: &[&str]) -> BTreeMap<String, f64> {
    // Six digits say all that some hundred answers can.
    let round = |value: f64| (value * 1e6).round() / 1e6;
    columns
        .iter()
        .map(|&column| column.to_owned())
        .zip(model.weights.iter().copied().map(round))
        .chain([(INTERCEPT.to_owned(), round(model.intercept))])
        .collect()
}
