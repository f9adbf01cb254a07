//! A car that turns steadily: thirteen equations for its slips, speeds, loads and controls.

use maatstaf_numerics::elimination::solve;
use maatstaf_numerics::jet::Jet1;

use crate::double_track::DoubleTrack;
use crate::node::{
    ALPHA, BALANCE, BIAS, CHASSIS, KAPPA, LOADS, N, N_INPUTS, N_UNKNOWNS, PEDAL, R, STEER, U, V, Z,
    node,
};
use crate::road::Surface;
use crate::slopes::{Slopes, Weights};

/// Unknowns of a turning car: those of a node but for its place on the road.
pub(super) const N_TURNING: usize = 13;
/// Equations, as many.
pub(super) const N_ROWS: usize = 13;
/// The unknowns, as a node numbers them.
pub(super) const TURNING: [usize; N_TURNING] =
    [KAPPA, KAPPA + 1, KAPPA + 2, KAPPA + 3, U, V, R, Z, Z + 1, Z + 2, Z + 3, STEER, PEDAL];
/// Where forward and sideways speed, yaw rate and pedal are among them.
pub(super) const AT_U: usize = 4;
pub(super) const AT_V: usize = 5;
pub(super) const AT_R: usize = 6;
pub(super) const AT_PEDAL: usize = 12;
/// The vertical balance among the rows.
pub(super) const ROW_VERTICAL: usize = 7;

/// What a car does: a speed, the accelerations of its path, and how hard gravity pulls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Manoeuvre {
    /// m/s.
    pub speed: f64,
    /// Along the path, m/s².
    pub forward: f64,
    /// Towards the inside of the turn, to the right, m/s².
    pub sideways: f64,
    /// Of the weight on a level road.
    pub gravity: f64,
}

/// The equations at a point, with their slopes.
///
/// ```text
/// E_k/m = 0                                     each wheel
/// u̇ = a_t u/V,  v̇ = a_t v/V,  ṙ = 0              the path's acceleration, the heading fixed to it
/// vertical, roll, pitch, roll balance = 0
/// (u² + v² − V²) / 2V = 0,   r V − a_n = 0
/// ```
pub(super) struct Rows<'a> {
    pub values: [f64; N_ROWS],
    /// By each unknown.
    pub slopes: [[f64; N_TURNING]; N_ROWS],
    /// Lateral slips of the wheels.
    pub slips: [Jet1<N_INPUTS>; 4],
    node: Slopes<'a, N_INPUTS>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(car: &'a DoubleTrack, x: &[f64; N_TURNING], to: &Manoeuvre) -> Self {
        let surface = Surface { down: [0.0, 0.0, to.gravity], ..Surface::default() };
        let node = Slopes::new(car, &surface, &inputs(car, x));
        let mut rows = Self {
            values: [0.0; N_ROWS],
            slopes: [[0.0; N_TURNING]; N_ROWS],
            slips: std::array::from_fn(|k| node.outcome.limits[k]),
            node,
        };
        for row in 0..=BALANCE {
            let jet = &rows.node.outcome.rates[row];
            rows.values[row] = jet.value;
            rows.slopes[row] = TURNING.map(|at| jet.gradient[at]);
        }
        let share = to.forward / to.speed;
        for (row, at) in [(CHASSIS, AT_U), (CHASSIS + 1, AT_V)] {
            rows.values[row] -= share * x[at];
            rows.slopes[row][at] -= share;
        }
        let (u, v) = (x[AT_U], x[AT_V]);
        rows.values[11] = (u * u + v * v - to.speed * to.speed) / (2.0 * to.speed);
        rows.slopes[11][AT_U] = u / to.speed;
        rows.slopes[11][AT_V] = v / to.speed;
        rows.values[12] = x[AT_R] * to.speed - to.sideways;
        rows.slopes[12][AT_R] = to.speed;
        rows
    }

    /// The second derivatives of the rows and the slips, summed by weights.
    pub(super) fn bends(
        &self,
        mass: f64,
        rows: &[f64; N_ROWS],
        slips: &[f64; 4],
        speed: f64,
    ) -> [[f64; N_TURNING]; N_TURNING] {
        let mut weights = Weights::default();
        weights.rates[..=BALANCE].copy_from_slice(&rows[..=BALANCE]);
        weights.limits[..4].copy_from_slice(slips);
        let all = self.node.curvature(&weights, mass);
        let mut bends = TURNING.map(|i| TURNING.map(|j| all[i][j]));
        for at in [AT_U, AT_V] {
            bends[at][at] += rows[11] / speed;
        }
        bends
    }
}

/// The rows, and the lateral slips of the wheels, without slopes.
pub(super) fn values(
    car: &DoubleTrack,
    x: &[f64; N_TURNING],
    to: &Manoeuvre,
) -> ([f64; N_ROWS], [f64; 4]) {
    let surface = Surface { down: [0.0, 0.0, to.gravity], ..Surface::default() };
    let outcome = node(car, &surface, &inputs(car, x)).outcome;
    let (u, v, share) = (x[AT_U], x[AT_V], to.forward / to.speed);
    let mut rows = [0.0; N_ROWS];
    rows[..=BALANCE].copy_from_slice(&outcome.rates[..=BALANCE]);
    rows[CHASSIS] -= share * u;
    rows[CHASSIS + 1] -= share * v;
    rows[11] = (u * u + v * v - to.speed * to.speed) / (2.0 * to.speed);
    rows[12] = x[AT_R] * to.speed - to.sideways;
    (rows, std::array::from_fn(|k| outcome.limits[k]))
}

fn inputs(car: &DoubleTrack, x: &[f64; N_TURNING]) -> [f64; N_INPUTS] {
    let mut input = [0.0; N_INPUTS];
    TURNING.iter().zip(x).for_each(|(at, value)| input[*at] = *value);
    (input[N], input[ALPHA], input[BIAS]) = (0.0, 0.0, car.brake_bias);
    input
}

/// What the driven wheels take, W: torque times speed, the brakes off.
pub(super) fn driving_power(car: &DoubleTrack, x: &[f64; N_TURNING]) -> f64 {
    let node = node(car, &Surface { down: [0.0, 0.0, 1.0], ..Surface::default() }, &inputs(car, x));
    let speeds = node.wheels.map(|wheel| wheel.speed);
    car.drive.given(car.drive.turning(speeds), x[AT_PEDAL]) * car.drive.efficiency
}

/// What of a manoeuvre is found: how far the pedal goes, or how fast the car gathers way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Found {
    Pedal,
    Forward,
}

/// How many steps a search takes before it gives up, and the last of them, against the size of
/// the unknowns, at which it has arrived.
const STEPS: usize = 30;
const SMALL: f64 = 1e-11;

/// The unknowns of a manoeuvre by Newton's method, from those of one nearby; with [`Found::Forward`]
/// the pedal stays as it is and the manoeuvre's forward acceleration is found.
pub(super) fn turn(
    car: &DoubleTrack,
    start: &[f64; N_TURNING],
    mut to: Manoeuvre,
    found: Found,
) -> Option<([f64; N_TURNING], Manoeuvre)> {
    let mut x = *start;
    for _ in 0..STEPS {
        let rows = Rows::new(car, &x, &to);
        let mut matrix: Vec<f64> = rows.slopes.iter().flatten().copied().collect();
        if found == Found::Forward {
            for row in 0..N_ROWS {
                matrix[row * N_TURNING + AT_PEDAL] = match row {
                    CHASSIS => -x[AT_U] / to.speed,
                    row if row == CHASSIS + 1 => -x[AT_V] / to.speed,
                    _ => 0.0,
                };
            }
        }
        let mut step = rows.values.map(|value| -value);
        if !solve(&mut matrix, &mut step) || !step.iter().all(|by| by.is_finite()) {
            return None;
        }
        for (at, (value, by)) in x.iter_mut().zip(step).enumerate() {
            match (at, found) {
                (AT_PEDAL, Found::Forward) => to.forward += by,
                _ => *value += by,
            }
        }
        let inside = x[7..11].iter().all(|z| *z < 0.0) && x[AT_U] > 0.0;
        if !inside {
            return None;
        }
        if step.iter().all(|by| by.abs() <= SMALL * to.speed) {
            return Some((x, to));
        }
    }
    None
}

/// The unknowns of driving straight on, from those of a node.
pub(super) fn from_node(node: &[f64; N_UNKNOWNS]) -> [f64; N_TURNING] {
    TURNING.map(|at| node[at])
}

/// The rows are counted as a node counts its own.
const _: () = assert!(ROW_VERTICAL == LOADS);
