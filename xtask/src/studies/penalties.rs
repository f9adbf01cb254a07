//! What the penalties on steering and pedal cost: the lap time as they vanish.

use anyhow::Result;
use maatstaf::lapsim::{Mesh, Road, Scheme, Settings, node};

use super::{Found, course, levelled, own, solved};

/// Powers of a quarter.
const SMALLER: i32 = 6;

pub fn print() -> Result<()> {
    let course = course("monza")?;
    println!("### {}, 500 adapted steps, trapezoidal\n", course.name());
    println!(
        "| weights, as a share of 50 and 0.016 | lap time (s) | penalty (s) | quickest steering (°/m) | quickest pedal (1/m) | iterations |"
    );
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for power in -1..=SMALLER {
        let share = 0.25_f64.powi(power);
        let settings = Settings {
            steering_weight: 50.0 * share,
            pedal_weight: 0.016 * share,
            ..own(Scheme::Trapezoidal)
        };
        let road = levelled(&Road::along(course, &Mesh::Adapted(500))?)?;
        let found = solved(road, settings)?;
        let (time, objective) = (found.lap_time(), found.solution.objective);
        println!(
            "| {share} | {time:.6} | {:.6} | {:.3} | {:.3} | {}{} |",
            objective - time,
            quickest(&found, node::STEER).to_degrees(),
            quickest(&found, node::PEDAL),
            found.solution.iterations,
            found.remark()
        );
    }
    println!();
    Ok(())
}

/// The most that an unknown changes in a metre.
fn quickest(found: &Found, unknown: usize) -> f64 {
    let (road, stations) =
        (found.problem.road(), found.problem.at_stations(&found.solution.unknowns));
    let n = road.stations().len();
    let value = |i: usize| stations[i % n * node::N_UNKNOWNS + unknown];
    (0..n).map(|i| (value(i + 1) - value(i)).abs() / road.step(i)).fold(0.0, f64::max)
}
