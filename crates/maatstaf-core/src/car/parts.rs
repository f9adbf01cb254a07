use super::{Aero, Tyre};

/// Everything that a car is made of, not yet checked: [`Car::new`](super::Car::new) does that.
#[derive(Clone, Debug, PartialEq)]
pub struct CarParts {
    /// As printed: `Formula One car, published 2014`.
    pub name: String,
    /// What its numbers rest on, in one line.
    pub rests_on: String,
    /// Masses and geometry.
    pub chassis: Chassis,
    /// Drag, downforce and where they act.
    pub aero: Aero,
    /// The tyres of the front axle.
    pub front_tyre: Tyre,
    /// The tyres of the rear axle.
    pub rear_tyre: Tyre,
    /// What drives it.
    pub power_unit: PowerUnit,
    /// Its gears; without them the power unit gives its power at every speed.
    pub gearbox: Option<Gearbox>,
    /// An electric motor with a store, beside the power unit.
    pub hybrid: Option<Hybrid>,
    /// What stops it.
    pub brakes: Brakes,
    /// Between the driven wheels.
    pub differential: Differential,
    /// Which quantities may be changed in the pits, and how far.
    pub setup: Vec<SetupRange>,
}

/// Masses and geometry. Distances are positive.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Chassis {
    /// Ready to lap, with the driver and the fuel of that lap, in kg.
    pub mass: f64,
    /// About the forward axis, in kg m².
    pub roll_inertia: f64,
    /// About the lateral axis, in kg m².
    pub pitch_inertia: f64,
    /// About the vertical axis, in kg m².
    pub yaw_inertia: f64,
    /// From the mass centre forward to the front axle, in m.
    pub front_axle_ahead: f64,
    /// From the mass centre back to the rear axle, in m.
    pub rear_axle_behind: f64,
    /// Of the mass centre above the road, in m.
    pub cg_height: f64,
    /// Between the middles of the front tyres, in m.
    pub front_track: f64,
    /// Between the middles of the rear tyres, in m.
    pub rear_track: f64,
    /// The front axle's share of the lateral load transfer, from the roll stiffnesses.
    pub roll_share_front: f64,
    /// Of the floor at the front axle, car at rest, in m.
    pub front_ride_height: Option<f64>,
    /// Of the floor at the rear axle, car at rest, in m.
    pub rear_ride_height: Option<f64>,
    /// By which the front sinks under load, both wheels together, in N/m.
    pub front_heave_stiffness: Option<f64>,
    /// By which the rear sinks under load, both wheels together, in N/m.
    pub rear_heave_stiffness: Option<f64>,
}

impl Chassis {
    /// Between the axles, in m.
    pub fn wheelbase(&self) -> f64 {
        self.front_axle_ahead + self.rear_axle_behind
    }

    /// The front axle's share of the weight, car at rest.
    pub fn weight_share_front(&self) -> f64 {
        self.rear_axle_behind / self.wheelbase()
    }
}

/// Which wheels are driven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrivenAxle {
    /// The front wheels.
    Front,
    /// The rear wheels.
    #[default]
    Rear,
    /// All wheels.
    Both,
}

/// What drives the car.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PowerUnit {
    /// Its power.
    pub power: Power,
    /// The wheels that it drives.
    pub driven: DrivenAxle,
    /// What reaches the wheels of what the power unit gives.
    pub efficiency: f64,
}

/// Power at full throttle.
#[derive(Clone, Debug, PartialEq)]
pub enum Power {
    /// The same at every speed, in W.
    Constant(f64),
    /// By speed of the crankshaft or of the motor.
    Curve(PowerCurve),
}

impl Default for Power {
    fn default() -> Self {
        Self::Constant(0.0)
    }
}

impl Power {
    /// The highest, in W.
    pub fn peak(&self) -> f64 {
        match self {
            Self::Constant(power) => *power,
            Self::Curve(curve) => curve.power.iter().copied().fold(0.0, f64::max),
        }
    }
}

/// Power over the speed of the crankshaft: linear between points, none outside them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PowerCurve {
    /// In rad/s, increasing.
    pub speed: Vec<f64>,
    /// In W, one per speed.
    pub power: Vec<f64>,
}

/// Gears, from the first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gearbox {
    /// Turns of the gearbox's input for one of its output, one per gear, decreasing.
    pub ratios: Vec<f64>,
    /// Turns of the gearbox's output for one of the wheels.
    pub final_drive: f64,
    /// Without drive while a gear is changed, in s.
    pub shift_time: f64,
}

/// An electric motor with a store. A limit that is missing does not bind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hybrid {
    /// At the wheels, driving, in W.
    pub power: f64,
    /// At the wheels, recovering, in W.
    pub recovery_power: f64,
    /// The wheels that it drives.
    pub driven: DrivenAxle,
    /// What it may give in a lap, in J.
    pub deploy_per_lap: Option<f64>,
    /// What it may recover in a lap, in J.
    pub recover_per_lap: Option<f64>,
    /// What the store holds, in J.
    pub store: Option<f64>,
    /// What power unit and motor may give together at the wheels, in W.
    pub together: Option<f64>,
    /// Below it the motor may not drive, in m/s.
    pub lowest_speed: Option<f64>,
    /// From here on its power falls with the speed, in m/s; it needs `no_power_from`.
    pub full_power_until: Option<f64>,
    /// And is nothing from here on, in m/s.
    pub no_power_from: Option<f64>,
}

/// What stops the car.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Brakes {
    /// At full pedal, were the whole bias in front: the wheel gets this times the front share, in N m.
    pub front_torque: f64,
    /// At full pedal, were the whole bias behind: the wheel gets this times the rear share, in N m.
    pub rear_torque: f64,
    /// The front brakes' share.
    pub front_share: f64,
}

/// Between the driven wheels: a torque in proportion to the difference of their speeds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Differential {
    /// Moved to the slower wheel for each rad/s of difference, in N m s/rad; 0 is an open
    /// differential.
    pub damping: f64,
}

/// A quantity that may be changed in the pits, in the units of the SI.
#[derive(Clone, Debug, PartialEq)]
pub struct SetupRange {
    /// Which quantity: `brakes.front_share`.
    pub name: String,
    /// The least.
    pub lowest: f64,
    /// The most.
    pub highest: f64,
}
