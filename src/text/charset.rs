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
        self.bit(c as usize / 64, c as usize)
    }

    fn bit(&self, word: usize, bit: usize) -> bool {
        let bits = self.0.get(word);
        bits.is_some_and(|bits| bits >> (bit % 64) & 1 == 1)
    }

    /// Where the first character from `from` on begins that is in the set, or the first that is not. The last byte of a
    /// character is its bit, those before it give the word: nothing is decoded.
    pub(super) fn find(&self, text: &str, from: usize, inside: bool) -> Option<usize> {
        let text = text.as_bytes();
        let mut at = from;
        while let [first, rest @ ..] = &text[at..] {
            let (first, next) = (usize::from(*first), |at: usize| usize::from(rest[at]));
            let (has, len) = match first {
                0..0x80 => (self.bit(first / 64, first), 1),
                0x80..0xe0 => (self.bit(first % 32, next(0)), 2),
                0xe0..0xf0 => (self.bit(first % 16 * 64 + next(0) % 64, next(1)), 3),
                _ => (false, 4),
            };
            if has == inside {
                return Some(at);
            }
            at += len;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn finds_what_it_has() {
        let text = "a\u{e9}\u{3b2}\u{3007}\u{4e00}\u{9fff}\u{ac00}\u{ff0c}\u{1f600}z";
        for wanted in text.chars() {
            let (only, but) = (CharSet::new(|c| c == wanted), CharSet::new(|c| c != wanted));
            let place = text.find(wanted);
            let small = wanted < '\u{a000}';
            assert_eq!(only.has(wanted), small, "{wanted}");
            assert_eq!(
                only.find(text, 0, true),
                place.filter(|_| small),
                "{wanted}"
            );
            let outside = text.find(|c| c == wanted || c >= '\u{a000}');
            assert_eq!(but.find(text, 0, false), outside, "{wanted}");
        }
        assert_eq!(CharSet::new(|_| true).find("abc", 3, true), None);
    }
}
