//! The caller's synonyms: words of the vocabulary that an answer says in other words.

/// Likeness of two synonyms, in steps of 1/255: 0.95, a little below the word itself, so that of two windows the one
/// with the key point's own word is shown.
pub(crate) const LIKENESS: u8 = 242;

/// Whether two words have a group in common.
pub(crate) fn share(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|group| b.contains(group))
}
