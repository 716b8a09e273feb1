//! The score as a random variable: the same rules over the judge's status probabilities.
//!
//! Points are taken as independent. Where no rule ties them together their amounts are added
//! up, exactly where the amounts lie on a common grid or make few totals; a group of which K
//! of N count is the Poisson-binomial sum over what the best K are (N·K states for whole
//! credits, N·K² with halves). Points that other rules tie together are enumerated up to
//! [`ENUMERATED`] outcomes, beyond that sampled with a fixed seed.

use super::atoms::{Atoms, best_sums, merged, quantile, sum};
use super::settle::Coupling;
use super::{Role, Scheme};
use crate::judge::{Judgement, Probabilities};
use std::borrow::Cow;

/// Combined outcomes of tied points that are all gone through: seven points of three statuses.
const ENUMERATED: usize = 2187;
/// Outcomes drawn for more; spread evenly over each point's probabilities, they gave the mean
/// within 0.5% of the question's worth in the test at the foot of this file.
const SAMPLES: usize = 1024;
/// Fewer are drawn of many points, to bound the work: samples × points stays within this, and
/// where text is dealt out samples × points² ÷ 16.
const SAMPLE_WORK: usize = 1 << 18;

/// The score that the rules would give if statuses came out as the judge thinks likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// Mean of the score, 0 to the question's worth.
    pub mean: f64,
    /// Its standard deviation, in points.
    pub standard_deviation: f64,
    /// The possible scores, rising, each with its probability; those add up to 1.
    pub distribution: Vec<(f64, f64)>,
}

impl Expectation {
    /// The distribution for a report: probabilities to six places, zeros left out.
    pub fn rounded(&self) -> Vec<(f64, f64)> {
        let mut rounded = self.distribution.clone();
        for (_, p) in &mut rounded {
            *p = (*p * 1e6).round() / 1e6;
        }
        rounded.retain(|&(_, p)| p > 0.0);
        rounded
    }
}

impl Scheme {
    /// The distribution of the score over the status probabilities of judgements, one a key point
    /// in the question's order, rounding and all. A point without evidence is taken to be in order
    /// and to have text of its own.
    pub fn expected(&self, judgements: &[Judgement], characters: usize) -> Expectation {
        let mut outcomes: Vec<Atoms> = (0..self.points.len())
            .map(|index| self.outcomes(index, judgements.get(index)))
            .collect();
        let contested = self.contested(judgements);
        let couplings = match contested[..] {
            [] => Cow::Borrowed(&self.parts),
            _ => Cow::Owned(self.parted(&contested)),
        };
        let mut parts = Vec::with_capacity(couplings.len() + 1);
        let penalties: Vec<Atoms> = self
            .of_role(Role::Penalty)
            .map(|index| self.amounts(index, std::mem::take(&mut outcomes[index])))
            .collect();
        if !penalties.is_empty() {
            let cap = self.penalty_cap / self.full;
            let capped = |(amount, p): (f64, f64)| (-amount.min(cap), p);
            parts.push(merged(sum(&penalties).into_iter().map(capped).collect()));
        }
        for coupling in &*couplings {
            parts.push(match coupling.single() {
                // Every point is in one part.
                Some(index) => self.amounts(index, std::mem::take(&mut outcomes[index])),
                None => self.part(coupling, &outcomes, &contested, judgements),
            });
        }
        let mut distribution = sum(&parts);
        let length = self
            .length_penalty(characters)
            .map_or(0.0, |adjustment| adjustment.amount);
        for (score, _) in &mut distribution {
            *score = self.bounded(*score * self.max_score + length);
        }
        distribution.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        let all: f64 = distribution.iter().map(|atom| atom.1).sum();
        distribution.iter_mut().for_each(|atom| atom.1 /= all);
        let mean: f64 = distribution.iter().map(|(score, p)| score * p).sum();
        let variance: f64 = distribution
            .iter()
            .map(|(score, p)| (score - mean).powi(2) * p)
            .sum();
        Expectation {
            mean,
            standard_deviation: variance.sqrt(),
            distribution,
        }
    }

    /// A point's possible credits, each with its probability.
    fn outcomes(&self, index: usize, judgement: Option<&Judgement>) -> Atoms {
        use crate::report::Status::{Contradicted, Covered, Missing, Partial};
        let Some(Judgement { probabilities, .. }) = judgement else {
            return vec![(0.0, 1.0)];
        };
        let Probabilities {
            covered,
            partial,
            missing,
            contradicted,
        } = *probabilities;
        let outcomes = [
            (Covered, covered),
            (Partial, partial),
            (Missing, missing),
            (Contradicted, contradicted),
        ];
        let share = |p: f64| if p.is_finite() { p.max(0.0) } else { 0.0 };
        let all: f64 = outcomes.iter().map(|&(_, p)| share(p)).sum();
        if all <= 0.0 {
            return vec![(0.0, 1.0)];
        }
        let credited = |(status, p)| (self.credit(index, Some(status)), share(p) / all);
        merged(outcomes.map(credited).to_vec())
    }

    /// What a point may earn, as a share of the question's worth.
    fn amounts(&self, index: usize, mut outcomes: Atoms) -> Atoms {
        let weight = self.points[index].weight / self.full;
        for (credit, _) in &mut outcomes {
            *credit *= weight;
        }
        outcomes
    }

    /// The points but penalties, parted so that no rule ties two parts together, nor one of these pairs.
    pub(super) fn parted(&self, contested: &[(usize, usize)]) -> Vec<Coupling> {
        let mut parent: Vec<usize> = (0..self.points.len()).collect();
        for (index, point) in self.points.iter().enumerate() {
            for &required in &point.requires {
                join(&mut parent, index, required);
            }
        }
        let groups = self.groups.iter().map(|group| &group.points);
        for set in groups.chain(&self.exclusive) {
            for pair in set.windows(2) {
                join(&mut parent, pair[0], pair[1]);
            }
        }
        for &(a, b) in contested {
            join(&mut parent, a, b);
        }
        let mut parts: Vec<Coupling> = vec![Coupling::default(); self.points.len()];
        for &index in &self.whole.points {
            parts[root(&mut parent, index)].points.push(index);
        }
        for (group, rule) in self.groups.iter().enumerate() {
            parts[root(&mut parent, rule.points[0])].groups.push(group);
        }
        for (set, points) in self.exclusive.iter().enumerate() {
            parts[root(&mut parent, points[0])].exclusive.push(set);
        }
        for (sequence, steps) in self.ordered.iter().enumerate() {
            let mut roots: Vec<usize> = steps.iter().map(|&i| root(&mut parent, i)).collect();
            roots.sort_unstable();
            roots.dedup();
            roots
                .into_iter()
                .for_each(|root| parts[root].ordered.push(sequence));
        }
        parts.retain(|part| !part.points.is_empty());
        parts
    }

    /// What one part earns, as a share of the question's worth.
    fn part(
        &self,
        coupling: &Coupling,
        outcomes: &[Atoms],
        contested: &[(usize, usize)],
        judgements: &[Judgement],
    ) -> Atoms {
        if let Some(atoms) = self.best_of(coupling, outcomes, contested) {
            return atoms;
        }
        let combined = coupling.points.iter().try_fold(1_usize, |product, &index| {
            product
                .checked_mul(outcomes[index].len())
                .filter(|&product| product <= ENUMERATED)
        });
        match combined {
            Some(_) => self.enumerated(coupling, outcomes, judgements),
            None => self.sampled(coupling, outcomes, judgements),
        }
    }

    /// A single group, or a single exclusive set, that no other rule touches.
    fn best_of(
        &self,
        coupling: &Coupling,
        outcomes: &[Atoms],
        contested: &[(usize, usize)],
    ) -> Option<Atoms> {
        let (points, best, cap) = match (&coupling.groups[..], &coupling.exclusive[..]) {
            (&[group], []) => {
                let group = &self.groups[group];
                (&group.points, group.best, group.cap)
            }
            (&[], &[set]) => (&self.exclusive[set], 1, f64::INFINITY),
            _ => return None,
        };
        let tied = |&index: &usize| {
            !self.points[index].requires.is_empty()
                || outcomes[index].iter().any(|atom| atom.0 < 0.0)
        };
        if points.len() != coupling.points.len()
            || points.iter().any(tied)
            || contested.iter().any(|pair| points.contains(&pair.0))
        {
            return None;
        }
        let amounts: Vec<Atoms> = points
            .iter()
            .map(|&index| self.amounts(index, outcomes[index].clone()))
            .collect();
        let sums = if best >= points.len() {
            sum(&amounts)
        } else {
            best_sums(&amounts, best)?
        };
        let cap = cap / self.full;
        Some(merged(
            sums.into_iter()
                .map(|(amount, p)| (amount.min(cap), p))
                .collect(),
        ))
    }

    fn enumerated(
        &self,
        coupling: &Coupling,
        outcomes: &[Atoms],
        judgements: &[Judgement],
    ) -> Atoms {
        let points = &coupling.points;
        let mut chosen = vec![0; points.len()];
        let mut credits = vec![0.0; self.points.len()];
        let mut atoms = Vec::new();
        loop {
            let mut probability = 1.0;
            for (&index, &choice) in points.iter().zip(&chosen) {
                let (credit, p) = outcomes[index][choice];
                credits[index] = credit;
                probability *= p;
            }
            let earned = self.earned(coupling, &credits, judgements) / self.full;
            atoms.push((earned, probability));
            // The next combination, like an odometer.
            let turning = points
                .iter()
                .zip(&chosen)
                .position(|(&i, &c)| c + 1 < outcomes[i].len());
            let Some(turning) = turning else {
                return merged(atoms);
            };
            chosen[turning] += 1;
            chosen[..turning].fill(0);
        }
    }

    /// Latin hypercube samples: over the samples each point's uniform number takes every one of as
    /// many equal intervals once, in an order of its own.
    fn sampled(&self, coupling: &Coupling, outcomes: &[Atoms], judgements: &[Judgement]) -> Atoms {
        let count = coupling.points.len();
        let cost = if self.single_use {
            count * count / 16
        } else {
            count
        };
        let samples = (SAMPLE_WORK / cost.max(1)).clamp(16, SAMPLES);
        let mut random = SplitMix(0);
        let mut order: Vec<usize> = (0..samples).collect();
        let mut drawn: Vec<Vec<f64>> = Vec::with_capacity(count);
        for &index in &coupling.points {
            for last in (1..samples).rev() {
                order.swap(last, random.below(last + 1));
            }
            let uniform = order
                .iter()
                .map(|&interval| (interval as f64 + 0.5) / samples as f64);
            drawn.push(uniform.map(|u| quantile(&outcomes[index], u)).collect());
        }
        let mut credits = vec![0.0; self.points.len()];
        let mut atoms = Vec::with_capacity(samples);
        for sample in 0..samples {
            for (&index, drawn) in coupling.points.iter().zip(&drawn) {
                credits[index] = drawn[sample];
            }
            let earned = self.earned(coupling, &credits, judgements) / self.full;
            atoms.push((earned, 1.0 / samples as f64));
        }
        merged(atoms)
    }
}

fn root(parent: &mut [usize], mut index: usize) -> usize {
    while parent[index] != index {
        parent[index] = parent[parent[index]];
        index = parent[index];
    }
    index
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

/// Steele, Lea and Flood's SplitMix64 (2014): the same numbers on every machine.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }
}
