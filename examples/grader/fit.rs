use crate::{Outcome, files};
use anyhow::{Context as _, bail};
use clap::Args;
use std::path::PathBuf;
use yaodian::judge::{self, Model};
use yaodian::{Grader, agreement};

/// Fit the judge to people's marks: writes the model that `Model::from_json` reads
///
/// Reads the answers that `agreement` reads; those without a mark for each key point teach nothing. The shipped model is
/// `grader fit --bank fixtures/devset/bank.json --answers fixtures/devset/answers.jsonl --note "…" -o src/judge/model.json`.
#[derive(Args)]
pub struct Fit {
    /// The question bank: JSON, or a document as `import` reads it
    #[arg(long, value_name = "FILE")]
    bank: PathBuf,
    /// The marked answers, JSON Lines
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// What the model says it was fitted on, and when
    #[arg(long, default_value = "")]
    note: String,
    /// Where to write the model; standard output otherwise
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Fit {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let bank = files::bank(&self.bank)?;
        let marked = agreement::read(&files::read(&self.answers)?)
            .with_context(|| self.answers.display().to_string())?;
        if !marked
            .iter()
            .any(|one| one.gold.iter().any(|&mark| mark > 0))
        {
            bail!(
                "{}: no key point is marked as covered, expected some to learn from",
                self.answers.display()
            );
        }
        let samples = judge::samples(&bank, &marked, &Grader::builder())?;
        let model = Model::fit(&samples, self.note);
        files::write(self.out.as_deref(), &model.to_json())?;
        Ok(Outcome::Done)
    }
}
