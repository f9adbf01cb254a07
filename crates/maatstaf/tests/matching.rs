//! What matching the reference would bring.
#![allow(clippy::unwrap_used)]

use maatstaf::compare::{Compared, LapToCompare, compared, what_matching_brings};
use maatstaf::core::Course;
use maatstaf::telemetry::{SampledLap, Sampling, resampled};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

fn sampled(name: &str, downforce: f64, seed: u64) -> SampledLap {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    let car = &find_car("f1-2024").unwrap().car;
    let car = car.with_setup("aero.downforce_level", downforce).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    let course = find_course(&courses, name).unwrap();
    let trace = fastest_lap("f1-2024", &car, course, &settings).unwrap().trace;
    resampled(&trace, &Sampling::FEED, seed).unwrap()
}

fn measured(lap: &SampledLap, reference: &SampledLap) -> Compared {
    let [lap, reference] = [lap, reference].map(|lap| LapToCompare::Measured(lap.clone()));
    compared(&lap, &reference, &[]).unwrap()
}

#[test]
fn law_matching_itself_brings_nothing() {
    let lap = sampled("monza", 1.0, 1);
    let counterfactual = what_matching_brings(&measured(&lap, &lap));
    assert_eq!(counterfactual.lap_time, lap.time);
    assert_eq!((counterfactual.gains, counterfactual.matched), (Vec::new(), Vec::new()));
}

#[test]
fn law_gains_add_up_to_the_lap_with_all_of_them() {
    let (lap, reference) = (sampled("suzuka", 0.9, 2), sampled("suzuka", 1.1, 3));
    let counterfactual = what_matching_brings(&measured(&lap, &reference));
    let gains = &counterfactual.gains;
    assert!(gains.len() > 3, "{gains:?}");
    assert!(gains.is_sorted_by_key(|it| std::cmp::Reverse(it.gain.time.as_micros())));
    let half = |low: f64, high: f64| 0.5 * (high - low);
    let matched = counterfactual.matched.iter();
    assert!(matched.clone().map(|it| it.n_gains).eq([1, 3, gains.len()]));
    for matched in matched {
        let parts = gains[..matched.n_gains].iter().map(|it| it.gain);
        let sum: i64 = parts.clone().map(|it| it.time.as_micros()).sum();
        assert_eq!(matched.gain.time.as_micros(), sum);
        let micros = lap.time.as_micros().checked_add_signed(-sum).unwrap();
        assert_eq!(matched.lap_time.as_micros(), micros);
        // Errors of places never add up to more than their widths, and less where they are apart.
        let widths: f64 = parts.map(|it| half(it.low, it.high)).sum();
        let width = half(matched.gain.low, matched.gain.high);
        assert!(width > 0.0 && width <= widths + 1e-12, "{width} {widths}");
        assert!(matched.n_gains == 1 || width < 0.9 * widths, "{width} {widths}");
        assert!((half(matched.interval[0], matched.interval[1]) - width).abs() < 1e-9);
    }
}
