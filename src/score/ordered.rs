//! Ordered steps: which of them stand in order in the answer.

/// Steps (index, position, value) outside the longest run of rising positions; of runs equally
/// long the one worth most stays, of those the one that ends first.
pub(super) fn out_of_order(steps: &[(usize, usize, f64)]) -> Vec<usize> {
    if steps.is_sorted_by_key(|&(_, position, _)| position) {
        return Vec::new();
    }
    let mut positions: Vec<usize> = steps.iter().map(|&(_, position, _)| position).collect();
    positions.sort_unstable();
    positions.dedup();

    /// A run's length, its worth and its last step.
    type Run = (usize, f64, usize);
    let longer = |a: Option<Run>, b: Option<Run>| match (a, b) {
        (Some(x), Some(y)) => {
            let order = x.0.cmp(&y.0).then(x.1.total_cmp(&y.1)).then(y.2.cmp(&x.2));
            if order.is_lt() { b } else { a }
        }
        (a, b) => a.or(b),
    };
    // A Fenwick tree: the longest run that ends at or before a position.
    let mut runs: Vec<Option<Run>> = vec![None; positions.len() + 1];
    let mut before: Vec<Option<usize>> = vec![None; steps.len()];
    for (step, &(_, position, value)) in steps.iter().enumerate() {
        let rank = positions.partition_point(|&p| p <= position);
        let (mut best, mut at) = (None, rank);
        while at > 0 {
            best = longer(best, runs[at]);
            at &= at - 1;
        }
        before[step] = best.map(|(_, _, last)| last);
        let (length, worth) = best.map_or((0, 0.0), |(length, worth, _)| (length, worth));
        let run = Some((length + 1, worth + value, step));
        at = rank;
        while at < runs.len() {
            runs[at] = longer(runs[at], run);
            at += at & at.wrapping_neg();
        }
    }
    let mut kept = vec![false; steps.len()];
    let mut last = runs
        .iter()
        .copied()
        .fold(None, longer)
        .map(|(_, _, step)| step);
    while let Some(step) = last {
        kept[step] = true;
        last = before[step];
    }
    let dropped = steps.iter().zip(&kept).filter(|(_, kept)| !**kept);
    dropped.map(|(&(index, _, _), _)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::out_of_order;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keeps_the_longest_then_dearest_run(
            steps in prop::collection::vec((0..6_usize, prop::sample::select(vec![0.5, 1.0, 2.0])), 0..9)
        ) {
            let steps: Vec<(usize, usize, f64)> =
                steps.into_iter().enumerate().map(|(index, (at, value))| (index, at, value)).collect();
            let dropped = out_of_order(&steps);
            let kept: Vec<_> = steps.iter().filter(|step| !dropped.contains(&step.0)).collect();
            prop_assert!(kept.is_sorted_by_key(|step| step.1));
            let worth = |run: &[&(usize, usize, f64)]| -> f64 { run.iter().map(|step| step.2).sum() };
            for choice in 0..1_u32 << steps.len() {
                let run: Vec<_> = steps.iter().filter(|step| choice >> step.0 & 1 == 1).collect();
                if run.is_sorted_by_key(|step| step.1) {
                    let shorter = run.len() < kept.len();
                    let no_dearer = run.len() == kept.len() && worth(&run) <= worth(&kept);
                    prop_assert!(shorter || no_dearer, "{:?} kept of {:?}, better {:?}", kept, steps, run);
                }
            }
        }
    }
}
