//! Smooth functions through values on a lattice: cubic splines over one axis or two.
//!
//! The axes are uniform; a spline has continuous second derivatives. At the ends of `x` the third
//! derivative is zero; along `y` it is even about both ends, `f(−y) = f(y)`.
//!
//! ```
//! use maatstaf_numerics::tensor_spline::{Axis, TensorSpline};
//!
//! let x = Axis { first: 0.0, step: 0.5, n: 5 };
//! let y = Axis { first: 0.0, step: 0.1, n: 8 };
//! let values: Vec<[f64; 1]> = (0..40).map(|i| [x.at(i / 8) + y.at(i % 8).cos()]).collect();
//! let spline = TensorSpline::new(x, y, &values).unwrap();
//! let here = spline.at(1.5, 0.3);
//! assert!((here.value[0] - 1.5 - 0.3_f64.cos()).abs() < 1e-12); // a point of the lattice
//! assert!((here.by_x[0] - 1.0).abs() < 1e-12);
//! ```

use crate::elimination::solve;

/// Places along an axis, all as far apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The first.
    pub first: f64,
    /// From each to the next.
    pub step: f64,
    /// How many; four or more.
    pub n: usize,
}

impl Axis {
    /// From one place to another.
    pub fn between(first: f64, last: f64, n: usize) -> Self {
        Self { first, step: (last - first) / (n.max(2) - 1) as f64, n }
    }

    /// A place.
    pub fn at(&self, i: usize) -> f64 {
        self.first + self.step * i as f64
    }

    /// The last place.
    pub fn last(&self) -> f64 {
        self.at(self.n - 1)
    }

    /// The cell of `x` and how far into it, in steps; outside of the axis its first or last cell.
    fn cell(&self, x: f64) -> (usize, f64) {
        let steps = (x - self.first) / self.step;
        // What is no number has its cell, too; it stays no number.
        let cell = (steps.max(0.0) as usize).min(self.n - 2);
        (cell, steps - cell as f64)
    }
}

/// Values and derivatives of all layers at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TensorValue<const L: usize> {
    /// `f`
    pub value: [f64; L],
    /// `∂f/∂x`
    pub by_x: [f64; L],
    /// `∂f/∂y`
    pub by_y: [f64; L],
    /// `∂²f/∂x²`
    pub by_xx: [f64; L],
    /// `∂²f/∂x∂y`
    pub by_xy: [f64; L],
    /// `∂²f/∂y²`
    pub by_yy: [f64; L],
}

/// `L` functions over two axes.
#[derive(Clone, Debug, PartialEq)]
pub struct TensorSpline<const L: usize> {
    x: Axis,
    y: Axis,
    /// `[(n_x + 2) × (n_y + 2)]`
    weights: Vec<[f64; L]>,
}

/// `L` functions over one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct LineSpline<const L: usize> {
    x: Axis,
    /// `[n_x + 2]`
    weights: Vec<[f64; L]>,
}

/// How a spline ends: what its weight beyond the end is, of the weights inside, nearest first.
type End = [f64; 3];
/// The third derivative is zero.
const QUADRATIC: End = [3.0, -3.0, 1.0];
/// The function is even.
const EVEN: End = [0.0, 1.0, 0.0];

impl<const L: usize> TensorSpline<L> {
    /// Through `values`, `[n_x × n_y]`; `None` where they are too few, or an axis too short.
    pub fn new(x: Axis, y: Axis, values: &[[f64; L]]) -> Option<Self> {
        if values.len() != x.n * y.n {
            return None;
        }
        let rows: Option<Vec<Vec<[f64; L]>>> =
            values.chunks_exact(y.n).map(|row| weights(row, EVEN)).collect();
        let rows = rows?;
        let mut all = vec![[0.0; L]; (x.n + 2) * (y.n + 2)];
        for j in 0..y.n + 2 {
            let column: Vec<[f64; L]> = rows.iter().map(|row| row[j]).collect();
            for (i, weight) in weights(&column, QUADRATIC)?.into_iter().enumerate() {
                all[i * (y.n + 2) + j] = weight;
            }
        }
        Some(Self { x, y, weights: all })
    }

    /// The first axis.
    pub fn x(&self) -> Axis {
        self.x
    }

    /// The second axis.
    pub fn y(&self) -> Axis {
        self.y
    }

    /// The weights along `y` at one `x`, `[n_y + 2]`, each times a factor per layer and summed: the
    /// spline there of a combination of the layers, for [`along`].
    pub fn weights_at(&self, x: f64, factors: &[f64; L], out: &mut [f64]) {
        let (i, s) = self.x.cell(x);
        out.fill(0.0);
        for (a, wx) in basis(s).into_iter().enumerate() {
            let row = &self.weights[(i + a) * (self.y.n + 2)..][..self.y.n + 2];
            for (out, weight) in out.iter_mut().zip(row) {
                let sum: f64 = weight.iter().zip(factors).map(|(it, by)| it * by).sum();
                *out += wx * sum;
            }
        }
    }

    /// The functions alone.
    pub fn value(&self, x: f64, y: f64) -> [f64; L] {
        let ((i, s), (j, t)) = (self.x.cell(x), self.y.cell(y));
        let (by_x, by_y) = (basis(s), basis(t));
        let mut sum = [0.0; L];
        for (a, wx) in by_x.into_iter().enumerate() {
            let row = &self.weights[(i + a) * (self.y.n + 2) + j..][..4];
            for (weight, wy) in row.iter().zip(by_y) {
                sum.iter_mut().zip(weight).for_each(|(sum, weight)| *sum += wx * wy * weight);
            }
        }
        sum
    }

    /// The functions with their derivatives.
    pub fn at(&self, x: f64, y: f64) -> TensorValue<L> {
        let ((i, s), (j, t)) = (self.x.cell(x), self.y.cell(y));
        let (xs, ys) = (with_slopes(s, self.x.step), with_slopes(t, self.y.step));
        let mut sums = [[0.0; L]; 6];
        for (a, row) in self.weights[i * (self.y.n + 2)..].chunks(self.y.n + 2).take(4).enumerate()
        {
            let [value_x, slope_x, bend_x] = xs.map(|by| by[a]);
            for (b, weight) in row[j..j + 4].iter().enumerate() {
                let [value_y, slope_y, bend_y] = ys.map(|by| by[b]);
                let products = [
                    value_x * value_y,
                    slope_x * value_y,
                    value_x * slope_y,
                    bend_x * value_y,
                    slope_x * slope_y,
                    value_x * bend_y,
                ];
                for (sum, product) in sums.iter_mut().zip(products) {
                    sum.iter_mut().zip(weight).for_each(|(sum, weight)| *sum += product * weight);
                }
            }
        }
        let [value, by_x, by_y, by_xx, by_xy, by_yy] = sums;
        TensorValue { value, by_x, by_y, by_xx, by_xy, by_yy }
    }
}

impl<const L: usize> LineSpline<L> {
    /// Through `values`, `[n]`; `None` where they are too few.
    pub fn new(x: Axis, values: &[[f64; L]]) -> Option<Self> {
        if values.len() != x.n {
            return None;
        }
        Some(Self { x, weights: weights(values, QUADRATIC)? })
    }

    /// The functions with their first and second derivatives, `[value, slope, bend]`.
    pub fn at(&self, x: f64) -> [[f64; L]; 3] {
        let (i, s) = self.x.cell(x);
        let mut sums = [[0.0; L]; 3];
        for (sum, by) in sums.iter_mut().zip(with_slopes(s, self.x.step)) {
            for (weight, by) in self.weights[i..i + 4].iter().zip(by) {
                sum.iter_mut().zip(weight).for_each(|(sum, weight)| *sum += by * weight);
            }
        }
        sums
    }
}

/// A spline along an axis, by its weights, `[n + 2]`: value and slope.
pub fn along(axis: &Axis, weights: &[f64], at: f64) -> [f64; 2] {
    let (cell, t) = axis.cell(at);
    let [value, slope, _] = with_slopes(t, axis.step);
    let near = &weights[cell..cell + 4];
    let sum = |by: [f64; 4]| near.iter().zip(by).map(|(weight, by)| weight * by).sum();
    [sum(value), sum(slope)]
}

/// The four pieces that reach into a cell.
#[inline]
fn basis(t: f64) -> [f64; 4] {
    let u = 1.0 - t;
    let sixth = 1.0 / 6.0;
    let (a, d) = (u * u * u * sixth, t * t * t * sixth);
    let b = 2.0 / 3.0 - t * t * (1.0 - 0.5 * t);
    [a, b, 1.0 - a - b - d, d]
}

/// The same with their first and second derivatives.
#[inline]
fn with_slopes(t: f64, step: f64) -> [[f64; 4]; 3] {
    let (u, inverse) = (1.0 - t, 1.0 / step);
    let first = [-0.5 * u * u, t * (1.5 * t - 2.0), u * (2.0 - 1.5 * u), 0.5 * t * t];
    let second = [u, 3.0 * t - 2.0, 3.0 * u - 2.0, t];
    [basis(t), first.map(|it| it * inverse), second.map(|it| it * inverse * inverse)]
}

/// The weights of a spline through values, with one more at each end.
fn weights<const L: usize>(values: &[[f64; L]], end: End) -> Option<Vec<[f64; L]>> {
    let n = values.len();
    if n < 4 {
        return None;
    }
    let mut matrix = vec![0.0; n * n];
    for i in 0..n {
        matrix[i * n + i] += 4.0;
        if i > 0 {
            matrix[i * n + i - 1] += 1.0;
        }
        if i + 1 < n {
            matrix[i * n + i + 1] += 1.0;
        }
    }
    for (k, part) in end.into_iter().enumerate() {
        matrix[k] += part;
        matrix[(n - 1) * n + n - 1 - k] += part;
    }
    let mut inside = vec![[0.0; L]; n];
    for layer in 0..L {
        let mut right: Vec<f64> = values.iter().map(|value| 6.0 * value[layer]).collect();
        if !solve(&mut matrix.clone(), &mut right) {
            return None;
        }
        inside.iter_mut().zip(right).for_each(|(weight, it)| weight[layer] = it);
    }
    let beyond = |near: [&[f64; L]; 3]| {
        std::array::from_fn(|layer| near.iter().zip(end).map(|(it, part)| it[layer] * part).sum())
    };
    let first = beyond([&inside[0], &inside[1], &inside[2]]);
    let last = beyond([&inside[n - 1], &inside[n - 2], &inside[n - 3]]);
    Some([vec![first], inside, vec![last]].concat())
}

#[cfg(test)]
#[path = "tensor_spline_tests.rs"]
mod tests;
