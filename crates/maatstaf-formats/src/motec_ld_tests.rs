use maatstaf_core::{Channel, LapTime, TimedLap};
use proptest::prelude::*;

use super::*;
use crate::recordings::ReadRecording;

#[path = "../tests/support/ld_file.rs"]
mod ld_file;

use ld_file::{ENTRY, LIST, Samples, write};

fn channel<'a>(name: &'a str, unit: &'a str, rate: u16, samples: Samples) -> ld_file::Channel<'a> {
    ld_file::Channel { name, unit, rate, numbers: [0, 1, 1, 0], samples }
}

/// Speed in tenths at 4 Hz, revolutions at 2 Hz.
fn small() -> Vec<u8> {
    let speed = channel("Ground Speed", "km/h", 4, Samples::Int16(vec![360, 720, -10, 1080]));
    write(&[
        ld_file::Channel { numbers: [0, 1, 1, 1], ..speed },
        channel("Engine RPM", "rpm", 2, Samples::Int32(vec![6000, 70_000])),
    ])
}

fn recording(bytes: &[u8]) -> ReadRecording {
    read("log.ld", bytes, &LogOptions::default()).unwrap()
}

#[track_caller]
fn check_values(numbers: [i16; 4], samples: Samples, want: &[f32]) {
    let channel = ld_file::Channel { numbers, ..channel("It", "u", 10, samples) };
    let bytes = write(&[channel]);
    let log = open("log.ld", &bytes[..]).unwrap();
    assert_eq!(log.read(log.channel("It").unwrap()).unwrap(), want);
}

#[test]
fn exact_numbers_of_every_kind() {
    check_values([0, 1, 1, 1], Samples::Int16(vec![123, -5]), &[12.3, -0.5]);
    check_values([0, 6, 10, -1], Samples::Int16(vec![275]), &[1650.0]);
    check_values([5, 2, 1, 0], Samples::Int32(vec![100_000]), &[200_010.0]);
    check_values([0, 1, 0, 0], Samples::Single(vec![2.5]), &[2.5]);
    check_values(
        [0, 1, 1, 0],
        Samples::Half(vec![0x3c00, 0xc000, 0x0001]),
        &[1.0, -2.0, 5.960_464_5e-8],
    );
}

#[test]
fn a_log_says_who_and_where() {
    let ReadRecording { recording, .. } = recording(&small());
    let about = &recording.about;
    assert_eq!((about.place.as_deref(), about.year), (Some("Nowhere Park"), Some(2025)));
    assert_eq!(about.event.as_deref(), Some("Test Day"));
    assert_eq!(about.session.as_deref(), Some("Warmup second run 2025-11-23 09:53:00"));
    assert_eq!(recording.cars[0].car.as_str(), "22");
    assert_eq!(recording.cars[0].crew[0].name.as_str(), "J. Pérez");
}

#[test]
fn rates_are_streams_and_known_channels_are_in_si() {
    let ReadRecording { recording, .. } = recording(&small());
    let names: Vec<&str> = recording.samples.iter().map(|it| it.stream()).collect();
    assert_eq!(names, ["4 Hz", "2 Hz"]);
    let speed = recording.samples[0].channel(Channel::Speed).unwrap();
    assert_eq!(speed[0], 10.0);
    assert_eq!(recording.samples[0].times()[1], ClockTime::from_millis(250));
    let turns = recording.samples[1].channel(Channel::EngineSpeed).unwrap();
    assert!((turns[0] - 628.3185).abs() < 1e-3, "{turns:?}");
}

#[test]
fn without_beacons_it_is_one_lap_without_a_time() {
    let ReadRecording { recording, issues } = recording(&small());
    assert_eq!(recording.laps.len(), 1);
    assert_eq!((recording.laps[0].time, recording.laps[0].accurate), (None, false));
    assert_eq!(issues.len(), 1, "{issues:?}");
}

#[test]
fn exact_beacons_of_a_logger_cut_laps() {
    // Passed at 1.136 s and 4.299 s by the log; a split beacon with code 56 between them.
    let words = |low: u16, high: u16, millis: u16, code: u16| {
        [low | 0xc000, high | 0x8000, millis | 0x4000, code].map(u16::cast_signed)
    };
    let mut beacon = vec![0; 2];
    beacon.extend(words(9096, 34, 136, 100));
    beacon.insert(1, 0);
    beacon.extend([100].repeat(2));
    beacon.extend(words(7000, 35, 500, 56));
    beacon.extend(words(8723, 38, 299, 100));
    let running = [0.0, 0.0, 0.864, 1.864, 2.864, 3.864, 4.864, 5.864, 6.864, 7.864, 8.864, 9.864];
    let running: Vec<f32> = running.into_iter().chain([10.864, 0.701, 1.701, 2.701, 3.7]).collect();
    let bytes = write(&[
        channel("Beacon", "", 1, Samples::Int16(beacon)),
        channel("Running Lap Time", "s", 1, Samples::Single(running)),
    ]);
    let laps = recording(&bytes).recording.laps;
    let times: Vec<_> = laps.iter().map(|lap: &TimedLap| lap.time).collect();
    assert_eq!(times, [None, Some(LapTime::from_millis(10_163)), None]);
    assert_eq!(laps[1].began, Some(ClockTime::from_millis(2_136)));
}

#[test]
fn beacons_from_beside_come_first() {
    let at = ClockTime::from_millis;
    let options = LogOptions { beacons: vec![at(250), at(700)], ..LogOptions::default() };
    let laps = read("log.ld", &small(), &options).unwrap().recording.laps;
    let began: Vec<_> = laps.iter().map(|lap| (lap.number, lap.began)).collect();
    assert_eq!(began, [(1, Some(at(0))), (2, Some(at(250))), (3, Some(at(700)))]);
}

#[track_caller]
fn check_damage(spoil: impl Fn(&mut Vec<u8>), n_channels: usize, reason: &str) {
    let mut bytes = small();
    spoil(&mut bytes);
    let ReadRecording { recording, issues } = recording(&bytes);
    let channels: usize = recording.samples.iter().map(|it| it.channels().len()).sum();
    let listed: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert_eq!(channels, n_channels, "{listed:?}");
    assert!(listed.iter().any(|it| it.contains(reason)), "{listed:?}");
}

#[test]
fn damage_is_listed_and_the_rest_is_read() {
    let next = LIST + 4;
    let put = |bytes: &mut Vec<u8>, at: usize, number: u32| {
        bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
    };
    check_damage(|it| put(it, next, LIST as u32), 1, "leads back to itself");
    check_damage(|it| put(it, next, u32::MAX), 1, "beyond the end");
    check_damage(|it| put(it, LIST + 12, u32::MAX), 2, "samples lie beyond the end");
    check_damage(|it| put(it, LIST + ENTRY + 8, u32::MAX), 1, "samples lie beyond the end");
    check_damage(|it| it[LIST + 18] = 99, 1, "numbers of kind 99");
    check_damage(|it| it[LIST + 22] = 0, 1, "0 times a second");
    check_damage(|it| it.truncate(it.len() - 3), 2, "samples lie beyond the end");
}

#[track_caller]
fn check_refused(bytes: &[u8], reason: &str) {
    let error = open("log.ld", bytes).unwrap_err().to_string();
    assert!(error.starts_with("log.ld is no MoTeC log: "), "{error}");
    assert!(error.contains(reason), "{error}");
}

#[test]
fn what_is_no_log_is_refused() {
    check_refused(b"", "too few");
    check_refused(&[0; 5000], "does not begin with 40");
    let mut no_list = small();
    no_list[8..12].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    check_refused(&no_list, "no channel");
    assert!(looks_like("x.ld", &small()));
    assert!(!looks_like("x.ld", b"@ is not a log"));
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..5000_usize, value: u8, cut in 0..6000_usize) {
        let mut bytes = small();
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut.max(1));
        let _ = read("log.ld", &bytes, &LogOptions::default());
    }
}
