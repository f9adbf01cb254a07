use std::f64::consts::TAU;

use super::*;

fn smooth(pieces: Pieces, t: &[f64], values: &[f64], lambda: f64) -> Spline {
    Smoother::new(pieces, t).smooth(lambda, &[(values, &[])]).unwrap().remove(0)
}

#[test]
fn law_the_pieces_add_up_to_one_and_derivatives_to_nothing() {
    for u in [0.0, 0.25, 0.5, 0.9, 1.0] {
        for order in 0..4 {
            let want = if order == 0 { 1.0 } else { 0.0 };
            assert!((basis(u)[order].iter().sum::<f64>() - want).abs() < 1e-14, "{u} {order}");
        }
    }
}

#[test]
fn law_derivatives_are_those_of_the_value() {
    let t: Vec<f64> = (0..60).map(f64::from).collect();
    let values: Vec<f64> = t.iter().map(|t| (t * 0.3).sin() + 0.01 * t * t).collect();
    let spline = smooth(Pieces::about(2.0, 59.0, false), &t, &values, 0.1);
    let h = 1e-4;
    for at in [3.3, 17.9, 40.001, 55.5] {
        let (before, here, after) = (spline.at(at - h), spline.at(at), spline.at(at + h));
        for order in 0..3 {
            let slope = (after[order] - before[order]) / (2.0 * h);
            assert!((slope - here[order + 1]).abs() < 1e-6, "{at} {order}");
        }
    }
}

#[test]
fn exact_a_parabola_is_as_smooth_as_can_be() {
    let t = [0.0, 1.0, 4.0, 4.5, 9.0, 10.0];
    let values = t.map(|t| 3.0 - 2.0 * t + 0.5 * t * t);
    let spline = smooth(Pieces::about(0.7, 10.0, false), &t, &values, 10.0);
    for at in [0.0, 0.5, 2.2, 7.7, 10.0] {
        let want = 3.0 - 2.0 * at + 0.5 * at * at;
        assert!((spline.at(at)[0] - want).abs() < 1e-6, "{at}: {}", spline.at(at)[0]);
    }
}

#[test]
fn exact_a_wave_is_damped_as_its_frequency_says() {
    // On a ring with m places a unit apart, a wave of frequency ω keeps 1 / (1 + λ ω⁶).
    let m = 200;
    let omega = TAU * 4.0 / f64::from(m);
    let t: Vec<f64> = (0..m).map(f64::from).collect();
    let values: Vec<f64> = t.iter().map(|t| (omega * t).cos()).collect();
    let lambda = omega.powi(-6);
    let spline = smooth(Pieces::about(1.0, 200.0, true), &t, &values, lambda);
    assert!((spline.at(0.0)[0] - 0.5).abs() < 1e-6, "{}", spline.at(0.0)[0]);
    assert!((spline.at(0.0)[0] - spline.at(200.0)[0]).abs() < 1e-12);
}

#[test]
fn exact_a_wished_third_derivative_costs_nothing() {
    let pieces = Pieces::about(1.0, 200.0, true);
    let omega = TAU / 50.0;
    let t: Vec<f64> = (0..40).map(|i| 5.0 * f64::from(i)).collect();
    let values: Vec<f64> = t.iter().map(|t| (omega * t).cos()).collect();
    let wished: Vec<f64> =
        Smoother::nodes(pieces).iter().map(|t| omega.powi(3) * (omega * t).sin()).collect();
    let found = Smoother::new(pieces, &t).smooth(1e6, &[(&values, &wished)]).unwrap();
    assert!((found[0].at(12.5)[0] - (omega * 12.5).cos()).abs() < 1e-6);
}

#[test]
fn law_too_few_places_are_refused() {
    let pieces = Pieces::about(1.0, 20.0, false);
    assert!(Smoother::new(pieces, &[]).smooth(0.0, &[(&[], &[])]).is_none());
}
