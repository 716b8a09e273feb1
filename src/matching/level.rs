//! What one clause, or several together, are to each word of the patterns.

use super::pattern::{Pattern, PatternWord};
use super::polarity::Sign;
use super::rows::{FULL, INSTEAD, SAME, WordRow};

/// The largest likeness that any word of a stretch has, for each slot.
///
/// One row of bytes for each of: likeness in writing; in writing or meaning, and in writing of the same word or its
/// opposite on the other side, of what stands under an even number of negations; the same two under an odd number.
#[derive(Clone, Debug)]
pub(super) struct Level {
    bytes: Vec<u8>,
    slots: usize,
    /// The first of them.
    from: usize,
    /// Something is negated, or stands for its opposite; otherwise the last two rows are all 0.
    pub(super) charged: bool,
}

/// So many words of a point said together are company enough for one word of a part to oppose it.
const COMPANY: usize = 3;

const LIKE: usize = 0;
const SOFT: usize = 1;
const SURE: usize = 2;
/// From a row of the even side to that of the odd.
const ODD: usize = 2;
const ROWS: usize = 5;

impl Level {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            bytes: vec![0; ROWS * slots],
            slots,
            from: 0,
            charged: false,
        }
    }

    /// Becomes empty, for the slots of this pattern alone.
    pub(super) fn narrow(&mut self, pattern: &Pattern) {
        (self.from, self.slots) = (pattern.first, pattern.weights.len());
        self.bytes.clear();
        self.bytes.resize(ROWS * self.slots, 0);
        self.charged = false;
    }

    /// The pattern's words in a row.
    fn part(&self, row: usize, pattern: &Pattern) -> &[u8] {
        &self.row(row)[pattern.first - self.from..][..pattern.weights.len()]
    }

    fn row(&self, row: usize) -> &[u8] {
        &self.bytes[row * self.slots..(row + 1) * self.slots]
    }

    /// The rows that may hold anything.
    fn used(&self, charged: bool) -> usize {
        self.slots * if charged { ROWS } else { ROWS - ODD }
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
    pub(super) fn add(&mut self, row: &WordRow, sign: Sign) {
        let (stated, denied) = sign.sides();
        self.charged |= denied || !row.opposite.is_empty();
        let (slots, from) = (self.slots, self.from);
        let (like, sides) = self.bytes.split_at_mut(slots);
        let (even, odd) = sides.split_at_mut(ODD * slots);
        let mut say = |side: &mut [u8]| {
            let (soft, sure) = side.split_at_mut(slots);
            for alike in row.alike_to(from, slots) {
                let slot = alike.slot as usize - from;
                soft[slot] = soft[slot].max(alike.soft);
                if alike.like > 0 {
                    like[slot] = like[slot].max(alike.like);
                    if alike.like >= SAME {
                        sure[slot] = sure[slot].max(alike.like);
                    }
                }
            }
        };
        if stated {
            say(even);
        }
        if denied {
            say(odd);
        }
        let other = match (stated, denied) {
            (true, false) => odd,
            (false, true) => even,
            _ => return,
        };
        for slot in within(&row.opposite, from, slots) {
            other[slots + slot] = FULL;
        }
    }

    /// Takes in a word found by its spelling, which stands in these slots.
    pub(super) fn spell(&mut self, slots: &[u32], likeness: u8, sign: Sign) {
        let (stated, denied) = sign.sides();
        self.charged |= denied;
        let from = self.from;
        let mut raise = |row: usize| {
            let row = &mut self.bytes[row * self.slots..(row + 1) * self.slots];
            for slot in within(slots, from, row.len()) {
                row[slot] = row[slot].max(likeness);
            }
        };
        raise(LIKE);
        let sides = [(stated, 0), (denied, ODD)].into_iter();
        for (_, side) in sides.filter(|(holds, _)| *holds) {
            raise(SOFT + side);
            if likeness >= SAME {
                raise(SURE + side);
            }
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

    /// The pattern's words in the rows of both sides, the even one first.
    fn sides(&self, row: usize, pattern: &Pattern) -> impl Iterator<Item = (u8, u8)> {
        let (even, odd) = (self.part(row, pattern), self.part(row + ODD, pattern));
        even.iter().copied().zip(odd.iter().copied())
    }

    /// Word recall in writing.
    pub(super) fn recall(&self, pattern: &Pattern) -> f32 {
        pattern.recall(self.part(LIKE, pattern))
    }

    /// Word recall, in writing or meaning, whatever the sign.
    pub(super) fn topic(&self, pattern: &Pattern) -> f32 {
        if !self.charged {
            return pattern.recall(self.part(SOFT, pattern));
        }
        let sides = self.sides(SOFT, pattern);
        pattern.share(pattern.steps(sides.map(|(even, odd)| even.max(odd))))
    }

    /// No more than this weight of the pattern is stated with the opposite sign; quicker than to find out.
    pub(super) fn most_opposed(&self, pattern: &Pattern) -> f32 {
        match (pattern.negative, self.charged) {
            (true, _) => 1.0,
            (false, true) => pattern.recall(self.part(SURE + ODD, pattern)),
            (false, false) => 0.0,
        }
    }

    /// Whether it says enough content words of the pattern, with either sign.
    fn keeps_company(&self, pattern: &Pattern) -> bool {
        let words = pattern.words.iter().zip(self.sides(SURE, pattern));
        let said = words.filter(|(word, (even, odd))| word.is_content() && even.max(odd) > &0);
        said.count() >= COMPANY
    }

    /// Weights of the pattern's words that are stated with the same, and with the opposite sign only.
    pub(super) fn signs(&self, pattern: &Pattern) -> (f32, f32) {
        if self.most_opposed(pattern) == 0.0 {
            return (pattern.recall(self.part(SURE, pattern)), 0.0);
        }
        let company = self.keeps_company(pattern);
        let mut shares = (0, 0);
        let mut part = Part::default();
        let words = pattern.words.iter().zip(&pattern.weights);
        let sides = self.sides(SURE, pattern).zip(self.sides(SOFT, pattern));
        for ((word, &weight), (sure, soft)) in words.zip(sides) {
            if word.part != part.number {
                part.add_to(&mut shares, company);
                part.number = word.part;
            }
            part.take(word, i32::from(weight), sure, soft);
        }
        part.add_to(&mut shares, company);
        (pattern.share(shares.0), pattern.share(shares.1))
    }
}

/// One part of a pattern: what is said of it with the same sign, and with the opposite.
#[derive(Default)]
struct Part {
    number: u8,
    agree: i32,
    oppose: i32,
    /// Of what the point denies: what is stated, and all of it.
    stated: i32,
    denied: i32,
    /// Content words that are said with either sign, and all.
    said: usize,
    content: usize,
}

impl Part {
    fn take(&mut self, word: &PatternWord, weight: i32, (even, odd): (u8, u8), soft: (u8, u8)) {
        let (same, other, instead) = match word.sign {
            Sign::Negated => (odd, even, soft.1),
            Sign::Plain => (even, odd, soft.0),
            _ => (even.max(odd), 0, 0),
        };
        // 磨损减轻 does not oppose 分泌增多 where 分泌增加 stands beside it.
        let other = if instead < INSTEAD { other } else { 0 };
        let content = usize::from(word.is_content());
        self.content += content;
        self.agree += weight * i32::from(same);
        if same.max(other) > 0 {
            self.said += content;
        }
        let opposed = if other > same {
            weight * i32::from(other)
        } else {
            0
        };
        if word.sign == Sign::Negated {
            self.stated += opposed;
            self.denied += weight * i32::from(FULL);
        } else {
            self.oppose += opposed;
        }
    }

    /// A word of the opposite sign opposes what is said beside it, in its part or in `company`, and of what is denied two
    /// fifths have to be stated: 方向 alone does not oppose 不得急打方向.
    fn add_to(&mut self, (agree, oppose): &mut (i32, i32), company: bool) {
        *agree += self.agree;
        if company || self.said > 1 || self.content < 2 {
            *oppose += self.oppose;
        }
        if 5 * self.stated >= 2 * self.denied {
            *oppose += self.stated;
        }
        *self = Self::default();
    }
}

/// Those of some rising slots that are among so many from the first, counted from it.
fn within(slots: &[u32], first: usize, count: usize) -> impl Iterator<Item = usize> {
    let begin = slots.partition_point(|&slot| (slot as usize) < first);
    let own = slots[begin..]
        .iter()
        .map(move |&slot| slot as usize - first);
    own.take_while(move |&slot| slot < count)
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
    pub(super) fn new(slots: usize, most: usize, count: usize) -> Self {
        Self {
            most,
            // Of no more than `most` none ever slides out.
            slides: count > most,
            block: Vec::new(),
            prefix: Level::new(slots),
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
