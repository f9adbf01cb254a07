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
