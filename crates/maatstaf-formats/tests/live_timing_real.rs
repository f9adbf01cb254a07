//! Real pages and recordings of live timing, where they are at hand, held against F1DB.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use std::path::Path;

use maatstaf_core::{LapTime, QualifyingPart, Recording, TimedLap};
use maatstaf_formats::live_timing::{Selection, Topic, read_pages, read_recording, state_at};
use maatstaf_formats::recordings::ReadRecording;

#[path = "support/live_files.rs"]
mod live_files;

use live_files::{borrowed, files, imola, session, shared};

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

/// Checks completed laps and places of a race against F1DB, car by car, and how many cars those are.
/// What was decided after the flag is left out by `until`, the last place that is as on the road.
#[track_caller]
fn check_race(recording: &Recording, table: &str, round: (u16, u16), until: usize) {
    let rows = official(table, round, &["positionDisplayOrder", "laps"]);
    for (car, cells) in &rows {
        let laps =
            recording.laps.iter().filter(|lap| lap.car.as_str() == car && lap.ended.is_some());
        let want = cells[1].parse().unwrap_or(0);
        assert_eq!(laps.count(), want, "laps of car {car}");
    }
    let order: Vec<_> = rows.iter().map(|(car, _)| car.as_str()).take(until).collect();
    let told = recording.results.iter().map(|line| line.car.as_ref().unwrap().as_str());
    assert_eq!(told.take(until).collect::<Vec<_>>(), order);
}

#[test]
fn agrees_baku_2018_race_with_f1db() {
    let Some(read) = session("2018/2018-04-29_Azerbaijan_Grand_Prix/2018-04-29_Race") else {
        return;
    };
    check_race(&read.recording, "f1db-races-race-results.csv", (2018, 4), 13);
    let rows = official("f1db-races-fastest-laps.csv", (2018, 4), &["time"]);
    for (car, cells) in &rows {
        let laps = read.recording.laps.iter().filter(|lap| lap.car.as_str() == car);
        let best = laps.filter_map(|lap| lap.time).min();
        assert_eq!(best, Some(cells[0].parse().unwrap()), "car {car}");
    }
    assert_eq!(rows.len(), 18);
}

#[test]
fn agrees_baku_2023_sprint_with_f1db() {
    let Some(read) = session("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint") else {
        return;
    };
    check_race(&read.recording, "f1db-races-sprint-race-results.csv", (2023, 4), 18);
}

/// Checks, of one session: laps, those with a time, times that the clock does not bear out, laps with
/// all sectors, and those whose sectors do not add up to the lap.
#[track_caller]
fn check_clock(read: &ReadRecording, want: [usize; 5]) {
    let laps = &read.recording.laps;
    let timed: Vec<_> = laps.iter().filter_map(|lap| Some((lap, lap.time?))).collect();
    let is_tied = |(lap, time): &&(&TimedLap, LapTime)| {
        let clock = lap.ended.zip(lap.began).map(|(ended, began)| ended.since(began).as_micros());
        clock == Some(time.as_micros().cast_signed())
    };
    let tied = timed.iter().filter(is_tied).count();
    let sums: Vec<_> =
        timed.iter().filter_map(|(lap, time)| Some((lap.sector_sum()?, *time))).collect();
    let off = sums.iter().filter(|(sum, time)| sum != time).count();
    let got = [laps.len(), timed.len(), timed.len() - tied, sums.len(), off];
    assert_eq!(got, want, "{:?}", read.recording.about);
}

#[test]
fn law_ends_of_laps_differ_by_their_times_and_sectors_add_up() {
    let pages = [
        ("2018/2018-04-29_Azerbaijan_Grand_Prix/2018-04-29_Race", [843, 823, 0, 820, 0]),
        ("2019/2019-09-08_Italian_Grand_Prix/2019-09-07_Qualifying", [275, 207, 0, 166, 0]),
        ("2020/2020-07-19_Hungarian_Grand_Prix/2020-07-17_Practice_2", [109, 88, 0, 70, 0]),
        ("2021/2021-11-07_Mexico_City_Grand_Prix/2021-11-06_Qualifying", [314, 256, 0, 191, 0]),
        ("2022/2022-03-27_Saudi_Arabian_Grand_Prix/2022-03-26_Qualifying", [329, 256, 0, 215, 0]),
        ("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-28_Qualifying", [356, 259, 0, 214, 0]),
        ("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint", [308, 289, 0, 288, 0]),
        ("2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint_Shootout", [233, 170, 0, 159, 0]),
        ("2024/2024-06-23_Spanish_Grand_Prix/2024-06-22_Qualifying", [257, 228, 0, 163, 0]),
        ("2024/2024-07-07_British_Grand_Prix/2024-07-05_Practice_1", [459, 403, 0, 370, 0]),
    ];
    for (folder, want) in pages {
        let Some(read) = session(folder) else { return };
        check_clock(&read, want);
    }
    check_clock(&imola().unwrap(), [286, 256, 0, 182, 0]);
}

#[test]
fn keeps_what_can_be_had_of_other_recordings() {
    let check = |folder: &str, name: &str, want: [usize; 6]| {
        let Some(files) = files(folder, &[name]) else { return };
        let ReadRecording { recording, issues } =
            read_recording(&borrowed(&files), &Selection::default()).unwrap();
        let counts = [
            recording.laps.len(),
            recording.cars.len(),
            recording.messages.len(),
            recording.samples.len(),
            recording.results.len(),
            issues.len(),
        ];
        assert_eq!(counts, want, "{name}: {issues:?}");
    };
    check("recordings", "fastf1_with_errors.txt", [0, 1, 2, 0, 1, 33]);
    check("recordings", "2026_suzuka_fp3.json.gz", [234, 22, 46, 0, 22, 113]);
    check("recordings/2024_Imola_Race", "subscribe_w_z.txt", [0, 20, 98, 40, 20, 0]);
    check("recordings/2024_Silverstone_Race", "subscribe.txt", [0, 20, 2, 40, 20, 0]);
}

#[test]
fn keeps_the_older_pages_of_silverstone() {
    let Some(files) = files("fastf1-cache-2020_05_FP2", &[]) else { return };
    let read = read_pages(&borrowed(&files), &Selection::default()).unwrap();
    check_clock(&read, [539, 504, 0, 459, 0]);
    assert_eq!(read.issues.len(), 3, "the replies of other services are no pages");
}

/// Every session of the archive that is at hand reads, whichever pages there are.
#[test]
fn keeps_every_session_of_the_archive_readable() {
    let archive = shared::shared("f1-live-timing").join("static");
    let folders = |path: &Path| -> Vec<std::path::PathBuf> {
        let Ok(listed) = std::fs::read_dir(path) else { return Vec::new() };
        listed.map(|it| it.unwrap().path()).filter(|path| path.is_dir()).collect()
    };
    let mut n_sessions = 0;
    let mut odd = Vec::new();
    for meeting in folders(&archive).iter().flat_map(|year| folders(year)) {
        for folder in folders(&meeting) {
            let name = folder.strip_prefix(&archive).unwrap().to_str().unwrap().to_owned();
            let read = session(&name).unwrap();
            n_sessions += 1;
            odd.extend(read.issues.iter().map(ToString::to_string));
            for stint in &read.recording.stints {
                assert!(stint.first_lap <= stint.last_lap, "{name}: {stint:?}");
            }
        }
    }
    if n_sessions > 0 {
        assert_eq!((n_sessions, odd.len()), (31, 28), "{odd:#?}");
    }
}

#[test]
fn law_a_selection_reads_the_same_laps() {
    let Some(all) = imola() else { return };
    let files =
        files("recordings/2024_Imola_Qualifying", &["subscribe.txt", "live.txt.gz"]).unwrap();
    for name in ["VER", "1", "Max Verstappen"] {
        let selection =
            Selection { drivers: vec![name.to_owned()], laps: Some(5..=8), ..Selection::default() };
        let some = read_recording(&borrowed(&files), &selection).unwrap().recording.laps;
        let want = all
            .recording
            .laps
            .iter()
            .filter(|lap| lap.car.as_str() == "1" && (5..=8).contains(&lap.number));
        assert_eq!(some, want.cloned().collect::<Vec<_>>(), "{name}");
    }
    let selection = Selection { topics: vec![Topic::WeatherData], ..Selection::default() };
    let weather = read_recording(&borrowed(&files), &selection).unwrap().recording;
    assert_eq!((weather.laps.len(), weather.weather), (0, all.recording.weather));
}

#[test]
fn agrees_the_state_of_imola_at_the_end_with_f1db() {
    let Some(files) = files("recordings/2024_Imola_Qualifying", &["subscribe.txt", "live.txt.gz"])
    else {
        return;
    };
    let state = state_at(&borrowed(&files), Topic::TimingData, None).unwrap();
    let best = &state["Lines"]["1"]["BestLapTimes"];
    assert_eq!(best[2]["Value"], "1:14.746");
    let knocked_out = &state["Lines"]["11"]["BestLapTime"];
    assert!(knocked_out.get("Lap").is_none() || state["Lines"]["11"]["KnockedOut"] == true);
}
