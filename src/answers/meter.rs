//! How far a reader has come.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much of the answers has been read: bytes of a file, files of a folder, rows of a workbook.
#[derive(Clone, Debug)]
pub struct Meter {
    position: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
}

/// No total is known.
const UNKNOWN: u64 = u64::MAX;

impl Meter {
    pub(super) fn new(total: Option<u64>) -> Self {
        Self {
            position: Arc::default(),
            total: Arc::new(AtomicU64::new(total.unwrap_or(UNKNOWN))),
        }
    }

    /// Read so far.
    pub fn position(&self) -> u64 {
        self.position.load(Ordering::Relaxed)
    }

    /// Of how many; none when it is not known, as from a pipe.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|&total| total != UNKNOWN)
    }

    pub(super) fn add(&self, amount: u64) {
        self.position.fetch_add(amount, Ordering::Relaxed);
    }

    pub(super) fn count<R: Read>(&self, source: R) -> impl Read + use<R> {
        struct Counted<R>(R, Meter);
        impl<R: Read> Read for Counted<R> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let read = self.0.read(buffer)?;
                self.1.add(read as u64);
                Ok(read)
            }
        }
        Counted(source, self.clone())
    }
}
