//! Plain tables of real loggers, where they are at hand.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::Channel;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::mapped_csv::{self, Mapping};
use maatstaf_formats::recordings::ReadRecording;

#[path = "../../../fixtures/shared.rs"]
mod shared;

mod support {
    pub mod unpack;
}

fn file(name: &str) -> Option<Vec<u8>> {
    support::unpack::file(&shared::shared("loggers"), name)
}

fn read(name: &str, mapping: Option<&str>) -> Option<ReadRecording> {
    let bytes = file(name)?;
    let mapping = mapping.map(|text| text.parse::<Mapping>().unwrap());
    assert_eq!(mapped_csv::looks_like(name, &bytes[..8192]), mapping.is_none());
    Some(mapped_csv::read(name, &bytes, mapping.as_ref(), &LogOptions::default()).unwrap())
}

#[test]
fn agrees_an_accessport_tells_its_columns() {
    let name = "generic-csv/moteclogenerator/accessport_sample.csv.gz";
    let Some(ReadRecording { recording, issues }) = read(name, None) else { return };
    let samples = &recording.samples[0];
    assert_eq!(samples.times().len(), 18_033);
    assert_eq!(samples.times()[3].as_micros(), 163_000);
    let first = |channel: Channel| samples.channel(channel).unwrap()[0];
    assert!((first(Channel::EngineSpeed) - 770.0 * std::f32::consts::TAU / 60.0).abs() < 1e-3);
    assert_eq!((first(Channel::Speed), first(Channel::Throttle)), (0.0, 0.0));
    assert_eq!(samples.channels().len(), 16);
    // It knows nothing of laps.
    assert_eq!((recording.laps.len(), issues.len()), (1, 1));
}

#[test]
fn agrees_a_plain_table_with_a_mapping() {
    let mapping = "time=Time:s,speed=Vehicle Speed:kph,throttle=Accel Position:%,rpm=RPM:rpm,gear=Gear Position";
    let name = "generic-csv/moteclogenerator/csv_sample.csv";
    let Some(plain) = read(name, Some(mapping)) else { return };
    let other = "generic-csv/moteclogenerator/accessport_sample.csv.gz";
    let Some(told) = read(other, None) else { return };
    let [plain, told] = [plain, told].map(|it| it.recording.samples[0].clone());
    // Both are exports of one drive.
    let shorter = plain.times().len().min(told.times().len());
    assert_eq!(shorter, 18_033);
    assert_eq!(plain.times()[..shorter], told.times()[..shorter]);
    for channel in [Channel::Speed, Channel::Throttle, Channel::EngineSpeed, Channel::Gear] {
        let [plain, told] = [&plain, &told].map(|it| it.channel(channel).unwrap());
        assert_eq!(plain[..shorter], told[..shorter], "{channel:?}");
    }
}

#[test]
fn agrees_a_table_without_headings() {
    let mapping = "time=#1:s,distance=#2:m,speed=#3:km/h,place=Grand Valley Speedway";
    let name = "motec-ld/arcayik/tunnel2end.csv";
    let Some(ReadRecording { recording, .. }) = read(name, Some(mapping)) else { return };
    let samples = &recording.samples[0];
    assert_eq!(samples.times()[0].as_micros(), 106_380_000);
    assert_eq!(samples.channels()[0].1[0], 3286.0);
    assert!((samples.channel(Channel::Speed).unwrap()[0] - 85.4 / 3.6).abs() < 1e-5);
}
