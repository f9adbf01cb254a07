//! Seasons made of a few words.
#![allow(dead_code, clippy::unwrap_used)]

use maatstaf_core::{
    CarNumber, Classification, Classified, ConstructorId, DriverId, EngineId, Event, Outcome,
    Qualified, Qualifying, Round, RoundNumber, Season,
};

pub fn id(name: &str) -> DriverId {
    DriverId::new(name)
}

/// A line of qualifying; an empty text is no time.
pub fn qualified(
    driver: &str,
    team: &str,
    place: Option<u16>,
    [whole, q1, q2, q3]: [&str; 4],
) -> Qualified {
    Qualified {
        driver: id(driver),
        car: CarNumber::new(driver),
        constructor: ConstructorId::new(team),
        engine: EngineId::new("engine"),
        place,
        times: [whole.parse().ok(), q1.parse().ok(), q2.parse().ok(), q3.parse().ok()],
    }
}

/// A line of a race.
pub fn classified(driver: &str, team: &str, outcome: Outcome, grid: Option<u16>) -> Classified {
    Classified {
        driver: id(driver),
        car: CarNumber::new(driver),
        constructor: ConstructorId::new(team),
        engine: EngineId::new("engine"),
        outcome,
        laps: None,
        time: None,
        grid,
        fastest_lap: false,
        time_penalty: None,
        lap_time: None,
        reason: (outcome == Outcome::Retired).then(|| "Gearbox".to_owned()),
    }
}

/// A weekend without results; its number is set by [`season`].
pub fn weekend() -> Event {
    let round = Round {
        number: 0,
        id: "somewhere".into(),
        name: "Somewhere".into(),
        circuit_id: "ring".into(),
        circuit: "Ring".into(),
        also: vec![],
        date: None,
    };
    Event {
        round,
        qualifying: None,
        has_sprint: false,
        sprint: None,
        race: None,
        timed: Vec::new(),
    }
}

pub fn with_qualifying(lines: Vec<Qualified>) -> Event {
    Event { qualifying: Some(Qualifying { lines }), ..weekend() }
}

pub fn with_race(lines: Vec<Classified>) -> Event {
    Event { race: Some(Classification::new(lines, None).unwrap()), ..weekend() }
}

/// The weekends in order, as rounds 1, 2, 3, …
pub fn season(year: u16, mut events: Vec<Event>) -> Season {
    for (number, event) in (1..).zip(&mut events) {
        event.round.number = number as RoundNumber;
    }
    Season::new(year, events).unwrap()
}

/// Team mates `a` and `b` over as many rounds as gaps: `b` laps in 100 s, `a` in so many
/// thousandths more; the faster of the two qualifies and finishes first.
pub fn team_mates(gaps_ms: &[i64]) -> Season {
    let weekends = gaps_ms.iter().map(|gap| {
        let time = format!("{:.3}", (100_000 + gap) as f64 / 1000.0);
        let (first, second) = if *gap < 0 { (1, 2) } else { (2, 1) };
        let lines = vec![
            qualified("a", "team", Some(first), ["", &time, "", ""]),
            qualified("b", "team", Some(second), ["", "100.000", "", ""]),
        ];
        let race = with_race(vec![
            classified("a", "team", Outcome::Place(first), Some(second)),
            classified("b", "team", Outcome::Place(second), Some(first)),
        ]);
        Event { qualifying: Some(Qualifying { lines }), ..race }
    });
    season(2023, weekends.collect())
}
