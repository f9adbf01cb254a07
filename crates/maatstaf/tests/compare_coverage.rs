//! Laps of our own solver, sampled like the feed, compared: how often the intervals hold the truth.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use maatstaf::compare::road_of;
use maatstaf::core::{Channel, Course, Trace};
use maatstaf::telemetry::{
    Comparison, DrivenLap, Loss, Road, SampledLap, Sampling, compare, driven_lap, resampled,
};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

const COURSES: [&str; 12] = [
    "catalunya",
    "monza",
    "silverstone",
    "suzuka",
    "spa-francorchamps",
    "monaco",
    "melbourne",
    "austin",
    "hungaroring",
    "interlagos",
    "yas-marina",
    "zandvoort",
];
/// Pairs of samples of each pair of laps.
const DRAWS: u64 = 3;
/// How often nine of ten may be, with some hundred draws.
const SHARES: std::ops::RangeInclusive<f64> = 0.85..=0.95;

/// Where a lap that is known exactly was on a road, and when.
struct Exact {
    passed: Vec<(f64, f64)>,
    length: f64,
}

impl Exact {
    fn of(trace: &Trace, road: &Road) -> Self {
        let (x, y) =
            (trace.channel(Channel::East).unwrap(), trace.channel(Channel::North).unwrap());
        let mut passed: Vec<(f64, f64)> = Vec::new();
        for (i, time) in trace.time().iter().enumerate() {
            let guess = passed.last().map_or(0.0, |last| last.0);
            passed.push((road.nearest(x[i], y[i], guess, 120.0).unwrap().s, *time));
        }
        let before = passed[passed.len() - 2];
        let end = trace.time()[trace.time().len() - 1];
        passed.insert(0, (before.0 - road.length(), before.1 - end));
        Self { passed, length: road.length() }
    }

    fn took(&self, from: f64, to: f64) -> f64 {
        self.at(to) - self.at(from)
    }

    fn at(&self, s: f64) -> f64 {
        match s {
            s if s <= 0.0 => return 0.0,
            s if s >= self.length => return self.passed[self.passed.len() - 1].1,
            _ => {}
        }
        let after = self.passed.partition_point(|at| at.0 <= s).clamp(1, self.passed.len() - 1);
        let (a, b) = (self.passed[after - 1], self.passed[after]);
        a.1 + (b.1 - a.1) * (s - a.0) / (b.0 - a.0)
    }
}

/// How many intervals there are, and how many hold the truth.
#[derive(Default)]
struct Held(BTreeMap<&'static str, (u32, u32, f64)>);

impl Held {
    fn count(&mut self, what: &'static str, loss: Loss, truth: f64) {
        let (all, held, width) = self.0.entry(what).or_default();
        *all += 1;
        *width += loss.high - loss.low;
        *held += u32::from(loss.low <= truth && truth <= loss.high);
    }

    fn add(&mut self, compared: &Comparison, exact: &[Exact; 2]) {
        let truth = |from, to| exact[0].took(from, to) - exact[1].took(from, to);
        for segment in &compared.segments {
            let what = if segment.corner.is_some() { "corner" } else { "straight" };
            self.count(what, segment.loss, truth(segment.from, segment.to));
            if segment.phases.len() > 1 {
                for phase in &segment.phases {
                    self.count(phase.phase.word(), phase.loss, truth(phase.from, phase.to));
                }
            }
        }
    }
}

#[test]
fn law_intervals_hold_the_truth_nine_times_of_ten() {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    let mut held = Held::default();
    for (i, name) in COURSES.iter().enumerate() {
        let course = find_course(&courses, name).unwrap();
        let truth = [0.95, 1.05].map(|level| lap(course, "aero.downforce_level", level));
        for draw in 0..DRAWS {
            let seed = 100 * i as u64 + 10 * draw;
            let sampled = [0, 1].map(|which: usize| {
                resampled(&truth[which], &Sampling::FEED, seed + which as u64).unwrap()
            });
            let (road, laps) = on_a_road(&sampled);
            let compared = compare(&laps[0], &laps[1], &road);
            let sum: i64 = compared.segments.iter().map(|it| it.loss.time.as_micros()).sum();
            assert_eq!(sum, compared.lost.as_micros());
            held.add(&compared, &truth.each_ref().map(|trace| Exact::of(trace, &road)));
        }
    }
    let share = |all: u32, held: u32| f64::from(held) / f64::from(all);
    for (what, (all, held, width)) in &held.0 {
        println!(
            "{what}: {held} of {all} intervals hold the truth, {:.1} %; {:.3} s wide on average",
            100.0 * share(*all, *held),
            width / f64::from(*all)
        );
    }
    for (what, (all, held, _)) in held.0 {
        assert!(SHARES.contains(&share(all, held)), "{what}: {}", share(all, held));
        assert!(what != "corner" || all >= 500, "{all} corners");
    }
}

fn lap(course: &Course, parameter: &str, value: f64) -> Trace {
    let car = find_car("f1-2024").unwrap().car.with_setup(parameter, value).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("f1-2024", &car, course, &settings).unwrap().trace
}

fn on_a_road(sampled: &[SampledLap; 2]) -> (Road, [DrivenLap; 2]) {
    let (_, road) = road_of(&[&sampled[0], &sampled[1]]).unwrap();
    let laps = sampled.each_ref().map(|lap| driven_lap(lap, &road, &[]));
    (road, laps)
}
