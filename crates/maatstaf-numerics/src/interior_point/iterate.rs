//! A point with its multipliers, and what the programme says of it.

use crate::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use super::{Multipliers, Residuals};

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
        let (lower, upper) = relaxed(programme.ranges(), &layout);
        let mut x = vec![0.0; layout.variables()];
        x[..unknowns.len()].copy_from_slice(unknowns);
        x[layout.common_at()..layout.slack_at()].copy_from_slice(common);
        for at in 0..layout.slack_at() {
            x[at] = inside(x[at], lower[at], upper[at], push);
        }
        let rows = Evaluation::new(programme, &layout, &x).rows;
        let n_slacks = layout.variables() - layout.slack_at();
        for slack in 0..n_slacks {
            let at = layout.slack_at() + slack;
            x[at] = inside(rows[layout.limit_row() + slack], lower[at], upper[at], push);
        }
        let by = |at: usize, bound: f64| {
            let free = lower[at] < upper[at] && bound.is_finite();
            if free { 1.0 } else { 0.0 }
        };
        let lower_by = (0..x.len()).map(|at| by(at, lower[at])).collect();
        let upper_by = (0..x.len()).map(|at| by(at, upper[at])).collect();
        let y = vec![0.0; layout.rows()];
        Self { layout, x, lower, upper, y, lower_by, upper_by }
    }

    pub(super) fn unknowns(&self) -> &[f64] {
        &self.x[..self.layout.common_at()]
    }

    pub(super) fn common(&self) -> &[f64] {
        &self.x[self.layout.common_at()..self.layout.slack_at()]
    }

    pub(super) fn is_fixed(&self, at: usize) -> bool {
        self.lower[at] == self.upper[at]
    }

    /// Distance to the lower bound; infinite where there is none, or where it is fixed.
    pub(super) fn above(&self, at: usize) -> f64 {
        if self.is_fixed(at) { f64::INFINITY } else { self.x[at] - self.lower[at] }
    }

    pub(super) fn below(&self, at: usize) -> f64 {
        if self.is_fixed(at) { f64::INFINITY } else { self.upper[at] - self.x[at] }
    }

    /// The longest step, up to 1, that stays a share inside all bounds.
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

    /// `−Σ ln` of the distances to the bounds.
    pub(super) fn barrier_terms(&self) -> f64 {
        let mut sum = 0.0;
        for at in 0..self.x.len() {
            for distance in [self.above(at), self.below(at)] {
                if distance.is_finite() {
                    sum -= distance.ln();
                }
            }
        }
        sum
    }

    /// Sum and count of the multipliers of rows, and of bounds.
    pub(super) fn multiplier_sizes(&self) -> ((f64, usize), (f64, usize)) {
        let sum = |values: &[f64]| values.iter().map(|value| value.abs()).sum::<f64>();
        let bounds = (0..self.x.len()).map(|at| {
            usize::from(self.above(at).is_finite()) + usize::from(self.below(at).is_finite())
        });
        ((sum(&self.y), self.y.len()), (sum(&self.lower_by) + sum(&self.upper_by), bounds.sum()))
    }

    /// Gives the multipliers of bounds the barrier's values.
    pub(super) fn set_bound_multipliers(&mut self, barrier: f64) {
        for at in 0..self.x.len() {
            self.lower_by[at] = barrier / self.above(at);
            self.upper_by[at] = barrier / self.below(at);
        }
    }

    /// Brings the multipliers of bounds back to near what the barrier says.
    pub(super) fn keep_multipliers_near(&mut self, barrier: f64) {
        for at in 0..self.x.len() {
            let (above, below) = (self.above(at), self.below(at));
            let near = |by: f64, distance: f64| {
                let own = barrier / distance;
                by.min(NEAR * own).max(own / NEAR)
            };
            if above.is_finite() {
                self.lower_by[at] = near(self.lower_by[at], above);
            }
            if below.is_finite() {
                self.upper_by[at] = near(self.upper_by[at], below);
            }
        }
    }

    pub(super) fn multipliers(&self) -> Multipliers {
        let layout = &self.layout;
        let n_unknowns = layout.common_at();
        Multipliers {
            links: self.y[..layout.equation_row()].to_vec(),
            equations: self.y[layout.equation_row()..layout.limit_row()].to_vec(),
            limits: self.y[layout.limit_row()..layout.total_row()].to_vec(),
            totals: self.y[layout.total_row()..].to_vec(),
            lower: self.lower_by[..n_unknowns].to_vec(),
            upper: self.upper_by[..n_unknowns].to_vec(),
        }
    }
}

/// All bounds in the order of `x`, a little relaxed.
fn relaxed(ranges: &AllRanges, layout: &Layout) -> (Vec<f64>, Vec<f64>) {
    let parts = [&ranges.unknowns, &ranges.common, &ranges.limits, &ranges.totals];
    let joined = |of: fn(&Ranges) -> &Vec<f64>| {
        parts.iter().flat_map(|part| of(part).iter().copied()).collect::<Vec<f64>>()
    };
    let (mut lower, mut upper) = (joined(|it| &it.lower), joined(|it| &it.upper));
    assert_eq!(lower.len(), layout.variables(), "a range for every unknown, limit and total");
    for (low, high) in lower.iter_mut().zip(&mut upper) {
        if low < high {
            *low -= RELAXED * low.abs().max(1.0);
            *high += RELAXED * high.abs().max(1.0);
        }
    }
    (lower, upper)
}

/// A value pushed inside its bounds.
fn inside(value: f64, lower: f64, upper: f64, push: f64) -> f64 {
    if lower == upper {
        return lower;
    }
    let range = push * (upper - lower);
    let from_below = (push * lower.abs().max(1.0)).min(range);
    let from_above = (push * upper.abs().max(1.0)).min(range);
    let value = if lower.is_finite() { value.max(lower + from_below) } else { value };
    if upper.is_finite() { value.min(upper - from_above) } else { value }
}

/// Objective and rows at a point.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    pub objective: f64,
    /// Links, equations, limits less slack, totals less slack.
    pub rows: Vec<f64>,
}

impl Evaluation {
    pub(super) fn new(programme: &dyn Programme, layout: &Layout, x: &[f64]) -> Self {
        let mut values = vec![0.0; layout.outputs()];
        let mut input = vec![0.0; layout.inputs()];
        let mut here = Self { objective: 0.0, rows: vec![0.0; layout.rows()] };
        here.take_slacks(layout, x);
        for node in 0..layout.n_nodes {
            fill_input(layout, x, node, &mut input);
            programme.values(node, &input, &mut values);
            here.add(layout, node, &values);
            here.objective += tie_objective(programme, layout, x, node);
        }
        here
    }

    fn take_slacks(&mut self, layout: &Layout, x: &[f64]) {
        let slacks = &x[layout.slack_at()..];
        self.rows[layout.limit_row()..].iter_mut().zip(slacks).for_each(|(row, s)| *row = -s);
    }

    fn add(&mut self, layout: &Layout, node: usize, values: &[f64]) {
        self.objective += values[0];
        let before = (node + layout.n_nodes - 1) % layout.n_nodes;
        let add = |rows: &mut [f64], at: usize, values: &[f64]| {
            rows[at..at + values.len()].iter_mut().zip(values).for_each(|(row, it)| *row += it);
        };
        let is_link = |from: usize| layout.closed || from + 1 < layout.n_nodes;
        if is_link(node) {
            let after = &values[layout.after()..layout.before()];
            add(&mut self.rows, node * layout.links, after);
        }
        if is_link(before) {
            let before_values = &values[layout.before()..layout.equations_at()];
            add(&mut self.rows, before * layout.links, before_values);
        }
        let equations = &values[layout.equations_at()..layout.limits_at()];
        add(&mut self.rows, layout.equation_row() + node * layout.equations, equations);
        let limits = &values[layout.limits_at()..layout.totals_at()];
        add(&mut self.rows, layout.limit_row() + node * layout.limits, limits);
        add(&mut self.rows, layout.total_row(), &values[layout.totals_at()..]);
    }

    /// `‖c‖₁`
    pub(super) fn violation(&self) -> f64 {
        self.rows.iter().map(|row| row.abs()).sum()
    }

    pub(super) fn is_finite(&self) -> bool {
        self.objective.is_finite() && self.rows.iter().all(|row| row.is_finite())
    }
}

/// The unknowns of a node, then the common ones.
pub(super) fn fill_input(layout: &Layout, x: &[f64], node: usize, input: &mut [f64]) {
    let n = layout.unknowns();
    input[..n].copy_from_slice(&x[node * n..(node + 1) * n]);
    input[n..].copy_from_slice(&x[layout.common_at()..layout.slack_at()]);
}

/// The node after, if the chain goes on.
pub(super) fn next(layout: &Layout, node: usize) -> Option<usize> {
    match node + 1 {
        after if after < layout.n_nodes => Some(after),
        _ => layout.closed.then_some(0),
    }
}

fn tie_objective(programme: &dyn Programme, layout: &Layout, x: &[f64], node: usize) -> f64 {
    let Some(after) = next(layout, node) else { return 0.0 };
    let n = layout.unknowns();
    let ties = programme.ties(node).iter().zip(&layout.shared);
    let part = |(tie, at): (&f64, &usize)| {
        let change = x[after * n + at] - x[node * n + at];
        0.5 * tie * change * change
    };
    ties.map(part).sum()
}

/// First and second derivatives at a point.
#[derive(Clone, Debug)]
pub(super) struct Linear {
    pub nodes: Vec<Derivatives>,
    /// `∇f + Jᵀ y`, over `x`.
    pub dual: Vec<f64>,
    /// `∇f`, over `x`.
    pub gradient: Vec<f64>,
}

impl Linear {
    pub(super) fn new(layout: &Layout) -> Self {
        let zeros = vec![0.0; layout.variables()];
        let nodes = (0..layout.n_nodes).map(|_| Derivatives::zeros(layout)).collect();
        Self { nodes, dual: zeros.clone(), gradient: zeros }
    }

    /// Evaluates the derivatives at a point.
    pub(super) fn update(&mut self, programme: &dyn Programme, at: &Iterate) {
        let layout = programme.layout();
        let mut input = vec![0.0; layout.inputs()];
        let mut weights = vec![0.0; layout.outputs()];
        self.dual.fill(0.0);
        self.gradient.fill(0.0);
        for node in 0..layout.n_nodes {
            fill_input(layout, &at.x, node, &mut input);
            fill_weights(layout, &at.y, node, &mut weights);
            let derivatives = &mut self.nodes[node];
            programme.derivatives(node, &input, &weights, derivatives);
            self.add(layout, node, &weights);
            self.add_ties(programme, layout, &at.x, node);
        }
        for (dual, y) in self.dual[layout.slack_at()..].iter_mut().zip(&at.y[layout.limit_row()..])
        {
            *dual = -y;
        }
    }

    fn add(&mut self, layout: &Layout, node: usize, weights: &[f64]) {
        let (inputs, unknowns) = (layout.inputs(), layout.unknowns());
        let jacobian = &self.nodes[node].jacobian;
        let mut sums = vec![0.0; inputs];
        for (row, weight) in jacobian.chunks_exact(inputs).zip(weights) {
            if *weight != 0.0 {
                sums.iter_mut().zip(row).for_each(|(sum, slope)| *sum += weight * slope);
            }
        }
        for (at, sum) in sums.iter().enumerate() {
            let to = if at < unknowns {
                node * unknowns + at
            } else {
                layout.common_at() + at - unknowns
            };
            self.dual[to] += sum;
            self.gradient[to] += jacobian[at];
        }
    }

    fn add_ties(&mut self, programme: &dyn Programme, layout: &Layout, x: &[f64], node: usize) {
        let Some(after) = next(layout, node) else { return };
        let n = layout.unknowns();
        for (tie, at) in programme.ties(node).iter().zip(&layout.shared) {
            let (here, there) = (node * n + at, after * n + at);
            let pull = tie * (x[there] - x[here]);
            for vector in [&mut self.dual, &mut self.gradient] {
                vector[here] -= pull;
                vector[there] += pull;
            }
        }
    }

    /// How far a point is from optimal for a barrier.
    pub(super) fn residuals(&self, here: &Evaluation, at: &Iterate, barrier: f64) -> Residuals {
        let mut found = Residuals::default();
        for i in 0..at.x.len() {
            if at.is_fixed(i) {
                continue;
            }
            let slope = self.dual[i] - at.lower_by[i] + at.upper_by[i];
            found.stationarity = found.stationarity.max(slope.abs());
            for (distance, by) in [(at.above(i), at.lower_by[i]), (at.below(i), at.upper_by[i])] {
                if distance.is_finite() {
                    let product = (distance * by - barrier).abs();
                    found.complementarity = found.complementarity.max(product);
                }
            }
        }
        found.feasibility = here.rows.iter().fold(0.0, |most, row| row.abs().max(most));
        found
    }
}

/// The weight of each output in the Lagrangian.
fn fill_weights(layout: &Layout, y: &[f64], node: usize, weights: &mut [f64]) {
    let before = (node + layout.n_nodes - 1) % layout.n_nodes;
    let is_link = |from: usize| layout.closed || from + 1 < layout.n_nodes;
    let mut put = |to: usize, from: usize, length: usize, counts: bool| {
        for i in 0..length {
            weights[to + i] = if counts { y[from + i] } else { 0.0 };
        }
    };
    put(layout.after(), node * layout.links, layout.links, is_link(node));
    put(layout.before(), before * layout.links, layout.links, is_link(before));
    let equations = layout.equation_row() + node * layout.equations;
    put(layout.equations_at(), equations, layout.equations, true);
    let limits = layout.limit_row() + node * layout.limits;
    put(layout.limits_at(), limits, layout.limits, true);
    put(layout.totals_at(), layout.total_row(), layout.totals, true);
    weights[0] = 1.0;
}
