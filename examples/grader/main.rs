//! Grades written answers against a bank of key points: the library at work, from a shell.
//!
//! Thin by intent: arguments, files and exit codes. What is done is done by the library.

mod agreement;
mod files;
mod fit;
mod grade;
mod import;
mod lint;
mod progress;

use clap::{Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use yaodian::{Grader, Graders};

/// Checks which key points (答题要点) written answers cover, and scores them.
///
/// Without a command it grades the sample answers in fixtures/sample and prints a report.
#[derive(Parser)]
#[command(
    name = "grader",
    disable_version_flag = true,
    args_conflicts_with_subcommands = true,
    after_help = "\
Exit status: 0 done; 1 some rows could not be graded, the rest were, or
`lint` found errors; 2 could not run.
Data goes to stdout, messages to stderr. NO_COLOR=1 turns colours off.

Examples:
  grader
  grader import 面试题库.docx -o bank.json
  grader grade --bank bank.json --question 1 --text \"先安抚顾客情绪，再核对小票。\"
  grader grade --bank bank.json --answers 作答.csv --columns answer=作答,id=考号 --out 成绩.xlsx
  grader agreement --bank bank.json --answers marked.jsonl
  grader fit --bank bank.json --answers marked.jsonl -o model.json
  grader lint bank.json"
)]
struct Cli {
    /// Print the version; with --format json also those that explain a result
    #[arg(short = 'V', long)]
    version: bool,
    /// How to print the version
    #[arg(long, requires = "version", default_value = "table")]
    format: Form,
    /// The bank whose hash to print beside the version
    #[arg(long, requires = "version", value_name = "FILE")]
    bank: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Import(import::Import),
    Grade(grade::Grade),
    Agreement(agreement::Agreement),
    Fit(fit::Fit),
    Lint(lint::Lint),
}

/// How a command that is not `grade` prints what it found.
#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Form {
    /// For people
    Table,
    /// For programs
    Json,
}

/// How a run that could run ended: exit status 0 or 1.
enum Outcome {
    Done,
    /// Some rows could not be graded, or some questions are not fit to be.
    SomeFailed,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        _ if cli.version => version(cli.format, cli.bank.as_deref()),
        None => grade::sample(),
        Some(Command::Import(command)) => command.run(),
        Some(Command::Grade(command)) => command.run(),
        Some(Command::Agreement(command)) => command.run(),
        Some(Command::Fit(command)) => command.run(),
        Some(Command::Lint(command)) => command.run(),
    };
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) if files::reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            files::say(format_args!("error: {}", told(&error)));
            ExitCode::from(2)
        }
    }
}

/// The error and its causes; a cause that the error already told is not told again.
fn told(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

fn version(format: Form, bank: Option<&Path>) -> anyhow::Result<Outcome> {
    let version = env!("CARGO_PKG_VERSION");
    let bank = match bank {
        Some(path) => {
            let bank = files::bank(path)?;
            Some(Graders::compile(&Grader::builder(), &bank).fingerprint())
        }
        None => None,
    };
    let text = match (format, bank) {
        (Form::Table, None) => format!("grader {version}\n"),
        (Form::Table, Some(bank)) => format!("grader {version}, bank {bank}\n"),
        (Form::Json, bank) => {
            let schema = yaodian::report::SCHEMA;
            let versions = serde_json::json!({
                "version": version,
                "schema": schema,
                "model": yaodian::judge::Model::default().fitted_on(),
                "vectors": yaodian::knowledge::shipped_vectors(),
                "bank": bank,
            });
            format!("{versions}\n")
        }
    };
    files::write(None, &text)?;
    Ok(Outcome::Done)
}
