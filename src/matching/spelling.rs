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

/// Characters that most clauses have at most.
const CLAUSE: usize = 32;

/// Finds them, clause by clause.
pub(crate) struct Speller<'a> {
    vocabulary: &'a Vocabulary,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    /// The characters of the clause's words.
    chars: Vec<char>,
    /// Where each word begins in `chars`, and the end.
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
            chars: Vec::with_capacity(CLAUSE),
            bounds: Vec::with_capacity(CLAUSE),
        }
    }

    /// Appends what the clause has.
    pub(crate) fn find(&mut self, clause: &Clause, found: &mut Vec<Spelled>) {
        let rows = &self.rows[clause.words()];
        let has_places = |row: &&WordRow| row.places.as_deref() != Some(&[]);
        if self.vocabulary.synonyms.is_empty() && !rows.iter().any(has_places) {
            return;
        }
        self.spell_out(clause);
        let rows = rows.iter().zip(self.bounds.windows(2));
        for (row, own) in rows.filter(|(row, _)| has_places(row)) {
            let compare = |(at, place): (u32, u32)| {
                self.compare(clause, own[0] + at as usize, place as usize, found);
            };
            match &row.places {
                Some(places) => places.iter().copied().for_each(compare),
                None => {
                    let written = &self.chars[own[0]..own[1]];
                    self.vocabulary.places.of(written).for_each(compare);
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

    /// Writes down the characters of the clause.
    fn spell_out(&mut self, clause: &Clause) {
        self.chars.clear();
        self.bounds.clear();
        for &word in &self.answer.words[clause.words()] {
            self.bounds.push(self.chars.len());
            for c in self.answer.word(word).chars() {
                self.chars.push(c);
            }
        }
        self.bounds.push(self.chars.len());
    }

    /// Compares a word of the vocabulary with the windows of the clause in which its character of this place may be the one `at`.
    fn compare(&self, clause: &Clause, at: usize, place: usize, found: &mut Vec<Spelled>) {
        let place = self.vocabulary.places.0[place];
        let key = &self.vocabulary.words[place.id as usize];
        let (size, before) = (key.chars.len(), place.at as usize);
        let window = |start: Option<usize>, size: usize| {
            let start = start?;
            (start + size <= self.chars.len()).then_some(start..start + size)
        };
        if let Some(window) = window(at.checked_sub(before), size) {
            // Each window once, by the first character that is right.
            let mut earlier = self.chars[window.start..at].iter().zip(&key.chars);
            if earlier.all(|(a, b)| a != b) {
                found.extend(self.judge(clause, key, place.id, window));
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
                found.extend(self.judge(clause, key, place.id, window));
            }
        }
    }

    /// The word of the vocabulary where these characters are it.
    fn judge(
        &self,
        clause: &Clause,
        key: &KeyWord,
        id: u16,
        window: Range<usize>,
    ) -> Option<Spelled> {
        let written = &self.chars[window.clone()];
        let exact = key.chars.iter().eq(written);
        let begins = self.bounds.binary_search(&window.start);
        let whole = begins.is_ok() && self.bounds.binary_search(&window.end).is_ok();
        // A slip leaves pieces, not parts of other words.
        if !exact && !whole {
            return None;
        }
        let first = begins.unwrap_or_else(|next| next - 1);
        // A word of the vocabulary is in its row, and a word that there is is no slip.
        let row = || self.rows[clause.first as usize + first];
        let is_word = || row().known || row().closest == FULL;
        if whole && self.bounds[first + 1] == window.end && is_word() {
            return None;
        }
        let likeness = match (exact, whole) {
            (true, true) => FULL,
            (true, false) => INSIDE,
            (false, _) if key.slipped(written) => (words::NEAR * f32::from(FULL)) as u8,
            (false, _) => return None,
        };
        Some(Spelled {
            id,
            likeness,
            word: clause.first + first as u32,
        })
    }
}
