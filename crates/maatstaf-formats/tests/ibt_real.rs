//! Real iRacing telemetry, where it is at hand: whole, of a running session, spoilt, empty.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::Channel;
use maatstaf_formats::ibt;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::recordings::{Error, ReadRecording};

#[path = "../../../fixtures/shared.rs"]
mod shared;

mod support {
    pub mod unpack;
}

fn read(name: &str) -> Option<Result<ReadRecording, Error>> {
    let name = format!("iracing-ibt/teamjorge/{name}_test_file.ibt");
    let bytes = support::unpack::file(&shared::shared("loggers"), &name)?;
    let read = ibt::read(&name, &bytes, &LogOptions::default());
    assert_eq!(ibt::looks_like(&name, &bytes), read.is_ok());
    Some(read)
}

#[test]
fn agrees_a_whole_log() {
    let Some(read) = read("valid") else { return };
    let ReadRecording { recording, issues } = read.unwrap();
    let about = &recording.about;
    assert_eq!((about.place.as_deref(), about.year), (Some("Red Bull Ring"), Some(2024)));
    assert_eq!(about.session.as_deref(), Some("Offline Testing 2024-06-24 19:45:36"));
    assert_eq!(recording.cars[0].car.as_str(), "64");
    let [slow, fast] = &recording.samples[..] else { panic!("two streams") };
    assert_eq!((slow.stream(), slow.times().len()), ("60 Hz", 390));
    assert_eq!((fast.stream(), fast.times().len()), ("360 Hz", 390 * 6));
    // It stood in the garage: one lap that has begun, nothing else.
    assert_eq!(recording.laps.len(), 1);
    assert_eq!((recording.laps[0].number, recording.laps[0].time), (9, None));
    assert_eq!(issues, []);
    let speed = slow.channel(Channel::Speed).unwrap();
    assert!((speed[160] - 0.611_831_5).abs() < 1e-6);
    assert!(slow.channel(Channel::East).unwrap().iter().all(|east| east.abs() < 10.0));
}

#[test]
fn agrees_a_running_session_gives_its_newest_records() {
    let Some(read) = read("live") else { return };
    let ReadRecording { recording, issues } = read.unwrap();
    assert_eq!(recording.about.place.as_deref(), Some("Autodromo Nazionale Monza"));
    assert_eq!(recording.samples[0].times().len(), 3);
    let step = recording.samples[0].times()[1].seconds();
    assert!((step - 1.0 / 60.0).abs() < 1e-4, "{step}");
    assert!(issues.iter().any(|it| it.reason.contains("running session")), "{issues:?}");
}

#[test]
fn agrees_what_is_no_log_is_refused() {
    let reason = |name: &str| Some(read(name)?.unwrap_err().to_string());
    let (Some(empty), Some(spoilt)) = (reason("empty"), reason("invalid")) else { return };
    assert!(empty.ends_with("it is empty"), "{empty}");
    assert!(spoilt.contains("does not begin with version"), "{spoilt}");
}
