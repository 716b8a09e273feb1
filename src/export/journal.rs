//! The journal beside an output file: what is done so far, row by row.

use super::Resume;
use super::beside::{self, JOURNAL, PART};
use super::line::{Line, ReadLine};
use super::rendering::Log;
use crate::batch::RowError;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The file's first line.
#[derive(Serialize, Deserialize)]
struct Header {
    journal: u32,
    settings: BTreeMap<String, String>,
}

const VERSION: u32 = 1;

pub(super) struct Journal {
    /// The file to come.
    target: PathBuf,
    path: PathBuf,
    reader: BufReader<File>,
    /// Length of the header, of the header with all rows that are whole.
    header: u64,
    whole: u64,
    line: Vec<u8>,
    pending: Vec<u8>,
    written: Instant,
}

/// What a row of the journal tells a run that resumes.
pub(super) struct Done {
    pub(super) check: u64,
    pub(super) failed: Option<RowError>,
}

/// Rows go to the file in pieces of this size, and at least this often.
const PIECE: usize = 64 * 1024;
const INTERVAL: Duration = Duration::from_secs(1);

impl Journal {
    /// Takes up the unfinished run of this output, or begins one.
    pub(super) fn open(
        target: &Path,
        resume: Resume,
        settings: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        check_target(target)?;
        let unfinished =
            beside::list(target, JOURNAL).map_err(|source| read_error(target, source))?;
        match (unfinished.as_slice(), resume) {
            ([], _) => Self::create(target, settings),
            ([path], Resume::Yes) => match Self::take_up(target, path, settings)? {
                Some(journal) => Ok(journal),
                None => {
                    fs::remove_file(path).map_err(|source| read_error(path, source))?;
                    Self::create(target, settings)
                }
            },
            ([path], Resume::No) => Err(refusal(
                path,
                "holds an unfinished run of this output: expected that it is resumed or removed",
            )),
            ([path, other, ..], _) => Err(refusal(
                path,
                format!(
                    "is one of several unfinished runs of this output, as is {}: expected one at most",
                    other.display()
                ),
            )),
        }
    }

    fn create(target: &Path, settings: &BTreeMap<String, String>) -> Result<Self, Error> {
        let (path, mut file) =
            beside::create(target, JOURNAL).map_err(|source| read_error(target, source))?;
        lock(&file, &path)?;
        let header = Header {
            journal: VERSION,
            settings: settings.clone(),
        };
        let header = serde_json::to_string(&header).expect("texts have JSON") + "\n";
        file.write_all(header.as_bytes())
            .map_err(|source| read_error(&path, source))?;
        let length = header.len() as u64;
        Ok(Self::new(target, path, file, length))
    }

    /// None when the earlier run was stopped before its first line was whole.
    fn take_up(
        target: &Path,
        path: &Path,
        settings: &BTreeMap<String, String>,
    ) -> Result<Option<Self>, Error> {
        let file = beside::open_own(path).map_err(|source| read_error(path, source))?;
        lock(&file, path)?;
        let mut journal = Self::new(target, path.to_owned(), file, 0);
        if !journal.read_line()? {
            return Ok(None);
        }
        let header: Header = serde_json::from_slice(&journal.line)
            .map_err(|error| refusal(path, format!("is not a journal: {error}")))?;
        if header.journal != VERSION {
            return Err(refusal(
                path,
                format!("has form {}, expected {VERSION}", header.journal),
            ));
        }
        let mut names: Vec<&String> = header.settings.keys().chain(settings.keys()).collect();
        names.sort();
        names.dedup();
        let value = |of: &BTreeMap<String, String>, name| {
            of.get(name)
                .map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"))
        };
        let changed: Vec<String> = names
            .into_iter()
            .filter(|name| header.settings.get(*name) != settings.get(*name))
            .map(|name| {
                let (then, now) = (value(&header.settings, name), value(settings, name));
                format!("{name} was {then} and is {now}")
            })
            .collect();
        if !changed.is_empty() {
            return Err(refusal(
                path,
                format!(
                    "holds a run with other settings, which cannot be continued: {}",
                    changed.join(", ")
                ),
            ));
        }
        journal.header = journal.line.len() as u64;
        journal.whole = journal.header;
        Ok(Some(journal))
    }

    fn new(target: &Path, path: PathBuf, file: File, header: u64) -> Self {
        Self {
            target: target.to_owned(),
            path,
            reader: BufReader::with_capacity(PIECE, file),
            header,
            whole: header,
            line: Vec::new(),
            pending: Vec::new(),
            written: Instant::now(),
        }
    }

    /// The next line that is whole; false at the end.
    fn read_line(&mut self) -> Result<bool, Error> {
        self.line.clear();
        self.reader
            .read_until(b'\n', &mut self.line)
            .map_err(|source| read_error(&self.path, source))?;
        Ok(self.line.ends_with(b"\n"))
    }

    /// The next row that the earlier run had done; none at the end, or at a row that is not
    /// whole, which is as good as not done.
    pub(super) fn next_row(&mut self) -> Result<Option<Done>, Error> {
        if !self.read_line()? {
            return Ok(None);
        }
        let Ok(line) = ReadLine::parse(&self.line) else {
            return Ok(None);
        };
        let done = Done {
            check: line.check,
            failed: line.failure(),
        };
        self.whole += self.line.len() as u64;
        Ok(Some(done))
    }

    /// Drops what is after the last whole row; rows follow there.
    pub(super) fn start_writing(&mut self) -> Result<(), Error> {
        self.cut().map_err(|source| self.broken(source))
    }

    fn cut(&mut self) -> io::Result<()> {
        let file = self.reader.get_mut();
        file.set_len(self.whole)?;
        file.seek(SeekFrom::Start(self.whole))?;
        Ok(())
    }

    pub(super) fn append(&mut self, line: &Line<'_>) -> Result<(), Error> {
        line.write(&mut self.pending)
            .map_err(|source| read_error(&self.path, source))?;
        if self.pending.len() >= PIECE || self.written.elapsed() >= INTERVAL {
            self.flush()?;
        }
        Ok(())
    }

    /// Brings the rows so far into the file: all of them, or none when the disk is full.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        if let Err(source) = self.reader.get_mut().write_all(&self.pending) {
            // What is left behind would be dropped by the next run anyway.
            let _ = self.cut();
            return Err(self.broken(source));
        }
        self.whole += self.pending.len() as u64;
        self.pending.clear();
        self.written = Instant::now();
        Ok(())
    }

    /// Writes the finished file under a name of its own, gives it its real one, and removes the
    /// journal.
    pub(super) fn finish(
        mut self,
        write: impl FnOnce(&mut Log<'_>, &mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let failed = |source| read_error(&self.target, source);
        for stale in beside::list(&self.target, PART).map_err(failed)? {
            fs::remove_file(stale).map_err(failed)?;
        }
        let (part, file) = beside::create(&self.target, PART).map_err(failed)?;
        let mut file = BufWriter::with_capacity(PIECE, file);
        let mut log = Log::new(self.reader.get_mut(), self.header);
        let done = write(&mut log, &mut file)
            .and_then(|()| file.flush())
            .and_then(|()| file.get_ref().sync_all())
            .and_then(|()| {
                drop(file);
                fs::rename(&part, &self.target)
            });
        if let Err(source) = done {
            // The error at hand says more than one about the rest.
            let _ = fs::remove_file(&part);
            return Err(failed(source));
        }
        if let Ok(folder) = File::open(beside::folder_of(&self.target)) {
            // Not every system can sync a folder; the file itself is safe.
            let _ = folder.sync_all();
        }
        fs::remove_file(&self.path).map_err(|source| read_error(&self.path, source))
    }

    pub(super) fn refuse(&self, message: String) -> Error {
        refusal(&self.path, message)
    }

    fn broken(&self, source: io::Error) -> Error {
        read_error(&self.path, source)
    }
}

fn refusal(path: &Path, message: impl Into<String>) -> Error {
    Error::Parse {
        place: path.display().to_string(),
        message: message.into(),
    }
}

fn read_error(path: &Path, source: io::Error) -> Error {
    Error::Read {
        path: path.display().to_string(),
        source,
    }
}

/// A file of that name is replaced; a link, a device or a folder is left alone.
fn check_target(target: &Path) -> Result<(), Error> {
    match target.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Err(refusal(
            target,
            "is not a plain file: expected one, or a name that is free",
        )),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(read_error(target, error)),
        _ if target.file_name().is_none() => Err(refusal(target, "is not a file name")),
        _ => Ok(()),
    }
}

fn lock(file: &File, path: &Path) -> Result<(), Error> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(refusal(
            path,
            "is being written by another run: expected one at a time",
        )),
        // A file system without locks is no reason to stop.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}
