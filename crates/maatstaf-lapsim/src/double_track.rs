//! The car's parameters; the published car of 2014.

use maatstaf_core::DrivenAxle;

use crate::air::{Air, Areas};
use crate::drivetrain::{Brakes, Drive};
use crate::error::Error;
use crate::gears::Gear;
use crate::motor::Motor;
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
    /// `f`, rolling resistance over load.
    pub rolling_resistance: f64,
}

/// About which point the forces of the air turn the car.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PressureArm {
    /// The mass centre: the arm is `cp − com`.
    #[default]
    MassCentre,
    /// As published for the car of 2014: the arm is `cp − 2 com`, as if the drag of a car with
    /// `cp` as high as `com` acted on the road.
    Published,
}

/// A car on four wheels that neither pitches nor rolls against the road.
///
/// x forward, y right, z down; the origin is on the road below the mass centre.
/// The wheels have no inertia, there is no suspension, and gears change in no time.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubleTrack {
    /// `m`, kg.
    pub mass: f64,
    /// `I_xx`, `I_yy`, `I_zz`, kg m²; on a level road only the last acts.
    pub inertia: [f64; 3],
    /// `com`, m.
    pub mass_centre: [f64; 3],
    /// `cp`, where the air acts at rest, m.
    pub pressure_centre: [f64; 3],
    /// About which point the air turns the car.
    pub arm: PressureArm,
    /// What the air does.
    pub air: Air,
    /// The steered axle.
    pub front: Axle,
    /// The other one.
    pub rear: Axle,
    /// What drives it.
    pub drive: Drive,
    /// An electric motor beside it.
    pub motor: Option<Motor>,
    /// `b`, the front share of the brakes.
    pub brake_bias: f64,
    /// `D`: `1 − D` of the front axle's difference in load is `D` of the rear axle's, so that the
    /// front axle has the share `D` of both.
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
            least_friction: 1.0,
            kappa_max: [0.11, 0.10],
            lambda_max: [9.0 * radians, 8.0 * radians],
            shape_x: 1.9,
            shape_y: 1.9,
        };
        let tyre = Tyre { radius: 0.33, law: Law::Similarity(law) };
        let brakes = Brakes { torque: 5000.0, softness: 1e-5 };
        let axle = |ahead| Axle {
            ahead,
            track: 1.46,
            tyre: tyre.clone(),
            brakes: brakes.clone(),
            rolling_resistance: 0.0,
        };
        Self {
            mass: 660.0,
            inertia: [112.5, 425.0, 450.0],
            mass_centre: [0.0, 0.0, -0.3],
            pressure_centre: [-0.1, 0.0, -0.3],
            arm: PressureArm::Published,
            air: Air { density: 1.2, areas: Areas::Constant { drag: 1.35, downforce: 4.5 } },
            front: axle(1.8),
            rear: axle(-1.6),
            drive: Drive {
                power: 735_499.0,
                efficiency: 1.0,
                gears: None,
                driven: DrivenAxle::Rear,
                differential: 10.47,
                softness: 1e-5,
            },
            motor: None,
            brake_bias: 0.6,
            roll_balance: 0.5,
        }
    }

    /// `m g`, N.
    pub fn weight(&self) -> f64 {
        self.mass * GRAVITY
    }

    /// The same car with another arm of the air; [`PressureArm::Published`] makes of the car of
    /// 2014, converted, the published one.
    pub fn with_arm(mut self, arm: PressureArm) -> Self {
        self.arm = arm;
        self
    }

    /// From the point about which the air turns the car to where its forces act, m.
    pub fn pressure_arm(&self) -> [f64; 3] {
        let times = match self.arm {
            PressureArm::MassCentre => 1.0,
            PressureArm::Published => 2.0,
        };
        std::array::from_fn(|i| self.pressure_centre[i] - times * self.mass_centre[i])
    }

    /// The speed at the end of the power curve in the highest gear, wheels without slip, m/s;
    /// `None` without gears. A lap takes it as its highest speed.
    pub fn top_speed_by_gearing(&self) -> Option<f64> {
        let gears = self.drive.gears.as_ref()?;
        Some(gears.limit() / self.turning_per_speed())
    }

    /// The gear that gives the most power at a speed, m/s, wheels without slip; `None` without
    /// gears.
    pub fn gear_at(&self, speed: f64) -> Option<Gear> {
        let gears = self.drive.gears.as_ref()?;
        Some(gears.best(speed * self.turning_per_speed()))
    }

    /// The speeds from which on a higher gear gives more power, m/s, wheels without slip; none
    /// without gears.
    pub fn upshift_speeds(&self) -> Vec<f64> {
        let shifts = self.drive.gears.as_ref().map(crate::Gears::upshifts).unwrap_or_default();
        shifts.into_iter().map(|speed| speed / self.turning_per_speed()).collect()
    }

    /// `ω̄/u` of the driven wheels without slip, rad/m.
    pub(crate) fn turning_per_speed(&self) -> f64 {
        let [front, rear] = [&self.front, &self.rear].map(|axle| 1.0 / axle.tyre.radius);
        let [left, right] = self.drive.turning([front, front, rear, rear]);
        0.5 * (left + right)
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
        positive("efficiency", self.drive.efficiency)?;
        for axle in [&self.front, &self.rear] {
            positive("track", axle.track)?;
            positive("smoothing of the brakes", axle.brakes.softness)?;
            axle.tyre.check()?;
        }
        let balance = self.roll_balance;
        if (0.0..=1.0).contains(&balance) {
            return Ok(());
        }
        Err(Error::Car { what: "roll balance", value: balance, rule: "from 0 to 1" })
    }
}
