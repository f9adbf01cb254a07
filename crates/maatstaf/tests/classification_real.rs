//! The order on the road against published results, where the files are at hand.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::io::Read;

use maatstaf::core::LapTime;
use maatstaf::formats::al_kamel;
use maatstaf::formats::live_timing::{self, Selection};
use maatstaf::session::{OnTheRoad, classification};

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn bytes(folder: &str, file: &str) -> Option<Vec<u8>> {
    let path = shared::shared(folder).join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: classification_real needs {}", path.display());
        return None;
    };
    if !file.ends_with(".gz") {
        return Some(bytes);
    }
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut text).unwrap();
    Some(text)
}

fn road(folder: &str, file: &str) -> Option<Vec<OnTheRoad>> {
    let read = al_kamel::read(file, &bytes(folder, file)?).unwrap();
    Some(classification(&read.recording))
}

/// Car, completed laps, gap to the leader where he was not lapped: the first of them.
#[track_caller]
fn check_first(file: &str, want: &[(&str, u16, &str)]) {
    let Some(road) = road("wec", file) else { return };
    let gap = |line: &OnTheRoad| line.gap.map_or("-".to_owned(), |gap| gap.to_string());
    let found: Vec<_> = road
        .iter()
        .take(want.len())
        .map(|line| (line.car.as_str(), line.laps, gap(line)))
        .collect();
    let want: Vec<_> =
        want.iter().map(|(car, laps, gap)| (*car, *laps, (*gap).to_owned())).collect();
    assert_eq!(found, want, "{file}");
}

/// A line of a published result: number, laps, time.
type Published = (String, u16, Option<LapTime>);

fn published(file: &str) -> Option<Vec<Published>> {
    let text = String::from_utf8(bytes("imsa", file)?).unwrap();
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let headings: Vec<&str> = lines.next().unwrap().split(',').map(str::trim).collect();
    let at = |name: &str| headings.iter().position(|it| *it == name);
    let (car, laps) = (at("NUMBER").unwrap(), at("LAPS").unwrap());
    let time = at("TOTAL_TIME").or(at("TIME")).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[car].to_owned(), cells[laps].parse().unwrap(), cells[time].parse().ok())
    };
    Some(lines.map(line).collect())
}

/// Every car but those named has the published laps and time, and they stand in the published order. What
/// differs is named with what was published.
#[track_caller]
fn check_published(folder: &str, session: &str, differs: &[(&str, Option<&str>)]) {
    let road = road("imsa", &format!("{folder}/{session}-laps.csv.gz"));
    let published = published(&format!("{folder}/{session}-results.csv"));
    let (Some(road), Some(published)) = (road, published) else { return };
    let line = |line: &OnTheRoad| (line.car.to_string(), line.laps, line.time);
    let ours: Vec<Published> = road.iter().map(line).collect();
    let is_equal = |line: &&Published| ours.contains(line);
    let (equal, others): (Vec<_>, Vec<_>) = published.iter().partition(is_equal);
    let others: Vec<_> = others
        .into_iter()
        .map(|(car, _, time)| (car.as_str(), time.map(|it| it.to_string())))
        .collect();
    let want: Vec<_> = differs.iter().map(|(car, time)| (*car, time.map(str::to_owned))).collect();
    assert_eq!(others, want, "{session}");
    assert!(ours.iter().filter(|line| equal.contains(line)).eq(equal.iter().copied()), "{session}");
    assert_eq!(ours.len(), published.len());
}

#[test]
fn agrees_le_mans() {
    let first = [
        ("50", 311, "+0.000"),
        ("7", 311, "+14.221"),
        ("51", 311, "+36.730"),
        ("6", 311, "+37.897"),
        ("8", 311, "+1:02.824"),
    ];
    check_first("le_mans/le_mans_24h_2024.csv", &first);
    check_first(
        "le_mans/le_mans_24h_2021.csv",
        &[("7", 371, "+0.000"), ("8", 369, "-"), ("36", 367, "-")],
    );
}

#[test]
fn agrees_the_first_of_other_races() {
    check_first("rounds/bahrain_8h_2024.csv", &[("8", 235, "+0.000"), ("51", 235, "+27.539")]);
    check_first("rounds/fuji_6h_2025.csv.gz", &[("35", 202, "+0.000"), ("93", 202, "+7.682")]);
    check_first("rounds/imola_6h_2025.csv.gz", &[("51", 212, "+0.000"), ("20", 212, "+8.490")]);
    check_first("rounds/qatar_1812km_2025.csv.gz", &[("50", 318, "+0.000"), ("83", 318, "+2.348")]);
    check_first("formula_e/R08_tokyo_2025.csv", &[("2", 38, "+0.000"), ("23", 38, "+8.140")]);
}

/// 35 seconds were added to one car in each race.
#[test]
fn agrees_races_of_imsa() {
    let (sebring, glen) =
        ("2024/05-sebring-international-raceway", "2024/12-watkins-glen-international");
    check_published(sebring, "202403160940-race", &[("77", Some("12:02:06.874"))]);
    check_published(glen, "202406231110-race", &[("70", Some("6:02:38.113"))]);
}

/// Lap times that the stewards took away stand in the lap chart like any other.
#[test]
fn agrees_qualifying_of_imsa() {
    let taken_away = [("20", Some("1:55.454")), ("6", None), ("10", None), ("83", None)];
    check_published(
        "2024/05-sebring-international-raceway",
        "202403151250-qualifying",
        &taken_away,
    );
}

/// The pages of a session in the archive of live timing.
fn live(folder: &str) -> Option<Vec<OnTheRoad>> {
    let path = shared::shared("f1-live-timing").join("static").join(folder);
    let Ok(entries) = std::fs::read_dir(&path) else {
        println!("skipped: classification_real needs {}", path.display());
        return None;
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let bytes = bytes("f1-live-timing", path.to_str().unwrap()).unwrap();
        (name.trim_end_matches(".gz").to_owned(), bytes)
    };
    let pages: Vec<(String, Vec<u8>)> = paths.map(read).collect();
    let pages: Vec<(&str, &[u8])> = pages.iter().map(|(name, bytes)| (&**name, &**bytes)).collect();
    let read = live_timing::read_pages(&pages, &Selection::default()).unwrap();
    Some(classification(&read.recording))
}

/// The numbers of the cars in order, from F1DB: `grep ^1083, f1db-races-sprint-race-results.csv`, without
/// the one that did not start.
#[test]
fn agrees_a_sprint_from_live_timing() {
    let Some(road) = live("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint") else {
        return;
    };
    let cars: Vec<&str> = road.iter().map(|line| line.car.as_str()).collect();
    assert_eq!(cars.join(" "), "11 16 1 63 55 14 44 18 23 81 20 24 10 21 27 77 4 31 22");
    assert!(road[..18].iter().all(|line| line.laps == 17), "{road:?}");
    assert_eq!(road[18].laps, 2);
}

#[test]
fn agrees_a_qualifying_in_parts_from_live_timing() {
    let folder = "2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint_Shootout";
    let Some(road) = live(folder) else { return };
    let cars: Vec<&str> = road.iter().map(|line| line.car.as_str()).collect();
    assert_eq!(cars.join(" "), "16 11 1 63 55 44 23 14 18 4 81 27 31 20 2 24 77 22 10 21");
    assert_eq!(road[0].time.unwrap().to_string(), "1:41.697");
}
