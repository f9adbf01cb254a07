//! The way of one draw.

use crate::random::Random;

/// A way whose energy rose by more than this left the hill.
const LOST: f64 = 1000.0;

/// A place, with the logarithm of its density and the slopes of that.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub at: Vec<f64>,
    slopes: Vec<f64>,
    log_density: f64,
}

impl Point {
    pub fn new(at: &[f64], density: &mut impl FnMut(&[f64], &mut [f64]) -> f64) -> Self {
        let mut slopes = vec![0.0; at.len()];
        let log_density = density(at, &mut slopes);
        Self { at: at.to_vec(), slopes, log_density }
    }

    pub fn is_somewhere(&self) -> bool {
        self.log_density.is_finite() && self.slopes.iter().all(|it| it.is_finite())
    }
}

/// What walks: the density, and how far a step goes.
pub(super) struct Walk<'a, D> {
    density: &'a mut D,
    /// Of every number; its mass is one over it.
    pub variances: Vec<f64>,
    pub step: f64,
    random: Random,
    doublings: usize,
    pub evaluations: usize,
}

/// How a draw went.
pub(super) struct Way {
    /// The mean share of steps that would be accepted.
    pub acceptance: f64,
    pub diverged: bool,
    pub cut_short: bool,
}

/// A place with a momentum.
#[derive(Clone)]
struct Moving {
    point: Point,
    momentum: Vec<f64>,
}

/// A piece of the way, and the place chosen from it.
struct Branch {
    /// The momentum at the end where it began, and at the other.
    near: Vec<f64>,
    far: Vec<f64>,
    /// The sum of all momenta.
    sum: Vec<f64>,
    chosen: Point,
    /// The logarithm of the sum of all weights.
    log_weight: f64,
}

/// What is counted on the way of a draw.
struct Count {
    /// The energy at the beginning.
    energy: f64,
    accepted: f64,
    steps: usize,
    diverged: bool,
}

impl<'a, D: FnMut(&[f64], &mut [f64]) -> f64> Walk<'a, D> {
    pub fn new(density: &'a mut D, n: usize, random: Random, doublings: usize) -> Self {
        Self { density, variances: vec![1.0; n], step: 1.0, random, doublings, evaluations: 0 }
    }

    /// Moves to the next draw.
    pub fn draw(&mut self, at: &mut Point) -> Way {
        let start = self.kicked(at);
        let mut count =
            Count { energy: self.energy(&start), accepted: 0.0, steps: 0, diverged: false };
        let mut whole = Branch::of(&start, 0.0);
        let mut ends = [start.clone(), start];
        let mut cut_short = true;
        for doublings in 0..self.doublings {
            let forward = self.random.uniform() < 0.5;
            if !forward {
                whole.turn_round();
            }
            let (end, step) = (&mut ends[usize::from(forward)], self.step);
            let step = if forward { step } else { -step };
            let Some(more) = self.branch(end, doublings, step, &mut count) else {
                cut_short = false;
                break;
            };
            // The new half is preferred, so that a draw goes far.
            let takes = self.chance(more.log_weight - whole.log_weight);
            let turns = whole.turns_with(&more, &self.variances);
            whole = whole.joined(more, takes);
            if turns {
                cut_short = false;
                break;
            }
            if !forward {
                whole.turn_round();
            }
        }
        *at = whole.chosen;
        let acceptance = count.accepted / count.steps.max(1) as f64;
        Way { acceptance, diverged: count.diverged, cut_short }
    }

    /// Twice as many steps for each doubling; `None` when the way turned back within, or left the hill.
    fn branch(
        &mut self,
        from: &mut Moving,
        doublings: usize,
        step: f64,
        count: &mut Count,
    ) -> Option<Branch> {
        if doublings == 0 {
            return self.leaf(from, step, count);
        }
        let first = self.branch(from, doublings - 1, step, count)?;
        let second = self.branch(from, doublings - 1, step, count)?;
        let takes = self.chance(second.log_weight - log_sum(first.log_weight, second.log_weight));
        let turns = first.turns_with(&second, &self.variances);
        (!turns).then(|| first.joined(second, takes))
    }

    fn leaf(&mut self, from: &mut Moving, step: f64, count: &mut Count) -> Option<Branch> {
        self.leap(from, step);
        let rise = self.energy(from) - count.energy;
        let rise = if rise.is_nan() { f64::INFINITY } else { rise };
        count.steps += 1;
        count.accepted += (-rise).exp().min(1.0);
        count.diverged |= rise > LOST;
        (rise <= LOST).then(|| Branch::of(from, -rise))
    }

    /// One step of the ball: half of the push, the move, the other half.
    fn leap(&mut self, it: &mut Moving, step: f64) {
        let Moving { point, momentum } = it;
        let push = |momentum: &mut [f64], slopes: &[f64]| {
            momentum.iter_mut().zip(slopes).for_each(|(p, slope)| *p += 0.5 * step * slope);
        };
        push(momentum, &point.slopes);
        let moves = momentum.iter().zip(&self.variances).map(|(p, variance)| step * p * variance);
        point.at.iter_mut().zip(moves).for_each(|(x, by)| *x += by);
        point.log_density = (self.density)(&point.at, &mut point.slopes);
        self.evaluations += 1;
        push(momentum, &point.slopes);
    }

    /// A step, begun at some length, that is accepted about eight times in ten.
    pub fn first_step(&mut self, at: &Point, length: f64) -> f64 {
        const ENOUGH: f64 = 0.8;
        let accepted = |walk: &mut Self, step: f64| {
            let mut it = walk.kicked(at);
            let before = walk.energy(&it);
            walk.leap(&mut it, step);
            before - walk.energy(&it) > f64::ln(ENOUGH)
        };
        let mut step = length;
        let grows = accepted(self, step);
        while (1e-10..1e10).contains(&step) {
            let next = if grows { 2.0 * step } else { 0.5 * step };
            if accepted(self, next) != grows {
                return if grows { step } else { next };
            }
            step = next;
        }
        step
    }

    fn kicked(&mut self, at: &Point) -> Moving {
        let random = &mut self.random;
        let kicks = self.variances.iter().map(|variance| random.normal() / variance.sqrt());
        Moving { momentum: kicks.collect(), point: at.clone() }
    }

    fn energy(&self, it: &Moving) -> f64 {
        0.5 * scaled(&it.momentum, &it.momentum, &self.variances) - it.point.log_density
    }

    /// True with the probability of which this is the logarithm.
    fn chance(&mut self, log: f64) -> bool {
        self.random.uniform() < log.exp()
    }
}

impl Branch {
    fn of(it: &Moving, log_weight: f64) -> Self {
        let p = &it.momentum;
        Self {
            near: p.clone(),
            far: p.clone(),
            sum: p.clone(),
            chosen: it.point.clone(),
            log_weight,
        }
    }

    fn turn_round(&mut self) {
        std::mem::swap(&mut self.near, &mut self.far);
    }

    /// Whether the way turns back on itself with another piece behind this one: across both, and across the seam.
    fn turns_with(&self, behind: &Self, variances: &[f64]) -> bool {
        let goes_on = |begin: &[f64], end: &[f64], sums: [&[f64]; 2]| {
            let along = |p: &[f64]| sums.iter().map(|sum| scaled(p, sum, variances)).sum::<f64>();
            along(begin) > 0.0 && along(end) > 0.0
        };
        !(goes_on(&self.near, &behind.far, [&self.sum, &behind.sum])
            && goes_on(&self.near, &behind.near, [&self.sum, &behind.near])
            && goes_on(&self.far, &behind.far, [&self.far, &behind.sum]))
    }

    /// With another piece behind it, whose place is taken or not.
    fn joined(mut self, behind: Self, takes: bool) -> Self {
        self.log_weight = log_sum(self.log_weight, behind.log_weight);
        self.sum.iter_mut().zip(&behind.sum).for_each(|(sum, more)| *sum += more);
        self.far = behind.far;
        if takes {
            self.chosen = behind.chosen;
        }
        self
    }
}

/// `Σ aᵢ·bᵢ·vᵢ`, in four parts.
fn scaled(a: &[f64], b: &[f64], variances: &[f64]) -> f64 {
    let [(a, a_rest), (b, b_rest), (v, v_rest)] = [a, b, variances].map(<[f64]>::as_chunks::<4>);
    let mut sums = [0.0; 4];
    for ((a, b), v) in a.iter().zip(b).zip(v) {
        (0..4).for_each(|i| sums[i] += a[i] * b[i] * v[i]);
    }
    let rest = a_rest.iter().zip(b_rest).zip(v_rest).map(|((a, b), v)| a * b * v);
    sums.iter().sum::<f64>() + rest.sum::<f64>()
}

/// `ln(eᵃ + eᵇ)`.
fn log_sum(a: f64, b: f64) -> f64 {
    let top = a.max(b);
    if top == f64::NEG_INFINITY { top } else { top + (-(a - b).abs()).exp().ln_1p() }
}
