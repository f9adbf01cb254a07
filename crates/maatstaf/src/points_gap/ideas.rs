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

/// Ideas, and what the data cannot tell.
type Told = (Vec<Idea>, Vec<(Means, String)>);

/// What could be better, and what the data cannot tell.
pub(super) fn ideas(
    pair: &Pair,
    gap: &PointsGap,
    laps: Option<&PairByLaps>,
    starts: Option<&Starts>,
) -> Told {
    let mut told = (Vec::new(), Vec::new());
    let saturday = qualifying_comparison(pair.season, pair.driver, pair.reference, 1..=u16::MAX);
    let usual = saturday.usual.median_percent.map(|percent| (percent, 0.0));
    let none = "no part of qualifying has a time of both";
    missing(&mut told, Means::Qualifying, usual, none);
    let pace = laps.and_then(|laps| laps.gap.seconds.as_ref());
    let none = "how fast the reference was takes the laps of two races";
    missing(&mut told, Means::RacePace, pace.map(|it| (it.mean, it.error)), none);
    match starts {
        Some(it) if it.places > 0.0 => {
            told.0.push(idea(Means::Starts, Aim::Match, it.places, it.error));
        }
        Some(_) => {}
        None => told.1.push((Means::Starts, "first laps take the laps of two races".to_owned())),
    }
    if gap.rounds.iter().any(|round| round.driver.stopped) {
        told.0.push(idea(Means::Finishing, Aim::All, 0.0, 0.0));
    }
    told.0.push(idea(Means::NoPenalties, Aim::All, 0.0, 0.0));
    told
}

/// All and half of what is missing to the reference, with its error; and a tenth, whatever that is.
fn missing(told: &mut Told, means: Means, size: Option<(f64, f64)>, none: &str) {
    match size {
        Some((size, error)) if size > 0.0 => {
            told.0.push(idea(means, Aim::Match, size, error));
            told.0.push(idea(means, Aim::Half, size / 2.0, error / 2.0));
        }
        Some(_) => {}
        None => told.1.push((means, none.to_owned())),
    }
    told.0.push(idea(means, Aim::Tenth, 0.1, 0.0));
}

const fn idea(means: Means, aim: Aim, size: f64, error: f64) -> Idea {
    Idea { means, aim, size, error }
}
