//! Who grades the chunks: threads of a pool, or the caller's own.

use super::{CHUNK_ROWS, Chunk, Graded, RowError, run};
use std::collections::VecDeque;

type Rows = Vec<Result<Graded, RowError>>;

/// Chunks under way, in order. Without threads a chunk is one row, graded when it is asked for.
pub(super) struct Workers {
    waiting: VecDeque<Chunk>,
    #[cfg(feature = "parallel")]
    pool: Option<pool::Pool>,
}

impl Workers {
    pub(super) fn new(threads: usize) -> Self {
        #[cfg(not(feature = "parallel"))]
        let _ = threads;
        Self {
            waiting: VecDeque::new(),
            #[cfg(feature = "parallel")]
            pool: pool::Pool::new(threads),
        }
    }

    pub(super) fn chunk_rows(&self) -> usize {
        if self.is_parallel() { CHUNK_ROWS } else { 1 }
    }

    #[cfg(feature = "parallel")]
    fn is_parallel(&self) -> bool {
        self.pool.is_some()
    }

    #[cfg(not(feature = "parallel"))]
    fn is_parallel(&self) -> bool {
        false
    }

    pub(super) fn has_room(&self) -> bool {
        #[cfg(feature = "parallel")]
        if let Some(pool) = &self.pool {
            return pool.has_room();
        }
        self.waiting.is_empty()
    }

    pub(super) fn start(&mut self, chunk: Chunk) {
        #[cfg(feature = "parallel")]
        if let Some(pool) = &mut self.pool {
            return pool.start(chunk);
        }
        self.waiting.push_back(chunk);
    }

    /// The rows of the oldest chunk, when they are done; none when no chunk is under way.
    pub(super) fn finish(&mut self) -> Option<Rows> {
        #[cfg(feature = "parallel")]
        if let Some(pool) = &mut self.pool {
            return pool.finish();
        }
        self.waiting.pop_front().map(run)
    }
}

#[cfg(feature = "parallel")]
mod pool {
    use super::{Chunk, Rows, run};
    use std::collections::VecDeque;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::sync::mpsc::{Receiver, sync_channel};
    use std::thread;

    /// Chunks a thread may be ahead: hides an uneven chunk, costs some hundred rows of memory.
    const AHEAD: usize = 4;

    /// A pool of its own, not rayon's shared one: a caller who already runs inside that one
    /// would wait for work that waits for its thread.
    pub(super) struct Pool {
        threads: rayon::ThreadPool,
        under_way: VecDeque<Receiver<thread::Result<Rows>>>,
    }

    impl Pool {
        /// None when one thread is wanted or the system gives no more: the caller's own grades.
        pub(super) fn new(threads: usize) -> Option<Self> {
            let threads = match threads {
                0 => thread::available_parallelism().map_or(1, usize::from),
                threads => threads,
            };
            if threads == 1 {
                return None;
            }
            let threads = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .thread_name(|index| format!("yaodian {index}"))
                .build()
                .ok()?;
            Some(Self {
                threads,
                under_way: VecDeque::new(),
            })
        }

        pub(super) fn has_room(&self) -> bool {
            self.under_way.len() < AHEAD * self.threads.current_num_threads()
        }

        pub(super) fn start(&mut self, chunk: Chunk) {
            let (done, rows) = sync_channel(1);
            self.under_way.push_back(rows);
            self.threads.spawn_fifo(move || {
                let rows = catch_unwind(AssertUnwindSafe(|| run(chunk)));
                // Nobody listens when the stream was dropped half-way.
                let _ = done.send(rows);
            });
        }

        pub(super) fn finish(&mut self) -> Option<Rows> {
            let rows = self.under_way.pop_front()?;
            match rows.recv().expect("a chunk is always answered") {
                Ok(rows) => Some(rows),
                Err(panic) => resume_unwind(panic),
            }
        }
    }
}
