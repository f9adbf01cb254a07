//! Plain CSV of any program, with a [`Mapping`] that says which column is what.
//!
//! Without a mapping the headings may tell, where they have units: `Time (sec)`,
//! `Vehicle Speed (kph)`.
//!
//! ```
//! use maatstaf_core::Channel;
//! use maatstaf_formats::logger::LogOptions;
//! use maatstaf_formats::mapped_csv::{self, Mapping};
//!
//! let mapping: Mapping = "time=t,speed=v:km/h,lap=Lap".parse()?;
//! let bytes = b"t;v;Lap\n0.0;36;1\n0.5;72;1\n";
//! let read = mapped_csv::read("log.csv", bytes, Some(&mapping), &LogOptions::default()).unwrap();
//! assert_eq!(read.recording.samples[0].channel(Channel::Speed), Some(&[10.0, 20.0][..]));
//! # Ok::<(), maatstaf_formats::mapped_csv::InvalidMapping>(())
//! ```

mod mapping;

use maatstaf_core::{Channel, SessionFacts, TimedLap};

pub use mapping::{InvalidMapping, MappedColumn, Mapping, Target};

use crate::logger::{
    Columns, LogOptions, Logged, LoggedChannel, Stream, Wanted, car_of, finish, known, metres_in,
    plain, seconds_in, to_si,
};
use crate::logger_laps::{self, span_of};
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::text_table::{TextRow, TextTable, separator, without_mark};

const FORMAT: &str = "CSV of a logger";

/// Rows in which the headings are looked for.
const LONGEST_PREAMBLE: usize = 100;

/// The headings of a table, and how many rows stand before the numbers.
struct Shape {
    names: Vec<String>,
    units: Vec<String>,
    rows: usize,
    separator: u8,
}

/// A column that is meant, found: which one, and its unit.
struct Found<'a> {
    target: Target,
    idx: usize,
    unit: &'a str,
}

/// Whether the headings tell by themselves what the columns are.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    shape(head, None).is_some_and(|shape| guessed(&shape).is_some())
}

/// Reads a table by a mapping, or by its headings where they have units.
///
/// # Errors
///
/// When a column of the mapping is not there, or its unit is not known.
pub fn read(
    file: &str,
    bytes: &[u8],
    mapping: Option<&Mapping>,
    options: &LogOptions,
) -> Result<ReadRecording, Error> {
    let refused = |reason: String| Error::not(FORMAT, file, reason);
    let shape = shape(bytes, mapping).ok_or_else(|| refused(no_headings(mapping)))?;
    let guess;
    let mapping = match mapping {
        Some(mapping) => mapping,
        None => {
            let reason = "its headings do not tell what the columns are; name them, such as \
                          time=Time:s,speed=Speed:km/h";
            guess = guessed(&shape).ok_or_else(|| refused(reason.to_owned()))?;
            &guess
        }
    };
    let found = found(mapping, &shape).map_err(refused)?;
    let at = |target: Target| found.iter().find(|it| it.target == target);
    let time = at(Target::Time).ok_or_else(|| refused("no column is the time".to_owned()))?;
    let time = (time.idx, seconds_in(time.unit).unwrap_or(1.0));
    let places = match (at(Target::Latitude), at(Target::Longitude)) {
        (Some(lat), Some(lon)) => vec![lat.idx, lon.idx],
        _ => Vec::new(),
    };
    let mut issues = IssueList::of(file);
    let wanted = Wanted { headings: &shape.names, time, fine: &places, shift: 0.0 };
    let read = Columns::read(&mut numbers(bytes, &shape), &wanted, &mut issues);
    let laps = laps(&found, mapping, &read);
    let (stream, meant) = channels(&shape, &found, time.0, read);
    let logged = Logged {
        about: about(mapping),
        car: mapping.car.clone().unwrap_or_default(),
        driver: mapping.driver.clone().unwrap_or_default(),
        laps,
        streams: vec![stream],
        meant: Some(meant),
    };
    Ok(finish(logged, options, issues))
}

/// The table from its first row of numbers on.
fn numbers<'a>(bytes: &'a [u8], shape: &Shape) -> TextTable<'a> {
    let mut table = TextTable::new(without_mark(bytes), shape.separator, 0);
    let mut row = TextRow::default();
    for _ in 0..shape.rows {
        table.next(&mut row);
    }
    table
}

fn no_headings(mapping: Option<&Mapping>) -> String {
    let time = mapping
        .and_then(|mapping| mapping.columns.iter().find(|column| column.target == Target::Time));
    match time {
        Some(time) => format!("no row of headings has the column {:?}", time.column),
        None => "it has no row of headings".to_owned(),
    }
}

/// Finds the headings: the first row that has the column of the time; with columns by number, or
/// without a mapping, the first row. A row under them without a time is one of units.
fn shape(bytes: &[u8], mapping: Option<&Mapping>) -> Option<Shape> {
    let bytes = without_mark(bytes);
    let separator = mapping.and_then(|it| it.separator).unwrap_or_else(|| separator(bytes));
    let time = mapping.map(|it| it.columns.iter().find(|it| it.target == Target::Time));
    let time = match time {
        Some(column) => Some(column?),
        None => None,
    };
    let mut table = TextTable::new(bytes, separator, 0);
    let mut row = TextRow::default();
    for rows in 1..=LONGEST_PREAMBLE {
        if !table.next(&mut row) {
            return None;
        }
        let names = row.headings();
        let at = match time {
            Some(column) => column.find(&names),
            None => names.iter().position(|name| is_time(name)),
        };
        let Some(at) = at else { continue };
        if is_moment(&row, at) {
            let names = (1..=names.len()).map(|number| format!("#{number}")).collect();
            return Some(Shape { names, units: Vec::new(), rows: rows - 1, separator });
        }
        let has_units = table.next(&mut row) && !is_moment(&row, at);
        let units = if has_units { row.headings() } else { Vec::new() };
        return Some(Shape { names, units, rows: rows + usize::from(has_units), separator });
    }
    None
}

fn is_moment(row: &TextRow, at: usize) -> bool {
    row.number(at).is_some() || row.text(at).parse::<maatstaf_core::ClockTime>().is_ok()
}

/// A heading without the unit behind it: `Speed (km/h)` is `Speed` in `km/h`.
fn name_and_unit(heading: &str) -> (&str, &str) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((name, unit)) = heading.strip_suffix(close).and_then(|it| it.rsplit_once(open))
        {
            return (name.trim(), unit.trim());
        }
    }
    (heading.trim(), "")
}

fn is_time(heading: &str) -> bool {
    let (name, unit) = name_and_unit(heading);
    plain(name) == "time" && seconds_in(unit).is_some()
}

/// The mapping that the headings tell; none unless time and a channel have their units.
fn guessed(shape: &Shape) -> Option<Mapping> {
    let split = shape.names.iter().map(|name| name_and_unit(name));
    let known = known(split);
    let column = |target, name: &String| MappedColumn { target, column: name.clone(), unit: None };
    let time = shape.names.iter().find(|name| is_time(name))?;
    let mut columns = vec![column(Target::Time, time)];
    for (name, known) in shape.names.iter().zip(known) {
        match (known, plain(name_and_unit(name).0).as_str()) {
            (Some((channel, _)), _) => columns.push(column(Target::Channel(channel), name)),
            (None, "latitude" | "gpslatitude" | "lat") => {
                columns.push(column(Target::Latitude, name));
            }
            (None, "longitude" | "gpslongitude" | "lon") => {
                columns.push(column(Target::Longitude, name));
            }
            (None, "lap" | "lapnumber") => columns.push(column(Target::Lap, name)),
            _ => {}
        }
    }
    let has_channel = columns.iter().any(|it| matches!(it.target, Target::Channel(_)));
    has_channel.then(|| Mapping { columns, ..Mapping::default() })
}

/// The columns of a mapping in a table, with units that fit.
fn found<'a>(mapping: &'a Mapping, shape: &'a Shape) -> Result<Vec<Found<'a>>, String> {
    let mut found = Vec::new();
    for column in &mapping.columns {
        let idx = column.find(&shape.names).ok_or_else(|| {
            format!("{} is not among its columns: {}", column.column, shape.names.join(", "))
        })?;
        let heading = name_and_unit(&shape.names[idx]).1;
        let under = shape.units.get(idx).map_or("", String::as_str);
        let candidates = [column.unit.as_deref().unwrap_or(""), heading, under];
        let unit = candidates.into_iter().find(|unit| !unit.is_empty()).unwrap_or("");
        if !column.target.takes(unit) {
            let target = column.target.name();
            let example = column.target.example();
            return Err(format!(
                "{target} is in {unit:?}, which is no unit of it; write {target}={}:{example}",
                column.column
            ));
        }
        found.push(Found { target: column.target, idx, unit });
    }
    Ok(found)
}

/// Every column but the time as a channel, and what each is meant to be.
fn channels(
    shape: &Shape,
    found: &[Found],
    time: usize,
    read: Columns,
) -> (Stream, Vec<Option<(Channel, f64)>>) {
    let name = read.rate_name();
    let columns = read.columns.into_iter().enumerate().filter(|(idx, _)| *idx != time);
    let (channels, meant) = columns.map(|(idx, values)| channel(shape, found, idx, values)).unzip();
    let places = match &read.fine[..] {
        [lat, lon] => lat.iter().copied().zip(lon.iter().copied()).collect(),
        _ => Vec::new(),
    };
    (Stream { name, times: read.times, channels, places }, meant)
}

/// A column as a channel; distances in metres, others in their own unit.
fn channel(
    shape: &Shape,
    found: &[Found],
    idx: usize,
    values: Vec<f32>,
) -> (LoggedChannel, Option<(Channel, f64)>) {
    let (name, in_heading) = name_and_unit(shape.names.get(idx).map_or("", String::as_str));
    let under = shape.units.get(idx).map_or("", String::as_str);
    let unit = if in_heading.is_empty() { under } else { in_heading };
    let named = |name: &str, unit: &str, values: Vec<f32>| LoggedChannel {
        name: name.to_owned(),
        unit: unit.to_owned(),
        values,
    };
    match found.iter().find(|it| it.idx == idx) {
        Some(Found { target: Target::Channel(channel), unit: said, .. }) => {
            let meant = mapping::factor(*channel, said).map(|factor| (*channel, factor));
            (named(name, said, values), meant)
        }
        Some(Found { target: Target::Distance, unit: said, .. }) => {
            let metres = metres_in(said).unwrap_or(1.0);
            let values = values.into_iter().map(|it| (f64::from(it) * metres) as f32).collect();
            (named("distance", "m", values), None)
        }
        _ => (named(name, unit, values), None),
    }
}

fn about(mapping: &Mapping) -> SessionFacts {
    SessionFacts {
        year: mapping.year,
        place: mapping.place.clone(),
        session: mapping.session.clone(),
        ..SessionFacts::default()
    }
}

/// Laps by the clock of the running lap, else by its number.
fn laps(found: &[Found], mapping: &Mapping, read: &Columns) -> Vec<TimedLap> {
    let car = car_of(mapping.car.as_deref().unwrap_or_default());
    let Some(span) = span_of(&read.times) else { return Vec::new() };
    let column = |target: Target| {
        let found = found.iter().find(|it| it.target == target)?;
        Some((found, read.columns.get(found.idx)?))
    };
    if let Some((found, clock)) = column(Target::RunningLap) {
        let seconds = seconds_in(found.unit).unwrap_or(1.0);
        let clock: Vec<f32> = clock.iter().map(|it| (f64::from(*it) * seconds) as f32).collect();
        let moments = logger_laps::restarts(&read.times, &clock);
        if !moments.is_empty() {
            return logger_laps::between(&car, &moments, span, false);
        }
    }
    match column(Target::Lap) {
        Some((_, numbers)) => logger_laps::by_number(&car, &read.times, numbers),
        None => Vec::new(),
    }
}

#[cfg(test)]
#[path = "mapped_csv_tests.rs"]
mod tests;
