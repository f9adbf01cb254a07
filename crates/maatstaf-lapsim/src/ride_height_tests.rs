use super::{Ride, rides};
use crate::DoubleTrack;
use crate::air::Areas;
use maatstaf_core::{AeroLaw, AeroMap, Car, CarParts};

/// A car whose downforce area rises as the front sinks, from 3 m² at 50 mm to 4 m² at 10 mm, and
/// whose centre of pressure is where it splits the downforce in halves.
fn car(change: impl FnOnce(&mut CarParts)) -> Result<Car, maatstaf_core::InvalidCar> {
    let mut parts = maatstaf_facts::car("f1-2014").unwrap().car.parts().clone();
    let chassis = &mut parts.chassis;
    (chassis.front_ride_height, chassis.rear_ride_height) = (Some(0.05), Some(0.09));
    (chassis.front_heave_stiffness, chassis.rear_heave_stiffness) = (Some(4e5), None);
    parts.aero.law = AeroLaw::Map(AeroMap {
        speed: vec![0.0],
        front_ride_height: vec![0.01, 0.05],
        rear_ride_height: vec![0.09],
        drag_area: vec![1.4, 1.2],
        downforce_area: vec![4.0, 3.0],
        pressure_centre_behind_cg: vec![-0.1; 2],
    });
    parts.setup.clear();
    change(&mut parts);
    Car::new(parts)
}

#[track_caller]
fn check(ride: &Ride, height: f64, downforce_area: f64) {
    assert!((ride.heights[0] - height).abs() < 1e-12, "{ride:?}, not {height}");
    assert!((ride.air.downforce_area - downforce_area).abs() < 1e-10, "{ride:?}");
}

#[test]
fn exact_springs_and_air_in_balance() {
    // F_f = ½ q A, q = 0.6 V²; A = 3 + 25 (0.05 − h); 0.05 − h = F_f/k = x.
    // x = q (3 + 25 x)/(2 k), so x = 3 q/(2 k − 25 q).
    let rides = rides(&car(|_| ()).unwrap()).unwrap();
    check(&rides[0], 0.05, 3.0);
    for speed in [20, 50, 60] {
        let q = 0.6 * f64::from(speed).powi(2);
        let x = 3.0 * q / (8e5 - 25.0 * q);
        check(&rides[speed as usize], 0.05 - x, 3.0 + 25.0 * x);
    }
    // 140 m/s: on the road.
    check(&rides[140], 0.0, 4.0);
    let x = 3.0 * 6000.0 / (8e5 - 25.0 * 6000.0);
    check(&rides[100], 0.05 - x, 3.0 + 25.0 * x);
    // The rear has no stiffness, and stays.
    assert!(rides.iter().all(|ride| ride.heights[1] == 0.09));
}

#[test]
fn law_curves_are_what_the_air_does_at_its_ride_height() {
    let described = car(|parts| {
        parts.chassis.rear_heave_stiffness = Some(3e5);
        let AeroLaw::Map(map) = &mut parts.aero.law else { return };
        map.rear_ride_height = vec![0.02, 0.1];
        (map.drag_area, map.downforce_area) = (vec![1.4, 1.3, 1.25, 1.2], vec![3.6, 4.0, 2.8, 3.0]);
        map.pressure_centre_behind_cg = vec![0.0, -0.1, 0.1, 0.05];
        (parts.aero.downforce_level, parts.aero.drag_per_downforce) = (0.9, 0.2);
    });
    let described = described.unwrap();
    let car = DoubleTrack::from_car(&described).unwrap();
    let Areas::BySpeed(curves) = &car.air.areas else { panic!("{:?}", car.air) };
    for ride in rides(&described).unwrap().iter().skip(1).take(100) {
        let want = described.aero().at(ride.speed, ride.heights[0], ride.heights[1]);
        let got = [curves.drag.at(ride.speed)[0], curves.downforce.at(ride.speed)[0]];
        assert!((got[0] - want.drag_area).abs() < 2e-4 * want.drag_area, "{got:?} {want:?}");
        assert!((got[1] - want.downforce_area).abs() < 2e-4 * got[1], "{got:?} {want:?}");
        let behind = -(car.pressure_centre[0] + curves.forward.at(ride.speed)[0]);
        assert!((behind - want.pressure_centre_behind_cg).abs() < 2e-4, "{behind} {want:?}");
    }
}

#[test]
fn exact_air_that_stalls_as_the_car_sinks() {
    // A = 3 − 75 (0.05 − h): x = q (3 − 75 x)/(2 k).
    let stalls = |parts: &mut CarParts| {
        let AeroLaw::Map(map) = &mut parts.aero.law else { return };
        map.downforce_area[0] = 0.0;
        parts.chassis.front_heave_stiffness = Some(2e4);
    };
    let rides = rides(&car(stalls).unwrap()).unwrap();
    for speed in [30, 70, 140] {
        let q = 0.6 * f64::from(speed).powi(2);
        let x = 3.0 * q / (4e4 + 75.0 * q);
        check(&rides[speed as usize], 0.05 - x, 3.0 - 75.0 * x);
    }
}

#[test]
fn law_what_cannot_ride_is_refused() {
    let missing = car(|parts| parts.chassis.front_ride_height = None).unwrap();
    let message = DoubleTrack::from_car(&missing).unwrap_err().to_string();
    assert!(message.contains("chassis.front_ride_height_mm"), "{message}");
    let one_height = car(|parts| {
        parts.chassis.front_ride_height = None;
        let AeroLaw::Map(map) = &mut parts.aero.law else { return };
        map.front_ride_height = vec![0.01];
        (map.drag_area, map.downforce_area) = (vec![1.2], vec![3.0]);
        map.pressure_centre_behind_cg = vec![0.0];
    });
    assert!(DoubleTrack::from_car(&one_height.unwrap()).is_ok());
}
