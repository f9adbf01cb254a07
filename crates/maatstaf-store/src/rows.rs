//! The columns of a file to rows.

use maatstaf_core::{
    Classified, ClockTime, Competitor, Constructor, Driver, Issue, LapTime, OfficialRow, Outcome,
    Points, Qualified, Relative, Round, Share, TIMED_SESSIONS,
};
use maatstaf_formats::season_rows::{
    Names, QualifyingRow, ResultRow, RoundRow, StandingRow, TimedRow, outcome_of_word,
    session_of_word,
};

use crate::decode::{Column, TableFile};
use crate::tables::{
    CLASSIFIED, CONSTRUCTORS, DRIVERS, ISSUES, QUALIFYING, RELATIVES, RESULTS, ROUNDS, STANDINGS,
    TIMED,
};

type Read<T> = Result<Vec<T>, String>;

pub(crate) fn drivers(bytes: Vec<u8>, names: &mut Names) -> Read<Driver> {
    let file = TableFile::open(&DRIVERS, bytes)?;
    let [id, name, last_name, code, number, born, birthplace] =
        file.columns(["driver", "name", "last_name", "code", "number", "born", "birthplace"])?;
    let driver = |row| {
        Ok(Driver {
            id: names.driver(id.text(row)?),
            name: name.text(row)?.to_owned(),
            last_name: last_name.text(row)?.to_owned(),
            code: code.text(row)?.to_owned(),
            number: number.text_if_any(row)?.map(str::to_owned),
            born: born.date_if_any(row)?,
            birthplace: birthplace.text_if_any(row)?.map(str::to_owned),
        })
    };
    (0..file.n_rows()).map(driver).collect()
}

pub(crate) fn relatives(bytes: Vec<u8>, names: &mut Names) -> Read<Relative> {
    let file = TableFile::open(&RELATIVES, bytes)?;
    let [driver, relative, kinship] = file.columns(["driver", "relative", "kinship"])?;
    let pair = |row| {
        Ok(Relative {
            driver: names.driver(driver.text(row)?),
            relative: names.driver(relative.text(row)?),
            kinship: kinship.text(row)?.to_owned(),
        })
    };
    (0..file.n_rows()).map(pair).collect()
}

pub(crate) fn constructors(bytes: Vec<u8>, names: &mut Names) -> Read<Constructor> {
    let file = TableFile::open(&CONSTRUCTORS, bytes)?;
    let [id, name] = file.columns(["constructor", "name"])?;
    let maker = |row| {
        Ok(Constructor { id: names.constructor(id.text(row)?), name: name.text(row)?.to_owned() })
    };
    (0..file.n_rows()).map(maker).collect()
}

pub(crate) fn rounds(bytes: Vec<u8>) -> Read<RoundRow> {
    let file = TableFile::open(&ROUNDS, bytes)?;
    let [year, number, id, name, circuit_id, circuit, also, date] =
        file.columns(["year", "round", "id", "name", "circuit_id", "circuit", "also", "date"])?;
    let [has_sprint, settles_drivers, settles_constructors] =
        file.columns(["has_sprint", "settles_drivers", "settles_constructors"])?;
    let race = file.columns(["race_laps", "race_planned_laps"])?;
    let sprint = file.columns(["sprint_laps", "sprint_planned_laps"])?;
    let round = |row| {
        Ok(RoundRow {
            year: year.number(row)?,
            round: Round {
                number: number.number(row)?,
                id: id.text(row)?.to_owned(),
                name: name.text(row)?.to_owned(),
                circuit_id: circuit_id.text(row)?.to_owned(),
                circuit: circuit.text(row)?.to_owned(),
                also: also.texts(row)?,
                date: date.date_if_any(row)?,
            },
            has_sprint: has_sprint.flag(row)?,
            race_share: share(&race, row)?,
            sprint_share: share(&sprint, row)?,
            settles_drivers: settles_drivers.flag(row)?,
            settles_constructors: settles_constructors.flag(row)?,
        })
    };
    (0..file.n_rows()).map(round).collect()
}

fn share([laps, planned]: &[Column; 2], row: usize) -> Result<Option<Share>, String> {
    let share = laps.number_if_any(row)?.zip(planned.number_if_any(row)?);
    Ok(share.map(|(laps, planned)| Share { laps, planned }))
}

pub(crate) fn results(bytes: Vec<u8>, names: &mut Names) -> Read<ResultRow> {
    let file = TableFile::open(&RESULTS, bytes)?;
    let [year, round, session, place, outcome] =
        file.columns(["year", "round", "session", "place", "outcome"])?;
    let [car, driver, constructor, engine] =
        file.columns(["car", "driver", "constructor", "engine"])?;
    let [laps, time, grid, fastest_lap, lap_time, reason] =
        file.columns(["laps", "time_us", "grid", "fastest_lap", "lap_time_us", "reason"])?;
    let penalty = file.later_columns(["time_penalty_us"])?;
    let result = |row| {
        let session = session.text(row)?;
        let penalty = penalty.as_ref().map(|[column]| column.number_if_any(row)).transpose()?;
        let line = Classified {
            driver: names.driver(driver.text(row)?),
            car: names.car(car.text(row)?),
            constructor: names.constructor(constructor.text(row)?),
            engine: names.engine(engine.text(row)?),
            outcome: read_outcome(outcome.text(row)?, place.number_if_any(row)?)?,
            laps: laps.number_if_any(row)?,
            time: time.number_if_any(row)?.map(ClockTime::from_micros),
            time_penalty: penalty.flatten().map(LapTime::from_micros),
            grid: grid.number_if_any(row)?,
            fastest_lap: fastest_lap.flag(row)?,
            lap_time: lap_time.number_if_any(row)?.map(LapTime::from_micros),
            reason: reason.text_if_any(row)?.map(str::to_owned),
        };
        Ok(ResultRow {
            year: year.number(row)?,
            round: round.number(row)?,
            session: session_of_word(session).ok_or_else(|| format!("no session {session:?}"))?,
            line,
        })
    };
    (0..file.n_rows()).map(result).collect()
}

fn read_outcome(word: &str, place: Option<u16>) -> Result<Outcome, String> {
    match place {
        Some(place) if word == CLASSIFIED => Ok(Outcome::Place(place)),
        _ => outcome_of_word(word).ok_or_else(|| format!("no outcome {word:?}")),
    }
}

/// The columns of a line of qualifying.
struct Lines {
    place: Column,
    names: [Column; 4],
    times: [Column; 4],
}

impl Lines {
    fn of(file: &TableFile) -> Result<Self, String> {
        let [place] = file.columns(["place"])?;
        let names = file.columns(["driver", "car", "constructor", "engine"])?;
        let times = file.columns(["time_us", "q1_us", "q2_us", "q3_us"])?;
        Ok(Self { place, names, times })
    }

    fn line(&self, row: usize, names: &mut Names) -> Result<Qualified, String> {
        let [driver, car, constructor, engine] = &self.names;
        let mut times = [None; 4];
        for (time, column) in times.iter_mut().zip(&self.times) {
            *time = column.number_if_any(row)?.map(LapTime::from_micros);
        }
        Ok(Qualified {
            driver: names.driver(driver.text(row)?),
            car: names.car(car.text(row)?),
            constructor: names.constructor(constructor.text(row)?),
            engine: names.engine(engine.text(row)?),
            place: self.place.number_if_any(row)?,
            times,
        })
    }
}

pub(crate) fn qualifying(bytes: Vec<u8>, names: &mut Names) -> Read<QualifyingRow> {
    let file = TableFile::open(&QUALIFYING, bytes)?;
    let [year, round] = file.columns(["year", "round"])?;
    let lines = Lines::of(&file)?;
    let read = |row| {
        let (year, round) = (year.number(row)?, round.number(row)?);
        Ok(QualifyingRow { year, round, line: lines.line(row, names)? })
    };
    (0..file.n_rows()).map(read).collect()
}

pub(crate) fn timed(bytes: Vec<u8>, names: &mut Names) -> Read<TimedRow> {
    let file = TableFile::open(&TIMED, bytes)?;
    let [year, round, session] = file.columns(["year", "round", "session"])?;
    let lines = Lines::of(&file)?;
    let read = |row| {
        let word = session.text(row)?;
        let session = TIMED_SESSIONS.into_iter().find(|session| *session == word);
        let session = session.ok_or_else(|| format!("no session {word:?}"))?;
        let (year, round) = (year.number(row)?, round.number(row)?);
        Ok(TimedRow { year, round, session, line: lines.line(row, names)? })
    };
    (0..file.n_rows()).map(read).collect()
}

pub(crate) fn standings(bytes: Vec<u8>, names: &mut Names) -> Read<StandingRow> {
    let file = TableFile::open(&STANDINGS, bytes)?;
    let [year, after, place, driver, constructor, engine] =
        file.columns(["year", "after_round", "place", "driver", "constructor", "engine"])?;
    let [numerator, denominator] = file.columns(["points_numerator", "points_denominator"])?;
    let line = |row| {
        let competitor = match driver.text_if_any(row)? {
            Some(driver) => Competitor::Driver(names.driver(driver)),
            None => Competitor::Make {
                constructor: names.constructor(constructor.text(row)?),
                engine: names.engine(engine.text(row)?),
            },
        };
        let points = read_points(numerator.number(row)?, denominator.number(row)?)?;
        let line = OfficialRow { competitor, place: place.number_if_any(row)?, points };
        Ok(StandingRow { year: year.number(row)?, after: after.number_if_any(row)?, line })
    };
    (0..file.n_rows()).map(line).collect()
}

fn read_points(numerator: i64, denominator: i64) -> Result<Points, String> {
    match denominator > 0 && numerator > i64::MIN {
        true => Ok(Points::ratio(numerator, denominator)),
        false => Err(format!("{numerator}/{denominator} are no points")),
    }
}

pub(crate) fn issues(bytes: Vec<u8>) -> Read<Issue> {
    let file = TableFile::open(&ISSUES, bytes)?;
    let [name, line, reason] = file.columns(["file", "line", "reason"])?;
    let issue = |row| {
        Ok(Issue {
            file: name.text(row)?.to_owned(),
            line: line.number_if_any(row)?,
            reason: reason.text(row)?.to_owned(),
        })
    };
    (0..file.n_rows()).map(issue).collect()
}
