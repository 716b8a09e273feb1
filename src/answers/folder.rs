//! A folder with a file an answer.

use super::{Answers, Meter, Questions, Reading};
use crate::batch::{Answer, Fault, RowError};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file and the sub-folder it lies in.
struct Entry {
    path: PathBuf,
    folder: Option<String>,
}

/// Lists the folder and its sub-folders, one level, in the order of their names. Hidden files
/// and links are passed over: a link could lead out of the folder.
pub(super) fn read(reading: &Reading, folder: &Path) -> io::Result<Answers> {
    let mut entries = Vec::new();
    for (path, is_folder) in list(folder)? {
        if !is_folder {
            entries.push(Entry { path, folder: None });
            continue;
        }
        let name = name(&path).to_owned();
        for (path, is_folder) in list(&path)? {
            if !is_folder {
                entries.push(Entry {
                    path,
                    folder: Some(name.clone()),
                });
            }
        }
    }
    let meter = Meter::new(Some(entries.len() as u64));
    let reader = Files {
        meter: meter.clone(),
        question: reading.question.clone(),
        questions: Arc::clone(&reading.bank),
        max_bytes: reading.max_row_bytes as u64,
    };
    let rows = entries.into_iter().zip(1..).map(move |(entry, row)| {
        reader.meter.add(1);
        reader.answer(row, &entry)
    });
    Ok(Answers {
        rows: Box::new(rows),
        warning: None,
        meter,
    })
}

fn list(folder: &Path) -> io::Result<Vec<(PathBuf, bool)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let hidden = entry.file_name().to_string_lossy().starts_with(['.', '~']);
        if !hidden && (kind.is_dir() || kind.is_file()) {
            found.push((entry.path(), kind.is_dir()));
        }
    }
    found.sort();
    Ok(found)
}

/// The name of a file or folder; a name that is not Unicode counts as none.
fn name(path: &Path) -> &str {
    path.file_name().and_then(|one| one.to_str()).unwrap_or("")
}

struct Files {
    meter: Meter,
    question: Option<String>,
    questions: Arc<Questions>,
    max_bytes: u64,
}

impl Files {
    fn answer(&self, row: u64, entry: &Entry) -> Result<Answer, RowError> {
        let file = name(&entry.path);
        let error = |reason: String| RowError {
            row,
            answer_id: None,
            reason: format!("{}: {reason}", entry.path.display()),
            fault: Fault::Row,
        };
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, ""));
        let (id, question_id) = match (&entry.folder, &self.question) {
            (Some(folder), _) => (stem, folder.clone()),
            (None, Some(question)) => (stem, question.clone()),
            (None, None) => self.split(stem).ok_or_else(|| {
                error(
                    "names no question: expected <answer>_<question>.txt, or a folder a question"
                        .to_owned(),
                )
            })?,
        };
        let text = match extension.to_ascii_lowercase().as_str() {
            "txt" => self.text(&entry.path).map_err(error)?,
            #[cfg(feature = "documents")]
            "docx" => self
                .read(&entry.path, |file| file)
                .and_then(|bytes| crate::bank::docx_text(&bytes))
                .map_err(error)?,
            _ => return Err(error(format!("is not an answer: expected {EXPECTED}"))),
        };
        Ok(Answer {
            row,
            id: id.to_owned(),
            question_id,
            text,
        })
    }

    /// Splits `<answer>_<question>`; where both parts may hold underscores, so that the second
    /// is a question of the bank.
    fn split<'a>(&self, stem: &'a str) -> Option<(&'a str, String)> {
        let known = stem
            .match_indices('_')
            .map(|(at, _)| (&stem[..at], &stem[at + 1..]))
            .find(|(_, question)| self.questions.ids.contains(*question));
        let (id, question) = known.or_else(|| stem.rsplit_once('_'))?;
        (!id.is_empty() && !question.is_empty()).then(|| (id, question.to_owned()))
    }

    fn text(&self, path: &Path) -> Result<String, String> {
        let bytes = self.read(path, decoded)?;
        String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to() + 1;
            format!("is not text: bad byte at {place}")
        })
    }

    /// A file's bytes, unless it has more of them before or after decoding than a row may have.
    fn read<R: Read>(
        &self,
        path: &Path,
        decode: impl FnOnce(io::Take<File>) -> R,
    ) -> Result<Vec<u8>, String> {
        let unread = |error: io::Error| format!("could not be read: {error}");
        let file = File::open(path).map_err(unread)?;
        let more = self.max_bytes.saturating_add(1);
        let mut bytes = Vec::new();
        decode(file.take(more))
            .take(more)
            .read_to_end(&mut bytes)
            .map_err(unread)?;
        if bytes.len() as u64 > self.max_bytes {
            return Err(format!(
                "is longer than {} bytes, the most an answer may have (a limit that can be raised)",
                self.max_bytes
            ));
        }
        Ok(bytes)
    }
}

#[cfg(feature = "documents")]
const EXPECTED: &str = ".txt or .docx";
#[cfg(not(feature = "documents"))]
const EXPECTED: &str = ".txt";

#[cfg(feature = "documents")]
fn decoded(source: impl Read) -> impl Read {
    super::decode::Decoded::new(source)
}

#[cfg(not(feature = "documents"))]
fn decoded(source: impl Read) -> impl Read {
    source
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Bank, Question};

    fn found(reading: Reading, folder: &Path) -> Vec<String> {
        let answers = reading.open(folder).expect("a folder");
        answers
            .map(|row| match row {
                Ok(one) => format!("{}:{}/{}/{}", one.row, one.id, one.question_id, one.text),
                Err(error) => error
                    .to_string()
                    .replace(&folder.display().to_string(), "."),
            })
            .collect()
    }

    #[test]
    fn files_by_name_and_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let put = |name: &str, text: &[u8]| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("inside the folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        };
        put("张三_q1.txt", "吸收光能".as_bytes());
        put("b_q_2.TXT", b"x");
        put("c.txt", b"y");
        put("q1/d.txt", b"\xFF\xFEz\0");
        put("notes_q1.pdf", b"");
        put(".hidden_q1.txt", b"");
        put("~$lock_q1.docx", b"");
        let bank = Bank::new(vec![Question {
            id: "q_2".to_owned(),
            question: "问题".to_owned(),
            ..Question::default()
        }])
        .expect("one question");
        let names = "names no question: expected <answer>_<question>.txt, or a folder a question";
        assert_eq!(
            found(Reading::new().bank(&bank), folder.path()),
            [
                "1:b/q_2/x".to_owned(),
                format!("row 2: ./c.txt: {names}"),
                "row 3: ./notes_q1.pdf: is not an answer: expected .txt or .docx".to_owned(),
                "4:d/q1/z".to_owned(),
                "5:张三/q1/吸收光能".to_owned(),
            ]
        );
        let with_question = found(Reading::new().question("q9"), folder.path());
        assert_eq!(with_question[1], "2:c/q9/y");
        assert_eq!(
            found(Reading::new().max_row_bytes(3), folder.path())[4],
            "row 5: ./张三_q1.txt: is longer than 3 bytes, the most an answer may have (a limit that can be raised)"
        );
    }

    #[cfg(feature = "documents")]
    #[test]
    fn word_documents() {
        use std::io::Write;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("张三_q1.docx");
        let mut archive = zip::ZipWriter::new(File::create(path).expect("a file"));
        archive
            .start_file(
                "word/document.xml",
                zip::write::SimpleFileOptions::default(),
            )
            .expect("an entry");
        let body = "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>吸收光能</w:t></w:r></w:p></w:body></w:document>";
        archive.write_all(body.as_bytes()).expect("a document");
        archive.finish().expect("an archive");
        fs::write(folder.path().join("b_q1.docx"), "no zip").expect("a file");
        let rows = found(Reading::new(), folder.path());
        assert!(
            rows[0].starts_with("row 1: ./b_q1.docx: is not a document"),
            "{rows:?}"
        );
        assert_eq!(rows[1].trim_end(), "2:张三/q1/吸收光能");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_passed_over() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("a_q1.txt")).expect("a link");
        assert!(found(Reading::new(), folder.path()).is_empty());
    }
}
