//! Races side by side, and teams.
#![allow(clippy::unwrap_used)]

mod common;

use common::{classified, id, season, team_mates, with_race};
use maatstaf_core::{CarNumber, Classified, ConstructorId, Outcome, Session};
use maatstaf_pace::{Ahead, HeadToHead, race_comparison, race_record, shared_team_rounds, teams};

/// One race: who was ahead, or `None` where the round does not count.
#[track_caller]
fn check(driver: Outcome, reference: Outcome, want: Option<Option<Ahead>>) {
    let lines =
        vec![classified("a", "team", driver, None), classified("b", "team", reference, None)];
    let season = season(2023, vec![with_race(lines)]);
    let compared = race_comparison(&season, Session::Race, &id("a"), &id("b"), 1..=1);
    assert_eq!(compared.rounds.first().map(|round| round.ahead), want);
}

#[test]
fn who_finished_ahead() {
    use Outcome::{DidNotStart, Disqualified, NotClassified, Place, Retired};
    check(Place(1), Place(2), Some(Some(Ahead::Driver)));
    check(Place(9), Place(2), Some(Some(Ahead::Reference)));
    check(Place(19), Retired, Some(Some(Ahead::Driver)));
    check(Disqualified, Place(19), Some(Some(Ahead::Reference)));
    check(Retired, NotClassified, Some(None));
    check(Place(4), Place(4), Some(None)); // a shared car
    check(Place(1), DidNotStart, None);
}

#[test]
fn exact_a_record() {
    let race = |outcome, grid| with_race(vec![classified("a", "team", outcome, grid)]);
    let season = season(
        2023,
        vec![
            race(Outcome::Place(1), Some(4)),
            race(Outcome::Place(6), Some(1)),
            race(Outcome::Place(3), None),
            race(Outcome::Retired, Some(1)),
            race(Outcome::DidNotStart, Some(1)),
        ],
    );
    let record = race_record(&season, Session::Race, &id("a"), 1..=5);
    let counts = (record.starts, record.wins, record.podiums, record.poles);
    assert_eq!(counts, (4, 1, 2, 2));
    assert_eq!(record.median_place, Some(3.0));
    assert_eq!(record.places, [(1, 1), (2, 6), (3, 3)]);
    let gained: Vec<_> = record.grid_to_flag.rounds.iter().map(|round| round.gained).collect();
    assert_eq!(gained, [3, -5]);
    assert_eq!(record.grid_to_flag.mean, Some(-1.0));
    assert_eq!(record.not_classified[0].reason.as_deref(), Some("Gearbox"));
    assert_eq!(record.not_started[0].round, 5);
    assert_eq!(record.points_per_start(30.0), Some(7.5));
}

#[test]
fn exact_a_pole_in_one_car_and_a_place_in_another() {
    // Fangio at Monaco 1956: pole in a car that he left, second in another
    let left = classified("a", "team", Outcome::Retired, Some(1));
    let shared = classified("a", "team", Outcome::Place(2), None);
    let shared = Classified { car: CarNumber::new("20"), fastest_lap: true, ..shared };
    let season = season(1956, vec![with_race(vec![shared, left])]);
    let record = race_record(&season, Session::Race, &id("a"), 1..=1);
    let counts = (record.starts, record.poles, record.podiums, record.fastest_laps);
    assert_eq!(counts, (1, 1, 1, 1));
}

#[test]
fn law_swapping_the_two_swaps_the_counts() {
    let season = team_mates(&[100, -200, 300, 400, -50]);
    let compare = |a: &str, b: &str| race_comparison(&season, Session::Race, &id(a), &id(b), 1..=5);
    let (there, back) = (compare("a", "b"), compare("b", "a"));
    assert_eq!(there.head_to_head, HeadToHead { driver: 2, reference: 3, undecided: 0 });
    assert_eq!(there.head_to_head, back.head_to_head.swapped());
    assert_eq!(there.both_classified, back.both_classified.swapped());
    assert_eq!((&there.driver, &there.reference), (&back.reference, &back.driver));
}

#[test]
fn strangers_have_empty_records() {
    let season = team_mates(&[100]);
    let compared = race_comparison(&season, Session::Race, &id("x"), &id("y"), 1..=1);
    assert_eq!(compared.head_to_head, HeadToHead::default());
    assert_eq!(compared.driver.grid_to_flag.mean, None);
    assert_eq!(compared.driver.points_per_start(0.0), None);
    let sprints = race_comparison(&season, Session::Sprint, &id("a"), &id("b"), 1..=1);
    assert!(sprints.rounds.is_empty());
}

#[test]
fn a_change_of_teams() {
    let race = |a: &str, b: &str| {
        with_race(vec![
            classified("a", a, Outcome::Place(1), None),
            classified("b", b, Outcome::Place(2), None),
        ])
    };
    let season = season(2019, vec![race("red", "blue"), race("blue", "blue"), race("red", "red")]);
    let want = [("red", vec![1, 3]), ("blue", vec![2])];
    let want = want.map(|(team, rounds)| (ConstructorId::new(team), rounds));
    assert_eq!(teams(&season, &id("a")), want);
    assert_eq!(shared_team_rounds(&season, &id("a"), &id("b")), [2, 3]);
    assert!(shared_team_rounds(&season, &id("a"), &id("x")).is_empty());
}
