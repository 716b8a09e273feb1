//! A source of rows that can be read again from within the row at hand.

use std::io::{self, Read, Seek, SeekFrom};

/// Holds what it handed on since the row at hand began, and fails when one row takes too much: an
/// open quotation mark would swallow the rest of the file, however large.
pub(super) struct Replay<R> {
    source: R,
    most: usize,
    held: Vec<u8>,
    /// Bytes of the source before `held`.
    dropped: u64,
    /// How much of `held` was handed on.
    handed: usize,
    /// Where in `held` the row at hand begins.
    row: usize,
    /// Bytes handed on more than once.
    again: u64,
}

/// Bytes handed on again for each of the source, at most: a table in which every line leaves a
/// quotation mark open would take time by the square of its length.
const AGAIN: u64 = 64;

impl<R: Read> Replay<R> {
    pub(super) fn new(source: R, most: usize) -> Self {
        Self {
            source,
            most,
            held: Vec::new(),
            dropped: 0,
            handed: 0,
            row: 0,
            again: 0,
        }
    }

    /// A row begins at this byte of the source.
    pub(super) fn begin(&mut self, at: u64) {
        self.row = (at - self.dropped) as usize;
    }

    /// The row at hand, which ends before this byte of the source.
    pub(super) fn row(&self, end: u64) -> &[u8] {
        &self.held[self.row..(end - self.dropped) as usize]
    }
}

impl<R: Read> Read for Replay<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = &self.held[self.handed..];
        if !left.is_empty() {
            let count = buffer.len().min(left.len());
            buffer[..count].copy_from_slice(&left[..count]);
            self.handed += count;
            return Ok(count);
        }
        self.held.drain(..self.row);
        self.dropped += self.row as u64;
        self.row = 0;
        if self.held.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.source.read(buffer)?;
        self.held.extend_from_slice(&buffer[..read]);
        self.handed = self.held.len();
        Ok(read)
    }
}

impl<R> Seek for Replay<R> {
    /// Goes back to a byte of the row at hand.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let SeekFrom::Start(at) = to else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let back = (at - self.dropped) as usize;
        let again = self.again + (self.handed - back) as u64;
        if again > AGAIN * (self.dropped + self.held.len() as u64) {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.again = again;
        self.handed = back;
        Ok(at)
    }
}
