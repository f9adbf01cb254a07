//! The gap of two drivers over the races of a season: how large, and how steady.

use maatstaf_core::DriverName;
use maatstaf_numerics::pooling::{Measured, Pooled, pooled};

use crate::COVERAGE;
use crate::race_pace::{LapsEstimate, RacePace};

/// The gap of two drivers in one race.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceGap {
    /// Which race, as the caller calls it.
    pub race: String,
    /// What the driver loses per lap, in seconds.
    pub seconds: LapsEstimate,
    /// The same in per cent of the reference's usual lap.
    pub percent: LapsEstimate,
}

/// The gaps of two drivers over several races, pooled.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonGap {
    /// Race by race, in the order in which they came.
    pub races: Vec<RaceGap>,
    /// In seconds per lap; `None` below two races.
    pub seconds: Option<Pooled>,
    /// In per cent of a lap; `None` below two races.
    pub percent: Option<Pooled>,
}

/// The gap of two drivers in a fitted race; `None` where one of them has too few laps.
pub fn race_gap(
    race: &str,
    pace: &RacePace,
    driver: &DriverName,
    reference: &DriverName,
) -> Option<RaceGap> {
    let seconds = pace.gap(driver, reference)?;
    let per_cent = 100.0 / pace.of(reference)?.median_lap;
    let percent = LapsEstimate {
        value: seconds.value * per_cent,
        error: seconds.error * per_cent,
        interval: (seconds.interval.0 * per_cent, seconds.interval.1 * per_cent),
        n_laps: seconds.n_laps,
    };
    Some(RaceGap { race: race.to_owned(), seconds, percent })
}

/// Pools the gaps of several races.
///
/// Each race has its own true gap about a common one; how far they lie apart beyond what their
/// intervals explain is estimated, and widens the interval of the mean. See
/// [`pooled`](maatstaf_numerics::pooling::pooled).
///
/// ```
/// use maatstaf_pace::season_gap;
///
/// assert_eq!(season_gap(vec![]).seconds, None);
/// ```
pub fn season_gap(races: Vec<RaceGap>) -> SeasonGap {
    let pool = |of: fn(&RaceGap) -> &LapsEstimate| {
        let numbers: Vec<Measured> = races.iter().map(|race| measured(of(race))).collect();
        pooled(&numbers, COVERAGE)
    };
    let (seconds, percent) = (pool(|race| &race.seconds), pool(|race| &race.percent));
    SeasonGap { races, seconds, percent }
}

/// An estimate with an error that gives its interval as if there were no end of degrees of freedom.
fn measured(estimate: &LapsEstimate) -> Measured {
    const NORMAL_REACH: f64 = 1.644_853_626_951_472_2;
    let reach = 0.5 * (estimate.interval.1 - estimate.interval.0);
    Measured { value: estimate.value, error: reach / NORMAL_REACH }
}
