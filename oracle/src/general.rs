//! A programme along a chain as one general problem.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use maatstaf_numerics::interior_point::Multipliers;
use maatstaf_numerics::programme::{Derivatives, Layout, Programme, Ranges};

/// Row and column of an entry.
pub type Place = (usize, usize);

/// How many points are looked at to find which derivatives vanish everywhere.
const PROBES: usize = 3;

/// A programme as a general problem; variables are the unknowns of the nodes, then the common
/// ones; rows are the links, the equations, the limits and the totals.
pub struct General {
    programme: Rc<dyn Programme>,
    layout: Layout,
    jacobian: Pattern,
    hessian: Pattern,
}

/// The places of the entries of a sparse matrix, and which number each has.
#[derive(Default)]
struct Pattern {
    places: Vec<Place>,
    numbers: BTreeMap<Place, usize>,
}

/// How far a point is from optimal, in the largest component, unscaled.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Residuals {
    /// `∇f + ∇gᵀ λ − z_l + z_u`
    pub stationarity: f64,
    /// Outside of the ranges of rows and variables.
    pub feasibility: f64,
    /// Multipliers times distances to the ends of their ranges.
    pub complementarity: f64,
}

impl General {
    /// Writes a programme as a general problem. Derivatives that vanish near `x` at random are
    /// taken to vanish everywhere; evaluating one that does not is refused later.
    pub fn new(programme: Rc<dyn Programme>, x: &[f64]) -> Self {
        let layout = programme.layout().clone();
        let mut general =
            Self { programme, layout, jacobian: Pattern::default(), hessian: Pattern::default() };
        general.find_patterns(x);
        general
    }

    /// Variables.
    pub fn n_variables(&self) -> usize {
        self.layout.common_at() + self.layout.common
    }

    /// Rows.
    pub fn n_rows(&self) -> usize {
        let layout = &self.layout;
        let links = self.n_steps() * layout.links;
        links + layout.n_nodes * (layout.equations + layout.limits) + layout.totals
    }

    /// The ranges of the variables.
    pub fn variable_ranges(&self) -> Ranges {
        let ranges = self.programme.ranges();
        joined(&[&ranges.unknowns, &ranges.common])
    }

    /// The ranges of the rows; both ends are 0 where a row is an equation.
    pub fn row_ranges(&self) -> Ranges {
        let layout = &self.layout;
        let equal = self.n_steps() * layout.links + layout.n_nodes * layout.equations;
        let zeros = Ranges { lower: vec![0.0; equal], upper: vec![0.0; equal] };
        let ranges = self.programme.ranges();
        joined(&[&zeros, &ranges.limits, &ranges.totals])
    }

    /// `f`
    pub fn objective(&self, x: &[f64]) -> f64 {
        let values = (0..self.layout.n_nodes).map(|node| self.values(node, x)[0]).sum::<f64>();
        let tie =
            |(here, there, tie): (usize, usize, f64)| 0.5 * tie * (x[there] - x[here]).powi(2);
        values + self.ties().map(tie).sum::<f64>()
    }

    /// `g`
    pub fn rows(&self, x: &[f64], rows: &mut [f64]) {
        rows.fill(0.0);
        for node in 0..self.layout.n_nodes {
            for (output, value) in self.values(node, x).into_iter().enumerate().skip(1) {
                if let Some(row) = self.row(node, output) {
                    rows[row] += value;
                }
            }
        }
    }

    /// `∇f`
    pub fn gradient(&self, x: &[f64], gradient: &mut [f64]) {
        gradient.fill(0.0);
        let weights = vec![0.0; self.layout.outputs()];
        for node in 0..self.layout.n_nodes {
            let derivatives = self.derivatives(node, x, &weights);
            for (input, slope) in derivatives.jacobian[..self.layout.inputs()].iter().enumerate() {
                gradient[self.column(node, input)] += slope;
            }
        }
        for (here, there, tie) in self.ties() {
            let pull = tie * (x[there] - x[here]);
            gradient[here] -= pull;
            gradient[there] += pull;
        }
    }

    /// Where the entries of `∇g` are.
    pub fn jacobian_places(&self) -> &[Place] {
        &self.jacobian.places
    }

    /// The entries of `∇g`; `false` when there is one more.
    pub fn jacobian(&self, x: &[f64], entries: &mut [f64]) -> bool {
        entries.fill(0.0);
        let weights = vec![0.0; self.layout.outputs()];
        let mut fits = true;
        for node in 0..self.layout.n_nodes {
            let derivatives = self.derivatives(node, x, &weights);
            self.each_slope(node, &derivatives, |place, slope| {
                fits &= self.jacobian.add(entries, place, slope);
            });
        }
        fits
    }

    /// Where the entries of `∇²L` are, the lower triangle.
    pub fn hessian_places(&self) -> &[Place] {
        &self.hessian.places
    }

    /// The entries of `∇²L`, where `L = factor f + λᵀ g`; `false` when there is one more.
    pub fn hessian(&self, x: &[f64], factor: f64, lambda: &[f64], entries: &mut [f64]) -> bool {
        entries.fill(0.0);
        let mut fits = true;
        for node in 0..self.layout.n_nodes {
            let derivatives = self.derivatives(node, x, &self.weights(node, factor, lambda));
            self.each_bend(node, &derivatives, |place, bend| {
                fits &= self.hessian.add(entries, place, bend);
            });
        }
        for (here, there, tie) in self.ties() {
            let across = (here.max(there), here.min(there));
            for (place, bend) in [((here, here), tie), ((there, there), tie), (across, -tie)] {
                fits &= self.hessian.add(entries, place, factor * bend);
            }
        }
        fits
    }

    /// How far from optimal a point with its multipliers is.
    pub fn residuals(&self, x: &[f64], lambda: &[f64], bounds: [&[f64]; 2]) -> Residuals {
        let mut slopes = vec![0.0; self.n_variables()];
        self.gradient(x, &mut slopes);
        let mut entries = vec![0.0; self.jacobian.places.len()];
        self.jacobian(x, &mut entries);
        for ((row, column), slope) in self.jacobian.places.iter().zip(&entries) {
            slopes[*column] += lambda[*row] * slope;
        }
        let mut rows = vec![0.0; self.n_rows()];
        self.rows(x, &mut rows);
        let parts: [Vec<f64>; 2] = [|l: f64| (-l).max(0.0), |l: f64| l.max(0.0)]
            .map(|part| lambda.iter().map(|l| part(*l)).collect());
        let mut found = Residuals::default();
        found.ranges(&rows, &self.row_ranges(), [&parts[0], &parts[1]]);
        found.ranges(x, &self.variable_ranges(), bounds);
        let ranges = self.variable_ranges();
        for (at, slope) in slopes.iter().enumerate() {
            // What is fixed may push as it likes.
            if ranges.lower[at] < ranges.upper[at] {
                let left = slope - bounds[0][at] + bounds[1][at];
                found.stationarity = found.stationarity.max(left.abs());
            }
        }
        found
    }

    /// The multipliers of the chain in the order of the rows; the chain has a link for the last
    /// node even where nothing follows.
    pub fn lambda(&self, multipliers: &Multipliers) -> Vec<f64> {
        let links = &multipliers.links[..self.n_steps() * self.layout.links];
        [links, &multipliers.equations, &multipliers.limits, &multipliers.totals].concat()
    }

    /// What vanishes at every node and every probe is taken to vanish: all nodes are of one kind.
    fn find_patterns(&mut self, x: &[f64]) {
        let (inputs, outputs) = (self.layout.inputs(), self.layout.outputs());
        let (mut slopes, mut bends) = (BTreeSet::new(), BTreeSet::new());
        for probe in 0..PROBES {
            let near = shaken(x, probe);
            // Weights without a pattern of their own.
            let weights: Vec<f64> =
                (0..outputs).map(|at| 1.0 + ((at + probe) as f64).cos()).collect();
            for node in 0..self.layout.n_nodes {
                let derivatives = self.derivatives(node, &near, &weights);
                slopes.extend(not_zero(&derivatives.jacobian, inputs));
                bends.extend(not_zero(&derivatives.hessian, inputs).filter(|(i, j)| j <= i));
            }
        }
        let (mut jacobian, mut hessian) = (Pattern::default(), Pattern::default());
        for node in 0..self.layout.n_nodes {
            for (output, input) in &slopes {
                if let Some(row) = self.row(node, *output) {
                    jacobian.insert((row, self.column(node, *input)));
                }
            }
            let places = bends.iter().map(|(i, j)| (self.column(node, *i), self.column(node, *j)));
            places.for_each(|place| hessian.insert(place));
        }
        for (here, there, _) in self.ties() {
            let across = (here.max(there), here.min(there));
            [(here, here), (there, there), across]
                .into_iter()
                .for_each(|place| hessian.insert(place));
        }
        (self.jacobian, self.hessian) = (jacobian, hessian);
    }

    /// Every slope of a row that is not zero.
    fn each_slope(&self, node: usize, of: &Derivatives, mut see: impl FnMut(Place, f64)) {
        let inputs = self.layout.inputs();
        for (output, slopes) in of.jacobian.chunks_exact(inputs).enumerate().skip(1) {
            let Some(row) = self.row(node, output) else { continue };
            for (input, slope) in slopes.iter().enumerate().filter(|(_, slope)| **slope != 0.0) {
                see((row, self.column(node, input)), *slope);
            }
        }
    }

    /// Every second derivative of the lower triangle that is not zero.
    fn each_bend(&self, node: usize, of: &Derivatives, mut see: impl FnMut(Place, f64)) {
        let inputs = self.layout.inputs();
        for (i, bends) in of.hessian.chunks_exact(inputs).enumerate() {
            for (j, bend) in bends[..=i].iter().enumerate().filter(|(_, bend)| **bend != 0.0) {
                see((self.column(node, i), self.column(node, j)), *bend);
            }
        }
    }

    fn n_steps(&self) -> usize {
        if self.layout.closed { self.layout.n_nodes } else { self.layout.n_nodes - 1 }
    }

    fn column(&self, node: usize, input: usize) -> usize {
        let unknowns = self.layout.unknowns();
        match input.checked_sub(unknowns) {
            Some(common) => self.layout.common_at() + common,
            None => node * unknowns + input,
        }
    }

    /// The row that an output of a node is part of; none for the objective, and for links beyond
    /// the ends of an open chain.
    fn row(&self, node: usize, output: usize) -> Option<usize> {
        let (layout, steps) = (&self.layout, self.n_steps());
        let link = |step: usize, first: usize| {
            (step < steps).then(|| step * layout.links + output - first)
        };
        let (equations, limits) =
            (steps * layout.links, steps * layout.links + layout.n_nodes * layout.equations);
        if output == 0 {
            None
        } else if output < layout.before() {
            link(node, layout.after())
        } else if output < layout.equations_at() {
            let before = node.checked_sub(1).or(layout.closed.then_some(layout.n_nodes - 1));
            link(before?, layout.before())
        } else if output < layout.limits_at() {
            Some(equations + node * layout.equations + output - layout.equations_at())
        } else if output < layout.totals_at() {
            Some(limits + node * layout.limits + output - layout.limits_at())
        } else {
            Some(limits + layout.n_nodes * layout.limits + output - layout.totals_at())
        }
    }

    /// The weights of a node's outputs in the Lagrangian.
    fn weights(&self, node: usize, factor: f64, lambda: &[f64]) -> Vec<f64> {
        let of = |output| self.row(node, output).map_or(0.0, |row| lambda[row]);
        let mut weights: Vec<f64> = (0..self.layout.outputs()).map(of).collect();
        weights[0] = factor;
        weights
    }

    /// Two variables that are tied, and how much.
    fn ties(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        let (layout, unknowns) = (&self.layout, self.layout.unknowns());
        (0..self.n_steps()).flat_map(move |node| {
            let next = (node + 1) % layout.n_nodes;
            let each = self.programme.ties(node).iter().zip(&layout.shared);
            each.filter(|(tie, _)| **tie != 0.0)
                .map(move |(tie, at)| (node * unknowns + at, next * unknowns + at, *tie))
        })
    }

    fn input(&self, node: usize, x: &[f64]) -> Vec<f64> {
        let (unknowns, common_at) = (self.layout.unknowns(), self.layout.common_at());
        [&x[node * unknowns..(node + 1) * unknowns], &x[common_at..]].concat()
    }

    fn values(&self, node: usize, x: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; self.layout.outputs()];
        self.programme.values(node, &self.input(node, x), &mut values);
        values
    }

    fn derivatives(&self, node: usize, x: &[f64], weights: &[f64]) -> Derivatives {
        let mut out = Derivatives::zeros(&self.layout);
        self.programme.derivatives(node, &self.input(node, x), weights, &mut out);
        out
    }
}

impl Pattern {
    fn insert(&mut self, place: Place) {
        let number = self.places.len();
        if *self.numbers.entry(place).or_insert(number) == number {
            self.places.push(place);
        }
    }

    fn add(&self, entries: &mut [f64], place: Place, value: f64) -> bool {
        let number = self.numbers.get(&place);
        if let Some(number) = number {
            entries[*number] += value;
        }
        number.is_some()
    }
}

impl Residuals {
    /// Takes in values with their ranges, and the multipliers of both ends.
    fn ranges(&mut self, values: &[f64], ranges: &Ranges, multipliers: [&[f64]; 2]) {
        for (at, value) in values.iter().enumerate() {
            let room = [value - ranges.lower[at], ranges.upper[at] - value];
            for (room, multipliers) in room.into_iter().zip(multipliers) {
                self.feasibility = self.feasibility.max(-room);
                if room.is_finite() {
                    self.complementarity = self.complementarity.max((multipliers[at] * room).abs());
                }
            }
        }
    }
}

/// Near `x`, but nowhere special.
fn shaken(x: &[f64], probe: usize) -> Vec<f64> {
    let near = x.iter().enumerate().map(|(at, value)| {
        let shake = 1e-2 * (1.0 + (at * PROBES + probe) as f64).sin();
        value * (1.0 + shake) + shake
    });
    near.collect()
}

/// The places of a full matrix whose entries are not zero.
fn not_zero(entries: &[f64], columns: usize) -> impl Iterator<Item = Place> {
    let found = entries.iter().enumerate().filter(|(_, entry)| **entry != 0.0);
    found.map(move |(at, _)| (at / columns, at % columns))
}

fn joined(ranges: &[&Ranges]) -> Ranges {
    let ends =
        |end: fn(&Ranges) -> &Vec<f64>| ranges.iter().flat_map(|it| end(it).clone()).collect();
    Ranges { lower: ends(|it| &it.lower), upper: ends(|it| &it.upper) }
}
