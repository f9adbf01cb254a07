//! Every embedded car, converted: steady driving, top speeds, gears.
#![allow(clippy::unwrap_used)]

mod support;

use maatstaf_core::{AeroLaw, AeroMap, Car, CarParts, DrivenAxle, MagicFormula61, Power, Tyre};
use maatstaf_lapsim::air::Areas;
use maatstaf_lapsim::{
    DoubleTrack, LapProblem, PressureArm, Settings, Side, Station, WheelRows, node, rides, steady,
    top_speed,
};
use maatstaf_numerics::interior_point::{Options, Status, solve};

fn car(id: &str) -> &'static Car {
    &maatstaf_facts::car(id).unwrap().car
}

fn changed(id: &str, change: impl FnOnce(&mut CarParts)) -> Car {
    let mut parts = car(id).parts().clone();
    change(&mut parts);
    Car::new(parts).unwrap()
}

#[test]
fn law_the_published_car_is_the_described_one() {
    let described = DoubleTrack::from_car(car("f1-2014")).unwrap();
    assert_eq!(described.pressure_arm(), [-0.1, 0.0, 0.0]);
    let published = DoubleTrack::limebeer_2014();
    assert_eq!(published.pressure_arm(), [-0.1, 0.0, 0.3]);
    assert_eq!(described.with_arm(PressureArm::Published), published);
}

/// A car holds a speed: what pushes is what resists, and the axles carry weight and downforce.
#[track_caller]
fn check_steady(described: &Car, kmh: f64) {
    let car = DoubleTrack::from_car(described).unwrap();
    let found = steady(&car, kmh / 3.6).unwrap_or_else(|error| panic!("{kmh} km/h: {error}"));
    let mut input = [car.brake_bias; node::N_INPUTS];
    input[..node::N_UNKNOWNS].copy_from_slice(&found);
    let surface = Station::level(0.0, 0.0, 6.0, 6.0).surface();
    let node = node::node(&car, &surface, &input);
    for (row, rate) in node.outcome.rates.iter().enumerate().take(node::PLACE) {
        assert!(rate.abs() < 1e-9, "{kmh} km/h, row {row}: {rate}");
    }
    let whole = (kmh / 3.6).round();
    let ride = rides(described).unwrap()[whole as usize];
    let air = described.aero().at(kmh / 3.6, ride.heights[0], ride.heights[1]);
    let pressure = 0.5 * described.aero().air_density * (kmh / 3.6).powi(2);
    let load: f64 = node.wheels.iter().map(|wheel| wheel.load).sum();
    let want = car.weight() + pressure * air.downforce_area;
    assert!((load - want).abs() < 1e-3 * want, "{kmh} km/h: {load} N is not {want} N");
    let push: f64 = node.wheels.iter().map(|wheel| wheel.force[0]).sum();
    let want = pressure * air.drag_area;
    // A map's curves are rounded between whole speeds.
    let is_map = matches!(described.aero().law, AeroLaw::Map(_));
    let tolerance = if is_map { 1e-4 } else { 1e-6 };
    assert!((push - want).abs() < tolerance * want, "{kmh} km/h: {push} N is not {want} N");
}

#[test]
fn law_every_car_drives_steadily() {
    for embedded in maatstaf_facts::cars() {
        let car = DoubleTrack::from_car(&embedded.car).unwrap();
        let top = top_speed(&car).unwrap() * 3.6;
        for kmh in [10.0, 20.0, 50.0, 80.0, 120.0, 160.0, 200.0, 240.0, 280.0, 320.0] {
            if kmh < top {
                check_steady(&embedded.car, kmh);
            }
        }
        check_steady(&embedded.car, top * (1.0 - 1e-12));
        assert!(steady(&car, 500.0 / 3.6).is_err(), "{}", embedded.id);
    }
    // At whole speeds, where its curves are the map's.
    let with_map = changed("f1-2014", |parts| {
        (parts.chassis.front_ride_height, parts.chassis.rear_ride_height) =
            (Some(0.05), Some(0.09));
        parts.chassis.front_heave_stiffness = Some(4e5);
        parts.aero.law = AeroLaw::Map(AeroMap {
            speed: vec![0.0],
            front_ride_height: vec![0.01, 0.05],
            rear_ride_height: vec![0.09],
            drag_area: vec![1.4, 1.2],
            downforce_area: vec![4.0, 3.0],
            pressure_centre_behind_cg: vec![-0.1, 0.1],
        });
        parts.setup.clear();
    });
    [18.0, 72.0, 180.0, 270.0].into_iter().for_each(|kmh| check_steady(&with_map, kmh));
    for driven in [DrivenAxle::Front, DrivenAxle::Both] {
        for id in ["f1-2014", "gt3"] {
            let car = changed(id, |parts| parts.power_unit.driven = driven);
            [50.0, 150.0, 220.0].into_iter().for_each(|kmh| check_steady(&car, kmh));
        }
    }
}

/// The top speed of a constant power against drag, `(2 P / (ρ · drag area))^(1/3)`, and what the
/// slip `κ` of the driven wheels takes of it: `P = D u (1 + κ)`.
#[track_caller]
fn check_top_speed(power: f64, driven: DrivenAxle, closed_form: f64) {
    let described = changed("f1-2014", |parts| {
        parts.power_unit.power = Power::Constant(power);
        parts.power_unit.driven = driven;
    });
    let mut car = DoubleTrack::from_car(&described).unwrap();
    // At full throttle a thousandth of a per cent of the brakes would be on.
    car.drive.softness = 1e-16;
    (car.front.brakes.softness, car.rear.brakes.softness) = (1e-16, 1e-16);
    let speed = top_speed(&car).unwrap();
    let found = steady(&car, speed).unwrap();
    let mut input = [car.brake_bias; node::N_INPUTS];
    input[..node::N_UNKNOWNS].copy_from_slice(&found);
    let surface = Station::level(0.0, 0.0, 6.0, 6.0).surface();
    let wheels = node::node(&car, &surface, &input).wheels;
    let work: f64 = wheels.iter().map(|wheel| wheel.force[0] * (1.0 + wheel.kappa)).sum();
    let push: f64 = wheels.iter().map(|wheel| wheel.force[0]).sum();
    let without_slip = speed * (work / push).cbrt();
    let want = (2.0 * power / (1.2 * 1.35)).cbrt();
    assert!((want - closed_form).abs() < 0.05, "{want}");
    assert!((without_slip - want).abs() < 1e-6 * want, "{without_slip} is not {want}");
    assert!(speed < want && speed > 0.98 * want, "{speed}");
}

#[test]
fn exact_top_speed() {
    check_top_speed(735_499.0, DrivenAxle::Rear, 96.8);
    check_top_speed(560_000.0, DrivenAxle::Rear, 88.4);
    check_top_speed(735_499.0, DrivenAxle::Front, 96.8);
    check_top_speed(735_499.0, DrivenAxle::Both, 96.8);
}

#[test]
fn exact_top_speed_by_gearing() {
    // 13,500 rpm through 1.03 · 4.7 on 0.36 m of radius.
    let speed = 13_500.0 * std::f64::consts::TAU / 60.0 / (1.03 * 4.7) * 0.36;
    let car = DoubleTrack::from_car(car("f1-2024")).unwrap();
    assert!((car.top_speed_by_gearing().unwrap() - speed).abs() < 1e-12 * speed);
    assert!(steady(&car, 1.001 * speed).is_err());
    let weak = changed("f1-2024", |parts| parts.gearbox.as_mut().unwrap().final_drive = 7.0);
    let weak = DoubleTrack::from_car(&weak).unwrap();
    let limit = weak.top_speed_by_gearing().unwrap();
    assert_eq!(top_speed(&weak).unwrap(), limit);
    let gear = weak.gear_at(limit).unwrap();
    assert_eq!(gear.number, 8);
    assert!((gear.engine_speed * 60.0 / std::f64::consts::TAU - 13_500.0).abs() < 1e-9);
}

#[test]
fn exact_roll_share_is_one_of_the_moment() {
    let described = car("f1-2024");
    let car = DoubleTrack::from_car(described).unwrap();
    let (share, balance) = (described.chassis().roll_share_front, car.roll_balance);
    // Differences in load that the balance allows: D of the sum in front, 1 − D behind.
    let (front, rear) = (balance * car.front.track, (1.0 - balance) * car.rear.track);
    assert!((front / (front + rear) - share).abs() < 1e-15);
}

#[test]
fn law_a_wet_road_stays_wet() {
    let wet = changed("gt3", |parts| {
        for tyre in [&mut parts.front_tyre, &mut parts.rear_tyre] {
            let Tyre::Similarity(tyre) = tyre else { return };
            for curve in [&mut tyre.longitudinal, &mut tyre.lateral] {
                (curve.friction_light, curve.friction_heavy) = (0.9, 0.7);
            }
        }
    });
    let car = DoubleTrack::from_car(&wet).unwrap();
    let friction = |load: f64| car.front.tyre.grip(Side::Left, 0.0, 0.1, load).mu_y;
    assert!((friction(5250.0) - 0.8).abs() < 1e-4, "{}", friction(5250.0));
    assert!((friction(1e5) - 0.75 * 0.7).abs() < 1e-4, "{}", friction(1e5));
}

#[test]
fn law_set_up_reaches_the_car() {
    let described = car("f1-2024").with_setup("aero.downforce_level", 0.8).unwrap();
    let car = DoubleTrack::from_car(&described).unwrap();
    let Areas::Constant { drag, downforce } = car.air.areas else { panic!("{:?}", car.air) };
    assert!((downforce - 0.8 * 4.95).abs() < 1e-12);
    assert!((drag - (1.55 - 0.2 * 0.2 * 4.95)).abs() < 1e-12);
}

#[test]
fn law_what_we_cannot_drive_is_refused() {
    let mut tyre = MagicFormula61::default();
    for name in tyre.clone().missing() {
        assert!(tyre.set(name, 1.0));
    }
    let described = changed("gt3", |parts| parts.rear_tyre = Tyre::MagicFormula61(tyre));
    let message = DoubleTrack::from_car(&described).unwrap_err().to_string();
    assert_eq!(
        message,
        "load of the most lateral stiffness (PKY2) of a tyre of the car is 0, it must be a number above zero"
    );
}

/// The published arm of the air is worth 0.021 s of the oval, and 0.127 s of Catalunya (level, 500
/// nodes, wheels in balance at the nodes: 77.79 s becomes 77.66 s).
#[test]
fn keeps_what_the_published_arm_is_worth() {
    let published = support::published::oval().unwrap();
    let settings = Settings { wheel_rows: WheelRows::AtNodes, ..published.settings().clone() };
    let [before, after] = [PressureArm::Published, PressureArm::MassCentre].map(|arm| {
        let (road, car) = (published.road().clone(), published.car().clone().with_arm(arm));
        let problem = LapProblem::new(road, car, settings.clone()).unwrap();
        let (unknowns, common) = problem.start(&steady(problem.car(), 50.0 / 3.6).unwrap());
        let solution = solve(&problem, &unknowns, &common, &Options::default());
        assert_eq!(solution.status, Status::Solved);
        problem.lap_time(&solution.unknowns)
    });
    assert!((before - after - 0.0208).abs() < 5e-4, "{} s", before - after);
}
