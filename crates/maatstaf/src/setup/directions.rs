//! Two drivers, one car: in which directions each would develop it.

use maatstaf_core::{Car, Course, DrivingStyle};
use maatstaf_lapsim::DoubleTrack;

use super::{Change, Group};
use crate::Error;
use crate::lap::{FreeLap, LapSettings};

/// One thing of the car that could be developed.
#[derive(Clone, Debug, PartialEq)]
pub struct Direction {
    /// What.
    pub name: &'static str,
    /// The step that is looked at: in the units of the SI, or as a share of a group.
    pub step: f64,
    /// The unit of the step; `None` of a group, whose step is a share.
    pub unit: Option<maatstaf_core::Unit>,
    /// What a step up is worth to each driver, seconds a lap; minus is faster.
    pub worth: [f64; 2],
}

/// What a driver makes of a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Both want more of it.
    More,
    /// Both want less of it.
    Less,
    /// The one wants more, the other less.
    Apart,
    /// It matters little to both, or to one.
    Little,
}

/// What two drivers would develop.
#[derive(Clone, Debug, PartialEq)]
pub struct Directions {
    /// Each driver's lap times, s, course by course.
    pub times: [Vec<f64>; 2],
    /// Every direction, that which is worth most first.
    pub directions: Vec<Direction>,
    /// Between what the two want, rad: 0 where they want the same, π where the opposite.
    pub angle: f64,
}

/// Of what is worth most to a driver; what is less matters little to him.
const LITTLE: f64 = 0.02;
/// The step of a group, as a share, and of a number.
const SHARE: f64 = 0.01;
/// The step of a set-up parameter, as a share of its range.
const OF_RANGE: f64 = 0.05;

/// What a step in every direction is worth to two drivers of one car, on one course or over several.
///
/// Each driver's lap is the fastest on a free line within the envelope of what he uses of the car;
/// worth is the slope of its objective from the multipliers of that one lap, by differences of a
/// step to both sides. Directions are the friction of each axle, power, downforce and drag, mass and
/// the height of the mass centre, a per cent each; and what may be set up, 5 % of its range each.
///
/// ```text
/// cos angle = (w_A · w_B) / (|w_A| |w_B|)
/// ```
///
/// # Errors
///
/// When the car or a course makes no problem, or a driver's lap is not found.
pub fn directions(
    car: &Car,
    courses: &[&Course],
    drivers: [&DrivingStyle; 2],
    settings: &LapSettings,
) -> Result<Directions, Error> {
    let described = DoubleTrack::from_car(car)?;
    let mut laps = [Vec::new(), Vec::new()];
    for (laps, driver) in laps.iter_mut().zip(drivers) {
        for course in courses {
            laps.push(FreeLap::new(&described, course, driver, settings)?);
        }
    }
    let mut directions = Vec::new();
    for (change, step) in steps(car) {
        let [less, more] = [-step, step].map(|by| change.by(car, by));
        let (Ok(less), Ok(more)) = (less, more) else { continue };
        let [less, more] = [DoubleTrack::from_car(&less)?, DoubleTrack::from_car(&more)?];
        let mut worth = [0.0; 2];
        for (worth, laps) in worth.iter_mut().zip(&laps) {
            for lap in laps {
                *worth += 0.5 * (lap.worth(&more)? - lap.worth(&less)?);
            }
        }
        let unit = match change {
            Change::Quantity(quantity) => Some(quantity.unit),
            Change::Group(_) => None,
        };
        directions.push(Direction { name: change.name(), step, unit, worth });
    }
    let angle = angle(&directions);
    let most = |it: &Direction| it.worth[0].abs().max(it.worth[1].abs());
    directions.sort_by(|a, b| most(b).total_cmp(&most(a)));
    let times = laps.map(|laps| laps.iter().map(FreeLap::time).collect());
    Ok(Directions { times, directions, angle })
}

impl Directions {
    /// What both make of a direction.
    pub fn wish(&self, direction: &Direction) -> Wish {
        let most = |driver: usize| {
            self.directions.iter().map(|it| it.worth[driver].abs()).fold(0.0, f64::max)
        };
        let counts = |driver: usize| direction.worth[driver].abs() >= LITTLE * most(driver);
        match direction.worth {
            _ if !counts(0) || !counts(1) => Wish::Little,
            [a, b] if a < 0.0 && b < 0.0 => Wish::More,
            [a, b] if a > 0.0 && b > 0.0 => Wish::Less,
            _ => Wish::Apart,
        }
    }
}

/// What is looked at, with its step.
fn steps(car: &Car) -> Vec<(Change, f64)> {
    let groups = [Group::GripFront, Group::GripRear, Group::Power, Group::Downforce, Group::Drag];
    let groups = groups.map(|group| (Change::Group(group), SHARE));
    let numbers = ["chassis.mass", "chassis.cg_height"];
    let of_car = Change::of(car).into_iter().filter_map(|change| {
        let value = change.value(car).filter(|_| numbers.contains(&change.name()))?;
        Some((change, SHARE * value))
    });
    let setup =
        car.setup().map(|it| (Change::Quantity(it.quantity), OF_RANGE * (it.highest - it.lowest)));
    let setup = setup.filter(|(change, _)| !numbers.contains(&change.name()));
    groups.into_iter().chain(of_car).chain(setup).collect()
}

fn angle(directions: &[Direction]) -> f64 {
    let product =
        |i: usize, j: usize| -> f64 { directions.iter().map(|it| it.worth[i] * it.worth[j]).sum() };
    let lengths = (product(0, 0) * product(1, 1)).sqrt();
    if lengths > 0.0 { (product(0, 1) / lengths).clamp(-1.0, 1.0).acos() } else { 0.0 }
}
