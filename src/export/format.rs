//! What is written, and for whom.

use crate::error::Error;
use std::path::Path;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// A report a line, as data.
    Jsonl,
    /// A row an answer, a column a key point.
    #[cfg(feature = "tables")]
    Csv,
    /// A workbook: scores, key points with evidence, item analysis.
    #[cfg(feature = "tables")]
    Xlsx,
    /// A report to read as text.
    Markdown,
    /// A report to read in a browser: one file that needs no network.
    #[cfg(feature = "html")]
    Html,
}

/// Names and file endings, in the order they are listed in messages.
const FORMATS: &[(&str, Format)] = &[
    ("jsonl", Format::Jsonl),
    #[cfg(feature = "tables")]
    ("csv", Format::Csv),
    #[cfg(feature = "tables")]
    ("xlsx", Format::Xlsx),
    ("md", Format::Markdown),
    #[cfg(feature = "html")]
    ("html", Format::Html),
];

impl Format {
    /// The format that a file's ending names.
    pub fn of_path(path: &Path) -> Option<Self> {
        path.extension()?
            .to_str()?
            .to_ascii_lowercase()
            .parse()
            .ok()
    }

    pub(super) fn name(self) -> &'static str {
        FORMATS
            .iter()
            .find(|(_, format)| *format == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether the answers' texts are needed once they are graded.
    pub(super) fn shows_text(self) -> bool {
        match self {
            Self::Jsonl => false,
            #[cfg(feature = "tables")]
            Self::Csv => false,
            _ => true,
        }
    }
}

impl std::str::FromStr for Format {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        FORMATS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, format)| *format)
            .ok_or_else(|| Error::BadSetting {
                name: "format",
                found: format!("{name:?}"),
                allowed: "jsonl, csv, xlsx, md or html, as far as this build has their features",
            })
    }
}

/// For whom a readable report is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// With the key points, the reference answer and the item analysis.
    #[default]
    Teacher,
    /// Without the key: nothing of it is in the file.
    Student,
}
