//! An electric motor beside the power unit.
//!
//! Two shares move it, `d` of what it may give and `r` of what it may recover, both from 0 to 1. One
//! signed share would bend at zero, where a motor whose energy is spent stays for most of a lap; with
//! two, zero is a bound.

use maatstaf_core::{DrivenAxle, Hybrid};
use maatstaf_numerics::jet::Real;
use maatstaf_numerics::rounded::Rounded;

/// An electric motor beside the power unit. A limit that is missing does not bind.
#[derive(Clone, Debug, PartialEq)]
pub struct Motor {
    /// `P_d`, at the wheels, driving, W.
    pub power: f64,
    /// `P_r`, at the wheels, recovering, W.
    pub recovery: f64,
    /// The wheels that it drives.
    pub driven: DrivenAxle,
    /// `a(u)`, what share of its power it may give at a forward speed, m/s.
    pub allowed: Option<Rounded>,
    /// What power unit and motor may give together at the wheels, W.
    pub together: Option<f64>,
    /// What it may give in a lap, J.
    pub deploy_per_lap: Option<f64>,
    /// What it may recover in a lap, J.
    pub recover_per_lap: Option<f64>,
}

/// What a motor does, at the wheels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MotorPower<R> {
    /// `d P_d a(u)`, W.
    pub deployed: R,
    /// `r P_r`, W.
    pub recovered: R,
    /// The power unit's and the deployed power over what they may give together; 0 where nothing
    /// limits it.
    pub together: R,
}

impl<R: Real> MotorPower<R> {
    /// Of a car without a motor.
    pub fn none() -> Self {
        let zero = R::constant(0.0);
        Self { deployed: zero, recovered: zero, together: zero }
    }
}

impl Motor {
    /// Over how much of the speed above the lowest one its power rises from nothing, m/s.
    pub const RISE: f64 = 2.0;

    /// `a(u)` of a motor: nothing up to its lowest speed, everything from [`Motor::RISE`] above it, and a
    /// line down to nothing where its power falls with the speed. `None` where no speed limits it.
    pub fn allowed_at(hybrid: &Hybrid) -> Option<Rounded> {
        let quarter = 0.25 * Self::RISE;
        let mut points = Vec::new();
        if let Some(lowest) = hybrid.lowest_speed.filter(|speed| *speed > 0.0) {
            points.extend([[lowest + quarter, 0.0], [lowest + 3.0 * quarter, 1.0]]);
        }
        if let (Some(until), Some(from)) = (hybrid.full_power_until, hybrid.no_power_from) {
            points.extend([[until, 1.0], [from, 0.0]]);
        }
        Rounded::new(&points, quarter)
    }

    /// `P_d a(u)`, the most that it may give at a forward speed (m/s), W.
    pub fn may_give<R: Real>(&self, speed: R) -> R {
        match &self.allowed {
            None => R::constant(self.power),
            Some(allowed) => allowed.of(speed) * self.power,
        }
    }

    /// What it does at a forward speed (m/s) and its two shares, beside what the power unit brings to the
    /// wheels (W).
    pub fn power<R: Real>(&self, speed: R, [give, recover]: [R; 2], unit: R) -> MotorPower<R> {
        let deployed = match self.allowed {
            None => give * self.power,
            Some(_) => give * self.may_give(speed),
        };
        MotorPower {
            deployed,
            recovered: recover * self.recovery,
            together: match self.together {
                Some(limit) => (unit + deployed) * (1.0 / limit),
                None => R::constant(0.0),
            },
        }
    }

    /// Adds its torques to those of all wheels: front left, front right, rear left, rear right.
    ///
    /// ```text
    /// T = (deployed − recovered) / Σ ω      at each wheel that it drives
    /// ```
    pub fn add_torques<R: Real>(&self, power: &MotorPower<R>, speeds: &[R; 4], to: &mut [R; 4]) {
        let wheels = match self.driven {
            DrivenAxle::Front => 0..2,
            DrivenAxle::Rear => 2..4,
            DrivenAxle::Both => 0..4,
        };
        let turning = wheels.clone().fold(R::constant(0.0), |sum, k| sum + speeds[k]);
        let torque = (power.deployed - power.recovered) * turning.recip();
        wheels.for_each(|k| to[k] = to[k] + torque);
    }
}

#[cfg(test)]
#[path = "motor_tests.rs"]
mod tests;
