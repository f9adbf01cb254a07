//! Smoothing splines, periodic or natural.
//!
//! A [`Spline`] is a sum of quintic B-splines over pieces of equal length, so it has four
//! continuous derivatives. [`Smoother`] finds the one that minimises
//!
//! ```text
//! Σ (vᵢ − f(tᵢ))² + λ ∫ (f‴(t) − g(t))² dt
//! ```
//!
//! `λ` weighs smoothness against nearness, `g` is what the third derivative should be, most
//! often 0. Open ends are natural: nothing is asked of them. P. H. C. Eilers and B. D. Marx
//! (1996), *Flexible smoothing with B-splines and penalties*, Statistical Science 11, with the
//! integral in the place of differences.

use crate::banded::Banded;

/// Degree of the pieces.
const DEGREE: usize = 5;

/// B-splines that are not zero on a piece.
const LOCAL: usize = DEGREE + 1;

/// The fewest pieces, so that a ring does not meet itself.
pub const FEWEST_PIECES: usize = 2 * DEGREE + 1;

/// Where the nodes of a three-point quadrature lie on a piece, and their weights.
const GAUSS: [(f64, f64); 3] = [
    (0.112_701_665_379_258_3, 5.0 / 18.0),
    (0.5, 8.0 / 18.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];

/// Equal pieces of the axis from 0 to a length; on a ring the end is the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pieces {
    /// Where the axis ends.
    pub length: f64,
    /// How many pieces.
    pub count: usize,
    /// Whether the end is the start.
    pub ring: bool,
}

impl Pieces {
    /// Pieces of about `step`, and never too few.
    pub fn about(step: f64, length: f64, ring: bool) -> Self {
        let count = ((length / step).ceil() as usize).max(FEWEST_PIECES);
        Self { length, count, ring }
    }

    /// The length of a piece.
    pub fn step(&self) -> f64 {
        self.length / self.count as f64
    }

    fn n_coefficients(&self) -> usize {
        if self.ring { self.count } else { self.count + DEGREE }
    }

    /// The piece that `t` is on, and how far along it, from 0 to 1.
    fn find(&self, t: f64) -> (usize, f64) {
        let t = if self.ring { t.rem_euclid(self.length) } else { t };
        let at = t / self.step();
        let piece = at.floor().clamp(0.0, (self.count - 1) as f64);
        (piece as usize, at - piece)
    }

    fn index(&self, piece: usize, local: usize) -> usize {
        (piece + local) % self.n_coefficients()
    }
}

/// A quintic spline.
#[derive(Clone, Debug, PartialEq)]
pub struct Spline {
    pieces: Pieces,
    coefficients: Vec<f64>,
}

impl Spline {
    /// Its pieces.
    pub fn pieces(&self) -> Pieces {
        self.pieces
    }

    /// The value and the first three derivatives at `t`.
    pub fn at(&self, t: f64) -> [f64; 4] {
        let (piece, u) = self.pieces.find(t);
        let step = self.pieces.step();
        let coefficients: [f64; LOCAL] =
            std::array::from_fn(|k| self.coefficients[self.pieces.index(piece, k)]);
        let basis = basis(u);
        std::array::from_fn(|order| sum(&basis[order], &coefficients) / step.powi(order as i32))
    }
}

fn sum(basis: &[f64; LOCAL], coefficients: &[f64; LOCAL]) -> f64 {
    basis.iter().zip(coefficients).map(|(basis, coefficient)| basis * coefficient).sum()
}

/// The B-splines on a piece and their first three derivatives with respect to `u`, at `0 ≤ u ≤ 1`.
fn basis(u: f64) -> [[f64; LOCAL]; 4] {
    // De Boor's recursion over equal knots; what has `order` degrees less is where a derivative begins.
    let mut found = [[0.0; LOCAL]; 4];
    let mut values = [0.0; LOCAL];
    values[0] = 1.0;
    for d in 1..=DEGREE {
        let size = d as f64;
        for k in (0..=d).rev() {
            let rising = if k > 0 { values[k - 1] * (u + size - k as f64) } else { 0.0 };
            let falling = if k < d { values[k] * (1.0 - u + k as f64) } else { 0.0 };
            values[k] = (rising + falling) / size;
        }
        if let Some(found) = found.get_mut(DEGREE - d) {
            *found = values;
        }
    }
    // Each derivative is a difference of neighbours.
    for (order, values) in found.iter_mut().enumerate() {
        for last in DEGREE + 1 - order..=DEGREE {
            for k in (0..=last).rev() {
                let before = if k > 0 { values[k - 1] } else { 0.0 };
                let here = if k < last { values[k] } else { 0.0 };
                values[k] = before - here;
            }
        }
    }
    found
}

/// Values at places, to be smoothed with any weight; several sets of values share the places.
#[derive(Clone, Debug)]
pub struct Smoother {
    pieces: Pieces,
    /// One per place: its piece and the B-splines there.
    rows: Vec<(usize, [f64; LOCAL])>,
}

impl Smoother {
    /// For values at the places `t`.
    pub fn new(pieces: Pieces, t: &[f64]) -> Self {
        let row = |&t: &f64| {
            let (piece, u) = pieces.find(t);
            (piece, basis(u)[0])
        };
        Self { pieces, rows: t.iter().map(row).collect() }
    }

    /// The values of a spline on the same pieces at the places.
    pub fn values<'a>(&'a self, spline: &'a Spline) -> impl Iterator<Item = f64> + 'a {
        self.rows.iter().map(move |(piece, row)| {
            let of = |k: usize| spline.coefficients[self.pieces.index(*piece, k)];
            sum(row, &std::array::from_fn(of))
        })
    }

    /// Where a third derivative is asked for: three places on each piece.
    pub fn nodes(pieces: Pieces) -> Vec<f64> {
        let step = pieces.step();
        let on_piece = |piece: usize| GAUSS.map(|(u, _)| (piece as f64 + u) * step);
        (0..pieces.count).flat_map(on_piece).collect()
    }

    /// One spline for each set of values, with the third derivatives that are wished for at the
    /// [`Smoother::nodes`] (nothing for 0); `None` when the places are too few to tell.
    pub fn smooth(&self, lambda: f64, sets: &[(&[f64], &[f64])]) -> Option<Vec<Spline>> {
        let factor = self.matrix(lambda).factor()?;
        let splines = sets.iter().map(|(values, wished)| {
            let mut coefficients = self.right_hand_side(lambda, values, wished);
            factor.solve(&mut coefficients);
            Spline { pieces: self.pieces, coefficients }
        });
        Some(splines.collect())
    }

    fn matrix(&self, lambda: f64) -> Banded {
        let mut matrix = Banded::new(self.pieces.n_coefficients(), DEGREE);
        let mut add = |piece: usize, local: &dyn Fn(usize, usize) -> f64| {
            for j in 0..LOCAL {
                for k in 0..=j {
                    let (row, column) = (self.pieces.index(piece, j), self.pieces.index(piece, k));
                    matrix.add(row, column, local(j, k));
                }
            }
        };
        for (piece, row) in &self.rows {
            add(*piece, &|j, k| row[j] * row[k]);
        }
        let third = GAUSS.map(|(u, weight)| (basis(u)[3], weight));
        let scale = lambda / self.pieces.step().powi(5);
        let rough = |j: usize, k: usize| {
            scale * third.iter().map(|(b, weight)| weight * b[j] * b[k]).sum::<f64>()
        };
        (0..self.pieces.count).for_each(|piece| add(piece, &rough));
        matrix
    }

    fn right_hand_side(&self, lambda: f64, values: &[f64], wished: &[f64]) -> Vec<f64> {
        let mut b = vec![0.0; self.pieces.n_coefficients()];
        for ((piece, row), value) in self.rows.iter().zip(values) {
            (0..LOCAL).for_each(|k| b[self.pieces.index(*piece, k)] += row[k] * value);
        }
        let scale = lambda / self.pieces.step().powi(2);
        let third = GAUSS.map(|(u, weight)| (basis(u)[3], weight));
        for (at, wish) in wished.iter().enumerate() {
            let (piece, (row, weight)) = (at / GAUSS.len(), third[at % GAUSS.len()]);
            for k in 0..LOCAL {
                b[self.pieces.index(piece, k)] += scale * weight * row[k] * wish;
            }
        }
        b
    }
}

#[cfg(test)]
#[path = "spline_tests.rs"]
mod tests;
