//! The fastest lap on a free line within an envelope.

use std::sync::Arc;

use maatstaf_core::Course;
use maatstaf_lapsim::{DoubleTrack, Envelope, FreeLine, FreeNode, FreeSettings, Mesh, Road, Style};
use maatstaf_numerics::interior_point::{Options, Solution, Status, solve};

use super::envelopes::envelope_of;
use super::{FastestLap, LapSettings, as_lap};
use crate::Error;

/// Nodes are on average no further apart than this unless their number is given, in metres.
pub(super) const SPACING: f64 = 8.0;
/// The error at which a lap counts as the fastest: its scheme is off by more.
const TOLERANCE: f64 = 1e-6;
/// Of a lap that is a start for another.
const ROUGH: f64 = 1e-4;
/// A rough lap that is not found after so many iterations is no start.
const PATIENCE: usize = 150;
/// As printed beside a lap.
const MODEL: &str = "g-g-g-v envelope of a double track, free line";

/// The lap of a car used in a style.
pub(super) fn lap(
    name: &str,
    car: &DoubleTrack,
    course: &Course,
    style: &Style,
    free: FreeSettings,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    let road = road(course, settings)?;
    let envelope = envelope_of(car, style, !road.is_level())?;
    let problem = FreeLine::new(&road, &envelope, free)?;
    let options = Options {
        tolerance: settings.tolerance.max(TOLERANCE),
        iterations: settings.iterations,
        ..Options::default()
    };
    let solution = solve(&problem, &problem.start(), &[], &options);
    let lap = as_lap(name, course, problem.trace(&solution.unknowns)?, MODEL)?;
    Ok(FastestLap {
        objective: solution.objective,
        status: solution.status,
        residuals: solution.residuals,
        iterations: solution.iterations,
        nodes: road.stations().len(),
        multipliers: solution.multipliers,
        ..lap
    })
}

fn road(course: &Course, settings: &LapSettings) -> Result<Road, Error> {
    let nodes = settings.nodes.unwrap_or_else(|| (course.length() / SPACING).ceil() as usize);
    let mesh = if settings.adapted { Mesh::Adapted(nodes) } else { Mesh::Equal(nodes) };
    Ok(Road::along(course, &mesh)?)
}

/// A path that a car may drive, roughly the fastest: a start for the full problem.
pub(super) struct Path {
    /// Of its nodes, m along the road.
    pub distances: Vec<f64>,
    pub nodes: Vec<FreeNode>,
}

/// The path on a road; `None` where none is found, since a start may come from elsewhere.
pub(super) fn path(road: &Road, car: &DoubleTrack, start_speed: f64) -> Option<Path> {
    let envelope: Arc<Envelope> = envelope_of(car, &Style::default(), !road.is_level()).ok()?;
    let settings = FreeSettings { start_speed, ..FreeSettings::default() };
    let problem = FreeLine::new(road, &envelope, settings).ok()?;
    let options = Options { tolerance: ROUGH, iterations: PATIENCE, ..Options::default() };
    let Solution { status, unknowns, .. } = solve(&problem, &problem.start(), &[], &options);
    let distances = road.stations().iter().map(|station| station.distance).collect();
    let found = Path { distances, nodes: problem.nodes(&unknowns) };
    (status == Status::Solved).then_some(found)
}
