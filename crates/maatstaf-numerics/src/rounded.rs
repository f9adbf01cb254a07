//! A line of straight pieces with its bends rounded off.
//!
//! The straight pieces are convolved with a hat of half-width `d`,
//!
//! ```text
//! g(x) = ∫ f(x − t) (1 − |t|/d)/d dt,   g″(x) = Σ Δₖ (1 − |x − xₖ|/d)/d   where |x − xₖ| < d
//! ```
//!
//! with `Δₖ` the change of slope at the bend `xₖ`. So `g` is a line of cubics with two continuous
//! derivatives, never above the highest point nor below the lowest, rising where `f` rises, the
//! same as `f` farther than `d` from every bend, and off by `|Δ| d/6` at a lone one.

use crate::jet::Real;

/// A line of straight pieces, its bends rounded off: twice continuously differentiable.
///
/// Before the first point and after the last one it is level.
///
/// ```
/// use maatstaf_numerics::rounded::Rounded;
///
/// let roof = Rounded::new(&[[0.0, 0.0], [1.0, 2.0], [2.0, 0.0]], 0.3).unwrap();
/// assert_eq!(roof.at(0.5)[..2], [1.0, 2.0]); // value and slope, away from every bend
/// assert!((roof.at(1.0)[0] - (2.0 - 4.0 * 0.3 / 6.0)).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Rounded {
    /// Where the cubics start, increasing.
    starts: Vec<f64>,
    /// Of each: value, slope and second derivative at its start, and the third derivative.
    cubics: Vec<[f64; 4]>,
    /// Before the first start.
    before: f64,
}

impl Rounded {
    /// Through points `[x, f]`; `None` unless there is a point, `x` increases, `d` is positive and
    /// all is finite.
    pub fn new(points: &[[f64; 2]], half_width: f64) -> Option<Self> {
        let finite = points.iter().flatten().all(|value| value.is_finite());
        let increasing = points.is_sorted_by(|a, b| a[0] < b[0]);
        let positive = half_width.is_finite() && half_width > 0.0;
        let before = points.first()?[1];
        if !(finite && increasing && positive) {
            return None;
        }
        let bends = bends(points);
        let mut starts: Vec<f64> =
            bends.iter().flat_map(|[at, _]| [at - half_width, *at, at + half_width]).collect();
        starts.sort_by(f64::total_cmp);
        starts.dedup();
        let mut cubics: Vec<[f64; 4]> =
            starts.iter().map(|&at| values(before, &bends, half_width, at)).collect();
        for i in 1..starts.len() {
            cubics[i - 1][3] = (cubics[i][2] - cubics[i - 1][2]) / (starts[i] - starts[i - 1]);
        }
        Some(Self { starts, cubics, before })
    }

    /// Value, first and second derivative.
    pub fn at(&self, x: f64) -> [f64; 3] {
        let piece = self.starts.partition_point(|start| *start <= x);
        if piece == 0 {
            return [self.before, 0.0, 0.0];
        }
        let [value, slope, bend, third] = self.cubics[piece - 1];
        let t = x - self.starts[piece - 1];
        [
            value + t * (slope + t * (0.5 * bend + t * third / 6.0)),
            slope + t * (bend + 0.5 * t * third),
            bend + t * third,
        ]
    }

    /// The value, over any kind of number.
    #[inline]
    pub fn of<R: Real>(&self, x: R) -> R {
        let [value, first, second] = self.at(x.value());
        x.chain(value, first, second)
    }
}

/// Where the slope changes, and by how much; at both ends from or to level.
fn bends(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let slopes =
        points.windows(2).map(|pair| (pair[1][1] - pair[0][1]) / (pair[1][0] - pair[0][0]));
    let mut slope = 0.0;
    let after = slopes.chain([0.0]).map(|next| next - std::mem::replace(&mut slope, next));
    points.iter().zip(after).map(|(point, change)| [point[0], change]).collect()
}

/// Value, slope and second derivative at a place, as the sum of all rounded bends.
fn values(before: f64, bends: &[[f64; 2]], half_width: f64, x: f64) -> [f64; 4] {
    let mut sum = [before, 0.0, 0.0, 0.0];
    for [at, change] in bends {
        let (x, d) = (x - at, half_width);
        // The rounded ramp is its own mirror image but for x.
        let near = (d - x.abs()).max(0.0);
        let side = 0.5 * near.powi(2) / d.powi(2);
        sum[0] += change * (x.max(0.0) + near.powi(3) / (6.0 * d * d));
        sum[1] += change * if x < 0.0 { side } else { 1.0 - side };
        sum[2] += change * near / (d * d);
    }
    sum
}

#[cfg(test)]
#[path = "rounded_tests.rs"]
mod tests;
