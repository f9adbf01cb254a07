//! The tables of `docs/compare.md`: team mates on their fastest laps.

use std::path::Path;

use anyhow::Result;
use maatstaf::telemetry::{Comparison, Segment, compare, driven_lap};

use crate::fastest_laps::{Session, sessions};

/// Team mates of 2025 and 2026, as far as their laps are published.
const PAIRS: [(&str, &str); 7] = [
    ("HAD", "VER"),
    ("HAM", "LEC"),
    ("ANT", "RUS"),
    ("NOR", "PIA"),
    ("SAI", "ALB"),
    ("STR", "ALO"),
    ("HAD", "LAW"),
];

/// `xtask pairs FOLDER`; the folder holds `EVENT/SESSION/DRIVER.csv`.
pub fn run(folder: &Path) -> Result<()> {
    let sessions = sessions(folder)?;
    println!(
        "\n| session | lap | reference | difference (s) | three largest losses or gains (s) | width (s) |"
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    let (mut n, mut n_sure, mut n_segments) = (0, 0, 0);
    for session in &sessions {
        for (who, reference) in PAIRS {
            let Some(compared) = pair(session, who, reference) else { continue };
            let sum: i64 = compared.segments.iter().map(|it| it.loss.time.as_micros()).sum();
            anyhow::ensure!(
                sum == compared.lost.as_micros(),
                "{}: {who} and {reference}",
                session.name
            );
            let corners = compared.segments.iter().filter(|it| it.corner.is_some());
            let widths: Vec<f64> = corners.map(|it| it.loss.high - it.loss.low).collect();
            let width = maatstaf::numerics::median(&widths).unwrap_or_default();
            n += 1;
            n_segments += compared.segments.len();
            n_sure += compared.segments.iter().filter(|it| it.loss.is_sure()).count();
            println!(
                "| {} | {who} | {reference} | {:+.3} | {} | {width:.3} |",
                session.name,
                compared.lost.seconds(),
                largest(&compared)
            );
        }
    }
    println!(
        "\n{n} pairs, each adds up to the microsecond; {n_sure} of {n_segments} corners and straights are sure"
    );
    Ok(())
}

fn pair(session: &Session, who: &str, reference: &str) -> Option<Comparison> {
    let of = |who: &str| {
        let (_, lap) = session.laps.iter().find(|(name, _)| name == who)?;
        Some(driven_lap(lap, &session.road, &[]))
    };
    Some(compare(&of(who)?, &of(reference)?, &session.road))
}

fn largest(compared: &Comparison) -> String {
    let mut segments: Vec<&Segment> = compared.segments.iter().collect();
    segments.sort_by_key(|it| std::cmp::Reverse(it.loss.time.as_micros().abs()));
    let told = segments.iter().take(3).map(|it| {
        let place = it.corner.map_or_else(
            || format!("straight at {:.0} m", it.from),
            |number| format!("turn {number}"),
        );
        let mark = if it.loss.is_sure() { "" } else { ", within the noise" };
        let (time, low, high) = (it.loss.time.seconds(), it.loss.low, it.loss.high);
        format!("{place} {time:+.2} [{low:+.2}, {high:+.2}]{mark}")
    });
    told.collect::<Vec<_>>().join("; ")
}
