//! Laps of cars with an electric motor: what it may give, where, and what that is worth.
#![allow(clippy::unwrap_used)]

use std::f64::consts::PI;

use maatstaf_core::DrivenAxle;
use maatstaf_lapsim::air::Areas;
use maatstaf_lapsim::motor::Motor;
use maatstaf_lapsim::{
    DoubleTrack, LapProblem, Law, Piece, Road, Scheme, Settings, Station, node, road_of_arcs,
    steady,
};
use maatstaf_numerics::interior_point::{Options, Solution, Status, solve};
use maatstaf_numerics::programme::Programme;

fn car(id: &str) -> DoubleTrack {
    DoubleTrack::from_car(&maatstaf_facts::car(id).unwrap().car).unwrap()
}

/// A solution of a problem, from 50 km/h or the first node.
#[track_caller]
fn solved(problem: &LapProblem) -> Solution {
    let start = problem.settings().first_node;
    let start = start.unwrap_or_else(|| steady(problem.car(), 50.0 / 3.6).unwrap());
    let (unknowns, common) = problem.start(&start);
    let solution = solve(problem, &unknowns, &common, &Options::default());
    assert_eq!(solution.status, Status::Solved, "{:?}", solution.residuals);
    assert!((problem.objective(&solution.unknowns) - solution.objective).abs() < 1e-9);
    solution
}

/// The totals of a solution, MJ.
fn totals(problem: &LapProblem, solution: &Solution) -> Vec<f64> {
    let (layout, mut values) = (problem.layout(), vec![0.0; problem.layout().outputs()]);
    let mut sums = vec![0.0; layout.totals];
    for (at, node) in solution.unknowns.chunks_exact(layout.unknowns()).enumerate() {
        problem.values(at, &[node, &solution.common].concat(), &mut values);
        sums.iter_mut().zip(&values[layout.totals_at()..]).for_each(|(sum, value)| *sum += value);
    }
    sums
}

/// A car without air, of 100 kW on all wheels, whose tyres slip by `slip`, with a motor of 120 kW.
fn bare_car(slip: f64) -> DoubleTrack {
    let mut car = DoubleTrack::limebeer_2014();
    car.air.areas = Areas::Constant { drag: 0.0, downforce: 0.0 };
    (car.drive.power, car.drive.driven) = (1e5, DrivenAxle::Both);
    for axle in [&mut car.front, &mut car.rear] {
        let Law::Similarity(law) = &mut axle.tyre.law else { panic!("not the published tyre") };
        law.kappa_max = [slip; 2];
    }
    car.motor = Some(Motor {
        power: 1.2e5,
        recovery: 1.2e5,
        driven: DrivenAxle::Both,
        allowed: None,
        together: None,
        deploy_per_lap: Some(0.5e6),
        recover_per_lap: Some(0.1e6),
    });
    car
}

/// The time of a kilometre straight on from 60 m/s, having checked what the motor does: it drives
/// until its energy is gone, `far` from the start.
fn kilometre(slip: f64, far: f64) -> f64 {
    // Short steps at first: the first node is held, with the motor idle.
    let first = [0.0, 0.01, 0.04, 0.13, 0.4, 1.2, 3.6];
    let distances = first.into_iter().chain((1..=200).map(|i| 5.0 * f64::from(i)));
    let road = distances.map(|at| Station::level(at, 0.0, 6.0, 6.0)).collect();
    let car = bare_car(slip);
    let settings = Settings {
        first_node: Some(steady(&car, 60.0).unwrap()),
        steering_weight: 0.0,
        pedal_weight: 0.0,
        motor_weight: 0.0,
        ..Settings::default()
    };
    let problem = LapProblem::new(Road::open(road).unwrap(), car, settings).unwrap();
    let solution = solved(&problem);
    let [given, _] = totals(&problem, &solution)[..] else { panic!("two limits") };
    assert!((given - 0.5).abs() < 1e-6, "{given} MJ");
    let shares = problem.motor_at_stations(&solution.unknowns).unwrap();
    for (station, [give, recover]) in problem.road().stations().iter().zip(shares).skip(1) {
        assert!(recover < 1e-3, "{recover} at {} m", station.distance);
        match station.distance {
            at if at < far - 10.0 => assert!(give > 0.999, "{give} at {at} m"),
            at if at > far + 10.0 => assert!(give < 1e-3, "{give} at {at} m"),
            _ => {}
        }
    }
    problem.lap_time(&solution.unknowns)
}

/// ```text
/// m v²/2 grows by P t, and m v³/3 by P s
/// ```
///
/// for tyres without slip; the time is linear in a small slip, so two of them tell it.
#[test]
fn exact_energy_is_given_at_once() {
    let (mass, slow, alone, both) = (660.0_f64, 60.0_f64, 1e5, 2.2e5);
    let with_motor = 0.5e6 / 1.2e5;
    let middle = (slow.powi(2) + 2.0 * both * with_motor / mass).sqrt();
    let far = mass * (middle.powi(3) - slow.powi(3)) / (3.0 * both);
    let fast = (middle.powi(3) + 3.0 * alone * (1000.0 - far) / mass).cbrt();
    let want = with_motor + mass * (fast.powi(2) - middle.powi(2)) / (2.0 * alone);
    let time = 2.0 * kilometre(0.025, far) - kilometre(0.05, far);
    assert!((time - want).abs() < 3e-4, "{time} s is not {want} s");
}

fn oval(car: DoubleTrack, scheme: Scheme) -> LapProblem {
    let [straight, bend] =
        [Piece::Straight { length: 600.0 }, Piece::Arc { radius: 60.0, sweep: PI }];
    let road = road_of_arcs(&[straight, bend, straight, bend], 12.0, 101, true).unwrap();
    LapProblem::new(road, car, Settings { scheme, ..Settings::default() }).unwrap()
}

/// A motor makes a lap faster, gives no more than it may in the lap and together with the power
/// unit, and nothing below its lowest speed.
#[track_caller]
fn check_lap(id: &str, scheme: Scheme, gain: f64) {
    let hybrid = oval(car(id), scheme);
    let alone = oval(DoubleTrack { motor: None, ..car(id) }, scheme);
    let solution = solved(&hybrid);
    let time = hybrid.lap_time(&solution.unknowns);
    let gained = alone.lap_time(&solved(&alone).unknowns) - time;
    assert!((gained - gain).abs() < 0.005, "{id} {scheme:?}: {gained} s");
    let motor = hybrid.car().motor.clone().unwrap();
    let limits = [motor.deploy_per_lap, motor.recover_per_lap].into_iter().flatten();
    for (total, most) in totals(&hybrid, &solution).into_iter().zip(limits) {
        assert!(total < 1e-6 * most + 1e-6, "{id}: {total} MJ of {most} J");
    }
    let shares = hybrid.motor_at_stations(&solution.unknowns).unwrap();
    let nodes = hybrid.at_stations(&solution.unknowns);
    for (node, shares) in nodes.chunks_exact(node::N_UNKNOWNS).zip(shares) {
        let mut input = [hybrid.car().brake_bias; node::N_INPUTS_WITH_MOTOR];
        input[..node::N_UNKNOWNS].copy_from_slice(node);
        input[node::MOTOR..].copy_from_slice(&shares);
        let surface = Station::level(0.0, 0.0, 6.0, 6.0).surface();
        let power = node::node(hybrid.car(), &surface, &input).outcome.motor;
        assert!(power.together < 1.0 + 1e-6, "{id}: {power:?}");
        let lowest = if id == "hypercar" { 190.0 / 3.6 } else { 0.0 };
        assert!(node[node::U] > lowest || power.deployed < 1.0, "{id}: {power:?}");
    }
}

#[test]
fn keeps_what_a_motor_is_worth() {
    check_lap("f1-2024", Scheme::Trapezoidal, 0.939);
    check_lap("hypercar", Scheme::Trapezoidal, 0.158);
    check_lap("hypercar", Scheme::HermiteSimpson, 0.154);
}
