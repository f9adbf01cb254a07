//! The fast derivatives of a node against jets over all its inputs, and numbers for all that is within bounds.
#![allow(clippy::unwrap_used)]

mod slick;

use std::sync::OnceLock;

use maatstaf_core::{AeroLaw, AeroMap, Car, DrivenAxle};
use maatstaf_lapsim::node::{self, N_INPUTS, node};
use maatstaf_lapsim::slopes::{Slopes, Weights};
use maatstaf_lapsim::{DoubleTrack, Settings, Station};
use maatstaf_numerics::jet::{Jet1, Jet2, Real};
use proptest::prelude::*;

/// Relative to the largest derivative of a row.
const TOLERANCE: f64 = 1e-12;

/// The weighted sum that [`Weights`] says, as a jet.
fn weighted<T: Real>(weights: &Weights, node: &node::Node<T>) -> T {
    let pace = node.motion.pace;
    let mut sum = pace * weights.pace + pace * node.outcome.power * weights.energy;
    for row in 0..node::N_RATES {
        sum = sum + node.outcome.states[row] * weights.states[row];
        sum = sum + node.outcome.rates[row] * weights.rates[row];
        sum = sum + pace * node.outcome.rates[row] * weights.paced[row];
    }
    for (limit, weight) in node.outcome.limits.iter().zip(weights.limits) {
        sum = sum + *limit * weight;
    }
    let motor = node.outcome.motor;
    sum = sum + pace * (motor.deployed * weights.deployed + motor.recovered * weights.recovered);
    sum = sum + motor.together * weights.together;
    sum
}

#[track_caller]
fn check<const I: usize, const H: usize>(name: &str, got: Jet1<I>, want: &Jet2<I, H>) {
    let largest = want.gradient.iter().fold(want.value.abs(), |a, b| a.max(b.abs()));
    let near = |a: f64, b: f64| (a - b).abs() <= TOLERANCE * (1.0 + largest);
    assert!(near(got.value, want.value), "{name}: {} is not {}", got.value, want.value);
    for (i, (a, b)) in got.gradient.into_iter().zip(want.gradient).enumerate() {
        assert!(near(a, b), "{name} by {i}: {a} is not {b}");
    }
}

/// The published car, the embedded ones, one whose air is a map, two with other driven wheels, and one
/// on measured tyres.
fn cars() -> &'static [DoubleTrack] {
    static CARS: OnceLock<Vec<DoubleTrack>> = OnceLock::new();
    CARS.get_or_init(|| {
        let embedded = maatstaf_facts::cars().iter();
        let mut cars = vec![DoubleTrack::limebeer_2014()];
        cars.extend(embedded.map(|car| DoubleTrack::from_car(&car.car).unwrap()));
        cars.push(with_map());
        for (at, driven) in [(2, DrivenAxle::Front), (5, DrivenAxle::Both)] {
            let mut car = cars[at].clone();
            car.drive.driven = driven;
            cars.push(car);
        }
        cars.push(slick::car());
        cars
    })
}

/// The described car of 2014 on springs, its air a map.
fn with_map() -> DoubleTrack {
    let mut parts = maatstaf_facts::car("f1-2014").unwrap().car.parts().clone();
    let chassis = &mut parts.chassis;
    (chassis.front_ride_height, chassis.rear_ride_height) = (Some(0.05), Some(0.09));
    (chassis.front_heave_stiffness, chassis.rear_heave_stiffness) = (Some(4e5), Some(3e5));
    parts.aero.law = AeroLaw::Map(AeroMap {
        speed: vec![20.0, 90.0],
        front_ride_height: vec![0.01, 0.05],
        rear_ride_height: vec![0.09],
        drag_area: vec![1.4, 1.2, 1.3, 1.1],
        downforce_area: vec![4.0, 3.0, 3.8, 2.9],
        pressure_centre_behind_cg: vec![-0.1, 0.1, 0.0, 0.2],
    });
    parts.setup.clear();
    DoubleTrack::from_car(&Car::new(parts).unwrap()).unwrap()
}

/// Cars with a motor behind, in front, and on all wheels.
fn hybrids() -> &'static [DoubleTrack] {
    static CARS: OnceLock<Vec<DoubleTrack>> = OnceLock::new();
    CARS.get_or_init(|| {
        let all = cars().iter().filter(|car| car.motor.is_some());
        let mut cars: Vec<_> = all.cloned().collect();
        let mut both = cars[1].clone();
        both.motor.as_mut().unwrap().driven = DrivenAxle::Both;
        cars.push(both);
        cars
    })
}

fn any_car() -> impl Strategy<Value = &'static DoubleTrack> {
    (0..cars().len()).prop_map(|at| &cars()[at])
}

fn check_all<const I: usize, const H: usize>(
    car: &DoubleTrack,
    station: &Station,
    input: [f64; I],
    weights: &Weights,
) {
    let surface = station.surface();
    let want = node(car, &surface, &Jet2::<I, H>::variables(input));
    let got = Slopes::new(car, &surface, &input);
    check("pace", got.outcome.pace, &want.motion.pace);
    check("power", got.outcome.power, &want.outcome.power);
    let (motor, wanted) = (got.outcome.motor, &want.outcome.motor);
    check("deployed", motor.deployed, &wanted.deployed);
    check("recovered", motor.recovered, &wanted.recovered);
    check("together", motor.together, &wanted.together);
    for row in 0..node::N_RATES {
        check(&format!("state {row}"), got.outcome.states[row], &want.outcome.states[row]);
        check(&format!("rate {row}"), got.outcome.rates[row], &want.outcome.rates[row]);
    }
    for row in 0..node::N_LIMITS {
        check(&format!("limit {row}"), got.outcome.limits[row], &want.outcome.limits[row]);
    }
    let sum = weighted(weights, &want);
    let largest = sum.hessian.iter().fold(1.0, |a: f64, b| a.max(b.abs()));
    let curvature = got.curvature(weights, car.mass);
    for (i, row) in curvature.iter().enumerate() {
        for (j, got) in row.iter().enumerate() {
            let want = sum.second(i, j);
            let off = (got - want).abs() / largest;
            assert!(off <= TOLERANCE, "{i} and {j}: {got} is not {want}");
        }
    }
}

fn between(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (0.0..1.0_f64).prop_map(move |share| low + share * (high - low))
}

prop_compose! {
    fn any_input()(
        kappa in prop::array::uniform4(-1.0..1.0_f64),
        speed in (between(20.0, 100.0), -3.0..3.0_f64, -1.0..1.0_f64),
        z in prop::array::uniform4(-1.5..-0.01_f64),
        place in (-6.0..6.0_f64, -0.3..0.3_f64),
        control in (-0.3..0.3_f64, -1.0..1.0_f64, 0.0..1.0_f64),
    ) -> [f64; N_INPUTS] {
        let [a, b, c, d] = kappa;
        let [e, f, g, h] = z;
        [a, b, c, d, speed.0, speed.1, speed.2, e, f, g, h, place.0, place.1,
            control.0, control.1, control.2]
    }
}

prop_compose! {
    fn any_station()(
        yaw_rate in -0.08..0.08_f64,
        tilt in prop::option::of(prop::array::uniform4(-0.1..0.1_f64)),
    ) -> Station {
        let [pitch, roll, pitch_rate, roll_rate] = tilt.unwrap_or_default();
        Station { yaw_rate, pitch, roll, pitch_rate: pitch_rate * 0.1, roll_rate: roll_rate * 0.1,
            ..Station::level(0.0, 0.0, 6.0, 6.0) }
    }
}

prop_compose! {
    fn any_weights()(
        few in prop::array::uniform2(-1.0..1.0_f64),
        rows in prop::array::uniform3(prop::array::uniform13(-1.0..1.0_f64)),
        limits in prop::array::uniform6(-1.0..1.0_f64),
        motor in prop::array::uniform3(-1.0..1.0_f64),
    ) -> Weights {
        let [states, rates, paced] = rows;
        let [deployed, recovered, together] = motor;
        Weights { pace: few[0], states, rates, paced, limits, energy: few[1] * 1e-3,
            deployed: deployed * 1e-3, recovered: recovered * 1e-3, together }
    }
}

prop_compose! {
    /// Anywhere within the published bounds.
    fn any_bounded_input()(shares in prop::array::uniform16(0.0..1.0_f64)) -> [f64; N_INPUTS] {
        let Settings { lower, upper, .. } = Settings::default();
        let mut input = shares;
        for at in 0..node::N_UNKNOWNS {
            let (low, high) = if at == node::N { (-6.0, 6.0) } else { (lower[at], upper[at]) };
            input[at] = low + shares[at] * (high - low);
        }
        input
    }
}

proptest! {
    #[test]
    fn law_numbers_within_the_bounds_give_numbers(
        car in any_car(),
        station in any_station(),
        input in any_bounded_input(),
        weights in any_weights(),
    ) {
        let slopes = Slopes::new(car, &station.surface(), &input);
        let curvature = slopes.curvature(&weights, car.mass);
        prop_assert!(curvature.iter().flatten().all(|bend| bend.is_finite()));
        for row in slopes.outcome.rates.iter().chain(&slopes.outcome.limits) {
            prop_assert!(row.value.is_finite() && row.gradient.iter().all(|by| by.is_finite()));
        }
    }

    #[test]
    fn law_small_jets_joined_are_one_large_jet(
        car in any_car(),
        station in any_station(),
        input in any_input(),
        weights in any_weights(),
    ) {
        check_all::<16, 136>(car, &station, input, &weights);
    }

    #[test]
    fn law_small_jets_joined_are_one_large_jet_with_a_motor(
        at in 0..hybrids().len(),
        station in any_station(),
        input in any_input(),
        shares in prop::array::uniform2(0.0..1.0_f64),
        weights in any_weights(),
    ) {
        let mut with_motor = [0.0; node::N_INPUTS_WITH_MOTOR];
        with_motor[..N_INPUTS].copy_from_slice(&input);
        with_motor[node::MOTOR..].copy_from_slice(&shares);
        check_all::<18, 171>(&hybrids()[at], &station, with_motor, &weights);
    }
}
