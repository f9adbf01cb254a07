//! The car's parameters; the published car of 2014.

use crate::air::Air;
use crate::drivetrain::{Brakes, Drive};
use crate::error::Error;
use crate::tyre::{Law, Similarity, Tyre};

/// `g`, m/s².
pub const GRAVITY: f64 = 9.81;

/// Two wheels of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Axle {
    /// Ahead of the origin, m.
    pub ahead: f64,
    /// `t`, from the middle of one tyre to the middle of the other, m.
    pub track: f64,
    /// Both tyres.
    pub tyre: Tyre,
    /// Both brakes.
    pub brakes: Brakes,
}

/// A car on four wheels that neither pitches nor rolls against the road.
///
/// x forward, y right, z down; the origin is on the road below the middle of the car.
/// The wheels have no inertia; there is no suspension, no gearbox and no rolling resistance.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubleTrack {
    /// `m`, kg.
    pub mass: f64,
    /// `I_xx`, `I_yy`, `I_zz`, kg m²; on a level road only the last acts.
    pub inertia: [f64; 3],
    /// `com`, m.
    pub mass_centre: [f64; 3],
    /// `cp`, where the air acts, m.
    pub pressure_centre: [f64; 3],
    /// What the air does.
    pub air: Air,
    /// The steered axle.
    pub front: Axle,
    /// The driven axle.
    pub rear: Axle,
    /// What drives it.
    pub drive: Drive,
    /// `b`, the front share of the brakes.
    pub brake_bias: f64,
    /// `D`: `1 − D` of the front axle's difference in load is `D` of the rear axle's.
    pub roll_balance: f64,
}

impl DoubleTrack {
    /// The Formula One car of 2014 after Perantoni and Limebeer, with the numbers of the
    /// published laps.
    ///
    /// Perantoni & Limebeer (2014), *Vehicle System Dynamics* 52(5), 653–678; values as
    /// published with fastest-lap (MIT) for `limebeer-2014-f1`.
    pub fn limebeer_2014() -> Self {
        let radians = std::f64::consts::PI / 180.0;
        let law = Similarity {
            loads: [2000.0, 6000.0],
            mu_x: [1.75, 1.40],
            mu_y: [1.80, 1.45],
            kappa_max: [0.11, 0.10],
            lambda_max: [9.0 * radians, 8.0 * radians],
            shape_x: 1.9,
            shape_y: 1.9,
        };
        let tyre = Tyre { radius: 0.33, law: Law::Similarity(law) };
        let brakes = Brakes { torque: 5000.0, softness: 1e-5 };
        let axle = |ahead| Axle { ahead, track: 1.46, tyre: tyre.clone(), brakes: brakes.clone() };
        Self {
            mass: 660.0,
            inertia: [112.5, 425.0, 450.0],
            mass_centre: [0.0, 0.0, -0.3],
            pressure_centre: [-0.1, 0.0, -0.3],
            air: Air { density: 1.2, area: 1.5, drag: 0.9, lift: 3.0 },
            front: axle(1.8),
            rear: axle(-1.6),
            drive: Drive { power: 735_499.0, differential: 10.47, softness: 1e-5 },
            brake_bias: 0.6,
            roll_balance: 0.5,
        }
    }

    /// `m g`, N.
    pub fn weight(&self) -> f64 {
        self.mass * GRAVITY
    }

    /// The axle of a wheel; wheels are front left, front right, rear left, rear right.
    pub fn axle(&self, wheel: usize) -> &Axle {
        if wheel < 2 { &self.front } else { &self.rear }
    }

    /// Where a wheel meets the road, m.
    pub fn contact(&self, wheel: usize) -> [f64; 3] {
        let axle = self.axle(wheel);
        let side = if wheel.is_multiple_of(2) { -0.5 } else { 0.5 };
        [axle.ahead, side * axle.track, 0.0]
    }

    /// Refuses parameters with which the equations mean nothing.
    pub fn check(&self) -> Result<(), Error> {
        let positive = Error::unless_positive;
        positive("mass", self.mass)?;
        positive("yaw inertia", self.inertia[2])?;
        positive("smoothing of the throttle", self.drive.softness)?;
        positive("power", self.drive.power)?;
        for axle in [&self.front, &self.rear] {
            positive("track", axle.track)?;
            positive("smoothing of the brakes", axle.brakes.softness)?;
            axle.tyre.check()?;
        }
        let balance = self.roll_balance;
        if balance > 0.0 && balance < 1.0 {
            return Ok(());
        }
        Err(Error::Car { what: "roll balance", value: balance, rule: "between 0 and 1" })
    }
}
