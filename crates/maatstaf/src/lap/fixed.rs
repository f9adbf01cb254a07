//! The fastest lap on a fixed line within an envelope.

use std::sync::Arc;

use maatstaf_core::{Car, Course, Trace};
use maatstaf_lapsim::{
    DoubleTrack, Flap, Line, QuasiSteadySettings, Road, Style, flap_zones, quasi_steady_lap,
    with_flap_open,
};

use super::envelopes::envelope_of;
use super::lines::least_curvature;
use super::{FastestLap, FixedLine, LapSettings, START_SPEEDS, as_lap, road};
use crate::Error;

/// Nodes are on average no further apart than this unless their number is given, in metres.
const SPACING: f64 = 5.0;
/// As printed beside a lap.
const MODEL: &str = "g-g-g-v envelope of a double track, fixed line";

/// The lap on the line of a trace, such as one that was driven, in quasi-steady state.
///
/// # Errors
///
/// When the trace has no offset or leaves the course, or the car or the course makes no problem.
pub fn lap_on_line(
    name: &str,
    car: &Car,
    course: &Course,
    driven: &Trace,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    let road = road(course, settings, SPACING)?;
    let line = Line::of_trace(&road, driven)?;
    on(name, car, course, &road, &line, settings)
}

/// The lap on a line that follows from the road.
pub(super) fn lap(
    name: &str,
    car: &Car,
    course: &Course,
    line: FixedLine,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    let road = road(course, settings, SPACING)?;
    let line = match line {
        FixedLine::Centre => Arc::new(Line::centre(&road)),
        FixedLine::LeastCurvature => {
            let half = 0.5 * car.chassis().front_track.max(car.chassis().rear_track);
            least_curvature(&road, half)?
        }
    };
    on(name, car, course, &road, &line, settings)
}

fn on(
    name: &str,
    car: &Car,
    course: &Course,
    road: &Road,
    line: &Line,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    let (hills, style) = (!road.is_level(), Style::default());
    let closed = envelope_of(&DoubleTrack::from_car(car)?, &style, hills)?;
    let zones = settings.flap_straights.map(|least| flap_zones(line, least)).unwrap_or_default();
    let open = match with_flap_open(car).filter(|_| !zones.is_empty()) {
        Some(open) => Some(envelope_of(&DoubleTrack::from_car(&open)?, &style, hills)?),
        None => None,
    };
    let flap = open.as_ref().map(|open| Flap { open: open.table(), zones: &zones });
    let asked = QuasiSteadySettings { start_speed: START_SPEEDS[0], ..Default::default() };
    let lap = quasi_steady_lap(line, closed.table(), flap.as_ref(), &asked)?;
    let trace = lap.trace(line, closed.envelope().car())?;
    Ok(FastestLap { nodes: road.stations().len(), ..as_lap(name, course, trace, MODEL)? })
}
