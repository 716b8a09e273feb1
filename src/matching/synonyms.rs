//! The caller's synonyms: words of the vocabulary that an answer says in other words.

use super::pattern::Vocabulary;

/// Likeness of two synonyms, in steps of 1/255: 0.95, a little below the word itself, so that of two windows the one
/// with the key point's own word is shown.
pub(crate) const LIKENESS: u8 = 242;

/// Whether two words have a group in common.
pub(crate) fn share(a: &[u32], b: &[u32]) -> bool {
    a.iter().any(|group| b.contains(group))
}

/// Calls `found` with each word of the vocabulary of which a synonym stands in the clause on word bounds, however many
/// words that is there, and the word of the clause where it begins.
pub(crate) fn find(
    vocabulary: &Vocabulary,
    chars: &[char],
    bounds: &[usize],
    mut found: impl FnMut(u16, usize),
) {
    for (id, entry) in &vocabulary.synonyms {
        for (word, &at) in bounds.iter().enumerate() {
            let end = at + entry.len();
            if chars.get(at..end) == Some(entry) && bounds.binary_search(&end).is_ok() {
                found(*id, word);
            }
        }
    }
}
