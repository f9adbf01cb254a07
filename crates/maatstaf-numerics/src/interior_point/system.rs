//! The linear systems of Newton's method: assembled node by node, factored along the chain.

use crate::chain::Chain;
use crate::programme::{Derivatives, Layout, Programme};

use super::iterate::{Evaluation, Iterate, Linear, next};

/// What is added to the curvature: at first, at least, at most; and how it grows and falls.
const ADDED_FIRST: f64 = 1e-4;
const ADDED_LEAST: f64 = 1e-20;
const ADDED_MOST: f64 = 1e20;
const GROWS_FIRST: f64 = 100.0;
const GROWS: f64 = 8.0;
const FALLS: f64 = 1.0 / 3.0;

/// What is taken from the rows when they depend on each other, times `μ^(1/4)`.
const DEPENDENT: f64 = 1e-8;

/// How often a solution is refined, and when it is good enough.
const REFINEMENTS: usize = 3;
const ACCURATE: f64 = 1e-11;

/// A step in all variables and multipliers.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub lower_by: Vec<f64>,
    pub upper_by: Vec<f64>,
}

#[derive(Debug)]
pub(super) struct System {
    layout: Layout,
    chain: Chain,
    /// Ties of every node, zero where the chain ends.
    ties: Vec<f64>,
    /// The diagonal over `x`: `Σ` of the barrier and what is added.
    diagonal: Vec<f64>,
    /// Where each unknown of a node stands in its front.
    places: Vec<usize>,
    last_added: f64,
    rows_less: f64,
}

/// What stands in the place of the curvature.
#[derive(Clone, Copy, PartialEq)]
enum Curvature {
    /// That of the Lagrangian, with the barrier's, and so much added.
    Lagrangian(f64),
    /// The unit matrix.
    Unit,
    /// The barrier's alone, and so much added.
    Damped(f64),
}

impl System {
    pub(super) fn new(programme: &dyn Programme) -> Self {
        let layout = programme.layout().clone();
        let mut ties = Vec::with_capacity(layout.n_nodes * layout.shared.len());
        for node in 0..layout.n_nodes {
            let counts = next(&layout, node).is_some();
            ties.extend(programme.ties(node).iter().map(|tie| if counts { *tie } else { 0.0 }));
        }
        let mut places = vec![0; layout.unknowns()];
        layout.own.iter().enumerate().for_each(|(at, &unknown)| places[unknown] = at);
        let shared_at = layout.own.len() + layout.equations;
        for (at, &unknown) in layout.shared.iter().enumerate() {
            places[unknown] = shared_at + at;
        }
        Self {
            chain: Chain::new(layout.shape(), layout.n_nodes),
            diagonal: vec![0.0; layout.variables()],
            layout,
            ties,
            places,
            last_added: 0.0,
            rows_less: 0.0,
        }
    }

    /// Factors the system of a barrier problem, curvature put right; what was added to it, or
    /// nothing if no amount helps.
    pub(super) fn factor(&mut self, linear: &Linear, at: &Iterate, barrier: f64) -> Option<f64> {
        let negative =
            self.layout.n_nodes * (self.layout.links + self.layout.equations) + self.layout.totals;
        let mut added = 0.0;
        self.rows_less = 0.0;
        loop {
            self.assemble(linear, at, Curvature::Lagrangian(added));
            let inertia = self.chain.factor();
            if inertia.zero == 0 && inertia.negative == negative {
                if added > 0.0 {
                    self.last_added = added;
                }
                return Some(added);
            }
            if inertia.zero > 0 && self.rows_less == 0.0 {
                self.rows_less = DEPENDENT * barrier.powf(0.25);
                continue;
            }
            added = self.more(added);
            if added > ADDED_MOST {
                return None;
            }
        }
    }

    fn more(&self, added: f64) -> f64 {
        match (added, self.last_added) {
            (0.0, 0.0) => ADDED_FIRST,
            (0.0, last) => (last * FALLS).max(ADDED_LEAST),
            (added, 0.0) => added * GROWS_FIRST,
            (added, _) => added * GROWS,
        }
    }

    fn assemble(&mut self, linear: &Linear, at: &Iterate, curvature: Curvature) {
        for (i, diagonal) in self.diagonal.iter_mut().enumerate() {
            *diagonal = match curvature {
                Curvature::Unit => 1.0,
                Curvature::Lagrangian(added) | Curvature::Damped(added) => {
                    at.lower_by[i] / at.above(i) + at.upper_by[i] / at.below(i) + added
                }
            };
        }
        self.chain.common_mut().fill(0.0);
        for node in 0..self.layout.n_nodes {
            self.fill_front(linear, at, node, curvature);
        }
        self.fill_common();
    }

    fn fill_front(&mut self, linear: &Linear, at: &Iterate, node: usize, curvature: Curvature) {
        let n = self.layout.unknowns();
        let fixed = |input: usize| input < n && at.is_fixed(node * n + input);
        let free: Vec<(usize, usize)> =
            (0..self.layout.inputs()).filter(|&i| !fixed(i)).map(|i| (i, self.place(i))).collect();
        self.chain.front_mut(node).fill(0.0);
        if let Curvature::Lagrangian(_) = curvature {
            self.put_hessian(&linear.nodes[node], node, &free);
        }
        self.put_diagonal(node, curvature, fixed);
        self.put_limits(&linear.nodes[node], node, &free);
        self.put_rows(&linear.nodes[node], node, &free);
        self.put_less(node, curvature);
    }

    fn put_hessian(&mut self, derivatives: &Derivatives, node: usize, free: &[(usize, usize)]) {
        let (inputs, size) = (self.layout.inputs(), self.layout.shape().front());
        let front = self.chain.front_mut(node);
        for &(i, row) in free {
            for &(j, column) in free {
                front[row * size + column] = derivatives.hessian[i * inputs + j];
            }
        }
    }

    /// The barrier's curvature, and that of the ties to both neighbours.
    fn put_diagonal(&mut self, node: usize, curvature: Curvature, fixed: impl Fn(usize) -> bool) {
        let Self { layout, chain, ties, diagonal, places, .. } = self;
        let (n, size, n_ties) = (layout.unknowns(), layout.shape().front(), layout.shared.len());
        let before = (node + layout.n_nodes - 1) % layout.n_nodes;
        let tie = |node: usize, j: usize| match curvature {
            Curvature::Lagrangian(_) => ties[node * n_ties + j],
            Curvature::Unit | Curvature::Damped(_) => 0.0,
        };
        for (j, between) in chain.tie_mut(node).iter_mut().enumerate() {
            *between = -tie(node, j);
        }
        let front = chain.front_mut(node);
        for i in 0..n {
            let own = if fixed(i) { 1.0 } else { diagonal[node * n + i] };
            front[places[i] * size + places[i]] += own;
        }
        for (j, &unknown) in layout.shared.iter().enumerate() {
            front[places[unknown] * size + places[unknown]] += tie(node, j) + tie(before, j);
        }
    }

    /// Limits are condensed: `Jᵀ Σ J`.
    fn put_limits(&mut self, derivatives: &Derivatives, node: usize, free: &[(usize, usize)]) {
        let Self { layout, chain, diagonal, .. } = self;
        let (inputs, size) = (layout.inputs(), layout.shape().front());
        let front = chain.front_mut(node);
        for limit in 0..layout.limits {
            let row = &derivatives.jacobian[(layout.limits_at() + limit) * inputs..][..inputs];
            let weight = diagonal[layout.slack_at() + node * layout.limits + limit];
            let touched: Vec<_> = free.iter().filter(|(i, _)| row[*i] != 0.0).collect();
            for (i, place) in &touched {
                for (j, column) in &touched {
                    front[place * size + column] += weight * row[*i] * row[*j];
                }
            }
        }
    }

    /// The first derivatives of the rows that the node takes part in.
    fn put_rows(&mut self, derivatives: &Derivatives, node: usize, free: &[(usize, usize)]) {
        let Self { layout, chain, .. } = self;
        let (inputs, size) = (layout.inputs(), layout.shape().front());
        let before = (node + layout.n_nodes - 1) % layout.n_nodes;
        let front = chain.front_mut(node);
        let mut put = |outputs: usize, at: usize, n_rows: usize| {
            for row in 0..n_rows {
                let slopes = &derivatives.jacobian[(outputs + row) * inputs..][..inputs];
                for &(i, place) in free {
                    front[(at + row) * size + place] = slopes[i];
                    front[place * size + at + row] = slopes[i];
                }
            }
        };
        let own = layout.own.len();
        let link_before = own + layout.equations + layout.shared.len();
        let link_after = link_before + layout.links;
        put(layout.equations_at(), own, layout.equations);
        if next(layout, before).is_some() {
            put(layout.before(), link_before, layout.links);
        }
        if next(layout, node).is_some() {
            put(layout.after(), link_after, layout.links);
        }
        put(layout.totals_at(), link_after + layout.links + layout.common, layout.totals);
    }

    /// What rows that depend on each other lose, and a link that is no link.
    fn put_less(&mut self, node: usize, curvature: Curvature) {
        let Self { layout, chain, .. } = self;
        let size = layout.shape().front();
        let less = match curvature {
            Curvature::Lagrangian(_) | Curvature::Damped(_) => self.rows_less,
            Curvature::Unit => 0.0,
        };
        let own = layout.own.len();
        let link_after = own + layout.equations + layout.shared.len() + layout.links;
        let is_link = next(layout, node).is_some();
        let front = chain.front_mut(node);
        for place in own..own + layout.equations {
            front[place * size + place] = -less;
        }
        for place in link_after..link_after + layout.links {
            front[place * size + place] = if is_link { -less } else { -1.0 };
        }
    }

    /// Where an input stands in a front.
    fn place(&self, input: usize) -> usize {
        let layout = &self.layout;
        match input.checked_sub(layout.unknowns()) {
            None => self.places[input],
            Some(common) => {
                layout.own.len()
                    + layout.equations
                    + layout.shared.len()
                    + 2 * layout.links
                    + common
            }
        }
    }

    fn fill_common(&mut self) {
        let layout = &self.layout;
        let size = layout.common + layout.totals;
        for i in 0..layout.common {
            self.chain.common_mut()[i * size + i] = self.diagonal[layout.common_at() + i];
        }
        for i in 0..layout.totals {
            let at = layout.common + i;
            self.chain.common_mut()[at * size + at] = -1.0 / self.diagonal[layout.total_at() + i];
        }
    }

    /// Newton's step for a barrier; `rows` are the rows to be brought to zero.
    pub(super) fn step(&self, linear: &Linear, rows: &[f64], at: &Iterate, barrier: f64) -> Step {
        let slopes: Vec<f64> = (0..at.x.len())
            .map(|i| {
                if at.is_fixed(i) {
                    return 0.0;
                }
                linear.dual[i] - barrier / at.above(i) + barrier / at.below(i)
            })
            .collect();
        let (x, y) = self.solve(linear, &slopes, rows, at);
        let by = |i: usize, by: f64, distance: f64, toward: f64| {
            if distance.is_finite() {
                barrier / distance - by + toward * by / distance * x[i]
            } else {
                0.0
            }
        };
        let lower_by = (0..x.len()).map(|i| by(i, at.lower_by[i], at.above(i), -1.0)).collect();
        let upper_by = (0..x.len()).map(|i| by(i, at.upper_by[i], at.below(i), 1.0)).collect();
        Step { x, y, lower_by, upper_by }
    }

    /// The multipliers of the rows that fit the slopes best.
    pub(super) fn best_multipliers(&mut self, linear: &Linear, at: &Iterate) -> Option<Vec<f64>> {
        self.assemble(linear, at, Curvature::Unit);
        let inertia = self.chain.factor();
        if inertia.zero > 0 {
            return None;
        }
        let slopes: Vec<f64> = (0..at.x.len())
            .map(|i| {
                let slope = linear.gradient[i] - at.lower_by[i] + at.upper_by[i];
                if at.is_fixed(i) { 0.0 } else { slope }
            })
            .collect();
        Some(self.solve(linear, &slopes, &vec![0.0; self.layout.rows()], at).1)
    }

    /// The damped step that brings the rows nearest to zero; nothing where there is none.
    pub(super) fn step_to_rows(
        &mut self,
        linear: &Linear,
        rows: &[f64],
        at: &Iterate,
        (barrier, damping): (f64, f64),
    ) -> Option<Vec<f64>> {
        self.rows_less = DEPENDENT;
        self.assemble(linear, at, Curvature::Damped(damping));
        if self.chain.factor().zero > 0 {
            return None;
        }
        let pull = |i: usize| barrier / at.below(i) - barrier / at.above(i);
        let slopes: Vec<f64> =
            (0..at.x.len()).map(|i| if at.is_fixed(i) { 0.0 } else { pull(i) }).collect();
        Some(self.solve(linear, &slopes, rows, at).0)
    }

    /// Solves `[W Jᵀ; J 0] (dx, dy) = −(slopes, rows)`, slacks condensed.
    fn solve(
        &self,
        linear: &Linear,
        slopes: &[f64],
        rows: &[f64],
        at: &Iterate,
    ) -> (Vec<f64>, Vec<f64>) {
        let right = self.right_side(linear, slopes, rows, at);
        let mut solution = right.clone();
        self.chain.solve(&mut solution);
        for _ in 0..REFINEMENTS {
            let mut left = self.chain.residual(&solution, &right);
            let size = |v: &[f64]| v.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
            if size(&left) <= ACCURATE * size(&right) {
                break;
            }
            self.chain.solve(&mut left);
            solution.iter_mut().zip(&left).for_each(|(value, more)| *value += more);
        }
        self.unpack(linear, slopes, rows, &solution)
    }

    /// How the slack of a limit answers: `Σ r_g + r_s`.
    fn limit_pull(&self, slopes: &[f64], rows: &[f64], limit: usize) -> f64 {
        let slack = self.layout.slack_at() + limit;
        self.diagonal[slack] * rows[self.layout.limit_row() + limit] + slopes[slack]
    }

    fn right_side(&self, linear: &Linear, slopes: &[f64], rows: &[f64], at: &Iterate) -> Vec<f64> {
        let layout = &self.layout;
        let (n, inputs) = (layout.unknowns(), layout.inputs());
        let stride = layout.shape().stride();
        let common_at = layout.n_nodes * stride;
        let mut right = vec![0.0; self.chain.len()];
        for node in 0..layout.n_nodes {
            let base = node * stride;
            let own = layout.own.len();
            for i in 0..n {
                if !at.is_fixed(node * n + i) {
                    right[base + self.places[i]] -= slopes[node * n + i];
                }
            }
            for i in 0..layout.equations {
                right[base + own + i] = -rows[layout.equation_row() + node * layout.equations + i];
            }
            if next(layout, node).is_some() {
                let link_at = base + own + layout.equations + layout.shared.len();
                for i in 0..layout.links {
                    right[link_at + i] = -rows[node * layout.links + i];
                }
            }
            for limit in 0..layout.limits {
                let pull = self.limit_pull(slopes, rows, node * layout.limits + limit);
                let jacobian = &linear.nodes[node].jacobian;
                let row = &jacobian[(layout.limits_at() + limit) * inputs..][..inputs];
                for i in (0..inputs).filter(|&i| row[i] != 0.0) {
                    let to = match i.checked_sub(n) {
                        None if at.is_fixed(node * n + i) => continue,
                        None => base + self.places[i],
                        Some(common) => common_at + common,
                    };
                    right[to] -= row[i] * pull;
                }
            }
        }
        for i in 0..layout.common {
            right[common_at + i] -= slopes[layout.common_at() + i];
        }
        for i in 0..layout.totals {
            let slack = layout.total_at() + i;
            right[common_at + layout.common + i] =
                -rows[layout.total_row() + i] - slopes[slack] / self.diagonal[slack];
        }
        right
    }

    fn unpack(
        &self,
        linear: &Linear,
        slopes: &[f64],
        rows: &[f64],
        solution: &[f64],
    ) -> (Vec<f64>, Vec<f64>) {
        let layout = &self.layout;
        let (n, inputs) = (layout.unknowns(), layout.inputs());
        let (own, stride) = (layout.own.len(), layout.shape().stride());
        let common_at = layout.n_nodes * stride;
        let mut x = vec![0.0; layout.variables()];
        let mut y = vec![0.0; layout.rows()];
        x[layout.common_at()..layout.slack_at()]
            .copy_from_slice(&solution[common_at..common_at + layout.common]);
        let mut input = vec![0.0; inputs];
        for node in 0..layout.n_nodes {
            let part = &solution[node * stride..(node + 1) * stride];
            for i in 0..n {
                x[node * n + i] = part[self.places[i]];
            }
            let equations = layout.equation_row() + node * layout.equations;
            y[equations..equations + layout.equations]
                .copy_from_slice(&part[own..own + layout.equations]);
            if next(layout, node).is_some() {
                let links = &part[own + layout.equations + layout.shared.len()..];
                y[node * layout.links..(node + 1) * layout.links].copy_from_slice(links);
            }
            super::iterate::fill_input(layout, &x, node, &mut input);
            for limit in 0..layout.limits {
                let jacobian = &linear.nodes[node].jacobian;
                let row = &jacobian[(layout.limits_at() + limit) * inputs..][..inputs];
                let moved: f64 = row.iter().zip(&input).map(|(slope, dx)| slope * dx).sum();
                let at = node * layout.limits + limit;
                let slack = layout.slack_at() + at;
                x[slack] = moved + rows[layout.limit_row() + at];
                y[layout.limit_row() + at] = self.diagonal[slack] * x[slack] + slopes[slack];
            }
        }
        for i in 0..layout.totals {
            let slack = layout.total_at() + i;
            let multiplier = solution[common_at + layout.common + i];
            y[layout.total_row() + i] = multiplier;
            x[slack] = (multiplier - slopes[slack]) / self.diagonal[slack];
        }
        (x, y)
    }
}

impl Evaluation {
    /// `self + length · other`, row by row.
    pub(super) fn corrected(&self, other: &[f64], length: f64) -> Vec<f64> {
        self.rows.iter().zip(other).map(|(row, more)| row + length * more).collect()
    }
}
