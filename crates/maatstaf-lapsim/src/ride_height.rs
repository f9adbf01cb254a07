//! How deep a car sinks under its downforce, and the air that comes of it.
//!
//! ```text
//! h_f = h_f0 − F_f/k_f,   h_r = h_r0 − F_r/k_r,   F = ½ ρ V² · downforce area(V, h_f, h_r)
//! ```
//!
//! with `F_f` and `F_r` the axles' parts of `F` about the centre of pressure. Driving straight on at
//! a constant speed, without what braking and cornering add; the drag's own pitching is left out.

use maatstaf_core::{AeroLaw, AeroPoint, Car};
use maatstaf_numerics::rounded::Rounded;

use crate::air::AreaCurves;
use crate::error::Error;

/// Up to which speed the curves reach, m/s; beyond it they stay.
const FASTEST: u32 = 140;
/// How far a step of the search goes towards what the springs ask for; half of it wherever steps
/// stop getting smaller.
const DAMPING: f64 = 0.5;
/// How many steps a search takes before it gives up.
const STEPS: usize = 5000;
/// The last step at which a search has arrived, m.
const SMALL: f64 = 1e-13;

/// A car at a speed, sunk as deep as its downforce presses it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ride {
    /// m/s
    pub speed: f64,
    /// Of the floor at the front and at the rear axle, m; never below the road.
    pub heights: [f64; 2],
    /// What the air does there.
    pub air: AeroPoint,
}

/// How a car rides at every whole speed from 0 to 140 m/s.
///
/// Where a speed allows several rides, the one that follows from those at lower speeds. Without a
/// stiffness an axle does not sink.
///
/// # Errors
///
/// When the air changes with a ride height that the car does not say, or presses harder than the
/// springs push back.
pub fn rides(car: &Car) -> Result<Vec<Ride>, Error> {
    let chassis = car.chassis();
    let (mut heights, at_rest) = match (chassis.front_ride_height, chassis.rear_ride_height) {
        (Some(front), Some(rear)) => ([front, rear], [front, rear]),
        _ if needs_heights(car) => return Err(Error::RideHeight),
        (front, rear) => {
            let heights = [front.unwrap_or(0.0), rear.unwrap_or(0.0)];
            (heights, heights)
        }
    };
    let ride = |speed: u32| {
        let speed = f64::from(speed);
        heights = settled(car, speed, at_rest, heights).ok_or(Error::Sinking { speed })?;
        let air = car.aero().at(speed, heights[0], heights[1]);
        Ok(Ride { speed, heights, air })
    };
    (0..=FASTEST).map(ride).collect()
}

/// The areas over speed; between whole speeds straight, with the bends rounded.
pub(crate) fn curves(rides: &[Ride]) -> Result<AreaCurves, Error> {
    let at_rest = rides.first().ok_or(Error::RideHeight)?.air.pressure_centre_behind_cg;
    let curve = |of: &dyn Fn(&AeroPoint) -> f64| {
        let points: Vec<_> = rides.iter().map(|ride| [ride.speed, of(&ride.air)]).collect();
        Rounded::new(&points, 1.0).ok_or(Error::RideHeight)
    };
    Ok(AreaCurves {
        drag: curve(&|air| air.drag_area)?,
        downforce: curve(&|air| air.downforce_area)?,
        forward: curve(&|air| at_rest - air.pressure_centre_behind_cg)?,
    })
}

fn needs_heights(car: &Car) -> bool {
    match &car.aero().law {
        AeroLaw::Constant(_) => false,
        AeroLaw::Map(map) => map.front_ride_height.len().max(map.rear_ride_height.len()) > 1,
    }
}

/// The ride heights at which springs and air are in balance.
fn settled(car: &Car, speed: f64, at_rest: [f64; 2], start: [f64; 2]) -> Option<[f64; 2]> {
    let (mut heights, mut damping, mut last) = (start, DAMPING, f64::INFINITY);
    for _ in 0..STEPS {
        let wanted = balanced(car, speed, at_rest, heights);
        let step = [0, 1].map(|axle| damping * (wanted[axle] - heights[axle]));
        heights = [0, 1].map(|axle| heights[axle] + step[axle]);
        let size = step[0].hypot(step[1]);
        if size <= SMALL * damping {
            return Some(heights);
        }
        if size >= last {
            damping *= 0.5;
        }
        last = size;
    }
    None
}

/// The ride heights at which the springs push as the air presses at other ones.
fn balanced(car: &Car, speed: f64, at_rest: [f64; 2], heights: [f64; 2]) -> [f64; 2] {
    let (chassis, air) = (car.chassis(), car.aero().at(speed, heights[0], heights[1]));
    let downforce = 0.5 * car.aero().air_density * speed * speed * air.downforce_area;
    let front = (chassis.rear_axle_behind - air.pressure_centre_behind_cg) / chassis.wheelbase();
    let sinks = |stiffness: Option<f64>, share: f64| {
        stiffness.map_or(0.0, |stiffness| share * downforce / stiffness)
    };
    let (front_sinks, rear_sinks) = (
        sinks(chassis.front_heave_stiffness, front),
        sinks(chassis.rear_heave_stiffness, 1.0 - front),
    );
    [(at_rest[0] - front_sinks).max(0.0), (at_rest[1] - rear_sinks).max(0.0)]
}

#[cfg(test)]
#[path = "ride_height_tests.rs"]
mod tests;
