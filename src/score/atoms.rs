//! Finite distributions of amounts: sums of independent ones, and of the best few.

/// States of a group's best points kept exactly.
const STATES: usize = 1024;
/// Sums on a common grid kept exactly, in steps of the grid.
const GRID: f64 = 65536.0;
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
    // As many as there are ways to put `best` points on the levels or on none.
    let ways = |ways: usize, level: usize| ways.saturating_mul(best + level) / level;
    if levels.len() > 8 || best > 255 || (1..=levels.len()).fold(1, ways) > STATES {
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
        states = next;
    }
    let kept = |state: u64| -> f64 {
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
            .map(|(state, p)| (kept(state), p))
            .collect(),
    ))
}

/// The distribution of the sum of independent amounts.
pub(super) fn sum(parts: &[Atoms]) -> Atoms {
    match grid(parts) {
        Some(unit) => sum_on_grid(parts, unit),
        None => parts.iter().fold(vec![(0.0, 1.0)], |sum, part| {
            let sums = part
                .iter()
                .flat_map(|&(y, q)| sum.iter().map(move |&(x, p)| (x + y, p * q)));
            merged(sums.collect())
        }),
    }
}

/// What all amounts are whole multiples of, where the sums are not too many.
fn grid(parts: &[Atoms]) -> Option<f64> {
    let amounts = || parts.iter().flatten().map(|atom| atom.0.abs());
    let least = amounts()
        .filter(|&amount| amount > SAME)
        .fold(f64::INFINITY, f64::min);
    if least.is_infinite() {
        return Some(1.0);
    }
    let range = range(parts);
    // Halves beside thirds of the least amount need its sixths.
    (1..=6).map(|share| least / f64::from(share)).find(|unit| {
        let whole = |amount: f64| (amount / unit - ticks(amount, *unit) as f64).abs() < 1e-6;
        range / unit < GRID && amounts().all(whole)
    })
}

/// From the least to the greatest sum.
fn range(parts: &[Atoms]) -> f64 {
    let ranges = parts.iter().map(|part| part[part.len() - 1].0 - part[0].0);
    ranges.sum()
}

/// How many units an amount is, to the nearest whole; sooner found by cutting off than by rounding.
fn ticks(amount: f64, unit: f64) -> i64 {
    let ticks = amount / unit;
    (ticks + 0.5_f64.copysign(ticks)) as i64
}

fn sum_on_grid(parts: &[Atoms], unit: f64) -> Atoms {
    let mut low = 0;
    let most = (range(parts) / unit) as usize + 2;
    let (mut mass, mut sums) = (Vec::with_capacity(most), Vec::with_capacity(most));
    mass.push(1.0);
    for part in parts {
        let (first, last) = (ticks(part[0].0, unit), ticks(part[part.len() - 1].0, unit));
        sums.clear();
        sums.resize(mass.len() + (last - first) as usize, 0.0);
        for &(amount, p) in part {
            let shifted = &mut sums[(ticks(amount, unit) - first) as usize..];
            for (sum, m) in shifted.iter_mut().zip(&mass) {
                *sum += m * p;
            }
        }
        let likely = |&m: &f64| m > NEGLIGIBLE;
        let from = sums.iter().position(likely).unwrap_or(0);
        let to = sums
            .iter()
            .rposition(likely)
            .map_or(sums.len(), |at| at + 1);
        low += first + from as i64;
        mass.clear();
        mass.extend_from_slice(&sums[from..to]);
    }
    let mut atoms = Vec::with_capacity(mass.len());
    let likely = mass.iter().zip(low..).filter(|&(&p, _)| p > NEGLIGIBLE);
    atoms.extend(likely.map(|(&p, tick)| (tick as f64 * unit, p)));
    atoms
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
