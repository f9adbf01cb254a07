//! The tables of a session.

use std::borrow::Cow;

use maatstaf_core::{
    CarNumber, ClockTime, Compound, ControlMessage, DriverName, FlagChange, LapTime, PartStart,
    QualifyingPart, RecordedCar, RecordedDriver, StatedResult, TimedLap, TimedStint,
    WeatherReading,
};

use crate::schema::Cell::{
    DoubleIfAny, Flag, FlagIfAny, Int, IntIfAny, Ints, Long, LongIfAny, LongsIfAny, Text, TextIfAny,
};
use crate::schema::{Table, column, later_column};

/// A car with one of its drivers, or without any.
pub(crate) struct CrewRow {
    /// The car; its crew is not looked at.
    car: RecordedCar,
    /// The seat, from 1, and who sits in it.
    driver: Option<(u16, RecordedDriver)>,
}

/// The rows of some cars.
pub(crate) fn crew_rows(cars: &[RecordedCar]) -> Vec<CrewRow> {
    let rows = cars.iter().flat_map(|car| {
        let drivers = (1..).zip(car.crew.iter().cloned()).map(Some);
        let nobody = car.crew.is_empty().then_some(None);
        let car = RecordedCar { crew: Vec::new(), ..car.clone() };
        drivers.chain(nobody).map(move |driver| CrewRow { car: car.clone(), driver })
    });
    rows.collect()
}

pub(crate) const CARS: Table<CrewRow> = Table {
    name: "cars",
    row: "a car with one of its drivers",
    columns: &[
        column("car", "the number on the car; text", Text(|row| row.car.car.as_str().into())),
        column(
            "seat",
            "which of its drivers, from 1",
            IntIfAny(|row| row.driver.as_ref().map(|(seat, _)| i32::from(*seat))),
        ),
        column(
            "driver",
            "the name by which laps refer to the driver",
            TextIfAny(|row| crew(row).map(|it| it.name.as_str().into())),
        ),
        column(
            "full_name",
            "the name in full, where it is another",
            TextIfAny(|row| borrowed(&crew(row)?.full_name)),
        ),
        column("team", "as printed", TextIfAny(|row| borrowed(&row.car.team))),
        column(
            "class",
            "the class, where there are several",
            TextIfAny(|row| borrowed(&row.car.class)),
        ),
        column("make", "the make of the car", TextIfAny(|row| borrowed(&row.car.make))),
    ],
};

pub(crate) const LAPS: Table<TimedLap> = Table {
    name: "laps",
    row: "a lap of a car, as it was timed",
    columns: &[
        column("car", "the number on the car; text", Text(|row| row.car.as_str().into())),
        column("driver", "who drove", TextIfAny(|row| name(&row.driver))),
        column("lap", "the number of the lap, from 1", Int(|row| row.number.into())),
        column(
            "lap_time_us",
            "how long it took, in microseconds",
            LongIfAny(|row| lap_us(row.time)),
        ),
        column(
            "sector_1_us",
            "the first sector, in microseconds",
            LongIfAny(|row| lap_us(row.sectors[0])),
        ),
        column(
            "sector_2_us",
            "the second sector, in microseconds",
            LongIfAny(|row| lap_us(row.sectors[1])),
        ),
        column(
            "sector_3_us",
            "the third sector, in microseconds",
            LongIfAny(|row| lap_us(row.sectors[2])),
        ),
        column(
            "began_us",
            "when it began, on the clock of the session, in microseconds",
            LongIfAny(|row| clock_us(row.began)),
        ),
        column(
            "ended_us",
            "when it ended, on the clock of the session, in microseconds",
            LongIfAny(|row| clock_us(row.ended)),
        ),
        column(
            "trap_1_kmh",
            "speed at the end of the first sector",
            DoubleIfAny(|row| kmh(row.traps.first)),
        ),
        column(
            "trap_2_kmh",
            "speed at the end of the second sector",
            DoubleIfAny(|row| kmh(row.traps.second)),
        ),
        column("trap_line_kmh", "speed at the line", DoubleIfAny(|row| kmh(row.traps.line))),
        column(
            "trap_straight_kmh",
            "speed on the longest straight, or the highest of the lap",
            DoubleIfAny(|row| kmh(row.traps.straight)),
        ),
        column(
            "segments_1",
            "codes of the mini-sectors of the first sector",
            Ints(|row| &row.segments[0]),
        ),
        column(
            "segments_2",
            "codes of the mini-sectors of the second sector",
            Ints(|row| &row.segments[1]),
        ),
        column(
            "segments_3",
            "codes of the mini-sectors of the third sector",
            Ints(|row| &row.segments[2]),
        ),
        column(
            "pit_in_us",
            "when the car came into the pit lane, on the clock of the session, in microseconds",
            LongIfAny(|row| clock_us(row.pit_in)),
        ),
        column(
            "pit_out_us",
            "when the car left the pit lane, on the clock of the session, in microseconds",
            LongIfAny(|row| clock_us(row.pit_out)),
        ),
        column(
            "pit_time_us",
            "time in the pit lane, on the out-lap, in microseconds",
            LongIfAny(|row| lap_us(row.pit_time)),
        ),
        column("in_lap", "whether it ended in the pit lane", Flag(TimedLap::is_in_lap)),
        column("out_lap", "whether it began in the pit lane", Flag(TimedLap::is_out_lap)),
        column("stint", "which stint of the car, from 1", IntIfAny(|row| row.stint.map(i32::from))),
        column("compound", "of the tyres", TextIfAny(|row| compound(&row.compound))),
        column(
            "tyre_age_laps",
            "laps on the tyres, this one included",
            IntIfAny(|row| row.tyre_age.map(i32::from)),
        ),
        column("fresh", "whether the set was new", FlagIfAny(|row| row.fresh)),
        column(
            "flags",
            "states of the track during the lap, joined by +",
            Text(|row| row.flags.to_string().into()),
        ),
        column(
            "part",
            "the part of qualifying: `Q1`",
            TextIfAny(|row| row.part.map(|part| part.name().into())),
        ),
        column(
            "place",
            "of the car at the end of the lap",
            IntIfAny(|row| row.place.map(i32::from)),
        ),
        column("deleted", "why the time was taken away", TextIfAny(|row| borrowed(&row.deleted))),
        column(
            "accurate",
            "whether sectors, time and clock agree and nothing held the lap up",
            Flag(|row| row.accurate),
        ),
        later_column(
            "segment_stamps_1_us",
            "when each mini-sector of the first sector was told, on the clock of the session, in microseconds",
            LongsIfAny(|row| stamps_us(&row.segment_stamps[0])),
        ),
        later_column(
            "segment_stamps_2_us",
            "the same for the second sector",
            LongsIfAny(|row| stamps_us(&row.segment_stamps[1])),
        ),
        later_column(
            "segment_stamps_3_us",
            "the same for the third sector",
            LongsIfAny(|row| stamps_us(&row.segment_stamps[2])),
        ),
    ],
};

pub(crate) const STINTS: Table<TimedStint> = Table {
    name: "stints",
    row: "consecutive laps on one set of tyres",
    columns: &[
        column("car", "the number on the car; text", Text(|row| row.car.as_str().into())),
        column("stint", "which stint of the car, from 1", Int(|row| row.stint.into())),
        column("compound", "of the tyres", TextIfAny(|row| compound(&row.compound))),
        column("fresh", "whether the set was new", FlagIfAny(|row| row.fresh)),
        column(
            "age_at_start_laps",
            "laps that the set had done before",
            IntIfAny(|row| row.age_at_start.map(i32::from)),
        ),
        column("first_lap", "its first lap", IntIfAny(|row| row.first_lap.map(i32::from))),
        column("last_lap", "its last lap", IntIfAny(|row| row.last_lap.map(i32::from))),
    ],
};

pub(crate) const FLAGS: Table<FlagChange> = Table {
    name: "flags",
    row: "a change of the state of the track",
    columns: &[
        column(
            "at_us",
            "when, on the clock of the session, in microseconds",
            Long(|row| row.at.as_micros().cast_signed()),
        ),
        column("flag", "to what: `green`, `safety-car`", Text(|row| row.flag.word().into())),
    ],
};

pub(crate) const MESSAGES: Table<ControlMessage> = Table {
    name: "messages",
    row: "a message of race control",
    columns: &[
        column(
            "at_us",
            "when, on the clock of the session, in microseconds",
            LongIfAny(|row| clock_us(row.at)),
        ),
        column("lap", "in which lap of the race", IntIfAny(|row| row.lap.map(i32::from))),
        column(
            "category",
            "the kind, in the source's word",
            Text(|row| row.category.as_str().into()),
        ),
        column("flag", "the flag it names", TextIfAny(|row| borrowed(&row.flag))),
        column("scope", "whom or what it is for", TextIfAny(|row| borrowed(&row.scope))),
        column("sector", "which marshal sector", IntIfAny(|row| row.sector.map(i32::from))),
        column(
            "car",
            "which car; text",
            TextIfAny(|row| row.car.as_ref().map(|it| it.as_str().into())),
        ),
        column("text", "the words", Text(|row| row.text.as_str().into())),
    ],
};

pub(crate) const WEATHER: Table<WeatherReading> = Table {
    name: "weather",
    row: "the weather at one moment",
    columns: &[
        column(
            "at_us",
            "when, on the clock of the session, in microseconds",
            Long(|row| row.at.as_micros().cast_signed()),
        ),
        column("air_celsius", "of the air", DoubleIfAny(|row| row.air_celsius)),
        column("track_celsius", "of the track", DoubleIfAny(|row| row.track_celsius)),
        column(
            "humidity_percent",
            "relative humidity",
            DoubleIfAny(|row| row.humidity.map(|it| it * 100.0)),
        ),
        column("pressure_mbar", "of the air", DoubleIfAny(|row| row.pressure.map(|it| it / 100.0))),
        column("rain", "whether it rained", FlagIfAny(|row| row.rain)),
        column("wind_speed_mps", "of the wind", DoubleIfAny(|row| row.wind_speed)),
        column(
            "wind_from_deg",
            "where the wind comes from, clockwise from north",
            DoubleIfAny(|row| row.wind_from.map(f64::to_degrees)),
        ),
    ],
};

pub(crate) const PARTS: Table<PartStart> = Table {
    name: "parts",
    row: "a part of qualifying",
    columns: &[
        column("part", "which: `Q1`", Text(|row| row.part.name().into())),
        column(
            "at_us",
            "when it began, on the clock of the session, in microseconds",
            Long(|row| row.at.as_micros().cast_signed()),
        ),
    ],
};

pub(crate) const STATED: Table<StatedResult> = Table {
    name: "stated",
    row: "a line of the result as the source states it",
    columns: &[
        column("place", "the place, from 1", IntIfAny(|row| row.place.map(i32::from))),
        column(
            "car",
            "the number on the car; text",
            TextIfAny(|row| row.car.as_ref().map(|it: &CarNumber| it.as_str().into())),
        ),
        column("driver", "who", TextIfAny(|row| name(&row.driver))),
        column("laps", "completed laps", IntIfAny(|row| row.laps.map(i32::from))),
        column(
            "time_us",
            "from the start to the flag, or the best lap of a session without a race, in microseconds",
            LongIfAny(|row| lap_us(row.time)),
        ),
        column(
            "q1_us",
            "best time of Q1, in microseconds",
            LongIfAny(|row| part_us(row, QualifyingPart::Q1)),
        ),
        column(
            "q2_us",
            "best time of Q2, in microseconds",
            LongIfAny(|row| part_us(row, QualifyingPart::Q2)),
        ),
        column(
            "q3_us",
            "best time of Q3, in microseconds",
            LongIfAny(|row| part_us(row, QualifyingPart::Q3)),
        ),
        column(
            "status",
            "how it ended, in the source's words",
            TextIfAny(|row| borrowed(&row.status)),
        ),
    ],
};

fn crew(row: &CrewRow) -> Option<&RecordedDriver> {
    row.driver.as_ref().map(|(_, driver)| driver)
}

fn borrowed(text: &Option<String>) -> Option<Cow<'_, str>> {
    text.as_deref().map(Cow::Borrowed)
}

fn name(driver: &Option<DriverName>) -> Option<Cow<'_, str>> {
    driver.as_ref().map(|it| it.as_str().into())
}

fn compound(compound: &Option<Compound>) -> Option<Cow<'_, str>> {
    compound.as_ref().map(|it| it.as_str().into())
}

/// Nothing where it is beyond all that is a time: what is written can be read again.
fn lap_us(time: Option<LapTime>) -> Option<i64> {
    time.and_then(|it| it.as_micros().try_into().ok())
}

fn clock_us(time: Option<ClockTime>) -> Option<i64> {
    time.and_then(|it| it.as_micros().try_into().ok())
}

fn stamps_us(stamps: &[Option<ClockTime>]) -> Vec<Option<i64>> {
    stamps.iter().copied().map(clock_us).collect()
}

fn part_us(row: &StatedResult, part: QualifyingPart) -> Option<i64> {
    lap_us(row.part_times[part as usize])
}

/// To a millionth of a km/h, so that what was whole stays whole.
fn kmh(speed: Option<f64>) -> Option<f64> {
    speed.map(|speed| (speed * 3.6e6).round() / 1e6)
}
