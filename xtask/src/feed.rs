//! How the live timing of Formula One errs, measured on fastest laps: the most likely numbers of
//! [`Sampling`].

use std::path::Path;

use anyhow::Result;
use maatstaf::telemetry::{Road, SampledLap, Sampling, driven_lap};

use crate::fastest_laps::{Session, sessions};

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
    let all = sessions.iter().flat_map(|it| it.laps.iter().map(|(_, lap)| of(lap, &it.road)));
    let mut all: Vec<f64> = all.collect();
    all.sort_by(f64::total_cmp);
    let least = all[all.len() / 10];
    for Session { road, laps, .. } in &mut sessions {
        laps.retain(|(_, lap)| of(lap, road) > least);
    }
    println!("left out: {} laps of a likelihood up to {least:.2} a place", all.len() / 10 + 1);
    sessions
}

fn likelihood(sessions: &[Session], sampling: Sampling) -> f64 {
    let of = |session: &Session| -> f64 {
        let laps = session.laps.iter().map(|(_, lap)| SampledLap { sampling, ..lap.clone() });
        laps.map(|lap| driven_lap(&lap, &session.road, &[]).log_likelihood()).sum()
    };
    sessions.iter().map(of).sum()
}
