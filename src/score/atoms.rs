//! Finite distributions of amounts: sums of independent ones, and of the best few.

/// States of a group's best points kept exactly.
const STATES: usize = 4096;
/// Distinct totals kept exactly; beyond, neighbours are merged into their mean.
const TOTALS: usize = 2048;
/// Amounts (shares of a question's worth) closer than this are one: decimal weights add up with errors of about 1e-15.
const SAME: f64 = 1e-9;
/// Outcomes less probable than this are left out.
const NEGLIGIBLE: f64 = 1e-18;

/// Amounts as shares of a question's worth, rising, each with its probability.
pub(super) type Atoms = Vec<(f64, f64)>;

/// The outcome below which this share of the probability lies.
pub(super) fn quantile(outcomes: &Atoms, share: f64) -> f64 {
    let mut up_to = 0.0;
    for &(credit, probability) in outcomes {
        up_to += probability;
        if share < up_to {
            return credit;
        }
    }
    outcomes.last().map_or(0.0, |outcome| outcome.0)
}

/// The distribution of the sum of the `best` highest of independent amounts, none below 0;
/// nothing where there are too many distinct amounts.
///
/// A state counts, for every distinct amount, how many of the best so far are of it: one byte an
/// amount, the lowest amount in the lowest byte.
pub(super) fn best_sums(amounts: &[Atoms], best: usize) -> Option<Atoms> {
    let possible = merged(
        amounts
            .iter()
            .flatten()
            .copied()
            .filter(|atom| atom.0 > 0.0)
            .collect(),
    );
    let levels: Vec<f64> = possible.iter().map(|atom| atom.0).collect();
    if levels.len() > 8 || best > 255 {
        return None;
    }
    let counted = |state: u64| {
        state
            .to_le_bytes()
            .iter()
            .map(|&count| usize::from(count))
            .sum::<usize>()
    };
    let mut states: Vec<(u64, f64)> = vec![(0, 1.0)];
    for atoms in amounts {
        let mut next = Vec::with_capacity(states.len() * atoms.len());
        for &(state, probability) in &states {
            let full = counted(state) == best;
            let lowest = state.trailing_zeros() / 8;
            for &(amount, p) in atoms {
                let level = levels.partition_point(|&level| level < amount - SAME) as u32;
                let moved = match (amount > 0.0, full) {
                    (false, _) => state,
                    (true, false) => state + (1 << (8 * level)),
                    (true, true) if lowest < level => {
                        state - (1 << (8 * lowest)) + (1 << (8 * level))
                    }
                    (true, true) => state,
                };
                next.push((moved, probability * p));
            }
        }
        next.sort_unstable_by_key(|&(state, _)| state);
        next.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            if same {
                kept.1 += later.1;
            }
            same
        });
        next.retain(|&(_, probability)| probability > NEGLIGIBLE);
        if next.len() > STATES {
            return None;
        }
        states = next;
    }
    let sum = |state: u64| -> f64 {
        state
            .to_le_bytes()
            .iter()
            .zip(&levels)
            .map(|(&count, level)| f64::from(count) * level)
            .sum()
    };
    Some(merged(
        states
            .into_iter()
            .map(|(state, p)| (sum(state), p))
            .collect(),
    ))
}

/// The distribution of the sum of two independent amounts.
pub(super) fn add(a: &Atoms, b: &Atoms) -> Atoms {
    let sums = b
        .iter()
        .flat_map(|&(y, q)| a.iter().map(move |&(x, p)| (x + y, p * q)));
    merged(sums.collect())
}

/// Sorts, joins equal amounts and, beyond [`TOTALS`] of them, neighbours, keeping the mean.
pub(super) fn merged(mut atoms: Atoms) -> Atoms {
    atoms.retain(|atom| atom.1 > NEGLIGIBLE);
    atoms.sort_by(|a, b| a.0.total_cmp(&b.0));
    atoms.dedup_by(|later, kept| {
        let same = later.0 - kept.0 <= SAME;
        if same {
            kept.1 += later.1;
        }
        same
    });
    if atoms.len() <= TOTALS {
        return atoms;
    }
    let low = atoms[0].0;
    let width = (atoms[atoms.len() - 1].0 - low) / (TOTALS / 2) as f64;
    atoms.dedup_by(|later, kept| {
        let same = ((later.0 - low) / width).floor() == ((kept.0 - low) / width).floor();
        if same {
            let both = later.1 + kept.1;
            kept.0 += (later.0 - kept.0) * later.1 / both;
            kept.1 = both;
        }
        same
    });
    atoms
}
