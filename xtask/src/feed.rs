//! How the live timing of Formula One errs, measured on exported fastest laps.

use std::path::Path;

use anyhow::Result;
use maatstaf::numerics::{median, quantile};
use maatstaf::telemetry::{DrivenLap, driven_lap};

use crate::fastest_laps::sessions;

/// A place is exact when it is no further than this from what is known, in seconds.
const EXACT: f64 = 0.025;

/// `xtask feed FOLDER`; the folder holds `EVENT/SESSION/DRIVER.csv`.
pub fn run(folder: &Path) -> Result<()> {
    let mut laps: Vec<DrivenLap> = Vec::new();
    for session in sessions(folder)? {
        let driven = session.laps.iter().map(|(_, lap)| driven_lap(lap, &session.road, &[]));
        println!("{:<26} {:>3} laps, {:.1} m", session.name, driven.len(), session.road.length());
        laps.extend(driven);
    }
    let leads: Vec<f64> = laps.iter().flat_map(DrivenLap::leads).collect();
    let (exact, ahead): (Vec<f64>, Vec<f64>) = leads.iter().partition(|lead| lead.abs() < EXACT);
    let ahead: Vec<f64> = ahead.into_iter().filter(|lead| *lead > 0.0).collect();
    let percent = |n: usize| 100.0 * n as f64 / leads.len() as f64;
    println!("{} laps, {} places", laps.len(), leads.len());
    println!(
        "within {EXACT} s: {:.1} %, ahead by more: {:.1} %",
        percent(exact.len()),
        percent(ahead.len())
    );
    println!("exact ones, median distance: {:.4} s", spread(&exact));
    for p in [0.1, 0.25, 0.5, 0.75, 0.9] {
        println!("ahead, quantile {p}: {:.3} s", quantile(&ahead, p).unwrap_or_default());
    }
    for (idx, what) in ["places", "speeds"].into_iter().enumerate() {
        let late: Vec<f64> = laps.iter().map(|lap| lap.delays()[idx]).collect();
        let middle = median(&late).unwrap_or_default();
        println!(
            "{what} of a lap are late by {middle:+.3} s, median distance {:.3} s",
            spread(&late)
        );
    }
    Ok(())
}

/// The median distance from the median.
fn spread(values: &[f64]) -> f64 {
    let middle = median(values).unwrap_or_default();
    let apart: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    median(&apart).unwrap_or_default()
}
