use std::io::Write;

use maatstaf_core::{Channel, LapTime};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::recordings::ReadRecording;

const SESSION: &str = "{\"title\":\"Race 2\",\"trackName\":\"Taupo\",\"firstTimestamp\":1676147942000,\
    \"latestTimestamp\":1676147946000,\"laps\":[\
    {\"number\":1,\"startTimestamp\":1676147942000,\"finishTimestamp\":1676147943000,\"isInvalid\":true},\
    {\"number\":2,\"startTimestamp\":1676147943000,\"finishTimestamp\":1676147945250},\
    {\"number\":3,\"startTimestamp\":1676147945250}]}";

fn wide(numbers: &[i64]) -> Vec<u8> {
    numbers.iter().flat_map(|it| it.to_le_bytes()).collect()
}

fn narrow(numbers: &[i32]) -> Vec<u8> {
    numbers.iter().flat_map(|it| it.to_le_bytes()).collect()
}

fn entries() -> Vec<(&'static str, Vec<u8>)> {
    let start = 1_676_147_942_000;
    let turns: Vec<u8> = [6000.0_f64, 6600.0].iter().flat_map(|it| it.to_le_bytes()).collect();
    vec![
        ("session.json", SESSION.as_bytes().to_vec()),
        ("channel_1_100_0_1_1", wide(&[start, start + 1000, start + 2000])),
        ("channel_1_100_0_2_1", wide(&[0, 20_000, 40_000])),
        ("channel_1_100_0_3_1", narrow(&[6_000_000, 12_000_000, 6_000_060, 12_000_000, 0, 0])),
        ("channel_1_100_0_4_0", narrow(&[20_000, 20_500, 21_000])),
        ("channel_12_200_10024_1_1", wide(&[start + 100, start + 200])),
        ("channel2_12_200_10024_10024_3", turns),
    ]
}

fn pack(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn recording(entries: &[(&str, Vec<u8>)]) -> ReadRecording {
    let bytes = pack(entries);
    assert!(looks_like("log.rcz", &bytes));
    read("log.rcz", &bytes, &LogOptions::default()).unwrap()
}

#[test]
fn exact_laps_are_those_of_the_list() {
    let ReadRecording { recording, issues } = recording(&entries());
    assert_eq!(issues, []);
    let laps: Vec<_> = recording.laps.iter().map(|it| (it.number, it.time, it.accurate)).collect();
    let want = [
        (1, Some(LapTime::from_millis(1000)), false),
        (2, Some(LapTime::from_millis(2250)), true),
        (3, None, false),
    ];
    assert_eq!(laps, want);
    assert!(recording.laps[0].deleted.is_some() && recording.laps[1].deleted.is_none());
    let about = recording.about;
    assert_eq!(about.session.as_deref(), Some("Race 2 2023-02-11 20:39:02"));
    assert_eq!(about.place.as_deref(), Some("Taupo"));
}

#[test]
fn every_channel_has_its_own_moments() {
    let ReadRecording { recording, .. } = recording(&entries());
    let [gps, bus] = &recording.samples[..] else { panic!("two streams") };
    assert_eq!((gps.stream(), bus.stream()), ("100 gps", "200 rpm"));
    assert_eq!(bus.times()[0], ClockTime::from_millis(100));
    assert_eq!(gps.channel(Channel::Speed), Some(&[20.0, 20.5, 21.0][..]));
    let turns = bus.channel(Channel::EngineSpeed).unwrap();
    assert!((turns[0] - 628.3185).abs() < 1e-3);
    let north = gps.channel(Channel::North).unwrap();
    assert!((north[1] - 1.10574).abs() < 1e-3 && north[2].is_nan(), "{north:?}");
}

#[track_caller]
fn check_damage(spoil: impl Fn(&mut Vec<(&str, Vec<u8>)>), n_streams: usize, reason: &str) {
    let mut entries = entries();
    spoil(&mut entries);
    let ReadRecording { recording, issues } = recording(&entries);
    assert_eq!(recording.samples.len(), n_streams, "{issues:?}");
    let listed: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert!(listed.iter().any(|it| it.contains(reason)), "{listed:?}");
}

#[test]
fn damage_is_listed_and_the_rest_is_read() {
    check_damage(|it| it[0].1.truncate(100), 2, "session.json");
    check_damage(|it| drop(it.remove(1)), 1, "100 gps: its moments are not there");
    check_damage(|it| it[5].1 = wide(&[5, 4]), 1, "200 rpm: moment 0 is before");
    check_damage(|it| it[6].1.clear(), 1, "200 rpm: nothing is in it");
    check_damage(|it| it.push(("channel_1_1_0_1_1", vec![0; 20 << 20])), 2, "a hundred times");
}

/// Where the list of its entries is cut off, a zip still holds them, one after the other.
#[test]
fn law_a_zip_without_its_end_keeps_its_entries() {
    let whole = pack(&entries());
    let list = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let read = |bytes: &[u8]| read("log.rcz", bytes, &LogOptions::default()).unwrap();
    let cut = read(&whole[..list]);
    let streams = |read: &ReadRecording| {
        let of = |it: &maatstaf_core::Samples| (it.stream().to_owned(), it.times().to_vec());
        read.recording.samples.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(cut.recording.laps, read(&whole).recording.laps);
    assert_eq!(streams(&cut), streams(&read(&whole)));
    assert_eq!(cut.issues.len(), 1, "{:?}", cut.issues);
    assert!(cut.issues[0].reason.starts_with("it is no whole zip"), "{:?}", cut.issues);
    let half = read(&whole[..list / 2]).recording;
    assert_eq!(half.laps, read(&whole).recording.laps);
}

#[test]
fn what_is_no_session_is_refused() {
    let refused = |bytes: &[u8]| read("x", bytes, &LogOptions::default()).unwrap_err().to_string();
    assert!(refused(b"PK\x03\x04 no zip").contains("neither session.json"));
    assert!(refused(&pack(&[("a.txt", vec![1])])).contains("neither session.json nor a channel"));
    assert!(!looks_like("x.zip", &pack(&[("a.txt", vec![1])])));
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..2500_usize, value: u8, cut in 0..3000_usize) {
        let mut bytes = pack(&entries());
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut);
        let _ = read("log.rcz", &bytes, &LogOptions::default());
    }
}
