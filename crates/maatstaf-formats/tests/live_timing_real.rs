//! Real pages and recordings of live timing, where they are at hand, held against F1DB.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::io::Read;
use std::path::Path;

use maatstaf_core::{LapTime, QualifyingPart, Recording, TimedLap};
use maatstaf_formats::live_timing::{Selection, read_pages, read_recording};
use maatstaf_formats::recordings::ReadRecording;

#[path = "../../../fixtures/shared.rs"]
mod shared;

/// A file's bytes, decompressed; empty where it is not at hand.
fn bytes(path: &Path) -> Vec<u8> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let mut plain = Vec::new();
    match path.extension().is_some_and(|ending| ending == "gz") {
        true => flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap(),
        false => return bytes,
    };
    plain
}

fn files(folder: &str, names: &[&str]) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = shared::shared("f1-live-timing").join(folder);
    if !folder.is_dir() {
        println!("skipped: live timing of {} is not at hand", folder.display());
        return None;
    }
    let all = || std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name());
    let mut listed: Vec<String> = match names {
        [] => all().map(|name| name.into_string().unwrap()).collect(),
        _ => names.iter().map(|name| (*name).to_owned()).collect(),
    };
    listed.sort();
    Some(listed.into_iter().map(|name| (name.clone(), bytes(&folder.join(name)))).collect())
}

fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect()
}

fn imola() -> Option<ReadRecording> {
    let files = files("recordings/2024_Imola_Qualifying", &["subscribe.txt", "live.txt.gz"])?;
    Some(read_recording(&borrowed(&files), &Selection::default()).unwrap())
}

fn session(folder: &str) -> Option<ReadRecording> {
    let files = files(&format!("static/{folder}"), &[])?;
    Some(read_pages(&borrowed(&files), &Selection::default()).unwrap())
}

/// A column of a table of F1DB by the number of the car, for one session.
fn official(
    table: &str,
    (year, round): (u16, u16),
    columns: &[&str],
) -> Vec<(String, Vec<String>)> {
    let file = shared::shared("f1db").join(table);
    let mut reader = csv::Reader::from_path(&file).unwrap();
    let headings = reader.headers().unwrap().clone();
    let place = |name: &str| headings.iter().position(|it| it == name).unwrap();
    let (of_year, of_round, number) = (place("year"), place("round"), place("driverNumber"));
    let rows = reader
        .records()
        .map(|row| row.unwrap())
        .filter(|row| row[of_year] == year.to_string() && row[of_round] == round.to_string());
    let cells = |row: csv::StringRecord| {
        let cells = columns.iter().map(|name| row[place(name)].to_owned()).collect();
        (row[number].to_owned(), cells)
    };
    rows.map(cells).collect()
}

/// The best lap of a car in a part that race control did not take away. A lap that ends in the pit
/// lane is none.
fn best(recording: &Recording, car: &str, part: QualifyingPart) -> Option<LapTime> {
    let counts = |lap: &&TimedLap| {
        let is_flying = !lap.is_in_lap() && !lap.is_out_lap();
        lap.car.as_str() == car && lap.part == Some(part) && lap.deleted.is_none() && is_flying
    };
    recording.laps.iter().filter(counts).filter_map(|lap| lap.time).min()
}

/// Checks the best laps of every car in every part against F1DB, and how many those are.
#[track_caller]
fn check_parts(recording: &Recording, table: &str, round: (u16, u16), n_times: usize) {
    let mut n_equal = 0;
    for (car, times) in official(table, round, &["q1", "q2", "q3"]) {
        let parts = [QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3];
        for (part, want) in parts.into_iter().zip(times).filter(|(_, want)| !want.is_empty()) {
            let got = best(recording, &car, part);
            assert_eq!(got, Some(want.parse().unwrap()), "{round:?}: car {car} in {part:?}");
            n_equal += 1;
        }
    }
    assert_eq!(n_equal, n_times, "{round:?}");
}

const QUALIFYING: &str = "f1db-races-qualifying-results.csv";

#[test]
fn agrees_imola_2024_qualifying_has_286_laps_in_three_parts() {
    let Some(ReadRecording { recording, issues }) = imola() else { return };
    assert_eq!(recording.laps.len(), 286);
    let starts: Vec<_> = recording.parts.iter().map(|it| it.at.as_micros()).collect();
    assert_eq!(starts, [0, 1_430_236_546, 2_808_304_546]);
    assert_eq!(issues.len(), 1, "{issues:?}");
    let best = |car, part| best(&recording, car, part).unwrap().to_string();
    let (q1, q2, q3) = (QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3);
    assert_eq!([best("1", q1), best("1", q2), best("1", q3)], ["1:15.762", "1:15.176", "1:14.746"]);
    assert_eq!([best("11", q1), best("11", q2)], ["1:16.404", "1:15.706"]);
}

#[test]
fn agrees_imola_2024_qualifying_with_f1db() {
    let Some(read) = imola() else { return };
    check_parts(&read.recording, QUALIFYING, (2024, 7), 44);
}
/// Qualifyings of the archive by their round, and how many times F1DB knows of each.
const QUALIFYINGS: [(&str, u16, u16, usize); 5] = [
    ("2019/2019-09-08_Italian_Grand_Prix/2019-09-07_Qualifying", 2019, 14, 41),
    ("2021/2021-11-07_Mexico_City_Grand_Prix/2021-11-06_Qualifying", 2021, 18, 45),
    ("2022/2022-03-27_Saudi_Arabian_Grand_Prix/2022-03-26_Qualifying", 2022, 2, 44),
    ("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-28_Qualifying", 2023, 4, 45),
    ("2024/2024-06-23_Spanish_Grand_Prix/2024-06-22_Qualifying", 2024, 10, 44),
];

#[test]
fn agrees_qualifyings_with_f1db() {
    for (folder, year, round, n_times) in QUALIFYINGS {
        let Some(read) = session(folder) else { return };
        check_parts(&read.recording, QUALIFYING, (year, round), n_times);
    }
}

#[test]
fn agrees_baku_2023_shootout_with_f1db() {
    let folder = "2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint_Shootout";
    let Some(read) = session(folder) else { return };
    check_parts(&read.recording, "f1db-races-sprint-qualifying-results.csv", (2023, 4), 43);
}
