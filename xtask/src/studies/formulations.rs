//! What the published problem does otherwise than our own, in seconds.

use std::path::Path;

use anyhow::{Context, Result};
use maatstaf::formats::fastest_lap::{Circuit, read};
use maatstaf::lapsim::{LoadRows, Mesh, Road, Scheme, Settings, Station};

use super::{Found, course, levelled, own, solved};

pub fn print(shared: Option<&Path>) -> Result<()> {
    for id in ["monza", "catalunya"] {
        let course = course(id)?;
        let road = Road::along(course, &Mesh::Adapted(500))?;
        println!("### {}, 500 adapted steps\n", course.name());
        heading();
        let level = levelled(&road)?;
        row("level", "as published", &level, Settings::default())?;
        row("level", "ours, trapezoidal", &level, own(Scheme::Trapezoidal))?;
        row("level", "ours, Hermite–Simpson", &level, own(Scheme::HermiteSimpson))?;
        if !road.is_level() {
            tilted("tilted", &road)?;
        }
        println!();
    }
    match shared {
        Some(shared) => published(shared),
        None => Ok(()),
    }
}

/// The published rows; then loads at the nodes, then the wheels, too, by both schemes.
fn tilted(name: &str, road: &Road) -> Result<()> {
    let loads = Settings { load_rows: LoadRows::AtNodes, ..Settings::default() };
    let inert = |scheme| Settings { load_rows: LoadRows::Stepwise, ..own(scheme) };
    row(name, "as published", road, Settings::default())?;
    row(name, "loads at the nodes", road, loads)?;
    row(name, "wheels at the nodes", road, inert(Scheme::Trapezoidal))?;
    row(name, "ours, trapezoidal", road, own(Scheme::Trapezoidal))?;
    row(name, "ours, Hermite–Simpson", road, own(Scheme::HermiteSimpson))?;
    row(name, "Hermite–Simpson, loads stepwise", road, inert(Scheme::HermiteSimpson))
}

/// The published problem in three dimensions.
fn published(shared: &Path) -> Result<()> {
    let file = shared.join("tracks/fastest-lap/catalunya/catalunya_3d.xml");
    let bytes = std::fs::read(&file).with_context(|| file.display().to_string())?;
    let circuit = read("catalunya_3d.xml", &bytes)?;
    println!("### Catalunya as published in three dimensions, 500 steps\n");
    heading();
    let weights = Settings { pedal_weight: 0.04, ..Settings::default() };
    let ours = |scheme| Settings { pedal_weight: 0.04, ..own(scheme) };
    let true_rates = road_of(&circuit, true)?;
    let tilting = true_rates.clone().tilting();
    row(
        "second derivatives as rates",
        "as published",
        &road_of(&circuit, false)?,
        weights.clone(),
    )?;
    row("true rates", "as published", &true_rates, weights.clone())?;
    row("true rates, tilting", "as published", &tilting, weights)?;
    row("true rates, tilting", "ours, trapezoidal", &tilting, ours(Scheme::Trapezoidal))?;
    row("true rates, tilting", "ours, Hermite–Simpson", &tilting, ours(Scheme::HermiteSimpson))?;
    row("level", "ours, trapezoidal", &levelled(&tilting)?, ours(Scheme::Trapezoidal))?;
    println!();
    Ok(())
}

fn heading() {
    println!("| road | formulation | lap time (s) | objective (s) | iterations |");
    println!("| --- | --- | ---: | ---: | ---: |");
}

fn row(road_name: &str, name: &str, road: &Road, settings: Settings) -> Result<()> {
    line(road_name, name, &solved(road.clone(), settings)?);
    Ok(())
}

fn line(road_name: &str, name: &str, found: &Found) {
    println!(
        "| {road_name} | {name} | {:.6} | {:.6} | {}{} |",
        found.lap_time(),
        found.solution.objective,
        found.solution.iterations,
        found.remark()
    );
}

/// The stations of a tilted circuit, with true rates or with those of the published laps.
fn road_of(circuit: &Circuit, true_rates: bool) -> Result<Road> {
    let (pitch_rate, roll_rate) = match true_rates {
        true => (&circuit.pitch_dot, &circuit.roll_dot),
        false => (&circuit.dpitch_dot, &circuit.droll_dot),
    };
    let station = |i: usize| Station {
        distance: circuit.arclength[i],
        yaw_rate: circuit.yaw_dot[i],
        pitch: circuit.pitch[i],
        roll: circuit.roll[i],
        pitch_rate: pitch_rate[i],
        roll_rate: roll_rate[i],
        left: circuit.nl[i],
        right: circuit.nr[i],
    };
    Ok(Road::closed((0..circuit.n_stations()).map(station).collect(), circuit.length)?)
}
