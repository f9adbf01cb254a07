//! What a node brings to the linear system: its front.

use crate::chain::{Front, Shape};
use crate::programme::{Derivatives, Layout};
use crate::symmetric::Inertia;

use super::evaluation::{Linear, next};
use super::iterate::Iterate;
use super::system::{Curvature, Places, System};

impl Places {
    pub(super) fn new(layout: &Layout, shape: Shape) -> Self {
        let [before, shared_at, after, common] = Front::places(shape);
        let own = layout.own.clone();
        let of_shared = layout.shared.iter().copied().zip(shared_at..);
        let of_common = (layout.unknowns()..layout.inputs()).zip(common..);
        let others = of_shared.clone().chain(of_common).collect();
        let mut vector = vec![0; layout.unknowns()];
        own.iter().enumerate().for_each(|(at, unknown)| vector[*unknown] = at);
        of_shared.zip(shape.own..).for_each(|((unknown, _), at)| vector[unknown] = at);
        let (beside, stride) = (Front::own_columns(shape), shape.stride());
        Self { own, others, beside, before, after, common, vector, stride }
    }
}

impl System {
    /// Assembles and factors the system at a point.
    pub(super) fn assemble(
        &mut self,
        linear: &Linear,
        at: &Iterate,
        curvature: Curvature,
    ) -> Inertia {
        self.curvature = curvature;
        self.fill_diagonal(at, curvature);
        self.fill_ends(at);
        let Self { layout, places, diagonal, ties, chain, rows_less, .. } = self;
        let less = if curvature == Curvature::Unit { 0.0 } else { *rows_less };
        let any_fixed = at.fixed.contains(&true);
        let node = Node { layout, places, diagonal, ties, curvature, less, any_fixed };
        chain.factor(|k, front| node.fill(k, &linear.nodes[k], at, front))
    }

    fn fill_diagonal(&mut self, at: &Iterate, curvature: Curvature) {
        let added = match curvature {
            Curvature::Unit => return self.diagonal.fill(1.0),
            Curvature::Lagrangian(added) | Curvature::Damped(added) => added,
        };
        for (i, diagonal) in self.diagonal.iter_mut().enumerate() {
            // `Σ`, below (13)
            *diagonal = at.lower_by[i] / at.above(i) + at.upper_by[i] / at.below(i) + added;
        }
    }

    /// Ties from node to node, and what is over common unknowns alone.
    fn fill_ends(&mut self, at: &Iterate) {
        let Self { layout, chain, ties, diagonal, curvature, .. } = self;
        let (n, n_shared) = (layout.unknowns(), layout.shared.len());
        let counts = matches!(curvature, Curvature::Lagrangian(_));
        for node in 0..layout.n_nodes {
            let places = chain.tie_mut(node).iter_mut().zip(&layout.shared);
            let after = next(layout, node).unwrap_or(node);
            for ((to, unknown), tie) in places.zip(&ties[node * n_shared..]) {
                let fixed = [node, after].iter().any(|node| at.fixed[node * n + unknown]);
                *to = if counts && !fixed { -tie } else { 0.0 };
            }
        }
        let (common, size) = (chain.common_mut(), layout.common + layout.totals);
        common.fill(0.0);
        for i in 0..layout.common {
            let at_common = layout.common_at() + i;
            common[i * size + i] = if at.fixed[at_common] { 1.0 } else { diagonal[at_common] };
        }
        for i in 0..layout.totals {
            let at = layout.common + i;
            common[at * size + at] = -1.0 / diagonal[layout.total_at() + i];
        }
    }
}

/// All that the fronts are made of, but for the derivatives.
struct Node<'a> {
    layout: &'a Layout,
    places: &'a Places,
    diagonal: &'a [f64],
    ties: &'a [f64],
    curvature: Curvature,
    /// `δ_c`
    less: f64,
    any_fixed: bool,
}

impl Node<'_> {
    fn fill(&self, node: usize, derivatives: &Derivatives, at: &Iterate, front: &mut Front<'_>) {
        self.put_own_rows(node, derivatives, front);
        self.put_other_rows(node, derivatives, front);
        if let Curvature::Lagrangian(_) = self.curvature {
            self.put_hessian(derivatives, front);
        }
        self.put_diagonal(node, front);
        self.put_limits(node, derivatives, front);
        self.put_less(node, front);
        if self.any_fixed {
            self.hold_fixed(node, at, front);
        }
    }

    fn put_hessian(&self, derivatives: &Derivatives, front: &mut Front<'_>) {
        let (inputs, Places { own, others, beside, .. }) = (self.layout.inputs(), self.places);
        for (place, &input) in own.iter().enumerate() {
            let from = &derivatives.hessian[input * inputs..(input + 1) * inputs];
            let (row, rest) = front.own_row_mut(place).split_at_mut(*beside);
            row.iter_mut().zip(own).for_each(|(to, input)| *to = from[*input]);
            others.iter().for_each(|(input, column)| rest[*column] = from[*input]);
        }
        for &(input, place) in others {
            let from = &derivatives.hessian[input * inputs..(input + 1) * inputs];
            let row = front.row_mut(place);
            others.iter().for_each(|(input, column)| row[*column] = from[*input]);
        }
    }

    /// Which links a node takes part in: output, place among the others.
    fn links(&self, node: usize) -> impl Iterator<Item = (usize, usize)> + Clone {
        let layout = self.layout;
        let before = (node + layout.n_nodes - 1) % layout.n_nodes;
        let before =
            next(layout, before).is_some().then_some((layout.before(), self.places.before));
        let after = next(layout, node).is_some().then_some((layout.after(), self.places.after));
        before.into_iter().chain(after)
    }

    /// The first derivatives of equations and links by own unknowns, and of equations by others.
    fn put_own_rows(&self, node: usize, derivatives: &Derivatives, front: &mut Front<'_>) {
        let (layout, inputs) = (self.layout, self.layout.inputs());
        let Places { own, others, beside, .. } = self.places;
        let by = |input: usize, output: usize, count: usize| {
            let column = derivatives.jacobian.get(output * inputs + input..).unwrap_or_default();
            column.iter().step_by(inputs).take(count)
        };
        let totals_at = self.places.common + layout.common;
        for (place, &input) in own.iter().enumerate() {
            let (row, rest) = front.own_row_mut(place).split_at_mut(*beside);
            let equations = by(input, layout.equations_at(), layout.equations);
            row[own.len()..].iter_mut().zip(equations).for_each(|(to, slope)| *to = *slope);
            for (output, at) in self.links(node) {
                let links = by(input, output, layout.links);
                rest[at..].iter_mut().zip(links).for_each(|(to, slope)| *to = *slope);
            }
            let totals = by(input, layout.totals_at(), layout.totals);
            rest[totals_at..].iter_mut().zip(totals).for_each(|(to, slope)| *to = *slope);
        }
        for equation in 0..layout.equations {
            let slopes = &derivatives.jacobian[(layout.equations_at() + equation) * inputs..];
            let (row, rest) = front.own_row_mut(own.len() + equation).split_at_mut(*beside);
            row.iter_mut().zip(own).for_each(|(to, input)| *to = slopes[*input]);
            others.iter().for_each(|(input, column)| rest[*column] = slopes[*input]);
        }
    }

    /// The first derivatives of links and totals by the others, both triangles.
    fn put_other_rows(&self, node: usize, derivatives: &Derivatives, front: &mut Front<'_>) {
        let (layout, inputs) = (self.layout, self.layout.inputs());
        let others = &self.places.others;
        let totals = (layout.totals_at(), self.places.common + layout.common, layout.totals);
        let parts = self.links(node).map(|(output, at)| (output, at, layout.links)).chain([totals]);
        for (output, at, n_rows) in parts {
            for (output, at) in (output..output + n_rows).zip(at..) {
                let slopes = &derivatives.jacobian[output * inputs..(output + 1) * inputs];
                let row = front.row_mut(at);
                others.iter().for_each(|(input, column)| row[*column] = slopes[*input]);
                others.iter().for_each(|(input, row)| front.row_mut(*row)[at] = slopes[*input]);
            }
        }
    }

    /// The barrier's curvature, and that of the ties to both neighbours.
    fn put_diagonal(&self, node: usize, front: &mut Front<'_>) {
        let Layout { n_nodes, shared, .. } = self.layout;
        let (n, n_shared) = (self.layout.unknowns(), shared.len());
        let Places { own, others, .. } = self.places;
        let diagonal = &self.diagonal[node * n..(node + 1) * n];
        for (place, &unknown) in own.iter().enumerate() {
            front.own_row_mut(place)[place] += diagonal[unknown];
        }
        let before = (node + n_nodes - 1) % n_nodes;
        let tie = |node: usize, at: usize| match self.curvature {
            Curvature::Lagrangian(_) => self.ties[node * n_shared + at],
            Curvature::Unit | Curvature::Damped(_) => 0.0,
        };
        for (at, &(unknown, place)) in others.iter().take(n_shared).enumerate() {
            front.row_mut(place)[place] += diagonal[unknown] + tie(node, at) + tie(before, at);
        }
    }

    /// Limits are condensed: `Jᵀ Σ J`.
    fn put_limits(&self, node: usize, derivatives: &Derivatives, front: &mut Front<'_>) {
        let (layout, inputs) = (self.layout, self.layout.inputs());
        let Places { own, others, beside, .. } = self.places;
        let rows = derivatives.jacobian[layout.limits_at() * inputs..].chunks_exact(inputs);
        let slacks = &self.diagonal[layout.slack_at() + node * layout.limits..][..layout.limits];
        for (slopes, weight) in rows.zip(slacks) {
            let counts = |input: &usize| slopes[*input] != 0.0;
            for (place, &input) in own.iter().enumerate().filter(|(_, input)| counts(input)) {
                let by = weight * slopes[input];
                let (row, rest) = front.own_row_mut(place).split_at_mut(*beside);
                row.iter_mut().zip(own).for_each(|(to, input)| *to += by * slopes[*input]);
                others.iter().for_each(|(input, column)| rest[*column] += by * slopes[*input]);
            }
            let others = others.iter().filter(|(input, _)| counts(input));
            for &(input, place) in others.clone() {
                let (by, row) = (weight * slopes[input], front.row_mut(place));
                others.clone().for_each(|(input, column)| row[*column] += by * slopes[*input]);
            }
        }
    }

    /// What rows that depend on each other lose, and a link that is no link.
    fn put_less(&self, node: usize, front: &mut Front<'_>) {
        let layout = self.layout;
        let own = layout.own.len();
        for place in own..own + layout.equations {
            front.own_row_mut(place)[place] = -self.less;
        }
        let of_link = if next(layout, node).is_some() { -self.less } else { -1.0 };
        for place in self.places.after..self.places.after + layout.links {
            front.row_mut(place)[place] = of_link;
        }
    }

    /// Unknowns that are fixed stay out: nothing but a one on the diagonal.
    fn hold_fixed(&self, node: usize, at: &Iterate, front: &mut Front<'_>) {
        let (layout, n) = (self.layout, self.layout.unknowns());
        let Places { own, others, beside, common, .. } = self.places;
        let fixed = |input: usize| match input.checked_sub(n) {
            None => at.fixed[node * n + input],
            Some(common) => at.fixed[layout.common_at() + common],
        };
        let own_rows = 0..own.len() + layout.equations;
        for (place, _) in own.iter().enumerate().filter(|(_, input)| fixed(**input)) {
            own_rows.clone().for_each(|row| front.own_row_mut(row)[place] = 0.0);
            front.own_row_mut(place).fill(0.0);
            front.own_row_mut(place)[place] = 1.0;
        }
        for &(input, place) in others.iter().filter(|(input, _)| fixed(*input)) {
            own_rows.clone().for_each(|row| front.own_row_mut(row)[beside + place] = 0.0);
            let rest = 0..common + layout.common + layout.totals;
            rest.for_each(|row| front.row_mut(row)[place] = 0.0);
            front.row_mut(place).fill(0.0);
            // What is common is held once, not by every node.
            front.row_mut(place)[place] = if input < n { 1.0 } else { 0.0 };
        }
    }
}
