//! Records of small made-up seasons, counted by hand, and laws that hold of every record.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;

use maatstaf_core::{Almanac, Date, Driver, DriverId, Points, Season, SeasonRules, Year};
use maatstaf_season::{
    Chronicle, Detail, Direction, Mark, Reading, Record, SeasonRound, Touch, TouchKind, chronicle,
    examples, marks, touches,
};
use proptest::prelude::*;

use Reading::{Absolute, Relative};

type Rounds<'a> = &'a [&'a [&'a str]];

/// Seasons from 2001 on; each round names its finishers in order.
fn told(seasons: &[Rounds]) -> (Almanac, BTreeMap<Year, SeasonRules>) {
    let mut almanac = Almanac::default();
    let mut rules = BTreeMap::new();
    for (year, rounds) in (2001..).zip(seasons) {
        let events = examples::season_of(rounds).events().to_vec();
        almanac.seasons.insert(year, Season::new(year, events).unwrap());
        rules.insert(year, SeasonRules { year, ..examples::rules() });
    }
    (almanac, rules)
}

fn told_chronicle(seasons: &[Rounds]) -> Chronicle {
    let (almanac, rules) = told(seasons);
    chronicle(&almanac, &rules, ..)
}

fn names(mark: &Mark) -> String {
    mark.drivers.iter().map(DriverId::as_str).collect::<Vec<_>>().join("+")
}

/// The list reads like this: rank, value, who, in which seasons.
#[track_caller]
fn check(
    seasons: &[Rounds],
    record: Record,
    reading: Reading,
    list: &[(u16, &str, &str, &[Year])],
) {
    let marks = marks(&told_chronicle(seasons), record, reading);
    let found: Vec<_> =
        marks.iter().map(|at| (at.rank, at.value.to_string(), names(at), &at.years[..])).collect();
    let list: Vec<_> =
        list.iter().map(|at| (at.0, at.1.to_owned(), at.2.to_owned(), at.3)).collect();
    assert_eq!(found, list, "{record:?} {reading:?}");
}

const FIRST: Rounds = &[&["ann", "bob"], &["ann", "cas"], &["bob", "ann"]];
const SECOND: Rounds = &[&["bob", "ann"], &["bob", "ann"], &["bob", "cas"]];
/// One of its three races is still to come.
const RUNNING: Rounds = &[&["bob", "cas"], &["bob", "cas"], &[]];

#[test]
fn exact_gaps() {
    // ann 26, bob 16; then bob 30, ann 12
    let seasons = [FIRST, SECOND];
    check(
        &seasons,
        Record::Gap,
        Absolute,
        &[(1, "18", "bob+ann", &[2002]), (2, "10", "ann+bob", &[2001])],
    );
    check(
        &seasons,
        Record::Gap,
        Relative,
        &[(1, "0.4", "bob+ann", &[2002]), (2, "8/13", "ann+bob", &[2001])],
    );
    check(
        &seasons,
        Record::Closest,
        Absolute,
        &[(1, "10", "ann+bob", &[2001]), (2, "18", "bob+ann", &[2002])],
    );
}

#[test]
fn exact_counts() {
    let seasons = [FIRST, SECOND];
    let wins: &[(u16, &str, &str, &[Year])] =
        &[(1, "3", "bob", &[2002]), (2, "2", "ann", &[2001]), (3, "1", "bob", &[2001])];
    check(&seasons, Record::Wins, Absolute, wins);
    check(&seasons, Record::Winners, Absolute, &[(1, "2", "", &[2001]), (2, "1", "", &[2002])]);
    check(
        &seasons,
        Record::Points,
        Relative,
        &[
            (1, "1", "bob", &[2002]),
            (2, "13/15", "ann", &[2001]),
            (3, "8/15", "bob", &[2001]),
            (4, "0.4", "ann", &[2002]),
            (5, "0.2", "cas", &[2001]),
            (5, "0.2", "cas", &[2002]),
        ],
    );
}

#[test]
fn exact_rounds_to_spare_and_deficits() {
    // ann has 20 after two races, bob 6 with 10 to come; the next year bob has 20, ann 12
    let seasons = [FIRST, SECOND];
    check(
        &seasons,
        Record::RoundsToSpare,
        Absolute,
        &[(1, "1", "ann", &[2001]), (2, "0", "bob", &[2002])],
    );
    // ann lacked 4 after the first race, and 8 after the second
    let behind: Rounds = &[&["bob", "ann"], &["bob", "ann"], &["ann"], &["ann"], &["ann"]];
    check(&[behind], Record::Deficit, Absolute, &[(1, "8", "ann", &[2001])]);
    check(&[behind], Record::Deficit, Relative, &[(1, "0.8", "ann", &[2001])]);
    check(&[SECOND], Record::Deficit, Absolute, &[]);
}

#[test]
fn exact_streaks_run_on_from_season_to_season() {
    let seasons = [FIRST, SECOND];
    check(
        &seasons,
        Record::Streak,
        Absolute,
        &[(1, "4", "bob", &[2001, 2002]), (2, "2", "ann", &[2001])],
    );
}

#[test]
fn exact_a_race_not_started_does_not_break_a_streak() {
    let rounds: Rounds = &[&["ann", "bob"], &["cas", "bob"], &["ann", "bob"], &["bob", "ann"]];
    let marks = marks(&told_chronicle(&[rounds]), Record::Streak, Absolute);
    let at = |round| SeasonRound { year: 2001, round };
    let streak = Detail::Streak { first: at(1), last: at(3), missed: vec![at(2)] };
    assert_eq!((names(&marks[0]).as_str(), &marks[0].detail), ("ann", &streak));
    assert_eq!((marks[0].value, marks[0].so_far), (2.into(), false));
    let bob = marks.iter().find(|at| names(at) == "bob").unwrap();
    assert!(bob.so_far, "bob won the last race there is");
}

#[test]
fn exact_a_streak_ends_with_a_career() {
    let gone: Rounds = &[&["bob"], &["bob"]];
    let so_far = |seasons: &[Rounds]| {
        let marks = marks(&told_chronicle(seasons), Record::Streak, Absolute);
        marks.iter().find(|at| names(at) == "ann").unwrap().so_far
    };
    let ann: Rounds = &[&["ann"], &["ann"]];
    assert!(so_far(&[ann]) && !so_far(&[ann, gone]));
}

#[test]
fn exact_one_twos_and_titles() {
    check(
        &[FIRST, SECOND, SECOND],
        Record::Titles,
        Absolute,
        &[(1, "2", "bob", &[2002, 2003]), (2, "1", "ann", &[2001])],
    );
    // everyone drives for "works"
    check(&[FIRST, SECOND], Record::OneTwo, Absolute, &[(1, "2", "", &[2001, 2002])]);
}

#[test]
fn exact_the_age_of_a_champion() {
    let (mut almanac, rules) = told(&[FIRST]);
    let mut events = almanac.seasons[&2001].events().to_vec();
    for (event, day) in events.iter_mut().zip(1..) {
        event.round.date = Some(Date::constant(2001, 3, day));
    }
    almanac.seasons.insert(2001, Season::new(2001, events).unwrap());
    let ann = DriverId::new("ann");
    let born = Some(Date::constant(1976, 2, 29));
    let (name, last_name, code) = ("Ann".into(), "Ann".into(), "ANN".into());
    let (number, birthplace) = (None, None);
    almanac
        .drivers
        .insert(ann.clone(), Driver { id: ann, name, last_name, code, number, born, birthplace });
    let youngest = marks(&chronicle(&almanac, &rules, ..), Record::Youngest, Absolute);
    // settled on 2 March 2001, a day after the birthday she has in a year without 29 February
    assert_eq!(youngest[0].value, Points::from(25 * 365 + 6 + 2));
    let on = Date::constant(2001, 3, 2);
    assert_eq!(youngest[0].detail, Detail::Age { years: 25, days: 1, on });
}

#[test]
fn exact_a_running_season_holds_only_what_grows() {
    let chronicle = told_chronicle(&[FIRST, RUNNING]);
    assert!(chronicle.still_runs(2002) && !chronicle.still_runs(2001));
    let of_running = |record, reading| {
        marks(&chronicle, record, reading).into_iter().filter(|at| at.year() == 2002).collect()
    };
    let wins: Vec<Mark> = of_running(Record::Wins, Absolute);
    assert!(wins.iter().all(|at| at.so_far) && !wins.is_empty());
    for record in Record::ALL {
        for reading in [Absolute, Relative] {
            let needs_the_end = record.meaning(reading).is_some_and(|it| it.needs_the_end);
            let found: Vec<Mark> = of_running(record, reading);
            assert!(!needs_the_end || found.is_empty(), "{record:?} {reading:?}: {found:?}");
        }
    }
}

fn touched(seasons: &[Rounds], year: Year) -> Vec<Touch> {
    touches(&told_chronicle(seasons), year)
}

#[test]
fn exact_a_season_touches_what_it_set_or_equalled() {
    let found = touched(&[FIRST, SECOND, FIRST], 2002);
    let gap = found.iter().find(|at| (at.record, at.reading) == (Record::Gap, Absolute)).unwrap();
    assert_eq!((gap.kind, gap.mark.value, gap.stands), (TouchKind::Set, 18.into(), true));
    assert_eq!((gap.before[0].value, gap.before[0].year()), (10.into(), 2001));
    assert!(!found.iter().any(|at| at.record == Record::Closest), "{found:?}");
    assert!(gap.concerns(&DriverId::new("ann")) && !gap.concerns(&DriverId::new("cas")));
    let later = touched(&[FIRST, SECOND, FIRST], 2003);
    let spare = later.iter().find(|at| at.record == Record::RoundsToSpare).unwrap();
    assert_eq!((spare.kind, spare.stands), (TouchKind::Equalled, true));
    assert_eq!(touched(&[FIRST, SECOND], 2001), [], "nothing before the first season");
}

#[test]
fn exact_a_record_may_have_fallen_since() {
    let streak: Rounds = &[&["ann"], &["ann"], &["ann"], &["ann"], &["ann"]];
    let found = touched(&[FIRST, SECOND, streak], 2002);
    let streak = found.iter().find(|at| at.record == Record::Streak).unwrap();
    // bob has 4 in a row, after ann's 2; later ann wins five
    assert_eq!((streak.mark.value, streak.stands), (4.into(), false));
    assert_eq!((streak.now[0].value, streak.now[0].year()), (5.into(), 2003));
}

#[test]
fn exact_seasons_that_are_not_at_hand() {
    let (mut almanac, rules) = told(&[FIRST, SECOND, FIRST]);
    almanac.seasons.remove(&2002);
    let all = chronicle(&almanac, &rules, ..);
    assert_eq!(all.years().collect::<Vec<_>>(), [2001, 2003]);
    assert_eq!(all.missing(), [2002]);
    assert!(all.reaches_back_from(2001) && !all.reaches_back_from(2003));
    assert_eq!(chronicle(&almanac, &rules, 2010..).years().len(), 0);
}

const NAMES: [&str; 5] = ["ann", "bob", "cas", "dee", "eef"];

/// One to five rounds, each with finishers in any order.
fn any_season() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let round = proptest::sample::subsequence(NAMES.to_vec(), 1..=NAMES.len()).prop_shuffle();
    proptest::collection::vec(round, 1..=5)
}

proptest! {
    #[test]
    fn law_marks_are_ranked_and_touches_are_the_best(
        seasons in proptest::collection::vec(any_season(), 1..5),
    ) {
        let rounds: Vec<Vec<&[&str]>> =
            seasons.iter().map(|rounds| rounds.iter().map(Vec::as_slice).collect()).collect();
        let rounds: Vec<Rounds> = rounds.iter().map(Vec::as_slice).collect();
        let chronicle = told_chronicle(&rounds);
        for record in Record::ALL {
            for reading in [Absolute, Relative] {
                let marks = marks(&chronicle, record, reading);
                let Some(meaning) = record.meaning(reading) else {
                    prop_assert!(marks.is_empty());
                    continue;
                };
                prop_assert!(marks.first().is_none_or(|at| at.rank == 1));
                for pair in marks.windows(2) {
                    let [a, b] = pair else { unreachable!() };
                    let ahead = match meaning.direction {
                        Direction::More => a.value > b.value,
                        Direction::Less => a.value < b.value,
                    };
                    prop_assert_eq!(ahead, a.rank < b.rank);
                    prop_assert!(ahead || a.value == b.value);
                }
            }
        }
        let last = chronicle.years().last().unwrap();
        for touch in touches(&chronicle, last) {
            prop_assert!(touch.stands, "nothing came after the last season");
            let same = touch.before.iter().all(|before| before.value == touch.mark.value);
            prop_assert!((touch.kind == TouchKind::Equalled) <= same);
        }
    }

    /// Every race has one winner here.
    #[test]
    fn law_wins_add_up_to_the_races(season in any_season()) {
        let rounds: Vec<&[&str]> = season.iter().map(Vec::as_slice).collect();
        let chronicle = told_chronicle(&[&rounds]);
        let sum = |record, reading| marks(&chronicle, record, reading).iter().map(|at| at.value).sum::<Points>();
        prop_assert_eq!(sum(Record::Wins, Absolute), Points::from(season.len() as i64));
        prop_assert_eq!(sum(Record::Wins, Relative), Points::from(1));
    }
}
