use super::*;
use proptest::prelude::*;

/// Rounding, relative to the size of the numbers.
const TOLERANCE: f64 = 1e-13;
/// Of central differences with a step of 1e-5.
const DIFFERENCE_TOLERANCE: f64 = 2e-8;

type Jet = Jet2<3, 6>;

#[track_caller]
fn check(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * (1.0 + want.abs()), "{got} is not {want}");
}

/// A function that uses every operation.
fn every<R: Real>(x: R, y: R, z: R) -> R {
    let wave = (x * y - z).sin() + (y * 0.5 + 1.0).cos();
    let bend = (x * 2.0 - 0.3).atan() * (z / 3.0).tanh() - y.square();
    wave * bend / (x.square() + y.square() + 1.0).sqrt() + (-z) * (y.square() + 2.0).recip()
}

#[test]
fn exact_derivatives_of_each_function() {
    let x = 0.7_f64;
    let [jet] = Jet2::<1, 1>::variables([x]);
    let cases: [(Jet2<1, 1>, f64, f64, f64); 6] = [
        (jet.sin(), x.sin(), x.cos(), -x.sin()),
        (jet.cos(), x.cos(), -x.sin(), -x.cos()),
        (jet.sqrt(), x.sqrt(), 0.5 / x.sqrt(), -0.25 * x.powf(-1.5)),
        (jet.recip(), 1.0 / x, -1.0 / (x * x), 2.0 / (x * x * x)),
        (jet.atan(), x.atan(), 1.0 / (1.0 + x * x), -2.0 * x / (1.0 + x * x).powi(2)),
        (jet.tanh(), x.tanh(), x.cosh().powi(-2), -2.0 * x.tanh() * x.cosh().powi(-2)),
    ];
    for (got, value, first, second) in cases {
        check(got.value, value, TOLERANCE);
        check(got.gradient[0], first, TOLERANCE);
        check(got.hessian[0], second, TOLERANCE);
    }
}

#[test]
fn exact_quotient_of_two_variables() {
    let [x, y] = Jet2::<2, 3>::variables([3.0, 2.0]);
    let got = x / y;
    check(got.value, 1.5, TOLERANCE);
    check(got.gradient[0], 0.5, TOLERANCE);
    check(got.gradient[1], -0.75, TOLERANCE);
    check(got.second(0, 0), 0.0, TOLERANCE);
    check(got.second(0, 1), -0.25, TOLERANCE);
    check(got.second(1, 1), 0.75, TOLERANCE);
}

proptest! {
    #[test]
    fn law_gradients_are_the_limits_of_differences(at in prop::array::uniform3(-2.0..2.0_f64)) {
        let [x, y, z] = Jet1::variables(at);
        let got = every(x, y, z);
        check(got.value, every(at[0], at[1], at[2]), TOLERANCE);
        for i in 0..3 {
            let step = |by: f64| {
                let mut to = at;
                to[i] += by;
                every(to[0], to[1], to[2])
            };
            check(got.gradient[i], (step(1e-5) - step(-1e-5)) / 2e-5, DIFFERENCE_TOLERANCE);
        }
    }

    #[test]
    fn law_second_derivatives_are_those_of_the_gradient(
        at in prop::array::uniform3(-2.0..2.0_f64),
    ) {
        let [x, y, z] = Jet::variables(at);
        let got = every(x, y, z);
        let [x, y, z] = Jet1::variables(at);
        let first = every(x, y, z);
        for i in 0..3 {
            check(got.gradient[i], first.gradient[i], TOLERANCE);
            let step = |by: f64| {
                let mut to = at;
                to[i] += by;
                let [x, y, z] = Jet1::variables(to);
                every(x, y, z).gradient
            };
            let (high, low) = (step(1e-5), step(-1e-5));
            for j in 0..3 {
                check(got.second(i, j), (high[j] - low[j]) / 2e-5, DIFFERENCE_TOLERANCE);
            }
        }
    }
}

#[test]
fn law_a_function_of_two_numbers_has_the_chain_rule_of_both() {
    let [a, b] = Jet2::<2, 3>::variables([0.7, 1.3]);
    let (x, y) = (a * b, a.sin());
    let ([p, q], product) = ([x.value, y.value], x * x * y);
    let chained = x.chain_with(y, p * p * q, [2.0 * p * q, p * p], [2.0 * q, 2.0 * p, 0.0]);
    assert!((chained.value - product.value).abs() < 1e-15);
    for (one, other) in chained.gradient.iter().zip(product.gradient) {
        assert!((one - other).abs() < 1e-14);
    }
    for (one, other) in chained.hessian.iter().zip(product.hessian) {
        assert!((one - other).abs() < 1e-14);
    }
}
