//! The gap in points of two drivers, explained; and what would close it.

mod change;
mod finish;
mod ideas;
mod plan;
mod resampled;
mod start;
mod weighing;

use maatstaf_core::{Almanac, DriverId, RoundNumber, Season, SeasonRules};
use maatstaf_season::{PlacesByRound, PointsGap, points_gap};

use crate::{Briefing, Error, PairByLaps, RaceLaps, pair_by_laps};
pub use plan::{Aim, Improvement, Means, Plan, PointsEstimate, Together};

/// The gap in points of two drivers: what it came from, and what would close it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedGap {
    /// What it came from.
    pub gap: PointsGap,
    /// What would close it; `None` where the driver is not behind.
    pub plan: Option<Plan>,
}

/// Two drivers of a season, and all that is known of them.
#[derive(Clone, Copy)]
pub(crate) struct Pair<'a> {
    almanac: &'a Almanac,
    rules: &'a SeasonRules,
    season: &'a Season,
    driver: &'a DriverId,
    reference: &'a DriverId,
}

/// Explains the gap in points of two drivers of a season, and makes the plan that would close it.
///
/// `races` are the races whose laps are at hand; without them the first lap is not told from the rest
/// of a race, and a plan says nothing of starts or of the reference's pace.
///
/// ```
/// use maatstaf::core::DriverId;
///
/// let (almanac, rules) = (maatstaf::facts::seasons(), &maatstaf::facts::f1_rules()[&2023]);
/// let [driver, reference] = ["sergio-perez", "max-verstappen"].map(DriverId::new);
/// let season = &almanac.seasons[&2023];
/// let found = maatstaf::explained_gap(almanac, rules, season, &driver, &reference, &[])?;
/// assert_eq!((found.gap.total, found.gap.parts.sum()), (290.into(), 290.into()));
/// assert!(found.plan.unwrap().improvements[0].closes.value > 50.0);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// As [`points_gap`].
pub fn explained_gap(
    almanac: &Almanac,
    rules: &SeasonRules,
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
    races: &[RaceLaps],
) -> Result<ExplainedGap, Error> {
    let pair = Pair { almanac, rules, season, driver, reference };
    let places = places_by_round(almanac, season, races);
    let gap = points_gap(season, rules, driver, reference, &places)?;
    let behind = gap.total > 0.into();
    let plan = behind.then(|| plan::plan(&pair, &gap, &places, by_laps(&pair, races).as_ref()));
    Ok(ExplainedGap { gap, plan })
}

impl Briefing {
    /// The page with what the gap in points came from, and what would close it.
    ///
    /// ```
    /// # use maatstaf::{core::DriverId, facts};
    /// # let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2023]);
    /// # let [driver, reference] = ["sergio-perez", "max-verstappen"].map(DriverId::new);
    /// # let season = &almanac.seasons[&2023];
    /// let found = maatstaf::explained_gap(almanac, rules, season, &driver, &reference, &[])?;
    /// let page = maatstaf::briefing(almanac, rules, season, &driver, &reference)?.with_points_gap(found);
    /// let titles: Vec<&str> = maatstaf::sections(&page).iter().map(|it| it.title).collect();
    /// assert_eq!(titles[..3], ["Championship", "Where the points went", "What would bring them back"]);
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_points_gap(mut self, found: ExplainedGap) -> Self {
        self.points_gap = Some(found);
        self
    }
}

/// Where everybody was on the road, by the laps at hand.
fn places_by_round(almanac: &Almanac, season: &Season, races: &[RaceLaps]) -> PlacesByRound {
    let of_race = |race: &RaceLaps| {
        let event = season.event(race.round)?;
        let lines = event.race.as_ref()?.lines();
        let drivers = lines.iter().filter_map(|line| almanac.drivers.get(&line.driver));
        let seen = drivers.filter_map(|it| Some((it.id.clone(), race.road_places(it)?)));
        Some((race.round, seen.collect()))
    };
    races.iter().filter_map(of_race).collect::<std::collections::BTreeMap<RoundNumber, _>>()
}

fn by_laps(pair: &Pair, races: &[RaceLaps]) -> Option<PairByLaps> {
    let drivers = &pair.almanac.drivers;
    let (driver, reference) = (drivers.get(pair.driver)?, drivers.get(pair.reference)?);
    Some(pair_by_laps(races, driver, reference))
}
