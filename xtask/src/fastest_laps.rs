//! Exported fastest laps of many sessions, each with the road that its laps share.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use maatstaf::compare::road_of;
use maatstaf::formats::fastf1;
use maatstaf::telemetry::{Road, SampledLap, Sampling, on_the_clock, sampled_lap};

/// Laps of a session with the road they share.
pub struct Session {
    /// `2026_monaco/qualifying`
    pub name: String,
    /// The road.
    pub road: Road,
    /// Whose, and the lap.
    pub laps: Vec<(String, SampledLap)>,
}

/// The sessions of a folder that holds `EVENT/SESSION/DRIVER.csv`.
pub fn sessions(folder: &Path) -> Result<Vec<Session>> {
    let mut sessions = Vec::new();
    for event in entries(folder)? {
        for path in entries(&event)? {
            sessions.push(session(&path, path.strip_prefix(folder)?)?);
        }
    }
    Ok(sessions)
}

fn session(folder: &Path, name: &Path) -> Result<Session> {
    let name = name.display().to_string();
    let mut laps = Vec::new();
    for path in entries(folder)? {
        let read = fastf1::read(&[(&path.to_string_lossy(), &unpacked(&path)?)])?;
        let lap = &read.recording.laps[0];
        match sampled_lap(&read.recording, lap, Sampling::FEED) {
            Ok(sampled) => laps.push((lap.car.to_string(), sampled)),
            Err(why) => println!("{name}: left out: {why}"),
        }
    }
    let all: Vec<&SampledLap> = laps.iter().map(|(_, lap)| lap).collect();
    let (_, road) = road_of(&all).with_context(|| format!("{name}: no road"))?;
    for (who, lap) in &mut laps {
        let (moved, late) = on_the_clock(lap, &road);
        if late != 0.0 {
            println!("{name}: the lap of {who}, {}, was cut {late:+.3} s late", lap.time);
        }
        *lap = moved;
    }
    Ok(Session { name, road, laps })
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut found: Vec<_> = entries.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    found.sort();
    Ok(found)
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path)?;
    if path.extension().is_none_or(|it| it != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut plain)?;
    Ok(plain)
}
