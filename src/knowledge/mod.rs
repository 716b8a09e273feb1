//! What the caller knows beyond the shipped tables: synonyms, word vectors, a sentence similarity.

mod similarity;
mod synonyms;
mod vectors;

pub(crate) use similarity::ask;
pub use similarity::{SIMILARITY_SCALE, Similarity};
pub use synonyms::Synonyms;
pub use vectors::{MAX_DIMENSIONS, MAX_VALUES, Vectors};

use std::sync::Arc;

/// What the matcher looks up besides its own tables; a clone costs two pointers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Knowledge {
    pub(crate) synonyms: Arc<Synonyms>,
    pub(crate) vectors: Arc<Vectors>,
    pub(crate) left_out: LeftOut,
}

/// Which of its own tables the matcher does without, to see what they are worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LeftOut {
    #[default]
    Nothing,
    /// Meaning: words are alike in writing alone.
    Vectors,
    /// Words written with a slip or across other word bounds.
    Slips,
}
