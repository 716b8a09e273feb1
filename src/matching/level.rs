//! Which words of the patterns one clause, or several together, state and deny.

use super::lanes::{LANES, Lanes, Likenesses, larger, raise};
use super::pattern::{Pattern, PatternWord};
use super::polarity::Sign;
use super::rows::{FULL, INSTEAD, SAME, WordRow};
use std::ops::Range;

/// The largest likeness that any word of a stretch has, for each slot.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// One row after the other.
    lanes: Vec<Lanes>,
    /// Lanes of a row.
    width: usize,
    /// The place of the first lanes among all.
    from: usize,
    /// Something is negated, or stands for its opposite; otherwise the odd side is all 0.
    charged: bool,
}

/// The rows: of what stands under an even number of negations, and of what stands under an odd number; in writing, of the same
/// word or, on the other side, its opposite, and in writing or meaning, of what was [brought near](Level::bring_near) alone.
#[derive(Clone, Copy)]
enum Row {
    EvenSame,
    OddSame,
    EvenNear,
    OddNear,
}

const ROWS: usize = 4;

/// So many words of a point said together are company enough for one word of a part to oppose it.
const COMPANY: usize = 3;

/// From this likeness on what is stated may be what a point denies, in other words. Below it natural answers are contradicted
/// that say the rest of it; above it fewer contradictions are found.
const NEARLY: u8 = 102;

impl Level {
    /// Of so many lanes; to be cleared before use.
    pub(super) fn new(width: usize) -> Self {
        Self {
            lanes: Vec::new(),
            width,
            from: 0,
            charged: false,
        }
    }

    /// Becomes empty, for these lanes alone.
    pub(super) fn cover(&mut self, lanes: Range<usize>) {
        self.from = lanes.start;
        self.width = lanes.len();
        self.clear();
    }

    pub(super) fn clear(&mut self) {
        self.lanes.clear();
        self.lanes.resize(ROWS * self.width, [0; LANES]);
        self.charged = false;
    }

    fn row(&self, row: Row) -> &[Lanes] {
        &self.lanes[row as usize * self.width..][..self.width]
    }

    fn row_mut(&mut self, row: Row) -> &mut [Lanes] {
        &mut self.lanes[row as usize * self.width..][..self.width]
    }

    /// Takes in all that another level has of the same slots.
    pub(super) fn include(&mut self, other: &Self) {
        self.charged |= other.charged;
        larger(&mut self.lanes, &other.lanes);
    }

    /// Takes in a word of the answer.
    #[inline]
    pub(super) fn add(&mut self, row: &WordRow, sign: Sign) {
        self.charged |= charges(row, sign);
        let from = self.from;
        let (stated, denied) = sign.sides();
        if stated {
            row.writing
                .raise_from(self.row_mut(Row::EvenSame), from, SAME);
        }
        if denied {
            row.writing
                .raise_from(self.row_mut(Row::OddSame), from, SAME);
        }
        if row.opposite.is_empty() {
            return;
        }
        let other = match (stated, denied) {
            (true, false) => Row::OddSame,
            (false, true) => Row::EvenSame,
            _ => return,
        };
        raise(self.row_mut(other), from, &row.opposite, FULL);
    }

    /// Takes in a word found by its spelling, which stands in these slots.
    pub(super) fn spell(&mut self, slots: &[u32], likeness: u8, sign: Sign) {
        let from = self.from;
        let (stated, denied) = sign.sides();
        for (row, holds) in [(Row::EvenSame, stated), (Row::OddSame, denied)] {
            if holds && likeness >= SAME {
                raise(self.row_mut(row), from, slots, likeness);
            }
        }
    }

    /// Takes in what a word of the answer is near to.
    pub(super) fn bring_near(&mut self, likenesses: &Likenesses, sign: Sign) {
        let from = self.from;
        let (stated, denied) = sign.sides();
        for (row, holds) in [(Row::EvenNear, stated), (Row::OddNear, denied)] {
            if holds {
                likenesses.raise(self.row_mut(row), from);
            }
        }
    }

    /// The same for a word found by its spelling, which stands in these slots.
    pub(super) fn spell_near(&mut self, slots: &[u32], likeness: u8, sign: Sign) {
        let from = self.from;
        let (stated, denied) = sign.sides();
        for (row, holds) in [(Row::EvenNear, stated), (Row::OddNear, denied)] {
            if holds {
                raise(self.row_mut(row), from, slots, likeness);
            }
        }
    }

    /// Both sides of the pattern's words.
    fn sides(&self, pattern: &Pattern, even: Row, odd: Row) -> impl Iterator<Item = (u8, u8)> {
        let part = |row| self.part(row, pattern).as_flattened().iter().copied();
        part(even).zip(part(odd))
    }

    /// What a row has of the pattern's words.
    fn part(&self, row: Row, pattern: &Pattern) -> &[Lanes] {
        let lanes = pattern.lanes();
        &self.row(row)[lanes.start - self.from..][..lanes.len()]
    }

    /// No more than this weight of the pattern is stated with the opposite sign; quicker than to find out.
    pub(super) fn most_opposed(&self, pattern: &Pattern) -> f32 {
        let steps = |row| pattern.steps(self.part(row, pattern));
        match (pattern.is_negative(), self.charged) {
            // What is stated opposes what it denies.
            (true, _) => pattern.share(steps(Row::EvenSame) + steps(Row::OddSame)),
            (false, true) => pattern.share(steps(Row::OddSame)),
            (false, false) => 0.0,
        }
    }

    /// Whether it says enough content words of the pattern, with either sign.
    fn keeps_company(&self, pattern: &Pattern) -> bool {
        let sides = self.sides(pattern, Row::EvenSame, Row::OddSame);
        let words = pattern.words.iter().zip(sides);
        let said = words.filter(|(word, (even, odd))| word.is_content() && even.max(odd) > &0);
        said.count() >= COMPANY
    }

    /// Weights of the pattern's words that are stated with the same, and with the opposite sign only.
    pub(super) fn signs(&self, pattern: &Pattern) -> (f32, f32) {
        if self.most_opposed(pattern) == 0.0 {
            return (pattern.recall(self.part(Row::EvenSame, pattern)), 0.0);
        }
        let company = self.keeps_company(pattern);
        let mut shares = (0, 0);
        let mut part = Part::default();
        let words = pattern.words.iter().zip(pattern.weights.as_flattened());
        let sure = self.sides(pattern, Row::EvenSame, Row::OddSame);
        let soft = self.sides(pattern, Row::EvenNear, Row::OddNear);
        for ((word, &weight), (sure, soft)) in words.zip(sure.zip(soft)) {
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

/// Whether a word is negated, or stands for its opposite.
pub(super) fn charges(row: &WordRow, sign: Sign) -> bool {
    sign.sides().1 || !row.opposite.is_empty()
}

/// One part of a pattern: what is said of it with the same sign, and with the opposite.
#[derive(Default)]
struct Part {
    number: u8,
    agree: i32,
    oppose: i32,
    /// Of what the point denies: what is stated, the same in writing or meaning, and all of it.
    stated: i32,
    near: i32,
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
            let near = if soft.0 >= NEARLY { soft.0 } else { 0 };
            self.near += opposed.max(weight * i32::from(near));
            self.denied += weight * i32::from(FULL);
        } else {
            self.oppose += opposed;
        }
    }

    /// A word of the opposite sign opposes what is said beside it, in its part or in `company`, or half of its part alone
    /// (不锻炼 for 多锻炼), and of what is denied two fifths have to be stated in writing or meaning: 方向 alone does not
    /// oppose 不得急打方向. A tenth has to be the same words, or words of grammar would oppose it.
    fn add_to(&mut self, (agree, oppose): &mut (i32, i32), company: bool) {
        *agree += self.agree;
        if company || self.said > 1 || 2 * self.said >= self.content {
            *oppose += self.oppose;
        }
        if 10 * self.stated >= self.denied && 5 * self.near >= 2 * self.denied {
            *oppose += self.stated;
        }
        *self = Self::default();
    }
}
