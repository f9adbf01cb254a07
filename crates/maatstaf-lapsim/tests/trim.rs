//! Steady driving against the published starts, and where there is none.
#![allow(clippy::unwrap_used)]

mod support;

use maatstaf_lapsim::{DoubleTrack, node, steady};

/// Of the published numbers, which solve the same five balances to about 1e-12.
const TOLERANCE: f64 = 1e-11;

/// Slip in front and behind, load in front and behind, pedal.
#[track_caller]
fn check(car: &DoubleTrack, kmh: f64, want: [f64; 5]) {
    let got = steady(car, kmh / 3.6).unwrap();
    let [kappa, z] = [node::KAPPA, node::Z];
    for (at, want) in [kappa, kappa + 2, z, z + 2, node::PEDAL].into_iter().zip(want) {
        assert!((got[at] - want).abs() <= TOLERANCE, "{at}: {} is not {want}", got[at]);
    }
    assert_eq!((got[node::U], got[node::V], got[node::STEER]), (kmh / 3.6, 0.0, 0.0));
}

#[test]
fn agrees_published_starts() {
    let limebeer = DoubleTrack::limebeer_2014();
    check(
        &limebeer,
        50.0,
        [
            -0.0008390697495773851,
            0.009427096679409963,
            -0.2530387741953362,
            -0.2871824564010271,
            0.0026374570154167063,
        ],
    );
    check(
        &limebeer,
        80.0,
        [
            -0.0002095539146683604,
            0.020225360756149,
            -0.28072047750114215,
            -0.32224594657080974,
            0.012095607380179271,
        ],
    );
    let name = "redbull-2022-imola-wet.xml";
    let Some(car) = support::published::car("agrees_published_starts", name) else { return };
    check(
        &car,
        50.0,
        [
            -0.0006131087229150986,
            0.012508585665210584,
            -0.2580584781758479,
            -0.2780736170967231,
            0.004357470167025938,
        ],
    );
}

#[test]
fn agrees_published_car() {
    let read = support::published::car("agrees_published_car", "limebeer-2014-f1.xml");
    let Some(read) = read else { return };
    assert_eq!(read, DoubleTrack::limebeer_2014());
}

#[test]
fn law_no_car_drives_steadily_beyond_its_power() {
    let car = DoubleTrack::limebeer_2014();
    for kmh in [-10.0, 0.0, 500.0, f64::NAN, f64::INFINITY] {
        assert!(steady(&car, kmh / 3.6).is_err(), "{kmh} km/h");
    }
    assert!(steady(&car, 330.0 / 3.6).is_ok());
    let message = steady(&car, 150.0).unwrap_err().to_string();
    assert_eq!(message, "no steady driving at 150 m/s: the car cannot hold that speed");
}
