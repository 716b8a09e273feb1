//! What evidence counts.

use crate::error::Error;
use crate::report::Report;

/// The unit of the evidence in a written report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offsets {
    /// Bytes of UTF-8, as Rust slices.
    #[default]
    Byte,
    /// Characters (code points), as Python slices.
    Char,
    /// UTF-16 units, as JavaScript and Java slice.
    Utf16,
}

impl std::str::FromStr for Offsets {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "byte" => Self::Byte,
            "char" => Self::Char,
            "utf16" => Self::Utf16,
            _ => {
                return Err(Error::BadSetting {
                    name: "offsets",
                    found: format!("{name:?}"),
                    allowed: "byte, char or utf16",
                });
            }
        })
    }
}

impl Offsets {
    /// Turns the byte ranges of a report on `answer` into ranges of this unit.
    pub fn apply(self, report: &mut Report, answer: &str) {
        let count: fn(&str) -> usize = match self {
            Self::Byte => return,
            Self::Char => |text| text.chars().count(),
            Self::Utf16 => |text| text.encode_utf16().count(),
        };
        let place = |byte: usize| answer.get(..byte).map_or(byte, count);
        for span in report
            .key_points
            .iter_mut()
            .flat_map(|point| &mut point.evidence)
        {
            span.start = place(span.start);
            span.end = place(span.end);
        }
    }
}
