//! What a run tells while it works and when it is done.

use crate::batch::{Graded, RowError};
use std::time::Duration;

/// One step of a run.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// A row that an earlier run had done.
    Resumed,
    /// A row was graded.
    Graded(&'a Graded),
    /// A row cannot be graded.
    Failed(&'a RowError),
    /// All rows are done, the file is being written.
    Rendering,
}

/// What a run did.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Rows read, those of a resumed run included.
    pub rows: u64,
    /// Rows graded.
    pub graded: u64,
    /// Rows that could not be graded.
    pub failures: u64,
    /// The failed rows with their reasons: the first 10,000, since a wrong file may hold millions.
    pub failed: Vec<RowError>,
    /// Rows taken over from an earlier run.
    pub resumed: u64,
    /// How long this run took.
    pub duration: Duration,
}

const FAILURES_KEPT: usize = 10_000;

impl Summary {
    /// Rows this run did a second.
    pub fn rows_per_second(&self) -> f64 {
        (self.rows - self.resumed) as f64 / self.duration.as_secs_f64().max(1e-9)
    }

    pub(super) fn add(&mut self, failure: Option<RowError>) {
        self.rows += 1;
        let Some(error) = failure else {
            self.graded += 1;
            return;
        };
        self.failures += 1;
        if self.failed.len() < FAILURES_KEPT {
            self.failed.push(error);
        }
    }
}
