//! Stamps of mini-sectors in real live timing, where it is at hand, held against official sectors.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::TimedLap;
use maatstaf_formats::recordings::ReadRecording;

#[path = "support/live_files.rs"]
mod live_files;

/// How much later than its sector lasted the end of it was told than its beginning, in seconds: the
/// second and the third sector of a lap of which every moment is known.
fn errors(lap: &TimedLap) -> Option<[f64; 2]> {
    let ends = [0, 1, 2].map(|idx| lap.segment_stamps[idx].last().copied().flatten());
    let [first, second, third] = [ends[0]?, ends[1]?, ends[2]?];
    let is_whole = lap.segment_stamps.iter().flatten().all(Option::is_some);
    let missed = |from, to: maatstaf_core::ClockTime, sector: usize| {
        Some(to.since(from).seconds() - lap.sectors[sector]?.seconds())
    };
    Some([missed(first, second, 1)?, missed(second, third, 2)?]).filter(|_| is_whole)
}

/// Checks how many accurate laps there are, how many of them have every stamp, and how many sectors
/// are off by more than a second; and how far one stamp is off in the others, in milliseconds: its
/// standard deviation, and that of a normal distribution with the same median deviation.
#[track_caller]
fn check(read: Option<ReadRecording>, counts: [usize; 3], off: [i64; 2]) {
    let Some(read) = read else { return };
    let laps: Vec<_> = read.recording.laps.iter().filter(|lap| lap.accurate).collect();
    let errors: Vec<_> = laps.iter().filter_map(|lap| errors(lap)).collect();
    let all = errors.concat();
    let near: Vec<f64> = all.iter().copied().filter(|error| error.abs() <= 1.0).collect();
    let mean = near.iter().sum::<f64>() / near.len() as f64;
    let variance = near.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / near.len() as f64;
    let usual =
        middle(all.iter().map(|error| (error - middle(all.clone())).abs()).collect()) / 0.674_49;
    let of_one = |spread: f64| (spread / 2.0_f64.sqrt() * 1e3).round() as i64; // of two stamps
    let got = [of_one(variance.sqrt()), of_one(usual)];
    let n = [laps.len(), errors.len(), all.len() - near.len()];
    assert_eq!((n, got), (counts, off), "{:?}", read.recording.about.event);
}

/// Half of some numbers are no larger.
fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[test]
fn keeps_how_far_stamps_of_pages_are_off() {
    let check = |folder: &str, counts, off| check(live_files::session(folder), counts, off);
    check("2020/2020-07-19_Hungarian_Grand_Prix/2020-07-17_Practice_2", [44, 41, 0], [30, 29]);
    check("2021/2021-11-07_Mexico_City_Grand_Prix/2021-11-06_Qualifying", [117, 113, 2], [69, 28]);
    check(
        "2022/2022-03-27_Saudi_Arabian_Grand_Prix/2022-03-26_Qualifying",
        [152, 149, 1],
        [69, 61],
    );
    let baku = "2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04";
    check(&format!("{baku}-28_Qualifying"), [158, 158, 0], [94, 72]);
    check(&format!("{baku}-29_Sprint_Shootout"), [145, 145, 0], [95, 69]);
    check(&format!("{baku}-29_Sprint"), [194, 194, 0], [70, 53]);
    check("2024/2024-06-23_Spanish_Grand_Prix/2024-06-22_Qualifying", [84, 84, 0], [150, 68]);
    check("2024/2024-07-07_British_Grand_Prix/2024-07-05_Practice_1", [300, 300, 2], [94, 60]);
}

#[test]
fn keeps_how_far_stamps_of_a_recording_are_off() {
    check(live_files::imola(), [91, 91, 1], [122, 67]);
}
