//! Two changes that go against each other in a wording and together in an answer: 温度升高，溶解度升高 for 温度升高，溶解度降低.

use super::antonyms::{Opposites, opposite};
use super::classes::{Class, class};
use super::key::Key;
use super::pattern::Pattern;
use super::polarity::Sign;
use super::scan::Scan;
use std::ops::Range;

/// Two opposites of a pattern, of which the one is said of one thing and the other of another.
#[derive(Clone, Debug)]
pub(crate) struct Correlation {
    /// The places of both.
    changes: [usize; 2],
    /// Those of what they are said of.
    things: Box<[usize]>,
    /// All of it.
    span: Range<usize>,
}

/// A statement of more words than this says too much for two of them to turn it.
const LONG: usize = 32;

/// Share of the things, by weight, from which an answer speaks of them.
const SAID: f32 = 0.7;

impl Key {
    /// The correlations that a pattern states, each in a clause or in two that follow each other.
    pub(super) fn correlations(&self, pattern: &Pattern) -> Box<[Correlation]> {
        let text = |at: usize| &*self.vocabulary.word(&pattern.words[at]).text;
        let content = |at: &usize| !self.vocabulary.is_grammar(&pattern.words[*at]);
        let opposed = |one: usize, other: usize| opposite(text(one), text(other));
        let joins = |at: usize| class(text(at)).has(Class::JOINS);
        let clauses = &pattern.clauses;
        let within = clauses.iter().map(|clause| (clause.clone(), clause.end));
        let across = clauses
            .windows(2)
            .map(|two| (two[0].start..two[1].end, two[1].start));
        let mut found = Vec::new();
        for (span, second) in within.chain(across).filter(|(span, _)| span.len() <= LONG) {
            let of: Vec<usize> = span.clone().filter(content).collect();
            let pairs = of.iter().enumerate().flat_map(|(next, &one)| {
                let others = of[next + 1..].iter();
                others.map(move |&other| [one, other])
            });
            for changes in pairs.filter(|&[one, other]| opposed(one, other)) {
                // Of each there is one.
                let mut rest = of.iter().filter(|at| !changes.contains(at));
                let akin = |at: usize| {
                    let mut changes = changes.iter();
                    changes.any(|&one| opposed(one, at) || text(one) == text(at))
                };
                if rest.any(|&at| akin(at)) {
                    continue;
                }
                let [one, other] = changes;
                let stated = changes.map(|at| pattern.words[at].sign == Sign::Plain);
                let things = of.iter().copied().filter(|at| !changes.contains(at));
                let things: Box<[usize]> = things.collect();
                // Each has something that it is said of.
                let said_of = |words: Range<usize>| things.iter().any(|at| words.contains(at));
                let apart = match second < span.end {
                    true => {
                        (one < second && second <= other)
                            && said_of(span.start..second)
                            && said_of(second..span.end)
                    }
                    false => {
                        let mut between = one + 1..other;
                        things.len() > 1 && !between.all(joins)
                    }
                };
                if apart && !stated.contains(&false) {
                    found.push(Correlation {
                        changes,
                        things,
                        span: span.clone(),
                    });
                }
            }
        }
        found.into()
    }
}

impl Scan<'_> {
    /// Share of the pattern, by weight, in whose statements the window has both changes go the same way, 0 to 1.
    pub(super) fn correlated(
        &self,
        correlations: &[Correlation],
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> f32 {
        if correlations.is_empty() {
            return 0.0;
        }
        let turned = correlations
            .iter()
            .filter(|one| self.turns(one, pattern, window));
        let weights = turned.map(|one| pattern.weight_of(one.span.clone()));
        weights.fold(0.0, f32::max) / pattern.weight()
    }

    /// Whether the clause, or two, of the window that speak most of the things turn one of the changes.
    fn turns(&self, of: &Correlation, pattern: &Pattern, window: &Range<usize>) -> bool {
        let (mut right, mut wrong) = (0.0_f32, 0.0_f32);
        for first in window.clone() {
            for end in first + 1..=(first + 2).min(window.end) {
                let words = self.answer.clause_words(first..end);
                let Some(together) = self.go_together(of, pattern, words.clone()) else {
                    continue;
                };
                let said = self.said(pattern, &of.things, &words);
                match together {
                    true => wrong = wrong.max(said),
                    false => right = right.max(said),
                }
            }
        }
        wrong > right && wrong >= SAID
    }

    /// Whether two changes among these words go the same way; nothing where there are not two, or one is denied.
    fn go_together(
        &self,
        of: &Correlation,
        pattern: &Pattern,
        words: Range<usize>,
    ) -> Option<bool> {
        let slots = of.changes.map(|place| (pattern.first + place) as u32);
        let against = of.changes.map(|place| {
            let word = self.key.vocabulary.word(&pattern.words[place]);
            Opposites::of(&word.text)
        });
        let mut sides = [0; 2];
        for at in words {
            let row = self.rows[at];
            let word = self.answer.word(self.answer.words[at]);
            let is = [0, 1].map(|side| row.is(slots[side]) || against[1 - side].has(word));
            match is {
                [false, false] => continue,
                [true, true] => return None,
                [first, _] => sides[usize::from(!first)] += 1,
            }
            if self.signs[at] != Sign::Plain {
                return None;
            }
        }
        match sides {
            [1, 1] => Some(false),
            [2, 0] | [0, 2] => Some(true),
            _ => None,
        }
    }
}
