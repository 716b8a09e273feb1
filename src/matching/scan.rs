//! One pass over the answer's clauses: the windows that fit each wording best, and what is measured there.

use super::level::{Level, Sliding, larger};
use super::pattern::{Key, LANES, Lead, Pattern};
use super::polarity;
use super::rows::{FULL, SAME, WordRow};
use super::signals::Signals;
use super::spelling::{Spelled, Speller};
use super::vectors::Sum;
use crate::text::{Document, Quantity};
use std::ops::Range;

/// A clause that states a point has at most about this many words for each of the point's.
const ROOM: f32 = 2.0;

/// Clauses in a wide window: most of a usual answer, but not all of a padded one, where something always fits.
const WIDE: usize = 20;

/// What each further clause of a window must bring.
const CLAUSE_COST: f32 = 0.02;

/// Less of a wording than this, in writing or meaning, and it does not stand there whole.
const PERHAPS_WHOLE: f32 = 0.35;

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
    /// Likeness of the last clauses to the pattern's words, a row a clause, in a ring.
    ring: Vec<u8>,
    /// Found of the last clauses by themselves, in steps of the pattern's weights, in a ring.
    singles: [i32; LONGEST],
    /// Products of the clauses' vectors and the pattern's mean, in a ring.
    means: [f32; LONGEST],
    /// The best window's recall less its cost.
    key: f32,
    found: Found,
}

/// No window but the wide one is longer, however many clauses the point has.
pub(super) const LONGEST: usize = 12;

impl<'a> Track<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        Self {
            pattern,
            ring: vec![0; pattern.longest * pattern.weights.len()],
            singles: [0; LONGEST],
            means: [0.0; LONGEST],
            key: f32::MIN,
            found: Found::default(),
        }
    }

    /// The row of the clause `back` before the one `at`.
    fn row(&self, at: usize, back: usize) -> &[u8] {
        let width = self.pattern.weights.len();
        let place = (at - back) % self.pattern.longest;
        &self.ring[place * width..(place + 1) * width]
    }

    /// Takes in the clause `at`: the recall it gets by itself.
    fn push(&mut self, at: usize, soft: &[u8]) -> f32 {
        let width = self.pattern.weights.len();
        let place = at % self.pattern.longest;
        let row = &mut self.ring[place * width..(place + 1) * width];
        for (to, word) in row.iter_mut().zip(&self.pattern.words) {
            *to = soft[word.id as usize];
        }
        let single = steps(&self.pattern.weights, row);
        self.singles[at % LONGEST] = single;
        self.pattern.share(single)
    }

    /// Finds out whether a window that ends at the clause `at` is the best. `joined` is scratch.
    fn search(&mut self, at: usize, joined: &mut Vec<u8>) {
        let longest = self.pattern.longest.min(at + 1);
        // Windows find at most what their clauses find by themselves.
        let bound: i32 = (0..longest)
            .map(|back| self.singles[(at - back) % LONGEST])
            .sum();
        if self.pattern.share(bound) - CLAUSE_COST <= self.key {
            return;
        }
        joined.clear();
        joined.resize(self.pattern.weights.len(), 0);
        for back in 0..longest {
            larger(joined, self.row(at, back));
            let soft = self.pattern.share(steps(&self.pattern.weights, joined));
            let key = soft - CLAUSE_COST * (back + 1) as f32;
            if key > self.key && soft > 0.0 {
                self.key = key;
                self.found.window = at - back..at + 1;
                self.found.signals.soft_window = soft;
            }
        }
    }

    /// Takes the wide window if it is the best.
    fn widen(&mut self, wide: &Level) {
        let soft = wide.topic(self.pattern);
        let signals = &mut self.found.signals;
        if soft > signals.soft_wide {
            signals.soft_wide = soft;
            let (agree, oppose) = wide.signs(self.pattern);
            match self.pattern.is_wording() {
                true => signals.agree_wide = agree,
                false => signals.support_oppose = oppose,
            }
        }
    }

    /// Whether the clause, or it and the one before, oppose the pattern more than any so far.
    fn oppose(&mut self, at: usize, level: &Level, both: &Level) {
        for (level, first) in [(level, at), (both, at.saturating_sub(1))] {
            let (_, oppose) = level.signs(self.pattern);
            let topic = level.topic(self.pattern);
            let signals = &mut self.found.signals;
            if oppose * topic > signals.oppose * signals.oppose_topic {
                (signals.oppose, signals.oppose_topic) = (oppose, topic);
                self.found.against = first..at + 1;
            }
        }
    }
}

/// Σ weight × likeness, some lanes at a time.
fn steps(weights: &[i16], row: &[u8]) -> i32 {
    let chunks = weights.chunks_exact(LANES).zip(row.chunks_exact(LANES));
    chunks
        .map(|(weights, row)| {
            let products = weights.iter().zip(row);
            products
                .map(|(&weight, &like)| i32::from(weight) * i32::from(like))
                .sum::<i32>()
        })
        .sum()
}

/// Lengths of the windows that end at a clause, from the products of the clauses' vectors.
struct Lengths {
    sums: Vec<Sum>,
    squares: Vec<f32>,
    /// For each count of clauses, one over the length of the window's vector; 0 where it has none.
    inverse: [f32; LONGEST],
}

impl Lengths {
    fn new(longest: usize) -> Self {
        Self {
            sums: vec![Sum::default(); longest],
            squares: vec![0.0; longest],
            inverse: [0.0; LONGEST],
        }
    }

    fn push<'a>(&mut self, at: usize, words: impl Iterator<Item = &'a WordRow>) {
        let longest = self.sums.len();
        let mut sum = Sum::default();
        for (vector, weight) in words.filter_map(|row| row.vector.as_ref()) {
            sum.add(vector, *weight);
        }
        // |a + b|² = |a|² + |b|² + 2ab, clause by clause backwards.
        let own = sum.product(&sum) as f32;
        let mut products = [0.0; LONGEST];
        for back in 1..longest.min(at + 1) {
            let product = sum.product(&self.sums[(at - back) % longest]) as f32;
            products[back] = products[back - 1] + product;
        }
        for count in (1..longest).rev() {
            self.squares[count] = self.squares[count - 1] + own + 2.0 * products[count];
        }
        self.squares[0] = own;
        for (inverse, &square) in self.inverse.iter_mut().zip(&self.squares) {
            *inverse = if square > 0.0 {
                1.0 / square.sqrt()
            } else {
                0.0
            };
        }
        self.sums[at % longest] = sum;
    }
}

/// An answer's words, ready for a pass.
pub(crate) struct Scan<'a> {
    key: &'a Key,
    answer: &'a Document<'a>,
    rows: &'a [&'a WordRow],
    negated: Vec<bool>,
    spelled: Vec<Spelled>,
    /// For each clause where its entries in `spelled` begin, and the end.
    spelled_from: Vec<u32>,
}

impl<'a> Scan<'a> {
    pub(crate) fn new(key: &'a Key, answer: &'a Document<'a>, rows: &'a [&'a WordRow]) -> Self {
        let classes: Vec<_> = rows.iter().map(|row| row.class).collect();
        let negated = polarity::negated(answer, &classes);
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
            negated,
            spelled,
            spelled_from,
        }
    }

    fn add(&self, level: &mut Level, clause: usize) {
        for at in self.answer.clauses[clause].words() {
            level.add(self.rows[at], self.negated[at]);
        }
        let spelled = self.spelled_from[clause] as usize..self.spelled_from[clause + 1] as usize;
        for spelled in &self.spelled[spelled] {
            level.spell(spelled, self.negated[spelled.word as usize]);
        }
    }

    /// Finds the best windows of all patterns, and the best two points for each clause.
    pub(crate) fn run(&self) -> (Vec<Found>, Vec<Rivals>) {
        let words = self.key.vocabulary.words.len();
        let clauses = &self.answer.clauses;
        let mut tracks: Vec<Track<'_>> = self.key.patterns.iter().map(Track::new).collect();
        let wordings = self
            .key
            .patterns
            .iter()
            .filter(|pattern| pattern.is_wording());
        let mut lengths = Lengths::new(wordings.map(|one| one.longest).max().unwrap_or(1));
        let mut level = Level::new(words);
        let (mut before, mut both) = (Level::new(words), Level::new(words));
        let negative = self.key.patterns.iter().any(|pattern| pattern.negative);
        let (mut soft, mut wide, mut joined) = (vec![0; words], Level::new(words), Vec::new());
        let mut sliding = Sliding::new(words, WIDE, clauses.len());
        let mut rivals = Vec::with_capacity(clauses.len());
        for (at, clause) in clauses.iter().enumerate() {
            std::mem::swap(&mut level, &mut before);
            level.clear();
            self.add(&mut level, at);
            level.soft(&mut soft);
            sliding.push(&level);
            // Each wide window contains those before it until the first is as wide as can be.
            let whole = at + 1 >= WIDE.min(clauses.len());
            if whole {
                sliding.largest(&mut wide);
            }
            lengths.push(at, clause.words().map(|at| self.rows[at]));
            if level.charged || negative {
                both.clear();
                both.join(&before);
                both.join(&level);
            }
            let mut best = [(0.0, usize::MAX); 2];
            for (index, track) in tracks.iter_mut().enumerate() {
                if track.pattern.is_wording() {
                    let single = track.push(at, &soft);
                    if let Lead::Point(point) = track.pattern.lead {
                        place(&mut best, single, point);
                    }
                    track.search(at, &mut joined);
                    self.follow(track, index, at, single, &lengths);
                    if level.charged || track.pattern.negative {
                        track.oppose(at, &level, &both);
                    }
                }
                if whole {
                    track.widen(&wide);
                }
            }
            rivals.push(best);
        }
        let mut found: Vec<Found> = tracks.into_iter().map(|track| track.found).collect();
        self.measure(&mut found, &mut level);
        (found, rivals)
    }

    /// The clause by itself, and the vectors' mean over the windows that end with it.
    fn follow(
        &self,
        track: &mut Track<'_>,
        index: usize,
        at: usize,
        single: f32,
        lengths: &Lengths,
    ) {
        let Track { pattern, found, .. } = track;
        let words = self.answer.clauses[at].words();
        let room = ROOM * pattern.words.len() as f32 / words.len() as f32;
        found.signals.clause = found.signals.clause.max(single * room.min(1.0));
        let means = words.filter_map(|at| self.rows[at].means.get(index));
        track.means[at % LONGEST] = means.sum();
        let (mut product, mut best) = (0.0, f32::MIN);
        for back in 0..pattern.longest.min(at + 1) {
            product += track.means[(at - back) % LONGEST];
            best = f32::max(best, product * lengths.inverse[back]);
        }
        let cosine = best / pattern.mean_length.max(1.0);
        found.signals.mean_window = found.signals.mean_window.max(cosine);
    }

    /// Fills in what is measured on the best windows. Patterns often share them.
    fn measure(&self, found: &mut [Found], level: &mut Level) {
        let mut stretch = 0..0;
        level.clear();
        let wordings = self.key.wordings();
        for (pattern, found) in self.key.patterns[..wordings].iter().zip(found.iter_mut()) {
            if found.window != stretch {
                level.clear();
                found
                    .window
                    .clone()
                    .for_each(|clause| self.add(level, clause));
                stretch = found.window.clone();
            }
            let signals = &mut found.signals;
            signals.word_window = pattern.recall(level.like());
            (signals.agree_window, signals.oppose_window) = level.signs(pattern);
            signals.oppose_soft = level.opposed(pattern);
            signals.length = (pattern.words.len() as f32).ln();
            signals.restates = f32::from(u8::from(pattern.restates));
            let whole = signals.soft_wide > PERHAPS_WHOLE && self.answer.has_whole(&pattern.text);
            signals.verbatim = f32::from(u8::from(whole));
            signals.hedged = f32::from(u8::from(self.hedged(pattern, &found.window)));
            self.count_quantities(pattern, found);
        }
        for (pattern, found) in self.key.patterns[..wordings].iter().zip(found) {
            found.signals.crossed = self.crossed(pattern, &found.window, level);
        }
    }

    /// Whether one clause of the window has a word of the pattern and the word's opposite.
    fn hedged(&self, pattern: &Pattern, window: &Range<usize>) -> bool {
        window.clone().any(|clause| {
            let rows = || self.answer.clauses[clause].words().map(|at| self.rows[at]);
            // A point that names both sides is not hedged by naming them.
            let own = |row: &WordRow| pattern.words.iter().any(|word| row.like(word.id) == FULL);
            rows().any(|row| {
                let mut turned = row.opposite.iter().filter(|&&id| {
                    pattern.words.iter().any(|word| word.id == id)
                        && rows().any(|row| row.like(id) == FULL)
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
            level.clear();
            self.add(level, clause);
            said.extend(
                telling
                    .iter()
                    .map(|&(id, _)| level.like()[id as usize] >= SAME),
            );
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

    fn count_quantities(&self, pattern: &Pattern, found: &mut Found) {
        let wanted = &pattern.quantities;
        if wanted.is_empty() || found.window.is_empty() {
            return;
        }
        let words = &self.answer.words[self.answer.clause_words(found.window.clone())];
        let (start, end) = (words[0].start as usize, words[words.len() - 1].end as usize);
        let stated = &self.answer.quantities;
        let same = |wanted: &Quantity, found: &Quantity| {
            wanted.unit == found.unit && wanted.same_value(found)
        };
        let misstated = wanted.iter().filter(|wanted| {
            let mut near = stated
                .iter()
                .filter(|found| (start..end).contains(&found.start));
            !stated.iter().any(|found| same(wanted, found))
                && near.any(|found| found.unit == wanted.unit)
        });
        found.signals.number_conflict = misstated.count() as f32 / wanted.len() as f32;
    }
}
