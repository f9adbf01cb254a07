//! The live timing of Formula One: pages of its archive, and recordings of its feed.
//!
//! The archive holds a page for each topic. A recording holds the messages of all topics in one file,
//! in one of several wrappings, perhaps with the state at its beginning in another file. Both are read
//! into one [`Recording`](maatstaf_core::Recording); what is not wanted is passed over unread.
//!
//! ```
//! use maatstaf_formats::live_timing::{Selection, read_pages};
//!
//! let timing = concat!(
//!     "00:00:05.000{\"Lines\":{\"1\":{\"RacingNumber\":\"1\",\"InPit\":true}}}\r\n",
//!     "00:14:00.000{\"Lines\":{\"1\":{\"InPit\":false,\"NumberOfLaps\":1}}}\r\n",
//!     "00:15:40.000{\"Lines\":{\"1\":{\"NumberOfLaps\":2}}}\r\n",
//!     "00:16:56.100{\"Lines\":{\"1\":{\"NumberOfLaps\":3,\"LastLapTime\":{\"Value\":\"1:16.013\"}}}}\r\n",
//! );
//! let read = read_pages(&[("TimingData.jsonStream", timing.as_bytes())], &Selection::default())?;
//! let times: Vec<_> = read.recording.laps.iter().filter_map(|lap| lap.time).collect();
//! assert_eq!(times[0].to_string(), "1:16.013");
//! # Ok::<(), maatstaf_formats::recordings::Error>(())
//! ```

mod assemble;
mod car_data;
mod checks;
mod clock;
mod columns;
mod control;
mod drivers;
mod framing;
mod gather;
mod laps;
mod order;
mod packed;
mod position;
mod samples;
mod session;
mod state;
mod stated;
mod times;
mod timing;
mod topic;
mod track;
mod tyres;
mod walker;
mod weather;

use std::ops::RangeInclusive;

use maatstaf_core::{ClockTime, LapNumber};

use crate::recordings::{Error, ReadRecording};
use crate::text_table::without_mark;
use framing::{Framing, Record};
use gather::Files;
pub use samples::{PackedSamples, PackedStream, PackedStreams, read_packed_pages};
pub use topic::{InvalidTopic, Topic};
use walker::{Kind, Walker};

/// What is wanted of a session. The default wants everything.
///
/// ```
/// use maatstaf_formats::live_timing::{Selection, Topic};
///
/// let wanted = Selection { drivers: vec!["VER".into()], laps: Some(1..=10), ..Selection::default() };
/// assert!(wanted.wants(Topic::CarData));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Cars and drivers: by number, letters or name; nobody named means everybody.
    pub drivers: Vec<String>,
    /// The laps, of each car.
    pub laps: Option<RangeInclusive<LapNumber>>,
    /// The topics; none named means all. Who drives which car is always read.
    pub topics: Vec<Topic>,
}

impl Selection {
    /// Whether a topic is wanted.
    pub fn wants(&self, topic: Topic) -> bool {
        let always = [Topic::DriverList, Topic::SessionInfo];
        self.topics.is_empty() || self.topics.contains(&topic) || always.contains(&topic)
    }
}

const PAGES: &str = "archive of live timing";
const RECORDING: &str = "recording of live timing";

/// Reads pages of the archive, `TimingData.jsonStream` and others, each with its name.
///
/// # Errors
///
/// When none of them is such a page.
pub fn read_pages(pages: &[(&str, &[u8])], selection: &Selection) -> Result<ReadRecording, Error> {
    let mut files = Files::named(pages.iter().map(|(name, _)| *name));
    let mut records = Vec::new();
    for (file, (name, bytes)) in pages.iter().enumerate() {
        let issues = &mut files.issues[file];
        let mut framing = Framing {
            file,
            wanted: &|topic| selection.wants(topic),
            records: &mut records,
            issues,
        };
        match Topic::of_page(name) {
            Some(topic) => framing.page(topic, bytes),
            None => issues
                .add(None, "is no page of live timing, such as TimingData.jsonStream; left out"),
        }
    }
    if records.is_empty() {
        return Err(nothing(PAGES, pages, "a page holds lines such as 00:14:29.436{\"Lines\":…}"));
    }
    gather::read(records, files, gather::Clock::Session, selection)
}

/// Reads a recording of the live feed, perhaps with the state at its beginning in a file of its own.
///
/// # Errors
///
/// When there is no message in it.
pub fn read_recording(
    files: &[(&str, &[u8])],
    selection: &Selection,
) -> Result<ReadRecording, Error> {
    let mut listed = Files::named(files.iter().map(|(name, _)| *name));
    let mut records: Vec<Record<'_>> = Vec::new();
    for (file, (_, bytes)) in files.iter().enumerate() {
        let issues = &mut listed.issues[file];
        Framing { file, wanted: &|_| true, records: &mut records, issues }.recording(bytes);
    }
    if records.is_empty() {
        return Err(nothing(RECORDING, files, "its messages hold a topic, a payload and a moment"));
    }
    gather::read(records, listed, gather::Clock::World, selection)
}

/// The whole state of a topic at a moment on the clock of the session, or at the end: its first record
/// with every later one put onto it, as JSON. `None` where nothing was told by then.
///
/// It serves every topic, also those of which a recording keeps nothing; not the packed ones, which
/// are streams and have no state. Pages and recordings are told apart by their names.
///
/// ```
/// use maatstaf_formats::live_timing::{Topic, state_at};
///
/// let page = "00:00:05.000{\"CurrentLap\":1,\"TotalLaps\":51}\r\n00:02:10.000{\"CurrentLap\":2}\r\n";
/// let state = state_at(&[("LapCount.jsonStream", page.as_bytes())], Topic::LapCount, None);
/// assert_eq!(state.unwrap().to_string(), r#"{"CurrentLap":2,"TotalLaps":51}"#);
/// ```
pub fn state_at(
    files: &[(&str, &[u8])],
    topic: Topic,
    at: Option<ClockTime>,
) -> Option<serde_json::Value> {
    let mut listed = Files::named(files.iter().map(|(name, _)| *name));
    let mut records: Vec<Record<'_>> = Vec::new();
    for (file, (name, bytes)) in files.iter().enumerate() {
        let issues = &mut listed.issues[file];
        let mut framing = Framing { file, wanted: &|_| true, records: &mut records, issues };
        match Topic::of_page(name) {
            Some(topic) => framing.page(topic, bytes),
            None => framing.recording(bytes),
        }
    }
    if files.iter().all(|(name, _)| Topic::of_page(name).is_none()) {
        order::put_on_clock(&mut records, &mut listed);
    }
    records.retain(|record| record.topic == topic && !topic.is_compressed());
    order::put_in_order(&mut records, &mut listed);
    let until = at.map(|at| at.as_micros().cast_signed());
    let told = records
        .iter()
        .filter(|record| record.stamp.zip(until).is_none_or(|(stamp, until)| stamp <= until));
    let mut state = None;
    for patch in told.filter_map(|record| state::value(&record.body).ok()) {
        state::merge(state.get_or_insert(serde_json::Value::Null), patch);
    }
    state
}

fn nothing(format: &'static str, files: &[(&str, &[u8])], wanted: &str) -> Error {
    let name = files.first().map_or("nothing", |(name, _)| name);
    Error::not(format, name, format!("nothing could be read; {wanted}"))
}

/// Whether a file is named as a page of the archive is.
pub fn is_page(name: &str) -> bool {
    Topic::of_page(name).is_some()
}

/// Whether a file looks like a page of the archive or a recording of the feed, by how it begins. Its first
/// lines may be spoilt or cut.
///
/// ```
/// use maatstaf_formats::live_timing::looks_like;
///
/// assert!(looks_like("TimingData.jsonStream", b"00:00:05.032{\"Lines\":{}}\r\n"));
/// assert!(looks_like("live.txt", b"['Heartbeat', {'Utc': '2021-03-28T14:52:34Z'}, '2021-03-28T14:52:32Z']"));
/// assert!(!looks_like("laps.csv", b"Driver,LapTime\n"));
/// ```
pub fn looks_like(name: &str, head: &[u8]) -> bool {
    let head = without_mark(head).trim_ascii_start();
    let is_entry = |line: &[u8]| {
        let body = line.get(12).is_some_and(|byte| matches!(byte, b'{' | b'[' | b'"'));
        times::stamp(line).is_some() && body
    };
    let is_stream = name.to_ascii_lowercase().ends_with(".jsonstream");
    let is_named = Topic::of_page(name).is_some();
    (is_named && (head.starts_with(b"{") || (is_stream && !head.is_empty())))
        || is_message(head, 4)
        || framing::lines(head).any(|(_, line)| is_entry(line) || is_message(line, 4))
}

/// Whether it begins as a message or a snapshot of topics does, cut off or not.
fn is_message(head: &[u8], depth: u8) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let mut walker = Walker::new(head);
    let mut found = false;
    let topic = |walker: &mut Walker<'_>| {
        let is_text = walker.kind() == Kind::Text;
        is_text && walker.text().is_ok_and(|text| Topic::exact(text.as_bytes()).is_some())
    };
    let ends = |walker: &Walker<'_>| Err(walker::Broken { at: walker.at(), wanted: "no more" });
    let _ = match walker.kind() {
        Kind::Array => walker.array(|_, walker| {
            found = match walker.kind() {
                Kind::Object => is_message(&head[walker.at()..], depth),
                _ => topic(walker),
            };
            ends(walker)
        }),
        _ => walker.object(|key, walker| {
            match key {
                b"H" | b"C" | b"I" | b"type" | b"target" => return walker.skip(),
                b"M" if walker.kind() == Kind::Text => return walker.skip(),
                b"A" | b"arguments" | b"M" | b"R" | b"updates" => {
                    found = is_message(&head[walker.at()..], depth);
                }
                b"Type" => found = topic(walker),
                _ => found = Topic::exact(key).is_some() && walker.kind() == Kind::Object,
            }
            ends(walker)
        }),
    };
    found
}

#[cfg(test)]
#[path = "../../../fixtures/live_streams.rs"]
mod live_streams;
#[cfg(test)]
#[path = "live_timing_tests.rs"]
mod tests;
