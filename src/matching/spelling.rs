//! Words of the vocabulary that an answer writes across other word bounds, with a slip of the pen, or in a synonym's words.

use super::pattern::Vocabulary;
use super::rows::{FULL, WordRow};
use super::synonyms;
use super::words::{self, KeyWord};
use crate::text::{Clause, Document};
use std::ops::Range;

/// Where each character stands in the words of a vocabulary: only those of the words are looked at that share a character.
#[derive(Debug, Default)]
pub(crate) struct Places(Box<[Place]>);

/// A character of a word, and its place there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    character: char,
    id: u16,
    at: u32,
}

impl Places {
    pub(crate) fn new(words: &[KeyWord]) -> Self {
        let words = (0..=u16::MAX).zip(words);
        let slips = words.filter(|(_, word)| word.can_slip());
        let places = slips.flat_map(|(id, word)| {
            let chars = (0..).zip(&word.chars);
            chars.map(move |(at, &character)| Place { character, id, at })
        });
        let mut places: Vec<Place> = places.collect();
        places.sort_unstable();
        Self(places.into())
    }

    /// The places of the characters of a word: which of its characters each has, and the index of the place.
    pub(super) fn of(&self, chars: &[char]) -> impl Iterator<Item = (u32, u32)> {
        (0..).zip(chars).flat_map(|(at, &c)| {
            let first = self.0.partition_point(|place| place.character < c);
            let own = self.0[first..].partition_point(|place| place.character == c);
            (first..first + own).map(move |place| (at, place as u32))
        })
    }
}

impl Vocabulary {
    /// Those places by which a word that there is may be found to be part of another; as a whole it is in its row.
    pub(super) fn places_in_word(&self, chars: &[char]) -> impl Iterator<Item = (u32, u32)> {
        self.places.of(chars).filter(|&(at, place)| {
            let place = self.places.0[place as usize];
            let size = self.words[place.id as usize].chars.len();
            place.at != at || size != chars.len() || size >= words::LONG
        })
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
    rows: &'a [&'a WordRow],
    /// The characters of the answer's words.
    chars: Vec<char>,
    /// For each character, the word it is in.
    words: Vec<u32>,
    /// Where each word begins in `chars`, and the end.
    bounds: Vec<usize>,
}

impl<'a> Speller<'a> {
    pub(crate) fn new(
        vocabulary: &'a Vocabulary,
        answer: &Document<'_>,
        rows: &'a [&'a WordRow],
    ) -> Self {
        // As many as there are where all are hanzi.
        let most = answer.folded.text.len() / 3;
        let (mut chars, mut words) = (Vec::with_capacity(most), Vec::with_capacity(most));
        let mut bounds = Vec::with_capacity(rows.len() + 1);
        for ((at, &word), row) in (0..).zip(&answer.words).zip(rows) {
            bounds.push(chars.len());
            match row.chars[..] {
                [] => chars.extend(answer.word(word).chars()),
                _ => chars.extend_from_slice(&row.chars),
            }
            words.resize(chars.len(), at);
        }
        bounds.push(chars.len());
        Self {
            vocabulary,
            rows,
            chars,
            words,
            bounds,
        }
    }

    /// Appends what the clause has.
    pub(crate) fn find(&self, clause: &Clause, found: &mut Vec<Spelled>) {
        let bounds = &self.bounds[clause.first as usize..=clause.last as usize];
        let chars = bounds[0]..bounds[bounds.len() - 1];
        for (&start, row) in bounds.iter().zip(&self.rows[clause.words()]) {
            let mut compare = |(at, place): (u32, u32)| {
                self.compare(&chars, start + at as usize, place as usize, found);
            };
            row.places.iter().copied().for_each(&mut compare);
            if row.chars.is_empty() {
                let word = self.words[start] as usize;
                let written = &self.chars[start..self.bounds[word + 1]];
                self.vocabulary.places.of(written).for_each(compare);
            }
        }
        synonyms::find(self.vocabulary, &self.chars, bounds, |id, word| {
            found.push(Spelled {
                id,
                likeness: synonyms::LIKENESS,
                word: clause.first + word as u32,
            });
        });
    }

    /// Compares a word of the vocabulary with the windows of the clause in which its character of this place may be the one `at`.
    fn compare(&self, clause: &Range<usize>, at: usize, place: usize, found: &mut Vec<Spelled>) {
        let place = self.vocabulary.places.0[place];
        let key = &self.vocabulary.words[place.id as usize];
        let (size, before) = (key.chars.len(), place.at as usize);
        let window = |start: Option<usize>, size: usize| {
            let start = start.filter(|&start| start >= clause.start)?;
            (start + size <= clause.end).then_some(start..start + size)
        };
        if let Some(window) = window(at.checked_sub(before), size) {
            // Each window once, by the first character that is right.
            let mut earlier = self.chars[window.start..at].iter().zip(&key.chars);
            if earlier.all(|(a, b)| a != b) {
                found.extend(self.judge(key, place.id, window));
            }
        }
        // One character too few or too many leaves the first or the last in place.
        if size < words::LONG {
            return;
        }
        for size in [size - 1, size + 1] {
            let start = match before {
                0 => Some(at),
                _ if before + 1 == key.chars.len() => (at + 1).checked_sub(size),
                _ => None,
            };
            if let Some(window) = window(start, size) {
                found.extend(self.judge(key, place.id, window));
            }
        }
    }

    /// The word of the vocabulary where these characters are it.
    fn judge(&self, key: &KeyWord, id: u16, window: Range<usize>) -> Option<Spelled> {
        let (first, last) = (self.words[window.start], self.words[window.end - 1]);
        let (first, last) = (first as usize, last as usize);
        let whole = self.bounds[first] == window.start && self.bounds[last + 1] == window.end;
        // A word of the vocabulary is in its row, and a word that there is is no slip.
        let is_word = || self.rows[first].known || self.rows[first].closest == FULL;
        if whole && first == last && is_word() {
            return None;
        }
        let written = &self.chars[window];
        let likeness = match (*written == *key.chars, whole) {
            (true, true) => FULL,
            (true, false) => INSIDE,
            // A slip leaves pieces, not parts of other words.
            (false, true) if key.slipped(written) => (words::NEAR * f32::from(FULL)) as u8,
            (false, _) => return None,
        };
        Some(Spelled {
            id,
            likeness,
            word: first as u32,
        })
    }
}
