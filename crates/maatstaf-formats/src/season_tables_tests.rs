use maatstaf_core::{CarNumber, Classification, EngineId, Event, Qualifying, Season};

use super::*;

/// One season of one round, with everything that the tables carry.
fn almanac() -> Almanac {
    let (driver, constructor) = (DriverId::new("ann"), ConstructorId::new("lotus"));
    let round = Round {
        number: 1,
        id: "belgium".into(),
        name: "Belgium, \"the\" race".into(),
        circuit_id: "spa".into(),
        circuit: "Spa".into(),
        also: vec!["Stavelot".into(), "Ardennes, Belgium".into()],
        date: Some(maatstaf_core::Date::constant(2021, 8, 29)),
    };
    let outcomes = [
        Outcome::Retired,
        Outcome::NotClassified,
        Outcome::Disqualified,
        Outcome::Excluded,
        Outcome::DidNotStart,
        Outcome::DidNotQualify,
        Outcome::Place(1),
    ];
    let race: Vec<_> = outcomes.map(|outcome| line(&driver, &constructor, outcome)).into();
    let event = Event {
        round,
        qualifying: Some(Qualifying { lines: vec![qualified(&driver, &constructor)] }),
        has_sprint: true,
        sprint: Classification::new(race[..2].to_vec(), None).ok(),
        race: Classification::new(race, Some(Share { laps: 1, planned: 44 })).ok(),
        timed: Vec::new(),
    };
    let season = Season::new(2021, vec![event]).unwrap();
    let name = "Lotus".to_owned();
    Almanac {
        drivers: [(driver.clone(), person(driver))].into(),
        constructors: [(constructor.clone(), Constructor { id: constructor, name })].into(),
        seasons: [(2021, season)].into(),
        ..Almanac::default()
    }
}

fn person(id: DriverId) -> Driver {
    Driver {
        id,
        name: "Ann Äce".into(),
        last_name: "Äce".into(),
        code: "ACE".into(),
        number: Some("07".into()),
        born: None,
        birthplace: Some("Guadalajara".into()),
    }
}

fn line(driver: &DriverId, constructor: &ConstructorId, outcome: Outcome) -> Classified {
    Classified {
        driver: driver.clone(),
        car: CarNumber::new("007"),
        constructor: constructor.clone(),
        engine: EngineId::new("climax"),
        outcome,
        laps: Some(44),
        time: Some(ClockTime::from_micros(8_003_600_021)),
        grid: None,
        fastest_lap: outcome.started(),
        lap_time: Some(LapTime::from_millis(107_000)),
        time_penalty: Some(LapTime::from_millis(5_000)),
        reason: Some("Engine, then fire".into()),
    }
}

fn qualified(driver: &DriverId, constructor: &ConstructorId) -> Qualified {
    let time = |micros| Some(LapTime::from_micros(micros));
    Qualified {
        driver: driver.clone(),
        car: CarNumber::new("007"),
        constructor: constructor.clone(),
        engine: EngineId::new("climax"),
        place: None,
        times: [None, time(1), time(107_000_000), time(106_999_999)],
    }
}

/// Appends a row to the results and compares the issues.
#[track_caller]
fn check(row: &str, issues: &[&str]) {
    let mut tables = write(&almanac(), 2021..=2021);
    tables.results.to_mut().extend_from_slice(row.as_bytes());
    let read = read(&tables).unwrap();
    assert_eq!(read.issues.iter().map(ToString::to_string).collect::<Vec<_>>(), issues);
    assert_eq!(read.almanac, almanac());
}

#[test]
fn law_what_is_written_reads_back() {
    check("", &[]);
}

#[test]
fn law_other_years_are_not_written() {
    let read = read(&write(&almanac(), 2022..=2023)).unwrap();
    assert_eq!(read, ReadAlmanac::default());
}

#[test]
fn exact_rows_that_cannot_be_read_are_listed() {
    check(
        "2021,1,race,eleventh,7,ann,lotus,climax,,,,,,,\n",
        &["results.csv:11: outcome is \"eleventh\", which cannot be read; the row is left out"],
    );
    check(
        "2021,2,race,1,7,ann,lotus,climax,,,,,,,\n",
        &["results.csv:11: round 2 of 2021 is not in rounds.csv; the row is left out"],
    );
    check(
        "2021,1,race,2,7,ann,lotus,climax,,1.5,,,,,\n",
        &["results.csv:11: time_ms is \"1.5\", which cannot be read; the row is left out"],
    );
    check(
        "2021,1,race,1,007,ann,lotus,climax,,,,,,,\n",
        &["results.csv:11: ann stands twice with car 007; the row is left out"],
    );
}

#[test]
fn exact_a_missing_column_is_refused() {
    let tables = Tables { rounds: b"year\n"[..].into(), ..write(&almanac(), 2021..=2021) };
    assert!(read(&tables).is_err_and(|error| error.is_input()));
}

proptest::proptest! {
    #[test]
    fn law_any_rows_never_panic(bytes: Vec<u8>, table in 0..5_usize) {
        let mut tables = write(&almanac(), 2021..=2021);
        let fields = [
            &mut tables.drivers,
            &mut tables.constructors,
            &mut tables.rounds,
            &mut tables.results,
            &mut tables.qualifying,
        ];
        fields[table].to_mut().extend_from_slice(&bytes);
        proptest::prop_assert!(read(&tables).is_ok());
    }
}
