//! One driver's way through one round.

use std::collections::BTreeMap;

use maatstaf_core::{
    Classification, Classified, Competitor, DriverId, Event, LapTime, Outcome, Points, PointsTable,
    Qualified, Qualifying, QualifyingPart, RoadPlaces, RoundNumber, SeasonRules, Session, Title,
};

use super::{Book, Climb, GapPart, PartPoints, road};
use crate::scoring::{awards, paid};

type Laps<'a> = Option<&'a BTreeMap<DriverId, RoadPlaces>>;

/// Whether the laps of a race tell a driver's first lap from the rest, or he drove none.
pub(super) fn tells(
    event: &Event,
    driver: &DriverId,
    laps: &BTreeMap<DriverId, RoadPlaces>,
) -> bool {
    let Some(race) = &event.race else { return false };
    let Some(line) = race.line_of(driver).filter(|it| it.outcome.started()) else { return true };
    match laps.get(driver) {
        Some(seen) => seen.first_lap.is_some() || !road::took_the_flag(line),
        None => line.laps == Some(0),
    }
}

/// The places that he held, and what each step brought of the points that count.
pub(super) fn climb(event: &Event, rules: &SeasonRules, book: &Book, laps: Laps) -> Climb {
    let round = event.round.number;
    let mut climb = places(event, rules, book.driver, laps);
    let mut points = PartPoints::default();
    if let Some(race) = &event.race {
        let at = RaceAt { round, race, by_laps: laps.is_some() };
        race_parts(&mut points, &climb, &at, rules, book);
    }
    let (mut scored, mut counted) = (Points::ZERO, Points::ZERO);
    for session in [Session::Sprint, Session::Race] {
        let [all, of_these] = book.at(round, session);
        (scored, counted) = (scored + all, counted + of_these);
        if session == Session::Sprint {
            points.add(GapPart::Sprint, all);
        }
    }
    points.add(GapPart::DroppedResults, counted - scored);
    if book.excluded {
        points.add(GapPart::Exclusion, -counted);
    }
    climb.scored = scored;
    climb.parts = points;
    climb
}

/// A race, and whether its laps are known of both drivers.
struct RaceAt<'a> {
    round: RoundNumber,
    race: &'a Classification,
    by_laps: bool,
}

/// Every point of the race, step by step; and what the steps leave.
fn race_parts(
    points: &mut PartPoints,
    climb: &Climb,
    at: &RaceAt,
    rules: &SeasonRules,
    book: &Book,
) {
    let RaceAt { round, race, by_laps } = *at;
    let table = paid(race, rules, round, Session::Race);
    let result = climb.outcome.and_then(Outcome::place).map_or(Points::ZERO, |it| table.at(it));
    add_steps(points, &steps(climb, by_laps), &table, result);
    let (mut place, mut fastest_lap) = (Points::ZERO, Points::ZERO);
    for award in awards(race, rules, round, Session::Race, Title::Drivers) {
        if matches!(&award.competitor, Competitor::Driver(driver) if driver == book.driver) {
            place += award.place;
            fastest_lap += award.fastest_lap;
        }
    }
    points.add(GapPart::FastestLaps, fastest_lap);
    let shared =
        if shares_a_car(race, book.driver) { GapPart::SharedDrives } else { GapPart::Corrections };
    points.add(shared, place - result);
    let [scored, _] = book.at(round, Session::Race);
    points.add(GapPart::Corrections, scored - place - fastest_lap);
}

/// The steps between places that are known, each with the part to which it belongs, and to the result. A way that
/// begins on a grid begins with what that was worth, as qualifying.
fn add_steps(
    points: &mut PartPoints,
    steps: &[(GapPart, Option<u16>); 7],
    table: &PointsTable,
    result: Points,
) {
    let mut before = Points::ZERO;
    let mut first = true;
    for (part, place) in &steps[..6] {
        let Some(place) = place else { continue };
        let is_start = matches!(part, GapPart::Penalties | GapPart::Sprint);
        let part = if first && is_start { GapPart::Qualifying } else { *part };
        points.add(part, table.at(*place) - before);
        (before, first) = (table.at(*place), false);
    }
    points.add(steps[6].0, result - before);
}

/// The places in the order in which they were held, each with the part of the step to it; the result last.
fn steps(climb: &Climb, by_laps: bool) -> [(GapPart, Option<u16>); 7] {
    let race = if by_laps { GapPart::RacePace } else { GapPart::StartAndRacePace };
    let on_the_road = matches!(
        climb.outcome,
        Some(Outcome::Place(_) | Outcome::Disqualified | Outcome::Excluded)
    );
    let last =
        if on_the_road && !climb.stopped { GapPart::Penalties } else { GapPart::Retirements };
    [
        (GapPart::Qualifying, climb.qualifying),
        (GapPart::Penalties, climb.sprint_grid),
        (GapPart::Sprint, climb.sprint),
        (GapPart::Penalties, climb.grid),
        (GapPart::Start, climb.first_lap),
        (race, climb.road),
        (last, None),
    ]
}

fn places(event: &Event, rules: &SeasonRules, driver: &DriverId, laps: Laps) -> Climb {
    let qualified = event.qualifying.as_ref().and_then(|it| Some((it, it.line_of(driver)?)));
    let sprint = event.sprint.as_ref().and_then(|it| Some((it, it.line_of(driver)?)));
    let line = event.race.as_ref().and_then(|race| Some((race, race.line_of(driver)?)));
    let mut climb = Climb {
        present: qualified.is_some() || sprint.is_some() || line.is_some(),
        ..Climb::default()
    };
    let outcome = line.map(|(_, line)| line.outcome);
    (climb.outcome, climb.laps) = (outcome, line.and_then(|(_, line)| line.laps));
    if outcome == Some(Outcome::DidNotQualify) {
        return climb;
    }
    climb.qualifying = qualified.and_then(|(result, line)| place_or_by_time(result, line));
    if let Some((result, line)) =
        sprint.filter(|_| rules.sprint.as_ref().is_some_and(|it| it.sets_grid))
    {
        climb.sprint_grid = grid_place(result, line);
        climb.sprint = place_or_order(result, line);
    }
    if let Some((race, line)) = line {
        climb.grid = grid_place(race, line);
        let seen = laps.and_then(|laps| laps.get(driver)).copied().unwrap_or_default();
        climb.first_lap = seen.first_lap.filter(|_| line.outcome.started());
        climb.stopped = line.outcome == Outcome::Retired
            || line.outcome.place().is_some() && line.reason.is_some();
        let held = if climb.stopped || !road::took_the_flag(line) { seen.last_lap } else { None };
        let at_the_flag = || road::at_the_flag(race.lines(), line);
        climb.road = held.filter(|_| line.outcome.started()).or_else(at_the_flag);
    }
    climb
}

/// The place on the grid; behind everybody from the pit lane, none for who did not start. Who took over another's car
/// started from the place of his own, if he had one.
fn grid_place(result: &Classification, line: &Classified) -> Option<u16> {
    let started = |it: &&Classified| it.outcome.started();
    let own = result.lines().iter().filter(|it| it.driver == line.driver).filter(started);
    let starters = || result.lines().iter().filter(started).count() as u16;
    let from_the_pit_lane = line.outcome.started() && !shares_a_car(result, &line.driver);
    own.filter_map(|it| it.grid).min().or_else(|| from_the_pit_lane.then(starters))
}

/// The place in the result; for who has none, where he stands in it.
fn place_or_order(result: &Classification, line: &Classified) -> Option<u16> {
    let order = || result.lines().iter().position(|it| it.driver == line.driver);
    line.outcome.place().or_else(|| Some(order()? as u16 + 1))
}

/// The place in qualifying; where a disqualification took it away, that of his times among those who have one.
fn place_or_by_time(result: &Qualifying, line: &Qualified) -> Option<u16> {
    let by_time = || {
        let (part, time) = last_time(line)?;
        let better = |it: &&Qualified| {
            it.place.is_some()
                && last_time(it)
                    .is_some_and(|(theirs, of)| theirs > part || theirs == part && of < time)
        };
        Some(result.lines.iter().filter(better).count() as u16 + 1)
    };
    line.place.or_else(by_time)
}

/// The last part of qualifying in which he has a time, and that time.
fn last_time(line: &Qualified) -> Option<(QualifyingPart, LapTime)> {
    let mut last = QualifyingPart::LATEST_FIRST.into_iter();
    last.find_map(|part| Some((part, line.time_in(part).filter(|time| time.as_micros() > 0)?)))
}

fn shares_a_car(race: &Classification, driver: &DriverId) -> bool {
    let own = || race.lines().iter().filter(|line| line.driver == *driver);
    let same_car = |a: &Classified, b: &Classified| a.car == b.car && a.outcome == b.outcome;
    let others = || race.lines().iter().filter(|line| line.driver != *driver);
    own().count() > 1 || own().any(|line| others().any(|other| same_car(line, other)))
}
