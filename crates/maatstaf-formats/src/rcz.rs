//! `.rcz`, the sessions of RaceChrono as it keeps them: a zip of JSON and of channels in plain numbers.
//!
//! Worked out by holding such a file against the CSV that the program exports of it.
//!
//! | entry | what |
//! | --- | --- |
//! | `session.json` | title, track, laps with their moments in ms since 1970 |
//! | `channel_T_D_C_1_1` | the moments of channel C of device D: ms since 1970, 64 bits each |
//! | `channel_T_D_C_2_1` | the way since the start, mm |
//! | `channel_1_D_0_3_1` | places: latitude and longitude, 32 bits each, 6,000,000 a degree |
//! | `channel_1_D_0_4_0`, `_5_0`, `_6_0` | speed mm/s, height mm, heading degrees/1000; 32 bits each |
//! | `channel_1_D_0_30002_0`, `_30003_0`, `_30007_0` | satellites, kind of fix, accuracy mm |
//! | `channel2_T_D_C_C_3` | the values of a channel of a bus, floating-point, 64 bits each |

mod channels;
mod salvage;

use std::io::{Cursor, Read};

use jiff::Timestamp;
use maatstaf_core::{ClockTime, SessionFacts, TimedLap};
use serde::Deserialize;
use zip::ZipArchive;

use crate::logger::{LogOptions, Logged, car_of, finish, some};
use crate::logger_laps;
use crate::racechrono::log_name;
use crate::recordings::{Error, IssueList, ReadRecording};
use channels::{Entry, entry_of};

const FORMAT: &str = "RaceChrono session";

/// Unpacked, an archive is at most this many times as long as packed, and this many bytes more.
const MOST_UNPACKED: (u64, u64) = (100, 1 << 20);

/// More entries are no session.
const MOST_ENTRIES: usize = 10_000;

/// What `session.json` says.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Session {
    title: String,
    track_name: String,
    first_timestamp: i64,
    latest_timestamp: i64,
    laps: Vec<SessionLap>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct SessionLap {
    number: u16,
    start_timestamp: i64,
    finish_timestamp: Option<i64>,
    is_invalid: bool,
}

/// Whether these are the first bytes of such a file.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let holds = |word: &[u8]| head.windows(word.len()).any(|at| at == word);
    head.starts_with(b"PK\x03\x04")
        && (holds(b"session.json") || holds(b"sessionfragment.json") || holds(b"channel_1_"))
}

/// Reads a session.
///
/// # Errors
///
/// When it is no zip, or has neither a session nor channels.
pub fn read(file: &str, bytes: &[u8], options: &LogOptions) -> Result<ReadRecording, Error> {
    let refused = |reason: String| Error::not(FORMAT, file, reason);
    let mut issues = IssueList::of(file);
    let (session, entries) = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(mut archive) => unpack(&mut archive, bytes.len() as u64, &mut issues),
        Err(error) => {
            issues.add(None, format!("it is no whole zip ({error}); its entries are looked for"));
            unpack_broken(bytes, &mut issues)
        }
    };
    if session.is_none() && entries.is_empty() {
        return Err(refused("neither session.json nor a channel can be found in it".to_owned()));
    }
    let session = session.unwrap_or_else(|| {
        issues.add(None, "session.json is not there or spoilt: it has no laps and no title");
        Session::default()
    });
    let zero = match session.first_timestamp {
        0 => channels::first(&entries).unwrap_or(0),
        first => first,
    };
    let streams = channels::streams(&entries, zero, &mut issues);
    let end = streams.iter().filter_map(|stream| stream.times.last().copied()).max();
    let logged = Logged {
        about: about(&session, zero),
        laps: laps(&session, zero, end),
        streams,
        ..Logged::default()
    };
    Ok(finish(logged, options, issues))
}

/// The session and the channels. What is packed too well is left out, and so is what is spoilt.
fn unpack(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    packed: u64,
    issues: &mut IssueList,
) -> (Option<Session>, Vec<Entry>) {
    let (mut session, mut entries) = (None, Vec::new());
    let mut left = most_unpacked(packed);
    for idx in 0..archive.len().min(MOST_ENTRIES) {
        let nth = Some(idx as u64 + 1);
        let mut bytes = Vec::new();
        let name = match archive.by_index(idx) {
            Ok(entry) => {
                let name = entry.name().map_or_else(|_| "?".to_owned(), |it| it.into_owned());
                if let Err(error) = entry.take(left + 1).read_to_end(&mut bytes) {
                    issues.add(nth, format!("{name} breaks off: {error}"));
                }
                name
            }
            Err(error) => {
                issues.add(nth, format!("an entry cannot be read: {error}"));
                continue;
            }
        };
        let Some(rest) = left.checked_sub(bytes.len() as u64) else {
            issues.add(nth, "unpacked it is more than a hundred times as long; it is left here");
            break;
        };
        left = rest;
        if name == "session.json" {
            session = session_of(&bytes, nth, issues).or(session);
        } else if let Some(entry) = entry_of(&name, bytes) {
            entries.push(entry);
        }
    }
    (session, entries)
}

/// The same of a zip without its end.
fn unpack_broken(bytes: &[u8], issues: &mut IssueList) -> (Option<Session>, Vec<Entry>) {
    let (mut session, mut entries) = (None, Vec::new());
    let most = most_unpacked(bytes.len() as u64);
    let (mut left, mut spoilt) = (most, IssueList::of(issues.file()));
    salvage::entries(bytes, most, issues, |name, bytes| {
        left = left.saturating_sub(bytes.len() as u64);
        if name == "session.json" {
            session = session_of(&bytes, None, &mut spoilt).or(session.take());
        } else if let Some(entry) = entry_of(&name, bytes) {
            entries.push(entry);
        }
        left > 0 && entries.len() < MOST_ENTRIES
    });
    issues.append(spoilt);
    (session, entries)
}

fn most_unpacked(packed: u64) -> u64 {
    packed.saturating_mul(MOST_UNPACKED.0).saturating_add(MOST_UNPACKED.1)
}

fn session_of(bytes: &[u8], nth: Option<u64>, issues: &mut IssueList) -> Option<Session> {
    let read = serde_json::from_slice(bytes);
    read.map_err(|error| issues.add(nth, format!("session.json: {error}"))).ok()
}

fn about(session: &Session, zero: i64) -> SessionFacts {
    let start = Timestamp::from_millisecond(zero).ok().filter(|_| zero > 0);
    let text = start.map_or(String::new(), |start| start.to_string());
    SessionFacts {
        year: text.get(..4).and_then(|year| year.parse().ok()),
        place: some(&session.track_name),
        session: log_name(&session.title, &text),
        clock_zero: start,
        ..SessionFacts::default()
    }
}

/// The laps of the list, good to the millisecond. The last one has no end but that of the session.
fn laps(session: &Session, zero: i64, end: Option<ClockTime>) -> Vec<TimedLap> {
    let car = car_of("");
    let clock = |millis: i64| {
        let since = u64::try_from(millis.checked_sub(zero)?).ok()?;
        since.checked_mul(1000).map(ClockTime::from_micros)
    };
    let mut laps: Vec<TimedLap> = session
        .laps
        .iter()
        .filter_map(|lap| {
            let began = clock(lap.start_timestamp)?;
            let whole = lap.finish_timestamp.is_some();
            let ended = match lap.finish_timestamp {
                Some(finish) => clock(finish)?,
                None => clock(session.latest_timestamp).or(end)?,
            };
            let number = lap.number.max(1);
            let deleted = lap.is_invalid.then(|| "marked as invalid in the app".to_owned());
            (began <= ended).then(|| TimedLap {
                deleted,
                ..logger_laps::lap(&car, number, (began, ended), whole, !lap.is_invalid)
            })
        })
        .collect();
    laps.sort_by_key(|lap| lap.number);
    laps.dedup_by_key(|lap| lap.number);
    laps
}

#[cfg(test)]
#[path = "rcz_tests.rs"]
mod tests;
