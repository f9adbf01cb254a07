//! A lap whose set-up is free: its derivatives, and where downforce goes.
#![allow(clippy::unwrap_used)]

use maatstaf_core::{Car, Quantity};
use maatstaf_lapsim::node::PEDAL;
use maatstaf_lapsim::{
    DoubleTrack, Free, LapProblem, Mesh, Piece, Road, Scheme, Settings, SetupProblem, WheelRows,
    road_of_arcs, steady,
};
use maatstaf_numerics::interior_point::{Options, Status, solve};
use maatstaf_numerics::programme::{Derivatives, Programme};

fn car(name: &str) -> &'static Car {
    &maatstaf_facts::car(name).unwrap().car
}

fn free(name: &str, lowest: f64, highest: f64) -> Free {
    Free { quantity: Quantity::named(name).unwrap(), lowest, highest }
}

/// What may be set up, and a number that moves every part of a node.
fn all_free(car: &Car) -> Vec<Free> {
    let of_setup = car.setup().map(|it| free(it.quantity.name, it.lowest, it.highest));
    of_setup.chain([free("chassis.cg_height", 0.25, 0.35)]).collect()
}

fn problem(name: &str, scheme: Scheme, free: &[Free]) -> (SetupProblem, LapProblem) {
    let courses = maatstaf_facts::courses();
    let course = courses.iter().find(|course| course.id() == "monaco").unwrap();
    let road = Road::along(course, &Mesh::Equal(40)).unwrap();
    let settings = Settings { scheme, wheel_rows: WheelRows::AtNodes, ..Settings::default() };
    let lap = LapProblem::new(road, DoubleTrack::from_car(car(name)).unwrap(), settings).unwrap();
    (SetupProblem::new(lap.clone(), car(name), free).unwrap(), lap)
}

/// Numbers between −1 and 1 that look like chance.
fn spread(i: usize) -> f64 {
    (12.9898 * (i as f64 + 1.0)).sin()
}

/// A node's inputs somewhere, and weights of its outputs.
fn somewhere(setup: &SetupProblem, lap: &LapProblem) -> (Vec<f64>, Vec<f64>) {
    let start = lap.start(&steady(lap.car(), 40.0).unwrap());
    let n = lap.layout().unknowns();
    let common = setup.common_start(&start.1);
    let mut input = [&start.0[..n], &common].concat();
    for (i, value) in input.iter_mut().enumerate().take(n) {
        *value += 0.05 * spread(i) * value.abs().max(0.1);
    }
    let of_point = n / lap.settings().scheme.n_points();
    input[..n].iter_mut().skip(PEDAL).step_by(of_point).for_each(|pedal| *pedal = -0.4);
    let weights = (0..setup.layout().outputs()).map(|i| spread(i + 100)).collect();
    (input, weights)
}

/// Slopes by the free parameters against differences of values, bends against differences of
/// slopes, both relative to the largest of their kind.
#[track_caller]
fn check(name: &str, scheme: Scheme) {
    const STEP: f64 = 1e-4;
    const CLOSE: f64 = 1e-5;
    let parameters = all_free(car(name));
    let (setup, lap) = problem(name, scheme, &parameters);
    let (layout, node) = (setup.layout(), 7);
    let (input, weights) = somewhere(&setup, &lap);
    let inputs = layout.inputs();
    let at = |input: &[f64]| {
        let mut out = Derivatives::zeros(layout);
        setup.derivatives(node, input, &weights, &mut out);
        let mut values = vec![0.0; layout.outputs()];
        setup.values(node, input, &mut values);
        assert!(values.iter().zip(&out.values).all(|(a, b)| (a - b).abs() < 1e-9));
        let mut gradient = vec![0.0; inputs];
        for (row, weight) in out.jacobian.chunks_exact(inputs).zip(&weights) {
            gradient.iter_mut().zip(row).for_each(|(sum, slope)| *sum += weight * slope);
        }
        (out, values, gradient)
    };
    let (here, _, _) = at(&input);
    for (i, parameter) in parameters.iter().enumerate() {
        let column = inputs - parameters.len() + i;
        let moved = |by: f64| {
            let mut input = input.clone();
            input[column] += by;
            at(&input)
        };
        let [less, more] = [-STEP, STEP].map(moved);
        let close = |told: &[f64], less: &[f64], more: &[f64], what: &str| {
            let size = told.iter().fold(1e-9_f64, |most, it| most.max(it.abs()));
            for (k, told) in told.iter().enumerate() {
                let differs = (more[k] - less[k]) / (2.0 * STEP);
                let off = (told - differs).abs() / size;
                let name = parameter.quantity.name;
                assert!(off < CLOSE, "{what} of {name} at {k}: {told} {differs} of {size}");
            }
        };
        let slopes: Vec<f64> = here.jacobian[column..].iter().step_by(inputs).copied().collect();
        assert!(slopes.iter().any(|slope| *slope != 0.0), "{}", parameter.quantity.name);
        close(&slopes, &less.1, &more.1, "slope");
        close(&here.hessian[column * inputs..][..inputs], &less.2, &more.2, "bend");
        for k in 0..inputs {
            assert_eq!(here.hessian[column * inputs + k], here.hessian[k * inputs + column]);
        }
    }
}

#[test]
fn law_derivatives_by_the_set_up_are_slopes() {
    for scheme in [Scheme::Trapezoidal, Scheme::HermiteSimpson] {
        check("f1-2014", scheme);
        check("f1-2024", scheme); // a motor, gears, tracks that differ
    }
}

#[test]
fn law_what_moves_the_limits_is_not_free() {
    let (_, lap) = problem("f1-2024", Scheme::Trapezoidal, &[]);
    let refused = |name: &str, lowest: f64, highest: f64| {
        let free = [free(name, lowest, highest)];
        SetupProblem::new(lap.clone(), car("f1-2024"), &free).unwrap_err().to_string()
    };
    assert!(refused("gearbox.final_drive", 4.5, 4.9).contains("limits of a lap"));
    assert!(refused("gearbox.shift_time", 0.0, 0.1).contains("nothing in the model"));
}

/// A car whose downforce costs drag, and how much of it is best on a road.
fn best_level(road: Road, begin: f64) -> f64 {
    let mut parts = car("f1-2014").parts().clone();
    parts.aero.drag_per_downforce = 0.2;
    let car = Car::new(parts).unwrap();
    let double_track = DoubleTrack::from_car(&car).unwrap();
    let first_node = (!road.is_closed()).then(|| steady(&double_track, begin).unwrap());
    let settings = Settings { wheel_rows: WheelRows::AtNodes, first_node, ..Settings::default() };
    let lap = LapProblem::new(road, double_track, settings).unwrap();
    let start = lap.start(&steady(lap.car(), begin).unwrap());
    let level = [free("aero.downforce_level", 0.7, 1.3)];
    let setup = SetupProblem::new(lap, &car, &level).unwrap();
    let found = solve(&setup, &start.0, &setup.common_start(&start.1), &Options::default());
    assert_eq!(found.status, Status::Solved);
    setup.values_at(&found.common)[0]
}

// Where a road is nothing but slow corners, grip is all: the most downforce. Along a straight at speed
// power against drag is all: the least.
#[test]
fn law_downforce_is_for_corners() {
    let pieces = [
        Piece::Straight { length: 20.0 },
        Piece::Arc { radius: 40.0, sweep: std::f64::consts::PI },
    ];
    let corners = road_of_arcs(&pieces.repeat(2), 10.0, 61, true).unwrap();
    assert_eq!(best_level(corners, 50.0 / 3.6), 1.3);
    let straight = road_of_arcs(&[Piece::Straight { length: 800.0 }], 10.0, 41, false).unwrap();
    assert_eq!(best_level(straight, 60.0), 0.7);
}
