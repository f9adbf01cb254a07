//! What a set-up is worth: what every number of a car changes of its lap.

mod change;
mod directions;
mod optimum;
mod sensitivity;
mod several;

use std::ops::ControlFlow;

use maatstaf_core::{Car, Course};
use maatstaf_lapsim::{DoubleTrack, LapProblem};
use maatstaf_numerics::interior_point::{Options, Solution, Status, lagrangian, solve_from};

use crate::Error;
use crate::lap::{FastestLap, LapSettings, Method, pose, pose_on, solved, told};

pub use change::{Change, Group};
pub use directions::{Direction, Directions, Wish, directions};
pub use optimum::{BestParameter, BestSetup, End, best_setup, free_parameters};
pub use sensitivity::{Effect, Sensitivity, sensitivities};
pub use several::{SharedSetup, best_shared_setup};

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

/// The lap of another car on the road of a solved one, from the solution of that one.
///
/// # Errors
///
/// When the car makes no problem on that road.
pub fn same_lap_in(before: &SolvedLap, car: &Car) -> Result<SolvedLap, Error> {
    before.again(car, &before.solution)
}

/// The barrier of a solve that begins at the lap of a car nearby.
const NEARBY: f64 = 1e-6;

/// A start nearby that has not led to a lap after so many iterations seldom does.
const PATIENCE: usize = 120;

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
    /// The lap of another car on the same road, from a solution nearby.
    fn again(&self, car: &Car, near: &Solution) -> Result<Self, Error> {
        let Self { name, course, settings, .. } = self;
        let problem = self.posed(DoubleTrack::from_car(car)?)?;
        let patient = Options { iterations: PATIENCE.min(settings.iterations), ..self.options() };
        let begun = |options: &Options| {
            solve_from(&problem, &near.as_start(), options, &mut |_| ControlFlow::Continue(()))
        };
        let mut solution = begun(&patient.nearby(NEARBY));
        if solution.status != Status::Solved {
            solution = begun(&patient); // further away than it seemed
        }
        if solution.status != Status::Solved {
            solution = solved(&problem, settings)?;
        }
        finish(name, car, course, settings, problem, solution)
    }

    /// The problem of another car on the same road, asked in the same way.
    fn posed(&self, car: DoubleTrack) -> Result<LapProblem, Error> {
        pose_on(self.problem.road().clone(), car, &self.settings)
    }

    /// How it was solved.
    fn options(&self) -> Options {
        let LapSettings { tolerance, iterations, .. } = self.settings;
        Options { tolerance, iterations, ..Options::default() }
    }
}
