use crate::{Form, Outcome, files};
use clap::Args;
use comfy_table::{CellAlignment, ContentArrangement, Table, TableStyle, presets};
use std::fmt::Write as _;
use std::path::PathBuf;
use yaodian::lint::{self, Finding, Pays, Severity};
use yaodian::{Bank, Grader};

/// Look a bank over before it is used: points nobody can earn, or everybody
///
/// Says which points the reference answer misses, the question gives away or other points hold, which cannot be told apart, are too short or too common, and whether weights add up; and what each
/// question pays for a pile of keywords, for itself copied and for its reference answer denied. Exit status 1 when there are errors.
#[derive(Args)]
pub struct Lint {
    /// The question bank: JSON, or a document as `import` reads it
    bank: PathBuf,
    /// How to print what was found
    #[arg(long, value_enum, default_value = "table")]
    format: Form,
}

impl Lint {
    pub fn run(self) -> anyhow::Result<Outcome> {
        let bank = files::bank(&self.bank)?;
        let builder = Grader::builder();
        let findings = lint::lint(&bank, &builder);
        let text = match self.format {
            Form::Table => tables(&bank, &findings, &lint::susceptibility(&bank, &builder))?,
            Form::Json => serde_json::to_string_pretty(&findings)? + "\n",
        };
        files::write(None, &text)?;
        let errors = findings.iter().any(|one| one.severity == Severity::Error);
        Ok(if errors {
            Outcome::SomeFailed
        } else {
            Outcome::Done
        })
    }
}

fn tables(bank: &Bank, findings: &[Finding], pays: &[Pays]) -> Result<String, std::fmt::Error> {
    let count = |severity| {
        findings
            .iter()
            .filter(|one| one.severity == severity)
            .count()
    };
    let mut text = format!(
        "{} questions: {} errors, {} warnings, {} notes\n",
        bank.questions().len(),
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Info)
    );
    if !findings.is_empty() {
        let mut table = table(
            presets::UTF8_HORIZONTAL_ONLY,
            ["Severity", "Rule", "Finding"],
        );
        for one in findings {
            table.add_row([one.severity.name(), one.rule.name(), &one.message]);
        }
        writeln!(text, "\n{table}")?;
    }
    if !pays.is_empty() {
        let share = |of: Option<f64>| of.map_or("–".to_owned(), |of| format!("{of:.2}"));
        let header = [
            "Question",
            "Keyword pile",
            "Copied question",
            "Negated reference",
        ];
        let mut table = table(presets::UTF8_FULL_CONDENSED, header);
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        for one in pays {
            table.add_row([
                one.question_id.clone(),
                share(one.keyword_pile),
                share(one.copied_question),
                share(one.negated_reference),
            ]);
        }
        writeln!(
            text,
            "\nWhat each question pays for texts that should earn nothing, as a share of its points:\n{table}"
        )?;
    }
    Ok(text)
}

fn table<const N: usize>(style: TableStyle, header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(style)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(files::style().width).unwrap_or(u16::MAX))
        .set_header(header);
    table
}
