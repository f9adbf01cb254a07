//! Two drivers by the laps of the races of a season.

mod words;

use std::collections::BTreeMap;

use maatstaf_core::{Driver, DriverName, RecordedDriver, Recording, RoadPlaces, RoundNumber};
use maatstaf_pace::{
    Consistency, NoRacePace, PaceSettings, RacePace, Ratio, SeasonGap, consistency, lap_table,
    race_consistency, race_gap, race_pace, road_places, season_gap, spread_ratio,
};

use crate::{Briefing, fold};
pub(crate) use words::laps_sentences;
pub use words::{pace_sentences, steadiness_sentences};

/// What is supposed of a race of Formula One before its laps are seen.
///
/// Fuel: 110 kg burnt over the race, at 0.031 s/kg (median of 121 races of TUM's race simulation;
/// 0.017 to 0.045, so 0.008 s/kg off): laps get 3.4 s faster, give or take 0.9 s. The track gains or
/// loses about 1 s more. Tyres lose 0.04 s a lap (the median of the same source), give or take 0.05 s.
pub fn formula_one_pace() -> PaceSettings {
    PaceSettings {
        trend: -3.4,
        trend_sd: 1.35,
        wear: 0.04,
        wear_sd: 0.05,
        compound_wear_sd: 0.03,
        ..PaceSettings::default()
    }
}

/// A race of a season whose laps are at hand, fitted.
#[derive(Clone, Debug, PartialEq)]
pub struct RaceLaps {
    /// Which round.
    pub round: RoundNumber,
    /// Its name.
    pub race: String,
    /// Which format the laps came in.
    pub format: String,
    /// The pace of its drivers.
    pub pace: Result<RacePace, NoRacePace>,
    crew: Vec<RecordedDriver>,
    places: BTreeMap<DriverName, RoadPlaces>,
}

impl RaceLaps {
    /// Fits the laps of a race.
    pub fn of(
        round: RoundNumber,
        race: &str,
        format: &str,
        recording: &Recording,
        settings: &PaceSettings,
    ) -> Self {
        let crew = recording.cars.iter().flat_map(|car| car.crew.iter().cloned());
        Self {
            round,
            race: race.to_owned(),
            format: format.to_owned(),
            pace: race_pace(lap_table(recording), settings),
            crew: crew.collect(),
            places: road_places(recording),
        }
    }

    /// Where a driver was on the road after the first lap and after his last; `None` without laps of his.
    pub fn road_places(&self, driver: &Driver) -> Option<RoadPlaces> {
        self.places.get(self.name_of(driver)?).copied()
    }

    /// The name by which the laps of this race know a driver: his code, or a name that is his.
    pub fn name_of(&self, driver: &Driver) -> Option<&DriverName> {
        let is_code = |it: &&RecordedDriver| fold(it.name.as_str()) == fold(&driver.code);
        let is_name = |it: &&RecordedDriver| {
            let full = it.full_name.as_deref().unwrap_or(it.name.as_str());
            fold(full) == fold(&driver.name)
        };
        // "ZHOU Guanyu" for Guanyu Zhou, "Carlos SAINZ" for Carlos Sainz Jr.
        let longest =
            |text: &str| fold(text).split(' ').max_by_key(|it| it.len()).map(str::to_owned);
        let family = longest(&driver.last_name);
        let is_family = |it: &&RecordedDriver| {
            let full = fold(it.full_name.as_deref().unwrap_or(it.name.as_str()));
            full.split(' ').any(|word| family.as_deref() == Some(word))
        };
        let mut crew = self.crew.iter();
        let found = crew.clone().find(is_code).or_else(|| crew.clone().find(is_name));
        found.or_else(|| crew.find(is_family)).map(|it| &it.name)
    }
}

/// Two drivers by the laps of some races.
#[derive(Clone, Debug, PartialEq)]
pub struct PairByLaps {
    /// What the driver loses per lap, race by race and over all.
    pub gap: SeasonGap,
    /// How steady the driver was.
    pub driver: Consistency,
    /// How steady the reference was.
    pub reference: Consistency,
    /// The spread of the driver's laps over that of the reference's.
    pub spread_ratio: Option<Ratio>,
    /// The races at hand that say nothing of the gap, and why.
    pub without: Vec<(RoundNumber, String)>,
}

impl Briefing {
    /// The page with what the laps of the races say of both; as it was where they say nothing.
    ///
    /// ```
    /// # use maatstaf::core::DriverId;
    /// # use maatstaf::{facts, pair_by_laps};
    /// # let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2023]);
    /// # let [driver, reference] = ["sergio-perez", "max-verstappen"].map(|id| &almanac.drivers[&DriverId::new(id)]);
    /// let page = maatstaf::briefing(almanac, rules, &almanac.seasons[&2023], &driver.id, &reference.id)?;
    /// let page = page.with_race_laps(pair_by_laps(&[], driver, reference));
    /// assert!(page.by_laps.is_none()); // no race with laps of both
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_race_laps(mut self, pair: PairByLaps) -> Self {
        self.by_laps = (!pair.gap.races.is_empty()).then_some(pair);
        self
    }
}

/// Holds two drivers against each other by the laps of some races.
///
/// ```
/// use maatstaf::pair_by_laps;
/// use maatstaf::core::DriverId;
///
/// let drivers = &maatstaf::facts::seasons().drivers;
/// let [driver, reference] = ["sergio-perez", "max-verstappen"].map(|id| &drivers[&DriverId::new(id)]);
/// assert_eq!(pair_by_laps(&[], driver, reference).gap.seconds, None);
/// ```
pub fn pair_by_laps(races: &[RaceLaps], driver: &Driver, reference: &Driver) -> PairByLaps {
    let (mut gaps, mut without) = (Vec::new(), Vec::new());
    for race in races {
        match gap_of(race, driver, reference) {
            Ok(gap) => gaps.push(gap),
            Err(reason) => without.push((race.round, reason)),
        }
    }
    let of = |who: &Driver| {
        let of_race = |race: &RaceLaps| {
            race_consistency(&race.race, race.pace.as_ref().ok()?, race.name_of(who)?)
        };
        consistency(races.iter().filter_map(of_race).collect())
    };
    let (driver, reference) = (of(driver), of(reference));
    let spread_ratio = spread_ratio(&driver, &reference);
    PairByLaps { gap: season_gap(gaps), driver, reference, spread_ratio, without }
}

fn gap_of(
    race: &RaceLaps,
    driver: &Driver,
    reference: &Driver,
) -> Result<maatstaf_pace::RaceGap, String> {
    let pace = race.pace.as_ref().map_err(ToString::to_string)?;
    let named = |who: &Driver| {
        let name = race.name_of(who).filter(|name| pace.of(name).is_some());
        name.ok_or_else(|| format!("{} has too few laps that tell of pace", who.name))
    };
    let gap = race_gap(&race.race, pace, named(driver)?, named(reference)?);
    gap.ok_or_else(|| "both are one driver".to_owned())
}
