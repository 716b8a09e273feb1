//! From rows to the bytes of a format.

use super::line::ReadLine;
use super::{Format, View, markdown};
use crate::batch::{Graded, Graders, RowError};
use crate::items::ItemAnalysis;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

pub(super) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Rows that were written, to be read as often as a format needs them.
pub(super) struct Log<'a> {
    source: &'a mut dyn ReadSeek,
    start: u64,
}

impl<'a> Log<'a> {
    pub(super) fn new(source: &'a mut dyn ReadSeek, start: u64) -> Self {
        Self { source, start }
    }

    fn lines(&mut self, mut each: impl FnMut(ReadLine<'_>) -> io::Result<()>) -> io::Result<()> {
        self.source.seek(SeekFrom::Start(self.start))?;
        let mut source = BufReader::with_capacity(64 * 1024, &mut *self.source);
        let mut line = Vec::new();
        while source.read_until(b'\n', &mut line)? > 0 {
            each(ReadLine::parse(&line)?)?;
            line.clear();
        }
        Ok(())
    }

    /// Hands on every row from the first.
    pub(super) fn rows(
        &mut self,
        mut each: impl FnMut(&Result<Graded, RowError>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.lines(|line| each(&line.result()?))
    }
}

/// What a report says of all rows before it shows the first.
pub(crate) struct Overview {
    pub(crate) items: ItemAnalysis,
    pub(crate) graded: u64,
    pub(crate) failures: u64,
    /// The first of the rows that failed.
    pub(crate) failed: Vec<RowError>,
}

/// Failed rows a readable report lists.
const FAILURES_SHOWN: usize = 200;

impl Overview {
    pub(crate) fn new(graders: &Graders) -> Self {
        Self {
            items: ItemAnalysis::new(graders.bank()),
            graded: 0,
            failures: 0,
            failed: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, row: &Result<Graded, RowError>) {
        match row {
            Ok(graded) => {
                self.graded += 1;
                self.items.add(graded);
            }
            Err(error) => {
                self.failures += 1;
                if self.failed.len() < FAILURES_SHOWN {
                    self.failed.push(error.clone());
                }
            }
        }
    }
}

pub(super) struct Rendering<'a> {
    format: Format,
    view: View,
    graders: &'a Graders,
}

/// Formats that can be written while the rows come.
pub(super) enum Stream<'a> {
    Jsonl(&'a mut dyn Write),
    #[cfg(feature = "tables")]
    Csv(Box<super::table::Table<'a>>),
}

impl Stream<'_> {
    pub(super) fn row(&mut self, row: &Result<Graded, RowError>) -> io::Result<()> {
        let Ok(graded) = row else { return Ok(()) };
        match self {
            Self::Jsonl(sink) => {
                serde_json::to_writer(&mut **sink, &graded.report)?;
                sink.write_all(b"\n")
            }
            #[cfg(feature = "tables")]
            Self::Csv(table) => table.row(&graded.report),
        }
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Jsonl(_) => Ok(()),
            #[cfg(feature = "tables")]
            Self::Csv(table) => table.finish(),
        }
    }
}

impl<'a> Rendering<'a> {
    pub(super) fn new(format: Format, view: View, graders: &'a Graders) -> Self {
        Self {
            format,
            view,
            graders,
        }
    }

    pub(super) fn stream<'s>(&self, sink: &'s mut dyn Write) -> io::Result<Option<Stream<'s>>> {
        Ok(match self.format {
            Format::Jsonl => Some(Stream::Jsonl(sink)),
            #[cfg(feature = "tables")]
            Format::Csv => {
                let table = super::table::Table::new(sink, self.graders.bank())?;
                Some(Stream::Csv(Box::new(table)))
            }
            _ => None,
        })
    }

    pub(super) fn render(&self, log: &mut Log<'_>, sink: &mut dyn Write) -> io::Result<()> {
        if self.format == Format::Jsonl {
            // The report is copied as it was written: no number is read and printed again.
            return log.lines(|line| match line.report {
                Some(report) => writeln!(sink, "{report}"),
                None => Ok(()),
            });
        }
        if let Some(mut stream) = self.stream(sink)? {
            log.rows(|row| stream.row(row))?;
            return stream.finish();
        }
        let mut overview = Overview::new(self.graders);
        log.rows(|row| {
            overview.add(row);
            Ok(())
        })?;
        let bank = self.graders.bank();
        match self.format {
            #[cfg(feature = "tables")]
            Format::Xlsx => {
                let mut book = super::gradebook::Gradebook::new(bank);
                log.rows(|row| book.row(row))?;
                book.finish(&overview, sink)
            }
            #[cfg(feature = "html")]
            Format::Html => {
                use super::html::Page;
                let mut page = Page::new(sink, bank, self.view);
                page.begin(&overview)?;
                log.rows(|row| page.index(row))?;
                page.end_index()?;
                log.rows(|row| page.row(row))?;
                page.end()
            }
            _ => {
                let mut text = markdown::Text::new(sink, bank, self.view);
                text.begin(&overview)?;
                log.rows(|row| text.row(row))
            }
        }
    }
}
