//! Replies of Ergast, files of TracingInsights, tables built from OpenF1 and replays of races, where
//! they are at hand; counts from `json.load` and `csv.DictReader` in Python.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use maatstaf_formats::recordings::ReadRecording;
use maatstaf_formats::{ergast, openf1_laps, race_replay, tracing_insights};

#[path = "../../../fixtures/shared.rs"]
mod shared;

#[path = "../../../fixtures/unpacked.rs"]
mod unpacked;

type Files = Vec<(String, Vec<u8>)>;

/// The files of a folder that a reader takes, and those of the folders in it.
fn files(folder: &Path, is_wanted: impl Fn(&str, &[u8]) -> bool + Copy) -> Files {
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: replies are not at {}", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => found.extend(files(&path, is_wanted)),
            false => {
                let (name, bytes) =
                    (path.to_str().unwrap().to_owned(), std::fs::read(&path).unwrap());
                if is_wanted(&name, &bytes[..bytes.len().min(1024)]) {
                    found.push((name, bytes));
                }
            }
        }
    }
    found
}

fn named(files: &Files) -> Vec<(&str, &[u8])> {
    files.iter().map(|(name, bytes)| (&name[..], &bytes[..])).collect()
}

/// Checks how many laps one practice has, how many of them are timed, and how often sectors miss them.
#[track_caller]
fn check(practice: &str, telemetry: usize, want: [usize; 4]) {
    let folder = shared::shared("f1-telemetry/tracinginsights-2026-bahrain-test").join(practice);
    let files = files(&folder, tracing_insights::looks_like);
    if files.is_empty() {
        return;
    }
    let ReadRecording { recording, issues } = tracing_insights::read(&named(&files)).unwrap();
    assert_eq!(issues, []);
    let timed = recording.laps.iter().filter(|lap| lap.time.is_some()).count();
    let both = recording.laps.iter().filter_map(|lap| Some((lap.sector_sum()?, lap.time?)));
    let both: Vec<_> = both.collect();
    let missed = both.iter().filter(|(sum, time)| sum != time).count();
    assert_eq!([recording.laps.len(), timed, both.len(), missed], want);
    assert_eq!(recording.samples.len(), telemetry);
    for samples in &recording.samples {
        let number: u16 = samples.stream().trim_start_matches("lap ").parse().unwrap();
        let is_it =
            |lap: &&maatstaf_core::TimedLap| lap.car == *samples.car() && lap.number == number;
        let lap = recording.laps.iter().find(is_it).unwrap();
        let last = samples.times().last().unwrap().as_micros();
        assert_eq!(lap.time.unwrap().as_micros(), last, "{} {number}", lap.car);
    }
}

#[test]
fn agrees_three_days_of_tests() {
    check("practice-1", 10, [1128, 909, 902, 1]);
    check("practice-2", 0, [1063, 845, 842, 1]);
    check("practice-3", 8, [1265, 1079, 1067, 0]);
}

fn reply(name: &str) -> Option<ReadRecording> {
    let path = shared::shared("f1-api-replies/jolpica-fixtures").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: a reply of Jolpica is not at {}", path.display());
        return None;
    };
    assert!(ergast::looks_like(name, &bytes[..bytes.len().min(1024)]), "{name}");
    Some(ergast::read(&[(name, &bytes)]).unwrap())
}

#[test]
fn agrees_a_page_of_laps() {
    let Some(read) = reply("laps/2023@1@laps.json") else { return };
    assert_eq!(read.recording.laps.len(), 30);
    let said: Vec<_> = read.issues.iter().map(|issue| &issue.reason[..]).collect();
    assert_eq!(said, ["30 of 1055 laps are there; other pages hold the rest"]);
    let first =
        read.recording.laps.iter().find(|lap| lap.car.as_str() == "max_verstappen").unwrap();
    assert_eq!(first.time.unwrap().to_string(), "1:39.019");
    assert_eq!((first.place, first.began.unwrap().as_micros()), (Some(1), 0));
}

#[test]
fn agrees_qualifying_and_a_race() {
    let Some(read) = reply("qualifying/2023@13@qualifying.json") else { return };
    assert_eq!((read.recording.results.len(), read.issues.len()), (20, 0));
    let pole = &read.recording.results[0];
    assert_eq!(pole.driver.as_ref().unwrap().as_str(), "VER");
    assert_eq!(pole.part_times[3].unwrap().to_string(), "1:10.567");
    let Some(read) = reply("results/2023@9@results.json") else { return };
    let [first, second, ..] = &read.recording.results[..] else { panic!("twenty lines") };
    assert_eq!(first.time.unwrap().to_string(), "1:25:33.607");
    assert_eq!(second.time.unwrap().lost_to(first.time.unwrap()).to_string(), "+5.155");
}

/// Every reply about races reads, or says that there is no session in it.
#[test]
fn agrees_every_reply() {
    let folder = shared::shared("f1-api-replies/jolpica-fixtures");
    let files = files(&folder, ergast::looks_like);
    if files.is_empty() {
        return;
    }
    let read = files.iter().filter_map(|(name, bytes)| ergast::read(&[(name, bytes)]).ok());
    let read: Vec<_> = read.collect();
    let laps: usize = read.iter().map(|it| it.recording.laps.len()).sum();
    let results: usize = read.iter().map(|it| it.recording.results.len()).sum();
    assert_eq!((files.len(), read.len(), laps, results), (43, 32, 80, 165));
}

/// Every table of a folder, unpacked.
fn tables(folder: &str) -> Files {
    let unpacked = |(name, _): (String, Vec<u8>)| {
        let bytes = unpacked::unpacked(Path::new(&name));
        (name, bytes)
    };
    let found = files(&shared::shared("f1-telemetry").join(folder), |_, _| true);
    found.into_iter().map(unpacked).collect()
}

/// In 17 laps the sectors miss the time, each by more than three thousandths.
#[test]
fn agrees_tables_of_laps_from_openf1() {
    let files = tables("openf1-laps");
    let (mut laps, mut both, mut missed, mut n_issues) = (0, 0, 0, 0);
    for (name, bytes) in &files {
        assert!(openf1_laps::looks_like(name, &bytes[..bytes.len().min(1024)]), "{name}");
        let read = openf1_laps::read(name, bytes).unwrap();
        n_issues += read.issues.len();
        laps += read.recording.laps.len();
        for lap in &read.recording.laps {
            let Some((sum, time)) = lap.sector_sum().zip(lap.time) else { continue };
            both += 1;
            missed += usize::from(sum.lost_to(time).as_micros().abs() > 3_000);
        }
    }
    if !files.is_empty() {
        assert_eq!((files.len(), laps, both, missed, n_issues), (50, 53_678, 53_390, 17, 0));
    }
}

#[test]
fn agrees_replays_of_races() {
    let files = tables("full-race");
    let races = files.iter().filter(|(name, _)| name.contains("telemetry_full_race"));
    let read = races.map(|(name, bytes)| {
        assert!(race_replay::looks_like(name, &bytes[..bytes.len().min(1024)]), "{name}");
        let read = race_replay::read(name, bytes).unwrap();
        let samples: usize = read.recording.samples.iter().map(|it| it.times().len()).sum();
        (read.recording.laps.len(), samples, read.issues.len())
    });
    let read: Vec<_> = read.collect();
    if !files.is_empty() {
        assert_eq!(read, [(792, 98_263, 0), (946, 99_525, 0), (1_006, 93_503, 0)]);
    }
}
