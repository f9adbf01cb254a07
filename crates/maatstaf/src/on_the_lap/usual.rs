//! What kind of place on a lap costs most, over all events.

use maatstaf_numerics::{MedianInterval, median, median_interval};
use maatstaf_telemetry::{Comparison, Phase, Segment};

/// A kind of place on a lap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A phase of corners, or the straights.
    Phase(Phase),
    /// Corners by how slow both drive them, from their braking to full throttle.
    Corners(Pace),
}

/// How fast a corner is, by the least speed of both drivers, in the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pace {
    /// Below 130 km/h.
    Slow,
    /// From there to 200 km/h.
    Medium,
    /// From there on.
    Fast,
}

impl Pace {
    const fn of(least_speed: f64) -> Self {
        match least_speed {
            slow if slow < SLOW => Self::Slow,
            medium if medium < FAST => Self::Medium,
            _ => Self::Fast,
        }
    }

    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Medium => "medium",
            Self::Fast => "fast",
        }
    }
}

/// Slow corners are slower than this, in metres per second.
const SLOW: f64 = 130.0 / 3.6;
/// Fast corners are at least as fast as this, in metres per second.
const FAST: f64 = 200.0 / 3.6;
/// How often the interval is to hold the median.
const COVERAGE: f64 = 0.90;

impl Kind {
    /// Phases in the order of driving, then corners from slow to fast.
    pub const ALL: [Self; 8] = [
        Self::Phase(Phase::Braking),
        Self::Phase(Phase::Entry),
        Self::Phase(Phase::Apex),
        Self::Phase(Phase::Exit),
        Self::Phase(Phase::Straight),
        Self::Corners(Pace::Slow),
        Self::Corners(Pace::Medium),
        Self::Corners(Pace::Fast),
    ];

    /// In words: `under braking`, `in slow corners`.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Phase(Phase::Braking) => "under braking",
            Self::Phase(Phase::Entry) => "on the way into corners",
            Self::Phase(Phase::Apex) => "at the apex",
            Self::Phase(Phase::Exit) => "on the way out of corners",
            Self::Phase(Phase::Straight) => "on the straights",
            Self::Corners(Pace::Slow) => "in slow corners",
            Self::Corners(Pace::Medium) => "in medium corners",
            Self::Corners(Pace::Fast) => "in fast corners",
        }
    }
}

/// What a kind of place usually costs a lap.
#[derive(Clone, Debug, PartialEq)]
pub struct UsualLoss {
    /// Which.
    pub kind: Kind,
    /// The median over the events that have such places, in seconds a lap; positive where the driver loses.
    pub median: f64,
    /// The interval that holds that median in nine cases of ten or more; `None` with fewer than five events.
    pub interval: Option<MedianInterval>,
    /// What each event cost, in their order.
    pub losses: Vec<f64>,
    /// How many such places there are on all laps together.
    pub n_places: usize,
}

impl UsualLoss {
    /// Whether it is more than what the events leave open: nothing is not in the interval.
    pub fn is_sure(&self) -> bool {
        self.interval.as_ref().is_some_and(|at| !at.contains(0.0))
    }
}

/// What every kind of place costs, over some comparisons; kinds that none of them has are left out.
///
/// The phases and the straights of a lap add up to its difference, and so do corners of every pace and straights.
/// The interval is that of a median and takes events as independent draws.
pub fn usual_losses<'a>(
    comparisons: impl Iterator<Item = &'a Comparison> + Clone,
) -> Vec<UsualLoss> {
    let usual = Kind::ALL.map(|kind| {
        let pieces = comparisons.clone().map(|comparison| pieces(comparison, kind));
        let pieces: Vec<Vec<f64>> = pieces.filter(|pieces| !pieces.is_empty()).collect();
        let losses: Vec<f64> = pieces.iter().map(|pieces| pieces.iter().sum()).collect();
        Some(UsualLoss {
            kind,
            median: median(&losses)?,
            interval: median_interval(&losses, COVERAGE),
            losses,
            n_places: pieces.iter().map(Vec::len).sum(),
        })
    });
    usual.into_iter().flatten().collect()
}

/// What each place of a kind cost, in seconds.
fn pieces(comparison: &Comparison, kind: Kind) -> Vec<f64> {
    let segments = comparison.segments.iter();
    match kind {
        Kind::Phase(wanted) => {
            let phases = segments.flat_map(|segment| &segment.phases);
            let wanted = phases.filter(|phase| phase.phase == wanted);
            wanted.map(|phase| phase.loss.time.seconds()).collect()
        }
        Kind::Corners(wanted) => {
            let wanted = segments.filter(|segment| pace_of(segment) == Some(wanted));
            wanted.map(|segment| segment.loss.time.seconds()).collect()
        }
    }
}

fn pace_of(segment: &Segment) -> Option<Pace> {
    let [lap, reference] = segment.driven.as_ref()?;
    Some(Pace::of(0.5 * (lap.least_speed + reference.least_speed)))
}
