//! How much of where two drivers stand is the car, how much the driver.

use std::ops::RangeInclusive;

use maatstaf_core::{Almanac, ConstructorId, DriverId, Season, Year};
use maatstaf_pace::{Apart, Beats, Spreads, apart, teams};

use crate::Briefing;

/// So many seasons before the one in question take part, where they are at hand.
const SEASONS_BEFORE: u16 = 7;

/// Two drivers and their cars of a season, told apart by the orders of finish up to its end.
#[derive(Clone, Debug, PartialEq)]
pub struct CarAndDriver {
    /// The seasons that take part.
    pub years: RangeInclusive<Year>,
    /// Their races.
    pub n_races: usize,
    /// How often the driver would be ahead of the reference in the same car, both as they drove in this season.
    pub driver: Beats,
    /// How often his car would be ahead of the reference's with the same driver in both; `None` for one car.
    pub car: Option<Cars>,
}

/// Two cars of a season.
#[derive(Clone, Debug, PartialEq)]
pub struct Cars {
    /// The driver's team, and the reference's, by name: of each the one with most rounds.
    pub teams: [String; 2],
    /// How often the first would be ahead.
    pub beats: Beats,
}

/// Tells car and driver apart for two drivers of a season, from it and up to seven before; `None` where one of them
/// has no finish in it.
///
/// ```
/// use maatstaf::core::DriverId;
///
/// let almanac = maatstaf::facts::seasons();
/// let [driver, reference] = ["sergio-perez", "lewis-hamilton"].map(DriverId::new);
/// let told = maatstaf::car_and_driver(almanac, &almanac.seasons[&2023], &driver, &reference).expect("both finished");
/// assert!(told.car.expect("two teams").beats.probability > 0.5); // Red Bull and Mercedes
/// ```
pub fn car_and_driver(
    almanac: &Almanac,
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
) -> Option<CarAndDriver> {
    let year = season.year();
    let known = almanac.seasons.range(year.saturating_sub(SEASONS_BEFORE)..=year);
    let seasons: Vec<&Season> = known.map(|(_, season)| season).collect();
    let worths = apart(&seasons, &Spreads::PUBLISHED)?;
    let first = worths.years().next()?;
    Some(CarAndDriver {
        years: first..=year,
        n_races: worths.n_races(),
        driver: worths.beats(driver, reference, Some(year))?,
        car: cars(almanac, season, &worths, [driver, reference]),
    })
}

fn cars(almanac: &Almanac, season: &Season, worths: &Apart, pair: [&DriverId; 2]) -> Option<Cars> {
    let [team, other] = pair.map(|driver| main_team(season, driver));
    let (team, other) = (team?, other?);
    if team == other {
        return None;
    }
    let beats = worths.car_beats(&team, &other, season.year())?;
    Some(Cars { teams: [&team, &other].map(|it| almanac.constructor_name(it).to_owned()), beats })
}

/// The team with most of a driver's rounds; the earlier one of two with as many.
fn main_team(season: &Season, driver: &DriverId) -> Option<ConstructorId> {
    let all = teams(season, driver).into_iter().rev();
    all.max_by_key(|(_, rounds)| rounds.len()).map(|(team, _)| team)
}

impl Briefing {
    /// The page with how much is the car and how much the driver; as it was where that cannot be told.
    ///
    /// ```
    /// # use maatstaf::{core::DriverId, facts};
    /// # let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2023]);
    /// # let [driver, reference] = ["sergio-perez", "max-verstappen"].map(DriverId::new);
    /// # let season = &almanac.seasons[&2023];
    /// let page = maatstaf::briefing(almanac, rules, season, &driver, &reference)?.with_car_and_driver(almanac);
    /// assert!(page.car_and_driver.is_some_and(|it| it.car.is_none() && it.driver.high < 0.5));
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_car_and_driver(mut self, almanac: &Almanac) -> Self {
        let season = almanac.seasons.get(&self.season);
        self.car_and_driver =
            season.and_then(|it| car_and_driver(almanac, it, &self.driver.id, &self.reference.id));
        self
    }
}
