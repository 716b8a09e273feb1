//! Words of the vocabulary that an answer writes across other word bounds, with a slip of the pen, or in a synonym's words.

use super::pattern::Vocabulary;
use super::rows::{FULL, WordRow};
use super::synonyms;
use super::words::{self, KeyWord};
use crate::text::{Clause, Document};
use rustc_hash::FxHashMap;

/// Where each character stands in the words of a vocabulary: only those of the words are looked at that share a character.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// For each character, the range of its entries in `places`.
    chars: FxHashMap<char, (u32, u32)>,
    /// A word and the character's place in it.
    places: Box<[(u16, u32)]>,
    /// A bit for each remainder of a character: most characters of an answer are told apart by it.
    bits: [u64; BITS / 64],
}

/// Remainders told apart, some times as many as a question's key points have characters.
const BITS: usize = 1024;

impl Places {
    pub(crate) fn new(words: &[KeyWord]) -> Self {
        let mut all: Vec<(char, u16, u32)> = (0..=u16::MAX)
            .zip(words)
            .filter(|(_, word)| word.can_slip())
            .flat_map(|(id, word)| (0..).zip(&word.chars).map(move |(at, &c)| (c, id, at)))
            .collect();
        all.sort_unstable();
        let mut chars = FxHashMap::default();
        let mut bits = [0; BITS / 64];
        let mut start = 0;
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            let end = start + same.len() as u32;
            chars.insert(same[0].0, (start, end));
            let bit = same[0].0 as usize % BITS;
            bits[bit / 64] |= 1 << (bit % 64);
            start = end;
        }
        Self {
            chars,
            places: all.into_iter().map(|(_, id, at)| (id, at)).collect(),
            bits,
        }
    }

    /// Whether the character may be in some word; quicker than to look.
    fn may_have(&self, c: char) -> bool {
        let bit = c as usize % BITS;
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn of(&self, c: char) -> &[(u16, u32)] {
        match self.chars.get(&c) {
            Some(&(start, end)) => &self.places[start as usize..end as usize],
            None => &[],
        }
    }
}

/// A word of the vocabulary found in a clause otherwise than as one of its words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spelled {
    pub(crate) id: u16,
    pub(crate) likeness: u8,
    /// The word of the answer where it begins.
    pub(crate) word: u32,
}

/// A term found inside a longer word is another word: 北京 in 北京大学.
const INSIDE: u8 = 102;

/// Finds them, clause by clause.
pub(crate) struct Speller<'a> {
    vocabulary: &'a Vocabulary,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    chars: Vec<char>,
    /// For each character, the word of the clause it is in.
    words: Vec<u32>,
    /// Where each word of the clause begins in `chars`, and the end.
    bounds: Vec<usize>,
}

impl<'a> Speller<'a> {
    pub(crate) fn new(
        vocabulary: &'a Vocabulary,
        answer: &'a Document<'a>,
        rows: &'a [&'a WordRow],
    ) -> Self {
        Self {
            vocabulary,
            answer,
            rows,
            chars: Vec::new(),
            words: Vec::new(),
            bounds: Vec::new(),
        }
    }

    /// Appends what the clause has.
    pub(crate) fn find(&mut self, clause: &Clause, found: &mut Vec<Spelled>) {
        self.chars.clear();
        self.words.clear();
        self.bounds.clear();
        for (word, at) in (0..).zip(clause.words()) {
            self.bounds.push(self.chars.len());
            for c in self.answer.word(self.answer.words[at]).chars() {
                self.chars.push(c);
                self.words.push(word);
            }
        }
        self.bounds.push(self.chars.len());
        let places = &self.vocabulary.places;
        for (at, &c) in self.chars.iter().enumerate() {
            if places.may_have(c) {
                for &(id, place) in places.of(c) {
                    self.compare(clause, at, id, place as usize, found);
                }
            }
        }
        synonyms::find(self.vocabulary, &self.chars, &self.bounds, |id, word| {
            found.push(Spelled {
                id,
                likeness: synonyms::LIKENESS,
                word: clause.first + word as u32,
            });
        });
    }

    /// Compares a word of the vocabulary with the windows in which its character at `place` may be the one `at`.
    fn compare(&self, clause: &Clause, at: usize, id: u16, place: usize, found: &mut Vec<Spelled>) {
        let key = &self.vocabulary.words[id as usize];
        let size = key.chars.len();
        if let Some(start) = at.checked_sub(place)
            && let Some(written) = self.chars.get(start..start + size)
            // Each window once, by the first character that is right.
            && written[..place].iter().zip(&key.chars).all(|(a, b)| a != b)
        {
            self.judge(clause, key, id, start, written, found);
        }
        // One character too few or too many leaves the first or the last in place.
        if size < words::LONG {
            return;
        }
        for size in [size - 1, size + 1] {
            let start = match place {
                0 => Some(at),
                _ if place + 1 == key.chars.len() => (at + 1).checked_sub(size),
                _ => None,
            };
            if let Some(start) = start
                && let Some(written) = self.chars.get(start..start + size)
            {
                self.judge(clause, key, id, start, written, found);
            }
        }
    }

    fn judge(
        &self,
        clause: &Clause,
        key: &KeyWord,
        id: u16,
        start: usize,
        written: &[char],
        found: &mut Vec<Spelled>,
    ) {
        let word = self.words[start] as usize;
        let here = clause.first as usize + word;
        let last = self.words[start + written.len() - 1] as usize;
        let begins = self.bounds[word] == start;
        let whole = begins && self.bounds[last + 1] == start + written.len();
        // A word of the vocabulary is in its row, and a word that there is is no slip.
        let is_word = || self.rows[here].known || self.rows[here].closest == FULL;
        if whole && last == word && is_word() {
            return;
        }
        let likeness = match (*written == *key.chars, whole) {
            (true, true) => FULL,
            (true, false) => INSIDE,
            // A slip leaves pieces, not parts of other words.
            (false, true) if key.slipped(written) => (words::NEAR * f32::from(FULL)) as u8,
            (false, _) => return,
        };
        found.push(Spelled {
            id,
            likeness,
            word: here as u32,
        });
    }
}
