use crate::progress::Watch;
use crate::{Outcome, files};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;
use yaodian::answers::{Answers, Reading};
use yaodian::batch::Fault;
use yaodian::export::{self, Export, Offsets, Progress, Resume, Summary};
use yaodian::report::TextStyle;
use yaodian::{Bank, Batch, Error, Grader, Graders, Report};

/// Grade answers: a file of them, standard input, or one given as text
#[derive(Args, Default)]
pub struct Grade {
    /// The question bank: JSON, or a document as `import` reads it
    #[arg(long, value_name = "FILE")]
    bank: PathBuf,
    /// The answers: .jsonl, .csv, .tsv, .xlsx, a folder of texts, or - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "text")]
    answers: Option<PathBuf>,
    /// Grade this one answer to the question named by --question
    #[arg(long, requires = "question", conflicts_with_all = ["answers", "out"])]
    text: Option<String>,
    /// The question's id: of --text, or of answers that name none
    #[arg(long, value_name = "ID")]
    question: Option<String>,
    /// How to print what was found [default: by the ending of --out, else table]
    #[arg(long, value_enum, hide_possible_values = false)]
    format: Option<Format>,
    /// Write to this file, which appears under its name only when whole
    #[arg(short, long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Go on where an interrupted run with the same --out stopped
    #[arg(long, requires = "out")]
    resume: bool,
    /// No progress and no summary, only messages about what went wrong
    #[arg(short, long)]
    quiet: bool,
    /// Which columns of a table hold what, such as answer=作答,id=考号,question_id=题号
    #[arg(long, value_name = "FIELD=HEADER,…")]
    columns: Option<String>,
    /// What the evidence in JSON Lines counts
    #[arg(long, value_enum, default_value_t)]
    offsets: Unit,
    /// For whom a Markdown or HTML report is
    #[arg(long, value_enum, default_value_t)]
    view: View,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Format {
    /// For people, in a terminal
    Table,
    /// JSON Lines: one report a line
    Jsonl,
    /// A row an answer, a column a key point
    Csv,
    /// A workbook: scores, key points with evidence, item analysis
    Xlsx,
    /// Markdown
    Md,
    /// One page for a browser
    Html,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Unit {
    /// Bytes of UTF-8
    #[default]
    Byte,
    /// Characters, as Python slices
    Char,
    /// UTF-16 units, as JavaScript slices
    Utf16,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum View {
    /// With the key points
    #[default]
    Teacher,
    /// Without the key
    Student,
}

/// Grades the answers that come with the source, wherever it is run.
pub fn sample() -> anyhow::Result<Outcome> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sample");
    let outcome = Grade {
        bank: folder.join("bank.json"),
        answers: Some(folder.join("answers.jsonl")),
        quiet: true,
        ..Grade::default()
    }
    .run()?;
    files::say(format_args!(
        "these were the sample answers of fixtures/sample; to grade your own see `grader grade --help`"
    ));
    Ok(outcome)
}

impl Grade {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let inputs = [Some(&self.bank), self.answers.as_ref()];
        let inputs = inputs.into_iter().flatten().map(PathBuf::as_path);
        files::keep_inputs(self.out.as_deref(), inputs)?;
        let bank = files::bank(&self.bank)?;
        if let (Some(text), Some(id)) = (&self.text, &self.question) {
            return self.one(&bank, id, text);
        }
        let graders = Graders::compile(&Grader::builder(), &bank);
        for fault in graders.faults() {
            files::say(format_args!("warning: {}: {fault}", self.bank.display()));
        }
        let answers = self.open(&bank)?;
        if let Some(warning) = answers.warning() {
            files::say(format_args!("warning: {warning}"));
        }
        let watch = Watch::new(answers.meter(), self.quiet);
        let batch = Batch::new(graders);
        match self.format()? {
            None => self.table(&batch, answers, watch),
            Some(format) => self.export(format, &batch, answers, watch),
        }
    }

    fn one(&self, bank: &Bank, id: &str, text: &str) -> anyhow::Result<Outcome> {
        let Some(question) = bank.get(id) else {
            bail!(Error::UnknownQuestion { id: id.to_owned() });
        };
        let mut report = match Graders::compile(&Grader::builder(), bank).get(id) {
            Some(grader) => grader.grade(text),
            // Nothing can: building it alone says why.
            None => Grader::builder()
                .build(question)
                .with_context(|| self.bank.display().to_string())?
                .grade(text),
        };
        let mut out = files::stdout();
        match self.format()? {
            None => Table::new(bank).write(&mut out, text, &report)?,
            Some(export::Format::Jsonl) => {
                self.offsets().apply(&mut report, text);
                writeln!(out, "{}", serde_json::to_string(&report)?)?;
            }
            Some(_) => bail!("one answer is printed as table or jsonl"),
        }
        Ok(Outcome::Done)
    }

    fn open(&self, bank: &Bank) -> anyhow::Result<Answers> {
        let mut reading = Reading::new().bank(bank);
        if let Some(columns) = &self.columns {
            reading = reading.columns(columns.parse()?);
        }
        if let Some(id) = &self.question {
            reading = reading.question(id);
        }
        Ok(match self.answers.as_deref() {
            None => bail!("expected --answers or --text"),
            Some(path) if path.as_os_str() == "-" => reading.read(io::stdin())?,
            Some(path) => reading.open(path)?,
        })
    }

    /// The format to export, none for the table.
    fn format(&self) -> anyhow::Result<Option<export::Format>> {
        Ok(Some(match (self.format, &self.out) {
            (Some(Format::Table), _) | (None, None) => return Ok(None),
            (Some(Format::Jsonl), _) => export::Format::Jsonl,
            (Some(Format::Csv), _) => export::Format::Csv,
            (Some(Format::Xlsx), None) if io::stdout().is_terminal() => {
                bail!("a workbook is no text for a terminal: name a file with --out")
            }
            (Some(Format::Xlsx), _) => export::Format::Xlsx,
            (Some(Format::Md), _) => export::Format::Markdown,
            (Some(Format::Html), _) => export::Format::Html,
            (None, Some(out)) => match export::Format::of_path(out) {
                Some(format) => format,
                None if out.extension().is_some_and(|ending| ending == "txt") => return Ok(None),
                None => bail!(
                    "{}: its ending names no format, expected --format or .jsonl, .csv, .xlsx, .md, .html, .txt",
                    out.display()
                ),
            },
        }))
    }

    fn offsets(&self) -> Offsets {
        match self.offsets {
            Unit::Byte => Offsets::Byte,
            Unit::Char => Offsets::Char,
            Unit::Utf16 => Offsets::Utf16,
        }
    }

    fn table(&self, batch: &Batch, answers: Answers, mut watch: Watch) -> anyhow::Result<Outcome> {
        if self.resume {
            bail!("--resume is for other formats than table");
        }
        let mut text = Vec::new();
        let mut stdout = files::stdout();
        let out: &mut dyn Write = match self.out {
            Some(_) => &mut text,
            None => &mut stdout,
        };
        let mut table = Table::new(batch.graders().bank());
        table.style.ansi &= self.out.is_none();
        let began = Instant::now();
        let mut summary = Summary::default();
        for row in batch.grade(answers) {
            summary.rows += 1;
            match row {
                Ok(graded) => {
                    summary.graded += 1;
                    watch.see(Progress::Graded(&graded));
                    table.write(out, &graded.answer.text, &graded.report)?;
                }
                Err(error) if error.fault == Fault::Source => bail!(error),
                Err(error) => {
                    summary.failures += 1;
                    watch.see(Progress::Failed(&error));
                }
            }
        }
        out.flush()?;
        if let Some(path) = &self.out {
            std::fs::write(path, text).with_context(|| path.display().to_string())?;
        }
        summary.duration = began.elapsed();
        Ok(watch.end(&summary))
    }

    fn export(
        &self,
        format: export::Format,
        batch: &Batch,
        answers: Answers,
        mut watch: Watch,
    ) -> anyhow::Result<Outcome> {
        let export = Export::new(format)
            .offsets(self.offsets())
            .view(match self.view {
                View::Teacher => export::View::Teacher,
                View::Student => export::View::Student,
            })
            .setting("columns", self.columns.as_deref().unwrap_or_default())
            .setting("question", self.question.as_deref().unwrap_or_default());
        let resume = match self.resume {
            true => Resume::Yes,
            false => Resume::No,
        };
        let mut see = |progress: Progress| watch.see(progress);
        let summary = match &self.out {
            Some(path) => export.to_file(path, resume, batch, answers, &mut see)?,
            None => {
                let mut out = BufWriter::new(io::stdout().lock());
                export.to_writer(&mut out, batch, answers, &mut see)?
            }
        };
        Ok(watch.end(&summary))
    }
}

/// Reports for people, each question above its answers.
struct Table<'a> {
    bank: &'a Bank,
    style: TextStyle,
    question: Option<&'a str>,
}

impl<'a> Table<'a> {
    fn new(bank: &'a Bank) -> Self {
        Self {
            bank,
            style: files::style(),
            question: None,
        }
    }

    fn write(
        &mut self,
        out: &mut (impl Write + ?Sized),
        answer: &str,
        report: &Report,
    ) -> anyhow::Result<()> {
        let question = self.bank.get(&report.question_id);
        let question = question.context("a graded question is in the bank")?;
        if self.question != Some(&question.id) {
            writeln!(out, "{}", self.style.question(question))?;
            self.question = Some(&question.id);
        }
        writeln!(out, "{}", self.style.report(question, answer, report))?;
        Ok(())
    }
}
