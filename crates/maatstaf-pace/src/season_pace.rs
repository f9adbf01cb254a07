//! The gap of two drivers over the races of a season: how large, and how steady.

use maatstaf_core::DriverName;
use maatstaf_numerics::pooling::{Measured, Pooled, pooled};

use maatstaf_numerics::{OUTLIER_THRESHOLD, median, modified_z_scores};

use crate::COVERAGE;
use crate::qualifying::OUTLIERS_NEED;
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
    /// Whether it does not belong to the rest, and is left out of what is usual: damage, a car that was
    /// nursed home, another race than that of the rest.
    pub outlier: bool,
}

/// The gaps of two drivers over several races, pooled.
#[derive(Clone, Debug, PartialEq)]
pub struct SeasonGap {
    /// Race by race, in the order in which they came.
    pub races: Vec<RaceGap>,
    /// The usual gap in seconds per lap, without outliers: the one to print; `None` below two races.
    pub seconds: Option<Pooled>,
    /// The same in per cent of a lap.
    pub percent: Option<Pooled>,
    /// In seconds per lap, of all races.
    pub all: Option<Pooled>,
}

impl SeasonGap {
    /// The races that are left out of what is usual.
    pub fn outliers(&self) -> impl Iterator<Item = &RaceGap> {
        self.races.iter().filter(|race| race.outlier)
    }
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
    Some(RaceGap { race: race.to_owned(), seconds, percent, outlier: false })
}

/// Pools the gaps of several races.
///
/// Each race has its own true gap about a common one; how far they lie apart beyond what their
/// intervals explain is estimated, and widens the interval of the mean. See
/// [`pooled`](maatstaf_numerics::pooling::pooled). With five races or more, those are left out of what
/// is usual whose modified z-score is beyond [`OUTLIER_THRESHOLD`] and whose interval does not hold the
/// median of all.
///
/// ```
/// use maatstaf_pace::season_gap;
///
/// assert_eq!(season_gap(vec![]).seconds, None);
/// ```
pub fn season_gap(races: Vec<RaceGap>) -> SeasonGap {
    let mut races = races;
    mark_outliers(&mut races);
    let pool = |keep: fn(&&RaceGap) -> bool, of: fn(&RaceGap) -> &LapsEstimate| {
        let numbers: Vec<Measured> =
            races.iter().filter(keep).map(|race| measured(of(race))).collect();
        pooled(&numbers, COVERAGE)
    };
    let seconds = pool(|race| !race.outlier, |race| &race.seconds);
    let percent = pool(|race| !race.outlier, |race| &race.percent);
    let all = pool(|_| true, |race| &race.seconds);
    SeasonGap { races, seconds, percent, all }
}

/// Marks the gaps that do not belong: far from the median of all, and sure not to be there.
pub(crate) fn mark_outliers(races: &mut [RaceGap]) {
    let gaps: Vec<f64> = races.iter().map(|race| race.percent.value).collect();
    let Some(middle) = median(&gaps).filter(|_| gaps.len() >= OUTLIERS_NEED) else { return };
    let scores = modified_z_scores(&gaps);
    for (race, score) in races.iter_mut().zip(scores) {
        race.outlier = score.abs() > OUTLIER_THRESHOLD && !race.percent.holds(middle);
    }
}

/// An estimate with an error that gives its interval as if there were no end of degrees of freedom.
pub(crate) fn measured(estimate: &LapsEstimate) -> Measured {
    const NORMAL_REACH: f64 = 1.644_853_626_951_472_2;
    let reach = 0.5 * (estimate.interval.1 - estimate.interval.0);
    Measured { value: estimate.value, error: reach / NORMAL_REACH }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap(value: f64) -> RaceGap {
        let interval = (value - 0.1, value + 0.1);
        let estimate = LapsEstimate { value, error: 0.06, interval, n_laps: 40 };
        RaceGap { race: format!("{value}"), seconds: estimate, percent: estimate, outlier: false }
    }

    #[test]
    fn exact_a_race_with_damage_is_named_and_left_out() {
        let season = season_gap([0.3, 0.35, 0.25, 0.4, 2.0].map(gap).to_vec());
        assert_eq!(season.outliers().map(|it| it.race.as_str()).collect::<Vec<_>>(), ["2"]);
        let (usual, all) = (season.seconds.unwrap(), season.all.unwrap());
        assert!((usual.mean - 0.325).abs() < 1e-9 && usual.n == 4, "{usual:?}");
        assert!((all.mean - 0.66).abs() < 0.01 && all.n == 5, "{all:?}");
    }

    #[test]
    fn law_few_races_have_no_outliers() {
        assert_eq!(season_gap([0.3, 0.35, 0.25, 2.0].map(gap).to_vec()).outliers().count(), 0);
    }
}
