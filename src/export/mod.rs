//! Writing results: JSON Lines, CSV, an XLSX gradebook, Markdown, one self-contained HTML page.
//!
//! [`Export::to_writer`] writes as rows come. [`Export::to_file`] keeps a journal beside the
//! file while it works: a run that was killed or met a full disk goes on from there, and the
//! file appears under its name only when it is whole.

mod beside;
mod format;
mod journal;
mod line;
mod markdown;
mod offsets;
mod rendering;
mod summary;
mod words;

#[cfg(feature = "html")]
mod card;
#[cfg(feature = "tables")]
mod cells;
#[cfg(feature = "html")]
mod charts;
#[cfg(feature = "tables")]
mod gradebook;
#[cfg(feature = "html")]
mod html;
#[cfg(feature = "tables")]
mod table;

pub use format::{Format, View};
pub use offsets::Offsets;
pub use summary::{Progress, Summary};

use crate::batch::{Answer, Batch, Fault, Graded, RowError};
use crate::error::Error;
use journal::Journal;
use line::{Line, check};
use rendering::{Log, Rendering};
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::path::Path;
use std::time::Instant;

/// What to do about an unfinished run of the same output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resume {
    /// Refuse to start beside it, so that its rows are not lost by mistake.
    #[default]
    No,
    /// Go on where it stopped; start from the beginning when there is none.
    Yes,
}

/// Grades answers and writes the results.
#[derive(Clone, Debug)]
pub struct Export {
    format: Format,
    view: View,
    offsets: Offsets,
    settings: BTreeMap<String, String>,
}

impl Export {
    /// Writes this format, for a teacher, with byte offsets.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            view: View::default(),
            offsets: Offsets::default(),
            settings: BTreeMap::new(),
        }
    }

    /// For whom. Default: a teacher.
    pub fn view(mut self, view: View) -> Self {
        self.view = view;
        self
    }

    /// What the evidence in JSON Lines counts. Default: bytes.
    pub fn offsets(mut self, offsets: Offsets) -> Self {
        self.offsets = offsets;
        self
    }

    /// Notes a setting made elsewhere that changes the results, such as the model's version.
    ///
    /// Bank, format, view and offsets are noted anyway; a run is only resumed with the same.
    pub fn setting(mut self, name: &str, value: impl ToString) -> Self {
        self.settings.insert(name.to_owned(), value.to_string());
        self
    }

    /// Grades `answers` into a writer.
    ///
    /// JSON Lines and CSV are written row by row; the other formats begin with what all rows
    /// show, so they are held in memory until the last.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] when the answers break off or the writer fails.
    pub fn to_writer(
        &self,
        sink: &mut dyn Write,
        batch: &Batch,
        answers: impl IntoIterator<Item = Result<Answer, RowError>>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Summary, Error> {
        let started = Instant::now();
        let failed = |source| Error::Read {
            path: "output".to_owned(),
            source,
        };
        let rendering = Rendering::new(self.format, self.view, batch.graders());
        let mut summary = Summary::default();
        let mut log = io::Cursor::new(Vec::new());
        let streamed = {
            let mut stream = rendering.stream(&mut *sink).map_err(failed)?;
            for row in batch.grade(answers) {
                let row = self.announce(row, progress)?;
                match &mut stream {
                    Some(stream) => stream.row(&row).map_err(failed)?,
                    None => Line::of(&row, 0, true)
                        .write(log.get_mut())
                        .map_err(failed)?,
                }
                summary.add(row.err());
            }
            match stream {
                Some(stream) => stream.finish().map(|()| true).map_err(failed)?,
                None => false,
            }
        };
        if !streamed {
            progress(Progress::Rendering);
            rendering
                .render(&mut Log::new(&mut log, 0), sink)
                .map_err(failed)?;
        }
        sink.flush().map_err(failed)?;
        summary.duration = started.elapsed();
        Ok(summary)
    }

    /// Grades `answers` into a file, which appears under its name only when it is whole; one of
    /// that name is then replaced.
    ///
    /// Until then the results are in a journal, a hidden file in the same folder with the
    /// file's name and a random part. It holds whole rows after a kill or a full disk, the last
    /// one perhaps torn, which [`Resume::Yes`] drops; the resumed run's file is byte for byte
    /// the one of an uninterrupted run. The journal goes when the file is there.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] when the answers break off or a file cannot be written: the journal
    /// stays. [`Error::Parse`] naming the journal when an unfinished run is in the folder and
    /// is not to be resumed, or was made with another bank, other settings or other answers.
    pub fn to_file(
        &self,
        path: &Path,
        resume: Resume,
        batch: &Batch,
        answers: impl IntoIterator<Item = Result<Answer, RowError>>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Summary, Error> {
        let started = Instant::now();
        let rendering = Rendering::new(self.format, self.view, batch.graders());
        let mut journal = Journal::open(path, resume, &self.identity(batch)?)?;
        let mut summary = Summary::default();
        let mut answers = answers.into_iter();
        while let Some(line) = journal.next_row()? {
            let row = answers.next();
            if row.as_ref().map(check) != Some(line.check) {
                return Err(journal.refuse(format!(
                    "the answers are not those of the unfinished run: they differ at item {}",
                    summary.rows + 1
                )));
            }
            summary.add(line.failed);
            summary.resumed += 1;
            progress(Progress::Resumed);
        }
        journal.start_writing()?;
        let checks = std::cell::RefCell::new(VecDeque::new());
        let noted = answers.inspect(|row| checks.borrow_mut().push_back(check(row)));
        for row in batch.grade(noted) {
            let check = checks.borrow_mut().pop_front();
            let check = check.expect("a result has its answer, in the same order");
            let row = match self.announce(row, progress) {
                Ok(row) => row,
                Err(error) => {
                    journal.flush()?;
                    return Err(error);
                }
            };
            journal.append(&Line::of(&row, check, self.format.shows_text()))?;
            summary.add(row.err());
        }
        journal.flush()?;
        progress(Progress::Rendering);
        journal.finish(|log, file| rendering.render(log, file))?;
        summary.duration = started.elapsed();
        Ok(summary)
    }

    /// Tells of a row and brings its offsets into the form that is written; an error when the
    /// answers broke off.
    fn announce(
        &self,
        mut row: Result<Graded, RowError>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Result<Graded, RowError>, Error> {
        match &mut row {
            Ok(graded) => {
                progress(Progress::Graded(graded));
                if self.format == Format::Jsonl {
                    self.offsets.apply(&mut graded.report, &graded.answer.text);
                }
            }
            Err(error) if error.fault == Fault::Source => {
                return Err(Error::Parse {
                    place: format!("answers, row {}", error.row),
                    message: error.reason.clone(),
                });
            }
            Err(error) => progress(Progress::Failed(error)),
        }
        Ok(row)
    }

    /// All that the results depend on beside the answers.
    fn identity(&self, batch: &Batch) -> Result<BTreeMap<String, String>, Error> {
        let mut settings = self.settings.clone();
        let fixed = [
            ("version", env!("CARGO_PKG_VERSION").to_owned()),
            ("bank", batch.graders().fingerprint()),
            ("format", self.format.name().to_owned()),
            ("view", format!("{:?}", self.view)),
            ("offsets", format!("{:?}", self.offsets)),
        ];
        for (name, value) in fixed {
            if settings.insert(name.to_owned(), value).is_some() {
                return Err(Error::BadSetting {
                    name: "setting",
                    found: format!("{name:?}"),
                    allowed: "a name other than version, bank, format, view and offsets",
                });
            }
        }
        Ok(settings)
    }
}
