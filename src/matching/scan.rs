//! One pass over the answer's clauses: the windows that fit each wording best, and what is measured there.

use super::level::{Level, Sliding, larger};
use super::pattern::{Key, Lead, Pattern, Stated};
use super::polarity::{self, Sign};
use super::rows::{FULL, SAME, WordRow};
use super::signals::Signals;
use super::spelling::{Spelled, Speller};
use crate::text::{Clause, Document, Quantity, Unit, is_number_key};
use std::ops::Range;

/// A clause that states a point has at most about this many words for each of the point's.
const ROOM: f32 = 2.0;

/// Clauses in a wide window: most of a usual answer, but not all of a padded one, where something always fits.
const WIDE: usize = 20;

/// What each further clause of a window must bring.
const CLAUSE_COST: f32 = 0.02;

/// Less of a wording than this, in writing or meaning, and it does not stand there whole.
const PERHAPS_WHOLE: f32 = 0.35;

/// Share of the words around a number that a clause says where its number is of the same thing.
const AROUND: f32 = 0.4;

/// The best window for one wording and what was measured there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) signals: Signals,
    /// Clauses of the best window; empty where nothing matches at all.
    pub(crate) window: Range<usize>,
    /// The clause or two that oppose the point most.
    pub(crate) against: Range<usize>,
}

/// The two points whose own wordings fit a clause best, and how well.
pub(crate) type Rivals = [(f32, usize); 2];

fn place(best: &mut Rivals, score: f32, point: usize) {
    if score > best[0].0 {
        *best = [(score, point), best[0]];
    } else if score > best[1].0 {
        best[1] = (score, point);
    }
}

/// Where one pattern stands in the pass.
struct Track<'a> {
    pattern: &'a Pattern,
    /// Found of the last clauses by themselves, in steps of the pattern's weights, the last one first.
    singles: [i32; LONGEST],
    /// Products of the clauses' vectors and the direction of the pattern's, in the same order.
    means: [f32; LONGEST],
    /// The best window's recall less its cost.
    key: f32,
    found: Found,
}

/// No window but the wide one is longer, however many clauses the point has.
pub(super) const LONGEST: usize = 12;

/// Puts the newest value before the others; the oldest is dropped.
fn shift<T: Copy>(values: &mut [T; LONGEST], newest: T) {
    values.copy_within(..LONGEST - 1, 1);
    values[0] = newest;
}

/// Likeness of the last clauses to the patterns' words, a row a clause.
struct Ring {
    bytes: Vec<u8>,
    width: usize,
}

impl Ring {
    fn new(width: usize) -> Self {
        Self {
            bytes: vec![0; LONGEST * width],
            width,
        }
    }

    fn push(&mut self, clause: usize, level: &Level) {
        let start = clause % LONGEST * self.width;
        level.soft(&mut self.bytes[start..start + self.width]);
    }

    /// What the clause is to a pattern.
    fn of(&self, clause: usize, pattern: &Pattern) -> &[u8] {
        let start = clause % LONGEST * self.width;
        &self.bytes[start..start + self.width][pattern.slots()]
    }
}

impl<'a> Track<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        Self {
            pattern,
            singles: [0; LONGEST],
            means: [0.0; LONGEST],
            key: f32::MIN,
            found: Found::default(),
        }
    }

    /// Takes in the clause `at`: the recall it gets by itself.
    fn push(&mut self, at: usize, ring: &Ring) -> f32 {
        let single = self
            .pattern
            .steps(ring.of(at, self.pattern).iter().copied());
        shift(&mut self.singles, single);
        self.pattern.share(single)
    }

    /// Finds out whether a window that ends at the clause `at` is the best. `joined` is scratch.
    fn search(&mut self, at: usize, ring: &Ring, joined: &mut Vec<u8>) {
        let longest = self.pattern.longest.min(at + 1);
        // Windows find at most what their clauses find by themselves.
        let mut rest: i32 = self.singles[..longest].iter().sum();
        if self.pattern.share(rest) - CLAUSE_COST <= self.key {
            return;
        }
        joined.clear();
        joined.extend_from_slice(ring.of(at, self.pattern));
        for back in 0..longest {
            let mut found = self.singles[0];
            if back > 0 {
                larger(joined, ring.of(at - back, self.pattern));
                found = self.pattern.steps(joined.iter().copied());
            }
            let soft = self.pattern.share(found);
            let cost = CLAUSE_COST * (back + 1) as f32;
            if soft - cost > self.key && soft > 0.0 {
                self.key = soft - cost;
                self.found.window = at - back..at + 1;
                self.found.signals.soft_window = soft;
            }
            rest -= self.singles[back];
            if self.pattern.share(found + rest) - cost <= self.key {
                return;
            }
        }
    }

    /// Measures the clause `at` by itself, of so many words, and the vectors' mean over the windows that end with it.
    fn follow(&mut self, at: usize, words: usize, single: f32, mean: f32, lengths: &Lengths) {
        let signals = &mut self.found.signals;
        let room = ROOM * self.pattern.words.len() as f32 / words as f32;
        signals.clause = signals.clause.max(single * room.min(1.0));
        shift(&mut self.means, mean);
        let windows = self.means.iter().zip(&lengths.inverse);
        let mut product = 0.0;
        for (mean, inverse) in windows.take(self.pattern.longest.min(at + 1)) {
            product += mean;
            signals.mean_window = signals.mean_window.max(product * inverse);
        }
    }

    /// Takes the wide window if it is the best.
    fn widen(&mut self, wide: &Level) {
        let soft = wide.topic(self.pattern);
        let signals = &mut self.found.signals;
        if soft > signals.soft_wide {
            signals.soft_wide = soft;
            if !self.pattern.is_wording() {
                signals.support_oppose = wide.signs(self.pattern).1;
            }
        }
    }

    /// Whether the clause, or it and the one before, oppose the pattern more than any so far.
    fn oppose(&mut self, at: usize, level: &Level, both: &Level) {
        for (level, first) in [(level, at), (both, at.saturating_sub(1))] {
            let signals = &mut self.found.signals;
            let most = signals.oppose * signals.oppose_topic;
            if level.most_opposed(self.pattern) <= most {
                continue;
            }
            let (_, oppose) = level.signs(self.pattern);
            let topic = level.topic(self.pattern);
            if oppose * topic > most {
                (signals.oppose, signals.oppose_topic) = (oppose, topic);
                self.found.against = first..at + 1;
            }
        }
    }
}

/// How long the mean of a window's words is, where words are as alike as words of one text mostly are.
struct Lengths {
    /// Of the last clauses the sum of the words' lengths and of their squares, the last one first.
    sums: [(f32, f32); LONGEST],
    /// For each count of clauses, one over the length of the window's vector; 0 where it has none.
    inverse: [f32; LONGEST],
}

/// Cosine taken for any two words of one answer. Assumed, not fitted: with it area and kappa on the development set are
/// within 0.002, and Pearson within 0.003, of what the length of the window's own sum of vectors gives.
const ALIKE: f32 = 0.15;

impl Lengths {
    fn new() -> Self {
        Self {
            sums: [(0.0, 0.0); LONGEST],
            inverse: [0.0; LONGEST],
        }
    }

    fn push<'a>(&mut self, words: impl Iterator<Item = &'a WordRow>) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for row in words {
            sum += row.length;
            squares += row.length * row.length;
        }
        shift(&mut self.sums, (sum, squares));
        (sum, squares) = (0.0, 0.0);
        for (inverse, own) in self.inverse.iter_mut().zip(&self.sums) {
            sum += own.0;
            squares += own.1;
            let square = squares + ALIKE * (sum * sum - squares);
            *inverse = if square > 0.0 {
                1.0 / square.sqrt()
            } else {
                0.0
            };
        }
    }
}

/// An answer's words, ready for a pass.
pub(crate) struct Scan<'a> {
    key: &'a Key,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    signs: Vec<Sign>,
    spelled: Vec<Spelled>,
    /// For each clause where its entries in `spelled` begin, and the end.
    spelled_from: Vec<u32>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(key: &'a Key, answer: &'a Document<'a>, rows: &'a [&'a WordRow]) -> Self {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let signs = polarity::signs(answer, &classes);
        let mut speller = Speller::new(&key.vocabulary, answer, rows);
        let (mut spelled, mut spelled_from) = (Vec::new(), vec![0]);
        for clause in &answer.clauses {
            speller.find(clause, &mut spelled);
            spelled_from.push(spelled.len() as u32);
        }
        Self {
            key,
            answer,
            rows,
            signs,
            spelled,
            spelled_from,
        }
    }

    fn add(&self, level: &mut Level, clause: usize) {
        for at in self.answer.clauses[clause].words() {
            level.add(self.rows[at], self.signs[at]);
        }
        let spelled = self.spelled_from[clause] as usize..self.spelled_from[clause + 1] as usize;
        for spelled in &self.spelled[spelled] {
            let slots = self.key.vocabulary.slots(spelled.id);
            level.spell(slots, spelled.likeness, self.signs[spelled.word as usize]);
        }
    }

    /// Finds the best windows of all patterns, and the best two points for each clause.
    pub(crate) fn run(&self) -> (Vec<Found>, Vec<Rivals>) {
        let slots = self.key.slots;
        let clauses = &self.answer.clauses;
        let mut tracks: Vec<Track<'_>> = self.key.patterns.iter().map(Track::new).collect();
        let mut lengths = Lengths::new();
        let mut means = vec![0.0; self.key.wordings().len()];
        let mut level = Level::new(slots);
        let (mut before, mut both) = (Level::new(slots), Level::new(slots));
        let negative = self.key.patterns.iter().any(|pattern| pattern.negative);
        let (mut ring, mut joined) = (Ring::new(slots), Vec::new());
        let (mut wide, mut sliding) = (Level::new(slots), Sliding::new(slots, WIDE, clauses.len()));
        let mut rivals = Vec::with_capacity(clauses.len());
        for (at, clause) in clauses.iter().enumerate() {
            std::mem::swap(&mut level, &mut before);
            level.clear();
            self.add(&mut level, at);
            ring.push(at, &level);
            sliding.push(&level);
            // Each wide window contains those before it until the first is as wide as can be.
            let whole = at + 1 >= WIDE.min(clauses.len());
            if whole {
                sliding.largest(&mut wide);
            }
            let rows = || clause.words().map(|at| self.rows[at]);
            lengths.push(rows());
            means.fill(0.0);
            for row in rows() {
                let sums = means.iter_mut().zip(&row.means);
                sums.for_each(|(sum, mean)| *sum += mean);
            }
            if level.charged || negative {
                both.clear();
                if at > 0 && clauses[at - 1].sentence == clause.sentence {
                    both.join(&before);
                }
                both.join(&level);
            }
            let mut best = [(0.0, usize::MAX); 2];
            for (track, &mean) in tracks.iter_mut().zip(&means) {
                let single = track.push(at, &ring);
                if let Lead::Point(point) = track.pattern.lead {
                    place(&mut best, single, point);
                }
                track.search(at, &ring, &mut joined);
                track.follow(at, clause.words().len(), single, mean, &lengths);
                if level.charged || track.pattern.negative {
                    track.oppose(at, &level, &both);
                }
            }
            if whole {
                tracks.iter_mut().for_each(|track| track.widen(&wide));
            }
            rivals.push(best);
        }
        let mut found: Vec<Found> = tracks.into_iter().map(|track| track.found).collect();
        self.measure(&mut found, &mut level);
        (found, rivals)
    }

    /// Fills in what is measured on the best windows.
    fn measure(&self, found: &mut [Found], level: &mut Level) {
        let wordings = self.key.wordings();
        for (pattern, found) in wordings.iter().zip(found.iter_mut()) {
            level.narrow(pattern);
            let window = found.window.clone();
            window.for_each(|clause| self.add(level, clause));
            let signals = &mut found.signals;
            signals.word_window = level.recall(pattern);
            (signals.agree_window, signals.oppose_window) = level.signs(pattern);
            signals.restates = f32::from(u8::from(pattern.restates));
            let whole = signals.soft_wide > PERHAPS_WHOLE && self.answer.has_whole(&pattern.text);
            signals.verbatim = f32::from(u8::from(whole));
            signals.hedged = f32::from(u8::from(self.hedged(pattern, &found.window)));
            self.count_quantities(pattern, found);
            found.signals.exchanged = self.exchanged(pattern, &found.window);
        }
        for (pattern, found) in wordings.iter().zip(found) {
            found.signals.crossed = self.crossed(pattern, &found.window, level);
        }
    }

    /// Whether one clause of the window has a word of the pattern and the word's opposite.
    fn hedged(&self, pattern: &Pattern, window: &Range<usize>) -> bool {
        window.clone().any(|clause| {
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
    fn crossed(&self, pattern: &Pattern, window: &Range<usize>, level: &mut Level) -> f32 {
        let telling = &pattern.telling;
        if telling.is_empty() || window.len() < 2 {
            return 0.0;
        }
        // For each clause which of the telling words it says.
        let mut said = Vec::with_capacity(window.len() * telling.len());
        for clause in window.clone() {
            level.narrow(pattern);
            self.add(level, clause);
            said.extend(telling.iter().map(|&(at, _)| level.like()[at] >= SAME));
        }
        let clauses = || said.chunks_exact(telling.len());
        let (mut spread, mut counted) = (0, 0);
        let mut first = 0;
        for part in telling.chunk_by(|a, b| a.1 == b.1) {
            let own = first..first + part.len();
            first = own.end;
            let all = own.clone().all(|at| clauses().any(|said| said[at]));
            if part.len() < 2 || !all {
                continue;
            }
            counted += 1;
            let together = clauses().any(|said| said[own.clone()].iter().all(|&said| said));
            let mixed = clauses().all(|said| {
                let foreign = said[..own.start].iter().chain(&said[own.end..]);
                !said[own.clone()].contains(&true) || foreign.copied().any(|said| said)
            });
            spread += usize::from(!together && mixed);
        }
        if counted < 2 {
            0.0
        } else {
            spread as f32 / counted as f32
        }
    }

    /// Share of the pattern in whose clauses the window exchanges two words.
    fn exchanged(&self, pattern: &Pattern, window: &Range<usize>) -> f32 {
        if pattern.exchanges.is_empty() {
            return 0.0;
        }
        let clauses = || self.answer.clauses[window.clone()].iter();
        let rows = || clauses().map(|clause| &self.rows[clause.words()]);
        let weights = pattern.exchanges.iter();
        let most = weights
            .map(|one| one.weight(self.key, pattern, rows()))
            .fold(0.0, f32::max);
        most / pattern.words.iter().map(|word| word.weight).sum::<f32>()
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
            let said = |found: &Quantity| {
                let here = (start..end).contains(&found.start);
                same(&wanted.quantity, found) && (here || self.is_of(found, pattern, wanted))
            };
            !stated.iter().any(said)
                && near.any(|found| {
                    // What another number of the point says is not said of this one.
                    let other = pattern
                        .quantities
                        .iter()
                        .any(|other| same(&other.quantity, found));
                    !other
                        && self.is_alike(found, pattern, wanted)
                        && self.is_of(found, pattern, wanted)
                })
        });
        found.signals.number_conflict = misstated.count() as f32 / wanted.len() as f32;
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
        let ends = |clause: &Clause| self.answer.words[clause.last as usize - 1].end as usize;
        let clauses = &self.answer.clauses;
        let at = clauses.partition_point(|one| ends(one) <= quantity.start);
        let clauses = &clauses[at.saturating_sub(1)..clauses.len().min(at + 1)];
        let (mut said, mut all) = (0.0, 0.0);
        for at in wanted.around.clone() {
            let word = &pattern.words[at];
            if is_number_key(&self.key.vocabulary.words[word.id as usize].text) {
                continue;
            }
            let slot = (pattern.first + at) as u32;
            let words = clauses.iter().flat_map(Clause::words);
            let soft = words.map(|at| self.rows[at].soft(slot)).max();
            said += word.weight * f32::from(soft.unwrap_or(0)) / f32::from(FULL);
            all += word.weight;
        }
        said >= AROUND * all
    }
}
