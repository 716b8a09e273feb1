//! What is measured on the best windows.

use super::classes::{Class, class};
use super::comparison::Compared;
use super::lanes::{LANES, Lanes};
use super::level::Level;
use super::pattern::{Pattern, Stated};
use super::polarity::{self, Sign};
use super::rows::{FULL, SAME, WordRow};
use super::scan::Scan;
use super::track::Found;
use crate::text::{Clause, Limit, Quantity, Unit, is_number_key};
use std::cell::LazyCell;
use std::ops::Range;

/// Less of a wording than this, in writing or meaning, and it does not stand there whole.
const PERHAPS_WHOLE: f32 = 0.35;

/// Share of the words around a number that a clause says where its number is of the same thing.
const AROUND: f32 = 0.4;

/// More of them than of those around another number, and the clause says it of the former.
const APART: f32 = 0.3;

/// Share of a wording, by weight, that is compared conversely from which its opposites oppose nothing.
const MOSTLY: f32 = 0.5;

/// Whether a word may make a limit of a number, as 不 and 低于 in 不低于 18 度 do: what the number is of it does not say.
fn limits(class: Class) -> bool {
    class.has(Class::COMPARES) || class.has(Class::NEGATES)
}

impl Scan<'_> {
    /// Fills in what is measured on the best windows.
    pub(super) fn measure(&self, found: &mut [Found], level: &mut Level) {
        let wordings = self.key.wordings();
        let mut row = Vec::new();
        let literal = LazyCell::new(|| self.is_literal());
        for (pattern, found) in wordings.iter().zip(found) {
            row.clear();
            row.resize(pattern.weights.len(), [0; LANES]);
            for clause in found.window.clone() {
                self.liken(&mut row, pattern.lanes().start, clause, |row| &row.writing);
            }
            let signals = &mut found.signals;
            signals.word_window = pattern.recall(&row);
            signals.crossed = self.crossed(pattern, &found.window, &row);
            (signals.agree_window, signals.oppose_window) =
                self.stated(level, pattern, &found.window, &mut row);
            if pattern.is_negative() && signals.oppose.max(signals.oppose_window) > 0.0 {
                // What is denied in one clause is named in others to say why: 不要反复冷冻，反复冻细胞破得更厉害.
                let (_, opposed) = self.taken(level, pattern, 0..self.answer.clauses.len());
                signals.oppose = signals.oppose.min(opposed);
                signals.oppose_window = signals.oppose_window.min(opposed);
            }
            signals.letters = pattern.letters;
            signals.restates = f32::from(u8::from(pattern.restates));
            let text = pattern.text.as_ref();
            let whole = signals.soft_wide > PERHAPS_WHOLE
                && (text.is_some_and(|text| self.answer.has_whole(text)) || self.lists(pattern));
            signals.verbatim = f32::from(u8::from(whole));
            signals.hedged = f32::from(u8::from(self.hedged(pattern, &found.window)));
            if !pattern.conjuncts.is_empty() && *literal {
                signals.left_out = self.left_out(pattern);
            }
            self.count_quantities(pattern, found);
            if let Some(relations) = &pattern.relations
                && !found.window.is_empty()
            {
                let window = &found.window;
                let (compared, share) = self.compared(&relations.comparisons, pattern, window);
                if compared == Compared::Conversely && share >= MOSTLY {
                    found.signals.oppose = 0.0;
                    found.signals.oppose_window = 0.0;
                }
                let compared = if compared == Compared::Turned {
                    share
                } else {
                    0.0
                };
                let turned = [
                    compared,
                    self.exchanged(&relations.exchanges, pattern, window),
                    self.disordered(&relations.steps, pattern, window),
                    self.correlated(&relations.correlations, pattern, window),
                ];
                found.signals.exchanged = turned.into_iter().fold(0.0, f32::max);
                found.signals.confused = self.confused(&relations.contrasts, pattern, window);
            }
        }
    }

    /// Weights of the pattern's words that the window states with the same, and with the opposite sign only. `row` is what
    /// its words are in writing, and afterwards those of them that are the same word.
    fn stated(
        &self,
        level: &mut Level,
        pattern: &Pattern,
        window: &Range<usize>,
        row: &mut [Lanes],
    ) -> (f32, f32) {
        if pattern.denies(row) || window.clone().any(|clause| self.charged(clause)) {
            return self.taken(level, pattern, window.clone());
        }
        // Nothing is said with the opposite sign.
        for like in row.as_flattened_mut() {
            *like = if *like >= SAME { *like } else { 0 };
        }
        (pattern.recall(row), 0.0)
    }

    /// What these clauses together state with the same, and with the opposite sign only. The level is scratch.
    fn taken(&self, level: &mut Level, pattern: &Pattern, clauses: Range<usize>) -> (f32, f32) {
        level.cover(pattern.lanes());
        self.add(level, clauses.clone());
        self.signs(level, pattern, clauses)
    }

    /// Whether the answer has the pattern's clauses one after the other, by whatever mark they are apart: 富强 民主 for 富强、民主.
    fn lists(&self, pattern: &Pattern) -> bool {
        let parts = &pattern.clauses;
        let is =
            |at: usize, place: usize| self.rows[at].like((pattern.first + place) as u32) == FULL;
        let same = |(clause, part): (&Clause, &Range<usize>)| {
            clause.words().len() == part.len()
                && clause
                    .words()
                    .zip(part.clone())
                    .all(|(at, place)| is(at, place))
        };
        let mut runs = self.answer.clauses.windows(parts.len().max(1));
        parts.len() > 1 && runs.any(|run| run.iter().zip(parts).all(same))
    }

    /// Whether one clause of the window has a word of the pattern and the word's opposite.
    fn hedged(&self, pattern: &Pattern, window: &Range<usize>) -> bool {
        let mut charged = window.clone().filter(|&clause| self.charged(clause));
        charged.any(|clause| {
            let rows = || self.answer.clauses[clause].words().map(|at| self.rows[at]);
            let slots = pattern.first as u32..(pattern.first + pattern.words.len()) as u32;
            // A point that names both sides is not hedged by naming them.
            let own = |row: &WordRow| slots.clone().any(|slot| row.like(slot) == FULL);
            rows().any(|row| {
                let mut turned = row.opposite.iter().filter(|&&slot| {
                    slots.contains(&slot) && rows().any(|row| row.like(slot) == FULL)
                });
                turned.next().is_some() && !own(row)
            })
        })
    }

    /// Share of the point's parts whose words the window spreads over clauses while its clauses mix words of several parts.
    /// `row` is what its words are in writing.
    fn crossed(&self, pattern: &Pattern, window: &Range<usize>, row: &[Lanes]) -> f32 {
        let telling = &pattern.telling;
        let row = row.as_flattened();
        let counts = |part: &&[(u32, u32)]| {
            part.len() > 1 && part.iter().all(|&(at, _)| row[at as usize] >= SAME)
        };
        let parts = || telling.chunk_by(|a, b| a.1 == b.1);
        let counted = parts().filter(counts).count();
        if counted < 2 || window.len() < 2 {
            return 0.0;
        }
        // For each clause which of the telling words it says.
        let mut said = Vec::with_capacity(window.len() * telling.len());
        let mut own = vec![[0; LANES]; pattern.weights.len()];
        for clause in window.clone() {
            own.fill([0; LANES]);
            self.liken(&mut own, pattern.lanes().start, clause, |row| &row.writing);
            let own = own.as_flattened();
            said.extend(telling.iter().map(|&(at, _)| own[at as usize] >= SAME));
        }
        let clauses = || said.chunks_exact(telling.len());
        let (mut spread, mut first) = (0, 0);
        for part in parts() {
            let own = first..first + part.len();
            first = own.end;
            if !counts(&part) {
                continue;
            }
            let together = clauses().any(|said| said[own.clone()].iter().all(|&said| said));
            let mixed = clauses().all(|said| {
                let foreign = said[..own.start].iter().chain(&said[own.end..]);
                !said[own.clone()].contains(&true) || foreign.copied().any(|said| said)
            });
            spread += usize::from(!together && mixed);
        }
        spread as f32 / counted as f32
    }

    /// Share of these words of the pattern, by weight, that these words of the answer say with the same sign, 0 to 1.
    pub(super) fn said(&self, pattern: &Pattern, places: &[usize], words: &Range<usize>) -> f32 {
        let said = places.iter().copied().filter(|&place| {
            let slot = (pattern.first + place) as u32;
            let agrees = |at: usize| {
                let (stated, denied) = self.signs[at].sides();
                match pattern.words[place].sign {
                    Sign::Plain => stated,
                    Sign::Negated => denied,
                    _ => true,
                }
            };
            words.clone().any(|at| self.rows[at].is(slot) && agrees(at))
        });
        pattern.weight_of(said) / pattern.weight_of(places.iter().copied())
    }

    fn count_quantities(&self, pattern: &Pattern, found: &mut Found) {
        let wanted = &pattern.quantities;
        if wanted.is_empty() || found.window.is_empty() {
            return;
        }
        let words = &self.answer.words[self.answer.clause_words(found.window.clone())];
        let (start, end) = (words[0].start as usize, words[words.len() - 1].end as usize);
        let stated = &self.answer.quantities;
        let same =
            |wanted: &Quantity, found: &Quantity| wanted.unit == found.unit && wanted.meets(found);
        let misstated = wanted.iter().filter(|wanted| {
            let mut near = stated
                .iter()
                .filter(|found| (start..end).contains(&found.start));
            // 7天 for 14 天 does not say the 7 天 of something else.
            let taken = |found: &Quantity| {
                let own = || self.around(found, pattern, wanted, 0) + APART;
                pattern.quantities.iter().any(|other| {
                    other.quantity.unit == found.unit
                        && !same(&other.quantity, found)
                        && self.around(found, pattern, other, 0) > own()
                })
            };
            // 三人以上 for 不超过三人.
            let turned = |found: &Quantity| match (wanted.limit, self.limit(found)) {
                (Some(wanted), Some(found)) => wanted != found,
                _ => false,
            };
            let said = |found: &Quantity| {
                let here = (start..end).contains(&found.start);
                same(&wanted.quantity, found)
                    && (here || self.is_of(found, pattern, wanted))
                    && !taken(found)
                    && !turned(found)
            };
            // Who reads three times keeps 不少于 2 遍; who names a limit of another number names another.
            let kept = |found: &Quantity| {
                let limit = wanted.limit;
                limit.is_some_and(|limit| limit.keeps(&wanted.quantity, found))
                    && self.limit(found).is_none()
            };
            !stated.iter().any(said)
                && near.any(|found| {
                    // What another number of the point says is not said of this one.
                    let other = !turned(found)
                        && pattern
                            .quantities
                            .iter()
                            .any(|other| same(&other.quantity, found));
                    !other
                        && self.is_alike(found, pattern, wanted)
                        && self.is_of(found, pattern, wanted)
                        && !kept(found)
                })
        });
        found.signals.number_conflict = misstated.count() as f32 / wanted.len() as f32;
    }

    /// Whether a number of the answer is the least or the most.
    fn limit(&self, number: &Quantity) -> Option<Limit> {
        polarity::limit(self.answer, &self.signs, number)
    }

    /// Whether a quantity of the answer counts the same: a bare number does where it has the same counting word, or the
    /// same word before or behind it.
    fn is_alike(&self, found: &Quantity, pattern: &Pattern, wanted: &Stated) -> bool {
        if found.unit != Unit::Count || wanted.quantity.unit != Unit::Count {
            return found.unit == wanted.quantity.unit;
        }
        let counted_by = wanted.quantity.counted_by;
        if counted_by.is_some() && counted_by == found.counted_by {
            return true;
        }
        let words = &self.answer.words;
        let at = words.partition_point(|word| (word.start as usize) < found.start);
        let beside = |at: Option<usize>, place: Option<usize>| match (at, place) {
            (Some(at), Some(place)) if at < words.len() && place < pattern.words.len() => {
                self.rows[at].like((pattern.first + place) as u32) >= SAME
            }
            _ => false,
        };
        beside(at.checked_sub(1), wanted.place.checked_sub(1))
            || beside(Some(at + 1), Some(wanted.place + 1))
    }

    /// Whether a quantity of the answer is of what these words of the pattern say: its clause and the one before say them.
    fn is_of(&self, quantity: &Quantity, pattern: &Pattern, wanted: &Stated) -> bool {
        self.around(quantity, pattern, wanted, 1) >= AROUND
    }

    /// Share of the words around a number of the pattern that the clause of a quantity says, and so many before it, 0 to 1; 1
    /// where nothing is around it.
    fn around(
        &self,
        quantity: &Quantity,
        pattern: &Pattern,
        wanted: &Stated,
        before: usize,
    ) -> f32 {
        let ends = |clause: &Clause| self.answer.words[clause.last as usize - 1].end as usize;
        let clauses = &self.answer.clauses;
        let at = clauses.partition_point(|one| ends(one) <= quantity.start);
        let clauses = &clauses[at.saturating_sub(before)..clauses.len().min(at + 1)];
        let (mut said, mut all) = (0.0, 0.0);
        for at in wanted.around.clone() {
            let word = &pattern.words[at];
            let text = &self.key.vocabulary.word(word).text;
            if is_number_key(text) || limits(class(text)) {
                continue;
            }
            let slot = (pattern.first + at) as u32;
            let words = clauses.iter().flat_map(Clause::words);
            let soft = words.map(|at| self.rows[at].soft(slot)).max();
            said += word.weight * f32::from(soft.unwrap_or(0)) / f32::from(FULL);
            all += word.weight;
        }
        if all > 0.0 { said / all } else { 1.0 }
    }
}
