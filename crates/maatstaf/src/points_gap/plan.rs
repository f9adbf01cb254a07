//! Which improvement of what size closes how much of a gap in points.

use maatstaf_core::Session;
use maatstaf_season::{PlacesByRound, PointsGap};

use super::Pair;
use super::change::Ground;
use super::ideas::ideas;
use super::resampled::PastRaces;
use super::start::starts;
use super::weighing::Weighing;
use crate::PairByLaps;
use crate::on_the_lap::GridPoints;

/// What would close a gap in points.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The gap.
    pub gap: f64,
    /// Each improvement, the one that closes most first.
    pub improvements: Vec<Improvement>,
    /// The largest of each kind together; `None` without any.
    pub together: Option<Together>,
    /// What the data cannot tell, and why.
    pub untold: Vec<(Means, String)>,
    /// Between which seasons places on the grid are looked up, and in how many races.
    pub past: Option<(u16, u16, usize)>,
}

/// By what points are gained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// Quicker laps in qualifying, in per cent.
    Qualifying,
    /// Quicker laps in the races, in seconds a lap.
    RacePace,
    /// Better first laps, in places a start.
    Starts,
    /// Finishing where his car stopped.
    Finishing,
    /// No penalties, on the grid or after the flag.
    NoPenalties,
}

impl Means {
    /// Every one of them.
    pub const ALL: [Self; 5] =
        [Self::Qualifying, Self::RacePace, Self::Starts, Self::Finishing, Self::NoPenalties];

    /// For machines, and in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Qualifying => "qualifying",
            Self::RacePace => "race pace",
            Self::Starts => "starts",
            Self::Finishing => "finishing",
            Self::NoPenalties => "no penalties",
        }
    }

    /// The unit of its size.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Qualifying => Some("%"),
            Self::RacePace => Some("s/lap"),
            Self::Starts => Some("places a start"),
            Self::Finishing | Self::NoPenalties => None,
        }
    }
}

/// How an improvement's size was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aim {
    /// As good as the reference.
    Match,
    /// Half of what is missing to the reference.
    Half,
    /// A size that means the same for everybody: a tenth of a second a lap, of a per cent in qualifying.
    Tenth,
    /// All there is.
    All,
}

impl Aim {
    /// For machines.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Match => "match",
            Self::Half => "half",
            Self::Tenth => "tenth",
            Self::All => "all",
        }
    }
}

/// An improvement, and what it closes.
#[derive(Clone, Debug, PartialEq)]
pub struct Improvement {
    /// By what.
    pub means: Means,
    /// How its size was chosen.
    pub aim: Aim,
    /// Its size in [`Means::unit`], where it has one.
    pub size: Option<f64>,
    /// The interval of the size, where it is an estimate.
    pub size_interval: Option<[f64; 2]>,
    /// What it closes of the gap: what he gains, and what the reference loses by being passed.
    pub closes: PointsEstimate,
    /// What of it he gains himself.
    pub gains: f64,
    /// In how many rounds anything changes.
    pub n_changed: usize,
    /// In how many rounds the data cannot tell; they count for nothing.
    pub n_untold: usize,
}

/// Points over a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointsEstimate {
    /// How many.
    pub value: f64,
    /// Its 90 % interval; `None` below five rounds.
    pub interval: Option<[f64; 2]>,
    /// Rounds behind it.
    pub n: usize,
}

/// Several improvements at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// Which of the improvements, by their place in the list.
    pub of: Vec<usize>,
    /// What they close: not their sum, since no race brings more than a victory, and nobody is passed twice.
    pub closes: PointsEstimate,
    /// What is left of the gap; below zero where more than all of it is closed.
    pub left: PointsEstimate,
}

pub(super) fn plan(
    pair: &Pair,
    gap: &PointsGap,
    places: &PlacesByRound,
    laps: Option<&PairByLaps>,
) -> Plan {
    let events =
        gap.rounds.iter().filter_map(|round| Some((pair.season.event(round.round)?, round)));
    let grounds: Vec<Ground> =
        events.filter_map(|(event, round)| Ground::of(pair, event, round, places)).collect();
    let starts = starts(pair.season, places, &gap.rounds);
    let (ideas, untold) = ideas(pair, gap, laps, starts.as_ref());
    let grid = GridPoints::of(pair.almanac, pair.rules, pair.season.year(), Session::Race);
    let weighing = Weighing::of(pair, grounds, PastRaces::of(&grid), ideas);
    let past = grid.seasons().map(|(first, last)| (first, last, grid.n_races()));
    weighing.plan(gap.total.as_f64(), grid.n_races(), untold, past)
}
