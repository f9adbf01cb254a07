use maatstaf_core::{Channel, Course};
use maatstaf_numerics::interior_point::{Options, Solution, Status, solve};
use maatstaf_numerics::programme::{Derivatives, Programme};

use super::{FreeLine, FreeSettings};
use crate::{DoubleTrack, Envelope, Mesh, Piece, Road, road_of_arcs};

/// Of the trapezoidal rule on the nodes of these tests, as a share of the time.
const RULE_TOLERANCE: f64 = 1e-3;

/// Of a driver, rad/s at the wheels.
const HANDS: f64 = 0.15;

fn envelope(car: &str) -> Envelope {
    let car = &maatstaf_facts::car(car).unwrap().car;
    Envelope::new(&DoubleTrack::from_car(car).unwrap()).unwrap()
}

fn course(id: &str) -> &'static Course {
    maatstaf_facts::courses().iter().find(|course| course.id() == id).unwrap()
}

fn solved(problem: &FreeLine<'_>) -> Solution {
    let options = Options { tolerance: 1e-6, iterations: 300, ..Options::default() };
    let solution = solve(problem, &problem.start(), &[], &options);
    assert_eq!(solution.status, Status::Solved);
    solution
}

#[test]
fn law_derivatives_are_those_of_the_values() {
    let envelope = envelope("hypercar").on_hills().unwrap();
    let road = Road::along(course("spa-francorchamps"), &Mesh::Equal(60)).unwrap();
    let (steering_rate, pedal_rate) = (Some(1.0), Some(3.0));
    let settings = FreeSettings { steering_rate, pedal_rate, ..FreeSettings::default() };
    let problem = FreeLine::new(&road, &envelope, settings).unwrap();
    let (layout, mut out) = (problem.layout(), Derivatives::zeros(problem.layout()));
    let weights: Vec<f64> = (0..layout.outputs()).map(|i| (i as f64).sin()).collect();
    for (node, x) in [
        (5, [45.0, 1.2, 0.03, -0.8, 1.3, 0.4, 0.01, -0.02]),
        (31, [70.0, -2.0, -0.02, 0.2, -0.4, 0.9, -0.01, 0.01]),
    ] {
        problem.derivatives(node, &x, &weights, &mut out);
        let mut values = vec![0.0; layout.outputs()];
        problem.values(node, &x, &mut values);
        for (one, other) in values.iter().zip(&out.values) {
            assert!((one - other).abs() < 1e-12, "{node}");
        }
        let at = |x: &[f64]| {
            let mut out = Derivatives::zeros(layout);
            problem.derivatives(node, x, &weights, &mut out);
            out
        };
        let n = layout.inputs();
        for j in 0..n {
            let step = 1e-6 * x[j].abs().max(0.1);
            let moved = |by: f64| {
                let mut to = x;
                to[j] += by;
                at(&to)
            };
            let (more, less) = (moved(step), moved(-step));
            for row in 0..layout.outputs() {
                let slope = (more.values[row] - less.values[row]) / (2.0 * step);
                let off = (slope - out.jacobian[row * n + j]).abs();
                assert!(off < 1e-6 * (1.0 + slope.abs()), "node {node} row {row} by {j}");
            }
            for i in 0..n {
                let weighted = |of: &Derivatives| -> f64 {
                    weights.iter().enumerate().map(|(row, by)| by * of.jacobian[row * n + i]).sum()
                };
                let bend = (weighted(&more) - weighted(&less)) / (2.0 * step);
                let off = (bend - out.hessian[i * n + j]).abs();
                assert!(off < 1e-5 * (1.0 + bend.abs()), "node {node}: {i} by {j}");
            }
        }
    }
}

#[test]
fn exact_on_a_narrow_circle_the_car_turns_as_the_envelope_lets_it() {
    let (envelope, radius) = (envelope("f1-2014"), 80.0);
    let circle = Piece::Arc { radius, sweep: std::f64::consts::TAU };
    let width = envelope.car().front.track + 0.02;
    let road = road_of_arcs(&[circle], width, 60, true).unwrap();
    let problem = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
    let time = problem.lap_time(&solved(&problem).unknowns);
    let (mut low, mut high) = (20.0, 60.0);
    for _ in 0..50 {
        let speed: f64 = 0.5 * (low + high);
        let holds = envelope.lateral(speed, 1.0) > speed * speed / radius;
        *(if holds { &mut low } else { &mut high }) = speed;
    }
    let want = std::f64::consts::TAU * radius / low;
    assert!((time / want - 1.0).abs() < 2e-4, "{time} for {want}"); // 1 cm to the inside
}

#[test]
fn exact_a_straight_is_driven_as_grip_and_power_let_it() {
    let (envelope, length) = (envelope("gt3"), 800.0);
    let road = road_of_arcs(&[Piece::Straight { length }], 10.0, 201, false).unwrap();
    let problem = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
    let time = problem.lap_time(&solved(&problem).unknowns);
    // The same by small steps: V dV = a ds.
    let (mut speed, mut want, steps) = (FreeSettings::default().start_speed, 0.0, 200_000);
    let step = length / f64::from(steps);
    for _ in 0..steps {
        let power = envelope.driven(speed, 0.0, envelope.engine_power(speed));
        let grip = envelope.grip(speed, 1.0, 0.0).unwrap()[1];
        let next = (speed * speed + 2.0 * step * power.min(grip)).sqrt();
        want += 2.0 * step / (speed + next);
        speed = next;
    }
    assert!((time / want - 1.0).abs() < RULE_TOLERANCE, "{time} for {want}");
}

#[test]
fn law_a_mirrored_road_is_driven_mirrored() {
    let envelope = envelope("lmp2");
    let lap = |sign: f64| {
        let straight = Piece::Straight { length: 300.0 };
        let corner = |radius: f64, turns: f64| Piece::Arc {
            radius,
            sweep: sign * turns * std::f64::consts::PI,
        };
        let pieces = [straight, corner(40.0, 1.0), straight, corner(40.0, 1.0)];
        let road = road_of_arcs(&pieces, 12.0, 150, true).unwrap();
        let problem = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
        let solution = solved(&problem);
        (problem.lap_time(&solution.unknowns), problem.nodes(&solution.unknowns))
    };
    let ((right, line), (left, mirrored)) = (lap(1.0), lap(-1.0));
    assert!((right - left).abs() < 1e-6, "{right} {left}");
    for (one, other) in line.iter().zip(&mirrored) {
        assert!((one.offset + other.offset).abs() < 1e-2 && (one.speed - other.speed).abs() < 1e-2);
    }
}

#[test]
fn law_a_driver_with_slow_hands_is_slower_and_keeps_to_his_rates() {
    let envelope = envelope("f1-2014");
    let road = Road::along(course("monaco"), &Mesh::Adapted(330)).unwrap();
    let all = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
    let fast = all.lap_time(&solved(&all).unknowns);
    let (steering_rate, pedal_rate) = (Some(HANDS), Some(2.0));
    let settings = FreeSettings { steering_rate, pedal_rate, ..FreeSettings::default() };
    let slow_hands = FreeLine::new(&road, &envelope, settings).unwrap();
    let solution = solved(&slow_hands);
    let slow = slow_hands.lap_time(&solution.unknowns);
    assert!(slow > fast + 0.1, "{slow} {fast}");
    let trace = slow_hands.trace(&solution.unknowns).unwrap();
    let left = trace.channel(Channel::AccelerationLeft).unwrap();
    let speed = trace.channel(Channel::Speed).unwrap();
    let wheelbase = envelope.car().front.ahead - envelope.car().rear.ahead;
    for i in 1..trace.time().len() {
        let rate = (left[i] - left[i - 1]) / (trace.time()[i] - trace.time()[i - 1]);
        let steering = rate * wheelbase / speed[i].max(speed[i - 1]).powi(2);
        // Over a step; the rate is that of its beginning.
        assert!(steering.abs() < 1.15 * HANDS, "{steering} at {}", trace.distance()[i]);
    }
}

#[test]
fn law_a_motor_keeps_to_its_budget_and_helps() {
    let described = &maatstaf_facts::car("f1-2024").unwrap().car;
    let car = DoubleTrack::from_car(described).unwrap();
    let road = Road::along(course("spielberg"), &Mesh::Adapted(350)).unwrap();
    let lap = |deploy: f64| {
        let mut car = car.clone();
        car.motor.as_mut().unwrap().deploy_per_lap = Some(deploy);
        let envelope = Envelope::new(&car).unwrap();
        let problem = FreeLine::new(&road, &envelope, FreeSettings::default()).unwrap();
        let solution = solved(&problem);
        let trace = problem.trace(&solution.unknowns).unwrap();
        let power = trace.channel(Channel::MotorPower).unwrap().to_vec();
        let steps = trace.time().windows(2).zip(power.windows(2));
        let given: f64 = steps.map(|(t, p)| 0.5 * (p[0] + p[1]) * (t[1] - t[0])).sum();
        (problem.lap_time(&solution.unknowns), given)
    };
    let ((little, some), (much, more)) = (lap(1e6), lap(3e6));
    assert!(much < little - 0.3, "{much} {little}");
    assert!(some < 1.02e6 && more < 3.06e6 && more > 2.5e6, "{some} {more}");
}
