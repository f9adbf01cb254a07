//! The columns of a session's tables to its nouns.

use std::collections::BTreeMap;

use maatstaf_core::{
    CarNumber, ClockTime, Compound, ControlMessage, DriverName, Flag, FlagChange, LapTime,
    PartStart, QualifyingPart, RecordedCar, RecordedDriver, SpeedTraps, StatedResult, TimedLap,
    TimedStint, WeatherReading,
};

use super::tables::{CARS, FLAGS, LAPS, MESSAGES, PARTS, STATED, STINTS, WEATHER};
use crate::decode::{Column, TableFile};

type Read<T> = Result<Vec<T>, String>;

/// Names that stand in many rows, each kept once.
#[derive(Default)]
struct Once(BTreeMap<String, (CarNumber, DriverName, Compound)>);

impl Once {
    fn of(&mut self, text: &str) -> &(CarNumber, DriverName, Compound) {
        if !self.0.contains_key(text) {
            let names = (CarNumber::new(text), DriverName::new(text), Compound::new(text));
            self.0.insert(text.to_owned(), names);
        }
        &self.0[text]
    }

    fn car(&mut self, text: &str) -> CarNumber {
        self.of(text).0.clone()
    }

    fn driver(&mut self, text: Option<&str>) -> Option<DriverName> {
        text.map(|text| self.of(text).1.clone())
    }

    fn compound(&mut self, text: Option<&str>) -> Option<Compound> {
        text.map(|text| self.of(text).2.clone())
    }
}

pub(crate) fn cars(bytes: Vec<u8>) -> Read<RecordedCar> {
    let file = TableFile::open(&CARS, bytes)?;
    let [number, driver, full_name, team, class, make] =
        file.columns(["car", "driver", "full_name", "team", "class", "make"])?;
    let owned = |column: &Column, row| Ok::<_, String>(column.text_if_any(row)?.map(str::to_owned));
    let mut cars: Vec<RecordedCar> = Vec::new();
    for row in 0..file.n_rows() {
        let car = CarNumber::new(number.text(row)?);
        if cars.last().is_none_or(|last| last.car != car) {
            let (team, class, make) = (owned(&team, row)?, owned(&class, row)?, owned(&make, row)?);
            cars.push(RecordedCar { car, crew: Vec::new(), team, class, make });
        }
        let name = driver.text_if_any(row)?.map(DriverName::new);
        if let Some((name, car)) = name.zip(cars.last_mut()) {
            car.crew.push(RecordedDriver { name, full_name: owned(&full_name, row)? });
        }
    }
    Ok(cars)
}

/// Columns of laps that came later.
const STAMPS: [&str; 3] = ["segment_stamps_1_us", "segment_stamps_2_us", "segment_stamps_3_us"];

/// Whether a file of laps has the columns that came later.
pub(crate) fn has_every_column_of_laps(bytes: Vec<u8>) -> Read<bool> {
    let file = TableFile::open(&LAPS, bytes)?;
    Ok(vec![file.later_columns(STAMPS)?.is_some()])
}

pub(crate) fn laps(bytes: Vec<u8>) -> Read<TimedLap> {
    let file = TableFile::open(&LAPS, bytes)?;
    let [car, driver, number, time, began, ended] =
        file.columns(["car", "driver", "lap", "lap_time_us", "began_us", "ended_us"])?;
    let sectors = file.columns(["sector_1_us", "sector_2_us", "sector_3_us"])?;
    let traps = file.columns(["trap_1_kmh", "trap_2_kmh", "trap_line_kmh", "trap_straight_kmh"])?;
    let segments = file.columns(["segments_1", "segments_2", "segments_3"])?;
    let stamps = file.later_columns(STAMPS)?;
    let [pit_in, pit_out, pit_time] = file.columns(["pit_in_us", "pit_out_us", "pit_time_us"])?;
    let [in_lap, out_lap, stint] = file.columns(["in_lap", "out_lap", "stint"])?;
    let [compound, tyre_age, fresh] = file.columns(["compound", "tyre_age_laps", "fresh"])?;
    let [flags, part, place, deleted, accurate] =
        file.columns(["flags", "part", "place", "deleted", "accurate"])?;
    let mut names = Once::default();
    let mut lap = |row| {
        let speed =
            |column: &Column| Ok::<_, String>(column.double_if_any(row)?.map(|kmh| kmh / 3.6));
        let [first, second, line, straight] = &traps;
        let [one, two, three] = &sectors;
        let [s1, s2, s3] = &segments;
        Ok(TimedLap {
            car: names.car(car.text(row)?),
            driver: names.driver(driver.text_if_any(row)?),
            number: number.number(row)?,
            time: lap_time(&time, row)?,
            sectors: [lap_time(one, row)?, lap_time(two, row)?, lap_time(three, row)?],
            began: clock_time(&began, row)?,
            ended: clock_time(&ended, row)?,
            traps: SpeedTraps {
                first: speed(first)?,
                second: speed(second)?,
                line: speed(line)?,
                straight: speed(straight)?,
            },
            segments: [s1.numbers(row)?, s2.numbers(row)?, s3.numbers(row)?],
            segment_stamps: match &stamps {
                Some([s1, s2, s3]) => [moments(s1, row)?, moments(s2, row)?, moments(s3, row)?],
                None => [const { Vec::new() }; 3],
            },
            pit_in: clock_time(&pit_in, row)?,
            pit_out: clock_time(&pit_out, row)?,
            pit_time: lap_time(&pit_time, row)?,
            stint: stint.number_if_any(row)?,
            compound: names.compound(compound.text_if_any(row)?),
            tyre_age: tyre_age.number_if_any(row)?,
            fresh: fresh.flag_if_any(row)?,
            flags: flags.text(row)?.parse()?,
            part: part.text_if_any(row)?.map(part_of).transpose()?,
            place: place.number_if_any(row)?,
            deleted: deleted.text_if_any(row)?.map(str::to_owned),
            in_lap: in_lap.flag(row)?,
            out_lap: out_lap.flag(row)?,
            accurate: accurate.flag(row)?,
        })
    };
    (0..file.n_rows()).map(&mut lap).collect()
}

pub(crate) fn stints(bytes: Vec<u8>) -> Read<TimedStint> {
    let file = TableFile::open(&STINTS, bytes)?;
    let [car, stint, compound, fresh] = file.columns(["car", "stint", "compound", "fresh"])?;
    let [age, first, last] = file.columns(["age_at_start_laps", "first_lap", "last_lap"])?;
    let mut names = Once::default();
    let mut read = |row| {
        Ok(TimedStint {
            car: names.car(car.text(row)?),
            stint: stint.number(row)?,
            compound: names.compound(compound.text_if_any(row)?),
            fresh: fresh.flag_if_any(row)?,
            age_at_start: age.number_if_any(row)?,
            first_lap: first.number_if_any(row)?,
            last_lap: last.number_if_any(row)?,
        })
    };
    (0..file.n_rows()).map(&mut read).collect()
}

pub(crate) fn flags(bytes: Vec<u8>) -> Read<FlagChange> {
    let file = TableFile::open(&FLAGS, bytes)?;
    let [at, flag] = file.columns(["at_us", "flag"])?;
    let change = |row| {
        let word = flag.text(row)?;
        let flag = Flag::of_word(word).ok_or_else(|| format!("there is no flag {word:?}"))?;
        Ok(FlagChange { at: moment(&at, row)?, flag })
    };
    (0..file.n_rows()).map(change).collect()
}

pub(crate) fn messages(bytes: Vec<u8>) -> Read<ControlMessage> {
    let file = TableFile::open(&MESSAGES, bytes)?;
    let [at, lap, category, flag] = file.columns(["at_us", "lap", "category", "flag"])?;
    let [scope, sector, car, text] = file.columns(["scope", "sector", "car", "text"])?;
    let message = |row| {
        Ok(ControlMessage {
            at: clock_time(&at, row)?,
            lap: lap.number_if_any(row)?,
            category: category.text(row)?.to_owned(),
            flag: flag.text_if_any(row)?.map(str::to_owned),
            scope: scope.text_if_any(row)?.map(str::to_owned),
            sector: sector.number_if_any(row)?,
            car: car.text_if_any(row)?.map(CarNumber::new),
            text: text.text(row)?.to_owned(),
        })
    };
    (0..file.n_rows()).map(message).collect()
}

pub(crate) fn weather(bytes: Vec<u8>) -> Read<WeatherReading> {
    let file = TableFile::open(&WEATHER, bytes)?;
    let [at, air, track, humidity, pressure] = file.columns([
        "at_us",
        "air_celsius",
        "track_celsius",
        "humidity_percent",
        "pressure_mbar",
    ])?;
    let [rain, wind_speed, wind_from] =
        file.columns(["rain", "wind_speed_mps", "wind_from_deg"])?;
    let reading = |row| {
        Ok(WeatherReading {
            at: moment(&at, row)?,
            air_celsius: air.double_if_any(row)?,
            track_celsius: track.double_if_any(row)?,
            humidity: humidity.double_if_any(row)?.map(|it| it / 100.0),
            pressure: pressure.double_if_any(row)?.map(|it| it * 100.0),
            rain: rain.flag_if_any(row)?,
            wind_speed: wind_speed.double_if_any(row)?,
            wind_from: wind_from.double_if_any(row)?.map(f64::to_radians),
        })
    };
    (0..file.n_rows()).map(reading).collect()
}

pub(crate) fn parts(bytes: Vec<u8>) -> Read<PartStart> {
    let file = TableFile::open(&PARTS, bytes)?;
    let [part, at] = file.columns(["part", "at_us"])?;
    let start = |row| Ok(PartStart { part: part_of(part.text(row)?)?, at: moment(&at, row)? });
    (0..file.n_rows()).map(start).collect()
}

pub(crate) fn stated(bytes: Vec<u8>) -> Read<StatedResult> {
    let file = TableFile::open(&STATED, bytes)?;
    let [place, car, driver, laps, time, status] =
        file.columns(["place", "car", "driver", "laps", "time_us", "status"])?;
    let [q1, q2, q3] = file.columns(["q1_us", "q2_us", "q3_us"])?;
    let line = |row| {
        Ok(StatedResult {
            car: car.text_if_any(row)?.map(CarNumber::new),
            driver: driver.text_if_any(row)?.map(DriverName::new),
            place: place.number_if_any(row)?,
            laps: laps.number_if_any(row)?,
            time: lap_time(&time, row)?,
            part_times: [None, lap_time(&q1, row)?, lap_time(&q2, row)?, lap_time(&q3, row)?],
            status: status.text_if_any(row)?.map(str::to_owned),
        })
    };
    (0..file.n_rows()).map(line).collect()
}

fn lap_time(column: &Column, row: usize) -> Result<Option<LapTime>, String> {
    Ok(column.number_if_any(row)?.map(LapTime::from_micros))
}

fn clock_time(column: &Column, row: usize) -> Result<Option<ClockTime>, String> {
    Ok(column.number_if_any(row)?.map(ClockTime::from_micros))
}

fn moments(column: &Column, row: usize) -> Result<Vec<Option<ClockTime>>, String> {
    let moments = column.numbers_if_any(row)?;
    Ok(moments.into_iter().map(|it| it.map(ClockTime::from_micros)).collect())
}

fn moment(column: &Column, row: usize) -> Result<ClockTime, String> {
    Ok(ClockTime::from_micros(column.number(row)?))
}

fn part_of(word: &str) -> Result<QualifyingPart, String> {
    let found = QualifyingPart::LATEST_FIRST.into_iter().find(|part| part.name() == word);
    found.ok_or_else(|| format!("there is no part {word:?} of qualifying"))
}
