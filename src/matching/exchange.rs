//! Words of one kind that change places: 分散优于集中 for 集中优于分散, or 进程 where the point says 线程.

use super::antonyms::opposite;
use super::classes::{Class, class};
use super::pattern::{Key, Pattern};
use super::rows::WordRow;
use super::words::KeyWord;
use std::ops::Range;

/// A word of a clause of a pattern that another may change places with.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The words of the clause, by their places in the pattern.
    clause: Range<usize>,
    /// The word's place.
    own: usize,
    other: Other,
}

#[derive(Clone, Debug)]
enum Other {
    /// The word at this place, which comes later in the clause.
    Place(usize),
    /// A word that the question names beside it and the clause does not have.
    Word(u16),
}

/// Share of a clause's other words from which an answer's clause says what it says.
const SAID: f32 = 0.5;

/// A clause of more words than this says too much for two of them to turn it round.
const LONG: usize = 32;

/// A question that names more words of the key points than this contrasts none of them.
const NAMED: usize = 32;

/// Cosine from which two words that a question names are of one kind.
const KIN: f32 = 0.5;

impl Key {
    /// The exchanges that a pattern allows, given the pairs that the question [contrasts](Self::contrasts).
    pub(super) fn exchanges(&self, pattern: &Pattern, contrasts: &[(u16, u16)]) -> Box<[Exchange]> {
        let words = &self.vocabulary.words;
        let content = |at: &usize| !self.vocabulary.function[pattern.words[*at].id as usize];
        let joins = |at: usize| class(&words[pattern.words[at].id as usize].text).has(Class::JOINS);
        let id = |at: usize| pattern.words[at].id;
        let mut found = Vec::new();
        let mut heading = None;
        for clause in &pattern.clauses {
            let start = heading.take().unwrap_or(clause.start);
            let clause = start..clause.end;
            if clause.len() > LONG {
                continue;
            }
            // A word by itself is the heading of what follows.
            if clause.clone().filter(content).nth(1).is_none() {
                heading = Some(start);
                continue;
            }
            for own in clause.clone().filter(content) {
                let others = (own + 1..clause.end).filter(content).filter(|&other| {
                    let kin = alike(&words[id(own) as usize], &words[id(other) as usize]);
                    kin && !(own + 1..other).all(joins)
                });
                let contrasts = contrasts.iter().filter(|&&(one, other)| {
                    one == id(own) && !clause.clone().any(|at| id(at) == other)
                });
                let others = others.map(Other::Place);
                let others = others.chain(contrasts.map(|&(_, other)| Other::Word(other)));
                found.extend(others.map(|other| Exchange {
                    clause: clause.clone(),
                    own,
                    other,
                }));
            }
        }
        found.into()
    }

    /// The pairs of words of one kind that the question names, in both orders.
    pub(super) fn contrasts(&self) -> Vec<(u16, u16)> {
        let vocabulary = &self.vocabulary;
        let words = (0..=u16::MAX).zip(&vocabulary.words);
        let named: Vec<(u16, &KeyWord)> = words
            .filter(|(id, word)| !vocabulary.function[*id as usize] && self.given.names(&word.text))
            .collect();
        if named.len() > NAMED {
            return Vec::new();
        }
        let near = |a: u16, b: u16| {
            let vector = |id: u16| vocabulary.vectors[id as usize].as_ref();
            match (vector(a), vector(b)) {
                (Some(a), Some(b)) => a.values().cosine(b) >= KIN,
                _ => false,
            }
        };
        let pairs = named
            .iter()
            .flat_map(|one| named.iter().map(move |other| (one, other)));
        pairs
            .filter(|((a, one), (b, other))| a != b && (alike(one, other) || near(*a, *b)))
            .map(|((a, _), (b, _))| (*a, *b))
            .collect()
    }
}

/// Whether two words are opposites, or of one length with a character in the same place: 光反应/暗反应.
fn alike(a: &KeyWord, b: &KeyWord) -> bool {
    let same = || a.chars.iter().zip(&b.chars).any(|(a, b)| a == b);
    opposite(&a.text, &b.text)
        || (a.can_slip() && a.chars.len() == b.chars.len() && a.text != b.text && same())
}

impl Exchange {
    /// Weight of the clause's words where some of these clauses of an answer exchange the two and none says them right;
    /// otherwise 0.
    pub(super) fn weight<'a>(
        &self,
        key: &Key,
        pattern: &Pattern,
        clauses: impl Iterator<Item = &'a [&'a WordRow]>,
    ) -> f32 {
        let slot = |place: usize| (pattern.first + place) as u32;
        let has = |rows: &[&WordRow], slot: u32| rows.iter().position(|row| row.is(slot));
        let (mut right, mut wrong) = (0.0_f32, 0.0_f32);
        for rows in clauses {
            let own = has(rows, slot(self.own));
            match self.other {
                Other::Place(other) => {
                    let (Some(own), Some(other)) = (own, has(rows, slot(other))) else {
                        continue;
                    };
                    let (first, last) = (own.min(other), own.max(other));
                    let apart = rows[first + 1..last]
                        .iter()
                        .any(|row| !row.class.has(Class::JOINS));
                    if own < other || !apart || rows.iter().any(|row| row.class.has(Class::VOICE)) {
                        right = 1.0;
                    } else {
                        wrong = 1.0;
                    }
                }
                Other::Word(other) => {
                    let slots = key.vocabulary.slots(other);
                    let other = slots.first().and_then(|&slot| has(rows, slot));
                    let said = self.said(pattern, rows);
                    if own.is_some() {
                        right = right.max(said);
                    } else if other.is_some() && said >= SAID {
                        wrong = wrong.max(said);
                    }
                }
            }
        }
        let words = &pattern.words[self.clause.clone()];
        if wrong > right {
            wrong * words.iter().map(|word| word.weight).sum::<f32>()
        } else {
            0.0
        }
    }

    /// Share of the clause's words but the one that these words are.
    fn said(&self, pattern: &Pattern, rows: &[&WordRow]) -> f32 {
        let (mut said, mut all) = (0.0, 0.0);
        for place in self.clause.clone().filter(|&place| place != self.own) {
            let weight = pattern.words[place].weight;
            let slot = (pattern.first + place) as u32;
            all += weight;
            if rows.iter().any(|row| row.is(slot)) {
                said += weight;
            }
        }
        if all > 0.0 { said / all } else { 0.0 }
    }
}
