//! A car as people describe it, as the car of the lap problem.

use maatstaf_core::{AeroLaw, Car, Chassis, Hybrid, Power, SimilarityTyre, Tyre as AnyTyre};

use crate::air::{Air, Areas};
use crate::double_track::{Axle, DoubleTrack, PressureArm};
use crate::drivetrain::{Brakes, Drive};
use crate::error::Error;
use crate::gears::Gears;
use crate::motor::Motor;
use crate::ride_height::{curves, rides};
use crate::tyre::{Law, Similarity, Tyre};

/// `μ_min` over the lower friction at the heavy load; never more than the published 1.
const LEAST_FRICTION: f64 = 0.75;
/// `ε_T` of every car: how softly the pedal passes zero, as published.
const PEDAL_SOFTNESS: f64 = 1e-5;

impl DoubleTrack {
    /// The car of the lap problem, from a description.
    ///
    /// - The air turns the car about its mass centre. [`DoubleTrack::with_arm`] makes the published
    ///   car of the car of 2014.
    /// - `roll_share_front` is a share of the moment, as roll stiffnesses give it, so with tracks
    ///   `t` the difference in load has `D = s t_r / ((1 − s) t_f + s t_r)`.
    /// - Efficiency counts between the power unit and the wheels.
    /// - Friction stays above three quarters of that at the heavy load, or above 1 where that is less,
    ///   as published.
    /// - Where all wheels are driven, each axle takes half of the torque.
    /// - Where the air is a map over ride heights, the car sinks under its downforce ([`rides`]), and
    ///   areas and centre of pressure become curves over the forward speed.
    /// - A motor's limits are those of a lap; what its store holds at a time is not followed. A motor
    ///   that may give nothing in a lap is left out.
    /// - A set-up with [`Car::with_setup`] comes first, a conversion after it.
    ///
    /// # Errors
    ///
    /// When no ride height is found, or the numbers give no car.
    ///
    /// ```
    /// use maatstaf_lapsim::{DoubleTrack, PressureArm};
    ///
    /// let described = &maatstaf_facts::car("f1-2014").unwrap().car;
    /// let car = DoubleTrack::from_car(described)?;
    /// assert_eq!(car.with_arm(PressureArm::Published), DoubleTrack::limebeer_2014());
    /// # Ok::<(), maatstaf_lapsim::Error>(())
    /// ```
    pub fn from_car(car: &Car) -> Result<Self, Error> {
        let chassis = car.chassis();
        let (air, behind) = air(car)?;
        let [front, rear] = axles(car)?;
        let converted = Self {
            mass: chassis.mass,
            inertia: [chassis.roll_inertia, chassis.pitch_inertia, chassis.yaw_inertia],
            mass_centre: [0.0, 0.0, -chassis.cg_height],
            pressure_centre: [-behind, 0.0, -car.aero().pressure_centre_height],
            arm: PressureArm::MassCentre,
            air,
            front,
            rear,
            drive: drive(car)?,
            motor: car.hybrid().and_then(motor),
            brake_bias: car.brakes().front_share,
            roll_balance: roll_balance(chassis),
        };
        converted.check()?;
        Ok(converted)
    }
}

/// The air, and how far behind the mass centre it presses at rest.
fn air(car: &Car) -> Result<(Air, f64), Error> {
    let aero = car.aero();
    let (areas, at_rest) = match &aero.law {
        AeroLaw::Constant(_) => {
            let point = aero.at(0.0, 0.0, 0.0);
            let (drag, downforce) = (point.drag_area, point.downforce_area);
            (Areas::Constant { drag, downforce }, point)
        }
        AeroLaw::Map(_) => {
            let rides = rides(car)?;
            (Areas::BySpeed(curves(&rides)?), rides[0].air)
        }
    };
    let air = Air { density: aero.air_density, areas };
    Ok((air, at_rest.pressure_centre_behind_cg))
}

fn axles(car: &Car) -> Result<[Axle; 2], Error> {
    let (chassis, brakes) = (car.chassis(), car.brakes());
    let axle =
        |ahead: f64, track: f64, (tyre, rolling_resistance): (Tyre, f64), torque: f64| Axle {
            ahead,
            track,
            tyre,
            brakes: Brakes { torque, softness: PEDAL_SOFTNESS },
            rolling_resistance,
        };
    let [front, rear] = [tyre(car.front_tyre())?, tyre(car.rear_tyre())?];
    Ok([
        axle(chassis.front_axle_ahead, chassis.front_track, front, brakes.front_torque),
        axle(-chassis.rear_axle_behind, chassis.rear_track, rear, brakes.rear_torque),
    ])
}

/// The tyre, and its rolling resistance over load; of a measured one the constant term, `QSY1`.
fn tyre(tyre: &AnyTyre) -> Result<(Tyre, f64), Error> {
    match tyre {
        AnyTyre::Similarity(tyre) => Ok((similarity(tyre), tyre.rolling_resistance)),
        AnyTyre::MagicFormula61(tyre) => {
            Ok((Tyre::magic_formula(tyre)?, tyre.get("QSY1") * tyre.get("LMY")))
        }
    }
}

fn similarity(tyre: &SimilarityTyre) -> Tyre {
    let (along, across) = (tyre.longitudinal, tyre.lateral);
    let law = Similarity {
        loads: [tyre.light_load, tyre.heavy_load],
        mu_x: [along.friction_light, along.friction_heavy],
        mu_y: [across.friction_light, across.friction_heavy],
        least_friction: (LEAST_FRICTION * along.friction_heavy.min(across.friction_heavy)).min(1.0),
        kappa_max: [along.slip_light, along.slip_heavy],
        lambda_max: [across.slip_light, across.slip_heavy],
        shape_x: along.shape,
        shape_y: across.shape,
    };
    Tyre { radius: tyre.radius, law: Law::Similarity(law) }
}

fn drive(car: &Car) -> Result<Drive, Error> {
    let unit = car.power_unit();
    let gears = match (&unit.power, car.gearbox()) {
        (Power::Curve(curve), Some(gearbox)) => Some(Gears::new(curve, gearbox)?),
        _ => None,
    };
    Ok(Drive {
        power: unit.power.peak(),
        efficiency: unit.efficiency,
        gears,
        driven: unit.driven,
        differential: car.differential().damping,
        softness: PEDAL_SOFTNESS,
    })
}

/// A motor that may drive; one that may give nothing in a lap is none.
fn motor(hybrid: &Hybrid) -> Option<Motor> {
    let idle = hybrid.power == 0.0 || hybrid.deploy_per_lap == Some(0.0);
    (!idle).then(|| Motor {
        power: hybrid.power,
        recovery: hybrid.recovery_power,
        driven: hybrid.driven,
        allowed: Motor::allowed_at(hybrid),
        together: hybrid.together,
        deploy_per_lap: hybrid.deploy_per_lap,
        recover_per_lap: hybrid.recover_per_lap,
    })
}

/// `D`, a share of the differences in load, from a share of the moment.
fn roll_balance(chassis: &Chassis) -> f64 {
    let (share, front, rear) = (chassis.roll_share_front, chassis.front_track, chassis.rear_track);
    if front == rear {
        return share; // exact, without a rounding
    }
    share * rear / ((1.0 - share) * front + share * rear)
}
