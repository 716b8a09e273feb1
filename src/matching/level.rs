//! What one clause, or several together, are to each word of the vocabulary.

use super::pattern::Pattern;
use super::rows::{FULL, SAME, WordRow};
use super::spelling::Spelled;

/// The largest likeness that any word of a stretch has, for each word of the vocabulary.
///
/// One row of bytes for each of: likeness in writing; in writing or meaning, and in writing of the same word or its
/// opposite on the other side, of what stands under an even number of negations; the same two under an odd number.
#[derive(Clone, Debug)]
pub(super) struct Level {
    bytes: Vec<u8>,
    words: usize,
    /// Something is negated, or stands for its opposite; otherwise the last two rows are all 0.
    pub(super) charged: bool,
}

const LIKE: usize = 0;
const SOFT: usize = 1;
const SURE: usize = 2;
/// From a row of the even side to that of the odd.
const ODD: usize = 2;
const ROWS: usize = 5;

impl Level {
    pub(super) fn new(words: usize) -> Self {
        Self {
            bytes: vec![0; ROWS * words],
            words,
            charged: false,
        }
    }

    fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.words..(row + 1) * self.words]
    }

    /// The rows that may hold anything.
    fn used(&self, charged: bool) -> usize {
        self.words * if charged { ROWS } else { ROWS - ODD }
    }

    pub(super) fn clear(&mut self) {
        let used = self.used(self.charged);
        self.bytes[..used].fill(0);
        self.charged = false;
    }

    /// Likeness in writing.
    pub(super) fn like(&self) -> &[u8] {
        self.row(LIKE)
    }

    /// Takes in a word of the answer.
    pub(super) fn add(&mut self, row: &WordRow, negated: bool) {
        self.charged |= negated || !row.opposite.is_empty();
        let words = self.words;
        let (like, sides) = self.bytes.split_at_mut(words);
        let (even, odd) = sides.split_at_mut(ODD * words);
        let (side, other) = if negated { (odd, even) } else { (even, odd) };
        let (soft, sure) = side.split_at_mut(words);
        for alike in &row.alike {
            let id = alike.id as usize;
            soft[id] = soft[id].max(alike.soft);
            if alike.like > 0 {
                like[id] = like[id].max(alike.like);
                if alike.like >= SAME {
                    sure[id] = sure[id].max(alike.like);
                }
            }
        }
        for &id in &row.opposite {
            other[words + id as usize] = FULL;
        }
    }

    /// Takes in a word of the vocabulary found by its spelling.
    pub(super) fn spell(&mut self, spelled: &Spelled, negated: bool) {
        self.charged |= negated;
        let side = if negated { ODD } else { 0 };
        let mut raise = |row: usize| {
            let byte = &mut self.bytes[row * self.words + spelled.id as usize];
            *byte = spelled.likeness.max(*byte);
        };
        raise(LIKE);
        raise(SOFT + side);
        if spelled.likeness >= SAME {
            raise(SURE + side);
        }
    }

    /// Becomes a copy of `other`, which has as many words.
    pub(super) fn copy(&mut self, other: &Self) {
        let used = self.used(self.charged || other.charged);
        self.bytes[..used].copy_from_slice(&other.bytes[..used]);
        self.charged = other.charged;
    }

    /// Becomes the larger of itself and `other` in everything.
    pub(super) fn join(&mut self, other: &Self) {
        let used = self.used(other.charged);
        larger(&mut self.bytes[..used], &other.bytes[..used]);
        self.charged |= other.charged;
    }

    /// Writes likeness in writing or meaning, whatever the sign, to `to`.
    pub(super) fn soft(&self, to: &mut [u8]) {
        to.copy_from_slice(self.row(SOFT));
        if self.charged {
            larger(to, self.row(SOFT + ODD));
        }
    }

    /// Word recall, in writing or meaning, whatever the sign.
    pub(super) fn topic(&self, pattern: &Pattern) -> f32 {
        if !self.charged {
            return pattern.recall(self.row(SOFT));
        }
        let (even, odd) = (self.row(SOFT), self.row(SOFT + ODD));
        pattern.share(pattern.steps(|id| even[id].max(odd[id])))
    }

    /// Weights of the pattern's words that are stated with the same, and with the opposite sign only.
    pub(super) fn signs(&self, pattern: &Pattern) -> (f32, f32) {
        if !self.charged && !pattern.negative {
            return (pattern.recall(self.row(SURE)), 0.0);
        }
        self.shares(
            pattern,
            SURE,
            |other, same| if other > same { other } else { 0 },
        )
    }

    /// Word recall, in writing or meaning, that only words of the other sign bring.
    pub(super) fn opposed(&self, pattern: &Pattern) -> f32 {
        if !self.charged && !pattern.negative {
            return 0.0;
        }
        self.shares(pattern, SOFT, u8::saturating_sub).1
    }

    /// Shares of the pattern found with its own sign and with the other, as far as `counts` what is found of the other
    /// beside what is found of the own.
    fn shares(&self, pattern: &Pattern, row: usize, counts: fn(u8, u8) -> u8) -> (f32, f32) {
        let (even, odd) = (self.row(row), self.row(row + ODD));
        let (mut agree, mut oppose) = (0, 0);
        for (word, &weight) in pattern.words.iter().zip(&pattern.weights) {
            let (even, odd) = (even[word.id as usize], odd[word.id as usize]);
            let (same, other) = if word.negated {
                (odd, even)
            } else {
                (even, odd)
            };
            agree += i32::from(weight) * i32::from(same);
            oppose += i32::from(weight) * i32::from(counts(other, same));
        }
        (pattern.share(agree), pattern.share(oppose))
    }
}

/// Raises each byte to that of `other` where that is larger.
pub(super) fn larger(bytes: &mut [u8], other: &[u8]) {
    for (to, from) in bytes.iter_mut().zip(other) {
        *to = (*to).max(*from);
    }
}

/// The largest of the last so many levels, in about three steps a level however many those are.
#[derive(Debug)]
pub(super) struct Sliding {
    most: usize,
    slides: bool,
    /// The levels of this block up to now; beyond them the largest from each level of the block before to its end.
    block: Vec<Level>,
    /// The largest of this block.
    prefix: Level,
    at: usize,
}

impl Sliding {
    /// `count` levels are to come in all.
    pub(super) fn new(words: usize, most: usize, count: usize) -> Self {
        Self {
            most,
            // Of no more than `most` none ever slides out.
            slides: count > most,
            block: Vec::new(),
            prefix: Level::new(words),
            at: 0,
        }
    }

    /// Takes in the next level.
    pub(super) fn push(&mut self, level: &Level) {
        if !self.slides {
            self.prefix.join(level);
            self.at += 1;
            return;
        }
        let within = self.at % self.most;
        if within == 0 && self.at > 0 {
            for at in (0..self.most - 1).rev() {
                let (before, after) = self.block.split_at_mut(at + 1);
                before[at].join(&after[0]);
            }
            self.prefix.clear();
        }
        match self.block.get_mut(within) {
            Some(old) => old.copy(level),
            None => self.block.push(level.clone()),
        }
        self.prefix.join(level);
        self.at += 1;
    }

    /// Makes `to` the largest of the last levels.
    pub(super) fn largest(&self, to: &mut Level) {
        to.copy(&self.prefix);
        let next = (self.at - 1) % self.most + 1;
        if self.at > self.most && next < self.most {
            to.join(&self.block[next]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LIKE, Level, Sliding};

    #[test]
    fn slides() {
        for most in [1, 2, 3, 7] {
            let values: Vec<u8> = (0..40_u8).map(|at| at.wrapping_mul(97) % 31).collect();
            let (mut sliding, mut found) = (Sliding::new(1, most, values.len()), Level::new(1));
            for at in 0..values.len() {
                let mut level = Level::new(1);
                level.bytes[LIKE] = values[at];
                sliding.push(&level);
                sliding.largest(&mut found);
                let first = (at + 1).saturating_sub(most);
                assert_eq!(
                    Some(&found.like()[0]),
                    values[first..=at].iter().max(),
                    "{most} levels, at {at}"
                );
            }
        }
    }
}
