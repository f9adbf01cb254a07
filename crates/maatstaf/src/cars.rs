//! Cars by name, and the figures that follow from their numbers.

mod differences;

use maatstaf_core::{Car, Power, Tyre};
use maatstaf_facts::EmbeddedCar;
use maatstaf_lapsim::{MagicFormula, Side};

use crate::Error;

pub use differences::{CarDifferences, NumberDiffers, car_differences};

/// The circles whose cornering speeds are given, by radius in m.
pub const CIRCLES: [f64; 3] = [15.0, 50.0, 100.0];

/// The speed at which forces of the air are given, in m/s: 200 km/h.
pub const AIR_SPEED: f64 = 200.0 / 3.6;

/// What follows from the numbers of a car, in the units of the SI.
#[derive(Clone, Debug, PartialEq)]
pub struct CarFigures {
    /// Between the axles, in m.
    pub wheelbase: f64,
    /// The front axle's share of the weight.
    pub weight_share_front: f64,
    /// The front axle's share of the downforce.
    pub downforce_share_front: f64,
    /// At [`AIR_SPEED`], in N.
    pub downforce: f64,
    /// At [`AIR_SPEED`], in N.
    pub drag: f64,
    /// At the wheels, power unit and motor together, in W.
    pub power: f64,
    /// In W/kg.
    pub power_per_mass: f64,
    /// Where drag takes all power, in m/s; no rolling resistance, no gears.
    pub top_speed: f64,
    /// The same with the rear wing's flap open, in m/s.
    pub top_speed_drs: Option<f64>,
    /// At the end of the power curve in the highest gear, in m/s.
    pub top_speed_geared: Option<f64>,
    /// On a circle of each radius of [`CIRCLES`], in m/s; none where the numbers of a measured tyre
    /// give no grip.
    pub corner_speeds: Option<[f64; 3]>,
}

/// The embedded car of this name.
///
/// # Errors
///
/// When there is none, with the nearest name.
///
/// ```
/// assert_eq!(maatstaf::find_car("f1-2014")?.car.chassis().mass, 660.0);
/// let error = maatstaf::find_car("hypercra").err().unwrap();
/// assert_eq!(
///     error.to_string(),
///     "no car \"hypercra\" in maatstaf car list; did you mean hypercar?"
/// );
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn find_car(name: &str) -> Result<&'static EmbeddedCar, Error> {
    let wanted = name.to_lowercase();
    if let Some(car) = maatstaf_facts::car(&wanted) {
        return Ok(car);
    }
    let ids = maatstaf_facts::cars().iter().map(|car| car.id);
    let near = |id: &&str| strsim::damerau_levenshtein(&wanted, id) <= 1 + id.len() / 3;
    let mut candidates: Vec<String> = ids.clone().filter(near).map(str::to_owned).collect();
    if candidates.is_empty() {
        candidates = ids.map(str::to_owned).collect();
    }
    let place = "maatstaf car list".to_owned();
    Err(Error::Unknown { what: "car", text: name.to_owned(), place, candidates })
}

/// What follows from the numbers of a car.
///
/// ```text
/// top speed = (2 P / (ρ · drag area))^(1/3)
/// ```
///
/// The cornering speed is the highest at which both axles hold their share of `m v²/R` on a flat
/// circle: each axle has its weight and downforce, moved between its wheels by
/// `roll share · m v²/R · h / track`, and each wheel gives the friction of its load. What it takes
/// to keep the speed up is left out.
///
/// ```
/// let published = &maatstaf::find_car("f1-2014")?.car;
/// let figures = maatstaf::car_figures(published);
/// assert!((figures.top_speed - 96.8).abs() < 0.05);
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn car_figures(car: &Car) -> CarFigures {
    let chassis = car.chassis();
    let air = air(car, AIR_SPEED);
    let pressure = 0.5 * car.aero().air_density * AIR_SPEED * AIR_SPEED;
    let power = driving_power(car);
    CarFigures {
        wheelbase: chassis.wheelbase(),
        weight_share_front: chassis.weight_share_front(),
        downforce_share_front: downforce_share_front(car, air.pressure_centre_behind_cg),
        downforce: pressure * air.downforce_area,
        drag: pressure * air.drag_area,
        power,
        power_per_mass: power / chassis.mass,
        top_speed: top_speed(car, power, false),
        top_speed_drs: car.aero().drs.map(|_| top_speed(car, power, true)),
        top_speed_geared: top_speed_geared(car),
        corner_speeds: corner_speeds(car),
    }
}

/// The car's air with the floor as it stands at rest.
fn air(car: &Car, speed: f64) -> maatstaf_core::AeroPoint {
    let chassis = car.chassis();
    let (front, rear) = (chassis.front_ride_height, chassis.rear_ride_height);
    car.aero().at(speed, front.unwrap_or(0.0), rear.unwrap_or(0.0))
}

fn downforce_share_front(car: &Car, pressure_centre_behind_cg: f64) -> f64 {
    (car.chassis().rear_axle_behind - pressure_centre_behind_cg) / car.chassis().wheelbase()
}

/// At the wheels; a motor that may give nothing in a lap gives nothing.
fn driving_power(car: &Car) -> f64 {
    let alone = car.power_unit().power.peak() * car.power_unit().efficiency;
    match car.hybrid() {
        Some(motor) if motor.deploy_per_lap != Some(0.0) => {
            (alone + motor.power).min(motor.together.unwrap_or(f64::INFINITY))
        }
        _ => alone,
    }
}

/// The closed form; where the air depends on the speed, again and again until it stands.
fn top_speed(car: &Car, power: f64, drs_open: bool) -> f64 {
    let mut speed = AIR_SPEED;
    for _ in 0..50 {
        let closed = air(car, speed);
        let now = if drs_open { car.aero().with_drs_open(closed) } else { closed };
        speed = (2.0 * power / (car.aero().air_density * now.drag_area)).cbrt();
    }
    speed
}

fn top_speed_geared(car: &Car) -> Option<f64> {
    let gearbox = car.gearbox()?;
    let Power::Curve(curve) = &car.power_unit().power else { return None };
    let turns = curve.speed.last()? / (gearbox.ratios.last()? * gearbox.final_drive);
    Some(turns * car.rear_tyre().radius())
}

fn corner_speeds(car: &Car) -> Option<[f64; 3]> {
    let friction = [friction(car.front_tyre())?, friction(car.rear_tyre())?];
    Some(CIRCLES.map(|radius| corner_speed(car, &friction, radius)))
}

/// The lateral friction of a tyre at a load (N).
type Friction<'a> = Box<dyn Fn(f64) -> f64 + 'a>;

fn friction(tyre: &Tyre) -> Option<Friction<'_>> {
    match tyre {
        Tyre::Similarity(tyre) => Some(Box::new(|load| tyre.lateral_friction(load).max(0.0))),
        Tyre::MagicFormula61(tyre) => {
            let law = MagicFormula::new(tyre).ok()?;
            Some(Box::new(move |load| law.grip(Side::Left, 0.0, 0.0, load).mu_y))
        }
    }
}

/// By halving: from standstill up to where drag ends it.
fn corner_speed(car: &Car, friction: &[Friction<'_>; 2], radius: f64) -> f64 {
    let (mut holds, mut slides) = (0.0, top_speed(car, driving_power(car), false));
    for _ in 0..60 {
        let speed = 0.5 * (holds + slides);
        let acceleration = speed * speed / radius;
        let grip = lateral_grip(car, friction, speed, acceleration);
        *(if grip >= acceleration { &mut holds } else { &mut slides }) = speed;
    }
    holds
}

/// The lateral acceleration that the weaker axle can hold, with the loads of another one.
fn lateral_grip(car: &Car, friction: &[Friction<'_>; 2], speed: f64, acceleration: f64) -> f64 {
    const GRAVITY: f64 = 9.81;
    let (chassis, air) = (car.chassis(), air(car, speed));
    let downforce = 0.5 * car.aero().air_density * speed * speed * air.downforce_area;
    let moment = chassis.mass * acceleration * chassis.cg_height;
    let front_air = downforce_share_front(car, air.pressure_centre_behind_cg);
    let (front, roll) = (chassis.weight_share_front(), chassis.roll_share_front);
    let axles = [
        (&friction[0], front, front_air, roll, chassis.front_track),
        (&friction[1], 1.0 - front, 1.0 - front_air, 1.0 - roll, chassis.rear_track),
    ];
    let mut grip = f64::INFINITY;
    for (friction, weight_share, air_share, roll_share, track) in axles {
        let wheel = 0.5 * (chassis.mass * GRAVITY * weight_share + downforce * air_share);
        // A wheel that has left the road gives no force, and can give up no more load.
        let moved = (roll_share * moment / track).min(wheel);
        let force = |load: f64| friction(load) * load;
        let axle = force(wheel + moved) + force(wheel - moved);
        grip = grip.min(axle / (chassis.mass * weight_share));
    }
    grip
}

#[cfg(test)]
#[path = "cars_tests.rs"]
mod tests;
