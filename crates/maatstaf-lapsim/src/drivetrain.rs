//! Brakes, engine and differential: torque at the wheels.
//!
//! One signed pedal `p`, from −1 (braking) to 1 (throttle), moves both. Its shares are smooth,
//! so neither is ever exactly zero: `q_b = pos(−p; ε)`, `q_t = pos(p; ε)`.

use maatstaf_numerics::jet::Real;

use crate::smooth::positive_part;

/// The brakes of an axle.
#[derive(Clone, Debug, PartialEq)]
pub struct Brakes {
    /// `B`, the torque of a wheel at full pedal and full share, N m.
    pub torque: f64,
    /// `ε_T`, how softly the pedal passes zero.
    pub softness: f64,
}

/// What drives the rear wheels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drive {
    /// `P`, W. There is no torque limit.
    pub power: f64,
    /// `k_d`, torque by difference of speed, N m s/rad.
    pub differential: f64,
    /// `ε_T`, how softly the pedal passes zero.
    pub softness: f64,
}

impl Brakes {
    /// `q_b`, the share of the brakes that the pedal asks for.
    pub fn share<R: Real>(&self, pedal: R) -> R {
        positive_part(-pedal, self.softness)
    }

    /// The torque on one wheel, N m.
    ///
    /// ```text
    /// T_b = −tanh(ω) B q_b(p) · share
    /// ```
    ///
    /// `share` is the axle's share: the brake bias `b` in front, `1 − b` behind.
    pub fn torque<R: Real>(&self, speed: R, pedal: R, share: R) -> R {
        speed.tanh() * self.share(pedal) * share * -self.torque
    }
}

impl Drive {
    /// `q_t`, the share of the power that the pedal asks for.
    pub fn share<R: Real>(&self, pedal: R) -> R {
        positive_part(pedal, self.softness)
    }

    /// `T_e = q_t P / ω̄` with `ω̄` the mean speed of the two wheels, N m.
    pub fn engine_torque<R: Real>(&self, [left, right]: [R; 2], pedal: R) -> R {
        self.share(pedal) * (left + right).recip() * (2.0 * self.power)
    }

    /// `T_d = k_d (ω_left − ω_right)`, N m.
    pub fn differential_torque<R: Real>(&self, [left, right]: [R; 2]) -> R {
        (left - right) * self.differential
    }

    /// The torques on the left and the right wheel, without brakes, N m.
    ///
    /// ```text
    /// left: ½ T_e − T_d     right: ½ T_e + T_d
    /// ```
    pub fn torques<R: Real>(&self, speeds: [R; 2], pedal: R) -> [R; 2] {
        let half = self.engine_torque(speeds, pedal) * 0.5;
        let difference = self.differential_torque(speeds);
        [half - difference, half + difference]
    }
}
