//! A node of the programme, put together from its points.

use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme};

use super::LapProblem;
use super::rows::{self, Equation};
use super::scheme::{Quantity, Terms};
use crate::node::{BIAS, MOTOR, N_INPUTS, N_INPUTS_WITH_MOTOR, N_UNKNOWNS, U, node};
use crate::slopes::{Curvature, Slopes, Weights};

impl LapProblem {
    /// The terms of a node.
    pub(super) fn terms(&self, node: usize) -> &Terms {
        &self.terms[usize::from(node + 1 == self.layout.n_nodes)]
    }

    /// What a motor's energy costs in the objective.
    pub(super) fn motor_price(&self, unknowns: &[f64]) -> f64 {
        let Some(motor) = &self.car.motor else { return 0.0 };
        let mut sum = 0.0;
        for node in 0..self.layout.n_nodes {
            for point in 0..self.n_points() {
                let at = (node * self.n_points() + point) * self.n_unknowns;
                let [give, recover] = rows::SHARES.map(|share| unknowns[at + share]);
                let power = motor.power(unknowns[at + U], [give, recover], 0.0);
                for term in self.terms(node).of(point).iter().filter(|term| term.output == 0) {
                    let of = match term.of {
                        Quantity::Deployed => power.deployed,
                        Quantity::Recovered => power.recovered,
                        _ => continue,
                    };
                    sum += term.by.at(self.steps(node)) * self.pace(unknowns, node, point) * of;
                }
            }
        }
        sum
    }

    /// The input that is the brake bias at a point.
    fn bias_input(&self, node: usize, point: usize) -> Option<usize> {
        let place = rows::place(&self.road, node, point).unwrap_or(&self.road.stations()[node]);
        let pieces = &self.settings.bias_pieces;
        let begun = pieces.iter().filter(|start| **start <= place.distance).count();
        let piece = self.n_ringing + begun.saturating_sub(1);
        (!pieces.is_empty()).then(|| self.layout.unknowns() + piece)
    }

    /// The inputs of a point's functions: its unknowns, the bias that holds there, and the shares of
    /// a motor.
    pub(super) fn point_input<const I: usize>(
        &self,
        node: usize,
        point: usize,
        input: &[f64],
    ) -> [f64; I] {
        let mut all = [0.0; I];
        let first = point * self.n_unknowns;
        all[..N_UNKNOWNS].copy_from_slice(&input[first..first + N_UNKNOWNS]);
        all[BIAS] = self.car.brake_bias;
        for (of, from) in self.beyond(node, point) {
            all[of] = input[from];
        }
        all
    }

    /// The inputs of a point's functions beyond its first unknowns, each with its place among the
    /// inputs of the node: the bias where it is free, the shares of a motor.
    pub(super) fn beyond(
        &self,
        node: usize,
        point: usize,
    ) -> impl Iterator<Item = (usize, usize)> + Clone {
        let bias = self.bias_input(node, point).map(|at| (BIAS, at));
        let first = point * self.n_unknowns;
        let motor = (N_UNKNOWNS..self.n_unknowns)
            .map(move |share| (MOTOR + share - N_UNKNOWNS, first + share));
        bias.into_iter().chain(motor)
    }

    pub(super) fn held(&self, node: usize, point: usize) -> Option<&[f64; N_UNKNOWNS]> {
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
    pub(super) fn weights(&self, node: usize, point: usize, outputs: &[f64]) -> Weights {
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
    fn add_slopes<const I: usize>(
        &self,
        [node, point]: [usize; 2],
        input: &[f64],
        slopes: &Slopes<'_, I>,
        out: &mut Derivatives,
    ) {
        let (first, inputs) = (point * self.n_unknowns, self.layout.inputs());
        let beyond = self.beyond(node, point);
        let steps = self.steps(node);
        for term in self.terms(node).of(point) {
            let by = term.by.at(steps);
            let row = &mut out.jacobian[term.output * inputs..(term.output + 1) * inputs];
            if let Quantity::Unknown(unknown) = term.of {
                out.values[term.output] += by * input[first + unknown];
                row[first + unknown] += by;
            } else if let Some(jet) = term.of.of(&slopes.outcome) {
                out.values[term.output] += by * jet.value;
                let to = row[first..first + N_UNKNOWNS].iter_mut();
                to.zip(jet.gradient).for_each(|(to, slope)| *to += by * slope);
                beyond.clone().for_each(|(of, to)| row[to] += by * jet.gradient[of]);
            }
        }
    }

    /// Adds the second derivatives of a point.
    fn add_curvature<const I: usize>(
        &self,
        [node, point]: [usize; 2],
        curvature: &Curvature<I>,
        hessian: &mut [f64],
    ) {
        let (first, inputs) = (point * self.n_unknowns, self.layout.inputs());
        let beyond = self.beyond(node, point);
        let own = (0..N_UNKNOWNS).map(|i| (i, first + i));
        for (of, to) in own.chain(beyond.clone()) {
            let (out, row) = (&mut hessian[to * inputs..(to + 1) * inputs], &curvature[of]);
            let unknowns = out[first..first + N_UNKNOWNS].iter_mut();
            unknowns.zip(row).for_each(|(out, bend)| *out += bend);
            beyond.clone().for_each(|(of, to)| out[to] += row[of]);
        }
    }

    fn values_of<const I: usize>(&self, at: usize, input: &[f64], values: &mut [f64]) {
        let steps = self.steps(at);
        values.fill(0.0);
        for point in 0..self.n_points() {
            let inputs = self.point_input::<I>(at, point, input);
            let node = node(&self.car, self.surface(at, point), &inputs);
            for term in self.terms(at).of(point) {
                let value = match term.of {
                    Quantity::Unknown(unknown) => Some(input[point * self.n_unknowns + unknown]),
                    _ => term.of.of(&node.outcome),
                };
                values[term.output] += value.map_or(0.0, |value| value * term.by.at(steps));
            }
            self.finish_values(at, point, input, values);
        }
    }

    fn derivatives_of<const I: usize>(
        &self,
        at: usize,
        input: &[f64],
        weights: &[f64],
        out: &mut Derivatives,
    ) {
        out.values.fill(0.0);
        out.jacobian.fill(0.0);
        out.hessian.fill(0.0);
        for point in 0..self.n_points() {
            let inputs = self.point_input::<I>(at, point, input);
            let slopes = Slopes::new(&self.car, self.surface(at, point), &inputs);
            self.add_slopes([at, point], input, &slopes, out);
            self.finish_values(at, point, input, &mut out.values);
            self.finish_jacobian(at, point, &mut out.jacobian);
            let curvature = slopes.curvature(&self.weights(at, point, weights), self.car.mass);
            self.add_curvature([at, point], &curvature, &mut out.hessian);
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
        match self.car.motor {
            None => self.values_of::<N_INPUTS>(at, input, values),
            Some(_) => self.values_of::<N_INPUTS_WITH_MOTOR>(at, input, values),
        }
    }

    fn derivatives(&self, at: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        match self.car.motor {
            None => self.derivatives_of::<N_INPUTS>(at, input, weights, out),
            Some(_) => self.derivatives_of::<N_INPUTS_WITH_MOTOR>(at, input, weights, out),
        }
    }

    fn ties(&self, node: usize) -> &[f64] {
        let shared = self.layout.shared.len();
        &self.ties[node * shared..(node + 1) * shared]
    }
}
