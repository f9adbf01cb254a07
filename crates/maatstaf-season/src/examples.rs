//! A small made-up season, for examples and tests.

use std::collections::BTreeMap;

use maatstaf_core::{
    BestResults, CarNumber, Classification, Classified, ConstructorId, Countback, DriverId,
    EngineId, Event, FastestLapRule, Outcome, Points, PointsTable, Round, RoundNumber, Season,
    SeasonRules, SessionRules, SharedDrives, TitleRules,
};

/// Rules with 10, 6 and 4 points, all results counting.
pub fn rules() -> SeasonRules {
    let table = PointsTable([10, 6, 4].map(Points::from).to_vec());
    let all = TitleRules {
        best: BestResults::All,
        best_car_only: false,
        countback: Countback::AllPlaces,
    };
    SeasonRules {
        year: 2000,
        n_rounds: 4,
        race: SessionRules {
            drivers: table.clone(),
            constructors: table,
            fastest_lap: FastestLapRule::None,
            shared_drives: SharedDrives::Nothing,
            ..SessionRules::default()
        },
        sprint: None,
        drivers: all,
        constructors: Some(all),
        rounds: BTreeMap::new(),
        corrections: Vec::new(),
        retirements: Vec::new(),
        slips: Vec::new(),
        decider_note: None,
    }
}

/// Four rounds: `ann` wins three and misses one, `bob` is second thrice and wins the last.
pub fn season() -> Season {
    season_of(&[&["ann", "bob", "cas"], &["ann", "bob"], &["ann", "cas", "bob"], &["bob", "cas"]])
}

/// A season in which each round names its finishers in order.
pub fn season_of(rounds: &[&[&str]]) -> Season {
    let events = (1..).zip(rounds).map(|(number, finishers)| event(number, finishers));
    Season::new(2000, events.collect()).expect("rounds count from one")
}

fn event(number: RoundNumber, finishers: &[&str]) -> Event {
    let lines = (1..).zip(finishers).map(|(place, name)| line(name, place));
    let race = Classification::new(lines.collect(), None).expect("everyone finishes once");
    Event {
        round: Round {
            number,
            id: format!("round-{number}"),
            name: format!("Round {number}"),
            circuit_id: format!("circuit-{number}"),
            circuit: format!("Circuit {number}"),
            also: Vec::new(),
            date: None,
        },
        qualifying: None,
        has_sprint: false,
        sprint: None,
        race: (!finishers.is_empty()).then_some(race),
        timed: Vec::new(),
    }
}

/// A classified driver with a car of his own.
pub fn line(name: &str, place: u16) -> Classified {
    Classified {
        driver: DriverId::new(name),
        car: CarNumber::new(name),
        constructor: ConstructorId::new("works"),
        engine: EngineId::new("works"),
        outcome: Outcome::Place(place),
        laps: None,
        time: None,
        grid: None,
        fastest_lap: false,
        time_penalty: None,
        lap_time: None,
        reason: None,
    }
}
