use super::order_update;
use crate::ranking::{Alternative, Block, Number, fit};

/// Independent numbers, orders one after the other.
fn filtered(n: usize, variance: f64, orders: &[&[usize]]) -> (Vec<f64>, Vec<f64>, f64) {
    let mut mean = vec![0.0; n];
    let mut covariance = vec![0.0; n * n];
    (0..n).for_each(|i| covariance[i * n + i] = variance);
    let mut evidence = 0.0;
    for order in orders {
        let k = order.len();
        let m: Vec<f64> = order.iter().map(|&i| mean[i]).collect();
        let s: Vec<f64> = order
            .iter()
            .flat_map(|&i| order.iter().map(move |&j| (i, j)))
            .map(|(i, j)| covariance[i * n + j])
            .collect();
        let learned = order_update(&m, &s, k, 1.0).unwrap();
        evidence += learned.log_evidence;
        let before = covariance.clone();
        for i in 0..n {
            for (a, &ia) in order.iter().enumerate() {
                mean[i] += before[i * n + ia] * learned.slope[a];
                for (b, &ib) in order.iter().enumerate() {
                    for j in 0..n {
                        covariance[i * n + j] -=
                            before[i * n + ia] * learned.weight[a * k + b] * before[ib * n + j];
                    }
                }
            }
        }
    }
    (mean, covariance, evidence)
}

/// One order is all there is: the fit of all numbers at once gives the same.
#[test]
fn agrees_with_the_fit_of_one_order() {
    let order = [2, 0, 3, 1];
    let (mean, covariance, evidence) = filtered(4, 0.8, &[&order]);
    let own = |at: usize| Alternative { shared: Vec::new(), own: vec![(at, 1.0)] };
    let block = Block {
        variances: vec![0.8; 4],
        alternatives: (0..4).map(own).collect(),
        orders: vec![order.to_vec()],
    };
    let fit = fit(&[], &[block]).unwrap();
    for at in 0..4 {
        let (value, variance) = fit.sum(&[(Number::Own { block: 0, at }, 1.0)]);
        assert!((value - mean[at]).abs() < 1e-4, "{at}: {value} {}", mean[at]);
        assert!((variance - covariance[at * 4 + at]).abs() < 1e-4, "{at}: {variance}");
    }
    assert!((fit.log_evidence() - evidence).abs() < 1e-6, "{} {evidence}", fit.log_evidence());
}

/// Of two with even chances each is first half the time, whatever the spread.
#[test]
fn exact_even_chances() {
    for variance in [0.01, 0.1] {
        let (_, _, evidence) = filtered(2, variance, &[&[0, 1]]);
        assert!((evidence - 0.5_f64.ln()).abs() < 1e-3, "{variance}: {evidence}");
    }
}

#[test]
fn law_more_orders_leave_less_open() {
    let orders: Vec<&[usize]> = vec![&[0, 1, 2]; 8];
    let mut last = f64::INFINITY;
    for n in 1..=8 {
        let (mean, covariance, _) = filtered(3, 1.0, &orders[..n]);
        assert!(mean[0] > mean[1] && mean[1] > mean[2]);
        assert!(covariance[0] < last);
        last = covariance[0];
    }
}

#[test]
fn law_without_choices_nothing_is_learned() {
    let learned = order_update(&[0.3, 0.1], &[1.0, 0.2, 0.2, 1.0], 0, 1.0).unwrap();
    assert_eq!((learned.slope, learned.log_evidence), (vec![0.0, 0.0], 0.0));
}
