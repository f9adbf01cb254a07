//! How likely everyone ends where: seasons at hand, their rules and the fitted numbers of the model put together.

mod fitted;

use std::collections::BTreeMap;

use maatstaf_core::{Almanac, DriverId, Moment, RoundNumber, Season, SeasonRules, Title, Year};
use maatstaf_pace::odds::{Draws, Foretold, Learned, Odds, Ruled, Scene, replay};
use maatstaf_pace::qualifying_comparison;

pub use fitted::{GAP_WORTH, GAP_WORTH_FROM, LEFT_OUT, odds_settings};

use crate::{Briefing, Error};

/// How likely everyone ends in which place, seen from after a round; what was learned comes from the seasons at hand
/// before it. See [`maatstaf_pace::odds::odds`].
///
/// # Errors
///
/// When the season has no such title or no results by then, or has no such round.
///
/// ```
/// use maatstaf::core::{Competitor, DriverId, Title};
/// use maatstaf::pace::odds::Draws;
///
/// let almanac = maatstaf::facts::seasons();
/// let rules = maatstaf::facts::f1_rules();
/// let draws = Draws { ends: 1000, ..Draws::default() };
/// let odds = maatstaf::title_odds(almanac, &rules[&2023], 2023, 5, Title::Drivers, &draws)?;
/// let of = |id| odds.of(&Competitor::Driver(DriverId::new(id))).expect("he raced").title().value;
/// assert!(of("max-verstappen") > of("sergio-perez") && of("sergio-perez") > of("logan-sargeant"));
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn title_odds(
    almanac: &Almanac,
    rules: &SeasonRules,
    year: Year,
    round: RoundNumber,
    title: Title,
    draws: &Draws,
) -> Result<Odds, Error> {
    let scene = odds_scene(almanac, rules, year, round, title)?;
    Ok(scene.odds(scene.field(), draws))
}

/// The season as it was known after a round, ready for ends to be drawn; see [`title_odds`].
///
/// # Errors
///
/// Those of [`title_odds`].
pub fn odds_scene(
    almanac: &Almanac,
    rules: &SeasonRules,
    year: Year,
    round: RoundNumber,
    title: Title,
) -> Result<Scene, Error> {
    let season = season_held(almanac, year, round)?;
    let learned = Learned::until(&earlier(almanac, year), season, round, &odds_settings(year));
    Ok(Scene::new(&learned, season, rules, title, Moment::after(round))?)
}

/// The odds after every round of a season that was held, the first to the last, each by the draws that are asked for; see
/// [`title_odds`].
///
/// # Errors
///
/// Those of [`title_odds`].
pub fn odds_over_the_season(
    almanac: &Almanac,
    rules: &SeasonRules,
    year: Year,
    title: Title,
    draws: impl Fn(&Scene) -> Draws,
) -> Result<Vec<Odds>, Error> {
    let season = season_held(almanac, year, 1)?;
    let mut learned = Learned::before(&earlier(almanac, year), season, &odds_settings(year));
    let mut all = Vec::with_capacity(season.events().len());
    for event in season.events().iter().filter(|event| event.race.is_some()) {
        learned.hold(event);
        let moment = Moment::after(event.round.number);
        let scene = Scene::new(&learned, season, rules, title, moment)?;
        all.push(scene.odds(scene.field(), &draws(&scene)));
    }
    Ok(all)
}

/// Odds of the seasons at hand that are over, asked after every round but the last, each with numbers that were fitted
/// without its decade. `progress` hears of every season that is done.
pub fn odds_replayed(
    almanac: &Almanac,
    rules: &BTreeMap<Year, SeasonRules>,
    asked: impl Fn(Year) -> bool,
    draws: &Draws,
    progress: impl FnMut(Year),
) -> Vec<Foretold> {
    let ruled = |(year, season)| Some((season, rules.get(year)?));
    let ruled: Vec<Ruled<'_>> = almanac.seasons.iter().filter_map(ruled).collect();
    replay(&ruled, asked, odds_settings, draws, progress)
}

/// By how many percent of lap time a driver was slower than another in qualifying up to a round: the usual gap, and how
/// many times behind it. `None` where there is none.
pub fn gap_so_far(
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
    round: RoundNumber,
) -> Option<(f64, usize)> {
    let usual = qualifying_comparison(season, driver, reference, 1..=round).usual;
    Some((usual.median_percent?, usual.n))
}

impl Briefing {
    /// The page with how likely everyone was champion after each round that was held.
    ///
    /// ```
    /// # use maatstaf::core::{DriverId, Title};
    /// # use maatstaf::{facts, pace::odds::Draws};
    /// # let (almanac, rules) = (facts::seasons(), &facts::f1_rules()[&2021]);
    /// # let [driver, reference] = ["max-verstappen", "lewis-hamilton"].map(DriverId::new);
    /// let draws = Draws { ends: 200, ..Draws::default() };
    /// let odds = maatstaf::odds_over_the_season(almanac, rules, 2021, Title::Drivers, |_| draws)?;
    /// let page = maatstaf::briefing(almanac, rules, &almanac.seasons[&2021], &driver, &reference)?.with_odds(odds);
    /// assert_eq!(maatstaf::sections(&page)[1].title, "Title odds");
    /// # Ok::<(), maatstaf::Error>(())
    /// ```
    pub fn with_odds(mut self, odds: Vec<Odds>) -> Self {
        self.odds = odds;
        self
    }
}

fn season_held(almanac: &Almanac, year: Year, round: RoundNumber) -> Result<&Season, Error> {
    let season = almanac.seasons.get(&year).ok_or(Error::NoResults { year })?;
    let held = season.last_held();
    match (held, round) {
        (0, _) => Err(Error::NoResults { year }),
        (_, round) if (1..=held).contains(&round) => Ok(season),
        _ => Err(Error::NotHeldYet { year, round, held }),
    }
}

fn earlier(almanac: &Almanac, year: Year) -> Vec<&Season> {
    almanac.seasons.range(..year).map(|(_, season)| season).collect()
}
