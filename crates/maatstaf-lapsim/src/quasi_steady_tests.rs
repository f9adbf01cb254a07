//! Laps of a point mass in closed form, and laws of any lap. Laps of the embedded cars are in
//! `tests/quasi_steady.rs`.
#![allow(clippy::unwrap_used)]

use std::f64::consts::{PI, TAU};

use super::deployment::Deployed;
use super::*;
use crate::arcs::{Piece, road_of_arcs};
use crate::double_track::GRAVITY;
use crate::motor::Motor;
use crate::road::{Road, Station};
use maatstaf_core::{Channel, DrivenAxle};

/// A point mass with a friction circle: `a² + a_y² ≤ (μ (g + l V²))²`, drag `d V²`, a power by mass.
#[derive(Clone, Copy, Debug)]
struct Mass {
    friction: f64,
    /// `l`, 1/m.
    downforce: f64,
    /// `d`, 1/m.
    drag: f64,
    /// W/kg
    power: f64,
}

const MASS: f64 = 660.0;
const PLAIN: Mass = Mass { friction: 1.5, downforce: 0.0, drag: 0.0, power: 1e9 };
const CAR: Mass = Mass { friction: 1.5, downforce: 0.003, drag: 0.0012, power: 800.0 };

impl Mass {
    fn most(&self, speed: f64, gravity: f64) -> f64 {
        self.friction * (gravity * GRAVITY + self.downforce * speed * speed)
    }
}

impl Ability for Mass {
    fn grip(&self, speed: f64, gravity: f64, lateral: f64) -> Option<[f64; 2]> {
        let most = self.most(speed, gravity);
        let left = most * most - lateral * lateral;
        let coasting = self.coasting(speed, lateral);
        (left >= 0.0).then(|| [coasting - left.sqrt(), coasting + left.sqrt()])
    }

    fn lateral(&self, speed: f64, gravity: f64) -> f64 {
        self.most(speed, gravity)
    }

    fn coasting(&self, speed: f64, _: f64) -> f64 {
        -self.drag * speed * speed
    }

    fn driven(&self, speed: f64, lateral: f64, power: f64) -> f64 {
        self.coasting(speed, lateral) + power / (MASS * speed)
    }

    fn engine_power(&self, _: f64) -> f64 {
        MASS * self.power
    }
}

fn drive(line: &Line, mass: &Mass, start_speed: f64) -> QuasiSteadyLap {
    let settings = QuasiSteadySettings { start_speed, ..QuasiSteadySettings::default() };
    let car = DoubleTrack::limebeer_2014();
    lap(line, &Abilities { car: &car, closed: mass, open: None, zones: &[], top: 120.0 }, &settings)
        .unwrap()
}

fn centre(pieces: &[Piece], n_stations: usize, closed: bool) -> Line {
    Line::centre(&road_of_arcs(pieces, 12.0, n_stations, closed).unwrap())
}

#[track_caller]
fn check(got: f64, want: f64, tolerance: f64) {
    assert!((got / want - 1.0).abs() <= tolerance, "{got} is not {want}");
}

/// Around a ring every point is alike: `(V²/R)² + (d V²)² = μ² (g + l V²)²`.
#[test]
fn exact_ring() {
    let radius = 60.0;
    let line = centre(&[Piece::Arc { radius, sweep: TAU }], 100, true);
    for mass in [PLAIN, Mass { drag: 0.0, ..CAR }, CAR, Mass { drag: 0.01, ..CAR }] {
        let across = (radius.powi(-2) + mass.drag * mass.drag).sqrt();
        let square = mass.friction * GRAVITY / (across - mass.friction * mass.downforce);
        check(drive(&line, &mass, 0.0).time, TAU * radius / square.sqrt(), 1e-9);
    }
    // With little power: P = d V³.
    let weak = Mass { power: 10.0, ..CAR };
    check(drive(&line, &weak, 0.0).time, TAU * radius / (10.0_f64 / 0.0012).cbrt(), 1e-9);
}

/// A banked ring: `V² = g R (μ cos φ + sin φ)/(cos φ − μ sin φ)`; in a ring to the right the left
/// edge is the outer one.
#[test]
fn exact_banked_ring() {
    for (sweep, banking) in [(TAU, 0.2_f64), (-TAU, -0.2), (TAU, -0.1)] {
        let station = |i: u8| Station {
            roll: banking,
            ..Station::level(TAU * f64::from(i), sweep.signum() / 100.0, 5.0, 5.0)
        };
        let road = Road::closed((0..100).map(station).collect(), 100.0 * TAU).unwrap();
        let (sin, cos) = (banking * sweep.signum()).sin_cos();
        let square = GRAVITY * 100.0 * (1.5 * cos + sin) / (cos - 1.5 * sin);
        check(drive(&Line::centre(&road), &PLAIN, 0.0).time, 100.0 * TAU / square.sqrt(), 1e-9);
    }
}

/// With all the grip from a start: `L = V₀ t + ½ μ g t²`.
#[test]
fn exact_straight_by_grip() {
    let line = centre(&[Piece::Straight { length: 400.0 }], 50, false);
    let (start, gain) = (20.0_f64, 1.5 * GRAVITY);
    let time = ((start * start + 2.0 * gain * 400.0).sqrt() - start) / gain;
    let lap = drive(&line, &PLAIN, start);
    check(lap.time, time, 1e-12);
    assert!(lap.limits[1..].iter().all(|limit| *limit == Limit::Traction), "{:?}", lap.limits);
}

/// By power alone: `V³ = V₀³ + 3 P L / m`, `P t = ½ m (V² − V₀²)`; climbing by `g sin μ` as well, to
/// second order in the step.
#[test]
fn exact_straight_by_power() {
    let start = 40.0_f64;
    let by_power = Mass { power: 500.0, ..PLAIN };
    let off = [50, 100, 200].map(|n| {
        let line = centre(&[Piece::Straight { length: 1000.0 }], n + 1, false);
        let end = (start.powi(3) + 3.0 * 500.0 * 1000.0).cbrt();
        let time = 0.5 * (end * end - start * start) / 500.0;
        drive(&line, &by_power, start).time - time
    });
    assert!(off[2].abs() < 2e-4, "{off:?}");
    check(off[0] / off[1], 4.0, 0.2);
    check(off[1] / off[2], 4.0, 0.2);
}

/// Down and up slopes with all the grip: `½ V²` changes by `μ g cos μ − g sin μ` a metre.
#[test]
fn exact_climb_by_grip() {
    for pitch in [0.1_f64, -0.2] {
        let station =
            |i: u8| Station { pitch, ..Station::level(10.0 * f64::from(i), 0.0, 5.0, 5.0) };
        let road = Road::open((0..31).map(station).collect()).unwrap();
        let lap = drive(&Line::centre(&road), &PLAIN, 30.0);
        let gain = GRAVITY * (1.5 * pitch.cos() - pitch.sin());
        check(lap.speed[30].powi(2), 900.0 + 2.0 * gain * 300.0, 1e-12);
    }
}

/// A straight, a bend and a straight with all the grip: on with `μ g`, back with `μ g` to
/// `V² = μ g R`, through, and on again. The bend begins and ends between two stations.
#[test]
fn exact_straight_bend_straight() {
    let (radius, sweep, start) = (40.0, PI / 2.0, 10.0_f64);
    let straight = Piece::Straight { length: 200.0 };
    let pieces = [straight, Piece::Arc { radius, sweep }, straight];
    let line = centre(&pieces, 8001, false);
    let gain = 1.5 * GRAVITY;
    let corner = (gain * radius).sqrt();
    let top = (0.5 * (2.0 * gain * 200.0 + start * start + corner * corner)).sqrt();
    let end = (corner * corner + 2.0 * gain * 200.0).sqrt();
    let time =
        (2.0 * top - start - corner) / gain + radius * sweep / corner + (end - corner) / gain;
    let lap = drive(&line, &PLAIN, start);
    check(lap.time, time, 2e-4);
    let count = |limit| lap.limits.iter().filter(|it| **it == limit).count();
    assert!(count(Limit::Cornering) > 1000 && count(Limit::Braking) > 1000, "{:?}", lap.limits[0]);
}

/// A closed course that bends smoothly: three corners of different radius.
fn smooth(n: usize, shift: f64) -> Road {
    let length = 1500.0;
    let station = |i: usize| {
        let s = length * i as f64 / n as f64;
        let phase = TAU * (s / length + shift);
        let curvature = TAU / length * (1.0 + 2.4 * (3.0 * phase).cos() + 1.2 * phase.sin());
        Station::level(s, curvature, 6.0, 6.0)
    };
    Road::closed((0..n).map(station).collect(), length).unwrap()
}

#[test]
fn law_second_order_in_the_step() {
    let times: Vec<f64> =
        [200, 400, 800, 1600].map(|n| drive(&Line::centre(&smooth(n, 0.0)), &CAR, 0.0).time).into();
    let off: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(off[2].abs() < 5e-4, "{times:?}");
    assert!(off[1].abs() < 0.3 * off[0].abs() && off[2].abs() < 0.3 * off[1].abs(), "{off:?}");
}

#[test]
fn law_a_lap_is_the_same_from_any_point() {
    let times =
        [0.0, 0.25, 0.6].map(|shift| drive(&Line::centre(&smooth(400, shift)), &CAR, 0.0).time);
    for time in times {
        check(time, times[0], 1e-8);
    }
}

#[test]
fn law_more_of_anything_good_is_never_slower() {
    let line = Line::centre(&smooth(400, 0.0));
    let time = |mass: Mass| drive(&line, &mass, 0.0).time;
    let plain = time(CAR);
    assert!(time(Mass { friction: 1.6, ..CAR }) < plain);
    assert!(time(Mass { downforce: 0.0035, ..CAR }) < plain);
    assert!(time(Mass { power: 900.0, ..CAR }) < plain);
    assert!(time(Mass { drag: 0.001, ..CAR }) < plain);
}

/// The speeds keep to every limit: no step gains more than driving or loses more than braking.
#[test]
fn law_no_step_asks_for_more_than_there_is() {
    let line = Line::centre(&smooth(400, 0.0));
    let lap = drive(&line, &CAR, 0.0);
    for (i, point) in line.points().iter().enumerate() {
        let square = lap.speed[i].powi(2);
        let [least, most] =
            CAR.grip(lap.speed[i], 1.0, 0.999_999 * point.lateral(square).abs()).unwrap();
        let most = most.min(CAR.driven(lap.speed[i], 0.0, CAR.engine_power(0.0)));
        // At a corner's speed the change of speed is a mean over two steps.
        let tolerance = 0.8 + 0.05 * (most - least);
        let within = lap.forward[i] > least - tolerance && lap.forward[i] < most + tolerance;
        assert!(within, "{i}: {} of {least} to {most}", lap.forward[i]);
    }
}

#[test]
fn exact_a_change_of_gear_costs_its_time() {
    // In free space the car coasts at V for t: half a lap of it makes no difference elsewhere.
    let line = centre(&[Piece::Straight { length: 1000.0 }], 4001, false);
    let car = DoubleTrack::limebeer_2014();
    let by_power = Mass { power: 500.0, ..PLAIN };
    let abilities = Abilities { car: &car, closed: &by_power, open: None, zones: &[], top: 120.0 };
    let time = |shift_time: f64, shift: f64| {
        let settings = QuasiSteadySettings { start_speed: 40.0, shift_time };
        let mut course = course(&line, &abilities, &settings);
        course.shifts = vec![shift * shift];
        let most = course.braking(&course.cornering());
        course.with_share(&most, vec![0.0; 4001]).unwrap().times.iter().sum::<f64>()
    };
    // v' = P/(m v): speed lost is P t/(m v), and ½ V² falls by P t/m: as t less of power.
    let square = 60.0_f64.powi(2) - 2.0 * 500.0 * 0.05;
    let to = (60.0_f64.powi(3) - 40.0_f64.powi(3)) / 1500.0;
    let end = (square.powf(1.5) + 1500.0 * (1000.0 - to)).cbrt();
    let want = 0.5 * (3600.0 - 1600.0) / 500.0 + 0.5 * (end * end - square) / 500.0;
    check(time(0.05, 60.0), want, 2e-5);
    check(time(0.05, 200.0), time(0.0, 60.0), 1e-15);
}

#[test]
fn law_what_cannot_be_driven_is_refused() {
    let station =
        |i: u8| Station { pitch: 0.3, ..Station::level(10.0 * f64::from(i), 0.0, 5.0, 5.0) };
    let road = Road::open((0..31).map(station).collect()).unwrap();
    let car = DoubleTrack::limebeer_2014();
    let weak = Mass { power: 1.0, ..PLAIN };
    let abilities = Abilities { car: &car, closed: &weak, open: None, zones: &[], top: 120.0 };
    let settings = QuasiSteadySettings { start_speed: 20.0, shift_time: 0.0 };
    let refused = lap(&Line::centre(&road), &abilities, &settings).unwrap_err().to_string();
    assert_eq!(refused, "the car comes to a stand at 80 m; it takes more power or a faster start");
}

/// Two straights of different length between bends of different radius.
fn two_straights() -> Line {
    let straight = |length| Piece::Straight { length };
    let bend = |radius| Piece::Arc { radius, sweep: PI };
    centre(&[straight(700.0), bend(40.0), straight(400.0), bend(25.0)], 600, true)
}

fn hybrid(deploy_per_lap: f64) -> DoubleTrack {
    let motor = Motor {
        power: 120e3,
        recovery: 120e3,
        driven: DrivenAxle::Rear,
        allowed: None,
        together: None,
        deploy_per_lap: Some(deploy_per_lap),
        recover_per_lap: Some(2e5),
    };
    DoubleTrack { motor: Some(motor), ..DoubleTrack::limebeer_2014() }
}

fn with_course<T>(car: &DoubleTrack, answer: impl FnOnce(&Course<'_, Mass>, &[f64]) -> T) -> T {
    let line = two_straights();
    let abilities = Abilities { car, closed: &CAR, open: None, zones: &[], top: 120.0 };
    let course = course(&line, &abilities, &QuasiSteadySettings::default());
    let most = course.braking(&course.cornering());
    answer(&course, &most)
}

fn time(lap: &Deployed) -> f64 {
    lap.times.iter().sum()
}

#[test]
fn law_energy_is_within_the_laps() {
    for budget in [5e4, 2e5, 6e5] {
        with_course(&hybrid(budget), |course, most| {
            let lap = course.deployed(most).unwrap();
            assert!(lap.energy <= budget && lap.energy > 0.9998 * budget, "{}", lap.energy);
            assert!(lap.price > 0.0);
        });
    }
    with_course(&hybrid(1e9), |course, most| {
        let lap = course.deployed(most).unwrap();
        assert_eq!((lap.price, lap.share[0]), (0.0, 1.0));
    });
}

/// Scales shares so that the energy is the same.
fn with_energy(
    course: &Course<'_, Mass>,
    most: &[f64],
    budget: f64,
    share: impl Fn(f64) -> Vec<f64>,
) -> Deployed {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        let energy = course.with_share(most, share(middle)).unwrap().energy;
        if energy > budget { high = middle } else { low = middle }
    }
    course.with_share(most, share(low)).unwrap()
}

#[test]
fn law_the_best_deployment_beats_simple_ones() {
    let budget = 3e5;
    with_course(&hybrid(budget), |course, most| {
        let best = course.deployed(most).unwrap();
        let n = most.len();
        let even = with_energy(course, most, best.energy, |share| vec![share; n]);
        let first_come = with_energy(course, most, best.energy, |part| {
            (0..n).map(|i| f64::from(i as f64 <= part * n as f64)).collect()
        });
        assert!(time(&best) < time(&even) - 0.01, "{} {}", time(&best), time(&even));
        assert!(time(&best) < time(&first_come) - 0.01, "{} {}", time(&best), time(&first_come));
    });
}

/// A kilojoule moved from any point to any other gains nothing, and costs what the worths say.
#[test]
fn law_moving_energy_gains_nothing() {
    const MOVED: f64 = 1000.0;
    with_course(&hybrid(3e5), |course, most| {
        let best = course.deployed(most).unwrap();
        let worth = course.worth(&best, best.price);
        let n = most.len();
        // Spread over five points, so that each moves within its range.
        let groups: Vec<Vec<usize>> = (0..n / 5).map(|g| (5 * g..5 * g + 5).collect()).collect();
        let room = |group: &Vec<usize>, up: bool| {
            let part = |i: &usize| if up { 1.0 - best.share[*i] } else { best.share[*i] };
            group
                .iter()
                .all(|i| worth[*i].by_joule > 0.0 && part(i) * worth[*i].energy > 0.2 * MOVED)
        };
        let givers: Vec<_> = groups.iter().filter(|group| room(group, false)).collect();
        let takers: Vec<_> = groups.iter().filter(|group| room(group, true)).collect();
        assert!(givers.len() > 5 && takers.len() > 5, "{} {}", givers.len(), takers.len());
        let add = |share: &mut [f64], group: &[usize], energy: f64| {
            group.iter().for_each(|i| share[*i] += 0.2 * energy / worth[*i].energy);
        };
        for (k, from) in givers.iter().enumerate() {
            let to = takers[(7 * k) % takers.len()];
            let mut share = best.share.clone();
            add(&mut share, from, -MOVED);
            add(&mut share, to, MOVED);
            let moved = course.with_share(most, share).unwrap();
            // What differs in energy is worth the price.
            let lost = time(&moved) - time(&best) + best.price * (moved.energy - best.energy);
            assert!(lost > -2e-6, "{from:?} to {to:?}: {lost} s");
            let mean =
                |group: &[usize]| group.iter().map(|i| worth[*i].by_joule).sum::<f64>() / 5.0;
            let expected = MOVED * (mean(from) - mean(to));
            assert!((lost - expected).abs() < 2e-5 + 0.1 * expected, "{lost} is not {expected}");
        }
    });
}

/// One more joule is worth its price.
#[test]
fn agrees_price_with_laps_of_other_budgets() {
    let [less, more, middle] = [2.9e5, 3.1e5, 3e5]
        .map(|budget| with_course(&hybrid(budget), |course, most| course.deployed(most).unwrap()));
    let slope = (time(&less) - time(&more)) / (more.energy - less.energy);
    check(middle.price, slope, 0.02);
}

#[test]
fn law_energy_comes_back_under_braking() {
    let line = two_straights();
    let car = hybrid(3e5);
    let abilities = Abilities { car: &car, closed: &CAR, open: None, zones: &[], top: 120.0 };
    let lap = lap(&line, &abilities, &QuasiSteadySettings::default()).unwrap();
    assert_eq!(lap.recovered, 2e5);
    let recovering = |i: &usize| lap.motor[*i] < 0.0;
    let all: Vec<usize> = (0..lap.motor.len()).filter(recovering).collect();
    assert!(all.len() > 10 && all.iter().all(|i| lap.braking[*i] > 0.0), "{all:?}");
    let trace = lap.trace(&line, &car).unwrap();
    let power = trace.channel(Channel::MotorPower).unwrap();
    let pairs = trace.time().windows(2).zip(power.windows(2));
    let back: f64 = pairs.map(|(t, p)| 0.5 * (t[1] - t[0]) * (p[0].min(0.0) + p[1].min(0.0))).sum();
    check(-back, 2e5, 1e-9);
    check(trace.time()[600], lap.time, 1e-12);
    check(lap.limit_shares().iter().map(|(_, share)| share).sum(), 1.0, 1e-12);
}

/// With the flap open there is less drag; in a zone the car is faster, and never slower elsewhere.
#[test]
fn law_an_open_flap_helps() {
    let line = two_straights();
    let car = DoubleTrack::limebeer_2014();
    let open = Mass { drag: 0.8 * CAR.drag, downforce: 0.6 * CAR.downforce, ..CAR };
    let drive = |zones: Vec<[f64; 2]>| {
        let abilities =
            Abilities { car: &car, closed: &CAR, open: Some(&open), zones: &zones, top: 120.0 };
        lap(&line, &abilities, &QuasiSteadySettings::default()).unwrap()
    };
    let [shut, one, both] = [
        drive(Vec::new()),
        drive(vec![[100.0, 700.0]]),
        drive(vec![[100.0, 700.0], [800.0, 1300.0]]),
    ];
    assert!(shut.time - one.time > 0.01 && one.time - both.time > 0.005, "{}", one.time);
    for (i, point) in line.points().iter().enumerate() {
        assert!(one.speed[i] >= shut.speed[i] * (1.0 - 1e-9), "{point:?}");
        assert!(!one.flap_open[i] || (100.0..=700.0).contains(&point.distance), "{point:?}");
        assert!(!one.flap_open[i] || one.limits[i] != Limit::Braking, "{point:?}");
    }
    // The same zone, said over the line.
    let over = drive(vec![[1200.0, 300.0]]);
    assert!(over.flap_open[120] && over.time < shut.time);
}

#[path = "quasi_steady/peer_tests.rs"]
mod peer;
