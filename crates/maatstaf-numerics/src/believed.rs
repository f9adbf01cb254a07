//! Unknown numbers of which something is believed beforehand, seen in sums whose errors vary together.
//!
//! ```text
//! θ ~ N(0, diag(d²))      z = X·θ + v,  v ~ N(0, C)      V = (diag(d⁻²) + Σ Xᵀ·C⁻¹·X)⁻¹,  θ̂ = V·Σ Xᵀ·C⁻¹·z
//! ```
//!
//! ```
//! use maatstaf_numerics::believed::Believed;
//!
//! // A number of which little is known, seen as 3 and as 5, each with a variance of 1.
//! let mut believed = Believed::before(&[1e6]);
//! let noise = [vec![1.0, 0.0], vec![0.0, 1.0]];
//! believed.see(&[vec![1.0], vec![1.0]], &[3.0, 5.0], &noise).expect("variances are positive");
//! let now = believed.now().expect("every deviation is positive");
//! assert!((now.mean[0] - 4.0).abs() < 1e-9);
//! assert!((now.variance(&[1.0]) - 0.5).abs() < 1e-9);
//! ```

/// What is believed of some numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Believed {
    /// One over the square of each deviation beforehand.
    before: Vec<f64>,
    /// Both triangles, `[n × n]`.
    precision: Vec<Vec<f64>>,
    weighted: Vec<f64>,
}

/// What is believed in the end.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// `θ̂`.
    pub mean: Vec<f64>,
    /// `V`.
    pub covariance: Vec<Vec<f64>>,
    before: Vec<f64>,
}

impl Believed {
    /// Numbers around zero, of which nothing is known but how large they usually are.
    pub fn before(deviations: &[f64]) -> Self {
        let n = deviations.len();
        let before: Vec<f64> = deviations.iter().map(|it| 1.0 / (it * it)).collect();
        let mut precision = vec![vec![0.0; n]; n];
        (0..n).for_each(|i| precision[i][i] = before[i]);
        Self { before, precision, weighted: vec![0.0; n] }
    }

    /// Takes in some sums: a row of `rows` and a value each, with the covariance of their errors. Answers
    /// `C⁻¹·X`, a row for each value: times `V` it is what each of them weighs in the estimate.
    ///
    /// `None` where the covariance is not positive definite; then nothing is taken in.
    pub fn see(
        &mut self,
        rows: &[Vec<f64>],
        values: &[f64],
        noise: &[Vec<f64>],
    ) -> Option<Vec<Vec<f64>>> {
        let lower = cholesky(noise)?;
        let n = self.weighted.len();
        let mut weights = vec![vec![0.0; n]; rows.len()];
        for i in 0..n {
            let column: Vec<f64> = rows.iter().map(|row| row[i]).collect();
            for (row, weight) in weights.iter_mut().zip(solved(&lower, column)) {
                row[i] = weight;
            }
        }
        for ((row, weight), value) in rows.iter().zip(&weights).zip(values) {
            for (i, weight) in weight.iter().enumerate() {
                self.weighted[i] += weight * value;
                self.precision[i].iter_mut().zip(row).for_each(|(sum, row)| *sum += weight * row);
            }
        }
        Some(weights)
    }

    /// What is believed of the numbers now; `None` where a deviation was not positive.
    pub fn now(&self) -> Option<Estimate> {
        let lower = cholesky(&self.precision)?;
        let n = self.weighted.len();
        let column = |i: usize| {
            let unit = (0..n).map(|k| f64::from(u8::from(k == i))).collect();
            solved(&lower, unit)
        };
        Some(Estimate {
            mean: solved(&lower, self.weighted.clone()),
            covariance: (0..n).map(column).collect(),
            before: self.before.clone(),
        })
    }
}

impl Estimate {
    /// What is believed of a sum of the numbers, each times its entry of `row`.
    pub fn of(&self, row: &[f64]) -> f64 {
        row.iter().zip(&self.mean).map(|(a, b)| a * b).sum()
    }

    /// `V·r`: how a sum of the numbers varies with each of them.
    pub fn with_each(&self, row: &[f64]) -> Vec<f64> {
        self.covariance.iter().map(|of| of.iter().zip(row).map(|(a, b)| a * b).sum()).collect()
    }

    /// The variance of a sum of the numbers.
    pub fn variance(&self, row: &[f64]) -> f64 {
        self.with_each(row).iter().zip(row).map(|(a, b)| a * b).sum()
    }

    /// The part of that variance that was there before anything was seen, and not that of what was seen.
    pub fn variance_left_of_before(&self, row: &[f64]) -> f64 {
        self.with_each(row).iter().zip(&self.before).map(|(a, before)| a * a * before).sum()
    }
}

/// The lower triangle whose square a matrix is; `None` where it is not positive definite.
fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| lower[i][k] * lower[j][k]).sum();
            let left = matrix[i][j] - known;
            if i != j {
                lower[i][j] = left / lower[j][j];
                continue;
            }
            if left.is_nan() || left <= 0.0 {
                return None;
            }
            lower[i][i] = left.sqrt();
        }
    }
    Some(lower)
}

/// `(L·Lᵀ)⁻¹·b`
fn solved(lower: &[Vec<f64>], mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| lower[i][k] * b[k]).sum();
        b[i] = (b[i] - known) / lower[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| lower[k][i] * b[k]).sum();
        b[i] = (b[i] - known) / lower[i][i];
    }
    b
}

#[cfg(test)]
#[path = "believed_tests.rs"]
mod tests;
