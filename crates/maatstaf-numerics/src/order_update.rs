//! What an order tells of worths of which something is known already.
//!
//! Worths `η` are believed to be normal with mean `m` and covariance `S`; then an order is seen, in which who comes
//! next is drawn among those left in proportion to `exp η` (see [`ranking`](crate::ranking)). What is believed
//! after it is a normal distribution again, about the most likely `η` and bent as the density bends there
//! (Laplace). With `g` and `W` the slope and the negative curvature of the order's logarithm there,
//!
//! ```text
//! η ← m + S·g      S ← S − S·M·S      M = (I + W·S)⁻¹·W
//! ```
//!
//! and numbers `θ` of which `η = H·θ` is made, with covariance `P`, follow by `θ ← θ + P·Hᵀ·g` and
//! `P ← P − P·Hᵀ·M·H·P`.

use crate::positive::Factor;

/// What an order tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// `g`, one per worth.
    pub slope: Vec<f64>,
    /// `M`, by rows.
    pub weight: Vec<f64>,
    /// The logarithm of how likely the order was before it was seen.
    pub log_evidence: f64,
}

/// Steps end when the density would rise by less than this.
const SETTLED: f64 = 1e-9;
/// Steps at most.
const MOST: usize = 50;

/// What is learned from an order of worths with this mean and covariance, both in that order.
///
/// Only the first so many `choices` are held against chance: of those behind it is known that they were behind. The
/// order counts as if it had been seen `times` times. `None` when the covariance is not positive definite.
///
/// ```
/// use maatstaf_numerics::order_update::order_update;
///
/// let even = [1.0, 0.0, 0.0, 1.0];
/// let learned = order_update(&[0.0, 0.0], &even, 1, 1.0).expect("the covariance is that of two numbers");
/// assert!(learned.slope[0] > 0.0 && learned.slope[1] == -learned.slope[0]);
/// ```
pub fn order_update(
    mean: &[f64],
    covariance: &[f64],
    choices: usize,
    times: f64,
) -> Option<Update> {
    let n = mean.len();
    let lower = Lower::new(covariance, n)?;
    let mut u = vec![0.0; n];
    let mut at = mean.to_vec();
    let mut order = Order::new(&at, choices, times);
    let mut density = order.log;
    for _ in 0..MOST {
        let bent = order.bent(&lower);
        // u⁺ solves (I + Lᵀ·W·L)·u⁺ = Lᵀ·(g + W·L·u).
        let lu = lower.times(&u);
        let right: Vec<f64> =
            order.times_curve(&lu).iter().zip(&order.slope).map(|(w, g)| w + g).collect();
        let mut next = lower.transposed_times(&right);
        let factor = Factor::new(bent, n)?;
        factor.solve(&mut next);
        let step: Vec<f64> = next.iter().zip(&u).map(|(next, u)| next - u).collect();
        let slope = lower.transposed_times(&order.slope);
        let rise: f64 = step.iter().zip(slope.iter().zip(&u)).map(|(s, (g, u))| s * (g - u)).sum();
        if rise < SETTLED {
            let log_evidence = density - 0.5 * factor.log_determinant();
            let weight = order.weight(&lower, &factor);
            return Some(Update { slope: order.slope, weight, log_evidence });
        }
        let mut length = 1.0;
        loop {
            let there: Vec<f64> = u.iter().zip(&step).map(|(u, s)| u + length * s).collect();
            let moved = lower.times(&there);
            at.iter_mut().zip(mean.iter().zip(&moved)).for_each(|(at, (m, d))| *at = m + d);
            let candidate = Order::new(&at, choices, times);
            let value = candidate.log - 0.5 * there.iter().map(|u| u * u).sum::<f64>();
            if value >= density + 1e-4 * length * rise || length < 1e-6 {
                (u, order, density) = (there, candidate, value);
                break;
            }
            length *= 0.5;
        }
    }
    None
}

/// `L` of `S = L·Lᵀ`, dense.
struct Lower {
    n: usize,
    rows: Vec<f64>,
}

impl Lower {
    fn new(covariance: &[f64], n: usize) -> Option<Self> {
        let mut rows = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..=i {
                let sum: f64 = (0..j).map(|k| rows[i * n + k] * rows[j * n + k]).sum();
                let left = covariance[i * n + j] - sum;
                rows[i * n + j] = match i == j {
                    // Two that are one by what is believed differ by a hair.
                    true => left.max(1e-10 * covariance[i * n + i]).sqrt(),
                    false => left / rows[j * n + j],
                };
                if !rows[i * n + j].is_finite() || (i == j && rows[i * n + j] <= 0.0) {
                    return None;
                }
            }
        }
        Some(Self { n, rows })
    }

    fn times(&self, x: &[f64]) -> Vec<f64> {
        let n = self.n;
        (0..n).map(|i| (0..=i).map(|k| self.rows[i * n + k] * x[k]).sum()).collect()
    }

    fn transposed_times(&self, x: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.n];
        for (i, (row, x)) in self.rows.chunks(self.n).zip(x).enumerate() {
            out.iter_mut().zip(&row[..=i]).for_each(|(out, l)| *out += l * x);
        }
        out
    }
}

/// An order at some worths: its logarithm, slope and curvature.
struct Order {
    log: f64,
    slope: Vec<f64>,
    /// `exp η`, but for a factor.
    shares: Vec<f64>,
    /// `times · Σ 1 / D` and `times · Σ 1 / D²` over all choices up to each place.
    firsts: Vec<f64>,
    seconds: Vec<f64>,
}

impl Order {
    fn new(at: &[f64], choices: usize, times: f64) -> Self {
        let n = at.len();
        let choices = choices.min(n.saturating_sub(1));
        let top = at.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let shares: Vec<f64> = at.iter().map(|it| (it - top).exp()).collect();
        let mut left = vec![0.0; n + 1];
        for i in (0..n).rev() {
            left[i] = left[i + 1] + shares[i];
        }
        let (mut firsts, mut seconds) = (vec![0.0; n], vec![0.0; n]);
        let (mut first, mut second, mut log) = (0.0, 0.0, 0.0);
        for i in 0..n {
            if i < choices {
                first += times / left[i];
                second += times / (left[i] * left[i]);
                log += times * (at[i] - top - left[i].ln());
            }
            (firsts[i], seconds[i]) = (first, second);
        }
        let chosen = |i: usize| if i < choices { times } else { 0.0 };
        let slope = (0..n).map(|i| chosen(i) - shares[i] * firsts[i]).collect();
        Self { log, slope, shares, firsts, seconds }
    }

    fn curve(&self, i: usize, j: usize) -> f64 {
        let own = if i == j { self.shares[i] * self.firsts[i] } else { 0.0 };
        own - self.shares[i] * self.shares[j] * self.seconds[i.min(j)]
    }

    /// `W·x`, with sums instead of a matrix.
    fn times_curve(&self, x: &[f64]) -> Vec<f64> {
        let n = x.len();
        let mut out = vec![0.0; n];
        let mut behind = 0.0;
        for i in (0..n).rev() {
            out[i] = self.firsts[i] * x[i] - self.seconds[i] * behind;
            behind += self.shares[i] * x[i];
        }
        let mut before = 0.0;
        for i in 0..n {
            before += self.seconds[i] * self.shares[i] * x[i];
            out[i] = self.shares[i] * (out[i] - before);
        }
        out
    }

    /// `W·L`, by columns.
    fn curve_times(&self, lower: &Lower) -> Vec<Vec<f64>> {
        let n = lower.n;
        let column = |k: usize| {
            let x: Vec<f64> =
                (0..n).map(|i| if i >= k { lower.rows[i * n + k] } else { 0.0 }).collect();
            self.times_curve(&x)
        };
        (0..n).map(column).collect()
    }

    /// `I + Lᵀ·W·L`, by rows.
    fn bent(&self, lower: &Lower) -> Vec<f64> {
        let n = lower.n;
        let mut bent = vec![0.0; n * n];
        for (k, column) in self.curve_times(lower).iter().enumerate() {
            for (i, value) in lower.transposed_times(column).into_iter().enumerate() {
                bent[i * n + k] = value + if i == k { 1.0 } else { 0.0 };
            }
        }
        bent
    }

    /// `M = W − W·L·(I + Lᵀ·W·L)⁻¹·Lᵀ·W`, by rows.
    fn weight(&self, lower: &Lower, factor: &Factor) -> Vec<f64> {
        let n = lower.n;
        let wl = self.curve_times(lower);
        // The rows of W·L, each with the inverse of the factor taken.
        let rows: Vec<Vec<f64>> = (0..n)
            .map(|i| {
                let mut row: Vec<f64> = wl.iter().map(|column| column[i]).collect();
                factor.solve_lower(&mut row);
                row
            })
            .collect();
        let mut weight = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..n {
                let taken: f64 = rows[i].iter().zip(&rows[j]).map(|(a, b)| a * b).sum();
                weight[i * n + j] = self.curve(i, j) - taken;
            }
        }
        weight
    }
}

#[cfg(test)]
#[path = "order_update_tests.rs"]
mod tests;
