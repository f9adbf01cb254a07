//! Laps of our own solver, sampled like the feed, compared: how often the intervals hold the truth.

use maatstaf::compare::road_of;
use maatstaf::core::{Channel, Course, Trace};
use maatstaf::telemetry::{Road, Sampling, compare, driven_lap, resampled};
use maatstaf::{LapSettings, Method, fastest_lap, find_car};

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

fn lap(course: &Course, car: &str, parameter: &str, value: f64) -> Trace {
    let named = find_car(car).unwrap();
    let car = named.car.with_setup(parameter, value).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("car", &car, course, &settings).unwrap().trace
}

/// Where a lap that is known exactly was on a road, and when.
struct Exact {
    passed: Vec<(f64, f64)>,
    length: f64,
}

impl Exact {
    fn of(trace: &Trace, road: &Road) -> Self {
        let (x, y) =
            (trace.channel(Channel::East).unwrap(), trace.channel(Channel::North).unwrap());
        let end = trace.time()[trace.time().len() - 1];
        let mut passed: Vec<(f64, f64)> = Vec::new();
        for (i, time) in trace.time().iter().enumerate() {
            let guess = passed.last().map_or(0.0, |last| last.0);
            let on = road.nearest(x[i], y[i], guess, 120.0).unwrap();
            passed.push((on.s, *time));
        }
        let before = passed[passed.len() - 2];
        passed.insert(0, (before.0 - road.length(), before.1 - end));
        Self { passed, length: road.length() }
    }

    fn at(&self, s: f64) -> f64 {
        let end = self.passed[self.passed.len() - 1];
        if s <= 0.0 {
            return 0.0;
        }
        if s >= self.length {
            return end.1;
        }
        let after = self.passed.partition_point(|at| at.0 <= s).clamp(1, self.passed.len() - 1);
        let (a, b) = (self.passed[after - 1], self.passed[after]);
        a.1 + (b.1 - a.1) * (s - a.0) / (b.0 - a.0)
    }
}

#[test]
fn law_intervals_hold_the_truth_nine_times_of_ten() {
    let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
    let (mut n, mut held, mut width, mut pairs) = (0, 0, 0.0, 0);
    let mut by_phase = std::collections::BTreeMap::<&str, (u32, u32)>::new();
    for (i, name) in COURSES.iter().enumerate() {
        let Ok(course) = maatstaf::find_course(&courses, name) else {
            println!("no {name}");
            continue;
        };
        let truth = [0.95, 1.05].map(|level| lap(course, "f1-2024", "aero.downforce_level", level));
        for seed in 0..3 {
            let seed = 100 * i as u64 + 10 * seed;
            let sampled = [0, 1].map(|which: usize| {
                resampled(&truth[which], &Sampling::FEED, seed + which as u64).unwrap()
            });
            let (_, road) = road_of(&[&sampled[0], &sampled[1]]).unwrap();
            let laps = [&sampled[0], &sampled[1]].map(|lap| driven_lap(lap, &road, &[]));
            let exact = [&truth[0], &truth[1]].map(|trace| Exact::of(trace, &road));
            let compared = compare(&laps[0], &laps[1], &road);
            let sum: i64 = compared.segments.iter().map(|it| it.loss.time.as_micros()).sum();
            assert_eq!(sum, compared.lost.as_micros());
            pairs += 1;
            for segment in &compared.segments {
                for (what, from, to, loss) in
                    std::iter::once(("segment", segment.from, segment.to, segment.loss)).chain(
                        segment.phases.iter().map(|it| (it.phase.word(), it.from, it.to, it.loss)),
                    )
                {
                    let took = |lap: &Exact| lap.at(to) - lap.at(from);
                    let exact = took(&exact[0]) - took(&exact[1]);
                    let is_held = loss.low <= exact && exact <= loss.high;
                    let count = by_phase.entry(what).or_default();
                    count.0 += 1;
                    count.1 += u32::from(is_held);
                    if what == "segment" && segment.corner.is_some() {
                        n += 1;
                        held += u32::from(is_held);
                        width += loss.high - loss.low;
                    }
                }
            }
        }
    }
    println!(
        "{pairs} pairs, {n} corners: {:.1} % held, mean width {:.3} s",
        100.0 * f64::from(held) / f64::from(n),
        width / f64::from(n)
    );
    for (what, (n, held)) in by_phase {
        println!("{what}: {n}, {:.1} %", 100.0 * f64::from(held) / f64::from(n));
    }
    assert!(n >= 500, "{n} corners");
    let share = f64::from(held) / f64::from(n);
    assert!((0.85..=0.95).contains(&share), "{share}");
}
