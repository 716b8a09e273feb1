use crate::{Outcome, files};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;
use yaodian::Grader;
use yaodian::judge::{self, Model};

/// Fit the judge to people's marks: writes the model that `Model::from_json` reads
///
/// Reads the answers that `agreement` reads; those without a mark for each key point teach nothing. The shipped model is
/// `grader fit --bank fixtures/devset/bank.json --answers fixtures/devset/answers.jsonl
/// --beside fixtures/fields/bank.json fixtures/fields/answers.jsonl --note "…" -o src/judge/model.json`.
#[derive(Args)]
pub struct Fit {
    /// The question bank: JSON, or a document as `import` reads it
    #[arg(long, value_name = "FILE")]
    bank: PathBuf,
    /// The marked answers, JSON Lines
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// A further bank with marked answers to fit on; may be given several times
    #[arg(long, num_args = 2, value_names = ["BANK", "ANSWERS"])]
    beside: Vec<PathBuf>,
    /// What the model says it was fitted on, and when
    #[arg(long, default_value = "")]
    note: String,
    /// Where to write the model; standard output otherwise
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Fit {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let inputs = [&self.bank, &self.answers].into_iter().chain(&self.beside);
        files::keep_inputs(self.out.as_deref(), inputs.map(PathBuf::as_path))?;
        let bank = files::bank(&self.bank)?;
        let marked = files::marked(&self.answers)?;
        if !marked
            .iter()
            .any(|one| one.gold.iter().any(|&mark| mark > 0))
        {
            bail!(
                "{}: no key point is marked as covered, expected some to learn from",
                self.answers.display()
            );
        }
        let builder = Grader::builder();
        let mut samples = judge::samples(&bank, &marked, &builder)?;
        for one in files::marked_banks(&self.beside)? {
            samples.extend(judge::samples(&one.bank, &one.marked, &builder)?);
        }
        let model = Model::fit(&samples, self.note);
        files::write(self.out.as_deref(), &model.to_json())?;
        Ok(Outcome::Done)
    }
}
