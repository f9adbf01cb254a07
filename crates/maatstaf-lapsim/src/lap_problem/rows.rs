//! Which rows a problem has, and which unknowns they determine.

use maatstaf_numerics::programme::{AllRanges, Layout, Ranges};

use super::scheme::Scheme;
use super::settings::{LoadRows, Settings, WheelRows};
use crate::double_track::DoubleTrack;
use crate::node::{BALANCE, LOADS, N, N_LIMITS, N_UNKNOWNS, PEDAL, PLACE, STEER, U, Z};
use crate::road::{Road, Station};

/// An equation of a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Equation {
    /// `ẏ = 0` in a row.
    Still { row: usize },
    /// `τ ẏ = 0` in a row, or `(−1)^i C` with the common unknown.
    Paced { row: usize, common: Option<usize> },
}

/// The rows of a problem; see [`crate::node`] for what each is.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    /// Those that drive states of the car.
    pub states: Vec<usize>,
    /// Those of heave, roll and pitch, where the road moves the car so.
    pub heaves: Vec<usize>,
    /// Those that hold at every point.
    pub equations: Vec<Equation>,
    /// The unknowns of a point that the equations determine.
    pub own: Vec<usize>,
}

impl Rows {
    pub(super) fn new(road: &Road, settings: &Settings) -> Self {
        let even = road.is_closed() && road.stations().len().is_multiple_of(2);
        let rings = even
            && settings.wheel_rows == WheelRows::Stepwise
            && settings.scheme == Scheme::Trapezoidal;
        let paced =
            |row: usize, common: usize| Equation::Paced { row, common: rings.then_some(common) };
        let wheels = (0..4).map(|k| paced(k, k));
        let states = vec![4, 5, 6, PLACE, PLACE + 1];
        if road.is_level() || settings.load_rows == LoadRows::AtNodes {
            let loads = (LOADS..=BALANCE).map(|row| Equation::Still { row });
            let own = (0..4).chain(Z..Z + 4).collect();
            return Self { states, heaves: vec![], equations: wheels.chain(loads).collect(), own };
        }
        let balance = paced(BALANCE, 4);
        Self {
            states,
            heaves: (LOADS..BALANCE).collect(),
            equations: wheels.chain([balance]).collect(),
            own: (0..4).chain([Z + 3]).collect(),
        }
    }

    /// Common unknowns of rows that ring.
    pub(super) fn n_ringing(&self) -> usize {
        let rings =
            |equation: &&Equation| matches!(equation, Equation::Paced { common: Some(_), .. });
        self.equations.iter().filter(rings).count()
    }

    pub(super) fn layout(&self, road: &Road, settings: &Settings) -> Layout {
        let n_points = settings.scheme.n_points();
        let (n_states, n_heaves) = (self.states.len(), self.heaves.len());
        let of_points = |mine: &dyn Fn(usize) -> bool| {
            let all = (0..n_points * N_UNKNOWNS).filter(|at| mine(at % N_UNKNOWNS));
            all.collect::<Vec<usize>>()
        };
        Layout {
            n_nodes: road.stations().len(),
            closed: road.is_closed(),
            own: of_points(&|at| self.own.contains(&at)),
            shared: of_points(&|at| !self.own.contains(&at)),
            common: self.n_ringing() + settings.bias_pieces.len(),
            links: match settings.scheme {
                Scheme::Trapezoidal => n_states + n_heaves,
                Scheme::HermiteSimpson => 2 * (n_states + n_heaves) + 2,
            },
            equations: n_points * self.equations.len(),
            limits: n_points * N_LIMITS,
            totals: usize::from(settings.energy.is_some()),
        }
    }
}

/// The ranges of unknowns, limits and totals.
pub(super) fn ranges(
    road: &Road,
    car: &DoubleTrack,
    settings: &Settings,
    layout: &Layout,
    n_ringing: usize,
) -> AllRanges {
    let mut all = AllRanges::default();
    let slips: [f64; 4] = std::array::from_fn(|k| car.axle(k).tyre.largest_lambda(car.weight()));
    let n_points = settings.scheme.n_points();
    let geared = car.top_speed_by_gearing().unwrap_or(f64::INFINITY);
    for (node, point) in (0..layout.n_nodes).flat_map(|i| (0..n_points).map(move |p| (i, p))) {
        let place = place(road, node, point).unwrap_or(&road.stations()[node]);
        let Station { left, right, .. } = place;
        let (mut lower, mut upper) = (settings.lower, settings.upper);
        (lower[N], upper[N]) = (-left, *right);
        upper[U] = upper[U].min(geared);
        if let Some(held) = held(road, settings, node, point) {
            let shared = layout.shared.iter().filter_map(|at| at.checked_sub(point * N_UNKNOWNS));
            for at in shared.filter(|at| *at < N_UNKNOWNS) {
                (lower[at], upper[at]) = (held[at], held[at]);
            }
        }
        all.unknowns.lower.extend(lower);
        all.unknowns.upper.extend(upper);
        all.limits.lower.extend(slips.map(|slip| -slip));
        all.limits.lower.extend([-left; 2]);
        all.limits.upper.extend(slips);
        all.limits.upper.extend([*right; 2]);
    }
    let pieces = settings.bias_pieces.len();
    let common = |free: f64, bias: f64| [vec![free; n_ringing], vec![bias; pieces]].concat();
    all.common =
        Ranges { lower: common(f64::NEG_INFINITY, 0.0), upper: common(f64::INFINITY, 1.0) };
    all.totals =
        Ranges { lower: vec![0.0; layout.totals], upper: settings.energy.into_iter().collect() };
    all
}

/// Where a point is: a station, or the middle after it; nowhere past the end of an open road.
pub(super) fn place(road: &Road, node: usize, point: usize) -> Option<&Station> {
    match point {
        0 => road.stations().get(node),
        _ => road.middles().get(node),
    }
}

/// The values of a point that is no unknown: the first station of an open road, and the middle
/// that its last node has nowhere.
pub(super) fn held<'a>(
    road: &Road,
    settings: &'a Settings,
    node: usize,
    point: usize,
) -> Option<&'a [f64; N_UNKNOWNS]> {
    let first = node == 0 && point == 0;
    let nowhere = place(road, node, point).is_none();
    settings.first_node.as_ref().filter(|_| first || nowhere)
}

/// The weights of steering and pedal from each node to the next.
pub(super) fn ties(road: &Road, settings: &Settings, layout: &Layout) -> Vec<f64> {
    let steps = (0..layout.n_nodes).map(|i| road.step(i));
    let tie = |step: f64, at: usize| match at {
        _ if step == 0.0 => 0.0,
        STEER => 2.0 * settings.steering_weight / step,
        PEDAL => 2.0 * settings.pedal_weight / step,
        _ => 0.0,
    };
    steps.flat_map(|step| layout.shared.iter().map(move |&at| tie(step, at))).collect()
}
