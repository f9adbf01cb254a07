//! The part of a motor in the slopes of a node.

use maatstaf_numerics::jet::{Jet2, Real};

use super::{Weights, WheelPart, add, corner};
use crate::double_track::DoubleTrack;
use crate::motor::{Motor, MotorPower};
use crate::node::{MOTOR, N_RATES, PEDAL, U};

/// By the speeds of the wheels, the pedal, `u`, and the motor's shares.
pub(super) type Effort = Jet2<8, 36>;

/// A motor at work, from which its part follows; plain data, so that a node without one does not
/// pay for dropping it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Running<'a> {
    pub car: &'a DoubleTrack,
    pub motor: &'a Motor,
    /// Speeds of the wheels.
    pub speeds: [f64; 4],
    /// The pedal, the forward speed, the shares.
    pub rest: [f64; 4],
}

/// Its torques and powers.
#[derive(Clone, Debug)]
pub(super) struct MotorPart {
    pub torques: [Effort; 4],
    pub power: MotorPower<Effort>,
}

impl MotorPart {
    /// Of a motor at work.
    pub fn new(running: &Running<'_>) -> Self {
        let Running { car, motor, speeds, rest } = *running;
        let speeds = std::array::from_fn(|k| Effort::variable(speeds[k], k));
        let [pedal, u, give, recover] = std::array::from_fn(|i| Effort::variable(rest[i], 4 + i));
        let unit = car.drive.given(car.drive.turning(speeds), pedal) * car.drive.efficiency;
        let power = motor.power(u, [give, recover], unit);
        let mut torques = [Effort::constant(0.0); 4];
        motor.add_torques(&power, &speeds, &mut torques);
        Self { torques, power }
    }

    /// The weighted sum of all its numbers, as a jet.
    pub fn weighted(
        &self,
        weights: &Weights,
        rates: &[f64; N_RATES],
        pace: f64,
        mass: f64,
    ) -> Effort {
        let mut sum = self.power.deployed * (pace * weights.deployed)
            + self.power.recovered * (pace * weights.recovered)
            + self.power.together * weights.together;
        for (torque, weight) in self.torques.iter().zip(rates) {
            sum = sum + *torque * (weight / mass);
        }
        sum
    }
}

/// Adds a gradient by all inputs, times a factor.
pub(super) fn add_gradient<const I: usize>(
    to: &mut [f64; I],
    wheels: &[WheelPart; 4],
    effort: &Effort,
    factor: f64,
) {
    for (k, wheel) in wheels.iter().enumerate() {
        add(to, corner(k), &wheel.speed.gradient, factor * effort.gradient[k]);
    }
    for (at, slope) in [PEDAL, U, MOTOR, MOTOR + 1].into_iter().zip(&effort.gradient[4..]) {
        to[at] += factor * slope;
    }
}

/// Adds `Σ S_ij ∇q_i ∇q_jᵀ`, where `S` are second derivatives by the speeds of the wheels, pedal,
/// `u` and shares, `q`.
pub(super) fn add_products<const I: usize>(
    out: &mut [[f64; I]; I],
    wheels: &[WheelPart; 4],
    effort: &Effort,
) {
    for i in 0..8 {
        let row = Effort { gradient: std::array::from_fn(|j| effort.second(i, j)), ..*effort };
        let mut turned = [0.0; I];
        add_gradient(&mut turned, wheels, &row, 1.0);
        let mut add_row = |at: usize, slope: f64| {
            out[at].iter_mut().zip(&turned).for_each(|(value, part)| *value += slope * part);
        };
        match i {
            4 => add_row(PEDAL, 1.0),
            5 => add_row(U, 1.0),
            6 | 7 => add_row(MOTOR + i - 6, 1.0),
            k => {
                let slopes = corner(k).into_iter().zip(wheels[k].speed.gradient);
                slopes.for_each(|(at, slope)| add_row(at, slope));
            }
        }
    }
}
