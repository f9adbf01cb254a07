//! CSV as MoTeC i2 exports it: quoted cells, a preamble of names and values, headings, units.
//!
//! Also without the preamble, as headings and units alone.
//!
//! ```
//! use maatstaf_core::{Channel, LapTime};
//! use maatstaf_formats::logger::LogOptions;
//! use maatstaf_formats::motec_csv;
//!
//! let bytes = br#""Format","MoTeC CSV File"
//! "Venue","Calder Park"
//! "Beacon Markers","0.5 1.75"
//!
//! "Time","Ground Speed"
//! "s","km/h"
//!
//! "0.0","36"
//! "1.0","72"
//! "2.0","90"
//! "#;
//! let recording = motec_csv::read("log.csv", bytes, &LogOptions::default())?.recording;
//! assert_eq!(recording.samples[0].channel(Channel::Speed), Some(&[10.0, 20.0, 25.0][..]));
//! assert_eq!(recording.laps[1].time, Some(LapTime::from_millis(1250)));
//! # Ok::<(), maatstaf_formats::recordings::Error>(())
//! ```

use std::collections::BTreeMap;

use maatstaf_core::{ClockTime, SessionFacts, TimedLap};

use crate::logger::{
    Columns, LogOptions, Logged, LoggedChannel, Stream, Wanted, car_of, finish, plain,
    session_name, some,
};
use crate::logger_laps::{self, span_of};
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::text_table::{TextRow, TextTable, without_mark};

const FORMAT: &str = "MoTeC CSV";

/// Rows before the headings; more are no preamble.
const LONGEST_PREAMBLE: usize = 100;

/// Whether these are the first bytes of such a file.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let head = without_mark(head);
    if head.starts_with(b"\"Format\",\"MoTeC CSV") || head.starts_with(b"Format,MoTeC CSV") {
        return true;
    }
    let mut lines = head.split(|byte| *byte == b'\n');
    let starts = |line: Option<&[u8]>, with: &[u8]| line.is_some_and(|it| it.starts_with(with));
    starts(lines.next(), b"\"Time\",\"") && starts(lines.next(), b"\"s\",")
}

/// Reads a whole export.
///
/// # Errors
///
/// When it is not one.
pub fn read(file: &str, bytes: &[u8], options: &LogOptions) -> Result<ReadRecording, Error> {
    if !looks_like(file, bytes) {
        let reason = "it begins neither with \"Format\",\"MoTeC CSV File\" nor with \"Time\" over \
                      \"s\"; name its columns and read it as plain CSV";
        return Err(Error::not(FORMAT, file, reason));
    }
    let mut issues = IssueList::of(file);
    let mut table = TextTable::sniffed(bytes);
    let (preamble, headings) = preamble(&mut table)
        .ok_or_else(|| Error::not(FORMAT, file, "no row of headings begins with \"Time\""))?;
    let mut row = TextRow::default();
    let units = if table.next(&mut row) { row.headings() } else { Vec::new() };
    let find = |name: &str| headings.iter().position(|heading| heading == name);
    let places: Vec<usize> = match (find("GPS Latitude"), find("GPS Longitude")) {
        (Some(lat), Some(lon)) => vec![lat, lon],
        _ => Vec::new(),
    };
    let wanted = Wanted { headings: &headings, time: (0, 1.0), fine: &places, shift: 0.0 };
    let read = Columns::read(&mut table, &wanted, &mut issues);
    let value = |key: &str| preamble.get(key).map_or("", String::as_str);
    let name = match value("Sample Rate").parse() {
        Ok(rate) => crate::logger::rate_name(rate),
        Err(_) => read.rate_name(),
    };
    let logged = Logged {
        about: about(&preamble),
        car: value("Vehicle").to_owned(),
        driver: value("Driver").to_owned(),
        laps: laps(&preamble, &headings, &read, &mut issues),
        streams: vec![stream(name, &headings, &units, read)],
        ..Logged::default()
    };
    Ok(finish(logged, options, issues))
}

/// The names and values before the headings, and the headings.
fn preamble(table: &mut TextTable) -> Option<(BTreeMap<String, String>, Vec<String>)> {
    let mut preamble = BTreeMap::new();
    let mut row = TextRow::default();
    for _ in 0..LONGEST_PREAMBLE {
        if !table.next(&mut row) {
            return None;
        }
        if row.bytes(0) == b"Time" {
            return Some((preamble, row.headings()));
        }
        for pair in [0, 4] {
            preamble.insert(row.text(pair).into_owned(), row.text(pair + 1).into_owned());
        }
    }
    None
}

fn about(preamble: &BTreeMap<String, String>) -> SessionFacts {
    let value = |key: &str| preamble.get(key).map_or("", String::as_str);
    let year = value("Log Date").split(['-', '/', '.']).find(|part| part.trim().len() == 4);
    let name = [value("Session"), value("Comment")].map(str::trim).join(" ");
    SessionFacts {
        year: year.and_then(|year| year.trim().parse().ok()),
        place: some(value("Venue")),
        session: session_name(name.trim(), value("Log Date"), value("Log Time")),
        ..SessionFacts::default()
    }
}

/// Laps by the beacons of the preamble, else by the clock of the running lap, else by its number.
fn laps(
    preamble: &BTreeMap<String, String>,
    headings: &[String],
    read: &Columns,
    issues: &mut IssueList,
) -> Vec<TimedLap> {
    let Some(span) = span_of(&read.times) else { return Vec::new() };
    let car = car_of(preamble.get("Vehicle").map_or("", String::as_str));
    let mut beacons: Vec<ClockTime> = Vec::new();
    for text in preamble.get("Beacon Markers").into_iter().flat_map(|it| it.split_whitespace()) {
        match text.parse() {
            Ok(at) => beacons.push(at),
            Err(_) => issues.add(None, format!("a beacon at {text:?}, which is no time")),
        }
    }
    if !beacons.is_empty() {
        return logger_laps::between(&car, &beacons, span, true);
    }
    let column = |names: &[&str]| {
        let is_it = |heading: &String| names.contains(&plain(heading).as_str());
        let idx = headings.iter().skip(1).position(is_it)?;
        read.columns.get(idx + 1)
    };
    if let Some(running) = column(&["runninglaptime", "currentlaptime", "time"]) {
        let restarts = logger_laps::restarts(&read.times, running);
        if !restarts.is_empty() {
            return logger_laps::between(&car, &restarts, span, false);
        }
    }
    match column(&["lapnumber", "lap"]) {
        Some(numbers) => logger_laps::by_number(&car, &read.times, numbers),
        None => Vec::new(),
    }
}

fn stream(name: String, headings: &[String], units: &[String], read: Columns) -> Stream {
    let columns = read.columns.into_iter().enumerate().skip(1);
    let channels = columns.map(|(idx, values)| LoggedChannel {
        name: headings.get(idx).cloned().unwrap_or_default(),
        unit: units.get(idx).cloned().unwrap_or_default(),
        values,
    });
    let channels = channels.collect();
    let places = match &read.fine[..] {
        [lat, lon] => lat.iter().copied().zip(lon.iter().copied()).collect(),
        _ => Vec::new(),
    };
    Stream { name, times: read.times, channels, places }
}

#[cfg(test)]
#[path = "motec_csv_tests.rs"]
mod tests;
