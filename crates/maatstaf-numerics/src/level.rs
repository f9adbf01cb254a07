//! A level that is seen with noise, now and then wildly: did it stay, step or wander, and where was it?
//!
//! ```text
//! yᵢ = μᵢ + √(σ² + eᵢ²) · tᵢ        tᵢ from Student's t with 4 degrees of freedom
//! ```
//!
//! Three shapes of `μ` are held against each other, each with its share of belief beforehand:
//!
//! | shape | beforehand | `μ` |
//! | --- | --- | --- |
//! | constant | 25 % | the same all along |
//! | stepped | 25 % once, 15 % twice | levels that have nothing to do with each other, three sights or more each; every place alike |
//! | wandering | 35 % | a walk: between two sights a normal step of variance `q²` times their distance |
//!
//! Nothing is fitted and then held for true: `σ` and `q` are summed over, so that intervals hold what it
//! costs not to know them from twenty sights. A level stands on a lattice of values, a fifth of the noise
//! apart, on which the sums are exact to many digits. The tails of Student's t let a wild sight be wild.
//!
//! Paths drawn from what is then known answer every further question: a function of a path has a chance
//! and an interval.
//!
//! ```
//! use maatstaf_numerics::level::{Sight, level};
//!
//! let noise = [0.1, -0.2, 0.0, 0.3, -0.1, 0.2, -0.3, 0.1, 0.0, -0.1, 0.2, -0.2];
//! let seen: Vec<Sight> = (0..12)
//!     .map(|i| Sight { at: f64::from(i), value: noise[i as usize] + if i < 6 { 0.0 } else { 2.0 }, error: 0.0 })
//!     .collect();
//! let known = level(&seen, 7).expect("twelve sights are enough");
//! assert_eq!(known.found_steps(), [5]); // behind the sixth
//! assert!(known.steps()[5] > 0.7);
//! let rise = |path: &[f64]| path[11] - path[0];
//! assert!(known.chance(|path| rise(path) > 0.0) > 0.95);
//! ```

pub(crate) mod lattice;
mod stepped;
mod wandering;

use crate::{median, random::Random};
use lattice::Lattice;
use stepped::Stepped;
use wandering::Wandering;

/// From how many sights on anything is said of a level.
pub const SIGHTS_NEEDED: usize = 5;

/// How many sights a level has at least before it steps.
pub const SIGHTS_PER_LEVEL: usize = 3;

/// How much likelier than none a step has to be, with none held against steps alone.
pub const FOUND: f64 = 0.85;

/// How many paths are drawn.
pub const PATHS: usize = 2000;

/// What is believed of the shapes beforehand: constant, one step, two steps, wandering.
const BEFOREHAND: [f64; 4] = [0.25, 0.25, 0.15, 0.35];

/// A value that was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight {
    /// Where; sights stand in order.
    pub at: f64,
    /// What.
    pub value: f64,
    /// What is known of its own error, as a standard deviation; zero where nothing is.
    pub error: f64,
}

/// What is known of a level.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Probabilities: constant, one step, two steps, wandering.
    shapes: [f64; 4],
    /// Probability of a step behind each sight but the last.
    steps: Vec<f64>,
    /// `[PATHS × n_sights]`
    paths: Vec<Vec<f64>>,
}

impl Level {
    /// The probability that it stayed the same.
    pub fn constant(&self) -> f64 {
        self.shapes[0]
    }

    /// The probability that it stepped, once or twice.
    pub fn stepped(&self) -> f64 {
        self.shapes[1] + self.shapes[2]
    }

    /// The probability that it stepped twice.
    pub fn stepped_twice(&self) -> f64 {
        self.shapes[2]
    }

    /// The probability that it wandered.
    pub fn wandering(&self) -> f64 {
        self.shapes[3]
    }

    /// The probability of a step between each sight and the next.
    pub fn steps(&self) -> &[f64] {
        &self.steps
    }

    /// The probability of a step where there was one or none: walks left aside.
    pub fn stepped_or_stayed(&self) -> f64 {
        self.stepped() / (self.stepped() + self.constant())
    }

    /// The sights behind which it stepped, most likely: none unless a step is likelier than none by
    /// [`FOUND`], and likelier than a walk; two where two steps are likelier than one.
    ///
    /// Of levels that stayed, one in twenty is found to have stepped.
    pub fn found_steps(&self) -> Vec<usize> {
        if self.stepped_or_stayed() <= FOUND || self.stepped() < self.wandering() {
            return Vec::new();
        }
        let most = |taken: &[usize]| {
            let free = |i: &usize| taken.iter().all(|at| at.abs_diff(*i) >= SIGHTS_PER_LEVEL);
            let free = (0..self.steps.len()).filter(free);
            free.max_by(|&a, &b| self.steps[a].total_cmp(&self.steps[b]))
        };
        let mut found = Vec::new();
        let n_steps = if self.shapes[2] > self.shapes[1] { 2 } else { 1 };
        for _ in 0..n_steps {
            found.extend(most(&found));
        }
        found.sort_unstable();
        found
    }

    /// How many sights stand behind it.
    pub fn n(&self) -> usize {
        self.steps.len() + 1
    }

    /// The probability that something holds of a path, which has one value a sight.
    pub fn chance(&self, holds: impl Fn(&[f64]) -> bool) -> f64 {
        self.paths.iter().filter(|path| holds(path)).count() as f64 / self.paths.len() as f64
    }

    /// The median of a function of a path, and the ends between which it lies with probability `coverage`.
    pub fn estimate(&self, coverage: f64, of: impl Fn(&[f64]) -> f64) -> Estimate {
        let mut values: Vec<f64> = self.paths.iter().map(|path| of(path)).collect();
        values.sort_unstable_by(f64::total_cmp);
        let tail = (1.0 - coverage.clamp(0.0, 1.0)) / 2.0;
        let end = |p: f64| {
            let at = p * (values.len() - 1) as f64;
            let (below, above) = (values[at.floor() as usize], values[at.ceil() as usize]);
            below + at.fract() * (above - below)
        };
        Estimate { low: end(tail), median: end(0.5), high: end(1.0 - tail) }
    }

    /// The level at a sight.
    pub fn at(&self, sight: usize, coverage: f64) -> Estimate {
        self.estimate(coverage, |path| path[sight])
    }
}

/// A number and the interval that holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The lower end.
    pub low: f64,
    /// In the middle: half of the belief lies below.
    pub median: f64,
    /// The upper end.
    pub high: f64,
}

/// What is known of a level from sights in order; `None` with fewer than [`SIGHTS_NEEDED`], or where
/// they are not finite or not in order. The same seed gives the same paths.
///
/// Adams & MacKay (2007), *Bayesian online changepoint detection*, and Fearnhead (2006), *Exact and efficient
/// Bayesian inference for multiple changepoint problems*, Statistics and Computing 16, for steps;
/// Kitagawa (1987), *Non-Gaussian state-space modeling of nonstationary time series*, JASA 82, for a walk on a lattice.
pub fn level(seen: &[Sight], seed: u64) -> Option<Level> {
    if !are_usable(seen) {
        return None;
    }
    let lattice = Lattice::of(seen);
    let (stepped, wandering) = (Stepped::of(&lattice), Wandering::of(&lattice));
    let [constant, once, twice] = stepped.log_evidence();
    let logs = [constant, once, twice, wandering.log_evidence()];
    let shapes = shares(&logs, &BEFOREHAND);
    let steps = stepped.steps([shapes[1], shapes[2]]);
    let mut random = Random::new(seed, 0);
    let counts = dealt(&shapes, PATHS, random.uniform());
    let mut paths = Vec::with_capacity(PATHS);
    for (n_steps, &count) in counts[..3].iter().enumerate() {
        stepped.draw(n_steps, count, &mut random, &mut paths);
    }
    wandering.draw(counts[3], &mut random, &mut paths);
    paths.iter_mut().flatten().for_each(|value| *value = lattice.in_units_of_sights(*value));
    Some(Level { shapes, steps, paths })
}

fn are_usable(seen: &[Sight]) -> bool {
    let is_finite =
        |it: &Sight| [it.at, it.value, it.error].iter().all(|x| x.is_finite()) && it.error >= 0.0;
    seen.len() >= SIGHTS_NEEDED
        && seen.iter().all(is_finite)
        && seen.windows(2).all(|pair| pair[0].at < pair[1].at)
}

/// Weights times the exponentials of some logarithms, as shares of their sum.
fn shares(logs: &[f64; 4], weights: &[f64; 4]) -> [f64; 4] {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut shares = [0.0; 4];
    for (share, (log, weight)) in shares.iter_mut().zip(logs.iter().zip(weights)) {
        *share = weight * (log - largest).exp();
    }
    let all: f64 = shares.iter().sum();
    shares.map(|share| share / all)
}

/// So many deals to weights, as even as whole numbers can be; `start` from 0 to 1.
fn dealt(weights: &[f64], n: usize, start: f64) -> Vec<usize> {
    let all: f64 = weights.iter().sum();
    let mut below = 0.0;
    let mut given = 0;
    let last = weights.len() - 1;
    let deal = |(i, weight): (usize, &f64)| {
        below += weight / all * n as f64;
        let up_to = if i == last { n } else { ((below + start) as usize).min(n) };
        let count = up_to.saturating_sub(given);
        given += count;
        count
    };
    weights.iter().enumerate().map(deal).collect()
}

/// The logarithm of a sum of exponentials.
fn log_sum(logs: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    largest + logs.map(|log| (log - largest).exp()).sum::<f64>().ln()
}

/// An index with a probability in proportion to its weight.
fn drawn(weights: &[f64], random: &mut Random) -> usize {
    let mut left = random.uniform() * weights.iter().sum::<f64>();
    let found = weights.iter().position(|weight| {
        left -= weight;
        left < 0.0
    });
    found.unwrap_or(weights.len() - 1)
}

/// How far values scatter around their middle, and from one to the next: robust standard deviations.
pub(crate) fn spreads(values: &[f64]) -> (f64, f64) {
    const CONSISTENT: f64 = 1.482_602_218_505_602;
    let around = CONSISTENT * crate::mad(values).unwrap_or(0.0);
    let steps: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let between = CONSISTENT * median(&steps).unwrap_or(0.0) / std::f64::consts::SQRT_2;
    (around, between)
}

#[cfg(test)]
#[path = "level_tests.rs"]
mod tests;
