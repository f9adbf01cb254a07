//! Brakes, engine and differential: torque at the wheels.
//!
//! One signed pedal `p`, from −1 (braking) to 1 (throttle), moves both. Its shares are smooth,
//! so neither is ever exactly zero: `q_b = pos(−p; ε)`, `q_t = pos(p; ε)`.

use maatstaf_core::DrivenAxle;
use maatstaf_numerics::jet::{Jet2, Real};

use crate::gears::Gears;
use crate::smooth::positive_part;

/// The brakes of an axle.
#[derive(Clone, Debug, PartialEq)]
pub struct Brakes {
    /// `B`, the torque of a wheel at full pedal and full share, N m.
    pub torque: f64,
    /// `ε_T`, how softly the pedal passes zero.
    pub softness: f64,
}

/// What drives the wheels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drive {
    /// `P`, the most that it gives, W. There is no torque limit.
    pub power: f64,
    /// `η`, what reaches the wheels of it.
    pub efficiency: f64,
    /// What share of the most power there is at a speed of the wheels; without gears all of it.
    pub gears: Option<Gears>,
    /// The wheels that it drives.
    pub driven: DrivenAxle,
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

    /// `q_t c(ω̄) P`, what the pedal asks for, W; `c = 1` without gears.
    pub fn given<R: Real>(&self, [left, right]: [R; 2], pedal: R) -> R {
        match &self.gears {
            None => self.share(pedal) * self.power,
            Some(gears) => self.share(pedal) * gears.share((left + right) * 0.5) * self.power,
        }
    }

    /// `T_e = q_t η c(ω̄) P / ω̄` with `ω̄` the mean speed of the wheels on both sides, N m.
    pub fn engine_torque<R: Real>(&self, [left, right]: [R; 2], pedal: R) -> R {
        let twice = left + right;
        let slow = match &self.gears {
            None => twice.recip(),
            Some(gears) => {
                // One chain rule for `c(ω̄)/(2 ω̄)`.
                let w = 0.5 * twice.value();
                let half = Jet2::<1, 1>::variable(w, 0);
                let over = gears.share(half) * (half * 2.0).recip();
                twice.chain(over.value, 0.5 * over.gradient[0], 0.25 * over.hessian[0])
            }
        };
        self.share(pedal) * slow * (2.0 * self.power * self.efficiency)
    }

    /// `T_d = k_d (ω_left − ω_right)`, N m.
    pub fn differential_torque<R: Real>(&self, [left, right]: [R; 2]) -> R {
        (left - right) * self.differential
    }

    /// The torques on the left and the right wheel of a driven axle, without brakes, N m.
    ///
    /// ```text
    /// left: ½ T_e − T_d     right: ½ T_e + T_d
    /// ```
    pub fn torques<R: Real>(&self, speeds: [R; 2], pedal: R) -> [R; 2] {
        self.split(self.engine_torque(speeds, pedal), speeds)
    }

    /// Adds them to the torques of all wheels: front left, front right, rear left, rear right.
    ///
    /// Where all are driven, each axle takes half of the torque, as from an open differential
    /// between them, and `ω̄` is the mean of all four.
    pub fn add_torques<R: Real>(&self, speeds: &[R; 4], pedal: R, to: &mut [R; 4]) {
        let [a, b, c, d] = *speeds;
        let mut add = |wheel: usize, [left, right]: [R; 2]| {
            to[wheel] = to[wheel] + left;
            to[wheel + 1] = to[wheel + 1] + right;
        };
        match self.driven {
            DrivenAxle::Front => add(0, self.torques([a, b], pedal)),
            DrivenAxle::Rear => add(2, self.torques([c, d], pedal)),
            DrivenAxle::Both => {
                let half = self.engine_torque(self.turning(*speeds), pedal) * 0.5;
                add(0, self.split(half, [a, b]));
                add(2, self.split(half, [c, d]));
            }
        }
    }

    /// How fast the driven wheels turn on the left and on the right, rad/s.
    pub fn turning<R: Real>(&self, [a, b, c, d]: [R; 4]) -> [R; 2] {
        match self.driven {
            DrivenAxle::Front => [a, b],
            DrivenAxle::Rear => [c, d],
            DrivenAxle::Both => [(a + c) * 0.5, (b + d) * 0.5],
        }
    }

    fn split<R: Real>(&self, torque: R, speeds: [R; 2]) -> [R; 2] {
        let half = torque * 0.5;
        let difference = self.differential_torque(speeds);
        [half - difference, half + difference]
    }
}
