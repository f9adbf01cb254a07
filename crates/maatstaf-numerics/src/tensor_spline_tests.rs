use super::{Axis, LineSpline, TensorSpline};

const X: Axis = Axis { first: 1.0, step: 0.25, n: 9 };
const Y: Axis = Axis { first: 0.0, step: std::f64::consts::PI / 12.0, n: 13 };

fn wave(x: f64, y: f64) -> f64 {
    x * x * (1.0 + 0.3 * y.cos())
}

fn spline() -> TensorSpline<1> {
    let places = (0..X.n).flat_map(|i| (0..Y.n).map(move |j| (X.at(i), Y.at(j))));
    let values: Vec<[f64; 1]> = places.map(|(x, y)| [wave(x, y)]).collect();
    TensorSpline::new(X, Y, &values).unwrap()
}

#[test]
fn exact_at_the_lattice_and_for_squares_between() {
    let spline = spline();
    for (x, y) in [(1.0, 0.0), (1.5, Y.at(4)), (3.0, Y.at(12)), (2.75, Y.at(7))] {
        assert!((spline.value(x, y)[0] - wave(x, y)).abs() < 1e-12, "{x} {y}");
    }
    // x² is a spline of its own; beyond the end it goes on.
    assert!((spline.value(1.6, 0.0)[0] - 1.3 * 1.6 * 1.6).abs() < 1e-12);
    assert!((spline.value(3.2, 0.0)[0] - 1.3 * 3.2 * 3.2).abs() < 1e-12);
}

#[test]
fn law_an_even_function_is_level_at_both_ends() {
    let spline = spline();
    for y in [0.0, Y.last()] {
        assert!(spline.at(2.1, y).by_y[0].abs() < 1e-12);
    }
}

#[test]
fn law_derivatives_are_those_of_the_values() {
    let spline = spline();
    let (x, y, h) = (2.13, 1.1, 1e-5);
    let value = |it: super::TensorValue<1>| it.value[0];
    let slope = |it: super::TensorValue<1>| it.by_x[0];
    let along_y = |it: super::TensorValue<1>| it.by_y[0];
    let by_x = |of: &dyn Fn(super::TensorValue<1>) -> f64| {
        (of(spline.at(x + h, y)) - of(spline.at(x - h, y))) / (2.0 * h)
    };
    let by_y = |of: &dyn Fn(super::TensorValue<1>) -> f64| {
        (of(spline.at(x, y + h)) - of(spline.at(x, y - h))) / (2.0 * h)
    };
    let here = spline.at(x, y);
    assert_eq!(here.value, spline.value(x, y));
    assert!((here.by_x[0] - by_x(&value)).abs() < 1e-8);
    assert!((here.by_y[0] - by_y(&value)).abs() < 1e-8);
    assert!((here.by_xx[0] - by_x(&slope)).abs() < 1e-8);
    assert!((here.by_xy[0] - by_y(&slope)).abs() < 1e-8);
    assert!((here.by_yy[0] - by_y(&along_y)).abs() < 1e-8);
}

#[test]
fn law_a_line_spline_is_a_tensor_spline_of_one_axis() {
    let values: Vec<[f64; 2]> = (0..X.n).map(|i| [X.at(i).sin(), X.at(i).powi(2)]).collect();
    let line = LineSpline::new(X, &values).unwrap();
    let [value, slope, bend] = line.at(1.9);
    assert!((value[0] - 1.9_f64.sin()).abs() < 1e-4);
    assert!((value[1] - 1.9_f64.powi(2)).abs() < 1e-12);
    assert!((slope[1] - 3.8).abs() < 1e-11 && (bend[1] - 2.0).abs() < 1e-10);
    assert!(LineSpline::new(X, &values[1..]).is_none());
}

#[test]
fn law_a_spline_cut_along_its_second_axis_is_the_same_there() {
    let (spline, mut weights) = (spline(), vec![0.0; Y.n + 2]);
    spline.weights_at(2.3, &[2.0], &mut weights);
    let here = spline.at(2.3, 0.8);
    let [value, slope] = super::along(&Y, &weights, 0.8);
    assert!((value - 2.0 * here.value[0]).abs() < 1e-12);
    assert!((slope - 2.0 * here.by_y[0]).abs() < 1e-12);
}
