//! The best set-up for a course, found together with its lap.

use std::ops::ControlFlow;

use maatstaf_core::{Car, Quantity};
use maatstaf_lapsim::{Free, SetupProblem};
use maatstaf_numerics::interior_point::{
    Multipliers, Options, Solution, Start, Status, solve_from,
};

use super::sensitivity::sensitivity;
use super::{Change, SolvedLap};
use crate::Error;
use crate::lap::begin;

/// A set-up parameter at its best.
#[derive(Clone, Copy, Debug)]
pub struct BestParameter {
    /// Which.
    pub quantity: &'static Quantity,
    /// The least that it may be, in the units of the SI.
    pub lowest: f64,
    /// The most.
    pub highest: f64,
    /// What it was.
    pub before: f64,
    /// What it is best at.
    pub best: f64,
    /// The end of its range that holds it.
    pub limit: Option<End>,
    /// What the lap is still longer with each unit of the SI more: nothing inside the range, at a
    /// limit what would be gained beyond it.
    pub per_unit: f64,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The least.
    Lowest,
    /// The most.
    Highest,
}

/// The best set-up for a course.
#[derive(Clone, Debug)]
pub struct BestSetup {
    /// Every free parameter, in the order asked for.
    pub parameters: Vec<BestParameter>,
    /// The lap with it.
    pub lap: SolvedLap,
    /// How many iterations set-up and lap took together.
    pub iterations: usize,
    /// Whether they are the best, or how the solve ended short of it.
    pub status: Status,
}

/// The names that people use for parameters, beside their own.
const ALIASES: [(&str, &str); 7] = [
    ("brake_bias", "brakes.front_share"),
    ("roll_balance", "chassis.roll_share_front"),
    ("downforce", "aero.downforce_level"),
    ("wing", "aero.downforce_level"),
    ("aero_balance", "aero.pressure_centre_behind_cg"),
    ("pressure_centre", "aero.pressure_centre_behind_cg"),
    ("differential", "differential.damping"),
];

/// The parameters of these names that are free in a car, each within its set-up range; without a
/// name, all that it has.
///
/// # Errors
///
/// When a name is no set-up parameter of the car.
///
/// ```
/// let car = &maatstaf::find_car("f1-2014")?.car;
/// let free = maatstaf::free_parameters(car, &["brake_bias"])?;
/// assert_eq!((free[0].quantity.name, free[0].lowest), ("brakes.front_share", 0.45));
/// assert_eq!(maatstaf::free_parameters(car, &[])?.len(), 5);
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn free_parameters(car: &Car, names: &[&str]) -> Result<Vec<Free>, Error> {
    let all = car.setup().map(|it| Free {
        quantity: it.quantity,
        lowest: it.lowest,
        highest: it.highest,
    });
    let all: Vec<Free> = all.collect();
    if names.is_empty() {
        return Ok(all);
    }
    let find = |name: &&str| {
        let alias = ALIASES.iter().find(|(short, _)| short == name);
        let full = alias.map_or(*name, |(_, full)| full);
        let found = all.iter().find(|free| free.quantity.name == full);
        found.copied().ok_or_else(|| Error::NoSetup {
            name: (*name).to_owned(),
            candidates: all.iter().map(|free| free.quantity.name.to_owned()).collect(),
        })
    };
    let mut free: Vec<Free> = names.iter().map(find).collect::<Result<_, _>>()?;
    let mut seen = Vec::new();
    free.retain(|it| {
        !seen.contains(&it.quantity.name) && {
            seen.push(it.quantity.name);
            true
        }
    });
    Ok(free)
}

/// The best set-up of a car for a course, and its lap, in one solve.
///
/// The solve begins with steady driving and the present set-up; where that
/// leads nowhere, or to a slower lap, from the lap of the present set-up. Like the lap it is a local
/// optimum: no set-up nearby is faster.
///
/// ```
/// use maatstaf::{LapSettings, best_setup, free_parameters, solve_lap};
///
/// let car = &maatstaf::find_car("f1-2014")?.car;
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// let course = maatstaf::find_course(&courses, "monaco")?;
/// let settings = LapSettings { nodes: Some(100), ..LapSettings::default() };
/// let lap = solve_lap("f1-2014", car, course, &settings)?;
/// let best = best_setup(&lap, &free_parameters(car, &["brake_bias", "downforce"])?)?;
/// assert_eq!(best.parameters[1].best, 1.3); // of its downforce this car has no drag
/// assert!(best.lap.fastest.time < lap.fastest.time - 1.0);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When a parameter cannot be free.
pub fn best_setup(lap: &SolvedLap, free: &[Free]) -> Result<BestSetup, Error> {
    let problem = SetupProblem::new(lap.problem.clone(), &lap.car, free)?;
    let found = found(lap, &problem);
    let values = problem.values_at(&found.common);
    let n = problem.shares_at();
    let near = Solution {
        common: found.common[..n].to_vec(),
        multipliers: with_common(&found.multipliers, n),
        ..found
    };
    let best = lap.again(&with_values(&lap.car, free, &values)?, &near)?;
    let parameters =
        free.iter().zip(values).map(|(free, value)| parameter(lap, &best, free, value));
    let parameters = parameters.collect();
    Ok(BestSetup { parameters, iterations: near.iterations, status: near.status, lap: best })
}

/// A start that has not led to a lap after so many iterations seldom does.
const PATIENCE: usize = 200;

/// Where set-up and lap were found, with the iterations of all starts; else where they came nearest.
fn found(lap: &SolvedLap, problem: &SetupProblem) -> Solution {
    let begun = |start: &Start<'_>, options: Options| {
        let iterations = PATIENCE.min(lap.settings.iterations);
        let options = Options { iterations, tolerance: lap.settings.tolerance, ..options };
        solve_from(problem, start, &options, &mut |_| ControlFlow::Continue(()))
    };
    let good = |solution: &Solution| {
        solution.status == Status::Solved && solution.objective < lap.solution.objective + SLOWER
    };
    let mut iterations = 0;
    for start in STARTS {
        let Some((unknowns, common, options)) = begin(&lap.problem, start) else { continue };
        let common = problem.common_start(&common);
        let start = Start { unknowns: &unknowns, common: &common, multipliers: None };
        let found = begun(&start, options);
        iterations += found.iterations;
        if good(&found) {
            return Solution { iterations, ..found };
        }
    }
    let Solution { unknowns, common, multipliers, .. } = &lap.solution;
    let common = problem.common_start(common);
    let multipliers = with_common(multipliers, common.len());
    let start = Start { unknowns, common: &common, multipliers: Some(&multipliers) };
    let found = begun(&start, Options::default());
    Solution { iterations: iterations + found.iterations, ..found }
}

/// Which of a lap's starts are tried, before the lap of the present set-up is one: steady driving, and
/// the lap of the present set-up's envelope last, which is often too near to that set-up.
const STARTS: [usize; 3] = [1, 2, 0];

/// A lap with another set-up is not slower than the present one by more than rounding, s.
const SLOWER: f64 = 1e-6;

/// A car with other values of its free parameters.
pub(super) fn with_values(car: &Car, free: &[Free], values: &[f64]) -> Result<Car, Error> {
    let mut parts = car.parts().clone();
    for (free, value) in free.iter().zip(values) {
        free.quantity.set(&mut parts, *value);
    }
    Ok(Car::new(parts)?)
}

/// A parameter, once the best lap is known.
pub(super) fn parameter(
    lap: &SolvedLap,
    best: &SolvedLap,
    free: &Free,
    value: f64,
) -> BestParameter {
    let slope = sensitivity(best, Change::Quantity(free.quantity)).per_unit;
    BestParameter {
        quantity: free.quantity,
        lowest: free.lowest,
        highest: free.highest,
        before: free.quantity.of(lap.car.parts()).unwrap_or(value),
        best: value,
        limit: match value {
            _ if value == free.lowest => Some(End::Lowest),
            _ if value == free.highest => Some(End::Highest),
            _ => None,
        },
        per_unit: slope.unwrap_or(0.0),
    }
}

/// The same multipliers with so many common unknowns: those that are new press on nothing.
fn with_common(multipliers: &Multipliers, n: usize) -> Multipliers {
    let mut all = multipliers.clone();
    all.common_lower.resize(n, 0.0);
    all.common_upper.resize(n, 0.0);
    all
}
