//! Logistic regression with a ridge, fitted by Newton's method: deterministic, a few milliseconds.

/// P(yes | x) = 1 / (1 + exp(-(intercept + Σ weight·x))).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Logistic {
    pub(crate) intercept: f64,
    pub(crate) weights: Vec<f64>,
}

/// Newton steps; the fits here settle in fewer than ten.
const STEPS: usize = 25;

impl Logistic {
    pub(crate) fn probability(&self, x: &[f64]) -> f64 {
        let sum = self
            .weights
            .iter()
            .zip(x)
            .map(|(weight, x)| weight * x)
            .sum::<f64>();
        1.0 / (1.0 + (-(self.intercept + sum)).exp())
    }

    /// Maximises the weighted likelihood less `ridge`/2 times the squared weights of the standardised columns.
    /// Rows are (columns, yes, weight).
    pub(crate) fn fit(rows: &[(Vec<f64>, bool, f64)], ridge: f64) -> Self {
        let columns = rows.first().map_or(0, |row| row.0.len());
        let total: f64 = rows
            .iter()
            .map(|row| row.2)
            .sum::<f64>()
            .max(f64::MIN_POSITIVE);
        let mean: Vec<f64> = (0..columns)
            .map(|at| rows.iter().map(|row| row.2 * row.0[at]).sum::<f64>() / total)
            .collect();
        let deviation: Vec<f64> = (0..columns)
            .map(|at| {
                let square = |row: &(Vec<f64>, bool, f64)| row.2 * (row.0[at] - mean[at]).powi(2);
                (rows.iter().map(square).sum::<f64>() / total).sqrt()
            })
            .map(|deviation| {
                if deviation > 1e-9 {
                    deviation
                } else {
                    f64::INFINITY
                }
            })
            .collect();
        // Column 0 is the intercept.
        let size = columns + 1;
        let standard = |row: &[f64]| -> Vec<f64> {
            let scaled = row
                .iter()
                .zip(&mean)
                .zip(&deviation)
                .map(|((x, mean), sd)| (x - mean) / sd);
            std::iter::once(1.0).chain(scaled).collect()
        };
        let rows: Vec<(Vec<f64>, bool, f64)> = rows
            .iter()
            .map(|(x, yes, weight)| (standard(x), *yes, *weight))
            .collect();
        let mut beta = vec![0.0; size];
        for _ in 0..STEPS {
            let mut gradient: Vec<f64> = beta.iter().map(|beta| -ridge * beta).collect();
            gradient[0] = 0.0;
            let mut hessian = vec![vec![0.0; size]; size];
            for (at, row) in hessian.iter_mut().enumerate() {
                row[at] = if at == 0 { 1e-9 } else { ridge };
            }
            for (x, yes, weight) in &rows {
                let sum: f64 = beta.iter().zip(x).map(|(beta, x)| beta * x).sum();
                let p = 1.0 / (1.0 + (-sum).exp());
                let error = weight * (f64::from(u8::from(*yes)) - p);
                let curve = weight * p * (1.0 - p);
                for i in 0..size {
                    gradient[i] += error * x[i];
                    for j in 0..size {
                        hessian[i][j] += curve * x[i] * x[j];
                    }
                }
            }
            let step = solve(hessian, gradient);
            let largest = step
                .iter()
                .fold(0.0_f64, |largest, step| largest.max(step.abs()));
            // A longer step than this overshoots where the classes part cleanly.
            let scale = if largest > 2.0 { 2.0 / largest } else { 1.0 };
            for (beta, step) in beta.iter_mut().zip(&step) {
                *beta += scale * step;
            }
            if largest < 1e-10 {
                break;
            }
        }
        let weights: Vec<f64> = beta[1..]
            .iter()
            .zip(&deviation)
            .map(|(beta, deviation)| beta / deviation)
            .collect();
        let shift: f64 = weights
            .iter()
            .zip(&mean)
            .map(|(weight, mean)| weight * mean)
            .sum();
        Self {
            intercept: beta[0] - shift,
            weights,
        }
    }
}

/// Gauss with pivots; the matrix is symmetric and positive definite by its ridge.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for column in 0..size {
        let pivot = (column..size)
            .max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))
            .expect("a column has rows");
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..size {
            let factor = matrix[row][column] / matrix[column][column];
            let (above, below) = matrix.split_at_mut(row);
            for (to, from) in below[0][column..].iter_mut().zip(&above[column][column..]) {
                *to -= factor * from;
            }
            right[row] -= factor * right[column];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|at| matrix[row][at] * right[at]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::Logistic;

    #[test]
    fn finds_the_odds() {
        // Of 4 with x = 0 one is yes, of 4 with x = 1 three: the intercept is -ln 3 and the weight 2 ln 3.
        let row = |x: f64, yes| (vec![x], yes, 1.0);
        let rows = [
            row(0.0, true),
            row(0.0, false),
            row(0.0, false),
            row(0.0, false),
            row(1.0, true),
            row(1.0, true),
            row(1.0, true),
            row(1.0, false),
        ];
        let fitted = Logistic::fit(&rows, 1e-9);
        assert!((fitted.intercept + 3_f64.ln()).abs() < 1e-6, "{fitted:?}");
        assert!(
            (fitted.weights[0] - 2.0 * 3_f64.ln()).abs() < 1e-6,
            "{fitted:?}"
        );
        assert!(
            (fitted.probability(&[1.0]) - 0.75).abs() < 1e-6,
            "{fitted:?}"
        );
    }

    #[test]
    fn a_constant_column_gets_no_weight() {
        let rows = [(vec![5.0], true, 1.0), (vec![5.0], false, 1.0)];
        assert_eq!(Logistic::fit(&rows, 1.0).weights, [0.0]);
    }
}
