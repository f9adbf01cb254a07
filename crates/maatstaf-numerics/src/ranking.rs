//! What is worth how much, from orders in which some came before others.
//!
//! Every alternative of an order has a worth `η`, a sum of numbers with weights. Who comes next is drawn
//! among those left, in proportion to `exp η` (R. L. Plackett, 1975, *The analysis of permutations*, Applied
//! Statistics 24; the rank-ordered logit):
//!
//! ```text
//! log p = Σ_orders Σₖ (η₍ₖ₎ − log Σ_{j ≥ k} exp η₍ⱼ₎)      numbers ~ N(0, σ²), each with its own σ
//! ```
//!
//! Numbers are shared by all orders, or belong to one block of them. [`fit`] finds where the density of all
//! numbers is highest, by Newton's method, and how it bends there: a normal distribution that stands for what is
//! known (Laplace). The numbers of a block are eliminated first, so that the work grows with the number of
//! blocks, not with its cube.

pub mod grouped;
mod system;

use system::System;

/// A number, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// Of all blocks.
    Shared(usize),
    /// Of one block.
    Own {
        /// Which block.
        block: usize,
        /// Which of its numbers.
        at: usize,
    },
}

/// What an alternative is worth: a sum of numbers, each with its weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alternative {
    /// Shared numbers.
    pub shared: Vec<(usize, f64)>,
    /// Numbers of the block.
    pub own: Vec<(usize, f64)>,
}

/// Orders that share numbers of their own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// `σ²` of its own numbers.
    pub variances: Vec<f64>,
    /// What comes in its orders.
    pub alternatives: Vec<Alternative>,
    /// Alternatives from first to last.
    pub orders: Vec<Vec<usize>>,
}

/// Where the density of all numbers is highest, and how it bends there.
#[derive(Clone, Debug)]
pub struct Fit {
    shared: Vec<f64>,
    own: Vec<Vec<f64>>,
    system: System,
    log_density: f64,
    log_evidence: f64,
    /// How many steps were taken.
    pub steps: usize,
}

/// Steps end when the density would rise by less than this.
const SETTLED: f64 = 1e-10;
/// Steps at most.
const MOST: usize = 60;

/// Fits all numbers; `None` when a variance is not positive, or a number has no orders to settle on.
pub fn fit(shared_variances: &[f64], blocks: &[Block]) -> Option<Fit> {
    fit_from(shared_variances, blocks, None)
}

/// The same from the numbers of another fit of the same orders.
pub fn fit_from(shared_variances: &[f64], blocks: &[Block], start: Option<&Fit>) -> Option<Fit> {
    let variances = || shared_variances.iter().chain(blocks.iter().flat_map(|it| &it.variances));
    if !variances().all(|it| it.is_finite() && *it > 0.0) {
        return None;
    }
    let mut at = match start {
        Some(fit) => (fit.shared.clone(), fit.own.clone()),
        None => {
            let own = blocks.iter().map(|block| vec![0.0; block.variances.len()]).collect();
            (vec![0.0; shared_variances.len()], own)
        }
    };
    let density = |at: &(Vec<f64>, Vec<Vec<f64>>)| log_density(shared_variances, blocks, at);
    let mut best = density(&at);
    for steps in 0..MOST {
        let system = System::new(shared_variances, blocks, &at.0, &at.1)?;
        let (step, rise) = system.step();
        if rise < SETTLED {
            let logs: f64 = variances().map(|it| it.ln()).sum();
            let log_evidence = best - 0.5 * (logs + system.log_determinant());
            let (shared, own) = at;
            return Some(Fit { shared, own, system, log_density: best, log_evidence, steps });
        }
        // The density is concave: a shorter step always rises.
        let mut length = 1.0;
        loop {
            let there = moved(&at, &step, length);
            let value = density(&there);
            if value >= best + 1e-4 * length * rise || length < 1e-6 {
                (at, best) = (there, value);
                break;
            }
            length *= 0.5;
        }
    }
    None
}

type Numbers = (Vec<f64>, Vec<Vec<f64>>);

fn moved(at: &Numbers, step: &Numbers, length: f64) -> Numbers {
    let add = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a + length * b).collect();
    let own = at.1.iter().zip(&step.1).map(|(a, b)| add(a, b)).collect();
    (add(&at.0, &step.0), own)
}

/// Of orders and numbers, but for what is constant.
fn log_density(shared_variances: &[f64], blocks: &[Block], (shared, own): &Numbers) -> f64 {
    let normal = |values: &[f64], variances: &[f64]| -> f64 {
        -0.5 * values.iter().zip(variances).map(|(x, variance)| x * x / variance).sum::<f64>()
    };
    let of_blocks = blocks.iter().zip(own).map(|(block, own)| {
        let worths = block.worths(shared, own);
        let orders = block.orders.iter().map(|order| log_of_order(order, &worths));
        orders.sum::<f64>() + normal(own, &block.variances)
    });
    of_blocks.sum::<f64>() + normal(shared, shared_variances)
}

/// The logarithm of the probability of an order.
pub fn log_of_order(order: &[usize], worths: &[f64]) -> f64 {
    let top = order.iter().map(|it| worths[*it]).fold(f64::NEG_INFINITY, f64::max);
    let (mut left, mut log) = (0.0, 0.0);
    for (behind, it) in order.iter().rev().enumerate() {
        left += (worths[*it] - top).exp();
        if behind > 0 {
            log += worths[*it] - top - left.ln();
        }
    }
    log
}

impl Block {
    /// `η` of every alternative.
    fn worths(&self, shared: &[f64], own: &[f64]) -> Vec<f64> {
        let sum = |numbers: &[(usize, f64)], values: &[f64]| -> f64 {
            numbers.iter().map(|(at, weight)| weight * values[*at]).sum()
        };
        self.alternatives.iter().map(|it| sum(&it.shared, shared) + sum(&it.own, own)).collect()
    }
}

impl Fit {
    /// The most likely value of a number.
    pub fn value(&self, number: Number) -> f64 {
        match number {
            Number::Shared(at) => self.shared[at],
            Number::Own { block, at } => self.own[block][at],
        }
    }

    /// The most likely value of a sum of numbers, each with its weight, and its variance.
    pub fn sum(&self, numbers: &[(Number, f64)]) -> (f64, f64) {
        let value = numbers.iter().map(|(number, weight)| weight * self.value(*number)).sum();
        (value, self.system.variance(numbers))
    }

    /// The logarithm of the density there, but for a constant.
    pub fn log_density(&self) -> f64 {
        self.log_density
    }

    /// The logarithm of the density of all orders, every number averaged over (Laplace).
    pub fn log_evidence(&self) -> f64 {
        self.log_evidence
    }
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;
