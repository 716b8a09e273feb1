//! One stretch of text pays one point: dealing out the text so that the most is earned.

use crate::report::Span;
use std::collections::VecDeque;

/// A run of bytes between two neighbouring bounds of evidence counts as a stretch of text
/// only above this length: a comma or a full stop at the end of one evidence is none.
const PUNCTUATION_BYTES: usize = 3;

/// A point and the text that shows it.
pub(super) struct Claim<'a> {
    pub(super) index: usize,
    pub(super) value: f64,
    pub(super) evidence: &'a [Span],
}

/// Points left without a stretch of text of their own when the text is
/// dealt out so that the points it pays are
/// worth most. Claims come by falling value.
///
/// The bounds of all evidence cut the text into stretches; each pays one point. Since a
/// stretch is worth to a point what the point is worth, the sets of points that can be paid
/// are the independent sets of a transversal matroid: taking points by value, and each one
/// for which the stretches can be dealt out anew, is optimal.
pub(super) fn without_text(claims: &[Claim]) -> Vec<usize> {
    let mut bounds: Vec<usize> = claims
        .iter()
        .flat_map(|claim| {
            claim
                .evidence
                .iter()
                .flat_map(|span| [span.start, span.end])
        })
        .collect();
    bounds.sort_unstable();
    bounds.dedup();
    let supports: Vec<Vec<usize>> = claims
        .iter()
        .map(|claim| {
            let mut stretches = Vec::new();
            for span in claim.evidence {
                let from = bounds.partition_point(|&b| b < span.start);
                let to = bounds.partition_point(|&b| b < span.end);
                let long = |s: &usize| bounds[s + 1] - bounds[*s] > PUNCTUATION_BYTES;
                let first = stretches.len();
                stretches.extend((from..to).filter(long));
                if stretches.len() == first {
                    stretches.extend(from..to);
                }
            }
            stretches
        })
        .collect();

    let mut owner: Vec<Option<usize>> = vec![None; bounds.len()];
    let mut without = Vec::new();
    for claim in 0..claims.len() {
        // Breadth first: a free stretch, or one whose owner can move to another.
        let mut reached_from: Vec<Option<usize>> = vec![None; bounds.len()];
        let mut held: Vec<Option<usize>> = vec![None; claims.len()];
        let mut queue = VecDeque::from([claim]);
        let mut free = None;
        'search: while let Some(asking) = queue.pop_front() {
            for &stretch in &supports[asking] {
                if reached_from[stretch].is_some() {
                    continue;
                }
                reached_from[stretch] = Some(asking);
                match owner[stretch] {
                    None => {
                        free = Some(stretch);
                        break 'search;
                    }
                    Some(other) => {
                        held[other] = Some(stretch);
                        queue.push_back(other);
                    }
                }
            }
        }
        if free.is_none() {
            without.push(claims[claim].index);
        }
        while let Some(stretch) = free {
            let taker = reached_from[stretch];
            owner[stretch] = taker;
            free = taker.and_then(|taker| held[taker]);
        }
    }
    without
}

#[cfg(test)]
mod tests {
    use super::{Claim, without_text};
    use crate::report::Span;
    use proptest::prelude::*;

    /// The most that claims from `at` on earn with these clauses still free.
    fn best(claims: &[(f64, Vec<usize>)], at: usize, free: u32) -> f64 {
        let Some((value, clauses)) = claims.get(at) else {
            return 0.0;
        };
        let paid = clauses.iter().filter(|&&clause| free >> clause & 1 == 1);
        paid.map(|clause| value + best(claims, at + 1, free & !(1 << clause)))
            .fold(best(claims, at + 1, free), f64::max)
    }

    proptest! {
        #[test]
        fn deals_out_text_for_the_most(
            claims in prop::collection::vec(
                (prop::sample::select(vec![0.5, 1.0, 2.0, 3.0]), prop::collection::vec(0..5_usize, 1..4)),
                0..7,
            )
        ) {
            let spans: Vec<Vec<Span>> = claims
                .iter()
                .map(|(_, clauses)| {
                    clauses.iter().map(|at| Span { start: at * 10, end: at * 10 + 10 }).collect()
                })
                .collect();
            let mut asked: Vec<Claim> = claims
                .iter()
                .zip(&spans)
                .enumerate()
                .map(|(index, (&(value, _), evidence))| Claim { index, value, evidence })
                .collect();
            asked.sort_by(|a, b| b.value.total_cmp(&a.value));
            let without = without_text(&asked);
            let earned: f64 =
                (0..claims.len()).filter(|i| !without.contains(i)).map(|i| claims[i].0).sum();
            prop_assert_eq!(earned, best(&claims, 0, u32::MAX), "{:?} without {:?}", claims, without);
        }
    }
}
