//! Real MoTeC logs, where they are at hand, and the CSV that i2 exported from one of them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::{Channel, ClockTime, LapTime, Recording};
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::recordings::ReadRecording;
use maatstaf_formats::{ldx, motec_csv, motec_ld};

#[path = "../../../fixtures/shared.rs"]
mod shared;

mod support {
    pub mod unpack;
}

/// A file of the loggers, unpacked; `None` and a word where it is not at hand.
fn file(name: &str) -> Option<Vec<u8>> {
    support::unpack::file(&shared::shared("loggers"), name)
}

fn ld(name: &str) -> Option<ReadRecording> {
    let bytes = file(name)?;
    assert!(motec_ld::looks_like(name, &bytes));
    Some(motec_ld::read(name, &bytes, &LogOptions::default()).unwrap())
}

fn csv(name: &str) -> Option<ReadRecording> {
    let bytes = file(name)?;
    assert!(motec_csv::looks_like(name, &bytes));
    Some(motec_csv::read(name, &bytes, &LogOptions::default()).unwrap())
}

fn times(recording: &Recording) -> Vec<Option<u64>> {
    recording.laps.iter().map(|lap| Some(lap.time?.as_micros() / 1000)).collect()
}

#[test]
fn agrees_the_beacons_of_an_adl_cut_its_laps() {
    let Some(ReadRecording { recording, issues }) = ld("motec-ld/afonso360/Sample1.ld") else {
        return;
    };
    assert_eq!(issues, []);
    // The channel "Lap Time" of the dash reads 65.15, 63.68, 65.18 and 63.75 s.
    let want = [None, Some(65_163), Some(63_682), Some(65_192), Some(63_759), None];
    assert_eq!(times(&recording), want);
    assert_eq!(recording.laps[1].began, Some(ClockTime::from_millis(94_136)));
    let about = &recording.about;
    assert_eq!((about.place.as_deref(), about.year), (Some("Calder"), Some(2005)));
    assert_eq!(about.session.as_deref(), Some("2 second warmup 2005-11-23 09:53:00"));
    assert_eq!(recording.cars[0].car.as_str(), "11A");
    let streams = recording.samples.iter().map(|it| (it.stream(), it.channels().len()));
    let streams: Vec<_> = streams.collect();
    let want = [("100 Hz", 4), ("50 Hz", 3), ("20 Hz", 27), ("10 Hz", 12), ("5 Hz", 15)];
    assert_eq!(streams[..5], want);
    assert_eq!(recording.samples.iter().map(|it| it.channels().len()).sum::<usize>(), 78);
}

#[test]
fn agrees_an_adl_reads_as_by_hand() {
    let name = "motec-ld/afonso360/Sample1.ld";
    let Some(bytes) = file(name) else { return };
    let log = motec_ld::open(name, &bytes[..]).unwrap();
    // Read with the table of `layout.rs` and Python's struct.
    let first = |name: &str| log.read(log.channel(name).unwrap()).unwrap()[..3].to_vec();
    assert_eq!(first("Engine RPM"), [1650.0, 1626.0, 1656.0]);
    assert_eq!(first("Lambda 1"), [0.995, 0.993, 0.997]);
    assert_eq!(first("Gyro Yaw Velocity"), [1.08, -0.72, -1.08]);
    assert_eq!(log.details().device, "ADL");
}

/// How far a log and the export of it may differ: the export has one digit less than the log.
const ROUNDING: f32 = 0.051;

/// `old.ld` was driven when `1hz.csv` was, `20230404_1316.ld` when `blakely1hz.csv` was.
#[track_caller]
fn check_export(log: &str, export: &str, laps: &[Option<u64>]) {
    let (Some(log), Some(export)) = (file(log), csv(export)) else { return };
    let log = motec_ld::open("x.ld", &log[..]).unwrap();
    assert_eq!(times(&export.recording), laps);
    assert_eq!(export.issues, []);
    let samples = &export.recording.samples[0];
    let mut compared = 0;
    for (channel, exported) in samples.channels() {
        let Some(factor) = in_unit(&channel.name) else { continue };
        let logged = log.read(log.channel(factor.0).unwrap()).unwrap();
        for (row, value) in exported.iter().enumerate() {
            let want = logged[row * 60];
            let got = value / factor.1;
            assert!((got - want).abs() < ROUNDING, "{} row {row}: {got} {want}", channel.name);
            compared += 1;
        }
    }
    assert_eq!(compared, samples.times().len() * 4);
}

/// Which channel of the log an exported one is, and what one of its unit is in that of the SI.
fn in_unit(name: &str) -> Option<(&'static str, f32)> {
    Some(match name {
        "speed" => ("Vehicle Speed", 1.0 / 3.6),
        "acceleration_forward" => ("G Force Long", 9.80665),
        "Wheel Speed RL" => ("Wheel Speed RL", 1.0),
        "Steered Angle" => ("Steered Angle", 1.0),
        _ => return None,
    })
}

#[test]
fn agrees_a_log_with_its_export() {
    let laps = [None, Some(255_088), None];
    check_export("motec-ld/arcayik/old.ld", "motec-ld/arcayik/1hz.csv", &laps);
    let laps = [None, Some(165_843), None];
    let log = "motec-ld/arcayik/20230404_1316.ld";
    check_export(log, "motec-ld/arcayik/blakely1hz.csv", &laps);
}

#[test]
fn agrees_a_log_without_beacons_is_one_lap() {
    let Some(ReadRecording { recording, issues }) = ld("motec-ld/arcayik/old.ld") else { return };
    assert_eq!(times(&recording), [None]);
    assert_eq!(issues.len(), 1, "{issues:?}");
    assert_eq!(recording.cars[0].crew[0].name.as_str(), "L. TANG");
    assert_eq!(recording.samples[0].times().len(), 18_254);
}

#[test]
fn agrees_an_export_without_a_preamble() {
    let name = "motec-csv/wlan07/david_exported(motec)_20hz.csv.gz";
    let Some(ReadRecording { recording, issues }) = csv(name) else { return };
    assert_eq!(issues, []);
    assert_eq!(times(&recording), [None, Some(111_300), Some(111_150), None]);
    assert!(recording.laps.iter().all(|lap| !lap.accurate), "cut at samples of 50 ms");
    let samples = &recording.samples[0];
    assert_eq!((samples.stream(), samples.times().len()), ("20 Hz", 10_247));
    let known = [Channel::Speed, Channel::Throttle, Channel::Brake, Channel::YawRate];
    assert!(known.iter().all(|it| samples.channel(*it).is_some()));
}

#[test]
fn agrees_left_is_positive() {
    // In a corner to the left the right wheels roll further than the left ones.
    let Some(ReadRecording { recording, .. }) = ld("motec-ld/afonso360/Sample1.ld") else { return };
    let samples = &recording.samples[2];
    let named = |name: &str| {
        let found = samples.channels().iter().find(|(channel, _)| channel.name == name);
        &found.unwrap().1
    };
    let wheels = named("Wheel Speed FR").iter().zip(named("Wheel Speed FL"));
    let left = samples.channel(Channel::AccelerationLeft).unwrap();
    let rate = samples.channel(Channel::YawRate).unwrap();
    let mut sums = [(0.0, 0.0, 0); 2]; // km/h, rad/s, samples
    for ((right, left), (force, rate)) in wheels.zip(left.iter().zip(rate)) {
        if force.abs() > 5.0 {
            let side = &mut sums[usize::from(*force > 0.0)];
            *side = (side.0 + right - left, side.1 + rate, side.2 + 1);
        }
    }
    let [to_right, to_left] = sums.map(|(faster, rate, n)| (faster / n as f32, rate / n as f32));
    assert!(to_left.0 > 1.0 && to_left.1 > 0.2, "{to_left:?}");
    assert!(to_right.0 < -1.0 && to_right.1 < -0.2, "{to_right:?}");
}

#[test]
fn agrees_the_beacons_beside_a_log() {
    let name = "racechrono/jlynx/session_20260103_135924_race_1.ldx";
    let Some(bytes) = file(name) else { return };
    assert!(ldx::looks_like(name, &bytes));
    let ldx::ReadLdx { ldx, issues } = ldx::read(name, &bytes).unwrap();
    assert_eq!(issues, []);
    assert_eq!((ldx.beacons.len(), ldx.n_laps, ldx.fastest_lap), (10, Some(11), Some(3)));
    let laps = ldx::read_laps(name, &bytes).unwrap().recording.laps;
    let fastest = laps.iter().filter_map(|lap| Some((lap.time?, lap.number))).min();
    // It counts the lap before the first beacon as 0, we as 1.
    assert_eq!(fastest, Some((LapTime::from_millis(107_525), 4)));
    assert_eq!(ldx.fastest, Some(LapTime::from_millis(107_525)));
}
