use super::*;

/// The share of its power that a motor may give, by speed in km/h.
#[track_caller]
fn check(hybrid: Hybrid, shares: &[[f64; 2]]) {
    let allowed = Motor::allowed_at(&hybrid).unwrap();
    for [kmh, share] in shares {
        let found = allowed.at(kmh / 3.6)[0];
        assert!((found - share).abs() < 1e-12, "at {kmh} km/h {found}, not {share}");
    }
}

#[test]
fn agrees_with_the_rules_of_2026() {
    // Technical regulations of 2026 as reported: P (kW) = 1800 − 5 v (km/h) above 290, of 350 kW
    let falls = |kmh: f64| [kmh, (1800.0 - 5.0 * kmh) / 350.0];
    let hybrid = Hybrid {
        full_power_until: Some(290.0 / 3.6),
        no_power_from: Some(360.0 / 3.6),
        ..Hybrid::default()
    };
    check(hybrid, &[[0.0, 1.0], [280.0, 1.0], falls(300.0), falls(340.0), [365.0, 0.0]]);
    // and with a lowest speed
    let hybrid = Hybrid { lowest_speed: Some(190.0 / 3.6), ..hybrid };
    check(hybrid, &[[189.0, 0.0], [200.0, 1.0], falls(320.0), [370.0, 0.0]]);
}

#[test]
fn keeps_a_motor_that_no_speed_limits_as_it_is() {
    assert_eq!(Motor::allowed_at(&Hybrid::default()), None);
    assert_eq!(Motor::allowed_at(&Hybrid { lowest_speed: Some(0.0), ..Hybrid::default() }), None);
}
