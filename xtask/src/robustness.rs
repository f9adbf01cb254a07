//! How often a lap is found: random cars on every embedded course.
//!
//! A random car is one of the embedded ones with every number that says how it drives multiplied by
//! its own factor from 0.85 to 1.15, and every set-up parameter anywhere in its range. The same seed
//! is the same car.

use std::fmt::Write as _;
use std::num::NonZero;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use maatstaf::core::{Car, Course, Quantity};
use maatstaf::lapsim::Scheme;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{LapSettings, fastest_lap};

/// What is turned at random, up or down by up to this share.
const SPREAD: f64 = 0.15;

const TURNED: [&str; 24] = [
    "chassis.mass",
    "chassis.yaw_inertia",
    "chassis.front_axle_ahead",
    "chassis.rear_axle_behind",
    "chassis.cg_height",
    "chassis.front_track",
    "chassis.rear_track",
    "aero.drag_area",
    "aero.downforce_area",
    "power_unit.power",
    "power_unit.efficiency",
    "brakes.front_torque",
    "brakes.rear_torque",
    "differential.damping",
    "tyres.front.mu_x_light",
    "tyres.front.mu_x_heavy",
    "tyres.front.mu_y_light",
    "tyres.front.mu_y_heavy",
    "tyres.rear.mu_x_light",
    "tyres.rear.mu_x_heavy",
    "tyres.rear.mu_y_light",
    "tyres.rear.mu_y_heavy",
    "gearbox.final_drive",
    "hybrid.power",
];

/// One solve.
struct Run {
    car: usize,
    base: &'static str,
    course: &'static Course,
    outcome: std::result::Result<(Status, usize, f64), String>,
}

impl Run {
    fn is_solved(&self) -> bool {
        matches!(self.outcome, Ok((Status::Solved, ..)))
    }
}

/// What is solved.
struct Ask {
    scheme: (&'static str, Scheme),
    /// From node to node, on average.
    metres: f64,
    n_cars: usize,
}

/// `robustness SCHEME METRES CARS FILE`
pub fn run(scheme: &str, metres: f64, n_cars: usize, page: &Path) -> Result<()> {
    let scheme = match scheme {
        "trapezoidal" => ("trapezoidal", Scheme::Trapezoidal),
        "hermite-simpson" => ("hermite-simpson", Scheme::HermiteSimpson),
        other => bail!("no scheme {other:?}; it is trapezoidal or hermite-simpson"),
    };
    let ask = Ask { scheme, metres, n_cars };
    let mut runs = all(&ask);
    runs.sort_by_key(|run| (run.car, run.course.id()));
    std::fs::write(page, told(&runs, &ask))
        .with_context(|| format!("cannot write {}", page.display()))
}

/// Every car on every course, on all cores.
fn all(ask: &Ask) -> Vec<Run> {
    let cars: Vec<(&'static str, Car)> = (0..ask.n_cars).map(random_car).collect();
    let courses = maatstaf::facts::courses();
    let n_runs = cars.len() * courses.len();
    let (next, runs, start) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Instant::now());
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= n_runs {
                return;
            }
            let (car, course) = (at / courses.len(), &courses[at % courses.len()]);
            let run = one(car, &cars[car], course, ask);
            let mut runs = runs.lock().unwrap_or_else(PoisonError::into_inner);
            if !run.is_solved() {
                eprintln!("{}", line(&run));
            }
            runs.push(run);
            if runs.len().is_multiple_of(50) {
                let solved = runs.iter().filter(|run| run.is_solved()).count();
                let seconds = start.elapsed().as_secs_f64();
                eprintln!("{solved} of {} solved, {n_runs} in all, {seconds:.0} s", runs.len());
            }
        }
    };
    let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| (0..n_threads).for_each(|_| drop(scope.spawn(work))));
    runs.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn one(car: usize, (base, made): &(&'static str, Car), course: &'static Course, ask: &Ask) -> Run {
    let nodes = Some((course.length() / ask.metres).ceil() as usize);
    let settings = LapSettings { nodes, scheme: ask.scheme.1, ..LapSettings::default() };
    let solve = || fastest_lap(base, made, course, &settings);
    let outcome = match std::panic::catch_unwind(std::panic::AssertUnwindSafe(solve)) {
        Err(_) => Err("panic".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(lap)) if !lap.time.is_finite() => Err("a lap time that is no number".to_owned()),
        Ok(Ok(lap)) => Ok((lap.status, lap.iterations, lap.time)),
    };
    Run { car, base, course, outcome }
}

/// A car by its seed.
fn random_car(seed: usize) -> (&'static str, Car) {
    let cars = maatstaf::facts::cars();
    let base = &cars[seed % cars.len()];
    let mut chance = Chance(seed as u64);
    loop {
        let mut parts = base.car.parts().clone();
        for quantity in TURNED.iter().filter_map(|name| Quantity::named(name)) {
            let factor = 1.0 + SPREAD * (2.0 * chance.next() - 1.0);
            if let Some(value) = quantity.of(&parts) {
                quantity.set(&mut parts, value * factor);
            }
        }
        for parameter in base.car.setup() {
            let share = chance.next();
            let value = parameter.lowest + share * (parameter.highest - parameter.lowest);
            parameter.quantity.set(&mut parts, value);
        }
        if let Ok(car) = Car::new(parts) {
            return (base.id, car);
        }
    }
}

/// Random numbers from 0 to 1: SplitMix64 (Steele, Lea & Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn line(run: &Run) -> String {
    let how = match &run.outcome {
        Ok((status, iterations, time)) => {
            format!("{status:?} after {iterations} iterations, at {time:.3} s")
        }
        Err(error) => error.clone(),
    };
    format!("car {} ({}) on {}: {how}", run.car, run.base, run.course.id())
}

/// The page.
fn told(runs: &[Run], ask: &Ask) -> String {
    let Ask { scheme: (scheme, _), metres, n_cars } = ask;
    let solved = runs.iter().filter(|run| run.is_solved()).count();
    let mut iterations: Vec<usize> =
        runs.iter().filter_map(|run| run.outcome.as_ref().ok()).map(|it| it.1).collect();
    iterations.sort_unstable();
    let at = |share: f64| {
        let last = iterations.len().saturating_sub(1);
        iterations.get((last as f64 * share) as usize).copied().unwrap_or(0)
    };
    let mut page = format!(
        "# How often a lap is found\n\n\
         {n_cars} random cars on each of the {} embedded courses, {scheme}, a node every {metres} m on\n\
         average, the settings of `maatstaf lap` otherwise. A random car is an embedded one with its masses,\n\
         lengths, areas, power, torques and frictions multiplied each by its own factor from {:.2} to\n\
         {:.2}, and every set-up parameter anywhere in its range; `xtask/src/robustness.rs` makes it\n\
         from its number.\n\n\
         Made by `cargo run --release -p xtask -- robustness {scheme} {metres} {n_cars} docs/lap-robustness.md`.\n\n\
         **{solved} of {} solved ({:.2} %).** Iterations: median {}, nine in ten up to {}, most {}.\n\n\
         ## Not solved\n\n",
        runs.len() / n_cars.max(&1),
        1.0 - SPREAD,
        1.0 + SPREAD,
        runs.len(),
        100.0 * solved as f64 / runs.len().max(1) as f64,
        at(0.5),
        at(0.9),
        at(1.0),
    );
    let failures: Vec<&Run> = runs.iter().filter(|run| !run.is_solved()).collect();
    if failures.is_empty() {
        page += "None.\n";
    }
    for run in failures {
        writeln!(page, "- {}", line(run)).expect("a text takes any text");
    }
    page
}
