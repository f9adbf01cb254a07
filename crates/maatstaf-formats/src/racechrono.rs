//! CSV as RaceChrono exports it, version 3: a preamble, headings, units, sources, one row a moment.
//!
//! The rows of all receivers and buses are mixed and filled in by RaceChrono, and there is a row at the
//! very moment at which the line is crossed, so laps are as exact as the program is.
//!
//! ```
//! use maatstaf_core::{Channel, LapTime};
//! use maatstaf_formats::logger::LogOptions;
//! use maatstaf_formats::racechrono;
//!
//! let bytes = b"This file is created using RaceChrono Pro v9.1.3 ( http://racechrono.com/ ).
//! Format,3
//! Track name,\"Taupo\"
//!
//! timestamp,fragment_id,lap_number,elapsed_time,latitude,longitude,speed
//! unix time,,,s,deg,deg,m/s
//! ,,,,100: gps,100: gps,100: gps
//! 1676148521.0,0,5,78.0,-38.66,176.14,20.0
//! 1676148522.5,0,6,79.5,-38.65,176.14,21.0
//! 1676148524.25,0,7,81.25,-38.64,176.14,22.0
//! 1676148525.0,0,7,82.0,-38.63,176.14,22.0
//! ";
//! let recording = racechrono::read("log.csv", bytes, &LogOptions::default())?.recording;
//! assert_eq!(recording.laps[1].number, 6);
//! assert_eq!(recording.laps[1].time, Some(LapTime::from_millis(1750)));
//! assert!(recording.samples.iter().any(|it| it.channel(Channel::North).is_some()));
//! # Ok::<(), maatstaf_formats::recordings::Error>(())
//! ```

use std::collections::BTreeMap;

use jiff::Timestamp;
use maatstaf_core::{SessionFacts, TimedLap};

use crate::logger::{
    Columns, LogOptions, Logged, LoggedChannel, Stream, Wanted, car_of, finish, session_name, some,
};
use crate::logger_laps;
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::text_table::{TextRow, TextTable, without_mark};

const FORMAT: &str = "RaceChrono CSV";

/// Rows before the headings; more are no preamble.
const LONGEST_PREAMBLE: usize = 100;

/// The headings of a table, with their units and where each column comes from.
struct Headings {
    names: Vec<String>,
    units: Vec<String>,
    sources: Vec<String>,
}

/// Whether these are the first bytes of such a file.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    without_mark(head).starts_with(b"This file is created using RaceChrono")
}

/// Reads an export.
///
/// # Errors
///
/// When it is not one, or of another version.
pub fn read(file: &str, bytes: &[u8], options: &LogOptions) -> Result<ReadRecording, Error> {
    let refused = |reason: &str| Error::not(FORMAT, file, reason);
    if !looks_like(file, bytes) {
        return Err(refused("it does not begin with \"This file is created using RaceChrono\""));
    }
    let mut issues = IssueList::of(file);
    let mut table = TextTable::new(without_mark(bytes), b',', 0);
    let (preamble, headings) =
        preamble(&mut table).ok_or_else(|| refused("no row of headings begins with timestamp"))?;
    match preamble.get("Format").map(String::as_str) {
        None | Some("3") => {}
        Some(other) => {
            return Err(refused(&format!("it is of format {other}; export it as CSV v3")));
        }
    }
    let find = |name: &str| headings.names.iter().position(|heading| heading == name);
    let elapsed = find("elapsed_time").ok_or_else(|| refused("it has no column elapsed_time"))?;
    let mut fine = vec![0];
    if let (Some(lat), Some(lon)) = (find("latitude"), find("longitude")) {
        fine.extend([lat, lon]);
    }
    let wanted =
        Wanted { headings: &headings.names, time: (elapsed, 1.0), fine: &fine, shift: 0.0 };
    let read = Columns::read(&mut table, &wanted, &mut issues);
    let zero = read.fine[0].first().zip(read.times.first()).map(|(unix, at)| unix - at.seconds());
    let laps = find("lap_number").map_or(Vec::new(), |idx| laps(&read, &read.columns[idx]));
    let logged = Logged {
        about: about(&preamble, zero),
        car: String::new(),
        driver: preamble.get("Driver name").cloned().unwrap_or_default(),
        laps,
        streams: streams(&headings, read, elapsed),
        ..Logged::default()
    };
    Ok(finish(logged, options, issues))
}

/// The names and values before the headings; the headings, with the two rows under them.
fn preamble(table: &mut TextTable) -> Option<(BTreeMap<String, String>, Headings)> {
    let mut preamble = BTreeMap::new();
    let mut row = TextRow::default();
    for _ in 0..LONGEST_PREAMBLE {
        if !table.next(&mut row) {
            return None;
        }
        if row.bytes(0) == b"timestamp" {
            let names = row.headings();
            let mut under = || if table.next(&mut row) { row.headings() } else { Vec::new() };
            return Some((preamble, Headings { names, units: under(), sources: under() }));
        }
        let value = [row.text(1), row.text(2)].join(" ").trim().to_owned();
        preamble.insert(row.text(0).into_owned(), value);
    }
    None
}

fn about(preamble: &BTreeMap<String, String>, zero: Option<f64>) -> SessionFacts {
    let value = |key: &str| preamble.get(key).map_or("", String::as_str);
    let zero = zero.filter(|seconds| (1e8..1e11).contains(seconds));
    let zero =
        zero.and_then(|seconds| Timestamp::from_microsecond((seconds * 1e6).round() as i64).ok());
    let start = zero.map_or(String::new(), |zero| zero.to_string());
    SessionFacts {
        year: start.get(..4).and_then(|year| year.parse().ok()),
        place: some(value("Track name")),
        session: log_name(value("Session title"), &start),
        clock_zero: zero,
        ..SessionFacts::default()
    }
}

/// A title with the moment of the start, to the second.
pub(crate) fn log_name(title: &str, start: &str) -> Option<String> {
    let (date, time) = start.split_once('T').unwrap_or_default();
    session_name(title, date, time.get(..8).unwrap_or_default())
}

/// Laps by their numbers. A recording that was stopped and went on within a lap does not time it.
fn laps(read: &Columns, numbers: &[f32]) -> Vec<TimedLap> {
    let mut laps = logger_laps::by_number(&car_of(""), &read.times, numbers);
    let gaps: Vec<_> =
        read.times.iter().zip(numbers).filter(|(_, it)| it.is_nan()).map(|(at, _)| *at).collect();
    for lap in &mut laps {
        let next = gaps.partition_point(|gap| Some(*gap) <= lap.began);
        if gaps.get(next).is_some_and(|gap| Some(*gap) < lap.ended) {
            lap.time = None;
        }
        lap.accurate = lap.time.is_some();
    }
    laps
}

/// A stream for every receiver and bus, and one for what belongs to none.
fn streams(headings: &Headings, read: Columns, elapsed: usize) -> Vec<Stream> {
    let places: Vec<(f64, f64)> = match &read.fine[..] {
        [_, lat, lon] => lat.iter().copied().zip(lon.iter().copied()).collect(),
        _ => Vec::new(),
    };
    let mut streams: Vec<Stream> = Vec::new();
    for (idx, values) in read.columns.into_iter().enumerate() {
        if idx == 0 || idx == elapsed {
            continue;
        }
        let text = |row: &[String]| row.get(idx).cloned().unwrap_or_default();
        let source = text(&headings.sources);
        let name = if source.is_empty() { "session".to_owned() } else { source };
        let channel =
            LoggedChannel { name: text(&headings.names), unit: text(&headings.units), values };
        let placed = if channel.name == "latitude" { places.clone() } else { Vec::new() };
        let stream = match streams.iter_mut().position(|stream| stream.name == name) {
            Some(at) => &mut streams[at],
            None => {
                streams.push(Stream { name, times: read.times.clone(), ..Stream::default() });
                let last = streams.len() - 1;
                &mut streams[last]
            }
        };
        stream.channels.push(channel);
        if !placed.is_empty() {
            stream.places = placed;
        }
    }
    streams
}

#[cfg(test)]
#[path = "racechrono_tests.rs"]
mod tests;
