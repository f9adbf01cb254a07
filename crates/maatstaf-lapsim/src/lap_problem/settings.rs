//! What a problem asks beyond a road and a car.

use super::scheme::Scheme;
use crate::error::Error;
use crate::node::{ALPHA, N_UNKNOWNS, R, STEER, U, V, Z};
use crate::road::Road;

/// Metres per second in a kilometre per hour.
const KMH: f64 = 1.0 / 3.6;
const DEGREE: f64 = std::f64::consts::PI / 180.0;

/// How the rows of the wheels hold on a closed road of an even number of nodes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WheelRows {
    /// As published: from node to node, so that they may ring.
    #[default]
    Stepwise,
    /// At every node. Hermite–Simpson takes them so in any case.
    AtNodes,
}

/// How heave, roll and pitch hold on a tilted road; on a level one they are balances in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoadRows {
    /// As published: from node to node, with what it takes to heave, roll and pitch the car as the
    /// road does.
    #[default]
    Stepwise,
    /// As balances at every node, without that: the loads cannot ring.
    AtNodes,
}

/// What a problem asks beyond a road and a car.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// How the equations of motion become rows.
    pub scheme: Scheme,
    /// `w_δ`, s m/rad².
    pub steering_weight: f64,
    /// `w_p`, s m.
    pub pedal_weight: f64,
    /// The same of each share of a motor, s m.
    pub motor_weight: f64,
    /// What a motor's energy costs in the objective, given or recovered, s/MJ. A little of it
    /// keeps a motor from doing both at once where nothing limits its energy.
    pub motor_price: f64,
    /// How the wheels' rows hold.
    pub wheel_rows: WheelRows,
    /// How heave, roll and pitch hold.
    pub load_rows: LoadRows,
    /// Where the brake bias may change, m along the road, increasing; the first piece starts at
    /// the first station whatever its number. Without any, the car's bias holds.
    pub bias_pieces: Vec<f64>,
    /// The most energy the engine may give, MJ.
    pub energy: Option<f64>,
    /// The unknowns of the first node, on an open road.
    pub first_node: Option<[f64; N_UNKNOWNS]>,
    /// The least values of a point's unknowns; of `n`, the left edge stands instead.
    pub lower: [f64; N_UNKNOWNS],
    /// The largest values; of `u`, the end of the highest gear where that is less.
    pub upper: [f64; N_UNKNOWNS],
}

impl Default for Settings {
    /// As published for Catalunya in two dimensions.
    fn default() -> Self {
        let mut upper = [1.0; N_UNKNOWNS];
        upper[U] = 380.0 * KMH;
        upper[V] = 50.0 * KMH;
        upper[R] = 10.0;
        upper[ALPHA] = 45.0 * DEGREE;
        upper[STEER] = 20.0 * DEGREE;
        let mut lower = upper.map(|most| -most);
        lower[U] = 50.0 * KMH;
        lower[Z..Z + 4].fill(-3.0);
        upper[Z..Z + 4].fill(-0.01);
        Self {
            scheme: Scheme::Trapezoidal,
            steering_weight: 50.0,
            pedal_weight: 0.016,
            motor_weight: 0.016,
            motor_price: 1e-3,
            wheel_rows: WheelRows::Stepwise,
            load_rows: LoadRows::Stepwise,
            bias_pieces: Vec::new(),
            energy: None,
            first_node: None,
            lower,
            upper,
        }
    }
}

impl Settings {
    /// Refuses settings that do not fit a road, or each other.
    pub(super) fn check(&self, road: &Road) -> Result<(), Error> {
        let refuse = |what| Err(Error::Settings(what));
        let motor = [self.motor_weight, self.motor_price];
        let weights = [[self.steering_weight, self.pedal_weight], motor].concat();
        if !weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0) {
            return refuse("the weights of steering, pedal and motor are finite and not negative");
        }
        if self.first_node.is_some() == road.is_closed() {
            return refuse("an open road takes a first node, a closed road takes none");
        }
        if !self.bias_pieces.is_sorted_by(|a, b| a < b) {
            return refuse("the pieces of the brake bias start one after the other");
        }
        if self.energy.is_some_and(|energy| !(energy.is_finite() && energy > 0.0)) {
            return refuse("the limit on energy is finite and above zero");
        }
        let ends = self.lower.iter().zip(&self.upper);
        if !ends.into_iter().all(|(low, high)| low < high) || self.lower[U] <= 0.0 {
            return refuse("lower bounds are below upper ones, and the least speed is above zero");
        }
        Ok(())
    }
}
