//! One car by every method, and from where the lap of the whole car is found sooner.

use anyhow::{Context, Result};
use maatstaf::core::{Car, Course};
use maatstaf::lapsim::node::U;
use maatstaf::lapsim::{DoubleTrack, LapProblem, Mesh, Road, Scheme, steady};
use maatstaf::numerics::interior_point::{Options, Status, solve};
use maatstaf::{FastestLap, FixedLine, LapSettings, Method, fastest_lap};

use super::{course, own};

/// Cars and courses: tight and fast, flat and hilly.
const PAIRS: [(&str, &str); 6] = [
    ("f1-2014", "catalunya"),
    ("f1-2024", "monaco"),
    ("gt3", "spa-francorchamps"),
    ("lmp2", "silverstone"),
    ("formula-student", "monaco"),
    ("gt3", "spielberg"),
];

/// As many nodes as `maatstaf lap` takes by itself: one every so many metres.
const SPACING: f64 = 14.0;

pub(super) fn print() -> Result<()> {
    println!("## Three methods, one car\n");
    println!("Lap times in seconds, iterations in brackets.\n");
    println!(
        "| car | course | centre line | least curvature | free line | whole car | free to whole |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    let mut starts = Vec::new();
    for (name, id) in PAIRS {
        let (car, course) = (&maatstaf::find_car(name)?.car, course(id)?);
        let lap = |method| -> Result<FastestLap> {
            Ok(fastest_lap(name, car, course, &LapSettings { method, ..LapSettings::default() })?)
        };
        let centre = lap(Method::QuasiSteady(FixedLine::Centre))?.time;
        let least = lap(Method::QuasiSteady(FixedLine::LeastCurvature))?.time;
        let (free, full) = (lap(Method::Free)?, lap(Method::Full)?);
        println!(
            "| {name} | {id} | {centre:.3} | {least:.3} | {:.3} ({}) | {:.3} ({}) | {:+.2} % |",
            free.time,
            free.iterations,
            full.time,
            full.iterations,
            100.0 * (full.time / free.time - 1.0)
        );
        starts.push((name, id, full, from_steady(car, course)?));
    }
    println!("\n## Where the lap of the whole car begins\n");
    println!(
        "| car | course | from 50 km/h: iterations | objective (s) | from the free line: iterations | objective (s) |"
    );
    println!("| --- | --- | ---: | ---: | ---: | ---: |");
    for (name, id, full, steady) in &starts {
        let (iterations, objective) = steady;
        println!(
            "| {name} | {id} | {iterations} | {objective} | {} | {:.4} |",
            full.iterations, full.objective
        );
    }
    Ok(())
}

/// Iterations and objective of the same problem from steady driving at 50 km/h everywhere.
fn from_steady(car: &Car, course: &Course) -> Result<(usize, String)> {
    let car = DoubleTrack::from_car(car)?;
    let nodes = (course.length() / SPACING).ceil() as usize;
    let road = Road::along(course, &Mesh::Adapted(nodes))?;
    let mut asked = own(Scheme::HermiteSimpson);
    asked.lower[U] = 5.0;
    asked.upper[U] = car.top_speed_by_gearing().unwrap_or(120.0);
    let problem = LapProblem::new(road, car, asked)?;
    let start = steady(problem.car(), 50.0 / 3.6).context("50 km/h")?;
    let (unknowns, common) = problem.start(&start);
    let solution = solve(&problem, &unknowns, &common, &Options::default());
    let objective = match solution.status {
        Status::Solved => format!("{:.4}", solution.objective),
        status => status.name().to_owned(),
    };
    Ok((solution.iterations, objective))
}
