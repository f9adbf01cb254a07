use maatstaf_numerics::interior_point::{Options, Status, solve};
use maatstaf_numerics::jet::Jet2;

use super::build::{direct, without_engine};
use super::{Envelope, Style};
use crate::node::{U, V};
use crate::{DoubleTrack, LapProblem, Piece, Settings, road_of_arcs, steady, top_speed};

/// Of the spline, between the speeds and directions at which the edge was found.
const SPLINE_TOLERANCE: f64 = 0.015;
/// The same, as a share of the speed.
const CIRCLE_TOLERANCE: f64 = 0.007;
/// Of the lap problem on a closed road 2 cm wider than the car.
const EDGE_TOLERANCE: f64 = 0.002;

fn described(name: &str) -> DoubleTrack {
    DoubleTrack::from_car(&maatstaf_facts::car(name).unwrap().car).unwrap()
}

#[test]
fn every_car_has_an_envelope() {
    for name in ["f1-2014", "f1-2024", "gt3", "hypercar", "lmp2", "formula-student"] {
        let car = described(name);
        let envelope = Envelope::new(&car).unwrap();
        let top = top_speed(&car).unwrap();
        for speed in [0.2, 0.5, 0.9].map(|share| share * top) {
            let [brakes, drives] = envelope.grip(speed, 1.0, 0.0).unwrap();
            assert!(brakes < -8.0 && drives > 5.0, "{name} {speed}");
            let lateral = envelope.lateral(speed, 1.0);
            assert!((7.0..60.0).contains(&lateral), "{name} {speed} {lateral}");
            assert_eq!(envelope.grip(speed, 1.0, 3.0 * lateral), None);
        }
    }
}

#[test]
fn law_at_the_top_speed_the_engine_holds_the_car() {
    let envelope = Envelope::new(&DoubleTrack::limebeer_2014()).unwrap();
    let top = envelope.top_speed();
    assert!(envelope.driven(top, 0.0, envelope.engine_power(top)).abs() < 0.02); // m/s²
    assert!((top - top_speed(envelope.car()).unwrap()).abs() < 1e-12);
}

#[test]
fn law_an_envelope_reaches_as_far_as_a_car_with_its_motor() {
    let envelope = Envelope::new(&described("f1-2024")).unwrap();
    let motor = envelope.car().motor.as_ref().unwrap().power;
    let [_, known] = envelope.speeds();
    assert!(envelope.driven(known, 0.0, envelope.engine_power(known) + motor) < 0.0, "{known}");
}

#[test]
fn law_power_taken_is_driven_turned_round() {
    let envelope = Envelope::new(&described("gt3")).unwrap();
    for (speed, sideways, power) in [(20.0, 3.0, 1e5), (50.0, 12.0, 3e5), (70.0, 0.0, 3.5e5)] {
        let forward = envelope.driven(speed, sideways, power);
        let taken = envelope.power_taken(speed, forward, sideways);
        assert!((taken / power - 1.0).abs() < 1e-9, "{speed}");
    }
}

#[test]
fn agrees_with_the_edge_itself_between_speeds_and_directions() {
    for name in ["f1-2014", "gt3"] {
        let car = described(name);
        let envelope = Envelope::new(&car).unwrap();
        for (speed, gravity) in [(23.0, 1.0), (47.0, 1.0), (68.0, 1.0), (47.0, 1.2)] {
            for degrees in [13.0, 50.0, 95.0, 131.0, 175.0_f64] {
                let angle = degrees.to_radians();
                let reach = envelope.at(speed, gravity).reach(angle);
                let itself = direct(&car, speed, gravity, angle).unwrap();
                let off = reach / itself - 1.0;
                assert!(off.abs() < SPLINE_TOLERANCE, "{name} {speed} {gravity} {degrees} {off}");
            }
        }
    }
}

#[test]
fn agrees_with_the_edge_itself_under_more_load() {
    let car = described("f1-2014");
    let envelope = Envelope::new(&car).unwrap().on_hills().unwrap();
    for gravity in [0.8, 1.5, 2.0, 2.5] {
        for angle in [0.9, 1.7, 2.6] {
            let off = envelope.at(60.0, gravity).reach(angle)
                / direct(&car, 60.0, gravity, angle).unwrap()
                - 1.0;
            assert!(off.abs() < SPLINE_TOLERANCE, "{gravity} {angle} {off}");
        }
    }
}

#[test]
fn agrees_with_the_lap_problem_on_a_circle() {
    // The fastest lap of a circle is steady: optimal control and envelope hold the same equations.
    let (car, radius) = (described("f1-2014"), 80.0);
    let width = car.front.track + 0.02;
    let circle = Piece::Arc { radius, sweep: std::f64::consts::TAU };
    let road = road_of_arcs(&[circle], width, 41, true).unwrap();
    let start = steady(&car, 50.0 / 3.6).unwrap();
    let problem = LapProblem::new(road, car.clone(), Settings::default()).unwrap();
    let (unknowns, common) = problem.start(&start);
    let solution = solve(&problem, &unknowns, &common, &Options::default());
    assert_eq!(solution.status, Status::Solved);
    let driven = solution.unknowns[U].hypot(solution.unknowns[V]);
    let envelope = Envelope::new(&car).unwrap();
    let (mut low, mut high) = (20.0, 60.0);
    for _ in 0..50 {
        let speed: f64 = 0.5 * (low + high);
        let holds = envelope.lateral(speed, 1.0) > speed * speed / radius;
        *(if holds { &mut low } else { &mut high }) = speed;
    }
    assert!((low / driven - 1.0).abs() < CIRCLE_TOLERANCE, "{low} against {driven}");
    // The edge itself, without the spline: the direction in which the speed is held.
    let middle = envelope.coasting(driven, 0.0);
    let (mut low, mut high) = (1.0, 2.0);
    for _ in 0..20 {
        let angle: f64 = 0.5 * (low + high);
        let gains = middle + direct(&car, driven, 1.0, angle).unwrap() * angle.cos() > 0.0;
        *(if gains { &mut low } else { &mut high }) = angle;
    }
    let lateral = direct(&car, driven, 1.0, low).unwrap() * low.sin();
    assert!((lateral * radius / (driven * driven) - 1.0).abs() < EDGE_TOLERANCE);
}

#[test]
fn law_slopes_of_what_is_used_are_those_of_its_values() {
    let envelope = Envelope::new(&described("f1-2014")).unwrap().on_hills().unwrap();
    let used = |[v, x, y]: [f64; 3]| envelope.used(v, Some(v * 0.01 + 0.9), x, y);
    for at in [[40.0, -10.0, 15.0], [60.0, 3.0, -25.0], [30.0, 6.0, 0.5]] {
        let [v, x, y] = Jet2::<3, 6>::variables(at);
        let jet = envelope.used(v, Some(v * 0.01 + 0.9), x, y);
        assert!((jet.value - used(at)).abs() < 1e-14);
        for i in 0..3 {
            let moved = |by: f64| {
                let mut to = at;
                to[i] += by;
                to
            };
            let slope = (used(moved(1e-5)) - used(moved(-1e-5))) / 2e-5;
            assert!((jet.gradient[i] - slope).abs() < 1e-7, "{at:?} {i}");
            let first = |to: [f64; 3], j: usize| {
                let [v, x, y] = Jet2::<3, 6>::variables(to);
                envelope.used(v, Some(v * 0.01 + 0.9), x, y).gradient[j]
            };
            for j in 0..3 {
                let bend = (first(moved(1e-5), j) - first(moved(-1e-5), j)) / 2e-5;
                assert!((jet.second(i, j) - bend).abs() < 1e-6, "{at:?} {i} {j}");
            }
        }
    }
}

#[test]
fn law_grip_is_where_all_of_it_is_used() {
    let envelope = Envelope::new(&described("lmp2")).unwrap();
    for sideways in [0.0, 4.0, -9.0, 14.0] {
        for forward in envelope.grip(45.0, 1.0, sideways).unwrap() {
            assert!((envelope.used(45.0, None, forward, sideways) - 1.0).abs() < 1e-6);
        }
    }
}

#[test]
fn law_a_driver_who_uses_less_has_less() {
    let car = described("gt3");
    let style = Style { braking: 0.9, turning: 0.95, driving: 0.8, rear_margin: 0.0 };
    let [all, some] = [Style::default(), style].map(|it| Envelope::of(&car, &it).unwrap());
    let share = |angle: f64| some.at(40.0, 1.0).reach(angle) / all.at(40.0, 1.0).reach(angle);
    let pi = std::f64::consts::PI;
    for (angle, want) in [(0.0, 0.8), (0.5 * pi, 0.95), (pi, 0.9)] {
        assert!((share(angle) - want).abs() < 1e-6, "{angle} {}", share(angle));
    }
    let margin = Style { rear_margin: 0.7, ..Style::default() };
    let margin = Envelope::of(&car, &margin).unwrap();
    assert!(margin.lateral(40.0, 1.0) < all.lateral(40.0, 1.0));
    assert!(Envelope::of(&car, &Style { braking: 0.0, ..Style::default() }).is_err());
}

#[test]
fn keeps_a_car_without_an_engine_what_it_is() {
    let car = described("hypercar");
    let grip = without_engine(&car, 50.0);
    assert!(grip.motor.is_none() && grip.drive.gears.is_none());
    assert_eq!(grip.front, car.front);
}
