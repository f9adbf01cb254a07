//! The lap of a car that is begun at the lap of another.

use maatstaf_core::{Car, CarNumber, Course};
use maatstaf_numerics::interior_point::Status;

use super::{FastestLap, LapSettings, Method, fastest_lap};
use crate::{Error, SolvedLap, same_lap_in, solve_lap};

/// The fastest laps of two cars on a course, each by its name. The second is begun at the first, where
/// that leads to a lap: so both are of one family where a car has more than one local optimum, and what
/// they differ by is the cars. Methods other than [`Method::Full`] need no such start.
///
/// ```
/// use maatstaf::{LapSettings, fastest_laps};
///
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?;
/// let cars = [("gt3", &maatstaf::find_car("gt3")?.car), ("lmp2", &maatstaf::find_car("lmp2")?.car)];
/// let settings = LapSettings { nodes: Some(100), ..LapSettings::default() };
/// let [gt3, lmp2] = fastest_laps(cars, course, &settings)?;
/// assert_eq!(lmp2.lap.car.as_str(), "lmp2");
/// assert!(lmp2.lap.time < gt3.lap.time);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When a car or the course makes no problem, say a road narrower than the car.
pub fn fastest_laps(
    cars: [(&str, &Car); 2],
    course: &Course,
    settings: &LapSettings,
) -> Result<[FastestLap; 2], Error> {
    let [(first, first_car), (second, second_car)] = cars;
    if settings.method != Method::Full {
        let lap = |name, car| fastest_lap(name, car, course, settings);
        return Ok([lap(first, first_car)?, lap(second, second_car)?]);
    }
    let base = solve_lap(first, first_car, course, settings)?;
    let second = fastest_lap_from(&base, second, second_car, course, settings)?;
    Ok([base.fastest, second])
}

/// The fastest lap of a car, begun at the lap of another; by itself where that leads to none.
pub(crate) fn fastest_lap_from(
    base: &SolvedLap,
    name: &str,
    car: &Car,
    course: &Course,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    let nearby = match base.fastest.status {
        Status::Solved => same_lap_in(base, car).ok(),
        _ => None,
    };
    let spent = match nearby {
        Some(SolvedLap { mut fastest, .. }) if fastest.status == Status::Solved => {
            fastest.lap.car = CarNumber::new(name);
            return Ok(fastest);
        }
        nearby => nearby.map_or(0, |it| it.fastest.iterations),
    };
    let mut fastest = fastest_lap(name, car, course, settings)?;
    fastest.iterations += spent;
    Ok(fastest)
}
