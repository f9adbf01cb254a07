//! A level that is constant, or steps once or twice: every place of every step, summed.

use super::lattice::Lattice;
use super::{SIGHTS_PER_LEVEL, dealt, drawn, log_sum};
use crate::random::Random;

/// What each piece from sight to sight is worth as one level, for each scale of the noise.
pub struct Stepped<'a> {
    lattice: &'a Lattice,
    /// `[scales][n_sights + 1][n_values]`: logarithms of all sights before, given one level.
    sums: Vec<Vec<Vec<f64>>>,
    /// Every way to step: for each count of steps, where, and its logarithm for each scale.
    ways: [Vec<Way>; 3],
}

/// Where a level steps, and how well that fits.
struct Way {
    /// The sights that begin a piece, the first and the end of all included.
    ends: Vec<usize>,
    /// One a scale.
    logs: Vec<f64>,
}

impl<'a> Stepped<'a> {
    pub fn of(lattice: &'a Lattice) -> Self {
        let sums: Vec<_> = lattice.logs.iter().map(|logs| sums(logs)).collect();
        let n = lattice.at.len();
        let pieces: Vec<Vec<Vec<f64>>> = sums.iter().map(|sums| pieces(lattice, sums)).collect();
        let way = |ends: Vec<usize>| {
            let log = |pieces: &Vec<Vec<f64>>| {
                ends.windows(2).map(|piece| pieces[piece[0]][piece[1]]).sum()
            };
            Way { logs: pieces.iter().map(log).collect(), ends }
        };
        let least = SIGHTS_PER_LEVEL;
        let room = |from: usize| from + least..=n.saturating_sub(least);
        let once = room(0).map(|a| way(vec![0, a, n])).collect();
        let pairs = room(0).flat_map(|a| room(a).map(move |b| (a, b)));
        let twice = pairs.map(|(a, b)| way(vec![0, a, b, n])).collect();
        Self { lattice, sums, ways: [vec![way(vec![0, n])], once, twice] }
    }

    /// Of no step, one, two: the places and the scales averaged.
    pub fn log_evidence(&self) -> [f64; 3] {
        [0, 1, 2].map(|n_steps| {
            let ways = &self.ways[n_steps];
            let n = (ways.len() * self.sums.len()) as f64;
            log_sum(ways.iter().flat_map(|way| way.logs.iter().copied())) - n.max(1.0).ln()
        })
    }

    /// The probability of a step behind each sight but the last, from those of one step and of two.
    pub fn steps(&self, shapes: [f64; 2]) -> Vec<f64> {
        let mut steps = vec![0.0; self.lattice.at.len() - 1];
        for (ways, shape) in self.ways[1..].iter().zip(shapes) {
            let all = log_sum(ways.iter().flat_map(|way| way.logs.iter().copied()));
            for way in ways {
                let share = (log_sum(way.logs.iter().copied()) - all).exp();
                let inner = &way.ends[1..way.ends.len() - 1];
                inner.iter().for_each(|&end| steps[end - 1] += shape * share);
            }
        }
        steps
    }

    /// So many paths with so many steps.
    pub fn draw(
        &self,
        n_steps: usize,
        count: usize,
        random: &mut Random,
        paths: &mut Vec<Vec<f64>>,
    ) {
        let ways = &self.ways[n_steps];
        if count == 0 || ways.is_empty() {
            return;
        }
        let largest = ways.iter().flat_map(|way| &way.logs).copied().fold(f64::MIN, f64::max);
        let weights: Vec<f64> =
            ways.iter().flat_map(|way| way.logs.iter().map(|log| (log - largest).exp())).collect();
        let n_scales = self.sums.len();
        for (i, count) in dealt(&weights, count, random.uniform()).into_iter().enumerate() {
            if count > 0 {
                self.draw_way(&ways[i / n_scales], i % n_scales, count, random, paths);
            }
        }
    }

    fn draw_way(
        &self,
        way: &Way,
        scale: usize,
        count: usize,
        random: &mut Random,
        paths: &mut Vec<Vec<f64>>,
    ) {
        let sums = &self.sums[scale];
        let likely = |piece: &[usize]| {
            let logs = sums[piece[1]].iter().zip(&sums[piece[0]]).map(|(to, from)| to - from);
            let largest = logs.clone().fold(f64::NEG_INFINITY, f64::max);
            let weights = logs.zip(&self.lattice.beforehand);
            weights.map(|(log, weight)| weight * (log - largest).exp()).collect::<Vec<f64>>()
        };
        let pieces: Vec<_> = way.ends.windows(2).map(|piece| (piece, likely(piece))).collect();
        for _ in 0..count {
            let mut path = vec![0.0; self.lattice.at.len()];
            for (piece, weights) in &pieces {
                let value = self.lattice.values[drawn(weights, random)];
                path[piece[0]..piece[1]].fill(value + self.lattice.within_a_place(random));
            }
            paths.push(path);
        }
    }
}

fn sums(logs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; logs[0].len()]];
    for row in logs {
        let before = &sums[sums.len() - 1];
        sums.push(before.iter().zip(row).map(|(sum, log)| sum + log).collect());
    }
    sums
}

/// `[from][to]`: the logarithm of the density of the sights from one up to another, as one level.
fn pieces(lattice: &Lattice, sums: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = sums.len();
    let mut pieces = vec![vec![f64::NEG_INFINITY; n]; n];
    let mut logs = vec![0.0; lattice.values.len()];
    for from in 0..n {
        for to in from + SIGHTS_PER_LEVEL..n {
            for (log, (after, before)) in logs.iter_mut().zip(sums[to].iter().zip(&sums[from])) {
                *log = after - before;
            }
            let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let near = |log: f64| if log > largest - 40.0 { (log - largest).exp() } else { 0.0 };
            let sum: f64 =
                logs.iter().zip(&lattice.beforehand).map(|(&log, w)| w * near(log)).sum();
            pieces[from][to] = largest + sum.ln();
        }
    }
    pieces
}
