//! Two laps on one road.
#![allow(clippy::unwrap_used)]

use maatstaf::compare::{Compared, LapToCompare, SimulatedLap, compared};
use maatstaf::core::{Course, LapTime, Trace};
use maatstaf::telemetry::{SampledLap, Sampling, resampled};
use maatstaf::{LapSettings, Method, fastest_lap, find_car, find_course};

fn course(name: &str) -> &'static Course {
    let courses: Vec<&Course> = maatstaf::facts::courses().iter().collect();
    find_course(&courses, name).unwrap()
}

fn solved(name: &str, downforce: f64) -> Trace {
    let car = &find_car("f1-2024").unwrap().car;
    let car = car.with_setup("aero.downforce_level", downforce).unwrap();
    let settings = LapSettings { method: Method::Free, ..LapSettings::default() };
    fastest_lap("f1-2024", &car, course(name), &settings).unwrap().trace
}

fn sampled(name: &str, downforce: f64, seed: u64) -> SampledLap {
    resampled(&solved(name, downforce), &Sampling::FEED, seed).unwrap()
}

fn measured(lap: &SampledLap, reference: &SampledLap) -> Compared {
    let [lap, reference] = [lap, reference].map(|lap| LapToCompare::Measured(lap.clone()));
    compared(&lap, &reference, &[]).unwrap()
}

#[test]
fn law_a_lap_loses_nothing_to_itself() {
    let lap = sampled("monza", 1.0, 1);
    let Compared { comparison, .. } = measured(&lap, &lap);
    assert_eq!(comparison.lost.as_micros(), 0);
    for segment in &comparison.segments {
        let phases = segment.phases.iter().map(|phase| phase.loss);
        for loss in phases.chain([segment.loss]) {
            assert_eq!((loss.time.as_micros(), loss.low, loss.high), (0, 0.0, 0.0));
        }
    }
}

#[test]
fn law_swapping_the_laps_swaps_the_signs() {
    let (one, two) = (sampled("suzuka", 1.0, 2), sampled("suzuka", 1.1, 3));
    let (there, back) = (measured(&one, &two).comparison, measured(&two, &one).comparison);
    assert_eq!(there.segments.len(), back.segments.len());
    for (a, b) in there.segments.iter().zip(&back.segments) {
        assert_eq!((a.corner, a.from, a.to), (b.corner, b.from, b.to));
        assert_eq!(a.loss.time.as_micros(), -b.loss.time.as_micros());
        assert!(
            (a.loss.low + b.loss.high).abs() < 1e-12 && (a.loss.high + b.loss.low).abs() < 1e-12
        );
        let driven = |it: &maatstaf::telemetry::Segment| it.driven.clone();
        assert_eq!(driven(a).map(|[lap, reference]| [reference, lap]), driven(b));
    }
}

#[test]
fn law_losses_add_up_to_sectors_and_lap() {
    let (mut one, mut two) =
        (sampled("spa-francorchamps", 1.0, 4), sampled("spa-francorchamps", 1.1, 5));
    for lap in [&mut one, &mut two] {
        let all = lap.time.as_micros();
        let sectors = [all / 3, all / 4, all - all / 3 - all / 4];
        lap.sectors = sectors.map(|micros| Some(LapTime::from_micros(micros)));
    }
    let Compared { comparison, .. } = measured(&one, &two);
    let of = |which: usize| one.sectors[which].unwrap().lost_to(two.sectors[which].unwrap());
    let mut ends = vec![0.0];
    for (which, lost) in comparison.sectors.unwrap().iter().enumerate() {
        assert_eq!(*lost, of(which));
        let within = comparison.segments.iter().filter(|it| it.sector == Some(which));
        let sum: i64 = within.clone().map(|it| it.loss.time.as_micros()).sum();
        assert_eq!(sum, lost.as_micros(), "sector {}", which + 1);
        let (first, last) = (within.clone().next().unwrap(), within.clone().next_back().unwrap());
        assert_eq!(first.from, ends[which]);
        ends.push(last.to);
    }
}

/// A simulated lap held against what the feed would have seen of it: the road is laid on the road, and nothing
/// is lost anywhere beyond what maps and samples leave open.
#[test]
fn law_a_simulated_lap_is_itself_when_sampled() {
    let trace = solved("silverstone", 1.0);
    let lap = LapToCompare::Measured(resampled(&trace, &Sampling::FEED, 6).unwrap());
    let course = course("silverstone").clone();
    let simulated = LapToCompare::Simulated(Box::new(SimulatedLap { trace, course }));
    let Compared { comparison, .. } = compared(&lap, &simulated, &[]).unwrap();
    assert_eq!(comparison.lost.as_micros(), 0);
    let held = comparison.segments.iter().filter(|segment| !segment.loss.is_sure()).count();
    let all = comparison.segments.len();
    assert!(all > 20 && 100 * held >= 80 * all, "{held} of {all}");
}

/// Twelve laps against twelve of a slower car: the usual loss of every piece lies where the laps that are known
/// exactly have it, the pieces of one lap add up to it, and what was done once is no slower than the fastest.
#[test]
fn law_many_laps_say_what_one_pair_cannot() {
    let drawn = |downforce: f64, seed: u64| -> Vec<SampledLap> {
        let trace = solved("silverstone", downforce);
        (0..12).map(|it| resampled(&trace, &Sampling::FEED, seed + it).unwrap()).collect()
    };
    let (laps, reference) = (drawn(0.9, 40), drawn(1.1, 80));
    let (_, road) =
        maatstaf::compare::road_of(&laps.iter().chain(&reference).collect::<Vec<_>>()).unwrap();
    let on = |laps: &[SampledLap]| -> Vec<_> {
        laps.iter().map(|lap| maatstaf::telemetry::driven_lap(lap, &road, &[])).collect()
    };
    let many = maatstaf::telemetry::compare_many(&on(&laps), &on(&reference), &road).unwrap();
    assert_eq!(many.n_laps, [12, 12]);
    let exact = laps[0].time.lost_to(reference[0].time).seconds();
    let lost: f64 = many.pieces.iter().map(|piece| piece.lost.time).sum();
    assert!((lost - exact).abs() < 0.05, "{lost} {exact}");
    for which in [0, 1] {
        assert!(many.best[which] <= many.fastest[which] + 1e-9);
        assert!(many.pieces.iter().all(|piece| piece.best[which] <= piece.usual[which].middle));
    }
    let widths =
        many.pieces.iter().map(|piece| piece.lost.interval.map(|[low, high]| high - low).unwrap());
    let widest = widths.fold(0.0, f64::max);
    assert!(widest < 0.06, "{widest}");
    let ends = many.pieces.windows(2).all(|pair| pair[0].to == pair[1].from);
    assert!(ends && many.pieces[0].from == 0.0);
}

#[test]
fn laps_of_two_circuits_are_refused() {
    let lap = LapToCompare::Measured(sampled("monza", 1.0, 7));
    let (trace, course) = (solved("suzuka", 1.0), course("suzuka").clone());
    let simulated = LapToCompare::Simulated(Box::new(SimulatedLap { trace, course }));
    let refusal = compared(&lap, &simulated, &[]).unwrap_err().to_string();
    assert!(refusal.contains("of different circuits"), "{refusal}");
}

/// Without places nothing but speeds says where a lap was: stretched by half a per cent, or begun a few metres
/// late, they have the same corners.
#[test]
fn law_stretched_speeds_have_the_same_corners() {
    let mut lap = sampled("catalunya", 1.0, 8);
    lap.places.clear();
    let corners = |lap: &SampledLap| -> Vec<f64> {
        let road = maatstaf::compare::road_of_speeds(&[lap]);
        road.bends().iter().map(|bend| bend.apex / road.length()).collect()
    };
    let plain = corners(&lap);
    assert!(plain.len() >= 7, "{plain:?}");
    for factor in [0.995, 1.005] {
        let mut other = lap.clone();
        other.speeds.iter_mut().for_each(|sample| sample.speed *= factor);
        let stretched = corners(&other);
        assert_eq!(stretched.len(), plain.len());
        assert!(plain.iter().zip(&stretched).all(|(a, b)| (a - b).abs() < 1e-3), "{stretched:?}");
        let Compared { comparison, .. } = measured(&other, &lap);
        for segment in &comparison.segments {
            assert!(segment.loss.time.seconds().abs() < 1e-3, "{segment:?}");
        }
    }
}
