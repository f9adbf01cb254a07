//! Symmetric positive definite systems with a narrow band, open or closed to a ring.
//!
//! Row `i` couples with the rows at most `width` away; on a ring the last rows with the first as
//! well. The last `width` unknowns are kept as a border: the rest is a plain band, factored by
//! Cholesky in time linear in the rows, and what the border then holds is small and dense.

/// A symmetric matrix with a narrow band, open or a ring.
#[derive(Clone, Debug)]
pub struct Banded {
    n: usize,
    width: usize,
    /// `[inner × (width + 1)]`: row `i` from column `i − width` to `i`.
    band: Vec<f64>,
    /// `[inner × width]`: every inner row against the border.
    border: Vec<f64>,
    /// `[width × width]`
    corner: Vec<f64>,
}

/// A [`Banded`] matrix taken apart; solves.
#[derive(Clone, Debug)]
pub struct BandedFactor(Banded);

impl Banded {
    /// A matrix of zeros with `n` rows.
    ///
    /// # Panics
    ///
    /// With `n` of `2 · width` or fewer: the border would meet itself.
    pub fn new(n: usize, width: usize) -> Self {
        assert!(n > 2 * width, "a band of {width} takes more than {} rows", 2 * width);
        let inner = n - width;
        Self {
            n,
            width,
            band: vec![0.0; inner * (width + 1)],
            border: vec![0.0; inner * width],
            corner: vec![0.0; width * width],
        }
    }

    /// Adds to the element of rows `i` and `j`, once for both triangles.
    ///
    /// # Panics
    ///
    /// When the element lies outside the band and the ring.
    pub fn add(&mut self, i: usize, j: usize, value: f64) {
        let (low, high) = (i.min(j), i.max(j));
        let (inner, width) = (self.n - self.width, self.width);
        if low >= inner {
            self.corner[(low - inner) * width + high - inner] += value;
            if low != high {
                self.corner[(high - inner) * width + low - inner] += value;
            }
        } else if high >= inner {
            self.border[low * width + high - inner] += value;
        } else {
            assert!(high - low <= width, "rows {low} and {high} lie outside the band");
            self.band[high * (width + 1) + width + low - high] += value;
        }
    }

    /// Takes the matrix apart; `None` when it is not positive definite.
    pub fn factor(mut self) -> Option<BandedFactor> {
        let (inner, width) = (self.n - self.width, self.width);
        let row = width + 1;
        for i in 0..inner {
            let first = i.saturating_sub(width);
            for j in first..=i {
                let from = first.max(j.saturating_sub(width));
                let product: f64 = (from..j)
                    .map(|k| {
                        self.band[i * row + width + k - i] * self.band[j * row + width + k - j]
                    })
                    .sum();
                let rest = self.band[i * row + width + j - i] - product;
                let pivot = self.band[j * row + width];
                self.band[i * row + width + j - i] =
                    if i == j { root(rest)? } else { rest / pivot };
            }
        }
        for column in 0..width {
            self.forward(|at, width| at * width + column);
        }
        self.corner_factor()?;
        Some(BandedFactor(self))
    }

    /// Solves with the lower triangle of the band, in place in the border.
    fn forward(&mut self, at: impl Fn(usize, usize) -> usize) {
        let (inner, width) = (self.n - self.width, self.width);
        let row = width + 1;
        for i in 0..inner {
            let first = i.saturating_sub(width);
            let product: f64 = (first..i)
                .map(|k| self.band[i * row + width + k - i] * self.border[at(k, width)])
                .sum();
            let rest = self.border[at(i, width)] - product;
            self.border[at(i, width)] = rest / self.band[i * row + width];
        }
    }

    fn corner_factor(&mut self) -> Option<()> {
        let (inner, width) = (self.n - self.width, self.width);
        for row in self.border.chunks_exact(width).take(inner) {
            for i in 0..width {
                for j in 0..width {
                    self.corner[i * width + j] -= row[i] * row[j];
                }
            }
        }
        for i in 0..width {
            for j in 0..=i {
                let product: f64 =
                    (0..j).map(|k| self.corner[i * width + k] * self.corner[j * width + k]).sum();
                let rest = self.corner[i * width + j] - product;
                self.corner[i * width + j] =
                    if i == j { root(rest)? } else { rest / self.corner[j * width + j] };
            }
        }
        Some(())
    }
}

fn root(value: f64) -> Option<f64> {
    (value > 0.0).then(|| value.sqrt())
}

impl BandedFactor {
    /// Solves for a right-hand side of `n` values, in place.
    ///
    /// # Panics
    ///
    /// When `b` has another length than the matrix.
    pub fn solve(&self, b: &mut [f64]) {
        let Banded { n, width, band, border, corner } = &self.0;
        assert_eq!(b.len(), *n, "a right-hand side is as long as the matrix");
        let (inner, row) = (n - width, width + 1);
        let (head, tail) = b.split_at_mut(inner);
        for i in 0..inner {
            let first = i.saturating_sub(*width);
            let known: f64 = (first..i).map(|k| band[i * row + width + k - i] * head[k]).sum();
            head[i] = (head[i] - known) / band[i * row + width];
        }
        for (j, value) in tail.iter_mut().enumerate() {
            *value -= (0..inner).map(|i| border[i * width + j] * head[i]).sum::<f64>();
        }
        dense_solve(corner, *width, tail);
        for i in (0..inner).rev() {
            let last = (i + width).min(inner - 1);
            let known: f64 = (i + 1..=last).map(|k| band[k * row + width + i - k] * head[k]).sum();
            let beside: f64 = (0..*width).map(|j| border[i * width + j] * tail[j]).sum();
            head[i] = (head[i] - known - beside) / band[i * row + width];
        }
    }
}

fn dense_solve(factor: &[f64], n: usize, b: &mut [f64]) {
    for i in 0..n {
        let known: f64 = (0..i).map(|k| factor[i * n + k] * b[k]).sum();
        b[i] = (b[i] - known) / factor[i * n + i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| factor[k * n + i] * b[k]).sum();
        b[i] = (b[i] - known) / factor[i * n + i];
    }
}

#[cfg(test)]
#[path = "banded_tests.rs"]
mod tests;
