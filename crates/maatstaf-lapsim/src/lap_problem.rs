//! The published minimum-time problem as a programme.
//!
//! ```text
//! min   Σ ½ (h_before + h_after) τ_i  +  w_δ Σ (δ_j − δ_i)²/h_i  +  w_p Σ (p_j − p_i)²/h_i
//! s.t.  y_j − y_i − ½ h_i (τ_i ẏ_i + τ_j ẏ_j) = 0     from each node i to the next, j
//! ```
//!
//! with the rows of [`crate::node`]. On a level road the links are `u`, `v`, `r`, `n`, `α`, and the
//! load rows hold at every node, `ẏ = 0`. On a tilted road vertical, roll and pitch are links too.
//!
//! # The rows without a state
//!
//! The wheels have no inertia, so their published rows (on a tilted road the roll balance as well)
//! read `τ_i ẏ_i + τ_j ẏ_j = 0` for every step. On a closed road of an odd number of nodes, and on
//! an open one whose first node is in balance, that says `ẏ = 0` everywhere. Where the number is
//! even, it says
//!
//! ```text
//! τ_i ẏ_i = (−1)^i C
//! ```
//!
//! with one free number for each such row, and one of the published rows says nothing new. We
//! take the second form, with the `C` as common unknowns: the same points are feasible, and no
//! row is left over. A published solution has multipliers `λ_i` of the steps; ours, `μ_i`, follow
//! from `∇L` at node `i`:
//!
//! ```text
//! μ_i = −½ (h_i λ_i + h_{i−1} λ_{i−1})
//! ```
//!
//! and the gradient by `C` vanishes by itself, since `Σ (−1)^i μ_i` telescopes to zero.

use maatstaf_numerics::jet::Real;
use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use crate::double_track::DoubleTrack;
use crate::error::Error;
use crate::node::{
    BALANCE, BIAS, N, N_INPUTS, N_LIMITS, N_UNKNOWNS, Outcome, PEDAL, PLACE, R, STEER, U, V, Z,
    node,
};
use crate::road::Road;
use crate::slopes::{Slopes, Weights};

/// Metres per second in a kilometre per hour.
const KMH: f64 = 1.0 / 3.6;
const DEGREE: f64 = std::f64::consts::PI / 180.0;
/// J in a megajoule, the other way round.
const MEGA: f64 = 1e-6;

/// How the rows of the wheels hold on a closed road of an even number of nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WheelRows {
    /// As published: from node to node, so that they may ring.
    #[default]
    Stepwise,
    /// At every node.
    AtNodes,
}

/// What a problem asks beyond a road and a car.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `w_δ`, s m/rad².
    pub steering_weight: f64,
    /// `w_p`, s m.
    pub pedal_weight: f64,
    /// How the wheels' rows hold.
    pub wheel_rows: WheelRows,
    /// Where the brake bias may change, m along the road, increasing; the first piece starts at
    /// the first station whatever its number. Without any, the car's bias holds.
    pub bias_pieces: Vec<f64>,
    /// The most energy the engine may give, MJ.
    pub energy: Option<f64>,
    /// The unknowns of the first node, on an open road.
    pub first_node: Option<[f64; N_UNKNOWNS]>,
    /// The least values of a node's unknowns; of `n`, the left edge stands instead.
    pub lower: [f64; N_UNKNOWNS],
    /// The largest values.
    pub upper: [f64; N_UNKNOWNS],
}

impl Default for Settings {
    /// As published for Catalunya in two dimensions.
    fn default() -> Self {
        let mut upper = [1.0; N_UNKNOWNS];
        upper[U] = 380.0 * KMH;
        upper[V] = 50.0 * KMH;
        upper[R] = 10.0;
        upper[crate::node::ALPHA] = 45.0 * DEGREE;
        upper[STEER] = 20.0 * DEGREE;
        let mut lower = upper.map(|most| -most);
        lower[U] = 50.0 * KMH;
        lower[Z..Z + 4].fill(-3.0);
        upper[Z..Z + 4].fill(-0.01);
        Self {
            steering_weight: 50.0,
            pedal_weight: 0.016,
            wheel_rows: WheelRows::Stepwise,
            bias_pieces: Vec::new(),
            energy: None,
            first_node: None,
            lower,
            upper,
        }
    }
}

/// An equation of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Equation {
    /// `ẏ = 0` in a row.
    Still { row: usize },
    /// `τ ẏ = 0` in a row, or `(−1)^i C` with the common unknown.
    Paced { row: usize, common: Option<usize> },
}

/// The fastest lap of a car on a road, as a programme along the road.
///
/// ```
/// use maatstaf_lapsim::{DoubleTrack, LapProblem, Piece, Settings, road_of_arcs, steady};
/// use maatstaf_numerics::programme::Programme;
/// use std::f64::consts::PI;
///
/// let straight = Piece::Straight { length: 300.0 };
/// let corner = Piece::Arc { radius: 50.0, sweep: PI };
/// let road = road_of_arcs(&[straight, corner, straight, corner], 12.0, 100, true)?;
/// let car = DoubleTrack::limebeer_2014();
/// let start = steady(&car, 50.0 / 3.6)?;
/// let problem = LapProblem::new(road, car, Settings::default())?;
/// assert_eq!(problem.layout().common, 4); // even: the wheels may ring
///
/// let (unknowns, _) = problem.start(&start);
/// let time = (600.0 + 2.0 * PI * 50.0) / (50.0 / 3.6);
/// assert!((problem.lap_time(&unknowns) - time).abs() < 1e-9);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct LapProblem {
    road: Road,
    car: DoubleTrack,
    settings: Settings,
    layout: Layout,
    ranges: AllRanges,
    /// The rows that are links, in order.
    links: Vec<usize>,
    equations: Vec<Equation>,
    /// Common unknowns before the biases.
    n_ringing: usize,
    /// `[n_nodes × shared]`
    ties: Vec<f64>,
}

impl LapProblem {
    /// Poses the problem.
    pub fn new(road: Road, car: DoubleTrack, settings: Settings) -> Result<Self, Error> {
        car.check()?;
        check_settings(&road, &settings)?;
        check_widths(&road, &car)?;
        let (links, equations, own) = rows(&road, settings.wheel_rows);
        let ringing = equations
            .iter()
            .filter(|equation| matches!(equation, Equation::Paced { common: Some(_), .. }));
        let n_ringing = ringing.count();
        let layout = Layout {
            n_nodes: road.stations().len(),
            closed: road.is_closed(),
            shared: (0..N_UNKNOWNS).filter(|at| !own.contains(at)).collect(),
            own,
            common: n_ringing + settings.bias_pieces.len(),
            links: links.len(),
            equations: equations.len(),
            limits: N_LIMITS,
            totals: usize::from(settings.energy.is_some()),
        };
        let ranges = ranges(&road, &car, &settings, &layout, n_ringing);
        let ties = ties(&road, &settings, &layout);
        Ok(Self { road, car, settings, layout, ranges, links, equations, n_ringing, ties })
    }

    /// The road.
    pub fn road(&self) -> &Road {
        &self.road
    }

    /// The car.
    pub fn car(&self) -> &DoubleTrack {
        &self.car
    }

    /// Where the biases start among the common unknowns; before them are the `C` of the module.
    pub fn biases_at(&self) -> usize {
        self.n_ringing
    }

    /// A start: the same unknowns at every node, the car's own bias, and nothing ringing.
    pub fn start(&self, node: &[f64; N_UNKNOWNS]) -> (Vec<f64>, Vec<f64>) {
        let unknowns = node.repeat(self.layout.n_nodes);
        let mut common = vec![0.0; self.layout.common];
        common[self.n_ringing..].fill(self.car.brake_bias);
        (unknowns, common)
    }

    /// The lap time, s: `T = Σ ½ h_i (τ_i + τ_j)`. Unknowns are `[n_nodes × 15]`.
    pub fn lap_time(&self, unknowns: &[f64]) -> f64 {
        let nodes = unknowns.chunks_exact(N_UNKNOWNS).zip(self.road.surfaces());
        let times = nodes.enumerate().map(|(i, (unknowns, surface))| {
            let velocity = [unknowns[U], unknowns[V], unknowns[R]];
            let heading = unknowns[crate::node::ALPHA];
            let pace = crate::chassis::motion(surface, velocity, unknowns[N], heading).pace;
            self.half_steps(i).iter().sum::<f64>() * pace
        });
        times.sum()
    }

    /// The objective: the lap time and the penalties on steering and pedal.
    pub fn objective(&self, unknowns: &[f64]) -> f64 {
        let (n_nodes, shared) = (self.layout.n_nodes, &self.layout.shared);
        let ties = self.ties.chunks_exact(shared.len()).enumerate().map(|(i, ties)| {
            let next = (i + 1) % n_nodes * N_UNKNOWNS;
            let each = ties.iter().zip(shared).map(|(tie, at)| {
                0.5 * tie * (unknowns[next + at] - unknowns[i * N_UNKNOWNS + at]).powi(2)
            });
            each.sum::<f64>()
        });
        self.lap_time(unknowns) + ties.sum::<f64>()
    }

    /// Half of the steps before and after a node.
    fn half_steps(&self, node: usize) -> [f64; 2] {
        [0.5 * self.road.step_before(node), 0.5 * self.road.step(node)]
    }

    /// The common unknown that is the brake bias at a node.
    fn bias_column(&self, node: usize) -> Option<usize> {
        let at = self.road.stations()[node].distance;
        let pieces = &self.settings.bias_pieces;
        let begun = pieces.iter().filter(|start| **start <= at).count();
        (!pieces.is_empty()).then(|| self.n_ringing + begun.saturating_sub(1))
    }

    /// The inputs of a node's functions, with the bias that holds there.
    fn node_input(&self, node: usize, input: &[f64]) -> [f64; N_INPUTS] {
        let mut all = [0.0; N_INPUTS];
        all[..N_UNKNOWNS].copy_from_slice(&input[..N_UNKNOWNS]);
        let column = self.bias_column(node);
        all[BIAS] = column.map_or(self.car.brake_bias, |column| input[N_UNKNOWNS + column]);
        all
    }

    /// The first node of an open road: its equations hold its own unknowns where they are.
    fn held(&self, node: usize) -> Option<&[f64; N_UNKNOWNS]> {
        self.settings.first_node.as_ref().filter(|_| node == 0)
    }

    /// The common unknown of an equation, and `(−1)^i`.
    fn ringing(&self, node: usize, equation: Equation) -> Option<(usize, f64)> {
        let sign = if node.is_multiple_of(2) { 1.0 } else { -1.0 };
        match equation {
            Equation::Paced { common, .. } => common.map(|at| (at, sign)),
            Equation::Still { .. } => None,
        }
    }

    /// Every output, in order, but for what the common unknowns add.
    fn outputs<T: Real>(&self, node: usize, of: &Outcome<T>, mut put: impl FnMut(usize, T)) {
        let [before, after] = self.half_steps(node);
        let (layout, pace) = (&self.layout, of.pace);
        put(0, pace * (before + after));
        for (i, &row) in self.links.iter().enumerate() {
            let change = pace * of.rates[row];
            put(layout.after() + i, -of.states[row] - change * after);
            put(layout.before() + i, of.states[row] - change * before);
        }
        for (i, equation) in self.equations.iter().enumerate() {
            let value = match *equation {
                Equation::Still { row } => of.rates[row],
                Equation::Paced { row, .. } => pace * of.rates[row],
            };
            put(layout.equations_at() + i, value);
        }
        for (i, limit) in of.limits.iter().enumerate() {
            put(layout.limits_at() + i, *limit);
        }
        if layout.totals > 0 {
            put(layout.totals_at(), pace * of.power * ((before + after) * MEGA));
        }
    }

    /// The same weighted sum, told of the node's numbers instead of the outputs.
    fn weights(&self, node: usize, outputs: &[f64]) -> Weights {
        let [before, after] = self.half_steps(node);
        let (layout, mut weights) = (&self.layout, Weights::default());
        weights.pace = outputs[0] * (before + after);
        for (i, &row) in self.links.iter().enumerate() {
            let (to_next, from_before) =
                (outputs[layout.after() + i], outputs[layout.before() + i]);
            weights.states[row] = from_before - to_next;
            weights.paced[row] = -(after * to_next + before * from_before);
        }
        if self.held(node).is_none() {
            for (equation, weight) in self.equations.iter().zip(&outputs[layout.equations_at()..]) {
                match *equation {
                    Equation::Still { row } => weights.rates[row] = *weight,
                    Equation::Paced { row, .. } => weights.paced[row] = *weight,
                }
            }
        }
        weights.limits.copy_from_slice(&outputs[layout.limits_at()..][..N_LIMITS]);
        if layout.totals > 0 {
            weights.energy = outputs[layout.totals_at()] * (before + after) * MEGA;
        }
        weights
    }

    /// The values of the equations, once the rest is in: what rings, or the first node's own.
    fn finish_values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let equations = &mut values[self.layout.equations_at()..];
        if let Some(held) = self.held(node) {
            for (value, &at) in equations.iter_mut().zip(&self.layout.own) {
                *value = input[at] - held[at];
            }
            return;
        }
        for (value, &equation) in equations.iter_mut().zip(&self.equations) {
            if let Some((common, factor)) = self.ringing(node, equation) {
                *value -= factor * input[N_UNKNOWNS + common];
            }
        }
    }

    fn finish_jacobian(&self, node: usize, jacobian: &mut [f64]) {
        let inputs = self.layout.inputs();
        let equations = jacobian[self.layout.equations_at() * inputs..].chunks_exact_mut(inputs);
        if self.held(node).is_some() {
            for (row, &at) in equations.zip(&self.layout.own) {
                row.fill(0.0);
                row[at] = 1.0;
            }
            return;
        }
        for (row, &equation) in equations.zip(&self.equations) {
            if let Some((common, factor)) = self.ringing(node, equation) {
                row[N_UNKNOWNS + common] = -factor;
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
        let node = node(&self.car, &self.road.surfaces()[at], &self.node_input(at, input));
        self.outputs(at, &node.outcome, |row, value| values[row] = value);
        self.finish_values(at, input, values);
    }

    fn derivatives(&self, at: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let inputs = self.layout.inputs();
        let surface = &self.road.surfaces()[at];
        let slopes = Slopes::new(&self.car, surface, &self.node_input(at, input));
        let bias = self.bias_column(at).map(|column| N_UNKNOWNS + column);
        out.jacobian.fill(0.0);
        self.outputs(at, &slopes.outcome, |row, jet| {
            out.values[row] = jet.value;
            let to = &mut out.jacobian[row * inputs..(row + 1) * inputs];
            to[..N_UNKNOWNS].copy_from_slice(&jet.gradient[..N_UNKNOWNS]);
            if let Some(bias) = bias {
                to[bias] = jet.gradient[BIAS];
            }
        });
        self.finish_values(at, input, &mut out.values);
        self.finish_jacobian(at, &mut out.jacobian);
        let curvature = slopes.curvature(&self.weights(at, weights), self.car.mass);
        out.hessian.fill(0.0);
        let rows = curvature.iter().enumerate();
        let place = |i: usize| if i < N_UNKNOWNS { Some(i) } else { bias };
        for (to, row) in rows.filter_map(|(i, row)| Some((place(i)?, row))) {
            let out = &mut out.hessian[to * inputs..(to + 1) * inputs];
            out[..N_UNKNOWNS].copy_from_slice(&row[..N_UNKNOWNS]);
            if let Some(bias) = bias {
                out[bias] = row[BIAS];
            }
        }
    }

    fn ties(&self, node: usize) -> &[f64] {
        let shared = self.layout.shared.len();
        &self.ties[node * shared..(node + 1) * shared]
    }
}

/// Which rows are links, the equations, and the unknowns that the equations determine.
fn rows(road: &Road, wheel_rows: WheelRows) -> (Vec<usize>, Vec<Equation>, Vec<usize>) {
    let even = road.is_closed() && road.stations().len().is_multiple_of(2);
    let rings = even && wheel_rows == WheelRows::Stepwise;
    let paced =
        |row: usize, common: usize| Equation::Paced { row, common: rings.then_some(common) };
    let wheels = (0..4).map(|k| paced(k, k));
    if road.is_level() {
        let loads = (crate::node::LOADS..=BALANCE).map(|row| Equation::Still { row });
        let own = (0..4).chain(Z..Z + 4).collect();
        return (vec![4, 5, 6, PLACE, PLACE + 1], wheels.chain(loads).collect(), own);
    }
    let links = (4..BALANCE).chain([PLACE, PLACE + 1]).collect();
    let balance = paced(BALANCE, 4);
    (links, wheels.chain([balance]).collect(), (0..4).chain([Z + 3]).collect())
}

fn check_settings(road: &Road, settings: &Settings) -> Result<(), Error> {
    let refuse = |what| Err(Error::Settings(what));
    let weights = [settings.steering_weight, settings.pedal_weight];
    if !weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
        return refuse("the weights of steering and pedal are finite and not negative");
    }
    if settings.first_node.is_some() == road.is_closed() {
        return refuse("an open road takes a first node, a closed road takes none");
    }
    if !settings.bias_pieces.is_sorted_by(|a, b| a < b) {
        return refuse("the pieces of the brake bias start one after the other");
    }
    if settings.energy.is_some_and(|energy| !(energy.is_finite() && energy > 0.0)) {
        return refuse("the limit on energy is finite and above zero");
    }
    let ends = settings.lower.iter().zip(&settings.upper);
    if !ends.into_iter().all(|(low, high)| low < high) || settings.lower[U] <= 0.0 {
        return refuse("lower bounds are below upper ones, and the least speed is above zero");
    }
    Ok(())
}

fn check_widths(road: &Road, car: &DoubleTrack) -> Result<(), Error> {
    let track = car.front.track;
    let widths = road.stations().iter().map(|station| station.left + station.right);
    match widths.enumerate().find(|(_, width)| *width <= track) {
        Some((station, metres)) => Err(Error::Narrow { station, metres, track }),
        None => Ok(()),
    }
}

fn ranges(
    road: &Road,
    car: &DoubleTrack,
    settings: &Settings,
    layout: &Layout,
    n_ringing: usize,
) -> AllRanges {
    let mut all = AllRanges::default();
    let slips: [f64; 4] = std::array::from_fn(|k| car.axle(k).tyre.largest_lambda(car.weight()));
    for (i, station) in road.stations().iter().enumerate() {
        let (mut lower, mut upper) = (settings.lower, settings.upper);
        (lower[N], upper[N]) = (-station.left, station.right);
        if let Some(held) = settings.first_node.filter(|_| i == 0) {
            for &at in &layout.shared {
                (lower[at], upper[at]) = (held[at], held[at]);
            }
        }
        all.unknowns.lower.extend(lower);
        all.unknowns.upper.extend(upper);
        all.limits.lower.extend(slips.map(|slip| -slip));
        all.limits.lower.extend([-station.left; 2]);
        all.limits.upper.extend(slips);
        all.limits.upper.extend([station.right; 2]);
    }
    let pieces = settings.bias_pieces.len();
    let common = |free: f64, bias: f64| [vec![free; n_ringing], vec![bias; pieces]].concat();
    all.common =
        Ranges { lower: common(f64::NEG_INFINITY, 0.0), upper: common(f64::INFINITY, 1.0) };
    all.totals =
        Ranges { lower: vec![0.0; layout.totals], upper: settings.energy.into_iter().collect() };
    all
}

fn ties(road: &Road, settings: &Settings, layout: &Layout) -> Vec<f64> {
    let steps = (0..layout.n_nodes).map(|i| road.step(i));
    let tie = |step: f64, at: usize| match at {
        _ if step == 0.0 => 0.0,
        STEER => 2.0 * settings.steering_weight / step,
        PEDAL => 2.0 * settings.pedal_weight / step,
        _ => 0.0,
    };
    steps.flat_map(|step| layout.shared.iter().map(move |&at| tie(step, at))).collect()
}
