//! Our own tables of seasons: five plain CSV files, units in the names of their columns.
//!
//! They carry the calendar, races, sprints, qualifying, and who drove; not the official
//! standings, not the relatives and not the sources. What they carry reads back exactly, as long as no text holds
//! a line break, no other name of a round holds a `|`, a result has at least one line, and no
//! time is longer than 49 days.
//!
//! | file | a row |
//! | ---- | ----- |
//! | `drivers.csv` | `driver`, `name`, `last_name`, `code`, `number`, `born`, `birthplace` |
//! | `constructors.csv` | `constructor`, `name` |
//! | `rounds.csv` | `year`, `round`, `id`, `name`, `circuit_id`, `circuit`, `also` (parted by `\|`), `date`, `has_sprint`, and where the distance was shorter than planned `race_laps`, `race_planned_laps`, `sprint_laps`, `sprint_planned_laps` |
//! | `results.csv` | `year`, `round`, `session` (`sprint` or `race`), `outcome`, `car`, `driver`, `constructor`, `engine`, `laps`, `time_ms` (from the start), `time_penalty_ms`, `grid`, `fastest_lap`, `lap_time_ms`, `reason` |
//! | `qualifying.csv` | `year`, `round`, `place`, `car`, `driver`, `constructor`, `engine`, `time_ms`, `q1_ms`, `q2_ms`, `q3_ms` |
//!
//! `outcome` is a place or one of `retired`, `not-classified`, `disqualified`, `excluded`,
//! `did-not-start`, `did-not-qualify`. Empty means unknown or none.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use maatstaf_core::{
    Almanac, Classified, ClockTime, Constructor, ConstructorId, Driver, DriverId, Issue, LapTime,
    Outcome, Qualified, Round, Session, Share, Year,
};

use crate::csv_table::{Column, Row, Table};
use crate::draft::Names;
use crate::season_rows::{
    Gathering, QualifyingRow, ResultRow, RoundRow, SeasonRows, outcome_of_word, outcome_word, rows,
    session_of_word, session_word,
};

pub use crate::csv_table::Error;
pub use crate::draft::ReadAlmanac;

/// The bytes of the five tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables<'a> {
    /// `drivers.csv`
    pub drivers: Cow<'a, [u8]>,
    /// `constructors.csv`
    pub constructors: Cow<'a, [u8]>,
    /// `rounds.csv`
    pub rounds: Cow<'a, [u8]>,
    /// `results.csv`
    pub results: Cow<'a, [u8]>,
    /// `qualifying.csv`
    pub qualifying: Cow<'a, [u8]>,
}

impl Tables<'_> {
    /// Each table with the name of its file.
    pub fn files(&self) -> [(&'static str, &[u8]); 5] {
        [
            (DRIVERS, &self.drivers),
            (CONSTRUCTORS, &self.constructors),
            (ROUNDS, &self.rounds),
            (RESULTS, &self.results),
            (QUALIFYING, &self.qualifying),
        ]
    }
}

const DRIVERS: &str = "drivers.csv";
const CONSTRUCTORS: &str = "constructors.csv";
const ROUNDS: &str = "rounds.csv";
const RESULTS: &str = "results.csv";
const QUALIFYING: &str = "qualifying.csv";

const DRIVER_COLUMNS: [&str; 7] =
    ["driver", "name", "last_name", "code", "number", "born", "birthplace"];
const CONSTRUCTOR_COLUMNS: [&str; 2] = ["constructor", "name"];
const ROUND_COLUMNS: [&str; 13] = [
    "year",
    "round",
    "id",
    "name",
    "circuit_id",
    "circuit",
    "also",
    "date",
    "has_sprint",
    "race_laps",
    "race_planned_laps",
    "sprint_laps",
    "sprint_planned_laps",
];
const RESULT_COLUMNS: [&str; 15] = [
    "year",
    "round",
    "session",
    "outcome",
    "car",
    "driver",
    "constructor",
    "engine",
    "laps",
    "time_ms",
    "time_penalty_ms",
    "grid",
    "fastest_lap",
    "lap_time_ms",
    "reason",
];
const QUALIFYING_COLUMNS: [&str; 11] = [
    "year",
    "round",
    "place",
    "car",
    "driver",
    "constructor",
    "engine",
    "time_ms",
    "q1_ms",
    "q2_ms",
    "q3_ms",
];

/// Other names of a round stand in one field, parted by this.
const PARTED: &str = "|";

/// The tables of these years, with the drivers and constructors who stand in them.
pub fn write(almanac: &Almanac, years: RangeInclusive<Year>) -> Tables<'static> {
    let rows = rows(almanac, years);
    let (drivers, constructors) = people(&rows);
    let drivers = drivers.into_iter().filter_map(|id| almanac.drivers.get(id));
    let constructors = constructors.into_iter().filter_map(|id| almanac.constructors.get(id));
    Tables {
        drivers: table(&DRIVER_COLUMNS, drivers.map(driver_row)),
        constructors: table(&CONSTRUCTOR_COLUMNS, constructors.map(constructor_row)),
        rounds: table(&ROUND_COLUMNS, rows.rounds.iter().map(round_row)),
        results: table(&RESULT_COLUMNS, rows.results.iter().map(result_row)),
        qualifying: table(&QUALIFYING_COLUMNS, rows.qualifying.iter().map(qualifying_row)),
    }
}

fn people(rows: &SeasonRows) -> (BTreeSet<&DriverId>, BTreeSet<&ConstructorId>) {
    let results = rows.results.iter().map(|row| (&row.line.driver, &row.line.constructor));
    let qualifying = rows.qualifying.iter().map(|row| (&row.line.driver, &row.line.constructor));
    results.chain(qualifying).unzip()
}

fn table<const N: usize>(
    header: &[&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Cow<'static, [u8]> {
    const MEMORY: &str = "writing to memory does not fail";
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).expect(MEMORY);
    for row in rows {
        writer.write_record(row).expect(MEMORY);
    }
    writer.into_inner().expect(MEMORY).into()
}

fn driver_row(driver: &Driver) -> [String; 7] {
    [
        driver.id.to_string(),
        driver.name.clone(),
        driver.last_name.clone(),
        driver.code.clone(),
        text(&driver.number),
        text(&driver.born),
        text(&driver.birthplace),
    ]
}

fn constructor_row(constructor: &Constructor) -> [String; 2] {
    [constructor.id.to_string(), constructor.name.clone()]
}

fn round_row(row: &RoundRow) -> [String; 13] {
    let RoundRow { year, round, has_sprint, race_share, sprint_share, .. } = row;
    [
        year.to_string(),
        round.number.to_string(),
        round.id.clone(),
        round.name.clone(),
        round.circuit_id.clone(),
        round.circuit.clone(),
        round.also.join(PARTED),
        text(&round.date),
        has_sprint.to_string(),
        text(&race_share.map(|share| share.laps)),
        text(&race_share.map(|share| share.planned)),
        text(&sprint_share.map(|share| share.laps)),
        text(&sprint_share.map(|share| share.planned)),
    ]
}

fn result_row(row: &ResultRow) -> [String; 15] {
    let line = &row.line;
    [
        row.year.to_string(),
        row.round.to_string(),
        session_word(row.session).to_owned(),
        outcome_name(line.outcome),
        line.car.to_string(),
        line.driver.to_string(),
        line.constructor.to_string(),
        line.engine.to_string(),
        text(&line.laps),
        text(&line.time.map(|time| millis(time.as_micros()))),
        text(&line.time_penalty.map(|time| millis(time.as_micros()))),
        text(&line.grid),
        if line.fastest_lap { "true".to_owned() } else { String::new() },
        text(&line.lap_time.map(|time| millis(time.as_micros()))),
        text(&line.reason),
    ]
}

fn qualifying_row(row: &QualifyingRow) -> [String; 11] {
    let line = &row.line;
    let [whole, q1, q2, q3] =
        line.times.map(|time| text(&time.map(|time| millis(time.as_micros()))));
    [
        row.year.to_string(),
        row.round.to_string(),
        text(&line.place),
        line.car.to_string(),
        line.driver.to_string(),
        line.constructor.to_string(),
        line.engine.to_string(),
        whole,
        q1,
        q2,
        q3,
    ]
}

fn text(value: &Option<impl ToString>) -> String {
    value.as_ref().map_or_else(String::new, ToString::to_string)
}

fn outcome_name(outcome: Outcome) -> String {
    outcome_word(outcome).map_or_else(|| text(&outcome.place()), str::to_owned)
}

/// Milliseconds, with decimals only where they are needed.
fn millis(micros: u64) -> String {
    match (micros / 1000, micros % 1000) {
        (millis, 0) => millis.to_string(),
        (millis, rest) => format!("{millis}.{rest:03}"),
    }
}

/// The seasons in some tables.
///
/// A row that cannot be read is left out and listed, and so is a season that misses a round.
///
/// # Errors
///
/// When a column is absent or a header is not text.
pub fn read(tables: &Tables) -> Result<ReadAlmanac, Error> {
    let (mut issues, mut names) = (Vec::new(), Names::default());
    let mut seasons = Gathering::new(ROUNDS);
    read_drivers(tables, &mut seasons, &mut names, &mut issues)?;
    read_constructors(tables, &mut seasons, &mut names, &mut issues)?;
    read_rounds(tables, &mut seasons, &mut issues)?;
    read_results(tables, &mut seasons, &mut names, &mut issues)?;
    read_qualifying(tables, &mut seasons, &mut names, &mut issues)?;
    let almanac = seasons.finish(false, &mut issues);
    names.list_strangers(&almanac, [DRIVERS, CONSTRUCTORS], &mut issues);
    Ok(ReadAlmanac { almanac, issues })
}

fn read_drivers(
    tables: &Tables,
    seasons: &mut Gathering,
    names: &mut Names,
    issues: &mut Vec<Issue>,
) -> Result<(), Error> {
    let table = Table::open(DRIVERS, &tables.drivers)?;
    let [id, name, last, code, number, born, birthplace] = table.columns(DRIVER_COLUMNS)?;
    table.rows(issues, |row| {
        seasons.driver(Driver {
            id: names.driver(row.name(id)?),
            name: row.name(name)?.to_owned(),
            last_name: row.text(last).to_owned(),
            code: row.text(code).to_owned(),
            number: row.text_if_any(number).map(str::to_owned),
            born: row.value_if_any(born)?,
            birthplace: row.text_if_any(birthplace).map(str::to_owned),
        })
    });
    Ok(())
}

fn read_constructors(
    tables: &Tables,
    seasons: &mut Gathering,
    names: &mut Names,
    issues: &mut Vec<Issue>,
) -> Result<(), Error> {
    let table = Table::open(CONSTRUCTORS, &tables.constructors)?;
    let [id, name] = table.columns(CONSTRUCTOR_COLUMNS)?;
    table.rows(issues, |row| {
        let id = names.constructor(row.name(id)?);
        seasons.constructor(Constructor { id, name: row.name(name)?.to_owned() })
    });
    Ok(())
}

fn read_rounds(
    tables: &Tables,
    seasons: &mut Gathering,
    issues: &mut Vec<Issue>,
) -> Result<(), Error> {
    let table = Table::open(ROUNDS, &tables.rounds)?;
    let [year, number, id, name, circuit_id, circuit, also, date, has_sprint, shares @ ..] =
        table.columns(ROUND_COLUMNS)?;
    let [laps, planned, sprint_laps, sprint_planned] = shares;
    table.rows(issues, |row| {
        let (year, number) = (row.value(year)?, row.value(number)?);
        let also = row.text(also).split(PARTED).filter(|name| !name.is_empty());
        let round = Round {
            number,
            id: row.name(id)?.to_owned(),
            name: row.name(name)?.to_owned(),
            circuit_id: row.name(circuit_id)?.to_owned(),
            circuit: row.name(circuit)?.to_owned(),
            also: also.map(str::to_owned).collect(),
            date: row.value_if_any(date)?,
        };
        seasons.round(RoundRow {
            year,
            round,
            has_sprint: row.flag(has_sprint)?,
            race_share: share(row, laps, planned)?,
            sprint_share: share(row, sprint_laps, sprint_planned)?,
            settles_drivers: false,
            settles_constructors: false,
        })
    });
    Ok(())
}

fn share(row: &Row, laps: Column, planned: Column) -> Result<Option<Share>, String> {
    let share = row.value_if_any(laps)?.zip(row.value_if_any(planned)?);
    Ok(share.map(|(laps, planned)| Share { laps, planned }))
}

fn read_results(
    tables: &Tables,
    seasons: &mut Gathering,
    names: &mut Names,
    issues: &mut Vec<Issue>,
) -> Result<(), Error> {
    let table = Table::open(RESULTS, &tables.results)?;
    let [year, round, session, outcome, car, driver, constructor, engine, rest @ ..] =
        table.columns(RESULT_COLUMNS)?;
    let [laps, time, penalty, grid, fastest_lap, lap_time, reason] = rest;
    table.rows(issues, |row| {
        let line = Classified {
            driver: names.driver(row.name(driver)?),
            car: names.car(row.name(car)?),
            constructor: names.constructor(row.name(constructor)?),
            engine: names.engine(row.name(engine)?),
            outcome: read_outcome(row, outcome)?,
            laps: row.value_if_any(laps)?,
            time: read_millis(row, time)?.map(ClockTime::from_micros),
            time_penalty: read_millis(row, penalty)?.map(LapTime::from_micros),
            grid: row.value_if_any(grid)?,
            fastest_lap: row.flag(fastest_lap)?,
            lap_time: read_millis(row, lap_time)?.map(LapTime::from_micros),
            reason: row.text_if_any(reason).map(str::to_owned),
        };
        let session = read_session(row, session)?;
        seasons.result(ResultRow {
            year: row.value(year)?,
            round: row.value(round)?,
            session,
            line,
        })
    });
    Ok(())
}

fn read_qualifying(
    tables: &Tables,
    seasons: &mut Gathering,
    names: &mut Names,
    issues: &mut Vec<Issue>,
) -> Result<(), Error> {
    let table = Table::open(QUALIFYING, &tables.qualifying)?;
    let [year, round, place, car, driver, constructor, engine, whole, q1, q2, q3] =
        table.columns(QUALIFYING_COLUMNS)?;
    table.rows(issues, |row| {
        let lap = |column| Ok::<_, String>(read_millis(row, column)?.map(LapTime::from_micros));
        let line = Qualified {
            driver: names.driver(row.name(driver)?),
            car: names.car(row.name(car)?),
            constructor: names.constructor(row.name(constructor)?),
            engine: names.engine(row.name(engine)?),
            place: row.value_if_any(place)?,
            times: [lap(whole)?, lap(q1)?, lap(q2)?, lap(q3)?],
        };
        seasons.qualifying(QualifyingRow { year: row.value(year)?, round: row.value(round)?, line })
    });
    Ok(())
}

fn read_session(row: &Row, column: Column) -> Result<Session, String> {
    session_of_word(row.text(column)).ok_or_else(|| row.refusal(column))
}

fn read_outcome(row: &Row, column: Column) -> Result<Outcome, String> {
    match outcome_of_word(row.text(column)) {
        Some(outcome) => Ok(outcome),
        None => row.value(column).map(Outcome::Place),
    }
}

/// Milliseconds with three decimals or none, below 50 days, as microseconds.
fn read_millis(row: &Row, column: Column) -> Result<Option<u64>, String> {
    let Some(text) = row.text_if_any(column) else { return Ok(None) };
    micros(text).map(Some).ok_or_else(|| row.refusal(column))
}

fn micros(text: &str) -> Option<u64> {
    let (millis, rest) = text.split_once('.').unwrap_or((text, "000"));
    let rest: u16 = Some(rest).filter(|rest| rest.len() == 3)?.parse().ok()?;
    Some(u64::from(millis.parse::<u32>().ok()?) * 1000 + u64::from(rest))
}

#[cfg(test)]
#[path = "season_tables_tests.rs"]
mod tests;
