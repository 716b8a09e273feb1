//! Measures of agreement on weighted observations. `None` where a measure is undefined.

/// One observation: what the grader says, what the marker says, and how often it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) weight: f64,
}

/// Area under the ROC curve: how likely `x` is larger where `y` is above 0.5, ties counting half.
pub(super) fn auc(points: &[Point]) -> Option<f64> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x));
    let (mut above, mut negatives, mut positives) = (0.0, 0.0, 0.0);
    for tie in sorted.chunk_by(|a, b| a.x == b.x) {
        let weight = |positive: bool| -> f64 {
            tie.iter()
                .filter(|point| (point.y > 0.5) == positive)
                .map(|point| point.weight)
                .sum()
        };
        let (good, bad) = (weight(true), weight(false));
        above += good * (negatives + 0.5 * bad);
        positives += good;
        negatives += bad;
    }
    (positives > 0.0 && negatives > 0.0).then(|| above / (positives * negatives))
}

/// Mean of `f` over the points.
pub(super) fn mean(points: &[Point], f: impl Fn(&Point) -> f64) -> Option<f64> {
    let total: f64 = points.iter().map(|point| point.weight).sum();
    let sum: f64 = points.iter().map(|point| point.weight * f(point)).sum();
    (total > 0.0).then(|| sum / total)
}

/// Pearson's correlation of `x` and `y`.
pub(super) fn pearson(points: &[Point]) -> Option<f64> {
    let (mx, my) = (mean(points, |p| p.x)?, mean(points, |p| p.y)?);
    let covariance = mean(points, |p| (p.x - mx) * (p.y - my))?;
    let variance = mean(points, |p| (p.x - mx).powi(2))? * mean(points, |p| (p.y - my).powi(2))?;
    // Constant columns leave a rounding rest where there is no variance.
    (variance > 1e-18).then(|| (covariance / variance.sqrt()).clamp(-1.0, 1.0))
}

/// Spearman's correlation: Pearson's of the ranks, ties sharing their middle rank.
pub(super) fn spearman(points: &[Point]) -> Option<f64> {
    let mut ranked = points.to_vec();
    rank(&mut ranked, |point| point.x, |point, rank| point.x = rank);
    rank(&mut ranked, |point| point.y, |point, rank| point.y = rank);
    pearson(&ranked)
}

fn rank(points: &mut [Point], value: fn(&Point) -> f64, set: fn(&mut Point, f64)) {
    points.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let mut below = 0.0;
    for tie in points.chunk_by_mut(|a, b| value(a) == value(b)) {
        let weight: f64 = tie.iter().map(|point| point.weight).sum();
        for point in tie {
            set(point, below + 0.5 * weight);
        }
        below += weight;
    }
}

/// Cohen's kappa with quadratic weights over ordered classes: 1 for full agreement, 0 for chance.
pub(super) fn quadratic_kappa<const N: usize>(counts: &[[f64; N]; N]) -> Option<f64> {
    let total: f64 = counts.iter().flatten().sum();
    let row = |i: usize| -> f64 { counts[i].iter().sum() };
    let column = |j: usize| -> f64 { counts.iter().map(|row| row[j]).sum() };
    let (mut seen, mut expected) = (0.0, 0.0);
    for (i, counts) in counts.iter().enumerate() {
        for (j, count) in counts.iter().enumerate() {
            let distance = (i.abs_diff(j) as f64).powi(2);
            seen += distance * count;
            expected += distance * row(i) * column(j) / total;
        }
    }
    (total > 0.0 && expected > 0.0).then(|| 1.0 - seen / expected)
}

/// Precision, recall and F1 of one class; rows are the marker's, columns the grader's.
pub(super) fn class_figures<const N: usize>(
    counts: &[[f64; N]; N],
    class: usize,
) -> [Option<f64>; 3] {
    let hits = counts[class][class];
    let marked: f64 = counts[class].iter().sum();
    let given: f64 = counts.iter().map(|row| row[class]).sum();
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    [
        share(hits, given),
        share(hits, marked),
        share(2.0 * hits, marked + given),
    ]
}

/// The number of bins of a reliability table.
pub(super) const BINS: usize = 10;

/// The bin of a value in 0 to 1.
pub(super) fn bin(x: f64) -> usize {
    ((x * BINS as f64) as usize).min(BINS - 1)
}

/// Expected calibration error: the distance of mean `x` and mean `y` a bin, averaged over the points.
pub(super) fn calibration_error(points: &[Point]) -> Option<f64> {
    let mut bins = [(0.0, 0.0); BINS];
    let mut total = 0.0;
    for point in points {
        let (x, y) = &mut bins[bin(point.x)];
        *x += point.weight * point.x;
        *y += point.weight * point.y;
        total += point.weight;
    }
    let apart: f64 = bins.iter().map(|(x, y)| f64::abs(x - y)).sum();
    (total > 0.0).then(|| apart / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    type Pairs = &'static [(f64, f64)];

    fn points(pairs: &[(f64, f64)]) -> Vec<Point> {
        pairs
            .iter()
            .map(|&(x, y)| Point { x, y, weight: 1.0 })
            .collect()
    }

    fn near(name: &str, found: Option<f64>, expected: Option<f64>) {
        let same = match (found, expected) {
            (Some(found), Some(expected)) => (found - expected).abs() < 1e-12,
            (found, expected) => found == expected,
        };
        assert!(same, "{name}: {found:?}, expected {expected:?}");
    }

    #[test]
    fn auc_counts_ordered_pairs() {
        let cases: [(&str, Pairs, Option<f64>); 5] = [
            ("perfect", &[(0.1, 0.0), (0.9, 1.0)], Some(1.0)),
            ("reversed", &[(0.9, 0.0), (0.1, 1.0)], Some(0.0)),
            ("all tied", &[(0.5, 0.0), (0.5, 1.0), (0.5, 1.0)], Some(0.5)),
            // Of the four pairs three are in order and 0.4 with 0.4 is tied.
            (
                "one tie",
                &[(0.2, 0.0), (0.4, 0.0), (0.4, 1.0), (0.7, 1.0)],
                Some(3.5 / 4.0),
            ),
            ("one class", &[(0.2, 1.0), (0.4, 1.0)], None),
        ];
        for (name, pairs, expected) in cases {
            near(name, auc(&points(pairs)), expected);
        }
    }

    #[test]
    fn correlations_match_hand_computed_values() {
        // Deviations -1.5 -0.5 0.5 1.5 and -1.25 0.75 -0.25 0.75.
        let pairs = [(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 3.0)];
        near(
            "pearson",
            pearson(&points(&pairs)),
            Some(2.5 / f64::sqrt(5.0 * 2.75)),
        );
        // Ranks of y 1, 3.5, 2, 3.5: deviations -1.5 1 -0.5 1.
        near(
            "spearman",
            spearman(&points(&pairs)),
            Some(3.0 / f64::sqrt(5.0 * 4.5)),
        );
        let cubes: Vec<(f64, f64)> = (1..6)
            .map(|n| (f64::from(n), f64::from(n * n * n)))
            .collect();
        near("monotone", spearman(&points(&cubes)), Some(1.0));
        near(
            "constant",
            pearson(&points(&[(0.3, 0.1), (0.3, 0.9)])),
            None,
        );
        near("nothing", pearson(&[]), None);
    }

    #[test]
    fn weights_are_repetitions() {
        let once = points(&[(0.1, 0.0), (0.6, 0.0), (0.6, 0.0), (0.4, 1.0), (0.9, 1.0)]);
        let mut weighted = points(&[(0.1, 0.0), (0.6, 0.0), (0.4, 1.0), (0.9, 1.0)]);
        weighted[1].weight = 2.0;
        for (name, measure) in [
            ("auc", auc as fn(&[Point]) -> Option<f64>),
            ("pearson", pearson),
            ("spearman", spearman),
            ("calibration", calibration_error),
        ] {
            near(name, measure(&weighted), measure(&once));
        }
    }

    #[test]
    fn kappa_matches_hand_computed_values() {
        let full = [[3.0, 0.0, 0.0], [0.0, 4.0, 0.0], [0.0, 0.0, 5.0]];
        near("full agreement", quadratic_kappa(&full), Some(1.0));
        let chance = [[1.0, 1.0], [1.0, 1.0]];
        near("chance", quadratic_kappa(&chance), Some(0.0));
        // Rows 3, 2, 1 and columns 2, 2, 2: seen 1 + 1, expected (6·1 + 6·4 + 4·1 + 4·1 + 2·4 + 2·1) / 6.
        let mixed = [[2.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]];
        near("mixed", quadratic_kappa(&mixed), Some(1.0 - 2.0 / 8.0));
        near(
            "one class",
            quadratic_kappa(&[[4.0, 0.0], [0.0, 0.0]]),
            None,
        );
        near("nothing", quadratic_kappa(&[[0.0; 3]; 3]), None);
    }

    #[test]
    fn class_figures_match_hand_computed_values() {
        let counts = [[2.0, 1.0], [2.0, 5.0]];
        let [precision, recall, f1] = class_figures(&counts, 0);
        near("precision", precision, Some(0.5));
        near("recall", recall, Some(2.0 / 3.0));
        near("f1", f1, Some(4.0 / 7.0));
        assert_eq!(class_figures(&[[0.0, 0.0], [0.0, 1.0]], 0), [None; 3]);
    }

    #[test]
    fn calibration_error_averages_bins() {
        // Bin 2 holds 0.2 and 0.25 with y 0 and 1: |0.45 - 1|; bin 9 holds 1.0 with y 1: 0.
        let found = calibration_error(&points(&[(0.2, 0.0), (0.25, 1.0), (1.0, 1.0)]));
        near("two bins", found, Some(0.55 / 3.0));
        near("nothing", calibration_error(&[]), None);
        assert_eq!([bin(0.0), bin(0.1), bin(0.999), bin(1.0)], [0, 1, 9, 9]);
    }
}
