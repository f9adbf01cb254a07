//! Many laps of two drivers on one road.
#![allow(clippy::unwrap_used)]

use std::sync::LazyLock;

use maatstaf::compare::{ComparedMany, LapsToCompare, SimulatedLap, compared_many};
use maatstaf::core::{Course, LapTime, Trace};
use maatstaf::telemetry::{PieceOfMany, SampledLap, Sampling, resampled};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

fn course() -> &'static Course {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    find_course(&courses, "silverstone").unwrap()
}

/// Laps with little and with much downforce: slow and fast in corners, fast and slow on straights.
static TRACES: LazyLock<[Trace; 2]> = LazyLock::new(|| {
    [0.85, 1.15].map(|downforce| {
        let car = &find_car("f1-2024").unwrap().car;
        let car = car.with_setup("aero.downforce_level", downforce).unwrap();
        let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
        fastest_lap("f1-2024", &car, course(), &settings).unwrap().trace
    })
});

/// Samples of a trace, as the feed has them, seed by seed.
fn drawn(which: usize, seeds: std::ops::Range<u64>) -> Vec<SampledLap> {
    seeds.map(|seed| resampled(&TRACES[which], &Sampling::FEED, seed).unwrap()).collect()
}

fn compared(laps: Vec<SampledLap>, reference: Vec<SampledLap>) -> ComparedMany {
    let [laps, reference] = [laps, reference].map(LapsToCompare::Measured);
    compared_many(&laps, &reference, &[]).unwrap()
}

fn simulated(which: usize) -> LapsToCompare {
    let (trace, course) = (TRACES[which].clone(), course().clone());
    LapsToCompare::Simulated(Box::new(SimulatedLap { trace, course }))
}

/// What a stretch takes in a trace; its road is a little longer or shorter than the one of samples.
fn took(which: usize, piece: &PieceOfMany, length: f64) -> f64 {
    let (distance, time) = (TRACES[which].distance(), TRACES[which].time());
    let scale = distance[distance.len() - 1] / length;
    let at = |s: f64| {
        let after = distance.partition_point(|it| *it <= s * scale).clamp(1, distance.len() - 1);
        let (a, b) = (after - 1, after);
        time[a] + (time[b] - time[a]) * (s * scale - distance[a]) / (distance[b] - distance[a])
    };
    at(piece.to) - at(piece.from)
}

#[test]
fn law_laps_lose_nothing_to_themselves() {
    let laps = drawn(0, 0..6);
    let many = compared(laps.clone(), laps).many;
    assert_eq!((many.n_laps, many.lost.time), ([6, 6], 0.0));
    assert!(many.pieces.iter().all(|piece| piece.lost.time == 0.0 && !piece.lost.is_sure()));
}

#[test]
fn law_swapping_the_drivers_swaps_the_signs() {
    let (one, two) = (drawn(0, 0..6), drawn(1, 10..16));
    let there = compared(one.clone(), two.clone()).many;
    let back = compared(two, one).many;
    assert_eq!(there.pieces.len(), back.pieces.len());
    for (a, b) in there.pieces.iter().zip(&back.pieces) {
        assert_eq!((a.corner, a.from, a.to), (b.corner, b.from, b.to));
        assert!((a.lost.time + b.lost.time).abs() < 1e-9);
        assert_eq!((a.best, a.spread), ([b.best[1], b.best[0]], [b.spread[1], b.spread[0]]));
    }
}

/// Fifteen laps of each, all alike but for the samples: nine of ten intervals hold the truth, nothing varies from
/// lap to lap, and the best of the pieces is no luck of the samples.
#[test]
fn law_samples_are_no_driving() {
    let ComparedMany { many, road, .. } = compared(drawn(0, 0..15), drawn(1, 20..35));
    let truth = |piece: &PieceOfMany, which: usize| took(which, piece, road.length());
    let held = many.pieces.iter().filter(|piece| {
        let [low, high] = piece.lost.interval.unwrap();
        // Where the road of the samples lies otherwise than the course, by some metres, costs this much.
        let map = 0.02;
        (low - map..high + map).contains(&(truth(piece, 0) - truth(piece, 1)))
    });
    let (held, all) = (held.count(), many.pieces.len());
    assert!(all > 20 && 100 * held >= 85 * all, "{held} of {all}");
    for which in [0, 1] {
        let lucky: f64 = many.fastest[which] - many.best[which];
        assert!((0.0..0.25).contains(&lucky), "{lucky}");
        let mean = many.pieces.iter().map(|piece| piece.spread[which]).sum::<f64>() / all as f64;
        assert!(mean < 0.012, "{mean}");
    }
}

/// A driver who drives half of his laps with little and half with much downforce has done the best of both once.
#[test]
fn law_what_was_done_once_is_the_best_of_each_piece() {
    let both: Vec<SampledLap> = drawn(0, 0..10).into_iter().chain(drawn(1, 10..20)).collect();
    let ComparedMany { many, road, .. } = compared(both, drawn(1, 20..26));
    let best = |piece: &PieceOfMany| {
        [0, 1]
            .map(|which| took(which, piece, road.length()))
            .into_iter()
            .fold(f64::INFINITY, f64::min)
    };
    let truth: f64 = many.pieces.iter().map(best).sum();
    let slower = many.fastest[0] - truth;
    assert!(slower > 0.5, "the fastest lap leaves {slower} s");
    assert!((many.best[0] - truth).abs() < 0.3, "{} against {truth}", many.best[0]);
}

/// A simulated lap as the reference: it is one lap, known exactly, and the gap of the usual lap to it is told
/// in the same table.
#[test]
fn law_many_laps_against_a_simulated_one() {
    let laps = LapsToCompare::Measured(drawn(0, 0..8));
    let ComparedMany { many, notes, .. } = compared_many(&laps, &simulated(1), &[]).unwrap();
    assert_eq!(many.n_laps, [8, 1]);
    let seconds = |which: usize| TRACES[which].time()[TRACES[which].time().len() - 1];
    assert!((many.lost.time - (seconds(0) - seconds(1))).abs() < 1e-3, "{}", many.lost.time);
    assert!(many.pieces.iter().all(|piece| piece.lost.interval.is_some()));
    let sum: f64 = many.pieces.iter().map(|piece| piece.lost.time).sum();
    assert!((sum - many.lost.time).abs() < 0.1, "{sum}");
    assert!(notes.iter().any(|note| note.contains("the simulated lap lies")), "{notes:?}");
}

/// Where all laps have official sectors, what lies in a sector adds up to it, but for medians.
#[test]
fn law_laps_are_held_where_sectors_end() {
    let with_sectors = |mut lap: SampledLap| {
        let all = lap.time.as_micros();
        let sectors = [all / 3, all / 4, all - all / 3 - all / 4];
        lap.sectors = sectors.map(|micros| Some(LapTime::from_micros(micros)));
        lap
    };
    let laps = drawn(0, 0..8).into_iter().map(with_sectors).collect();
    let reference = drawn(1, 10..18).into_iter().map(with_sectors).collect();
    let ComparedMany { many, .. } = compared(laps, reference);
    let sum: f64 = many.pieces.iter().map(|piece| piece.lost.time).sum();
    assert!((sum - many.lost.time).abs() < 0.1, "{sum} {}", many.lost.time);
}

#[test]
fn no_laps_are_refused() {
    let none = LapsToCompare::Measured(Vec::new());
    let some = LapsToCompare::Measured(drawn(0, 0..1));
    for (laps, reference) in [(&none, &some), (&some, &none)] {
        let refusal = compared_many(laps, reference, &[]).unwrap_err().to_string();
        assert_eq!(refusal, "one of both sides has no laps");
    }
}
