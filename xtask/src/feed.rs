//! How the live timing of Formula One errs, measured on fastest laps: the most likely numbers of
//! [`Sampling`].

use std::path::Path;

use anyhow::{Context, Result};
use maatstaf::compare::road_of;
use maatstaf::formats::fastf1;
use maatstaf::telemetry::{Road, SampledLap, Sampling, driven_lap, on_the_clock, sampled_lap};

/// The numbers that are looked for, and by which factors.
type Number = (&'static str, fn(&mut Sampling) -> &mut f64);
const NUMBERS: [Number; 7] = [
    ("place_jitter", |it| &mut it.place_jitter),
    ("place_noise", |it| &mut it.place_noise),
    ("place_delay", |it| &mut it.place_delay),
    ("speed_delay", |it| &mut it.speed_delay),
    ("speed_jitter", |it| &mut it.speed_jitter),
    ("drift", |it| &mut it.drift),
    ("drift_time", |it| &mut it.drift_time),
];
const FACTORS: [f64; 2] = [0.8, 1.25];

/// Laps of a session with the road they share.
struct Session {
    name: String,
    road: Road,
    laps: Vec<SampledLap>,
}

/// `xtask feed FOLDER`; the folder holds `EVENT/SESSION/DRIVER.csv`.
pub fn run(folder: &Path) -> Result<()> {
    let sessions = sessions(folder)?;
    let n: usize = sessions.iter().map(|it| it.laps.len()).sum();
    for session in &sessions {
        println!(
            "{:<30} {:>3} laps, {:.1} m",
            session.name,
            session.laps.len(),
            session.road.length()
        );
    }
    let sessions = without_the_odd(sessions);
    let mut best = Sampling::FEED;
    let mut most = likelihood(&sessions, best);
    println!("{n} laps; log likelihood {most:.1} of what the program holds");
    for round in 0..6 {
        let before = most;
        for (name, number) in NUMBERS {
            for factor in FACTORS {
                let mut tried = best;
                *number(&mut tried) *= factor;
                let likely = likelihood(&sessions, tried);
                if likely > most {
                    (best, most) = (tried, likely);
                }
            }
            println!(
                "round {round}: {name} {:.4}, log likelihood {most:.1}",
                number(&mut best.clone())
            );
        }
        if most - before < 1.0 {
            break;
        }
    }
    println!("{best:#?}");
    Ok(())
}

/// Without the tenth of the laps that the program likes least: streams that broke off, or slipped.
fn without_the_odd(mut sessions: Vec<Session>) -> Vec<Session> {
    let of = |lap: &SampledLap, road: &Road| {
        driven_lap(lap, road, &[]).log_likelihood() / lap.places.len() as f64
    };
    let all = sessions.iter().flat_map(|it| it.laps.iter().map(|lap| of(lap, &it.road)));
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    let least = all[all.len() / 10];
    for Session { road, laps, .. } in &mut sessions {
        laps.retain(|lap| of(lap, road) > least);
    }
    println!("left out: {} laps of a likelihood up to {least:.2} a place", all.len() / 10 + 1);
    sessions
}

fn likelihood(sessions: &[Session], sampling: Sampling) -> f64 {
    let of = |session: &Session| -> f64 {
        let laps = session.laps.iter().map(|lap| SampledLap { sampling, ..lap.clone() });
        laps.map(|lap| driven_lap(&lap, &session.road, &[]).log_likelihood()).sum()
    };
    sessions.iter().map(of).sum()
}

fn sessions(folder: &Path) -> Result<Vec<Session>> {
    let mut sessions = Vec::new();
    for event in folders(folder)? {
        for session in folders(&event)? {
            let mut laps = Vec::new();
            for path in folders(&session)? {
                let bytes = unpacked(&path)?;
                let read = fastf1::read(&[(&path.to_string_lossy(), &bytes)])?;
                let lap = &read.recording.laps[0];
                laps.push(sampled_lap(&read.recording, lap, Sampling::FEED)?);
            }
            let all: Vec<&SampledLap> = laps.iter().collect();
            let (_, road) =
                road_of(&all).with_context(|| format!("{}: no road", session.display()))?;
            for lap in &mut laps {
                let (moved, late) = on_the_clock(lap, &road);
                if late != 0.0 {
                    println!("{}: a lap of {} is {late:+.3} s late", session.display(), lap.time);
                }
                *lap = moved;
            }
            let name = session.strip_prefix(folder)?.display().to_string();
            sessions.push(Session { name, road, laps });
        }
    }
    Ok(sessions)
}

fn folders(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut found: Vec<_> = entries.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    found.sort();
    Ok(found)
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    if path.extension().is_none_or(|it| it != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut plain)?;
    Ok(plain)
}
