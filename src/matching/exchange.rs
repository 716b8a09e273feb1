//! Two words of a clause that change places: 分散优于集中 for 集中优于分散.

use super::antonyms::opposite;
use super::classes::{Class, class};
use super::contrast::{Topics, is_named};
use super::key::Key;
use super::pattern::Pattern;
use super::rows::{SAME, WordRow};
use super::scan::Scan;
use super::words::KeyWord;
use std::ops::Range;

/// Two words of a clause of a pattern that may change places, by their own.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    clause: Range<u32>,
    first: u32,
    last: u32,
    /// Of the words between them those that say what the first is or does to the last.
    joints: Range<u32>,
    /// Whether they may not change places whatever stands between them.
    opposed: bool,
}

fn short(places: &Range<usize>) -> Range<u32> {
    places.start as u32..places.end as u32
}

fn places(short: &Range<u32>) -> Range<usize> {
    short.start as usize..short.end as usize
}

/// The two nearest words on either side of a joint are what it joins.
const NEAREST: usize = 2;

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
            // What it compares is read as a comparison.
            if clause.len() > LONG || clause.clone().any(|at| has(at, Class::THAN)) {
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
            // Dependencies are replaced by mocks: mocks replace dependencies.
            let turned = |mut between: Range<usize>| between.any(|at| has(at, Class::VOICE));
            for first in clause.clone().filter(content) {
                for last in (first + 1..clause.end).filter(content) {
                    let between = first + 1..last;
                    if between.clone().all(|at| has(at, Class::JOINS)) || both(first, last) {
                        continue;
                    }
                    // 甲方送交乙方: what stands between two of one kind says what the one does to the other.
                    let opposed = kin(first, last);
                    let joined = opposed || alike(word(first), word(last));
                    let joints = match joined && !turned(between.clone()) {
                        true => between,
                        false if opposed => first..first,
                        false => continue,
                    };
                    found.push(Exchange {
                        clause: short(&clause),
                        first: first as u32,
                        last: last as u32,
                        joints: short(&joints),
                        opposed,
                    });
                }
            }
            let classes: Vec<Class> = clause.clone().map(|at| class(&word(at).text)).collect();
            for joint in joints(&classes) {
                let joint = clause.start + joint;
                let firsts = (clause.start..joint).rev().filter(content).take(NEAREST);
                for first in firsts {
                    let lasts = (joint + 1..clause.end).filter(content).take(NEAREST);
                    let turned = |last| turned(first + 1..joint) || turned(joint + 1..last);
                    let lasts = lasts.filter(|&last| !both(first, last) && !turned(last));
                    // 由慢到快 is a statement by itself.
                    let by_itself = |last: usize| {
                        last - first == 2 && opposite(&word(first).text, &word(last).text)
                    };
                    found.extend(lasts.map(|last| Exchange {
                        clause: match by_itself(last) {
                            true => short(&(first..last + 1)),
                            false => short(&clause),
                        },
                        first: first as u32,
                        last: last as u32,
                        joints: short(&(joint..joint + 1)),
                        opposed: false,
                    }));
                }
            }
        }
        found.into()
    }
}

/// The places among these words of those that say what one is or does to another.
fn joints(classes: &[Class]) -> impl Iterator<Item = usize> {
    (0..classes.len()).filter(|&at| {
        let changes = || Class::any(&classes[..at]).has(Class::CHANGES);
        let class = classes[at];
        class.has(Class::RELATES) || is_goal(class) && (!class.has(Class::GOAL_BEHIND) || changes())
    })
}

fn is_goal(class: Class) -> bool {
    class.has(Class::GOAL) || class.has(Class::GOAL_BEHIND)
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
    pub(super) fn exchanged(
        &self,
        exchanges: &[Exchange],
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> f32 {
        if exchanges.is_empty() {
            return 0.0;
        }
        let exchanged = exchanges
            .iter()
            .filter(|one| self.exchanges(one, pattern, window));
        let weights = exchanged.map(|one| pattern.weight_of(places(&one.clause)));
        weights.fold(0.0, f32::max) / pattern.weight()
    }

    /// Whether the clause of the window that says most of the exchange's clause has its words in the other order.
    fn exchanges(&self, exchange: &Exchange, pattern: &Pattern, window: &Range<usize>) -> bool {
        let (mut right, mut wrong) = (0.0_f32, 0.0_f32);
        for clause in &self.answer.clauses[window.clone()] {
            let rows = &self.rows[clause.words()];
            let has = |place: u32| {
                let slot = pattern.first as u32 + place;
                rows.iter().position(|row| row.is(slot))
            };
            let (Some(own), Some(other)) = (has(exchange.first), has(exchange.last)) else {
                continue;
            };
            if own == other {
                continue;
            }
            let between = &rows[own.min(other) + 1..own.max(other)];
            let joined = between.iter().all(|row| row.class.has(Class::JOINS));
            let wrongly = || {
                exchange.opposed && !is_inverted(rows)
                    || self.relates(between, pattern, &places(&exchange.joints))
            };
            let said = exchange
                .clause
                .clone()
                .filter(|&place| has(place).is_some());
            let said = pattern.weight_of(said.map(|place| place as usize));
            if own < other || joined || !wrongly() {
                right = right.max(said);
            } else {
                wrong = wrong.max(said);
            }
        }
        wrong > right && wrong >= SAID * pattern.weight_of(places(&exchange.clause))
    }
}

impl Scan<'_> {
    /// Whether what stands between two words says that the first is or does to the second what the joints of a pattern say.
    fn relates(&self, between: &[&WordRow], pattern: &Pattern, joints: &Range<usize>) -> bool {
        let says = |row: &WordRow, joint: usize| {
            let word = &pattern.words[joint];
            let class = class(&self.key.vocabulary.word(word).text);
            let telling = class.has(Class::RELATES) || !self.key.vocabulary.is_grammar(word);
            telling && row.like((pattern.first + joint) as u32) >= SAME
                || is_goal(class) && is_goal(row.class)
        };
        let is = |row: &WordRow| joints.clone().any(|joint| says(row, joint));
        let turns = |row: &WordRow| row.class.has(Class::VOICE) && !is(row);
        between.iter().any(|row| is(row)) && !between.iter().any(|row| turns(row))
    }
}

/// Whether a clause has another order than a plain one: 甲被乙打败, 打败乙的是甲.
fn is_inverted(rows: &[&WordRow]) -> bool {
    let cleft = |pair: &[&WordRow]| {
        pair[0].class.has(Class::PARTICLE) && pair[1].class.has(Class::POINTS_BACK)
    };
    rows.iter().any(|row| row.class.has(Class::VOICE)) || rows.windows(2).any(cleft)
}
