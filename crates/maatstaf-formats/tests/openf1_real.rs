//! Replies of OpenF1, where they are at hand; counts from `json.load` in Python.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::Recording;
use maatstaf_formats::openf1;

#[path = "../../../fixtures/shared.rs"]
mod shared;

const FOLDER: &str = "openf1/2026_1287_spain_barcelona_catalunya/qualifying_11303";

fn barcelona() -> Option<Recording> {
    let folder = shared::shared("f1-api-replies").join(FOLDER);
    if !folder.is_dir() {
        println!("skipped: replies of OpenF1 are not at {}", folder.display());
        return None;
    }
    let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, Vec<u8>)> = files
        .filter(|path| path.extension().is_some_and(|it| it == "json"))
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect();
    for (name, bytes) in &files {
        assert!(openf1::looks_like(name, &bytes[..bytes.len().min(1024)]), "{name}");
    }
    let read = openf1::read(&files).unwrap();
    assert_eq!(read.issues, []);
    Some(read.recording)
}

#[test]
fn agrees_barcelona_2026_qualifying() {
    let Some(recording) = barcelona() else { return };
    assert_eq!((recording.laps.len(), recording.cars.len(), recording.n_drivers()), (255, 22, 22));
    assert_eq!((recording.stints.len(), recording.messages.len()), (89, 50));
    assert_eq!((recording.weather.len(), recording.parts.len()), (88, 3));
    let timed = recording.laps.iter().filter(|lap| lap.time.is_some()).count();
    assert_eq!(timed, 215);
    let both = recording.laps.iter().filter_map(|lap| Some((lap.sector_sum()?, lap.time?)));
    let both: Vec<_> = both.collect();
    let exceptions = both.iter().filter(|(sum, time)| sum != time).count();
    assert_eq!((both.len(), exceptions), (151, 0));
}

/// The clock of OpenF1 is when a message came: it misses the times of laps by tenths.
#[test]
fn keeps_how_far_the_clock_misses_the_times() {
    let Some(recording) = barcelona() else { return };
    let missed = recording.laps.iter().filter(|lap| !lap.is_out_lap()).filter_map(|lap| {
        let driven = lap.ended?.since(lap.began?).as_micros() - lap.time?.as_micros().cast_signed();
        Some(driven.abs())
    });
    let missed: Vec<i64> = missed.collect();
    let beyond = |most: i64| missed.iter().filter(|it| **it > most).count();
    assert_eq!((missed.len(), beyond(0), beyond(200_000), beyond(1_000_000)), (149, 78, 1, 0));
}

#[test]
fn agrees_parts_of_qualifying_with_the_result() {
    let Some(recording) = barcelona() else { return };
    let (mut compared, mut equal) = (0, 0);
    for result in &recording.results {
        for (idx, stated) in result.part_times.iter().enumerate() {
            let Some(stated) = stated else { continue };
            let laps = recording.laps.iter().filter(|lap| {
                Some(&lap.car) == result.car.as_ref()
                    && lap.part.is_some_and(|part| part as usize == idx)
                    && lap.deleted.is_none()
            });
            compared += 1;
            equal += usize::from(laps.filter_map(|lap| lap.time).min() == Some(*stated));
        }
    }
    assert_eq!((compared, equal), (47, 47));
}
