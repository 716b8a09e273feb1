//! Which words of the patterns one clause, or several together, state and deny.

use super::lanes::{LANES, Lanes};
use super::pattern::{Pattern, PatternWord};
use super::polarity::Sign;
use super::rows::{FULL, INSTEAD, Likenesses, SAME, WordRow};

/// The largest likeness that any word of a stretch has, for each slot.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// Of what stands under an even number of negations.
    even: Side,
    /// Of what stands under an odd number.
    odd: Side,
    /// The first slot.
    from: usize,
    /// Something is negated, or stands for its opposite; otherwise the odd side is all 0.
    charged: bool,
}

/// So many words of a point said together are company enough for one word of a part to oppose it.
const COMPANY: usize = 3;

#[derive(Clone, Debug)]
struct Side {
    /// In writing, of the same word or, on the other side, its opposite.
    same: Vec<Lanes>,
    /// In writing or meaning; of what was [brought near](Level::bring_near) alone.
    near: Vec<Lanes>,
}

/// The rows of a side.
type Row = fn(&Side) -> &[Lanes];
const SAME_WORD: Row = |side| &side.same;
const NEAR_WORD: Row = |side| &side.near;

impl Side {
    fn new(lanes: usize) -> Self {
        Self {
            same: vec![[0; LANES]; lanes],
            near: vec![[0; LANES]; lanes],
        }
    }

    fn rows(&mut self) -> [&mut Vec<Lanes>; 2] {
        [&mut self.same, &mut self.near]
    }
}

impl Level {
    /// Of so many lanes.
    pub(super) fn new(lanes: usize) -> Self {
        Self {
            even: Side::new(lanes),
            odd: Side::new(lanes),
            from: 0,
            charged: false,
        }
    }

    /// Becomes empty, for the slots of this pattern alone.
    pub(super) fn narrow(&mut self, pattern: &Pattern) {
        self.from = pattern.first;
        for side in [&mut self.even, &mut self.odd] {
            for row in side.rows() {
                row.resize(pattern.weights.len(), [0; LANES]);
            }
        }
        self.clear();
    }

    pub(super) fn clear(&mut self) {
        for side in [&mut self.even, &mut self.odd] {
            for row in side.rows() {
                row.fill([0; LANES]);
            }
        }
        self.charged = false;
    }

    /// Takes in a word of the answer.
    pub(super) fn add(&mut self, row: &WordRow, sign: Sign) {
        self.charged |= charges(row, sign);
        let (stated, denied) = sign.sides();
        if stated {
            row.same.raise(&mut self.even.same, self.from);
        }
        if denied {
            row.same.raise(&mut self.odd.same, self.from);
        }
        let other = match (stated, denied) {
            (true, false) => &mut self.odd.same,
            (false, true) => &mut self.even.same,
            _ => return,
        };
        raise(other, self.from, &row.opposite, FULL);
    }

    /// Takes in a word found by its spelling, which stands in these slots.
    pub(super) fn spell(&mut self, slots: &[u32], likeness: u8, sign: Sign) {
        let (stated, denied) = sign.sides();
        if stated && likeness >= SAME {
            raise(&mut self.even.same, self.from, slots, likeness);
        }
        if denied && likeness >= SAME {
            raise(&mut self.odd.same, self.from, slots, likeness);
        }
    }

    /// Takes in what a word of the answer is near to.
    pub(super) fn bring_near(&mut self, likenesses: &Likenesses, sign: Sign) {
        let (stated, denied) = sign.sides();
        for (side, holds) in [(&mut self.even, stated), (&mut self.odd, denied)] {
            if holds {
                likenesses.raise(&mut side.near, self.from);
            }
        }
    }

    /// The same for a word found by its spelling, which stands in these slots.
    pub(super) fn spell_near(&mut self, slots: &[u32], likeness: u8, sign: Sign) {
        let (stated, denied) = sign.sides();
        for (side, holds) in [(&mut self.even, stated), (&mut self.odd, denied)] {
            if holds {
                raise(&mut side.near, self.from, slots, likeness);
            }
        }
    }

    /// The pattern's words on both sides.
    fn sides(&self, pattern: &Pattern, row: Row) -> impl Iterator<Item = (u8, u8)> {
        let part = |side| self.part(row(side), pattern).as_flattened().iter().copied();
        part(&self.even).zip(part(&self.odd))
    }

    /// The pattern's words on one side.
    fn part<'a>(&self, side: &'a [Lanes], pattern: &Pattern) -> &'a [Lanes] {
        &side[(pattern.first - self.from) / LANES..][..pattern.weights.len()]
    }

    /// No more than this weight of the pattern is stated with the opposite sign; quicker than to find out.
    pub(super) fn most_opposed(&self, pattern: &Pattern) -> f32 {
        match (pattern.negative, self.charged) {
            (true, _) => 1.0,
            (false, true) => pattern.recall(self.part(&self.odd.same, pattern)),
            (false, false) => 0.0,
        }
    }

    /// Whether it says enough content words of the pattern, with either sign.
    fn keeps_company(&self, pattern: &Pattern) -> bool {
        let words = pattern.words.iter().zip(self.sides(pattern, SAME_WORD));
        let said = words.filter(|(word, (even, odd))| word.is_content() && even.max(odd) > &0);
        said.count() >= COMPANY
    }

    /// Weights of the pattern's words that are stated with the same, and with the opposite sign only.
    pub(super) fn signs(&self, pattern: &Pattern) -> (f32, f32) {
        if self.most_opposed(pattern) == 0.0 {
            return (pattern.recall(self.part(&self.even.same, pattern)), 0.0);
        }
        let company = self.keeps_company(pattern);
        let mut shares = (0, 0);
        let mut part = Part::default();
        let words = pattern.words.iter().zip(pattern.weights.as_flattened());
        let sides = self
            .sides(pattern, SAME_WORD)
            .zip(self.sides(pattern, NEAR_WORD));
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

/// Whether a word is negated, or stands for its opposite.
pub(super) fn charges(row: &WordRow, sign: Sign) -> bool {
    sign.sides().1 || !row.opposite.is_empty()
}

/// Raises to `likeness` those of some rising slots that are in a row of lanes from the slot `first` on.
pub(super) fn raise(row: &mut [Lanes], first: usize, slots: &[u32], likeness: u8) {
    let row = row.as_flattened_mut();
    let begin = slots.partition_point(|&slot| (slot as usize) < first);
    for &slot in &slots[begin..] {
        let Some(old) = row.get_mut(slot as usize - first) else {
            return;
        };
        *old = likeness.max(*old);
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
