//! Two words of a clause that change places: 分散优于集中 for 集中优于分散.

use super::antonyms::opposite;
use super::classes::{Class, class};
use super::contrast::{Topics, is_named};
use super::pattern::{Key, Pattern};
use super::rows::WordRow;
use super::scan::Scan;
use super::words::KeyWord;
use std::ops::Range;

/// Two words of a clause of a pattern that may change places, by their own.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    clause: Range<usize>,
    first: usize,
    last: usize,
}

/// Share of a clause, by weight, from which another says it.
const SAID: f32 = 0.5;

/// A clause of more words than this says too much for two of them to turn it round.
const LONG: usize = 32;

impl Key {
    /// The exchanges that a pattern allows: of words of one kind, and of topics that the question contrasts and the pattern
    /// compares.
    pub(super) fn exchanges(&self, pattern: &Pattern, topics: &[Topics]) -> Box<[Exchange]> {
        let id = |at: usize| pattern.words[at].id;
        let word = |at: usize| self.vocabulary.word(&pattern.words[at]);
        let content = |at: &usize| !self.vocabulary.is_grammar(&pattern.words[*at]);
        let has = |at: usize, of: Class| class(&word(at).text).has(of);
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
            // 量变、质变、新的量变 has both orders.
            let both = |one: usize, other: usize| {
                let is = |at: usize| [one, other].map(|of| id(of) == id(at));
                let told = clause.clone().map(is).filter(|is| is.contains(&true));
                told.count() > 2
            };
            let compares = clause.clone().any(|at| has(at, Class::COMPARES));
            let kin = |one: usize, other: usize| {
                let [one, other] = [one, other].map(word);
                let contrasted = || topics.iter().any(|topics| are_named(topics, one, other));
                opposite(&one.text, &other.text) || (compares || alike(one, other)) && contrasted()
            };
            for first in clause.clone().filter(content) {
                let others = (first + 1..clause.end).filter(content).filter(|&last| {
                    let joined = (first + 1..last).all(|at| has(at, Class::JOINS));
                    !joined && !both(first, last) && kin(first, last)
                });
                found.extend(others.map(|last| Exchange {
                    clause: clause.clone(),
                    first,
                    last,
                }));
            }
        }
        found.into()
    }
}

/// Whether one of the words names one of the topics, and the other the other.
fn are_named(topics: &Topics, one: &KeyWord, other: &KeyWord) -> bool {
    let [first, second] = topics.each_ref();
    let name = |one: &KeyWord, other: &KeyWord| {
        is_named(first, &one.text) && is_named(second, &other.text)
    };
    name(one, other) || name(other, one)
}

/// Whether two words are opposites, or of one length with the same character at the end: 光反应/暗反应.
pub(super) fn alike(a: &KeyWord, b: &KeyWord) -> bool {
    let last = |word: &KeyWord| word.chars.last().copied();
    let same = || a.chars.len() == b.chars.len() && last(a) == last(b);
    opposite(&a.text, &b.text) || (a.can_slip() && a.text != b.text && same())
}

impl Scan<'_> {
    /// Share of the pattern, by weight, in whose clauses the window exchanges two words, 0 to 1.
    pub(super) fn exchanged(&self, pattern: &Pattern, window: &Range<usize>) -> f32 {
        if pattern.exchanges.is_empty() {
            return 0.0;
        }
        let exchanged = pattern
            .exchanges
            .iter()
            .filter(|one| self.exchanges(one, pattern, window));
        let weights = exchanged.map(|one| pattern.weight_of(one.clause.clone()));
        weights.fold(0.0, f32::max) / pattern.weight()
    }

    /// Whether the clause of the window that says most of the exchange's clause has its words in the other order.
    fn exchanges(&self, exchange: &Exchange, pattern: &Pattern, window: &Range<usize>) -> bool {
        let (mut right, mut wrong) = (0.0_f32, 0.0_f32);
        for clause in &self.answer.clauses[window.clone()] {
            let rows = &self.rows[clause.words()];
            let has = |place: usize| {
                let slot = (pattern.first + place) as u32;
                rows.iter().position(|row| row.is(slot))
            };
            let (Some(own), Some(other)) = (has(exchange.first), has(exchange.last)) else {
                continue;
            };
            let between = &rows[own.min(other) + 1..own.max(other)];
            let joined = between.iter().all(|row| row.class.has(Class::JOINS));
            let said = exchange
                .clause
                .clone()
                .filter(|&place| has(place).is_some());
            let said = pattern.weight_of(said);
            if own < other || joined || is_inverted(rows) {
                right = right.max(said);
            } else {
                wrong = wrong.max(said);
            }
        }
        wrong > right && wrong >= SAID * pattern.weight_of(exchange.clause.clone())
    }
}

/// Whether a clause has another order than a plain one: 甲被乙打败, 打败乙的是甲.
fn is_inverted(rows: &[&WordRow]) -> bool {
    let cleft = |pair: &[&WordRow]| {
        pair[0].class.has(Class::PARTICLE) && pair[1].class.has(Class::POINTS_BACK)
    };
    rows.iter().any(|row| row.class.has(Class::VOICE)) || rows.windows(2).any(cleft)
}
