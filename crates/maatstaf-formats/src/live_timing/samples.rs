//! The two packed streams, record by record, into samples of each car.

use maatstaf_core::{CarNumber, ClockTime, SampleChannel, Samples, Timestamp};

use super::columns::Columns;
use super::packed::Unpacker;
use super::{car_data, position};
use crate::json_scan::{Malformed, Scanner};
use crate::recordings::IssueList;

/// A stream of samples in the feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackedStream {
    /// `CarData.z`
    CarData,
    /// `Position.z`
    Position,
}

/// Reads both packed streams of one session, a record at a time: the whole is never unpacked at once.
///
/// ```
/// use maatstaf_core::{Channel, ClockTime};
/// use maatstaf_formats::live_timing::{PackedStream, PackedStreams};
/// use maatstaf_formats::recordings::IssueList;
///
/// let record = br#"{"Entries":[{"Utc":"2024-05-19T14:31:01.4524245Z","Cars":{
///     "1":{"Channels":{"0":6553,"2":90,"3":3,"4":5,"5":0,"45":0}}}}]}"#;
/// let mut issues = IssueList::of("CarData.z.jsonStream");
/// let mut streams = PackedStreams::new(None);
/// streams.add(PackedStream::CarData, 1, Some(ClockTime::from_millis(2500)), record, &mut issues);
///
/// let read = streams.finish(None, &mut issues);
/// assert_eq!(read.zero.unwrap().to_string(), "2024-05-19T14:30:58.952Z");
/// assert_eq!(read.samples[0].channel(Channel::Speed), Some(&[25.0][..]));
/// assert!(issues.is_empty());
/// ```
pub struct PackedStreams {
    unpacker: Unpacker,
    wanted: Option<Vec<CarNumber>>,
    car_data: Columns<6>,
    position: Columns<4>,
    offsets: Vec<i64>,
    last_stamp: i64,
}

/// What the packed streams gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PackedSamples {
    /// Of each car in the order in which they appear, first what it sends of itself, then its places.
    pub samples: Vec<Samples>,
    /// The moment at which the clock of the session reads zero, where it is known.
    pub zero: Option<Timestamp>,
}

/// How a stream is written.
pub(super) struct Stream<const N: usize> {
    pub(super) topic: &'static str,
    pub(super) name: &'static str,
    pub(super) list: &'static [u8],
    pub(super) time: &'static [u8],
    pub(super) cars: &'static [u8],
    /// Reads what stands behind the number of a car; `None` where a value is missing.
    pub(super) sample: fn(&mut Scanner<'_>) -> Result<Option<[f32; N]>, Malformed>,
    pub(super) channels: fn() -> [SampleChannel; N],
}

/// Records whose latency differs by more than this from most others have a wrong time of day.
const MOST_LATENCY: i64 = 60_000_000;

impl PackedStreams {
    /// Nothing read yet. With `wanted`, the samples of other cars are passed over.
    pub fn new(wanted: Option<&[CarNumber]>) -> Self {
        Self {
            unpacker: Unpacker::new(),
            wanted: wanted.map(<[_]>::to_vec),
            car_data: Columns::new(&car_data::STREAM),
            position: Columns::new(&position::STREAM),
            offsets: Vec::new(),
            last_stamp: 0,
        }
    }

    /// Reads one record that stands in a line: base64, with or without its quotes, or plain JSON.
    ///
    /// `stamp` is its moment on the clock of the session, where the recording tells it. A record that
    /// cannot be read to its end is listed and left out.
    pub fn add(
        &mut self,
        stream: PackedStream,
        line: u64,
        stamp: Option<ClockTime>,
        payload: &[u8],
        issues: &mut IssueList,
    ) {
        let wanted = self.wanted.as_deref();
        let text = self.unpacker.unpack(payload);
        let latest = match (stream, text) {
            (PackedStream::CarData, Ok(text)) => self.car_data.read(text, wanted, line, issues),
            (PackedStream::Position, Ok(text)) => self.position.read(text, wanted, line, issues),
            (PackedStream::CarData, Err(why)) => listed(&car_data::STREAM, line, why, issues),
            (PackedStream::Position, Err(why)) => listed(&position::STREAM, line, why, issues),
        };
        if let (Some(latest), Some(stamp)) = (latest, stamp) {
            let stamp = stamp.as_micros().cast_signed();
            self.offsets.push(latest.saturating_sub(stamp));
            self.last_stamp = self.last_stamp.max(stamp);
        }
    }

    /// The samples on the clock of the session, which reads zero at `zero`.
    ///
    /// Without `zero` it is found from the stamps: the sample that arrived with the least latency
    /// arrived at once. What was sampled before zero is left out and counted.
    pub fn finish(mut self, zero: Option<Timestamp>, issues: &mut IssueList) -> PackedSamples {
        let zero = zero.map(Timestamp::as_microsecond).or_else(|| zero_of(&mut self.offsets));
        let Some(zero) = zero else { return PackedSamples::default() };
        let until = match self.offsets.is_empty() {
            true => i64::MAX,
            false => self.last_stamp.saturating_add(MOST_LATENCY),
        };
        let mut samples = self.car_data.finish(zero, until, issues);
        samples.extend(self.position.finish(zero, until, issues));
        let place = |of: &Samples| samples.iter().position(|it| it.car() == of.car());
        let places: Vec<_> = samples.iter().map(place).collect();
        let mut in_order: Vec<_> = places.into_iter().zip(samples).collect();
        in_order.sort_by_key(|(place, _)| *place);
        let samples = in_order.into_iter().map(|(_, samples)| samples).collect();
        PackedSamples { samples, zero: Timestamp::from_microsecond(zero).ok() }
    }
}

/// Reads the two pages of the static archive, `CarData.z.jsonStream` and `Position.z.jsonStream`,
/// each with its name; what is no record of 12 characters of time and a payload is listed.
pub fn read_packed_pages(
    pages: &[(PackedStream, &str, &[u8])],
    wanted: Option<&[CarNumber]>,
) -> (PackedSamples, Vec<maatstaf_core::Issue>) {
    let mut streams = PackedStreams::new(wanted);
    let mut issues = Vec::new();
    for (stream, file, bytes) in pages {
        let mut listed = IssueList::of(file);
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        for (idx, record) in bytes.split(|byte| *byte == b'\n').enumerate() {
            let record = record.strip_suffix(b"\r").unwrap_or(record);
            let line = idx as u64 + 1;
            match (record.is_empty(), stamped(record)) {
                (true, _) => {}
                (_, Some((at, payload))) => {
                    streams.add(*stream, line, Some(at), payload, &mut listed);
                }
                _ => listed.add(Some(line), "begins without a time such as 00:12:34.567; left out"),
            }
        }
        issues.extend(listed.finish());
    }
    let mut listed = IssueList::of(pages.first().map_or("", |page| page.1));
    let read = streams.finish(None, &mut listed);
    issues.extend(listed.finish());
    (read, issues)
}

fn stamped(record: &[u8]) -> Option<(ClockTime, &[u8])> {
    let (stamp, payload) = record.split_at_checked(12)?;
    Some((std::str::from_utf8(stamp).ok()?.parse().ok()?, payload))
}

fn listed<const N: usize>(
    stream: &Stream<N>,
    line: u64,
    why: impl std::fmt::Display,
    issues: &mut IssueList,
) -> Option<i64> {
    issues.add(Some(line), format!("a record of {} is left out: {why}", stream.topic));
    None
}

/// The time of day at zero, in microseconds, to a millisecond: the latest that most records allow.
fn zero_of(offsets: &mut [i64]) -> Option<i64> {
    let middle = offsets.len() / 2;
    let (_, &mut typical, _) =
        (!offsets.is_empty()).then(|| offsets.select_nth_unstable(middle))?;
    let likely = offsets.iter().filter(|it| it.abs_diff(typical) <= MOST_LATENCY.unsigned_abs());
    Some(likely.max()?.saturating_add(500).div_euclid(1000).saturating_mul(1000))
}

#[cfg(test)]
#[path = "samples_tests.rs"]
mod tests;
