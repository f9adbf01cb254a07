//! Races, sprints, qualifying and fastest laps.

use maatstaf_core::{Classified, ClockTime, LapTime, Outcome, Qualified, Session};

use super::places::Races;
use super::whole::LineNumbers;
use super::{Error, FASTEST_LAPS, FileSpec, QUALIFYING, Release};
use crate::csv_table::{Column, Row, Table};
use crate::draft::{EventDraft, Names};

pub(super) fn results<'a>(
    release: &mut Release<'a>,
    spec: &'a FileSpec,
    session: Session,
    races: &mut Races,
) -> Result<(), Error> {
    let Some(table) = release.open(spec)? else { return Ok(()) };
    let [race] = table.columns(["raceId"])?;
    let columns = LineColumns::of(&table)?;
    let number = table.column_if_any("positionDisplayOrder");
    let mut numbers = LineNumbers::default();
    let names = &mut release.names;
    table.rows(&mut release.issues, |row| {
        let Some(race) = races.find(row, race)? else { return Ok(()) };
        numbers.add(race, row, number);
        races.events[race].add_result(session, columns.read(row, names)?)
    });
    release.issues.extend(numbers.issues(spec.name, session, races));
    Ok(())
}

/// The columns of a line of a race or a sprint.
struct LineColumns {
    /// Place, or letters.
    outcome: [Column; 2],
    /// Car, driver, constructor, engine.
    entry: [Column; 4],
    laps: Column,
    time: Column,
    penalty: Option<Column>,
    grid: Column,
    fastest: Column,
    reason: Column,
}

impl LineColumns {
    fn of(table: &Table) -> Result<Self, Error> {
        let outcome = table.columns(["positionNumber", "positionText"])?;
        let entry =
            table.columns(["driverNumber", "driverId", "constructorId", "engineManufacturerId"])?;
        let [laps, time, grid, fastest, reason] = table.columns([
            "laps",
            "timeMillis",
            "gridPositionNumber",
            "fastestLap",
            "reasonRetired",
        ])?;
        let penalty = table.column_if_any("timePenaltyMillis");
        Ok(Self { outcome, entry, laps, time, penalty, grid, fastest, reason })
    }

    fn read(&self, row: &Row, names: &mut Names) -> Result<Classified, String> {
        let [car, driver, constructor, engine] = self.entry;
        let penalty = self.penalty.map(|column| millis(row, column)).transpose()?.flatten();
        Ok(Classified {
            driver: names.driver(row.name(driver)?),
            car: names.car(row.name(car)?),
            constructor: names.constructor(row.name(constructor)?),
            engine: names.engine(row.name(engine)?),
            outcome: outcome(row, self.outcome)?,
            laps: row.value_if_any(self.laps)?,
            time: millis(row, self.time)?.map(ClockTime::from_millis),
            time_penalty: penalty.map(LapTime::from_millis),
            grid: row.value_if_any(self.grid)?,
            fastest_lap: row.flag(self.fastest)?,
            lap_time: None,
            reason: row.text_if_any(self.reason).map(str::to_owned),
        })
    }
}

fn outcome(row: &Row, [place, letters]: [Column; 2]) -> Result<Outcome, String> {
    if let Some(place) = row.value_if_any(place)? {
        return Ok(Outcome::Place(place));
    }
    match row.text(letters) {
        "DNF" => Ok(Outcome::Retired),
        "NC" => Ok(Outcome::NotClassified),
        "DSQ" => Ok(Outcome::Disqualified),
        "EX" => Ok(Outcome::Excluded),
        "DNS" => Ok(Outcome::DidNotStart),
        "DNQ" | "DNPQ" | "DNP" => Ok(Outcome::DidNotQualify),
        _ => Err(row.refusal(letters)),
    }
}

/// Milliseconds; below 50 days, so that no sum of times can overflow.
fn millis(row: &Row, column: Column) -> Result<Option<u64>, String> {
    Ok(row.value_if_any::<u32>(column)?.map(u64::from))
}

pub(super) fn qualifying(release: &mut Release, races: &mut Races) -> Result<(), Error> {
    qualified(release, &QUALIFYING, races, EventDraft::add_qualified)
}

/// Practice, or qualifying for a sprint.
pub(super) fn timed<'a>(
    release: &mut Release<'a>,
    spec: &'a FileSpec,
    session: &'static str,
    races: &mut Races,
) -> Result<(), Error> {
    if !release.files.contains_key(spec.name) {
        return Ok(());
    }
    qualified(release, spec, races, |event, line| {
        event.add_timed(session, line);
        Ok(())
    })
}

fn qualified<'a>(
    release: &mut Release<'a>,
    spec: &'a FileSpec,
    races: &mut Races,
    add: impl Fn(&mut EventDraft, Qualified) -> Result<(), String>,
) -> Result<(), Error> {
    let Some(table) = release.open(spec)? else { return Ok(()) };
    let [race, place, car, driver, constructor, engine] = table.columns([
        "raceId",
        "positionNumber",
        "driverNumber",
        "driverId",
        "constructorId",
        "engineManufacturerId",
    ])?;
    let [whole] = table.columns(["timeMillis"])?;
    let parts = ["q1Millis", "q2Millis", "q3Millis"].map(|name| table.column_if_any(name));
    let names = &mut release.names;
    table.rows(&mut release.issues, |row| {
        let Some(race) = races.find(row, race)? else { return Ok(()) };
        let lap = |column| Ok::<_, String>(millis(row, column)?.map(LapTime::from_millis));
        let part = |column: Option<Column>| column.map_or(Ok(None), lap);
        let [q1, q2, q3] = parts;
        let line = Qualified {
            driver: names.driver(row.name(driver)?),
            car: names.car(row.name(car)?),
            constructor: names.constructor(row.name(constructor)?),
            engine: names.engine(row.name(engine)?),
            place: row.value_if_any(place)?,
            times: [lap(whole)?, part(q1)?, part(q2)?, part(q3)?],
        };
        add(&mut races.events[race], line)
    });
    Ok(())
}

/// The best lap of each driver, onto his line of the race.
pub(super) fn fastest_laps(release: &mut Release, races: &mut Races) -> Result<(), Error> {
    let Some(table) = release.open(&FASTEST_LAPS)? else { return Ok(()) };
    let [race, car, driver, time] =
        table.columns(["raceId", "driverNumber", "driverId", "timeMillis"])?;
    table.rows(&mut release.issues, |row| {
        let Some(race) = races.find(row, race)? else { return Ok(()) };
        let (driver, car) = (row.name(driver)?, row.name(car)?);
        let Some(time) = millis(row, time)?.map(LapTime::from_millis) else { return Ok(()) };
        let his =
            |line: &&mut Classified| line.driver.as_str() == driver && line.car.as_str() == car;
        let mut lines = races.events[race].race.iter_mut().filter(his).peekable();
        match lines.peek() {
            None => Err(format!("{driver} has no result with car {car}")),
            Some(line) if line.lap_time.is_some() => Err(format!("{driver} stands twice")),
            Some(_) => {
                lines.for_each(|line| line.lap_time = Some(time));
                Ok(())
            }
        }
    });
    Ok(())
}
