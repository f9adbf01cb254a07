use maatstaf_core::LapTime;

use super::{Cause, Straight, Straights, straights};
use crate::compare::compare;
use crate::driven::{DrivenLap, driven_lap};
use crate::road::{Bend, Road};
use crate::sampled::{SampledLap, Sampling, SpeedSample};

/// A road of two straights and two corners.
const LENGTH: f64 = 3000.0;
const CORNERS: [(f64, f64); 2] = [(1300.0, 1500.0), (2800.0, 3000.0)];
/// Seconds from step to step, and from sample to sample in steps.
const STEP: f64 = 0.002;
const EVERY: usize = 25;

/// A car on that road; as it is by default.
#[derive(Clone, Copy)]
struct Driven {
    power: f64,
    drag: f64,
    /// In the corners, in metres per second.
    slow: f64,
    /// Less drag by these shares, between two places of the first straight.
    flap: Option<(f64, f64, f64)>,
    tow: Option<(f64, f64, f64)>,
    /// Less power by this share from a place of the first straight on.
    empty: Option<(f64, f64)>,
}

const CAR: Driven =
    Driven { power: 660.0, drag: 1.15e-3, slow: 45.0, flap: None, tow: None, empty: None };

/// Full throttle along the straights, one speed in the corners, hard brakes before them.
fn lap(car: &Driven) -> SampledLap {
    let (mut s, mut speed, mut steps) = (0.0, car.slow, 0);
    let mut speeds = Vec::new();
    while s < LENGTH {
        let within = |it: &Option<(f64, f64, f64)>| it.filter(|it| (it.0..it.1).contains(&s));
        let corner = CORNERS.iter().find(|it| s < it.1).unwrap();
        let can_stop = (speed * speed - car.slow * car.slow) / 80.0;
        let brakes = s + can_stop >= corner.0 && speed > car.slow;
        let turns = s >= corner.0;
        let (flap, tow) = (within(&car.flap), within(&car.tow));
        let less = flap.map_or(0.0, |it| it.2) + tow.map_or(0.0, |it| it.2);
        let empty = car.empty.filter(|it| s > it.0 && s < CORNERS[0].0).map_or(0.0, |it| it.1);
        let gain = match (brakes, turns) {
            (true, _) => -40.0,
            (false, true) => 0.0,
            _ => car.power * (1.0 - empty) / speed - car.drag * (1.0 - less) * speed * speed,
        };
        if steps % EVERY == 0 {
            speeds.push(SpeedSample {
                throttle: Some(f64::from(u8::from(!brakes && !turns))),
                brake: Some(f64::from(u8::from(brakes))),
                flap: Some(flap.is_some()),
                ahead: Some(if tow.is_some() { 25.0 } else { 400.0 }),
                ..SpeedSample::new(steps as f64 * STEP, speed)
            });
        }
        s += speed * STEP;
        speed += gain * STEP;
        steps += 1;
    }
    let time = steps as f64 * STEP - (s - LENGTH) / speed;
    let time = LapTime::from_micros((1e6 * time) as u64);
    SampledLap { time, sectors: [None; 3], speeds, places: Vec::new(), sampling: Sampling::EXACT }
}

fn road() -> Road {
    let bend = |(i, (start, end)): (usize, &(f64, f64))| Bend {
        number: i + 1,
        to_left: None,
        start: *start,
        apex: 0.5 * (start + end),
        end: *end,
    };
    Road::of_length(LENGTH, true, CORNERS.iter().enumerate().map(bend).collect())
}

fn of(car: &Driven, reference: &Driven) -> Straights {
    let road = road();
    let [one, two] = [car, reference].map(|car| driven_lap(&lap(car), &road, &[]));
    of_driven(&one, &two, &road)
}

fn of_driven(lap: &DrivenLap, reference: &DrivenLap, road: &Road) -> Straights {
    straights(&compare(lap, reference, road), [lap, reference], road)
}

/// The causes that are told of the first straight, and the shares of power and drag in per cent.
#[track_caller]
fn check(car: Driven, told: &[Cause], power: f64, drag: f64) -> Straight {
    let found = of(&car, &CAR);
    let first = &found.straights[0];
    let named: Vec<Cause> = first.told().iter().map(|part| part.cause).collect();
    let parts = || {
        first.parts.iter().map(|it| (it.cause.word(), it.loss.time.seconds())).collect::<Vec<_>>()
    };
    assert!(told.iter().all(|cause| named.contains(cause)), "{named:?} {:?}", parts());
    assert!(
        named.iter().all(|it| told.contains(it) || *it == Cause::Rest),
        "{named:?} {:?}",
        parts()
    );
    for (share, want) in [(found.power.unwrap(), power), (found.drag.unwrap(), drag)] {
        assert!((100.0 * share.share - want).abs() < 2.5, "{share:?} for {want} %");
        assert!(100.0 * share.low <= want && want <= 100.0 * share.high, "{share:?} for {want} %");
    }
    let sum: i64 = first.parts.iter().map(|part| part.loss.time.as_micros()).sum();
    assert_eq!(sum, first.loss.time.as_micros());
    first.clone()
}

/// Laps that are known exactly: each cause is found for what it is, at its size.
#[test]
fn law_the_right_cause_is_named() {
    check(CAR, &[], 0.0, 0.0);
    check(Driven { power: 0.95 * CAR.power, ..CAR }, &[Cause::Power], -5.0, 0.0);
    check(Driven { drag: 1.1 * CAR.drag, ..CAR }, &[Cause::Drag], 0.0, 10.0);
    check(Driven { slow: 42.0, ..CAR }, &[Cause::Brought], 0.0, 0.0);
    let flap = check(Driven { flap: Some((500.0, 1200.0, 0.2)), ..CAR }, &[Cause::Flap], 0.0, 0.0);
    let part = flap.parts.iter().find(|it| it.cause == Cause::Flap).unwrap();
    let [from, to] = part.between.unwrap();
    assert!((from - 500.0).abs() < 20.0 && (to - 1200.0).abs() < 40.0, "{from} {to}");
    check(Driven { tow: Some((300.0, 900.0, 0.25)), ..CAR }, &[Cause::Tow], 0.0, 0.0);
    let empty = check(Driven { empty: Some((800.0, 0.5)), ..CAR }, &[Cause::Power], 0.0, 0.0);
    let part = empty.parts.iter().find(|it| it.cause == Cause::Power).unwrap();
    assert!((part.between.unwrap()[0] - 800.0).abs() < 40.0, "{part:?}");
}

#[test]
fn law_swapping_the_laps_swaps_the_signs() {
    let other = Driven { power: 640.0, slow: 44.0, flap: Some((500.0, 1100.0, 0.2)), ..CAR };
    let (there, back) = (of(&other, &CAR), of(&CAR, &other));
    assert_eq!(there.straights.len(), 2);
    for (a, b) in there.straights.iter().zip(&back.straights) {
        assert_eq!((a.from, a.to, a.parts.len()), (b.from, b.to, b.parts.len()));
        for (a, b) in a.parts.iter().zip(&b.parts) {
            assert_eq!((a.cause, a.between), (b.cause, b.between));
            let micros = a.loss.time.as_micros() + b.loss.time.as_micros();
            // Of the rest, that the others round on their own.
            assert!(micros.abs() <= 2, "{a:?} {b:?}");
        }
    }
}

#[test]
fn law_a_lap_has_nothing_that_it_lacks() {
    let road = road();
    let lap = driven_lap(&lap(&CAR), &road, &[]);
    let found = of_driven(&lap, &lap, &road);
    for straight in &found.straights {
        assert!(straight.told().is_empty() && straight.untold().is_empty());
        for part in &straight.parts {
            assert_eq!((part.loss.time.as_micros(), part.loss.low, part.loss.high), (0, 0.0, 0.0));
        }
    }
    assert!(!found.power.unwrap().is_sure() && !found.drag.unwrap().is_sure());
}
