use maatstaf_core::{ClockTime, LapTime};
use proptest::prelude::*;

use super::*;

fn recording(text: &str, mapping: &str) -> ReadRecording {
    let mapping: Mapping = mapping.parse().unwrap();
    read("log.csv", text.as_bytes(), Some(&mapping), &LogOptions::default()).unwrap()
}

#[track_caller]
fn check_speed(text: &str, mapping: &str, want: &[f32]) {
    let ReadRecording { recording, .. } = recording(text, mapping);
    assert_eq!(recording.samples[0].channel(Channel::Speed).unwrap(), want);
}

#[test]
fn exact_columns_by_heading_number_and_unit() {
    check_speed("t,v\n0,36\n1,72\n", "time=t,speed=v:km/h", &[10.0, 20.0]);
    check_speed("t;v\n0;10\n1;20\n", "time=#1,speed=#2:m/s", &[10.0, 20.0]);
    check_speed("0\t10\n1\t20\n", "time=#1:s,speed=#2:m/s", &[10.0, 20.0]);
    check_speed("Time,Speed (km/h)\n0,36\n", "time=Time,speed=Speed (km/h)", &[10.0]);
    check_speed("Time,Speed\ns,km/h\n0,36\n", "time=time,speed=speed", &[10.0]);
    check_speed("made by\nTime,Speed\n0,10\n", "time=Time,speed=Speed:m/s", &[10.0]);
    check_speed("t,a:b\n0,36\n", "time=t,speed=a:b:km/h", &[10.0]);
    check_speed("t,v\n0,10\n1,20\n", "time=t,speed=v:-m/s", &[-10.0, -20.0]);
    check_speed(
        "t|v\n0|10\n",
        "separator = \"|\"\n[columns]\ntime = \"t\"\nspeed = \"v:m/s\"",
        &[10.0],
    );
}

#[test]
fn exact_moments_of_every_kind() {
    let check = |cells: &str, mapping: &str, want: [u64; 2]| {
        let ReadRecording { recording, .. } = recording(cells, mapping);
        assert_eq!(recording.samples[0].times(), want.map(ClockTime::from_micros));
    };
    check("t,v\n0.25,1\n1.5,1\n", "time=t", [250_000, 1_500_000]);
    check("t,v\n250,1\n1500,1\n", "time=t:ms", [250_000, 1_500_000]);
    check("t,v\n1:02.5,1\n1:03.25,1\n", "time=t", [62_500_000, 63_250_000]);
    check("t,v\n1700000000.5,1\n1700000001.75,1\n", "time=t", [0, 1_250_000]);
}

#[test]
fn exact_laps_by_number_and_by_the_running_clock() {
    let text = "t,Lap,Lap Time\n0,3,60.0\n1,3,61.0\n2,4,0.5\n3,4,1.5\n4,5,0.25\n5,5,1.25\n";
    let times = |mapping: &str| -> Vec<_> {
        let laps = recording(text, mapping).recording.laps;
        laps.iter().map(|it| (it.number, it.time.map(LapTime::as_micros))).collect()
    };
    assert_eq!(times("time=t,lap=Lap"), [(3, None), (4, Some(2_000_000)), (5, None)]);
    let by_clock = times("time=t,lap_time=Lap Time");
    assert_eq!(by_clock, [(1, None), (2, Some(2_250_000)), (3, None)]);
}

#[test]
fn what_is_not_meant_keeps_its_name_and_unit() {
    let mapping = "time=Time (sec),distance=Way:km,latitude=lat,longitude=lon,car=22,driver=Jo,\
                   place=Imola,session=Test,year=2024";
    let text = "Time (sec),Way,lat,lon,Boost (kPa),Speed (kph)\n0,0,44.0,11.0,1.5,36\n\
                1,0.5,44.001,11.0,1.6,36\n";
    let ReadRecording { recording, .. } = recording(text, mapping);
    let samples = &recording.samples[0];
    let names: Vec<_> =
        samples.channels().iter().map(|(it, _)| (it.name.as_str(), it.unit.as_str())).collect();
    let want = [("distance", "m"), ("lat", ""), ("lon", ""), ("Boost", "kPa"), ("Speed", "kph")];
    assert_eq!(names[..5], want);
    assert_eq!(samples.channels()[0].1, [0.0, 500.0]);
    assert!((samples.channel(Channel::North).unwrap()[1] - 111.1).abs() < 0.1);
    assert_eq!(recording.cars[0].car.as_str(), "22");
    assert_eq!(recording.about.place.as_deref(), Some("Imola"));
    assert_eq!(recording.about.year, Some(2024));
}

#[test]
fn headings_with_units_need_no_mapping() {
    let text =
        "Time (sec),Vehicle Speed (kph),RPM (RPM),Throttle Pos (%)\n0,36,770,50\n1,36,770,50\n";
    assert!(looks_like("log.csv", text.as_bytes()));
    let read = read("log.csv", text.as_bytes(), None, &LogOptions::default()).unwrap();
    let samples = &read.recording.samples[0];
    assert_eq!(samples.channel(Channel::Speed), Some(&[10.0, 10.0][..]));
    assert_eq!(samples.channel(Channel::Throttle), Some(&[0.5, 0.5][..]));
    assert!(!looks_like("log.csv", b"Time,Speed\n0,36\n"));
    assert!(!looks_like("log.csv", b"LapTime,Driver\n0,36\n"));
}

#[track_caller]
fn check_invalid(mapping: &str, reason: &str) {
    let error = mapping.parse::<Mapping>().unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn what_is_no_mapping_is_refused() {
    check_invalid("", "no column is the time");
    check_invalid("time", "says not what a column is");
    check_invalid("tyme=t", "\"tyme\" is nothing that a column can be: time, distance");
    check_invalid("time=t,year=soon", "\"soon\" is no year");
    check_invalid("[columns]\ntime = 5\n", "time names no column");
    check_invalid("[columns\n", "write a mapping as");
    check_invalid("[columns]\ntime = \"t\"\n[more]\n", "unknown field");
}

#[track_caller]
fn check_refused(text: &str, mapping: &str, reason: &str) {
    let mapping: Mapping = mapping.parse().unwrap();
    let read = read("log.csv", text.as_bytes(), Some(&mapping), &LogOptions::default());
    let error = read.unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn what_the_table_has_not_is_refused() {
    check_refused("t,v\n0,1\n", "time=Time", "no row of headings has the column \"Time\"");
    check_refused("t,v\n0,1\n", "time=t,speed=V2:m/s", "V2 is not among its columns: t, v");
    check_refused("t,v\n0,1\n", "time=t,speed=v", "write speed=v:km/h");
    check_refused("t,v (bar)\n0,1\n", "time=t,throttle=v (bar)", "write throttle=v (bar):%");
    check_refused("", "time=t", "no row of headings");
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(text: Vec<u8>, mapping: String) {
        let given = "time=#1,speed=#2:m/s".parse::<Mapping>().unwrap();
        let _ = read("log.csv", &text, Some(&given), &LogOptions::default());
        let _ = read("log.csv", &text, None, &LogOptions::default());
        if let Ok(mapping) = mapping.parse::<Mapping>() {
            let _ = read("log.csv", &text, Some(&mapping), &LogOptions::default());
        }
    }
}
