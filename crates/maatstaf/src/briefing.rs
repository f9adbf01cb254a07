//! One page on two drivers and a season: every number that its sentences rest on.

use std::collections::BTreeMap;

use maatstaf_core::{
    Almanac, Competitor, DriverId, Moment, Points, RoundNumber, Season, SeasonRules, Session,
    Source, Title, Year,
};
use maatstaf_pace::odds::Odds;
use maatstaf_pace::{
    Form, FormLevel, QualifyingComparison, RaceComparison, RoundPoints, form, form_level,
    qualifying_comparison, qualifying_gaps, race_comparison, teams,
};
use maatstaf_season::{
    MagicNumber, Prospects, Row, Scoresheet, Settlement, magic_number, outlook_at, possible_until,
    scoresheet, settlements, standings_at,
};

use crate::PairByLaps;
use crate::circuit_kinds::{GapByCircuit, gaps_by_circuit};
use crate::circuits::{Circuits, circuits};
use crate::on_the_lap::OnTheLap;
use crate::{CarAndDriver, Error, ExplainedGap, TouchedRecords};

/// How many rounds count as "the last rounds".
pub const N_LAST: u16 = 3;

/// How many rounds with a gap are "the end", of which is asked whether the driver was stronger.
pub const N_END: usize = 5;

/// One page on a driver, his reference and a season.
#[derive(Clone, Debug)]
pub struct Briefing {
    /// Which season.
    pub season: Year,
    /// Rounds that were held when this was written.
    pub rounds_held: u16,
    /// Rounds of the season, held and to come.
    pub n_rounds: u16,
    /// The names of the rounds: `21` is `Las Vegas`.
    pub round_names: BTreeMap<RoundNumber, String>,
    /// Whose page it is.
    pub driver: Person,
    /// Against whom.
    pub reference: Person,
    /// Rounds in which both drove for the same team.
    pub team_mate_rounds: Vec<RoundNumber>,
    /// Points, places, and what is settled.
    pub championship: Championship,
    /// Saturday.
    pub qualifying: QualifyingComparison,
    /// Sunday.
    pub race: RaceComparison,
    /// The short races, where both drove one.
    pub sprint: Option<RaceComparison>,
    /// Points per start, race and sprint points together, per race start.
    pub points_per_start: Pair<Option<f64>>,
    /// Per third of the season, and the last rounds.
    pub form: Form,
    /// The level behind the qualifying gaps; `None` with too few of them.
    pub level: Option<FormLevel>,
    /// The qualifying gap by what a circuit rewards.
    pub by_circuit: Vec<GapByCircuit>,
    /// What the circuits ahead reward, or all once the season is over; `None` where none is known.
    pub circuits: Option<Circuits>,
    /// What the gap in points came from, and what would close it; `None` until it is asked for, see
    /// [`Briefing::with_points_gap`].
    pub points_gap: Option<ExplainedGap>,
    /// How likely everyone was champion, and in which place, after each round that was held; empty until it is asked
    /// for, see [`Briefing::with_odds`].
    pub odds: Vec<Odds>,
    /// How much is the car, how much the driver; `None` until it is asked for, see
    /// [`Briefing::with_car_and_driver`].
    pub car_and_driver: Option<CarAndDriver>,
    /// The records that the season touches; `None` until they are asked for, see
    /// [`Briefing::with_records`].
    pub records: Option<TouchedRecords>,
    /// Pace and steadiness by the laps of the races; `None` until laps are handed in, see
    /// [`Briefing::with_race_laps`].
    pub by_laps: Option<PairByLaps>,
    /// Where on the lap the driver loses and gains; `None` until laps with telemetry are handed in,
    /// see [`Briefing::with_laps`].
    pub on_the_lap: Option<OnTheLap>,
    /// Where the facts come from.
    pub sources: Vec<Source>,
}

/// A driver in a season.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The name for machines.
    pub id: DriverId,
    /// As printed.
    pub name: String,
    /// The family name, for sentences.
    pub last_name: String,
    /// Three letters.
    pub code: String,
    /// The teams of the season by name, each with its rounds.
    pub teams: Vec<(String, Vec<RoundNumber>)>,
}

/// The same quantity for both drivers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair<T> {
    /// Of the driver.
    pub driver: T,
    /// Of the reference.
    pub reference: T,
}

/// Where both stand, round by round.
#[derive(Clone, Debug)]
pub struct Championship {
    /// The driver's line in the table.
    pub driver: Row,
    /// The reference's line.
    pub reference: Row,
    /// The reference's points less the driver's: positive when the driver is behind.
    pub gap: Points,
    /// The reference's points for each of the driver's; `None` without points.
    pub ratio: Option<f64>,
    /// The gap after each round that was held.
    pub gap_by_round: Vec<GapAt>,
    /// The round after which the gap grew in every round, if it did in at least three.
    pub grew_since: Option<RoundNumber>,
    /// When each one's final place was settled; `None` while it is open.
    pub settled: Pair<Option<Settlement>>,
    /// The places still possible; after the last round one place.
    pub prospects: Pair<Option<Prospects>>,
    /// The last round after which the title was still possible; `None` if never.
    pub title_possible_until: Pair<Option<Moment>>,
    /// While the title is open, what each who can still win it needs to be certain of it.
    pub title_needs: Pair<Option<TitleNeeds>>,
    /// What it would have taken to stand ahead of the reference (or what kept him there).
    pub margins: Margins,
    /// The champion's name, when the title is settled.
    pub champion: Option<String>,
}

/// The points of both after a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GapAt {
    /// After which round.
    pub round: RoundNumber,
    /// Points of both that count.
    pub points: (Points, Points),
    /// The reference's less the driver's.
    pub gap: Points,
}

/// The points that would settle a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleNeeds {
    /// So many more that count, to be level with the best case of the rival.
    pub points: Points,
    /// Whether level is enough, by countback.
    pub level_is_enough: bool,
    /// The most points that can still be added.
    pub points_left: Points,
    /// The rival who decides it, by name.
    pub rival: String,
}

/// The distances that decide places.
#[derive(Clone, Debug, PartialEq)]
pub struct Margins {
    /// More points per round held that would have brought the driver level with the reference.
    pub per_round_to_level: Option<f64>,
    /// The next better place: how many points more, and who stands there.
    pub ahead: Option<(Points, String)>,
    /// The next worse place: how many points to spare, and who stands there.
    pub behind: Option<(Points, String)>,
}

/// Puts the page together.
///
/// # Errors
///
/// When a driver did not take part in the season, or the season has no results.
pub fn briefing(
    almanac: &Almanac,
    rules: &SeasonRules,
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
) -> Result<Briefing, Error> {
    let sheet = scoresheet(season, rules, Title::Drivers)?;
    let held = season.last_held();
    let rounds = || 1..=held;
    let qualifying = qualifying_comparison(season, driver, reference, rounds());
    let race = race_comparison(season, Session::Race, driver, reference, rounds());
    let sprint = race_comparison(season, Session::Sprint, driver, reference, rounds());
    let championship = championship(almanac, &sheet, season, driver, reference)?;
    let by_round = points_by_round(&sheet, season, driver, reference);
    let per_start =
        |record: &maatstaf_pace::RaceRecord, row: &Row| record.points_per_start(row.gross.as_f64());
    let names = season.events().iter().map(|at| (at.round.number, at.round.name.clone()));
    Ok(Briefing {
        season: season.year(),
        rounds_held: held,
        n_rounds: season.n_rounds(),
        round_names: names.collect(),
        driver: person(almanac, season, driver),
        reference: person(almanac, season, reference),
        team_mate_rounds: maatstaf_pace::shared_team_rounds(season, driver, reference),
        points_per_start: Pair {
            driver: per_start(&race.driver, &championship.driver),
            reference: per_start(&race.reference, &championship.reference),
        },
        championship,
        level: form_level(&qualifying_gaps(&qualifying), N_END),
        by_circuit: gaps_by_circuit(season, &qualifying),
        qualifying,
        sprint: (sprint.driver.starts > 0 && sprint.reference.starts > 0).then_some(sprint),
        race,
        form: form(season, driver, reference, &by_round, held, N_LAST),
        circuits: circuits(season),
        points_gap: None,
        odds: Vec::new(),
        car_and_driver: None,
        records: None,
        by_laps: None,
        on_the_lap: None,
        sources: almanac.sources.clone(),
    })
}

fn person(almanac: &Almanac, season: &Season, id: &DriverId) -> Person {
    let known = almanac.drivers.get(id);
    let name = almanac.driver_name(id).to_owned();
    let teams = teams(season, id).into_iter();
    Person {
        id: id.clone(),
        last_name: known.map_or_else(|| name.clone(), |driver| driver.last_name.clone()),
        code: known.map_or_else(|| id.to_string(), |driver| driver.code.clone()),
        name,
        teams: teams.map(|(id, at)| (almanac.constructor_name(&id).to_owned(), at)).collect(),
    }
}

fn points_by_round(
    sheet: &Scoresheet,
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
) -> Vec<RoundPoints> {
    let scored = |who: &DriverId, round| {
        let who = Competitor::Driver(who.clone());
        let sprint = sheet.scored(&who, Moment { round, session: Session::Sprint });
        sprint + sheet.scored(&who, Moment::after(round))
    };
    let points = |round| RoundPoints {
        round,
        driver: scored(driver, round),
        reference: scored(reference, round),
    };
    (1..=season.last_held()).map(points).collect()
}

fn championship(
    almanac: &Almanac,
    sheet: &Scoresheet,
    season: &Season,
    driver: &DriverId,
    reference: &DriverId,
) -> Result<Championship, Error> {
    let now = sheet.now().ok_or(Error::NoResults { year: season.year() })?;
    let (driver, reference) =
        (Competitor::Driver(driver.clone()), Competitor::Driver(reference.clone()));
    let table = standings_at(sheet, now);
    let row = |who: &Competitor| table.row_of(who).cloned();
    let absent =
        |who: &Competitor| Error::DidNotRace { name: name_of(almanac, who), year: season.year() };
    let own = row(&driver).ok_or_else(|| absent(&driver))?;
    let theirs = row(&reference).ok_or_else(|| absent(&reference))?;
    let gap_by_round = gaps(sheet, season, &driver, &reference);
    let settlements = settlements(sheet, &[]);
    let settled = |who: &Competitor| settlements.iter().find(|at| at.competitor == *who).cloned();
    let outlook = outlook_at(sheet, now, &[]);
    let prospects = |who: &Competitor| {
        let idx = sheet.competitors().iter().position(|other| other == who)?;
        outlook.prospects[idx]
    };
    let title_needs = |who: &Competitor| {
        prospects(who).filter(|at| at.best == 1 && at.worst > 1)?;
        magic_number(sheet, who, 1, now, &[]).map(|magic| title_needs(almanac, &magic))
    };
    let champion = sheet.competitors().iter().zip(&outlook.prospects);
    let champion =
        champion.filter(|(_, at)| at.is_some_and(|at| at.worst == 1)).map(|(who, _)| who);
    let pair = |of: &dyn Fn(&Competitor) -> Option<Moment>| Pair {
        driver: of(&driver),
        reference: of(&reference),
    };
    Ok(Championship {
        gap: theirs.points - own.points,
        ratio: (!own.points.is_zero()).then(|| theirs.points.as_f64() / own.points.as_f64()),
        grew_since: grew_since(&gap_by_round),
        margins: margins(almanac, &table.rows, &own, &theirs, gap_by_round.len()),
        gap_by_round,
        settled: Pair { driver: settled(&driver), reference: settled(&reference) },
        prospects: Pair { driver: prospects(&driver), reference: prospects(&reference) },
        title_needs: Pair { driver: title_needs(&driver), reference: title_needs(&reference) },
        title_possible_until: pair(&|who| possible_until(sheet, who, 1, &[])),
        champion: champion.map(|who| name_of(almanac, who)).next(),
        driver: own,
        reference: theirs,
    })
}

fn title_needs(almanac: &Almanac, magic: &MagicNumber) -> TitleNeeds {
    TitleNeeds {
        points: magic.points,
        level_is_enough: magic.level_is_enough,
        points_left: magic.points_left,
        rival: name_of(almanac, &magic.rival),
    }
}

fn name_of(almanac: &Almanac, who: &Competitor) -> String {
    match who {
        Competitor::Driver(id) => almanac.driver_name(id).to_owned(),
        Competitor::Make { .. } => who.to_string(),
    }
}

fn gaps(
    sheet: &Scoresheet,
    season: &Season,
    driver: &Competitor,
    reference: &Competitor,
) -> Vec<GapAt> {
    let at = |round| {
        let table = standings_at(sheet, Moment::after(round));
        let points = |who| table.row_of(who).map_or(Points::ZERO, |row| row.points);
        let points = (points(driver), points(reference));
        GapAt { round, points, gap: points.1 - points.0 }
    };
    (1..=season.last_held()).map(at).collect()
}

/// The round after which the gap grew in each of the rounds left, if these are three or more.
fn grew_since(gaps: &[GapAt]) -> Option<RoundNumber> {
    let grew = gaps.windows(2).rev().take_while(|pair| pair[0].gap < pair[1].gap).count();
    (grew >= 3).then(|| gaps[gaps.len() - 1 - grew].round)
}

fn margins(almanac: &Almanac, rows: &[Row], own: &Row, theirs: &Row, n_rounds: usize) -> Margins {
    let idx = rows.iter().position(|row| row.competitor == own.competitor);
    let ranked = |idx: usize| rows.get(idx).filter(|row| row.place.is_some());
    let ahead = idx.and_then(|idx| ranked(idx.checked_sub(1)?));
    let behind = idx.and_then(|idx| ranked(idx + 1));
    let to_level = theirs.points - own.points;
    Margins {
        per_round_to_level: (to_level > Points::ZERO && n_rounds > 0)
            .then(|| to_level.as_f64() / n_rounds as f64),
        ahead: ahead.map(|row| (row.points - own.points, name_of(almanac, &row.competitor))),
        behind: behind.map(|row| (own.points - row.points, name_of(almanac, &row.competitor))),
    }
}
