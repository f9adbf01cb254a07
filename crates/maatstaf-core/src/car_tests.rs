use super::*;

/// A car that keeps every promise.
fn parts() -> CarParts {
    let curve = |friction_light, slip_light| SimilarityCurve {
        friction_light,
        friction_heavy: friction_light - 0.3,
        slip_light,
        slip_heavy: slip_light,
        shape: 1.9,
    };
    let tyre = Tyre::Similarity(SimilarityTyre {
        radius: 0.33,
        light_load: 2000.0,
        heavy_load: 6000.0,
        longitudinal: curve(1.75, 0.11),
        lateral: curve(1.8, 9_f64.to_radians()),
        rolling_resistance: 0.0,
    });
    let point = AeroPoint { drag_area: 1.35, downforce_area: 4.5, pressure_centre_behind_cg: 0.1 };
    CarParts {
        name: "test".to_owned(),
        rests_on: "nothing".to_owned(),
        chassis: Chassis {
            mass: 660.0,
            yaw_inertia: 450.0,
            front_axle_ahead: 1.8,
            rear_axle_behind: 1.6,
            cg_height: 0.3,
            front_track: 1.46,
            rear_track: 1.46,
            roll_share_front: 0.5,
            ..Chassis::default()
        },
        aero: Aero {
            air_density: 1.2,
            pressure_centre_height: 0.3,
            law: AeroLaw::Constant(point),
            ..Aero::default()
        },
        front_tyre: tyre.clone(),
        rear_tyre: tyre,
        power_unit: PowerUnit {
            power: Power::Constant(7e5),
            efficiency: 1.0,
            ..PowerUnit::default()
        },
        gearbox: None,
        hybrid: None,
        brakes: Brakes { front_torque: 5000.0, rear_torque: 5000.0, front_share: 0.6 },
        differential: Differential { damping: 10.47 },
        setup: vec![SetupRange {
            name: "brakes.front_share".to_owned(),
            lowest: 0.5,
            highest: 0.7,
        }],
    }
}

/// The car refuses with these words in its message.
#[track_caller]
fn check(spoil: impl FnOnce(&mut CarParts), says: &str) {
    let mut parts = parts();
    spoil(&mut parts);
    let error = Car::new(parts).unwrap_err().to_string();
    assert!(error.contains(says), "{error}");
}

fn map(parts: &mut CarParts, n_areas: usize) {
    parts.aero.law = AeroLaw::Map(AeroMap {
        speed: vec![20.0, 80.0],
        front_ride_height: vec![0.03],
        rear_ride_height: vec![0.05, 0.10],
        drag_area: vec![1.0, 1.2, 0.9, 1.1],
        downforce_area: vec![4.0, 5.0, 3.0, 4.0][..n_areas].to_vec(),
        pressure_centre_behind_cg: vec![0.1; 4],
    });
}

#[test]
fn exact_refusals() {
    check(|it| it.chassis.mass = 12.0, "chassis.mass is 12 kg, and should lie from 50 to 5000 kg");
    check(|it| it.chassis.mass = f64::NAN, "chassis.mass is NaN");
    check(|it| it.power_unit.power = Power::Constant(735.5), "power_unit.power is 0.7355 kW");
    check(|it| it.brakes.front_share = 60.0, "brakes.front_share is 60,");
    check(|it| it.setup[0].lowest = 0.65, "set-up of brakes.front_share: 0.6 does not lie");
    check(|it| it.setup[0].name = "brakes.bias".to_owned(), "brakes.bias is not a set-up");
    check(|it| map(it, 3), "aero.map.downforce_area has 3 numbers, and should have 4");
    check(|it| it.power_unit.power = Power::Curve(PowerCurve::default()), "and should have 2");
    let ratios = || vec![3.0, 2.0, 2.0];
    check(
        |it| it.gearbox = Some(Gearbox { ratios: ratios(), final_drive: 3.0, shift_time: 0.0 }),
        "gearbox.ratios should decrease from one number to the next, and does not at number 3",
    );
    check(
        |it| it.rear_tyre = Tyre::MagicFormula61(MagicFormula61::default()),
        "tyres.rear has no UNLOADED_RADIUS",
    );
}

#[test]
fn law_a_setup_changes_one_number_alone() {
    let car = Car::new(parts()).unwrap();
    let changed = car.with_setup("brakes.front_share", 0.55).unwrap();
    assert_eq!(changed.quantity("brakes.front_share"), Some(0.55));
    let differ = |it: &&Quantity| it.of(car.parts()) != it.of(changed.parts());
    assert_eq!(QUANTITIES.iter().filter(differ).count(), 1);
    assert_eq!(changed.with_setup("brakes.front_share", 0.6).unwrap(), car);
    assert!(car.with_setup("brakes.front_share", 0.71).is_err());
    assert!(car.with_setup("chassis.mass", 700.0).is_err());
}

#[test]
fn law_what_is_written_is_read() {
    let mut all = parts();
    all.gearbox = Some(Gearbox { ratios: vec![1.0; 10], ..Gearbox::default() });
    all.hybrid = Some(Hybrid::default());
    all.aero.drs = Some(Drs::default());
    for (at, quantity) in QUANTITIES.iter().enumerate() {
        let value = 1.0 + at as f64;
        assert!(quantity.set(&mut all, value), "{}", quantity.name);
        assert_eq!(quantity.of(&all), Some(value), "{}", quantity.name);
    }
    // Each has a place of its own: the later ones did not overwrite the earlier.
    for (at, quantity) in QUANTITIES.iter().enumerate() {
        assert_eq!(quantity.of(&all), Some(1.0 + at as f64), "{}", quantity.name);
    }
}

#[test]
fn law_units_go_and_come_back() {
    for unit in Unit::ALL {
        for value in [0.1, 9.0, 735.499, 1.0 / 3.0, 20_000.0, -0.3] {
            assert_eq!(unit.from_si(unit.to_si(value)), value, "{unit:?}");
        }
    }
}

#[test]
fn exact_a_map_is_linear_between_and_held_at_the_ends() {
    let mut parts = parts();
    map(&mut parts, 4);
    let car = Car::new(parts).unwrap();
    let at = |speed, rear| car.aero().at(speed, 0.03, rear);
    assert!((at(50.0, 0.075).downforce_area - 4.0).abs() < 1e-12);
    assert!((at(50.0, 0.05).downforce_area - 3.5).abs() < 1e-12);
    assert_eq!(at(10.0, 0.01).drag_area, 1.0);
    assert_eq!(at(100.0, 0.20).drag_area, 1.1);
}
