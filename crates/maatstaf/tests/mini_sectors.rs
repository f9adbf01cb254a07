//! Mini-sectors of a real sprint, where it is at hand, from stamps alone.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf::core::TimedLap;
use maatstaf::formats::live_timing::{Selection, read_pages};
use maatstaf::telemetry::mini_sector_losses;

#[path = "../../../fixtures/shared.rs"]
mod shared;

const SPRINT: &str = "static/2023/2023-04-30_Azerbaijan_Grand_Prix/2023-04-29_Sprint";

fn laps() -> Option<Vec<TimedLap>> {
    let folder = shared::shared("f1-live-timing").join(SPRINT);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: live timing of {} is not at hand", folder.display());
        return None;
    };
    let files = entries.map(|entry| entry.unwrap().path());
    let files: Vec<_> = files
        .map(|path| {
            (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap())
        })
        .collect();
    let pages: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
    Some(read_pages(&pages, &Selection::default()).unwrap().recording.laps)
}

/// Checks a car against Pérez, who won: what it lost a lap in microseconds, over how many laps of both,
/// and in how many of the 25 mini-sectors that is more than noise.
#[track_caller]
fn check(laps: &[TimedLap], car: &str, lost: i64, n_laps: [usize; 2], n_sure: usize) {
    let of = |car: &str| laps.iter().filter(move |lap| lap.car.as_str() == car).collect::<Vec<_>>();
    let losses = mini_sector_losses(of(car), of("11")).unwrap();
    let each = || losses.mini_sectors.iter().map(|it| it.loss);
    let sum: i64 = each().map(|it| it.time.as_micros()).sum();
    assert_eq!(sum, losses.sectors.iter().map(|it| it.as_micros()).sum::<i64>());
    let sure = each().filter(maatstaf::telemetry::Loss::is_sure).count();
    assert_eq!((each().count(), sum, losses.n_laps, sure), (25, lost, n_laps, n_sure));
    let half_width = each().map(|it| (it.high - it.low) / 2.0).sum::<f64>() / 25.0;
    assert!((0.06..0.08).contains(&half_width), "{half_width} s"); // of a mean of 12 laps
    assert!((0.06..0.08).contains(&losses.stamp_error), "{} s", losses.stamp_error);
}

#[test]
fn keeps_the_sprint_of_baku_2023() {
    let Some(laps) = laps() else { return };
    check(&laps, "16", 403_751, [12, 12], 5);
    check(&laps, "1", 402_167, [12, 12], 10);
    check(&laps, "63", 692_501, [12, 12], 5);
}

/// How long a sector took by the stamps at its ends alone, without its official time, in seconds.
fn by_stamps(lap: &TimedLap, sector: usize) -> Option<f64> {
    let end = |sector: usize| lap.segment_stamps[sector].last().copied().flatten();
    Some(end(sector)?.since(end(sector - 1)?).seconds())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Means of stamps alone against the official sectors, neighbour against neighbour in the order of the feed: nine of ten
/// differences lie within what the stated error of a stamp makes of that many laps.
#[test]
fn agrees_stamps_alone_with_official_sectors() {
    let Some(laps) = laps() else { return };
    let mut cars: Vec<&str> = laps.iter().map(|lap| lap.car.as_str()).collect();
    cars.dedup();
    let (mut n, mut n_held) = (0, 0);
    for pair in cars.windows(2) {
        let of = |car: &str| -> Vec<&TimedLap> {
            laps.iter().filter(|lap| lap.car.as_str() == car && lap.accurate).collect()
        };
        let both = [of(pair[0]), of(pair[1])];
        let Ok(losses) = mini_sector_losses(both[0].clone(), both[1].clone()) else { continue };
        for sector in [1, 2] {
            let missed = both.each_ref().map(|laps| {
                let missed = laps.iter().filter_map(|lap| {
                    Some(by_stamps(lap, sector)? - lap.sectors[sector]?.seconds())
                });
                missed.filter(|it| it.abs() < 0.5).collect::<Vec<f64>>()
            });
            let per_lap: f64 = missed.iter().map(|missed| 1.0 / missed.len() as f64).sum();
            let half = 1.645 * losses.stamp_error * (2.0 * per_lap).sqrt(); // two stamps a sector
            n += 1;
            n_held += u32::from((mean(&missed[0]) - mean(&missed[1])).abs() <= half);
        }
    }
    println!("{n_held} of {n} differences of stamps alone agree with the official sectors");
    assert!(n >= 30 && 100 * n_held >= 80 * n, "{n_held} of {n}");
}
