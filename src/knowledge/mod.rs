//! What the caller knows beyond the shipped tables: synonyms, word vectors, a sentence similarity.

mod similarity;
mod synonyms;
mod vectors;

pub(crate) use similarity::ask;
pub use similarity::{SIMILARITY_SCALE, Similarity};
pub use synonyms::Synonyms;
pub use vectors::{MAX_DIMENSIONS, MAX_VALUES, Vectors};

use std::sync::Arc;

/// Which table of word vectors is shipped: its form and 16 hexadecimal digits that change with any of its bytes.
///
/// ```
/// assert!(yaodian::knowledge::shipped_vectors().starts_with("YDV1-"));
/// ```
pub fn shipped_vectors() -> String {
    crate::matching::vectors_version()
}

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
    /// What the question is about: meanings count everywhere.
    Subject,
    /// That points contend for words: each means what it is near to.
    Contest,
}
