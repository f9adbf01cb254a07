//! The channels of a session, entry by entry.

use std::collections::BTreeMap;

use maatstaf_core::ClockTime;

use crate::logger::{LoggedChannel, Stream};
use crate::recordings::IssueList;

/// An entry of the archive that is a part of a channel.
pub(super) struct Entry {
    channel: Key,
    part: u32,
    bytes: Vec<u8>,
}

/// Device and channel.
type Key = (u32, u32);

/// The parts of a channel that are the same for all.
const MOMENTS: u32 = 1;
const WAY: u32 = 2;

/// The parts of a receiver: number, name, unit, how many of the number are one of the unit.
const RECEIVER: [(u32, &str, &str, f64); 6] = [
    (4, "speed", "m/s", 1000.0),
    (5, "altitude", "m", 1000.0),
    (6, "bearing", "deg", 1000.0),
    (30002, "satellites", "sats", 1.0),
    (30003, "fix_type", "", 1.0),
    (30007, "accuracy", "m", 1000.0),
];

/// Places of a receiver, and how many of its number are a degree.
const PLACES: (u32, f64) = (3, 6_000_000.0);

/// The channels of a bus, as the CSV calls them.
const BUS: [(u32, &str, &str); 8] = [
    (4, "speed", "m/s"),
    (1002, "brake_pos", "%"),
    (10024, "rpm", "rpm"),
    (10026, "coolant_temp", ".C"),
    (10031, "air_temp", ".C"),
    (10058, "fuel_level", "%"),
    (10066, "engine_oil_temp", ".C"),
    (10071, "accelerator_pos", "%"),
];

/// The part of a channel that an entry is, by its name.
pub(super) fn entry_of(name: &str, bytes: Vec<u8>) -> Option<Entry> {
    let mut parts = name.strip_prefix("channel")?.split('_').skip(1);
    let mut number = || parts.next()?.parse::<u32>().ok();
    let (_, device, channel, part) = (number()?, number()?, number()?, number()?);
    Some(Entry { channel: (device, channel), part, bytes })
}

/// The first moment of all, in milliseconds since 1970.
pub(super) fn first(entries: &[Entry]) -> Option<i64> {
    let moments = entries.iter().filter(|it| it.part == MOMENTS);
    moments.filter_map(|it| wide(&it.bytes).next()).min()
}

/// A stream for every channel, its moments counted from `zero`.
pub(super) fn streams(entries: &[Entry], zero: i64, issues: &mut IssueList) -> Vec<Stream> {
    let mut channels: BTreeMap<Key, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        channels.entry(entry.channel).or_default().push(entry);
    }
    let read = channels.into_iter().filter_map(|(key, parts)| {
        stream(key, &parts, zero).map_err(|reason| issues.add(None, reason)).ok()
    });
    read.collect()
}

fn stream((device, channel): Key, parts: &[&Entry], zero: i64) -> Result<Stream, String> {
    let part = |number: u32| parts.iter().find(|it| it.part == number).map(|it| &it.bytes[..]);
    let (name, unit) = name_of(channel);
    let label = if channel == 0 { format!("{device} gps") } else { format!("{device} {name}") };
    let moments = part(MOMENTS).ok_or_else(|| format!("{label}: its moments are not there"))?;
    let times = times(moments, zero);
    let times = times.map_err(|nth| format!("{label}: moment {nth} is before that above"))?;
    let mut channels = Vec::new();
    let mut add = |name: &str, unit: &str, values: Vec<f32>| {
        let (name, unit) = (name.to_owned(), unit.to_owned());
        channels.push(LoggedChannel { name, unit, values });
    };
    let mut places = Vec::new();
    if channel == 0 {
        if let Some(bytes) = part(PLACES.0) {
            let (lat, lon) = degrees(bytes);
            add("latitude", "deg", lat.iter().map(|it| *it as f32).collect());
            add("longitude", "deg", lon.iter().map(|it| *it as f32).collect());
            places = lat.into_iter().zip(lon).collect();
        }
        for (number, name, unit, of) in RECEIVER {
            if let Some(bytes) = part(number) {
                add(name, unit, narrow(bytes).map(|it| (f64::from(it) / of) as f32).collect());
            }
        }
    } else if let Some(bytes) = part(channel) {
        add(&name, unit, doubles(bytes).map(|it| it as f32).collect());
    }
    if let Some(bytes) = part(WAY) {
        add("distance_traveled", "m", wide(bytes).map(|it| (it as f64 / 1000.0) as f32).collect());
    }
    let n_samples = channels.iter().map(|it| it.values.len()).min().unwrap_or(0).min(times.len());
    let mut stream = Stream { name: label, times, channels, places };
    stream.times.truncate(n_samples);
    stream.places.truncate(n_samples);
    stream.channels.iter_mut().for_each(|it| it.values.truncate(n_samples));
    match n_samples {
        0 => Err(format!("{}: nothing is in it", stream.name)),
        _ => Ok(stream),
    }
}

/// What a channel of a bus is called; one that is not known yet by its number.
fn name_of(channel: u32) -> (String, &'static str) {
    match BUS.iter().find(|(number, _, _)| *number == channel) {
        Some((_, name, unit)) => ((*name).to_owned(), unit),
        None => (format!("channel {channel}"), ""),
    }
}

/// The moments, or the first that goes back or lies before the session.
fn times(bytes: &[u8], zero: i64) -> Result<Vec<ClockTime>, usize> {
    const LONGEST: u64 = 366 * 86_400_000; // ms
    let mut times: Vec<ClockTime> = Vec::with_capacity(bytes.len() / 8);
    for (idx, millis) in wide(bytes).enumerate() {
        let since = millis.checked_sub(zero).and_then(|it| u64::try_from(it).ok());
        let at = since.filter(|it| *it < LONGEST).map(ClockTime::from_millis).ok_or(idx)?;
        if times.last().is_some_and(|last| *last > at) {
            return Err(idx);
        }
        times.push(at);
    }
    Ok(times)
}

fn degrees(bytes: &[u8]) -> (Vec<f64>, Vec<f64>) {
    let (pairs, _) = bytes.as_chunks::<8>();
    let degree = |bytes: &[u8]| {
        let number = bytes.try_into().map(i32::from_le_bytes);
        number.map_or(f64::NAN, |it| f64::from(it) / PLACES.1)
    };
    pairs.iter().map(|pair| (degree(&pair[..4]), degree(&pair[4..]))).unzip()
}

fn wide(bytes: &[u8]) -> impl Iterator<Item = i64> {
    bytes.as_chunks().0.iter().map(|it| i64::from_le_bytes(*it))
}

fn narrow(bytes: &[u8]) -> impl Iterator<Item = i32> {
    bytes.as_chunks().0.iter().map(|it| i32::from_le_bytes(*it))
}

fn doubles(bytes: &[u8]) -> impl Iterator<Item = f64> {
    bytes.as_chunks().0.iter().map(|it| f64::from_le_bytes(*it))
}
