//! Positive definite matrices, dense, whose rows may begin with zeros.

/// The factor `L` of `A = L·Lᵀ`, by rows; Cholesky, without what lies before the first number of a row.
///
/// ```
/// use maatstaf_numerics::positive::Factor;
///
/// let factor = Factor::new(vec![4.0, 0.0, 2.0, 5.0], 2).expect("it is positive definite");
/// let mut x = [6.0, 9.0];
/// factor.solve(&mut x); // 4 x + 2 y = 6, 2 x + 5 y = 9
/// assert!((x[0] - 0.75).abs() < 1e-15 && (x[1] - 1.5).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    n: usize,
    rows: Vec<f64>,
    /// Where the first number of each row is.
    starts: Vec<usize>,
}

impl Factor {
    /// Of a matrix of `n` rows, of which the lower triangle counts; `None` when it is not positive
    /// definite.
    pub fn new(mut rows: Vec<f64>, n: usize) -> Option<Self> {
        let first = |i: usize| rows[i * n..i * n + i].iter().position(|it| *it != 0.0);
        let starts: Vec<usize> = (0..n).map(|i| first(i).unwrap_or(i)).collect();
        for i in 0..n {
            let (above, below) = rows.split_at_mut(i * n);
            let row = &mut below[..n];
            for j in starts[i]..i {
                let other = &above[j * n..j * n + j + 1];
                let from = starts[i].max(starts[j]).min(j);
                row[j] = (row[j] - dot(&row[from..j], &other[from..j])) / other[j];
            }
            let pivot = row[i] - dot(&row[starts[i]..i], &row[starts[i]..i]);
            // What rounding leaves of a row that others make up is not a pivot.
            if pivot.is_nan() || pivot <= row[i].abs() * 1e-12 {
                return None;
            }
            row[i] = pivot.sqrt();
        }
        Some(Self { n, rows, starts })
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n == 0
    }

    /// The logarithm of the determinant of `A`.
    pub fn log_determinant(&self) -> f64 {
        (0..self.n).map(|i| 2.0 * self.rows[i * self.n + i].ln()).sum()
    }

    /// Solves `A·x = b` in place.
    pub fn solve(&self, b: &mut [f64]) {
        self.solve_lower(b);
        self.solve_upper(b);
    }

    /// Solves `Lᵀ·x = b` in place: of independent normal numbers it makes such whose covariance is `A⁻¹`.
    pub fn solve_upper(&self, b: &mut [f64]) {
        for i in (0..self.n).rev() {
            let row = self.row(i);
            b[i] /= row[i];
            let value = b[i];
            let from = self.starts[i];
            b[from..i].iter_mut().zip(&row[from..]).for_each(|(other, l)| *other -= value * l);
        }
    }

    /// Solves `L·x = b` in place: `xᵀ·x` is `bᵀ·A⁻¹·b`.
    pub fn solve_lower(&self, b: &mut [f64]) {
        for i in 0..self.n {
            let (row, from) = (self.row(i), self.starts[i]);
            b[i] = (b[i] - dot(&row[from..i], &b[from..i])) / row[i];
        }
    }

    fn row(&self, i: usize) -> &[f64] {
        &self.rows[i * self.n..i * self.n + i + 1]
    }
}

/// The sum of products, in four parts.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut sums = [0.0; 4];
    for (a, b) in a.iter().zip(b) {
        sums.iter_mut().zip(a.iter().zip(b)).for_each(|(sum, (x, y))| *sum += x * y);
    }
    sums.iter().sum::<f64>() + a_rest.iter().zip(b_rest).map(|(x, y)| x * y).sum::<f64>()
}

#[cfg(test)]
#[path = "positive_tests.rs"]
mod tests;
