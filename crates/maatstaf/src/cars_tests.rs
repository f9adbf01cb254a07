use super::*;

/// Top speed (km/h) and speed on a circle of 100 m (km/h) lie in a window that such cars show.
#[track_caller]
fn check(id: &str, top_kmh: [f64; 2], circle_kmh: [f64; 2]) {
    let figures = car_figures(&find_car(id).unwrap().car);
    let at = |speed: f64, window: [f64; 2]| {
        let kmh = speed * 3.6;
        assert!((window[0]..=window[1]).contains(&kmh), "{id}: {kmh} not in {window:?}");
    };
    at(figures.top_speed, top_kmh);
    at(figures.corner_speeds.unwrap()[2], circle_kmh);
}

#[test]
fn exact_the_published_top_speed() {
    // lap-time.md, test 6: (2P/ρCdA)^(1/3) of 735.499 kW is 96.8 m/s
    let figures = car_figures(&find_car("f1-2014").unwrap().car);
    let closed = (2.0 * 735_499.0 / (1.2 * 1.35_f64)).cbrt();
    assert!((figures.top_speed - closed).abs() < 1e-9);
    assert!((figures.weight_share_front - 1.6 / 3.4).abs() < 1e-15);
    assert!((figures.downforce_share_front - 1.5 / 3.4).abs() < 1e-15);
}

#[test]
fn law_speeds_are_believable() {
    check("f1-2014", [330.0, 360.0], [195.0, 235.0]);
    check("f1-2024", [315.0, 345.0], [210.0, 255.0]);
    check("hypercar", [315.0, 345.0], [155.0, 185.0]);
    check("lmp2", [290.0, 330.0], [150.0, 185.0]);
    check("gt3", [270.0, 300.0], [130.0, 160.0]);
    check("formula-student", [120.0, 170.0], [120.0, 240.0]);
}

#[test]
fn exact_a_circle_without_air_or_transfer() {
    // lap-time.md, test 7: v² = μ g R, with neither downforce nor load transfer nor load dependence
    let mut parts = find_car("f1-2014").unwrap().car.parts().clone();
    parts.setup.clear();
    for (name, value) in [
        ("aero.downforce_area", 0.0),
        ("tyres.front.mu_y_light", 1.5),
        ("tyres.front.mu_y_heavy", 1.5),
        ("tyres.rear.mu_y_light", 1.5),
        ("tyres.rear.mu_y_heavy", 1.5),
    ] {
        assert!(maatstaf_core::Quantity::named(name).unwrap().set(&mut parts, value));
    }
    let speeds = car_figures(&Car::new(parts).unwrap()).corner_speeds.unwrap();
    for (radius, speed) in CIRCLES.iter().zip(speeds) {
        assert!((speed * speed - 1.5 * 9.81 * radius).abs() < 1e-6, "{radius}: {speed}");
    }
}

#[test]
fn exact_a_circle_on_measured_tyres() {
    // The same v² = μ g R, with a friction that the formula gives at every load: PDY1 LMUY.
    let mut parts = find_car("f1-2014").unwrap().car.parts().clone();
    parts.setup.clear();
    assert!(maatstaf_core::Quantity::named("aero.downforce_area").unwrap().set(&mut parts, 0.0));
    let mut tyre = maatstaf_core::MagicFormula61::default();
    for (name, value) in [
        ("UNLOADED_RADIUS", 0.33),
        ("FNOMIN", 4000.0),
        ("PCX1", 1.6),
        ("PDX1", 1.7),
        ("PKX1", 30.0),
        ("PCY1", 1.4),
        ("PDY1", 1.6),
        ("PKY1", -30.0),
        ("PKY2", 1.9),
        ("LMUY", 0.75),
    ] {
        assert!(tyre.set(name, value));
    }
    parts.front_tyre = Tyre::MagicFormula61(tyre.clone());
    parts.rear_tyre = Tyre::MagicFormula61(tyre);
    let speeds = car_figures(&Car::new(parts).unwrap()).corner_speeds.unwrap();
    for (radius, speed) in CIRCLES.iter().zip(speeds) {
        assert!((speed * speed - 1.6 * 0.75 * 9.81 * radius).abs() < 1e-6, "{radius}: {speed}");
    }
}

#[test]
fn law_less_grip_where_friction_falls_with_load() {
    // A higher mass centre moves more load, and a tyre with more load has less friction.
    let car = &find_car("gt3").unwrap().car;
    let mut parts = car.parts().clone();
    parts.chassis.cg_height *= 1.3;
    let high = car_figures(&Car::new(parts).unwrap()).corner_speeds.unwrap();
    let low = car_figures(car).corner_speeds.unwrap();
    assert!(high.iter().zip(low).all(|(high, low)| *high < low), "{high:?} {low:?}");
}
