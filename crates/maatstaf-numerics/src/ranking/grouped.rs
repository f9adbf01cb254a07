//! Numbers in groups whose spreads are not known either: the density of all of them, for drawing from it.
//!
//! ```text
//! number ~ N(0, σ²), σ that of its group      σ ~ half of Student's t, times a scale
//! ```
//!
//! A place is the logarithm of each spread, then the shared numbers, then those of each block. A group may be held as
//! numbers, which suits where orders tell much of each, or as numbers over their spread, which suits where
//! they tell little (M. Betancourt and M. Girolami, 2013, arXiv 1312.0906).

use super::{Block, Number};

/// A group of numbers with one spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Degrees of freedom of Student's t, of which the spread is drawn.
    pub freedom: f64,
    /// What it is multiplied with.
    pub scale: f64,
    /// Whether its numbers are held over their spread.
    pub over_spread: bool,
}

/// Orders of alternatives whose numbers lie in groups.
#[derive(Clone, Debug)]
pub struct Grouped {
    groups: Vec<Group>,
    /// The group of every number: shared ones, then those of each block.
    group_of: Vec<usize>,
    /// Where the numbers of each block begin among all.
    firsts: Vec<usize>,
    blocks: Vec<Packed>,
}

/// A block whose numbers are counted among all.
#[derive(Clone, Debug)]
struct Packed {
    /// Numbers of each alternative, with their weights, one alternative after the other; where each ends.
    numbers: Vec<(usize, f64)>,
    ends: Vec<usize>,
    /// In how many orders each alternative is not the last.
    ahead: Vec<f64>,
    orders: Vec<Vec<usize>>,
}

impl Grouped {
    /// Of some orders: the group of every shared number, and of every number of each block. The variances of blocks do
    /// not count here.
    pub fn new(groups: &[Group], shared: &[usize], own: &[Vec<usize>], blocks: &[Block]) -> Self {
        let mut group_of = shared.to_vec();
        let mut firsts = Vec::with_capacity(blocks.len());
        for of_block in own {
            firsts.push(group_of.len());
            group_of.extend_from_slice(of_block);
        }
        let packed = blocks.iter().zip(&firsts).map(|(block, first)| Packed::new(block, *first));
        Self { groups: groups.to_vec(), group_of, blocks: packed.collect(), firsts }
    }

    /// How many numbers a place has.
    pub fn len(&self) -> usize {
        self.groups.len() + self.group_of.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where a number is among the [`values`](Self::values) of a place.
    pub fn place(&self, number: Number) -> usize {
        self.groups.len()
            + match number {
                Number::Shared(which) => which,
                Number::Own { block, at } => self.firsts[block] + at,
            }
    }

    /// The spreads of the groups at a place, then all numbers.
    pub fn values(&self, at: &[f64]) -> Vec<f64> {
        let (logs, held) = at.split_at(self.groups.len());
        let mut values: Vec<f64> = logs.iter().map(|log| log.exp()).collect();
        let factor = |group: usize| self.groups[group].factor(values[group]);
        let numbers: Vec<f64> =
            held.iter().zip(&self.group_of).map(|(x, group)| x * factor(*group)).collect();
        values.extend(numbers);
        values
    }

    /// The place of some spreads, where every number is as many of them as `far` says.
    pub fn place_of(&self, spreads: &[f64], mut far: impl FnMut() -> f64) -> Vec<f64> {
        let logs = spreads.iter().map(|spread| spread.ln());
        let held = |group: &usize| match self.groups[*group].over_spread {
            true => far(),
            false => far() * spreads[*group],
        };
        logs.chain(self.group_of.iter().map(held)).collect()
    }

    /// The logarithm of the density at a place, but for a constant, and its slopes.
    pub fn log_density(&self, at: &[f64], slopes: &mut [f64]) -> f64 {
        let all = self.values(at);
        let (spreads, values) = all.split_at(self.groups.len());
        let mut by_value = vec![0.0; values.len()];
        let mut log: f64 = self.blocks.iter().map(|it| it.add(values, &mut by_value)).sum();
        let (of_spreads, of_numbers) = slopes.split_at_mut(self.groups.len());
        for (i, slope) in of_spreads.iter_mut().enumerate() {
            let (value, by_log) = self.groups[i].before(at[i], spreads[i]);
            log += value;
            *slope = by_log;
        }
        for (i, slope) in of_numbers.iter_mut().enumerate() {
            let group = self.group_of[i];
            let (value, spread) = (values[i], spreads[group]);
            let far = value / spread;
            log -= 0.5 * far * far;
            if self.groups[group].over_spread {
                *slope = by_value[i] * spread - far;
                of_spreads[group] += by_value[i] * value;
            } else {
                *slope = by_value[i] - far / spread;
                of_spreads[group] += far * far - 1.0;
                log -= at[group];
            }
        }
        log
    }
}

impl Group {
    fn factor(&self, spread: f64) -> f64 {
        if self.over_spread { spread } else { 1.0 }
    }

    /// What is believed of the spread, by its logarithm.
    fn before(&self, log: f64, spread: f64) -> (f64, f64) {
        let square = (spread / self.scale).powi(2) / self.freedom;
        let value = log - 0.5 * (self.freedom + 1.0) * square.ln_1p();
        (value, 1.0 - (self.freedom + 1.0) * square / (1.0 + square))
    }
}

impl Packed {
    fn new(block: &Block, first: usize) -> Self {
        let (mut numbers, mut ends) = (Vec::new(), Vec::new());
        for it in &block.alternatives {
            numbers.extend_from_slice(&it.shared);
            numbers.extend(it.own.iter().map(|(at, weight)| (first + at, *weight)));
            ends.push(numbers.len());
        }
        let mut ahead = vec![0.0; block.alternatives.len()];
        for order in &block.orders {
            let all_but_last = &order[..order.len().saturating_sub(1)];
            all_but_last.iter().for_each(|it| ahead[*it] += 1.0);
        }
        let orders = block.orders.iter().filter(|it| !it.is_empty()).cloned().collect();
        Self { numbers, ends, ahead, orders }
    }

    fn of(&self, alternative: usize) -> &[(usize, f64)] {
        let from = if alternative == 0 { 0 } else { self.ends[alternative - 1] };
        &self.numbers[from..self.ends[alternative]]
    }

    /// The logarithm of the probability of its orders; its slopes are added.
    fn add(&self, values: &[f64], slopes: &mut [f64]) -> f64 {
        let n = self.ends.len();
        let worth = |i| self.of(i).iter().map(|(at, weight)| weight * values[*at]).sum::<f64>();
        let mut worths: Vec<f64> = (0..n).map(worth).collect();
        let top = worths.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        worths.iter_mut().for_each(|it| *it -= top);
        let strong: Vec<f64> = worths.iter().map(|it| it.exp()).collect();
        let (mut shares, mut left) = (vec![0.0; n], Vec::new());
        let mut log = crate::positive::dot(&self.ahead, &worths);
        for order in &self.orders {
            log -= add_order(order, &strong, &mut shares, &mut left);
        }
        for i in 0..n {
            let slope = self.ahead[i] - strong[i] * shares[i];
            self.of(i).iter().for_each(|(at, weight)| slopes[*at] += weight * slope);
        }
        log
    }
}

/// `Σₖ ln Zₖ` of an order; `Σ 1/Zₖ` up to each alternative is added to its share.
fn add_order(order: &[usize], strong: &[f64], shares: &mut [f64], left: &mut Vec<f64>) -> f64 {
    left.clear();
    let mut sum = 0.0;
    // Summed from the last, so that nothing is lost behind a strong first.
    left.extend(order.iter().rev().map(|it| {
        sum += strong[*it];
        sum
    }));
    let (mut once, mut log) = (0.0, 0.0);
    // One logarithm of a few factors.
    for (four, who) in left[1..].rchunks(4).zip(order.chunks(4)) {
        let mut product = 1.0;
        for (left, it) in four.iter().rev().zip(who) {
            once += 1.0 / left;
            product *= left;
            shares[*it] += once;
        }
        // Somebody is weaker than others by so much that he cannot be told from nothing: no place to be.
        if product.is_nan() || product <= 0.0 {
            return f64::INFINITY;
        }
        log += f64::ln(product);
    }
    shares[order[order.len() - 1]] += once;
    log
}

#[cfg(test)]
#[path = "grouped_tests.rs"]
mod tests;
