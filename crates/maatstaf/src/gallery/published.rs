//! The laps that fastest-lap publishes with all its numbers (MIT), posed as in its problem.

use std::f64::consts::PI;

use maatstaf_formats::fastest_lap::{Circuit, read};
use maatstaf_lapsim::air::{Air, Areas};
use maatstaf_lapsim::drivetrain::{Brakes, Drive};
use maatstaf_lapsim::{
    Axle, DoubleTrack, LapProblem, Law, Piece, Road, Scheme, Settings, Similarity, Station, Tyre,
    WheelRows, closing_straight, road_of_arcs, steady,
};

use super::{Answer, Kind, Problem, answer_of, solved, solved_near};
use crate::Error;

/// A published lap, and from where it is solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ask {
    course: Course,
    turned: Turned,
    car: Car,
    start: Start,
    /// `w_δ` and `w_p`.
    weights: (f64, f64),
    /// The most energy, MJ.
    energy: Option<f64>,
    wheel_rows: WheelRows,
    scheme: Scheme,
}

/// From where it is solved: steady driving at so many km/h at every node, in the car of 2014,
/// whatever car drives.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Start {
    Steady(f64),
    /// From there with the wheels' balances at every node; then from that solution.
    InTwoSteps(f64),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Course {
    Straight,
    Oval,
    File,
}

/// What is done to a road that should not change its lap.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Turned {
    Not,
    /// It begins so many stations later.
    Shifted(usize),
    /// Left is right.
    Mirrored,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Car {
    Of2014,
    /// The same, its throttle softer about zero, as published with the limit on energy.
    Soft,
    /// Of 2022, on a wet road, its brake bias free from place to place.
    Wet,
}

const LAP: Ask = Ask {
    course: Course::File,
    turned: Turned::Not,
    car: Car::Of2014,
    start: Start::Steady(50.0),
    weights: (50.0, 0.016),
    energy: None,
    wheel_rows: WheelRows::Stepwise,
    scheme: Scheme::Trapezoidal,
};

const CATALUNYA: &str = "tracks/fastest-lap/catalunya/catalunya.xml";
const ADAPTED: &str = "tracks/fastest-lap/catalunya/catalunya_adapted.xml";
const SOLID: &str = "tracks/fastest-lap/catalunya/catalunya_3d.xml";
const IMOLA: &str = "tracks/fastest-lap/imola/imola.xml.gz";
const LAGUNA_SECA: &str = "tracks/fastest-lap/laguna_seca/laguna_seca_3d.xml";

/// Where the brake bias of the wet lap may change, m.
const BIAS_PIECES: [f64; 7] = [0.0, 990.0, 1526.0, 1925.0, 2589.0, 3024.0, 3554.0];

const STORED: &str = "fastest-lap, stored solution";
const OTHER: &str = "IPOPT 3.14.19 on the same equations";
const LIMIT: &str = "limit of 500 and 1000 trapezoidal nodes";

pub(super) fn problems() -> Vec<Problem> {
    [as_published(), otherwise_started(), by_other_rows()].concat()
}

/// Lap time and objective, both in seconds.
fn problem(
    name: &'static str,
    source: &'static str,
    (expected, objective): (f64, f64),
    tolerance: f64,
    file: Option<&'static str>,
    ask: Ask,
) -> Problem {
    Problem {
        name,
        source,
        expected,
        unit: "s",
        tolerance,
        known_objective: Some(objective),
        file,
        kind: Kind::Published(ask),
    }
}

const OF_CATALUNYA: (f64, f64) = (77.791_437_904_1, 77.928_939_934_2);
const STRAIGHT: Ask =
    Ask { course: Course::Straight, start: Start::Steady(80.0), weights: (0.0, 4e-7), ..LAP };
const OVAL: Ask = Ask { course: Course::Oval, weights: (100.0, 0.002), ..LAP };
const TILTED: Ask = Ask { weights: (50.0, 0.04), ..LAP };

fn as_published() -> Vec<Problem> {
    let limited = Ask { weights: (50.0, 8e-4), energy: Some(24.0), car: Car::Soft, ..LAP };
    let wet = Ask { car: Car::Wet, ..LAP };
    let laguna = (58.727_609_056_7, 58.900_391_666_2);
    let straight = Problem {
        known_objective: None,
        ..problem("straight-1km", STORED, (13.288_651_594, 0.0), 1e-5, None, STRAIGHT)
    };
    let stored = |name, known, tolerance, file, ask| {
        problem(name, STORED, known, tolerance, Some(file), ask)
    };
    vec![
        straight,
        problem("oval-100", STORED, (16.213_001_321, 16.222_042_855), 1e-5, None, OVAL),
        stored("catalunya-500", OF_CATALUNYA, 1e-5, CATALUNYA, LAP),
        stored("catalunya-adapted", (78.018_601_201, 78.171_261_061), 1e-5, ADAPTED, LAP),
        stored("catalunya-3d", (77.382_729_782, 77.562_429_921), 1e-5, SOLID, TILTED),
        stored("catalunya-energy", (79.733_712_77, 79.875_946_48), 1e-4, CATALUNYA, limited),
        stored("imola", (87.610_326_441, 87.848_959_401), 1e-5, IMOLA, wet),
        // The stored point, 59.287501 s, is another optimum; a test holds it against ours.
        problem("laguna-seca-3d", OTHER, laguna, 1e-5, Some(LAGUNA_SECA), TILTED),
    ]
}

/// The published lap, from elsewhere, and on roads on which it is the same lap.
fn otherwise_started() -> Vec<Problem> {
    let own = Ask { start: Start::InTwoSteps(80.0), ..LAP };
    let shifted = Ask { turned: Turned::Shifted(150), ..LAP };
    let mirrored = Ask { turned: Turned::Mirrored, ..LAP };
    let same =
        |name, tolerance, ask| problem(name, STORED, OF_CATALUNYA, tolerance, Some(CATALUNYA), ask);
    // Known from the program that confirmed the stored solution, and better than that.
    let better = Problem {
        source: OTHER,
        expected: 77.791_134_84,
        ..same("catalunya-500-own-start", 1e-6, own)
    };
    vec![
        better,
        same("catalunya-500-shifted", 1e-6, shifted),
        same("catalunya-500-mirrored", 1e-6, mirrored),
    ]
}

/// The wheels' balances at every node, and the other scheme.
fn by_other_rows() -> Vec<Problem> {
    let at_nodes = Ask { wheel_rows: WheelRows::AtNodes, start: Start::Steady(60.0), ..LAP };
    let finer = Ask { scheme: Scheme::HermiteSimpson, ..LAP };
    let known = (77.791_737_72, 77.929_061_87);
    // (4 f(1000 nodes) − f(500 nodes))/3, by the trapezoidal scheme, the road linear in between.
    let limit = (77.903_80, 78.052_31);
    vec![
        problem("catalunya-500-at-nodes", OTHER, known, 1e-6, Some(CATALUNYA), at_nodes),
        problem("catalunya-500-hermite-simpson", LIMIT, limit, 0.05, Some(CATALUNYA), finer),
    ]
}

pub(super) fn answer(ask: Ask, name: &str, file: Option<&[u8]>) -> Result<Answer, Error> {
    let problem = pose(ask, name, file)?;
    let steady_start = |kmh: f64| steady(&DoubleTrack::limebeer_2014(), kmh / 3.6);
    let (solution, before) = match ask.start {
        Start::Steady(kmh) => {
            let (unknowns, common) = problem.start(&steady_start(kmh)?);
            (solved(&problem, &unknowns, &common), 0)
        }
        Start::InTwoSteps(kmh) => {
            let first = pose(Ask { wheel_rows: WheelRows::AtNodes, ..ask }, name, file)?;
            let (unknowns, common) = first.start(&steady_start(kmh)?);
            let found = solved(&first, &unknowns, &common);
            let (unknowns, common) = problem.start_like(&first, &found.unknowns);
            (solved_near(&problem, &unknowns, &common), found.iterations)
        }
    };
    let time = problem.lap_time(&solution.unknowns);
    let answer = answer_of(&solution, time, problem.road().stations().len());
    Ok(Answer { iterations: before + answer.iterations, ..answer })
}

fn pose(ask: Ask, name: &str, file: Option<&[u8]>) -> Result<LapProblem, Error> {
    let road = match ask.course {
        Course::Straight => road_of_arcs(&[Piece::Straight { length: 1000.0 }], 100.0, 51, false)?,
        Course::Oval => oval()?,
        Course::File => {
            let bytes = file.ok_or_else(|| Error::NoCourse { problem: name.to_owned() })?;
            turned(road_of(&read(name, bytes)?)?, ask.turned)?
        }
    };
    let car = car(ask.car);
    let (Start::Steady(kmh) | Start::InTwoSteps(kmh)) = ask.start;
    let first_node = match ask.course {
        Course::Straight => Some(steady(&car, kmh / 3.6)?),
        _ => None,
    };
    let settings = Settings {
        steering_weight: ask.weights.0,
        pedal_weight: ask.weights.1,
        energy: ask.energy,
        wheel_rows: ask.wheel_rows,
        scheme: ask.scheme,
        bias_pieces: if ask.car == Car::Wet { BIAS_PIECES.to_vec() } else { vec![] },
        first_node,
        ..Settings::default()
    };
    Ok(LapProblem::new(road, car, settings)?)
}

fn car(car: Car) -> DoubleTrack {
    let mut of_2014 = DoubleTrack::limebeer_2014();
    match car {
        Car::Of2014 => of_2014,
        Car::Soft => {
            (of_2014.rear.brakes.softness, of_2014.drive.softness) = (0.01, 0.01);
            of_2014
        }
        Car::Wet => wet_car(of_2014),
    }
}

/// `redbull-2022-imola-wet` of fastest-lap (MIT): its numbers.
fn wet_car(like: DoubleTrack) -> DoubleTrack {
    let axle = |ahead: f64, mu: [f64; 2]| Axle {
        ahead,
        track: 1.52,
        tyre: Tyre {
            radius: 0.36,
            law: Law::Similarity(Similarity {
                loads: [2000.0, 8000.0],
                mu_x: mu,
                mu_y: mu,
                kappa_max: [0.11; 2],
                lambda_max: [9.0 * PI / 180.0; 2],
                shape_x: 1.9,
                shape_y: 1.9,
                least_friction: 1.0,
            }),
        },
        brakes: Brakes { torque: 4_958.548_610_464_11, softness: 1e-5 },
        rolling_resistance: 0.0,
    };
    DoubleTrack {
        mass: 795.0,
        inertia: [0.0, 0.0, 500.0],
        mass_centre: [0.0, 0.0, -0.355_385_101_484_428_15],
        pressure_centre: [-0.086_800_509_085_347_06, 0.0, -0.273_975_985_147_279_17],
        air: Air {
            density: 1.2,
            areas: Areas::Constant {
                drag: 1.5 * 1.165_726_777_052_051_6,
                downforce: 1.5 * 3.246_251_257_978_287,
            },
        },
        front: axle(1.863_318_806_367_365, [1.251_162_765_470_293, 1.283_263_779_967_365]),
        rear: axle(-1.736_681_193_632_635_2, [1.413_989_118_326_634_4, 1.453_656_556_506_834_7]),
        drive: Drive {
            power: 618_262.068_989_879_7,
            differential: 253.098_845_259_724_95,
            ..like.drive.clone()
        },
        brake_bias: 0.6,
        roll_balance: 0.417_337_425_054_945_5,
        ..like
    }
}

fn turned(road: Road, how: Turned) -> Result<Road, Error> {
    let (mut stations, length) = (road.stations().to_vec(), road.length());
    match how {
        Turned::Not => return Ok(road),
        Turned::Shifted(by) => {
            stations.rotate_left(by);
            let first = stations[0].distance;
            for station in &mut stations {
                station.distance = (station.distance - first).rem_euclid(length);
            }
        }
        Turned::Mirrored => {
            for station in &mut stations {
                let Station { yaw_rate, roll, roll_rate, left, right, .. } = *station;
                *station = Station {
                    yaw_rate: -yaw_rate,
                    roll: -roll,
                    roll_rate: -roll_rate,
                    left: right,
                    right: left,
                    ..*station
                };
            }
        }
    }
    Ok(Road::closed(stations, length)?)
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
