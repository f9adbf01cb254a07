//! Draws from a density of many numbers whose logarithm and slopes are known.
//!
//! The No-U-Turn sampler: a ball without friction rolls over the negative logarithm of the density, kicked
//! anew for each draw, until its way turns back on itself; the draw is one of the places it passed, chosen by
//! how likely they are. M. D. Hoffman and A. Gelman (2014), *The No-U-Turn sampler*, Journal of Machine Learning
//! Research 15; places chosen, and turning judged, as M. Betancourt (2017), *A conceptual introduction to
//! Hamiltonian Monte Carlo*, arXiv 1701.02434, and Stan since 2.21 do. A warm-up finds the length of a step (dual
//! averaging) and how wide each number spreads (in windows that double).
//!
//! ```
//! use maatstaf_numerics::nuts::{Settings, sample};
//! use maatstaf_numerics::random::Random;
//!
//! let mut bell = |x: &[f64], slopes: &mut [f64]| {
//!     slopes[0] = -(x[0] - 3.0) / 4.0; // mean 3, variance 4
//!     -0.5 * (x[0] - 3.0).powi(2) / 4.0
//! };
//! let settings = Settings { warm_up: 500, draws: 2000, ..Settings::default() };
//! let chain = sample(&[0.0], &settings, Random::new(1, 0), &mut bell, &mut |_| ()).expect("a start");
//! let mean = chain.draws().map(|it| it[0]).sum::<f64>() / 2000.0;
//! assert!((mean - 3.0).abs() < 0.2);
//! assert_eq!(chain.divergences, 0);
//! ```

mod trajectory;
mod warm_up;

use crate::random::Random;
use trajectory::{Point, Walk};
use warm_up::{StepLength, Widths, window_ends};

/// How a chain is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Draws that find the length of a step and the widths; they are thrown away.
    pub warm_up: usize,
    /// Draws that are kept.
    pub draws: usize,
    /// How often a step should be taken at its word, from 0 to 1: nearer to 1 are shorter steps.
    pub acceptance: f64,
    /// A way is doubled so many times at most.
    pub doublings: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { warm_up: 1000, draws: 1000, acceptance: 0.8, doublings: 10 }
    }
}

/// Draws of one chain, and how it went.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// One draw after the other.
    values: Vec<f64>,
    /// How many numbers a draw has.
    n: usize,
    /// Draws whose way left the hill: the density bends more sharply than steps can follow, and places there may
    /// be missed.
    pub divergences: usize,
    /// Draws whose way was cut short by the limit of doublings.
    pub cut_short: usize,
    /// How often the density was asked, warm-up included.
    pub evaluations: usize,
    /// The length of a step.
    pub step: f64,
}

impl Chain {
    /// Every draw, in order.
    pub fn draws(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.values.chunks_exact(self.n)
    }

    /// How many draws there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.n
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Draws a chain from a start. `density` gives the logarithm of the density at a place, but for a constant, and
/// writes its slopes; `told` hears after each draw how many are done, warm-up included. The same start and random
/// numbers give the same bytes.
///
/// `None` when there is no number, or the density of the start is none.
pub fn sample(
    start: &[f64],
    settings: &Settings,
    random: Random,
    density: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
    told: &mut impl FnMut(usize),
) -> Option<Chain> {
    let mut at = Point::new(start, density);
    if start.is_empty() || !at.is_somewhere() {
        return None;
    }
    let mut walk = Walk::new(density, start.len(), random, settings.doublings);
    warm_up(&mut walk, &mut at, settings, told);
    let mut chain = Chain {
        values: Vec::with_capacity(settings.draws * start.len()),
        n: start.len(),
        divergences: 0,
        cut_short: 0,
        evaluations: 0,
        step: walk.step,
    };
    for done in 1..=settings.draws {
        let way = walk.draw(&mut at);
        chain.values.extend_from_slice(&at.at);
        chain.divergences += usize::from(way.diverged);
        chain.cut_short += usize::from(way.cut_short);
        told(settings.warm_up + done);
    }
    chain.evaluations = walk.evaluations;
    Some(chain)
}

/// Finds the length of a step and the widths of the numbers.
fn warm_up<D: FnMut(&[f64], &mut [f64]) -> f64>(
    walk: &mut Walk<'_, D>,
    at: &mut Point,
    settings: &Settings,
    told: &mut impl FnMut(usize),
) {
    let windows = window_ends(settings.warm_up);
    let begin = windows.start;
    let mut widths = Widths::new(at.at.len());
    walk.step = walk.first_step(at, 1.0);
    let mut length = StepLength::new(walk.step, settings.acceptance);
    for done in 1..=settings.warm_up {
        let way = walk.draw(at);
        walk.step = length.next(way.acceptance);
        if done > begin && done <= windows.end {
            widths.add(&at.at);
        }
        if windows.ends.contains(&done) {
            walk.variances = widths.take();
            walk.step = walk.first_step(at, walk.step);
            length = StepLength::new(walk.step, settings.acceptance);
        }
        told(done);
    }
    if settings.warm_up > 0 {
        walk.step = length.settled();
    }
}

#[cfg(test)]
#[path = "nuts_tests.rs"]
mod tests;
