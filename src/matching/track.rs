//! Where one pattern stands in the pass over the answer's clauses.

use super::lanes::{Lanes, larger_of, weigh};
use super::level::Level;
use super::pattern::Pattern;
use super::signals::Signals;
use std::ops::Range;

/// A clause that states a point has at most about this many words for each of the point's.
const ROOM: f32 = 2.0;

/// What each further clause of a window must bring.
const CLAUSE_COST: f32 = 0.02;

/// What brings no more than this costs more than it brings, rounding aside: no best window of several clauses ends with it.
const LEAST: f32 = 0.99 * CLAUSE_COST;

/// The best window for one wording and what was measured there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) signals: Signals,
    /// Clauses of the best window; empty where nothing matches at all.
    pub(crate) window: Range<usize>,
    /// The clause or two that oppose the point most.
    pub(crate) against: Range<usize>,
}

/// No window but the wide one is longer, however many clauses the point has.
pub(super) const LONGEST: usize = 12;

/// Clauses of which something is kept: a power of two, since remainders by it are quick.
pub(super) const KEPT: usize = LONGEST.next_power_of_two();

/// What the last clauses are to the patterns in writing or meaning.
pub(super) type Ring<'a> = super::lanes::Ring<'a, KEPT>;

/// Where one pattern stands in the pass.
pub(super) struct Track<'a> {
    pub(super) pattern: &'a Pattern,
    /// Found of the last clauses by themselves, in steps of the pattern's weights, each at its remainder.
    singles: [i32; KEPT],
    /// The sum of those that a longest window has.
    recent: i32,
    /// The best window's recall less its cost.
    key: f32,
    /// The last clause of the best wide window.
    pub(super) widest: usize,
    /// Whether that window says a word that the pattern denies.
    pub(super) denies: bool,
    pub(super) found: &'a mut Found,
}

impl<'a> Track<'a> {
    pub(super) fn new(pattern: &'a Pattern, found: &'a mut Found) -> Self {
        Self {
            pattern,
            singles: [0; KEPT],
            recent: 0,
            key: f32::MIN,
            widest: 0,
            denies: false,
            found,
        }
    }

    /// Takes in the clause `at`: the recall it gets by itself.
    pub(super) fn push(&mut self, at: usize, row: &[Lanes]) -> f32 {
        let single = self.pattern.steps(&row[self.pattern.lanes()]);
        // Of clauses that are not yet, where there were fewer.
        let left = (at + KEPT - self.pattern.longest) % KEPT;
        self.recent += single - self.singles[left];
        self.singles[at % KEPT] = single;
        self.pattern.share(single)
    }

    /// Finds out whether a window that ends at the clause `at` is the best.
    pub(super) fn search(&mut self, at: usize, ring: &Ring<'_>) {
        let single = self.singles[at % KEPT];
        self.take(at..at + 1, single);
        // Windows, of two clauses or more, find at most what their clauses find by themselves.
        if self.pattern.share(single) <= LEAST || self.worth(2, self.recent) <= self.key {
            return;
        }
        let longest = self.pattern.longest.min(at + 1);
        let mut found = [0; LONGEST];
        for (weights, lane) in self.pattern.weights.iter().zip(self.pattern.lanes()) {
            let mut joined = *ring.lanes(at, lane);
            for (back, found) in found[..longest].iter_mut().enumerate().skip(1) {
                joined = larger_of(joined, *ring.lanes(at - back, lane));
                *found += weigh(weights, &joined);
            }
        }
        for (back, &found) in found[..longest].iter().enumerate().skip(1) {
            self.take(at - back..at + 1, found);
        }
    }

    /// What a window of so many clauses is worth where it finds so much.
    fn worth(&self, clauses: usize, found: i32) -> f32 {
        self.pattern.share(found) - CLAUSE_COST * clauses as f32
    }

    /// Takes the window if it is the best.
    fn take(&mut self, window: Range<usize>, found: i32) {
        let worth = self.worth(window.len(), found);
        if worth > self.key && found > 0 {
            self.key = worth;
            self.found.signals.soft_window = self.pattern.share(found);
            self.found.window = window;
        }
    }

    /// Measures a clause by itself, of so many words.
    pub(super) fn follow(&mut self, words: usize, single: f32) {
        let signals = &mut self.found.signals;
        if single <= signals.clause {
            return;
        }
        let room = ROOM * self.pattern.words.len() as f32 / words as f32;
        signals.clause = signals.clause.max(single * room.min(1.0));
    }

    /// Takes the wide window that ends at the clause `at` if it is the best.
    pub(super) fn widen(&mut self, at: usize, wide: &[Lanes]) {
        let wide = &wide[self.pattern.lanes()];
        let soft = self.pattern.recall(wide);
        if soft > self.found.signals.soft_wide {
            self.found.signals.soft_wide = soft;
            self.widest = at;
            self.denies = self.pattern.denies(wide);
        }
    }

    /// How much the clauses oppose the pattern that do so most.
    fn opposed(&self) -> f32 {
        self.found.signals.oppose * self.found.signals.oppose_topic
    }

    /// Whether clauses that state and deny so much may oppose the pattern more than any so far.
    pub(super) fn may_be_opposed(&self, level: &Level) -> bool {
        level.most_opposed(self.pattern) > self.opposed()
    }

    /// Takes the clauses, one or two that state and deny so much, if they oppose the pattern most.
    pub(super) fn oppose(&mut self, clauses: Range<usize>, level: &Level, ring: &Ring<'_>) {
        if !self.may_be_opposed(level) {
            return;
        }
        let pattern = self.pattern;
        let (_, oppose) = level.signs(pattern);
        let joined = pattern.lanes().map(|lane| {
            let last = *ring.lanes(clauses.end - 1, lane);
            larger_of(*ring.lanes(clauses.start, lane), last)
        });
        let weighed = pattern.weights.iter().zip(joined);
        let steps = weighed.map(|(weights, joined)| weigh(weights, &joined));
        let topic = pattern.share(steps.sum());
        if oppose * topic > self.opposed() {
            let signals = &mut self.found.signals;
            (signals.oppose, signals.oppose_topic) = (oppose, topic);
            self.found.against = clauses;
        }
    }
}
