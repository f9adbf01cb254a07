//! Why time is lost on straights: laps of cars whose power or drag is known, sampled like the feed.
#![allow(clippy::unwrap_used)]

use maatstaf::compare::{LapToCompare, compared};
use maatstaf::core::{AeroLaw, Car, Course, Trace};
use maatstaf::telemetry::{SampledLap, Sampling, Straights, resampled, straights};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

/// The car of 2024 with more or less of its power, and of its drag.
fn car(power: f64, drag: f64) -> Car {
    let mut parts = find_car("f1-2024").unwrap().car.parts().clone();
    parts.power_unit.efficiency *= power;
    match &mut parts.aero.law {
        AeroLaw::Constant(point) => point.drag_area *= drag,
        AeroLaw::Map(_) => unreachable!("the car has one drag area"),
    }
    if std::env::var("HY").is_err() {
        parts.hybrid = None;
    }
    Car::new(parts).unwrap()
}

fn solved(name: &str, car: &Car) -> Trace {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    let course = find_course(&courses, name).unwrap();
    fastest_lap("f1-2024", car, course, &settings).unwrap().trace
}

fn sampled(trace: &Trace, seed: u64) -> SampledLap {
    resampled(trace, &Sampling::FEED, seed).unwrap()
}

fn of(lap: &SampledLap, reference: &SampledLap) -> Straights {
    let [lap, reference] = [lap, reference].map(|lap| LapToCompare::Measured(lap.clone()));
    let compared = compared(&lap, &reference, &[]).unwrap();
    straights(&compared.comparison, compared.laps.each_ref(), &compared.road)
}

#[test]
fn explore() {
    let mut held = [0, 0, 0];
    for name in ["spa-francorchamps", "monza"] {
        let base = solved(name, &car(1.0, 1.0));
        for (power, drag) in [(0.96, 1.0), (0.88, 1.0), (1.0, 1.25)] {
            let other = solved(name, &car(power, drag));
            let (mut told, mut all) = (std::collections::BTreeMap::<String, u32>::new(), 0);
            let mut shares = Vec::new();
            for seed in 0..4 {
                let s = of(&sampled(&other, 10 + seed), &sampled(&base, 20 + seed));
                for (i, (share, truth)) in
                    [(s.power.unwrap(), power - 1.0), (s.drag.unwrap(), drag - 1.0)]
                        .into_iter()
                        .enumerate()
                {
                    held[2] += i as u32;
                    held[i] += u32::from(share.low <= truth && truth <= share.high);
                    if seed < 2 {
                        shares.push(format!("{:+.3}±{:.3}", share.share, share.high - share.share));
                    }
                }
                for it in &s.straights {
                    all += u32::from(it.on_it.is_sure());
                    for p in it.told() {
                        *told
                            .entry(format!(
                                "{}{}",
                                p.cause.word(),
                                if p.between.is_some() { "!" } else { "" }
                            ))
                            .or_default() += 1;
                    }
                    if !it.untold().is_empty() {
                        *told.entry("untold".into()).or_default() += 1;
                    }
                }
            }
            println!("{name} power {power} drag {drag}: sure {all} {told:?} {shares:?}");
        }
    }
    println!("held {held:?}");
}
