//! A node of the programme, put together from its points.

use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme};

use super::LapProblem;
use super::rows::{self, Equation};
use super::scheme::{Quantity, Terms};
use crate::node::{BIAS, N_INPUTS, N_UNKNOWNS, node};
use crate::slopes::{Curvature, Slopes, Weights};

impl LapProblem {
    /// The terms of a node.
    fn terms(&self, node: usize) -> &Terms {
        &self.terms[usize::from(node + 1 == self.layout.n_nodes)]
    }

    /// The input that is the brake bias at a point.
    fn bias_input(&self, node: usize, point: usize) -> Option<usize> {
        let place = rows::place(&self.road, node, point).unwrap_or(&self.road.stations()[node]);
        let pieces = &self.settings.bias_pieces;
        let begun = pieces.iter().filter(|start| **start <= place.distance).count();
        let piece = self.n_ringing + begun.saturating_sub(1);
        (!pieces.is_empty()).then(|| self.layout.unknowns() + piece)
    }

    /// The inputs of a point's functions, with the bias that holds there.
    fn point_input(&self, node: usize, point: usize, input: &[f64]) -> [f64; N_INPUTS] {
        let mut all = [0.0; N_INPUTS];
        let unknowns = &input[point * self.n_unknowns..][..self.n_unknowns];
        all[..self.n_unknowns].copy_from_slice(unknowns);
        let bias = self.bias_input(node, point);
        all[BIAS] = bias.map_or(self.car.brake_bias, |bias| input[bias]);
        all
    }

    fn held(&self, node: usize, point: usize) -> Option<&[f64; N_UNKNOWNS]> {
        rows::held(&self.road, &self.settings, node, point)
    }

    /// Where the equations of a point are, each with its own unknown and what it says.
    fn equations(&self, point: usize) -> impl Iterator<Item = (usize, usize, Equation)> {
        let first = self.layout.equations_at() + point * self.rows.equations.len();
        let each = self.rows.own.iter().zip(&self.rows.equations).enumerate();
        each.map(move |(i, (own, equation))| (first + i, point * self.n_unknowns + own, *equation))
    }

    /// The input with the common unknown of an equation, and its factor.
    fn ringing(&self, node: usize, equation: Equation) -> Option<(usize, f64)> {
        let sign = if node.is_multiple_of(2) { -1.0 } else { 1.0 };
        match equation {
            Equation::Paced { common, .. } => common.map(|at| (self.layout.unknowns() + at, sign)),
            Equation::Still { .. } => None,
        }
    }

    /// The weights of a point's numbers, from those of the node's outputs.
    fn weights(&self, node: usize, point: usize, outputs: &[f64]) -> Weights {
        let (steps, mut weights) = (self.steps(node), Weights::default());
        let equations = self.layout.equations_at()..self.layout.limits_at();
        let held = self.held(node, point).is_some();
        for term in self.terms(node).of(point) {
            if !(held && equations.contains(&term.output)) {
                term.of.weigh(outputs[term.output] * term.by.at(steps), &mut weights);
            }
        }
        weights
    }

    /// The values of a point's equations, once the rest is in: what rings, or what is held.
    fn finish_values(&self, node: usize, point: usize, input: &[f64], values: &mut [f64]) {
        let held = self.held(node, point);
        for (output, own, equation) in self.equations(point) {
            match (held, self.ringing(node, equation)) {
                (Some(held), _) => values[output] = input[own] - held[own % self.n_unknowns],
                (None, Some((common, factor))) => values[output] += factor * input[common],
                (None, None) => {}
            }
        }
    }

    fn finish_jacobian(&self, node: usize, point: usize, jacobian: &mut [f64]) {
        let inputs = self.layout.inputs();
        let held = self.held(node, point).is_some();
        for (output, own, equation) in self.equations(point) {
            let row = &mut jacobian[output * inputs..(output + 1) * inputs];
            match self.ringing(node, equation) {
                _ if held => {
                    row.fill(0.0);
                    row[own] = 1.0;
                }
                Some((common, factor)) => row[common] = factor,
                None => {}
            }
        }
    }

    /// Adds the values and gradients of a point's outputs.
    fn add_slopes(&self, at: [usize; 2], input: &[f64], slopes: &Slopes, out: &mut Derivatives) {
        let ([node, point], inputs) = (at, self.layout.inputs());
        let (first, bias) = (point * self.n_unknowns, self.bias_input(node, point));
        let steps = self.steps(node);
        for term in self.terms(node).of(point) {
            let by = term.by.at(steps);
            let row = &mut out.jacobian[term.output * inputs..(term.output + 1) * inputs];
            if let Quantity::Unknown(unknown) = term.of {
                out.values[term.output] += by * input[first + unknown];
                row[first + unknown] += by;
            } else if let Some(jet) = term.of.of(&slopes.outcome) {
                out.values[term.output] += by * jet.value;
                let to = row[first..first + self.n_unknowns].iter_mut();
                to.zip(jet.gradient).for_each(|(to, slope)| *to += by * slope);
                if let Some(bias) = bias {
                    row[bias] += by * jet.gradient[BIAS];
                }
            }
        }
    }

    /// Adds the second derivatives of a point.
    fn add_curvature(&self, [node, point]: [usize; 2], curvature: &Curvature, hessian: &mut [f64]) {
        let inputs = self.layout.inputs();
        let (first, bias) = (point * self.n_unknowns, self.bias_input(node, point));
        let place = |i: usize| if i < self.n_unknowns { Some(first + i) } else { bias };
        for (to, row) in curvature.iter().enumerate().filter_map(|(i, row)| Some((place(i)?, row)))
        {
            let out = &mut hessian[to * inputs..(to + 1) * inputs];
            let unknowns = out[first..first + self.n_unknowns].iter_mut();
            unknowns.zip(row).for_each(|(out, bend)| *out += bend);
            if let Some(bias) = bias {
                out[bias] += row[BIAS];
            }
        }
    }
}

impl Programme for LapProblem {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, at: usize, input: &[f64], values: &mut [f64]) {
        let steps = self.steps(at);
        values.fill(0.0);
        for point in 0..self.n_points() {
            let inputs = self.point_input(at, point, input);
            let node = node(&self.car, self.surface(at, point), &inputs);
            for term in self.terms(at).of(point) {
                let value = match term.of {
                    Quantity::Unknown(unknown) => Some(inputs[unknown]),
                    _ => term.of.of(&node.outcome),
                };
                values[term.output] += value.map_or(0.0, |value| value * term.by.at(steps));
            }
            self.finish_values(at, point, input, values);
        }
    }

    fn derivatives(&self, at: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        out.values.fill(0.0);
        out.jacobian.fill(0.0);
        out.hessian.fill(0.0);
        for point in 0..self.n_points() {
            let inputs = self.point_input(at, point, input);
            let slopes = Slopes::new(&self.car, self.surface(at, point), &inputs);
            self.add_slopes([at, point], input, &slopes, out);
            self.finish_values(at, point, input, &mut out.values);
            self.finish_jacobian(at, point, &mut out.jacobian);
            let curvature = slopes.curvature(&self.weights(at, point, weights), self.car.mass);
            self.add_curvature([at, point], &curvature, &mut out.hessian);
        }
    }

    fn ties(&self, node: usize) -> &[f64] {
        let shared = self.layout.shared.len();
        &self.ties[node * shared..(node + 1) * shared]
    }
}
