//! Exports of FastF1, where they are at hand; counts from `csv.DictReader` in Python.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use maatstaf_core::{Channel, Recording};
use maatstaf_formats::fastf1;

#[path = "../../../fixtures/shared.rs"]
mod shared;

#[path = "../../../fixtures/unpacked.rs"]
mod unpacked;

/// Every file below a folder, in order of path; none where there is no such folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: exports of FastF1 are not at {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let below = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.into_iter().flat_map(below).collect()
}

fn read(path: &Path) -> (Recording, usize) {
    let bytes = unpacked::unpacked(path);
    let name = path.to_str().unwrap().trim_end_matches(".gz");
    assert!(fastf1::looks_like(name, &bytes[..bytes.len().min(1024)]), "{name}");
    let read = fastf1::read(&[(name, &bytes)]).unwrap();
    (read.recording, read.issues.len())
}

#[derive(Debug, Default, PartialEq)]
struct Counts {
    files: usize,
    laps: usize,
    issues: usize,
    timed: usize,
    with_sectors: usize,
    sectors_miss: usize,
    on_clock: usize,
    clock_misses: usize,
    accurate: usize,
    deleted: usize,
}

/// Counts what the tables of a kind hold, and where they disagree with themselves.
#[track_caller]
fn check(kind: &str, want: Counts) {
    let files = files(&shared::shared("f1-telemetry").join("lap-tables"));
    let of_kind = |path: &&PathBuf| path.to_str().unwrap().contains(kind);
    let mut counts = Counts::default();
    for path in files.iter().filter(of_kind) {
        let (recording, issues) = read(path);
        counts.files += 1;
        counts.issues += issues;
        counts.laps += recording.laps.len();
        for lap in &recording.laps {
            counts.accurate += usize::from(lap.accurate);
            counts.deleted += usize::from(lap.deleted.is_some());
            let Some(time) = lap.time else { continue };
            counts.timed += 1;
            if let Some(sum) = lap.sector_sum() {
                counts.with_sectors += 1;
                counts.sectors_miss += usize::from(sum != time);
            }
            if let Some((began, ended)) = lap.began.zip(lap.ended) {
                let driven = ended.since(began).as_micros().cast_unsigned();
                counts.on_clock += 1;
                counts.clock_misses += usize::from(driven != time.as_micros());
            }
        }
    }
    if counts.files > 0 {
        assert_eq!(counts, want);
    }
}

#[test]
fn agrees_lap_tables_of_whole_races() {
    check(
        "_all_laps",
        Counts {
            files: 21,
            laps: 22_781,
            issues: 7, // rows of a lap 0
            timed: 22_173,
            with_sectors: 21_977,
            sectors_miss: 0,
            on_clock: 22_173,
            clock_misses: 196,
            accurate: 19_375,
            deleted: 295,
        },
    );
}

#[test]
fn agrees_lap_tables_of_qualifying() {
    check(
        "_fastest_laps",
        Counts {
            files: 102,
            laps: 2_017,
            issues: 19, // rows without anything in them
            timed: 2_017,
            with_sectors: 2_017,
            sectors_miss: 0,
            on_clock: 2_017,
            clock_misses: 0,
            accurate: 1_940,
            deleted: 0,
        },
    );
}

#[test]
fn agrees_telemetry_of_fastest_laps() {
    let files = files(&shared::shared("f1-telemetry").join("fastest-laps"));
    let mut n_samples = [0, 0];
    for path in &files {
        let (recording, issues) = read(path);
        let ([lap], [car, position]) = (&recording.laps[..], &recording.samples[..]) else {
            panic!("{}: one lap, and what was sampled of the car and its places", path.display());
        };
        assert_eq!(issues, 0, "{}", path.display());
        let driven = lap.ended.unwrap().since(lap.began.unwrap()).as_micros();
        assert_eq!(lap.time.unwrap().as_micros(), driven.cast_unsigned());
        assert!(car.channel(Channel::Speed).unwrap().iter().all(|it| (0.0..105.0).contains(it)));
        assert!(position.channel(Channel::East).unwrap().iter().all(|east| east.is_finite()));
        n_samples[0] += car.times().len();
        n_samples[1] += position.times().len();
    }
    if !files.is_empty() {
        // 59,112 rows, of which 196 are the computed ends of the laps.
        assert_eq!((files.len(), n_samples), (98, [29_118, 29_798]));
    }
}

#[test]
fn agrees_one_fastest_lap() {
    let folder = shared::shared("f1-telemetry").join("fastest-laps/2026_barcelona/qualifying");
    let path = folder.join("VER.csv");
    if !path.is_file() {
        println!("skipped: a fastest lap is not at {}", path.display());
        return;
    }
    let (recording, _) = read(&path);
    assert_eq!(recording.laps[0].time.unwrap().to_string(), "1:15.021");
    assert_eq!(recording.laps[0].car.as_str(), "VER");
    let position = &recording.samples[1];
    assert_eq!(position.channel(Channel::North).unwrap()[0], -37.5);
}
