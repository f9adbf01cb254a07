//! The laps that fastest-lap publishes with all its numbers (MIT), posed as in its problem.

use std::f64::consts::PI;

use maatstaf_formats::fastest_lap::{Circuit, read};
use maatstaf_lapsim::{
    DoubleTrack, LapProblem, Piece, Road, Settings, Station, closing_straight, road_of_arcs, steady,
};

use super::{Answer, Kind, Problem, answer_of, solved};
use crate::Error;

/// A published lap, and from where it is solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ask {
    course: Course,
    /// The steady speed at every node of the start, km/h.
    start_kmh: f64,
    /// `w_δ` and `w_p`.
    weights: (f64, f64),
    /// The most energy, MJ.
    energy: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Course {
    Straight,
    Oval,
    File,
}

const LAP: Ask =
    Ask { course: Course::File, start_kmh: 50.0, weights: (50.0, 0.016), energy: None };

const CATALUNYA: &str = "tracks/fastest-lap/catalunya/catalunya.xml";
const ADAPTED: &str = "tracks/fastest-lap/catalunya/catalunya_adapted.xml";
const SOLID: &str = "tracks/fastest-lap/catalunya/catalunya_3d.xml";

pub(super) fn problems() -> Vec<Problem> {
    // Lap time and objective, both in seconds.
    let problem = |name, (expected, objective), tolerance, file, ask| Problem {
        name,
        source: "fastest-lap, stored solution",
        expected,
        unit: "s",
        tolerance,
        known_objective: Some(objective),
        file,
        kind: Kind::Published(ask),
    };
    let straight = Ask { course: Course::Straight, start_kmh: 80.0, weights: (0.0, 4e-7), ..LAP };
    let straight = Problem {
        known_objective: None,
        ..problem("straight-1km", (13.288_651_594, 0.0), 1e-5, None, straight)
    };
    let oval = Ask { course: Course::Oval, weights: (100.0, 0.002), ..LAP };
    let solid = Ask { weights: (50.0, 0.04), ..LAP };
    let limited = Ask { weights: (50.0, 8e-4), energy: Some(24.0), ..LAP };
    let own = Ask { start_kmh: 200.0, ..LAP };
    let of_catalunya = (77.791_437_904, 77.928_939_934);
    vec![
        straight,
        problem("oval-100", (16.213_001_321, 16.222_042_855), 1e-5, None, oval),
        problem("catalunya-500", of_catalunya, 1e-5, Some(CATALUNYA), LAP),
        problem("catalunya-500-own-start", of_catalunya, 1e-6, Some(CATALUNYA), own),
        problem("catalunya-adapted", (78.018_601_201, 78.171_261_061), 1e-5, Some(ADAPTED), LAP),
        problem("catalunya-3d", (77.382_729_782, 77.562_429_921), 1e-5, Some(SOLID), solid),
        problem("catalunya-energy", (79.733_712_77, 79.875_946_48), 1e-4, Some(CATALUNYA), limited),
    ]
}

pub(super) fn answer(ask: Ask, name: &str, file: Option<&[u8]>) -> Result<Answer, Error> {
    let problem = pose(ask, name, file)?;
    let (unknowns, common) = problem.start(&steady(problem.car(), ask.start_kmh / 3.6)?);
    let solution = solved(&problem, &unknowns, &common);
    let time = problem.lap_time(&solution.unknowns);
    Ok(answer_of(&solution, time, problem.road().stations().len()))
}

fn pose(ask: Ask, name: &str, file: Option<&[u8]>) -> Result<LapProblem, Error> {
    let mut car = DoubleTrack::limebeer_2014();
    if ask.energy.is_some() {
        // As published with the limit: the throttle passes zero more softly.
        (car.rear.brakes.softness, car.drive.softness) = (0.01, 0.01);
    }
    let road = match ask.course {
        Course::Straight => road_of_arcs(&[Piece::Straight { length: 1000.0 }], 100.0, 51, false)?,
        Course::Oval => oval()?,
        Course::File => {
            let bytes = file.ok_or_else(|| Error::NoCourse { problem: name.to_owned() })?;
            road_of(&read(name, bytes)?)?
        }
    };
    let first_node = match ask.course {
        Course::Straight => Some(steady(&car, ask.start_kmh / 3.6)?),
        _ => None,
    };
    let settings = Settings {
        steering_weight: ask.weights.0,
        pedal_weight: ask.weights.1,
        energy: ask.energy,
        first_node,
        ..Settings::default()
    };
    Ok(LapProblem::new(road, car, settings)?)
}

/// Four left-hand corners of two sizes, 20 m wide.
fn oval() -> Result<Road, Error> {
    let straight = |length| Piece::Straight { length };
    let corner = |radius: f64| Piece::Arc { radius, sweep: -PI / 2.0 };
    let mut pieces = vec![
        straight(150.0),
        corner(50.0),
        straight(100.0),
        corner(90.0),
        straight(300.0),
        corner(50.0),
        straight(100.0),
        corner(90.0),
    ];
    pieces.push(straight(closing_straight(&pieces)));
    Ok(road_of_arcs(&pieces, 20.0, 100, true)?)
}

/// The stations of a circuit as its file has them.
fn road_of(circuit: &Circuit) -> Result<Road, Error> {
    let or_none = |values: &[f64], i: usize| values.get(i).copied().unwrap_or(0.0);
    let (left, right) = (circuit.nl_with_kerbs(), circuit.nr_with_kerbs());
    let stations = (0..circuit.n_stations()).map(|i| Station {
        distance: circuit.arclength[i],
        yaw_rate: circuit.yaw_dot[i],
        pitch: or_none(&circuit.pitch, i),
        roll: or_none(&circuit.roll, i),
        pitch_rate: or_none(&circuit.dpitch_dot, i),
        roll_rate: or_none(&circuit.droll_dot, i),
        left: left[i],
        right: right[i],
    });
    let stations = stations.collect();
    let road = match circuit.closed {
        true => Road::closed(stations, circuit.length),
        false => Road::open(stations),
    };
    Ok(road?)
}
