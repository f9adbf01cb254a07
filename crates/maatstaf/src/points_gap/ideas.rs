//! What could be better, and by how much.

use maatstaf_pace::qualifying_comparison;
use maatstaf_season::PointsGap;

use super::Pair;
use super::plan::{Aim, Means};
use super::start::Starts;
use crate::PairByLaps;

/// An improvement before its points are known.
pub(super) struct Idea {
    pub means: Means,
    pub aim: Aim,
    pub size: f64,
    /// Standard error of the size.
    pub error: f64,
}

/// What could be better, and what the data cannot tell.
pub(super) fn ideas(
    pair: &Pair,
    gap: &PointsGap,
    laps: Option<&PairByLaps>,
    starts: Option<&Starts>,
) -> (Vec<Idea>, Vec<(Means, String)>) {
    let mut ideas = Vec::new();
    let mut untold = Vec::new();
    let idea = |means, aim, size, error| Idea { means, aim, size, error };
    let saturday = qualifying_comparison(pair.season, pair.driver, pair.reference, 1..=u16::MAX);
    match saturday.usual.median_percent {
        Some(usual) if usual > 0.0 => {
            ideas.push(idea(Means::Qualifying, Aim::Match, usual, 0.0));
            ideas.push(idea(Means::Qualifying, Aim::Half, usual / 2.0, 0.0));
        }
        Some(_) => {}
        None => {
            untold.push((Means::Qualifying, "no part of qualifying has a time of both".to_owned()))
        }
    }
    ideas.push(idea(Means::Qualifying, Aim::Tenth, 0.1, 0.0));
    match laps.and_then(|laps| laps.gap.seconds.as_ref()) {
        Some(pace) if pace.mean > 0.0 => {
            ideas.push(idea(Means::RacePace, Aim::Match, pace.mean, pace.error));
            ideas.push(idea(Means::RacePace, Aim::Half, pace.mean / 2.0, pace.error / 2.0));
        }
        Some(_) => {}
        None => untold.push((
            Means::RacePace,
            "how fast the reference was takes the laps of two races".to_owned(),
        )),
    }
    ideas.push(idea(Means::RacePace, Aim::Tenth, 0.1, 0.0));
    match starts {
        Some(starts) if starts.places > 0.0 => {
            ideas.push(idea(Means::Starts, Aim::Match, starts.places, starts.error));
        }
        Some(_) => {}
        None => untold.push((Means::Starts, "first laps take the laps of two races".to_owned())),
    }
    if gap.rounds.iter().any(|round| round.driver.stopped) {
        ideas.push(idea(Means::Finishing, Aim::All, 0.0, 0.0));
    }
    ideas.push(idea(Means::NoPenalties, Aim::All, 0.0, 0.0));
    (ideas, untold)
}
