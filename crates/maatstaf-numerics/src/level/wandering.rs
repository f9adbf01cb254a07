//! A level that walks, by normal steps of unknown size: forward over the lattice, paths drawn backward.

use super::lattice::Lattice;
use super::{dealt, drawn, log_sum};
use crate::random::Random;

/// Sizes of a step over a distance of one, in units of the lattice.
const SIZES: [f64; 4] = [0.12, 0.2, 0.35, 0.6];

/// Steps beyond so many standard deviations do not happen.
const REACH: f64 = 4.5;

pub struct Wandering<'a> {
    lattice: &'a Lattice,
    /// One a size.
    walks: Vec<Walk>,
    /// One a scale of the noise.
    likely: Vec<Likely>,
    /// One a size and scale.
    runs: Vec<Run>,
}

/// A size of the walk and a scale of the noise.
struct Run {
    walk: usize,
    scale: usize,
    /// The logarithm of the density of all sights.
    log: f64,
}

/// How likely each sight is from each value, against the likeliest of them.
struct Likely {
    /// `[n_sights][n_values]`
    shares: Vec<Vec<f64>>,
    /// The logarithms of the likeliest, all sights together.
    largest: f64,
}

impl Likely {
    fn of(logs: &[Vec<f64>]) -> Self {
        let mut all = 0.0;
        let shares = logs.iter().map(|logs| {
            let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            all += largest;
            logs.iter().map(|log| (log - largest).exp()).collect()
        });
        Self { shares: shares.collect(), largest: all }
    }
}

impl<'a> Wandering<'a> {
    pub fn of(lattice: &'a Lattice) -> Self {
        let walks: Vec<Walk> = SIZES.map(|size| Walk::of(lattice, size)).into();
        let likely: Vec<Likely> = lattice.logs.iter().map(|logs| Likely::of(logs)).collect();
        let mut runs = Vec::new();
        for (at, walk) in walks.iter().enumerate() {
            for (scale, likely) in likely.iter().enumerate() {
                let (_, log) = forward(lattice, walk, likely);
                runs.push(Run { walk: at, scale, log });
            }
        }
        Self { lattice, walks, likely, runs }
    }

    /// Sizes and scales averaged.
    pub fn log_evidence(&self) -> f64 {
        log_sum(self.runs.iter().map(|run| run.log)) - (self.runs.len() as f64).ln()
    }

    /// So many paths.
    pub fn draw(&self, count: usize, random: &mut Random, paths: &mut Vec<Vec<f64>>) {
        let largest = self.runs.iter().map(|run| run.log).fold(f64::MIN, f64::max);
        let weights: Vec<f64> = self.runs.iter().map(|run| (run.log - largest).exp()).collect();
        let counts = dealt(&weights, count, random.uniform());
        for (run, count) in self.runs.iter().zip(counts).filter(|(_, n)| *n > 0) {
            let walk = &self.walks[run.walk];
            let (known, _) = forward(self.lattice, walk, &self.likely[run.scale]);
            paths.extend((0..count).map(|_| backward(self.lattice, walk, &known, random)));
        }
    }
}

/// How a walk moves between neighbouring sights.
struct Walk {
    /// Behind each sight but the last: weights of 0, 1, 2, … places up or down; over a whole line they add up to 1.
    moves: Vec<Vec<f64>>,
}

impl Walk {
    fn of(lattice: &Lattice, size: f64) -> Self {
        let place = lattice.values[1] - lattice.values[0];
        let moves = |pair: &[f64]| {
            let size = size * (pair[1] - pair[0]).sqrt() / place;
            let n = ((REACH * size).ceil() as usize).min(lattice.values.len() - 1);
            let half: Vec<f64> =
                (0..=n).map(|k| (-0.5 * (k as f64 / size).powi(2)).exp()).collect();
            let all = 2.0 * half.iter().sum::<f64>() - 1.0;
            half.iter().map(|it| it / all).collect()
        };
        Self { moves: lattice.at.windows(2).map(moves).collect() }
    }
}

/// What is known at each sight from those up to it, and the logarithm of the density of all.
fn forward(lattice: &Lattice, walk: &Walk, likely: &Likely) -> (Vec<Vec<f64>>, f64) {
    let mut known: Vec<Vec<f64>> = Vec::with_capacity(likely.shares.len());
    let mut total = likely.largest;
    for (i, shares) in likely.shares.iter().enumerate() {
        let mut now = match known.last() {
            Some(before) => moved(before, &walk.moves[i - 1]),
            None => lattice.beforehand.clone(),
        };
        now.iter_mut().zip(shares).for_each(|(it, share)| *it *= share);
        let all: f64 = now.iter().sum();
        now.iter_mut().for_each(|it| *it /= all);
        total += all.ln();
        known.push(now);
    }
    (known, total)
}

/// Every weight spread over its neighbours; what would leave the lattice is lost.
fn moved(before: &[f64], moves: &[f64]) -> Vec<f64> {
    let n = before.len();
    let mut after: Vec<f64> = before.iter().map(|it| it * moves[0]).collect();
    for (k, weight) in moves.iter().enumerate().skip(1) {
        for i in 0..n.saturating_sub(k) {
            after[i] += weight * before[i + k];
            after[i + k] += weight * before[i];
        }
    }
    after
}

fn backward(lattice: &Lattice, walk: &Walk, known: &[Vec<f64>], random: &mut Random) -> Vec<f64> {
    let last = known.len() - 1;
    let beside = lattice.within_a_place(random);
    let mut place = drawn(&known[last], random);
    let mut path = vec![lattice.values[place] + beside; known.len()];
    for i in (0..last).rev() {
        let moves = &walk.moves[i];
        let from = place.saturating_sub(moves.len() - 1);
        let to = (place + moves.len()).min(known[i].len());
        let weights: Vec<f64> =
            (from..to).map(|k| known[i][k] * moves[k.abs_diff(place)]).collect();
        place = from + drawn(&weights, random);
        path[i] = lattice.values[place] + beside;
    }
    path
}
