//! `.ibt`, the telemetry of iRacing: a head, a session in words, a list of variables, records.
//!
//! | offset | what, 32 bits each |
//! | --- | --- |
//! | 0 | version, status, records in a second |
//! | 16, 20 | length and place of the session in words |
//! | 24, 28 | number and place of the variables |
//! | 32, 36 | number of buffers, length of a record |
//! | 48 + 16 · n | buffer n: its tick, where it is |
//! | 112 | when the session was (64 bits, seconds since 1970), two times (64 bits each), laps, records |
//!
//! A variable has its type, its place in the record and its count (32 bits each), whether the count
//! is one of time, and at 16 its name (32 bytes), meaning (64) and unit (32).
//!
//! A log on disk has one buffer, and its records follow each other to the end of the file. A picture
//! of the memory while a session runs has three or four, with one record in each.

mod laps;
mod session;

use jiff::Timestamp;
use maatstaf_core::{ClockTime, SessionFacts};

use crate::logger::{
    LogOptions, Logged, LoggedChannel, Stream, car_of, finish, rate_name, session_name, some, text,
};
use crate::recordings::{Error, IssueList, ReadRecording};
use session::Session;

const FORMAT: &str = "iRacing telemetry";

/// Where the head of a log on disk ends.
const HEAD: usize = 144;

/// How long the entry of a variable is.
const ENTRY: usize = 144;

/// The head, as far as it is believed.
#[derive(Clone, Copy, Debug)]
struct Head {
    rate: u32,
    session: (usize, usize),   // length, place
    variables: (usize, usize), // number, place
    n_buffers: usize,
    record: usize, // bytes
}

/// A variable of every record.
#[derive(Clone, Debug)]
struct Variable {
    name: String,
    unit: String,
    kind: Kind,
    at: usize,
    count: usize,
    over_time: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Byte,
    Int,
    Bits,
    Single,
    Double,
}

/// The records of a log, and their moments on its clock.
struct Records<'a> {
    bytes: Vec<&'a [u8]>,
    times: Vec<ClockTime>,
    variables: Vec<Variable>,
}

/// Whether these are the first bytes of such a log.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    head_of(head).is_ok()
}

/// Reads a log, finished or not.
///
/// # Errors
///
/// When it is not one, or no record is in it.
pub fn read(file: &str, bytes: &[u8], options: &LogOptions) -> Result<ReadRecording, Error> {
    let refused = |reason: String| Error::not(FORMAT, file, reason);
    let head = head_of(bytes).map_err(refused)?;
    let mut issues = IssueList::of(file);
    let session = slice(bytes, head.session.1, head.session.0);
    let session = session::read(&text(session.unwrap_or_default()));
    let variables = variables(bytes, &head, &mut issues);
    let records = records(bytes, &head, &mut issues);
    if variables.is_empty() || records.is_empty() {
        return Err(refused("no record is in it; the session was not recorded".to_owned()));
    }
    let times = times(&records, &variables, head.rate, &mut issues);
    let records = Records { bytes: records, times, variables };
    let logged = Logged {
        about: about(bytes, &head, &session, &records),
        car: session.number.clone().unwrap_or_default(),
        driver: session.driver.clone().unwrap_or_default(),
        laps: laps::laps(&car_of(session.number.as_deref().unwrap_or_default()), &records),
        streams: streams(&records, head.rate, &mut issues),
        ..Logged::default()
    };
    Ok(finish(logged, options, issues))
}

fn head_of(bytes: &[u8]) -> Result<Head, String> {
    if bytes.is_empty() {
        return Err("it is empty".to_owned());
    }
    if bytes.len() < 48 {
        return Err(format!("{} bytes are too few for its head of {HEAD}", bytes.len()));
    }
    let number = |at: usize| i32_at(bytes, at).unwrap_or(0);
    let size = |at: usize| usize::try_from(number(at)).unwrap_or(0);
    let fits = matches!(number(0), 1 | 2)
        && (1..=1000).contains(&number(8))
        && (1..=20_000).contains(&number(24))
        && (1..=4).contains(&number(32))
        && (1..=10_000_000).contains(&number(36))
        && size(28) >= 112;
    if !fits {
        let reason = "it does not begin with version 1 or 2, a rate and a list of variables";
        return Err(reason.to_owned());
    }
    Ok(Head {
        rate: number(8).unsigned_abs(),
        session: (size(16), size(20)),
        variables: (size(24), size(28)),
        n_buffers: size(32),
        record: size(36),
    })
}

/// The variables that lie in the record; all together they are no longer than it.
fn variables(bytes: &[u8], head: &Head, issues: &mut IssueList) -> Vec<Variable> {
    let mut variables = Vec::new();
    let mut left = head.record;
    for idx in 0..head.variables.0 {
        let place = idx.checked_mul(ENTRY).and_then(|it| it.checked_add(head.variables.1));
        let Some(entry) = place.and_then(|place| slice(bytes, place, ENTRY)) else {
            let missing = head.variables.0 - idx;
            issues.add(None, format!("the last {missing} of its variables are not there"));
            break;
        };
        let nth = Some(idx as u64 + 1);
        match variable(entry) {
            Some(variable) => {
                let size = variable.kind.width() * variable.count;
                let inside = variable.at.checked_add(size).is_some_and(|end| end <= head.record);
                if inside && size <= left {
                    left -= size;
                    variables.push(variable);
                } else {
                    let reason = format!("{} lies outside of the record", variable.name);
                    issues.add(nth, reason);
                }
            }
            None => issues.add(nth, "a variable of no known type is left out"),
        }
    }
    variables
}

fn variable(entry: &[u8]) -> Option<Variable> {
    let size = |at: usize| usize::try_from(i32_at(entry, at)?).ok();
    let kind = match i32_at(entry, 0)? {
        0 | 1 => Kind::Byte,
        2 => Kind::Int,
        3 => Kind::Bits,
        4 => Kind::Single,
        5 => Kind::Double,
        _ => return None,
    };
    let unit = text(&entry[112..144]);
    // A share from 0 to 1 is called % here: "0=off throttle to 1=full throttle".
    let is_share = unit == "%" && text(&entry[48..112]).contains("1=");
    Some(Variable {
        name: text(&entry[16..48]),
        unit: if is_share { "ratio".to_owned() } else { unit },
        kind,
        at: size(4)?,
        count: size(8).filter(|count| (1..=4096).contains(count))?,
        over_time: entry[12] != 0,
    })
}

/// The records, in order of time.
fn records<'a>(bytes: &'a [u8], head: &Head, issues: &mut IssueList) -> Vec<&'a [u8]> {
    let buffer = |nth: usize| {
        let at = 48 + 16 * nth;
        Some((i32_at(bytes, at)?, usize::try_from(i32_at(bytes, at + 4)?).ok()?))
    };
    if head.n_buffers > 1 {
        issues.add(None, "it is a picture of the memory of a running session: a few records only");
        let mut buffers: Vec<(i32, usize)> = (0..head.n_buffers).filter_map(buffer).collect();
        buffers.sort_unstable();
        let record = |(_, at): (i32, usize)| slice(bytes, at, head.record);
        return buffers.into_iter().filter(|(tick, _)| *tick > 0).filter_map(record).collect();
    }
    let from = buffer(0).map_or(0, |(_, at)| at).max(HEAD);
    let whole = bytes.get(from..).unwrap_or_default().chunks_exact(head.record);
    let stated = i32_at(bytes, 140).and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
    let (there, rest) = (whole.len(), whole.remainder().len());
    if stated == 0 {
        issues.add(None, "its head was never finished; the records were counted");
    } else if stated > there {
        issues.add(None, format!("{} of {stated} records are not there", stated - there));
    }
    if rest > 0 {
        issues
            .add(Some(there as u64 + 1), format!("the last record breaks off after {rest} bytes"));
    }
    whole.collect()
}

/// The moments of the records. A session that begins anew follows on the one before.
fn times(
    records: &[&[u8]],
    variables: &[Variable],
    rate: u32,
    issues: &mut IssueList,
) -> Vec<ClockTime> {
    const LONGEST_STEP: f64 = 86_400.0; // s
    let step = 1.0 / f64::from(rate);
    let time = variables.iter().find(|it| it.name == "SessionTime");
    let mut before: Option<f64> = None;
    let mut clock = 0.0;
    let mut times = Vec::with_capacity(records.len());
    for (idx, record) in records.iter().enumerate() {
        let now = time.and_then(|it| it.value(record, 0)).filter(|it| it.is_finite());
        match (before, now) {
            (Some(before), Some(now)) if (0.0..LONGEST_STEP).contains(&(now - before)) => {
                clock += now - before;
            }
            (Some(before), Some(now)) => {
                issues.add(
                    Some(idx as u64 + 1),
                    format!("the time of the session jumps from {before} s to {now} s"),
                );
                clock += step;
            }
            _ if idx > 0 => clock += step,
            _ => {}
        }
        before = now.or(before);
        times.push(ClockTime::from_micros((clock * 1e6).round() as u64));
    }
    times
}

fn about(bytes: &[u8], head: &Head, session: &Session, records: &Records) -> SessionFacts {
    let seconds = slice(bytes, 112, 8).and_then(|it| it.try_into().ok()).map(i64::from_le_bytes);
    // The memory of a running session has words here.
    let start = seconds.filter(|it| head.n_buffers == 1 && *it > 0);
    let start = start.and_then(|seconds| Timestamp::from_second(seconds).ok());
    let text = start.map_or(String::new(), |start| start.to_string());
    let (date, time) = text.split_once('T').unwrap_or_default();
    let number = records.series("SessionNum").first().copied().unwrap_or(0.0);
    let name = session.types.get(number.max(0.0) as usize).map_or("", String::as_str);
    SessionFacts {
        year: date.get(..4).and_then(|year| year.parse().ok()),
        event: session.event.clone().and_then(|it| some(&it)),
        place: session.place.clone().and_then(|it| some(&it)),
        session: session_name(name, date, time.trim_end_matches('Z')),
        clock_zero: start,
        ..SessionFacts::default()
    }
}

/// One stream of the records, and one for every variable that has several values in time.
fn streams(records: &Records, rate: u32, issues: &mut IssueList) -> Vec<Stream> {
    let singles = records.variables.iter().filter(|it| it.count == 1);
    let channels = singles.map(|variable| LoggedChannel {
        name: variable.name.clone(),
        unit: variable.unit.clone(),
        values: records.values(variable),
    });
    let mut streams = vec![Stream {
        name: rate_name(rate.into()),
        times: records.times.clone(),
        channels: channels.collect(),
        places: places(records),
    }];
    let mut left_out = 0;
    for variable in records.variables.iter().filter(|it| it.count > 1) {
        if !variable.over_time {
            left_out += 1;
            continue;
        }
        let name = rate_name(f64::from(rate) * variable.count as f64);
        let channel = LoggedChannel {
            name: variable.name.clone(),
            unit: variable.unit.clone(),
            values: records.values(variable),
        };
        match streams.iter_mut().find(|stream| stream.name == name) {
            Some(stream) => stream.channels.push(channel),
            None => {
                let times = fine_times(&records.times, rate, variable.count);
                let channels = vec![channel];
                streams.push(Stream { name, times, channels, places: Vec::new() });
            }
        }
    }
    if left_out > 0 {
        let reason = format!("{left_out} variables with a value for every car are left out");
        issues.add(None, reason);
    }
    streams
}

/// The moments of values of which each record has several, taken to follow on it evenly.
fn fine_times(times: &[ClockTime], rate: u32, count: usize) -> Vec<ClockTime> {
    let step = 1e6 / f64::from(rate) / count as f64;
    let mut fine: Vec<ClockTime> = Vec::with_capacity(times.len() * count);
    for time in times {
        for nth in 0..count {
            let at = ClockTime::from_micros(time.as_micros() + (nth as f64 * step).round() as u64);
            fine.push(fine.last().map_or(at, |last| at.max(*last)));
        }
    }
    fine
}

fn places(records: &Records) -> Vec<(f64, f64)> {
    let find = |name: &str| records.variables.iter().find(|it| it.name == name && it.count == 1);
    let (Some(lat), Some(lon)) = (find("Lat"), find("Lon")) else { return Vec::new() };
    let value = |variable: &Variable, record: &[u8]| variable.value(record, 0).unwrap_or(f64::NAN);
    records.bytes.iter().map(|record| (value(lat, record), value(lon, record))).collect()
}

impl Records<'_> {
    /// The values of a variable, record after record.
    fn values(&self, variable: &Variable) -> Vec<f32> {
        let value =
            |record: &&[u8], nth| variable.value(record, nth).map_or(f32::NAN, |it| it as f32);
        let all = self.bytes.iter();
        all.flat_map(|record| (0..variable.count).map(move |nth| value(record, nth))).collect()
    }

    /// The values of a variable by its name; none where there is no such one.
    fn series(&self, name: &str) -> Vec<f32> {
        let found = self.variables.iter().find(|it| it.name == name && it.count == 1);
        found.map_or(Vec::new(), |variable| self.values(variable))
    }
}

impl Variable {
    fn value(&self, record: &[u8], nth: usize) -> Option<f64> {
        let wide = self.kind.width();
        let bytes = slice(record, self.at + nth * wide, wide)?;
        Some(match self.kind {
            Kind::Byte => bytes[0].into(),
            Kind::Int => i32::from_le_bytes(bytes.try_into().ok()?).into(),
            Kind::Bits => u32::from_le_bytes(bytes.try_into().ok()?).into(),
            Kind::Single => f32::from_le_bytes(bytes.try_into().ok()?).into(),
            Kind::Double => f64::from_le_bytes(bytes.try_into().ok()?),
        })
    }
}

impl Kind {
    const fn width(self) -> usize {
        match self {
            Self::Byte => 1,
            Self::Int | Self::Bits | Self::Single => 4,
            Self::Double => 8,
        }
    }
}

fn slice(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

fn i32_at(bytes: &[u8], at: usize) -> Option<i32> {
    slice(bytes, at, 4)?.try_into().ok().map(i32::from_le_bytes)
}

#[cfg(test)]
#[path = "ibt_tests.rs"]
mod tests;
