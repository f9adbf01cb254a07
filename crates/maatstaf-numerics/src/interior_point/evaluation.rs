//! What a programme says of a point.

use crate::programme::{Derivatives, Layout, Programme};

use super::Residuals;
use super::iterate::Iterate;

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
            node_inputs(layout, x, node, &mut input);
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
        add_rows(layout, node, values, &mut self.rows);
    }

    /// `‖c‖₁`
    pub(super) fn violation(&self) -> f64 {
        self.rows.iter().map(|row| row.abs()).sum()
    }

    pub(super) fn is_finite(&self) -> bool {
        self.objective.is_finite() && self.rows.iter().all(|row| row.is_finite())
    }
}

/// Adds a node's outputs to the rows they stand in.
pub(super) fn add_rows(layout: &Layout, node: usize, values: &[f64], rows: &mut [f64]) {
    let before = (node + layout.n_nodes - 1) % layout.n_nodes;
    let add = |rows: &mut [f64], at: usize, values: &[f64]| {
        rows[at..at + values.len()].iter_mut().zip(values).for_each(|(row, it)| *row += it);
    };
    let is_link = |from: usize| layout.closed || from + 1 < layout.n_nodes;
    if is_link(node) {
        let after = &values[layout.after()..layout.before()];
        add(rows, node * layout.links, after);
    }
    if is_link(before) {
        let before_values = &values[layout.before()..layout.equations_at()];
        add(rows, before * layout.links, before_values);
    }
    let equations = &values[layout.equations_at()..layout.limits_at()];
    add(rows, layout.equation_row() + node * layout.equations, equations);
    let limits = &values[layout.limits_at()..layout.totals_at()];
    add(rows, layout.limit_row() + node * layout.limits, limits);
    add(rows, layout.total_row(), &values[layout.totals_at()..]);
}

/// The unknowns of a node, then the common ones.
pub(super) fn node_inputs(layout: &Layout, x: &[f64], node: usize, input: &mut [f64]) {
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

/// What the ties from a node to the next cost.
pub(super) fn tie_objective(
    programme: &dyn Programme,
    layout: &Layout,
    x: &[f64],
    node: usize,
) -> f64 {
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
            node_inputs(layout, &at.x, node, &mut input);
            node_weights(layout, &at.y, node, &mut weights);
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

    /// `F_μ`: the sum of all that a point leaves of the conditions for a barrier (29).
    pub(super) fn sum_of_errors(&self, here: &Evaluation, at: &Iterate, barrier: f64) -> f64 {
        let of_x = (0..at.x.len()).filter(|i| !at.fixed[*i]).map(|i| {
            let slope = self.dual[i] - at.lower_by[i] + at.upper_by[i];
            let ends = [(at.above(i), at.lower_by[i]), (at.below(i), at.upper_by[i])];
            let bounded = ends.into_iter().filter(|(distance, _)| distance.is_finite());
            slope.abs() + bounded.map(|(distance, by)| (distance * by - barrier).abs()).sum::<f64>()
        });
        of_x.sum::<f64>() + here.violation()
    }

    /// `Jᵀ v` over `x`, for a vector over the rows.
    pub(super) fn pull(&self, layout: &Layout, v: &[f64]) -> Vec<f64> {
        let (inputs, n) = (layout.inputs(), layout.unknowns());
        let mut pull = vec![0.0; layout.variables()];
        let mut weights = vec![0.0; layout.outputs()];
        for (node, derivatives) in self.nodes.iter().enumerate() {
            node_weights(layout, v, node, &mut weights);
            let rows = derivatives.jacobian.chunks_exact(inputs).zip(&weights);
            for (row, weight) in rows.skip(1).filter(|(_, weight)| **weight != 0.0) {
                let (own, common) = row.split_at(n);
                let add = |to: &mut [f64], from: &[f64]| {
                    to.iter_mut().zip(from).for_each(|(sum, slope)| *sum += weight * slope);
                };
                add(&mut pull[node * n..], own);
                add(&mut pull[layout.common_at()..], common);
            }
        }
        let slacks = pull[layout.slack_at()..].iter_mut().zip(&v[layout.limit_row()..]);
        slacks.for_each(|(pull, v)| *pull = -v);
        pull
    }

    /// How far a point is from optimal.
    pub(super) fn errors(&self, here: &Evaluation, at: &Iterate) -> Errors {
        let (mut stationarity, mut sum_of_slopes) = (0.0_f64, 0.0);
        let mut products = [f64::INFINITY, f64::NEG_INFINITY];
        let mut n_bounds = 0;
        for i in (0..at.x.len()).filter(|i| !at.fixed[*i]) {
            let slope = self.dual[i] - at.lower_by[i] + at.upper_by[i];
            stationarity = stationarity.max(slope.abs());
            sum_of_slopes += slope.abs();
            for (distance, by) in [(at.above(i), at.lower_by[i]), (at.below(i), at.upper_by[i])] {
                if distance < f64::INFINITY {
                    n_bounds += 1;
                    products = [products[0].min(distance * by), products[1].max(distance * by)];
                }
            }
        }
        let sum = |values: &[f64]| values.iter().map(|value| value.abs()).sum::<f64>();
        let of_bounds = sum(&at.lower_by) + sum(&at.upper_by);
        let scale =
            |sum: f64, count: usize| (sum / count.max(1) as f64).max(SCALE_FROM) / SCALE_FROM;
        Errors {
            // The larger of two is never one that is no number; a sum is.
            stationarity: if sum_of_slopes.is_nan() { f64::INFINITY } else { stationarity },
            feasibility: here.rows.iter().fold(0.0, |most, row| row.abs().max(most)),
            products: if n_bounds == 0 { [0.0; 2] } else { products },
            bounded: n_bounds > 0,
            scale: scale(of_bounds + sum(&at.y), n_bounds + at.y.len()),
            scale_of_bounds: scale(of_bounds, n_bounds),
        }
    }
}

/// `s_max`: from which size on multipliers scale the errors (6).
const SCALE_FROM: f64 = 100.0;

/// How far a point is from optimal, for any barrier.
#[derive(Clone, Copy, Debug)]
pub(super) struct Errors {
    stationarity: f64,
    feasibility: f64,
    /// The least and the largest product of a multiplier and its distance.
    products: [f64; 2],
    bounded: bool,
    /// `s_d`, `s_c`
    scale: f64,
    scale_of_bounds: f64,
}

impl Errors {
    fn complementarity(&self, barrier: f64) -> f64 {
        let [least, most] = self.products;
        if self.bounded { (most - barrier).max(barrier - least) } else { 0.0 }
    }

    /// `E_μ` (5)
    pub(super) fn scaled(&self, barrier: f64) -> f64 {
        (self.stationarity / self.scale)
            .max(self.feasibility)
            .max(self.complementarity(barrier) / self.scale_of_bounds)
    }

    pub(super) fn are_finite(&self) -> bool {
        self.stationarity.is_finite() && self.complementarity(0.0).is_finite()
    }

    pub(super) fn residuals(&self) -> Residuals {
        Residuals {
            stationarity: self.stationarity,
            feasibility: self.feasibility,
            complementarity: self.complementarity(0.0),
        }
    }
}

/// The weight of each output in the Lagrangian.
pub(super) fn node_weights(layout: &Layout, y: &[f64], node: usize, weights: &mut [f64]) {
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
