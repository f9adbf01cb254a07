//! Places gained on the first lap, held against what others gained from the same places on the grid.

use std::collections::BTreeMap;

use maatstaf_core::{DriverId, Season};
use maatstaf_season::{GapRound, PlacesByRound};

use super::change::{Change, Ground, ahead};

/// Places on the grid so far away still tell what was to be gained from one.
const NEAR: u16 = 2;

/// How many places a start the reference gained more than the driver, each against his own place on the grid.
pub(super) struct Starts {
    /// The mean, and its standard error; positive where the reference is better.
    pub places: f64,
    pub error: f64,
}

/// By the races whose laps are known; `None` below two of them.
///
/// Who starts first can gain nothing, so what a driver gained is held against the mean of everybody who started from
/// within two places of his.
pub(super) fn starts(
    season: &Season,
    places: &PlacesByRound,
    rounds: &[GapRound],
) -> Option<Starts> {
    let usual = usual_gains(season, places);
    let relative = |grid: Option<u16>, first_lap: Option<u16>| {
        let (grid, first_lap) = (grid?, first_lap?);
        Some(f64::from(grid) - f64::from(first_lap) - usual.get(&grid)?)
    };
    let both = rounds.iter().filter_map(|it| {
        let own = relative(it.driver.grid, it.driver.first_lap)?;
        Some(relative(it.reference.grid, it.reference.first_lap)? - own)
    });
    let both: Vec<f64> = both.collect();
    let n = both.len() as f64;
    let mean = both.iter().sum::<f64>() / n;
    let squares: f64 = both.iter().map(|it| (it - mean).powi(2)).sum();
    (both.len() > 1).then(|| Starts { places: mean, error: (squares / (n - 1.0) / n).sqrt() })
}

/// What everybody gained on the first lap, on average, from about each place on the grid.
fn usual_gains(season: &Season, places: &PlacesByRound) -> BTreeMap<u16, f64> {
    let mut gains: Vec<(u16, f64)> = Vec::new();
    for (round, seen) in places {
        let race = season.event(*round).and_then(|event| event.race.as_ref());
        for line in race.into_iter().flat_map(|race| race.lines()) {
            let first_lap = seen.get(&line.driver as &DriverId).and_then(|it| it.first_lap);
            if let (Some(grid), Some(first_lap)) = (line.grid, first_lap) {
                gains.push((grid, f64::from(grid) - f64::from(first_lap)));
            }
        }
    }
    let mean = |place: u16| {
        let near = gains.iter().filter(|(grid, _)| grid.abs_diff(place) <= NEAR);
        let (n, sum) = near.fold((0.0, 0.0), |(n, sum), (_, gain)| (n + 1.0, sum + gain));
        (n > 0.0).then(|| (place, sum / n))
    };
    let last = gains.iter().map(|(grid, _)| *grid).max().unwrap_or(0);
    (1..=last).filter_map(mean).collect()
}

/// So many places more on the first lap. `None` where no laps are known.
pub(super) fn better(ground: &Ground, places: f64) -> Option<Change> {
    let (driver, reference) = (&ground.climbs.driver, &ground.climbs.reference);
    let Some(first_lap) = driver.first_lap.filter(|_| ground.climbs.by_laps) else {
        return ground.climbs.by_laps.then_some(Change::NONE);
    };
    let to = (f64::from(first_lap) - places).max(1.0);
    Some(ahead(first_lap, to, reference.first_lap))
}
