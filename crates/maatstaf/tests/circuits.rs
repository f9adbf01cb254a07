//! What the circuits reward: the table made anew, and the part of a briefing that rests on it.
#![allow(clippy::unwrap_used, missing_docs)]

use maatstaf::core::{DriverId, Season};
use maatstaf::facts::{Property, circuit_worth};
use maatstaf::{Briefing, LapSettings, briefing, sections, sensitivities, solve_lap};

/// Between a row and itself made anew: the solver may come to another local optimum.
const SHARE: f64 = 0.05;

// One row of data/circuits.csv from the solver, as xtask made it.
#[test]
fn keeps_what_spielberg_rewards() {
    let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
    let course = maatstaf::find_course(&courses, "spielberg").unwrap();
    let car = &maatstaf::find_car("f1-2024").unwrap().car;
    let lap = solve_lap("f1-2024", car, course, &LapSettings::default()).unwrap();
    let worth = circuit_worth("spielberg", 2023).unwrap();
    assert!((lap.fastest.time - worth.lap_time).abs() < 0.05, "{}", lap.fastest.time);
    let told = sensitivities(&lap);
    for property in Property::ALL {
        let name = if property == Property::Mass { "chassis.mass" } else { property.name() };
        let slope = told.iter().find(|it| it.change.name() == name).unwrap().per_percent.unwrap();
        let (gain, table) = (slope.abs(), worth.gain(property));
        assert!((gain / table - 1.0).abs() < SHARE, "{name}: {gain}, not {table}");
    }
}

/// The briefing on 2023 after some rounds.
fn after(n_rounds: u16) -> Briefing {
    let almanac = maatstaf::facts::seasons();
    let mut events = almanac.seasons[&2023].events().to_vec();
    for event in events.iter_mut().filter(|it| it.round.number > n_rounds) {
        (event.qualifying, event.sprint, event.race) = (None, None, None);
    }
    let season = Season::new(2023, events).unwrap();
    let [driver, reference] = ["sergio-perez", "max-verstappen"].map(DriverId::new);
    let rules = &maatstaf::facts::f1_rules()[&2023];
    briefing(almanac, rules, &season, &driver, &reference).unwrap()
}

/// The sentences of the part, under its heading.
#[track_caller]
fn check(n_rounds: u16, title: &str, n_sentences: usize, says: &[&str]) {
    let sections = sections(&after(n_rounds));
    let section = sections.iter().find(|it| it.title == title).unwrap();
    assert_eq!(section.sentences.len(), n_sentences, "{:#?}", section.sentences);
    let text = section.sentences.join("\n");
    for words in says {
        assert!(text.contains(words), "{words:?} is not in {text}");
    }
}

// In 2023 Catalunya had a layout that is not here.
#[test]
fn keeps_the_part_of_a_briefing() {
    let over = "The circuits of the season";
    check(
        22,
        over,
        7,
        &[
            "1 % more power is worth most at round 14 (Italy), 0.162 s",
            "Left out, for want of a course of the layout: round 7 (Spain).",
        ],
    );
    check(
        20,
        "The circuits ahead",
        6,
        &["(Las Vegas)", "(Abu Dhabi)", "the average of 21 circuits of 2023 is"],
    );
    check(21, "The circuits ahead", 6, &["1 % less drag is worth, at round 22 (Abu Dhabi), 0."]);
}

#[test]
fn law_the_average_lies_between_the_circuits() {
    let briefing = after(22);
    let circuits = briefing.circuits.unwrap();
    for property in Property::ALL {
        let ranked = circuits.by_reward(property);
        let (most, least) =
            (ranked[0].1.share(property), ranked[ranked.len() - 1].1.share(property));
        let average = circuits.average(property);
        assert!(least < average && average < most, "{}", property.name());
    }
    assert!(after(10).circuits.unwrap().rounds.iter().all(|it| it.round > 10));
}

// Cars and layouts of then were others.
#[test]
fn exact_nothing_is_said_of_seasons_that_the_car_does_not_stand_for() {
    assert!(circuit_worth("monza", 1988).is_none());
}
