//! Many laps: cars, courses and values of a few numbers of the car, a run each.

mod plan;

use std::cmp::Ordering;
use std::sync::OnceLock;

use maatstaf_core::{Car, Channel, Course, InvalidCar, Quantity};
use maatstaf_formats::{car, course_file};
use maatstaf_numerics::interior_point::Status;

use crate::lap::fastest_lap_from;
use crate::{Error, FastestLap, LapSettings, Method, SolvedLap, fastest_lap, solve_lap};

pub use plan::{Find, Variation};

/// A car under its name for machines.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedCar {
    /// As rows name it: `f1-2024`.
    pub id: String,
    /// The car.
    pub car: Car,
}

/// One lap of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Which car.
    pub car: usize,
    /// Which course.
    pub course: usize,
    /// What each parameter is, in its own unit.
    pub values: Vec<f64>,
}

/// Laps to be solved, each of a car on a course with values of its own.
///
/// No two cars have one name, no two courses either, and every run's car is one.
#[derive(Clone, Debug)]
pub struct Sweep {
    cars: Vec<NamedCar>,
    courses: Vec<Course>,
    parameters: Vec<&'static Quantity>,
    runs: Vec<Run>,
    settings: LapSettings,
    /// The laps of the cars as they are, `[car × course]`, where there are runs enough for one to pay.
    bases: Vec<OnceLock<Option<SolvedLap>>>,
}

/// From so many runs of a car on a course its lap as it is pays as a start for all of them.
const WORTH_A_BASE: usize = 3;

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// `solved`, or how the solve ended short of the fastest lap, or `refused` where there was
    /// nothing to solve.
    pub status: String,
    /// How many iterations it took.
    pub iterations: usize,
    /// The lap, where it is the fastest.
    pub lap: Option<LapFigures>,
    /// Why there is none.
    pub reason: Option<String>,
}

/// A lap in a few numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LapFigures {
    /// s.
    pub time: f64,
    /// With the penalties on quick steering and pedals, s.
    pub objective: f64,
    /// m/s.
    pub least_speed: f64,
    /// m/s.
    pub top_speed: f64,
}

impl Sweep {
    /// The cars.
    pub fn cars(&self) -> &[NamedCar] {
        &self.cars
    }

    /// The courses.
    pub fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// What differs from run to run, besides car and course.
    pub fn parameters(&self) -> &[&'static Quantity] {
        &self.parameters
    }

    /// The runs, in the order of the rows.
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs in the order in which they are done soonest; the rows stand in another. Runs that share
    /// something come together: by optimal control a course, within an envelope that of a car.
    pub fn working_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.runs.len()).collect();
        if self.settings.method != Method::Full {
            let values = |run: &Run| (run.car, run.values.clone());
            order.sort_by(|a, b| {
                let [a, b] = [*a, *b].map(|it| values(&self.runs[it]));
                a.partial_cmp(&b).unwrap_or(Ordering::Equal)
            });
        }
        order
    }

    /// Everything that decides what comes out, as text: who has the same has the same rows.
    pub fn ask(&self) -> String {
        let Self { cars, courses, parameters, runs, settings, .. } = self;
        let cars = cars.iter().map(|it| format!("car {}\n{}\n", it.id, car::write(&it.car)));
        let courses =
            courses.iter().map(|it| format!("course {}\n{}\n", it.id(), course_file::write(it)));
        let names: Vec<&str> = parameters.iter().map(|it| it.name).collect();
        let runs = runs.iter().map(|run| format!("{run:?}\n"));
        let parts = cars.chain(courses).chain([names.join(",") + "\n"]).chain(runs);
        parts.collect::<String>() + &format!("{settings:?}\n")
    }

    fn new(
        cars: Vec<NamedCar>,
        courses: Vec<Course>,
        parameters: Vec<&'static Quantity>,
        settings: LapSettings,
    ) -> Self {
        Self { cars, courses, parameters, runs: Vec::new(), settings, bases: Vec::new() }
    }

    /// The same with runs; cars and courses stay as they are from here on.
    fn with_runs(self, runs: Vec<Run>) -> Self {
        let bases = vec![OnceLock::new(); self.cars.len() * self.courses.len()];
        Self { runs, bases, ..self }
    }

    /// The lap of a run's car as it is, solved by whoever asks first; none where it does not pay or
    /// there is no such lap.
    fn base(&self, run: &Run) -> Option<&SolvedLap> {
        if self.settings.method != Method::Full {
            return None;
        }
        let is_like = |it: &&Run| (it.car, it.course) == (run.car, run.course);
        if self.runs.iter().filter(is_like).take(WORTH_A_BASE).count() < WORTH_A_BASE {
            return None;
        }
        let (NamedCar { id, car }, course) = (&self.cars[run.car], &self.courses[run.course]);
        let base = self.bases[run.car * self.courses.len() + run.course].get_or_init(|| {
            let lap = solve_lap(id, car, course, &self.settings).ok();
            lap.filter(|it| it.fastest.status == Status::Solved)
        });
        base.as_ref()
    }

    /// The lap of a car of a run: from the lap of the car as it is, else by itself.
    fn lap(&self, run: &Run, car: &Car) -> Result<FastestLap, Error> {
        let (id, course) = (&self.cars[run.car].id, &self.courses[run.course]);
        match self.base(run) {
            Some(base) => fastest_lap_from(base, id, car, course, &self.settings),
            None => fastest_lap(id, car, course, &self.settings),
        }
    }

    /// The car of a run, with its values.
    fn car_of(&self, run: &Run) -> Result<Car, InvalidCar> {
        let mut parts = self.cars[run.car].car.parts().clone();
        for (parameter, value) in self.parameters.iter().zip(&run.values) {
            let value = parameter.unit.to_si(*value);
            if parameter.of(&parts).is_none() || !parameter.set(&mut parts, value) {
                return Err(InvalidCar::NoSuchSetup { name: parameter.name.to_owned() });
            }
        }
        Car::new(parts)
    }
}

/// The fastest lap of a run, by its place among the rows; the same whenever and beside whatever it
/// is solved.
///
/// Where a car has some runs on a course, each begins at the lap of the car as it is, which takes few
/// iterations; never at a neighbour, which may or may not be solved yet.
///
/// ```
/// use maatstaf::{LapSettings, NamedCar, Sweep, swept};
///
/// let car = NamedCar { id: "gt3".into(), car: maatstaf::find_car("gt3")?.car.clone() };
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?.clone();
/// let settings =
///     LapSettings { nodes: Some(80), from_envelope: false, ..LapSettings::default() };
/// let heavier = "chassis.mass=1300,1400".parse()?;
/// let sweep = Sweep::grid(vec![car], vec![course], &[heavier], settings)?;
/// let times = [0, 1].map(|run| swept(&sweep, run).lap.unwrap().time); // s
/// assert!(times[0] < times[1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Panics
///
/// When the sweep has no such run.
pub fn swept(sweep: &Sweep, run: usize) -> Outcome {
    let run = &sweep.runs[run];
    let refused = |error: Error| Outcome {
        status: "refused".to_owned(),
        iterations: 0,
        lap: None,
        reason: Some(error.to_string()),
    };
    let lap = sweep
        .car_of(run)
        .map_err(|error| Error::Sweep(vec![error.to_string()]))
        .and_then(|car| sweep.lap(run, &car));
    let fastest = match lap {
        Ok(fastest) => fastest,
        Err(error) => return refused(error),
    };
    let (status, iterations) = (fastest.status.name().to_owned(), fastest.iterations);
    if fastest.status != Status::Solved {
        let left = fastest.residuals;
        let most = left.stationarity.max(left.feasibility).max(left.complementarity);
        let reason = format!("stopped short of the fastest lap after an error of {most:.0e}");
        return Outcome { status, iterations, lap: None, reason: Some(reason) };
    }
    let speed = fastest.trace.channel(Channel::Speed).unwrap_or_default();
    let lap = LapFigures {
        time: fastest.time,
        objective: fastest.objective,
        least_speed: speed.iter().copied().fold(f64::INFINITY, f64::min),
        top_speed: speed.iter().copied().fold(0.0, f64::max),
    };
    Outcome { status, iterations, lap: Some(lap), reason: None }
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
