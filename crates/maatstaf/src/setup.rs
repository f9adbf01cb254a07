//! What a set-up is worth: what every number of a car changes of its lap.

mod change;
mod sensitivity;

use maatstaf_core::{Car, Course};
use maatstaf_lapsim::{DoubleTrack, LapProblem};
use maatstaf_numerics::interior_point::{Options, Solution, lagrangian, solve_from};

use crate::Error;
use crate::lap::{FastestLap, LapSettings, Method, pose, pose_on, solved, told};

pub use change::{Change, Group};
pub use sensitivity::{Effect, Sensitivity, sensitivities};

/// A fastest lap with the problem that it solves, so that it can be asked what a change is worth.
#[derive(Clone, Debug)]
pub struct SolvedLap {
    /// The car.
    pub car: Car,
    /// The lap.
    pub fastest: FastestLap,
    name: String,
    course: Course,
    settings: LapSettings,
    problem: LapProblem,
    solution: Solution,
    /// The Lagrangian of its own problem.
    value: f64,
}

/// The same as [`fastest_lap`](crate::fastest_lap), ready to be asked what a change is worth.
///
/// # Errors
///
/// When the car or the course makes no problem, say a road narrower than the car; or by another
/// method than [`Method::Full`].
pub fn solve_lap(
    name: &str,
    car: &Car,
    course: &Course,
    settings: &LapSettings,
) -> Result<SolvedLap, Error> {
    if settings.method != Method::Full {
        return Err(Error::OnlyFull { method: settings.method.name() });
    }
    let problem = pose(car, course, settings)?;
    let solution = solved(&problem, settings)?;
    finish(name, car, course, settings, problem, solution)
}

/// The barrier of a solve that begins at the lap of a car nearby.
const NEARBY: f64 = 1e-6;

/// The lap of another car on the road of a solved one, from the solution of that one.
///
/// # Errors
///
/// When the car makes no problem on that road.
pub fn same_lap_in(before: &SolvedLap, car: &Car) -> Result<SolvedLap, Error> {
    let SolvedLap { name, course, settings, .. } = before;
    let problem = before.posed(car)?;
    let options = Options {
        tolerance: settings.tolerance,
        iterations: settings.iterations,
        ..Options::default()
    };
    let start = before.solution.as_start();
    let go_on = &mut |_: &_| std::ops::ControlFlow::Continue(());
    let solution = solve_from(&problem, &start, &options.nearby(NEARBY), go_on);
    finish(name, car, course, settings, problem, solution)
}

fn finish(
    name: &str,
    car: &Car,
    course: &Course,
    settings: &LapSettings,
    problem: LapProblem,
    solution: Solution,
) -> Result<SolvedLap, Error> {
    Ok(SolvedLap {
        car: car.clone(),
        fastest: told(name, course, &problem, &solution)?,
        name: name.to_owned(),
        course: course.clone(),
        settings: *settings,
        value: lagrangian(&problem, &solution),
        problem,
        solution,
    })
}

impl SolvedLap {
    /// The problem of another car on the same road, asked in the same way.
    fn posed(&self, car: &Car) -> Result<LapProblem, Error> {
        self.posed_for(DoubleTrack::from_car(car)?)
    }

    fn posed_for(&self, car: DoubleTrack) -> Result<LapProblem, Error> {
        pose_on(self.problem.road().clone(), car, &self.settings)
    }
}
