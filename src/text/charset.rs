//! Sets of characters, to be asked of every character of a text.

/// A set of characters below U+A000, a bit each: ideographs of the basic block, kana, letters and most marks.
pub(super) struct CharSet([u64; END / 64]);

const END: usize = 0xa000;

impl CharSet {
    pub(super) fn new(has: impl Fn(char) -> bool) -> Self {
        let mut bits = [0; END / 64];
        for c in ('\0'..'\u{a000}').filter(|&c| has(c)) {
            bits[c as usize / 64] |= 1 << (c as usize % 64);
        }
        Self(bits)
    }

    pub(super) fn has(&self, c: char) -> bool {
        let bits = self.0.get(c as usize / 64);
        bits.is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }
}
