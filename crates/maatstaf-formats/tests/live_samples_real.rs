//! Packed records of real sessions, where they are at hand. The counts and values are from a few
//! lines of Python: `json.loads(zlib.decompress(base64.b64decode(text), -15))`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::{Channel, ClockTime};
use maatstaf_formats::live_timing::{PackedSamples, PackedStream, PackedStreams};
use maatstaf_formats::recordings::IssueList;

#[path = "../../../fixtures/shared.rs"]
mod shared;

const STREAMS: [(&str, PackedStream); 2] =
    [("CarData.z", PackedStream::CarData), ("Position.z", PackedStream::Position)];

fn recording(name: &str) -> Option<String> {
    let path = shared::shared("f1-live-timing").join("recordings").join(name);
    let text = std::fs::read_to_string(&path);
    if text.is_err() {
        println!("skipped: packed records of {} are not there", path.display());
    }
    text.ok()
}

fn read(records: &[(PackedStream, String)]) -> (PackedSamples, Vec<String>) {
    let mut issues = IssueList::of("recording");
    let mut streams = PackedStreams::new(None);
    for (line, (stream, payload)) in (1..).zip(records) {
        streams.add(
            *stream,
            line,
            Some(ClockTime::from_micros(0)),
            payload.as_bytes(),
            &mut issues,
        );
    }
    let zero = records.is_empty().then_some(jiff::Timestamp::UNIX_EPOCH);
    let read = streams.finish(zero, &mut issues);
    (read, issues.finish().iter().map(ToString::to_string).collect())
}

#[test]
fn agrees_imola_2024() {
    let Some(text) = recording("2024_Imola_Race/subscribe_w_z.txt") else { return };
    let topics: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    let topics = topics.get("R").unwrap_or(&topics);
    let records = STREAMS.map(|(name, stream)| (stream, topics[name].as_str().unwrap().to_owned()));
    // The recording has no clock: count from a moment before it.
    let mut issues = IssueList::of("subscribe_w_z.txt");
    let mut streams = PackedStreams::new(None);
    for (stream, payload) in &records {
        streams.add(*stream, 1, None, payload.as_bytes(), &mut issues);
    }
    let read = streams.finish("2024-05-19T14:31:00Z".parse().ok(), &mut issues);
    assert!(issues.is_empty());
    assert_eq!(read.samples.len(), 40);
    let of = |car: &str, stream: &str| {
        let found =
            |it: &&maatstaf_core::Samples| it.car().as_str() == car && it.stream() == stream;
        read.samples.iter().find(found).unwrap()
    };
    let (car, place) = (of("1", "car"), of("1", "position"));
    assert_eq!(car.times(), [1_452_424, 1_772_377, 2_133_322].map(ClockTime::from_micros));
    assert_eq!(car.channel(Channel::Speed), Some(&[91.0, 92.0, 93.0].map(|kmh| kmh / 3.6)[..]));
    assert_eq!(car.channel(Channel::Throttle), Some(&[0.05, 0.06, 0.07][..]));
    assert_eq!(place.channel(Channel::East).unwrap()[..2], [-114.5, -107.7]);
    assert_eq!(place.channel(Channel::Up).unwrap()[..2], [106.0, 105.9]);
    let stopped = of("23", "car").channel(Channel::Throttle);
    assert_eq!(stopped, None, "104: throttle and brake of the retired car are not known");
}

#[test]
fn agrees_a_recording_with_errors() {
    let Some(text) = recording("fastf1_with_errors.txt") else { return };
    let mut records = Vec::new();
    for line in text.lines() {
        for (name, stream) in STREAMS {
            if line.starts_with(&format!("['{name}'")) {
                let payload = line.split('\'').nth(3).unwrap_or_default().to_owned();
                records.push((stream, payload));
            }
        }
    }
    let (read, issues) = read(&records);
    println!("{issues:?}");
    assert_eq!((records.len(), issues.len(), read.samples.len()), (6, 6, 0), "{issues:?}");
}
