use maatstaf_core::{
    CarNumber, Classification, Classified, ClockTime, ConstructorId, EngineId, LapTime, Qualified,
    Qualifying, SessionRules,
};

use super::*;
use crate::examples;

/// A driver's weekend: place in qualifying, on the grid, and how it ended.
fn entry(name: &str, qualifying: u16, grid: u16, outcome: Outcome) -> (Qualified, Classified) {
    let qualified = Qualified {
        driver: DriverId::new(name),
        car: CarNumber::new(name),
        constructor: ConstructorId::new("make"),
        engine: EngineId::new("engine"),
        place: (qualifying > 0).then_some(qualifying),
        times: [None; 4],
    };
    let line = examples::line(name, 1);
    let grid = (grid > 0).then_some(grid);
    (qualified, Classified { outcome, grid, laps: Some(50), ..line })
}

fn season(entries: Vec<(Qualified, Classified)>) -> Season {
    let blank = examples::season_of(&[&["ann", "bob", "cas"]]);
    let mut events = blank.events().to_vec();
    let (lines, results) = entries.into_iter().unzip();
    events[0].qualifying = Some(Qualifying { lines });
    events[0].race = Classification::new(results, None).ok();
    Season::new(2000, events).unwrap()
}

const BOB: &str = "bob";
const ANN: &str = "ann";

fn laps(of: &[(&str, u16, u16)]) -> PlacesByRound {
    let place = |place: u16| (place > 0).then_some(place);
    let seen = of.iter().map(|(name, first, last)| {
        let seen = RoadPlaces { first_lap: place(*first), last_lap: place(*last), free_laps: None };
        (DriverId::new(name), seen)
    });
    [(1, seen.collect())].into()
}

/// Bob against Ann; the race pays what the example pays, and all parts are printed that are not zero.
#[track_caller]
fn check(season: &Season, laps: &PlacesByRound, want: &str) {
    check_by(season, &examples::rules(), laps, want);
}

#[track_caller]
fn check_by(season: &Season, rules: &SeasonRules, laps: &PlacesByRound, want: &str) {
    let [bob, ann] = [BOB, ANN].map(DriverId::new);
    let gap = points_gap(season, rules, &bob, &ann, laps).unwrap();
    let parts = gap.parts.iter().filter(|(_, points)| !points.is_zero());
    let got: Vec<String> =
        parts.map(|(part, points)| format!("{} {points}", part.name())).collect();
    assert_eq!(got.join(", "), want);
    assert_eq!(gap.parts.sum(), gap.total);
}

use Outcome::{DidNotStart, Disqualified, NotClassified, Place, Retired};

fn none() -> PlacesByRound {
    PlacesByRound::new()
}

// The example pays 10, 6 and 4 for the first three places.

#[test]
fn exact_places_frozen_step_by_step() {
    let same = season(vec![entry(ANN, 1, 1, Place(1)), entry(BOB, 2, 2, Place(2))]);
    check(&same, &none(), "qualifying 4");
    let passed = season(vec![entry(ANN, 2, 2, Place(1)), entry(BOB, 1, 1, Place(2))]);
    check(&passed, &none(), "qualifying -4, start and race pace 8");
    let seen = laps(&[(ANN, 1, 1), (BOB, 3, 2)]);
    check(&passed, &seen, "qualifying -4, start and first lap 10, race pace -2");
}

#[test]
fn exact_grid_drops_and_the_pit_lane() {
    let dropped = season(vec![entry(ANN, 1, 3, Place(1)), entry(BOB, 2, 1, Place(2))]);
    check(&dropped, &none(), "qualifying 4, start and race pace 10, penalties and grid drops -10");
    let from_the_pit_lane = season(vec![
        entry(ANN, 2, 1, Place(1)),
        entry("cas", 3, 2, Place(3)),
        entry(BOB, 1, 0, Place(2)),
    ]);
    check(
        &from_the_pit_lane,
        &none(),
        "qualifying -4, start and race pace -2, penalties and grid drops 10",
    );
}

#[test]
fn exact_cars_that_stop_hold_the_place_they_had() {
    let stopped = season(vec![entry(ANN, 2, 2, Place(1)), entry(BOB, 1, 1, Retired)]);
    check(&stopped, &none(), "qualifying -4, start and race pace 4, retirements 10");
    // Second after the first lap, leading when it stopped; and out before the first lap was over.
    let seen = laps(&[(ANN, 1, 1), (BOB, 2, 1)]);
    check(&stopped, &seen, "qualifying -4, start and first lap 8, race pace -4, retirements 10");
    let seen = laps(&[(ANN, 1, 1), (BOB, 0, 0)]);
    check(&stopped, &seen, "qualifying -4, start and first lap 4, retirements 10");
    let stayed = season(vec![entry(ANN, 2, 2, Place(1)), entry(BOB, 1, 0, DidNotStart)]);
    check(&stayed, &none(), "qualifying -4, start and race pace 4, retirements 10");
    // Running at the end, the third and last on the road.
    let late = vec![
        entry(ANN, 2, 2, Place(1)),
        entry("cas", 3, 3, Place(2)),
        entry(BOB, 1, 1, NotClassified),
    ];
    check(&season(late), &none(), "qualifying -4, start and race pace 10, retirements 4");
}

#[test]
fn exact_laps_of_one_are_laps_of_none() {
    let passed = season(vec![entry(ANN, 2, 2, Place(1)), entry(BOB, 1, 1, Place(2))]);
    check(&passed, &laps(&[(ANN, 1, 1)]), "qualifying -4, start and race pace 8");
}

#[test]
fn exact_penalties_after_the_flag() {
    let at = |(qualified, line): (Qualified, Classified), seconds: u64, penalty: u64| {
        let time = Some(ClockTime::from_millis(1000 * seconds));
        let time_penalty = (penalty > 0).then(|| LapTime::from_millis(1000 * penalty));
        (qualified, Classified { time, time_penalty, ..line })
    };
    let late = season(vec![
        at(entry(ANN, 1, 1, Place(1)), 5000, 0),
        at(entry("cas", 3, 3, Place(2)), 5004, 0),
        at(entry(BOB, 2, 2, Place(3)), 5006, 5),
    ]);
    check(&late, &none(), "qualifying 4, penalties and grid drops 2");
    let out = season(vec![
        at(entry(ANN, 1, 1, Place(1)), 5000, 0),
        at(entry("cas", 3, 3, Place(2)), 5004, 0),
        at(entry(BOB, 2, 2, Disqualified), 5002, 0),
    ]);
    check(&out, &none(), "qualifying 4, penalties and grid drops 6");
}

/// A disqualification from qualifying leaves the times: the second best here.
#[test]
fn exact_disqualified_from_qualifying() {
    let timed = |(qualified, line): (Qualified, Classified), millis| {
        let times = [None, None, None, Some(LapTime::from_millis(millis))];
        (Qualified { times, ..qualified }, line)
    };
    let season = season(vec![
        timed(entry(ANN, 1, 1, Place(1)), 80_000),
        timed(entry("cas", 2, 2, Place(2)), 80_200),
        timed(entry(BOB, 0, 3, Place(3)), 80_100),
    ]);
    check(&season, &none(), "qualifying 4, penalties and grid drops 2");
}

/// Bob's own car, from the second place on the grid, breaks; he takes over that of Cas and is second with it, for half
/// of 6 points.
#[test]
fn exact_a_car_taken_over() {
    let taken_over = entry(BOB, 0, 0, Place(2)).1;
    let car = CarNumber::new("cas");
    let mut events = season(vec![
        entry(ANN, 1, 1, Place(1)),
        entry("cas", 3, 3, Place(2)),
        entry(BOB, 2, 2, Retired),
    ])
    .events()
    .to_vec();
    let mut lines = events[0].race.as_ref().unwrap().lines().to_vec();
    lines.push(Classified { car, ..taken_over });
    events[0].race = Classification::new(lines, None).ok();
    let mut rules = examples::rules();
    rules.race.shared_drives = maatstaf_core::SharedDrives::Equally;
    check_by(&Season::new(2000, events).unwrap(), &rules, &none(), "qualifying 4, shared drives 3");
}

#[test]
fn exact_without_qualifying_the_way_begins_on_the_grid() {
    let mut events =
        season(vec![entry(ANN, 1, 1, Place(1)), entry(BOB, 2, 2, Place(2))]).events().to_vec();
    events[0].qualifying = None;
    check(&Season::new(2000, events).unwrap(), &none(), "qualifying 4");
}

/// The sprint makes the grid: Bob first in qualifying, third in the sprint, fifth after a penalty.
#[test]
fn exact_a_sprint_that_makes_the_grid() {
    let mut events =
        season(vec![entry(ANN, 2, 1, Place(1)), entry(BOB, 1, 5, Place(2))]).events().to_vec();
    let sprint = vec![entry(ANN, 0, 2, Place(1)).1, entry(BOB, 0, 1, Place(3)).1];
    events[0].sprint = Classification::new(sprint, None).ok();
    events[0].has_sprint = true;
    let season = Season::new(2000, events).unwrap();
    let table =
        |points: &[i64]| maatstaf_core::PointsTable(points.iter().map(|it| (*it).into()).collect());
    let sprint =
        SessionRules { drivers: table(&[3, 2, 1]), sets_grid: true, ..SessionRules::default() };
    let mut rules = SeasonRules { sprint: Some(sprint), ..examples::rules() };
    // Points of the sprint: 3 less 1. Places: Ann +4 by the sprint, Bob -6 by it and -4 by the penalty.
    let want = "qualifying -4, start and race pace -6, penalties and grid drops 4, sprint 12";
    check_by(&season, &rules, &none(), want);
    rules.sprint.iter_mut().for_each(|sprint| sprint.sets_grid = false);
    let want = "qualifying -4, start and race pace -6, penalties and grid drops 14, sprint 2";
    check_by(&season, &rules, &none(), want);
}

#[test]
fn exact_a_round_that_one_of_them_missed() {
    let missed = season(vec![entry(ANN, 2, 2, Place(1)), entry("cas", 1, 1, Place(2))]);
    let mut events = missed.events().to_vec();
    let mut second = events[0].clone();
    second.round.number = 2;
    second.race = Classification::new(vec![examples::line(BOB, 3)], None).ok();
    second.qualifying = None;
    events.push(second);
    check(&Season::new(2000, events).unwrap(), &none(), "rounds missed 6");
}

#[test]
fn exact_results_that_do_not_count() {
    let mut rules = examples::rules();
    rules.drivers.best = maatstaf_core::BestResults::Best(1);
    let season = examples::season_of(&[&["ann", "bob"], &["ann", "bob"], &["bob", "ann"]]);
    let [bob, ann] = [BOB, ANN].map(DriverId::new);
    let gap = points_gap(&season, &rules, &bob, &ann, &none()).unwrap();
    assert_eq!((gap.total, gap.parts.of(GapPart::DroppedResults)), (0.into(), (-4).into()));
    // Each keeps his first win.
    let totals: Vec<String> = gap.rounds.iter().map(|it| it.total.to_string()).collect();
    assert_eq!(totals, ["10", "0", "-10"]);
}

#[test]
fn exact_a_stranger_has_no_gap() {
    let refused = points_gap(
        &examples::season(),
        &examples::rules(),
        &DriverId::new("nobody"),
        &DriverId::new(ANN),
        &none(),
    );
    assert_eq!(refused.err(), Some(Error::NotInResult { driver: DriverId::new("nobody") }));
}
