//! The mean vectors of windows against the direction of each wording's.

use super::pattern::Pattern;
use super::rows::WordRow;
use super::track::{KEPT, LONGEST};

/// How far a vector, or a sum of them, reaches along the directions of so many wordings, taken at a time.
pub(super) type Reach = [f32; WORDINGS];

pub(super) const WORDINGS: usize = 8;

/// Cosine taken for any two words of one answer. Assumed, not fitted: with it area and kappa on the development set are
/// within 0.002, and Pearson within 0.003, of what the length of the window's own sum of vectors gives.
const ALIKE: f32 = 0.15;

/// The best cosine of each wording with the mean vector of a window, clause by clause.
pub(super) struct Means {
    blocks: Vec<Block>,
    /// Clauses in the longest window of any wording.
    most: usize,
    /// Of the last clauses the sum of the words' lengths and of their squares.
    lengths: [(f32, f32); KEPT],
}

/// So many wordings.
#[derive(Clone, Default)]
struct Block {
    /// Clauses in the longest window of each.
    longest: [i32; WORDINGS],
    best: Reach,
    /// Of the last clauses how far the words' vectors reach together.
    reaches: [Reach; KEPT],
}

impl Means {
    pub(super) fn new(wordings: &[Pattern]) -> Self {
        let block = |wordings: &[Pattern]| {
            let mut block = Block::default();
            for (longest, wording) in block.longest.iter_mut().zip(wordings) {
                *longest = wording.longest as i32;
            }
            block
        };
        let most = wordings.iter().map(|wording| wording.longest).max();
        Self {
            blocks: wordings.chunks(WORDINGS).map(block).collect(),
            most: most.unwrap_or(0),
            lengths: [(0.0, 0.0); KEPT],
        }
    }

    /// Takes in the words of the clause `at`, whose meanings count by `near`.
    pub(super) fn push(&mut self, at: usize, words: &[&WordRow], near: f32) {
        let (mut sum, mut squares) = (0.0, 0.0);
        for row in words {
            sum += row.length;
            squares += row.length * row.length;
        }
        self.lengths[at % KEPT] = (sum, squares);
        for (index, block) in self.blocks.iter_mut().enumerate() {
            let reaches = words.iter().filter_map(|row| row.reach.get(index));
            block.reaches[at % KEPT] = reaches
                .fold([0.0; WORDINGS], |sum, &reach| add(sum, reach))
                .map(|reach| near * reach);
        }
        let clauses = self.most.min(at + 1);
        let inverse = self.inverse_lengths(at, clauses);
        for block in &mut self.blocks {
            let (longest, mut best) = (block.longest, block.best);
            let mut product = [0.0; WORDINGS];
            for (back, inverse) in inverse[..clauses].iter().enumerate() {
                product = add(product, block.reaches[(at - back) % KEPT]);
                let old = best;
                best = std::array::from_fn(|one| {
                    let cosine = product[one] * inverse;
                    let within = (back as i32) < longest[one];
                    let counted = if within { cosine } else { 0.0 };
                    if counted > old[one] {
                        counted
                    } else {
                        old[one]
                    }
                });
            }
            block.best = best;
        }
    }

    /// For each count of clauses up to this one over the length of the window's vector, where words are as alike as words
    /// of one text mostly are; 0 where it has none.
    fn inverse_lengths(&self, at: usize, clauses: usize) -> [f32; LONGEST] {
        let mut inverse = [0.0; LONGEST];
        let (mut sum, mut squares) = (0.0, 0.0);
        for (back, square) in inverse[..clauses].iter_mut().enumerate() {
            let own = self.lengths[(at - back) % KEPT];
            sum += own.0;
            squares += own.1;
            *square = squares + ALIKE * (sum * sum - squares);
        }
        // Roots and divisions are slow: several are taken at once, and those alone that there are.
        for four in inverse
            .as_chunks_mut::<4>()
            .0
            .iter_mut()
            .take(clauses.div_ceil(4))
        {
            *four = four.map(|square: f32| {
                if square > 0.0 {
                    1.0 / square.sqrt()
                } else {
                    0.0
                }
            });
        }
        inverse
    }

    /// The best of each wording, in their order.
    pub(super) fn best(&self) -> impl Iterator<Item = f32> {
        self.blocks.iter().flat_map(|block| block.best)
    }
}

fn add(a: Reach, b: Reach) -> Reach {
    std::array::from_fn(|one| a[one] + b[one])
}
