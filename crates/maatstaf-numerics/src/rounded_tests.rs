use super::Rounded;
use crate::jet::Jet2;
use proptest::prelude::*;

/// The straight pieces themselves, level outside.
fn straight(points: &[[f64; 2]], x: f64) -> f64 {
    let after = points.partition_point(|point| point[0] <= x);
    if after == 0 || after == points.len() {
        return points[after.saturating_sub(1)][1];
    }
    let ([a, f], [b, g]) = (points[after - 1], points[after]);
    f + (g - f) * (x - a) / (b - a)
}

/// The convolution by its definition, with the midpoint rule.
fn convolved(points: &[[f64; 2]], d: f64, x: f64) -> f64 {
    const PARTS: i32 = 4000;
    let step = 2.0 * d / f64::from(PARTS);
    let at = |i: i32| -d + (f64::from(i) + 0.5) * step;
    let part = |t: f64| straight(points, x - t) * (1.0 - t.abs() / d) / d * step;
    (0..PARTS).map(|i| part(at(i))).sum()
}

prop_compose! {
    fn any_points()(steps in prop::collection::vec((0.05..2.0_f64, -3.0..3.0_f64), 1..9))
        -> Vec<[f64; 2]> {
        let mut x = -4.0;
        steps.into_iter().map(|(step, value)| { x += step; [x, value] }).collect()
    }
}

proptest! {
    #[test]
    fn law_it_is_the_convolution(points in any_points(), d in 0.1..1.0_f64, x in -6.0..8.0_f64) {
        let rounded = Rounded::new(&points, d).unwrap();
        let off = rounded.at(x)[0] - convolved(&points, d, x);
        prop_assert!(off.abs() < 1e-4, "{off}");
    }

    #[test]
    fn law_it_stays_between_the_points(points in any_points(), d in 0.1..1.0_f64, x in -6.0..8.0_f64) {
        let value = Rounded::new(&points, d).unwrap().at(x)[0];
        let values = points.iter().map(|point| point[1]);
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        prop_assert!((low - 1e-9..=high + 1e-9).contains(&value));
    }

    #[test]
    fn law_derivatives_are_those_of_the_values(points in any_points(), d in 0.2..1.0_f64, x in -6.0..8.0_f64) {
        let rounded = Rounded::new(&points, d).unwrap();
        let step = 1e-6;
        let (low, here, high) = (rounded.at(x - step), rounded.at(x), rounded.at(x + step));
        for order in 0..2 {
            let slope = (high[order] - low[order]) / (2.0 * step);
            prop_assert!((slope - here[order + 1]).abs() < 0.05, "{slope} is not {}", here[order + 1]);
        }
    }
}

#[test]
fn exact_a_lone_bend_is_off_by_a_sixth() {
    let bend = Rounded::new(&[[-9.0, 0.0], [0.0, 0.0], [9.0, 27.0]], 2.0).unwrap();
    assert_eq!(bend.at(0.0), [1.0, 1.5, 1.5]);
    assert_eq!(bend.at(-2.0), [0.0, 0.0, 0.0]);
    assert_eq!((bend.at(2.0)[0], bend.at(5.0)[0]), (6.0, 15.0));
}

#[test]
fn law_jets_go_through() {
    let rounded = Rounded::new(&[[0.0, 1.0], [1.0, 3.0], [3.0, 0.0]], 0.4).unwrap();
    let [x] = Jet2::<1, 1>::variables([1.1]);
    let jet = rounded.of(x);
    assert_eq!([jet.value, jet.gradient[0], jet.hessian[0]], rounded.at(1.1));
}

#[test]
fn law_a_line_needs_points_in_order() {
    assert!(Rounded::new(&[], 0.1).is_none());
    assert!(Rounded::new(&[[1.0, 0.0], [1.0, 1.0]], 0.1).is_none());
    assert!(Rounded::new(&[[0.0, f64::NAN]], 0.1).is_none());
    assert!(Rounded::new(&[[0.0, 1.0]], 0.0).is_none());
    assert_eq!(Rounded::new(&[[0.0, 1.0]], 0.5).unwrap().at(7.0), [1.0, 0.0, 0.0]);
}
