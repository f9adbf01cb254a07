use maatstaf_core::{Channel, LapTime, Recording};
use proptest::prelude::*;

use super::*;

const WORDS: &str = "---\nWeekendInfo:\n TrackDisplayName: Red Bull Ring\n EventType: Race\n\
    SessionInfo:\n Sessions:\n - SessionNum: 0\n   SessionType: Practice\n   ResultsPositions:\n   \
    - CarIdx: 9\n\
    - SessionNum: 1\n   SessionType: Race\nDriverInfo:\n DriverCarIdx: 3\n Drivers:\n - CarIdx: 1\n   \
    UserName: Somebody Else\n   CarNumber: \"9\"\n - CarIdx: 3\n   UserName: Jo P\u{e9}rez\n   \
    CarNumber: \"007\"\n";

/// Name, type, count, over time, meaning, unit.
type Entry = (&'static str, i32, i32, bool, &'static str, &'static str);

const ENTRIES: [Entry; 8] = [
    ("SessionTime", 5, 1, false, "", "s"),
    ("SessionNum", 2, 1, false, "", ""),
    ("Lap", 2, 1, false, "", ""),
    ("LapCurrentLapTime", 4, 1, false, "", "s"),
    ("LapLastLapTime", 4, 1, false, "", "s"),
    ("OnPitRoad", 1, 1, false, "", ""),
    ("Throttle", 4, 1, false, "0=off throttle to 1=full throttle", "%"),
    ("SteeringWheelTorque_ST", 4, 2, true, "", "N*m"),
];

/// A log of ten records a second: laps begin at 1.04 s and 3.55 s.
fn log() -> Vec<u8> {
    let mut list = Vec::new();
    let mut at = 0_i32;
    for (name, kind, count, over_time, meaning, unit) in ENTRIES {
        let mut entry = vec![0; ENTRY];
        entry[0..4].copy_from_slice(&kind.to_le_bytes());
        entry[4..8].copy_from_slice(&at.to_le_bytes());
        entry[8..12].copy_from_slice(&count.to_le_bytes());
        entry[12] = over_time.into();
        entry[16..16 + name.len()].copy_from_slice(name.as_bytes());
        entry[48..48 + meaning.len()].copy_from_slice(meaning.as_bytes());
        entry[112..112 + unit.len()].copy_from_slice(unit.as_bytes());
        list.extend(entry);
        at += count * [1, 1, 4, 4, 4, 8][kind as usize];
    }
    let words: Vec<u8> = WORDS.chars().map(|letter| letter as u8).collect(); // Latin-1
    let records: Vec<u8> = (0..50).flat_map(|idx| record(f64::from(idx) / 10.0)).collect();
    let from = HEAD + list.len() + words.len();
    let mut bytes = vec![0; HEAD];
    let numbers = [
        (0, 2),
        (8, 10),
        (16, words.len() as i32),
        (20, (HEAD + list.len()) as i32),
        (24, ENTRIES.len() as i32),
        (28, HEAD as i32),
        (32, 1),
        (36, at),
        (52, from as i32),
        (112, 1_700_000_000),
        (140, 50),
    ];
    for (at, number) in numbers {
        bytes[at..at + 4].copy_from_slice(&i32::to_le_bytes(number));
    }
    [bytes, list, words, records].concat()
}

fn record(time: f64) -> Vec<u8> {
    let (lap, began, last) = match time {
        ..1.04 => (4, -30.0, 0.0),
        ..1.15 => (5, 1.04, 0.0),
        ..3.55 => (5, 1.04, 31.04),
        ..3.75 => (6, 3.55, 31.04),
        _ => (6, 3.55, 2.51),
    };
    let mut bytes = (time + 932.0).to_le_bytes().to_vec();
    bytes.extend(1_i32.to_le_bytes());
    bytes.extend(i32::to_le_bytes(lap));
    bytes.extend(((time - began) as f32).to_le_bytes());
    bytes.extend((last as f32).to_le_bytes());
    bytes.push((4.0..4.5).contains(&time).into());
    bytes.extend(0.5_f32.to_le_bytes());
    bytes.extend([1.0_f32, 2.0].iter().flat_map(|it| it.to_le_bytes()));
    bytes
}

fn recording(bytes: &[u8]) -> (Recording, Vec<String>) {
    let read = read("log.ibt", bytes, &LogOptions::default()).unwrap();
    (read.recording, read.issues.iter().map(ToString::to_string).collect())
}

#[test]
fn the_words_say_who_and_where() {
    let (recording, issues) = recording(&log());
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(recording.about.place.as_deref(), Some("Red Bull Ring"));
    assert_eq!(recording.about.event.as_deref(), Some("Race"));
    assert_eq!(recording.about.session.as_deref(), Some("Race 2023-11-14 22:13:20"));
    assert_eq!(recording.about.year, Some(2023));
    assert_eq!(recording.cars[0].car.as_str(), "007");
    assert_eq!(recording.cars[0].crew[0].name.as_str(), "Jo Pérez");
}

#[test]
fn exact_laps_are_as_the_simulator_states_them() {
    let (recording, _) = recording(&log());
    let laps: Vec<_> = recording.laps.iter().map(|it| (it.number, it.time, it.accurate)).collect();
    let second = Some(LapTime::from_millis(2510));
    assert_eq!(laps, [(4, None, false), (5, second, true), (6, None, false)]);
    assert_eq!(recording.laps[1].began, Some(ClockTime::from_millis(1040)));
    assert_eq!(recording.laps[1].ended, Some(ClockTime::from_millis(3550)));
    assert_eq!(recording.laps[2].pit_in, Some(ClockTime::from_millis(4000)));
    assert_eq!(recording.laps[2].pit_out, Some(ClockTime::from_millis(4500)));
}

#[test]
fn records_have_streams_of_every_rate() {
    let (recording, _) = recording(&log());
    let streams: Vec<_> =
        recording.samples.iter().map(|it| (it.stream(), it.times().len())).collect();
    assert_eq!(streams, [("10 Hz", 50), ("20 Hz", 100)]);
    assert_eq!(recording.samples[0].channel(Channel::Throttle).unwrap()[0], 0.5);
    assert_eq!(recording.samples[1].times()[3], ClockTime::from_millis(150));
}

#[track_caller]
fn check_damage(spoil: impl Fn(&mut Vec<u8>), n_records: usize, reason: &str) {
    let mut bytes = log();
    spoil(&mut bytes);
    let (recording, issues) = recording(&bytes);
    assert_eq!(recording.samples[0].times().len(), n_records, "{issues:?}");
    assert!(issues.iter().any(|it| it.contains(reason)), "{issues:?}");
}

#[test]
fn damage_is_listed_and_the_rest_is_read() {
    check_damage(|it| it.truncate(it.len() - 50), 48, "2 of 50 records are not there");
    check_damage(|it| it.truncate(it.len() - 50), 48, "breaks off after");
    check_damage(|it| it[140] = 0, 50, "never finished");
    check_damage(|it| it[HEAD + ENTRY + 4..][..4].fill(0x7f), 50, "outside of the record");
    check_damage(|it| it[HEAD + ENTRY] = 77, 50, "no known type");
    check_damage(|it| it[24] = 200, 50, "no known type");
    let second_time = log().len() - 49 * record(0.0).len() + 7;
    check_damage(|it| it[second_time] = 0xc0, 50, "jumps from 932");
}

#[track_caller]
fn check_refused(bytes: &[u8], reason: &str) {
    let error = read("log.ibt", bytes, &LogOptions::default()).unwrap_err().to_string();
    assert!(error.starts_with("log.ibt is no iRacing telemetry: "), "{error}");
    assert!(error.contains(reason), "{error}");
    assert!(!looks_like("log.ibt", bytes) || bytes.len() > 144);
}

#[test]
fn what_is_no_log_is_refused() {
    check_refused(b"", "it is empty");
    check_refused(&[2, 0, 0], "too few");
    check_refused(&[0; 500], "does not begin with version");
    check_refused(&log()[..1000], "no record is in it");
    assert!(looks_like("log.ibt", &log()));
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..4000_usize, value: u8, cut in 0..5000_usize) {
        let mut bytes = log();
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut);
        let _ = read("log.ibt", &bytes, &LogOptions::default());
    }
}
