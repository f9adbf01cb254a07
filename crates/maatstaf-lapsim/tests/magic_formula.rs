//! Magic Formula 6.1 against another program, and against what must hold.
//!
//! The made-up slick of `fixtures/slick.tir` has every coefficient that an upright tyre uses.
#![allow(clippy::unwrap_used)]

mod slick;

use maatstaf_core::MagicFormula61;
use maatstaf_lapsim::{Error, Grip, MagicFormula, Side, Tyre};
use maatstaf_numerics::jet::Jet2;
use proptest::prelude::*;
use slick::tyre_with as with;

/// Of a force, in newtons by newton of load: 8e-7 N at 4000 N.
const DIGITS: f64 = 2e-10;

/// Without what tells left from right, or driving from braking.
fn even() -> MagicFormula61 {
    let sides = ["PHX1", "PHX2", "PVX1", "PVX2", "PEX4", "PHY1", "PHY2", "PVY1", "PVY2", "PEY3"];
    let combined = ["RHX1", "RBY3", "RHY1", "RHY2", "RVY1", "RVY2"];
    let names: Vec<_> = sides.into_iter().chain(combined).map(|name| (name, 0.0)).collect();
    with(&names)
}

fn law(tyre: &MagicFormula61) -> MagicFormula {
    MagicFormula::new(tyre).unwrap()
}

fn left(law: &MagicFormula, kappa: f64, lambda: f64, load: f64) -> Grip<f64> {
    law.grip(Side::Left, kappa, lambda, load)
}

#[track_caller]
fn near(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance, "{got} is not {want}");
}

/// `F_x`, `F_y` as another program has them, in the axes of the file: `F_y` to the left.
///
/// The functions `magicformula.v61.Fx`, `Fy`, `Fy0` of the Magic Formula Tyre Library (teasit,
/// for MATLAB, run in Octave 7.3) at 152 kPa, without camber; its `Fy0` was given `tan α`, as the
/// book has it.
#[track_caller]
fn check(kappa: f64, lambda: f64, load: f64, along: f64, leftward: f64) {
    let grip = left(&law(&slick::tyre()), kappa, lambda, load);
    near(grip.along, along, DIGITS * load);
    near(-grip.across, leftward, DIGITS * load);
}

#[test]
fn agrees_pure_slip() {
    check(0.02, 0.0, 4000.0, 2693.3843415664, 1.3223250178);
    check(-0.04, 0.0, 4000.0, -4800.9936401436, -214.5717389333);
    check(0.08, 0.0, 1500.0, 2507.7256512945, 83.1612880758);
    check(-0.11, 0.0, 8000.0, -12838.3081594040, -146.9833226053);
    check(0.3, 0.0, 4000.0, 6176.5451236830, 119.2793927435);
    check(0.0, 0.02, 4000.0, -67.3784627896, -2456.5458950288);
    check(0.0, -0.05, 4000.0, -56.3608588865, 5081.4034774780);
    check(0.0, 0.09, 1500.0, -17.5058920604, -2623.9037457364);
    check(0.0, -0.14, 8000.0, -28.2984497529, 12192.9977190804);
    check(0.0, 0.2, 4000.0, -16.7953046650, -6436.4576718589);
}

#[test]
fn agrees_combined_slip() {
    check(0.05, 0.05, 4000.0, 4408.1554676125, -3790.1946576741);
    check(-0.05, 0.05, 4000.0, -4432.2362973026, -4244.1727174050);
    check(0.09, -0.03, 2500.0, 4093.5807482477, 1367.9197440313);
    check(-0.12, -0.1, 7000.0, -8258.6592466130, 5823.7664352397);
    check(0.02, 0.12, 600.0, 162.1878141460, -1037.3186753434);
    check(0.001, -0.001, 5000.0, 106.1387890092, 56.7468909147);
}

#[test]
fn exact_friction_at_the_nominal_load() {
    let tyre = with(&[("INFLPRES", 160_000.0), ("LMUX", 0.9), ("LMUY", 0.8)]);
    let grip = left(&law(&tyre), 0.01, 0.01, 4000.0);
    near(grip.mu_x, 1.72 * 0.9, 1e-15);
    near(grip.mu_y, 1.68 * 0.8, 1e-15);
}

#[test]
fn exact_stiffness_at_small_slips() {
    let tyre = law(&even());
    let [kappa, lambda, load] = Jet2::<3, 6>::variables([0.0, 0.0, 6000.0]);
    let grip = tyre.grip(Side::Left, kappa, lambda, load);
    // K_x = N (PKX1 + PKX2 df) exp(PKX3 df) (1 + PPX1 dp + PPX2 dp²) LKX, with df = 0.5, dp = −0.05
    let along = 6000.0 * (34.0 - 0.6) * 0.07_f64.exp() * (1.0 + 0.0175 + 0.00055) * 1.05;
    near(grip.along.gradient[0], along, 1e-9 * along);
    // K_y = PKY1 F₀ (1 + PPY1 dp) sin(PKY4 atan(N/(PKY2 (1 + PPY2 dp) F₀))) LKY
    let angle = 1.9 * (6000.0_f64 / (1.9 * (1.0 - 0.035) * 4000.0)).atan();
    let across = 38.0 * 4000.0 * 1.025 * angle.sin() * 0.97;
    near(grip.across.gradient[1], across, 1e-9 * across);
}

#[test]
fn law_the_largest_force_is_where_its_slope_ends() {
    let tyre = law(&even());
    let slopes = |kappa: f64, lambda: f64, load: f64| {
        let [kappa, lambda, load] = Jet2::<3, 6>::variables([kappa, lambda, load]);
        let grip = tyre.grip(Side::Left, kappa, lambda, load);
        [grip.along.gradient[0] / load.value, grip.across.gradient[1] / load.value]
    };
    // The largest of three slips: one of the loads has its largest force there, the others before.
    let loads = [2000.0, 4000.0, 8000.0];
    let along = loads.map(|load| slopes(tyre.largest_kappa(), 0.0, load)[0]);
    let across = loads.map(|load| slopes(0.0, tyre.largest_lambda(), load)[1]);
    for slopes in [along, across] {
        let most = slopes.into_iter().fold(f64::NEG_INFINITY, f64::max);
        near(most, 0.0, 1e-9);
    }
}

#[test]
fn law_a_scale_stays_where_a_file_ends() {
    let tyre = law(&with(&[("PCX1", 0.9), ("PCY1", 0.95)]));
    assert_eq!([tyre.largest_kappa(), tyre.largest_lambda()], [0.5, 0.35_f64.tan()]);
    let tyre = law(&with(&[("PCX1", 0.9), ("KPUMAX", 0.12)]));
    assert_eq!(tyre.largest_kappa(), 0.12);
}

#[test]
fn law_no_slip_sideways_takes_nothing() {
    let tyre = law(&even());
    for (kappa, load) in [(0.05, 4000.0), (-0.2, 900.0), (0.4, 8500.0)] {
        let combined = left(&tyre, kappa, 0.0, load);
        assert_eq!(combined.across, 0.0);
        let reversed = left(&tyre, -kappa, 0.0, load);
        assert_eq!(combined.along, -reversed.along);
    }
}

#[test]
fn law_axes_of_a_file_change_nothing() {
    // Pacejka's axes have F_y to the right, and the same α: every lateral force changes its sign.
    let flipped = ["PDY1", "PDY2", "PKY1", "PVY1", "PVY2"];
    let values = flipped.map(|name| (name, -slick::tyre().get(name)));
    let (iso, other) = (law(&slick::tyre()), law(&with(&values)));
    // A friction below zero as well, with the stiffness of ISO.
    let old = law(&with(&[values[0], values[1], ("RVY1", -0.03), ("RVY2", 0.02)]));
    for (kappa, lambda) in [(0.03, 0.04), (-0.05, -0.1), (0.0, 0.002)] {
        let want = left(&iso, kappa, lambda, 3500.0);
        for tyre in [&other, &old] {
            let got = left(tyre, kappa, lambda, 3500.0);
            near(got.along, want.along, 1e-9);
            near(got.across, want.across, 1e-9);
        }
    }
}

#[test]
fn law_the_right_tyre_mirrors_the_left() {
    let tyre = Tyre::magic_formula(&slick::tyre()).unwrap();
    for (share, lambda) in [(0.3, 0.04), (-0.5, -0.1), (0.0, 0.002)] {
        let left = tyre.grip(Side::Left, share, lambda, 3500.0);
        let right = tyre.grip(Side::Right, share, -lambda, 3500.0);
        assert_eq!((right.along, right.across), (left.along, -left.across));
    }
}

#[test]
fn law_refusals_say_what_is_wrong() {
    let refused = |name: &str, value: f64| {
        let error = MagicFormula::new(&with(&[(name, value)])).unwrap_err();
        assert!(matches!(error, Error::Car { .. }));
        error.to_string()
    };
    assert_eq!(
        refused("PCX1", 0.0),
        "longitudinal shape (PCX1) of a tyre of the car is 0, it must be a number above zero"
    );
    assert!(refused("PKY1", 0.0).starts_with("lateral stiffness (PKY1)"));
    assert!(refused("PKY2", -1.0).starts_with("load of the most lateral stiffness (PKY2)"));
    assert!(
        refused("LMUV", 0.3)
            .ends_with("it must be 0, since the friction of a lap does not know the sliding speed")
    );
    assert!(refused("PDX2", -9.0).starts_with("load just above the nominal one"));
}

fn anywhere() -> impl Strategy<Value = [f64; 3]> {
    (-1.0..1.0_f64, -0.6..0.6_f64, 0.1..30_000.0_f64).prop_map(|(k, l, n)| [k, l, n])
}

proptest! {
    #[test]
    fn law_combined_slip_takes_and_never_gives([kappa, lambda, load] in anywhere()) {
        let tyre = law(&even());
        let both = left(&tyre, kappa, lambda, load);
        let (along, across) = (left(&tyre, kappa, 0.0, load).along, left(&tyre, 0.0, lambda, load).across);
        prop_assert!(both.along.abs() <= along.abs() * (1.0 + 1e-14), "{} of {along}", both.along);
        prop_assert!(both.across.abs() <= across.abs() * (1.0 + 1e-14), "{} of {across}", both.across);
        // A force never turns round, and slip the right way gives force the right way.
        prop_assert!(both.along * kappa >= 0.0 && both.across * lambda >= 0.0);
    }

    #[test]
    fn law_numbers_at_any_load_and_slip([kappa, lambda, load] in anywhere()) {
        let tyre = law(&slick::tyre());
        let [kappa, lambda, load] = Jet2::<3, 6>::variables([kappa, lambda, load]);
        let grip = tyre.grip(Side::Right, kappa, lambda, load);
        prop_assert!(grip.mu_x.value > 0.5 * 1.7 && grip.mu_y.value > 0.5 * 1.6);
        for force in [grip.along, grip.across] {
            let bends = force.gradient.iter().chain(&force.hessian);
            prop_assert!(force.value.is_finite() && bends.copied().all(f64::is_finite));
            prop_assert!(force.value.abs() <= 2.5 * load.value);
        }
    }

    #[test]
    fn law_any_coefficients_give_a_tyre_or_a_reason(
        changes in prop::collection::vec((0..1000_usize, -3.0..3.0_f64), 0..20),
        [kappa, lambda, load] in anywhere(),
    ) {
        let mut tyre = slick::tyre();
        for (which, factor) in changes {
            let name = MagicFormula61::NAMES[which % MagicFormula61::NAMES.len()];
            tyre.set(name, tyre.get(name) * factor);
        }
        let law = match MagicFormula::new(&tyre) {
            Ok(law) => law,
            Err(error) => {
                prop_assert!(error.to_string().contains("of the car is"), "{error}");
                return Ok(());
            }
        };
        let (most_kappa, most_lambda) = (law.largest_kappa(), law.largest_lambda());
        prop_assert!(most_kappa > 0.0 && most_kappa <= 0.5, "{most_kappa}");
        prop_assert!(most_lambda > 0.0 && most_lambda <= 0.5_f64.tan(), "{most_lambda}");
        let [kappa, lambda, load] = Jet2::<3, 6>::variables([kappa, lambda, load]);
        let grip = law.grip(Side::Left, kappa, lambda, load);
        prop_assert!(grip.mu_x.value > 0.0 && grip.mu_y.value > 0.0);
        for force in [grip.along, grip.across] {
            let bends = force.gradient.iter().chain(&force.hessian);
            prop_assert!(force.value.is_finite() && bends.copied().all(f64::is_finite));
        }
    }

    #[test]
    fn law_slopes_are_those_of_the_forces([kappa, lambda, load] in anywhere()) {
        // Differences over a step: of values for slopes, of slopes for second derivatives.
        let tyre = law(&slick::tyre());
        let load = load.max(50.0);
        let at = |input: [f64; 3]| {
            let [kappa, lambda, load] = Jet2::<3, 6>::variables(input);
            let grip = tyre.grip(Side::Left, kappa, lambda, load);
            [grip.along, grip.across]
        };
        let here = at([kappa, lambda, load]);
        for (i, step) in [1e-6, 1e-6, 1e-3].into_iter().enumerate() {
            let moved = |by: f64| {
                let mut input = [kappa, lambda, load];
                input[i] += by;
                at(input)
            };
            let (ahead, behind) = (moved(step), moved(-step));
            for (force, (ahead, behind)) in here.iter().zip(ahead.iter().zip(&behind)) {
                let slope = (ahead.value - behind.value) / (2.0 * step);
                let size = load * if i == 2 { 1e-3 } else { 40.0 };
                prop_assert!((slope - force.gradient[i]).abs() <= 1e-4 * size, "{i}: {slope} {force:?}");
                for j in 0..3 {
                    let bend = (ahead.gradient[j] - behind.gradient[j]) / (2.0 * step);
                    let size = size * if j == 2 { 1e-2 } else { 4e3 };
                    let off = (bend - force.second(i, j)).abs();
                    prop_assert!(off <= 1e-3 * size, "{i}, {j}: {bend} {force:?}");
                }
            }
        }
    }
}
