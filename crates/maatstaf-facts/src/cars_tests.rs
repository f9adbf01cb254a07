use maatstaf_core::{Hybrid, Power, SimilarityTyre, Tyre};

use super::*;

fn similarity(tyre: &Tyre) -> &SimilarityTyre {
    match tyre {
        Tyre::Similarity(tyre) => tyre,
        Tyre::MagicFormula61(_) => panic!("another law"),
    }
}

#[test]
fn agrees_the_published_car() {
    // published-lap-problem.md, section 3.1: the table of limebeer-2014-f1, its units turned to SI
    let car = &car("f1-2014").unwrap().car;
    let at = car.chassis();
    assert_eq!((at.mass, at.cg_height, at.roll_share_front), (660.0, 0.3, 0.5));
    assert_eq!((at.roll_inertia, at.pitch_inertia, at.yaw_inertia), (112.5, 425.0, 450.0));
    assert_eq!((at.front_axle_ahead, at.rear_axle_behind), (1.8, 1.6));
    assert_eq!((at.front_track, at.rear_track), (1.46, 1.46));
    let air = car.aero().at(60.0, 0.0, 0.0);
    assert_eq!((car.aero().air_density, car.aero().pressure_centre_height), (1.2, 0.3));
    assert_eq!((air.drag_area, air.downforce_area), (0.9 * 1.5, 3.0 * 1.5));
    assert_eq!(air.pressure_centre_behind_cg, 0.1);
    for tyre in [similarity(car.front_tyre()), similarity(car.rear_tyre())] {
        assert_eq!((tyre.radius, tyre.light_load, tyre.heavy_load), (0.33, 2000.0, 6000.0));
        let (x, y) = (tyre.longitudinal, tyre.lateral);
        assert_eq!((x.friction_light, x.friction_heavy), (1.75, 1.40));
        assert_eq!((x.slip_light, x.slip_heavy, x.shape), (0.11, 0.10, 1.9));
        assert_eq!((y.friction_light, y.friction_heavy, y.shape), (1.80, 1.45, 1.9));
        assert_eq!((y.slip_light, y.slip_heavy), (9_f64.to_radians(), 8_f64.to_radians()));
        assert_eq!(tyre.rolling_resistance, 0.0);
    }
    assert_eq!(car.power_unit().power, Power::Constant(735_499.0));
    assert_eq!(car.power_unit().efficiency, 1.0);
    let boost = Hybrid {
        power: 120e3,
        recovery_power: 120e3,
        deploy_per_lap: Some(0.0),
        ..Hybrid::default()
    };
    assert_eq!(car.hybrid(), Some(&boost));
    let brakes = car.brakes();
    assert_eq!((brakes.front_torque, brakes.rear_torque, brakes.front_share), (5e3, 5e3, 0.6));
    assert_eq!(car.differential().damping, 10.47);
    assert!(car.gearbox().is_none() && car.aero().drs.is_none());
}

#[test]
fn law_every_car_reads_and_writes_back() {
    for embedded in cars() {
        let written = car::write(&embedded.car);
        assert_eq!(car::read(&written).as_ref(), Ok(&embedded.car), "{}\n{written}", embedded.id);
    }
}

/// Weight ready to lap and wheelbase lie in a window.
#[track_caller]
fn check(id: &str, mass_kg: [f64; 2], wheelbase_m: [f64; 2], power_kw: [f64; 2]) {
    let car = &car(id).unwrap().car;
    let at = |value: f64, window: [f64; 2], what| {
        assert!((window[0]..=window[1]).contains(&value), "{id}: {what} {value} {window:?}");
    };
    at(car.chassis().mass, mass_kg, "mass");
    at(car.chassis().wheelbase(), wheelbase_m, "wheelbase");
    at(car.power_unit().power.peak() / 1e3, power_kw, "power");
}

#[test]
fn agrees_with_the_regulations() {
    // F1 2024: 798 kg with driver without fuel, wheelbase at most 3.6 m; motor 120 kW, 4 MJ a lap
    check("f1-2024", [798.0, 798.0 + 110.0], [3.4, 3.6 + 1e-9], [550.0, 650.0]);
    let motor = car("f1-2024").unwrap().car.hybrid().copied().unwrap();
    assert_eq!((motor.power, motor.deploy_per_lap), (120e3, Some(4e6)));
    // F1 2026, as reported: 768 kg with driver without fuel, 3.4 m; motor 350 kW until 290 km/h, 100 kW at 340
    check("f1-2026", [768.0, 768.0 + 90.0], [3.2, 3.4 + 1e-9], [380.0, 420.0]);
    let motor = car("f1-2026").unwrap().car.hybrid().copied().unwrap();
    assert_eq!((motor.power, motor.recover_per_lap), (350e3, Some(8.5e6)));
    // Hypercar: 1030 kg without driver and fuel, 500 kW together (World Council 2019/20)
    check("hypercar", [1030.0 + 60.0, 1080.0 + 160.0], [2.9, 3.15 + 1e-9], [450.0, 500.0]);
    let motor = car("hypercar").unwrap().car.hybrid().copied().unwrap();
    assert_eq!((motor.power, motor.together), (200e3, Some(500e3)));
    // Oreca 07: 930 kg (2017) to 950 kg, 3.005 m, 393 kW from 2023 on
    check("lmp2", [930.0 + 60.0, 950.0 + 160.0], [3.0, 3.01], [390.0, 412.0]);
    // Ferrari 296 GT3: 1250 kg dry, 2.66 m; balance of performance below its 440 kW
    check("gt3", [1250.0 + 60.0, 1350.0 + 160.0], [2.6, 2.7], [370.0, 440.0]);
    // Formula Student: wheelbase at least 1.525 m, 80 kW, smaller track at least 75 % of the larger
    check("formula-student", [150.0 + 60.0, 300.0 + 90.0], [1.525, 1.7], [60.0, 80.0]);
    let at = car("formula-student").unwrap().car.chassis().to_owned();
    assert!(at.rear_track.min(at.front_track) >= 0.75 * at.rear_track.max(at.front_track));
}

#[test]
fn law_every_car_says_what_each_group_rests_on() {
    for embedded in cars() {
        let notes = embedded.notes().join("\n");
        for group in ["aero", "tyres", "power_unit", "brakes", "differential", "setup"] {
            assert!(notes.contains(group), "{}: {group}", embedded.id);
        }
        assert!(embedded.car.setup().count() >= 4, "{}", embedded.id);
    }
}
