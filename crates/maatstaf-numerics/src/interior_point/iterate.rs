//! A point with its multipliers.

use crate::programme::{AllRanges, Layout, Programme, Ranges};

use super::Multipliers;
use super::evaluation::Evaluation;
use super::system::Step;

/// By how much bounds are relaxed, so that there is an inside.
const RELAXED: f64 = 1e-8;

/// `κ_Σ`: how far multipliers of bounds may be from the barrier's.
const NEAR: f64 = 1e10;

/// A point: unknowns and slacks, multipliers of rows and of bounds.
#[derive(Clone, Debug)]
pub(super) struct Iterate {
    layout: Layout,
    /// Nodes, common, slacks of limits, slacks of totals.
    pub x: Vec<f64>,
    /// Where the ends of a range are equal; its bounds are infinite then.
    pub fixed: Vec<bool>,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    /// Links, equations, limits, totals.
    pub y: Vec<f64>,
    pub lower_by: Vec<f64>,
    pub upper_by: Vec<f64>,
}

impl Iterate {
    /// From a start, pushed inside its bounds; slacks as the limits are there.
    pub(super) fn new(
        programme: &dyn Programme,
        unknowns: &[f64],
        common: &[f64],
        push: f64,
    ) -> Self {
        let layout = programme.layout().clone();
        let mut x = [unknowns, common].concat();
        x.resize(layout.variables(), 0.0);
        let Bounds { fixed, lower, upper } = Bounds::new(programme.ranges(), &layout, &mut x);
        for at in (0..layout.slack_at()).filter(|at| !fixed[*at]) {
            x[at] = inside(x[at], lower[at], upper[at], push);
        }
        let rows = Evaluation::new(programme, &layout, &x).rows;
        let n_slacks = layout.variables() - layout.slack_at();
        for slack in 0..n_slacks {
            let at = layout.slack_at() + slack;
            x[at] = inside(rows[layout.limit_row() + slack], lower[at], upper[at], push);
        }
        let by = |bound: &f64| if bound.is_finite() { 1.0 } else { 0.0 };
        let lower_by = lower.iter().map(by).collect();
        let upper_by = upper.iter().map(by).collect();
        let y = vec![0.0; layout.rows()];
        Self { layout, x, fixed, lower, upper, y, lower_by, upper_by }
    }

    pub(super) fn unknowns(&self) -> &[f64] {
        &self.x[..self.layout.common_at()]
    }

    pub(super) fn common(&self) -> &[f64] {
        &self.x[self.layout.common_at()..self.layout.slack_at()]
    }

    /// Distance to the lower bound; infinite where there is none.
    pub(super) fn above(&self, at: usize) -> f64 {
        self.x[at] - self.lower[at]
    }

    pub(super) fn below(&self, at: usize) -> f64 {
        self.upper[at] - self.x[at]
    }

    /// The longest step, up to 1, that stays a share inside all bounds (15a).
    pub(super) fn longest(&self, dx: &[f64], share: f64) -> f64 {
        let mut longest = 1.0_f64;
        for (at, step) in dx.iter().enumerate() {
            if *step < 0.0 {
                longest = longest.min(-share * self.above(at) / step);
            } else if *step > 0.0 {
                longest = longest.min(share * self.below(at) / step);
            }
        }
        longest
    }

    /// `−Σ ln` of the distances of `x` to the bounds.
    pub(super) fn barrier_terms(&self, x: &[f64]) -> f64 {
        let mut logarithms = Logarithms::default();
        for ((x, lower), upper) in x.iter().zip(&self.lower).zip(&self.upper) {
            logarithms.add(x - lower);
            logarithms.add(upper - x);
        }
        -logarithms.sum()
    }

    /// Gives the multipliers of bounds the barrier's values.
    pub(super) fn set_bound_multipliers(&mut self, barrier: f64) {
        for at in 0..self.x.len() {
            self.lower_by[at] = barrier / self.above(at);
            self.upper_by[at] = barrier / self.below(at);
        }
    }

    /// Brings the multipliers of bounds back to near what the barrier says (16).
    pub(super) fn keep_multipliers_near(&mut self, barrier: f64) {
        for at in 0..self.x.len() {
            let (above, below) = (self.above(at), self.below(at));
            let near = |by: f64, distance: f64| {
                let own = barrier / distance;
                by.min(NEAR * own).max(own / NEAR)
            };
            self.lower_by[at] = near(self.lower_by[at], above);
            self.upper_by[at] = near(self.upper_by[at], below);
        }
    }

    /// Takes a step in the multipliers: those of rows by `length`, those of bounds by as much of
    /// it as leaves them a share above zero (14), (15b).
    pub(super) fn step_multipliers(&mut self, step: &Step, length: f64, share: f64) {
        let lower = self.lower_by.iter().zip(&step.lower_by);
        let of_bounds = lower
            .chain(self.upper_by.iter().zip(&step.upper_by))
            .filter(|(_, change)| **change < 0.0)
            .map(|(by, change)| -share * by / change)
            .fold(1.0, f64::min);
        let take = |to: &mut [f64], step: &[f64], length: f64| {
            to.iter_mut().zip(step).for_each(|(value, change)| *value += length * change);
        };
        take(&mut self.y, &step.y, length);
        take(&mut self.lower_by, &step.lower_by, of_bounds);
        take(&mut self.upper_by, &step.upper_by, of_bounds);
    }

    /// Takes over the multipliers of another solution; whether they fit.
    pub(super) fn take_multipliers(&mut self, given: &Multipliers) -> bool {
        let rows = [&given.links, &given.equations, &given.limits, &given.totals];
        let rows: Vec<f64> = rows.into_iter().flatten().copied().collect();
        let n_slacks = given.limits.len() + given.totals.len();
        let (y, slacks) = (&rows, &rows[rows.len() - n_slacks..]);
        // A slack's multipliers are those of its row, one for each sign.
        let all = |own: &[f64], common: &[f64], sign: f64| -> Vec<f64> {
            let of_slacks = slacks.iter().map(|y| (sign * y).max(0.0));
            own.iter().chain(common).copied().chain(of_slacks).collect()
        };
        let lower = all(&given.lower, &given.common_lower, -1.0);
        let upper = all(&given.upper, &given.common_upper, 1.0);
        let fits =
            y.len() == self.y.len() && [&lower, &upper].iter().all(|z| z.len() == self.x.len());
        if fits {
            (self.y, self.lower_by, self.upper_by) = (rows, lower, upper);
        }
        fits
    }

    pub(super) fn multipliers(&self) -> Multipliers {
        let layout = &self.layout;
        let (unknowns, common) = (..layout.common_at(), layout.common_at()..layout.slack_at());
        Multipliers {
            links: self.y[..layout.equation_row()].to_vec(),
            equations: self.y[layout.equation_row()..layout.limit_row()].to_vec(),
            limits: self.y[layout.limit_row()..layout.total_row()].to_vec(),
            totals: self.y[layout.total_row()..].to_vec(),
            lower: self.lower_by[unknowns].to_vec(),
            upper: self.upper_by[unknowns].to_vec(),
            common_lower: self.lower_by[common.clone()].to_vec(),
            common_upper: self.upper_by[common].to_vec(),
        }
    }
}

/// The logarithms of many numbers above zero: that of their product, as far as it goes.
#[derive(Debug)]
struct Logarithms {
    product: f64,
    sum: f64,
}

impl Default for Logarithms {
    fn default() -> Self {
        Self { product: 1.0, sum: 0.0 }
    }
}

impl Logarithms {
    /// Infinite numbers are no numbers here; one that is not above zero spoils the sum.
    fn add(&mut self, number: f64) {
        if number == f64::INFINITY {
            return;
        }
        self.product *= number;
        if !(number > 0.0 && self.product > 1e-200 && self.product < 1e200) {
            self.sum += if number > 0.0 { self.product.ln() } else { f64::NEG_INFINITY };
            self.product = 1.0;
        }
    }

    fn sum(&self) -> f64 {
        self.sum + self.product.ln()
    }
}

/// All bounds in the order of `x`, a little relaxed.
struct Bounds {
    fixed: Vec<bool>,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl Bounds {
    /// Unknowns with equal ends are fixed there; limits with equal ends get a little room.
    fn new(ranges: &AllRanges, layout: &Layout, x: &mut [f64]) -> Self {
        let parts = [&ranges.unknowns, &ranges.common, &ranges.limits, &ranges.totals];
        let joined = |of: fn(&Ranges) -> &Vec<f64>| {
            parts.iter().flat_map(|part| of(part).iter().copied()).collect::<Vec<f64>>()
        };
        let (mut lower, mut upper) = (joined(|it| &it.lower), joined(|it| &it.upper));
        assert_eq!(lower.len(), layout.variables(), "a range for every unknown, limit and total");
        let mut fixed = vec![false; x.len()];
        for (i, (low, high)) in lower.iter_mut().zip(&mut upper).enumerate() {
            if low == high && i < layout.slack_at() {
                (x[i], fixed[i]) = (*low, true);
                (*low, *high) = (f64::NEG_INFINITY, f64::INFINITY);
            } else {
                *low -= RELAXED * low.abs().max(1.0);
                *high += RELAXED * high.abs().max(1.0);
            }
        }
        Self { fixed, lower, upper }
    }
}

/// A value pushed inside its bounds.
fn inside(value: f64, lower: f64, upper: f64, push: f64) -> f64 {
    let range = push * (upper - lower);
    let from_below = (push * lower.abs().max(1.0)).min(range);
    let from_above = (push * upper.abs().max(1.0)).min(range);
    let value = if lower.is_finite() { value.max(lower + from_below) } else { value };
    if upper.is_finite() { value.min(upper - from_above) } else { value }
}
