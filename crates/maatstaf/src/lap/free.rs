//! The fastest lap on a free line within an envelope.

use std::sync::Arc;

use maatstaf_core::{Course, DrivingStyle};
use maatstaf_lapsim::{
    DoubleTrack, Envelope, Flap, FreeLine, FreeNode, FreeSettings, QuasiSteadySettings, Road,
    Style, flap_zones, quasi_steady_lap,
};
use maatstaf_numerics::interior_point::{Options, Solution, Status, lagrangian, solve};

use super::envelopes::{Known, envelope_of};
use super::lines::least_curvature;
use super::{FastestLap, LapSettings, as_lap, road};
use crate::Error;

/// Nodes are on average no further apart than this unless their number is given, in metres.
const SPACING: f64 = 8.0;
/// The error at which a lap counts as the fastest: its scheme is off by more.
const TOLERANCE: f64 = 1e-6;
/// Of a lap that is a start for another.
const ROUGH: f64 = 1e-4;
/// A start that has not led to a lap after so many iterations seldom does.
const PATIENCE: usize = 150;
/// The barrier from a lap on a fixed line.
const HANDED: f64 = 1e-2;
/// As printed beside a lap.
const MODEL: &str = "g-g-g-v envelope of a double track, free line";

/// A lap on a free line, with the problem that it solves.
#[derive(Debug)]
pub(crate) struct FreeLap {
    road: Road,
    known: Arc<Known>,
    flap: Option<OpenFlap>,
    style: Style,
    free: FreeSettings,
    solution: Solution,
}

/// What a car can do with its flap open, and at which stations of the road it is.
#[derive(Clone, Debug)]
struct OpenFlap {
    known: Arc<Known>,
    stations: Vec<bool>,
}

impl FreeLap {
    /// The fastest lap of a car in a style of driving, its flap closed.
    pub(crate) fn new(
        car: &DoubleTrack,
        course: &Course,
        driver: &DrivingStyle,
        settings: &LapSettings,
    ) -> Result<Self, Error> {
        let lap = Self::of(car, None, course, driver, settings)?;
        match lap.solution.status {
            Status::Solved => Ok(lap),
            status => Err(Error::NoLap {
                driver: driver.name().to_owned(),
                course: course.name().to_owned(),
                status: status.name(),
            }),
        }
    }

    /// The same, or where it stopped short of that; `open` is the car with its flap open, as it is on
    /// straights that are long enough.
    pub(crate) fn of(
        car: &DoubleTrack,
        open: Option<&DoubleTrack>,
        course: &Course,
        driver: &DrivingStyle,
        settings: &LapSettings,
    ) -> Result<Self, Error> {
        let style = Style {
            braking: driver.braking(),
            turning: driver.turning(),
            driving: driver.driving(),
            rear_margin: driver.rear_margin(),
        };
        let free = FreeSettings {
            steering_rate: driver.steering_rate(),
            pedal_rate: driver.pedal_rate(),
            ..FreeSettings::default()
        };
        let road = road(course, settings, SPACING)?;
        let known = envelope_of(car, &style, !road.is_level())?;
        let flap = match (open, settings.flap_straights) {
            (Some(open), Some(least)) => open_flap(open, &road, &known, &style, least)?,
            _ => None,
        };
        let tolerance = settings.tolerance.max(TOLERANCE);
        let problem = problem_of(&road, &known, flap.as_ref(), free)?;
        let solution = solved(&problem, &known, tolerance, settings.iterations);
        Ok(Self { road, known, flap, style, free, solution })
    }

    /// As a lap like any other.
    pub(super) fn told(&self, name: &str, course: &Course) -> Result<FastestLap, Error> {
        let problem = problem_of(&self.road, &self.known, self.flap.as_ref(), self.free)?;
        let solution = &self.solution;
        let lap = as_lap(name, course, problem.trace(&solution.unknowns)?, MODEL)?;
        Ok(FastestLap {
            objective: solution.objective,
            status: solution.status,
            residuals: solution.residuals,
            iterations: solution.iterations,
            nodes: self.road.stations().len(),
            multipliers: solution.multipliers.clone(),
            ..lap
        })
    }

    /// The lap time with the small penalty on jumps of acceleration, s.
    pub(crate) fn time(&self) -> f64 {
        self.solution.objective
    }

    /// What that would become in another car, to first order, s.
    pub(crate) fn worth(&self, car: &DoubleTrack) -> Result<f64, Error> {
        let envelope = Envelope::of(car, &self.style)?;
        let envelope = if self.road.is_level() { envelope } else { envelope.on_hills()? };
        let problem = FreeLine::new(&self.road, &envelope, self.free)?;
        Ok(lagrangian(&problem, &self.solution))
    }
}

fn problem_of<'a>(
    road: &'a Road,
    known: &'a Known,
    flap: Option<&'a OpenFlap>,
    free: FreeSettings,
) -> Result<FreeLine<'a>, Error> {
    let problem = FreeLine::new(road, known.envelope(), free)?;
    Ok(match flap {
        Some(OpenFlap { known, stations }) => {
            problem.with_flap(known.envelope(), stations.clone())?
        }
        None => problem,
    })
}

/// The flap is open where the lap on the line of least curvature has it open: on its straights until it brakes.
fn open_flap(
    open: &DoubleTrack,
    road: &Road,
    closed: &Known,
    style: &Style,
    least: f64,
) -> Result<Option<OpenFlap>, Error> {
    let known = envelope_of(open, style, !road.is_level())?;
    let half = 0.5 * closed.envelope().car().front.track;
    let line = least_curvature(road, half)?;
    let zones = flap_zones(&line, least);
    if zones.is_empty() {
        return Ok(None);
    }
    let flap = Flap { open: known.table(), zones: &zones };
    let asked = QuasiSteadySettings {
        start_speed: FreeSettings::default().start_speed,
        ..Default::default()
    };
    let stations = quasi_steady_lap(&line, closed.table(), Some(&flap), &asked)?.flap_open;
    Ok(Some(OpenFlap { known, stations }))
}

/// A path that a car may drive, roughly the fastest: a start for the full problem.
pub(super) struct Path {
    /// Of its nodes, m along the road.
    pub distances: Vec<f64>,
    pub nodes: Vec<FreeNode>,
}

/// The path on a road, at steps half as long; `None` where none is found, since a start may come from
/// elsewhere.
pub(super) fn path(road: &Road, car: &DoubleTrack, start_speed: f64) -> Option<Path> {
    let road = &road.halved().ok()?;
    let known = envelope_of(car, &Style::default(), !road.is_level()).ok()?;
    let settings = FreeSettings { start_speed, ..FreeSettings::default() };
    let problem = FreeLine::new(road, known.envelope(), settings).ok()?;
    let Solution { status, unknowns, .. } = solved(&problem, &known, ROUGH, PATIENCE);
    let distances = road.stations().iter().map(|station| station.distance).collect();
    let found = Path { distances, nodes: problem.nodes(&unknowns) };
    (status == Status::Solved).then_some(found)
}

/// From the fastest lap on the line of least curvature; where that leads nowhere, from the centre
/// line.
fn solved(problem: &FreeLine<'_>, known: &Known, tolerance: f64, most: usize) -> Solution {
    let options = Options { tolerance, iterations: most, ..Options::default() };
    let road = problem.road();
    let half = 0.5 * known.envelope().car().front.track;
    let asked = QuasiSteadySettings { start_speed: problem.start_speed(), ..Default::default() };
    let first = least_curvature(road, half).and_then(|line| {
        let lap = quasi_steady_lap(&line, known.table(), None, &asked)?;
        let nearby = Options { barrier: HANDED, iterations: most.min(PATIENCE), ..options };
        Ok(solve(problem, &problem.start_on(&line, &lap), &[], &nearby))
    });
    let spent = match first {
        Ok(solution) if solution.status == Status::Solved => return solution,
        Ok(solution) => solution.iterations,
        Err(_) => 0,
    };
    let options = Options { iterations: most.saturating_sub(spent), ..options };
    let solution = solve(problem, &problem.start(), &[], &options);
    Solution { iterations: spent + solution.iterations, ..solution }
}
