//! Real sessions of RaceChrono, where they are at hand: as it keeps them and as it exports them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::{Channel, ClockTime, Recording, Samples};
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::recordings::ReadRecording;
use maatstaf_formats::{racechrono, rcz};

#[path = "../../../fixtures/shared.rs"]
mod shared;

mod support {
    pub mod unpack;
}

const TAUPO: &str = "racechrono/jlynx/official_session_20230212_094842_race_2_lap6_v3.csv.gz";
const TAUPO_KEPT: &str = "racechrono/jlynx/session_20230212_094841_race_2_lap6.rcz";
const TIANMA: &str = "racechrono/tianma/session_20251231_111318_tianma_lap9_v3.csv";

/// The line of Taupo as the kept session has it: middle, heading and width.
const TAUPO_LINE: &str = "-38.66264816666667,176.14674716666667@314/100";

fn file(name: &str) -> Option<Vec<u8>> {
    support::unpack::file(&shared::shared("loggers"), name)
}

fn csv(name: &str, options: &LogOptions) -> Option<Recording> {
    let bytes = file(name)?;
    assert!(racechrono::looks_like(name, &bytes));
    let ReadRecording { recording, issues } = racechrono::read(name, &bytes, options).unwrap();
    assert_eq!(issues, []);
    Some(recording)
}

fn kept() -> Option<Recording> {
    let bytes = file(TAUPO_KEPT)?;
    assert!(rcz::looks_like(TAUPO_KEPT, &bytes));
    let ReadRecording { recording, issues } =
        rcz::read(TAUPO_KEPT, &bytes, &LogOptions::default()).unwrap();
    assert_eq!(issues, []);
    Some(recording)
}

fn laps(recording: &Recording) -> Vec<(u16, Option<u64>)> {
    recording.laps.iter().map(|lap| (lap.number, lap.time.map(|it| it.as_micros()))).collect()
}

#[test]
fn agrees_exports_have_their_laps() {
    let Some(taupo) = csv(TAUPO, &LogOptions::default()) else { return };
    // The program itself prints 1:46.447 as the best lap.
    assert_eq!(laps(&taupo), [(5, None), (6, Some(106_447_490)), (7, None)]);
    assert_eq!(taupo.about.place.as_deref(), Some("BMW - Taupo"));
    assert_eq!(taupo.about.clock_zero.unwrap().to_string(), "2023-02-11T20:39:03Z");
    let Some(tianma) = csv(TIANMA, &LogOptions::default()) else { return };
    assert_eq!(laps(&tianma), [(8, None), (9, Some(76_328_880)), (10, None)]);
    let streams: Vec<_> = tianma.samples.iter().map(|it| it.stream()).collect();
    assert_eq!(streams, ["session", "100: gps", "calc", "200: obd"]);
}

#[test]
fn agrees_the_way_over_the_line_with_the_program() {
    let line = TAUPO_LINE.parse().unwrap();
    let options = LogOptions { line: Some(line), ..LogOptions::default() };
    let Some(cut) = csv(TAUPO, &options) else { return };
    let Some(stated) = csv(TAUPO, &LogOptions::default()) else { return };
    assert_eq!(cut.laps.len(), 3);
    for idx in 0..2 {
        let [ours, theirs] = [&cut, &stated].map(|it| it.laps[idx].ended.unwrap());
        let apart = ours.since(theirs).seconds();
        assert!(apart.abs() < 0.005, "crossing {idx}: {apart} s");
    }
}

#[test]
fn agrees_a_kept_session_has_its_laps() {
    let Some(recording) = kept() else { return };
    let times: Vec<_> = laps(&recording).into_iter().map(|it| it.1.map(|it| it / 1000)).collect();
    let want =
        [3_704, 52_904, 113_167, 106_555, 106_917, 106_448, 108_750, 107_287, 107_119, 107_059];
    assert_eq!(times[..10], want.map(Some));
    assert_eq!(times[10..], [None]);
    assert_eq!(recording.laps.iter().filter(|lap| lap.accurate).count(), 8);
    assert_eq!(recording.about.session.as_deref(), Some("Race 2 2023-02-11 20:39:02"));
}

/// How far the export of a value may be from what is kept: the export has six digits.
const ROUNDING: f32 = 2e-5;

/// Holds a channel as kept against the rows of the export at the same moments.
#[track_caller]
fn check_channel(
    (kept, csv): (&Recording, &Recording),
    stream: &str,
    export: &str,
    name: &str,
    least: usize,
) {
    let find = |of: &Recording, stream: &str| -> Samples {
        of.samples.iter().find(|it| it.stream() == stream).unwrap().clone()
    };
    let (kept, csv) = (find(kept, stream), find(csv, export));
    let values = |of: &Samples| {
        let found = of.channels().iter().find(|(channel, _)| channel.name == name);
        found.unwrap().1.clone()
    };
    let (ours, theirs) = (values(&kept), values(&csv));
    // The clock of the kept session starts 981 ms before that of the export.
    let moment = |at: &ClockTime| at.as_micros().saturating_sub(981_000);
    let mut compared = 0;
    for (at, value) in kept.times().iter().zip(ours) {
        let Ok(row) = csv.times().binary_search(&ClockTime::from_micros(moment(at))) else {
            continue;
        };
        let apart = (theirs[row] - value).abs();
        assert!(apart <= ROUNDING * value.abs().max(1.0), "{name} at {at}: {apart}");
        compared += 1;
    }
    assert!(compared >= least, "{name}: {compared} compared");
}

#[test]
fn agrees_kept_channels_with_their_export() {
    let (Some(kept), Some(csv)) = (kept(), csv(TAUPO, &LogOptions::default())) else { return };
    let both = (&kept, &csv);
    check_channel(both, "100 gps", "100: gps", "speed", 100);
    check_channel(both, "100 gps", "100: gps", "up", 100);
    check_channel(both, "100 gps", "100: gps", "bearing", 100);
    check_channel(both, "100 gps", "100: gps", "latitude", 100);
    check_channel(both, "100 gps", "100: gps", "longitude", 100);
    check_channel(both, "100 gps", "100: gps", "satellites", 100);
    check_channel(both, "100 gps", "100: gps", "accuracy", 100);
    check_channel(both, "200 rpm", "200: canbus", "engine_speed", 3000);
    check_channel(both, "200 speed", "200: canbus", "speed", 500);
    check_channel(both, "200 brake_pos", "200: canbus", "brake", 2000);
    check_channel(both, "200 accelerator_pos", "200: canbus", "throttle", 2000);
    check_channel(both, "200 coolant_temp", "200: canbus", "coolant_temp", 2000);
    check_channel(both, "200 engine_oil_temp", "200: canbus", "engine_oil_temp", 200);
    check_channel(both, "200 fuel_level", "200: canbus", "fuel_level", 10);
}

#[test]
fn agrees_left_is_positive() {
    // In a corner to the left the heading turns back.
    let Some(recording) = csv(TIANMA, &LogOptions::default()) else { return };
    let find = |stream: &str| recording.samples.iter().find(|it| it.stream() == stream).unwrap();
    let left = find("calc").channel(Channel::AccelerationLeft).unwrap();
    let gps = find("100: gps");
    let bearing = &gps.channels().iter().find(|(it, _)| it.name == "bearing").unwrap().1;
    let turned = |idx: usize| (bearing[idx + 20] - bearing[idx - 20] + 540.0) % 360.0 - 180.0;
    let clear = (20..left.len() - 20).filter(|idx| left[*idx].abs() > 3.0);
    let (agree, all) = clear.fold((0, 0), |(agree, all), idx| {
        (agree + usize::from((turned(idx) < 0.0) == (left[idx] > 0.0)), all + 1)
    });
    assert!(all > 1000 && agree * 20 > all * 19, "{agree} of {all}");
}
