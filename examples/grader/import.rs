use crate::{Outcome, files};
use clap::Args;
use std::path::PathBuf;

/// Turn a bank document (.txt, .md, .docx) into bank JSON
///
/// Questions, reference answers and key points are found by their form: 1. 1、 （1） 第1题 一、 and 答题要点 要点 得分点 参考答案 解析, with full- or half-width colons. Where there are no key points they
/// are drafted from the reference answer and marked "derived". What was left out or guessed is said on stderr, with its line.
#[derive(Args)]
pub struct Import {
    /// The document, in UTF-8, UTF-16 or GB18030
    document: PathBuf,
    /// Write the bank here instead of to stdout
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Import {
    pub fn run(self) -> anyhow::Result<Outcome> {
        files::keep_inputs(self.out.as_deref(), [self.document.as_path()])?;
        let bank = files::bank(&self.document)?;
        files::write(self.out.as_deref(), &bank.to_json())?;
        Ok(Outcome::Done)
    }
}
