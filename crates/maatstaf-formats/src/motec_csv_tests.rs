use maatstaf_core::{Channel, LapTime};
use proptest::prelude::*;

use super::*;

const FULL: &str = "\"Format\",\"MoTeC CSV File\",,,\"Workbook\",\"\"\r\n\
    \"Venue\",\"Calder Park\",,,\"Worksheet\",\"\"\r\n\
    \"Vehicle\",\"11A\",,,\"Vehicle Desc\",\"\"\r\n\
    \"Driver\",\"A. Driver\",,,\"Engine ID\",\"\"\r\n\
    \"Comment\",\"\",,,\"Session\",\"Warmup\"\r\n\
    \"Log Date\",\"2023-03-30\",,,\"Origin Time\",\"0.000\",\"s\"\r\n\
    \"Log Time\",\"5:26:02 PM\",,,\"Start Time\",\"0.000\",\"s\"\r\n\
    \"Sample Rate\",\"2.000\",\"Hz\",,\"End Time\",\"2.0\",\"s\"\r\n\
    \"Beacon Markers\",\"0.596 1.684 \"\r\n\r\n\r\n\
    \"Time\",\"Ground Speed\",\"G Force Lat\",\"Brake Press\"\r\n\
    \"s\",\"km/h\",\"G\",\"bar\"\r\n\r\n\r\n\
    \"0.000\",\"36.0\",\"1.0\",\"3.74\"\r\n\
    \"0.500\",\"72.0\",\"\",\"0.00\"\r\n\
    \"1.000\",\"72.0\",\"?\",\"0.00\"\r\n\
    \"1.500\",\"72.0\",\"2.0\",\"0.00\"\r\n\
    \"2.000\",\"90.0\",\"0.0\",\"0.00\"\r\n";

fn recording(text: &str) -> ReadRecording {
    read("log.csv", text.as_bytes(), &LogOptions::default()).unwrap()
}

#[test]
fn the_preamble_says_who_and_where() {
    let ReadRecording { recording, .. } = recording(FULL);
    assert_eq!(recording.about.place.as_deref(), Some("Calder Park"));
    assert_eq!(recording.about.year, Some(2023));
    assert_eq!(recording.about.session.as_deref(), Some("Warmup 2023-03-30 5:26:02 PM"));
    assert_eq!(recording.cars[0].car.as_str(), "11A");
    let times: Vec<_> = recording.laps.iter().map(|lap| lap.time).collect();
    assert_eq!(times, [None, Some(LapTime::from_millis(1088)), None]);
    assert!(recording.laps.iter().all(|lap| lap.driver.is_some()));
}

#[test]
fn known_channels_are_in_si_and_others_keep_their_name() {
    let ReadRecording { recording, issues } = recording(FULL);
    let samples = &recording.samples[0];
    assert_eq!(samples.stream(), "2 Hz");
    assert_eq!(samples.channel(Channel::Speed).unwrap()[4], 25.0);
    let left = samples.channel(Channel::AccelerationLeft).unwrap();
    assert_eq!(left[0], 9.80665);
    assert!(left[1].is_nan() && left[2].is_nan());
    let (brake, _) = &samples.channels()[2];
    assert_eq!((brake.name.as_str(), brake.unit.as_str()), ("Brake Press", "bar"));
    let listed: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert_eq!(listed.len(), 1, "{listed:?}");
    assert!(listed[0].contains("G Force Lat: 1 cells"), "{listed:?}");
}

#[test]
fn without_a_preamble_the_running_clock_cuts_laps() {
    let text = "\"Time\",\"SPEED\",\"TIME\"\n\"s\",\"km/h\",\"..\"\n\
        \"0.0\",\"1\",\"3.0\"\n\"0.5\",\"1\",\"0.2\"\n\"1.0\",\"1\",\"0.7\"\n\"1.5\",\"1\",\"0.1\"\n";
    let laps = recording(text).recording.laps;
    let times: Vec<_> = laps.iter().map(|lap| (lap.time, lap.accurate)).collect();
    assert_eq!(times, [(None, false), (Some(LapTime::from_millis(1100)), false), (None, false)]);
}

#[track_caller]
fn check_row(row: &str, n_samples: usize, reason: &str) {
    let ReadRecording { recording, issues } = recording(&format!("{FULL}{row}\n"));
    assert_eq!(recording.samples[0].times().len(), n_samples);
    let listed: Vec<String> = issues.iter().map(ToString::to_string).collect();
    assert!(listed.iter().any(|it| it.contains("log.csv:21") && it.contains(reason)), "{listed:?}");
}

#[test]
fn rows_that_are_no_rows_are_listed() {
    check_row("\"2.5\"", 5, "1 cells where there are 4 columns");
    check_row("\"soon\",\"1\",\"1\",\"1\"", 5, "its time is \"soon\"");
    check_row("\"1.9\",\"1\",\"1\",\"1\"", 5, "before that above");
    check_row("\"1e300\",\"1\",\"1\",\"1\"", 5, "beyond any log");
}

#[test]
fn other_tables_are_refused() {
    assert!(!looks_like("x.csv", b"timestamp,lap_number\n"));
    let error = read("x.csv", b"a,b\n1,2\n", &LogOptions::default()).unwrap_err().to_string();
    assert!(error.contains("name its columns"), "{error}");
}

proptest! {
    #[test]
    fn law_no_bytes_upset_it(at in 0..2000_usize, value: u8, cut in 0..1200_usize) {
        let mut bytes = FULL.as_bytes().to_vec();
        let len = bytes.len();
        bytes[at % len] = value;
        bytes.truncate(cut);
        let _ = read("log.csv", &bytes, &LogOptions::default());
    }
}
