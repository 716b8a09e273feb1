//! Sets of characters, to be asked of every character of a text.

/// A set of characters below U+A000, a bit each: ideographs of the basic block, kana, letters and most marks.
pub(super) struct CharSet([u64; WORDS]);

/// No character from here on is asked for.
const END: char = '\u{a000}';

/// As many as the basic plane has, so that every character of three bytes has its bit.
const WORDS: usize = 1024;

impl CharSet {
    pub(super) fn new(has: impl Fn(char) -> bool) -> Self {
        let mut bits = [0; WORDS];
        for c in ('\0'..END).filter(|&c| has(c)) {
            bits[c as usize / 64] |= 1 << (c as usize % 64);
        }
        Self(bits)
    }

    fn bit(&self, word: usize, bit: usize) -> bool {
        self.0[word % WORDS] >> (bit % 64) & 1 == 1
    }

    /// Where the first character from `from` on begins that is not in the set.
    #[inline]
    pub(super) fn find_other(&self, text: &str, from: usize) -> Option<usize> {
        let mut rest = &text.as_bytes()[from..];
        while let Some((has, after)) = self.first(rest) {
            if !has {
                return Some(text.len() - rest.len());
            }
            rest = after;
        }
        None
    }

    /// Whether the first character of a text is in the set, and what comes after it. The last byte of a character is its bit,
    /// those before it give the word: nothing is decoded.
    #[inline]
    pub(super) fn first<'a>(&self, text: &'a [u8]) -> Option<(bool, &'a [u8])> {
        let byte = usize::from;
        Some(match text {
            [a @ 0xe0..0xf0, b, c, after @ ..] => {
                let word = byte(*a) % 16 * 64 + byte(*b) % 64;
                (self.bit(word, byte(*c)), after)
            }
            [a @ 0..0x80, after @ ..] => (self.bit(byte(*a) / 64, byte(*a)), after),
            [a @ 0x80..0xe0, b, after @ ..] => (self.bit(byte(*a) % 32, byte(*b)), after),
            [_, _, _, _, after @ ..] => (false, after),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{CharSet, END};

    #[test]
    fn finds_what_it_has_not() {
        let text = "a\u{e9}\u{3b2}\u{3007}\u{4e00}\u{9fff}\u{ac00}\u{ff0c}\u{1f600}z";
        for wanted in text.chars() {
            let (only, but) = (CharSet::new(|c| c == wanted), CharSet::new(|c| c != wanted));
            let rest = &text[text.find(wanted).expect("it is of the text")..];
            let first = only.first(rest.as_bytes()).map(|(has, _)| has);
            assert_eq!(first, Some(wanted < END), "{wanted}");
            let outside = text.find(|c| c == wanted || c >= END);
            assert_eq!(but.find_other(text, 0), outside, "{wanted}");
        }
        assert_eq!(CharSet::new(|_| true).find_other("abc", 3), None);
    }
}
