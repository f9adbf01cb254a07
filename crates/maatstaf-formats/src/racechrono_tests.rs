use maatstaf_core::{Channel, ClockTime, LapTime};
use proptest::prelude::*;

use super::*;

const LOG: &str = "This file is created using RaceChrono Pro v9.1.3 ( http://racechrono.com/ ).\n\
    Format,3\nSession title,\"Race 2\"\nSession type,Lap timing\nTrack name,\"BMW - Taupo\"\n\
    Driver name,Jo\nCreated,13/11/2022,05:06\nNote,\"Started 2nd, finished 2nd\"\n\n\
    timestamp,fragment_id,lap_number,elapsed_time,latitude,longitude,speed,lateral_acc,speed,accelerator_pos\n\
    unix time,,,s,deg,deg,m/s,G,m/s,%\n\
    ,,,,100: gps,100: gps,100: gps,calc,200: canbus,200: canbus\n\
    1676148521.0,0,,78.0,-38.66,176.14,20.0,0.5,20.5,50.0\n\
    1676148521.5,0,5,78.5,-38.66,176.14,20.0,0.5,20.5,50.0\n\
    1676148522.6,0,6,79.60001,-38.65,176.14,21.0,,21.5,100.0\n\
    1676148524.25,1,7,81.25,-38.64,176.14,22.0,0.1,22.5,0.0\n\
    1676148525.0,1,,82.0,-38.63,176.14,22.0,0.1,22.5,0.0\n\
    1676148526.0,1,7,83.0,-38.63,176.14,22.0,0.1,22.5,0.0\n\
    1676148527.0,1,8,84.0,-38.63,176.14,22.0,0.1,22.5,0.0\n\
    1676148528.0,1,8,85.0,-38.63,176.14,22.0,0.1,22.5,0.0\n";

fn recording(text: &str) -> ReadRecording {
    read("log.csv", text.as_bytes(), &LogOptions::default()).unwrap()
}

#[test]
fn the_preamble_says_where_and_the_rows_when() {
    let about = recording(LOG).recording.about;
    assert_eq!((about.place.as_deref(), about.year), (Some("BMW - Taupo"), Some(2023)));
    assert_eq!(about.session.as_deref(), Some("Race 2 2023-02-11 20:47:23"));
    assert_eq!(about.clock_zero.unwrap().to_string(), "2023-02-11T20:47:23Z");
}

#[test]
fn exact_laps_are_between_the_rows_at_the_line() {
    let laps = recording(LOG).recording.laps;
    let got: Vec<_> = laps.iter().map(|it| (it.number, it.time.map(LapTime::as_micros))).collect();
    // A part of lap 7 was not recorded.
    assert_eq!(got, [(5, None), (6, Some(1_649_990)), (7, None), (8, None)]);
    assert_eq!(laps[1].began, Some(ClockTime::from_micros(79_600_010)));
    assert_eq!(laps.iter().map(|it| it.accurate).collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn every_source_is_a_stream() {
    let ReadRecording { recording, issues } = recording(LOG);
    assert_eq!(issues, []);
    let streams: Vec<_> = recording.samples.iter().map(|it| it.stream()).collect();
    assert_eq!(streams, ["session", "100: gps", "calc", "200: canbus"]);
    let [_, gps, calc, bus] = &recording.samples[..] else { panic!("four streams") };
    assert_eq!(gps.channel(Channel::Speed).unwrap()[2], 21.0);
    assert_eq!(bus.channel(Channel::Speed).unwrap()[2], 21.5);
    assert_eq!(bus.channel(Channel::Throttle).unwrap()[0], 0.5);
    assert!(calc.channel(Channel::AccelerationLeft).unwrap()[2].is_nan());
    assert!((gps.channel(Channel::North).unwrap()[2] - 1110.2).abs() < 0.5);
}

#[test]
fn a_line_that_is_named_comes_first() {
    let options =
        LogOptions { line: Some("-38.655,176.14@0/50".parse().unwrap()), ..LogOptions::default() };
    let laps = read("log.csv", LOG.as_bytes(), &options).unwrap().recording.laps;
    assert_eq!(laps.len(), 2);
    let crossed = laps[0].ended.unwrap().seconds();
    assert!((crossed - 78.8).abs() < 0.01, "{crossed}: the place repeats at 78.5 s");
}

#[track_caller]
fn check_refused(text: &str, reason: &str) {
    let read = read("log.csv", text.as_bytes(), &LogOptions::default());
    let error = read.unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn other_files_and_versions_are_refused() {
    check_refused("timestamp,lap\n", "does not begin with");
    check_refused(&LOG.replace("Format,3", "Format,2"), "export it as CSV v3");
    check_refused(&LOG.replace("elapsed_time", "time"), "no column elapsed_time");
    check_refused(&LOG[..200], "no row of headings");
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..1500_usize, value: u8, cut in 0..1500_usize) {
        let mut bytes = LOG.as_bytes().to_vec();
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut);
        let _ = read("log.csv", &bytes, &LogOptions::default());
    }
}
