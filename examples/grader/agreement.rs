use crate::{Form, Outcome, files};
use anyhow::bail;
use clap::Args;
use serde::Serialize;
use std::fmt::Display;
use std::path::PathBuf;
use yaodian::{Grader, Graders, agreement};

/// Compare with people's marks: how well scores and statuses agree with marked answers
///
/// Reads answers with their marks, one JSON object a line: "gold", a mark a key point (2 covered, 1 partly, 0 not, -1 contradicted), or "human_score", a share of the whole from 0 to 1. Natural and gaming
/// styles are reported apart, and generated twins and gaming answers beside them.
#[derive(Args)]
pub struct Agreement {
    /// The question bank: JSON, or a document as `import` reads it
    #[arg(long, value_name = "FILE")]
    bank: PathBuf,
    /// The marked answers, JSON Lines
    #[arg(long, value_name = "FILE")]
    answers: PathBuf,
    /// Grade each question with a judge fitted on the marks of the others (leave one question out): what agreement
    /// is on a question the judge has not seen
    #[arg(long)]
    held_out: bool,
    /// A further bank with marked answers that those judges are fitted on, too; may be given several times
    #[arg(long, requires = "held_out", num_args = 2, value_names = ["BANK", "ANSWERS"])]
    beside: Vec<PathBuf>,
    /// Fit and measure the judge again without each of its signals, and print what that changes
    #[arg(long, requires = "held_out")]
    ablation: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

impl Agreement {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let bank = files::bank(&self.bank)?;
        let marked = files::marked(&self.answers)?;
        let beside = files::marked_banks(&self.beside)?;
        if marked.is_empty() {
            bail!("{}: holds no marked answer", self.answers.display());
        }
        let builder = Grader::builder();
        let text = match (self.held_out, self.ablation) {
            (true, true) => self.print(&agreement::ablation(&bank, &marked, &beside, &builder)?)?,
            (true, false) => {
                self.print(&agreement::held_out(&bank, &marked, &beside, &builder)?)?
            }
            (false, _) => {
                let graders = Graders::compile(&builder, &bank);
                if let Some(fault) = graders.faults().next() {
                    bail!("{}: {fault}", self.bank.display());
                }
                let found = agreement::measure(&bank, &marked, |question, answer| {
                    let grader = graders.get(&question.id);
                    grader
                        .expect("every question of the bank was compiled")
                        .grade(answer)
                })?;
                self.print(&found)?
            }
        };
        files::write(None, &text)?;
        Ok(Outcome::Done)
    }

    fn print(&self, found: &(impl Serialize + Display)) -> anyhow::Result<String> {
        Ok(match self.format {
            Form::Table => found.to_string(),
            Form::Json => serde_json::to_string_pretty(found)? + "\n",
        })
    }
}
