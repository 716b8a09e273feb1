//! The rules that couple points: which of the points an answer shows are paid.

use super::ordered::out_of_order;
use super::single_use::{Claim, without_text};
use super::{Role, Scheme, sum};
use crate::judge::Judgement;
use crate::report::{Span, Withheld};

/// Points that rules tie together, with those rules (indices into the scheme's).
#[derive(Clone, Debug, Default)]
pub(super) struct Coupling {
    /// A point stands after those it requires.
    pub(super) points: Vec<usize>,
    pub(super) ordered: Vec<usize>,
    pub(super) exclusive: Vec<usize>,
    pub(super) groups: Vec<usize>,
}

impl Coupling {
    /// The only point, where no rule limits what it earns.
    pub(super) fn single(&self) -> Option<usize> {
        match self.points[..] {
            [index] if self.groups.is_empty() => Some(index),
            _ => None,
        }
    }
}

pub(super) struct Settled {
    /// One entry a key point of the question.
    pub(super) withheld: Vec<Option<Withheld>>,
    /// Groups above their cap and by how much, in the unit of the weights.
    pub(super) over_cap: Vec<(usize, f64)>,
}

impl Scheme {
    /// Applies the rules of `coupling` to its points, given every point's credit.
    pub(super) fn settle(
        &self,
        coupling: &Coupling,
        credits: &[f64],
        judgements: &[Judgement],
    ) -> Settled {
        let value = |index: usize| self.points[index].weight * credits[index];
        let mut withheld = vec![None; self.points.len()];
        for &index in &coupling.points {
            let unmet = |&&point: &&usize| credits[point] <= 0.0 || withheld[point].is_some();
            if credits[index] > 0.0
                && let Some(&point) = self.points[index].requires.iter().find(unmet)
            {
                withheld[index] = Some(Withheld::Requires { point });
            }
        }
        let earns = |index: usize, withheld: &[Option<Withheld>]| {
            credits[index] > 0.0 && withheld[index].is_none()
        };

        for &sequence in &coupling.ordered {
            let steps: Vec<(usize, usize, f64)> = self.ordered[sequence]
                .iter()
                .filter(|&&index| earns(index, &withheld))
                .filter_map(|&index| Some((index, first_byte(judgements, index)?, value(index))))
                .collect();
            for index in out_of_order(&steps) {
                withheld[index] = Some(Withheld::OutOfOrder);
            }
        }

        if self.single_use {
            let mut claims: Vec<Claim> = coupling
                .points
                .iter()
                .filter(|&&index| earns(index, &withheld) && !self.points[index].overlapping)
                .map(|&index| Claim {
                    index,
                    value: value(index),
                    evidence: evidence(judgements, index),
                })
                .filter(|claim| claim.evidence.iter().any(|span| span.start < span.end))
                .collect();
            // Equal values: not by index first, or the order of points would matter to groups.
            claims.sort_by(|a, b| {
                let rules = |index: usize| (self.points[index].exclusive, self.points[index].group);
                let by_value = b.value.total_cmp(&a.value);
                let by_place = by_value.then_with(|| a.evidence.cmp(b.evidence));
                let by_rules = by_place.then_with(|| rules(a.index).cmp(&rules(b.index)));
                by_rules.then(a.index.cmp(&b.index))
            });
            for index in without_text(&claims) {
                withheld[index] = Some(Withheld::EvidenceUsed);
            }
        }

        for &set in &coupling.exclusive {
            let mut rivals = self.by_value(&self.exclusive[set], value);
            rivals.retain(|&index| earns(index, &withheld));
            if let Some((&point, rest)) = rivals.split_first() {
                for &index in rest {
                    withheld[index] = Some(Withheld::Exclusive { point });
                }
            }
        }

        let mut over_cap = Vec::new();
        for &group in &coupling.groups {
            let rule = &self.groups[group];
            let mut members = self.by_value(&rule.points, value);
            members.retain(|&index| earns(index, &withheld));
            let best = rule.best.min(members.len());
            for &index in &members[best..] {
                withheld[index] = Some(Withheld::GroupFull { group });
            }
            let total = sum(members[..best].iter().map(|&index| value(index)));
            if total > rule.cap {
                over_cap.push((group, total - rule.cap));
            }
        }

        Settled { withheld, over_cap }
    }

    /// What the coupled points earn together under these rules, in the unit of the weights.
    pub(super) fn earned(
        &self,
        coupling: &Coupling,
        credits: &[f64],
        judgements: &[Judgement],
    ) -> f64 {
        let settled = self.settle(coupling, credits, judgements);
        let paid = coupling
            .points
            .iter()
            .filter(|&&index| settled.withheld[index].is_none())
            .map(|&index| self.points[index].weight * credits[index]);
        sum(paid.chain(settled.over_cap.iter().map(|(_, excess)| -excess)))
    }

    /// Highest value first, then the question's order.
    fn by_value(&self, points: &[usize], value: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut points = points.to_vec();
        points.sort_by(|&a, &b| value(b).total_cmp(&value(a)).then(a.cmp(&b)));
        points
    }

    /// What the question would pay, in the unit of the weights, if every ordinary point were covered.
    pub(super) fn all_covered(&self) -> f64 {
        let credit = |point: &super::Point| f64::from(point.role == Role::Ordinary);
        let credits: Vec<f64> = self.points.iter().map(credit).collect();
        self.earned(&self.whole, &credits, &[])
    }

    /// Pairs of points of which one's payment may depend on the other, given where the evidence stands.
    pub(super) fn contested(&self, judgements: &[Judgement]) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for sequence in &self.ordered {
            let placed: Vec<(usize, usize)> = sequence
                .iter()
                .filter_map(|&index| Some((index, first_byte(judgements, index)?)))
                .collect();
            if !placed.is_sorted_by_key(|&(_, byte)| byte) {
                pairs.extend(placed.windows(2).map(|pair| (pair[0].0, pair[1].0)));
            }
        }
        if self.single_use {
            let mut spans: Vec<(Span, usize)> = (0..self.points.len())
                .filter(|&index| {
                    !self.points[index].overlapping && self.points[index].role != Role::Penalty
                })
                .flat_map(|index| evidence(judgements, index).iter().map(move |&s| (s, index)))
                .collect();
            spans.sort_unstable();
            let mut reach: Option<(usize, usize)> = None;
            for (span, index) in spans {
                match reach {
                    Some((end, owner)) if span.start < end => {
                        if owner != index {
                            pairs.push((owner, index));
                        }
                        reach = Some((end.max(span.end), index));
                    }
                    _ => reach = Some((span.end, index)),
                }
            }
        }
        pairs
    }
}

fn evidence(judgements: &[Judgement], index: usize) -> &[Span] {
    judgements
        .get(index)
        .map_or(&[], |judgement| &judgement.evidence)
}

fn first_byte(judgements: &[Judgement], index: usize) -> Option<usize> {
    evidence(judgements, index)
        .iter()
        .map(|span| span.start)
        .min()
}
