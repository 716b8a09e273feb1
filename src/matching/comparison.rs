//! Which of two things has more of something: 油的密度比水大 turns 水的密度比油大 round, 油的密度比水小 says the same.

use super::classes::{Class, class};
use super::key::Key;
use super::pattern::Pattern;
use super::polarity::Sign;
use super::rows::WordRow;
use super::scan::Scan;
use std::ops::Range;

/// A word of the thing that has more and one of the thing that has less, by their places.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    clause: Range<usize>,
    more: usize,
    less: usize,
    /// What they have more and less of: 大 in 比水大, but larger in larger than water.
    measure: usize,
}

/// Share of a clause, by weight, from which another says it.
const SAID: f32 = 0.5;

/// A clause of more words than this compares too much.
const LONG: usize = 32;

/// What an answer makes of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    /// As it is, or nothing.
    Kept,
    /// Said the other way about, as 乙不如甲 says that 甲 has more.
    Conversely,
    /// Turned round.
    Turned,
}

impl Key {
    /// What a wording compares.
    pub(super) fn comparisons(&self, pattern: &Pattern) -> Box<[Comparison]> {
        let id = |at: usize| pattern.words[at].id;
        let content = |at: &usize| !self.vocabulary.is_grammar(&pattern.words[*at]);
        let has =
            |at: usize, of: Class| class(&self.vocabulary.word(&pattern.words[at]).text).has(of);
        let mut found = Vec::new();
        for clause in &pattern.clauses {
            let mut joints = clause
                .clone()
                .filter(|&at| has(at, Class::THAN) || has(at, Class::BELOW));
            let (Some(joint), None) = (joints.next(), joints.next()) else {
                continue;
            };
            let denied = clause.clone().any(|at| {
                let negates = has(at, Class::NEGATES) && !has(at, Class::BELOW);
                negates || pattern.words[at].sign == Sign::Open
            });
            let mut after = (joint + 1..clause.end).filter(content);
            let Some(last) = after.next().filter(|_| !denied && clause.len() <= LONG) else {
                continue;
            };
            let before = || (clause.start..joint).filter(content);
            let twice = |at: usize| clause.clone().filter(|&other| id(other) == id(at)).count() > 1;
            let measure = match self.vocabulary.word(&pattern.words[joint]).latin {
                true => before().next_back(),
                false => after.next_back(),
            };
            let Some(measure) = measure.filter(|&measure| !twice(measure)) else {
                continue;
            };
            let firsts = before().filter(|&first| first != measure && !twice(first));
            found.extend(firsts.filter(|_| !twice(last)).map(|first| {
                let (more, less) = match has(joint, Class::THAN) {
                    true => (first, last),
                    false => (last, first),
                };
                Comparison {
                    clause: clause.clone(),
                    more,
                    less,
                    measure,
                }
            }));
        }
        found.into()
    }
}

impl Scan<'_> {
    /// What the window makes of what the pattern compares, and the share of the pattern, by weight, of which it does so.
    pub(super) fn compared(
        &self,
        comparisons: &[Comparison],
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> (Compared, f32) {
        let each = comparisons.iter().map(|comparison| {
            let share = pattern.weight_of(comparison.clause.clone()) / pattern.weight();
            (self.compares(comparison, pattern, window), share)
        });
        let told = each.filter(|&(compared, _)| compared != Compared::Kept);
        told.max_by(|(_, a), (_, b)| a.total_cmp(b))
            .unwrap_or((Compared::Kept, 0.0))
    }

    /// The same of the clause of the window that says most of one comparison.
    fn compares(
        &self,
        comparison: &Comparison,
        pattern: &Pattern,
        window: &Range<usize>,
    ) -> Compared {
        let slot = |place: usize| (pattern.first + place) as u32;
        let mut best = (0.0, Compared::Kept);
        for clause in &self.answer.clauses[window.clone()] {
            let rows = &self.rows[clause.words()];
            let find = |place: usize| rows.iter().position(|row| row.is(slot(place)));
            let (Some(more), Some(less)) = (find(comparison.more), find(comparison.less)) else {
                continue;
            };
            // Less sunlight opposes more sunlight.
            let opposes = |place: usize| {
                let opposes = |row: &&WordRow| row.opposite.binary_search(&slot(place)).is_ok();
                rows.iter().any(opposes)
            };
            let opposed = comparison.clause.clone().any(opposes);
            if !opposed && find(comparison.measure).is_none() {
                continue;
            }
            // One word of the answer may be both.
            let between = rows
                .get(more.min(less) + 1..more.max(less))
                .unwrap_or_default();
            let any = |of: Class| between.iter().any(|row| row.class.has(of));
            let below = any(Class::BELOW) || any(Class::NEGATES);
            if !below && !any(Class::THAN) {
                continue;
            }
            let turns = [less < more, below, opposed];
            let turned = turns.iter().filter(|&&turn| turn).count() % 2 == 1;
            let said = comparison
                .clause
                .clone()
                .filter(|place| find(*place).is_some());
            let said = pattern.weight_of(said);
            if said >= best.0 {
                let compared = match turned {
                    true => Compared::Turned,
                    false if below || opposed => Compared::Conversely,
                    false => Compared::Kept,
                };
                best = (said, compared);
            }
        }
        match best.0 >= SAID * pattern.weight_of(comparison.clause.clone()) {
            true => best.1,
            false => Compared::Kept,
        }
    }
}
