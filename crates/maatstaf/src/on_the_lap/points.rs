//! What places on the grid brought in points.

use std::collections::BTreeMap;

use maatstaf_core::{Almanac, Classification, SeasonRules, Session, Year};

/// The points that each place on the grid brought, race by race, all counted by the same rules.
#[derive(Clone, Debug, PartialEq)]
pub struct GridPoints {
    /// For each race, the points of whoever started from a place.
    races: Vec<BTreeMap<u16, f64>>,
    /// The first and the last season.
    seasons: Option<(Year, Year)>,
}

/// What one place on the grid brought more than another, on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridWorth {
    /// From which place.
    pub from: u16,
    /// To which.
    pub to: u16,
    /// So many points more a race.
    pub points: f64,
    /// The interval that holds the mean nine times out of ten; `None` with fewer than twenty races.
    pub interval: Option<[f64; 2]>,
    /// How many races stand behind it: those in which somebody started from either place.
    pub n_races: usize,
    /// The first and the last season of them.
    pub seasons: (Year, Year),
}

/// So many seasons are looked at, the last one included.
pub const N_SEASONS: usize = 5;
/// Fewest races for an interval.
const FEWEST: usize = 20;
/// Standard deviations to each side that hold nine of ten of a normal distribution.
const NINE_OF_TEN: f64 = 1.644_853_626_951_472_2;

impl GridPoints {
    /// Over the last five seasons at hand up to one, by the points that its rules give for places; what
    /// shortened races paid, and what fastest laps add, is left out.
    pub fn of(almanac: &Almanac, rules: &SeasonRules, until: Year, session: Session) -> Self {
        let seasons = almanac.seasons.range(..=until).rev();
        let held: Vec<_> = seasons.filter(|(_, it)| it.last_held() > 0).take(N_SEASONS).collect();
        let results = held.iter().flat_map(|(_, season)| season.events());
        let results = results.filter_map(|event| event.result(session));
        let races = results.map(|result| by_grid(result, rules, session)).collect();
        let years = held.last().zip(held.first());
        Self { races, seasons: years.map(|(first, last)| (*first.0, *last.0)) }
    }

    /// The mean of what one place brought more than another in the same race.
    ///
    /// ```text
    /// d = mean(points(to) − points(from))      d ± 1.645 · sd / √n
    /// ```
    ///
    /// What such places brought, whoever stood there: better cars stand further ahead, so it is no promise of
    /// what the place alone would bring. `None` without such a race.
    ///
    /// ```
    /// use maatstaf::{core::Session, on_the_lap::GridPoints};
    ///
    /// let (almanac, rules) = (maatstaf::facts::seasons(), &maatstaf::facts::f1_rules()[&2023]);
    /// let worth = GridPoints::of(almanac, rules, 2023, Session::Race).worth(5, 1).unwrap();
    /// assert!(worth.points > 8.0 && worth.n_races > 60);
    /// ```
    pub fn worth(&self, from: u16, to: u16) -> Option<GridWorth> {
        let more: Vec<f64> = self.more(from, to).into_iter().map(|(_, more)| more).collect();
        let n = more.len() as f64;
        let mean = more.iter().sum::<f64>() / n;
        let squares: f64 = more.iter().map(|it| (it - mean).powi(2)).sum();
        let half = NINE_OF_TEN * (squares / (n - 1.0) / n).sqrt();
        let seasons = self.seasons.filter(|_| !more.is_empty())?;
        Some(GridWorth {
            from,
            to,
            points: mean,
            interval: (more.len() >= FEWEST).then_some([mean - half, mean + half]),
            n_races: more.len(),
            seasons,
        })
    }
}

impl GridPoints {
    /// What one place brought more than another in the same race: which race, and how much.
    pub(crate) fn more(&self, from: u16, to: u16) -> Vec<(usize, f64)> {
        let more = |race: &BTreeMap<u16, f64>| Some(race.get(&to)? - race.get(&from)?);
        let races = self.races.iter().enumerate();
        races.filter_map(|(at, race)| Some((at, more(race)?))).collect()
    }

    /// Over how many races it looks.
    pub(crate) fn n_races(&self) -> usize {
        self.races.len()
    }

    /// The first and the last season of them.
    pub(crate) fn seasons(&self) -> Option<(Year, Year)> {
        self.seasons
    }
}

/// The points of everybody who started, by his place on the grid.
fn by_grid(result: &Classification, rules: &SeasonRules, session: Session) -> BTreeMap<u16, f64> {
    let Some(rules) = rules.session(session) else { return BTreeMap::new() };
    let started = result.lines().iter().filter(|line| line.outcome.started());
    let points = started.filter_map(|line| {
        let place = line.outcome.place();
        Some((line.grid?, place.map_or(0.0, |place| rules.drivers.at(place).as_f64())))
    });
    points.collect()
}

#[cfg(test)]
#[path = "points_tests.rs"]
mod tests;
