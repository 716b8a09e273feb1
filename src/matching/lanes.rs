//! Likenesses to the patterns' words, a byte a slot, taken sixteen at a time: rows of the last clauses, and the largest of them.

use std::cell::Cell;
use std::ops::Range;

/// Slots taken at a time; each pattern's begin and end with whole ones.
pub(super) type Lanes = [u8; LANES];

/// How many that are.
pub(super) const LANES: usize = 16;

/// The larger of each two; of copies, so that all are taken at once.
#[inline]
pub(super) fn larger_of(a: Lanes, b: Lanes) -> Lanes {
    std::array::from_fn(|at| a[at].max(b[at]))
}

/// Raises each byte to that of `other` where that is larger.
#[inline]
pub(super) fn larger(row: &mut [Lanes], other: &[Lanes]) {
    for (to, from) in row.iter_mut().zip(other) {
        *to = larger_of(*to, *from);
    }
}

/// Σ weight × likeness.
#[inline]
pub(super) fn weigh(weights: &[i16; LANES], likeness: &Lanes) -> i32 {
    let words = weights.iter().zip(likeness);
    words
        .map(|(&weight, &like)| i32::from(weight) * i32::from(like))
        .sum()
}

/// How like some words of the patterns are: the lanes that have any, rising, each with its place in a row of all.
#[derive(Debug, Default)]
pub(crate) struct Likenesses(Box<[(u32, Lanes)]>);

impl Likenesses {
    /// Of slots, each with a likeness.
    pub(super) fn new(mut slots: Vec<(u32, u8)>) -> Self {
        let place = |slot: u32| slot / LANES as u32;
        slots.sort_unstable();
        let lanes = slots.chunk_by(|a, b| place(a.0) == place(b.0));
        let lanes = lanes.map(|own| {
            let mut lanes = [0; LANES];
            for &(slot, likeness) in own {
                lanes[slot as usize % LANES] = likeness;
            }
            (place(own[0].0), lanes)
        });
        Self(lanes.collect())
    }

    /// Likeness to the word of this slot.
    pub(super) fn to(&self, slot: u32) -> u8 {
        let (lanes, at) = (slot / LANES as u32, slot as usize % LANES);
        let own = self.0.binary_search_by_key(&lanes, |&(place, _)| place);
        own.map_or(0, |own| self.0[own].1[at])
    }

    /// The lanes from this place on.
    fn from(&self, first: usize) -> &[(u32, Lanes)] {
        let begin = match first {
            0 => 0,
            _ => self.0.partition_point(|&(at, _)| (at as usize) < first),
        };
        &self.0[begin..]
    }

    /// Raises to these what is less in a row whose first lanes are at this place.
    #[inline]
    pub(super) fn raise(&self, row: &mut [Lanes], first: usize) {
        self.raise_to(row, first, |likeness| likeness);
    }

    /// The same where they are at least `least`.
    pub(super) fn raise_from(&self, row: &mut [Lanes], first: usize, least: u8) {
        let counted = |likeness: Lanes| likeness.map(|one| if one >= least { one } else { 0 });
        self.raise_to(row, first, counted);
    }

    #[inline]
    fn raise_to(&self, row: &mut [Lanes], first: usize, counted: impl Fn(Lanes) -> Lanes) {
        for &(at, likeness) in self.from(first) {
            let Some(to) = row.get_mut(at as usize - first) else {
                return;
            };
            *to = larger_of(*to, counted(likeness));
        }
    }

    /// The largest.
    pub(super) fn most(&self) -> u8 {
        largest(&self.0)
    }

    /// The largest in these lanes.
    pub(super) fn most_of(&self, lanes: Range<usize>) -> u8 {
        let own = self.from(lanes.start);
        let count = own.partition_point(|&(at, _)| (at as usize) < lanes.end);
        largest(&own[..count])
    }
}

fn largest(lanes: &[(u32, Lanes)]) -> u8 {
    let all = lanes.iter().flat_map(|(_, likeness)| likeness);
    all.copied().max().unwrap_or(0)
}

/// Raises to `likeness` those of some rising slots that are in a row whose first lanes are at this place.
pub(super) fn raise(row: &mut [Lanes], first: usize, slots: &[u32], likeness: u8) {
    let (row, first) = (row.as_flattened_mut(), first * LANES);
    let begin = slots.partition_point(|&slot| (slot as usize) < first);
    for &slot in &slots[begin..] {
        let Some(old) = row.get_mut(slot as usize - first) else {
            return;
        };
        *old = likeness.max(*old);
    }
}

/// Calls `work` with so many lanes, all 0. They are kept from one answer to the next, since to ask for as many is slow.
pub(super) fn scratch<T>(count: usize, work: impl FnOnce(&mut [Lanes]) -> T) -> T {
    /// A thread keeps no more, 64 KB.
    const KEPT: usize = 4096;
    thread_local! {
        static SCRATCH: Cell<Vec<Lanes>> = const { Cell::new(Vec::new()) };
    }
    let mut lanes = SCRATCH.take();
    lanes.clear();
    lanes.resize(count, [0; LANES]);
    let result = work(&mut lanes);
    if lanes.capacity() <= KEPT {
        SCRATCH.set(lanes);
    }
    result
}

/// One row for each of the last so many clauses.
pub(super) struct Ring<'a, const KEPT: usize> {
    lanes: &'a mut [Lanes],
    width: usize,
}

impl<'a, const KEPT: usize> Ring<'a, KEPT> {
    /// Lanes that a ring of this width takes for so many clauses.
    pub(super) fn size(width: usize, clauses: usize) -> usize {
        KEPT.min(clauses) * width
    }

    /// Rows of so many lanes.
    pub(super) fn new(lanes: &'a mut [Lanes], width: usize) -> Self {
        Self { lanes, width }
    }

    /// The row of the next clause, all 0, to be filled.
    pub(super) fn renew(&mut self, clause: usize) -> &mut [Lanes] {
        let row = &mut self.lanes[clause % KEPT * self.width..][..self.width];
        row.fill([0; LANES]);
        row
    }

    /// The row of the clause.
    pub(super) fn row(&self, clause: usize) -> &[Lanes] {
        self.of(clause, 0..self.width)
    }

    /// What the clause is to a pattern in the lanes at this place.
    pub(super) fn lanes(&self, clause: usize, place: usize) -> &Lanes {
        &self.lanes[clause % KEPT * self.width + place]
    }

    /// What the clause is to a pattern in these lanes.
    pub(super) fn of(&self, clause: usize, lanes: Range<usize>) -> &[Lanes] {
        let start = clause % KEPT * self.width;
        &self.lanes[start + lanes.start..start + lanes.end]
    }
}

/// The largest of the last so many rows of a ring, in about three steps a row however many those are.
#[derive(Debug)]
pub(super) struct Sliding<'a, const MOST: usize> {
    /// The largest from each row of the block before this one to its end. Nothing where no row ever slides out.
    before: &'a mut [Lanes],
    /// The largest of this block.
    prefix: &'a mut [Lanes],
}

impl<'a, const MOST: usize> Sliding<'a, MOST> {
    /// Lanes that it takes for `count` rows of `width` lanes.
    pub(super) fn size(width: usize, count: usize) -> usize {
        width * if count > MOST { MOST + 1 } else { 1 }
    }

    pub(super) fn new(lanes: &'a mut [Lanes], width: usize) -> Self {
        let (prefix, before) = lanes.split_at_mut(width);
        Self { before, prefix }
    }

    /// Takes in the row of the next clause; the ring has those of the last `MOST`, too.
    pub(super) fn push<const KEPT: usize>(&mut self, clause: usize, ring: &Ring<'_, KEPT>) {
        const { assert!(KEPT > MOST) }
        if clause.is_multiple_of(MOST) && clause > 0 && !self.before.is_empty() {
            let mut rows = self.before.chunks_exact_mut(ring.width).rev();
            let mut later = rows.next().expect("it has rows");
            later.copy_from_slice(ring.row(clause - 1));
            for (row, before) in rows.zip((0..clause - 1).rev()) {
                for ((to, own), later) in row.iter_mut().zip(ring.row(before)).zip(&*later) {
                    *to = larger_of(*own, *later);
                }
                later = row;
            }
            self.prefix.fill([0; LANES]);
        }
        larger(self.prefix, ring.row(clause));
    }

    /// Makes `to` the largest of the last rows up to this clause's, which was pushed last.
    pub(super) fn largest(&self, clause: usize, to: &mut [Lanes]) {
        to.copy_from_slice(self.prefix);
        let next = clause % MOST + 1;
        if clause >= MOST && next < MOST {
            larger(to, &self.before[next * to.len()..][..to.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LANES, Lanes, Ring, Sliding};

    #[test]
    fn slides() {
        slides_by::<1>();
        slides_by::<2>();
        slides_by::<3>();
        slides_by::<7>();
    }

    fn slides_by<const MOST: usize>() {
        let value = |at: u8| [at.wrapping_mul(97) % 31; LANES];
        let rows: Vec<Lanes> = (0..40).map(value).collect();
        let mut kept = vec![[0; LANES]; Ring::<8>::size(1, rows.len())];
        let mut lanes = vec![[0; LANES]; Sliding::<MOST>::size(1, rows.len())];
        let (mut ring, mut sliding) = (
            Ring::<8>::new(&mut kept, 1),
            Sliding::<MOST>::new(&mut lanes, 1),
        );
        let mut found = [[0; LANES]];
        for (at, row) in rows.iter().enumerate() {
            ring.renew(at)[0] = *row;
            sliding.push(at, &ring);
            sliding.largest(at, &mut found);
            let first = (at + 1).saturating_sub(MOST);
            assert_eq!(
                Some(&found[0]),
                rows[first..=at].iter().max(),
                "{MOST} rows, at {at}"
            );
        }
    }
}
