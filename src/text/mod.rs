//! Text as matching sees it: folded, cut into words and clauses, every offset leading back to the original.

mod clause;
mod normalize;
mod number;
mod segment;

pub(crate) use clause::{Clause, Document, Word};
pub(crate) use normalize::{Normalized, normalize};
pub(crate) use number::{Quantity, Unit, quantities};
pub use segment::{JiebaSegmenter, Segmenter, UnicodeSegmenter};
