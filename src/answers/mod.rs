//! Reading answers: JSON Lines, CSV and TSV, XLSX, folders of text files, standard input.
//!
//! [`Reading`] holds the settings, [`Answers`] is the stream: one item an answer, and a row that
//! cannot be read is one `Err` item with its number and reason while the stream goes on.
//! JSON Lines and CSV are read row by row; a workbook is held in memory.

mod columns;
#[cfg(feature = "documents")]
mod decode;
mod folder;
mod jsonl;
#[cfg(feature = "tables")]
mod layout;
mod meter;
#[cfg(feature = "tables")]
mod quotes;
#[cfg(feature = "tables")]
mod replay;
#[cfg(feature = "tables")]
mod sheet;
#[cfg(feature = "tables")]
mod table;

pub use columns::Columns;
pub use meter::Meter;

use crate::bank::Bank;
use crate::batch::{Answer, RowError};
use crate::error::Error;
use std::fmt;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// How answers are read.
///
/// ```
/// use yaodian::answers::{Form, Reading};
///
/// let lines = r#"{"id": 7, "question_id": "q1", "answer": "吸收光能"}"#;
/// let answers = Reading::new().form(Form::Jsonl).read(lines.as_bytes())?;
/// let ids: Vec<String> = answers.map(|row| row.map(|answer| answer.id)).collect::<Result<_, _>>()?;
/// assert_eq!(ids, ["7"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reading {
    columns: Columns,
    question: Option<String>,
    bank: Arc<Questions>,
    form: Option<Form>,
    max_row_bytes: usize,
    max_unpacked_bytes: u64,
}

/// The form of a file of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// One JSON object a line: `{"id", "question_id", "answer"}`.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// Tab-separated values with a header.
    Tsv,
    /// An Excel workbook; its first sheet that holds answers is read.
    Xlsx,
}

impl std::str::FromStr for Form {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "jsonl" | "ndjson" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            "xlsx" | "xlsm" => Self::Xlsx,
            _ => {
                return Err(Error::BadSetting {
                    name: "form of the answers",
                    found: format!("{name:?}"),
                    allowed: "jsonl, csv, tsv or xlsx",
                });
            }
        })
    }
}

/// As many of a bank's ids are named where any is expected.
const NAMED: usize = 10;

/// What a reader must know of the bank: which texts name a question.
#[derive(Debug, Default)]
struct Questions {
    ids: std::collections::HashSet<String>,
    /// The first of them in the bank's order, for messages.
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "only tables have headings")
    )]
    first: Vec<String>,
    #[cfg_attr(
        not(feature = "tables"),
        expect(dead_code, reason = "only tables have headings")
    )]
    by_text: std::collections::HashMap<String, String>,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            columns: Columns::default(),
            question: None,
            bank: Arc::default(),
            form: None,
            max_row_bytes: 64 * 1024 * 1024,
            max_unpacked_bytes: 256 * 1024 * 1024,
        }
    }
}

impl Reading {
    /// The default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// The bank the answers belong to: a column headed with a question's id or text then holds
    /// the answers to it, and file names can be told apart from question ids. Default: none.
    pub fn bank(mut self, bank: &Bank) -> Self {
        self.bank = Arc::new(Questions {
            ids: bank.questions().iter().map(|one| one.id.clone()).collect(),
            first: bank
                .questions()
                .iter()
                .take(NAMED)
                .map(|one| one.id.clone())
                .collect(),
            by_text: bank
                .questions()
                .iter()
                .rev()
                .map(|one| (squeezed(&one.question), one.id.clone()))
                .collect(),
        });
        self
    }

    /// The question of every row that names none. Default: such a row is an error.
    pub fn question(mut self, id: impl Into<String>) -> Self {
        self.question = Some(id.into());
        self
    }

    /// Which columns of a table hold what. Default: guessed from the header.
    pub fn columns(mut self, columns: Columns) -> Self {
        self.columns = columns;
        self
    }

    /// The form. Default: told by the file's name, else by its first bytes.
    pub fn form(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// The longest row, in bytes; a longer one is refused. Default 64 MiB.
    pub fn max_row_bytes(mut self, bytes: usize) -> Self {
        self.max_row_bytes = bytes;
        self
    }

    /// The most a workbook may unpack to, in bytes; more is refused, since a
    /// few kilobytes can unpack to gigabytes. Default 256 MiB.
    pub fn max_unpacked_bytes(mut self, bytes: u64) -> Self {
        self.max_unpacked_bytes = bytes;
        self
    }

    /// Opens a file, or a folder with a file an answer.
    ///
    /// A file of a folder is named `<answer>_<question>.txt` (or `.docx`), or lies in a sub-folder that has
    /// the question's id as its name.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] when it cannot be opened, [`Error::Parse`] when a table has no header that
    /// says which column holds the answers, [`Error::BadSetting`] when the columns name a question
    /// that the bank does not have.
    pub fn open(&self, path: &Path) -> Result<Answers, Error> {
        let place = path.display().to_string();
        let broken = |source| Error::Read {
            path: place.clone(),
            source,
        };
        let metadata = path.metadata().map_err(broken)?;
        if metadata.is_dir() {
            return folder::read(self, path).map_err(broken);
        }
        let named = path
            .extension()
            .and_then(|extension| extension.to_str()?.to_ascii_lowercase().parse().ok());
        let file = File::open(path).map_err(broken)?;
        let total = metadata.is_file().then_some(metadata.len());
        self.start(file, self.form.or(named), total, &place)
    }

    /// Reads a stream, such as standard input.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn read(&self, source: impl Read + Send + 'static) -> Result<Answers, Error> {
        self.start(source, self.form, None, "answers")
    }

    /// A name in the columns that is neither a field nor a question is most likely misspelt.
    fn check_columns(&self) -> Result<(), Error> {
        let mut questions = self.columns.questions.iter();
        match questions.find(|(id, _)| !self.bank.ids.contains(*id)) {
            Some((name, header)) if !self.bank.ids.is_empty() => Err(Error::BadSetting {
                name: "columns",
                found: format!("\"{name}={header}\""),
                allowed: "answer, id, question_id or the id of a question in the bank before the =",
            }),
            _ => Ok(()),
        }
    }

    fn start(
        &self,
        source: impl Read + Send + 'static,
        form: Option<Form>,
        total: Option<u64>,
        place: &str,
    ) -> Result<Answers, Error> {
        self.check_columns()?;
        let meter = Meter::new(total);
        let mut source = BufReader::with_capacity(BUFFER, meter.count(source));
        let form = match form {
            Some(form) => form,
            None => guess(&mut source).map_err(|source| Error::Read {
                path: place.to_owned(),
                source,
            })?,
        };
        let (rows, warning): (Rows, Option<String>) = match form {
            Form::Jsonl => (Box::new(jsonl::Lines::new(self, source)), None),
            #[cfg(feature = "tables")]
            Form::Csv => table::read(self, source, b',', place)?,
            #[cfg(feature = "tables")]
            Form::Tsv => table::read(self, source, b'\t', place)?,
            #[cfg(feature = "tables")]
            Form::Xlsx => sheet::read(self, source, place)?,
            #[cfg(not(feature = "tables"))]
            Form::Csv | Form::Tsv | Form::Xlsx => {
                return Err(Error::Parse {
                    place: place.to_owned(),
                    message:
                        "is a table, which this build cannot read: expected the feature `tables`"
                            .to_owned(),
                });
            }
        };
        Ok(Answers {
            rows,
            warning,
            meter,
        })
    }

    #[cfg(feature = "tables")]
    fn too_long(&self) -> String {
        format!(
            "is longer than {} bytes, the most a row may have (a limit that can be raised)",
            self.max_row_bytes
        )
    }
}

/// Reads ahead in pieces of this size.
const BUFFER: usize = 64 * 1024;

/// Tells a form by its first bytes: a workbook is a zip, JSON Lines begin with a brace, a tab in
/// the first line before any comma makes it TSV.
fn guess(source: &mut BufReader<impl Read>) -> std::io::Result<Form> {
    use std::io::BufRead;
    let head = source.fill_buf()?;
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.starts_with(b"PK\x03\x04") {
        return Ok(Form::Xlsx);
    }
    match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None | Some(b'{' | b'[') => return Ok(Form::Jsonl),
        Some(_) => {}
    }
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or(text);
    let count = |wanted| line.iter().filter(|&&byte| byte == wanted).count();
    Ok(if count(b'\t') > count(b',') {
        Form::Tsv
    } else {
        Form::Csv
    })
}

type Rows = Box<dyn Iterator<Item = Result<Answer, RowError>> + Send>;

/// A stream of answers, in the order of the file.
pub struct Answers {
    rows: Rows,
    warning: Option<String>,
    meter: Meter,
}

impl Answers {
    /// What a person should know of a table before its rows are read: the file, and the columns that
    /// may have been meant to hold answers but name no question of the bank. `None` where there are
    /// none, and of every other form.
    pub fn warning(&self) -> Option<&str> {
        self.warning.as_deref()
    }

    /// Tells, now and while the answers are read elsewhere, how much has been read.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl Iterator for Answers {
    type Item = Result<Answer, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("meter", &self.meter)
            .finish_non_exhaustive()
    }
}

/// A text without white space: headers and questions are compared in this form.
fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{feff}')
        .collect()
}
