//! Both schemes: their derivatives, and what they find.
#![allow(clippy::unwrap_used)]

use std::f64::consts::PI;

use maatstaf_lapsim::{
    DoubleTrack, LapProblem, Piece, Road, Scheme, Settings, Station, WheelRows, road_of_arcs,
    steady,
};
use maatstaf_numerics::interior_point::{Options, Solution, Status, solve};
use maatstaf_numerics::programme::{Derivatives, Programme};

const SCHEMES: [Scheme; 2] = [Scheme::Trapezoidal, Scheme::HermiteSimpson];
/// Of slopes against differences, as a share of the largest in the row.
const DIFFERENCE: f64 = 2e-6;

/// A closed road of 500 m that bends most at two ends, 12 m wide, known half-way as well.
fn bean(n_stations: usize) -> Road {
    const LENGTH: f64 = 500.0;
    let station = |i: f64| {
        let turn = 2.0 * PI * i / n_stations as f64;
        let curvature = 2.0 * PI / LENGTH * (1.0 + 0.8 * (2.0 * turn).cos());
        Station::level(LENGTH * i / n_stations as f64, curvature, 6.0, 6.0)
    };
    let stations = (0..n_stations).map(|i| station(i as f64)).collect();
    let middles = (0..n_stations).map(|i| station(i as f64 + 0.5)).collect();
    Road::closed(stations, LENGTH).unwrap().with_middles(middles).unwrap()
}

fn tilted(closed: bool) -> Road {
    let station = |i: i32| {
        let wave = (0.7 * f64::from(i)).sin();
        let level = Station::level(9.0 * f64::from(i), 0.02 * wave, 6.0, 5.0);
        let (pitch, roll) = (0.05 * wave, -0.04 * wave);
        Station { pitch, roll, pitch_rate: 0.002 * wave, roll_rate: 0.003, ..level }
    };
    let stations = (0..9).map(station).collect();
    if closed { Road::closed(stations, 81.0) } else { Road::open(stations) }.unwrap()
}

fn pose(road: Road, settings: Settings) -> LapProblem {
    let car = DoubleTrack::limebeer_2014();
    let first_node = (!road.is_closed()).then(|| steady(&car, 30.0).unwrap());
    LapProblem::new(road, car, Settings { first_node, ..settings }).unwrap()
}

fn values(problem: &LapProblem, node: usize, input: &[f64]) -> Vec<f64> {
    let mut values = vec![0.0; problem.layout().outputs()];
    problem.values(node, input, &mut values);
    values
}

fn derivatives(problem: &LapProblem, node: usize, input: &[f64], weights: &[f64]) -> Derivatives {
    let mut out = Derivatives::zeros(problem.layout());
    problem.derivatives(node, input, weights, &mut out);
    out
}

/// Slopes against differences of values, second derivatives against differences of slopes.
#[track_caller]
fn check_slopes(problem: &LapProblem, node: usize) {
    let layout = problem.layout();
    let mut point = steady(problem.car(), 45.0).unwrap();
    (point[5], point[6], point[11], point[12], point[13]) = (0.4, 0.3, 0.8, 0.02, 0.03);
    let mut input = problem.start(&point).0[..layout.unknowns()].to_vec();
    input.iter_mut().enumerate().for_each(|(i, value)| *value *= 1.0 + 0.01 * (i as f64).sin());
    input.resize(layout.inputs(), 0.55);
    let weights: Vec<f64> = (0..layout.outputs()).map(|i| (1.0 + i as f64).cos()).collect();
    let here = derivatives(problem, node, &input, &weights);
    let inputs = layout.inputs();
    let lagrangian = |of: &Derivatives, at: usize| {
        let rows = of.jacobian.chunks_exact(inputs).zip(&weights);
        rows.map(|(row, weight)| weight * row[at]).sum::<f64>()
    };
    for at in 0..inputs {
        let step = 1e-5 * input[at].abs().max(0.1);
        let moved = |by: f64| {
            let mut input = input.clone();
            input[at] += by;
            input
        };
        let (low, high) = (moved(-step), moved(step));
        let ends = values(problem, node, &low).into_iter().zip(values(problem, node, &high));
        for (row, (low, high)) in ends.enumerate() {
            let want = (high - low) / (2.0 * step);
            let got = here.jacobian[row * inputs + at];
            assert!(
                (got - want).abs() <= DIFFERENCE * (1.0 + want.abs()),
                "{row} {at}: {got} {want}"
            );
        }
        let ends = [&low, &high].map(|input| derivatives(problem, node, input, &weights));
        for other in 0..inputs {
            let [low, high] = ends.each_ref().map(|of| lagrangian(of, other));
            let (got, want) = (here.hessian[at * inputs + other], (high - low) / (2.0 * step));
            assert!((got - want).abs() <= 1e-5 * (1.0 + want.abs()), "{at} {other}: {got} {want}");
        }
    }
    for (got, want) in here.values.iter().zip(values(problem, node, &input)) {
        assert!((got - want).abs() <= 1e-12 * (1.0 + want.abs()), "{got} {want}");
    }
}

#[test]
fn law_slopes_are_those_of_the_values() {
    for scheme in SCHEMES {
        for road in [bean(12), tilted(true), tilted(false)] {
            let settings = Settings {
                scheme,
                energy: Some(3.0),
                bias_pieces: vec![0.0, 30.0],
                ..Settings::default()
            };
            let problem = pose(road, settings);
            for node in [0, 4, problem.layout().n_nodes - 1] {
                check_slopes(&problem, node);
            }
        }
    }
}

fn solved(problem: &LapProblem) -> Solution {
    let (unknowns, common) = problem.start(&steady(problem.car(), 50.0 / 3.6).unwrap());
    let options = Options { tolerance: 1e-9, ..Options::default() };
    let solution = solve(problem, &unknowns, &common, &options);
    assert_eq!(solution.status, Status::Solved, "{:?}", solution.residuals);
    assert!((solution.objective - problem.objective(&solution.unknowns)).abs() < 1e-9);
    solution
}

fn with(scheme: Scheme) -> Settings {
    Settings { scheme, wheel_rows: WheelRows::AtNodes, ..Settings::default() }
}

#[test]
fn law_both_schemes_find_the_same_lap() {
    let laps = SCHEMES.map(|scheme| {
        let problem = pose(bean(48), with(scheme));
        problem.lap_time(&solved(&problem).unknowns)
    });
    assert!((laps[0] - laps[1]).abs() < 0.02, "{laps:?}");
}

#[test]
fn law_an_open_road_is_driven_in_both_schemes() {
    for scheme in SCHEMES {
        let road = road_of_arcs(&[Piece::Straight { length: 400.0 }], 30.0, 21, false).unwrap();
        let problem = pose(road, Settings { steering_weight: 1.0, ..with(scheme) });
        let solution = solved(&problem);
        let (stations, times) =
            (problem.at_stations(&solution.unknowns), problem.times(&solution.unknowns));
        assert_eq!((stations.len(), times.len()), (21 * 15, 21));
        let first = steady(problem.car(), 30.0).unwrap();
        for (got, want) in stations.iter().zip(first) {
            assert!((got - want).abs() < 1e-8, "{got} {want}");
        }
        let speeds: Vec<f64> = stations.iter().skip(4).step_by(15).copied().collect();
        assert!(speeds.is_sorted_by(|a, b| a < b), "{speeds:?}");
    }
}

#[test]
fn law_a_tilted_road_is_driven_in_both_schemes() {
    let station = |i: i32, at: f64| {
        let turn = 2.0 * PI * (f64::from(i) + at) / 40.0;
        let level = Station::level(10.0 * (f64::from(i) + at), PI / 200.0, 6.0, 6.0);
        let (pitch, pitch_rate) = (0.03 * turn.sin(), 0.03 * turn.cos() * PI / 200.0);
        let (roll, roll_rate) = (0.05 * turn.cos(), -0.05 * turn.sin() * PI / 200.0);
        Station { pitch, roll, pitch_rate, roll_rate, ..level }
    };
    let laps = SCHEMES.map(|scheme| {
        let road = Road::closed((0..40).map(|i| station(i, 0.0)).collect(), 400.0).unwrap();
        let road = road.with_middles((0..40).map(|i| station(i, 0.5)).collect()).unwrap();
        let problem = pose(road, with(scheme));
        problem.lap_time(&solved(&problem).unknowns)
    });
    assert!((laps[0] - laps[1]).abs() < 0.02, "{laps:?}");
}

/// An asymmetric road: the bean with a tighter end.
fn pear(n_stations: usize) -> Vec<Station> {
    let turn = |i: usize| 2.0 * PI * i as f64 / n_stations as f64;
    let bend = |i: usize| 1.0 + 0.7 * (2.0 * turn(i)).cos() + 0.3 * (turn(i) + 1.0).sin();
    let station = |i: usize| {
        let distance = 500.0 * i as f64 / n_stations as f64;
        Station::level(distance, 2.0 * PI / 500.0 * bend(i), 6.0, 5.0)
    };
    (0..n_stations).map(station).collect()
}

/// Of one lap driven in two ways, s.
const SAME: f64 = 1e-8;

/// The lap times of a road, mirrored, and begun elsewhere.
#[track_caller]
fn check_same_lap(scheme: Scheme) {
    let lap = |stations: Vec<Station>| {
        let road = Road::closed(stations, 500.0).unwrap();
        let problem = pose(road, with(scheme));
        problem.lap_time(&solved(&problem).unknowns)
    };
    let mirrored = pear(40).into_iter().map(|it| Station {
        yaw_rate: -it.yaw_rate,
        left: it.right,
        right: it.left,
        ..it
    });
    let (mut shifted, distances) = (pear(40), pear(40).into_iter().map(|it| it.distance));
    shifted.rotate_left(17);
    shifted.iter_mut().zip(distances).for_each(|(station, at)| station.distance = at);
    let (here, mirrored, shifted) = (lap(pear(40)), lap(mirrored.collect()), lap(shifted));
    assert!((here - mirrored).abs() < SAME, "{scheme:?}: {here} {mirrored}");
    assert!((here - shifted).abs() < SAME, "{scheme:?}: {here} {shifted}");
}

#[test]
fn law_mirrored_or_begun_elsewhere_a_lap_is_the_same() {
    SCHEMES.into_iter().for_each(check_same_lap);
}

#[test]
fn law_a_free_line_is_no_slower_than_the_centre_line() {
    for scheme in SCHEMES {
        let lap = |half_width: f64| {
            let stations = pear(40).into_iter();
            let stations = stations.map(|it| Station { left: half_width, right: half_width, ..it });
            let problem = pose(Road::closed(stations.collect(), 500.0).unwrap(), with(scheme));
            problem.lap_time(&solved(&problem).unknowns)
        };
        // The car is 1.46 m wide.
        let (free, narrow, centre) = (lap(6.0), lap(2.0), lap(0.74));
        assert!(free < narrow && narrow < centre, "{scheme:?}: {free} {narrow} {centre}");
    }
}

#[test]
fn law_a_solution_is_a_good_start_for_the_other_scheme() {
    let [coarse, fine] =
        SCHEMES.map(|scheme| pose(Road::closed(pear(40), 500.0).unwrap(), with(scheme)));
    let found = solved(&coarse);
    let (unknowns, common) = fine.start_like(&coarse, &found.unknowns);
    let near = |lap: f64| (lap - coarse.lap_time(&found.unknowns)).abs() < 0.02;
    assert!(near(fine.lap_time(&unknowns)));
    let options = Options { tolerance: 1e-9, barrier: 1e-3, ..Options::default() };
    let solution = solve(&fine, &unknowns, &common, &options);
    assert_eq!(solution.status, Status::Solved);
    assert!(near(fine.lap_time(&solution.unknowns)));
}

/// What the rows of `n` leave of a straight line across a bend of 100 m, with steps of `2π R/n`.
///
/// Where the road has turned by `θ` since the line was along it, `n = R − d/cos θ` and `α = −θ`.
fn left_of_a_straight_line(scheme: Scheme, n_stations: usize) -> f64 {
    const RADIUS: f64 = 100.0;
    let length = 2.0 * PI * RADIUS;
    let station =
        |i: usize| Station::level(length * i as f64 / n_stations as f64, 1.0 / RADIUS, 9.0, 9.0);
    let road = Road::closed((0..n_stations).map(station).collect(), length).unwrap();
    let problem = pose(road, with(scheme));
    let steady = steady(problem.car(), 30.0).unwrap();
    // The step begins where the road has turned by 0.2.
    let point = |step: f64| {
        let turned = 0.2 + step * 2.0 * PI / n_stations as f64;
        let mut point = steady;
        (point[11], point[12]) = (RADIUS - 98.0 / turned.cos(), -turned);
        point
    };
    let n_points = problem.layout().unknowns() / 15;
    let input = |first: f64| {
        let points = (0..n_points).flat_map(|p| point(first + 0.5 * p as f64));
        points.collect::<Vec<f64>>()
    };
    let (layout, row) = (problem.layout(), 3);
    let after = values(&problem, 0, &input(0.0))[layout.after() + row];
    (after + values(&problem, 1, &input(1.0))[layout.before() + row]).abs()
}

#[test]
fn exact_orders_of_the_schemes() {
    // The error of one step: a power more than that of a lap.
    for (scheme, order) in SCHEMES.into_iter().zip([3.0, 5.0]) {
        let [coarse, fine] = [60, 120].map(|n| left_of_a_straight_line(scheme, n));
        let seen = (coarse / fine).log2();
        assert!((seen - order).abs() < 0.3, "{scheme:?}: {seen}, from {coarse:e} and {fine:e}");
    }
}
