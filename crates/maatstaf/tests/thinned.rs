//! Laps of our own solver, sampled like the feed and thinned to about one sample a second, as races for replaying
//! have them: how often the intervals hold the truth.
#![allow(clippy::unwrap_used)]

use maatstaf::compare::road_of;
use maatstaf::core::{Channel, Course, Trace};
use maatstaf::telemetry::{Road, SampledLap, Sampling, compare, driven_lap, resampled};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

const COURSES: [&str; 4] = ["catalunya", "monza", "silverstone", "suzuka"];
/// One of so many samples is kept.
const KEPT: usize = 4;

fn lap(course: &Course, downforce: f64) -> Trace {
    let car = find_car("f1-2024").unwrap().car.with_setup("aero.downforce_level", downforce);
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("f1-2024", &car.unwrap(), course, &settings).unwrap().trace
}

fn thinned(trace: &Trace, seed: u64) -> SampledLap {
    let mut lap = resampled(trace, &Sampling::FEED, seed).unwrap();
    let first = seed as usize % KEPT;
    lap.speeds = lap.speeds.into_iter().skip(first).step_by(KEPT).collect();
    lap.places = lap.places.into_iter().skip(first).step_by(KEPT).collect();
    lap
}

/// When a lap that is known exactly was at a place of a road.
fn passed(trace: &Trace, road: &Road) -> Vec<(f64, f64)> {
    let (x, y) = (trace.channel(Channel::East).unwrap(), trace.channel(Channel::North).unwrap());
    let mut passed: Vec<(f64, f64)> = Vec::new();
    for (i, time) in trace.time().iter().enumerate() {
        let guess = passed.last().map_or(0.0, |last| last.0);
        passed.push((road.nearest(x[i], y[i], guess, 120.0).unwrap().s, *time));
    }
    passed
}

fn at(passed: &[(f64, f64)], s: f64) -> f64 {
    let after = passed.partition_point(|it| it.0 <= s).clamp(1, passed.len() - 1);
    let (a, b) = (passed[after - 1], passed[after]);
    a.1 + (b.1 - a.1) * (s - a.0) / (b.0 - a.0)
}

#[test]
fn law_thinned_laps_hold_the_truth() {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    let traces: Vec<[Trace; 2]> = COURSES
        .iter()
        .map(|name| [0.95, 1.05].map(|level| lap(find_course(&courses, name).unwrap(), level)))
        .collect();
    let (mut n, mut held, mut width) = (0, 0, 0.0);
    for (i, pair) in traces.iter().enumerate() {
        // Laps of many cars say where the road is.
        let others: Vec<SampledLap> =
            (0..12).map(|seed| thinned(&pair[seed as usize % 2], 1000 + seed)).collect();
        let (_, road) = road_of(&others.iter().collect::<Vec<_>>()).unwrap();
        let exact = pair.each_ref().map(|trace| passed(trace, &road));
        for draw in 0..2 {
            let laps = [0, 1].map(|which: usize| {
                let seed = 100 * i as u64 + 10 * draw + which as u64;
                driven_lap(&thinned(&pair[which], seed), &road, &[])
            });
            for it in compare(&laps[0], &laps[1], &road).segments {
                // What touches the line is as long as the lap says, not as the road does.
                if it.from < 20.0 || it.to > road.length() - 20.0 {
                    continue;
                }
                let took = |which: usize| at(&exact[which], it.to) - at(&exact[which], it.from);
                n += 1;
                held += u32::from((it.loss.low..=it.loss.high).contains(&(took(0) - took(1))));
                width += it.loss.high - it.loss.low;
            }
        }
    }
    let share = 100.0 * f64::from(held) / f64::from(n);
    println!("{held} of {n} hold the truth, {share:.1} %; {:.3} s wide", width / f64::from(n));
    assert!(n > 150 && (82.0..=95.0).contains(&share), "{held} of {n}");
}
