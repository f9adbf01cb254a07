//! A solution of the condensed system is one of the whole system.

use super::evaluation::{Linear, add_rows, next, node_inputs, node_weights};
use super::iterate::Iterate;
use super::system::{Curvature, System};

/// A right side, without its minus: `slopes` over `x`, zero where it is fixed, and `rows`.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub slopes: Vec<f64>,
    pub rows: Vec<f64>,
}

impl Right {
    pub(super) fn new(slope: impl Fn(usize) -> f64, rows: &[f64], at: &Iterate) -> Self {
        let fixed = at.fixed.iter().enumerate();
        let slopes = fixed.map(|(i, fixed)| if *fixed { 0.0 } else { slope(i) }).collect();
        Self { slopes, rows: rows.to_vec() }
    }

    /// The largest component.
    pub(super) fn size(&self) -> f64 {
        let size = |v: &[f64]| v.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        size(&self.slopes).max(size(&self.rows))
    }
}

impl System {
    /// Solves the whole system by the factors of the condensed one.
    pub(super) fn solve_once(
        &self,
        linear: &Linear,
        right: &Right,
        at: &Iterate,
    ) -> (Vec<f64>, Vec<f64>) {
        let mut vector = self.condense(linear, right, at);
        self.chain.solve(&mut vector);
        self.expand(linear, right, &vector)
    }

    /// How the slack of a limit answers: `Σ r_g + r_s`.
    fn limit_pull(&self, right: &Right, limit: usize) -> f64 {
        let slack = self.layout.slack_at() + limit;
        self.diagonal[slack] * right.rows[self.layout.limit_row() + limit] + right.slopes[slack]
    }

    /// The right side of the chain.
    fn condense(&self, linear: &Linear, right: &Right, at: &Iterate) -> Vec<f64> {
        let (layout, places) = (&self.layout, &self.places);
        let (n, inputs, own) = (layout.unknowns(), layout.inputs(), layout.own.len());
        let (slopes, rows) = (&right.slopes, &right.rows);
        let mut vector = vec![0.0; self.chain.len()];
        let (nodes, common) = vector.split_at_mut(layout.n_nodes * places.stride);
        let mut pulls = vec![0.0; inputs];
        for (node, to) in nodes.chunks_exact_mut(places.stride).enumerate() {
            pulls[..n].copy_from_slice(&slopes[node * n..(node + 1) * n]);
            pulls[n..].fill(0.0);
            let of_limits = &linear.nodes[node].jacobian[layout.limits_at() * inputs..];
            for (limit, row) in of_limits.chunks_exact(inputs).take(layout.limits).enumerate() {
                let pull = self.limit_pull(right, node * layout.limits + limit);
                pulls.iter_mut().zip(row).for_each(|(sum, slope)| *sum += slope * pull);
            }
            for (i, &place) in places.vector.iter().enumerate() {
                to[place] = if at.fixed[node * n + i] { 0.0 } else { -pulls[i] };
            }
            common.iter_mut().zip(&pulls[n..]).for_each(|(sum, pull)| *sum -= pull);
            let equations = &rows[layout.equation_row() + node * layout.equations..];
            negate(&mut to[own..own + layout.equations], equations);
            if next(layout, node).is_some() {
                let at = own + layout.equations + layout.shared.len();
                negate(&mut to[at..at + layout.links], &rows[node * layout.links..]);
            }
        }
        for i in 0..layout.common {
            common[i] -= slopes[layout.common_at() + i];
            if at.fixed[layout.common_at() + i] {
                common[i] = 0.0;
            }
        }
        for i in 0..layout.totals {
            let slack = layout.total_at() + i;
            common[layout.common + i] =
                -rows[layout.total_row() + i] - slopes[slack] / self.diagonal[slack];
        }
        vector
    }

    /// Unknowns, slacks and multipliers from the solution of the chain.
    fn expand(&self, linear: &Linear, right: &Right, vector: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (layout, places) = (&self.layout, &self.places);
        let (n, inputs, own) = (layout.unknowns(), layout.inputs(), layout.own.len());
        let mut x = vec![0.0; layout.variables()];
        let mut y = vec![0.0; layout.rows()];
        let (nodes, common) = vector.split_at(layout.n_nodes * places.stride);
        x[layout.common_at()..layout.slack_at()].copy_from_slice(&common[..layout.common]);
        let mut input = vec![0.0; inputs];
        for (node, from) in nodes.chunks_exact(places.stride).enumerate() {
            let unknowns = x[node * n..(node + 1) * n].iter_mut().zip(&places.vector);
            unknowns.for_each(|(x, &place)| *x = from[place]);
            let (equations, links) = from[own..].split_at(layout.equations);
            let links = &links[layout.shared.len()..];
            y[layout.equation_row() + node * layout.equations..][..layout.equations]
                .copy_from_slice(equations);
            if next(layout, node).is_some() {
                y[node * layout.links..][..layout.links].copy_from_slice(links);
            }
            node_inputs(layout, &x, node, &mut input);
            let of_limits = &linear.nodes[node].jacobian[layout.limits_at() * inputs..];
            for (limit, row) in of_limits.chunks_exact(inputs).take(layout.limits).enumerate() {
                let moved: f64 = row.iter().zip(&input).map(|(slope, dx)| slope * dx).sum();
                let at = node * layout.limits + limit;
                let slack = layout.slack_at() + at;
                x[slack] = moved + right.rows[layout.limit_row() + at];
                y[layout.limit_row() + at] = self.diagonal[slack] * x[slack] + right.slopes[slack];
            }
        }
        for (i, multiplier) in common[layout.common..].iter().enumerate() {
            let slack = layout.total_at() + i;
            y[layout.total_row() + i] = *multiplier;
            x[slack] = (multiplier - right.slopes[slack]) / self.diagonal[slack];
        }
        (x, y)
    }

    /// What a solution leaves of the whole system: `right + K (x, y)`.
    pub(super) fn left(
        &self,
        linear: &Linear,
        right: &Right,
        at: &Iterate,
        (x, y): (&[f64], &[f64]),
    ) -> Right {
        let layout = &self.layout;
        let (n, inputs) = (layout.unknowns(), layout.inputs());
        let mut left = right.clone();
        for (i, slope) in left.slopes.iter_mut().enumerate() {
            *slope += self.diagonal[i] * x[i];
        }
        let slacks = layout.slack_at()..;
        for (slope, y) in left.slopes[slacks.clone()].iter_mut().zip(&y[layout.limit_row()..]) {
            *slope -= y;
        }
        for (row, dx) in left.rows[layout.limit_row()..].iter_mut().zip(&x[slacks]) {
            *row -= dx;
        }
        let less = if self.curvature == Curvature::Unit { 0.0 } else { self.rows_less };
        for (row, y) in left.rows[..layout.limit_row()].iter_mut().zip(y) {
            *row -= less * y;
        }
        let with_curvature = matches!(self.curvature, Curvature::Lagrangian(_));
        let mut input = vec![0.0; inputs];
        let (mut weights, mut moved) = (vec![0.0; layout.outputs()], vec![0.0; layout.outputs()]);
        let mut sums = vec![0.0; inputs];
        for (node, derivatives) in linear.nodes.iter().enumerate() {
            node_inputs(layout, x, node, &mut input);
            node_weights(layout, y, node, &mut weights);
            weights[0] = 0.0;
            sums.fill(0.0);
            let rows = derivatives.jacobian.chunks_exact(inputs).zip(&weights).zip(&mut moved);
            for ((slopes, weight), moved) in rows.skip(1) {
                *moved = slopes.iter().zip(&input).map(|(slope, dx)| slope * dx).sum();
                sums.iter_mut().zip(slopes).for_each(|(sum, slope)| *sum += weight * slope);
            }
            if with_curvature {
                for (row, dx) in derivatives.hessian.chunks_exact(inputs).zip(&input) {
                    sums.iter_mut().zip(row).for_each(|(sum, bend)| *sum += bend * dx);
                }
                self.add_ties(node, x, &mut left.slopes);
            }
            add_rows(layout, node, &moved, &mut left.rows);
            add_to(&mut left.slopes[node * n..], &sums[..n]);
            add_to(&mut left.slopes[layout.common_at()..], &sums[n..]);
        }
        for (slope, _) in left.slopes.iter_mut().zip(&at.fixed).filter(|(_, fixed)| **fixed) {
            *slope = 0.0;
        }
        left
    }

    fn add_ties(&self, node: usize, x: &[f64], slopes: &mut [f64]) {
        let layout = &self.layout;
        let Some(after) = next(layout, node) else { return };
        let (n, n_shared) = (layout.unknowns(), layout.shared.len());
        let ties = &self.ties[node * n_shared..(node + 1) * n_shared];
        for (tie, at) in ties.iter().zip(&layout.shared) {
            let (here, there) = (node * n + at, after * n + at);
            let pull = tie * (x[there] - x[here]);
            slopes[here] -= pull;
            slopes[there] += pull;
        }
    }
}

fn negate(to: &mut [f64], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(to, value)| *to = -value);
}

fn add_to(to: &mut [f64], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(to, value)| *to += value);
}
