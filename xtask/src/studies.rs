//! Studies of the lap problem, as tables in Markdown: `docs/lap-studies.md` shows them.

mod formulations;
mod meshes;
mod methods;
mod penalties;

use std::path::Path;

use anyhow::{Context, Result};
use maatstaf::core::Course;
use maatstaf::lapsim::{
    DoubleTrack, LapProblem, LoadRows, Road, Scheme, Settings, Station, WheelRows, steady,
};
use maatstaf::numerics::interior_point::{Options, Solution, Status, solve};

/// Prints the studies; `shared` is the folder that holds `tracks/fastest-lap`.
pub fn run(which: Option<&str>, shared: Option<&Path>) -> Result<()> {
    let wanted = |name: &str| which.is_none_or(|which| which == name);
    if wanted("meshes") {
        meshes::print()?;
    }
    if wanted("methods") {
        methods::print()?;
    }
    if wanted("penalties") {
        penalties::print()?;
    }
    if wanted("formulations") {
        formulations::print(shared)?;
    }
    Ok(())
}

/// A problem with what was found.
struct Found {
    problem: LapProblem,
    solution: Solution,
}

impl Found {
    fn lap_time(&self) -> f64 {
        self.problem.lap_time(&self.solution.unknowns)
    }

    /// How it ended, where it did not end well.
    fn remark(&self) -> &'static str {
        match self.solution.status {
            Status::Solved => "",
            Status::IterationLimit => " (iteration limit)",
            _ => " (stalled)",
        }
    }
}

/// Our own formulation: every balance at every point.
fn own(scheme: Scheme) -> Settings {
    let (wheel_rows, load_rows) = (WheelRows::AtNodes, LoadRows::AtNodes);
    Settings { scheme, wheel_rows, load_rows, ..Settings::default() }
}

/// Steady speeds to start from, km/h, until one leads to an optimum.
const STARTS: [f64; 4] = [80.0, 50.0, 120.0, 200.0];

/// Solves a problem of the car of 2014.
fn solved(road: Road, settings: Settings) -> Result<Found> {
    let problem = LapProblem::new(road, DoubleTrack::limebeer_2014(), settings)?;
    let options = Options { tolerance: 1e-9, iterations: 500, ..Options::default() };
    let from = |kmh: f64| -> Result<Solution> {
        let (unknowns, common) = problem.start(&steady(problem.car(), kmh / 3.6)?);
        Ok(solve(&problem, &unknowns, &common, &options))
    };
    let mut solution = from(STARTS[0])?;
    for kmh in &STARTS[1..] {
        if solution.status != Status::Solved {
            solution = from(*kmh)?;
        }
    }
    Ok(Found { problem, solution })
}

/// An embedded course.
fn course(id: &str) -> Result<&'static Course> {
    let mut courses = maatstaf::facts::courses().iter();
    courses.find(|course| course.id() == id).with_context(|| format!("no course {id}"))
}

/// The same road without slope and banking.
fn levelled(road: &Road) -> Result<Road> {
    let level = |it: &Station| Station::level(it.distance, it.yaw_rate, it.left, it.right);
    let stations = road.stations().iter().map(level).collect();
    let levelled = Road::closed(stations, road.length())?;
    Ok(levelled.with_middles(road.middles().iter().map(level).collect())?)
}
