//! One pass over the answer's clauses: every window of up to four of them against every wording.

use super::pattern::{Pattern, Vocabulary};
use super::rows::{FULL, SAME, WordRow};
use super::signals::Signals;
use super::synonyms;
use super::vectors::Sum;
use super::words;
use crate::text::{Clause, Document, Quantity};
use std::ops::Range;

/// A clause that states a point has at most about this many words for each of the point's.
const ROOM: f32 = 2.0;

/// Words of a key point up to this weight carry grammar or stand in the question.
const LIGHT: f32 = 0.2;

/// Clauses in a wide window: most of a usual answer, but not all of a padded one, where something always fits.
const WIDE: usize = 20;

/// What each further clause of a window must bring.
const CLAUSE_COST: f32 = 0.02;

/// What one clause, or several together, are to each word of the vocabulary.
#[derive(Clone, Debug, Default)]
struct Level {
    like: Vec<u8>,
    soft: Vec<u8>,
    /// Likeness of the same word that is not negated, or of its opposite that is.
    plain: Vec<u8>,
    /// Likeness of the same word that is negated, or of its opposite that is not.
    under: Vec<u8>,
    /// Likeness in writing or meaning of words that are not negated.
    soft_plain: Vec<u8>,
    /// Likeness in writing or meaning of words that are.
    soft_under: Vec<u8>,
    chars: Vec<u64>,
    bigrams: Vec<u64>,
}

impl Level {
    fn new(vocabulary: &Vocabulary) -> Self {
        let words = vocabulary.words.len();
        Self {
            like: vec![0; words],
            soft: vec![0; words],
            plain: vec![0; words],
            under: vec![0; words],
            soft_plain: vec![0; words],
            soft_under: vec![0; words],
            chars: vec![0; vocabulary.chars.len().div_ceil(64)],
            bigrams: vec![0; vocabulary.bigrams.len().div_ceil(64)],
        }
    }

    fn clear(&mut self) {
        let Self {
            like,
            soft,
            plain,
            under,
            soft_plain,
            soft_under,
            ..
        } = self;
        for bytes in [like, soft, plain, under, soft_plain, soft_under] {
            bytes.fill(0);
        }
        self.chars.fill(0);
        self.bigrams.fill(0);
    }

    /// Becomes the larger of `a` and `b` in everything.
    fn join(&mut self, a: &Self, b: &Self) {
        for (to, (a, b)) in [
            (&mut self.like, (&a.like, &b.like)),
            (&mut self.soft, (&a.soft, &b.soft)),
            (&mut self.plain, (&a.plain, &b.plain)),
            (&mut self.under, (&a.under, &b.under)),
            (&mut self.soft_plain, (&a.soft_plain, &b.soft_plain)),
            (&mut self.soft_under, (&a.soft_under, &b.soft_under)),
        ] {
            for (to, (a, b)) in to.iter_mut().zip(a.iter().zip(b)) {
                *to = *a.max(b);
            }
        }
        for (to, (a, b)) in [
            (&mut self.chars, (&a.chars, &b.chars)),
            (&mut self.bigrams, (&a.bigrams, &b.bigrams)),
        ] {
            for (to, (a, b)) in to.iter_mut().zip(a.iter().zip(b)) {
                *to = a | b;
            }
        }
    }

    fn soft(&self, pattern: &Pattern) -> f32 {
        recall(pattern, &self.soft)
    }

    /// Weights of the pattern's words that are stated with the same and with the opposite sign only.
    fn signs(&self, pattern: &Pattern) -> (f32, f32) {
        let (mut agree, mut oppose) = (0.0, 0.0);
        for word in &pattern.words {
            let id = word.id as usize;
            let (same, other) = match word.negated {
                true => (self.under[id], self.plain[id]),
                false => (self.plain[id], self.under[id]),
            };
            agree += word.weight * f32::from(same);
            if other > same {
                oppose += word.weight * f32::from(other);
            }
        }
        let full = f32::from(FULL) * pattern.total;
        (agree / full, oppose / full)
    }

    /// Word recall that only words of the other sign bring.
    fn opposed(&self, pattern: &Pattern) -> f32 {
        let opposed = pattern.words.iter().map(|word| {
            let id = word.id as usize;
            let (same, other) = match word.negated {
                true => (self.soft_under[id], self.soft_plain[id]),
                false => (self.soft_plain[id], self.soft_under[id]),
            };
            word.weight * f32::from(other.saturating_sub(same))
        });
        opposed.sum::<f32>() / (f32::from(FULL) * pattern.total)
    }

    fn characters(&self, pattern: &Pattern) -> f32 {
        let found = pattern
            .chars
            .iter()
            .filter(|&&(id, _)| bit(&self.chars, id));
        found.map(|&(_, weight)| weight).sum::<f32>() / pattern.chars_total
    }

    fn neighbours(&self, pattern: &Pattern) -> f32 {
        let found = pattern
            .bigrams
            .iter()
            .filter(|&&id| bit(&self.bigrams, id))
            .count();
        found as f32 / pattern.bigrams.len().max(1) as f32
    }

    /// Share of the pattern's parts that are touched, by weight.
    fn parts(&self, pattern: &Pattern) -> f32 {
        /// A part less covered than the first is not touched, more than the second is said.
        const TOUCHED: (f32, f32) = (0.3, 0.8);
        let mut said = 0.0;
        for words in pattern.words.chunk_by(|a, b| a.part == b.part) {
            let weight: f32 = words.iter().map(|word| word.weight).sum();
            let found: f32 = words
                .iter()
                .map(|word| word.weight * f32::from(self.soft[word.id as usize]))
                .sum::<f32>()
                / f32::from(FULL);
            if weight > 0.0 {
                let share = (found / weight - TOUCHED.0) / (TOUCHED.1 - TOUCHED.0);
                said += weight * share.clamp(0.0, 1.0);
            }
        }
        said / pattern.total
    }
}

fn bit(bits: &[u64], id: u16) -> bool {
    bits[id as usize / 64] >> (id % 64) & 1 == 1
}

fn set(bits: &mut [u64], id: u16) {
    bits[id as usize / 64] |= 1 << (id % 64);
}

fn recall(pattern: &Pattern, row: &[u8]) -> f32 {
    let found: f32 = pattern
        .words
        .iter()
        .map(|word| word.weight * f32::from(row[word.id as usize]))
        .sum();
    found / (f32::from(FULL) * pattern.total)
}

/// The best window for one wording and what was measured there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) signals: Signals,
    /// Clauses of the best window; empty where nothing matches at all.
    pub(crate) window: Range<usize>,
    /// The clause or two that oppose the point most.
    pub(crate) against: Range<usize>,
    key: f32,
    /// Word recall of each of the last clauses, in a ring.
    recent: [f32; WIDE],
}

/// Whose rival a pattern is: only a point's own wording and its support are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lead {
    Point(usize),
    Support(usize),
}

/// The two points that fit a clause best, by their own wordings and by what the reference says of them.
#[derive(Clone, Debug)]
pub(crate) struct Rivals {
    pub(crate) points: [(f32, usize); 2],
    pub(crate) supports: [(f32, usize); 2],
}

impl Default for Rivals {
    fn default() -> Self {
        let none = [(0.0, usize::MAX); 2];
        Self {
            points: none,
            supports: none,
        }
    }
}

fn place(best: &mut [(f32, usize); 2], score: f32, point: usize) {
    if score > best[0].0 {
        *best = [(score, point), best[0]];
    } else if score > best[1].0 {
        best[1] = (score, point);
    }
}

/// Everything one pass needs.
pub(crate) struct Scan<'a> {
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) answer: &'a Document<'a>,
    pub(crate) rows: &'a [&'a WordRow],
    pub(crate) odd: &'a [bool],
    pub(crate) quantities: &'a [Quantity],
}

impl Scan<'_> {
    /// Scans for all patterns. `leads` says which patterns are rivals for a clause; `rivals` gets
    /// the best of them for each clause.
    pub(crate) fn run(
        &self,
        patterns: &[&Pattern],
        leads: &[Option<Lead>],
        rivals: &mut Vec<Rivals>,
    ) -> Vec<Found> {
        let mut found = vec![
            Found {
                key: f32::MIN,
                ..Found::default()
            };
            patterns.len()
        ];
        let longest = patterns
            .iter()
            .map(|pattern| pattern.longest)
            .fold(WIDE, usize::max);
        let mut levels = vec![Level::new(self.vocabulary); longest];
        let mut row = Level::new(self.vocabulary);
        let mut spare = Level::new(self.vocabulary);
        let mut sums = vec![Sum::default(); longest];
        let mut lengths = vec![0.0; longest];
        let mut chars = Vec::new();
        let mut bounds = Vec::new();
        for (at, clause) in self.answer.clauses.iter().enumerate() {
            row.clear();
            let mut sum = Sum::default();
            self.fill(clause, &mut row, &mut sum, &mut chars, &mut bounds);
            for len in (1..longest).rev() {
                spare.join(&levels[len - 1], &row);
                std::mem::swap(&mut levels[len], &mut spare);
                sums[len] = sums[len - 1].clone();
                sums[len].add(&sum);
            }
            levels[0].clone_from(&row);
            sums[0] = sum;
            for (length, sum) in lengths.iter_mut().zip(&sums) {
                *length = sum.length();
            }
            let charged = row.under.iter().any(|&under| under >= SAME);
            let mut best = Rivals::default();
            for ((pattern, found), lead) in patterns.iter().zip(&mut found).zip(leads) {
                let single = levels[0].soft(pattern);
                found.recent[at % WIDE] = single;
                let room = ROOM * pattern.words.len() as f32 / clause.words().len() as f32;
                found.signals.clause = found.signals.clause.max(single * room.min(1.0));
                match *lead {
                    Some(Lead::Point(point)) => place(&mut best.points, single, point),
                    Some(Lead::Support(point)) => place(&mut best.supports, single, point),
                    None => {}
                }
                let longest = pattern.longest.min(at + 1);
                let bound = levels[longest - 1].soft(pattern);
                for len in 1..=longest {
                    if bound - CLAUSE_COST * len as f32 <= found.key {
                        break;
                    }
                    let soft = match len {
                        1 => single,
                        _ if len == longest => bound,
                        _ => levels[len - 1].soft(pattern),
                    };
                    let key = soft - CLAUSE_COST * len as f32;
                    if key > found.key && soft > 0.0 {
                        found.key = key;
                        found.window = at + 1 - len..at + 1;
                        self.measure(pattern, &levels[len - 1], soft, found);
                    }
                }
                let wide = &levels[WIDE.min(at + 1) - 1];
                let soft = wide.soft(pattern);
                if soft > found.signals.soft_wide {
                    let clauses = WIDE.min(at + 1);
                    let background = found.recent.iter().sum::<f32>() / clauses as f32;
                    let signals = &mut found.signals;
                    signals.soft_wide = soft;
                    signals.background = background;
                    signals.word_wide = recall(pattern, &wide.like);
                    signals.char_wide = wide.characters(pattern);
                    signals.bigram_wide = wide.neighbours(pattern);
                    signals.parts = wide.parts(pattern);
                    signals.agree_wide = wide.signs(pattern).0;
                }
                for len in 1..=longest {
                    let both = lengths[len - 1] * pattern.mean_length;
                    let cosine = sums[len - 1].cosine(&pattern.mean, both);
                    found.signals.mean_window = found.signals.mean_window.max(cosine);
                }
                if charged || pattern.negative {
                    for len in 1..=longest.min(2) {
                        let (_, oppose) = levels[len - 1].signs(pattern);
                        let topic = levels[len - 1].soft(pattern);
                        let signals = &mut found.signals;
                        if oppose * topic > signals.oppose * signals.oppose_topic {
                            (signals.oppose, signals.oppose_topic) = (oppose, topic);
                            found.against = at + 1 - len..at + 1;
                        }
                    }
                }
            }
            rivals.push(best);
        }
        for (pattern, found) in patterns.iter().zip(&mut found) {
            let signals = &mut found.signals;
            signals.restates = f32::from(u8::from(pattern.restates));
            signals.verbatim = f32::from(u8::from(self.answer.has_whole(&pattern.text)));
            signals.length = (pattern.words.len() as f32).ln();
            self.count_quantities(pattern, found);
            found.signals.hedged = f32::from(u8::from(self.hedged(pattern, &found.window)));
            found.signals.crossed = self.crossed(pattern, &found.window);
        }
        found
    }

    fn measure(&self, pattern: &Pattern, level: &Level, soft: f32, found: &mut Found) {
        let signals = &mut found.signals;
        signals.soft_window = soft;
        signals.word_window = recall(pattern, &level.like);
        signals.char_window = level.characters(pattern);
        signals.bigram_window = level.neighbours(pattern);
        (signals.agree_window, signals.oppose_window) = level.signs(pattern);
        signals.oppose_soft = level.opposed(pattern);
    }

    /// Whether one clause of the window has a word of the pattern and the word's opposite.
    fn hedged(&self, pattern: &Pattern, window: &Range<usize>) -> bool {
        window.clone().any(|clause| {
            let words = || self.answer.clauses[clause].words().map(|at| self.rows[at]);
            // A point that names both sides is not hedged by naming them.
            let own = |row: &WordRow| {
                let mut words = pattern.words.iter();
                words.any(|word| row.like[word.id as usize] == FULL)
            };
            pattern.words.iter().any(|word| {
                words().any(|row| row.opposite.contains(&word.id) && !own(row))
                    && words().any(|row| row.like[word.id as usize] == FULL)
            })
        })
    }

    /// Share of the point's parts whose words the window spreads over clauses while its clauses mix words of several parts.
    fn crossed(&self, pattern: &Pattern, window: &Range<usize>) -> f32 {
        let parts = pattern
            .words
            .last()
            .map_or(0, |word| word.part as usize + 1);
        if parts < 2 || window.len() < 2 {
            return 0.0;
        }
        // Words that stand in one part alone tell the parts apart.
        let own = |at: usize| {
            let word = &pattern.words[at];
            word.weight > LIGHT
                && pattern
                    .words
                    .iter()
                    .all(|other| other.id != word.id || other.part == word.part)
        };
        let telling: Vec<usize> = (0..pattern.words.len()).filter(|&at| own(at)).collect();
        let has = |clause: usize, at: usize| {
            let id = pattern.words[at].id as usize;
            self.answer.clauses[clause]
                .words()
                .any(|word| self.rows[word].like[id] >= SAME)
        };
        let (mut spread, mut counted) = (0, 0);
        for part in 0..parts {
            let words: Vec<usize> = telling
                .iter()
                .copied()
                .filter(|&at| pattern.words[at].part as usize == part)
                .collect();
            let said = words
                .iter()
                .filter(|&&at| window.clone().any(|clause| has(clause, at)));
            if words.len() < 2 || said.count() < words.len() {
                continue;
            }
            counted += 1;
            let together = window
                .clone()
                .any(|clause| words.iter().all(|&at| has(clause, at)));
            let mixed = window.clone().all(|clause| {
                let mine = words.iter().filter(|&&at| has(clause, at)).count();
                let foreign = telling
                    .iter()
                    .any(|&at| pattern.words[at].part as usize != part && has(clause, at));
                mine == 0 || foreign
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
        found.signals.number_match = 1.0;
        if wanted.is_empty() {
            return;
        }
        let words = |at: usize| self.answer.clauses[at].words();
        let window = match found.window.is_empty() {
            true => 0..0,
            false => {
                let first = self.answer.words[words(found.window.start).start].start as usize;
                let last = self.answer.words[words(found.window.end - 1).end - 1].end as usize;
                first..last
            }
        };
        let same = |wanted: &Quantity, found: &Quantity| {
            wanted.unit == found.unit && wanted.same_value(found)
        };
        let (mut stated, mut conflict) = (0, 0);
        for wanted in wanted {
            let near = || {
                self.quantities
                    .iter()
                    .filter(|found| window.contains(&found.start))
            };
            if self.quantities.iter().any(|found| same(wanted, found)) {
                stated += 1;
            } else if near().any(|found| found.unit == wanted.unit) {
                conflict += 1;
            }
        }
        found.signals.number_match = stated as f32 / wanted.len() as f32;
        found.signals.number_conflict = conflict as f32 / wanted.len() as f32;
    }

    fn fill(
        &self,
        clause: &Clause,
        row: &mut Level,
        sum: &mut Sum,
        chars: &mut Vec<char>,
        bounds: &mut Vec<usize>,
    ) {
        chars.clear();
        bounds.clear();
        for at in clause.words() {
            let word = self.rows[at];
            for (to, &from) in row.like.iter_mut().zip(&word.like) {
                *to = from.max(*to);
            }
            let odd = self.odd[at];
            let side = if odd {
                &mut row.soft_under
            } else {
                &mut row.soft_plain
            };
            for ((to, side), &from) in row.soft.iter_mut().zip(side).zip(&word.soft) {
                *to = from.max(*to);
                *side = from.max(*side);
            }
            if word.closest >= SAME {
                let side = if odd { &mut row.under } else { &mut row.plain };
                for (to, &from) in side.iter_mut().zip(&word.like) {
                    let from = if from >= SAME { from } else { 0 };
                    *to = from.max(*to);
                }
            }
            for &id in &word.opposite {
                let side = if odd { &mut row.plain } else { &mut row.under };
                side[id as usize] = FULL;
            }
            if let Some((vector, weight)) = &word.vector {
                vector.add_to(sum, *weight);
            }
            bounds.push(chars.len());
            chars.extend(self.answer.word(self.answer.words[at]).chars());
        }
        bounds.push(chars.len());
        let mut previous = None;
        for &c in chars.iter() {
            if let Some(&id) = self.vocabulary.chars.get(&c) {
                set(&mut row.chars, id);
            }
            if let Some(previous) = previous
                && let Some(&id) = self.vocabulary.bigrams.get(&(previous, c))
            {
                set(&mut row.bigrams, id);
            }
            previous = Some(c);
        }
        self.slips(clause, row, chars, bounds);
        synonyms::find(self.vocabulary, chars, bounds, |id, word| {
            let likeness = synonyms::LIKENESS;
            let (soft, sure) = match self.odd[clause.first as usize + word] {
                true => (&mut row.soft_under, &mut row.under),
                false => (&mut row.soft_plain, &mut row.plain),
            };
            for side in [&mut row.like, &mut row.soft, soft, sure] {
                side[id] = side[id].max(likeness);
            }
        });
    }

    /// Words of the vocabulary that the clause writes across other word bounds or with a slip.
    fn slips(&self, clause: &Clause, row: &mut Level, chars: &[char], bounds: &[usize]) {
        /// A term found inside a longer word is another word: 北京 in 北京大学.
        const INSIDE: u8 = 102;
        for (id, key) in self.vocabulary.words.iter().enumerate() {
            let len = key.chars.len();
            if key.latin || len < 2 || row.like[id] == FULL {
                continue;
            }
            let common = self.vocabulary.char_ids[id]
                .iter()
                .filter(|&&c| bit(&row.chars, c))
                .count();
            if 2 * common < len {
                continue;
            }
            let sizes = if len >= 4 {
                len - 1..=len + 1
            } else {
                len..=len
            };
            for size in sizes {
                for (at, written) in chars.windows(size).enumerate() {
                    let exact = written == key.chars;
                    let word = bounds.partition_point(|&bound| bound <= at) - 1;
                    let start = bounds[word] == at;
                    let aligned = start && bounds.binary_search(&(at + size)).is_ok();
                    let whole = start && bounds[word + 1] == at + size;
                    let here = clause.first as usize + word;
                    let likeness = if exact {
                        if aligned { FULL } else { INSIDE }
                    } else if !(whole && self.rows[here].known) && key.slipped(written) {
                        (words::NEAR * f32::from(FULL)) as u8
                    } else {
                        continue;
                    };
                    row.like[id] = row.like[id].max(likeness);
                    row.soft[id] = row.soft[id].max(likeness);
                    let side = if self.odd[here] {
                        &mut row.soft_under
                    } else {
                        &mut row.soft_plain
                    };
                    side[id] = side[id].max(likeness);
                    if likeness >= SAME {
                        let side = if self.odd[here] {
                            &mut row.under
                        } else {
                            &mut row.plain
                        };
                        side[id] = side[id].max(likeness);
                    }
                }
            }
        }
    }
}
