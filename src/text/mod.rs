//! Text as matching sees it: folded, cut into words and clauses, every offset leading back to the original.

mod charset;
mod clause;
mod limit;
mod lookalike;
mod material;
mod normalize;
mod number;
mod segment;
mod unit;

pub(crate) use clause::{Clause, Document, Word};
pub(crate) use limit::Limit;
pub(crate) use lookalike::lookalikes;
pub(crate) use material::asked;
pub(crate) use normalize::{is_han, normalize};
pub(crate) use number::{Quantity, Value, is_number_key};
pub(crate) use segment::dictionary;
pub use segment::{JiebaSegmenter, Segmenter, UnicodeSegmenter};
pub(crate) use unit::Unit;
