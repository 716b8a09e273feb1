//! Words of the vocabulary that an answer writes across other word bounds, with a slip of the pen, or in a synonym's words.

use super::rows::{FULL, WordRow};
use super::synonyms;
use super::vocabulary::Vocabulary;
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

    /// The places of a character.
    fn of(&self, character: char) -> &[Place] {
        let first = self.0.partition_point(|place| place.character < character);
        let own = self.0[first..].partition_point(|place| place.character == character);
        &self.0[first..first + own]
    }
}

/// What a word of an answer may have to do with a word of the vocabulary that it is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trace {
    /// It contains it, or is it with a slip: it is this much alike, whatever stands beside it.
    Has { id: u16, likeness: u8 },
    /// It ends with so many characters by which that one begins, or is no more than those.
    Begins { id: u16, shared: u32, whole: bool },
    /// It may be one of several words that are that one with a slip: so many characters, which begin so far before its own.
    Slips { id: u16, before: u32, size: u32 },
}

impl Vocabulary {
    /// The traces that a word of an answer has. A word that there is is no slip by itself.
    pub(super) fn traces(&self, chars: &[char], is_word: bool) -> Vec<Trace> {
        let mut traces = Vec::new();
        for (at, &c) in chars.iter().enumerate() {
            for place in self.places.of(c) {
                let (id, place) = (place.id, place.at as usize);
                let key = &self.words[usize::from(id)];
                let size = key.chars.len();
                if place == 0 {
                    traces.extend(piece(id, &key.chars, chars, at));
                }
                let mut slip = |before: Option<usize>, size: usize| {
                    traces.extend(slip(id, key, chars, is_word, before, size));
                };
                slip(place.checked_sub(at), size);
                if size < words::LONG {
                    continue;
                }
                // One character too few or too many leaves the first or the last in place.
                for other in [size - 1, size + 1] {
                    match place {
                        0 => slip(place.checked_sub(at), other),
                        last if last + 1 == size => slip((other - 1).checked_sub(at), other),
                        _ => {}
                    }
                }
            }
        }
        traces.sort_unstable();
        traces.dedup();
        traces
    }
}

/// The trace of a word of the vocabulary that may begin at this character of a word.
fn piece(id: u16, key: &[char], chars: &[char], at: usize) -> Option<Trace> {
    let end = &chars[at..];
    if end.len() < key.len() {
        let (shared, whole) = (end.len() as u32, at == 0);
        let trace = Trace::Begins { id, shared, whole };
        return key.starts_with(end).then_some(trace);
    }
    let likeness = INSIDE;
    (chars.len() > key.len() && end.starts_with(key)).then_some(Trace::Has { id, likeness })
}

/// The trace of a word of the vocabulary in so many characters that begin so far before a word's own. A slip leaves pieces,
/// not parts of other words.
fn slip(
    id: u16,
    key: &KeyWord,
    chars: &[char],
    is_word: bool,
    before: Option<usize>,
    size: usize,
) -> Option<Trace> {
    let before = before.filter(|before| before + chars.len() <= size)?;
    if chars.len() < size {
        let (before, size) = (before as u32, size as u32);
        return Some(Trace::Slips { id, before, size });
    }
    let likeness = SLIPPED;
    (!is_word && key.slipped(chars)).then_some(Trace::Has { id, likeness })
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

/// A word written with a slip.
const SLIPPED: u8 = (words::NEAR * FULL as f32) as u8;

/// Finds them, clause by clause.
pub(crate) struct Speller<'a> {
    vocabulary: &'a Vocabulary,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    /// The characters that were read last.
    read: Vec<char>,
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
            read: Vec::new(),
        }
    }

    /// Appends what the clause has.
    pub(crate) fn find(&mut self, clause: &Clause, found: &mut Vec<Spelled>) {
        let rows = self.rows;
        for (at, row) in clause.words().zip(&rows[clause.words()]) {
            match &row.traces {
                // Most words have none.
                Some(traces) if traces.is_empty() => {}
                Some(traces) => self.follow_all(clause, at, traces, found),
                None => {
                    self.read(at..at + 1);
                    let traces = self.vocabulary.traces(&self.read, row.is_word());
                    self.follow_all(clause, at, &traces, found);
                }
            }
        }
        for (id, synonym) in &self.vocabulary.synonyms {
            let words = clause.words();
            let said = words.filter(|&at| self.spells(clause, at, synonym) == Some(true));
            found.extend(said.map(|at| Spelled {
                id: *id,
                likeness: synonyms::LIKENESS,
                word: at as u32,
            }));
        }
    }

    /// Reads the characters of these words.
    fn read(&mut self, words: Range<usize>) {
        let words = &self.answer.words[words];
        self.read.clear();
        for &word in words {
            self.read.extend(self.answer.word(word).chars());
        }
    }

    /// The characters of a word.
    fn written(&self, word: usize) -> impl Iterator<Item = char> {
        self.answer.word(self.answer.words[word]).chars()
    }

    fn follow_all(
        &mut self,
        clause: &Clause,
        at: usize,
        traces: &[Trace],
        found: &mut Vec<Spelled>,
    ) {
        for &trace in traces {
            if let Some(spelled) = self.follow(clause, at, trace) {
                found.push(spelled);
            }
        }
    }

    /// The word of the vocabulary of which the word `at` of the clause has this trace, where it stands there.
    fn follow(&mut self, clause: &Clause, at: usize, trace: Trace) -> Option<Spelled> {
        let (id, likeness, word) = match trace {
            Trace::Has { id, likeness } => (id, likeness, at),
            Trace::Begins { id, shared, whole } => {
                let key = &self.vocabulary.words[usize::from(id)];
                let ends = self.spells(clause, at + 1, &key.chars[shared as usize..])?;
                (id, if ends && whole { FULL } else { INSIDE }, at)
            }
            Trace::Slips { id, before, size } => {
                let words = self.words_of(clause, at, before as usize, size as usize)?;
                self.read(words.clone());
                let key = &self.vocabulary.words[usize::from(id)];
                key.slipped(&self.read)
                    .then_some((id, SLIPPED, words.start))?
            }
        };
        let word = word as u32;
        Some(Spelled { id, likeness, word })
    }

    /// Whether the clause from the word `at` on begins with these characters; if so, whether a word ends with the last.
    fn spells(&self, clause: &Clause, at: usize, mut chars: &[char]) -> Option<bool> {
        for word in at..clause.last as usize {
            for c in self.written(word) {
                match chars {
                    [] => return Some(false),
                    [first, rest @ ..] if *first == c => chars = rest,
                    _ => return None,
                }
            }
            if chars.is_empty() {
                return Some(true);
            }
        }
        None
    }

    /// The words of the clause that have together so many characters, which begin so far before the word `at`.
    fn words_of(
        &self,
        clause: &Clause,
        at: usize,
        before: usize,
        size: usize,
    ) -> Option<Range<usize>> {
        let (mut first, mut left) = (at, before);
        while left > 0 {
            first = first
                .checked_sub(1)
                .filter(|&at| at >= clause.first as usize)?;
            left = left.checked_sub(self.written(first).count())?;
        }
        let (mut last, mut left) = (at, size - before);
        while left > 0 {
            if last == clause.last as usize {
                return None;
            }
            left = left.checked_sub(self.written(last).count())?;
            last += 1;
        }
        Some(first..last)
    }
}
