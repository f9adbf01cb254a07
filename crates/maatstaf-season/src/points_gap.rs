//! The gap in points between two drivers, put down to what it came from.

mod climb;
mod parts;
mod road;

use std::collections::BTreeMap;

use maatstaf_core::{
    Competitor, DriverId, Event, Moment, Outcome, Points, RoadPlaces, RoundNumber, Season,
    SeasonRules, Session, Title,
};

use crate::{Error, Scoresheet, scoresheet, standings_at};
pub use parts::{GapPart, PartPoints};

/// Where everybody was on the road, for the races whose laps are known.
pub type PlacesByRound = BTreeMap<RoundNumber, BTreeMap<DriverId, RoadPlaces>>;

/// The gap in points between two drivers, and what it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PointsGap {
    /// The points that count of the driver, and of the reference.
    pub points: [Points; 2],
    /// The points of the reference less those of the driver: positive where the driver is behind.
    pub total: Points,
    /// What it came from; adds up to the total.
    pub parts: PartPoints,
    /// The same round by round; adds up to both.
    pub rounds: Vec<GapRound>,
}

/// What a round gave to the gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapRound {
    /// Which round.
    pub round: RoundNumber,
    /// Its name.
    pub race: String,
    /// What the reference scored more than the driver, of points that count.
    pub total: Points,
    /// What it came from; adds up to the total.
    pub parts: PartPoints,
    /// Whether laps tell the first lap from the rest of the race.
    pub by_laps: bool,
    /// The driver's way through the round.
    pub driver: Climb,
    /// The reference's.
    pub reference: Climb,
}

/// A driver's way through a round: the places that he held, one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Climb {
    /// His place in qualifying, before penalties; by his times where a disqualification took it away.
    pub qualifying: Option<u16>,
    /// His place on the grid of the sprint, where its result is the grid of the race.
    pub sprint_grid: Option<u16>,
    /// His place in that sprint.
    pub sprint: Option<u16>,
    /// His place on the grid; the last one from the pit lane.
    pub grid: Option<u16>,
    /// His place at the end of the first lap, where laps are known.
    pub first_lap: Option<u16>,
    /// His place on the road: at the flag, or when he stopped where laps are known.
    pub road: Option<u16>,
    /// How his race ended; `None` for one who is not in the result.
    pub outcome: Option<Outcome>,
    /// Whether his car stopped, classified or not.
    pub stopped: bool,
    /// Laps that he completed.
    pub laps: Option<u16>,
    /// What he scored in the round, dropped or not.
    pub scored: Points,
    /// Where those that count came from.
    pub parts: PartPoints,
    /// Whether he took part in anything.
    pub present: bool,
}

/// Puts the gap in points between two drivers down to what it came from.
///
/// In each race a driver holds places one after the other: in qualifying, on the grid, at the end of
/// the first lap, on the road at the flag or when he stopped, in the result. Each is worth what that
/// race paid for it. Freeze the order there, and that is what he would have scored; so what a step
/// changes is put down to what lies between:
///
/// ```text
/// part of a step = Σ over rounds of (change of worth of the reference − change of worth of the driver)
/// ```
///
/// | step | part |
/// | ---- | ---- |
/// | nothing → place in qualifying | [`GapPart::Qualifying`] |
/// | qualifying → grid | [`GapPart::Penalties`] |
/// | grid → end of the first lap | [`GapPart::Start`] |
/// | first lap → road | [`GapPart::RacePace`]; where no laps are known [`GapPart::StartAndRacePace`], from the grid |
/// | road → result | [`GapPart::Retirements`] of a car that stopped or was too far behind to be classified, else [`GapPart::Penalties`] |
///
/// The steps lie end to end, so they add up; what they leave has names of its own: [`GapPart`]. The rule
/// knows one driver and one round at a time, so the gap of two the other way round is the same with the
/// sign turned, part by part. Laps count only in rounds in which they are known of both.
///
/// Unknown places are passed over: without a result of qualifying the way begins on the grid, and a car
/// that stopped held, without laps, its place on the grid. Where the sprint makes the grid of the race,
/// its grid and its result are steps of their own, and what it changes is the sprint's.
///
/// # Errors
///
/// As [`scoresheet`]; and [`Error::NotInResult`] for a driver of no race or sprint of the season.
///
/// ```
/// use maatstaf_core::DriverId;
/// use maatstaf_season::{GapPart, examples, points_gap};
///
/// let [ann, bob] = ["ann", "bob"].map(DriverId::new);
/// let gap = points_gap(&examples::season(), &examples::rules(), &bob, &ann, &Default::default())?;
/// let parts = gap.parts.iter().map(|(_, points)| points);
/// assert_eq!(parts.sum::<maatstaf_core::Points>(), gap.total);
/// # Ok::<(), maatstaf_season::Error>(())
/// ```
pub fn points_gap(
    season: &Season,
    rules: &SeasonRules,
    driver: &DriverId,
    reference: &DriverId,
    laps: &PlacesByRound,
) -> Result<PointsGap, Error> {
    let sheet = scoresheet(season, rules, Title::Drivers)?;
    let books = [Book::of(&sheet, driver)?, Book::of(&sheet, reference)?];
    let mut rounds = Vec::new();
    for event in season.events().iter().filter(|it| it.race.is_some() || it.sprint.is_some()) {
        rounds.push(round_gap(event, rules, &books, laps.get(&event.round.number)));
    }
    let mut parts = PartPoints::default();
    rounds.iter().for_each(|round| parts += round.parts);
    let points = books.map(|book| book.total);
    Ok(PointsGap { points, total: points[1] - points[0], parts, rounds })
}

/// What one driver scored, and what of it counts.
struct Book<'a> {
    sheet: &'a Scoresheet,
    driver: &'a DriverId,
    who: Competitor,
    total: Points,
    /// What of each session counts, one per session.
    counted: Vec<Points>,
    /// Whether none of it counts, by an exclusion.
    excluded: bool,
}

impl<'a> Book<'a> {
    fn of(sheet: &'a Scoresheet, driver: &'a DriverId) -> Result<Self, Error> {
        let who = Competitor::Driver(driver.clone());
        let missing = || Error::NotInResult { driver: driver.clone() };
        let idx = sheet.index_of(&who).ok_or_else(missing)?;
        let now = sheet.now().ok_or_else(missing)?;
        let row = standings_at(sheet, now).row_of(&who).cloned().ok_or_else(missing)?;
        let excluded = sheet.excluded_at(idx, now).is_some_and(|it| !it.keeps_points);
        let until = sheet.sessions_until(now);
        let counted = crate::tally::counted(
            sheet.rules.best,
            &sheet.sessions[..until],
            &sheet.scores[idx][..until],
        );
        Ok(Self { sheet, driver, who, total: row.points, counted, excluded })
    }

    /// What he scored in a session, and what of it counts before any exclusion.
    fn at(&self, round: RoundNumber, session: Session) -> [Points; 2] {
        let moment = Moment { round, session };
        let column = self.sheet.sessions.iter().position(|it| it.moment == moment);
        let counted = column.and_then(|column| self.counted.get(column).copied());
        [self.sheet.scored(&self.who, moment), counted.unwrap_or_default()]
    }
}

fn round_gap(
    event: &Event,
    rules: &SeasonRules,
    books: &[Book; 2],
    laps: Option<&BTreeMap<DriverId, RoadPlaces>>,
) -> GapRound {
    let laps = laps.filter(|laps| books.iter().all(|book| climb::tells(event, book.driver, laps)));
    let [driver, reference] =
        [&books[0], &books[1]].map(|book| climb::climb(event, rules, book, laps));
    let missed = driver.present != reference.present;
    let of = |climb: &Climb| if missed { climb.parts.as_missed() } else { climb.parts };
    let parts = of(&reference) - of(&driver);
    GapRound {
        round: event.round.number,
        race: event.round.name.clone(),
        total: parts.sum(),
        parts,
        by_laps: laps.is_some(),
        driver,
        reference,
    }
}

#[cfg(test)]
#[path = "points_gap_tests.rs"]
mod tests;
