//! Which rows a problem has, and which unknowns they determine.

use maatstaf_numerics::programme::{AllRanges, Layout, Ranges};

use super::scheme::{MEGA, Quantity, Scheme};
use super::settings::{LoadRows, Settings, WheelRows};
use crate::double_track::DoubleTrack;
use crate::motor::Motor;
use crate::node::{BALANCE, LOADS, N, N_LIMITS, N_UNKNOWNS, PEDAL, PLACE, STEER, U, Z};
use crate::road::{Road, Station};

/// The motor's two shares among the unknowns of a point, after all others; only of cars with one.
pub(super) const SHARES: [usize; 2] = [N_UNKNOWNS, N_UNKNOWNS + 1];

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
    /// The unknowns of a point.
    pub n_unknowns: usize,
    /// Those that are controls.
    pub controls: Vec<usize>,
    /// The limits of a point.
    pub limits: Vec<Quantity>,
    /// What has a price in the objective, s/MJ.
    pub prices: Vec<(Quantity, f64)>,
    /// What is limited over the whole road, with its most, MJ.
    pub totals: Vec<(Quantity, f64)>,
}

impl Rows {
    pub(super) fn new(road: &Road, car: &DoubleTrack, settings: &Settings) -> Self {
        let (equations, own) = equations(road, settings);
        let heaves = if loads_hold(road, settings) { vec![] } else { (LOADS..BALANCE).collect() };
        let motor = car.motor.as_ref();
        let shares = motor.map_or(&[][..], |_| &SHARES);
        let together = motor.and_then(|motor| motor.together).map(|_| Quantity::Together);
        let most = |of: fn(&Motor) -> Option<f64>| Some(of(motor?)? / MEGA);
        let totals = [
            (Quantity::Energy, settings.energy),
            (Quantity::Deployed, most(|motor| motor.deploy_per_lap)),
            (Quantity::Recovered, most(|motor| motor.recover_per_lap)),
        ];
        Self {
            states: vec![4, 5, 6, PLACE, PLACE + 1],
            heaves,
            equations,
            own,
            n_unknowns: N_UNKNOWNS + shares.len(),
            controls: [&[STEER, PEDAL], shares].concat(),
            limits: (0..N_LIMITS).map(Quantity::Limit).chain(together).collect(),
            prices: motor.map_or(vec![], |_| {
                [Quantity::Deployed, Quantity::Recovered]
                    .map(|of| (of, settings.motor_price))
                    .into()
            }),
            totals: totals.into_iter().filter_map(|(of, most)| Some((of, most?))).collect(),
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
            let all = (0..n_points * self.n_unknowns).filter(|at| mine(at % self.n_unknowns));
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
                Scheme::HermiteSimpson => 2 * (n_states + n_heaves) + self.controls.len(),
            },
            equations: n_points * self.equations.len(),
            limits: n_points * self.limits.len(),
            totals: self.totals.len(),
        }
    }
}

/// Whether the load rows hold at every point.
fn loads_hold(road: &Road, settings: &Settings) -> bool {
    road.is_level() || settings.load_rows == LoadRows::AtNodes
}

/// The equations of a point, and the unknowns that they determine.
fn equations(road: &Road, settings: &Settings) -> (Vec<Equation>, Vec<usize>) {
    let even = road.is_closed() && road.stations().len().is_multiple_of(2);
    let rings = even
        && settings.wheel_rows == WheelRows::Stepwise
        && settings.scheme == Scheme::Trapezoidal;
    let paced =
        |row: usize, common: usize| Equation::Paced { row, common: rings.then_some(common) };
    let wheels = (0..4).map(|k| paced(k, k));
    if loads_hold(road, settings) {
        let loads = (LOADS..=BALANCE).map(|row| Equation::Still { row });
        return (wheels.chain(loads).collect(), (0..4).chain(Z..Z + 4).collect());
    }
    let balance = paced(BALANCE, 4);
    (wheels.chain([balance]).collect(), (0..4).chain([Z + 3]).collect())
}

/// The ranges of unknowns, limits and totals.
pub(super) fn ranges(
    road: &Road,
    car: &DoubleTrack,
    settings: &Settings,
    layout: &Layout,
    rows: &Rows,
) -> AllRanges {
    let mut all = AllRanges::default();
    let n_unknowns = rows.n_unknowns;
    let slips: [f64; 4] = std::array::from_fn(|k| car.axle(k).tyre.largest_lambda(car.weight()));
    let n_points = settings.scheme.n_points();
    let geared = car.top_speed_by_gearing().unwrap_or(f64::INFINITY);
    for (node, point) in (0..layout.n_nodes).flat_map(|i| (0..n_points).map(move |p| (i, p))) {
        let place = place(road, node, point).unwrap_or(&road.stations()[node]);
        let Station { left, right, .. } = place;
        let (mut lower, mut upper) = (settings.lower.to_vec(), settings.upper.to_vec());
        if let Some(motor) = &car.motor {
            lower.extend([0.0; 2]);
            upper.extend([motor.power, motor.recovery].map(|most| f64::from(most > 0.0)));
        }
        (lower[N], upper[N]) = (-left, *right);
        upper[U] = upper[U].min(geared);
        if let Some(held) = held(road, settings, node, point) {
            let shared = layout.shared.iter().filter_map(|at| at.checked_sub(point * n_unknowns));
            for at in shared.filter(|at| *at < n_unknowns) {
                let value = held.get(at).copied().unwrap_or(0.0); // a motor idles
                (lower[at], upper[at]) = (value, value);
            }
        }
        all.unknowns.lower.extend(lower);
        all.unknowns.upper.extend(upper);
        all.limits.lower.extend(slips.map(|slip| -slip));
        all.limits.lower.extend([-left; 2]);
        all.limits.upper.extend(slips);
        all.limits.upper.extend([*right; 2]);
        let beyond = rows.limits.len() - N_LIMITS;
        all.limits.lower.extend(vec![f64::NEG_INFINITY; beyond]);
        all.limits.upper.extend(vec![1.0; beyond]);
    }
    let pieces = settings.bias_pieces.len();
    let n_ringing = rows.n_ringing();
    let common = |free: f64, bias: f64| [vec![free; n_ringing], vec![bias; pieces]].concat();
    all.common =
        Ranges { lower: common(f64::NEG_INFINITY, 0.0), upper: common(f64::INFINITY, 1.0) };
    let most = rows.totals.iter().map(|(_, most)| *most).collect();
    all.totals = Ranges { lower: vec![0.0; layout.totals], upper: most };
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

/// The weights of the controls from each node to the next.
pub(super) fn ties(road: &Road, settings: &Settings, layout: &Layout, rows: &Rows) -> Vec<f64> {
    let steps = (0..layout.n_nodes).map(|i| road.step(i));
    let tie = |step: f64, at: usize| match at {
        _ if step == 0.0 => 0.0,
        STEER => 2.0 * settings.steering_weight / step,
        PEDAL => 2.0 * settings.pedal_weight / step,
        _ if rows.controls.contains(&at) => 2.0 * settings.motor_weight / step,
        _ => 0.0,
    };
    steps.flat_map(|step| layout.shared.iter().map(move |&at| tie(step, at))).collect()
}
