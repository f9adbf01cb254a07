//! What the mesh costs: the lap time by the number of nodes.

use std::f64::consts::{PI, TAU};

use anyhow::Result;
use maatstaf::lapsim::{Mesh, Road, Scheme, Settings, Station};

use super::{course, levelled, own, solved};

/// Finer and finer.
const NODES: [usize; 4] = [250, 500, 1000, 2000];
/// The same for the smooth road.
const FEW: [usize; 5] = [20, 40, 80, 160, 320];
const SCHEMES: [(Scheme, &str); 2] =
    [(Scheme::Trapezoidal, "trapezoidal"), (Scheme::HermiteSimpson, "Hermite–Simpson")];

pub fn print() -> Result<()> {
    println!("### A smooth road of 500 m\n");
    table(&FEW, 1.0, &smooth)?;
    println!("### The same, steering and pedal held a hundred times as still\n");
    table(&FEW, 100.0, &smooth)?;
    let course = course("monza")?;
    println!("### {}, equal steps\n", course.name());
    let road = |n: usize, mesh: fn(usize) -> Mesh| levelled(&Road::along(course, &mesh(n))?);
    table(&NODES, 1.0, &|n| road(n, Mesh::Equal))?;
    println!("### {}, adapted steps\n", course.name());
    table(&NODES, 1.0, &|n| road(n, Mesh::Adapted))
}

/// Every mesh in both schemes; `still` multiplies the weights.
fn table(nodes: &[usize], still: f64, road: &dyn Fn(usize) -> Result<Road>) -> Result<()> {
    println!("| nodes | scheme | lap time (s) | objective (s) | iterations |");
    println!("| ---: | --- | ---: | ---: | ---: |");
    let mut times = Vec::new();
    for (scheme, name) in SCHEMES {
        let mut of_scheme = Vec::new();
        for &n in nodes {
            // Hermite–Simpson has two points a node: it stops at half as many nodes.
            if scheme == Scheme::HermiteSimpson && n == nodes[nodes.len() - 1] {
                continue;
            }
            let settings = own(scheme);
            let settings = Settings {
                steering_weight: still * settings.steering_weight,
                pedal_weight: still * settings.pedal_weight,
                ..settings
            };
            let found = solved(road(n)?, settings)?;
            println!(
                "| {n} | {name} | {:.6} | {:.6} | {}{} |",
                found.lap_time(),
                found.solution.objective,
                found.solution.iterations,
                found.remark()
            );
            of_scheme.push(found.solution.objective);
        }
        times.push(of_scheme);
    }
    println!();
    for ((_, name), of_scheme) in SCHEMES.iter().zip(&times) {
        println!("Orders seen by {name}: {}.\n", orders(of_scheme));
    }
    Ok(())
}

/// `log₂` of how much smaller each change is than the one before.
fn orders(values: &[f64]) -> String {
    let changes: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    let order = |pair: &[f64]| format!("{:.1}", (pair[0] / pair[1]).log2());
    changes.windows(2).map(order).collect::<Vec<_>>().join(", ")
}

/// A road that bends most at two ends, one tighter.
fn smooth(n_stations: usize) -> Result<Road> {
    const LENGTH: f64 = 500.0;
    let station = |i: f64| {
        let turn = TAU * i / n_stations as f64;
        let bend = 1.0 + 0.7 * (2.0 * turn).cos() + 0.3 * (turn + 1.0).sin();
        Station::level(LENGTH * i / n_stations as f64, 2.0 * PI / LENGTH * bend, 6.0, 5.0)
    };
    let road = Road::closed((0..n_stations).map(|i| station(i as f64)).collect(), LENGTH)?;
    Ok(road.with_middles((0..n_stations).map(|i| station(i as f64 + 0.5)).collect())?)
}
