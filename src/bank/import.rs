//! Banks from files as people have them: which kind a file is, and what its bytes say.

#[cfg(feature = "documents")]
use super::docx::text as word;
use super::{Bank, document, json};
use crate::Error;
use std::borrow::Cow;
use std::fmt;
use std::path::Path;

/// A bank that was read, and what was passed over on the way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The bank.
    pub bank: Bank,
    /// What a person should know, in the order of the file.
    pub warnings: Vec<Warning>,
}

/// Something in a bank that was ignored or looks wrong, but did not stop the reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line of the file, counted from 1, where there is one. In a `.docx` its paragraphs and table rows count.
    pub line: Option<usize>,
    /// What was found, lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl Bank {
    /// Reads a bank from a file: JSON, plain text, Markdown or `.docx`, told by name and content.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] when the file cannot be read; otherwise as [`Bank::from_bytes`], the file named.
    pub fn open(path: impl AsRef<Path>) -> Result<Import, Error> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|source| Error::Read {
            path: name.clone(),
            source,
        })?;
        Self::from_bytes(&name, &bytes)
    }

    /// Reads a bank from a file's content, as [`Bank::open`] does; `name` tells its kind and stands in messages.
    ///
    /// Text may be UTF-8, UTF-16 with a byte order mark or, with the feature `documents`, GB18030 and
    /// other legacy encodings; `.docx` needs that feature too.
    ///
    /// # Errors
    ///
    /// [`Error::Parse`] when the content is empty, not a document, not text in a known encoding, or holds no
    /// question; and those of [`Bank::new`].
    pub fn from_bytes(name: &str, bytes: &[u8]) -> Result<Import, Error> {
        let fault = |message: &str| Error::Parse {
            place: name.to_owned(),
            message: message.to_owned(),
        };
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(fault("the file is empty, expected a question bank"));
        }
        let text = if bytes.starts_with(b"PK\x03\x04") {
            Cow::Owned(word(bytes).map_err(|message| fault(&message))?)
        } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            return Err(fault(
                "is in the old binary format of Word or Excel, expected .docx, .txt, .md or .json",
            ));
        } else {
            decode(bytes).map_err(|message| fault(&message))?
        };
        let import = if is_json(name, &text) {
            json::read(&text)
        } else {
            document::read(&text)
        };
        import.map_err(|error| match error {
            Error::Parse { place, message } if place == document::PLACE => fault(&message),
            Error::Parse { place, message } => Error::Parse {
                place: format!("{name}, {place}"),
                message,
            },
            error => error,
        })
    }
}

#[cfg(not(feature = "documents"))]
fn word(_: &[u8]) -> Result<String, String> {
    Err("is a .docx, and reading those needs the feature \"documents\" of yaodian".to_owned())
}

fn is_json(name: &str, text: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|e| e.to_str());
    match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("json") => true,
        Some("txt" | "md" | "markdown" | "docx") => false,
        _ => text.trim_start().starts_with(['[', '{']),
    }
}

/// The text of a file.
fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let (little, big) = (
        bytes.starts_with(b"\xff\xfe"),
        bytes.starts_with(b"\xfe\xff"),
    );
    if little || big {
        let units = bytes[2..].chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if little {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            }
        });
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return match text {
            Ok(text) if bytes.len().is_multiple_of(2) => clean(Cow::Owned(text)),
            _ => Err("is not valid UTF-16, though its byte order mark says so".to_owned()),
        };
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => clean(Cow::Borrowed(text)),
        Err(error) => {
            let at = error.valid_up_to();
            if bytes.contains(&0) {
                return Err("is not a document: it holds NUL bytes".to_owned());
            }
            legacy(bytes).map_or_else(
                || {
                    let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
                    Err(format!(
                        "byte {} (line {line}) is not valid UTF-8, and the file is in no other encoding known here",
                        at + 1
                    ))
                },
                |text| clean(Cow::Owned(text)),
            )
        }
    }
}

/// Control characters that text never holds show that a file is none.
fn clean(text: Cow<'_, str>) -> Result<Cow<'_, str>, String> {
    let odd = text
        .chars()
        .filter(|&c| {
            c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}')
        })
        .count();
    if text.contains('\0') {
        return Err("is not a document: it holds NUL characters".to_owned());
    }
    // A stray control character happens in text from PDF; a binary file is full of them.
    if odd > 8 && odd * 50 > text.chars().count() {
        return Err("is not a document: it is full of control characters".to_owned());
    }
    Ok(text)
}

/// A text that is not UTF-8 in the encoding it most likely is in; none where it is damaged UTF-8.
#[cfg(feature = "documents")]
fn legacy(bytes: &[u8]) -> Option<String> {
    let lossy = String::from_utf8_lossy(bytes);
    let foreign = lossy.chars().filter(|c| !c.is_ascii()).count();
    let broken = lossy
        .chars()
        .filter(|&c| c == char::REPLACEMENT_CHARACTER)
        .count();
    // Text in another encoding hardly ever forms a UTF-8 sequence by chance.
    if broken * 4 < foreign {
        return None;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    // No hint of the country: it would turn Big5 into GBK.
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // GB18030 holds all of GBK and is what the detector cannot name.
    let guess = if guess == encoding_rs::GBK {
        encoding_rs::GB18030
    } else {
        guess
    };
    [guess, encoding_rs::GB18030]
        .into_iter()
        .find_map(|encoding| {
            encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(Cow::into_owned)
        })
}

#[cfg(not(feature = "documents"))]
fn legacy(_: &[u8]) -> Option<String> {
    None
}
