//! The fastest lap of a car on a course, as a lap like any other.

mod compare;
mod corners;
mod envelopes;
mod fixed;
mod free;
mod lines;
mod method;
mod nearby;
mod prices;

use maatstaf_core::{
    Car, CarNumber, Channel, Course, DrivingStyle, InvalidTrace, Lap, LapTime, Origin, Trace,
};
use maatstaf_lapsim::node::U;
use maatstaf_lapsim::{
    DoubleTrack, LapProblem, LoadRows, Mesh, Road, Scheme, Settings, WheelRows, steady, trace,
    with_flap_open,
};
use maatstaf_numerics::interior_point::{Multipliers, Options, Residuals, Solution, Status, solve};

use crate::Error;

pub use compare::{LapsCompared, StretchCompared, compare_laps};
pub use corners::{CornerDriven, corners_driven, thirds};
pub use fixed::lap_on_line;
pub(crate) use free::FreeLap;
pub use method::{FixedLine, Method};
pub(crate) use nearby::fastest_lap_from;
pub use nearby::fastest_laps;
pub use prices::Prices;

/// The steady speeds at every node of the starts, in m/s, as they are tried: where one leads into a
/// dead end, another seldom does.
pub(crate) const START_SPEEDS: [f64; 4] = [50.0 / 3.6, 80.0 / 3.6, 30.0 / 3.6, 120.0 / 3.6];

/// A start that has not led to a lap after so many iterations seldom does; the next one is tried.
const PATIENCE: usize = 250;

/// The same of a start from the lap of an envelope, and barrier and push from there: it is near the
/// optimum already.
const HANDED_PATIENCE: usize = 150;
const HANDED: [f64; 2] = [3e-4, 1e-3];

/// No lap is slower than this anywhere, in m/s.
const LEAST_SPEED: f64 = 5.0;

/// Nor faster than this, where gears do not say more, in m/s.
const MOST_SPEED: f64 = 120.0;

/// Nodes of the schemes are on average no further apart than this unless their number is given, in
/// metres: with Hermite–Simpson a lap at 8 m differs by 0.09 s at Monaco, `DESIGN.md`, less elsewhere,
/// `docs/lap-studies.md`.
const fn spacing(scheme: Scheme) -> f64 {
    match scheme {
        Scheme::Trapezoidal => 5.0,
        Scheme::HermiteSimpson => 14.0,
    }
}

/// How the fastest lap is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LapSettings {
    /// By which model and method.
    pub method: Method,
    /// Within an envelope, the least length of the straights, in metres, on which the flap of the rear
    /// wing may be open, of a car that has one; `None` where it stays closed. The whole car keeps
    /// it closed.
    pub flap_straights: Option<f64>,
    /// Whether the lap of the whole car begins at that of its envelope, or at steady driving.
    pub from_envelope: bool,
    /// How many nodes along the course; `None` for as many as the scheme needs.
    pub nodes: Option<usize>,
    /// Whether nodes are denser in corners and before them, or as far apart everywhere.
    pub adapted: bool,
    /// How the equations of motion become rows.
    pub scheme: Scheme,
    /// The error at which a lap counts as the fastest.
    pub tolerance: f64,
    /// How many iterations at most.
    pub iterations: usize,
}

impl Default for LapSettings {
    fn default() -> Self {
        Self {
            method: Method::Full,
            flap_straights: None,
            from_envelope: true,
            nodes: None,
            adapted: true,
            scheme: Scheme::HermiteSimpson,
            tolerance: 1e-8,
            iterations: 1000,
        }
    }
}

/// A lap that no other of this car on this course beats nearby, and how sure that is.
#[derive(Clone, Debug, PartialEq)]
pub struct FastestLap {
    /// The lap, with all its channels.
    pub lap: Lap,
    /// Its channels; where the solve stopped short, those of where it stopped.
    pub trace: Trace,
    /// The lap time in seconds, unrounded.
    pub time: f64,
    /// The lap time and the penalties on quick steering and pedals, in seconds.
    pub objective: f64,
    /// Whether it is the fastest lap, or how the solve ended short of it.
    pub status: Status,
    /// How far from the conditions of an optimum.
    pub residuals: Residuals,
    /// How many iterations it took.
    pub iterations: usize,
    /// How many nodes along the course.
    pub nodes: usize,
    /// What a bit more of everything would be worth, where the method tells.
    pub prices: Option<Prices>,
    /// The multipliers of every row and bound, in the order of the problem.
    pub multipliers: Multipliers,
}

/// The fastest lap of a car on a course; `name` names the car in the lap.
///
/// The line is free within the edges; a closed course is lapped flying, an open one is driven from
/// a roll at 50 km/h. It is a local optimum: no lap nearby is faster. The lap carries no error of
/// measurement, but that of its car and its course.
///
/// ```
/// use maatstaf::core::Channel;
/// use maatstaf::numerics::interior_point::Status;
/// use maatstaf::{LapSettings, fastest_lap};
///
/// let car = &maatstaf::find_car("gt3")?.car;
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?;
/// let settings = LapSettings { nodes: Some(100), ..LapSettings::default() };
/// let fastest = fastest_lap("gt3", car, course, &settings)?;
/// assert_eq!(fastest.status, Status::Solved);
/// let start = fastest.trace.value_at(Channel::Speed, 0.0).unwrap(); // m/s
/// assert!((80.0..95.0).contains(&fastest.time) && start > 20.0);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When the car or the course makes no problem, say a road narrower than the car.
pub fn fastest_lap(
    name: &str,
    car: &Car,
    course: &Course,
    settings: &LapSettings,
) -> Result<FastestLap, Error> {
    match settings.method {
        Method::Full => {
            let problem = pose(car, course, settings)?;
            told(name, course, &problem, &solved(&problem, settings)?)
        }
        Method::QuasiSteady(line) => fixed::lap(name, car, course, line, settings),
        Method::Free => {
            let all = DrivingStyle::all_of_it("");
            let wanted = settings.flap_straights.and_then(|_| with_flap_open(car));
            let open = wanted.as_ref().map(DoubleTrack::from_car).transpose()?;
            let car = DoubleTrack::from_car(car)?;
            FreeLap::of(&car, open.as_ref(), course, &all, settings)?.told(name, course)
        }
    }
}

/// The solution from the first start that leads to one; else from where it came nearest. Its
/// iterations are those of all starts.
///
/// The first start is the fastest lap of the car's envelope ([`Method::Free`]), the car at every
/// point as in steady driving; the others are driving straight on at a steady speed.
pub(crate) fn solved(problem: &LapProblem, settings: &LapSettings) -> Result<Solution, Error> {
    let mut nearest: Option<Solution> = None;
    let mut iterations = 0;
    for start in usize::from(!settings.from_envelope)..=START_SPEEDS.len() {
        let Some((unknowns, common, options)) = begin(problem, start) else { continue };
        let left = settings.iterations.saturating_sub(iterations);
        let patience = match start {
            0 => HANDED_PATIENCE,
            last if last == START_SPEEDS.len() => left,
            _ => PATIENCE,
        };
        let (tolerance, iterations_allowed) = (settings.tolerance, left.min(patience));
        let options = Options { tolerance, iterations: iterations_allowed, ..options };
        let solution = solve(problem, &unknowns, &common, &options);
        iterations += solution.iterations;
        let off = |solution: &Solution| solution.residuals.feasibility;
        if solution.status == Status::Solved {
            return Ok(Solution { iterations, ..solution });
        }
        if nearest.as_ref().is_none_or(|before| off(&solution) < off(before)) {
            nearest = Some(solution);
        }
        if iterations >= settings.iterations {
            break;
        }
    }
    let nearest = nearest.map(|solution| Solution { iterations, ..solution });
    Ok(nearest.ok_or(maatstaf_lapsim::Error::Trim { speed: START_SPEEDS[0] })?)
}

/// A start: all unknowns, those in common, and how to go on from there.
pub(crate) fn begin(problem: &LapProblem, start: usize) -> Option<(Vec<f64>, Vec<f64>, Options)> {
    let Some(slower) = start.checked_sub(1) else {
        let path = free::path(problem.road(), problem.car(), START_SPEEDS[0])?;
        let (unknowns, common) = problem.start_along(&path.distances, &path.nodes).ok()?;
        return Some((
            unknowns,
            common,
            Options { barrier: HANDED[0], push: HANDED[1], ..Options::default() },
        ));
    };
    let (unknowns, common) = problem.start(&steady(problem.car(), START_SPEEDS[slower]).ok()?);
    Some((unknowns, common, Options::default()))
}

/// The problem of the fastest lap.
pub(crate) fn pose(
    car: &Car,
    course: &Course,
    settings: &LapSettings,
) -> Result<LapProblem, Error> {
    pose_on(
        road(course, settings, spacing(settings.scheme))?,
        DoubleTrack::from_car(car)?,
        settings,
    )
}

/// The road along a course; without a number of nodes they are so far apart, in metres.
fn road(course: &Course, settings: &LapSettings, spacing: f64) -> Result<Road, Error> {
    let nodes = settings.nodes.unwrap_or_else(|| (course.length() / spacing).ceil() as usize);
    let mesh = if settings.adapted { Mesh::Adapted(nodes) } else { Mesh::Equal(nodes) };
    Ok(Road::along(course, &mesh)?)
}

/// The problem of the fastest lap on a road.
pub(crate) fn pose_on(
    road: Road,
    car: DoubleTrack,
    settings: &LapSettings,
) -> Result<LapProblem, Error> {
    let first_node = match road.is_closed() {
        true => None,
        false => Some(steady(&car, START_SPEEDS[0])?),
    };
    let mut asked = Settings {
        scheme: settings.scheme,
        wheel_rows: WheelRows::AtNodes,
        load_rows: LoadRows::AtNodes,
        first_node,
        ..Settings::default()
    };
    asked.lower[U] = LEAST_SPEED;
    asked.upper[U] = car.top_speed_by_gearing().unwrap_or(MOST_SPEED);
    Ok(LapProblem::new(road, car, asked)?)
}

/// What a solution says, as a lap.
pub(crate) fn told(
    name: &str,
    course: &Course,
    problem: &LapProblem,
    solution: &Solution,
) -> Result<FastestLap, Error> {
    let lap = as_lap(name, course, trace(problem, &solution.unknowns)?, MODEL)?;
    Ok(FastestLap {
        objective: solution.objective,
        status: solution.status,
        residuals: solution.residuals,
        iterations: solution.iterations,
        nodes: problem.road().stations().len(),
        prices: Some(Prices::of(problem, solution)),
        multipliers: solution.multipliers.clone(),
        ..lap
    })
}

/// A trace as a solved lap without anything beside it.
fn as_lap(name: &str, course: &Course, trace: Trace, model: &str) -> Result<FastestLap, Error> {
    let trace = with_places(trace, course)?;
    let time = trace.time()[trace.time().len() - 1];
    let lap = Lap {
        car: CarNumber::new(name),
        time: LapTime::from_micros((time * 1e6).round() as u64),
        trace: Some(trace.clone()),
        origin: Origin::Simulated { model: model.to_owned() },
    };
    Ok(FastestLap {
        lap,
        nodes: trace.distance().len(),
        trace,
        time,
        objective: time,
        status: Status::Solved,
        residuals: Residuals::default(),
        iterations: 0,
        prices: None,
        multipliers: Multipliers::default(),
    })
}

/// As printed beside a lap.
const MODEL: &str = "double track, free line, optimal control";

/// The same trace, with where the car is on the map.
fn with_places(trace: Trace, course: &Course) -> Result<Trace, InvalidTrace> {
    let Some(offset) = trace.channel(Channel::Offset) else { return Ok(trace) };
    let places: Vec<(f64, f64, f64)> =
        trace.distance().iter().zip(offset).map(|(s, n)| course.point(*s, *n)).collect();
    trace
        .with(Channel::East, places.iter().map(|place| place.0).collect())?
        .with(Channel::North, places.iter().map(|place| place.1).collect())?
        .with(Channel::Up, places.iter().map(|place| place.2).collect())
}
