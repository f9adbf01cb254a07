use super::*;
use crate::random::Random;

/// Three blocks of six alternatives: two shared numbers each, and one of the block; orders are random.
pub(super) fn blocks(seed: u64) -> (Vec<f64>, Vec<Block>) {
    let mut random = Random::new(seed, 1);
    let block = |_| {
        let alternatives = (0..6)
            .map(|i| Alternative {
                shared: vec![(i % 4, 1.0), (4 + i % 3, 0.5 + 0.5 * f64::from(u8::from(i < 3)))],
                own: vec![(i % 5, 1.0)],
            })
            .collect();
        let mut order = || {
            let mut order: Vec<(f64, usize)> =
                (0..6).map(|i| (random.normal() - 0.3 * i as f64, i)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0));
            order.truncate(5);
            order.into_iter().map(|it| it.1).collect::<Vec<usize>>()
        };
        let orders = (0..8).map(|_| order()).collect();
        Block { variances: vec![0.2; 5], alternatives, orders }
    };
    (vec![0.5, 0.5, 0.5, 0.5, 2.0, 2.0, 2.0], (0..3).map(block).collect())
}

/// Every number shared, in one block.
fn all_shared((variances, blocks): &(Vec<f64>, Vec<Block>)) -> (Vec<f64>, Vec<Block>) {
    let mut all = (variances.clone(), vec![Block::default()]);
    for block in blocks {
        let (first, before) = (all.0.len(), all.1[0].alternatives.len());
        all.0.extend(&block.variances);
        let one = &mut all.1[0];
        one.alternatives.extend(block.alternatives.iter().map(|it| {
            Alternative {
                shared: it
                    .shared
                    .iter()
                    .copied()
                    .chain(it.own.iter().map(|(at, by)| (first + at, *by)))
                    .collect(),
                own: Vec::new(),
            }
        }));
        let orders = block.orders.iter().map(|order| order.iter().map(|it| it + before).collect());
        one.orders.extend(orders);
    }
    all
}

/// Where the density is highest no number can move and gain.
#[test]
fn law_the_fit_is_the_highest_point() {
    let (variances, blocks) = blocks(3);
    let found = fit(&variances, &blocks).unwrap();
    let at = (found.shared.clone(), found.own.clone());
    let best = log_density(&variances, &blocks, &at);
    assert_eq!(best, found.log_density());
    for i in 0..variances.len() {
        for by in [-1e-3, 1e-3] {
            let mut there = at.clone();
            there.0[i] += by;
            assert!(log_density(&variances, &blocks, &there) < best);
        }
    }
    for by in [-1e-3, 1e-3] {
        let mut there = at.clone();
        there.1[1][2] += by;
        assert!(log_density(&variances, &blocks, &there) < best);
    }
    let again = fit_from(&variances, &blocks, Some(&found)).unwrap();
    assert!(again.steps <= 1 && (again.log_density() - best).abs() < 1e-9);
}

/// To eliminate blocks first changes nothing.
#[test]
fn law_blocks_and_one_large_system_agree() {
    let apart = blocks(5);
    let together = all_shared(&apart);
    let [apart, together] = [&apart, &together].map(|(v, b)| fit(v, b).unwrap());
    let own = |block: usize, at: usize| Number::Own { block, at };
    type Sum = Vec<(Number, f64)>;
    let cases: [(Sum, Sum); 3] = [
        (vec![(Number::Shared(2), 1.0)], vec![(Number::Shared(2), 1.0)]),
        (
            vec![(Number::Shared(0), 1.0), (own(1, 3), 1.0), (Number::Shared(1), -1.0)],
            vec![(Number::Shared(0), 1.0), (Number::Shared(15), 1.0), (Number::Shared(1), -1.0)],
        ),
        (
            vec![(own(0, 0), 1.0), (own(2, 4), -1.0)],
            vec![(Number::Shared(7), 1.0), (Number::Shared(21), -1.0)],
        ),
    ];
    for (one, other) in cases {
        let ((a, var_a), (b, var_b)) = (apart.sum(&one), together.sum(&other));
        assert!((a - b).abs() < 1e-9, "{one:?}: {a} {b}");
        assert!((var_a - var_b).abs() < 1e-9 && var_a > 0.0, "{one:?}: {var_a} {var_b}");
    }
    assert!((apart.log_evidence() - together.log_evidence()).abs() < 1e-9);
}

/// Two alternatives, of which the first came first 7 times of 10: a logistic model with a normal prior.
#[test]
fn exact_two_alternatives_by_bisection() {
    let alternative = |at: usize| Alternative { shared: vec![(at, 1.0)], own: Vec::new() };
    let block = Block {
        variances: Vec::new(),
        alternatives: vec![alternative(0), alternative(1)],
        orders: (0..10).map(|i| if i < 7 { vec![0, 1] } else { vec![1, 0] }).collect(),
    };
    let found = fit(&[1.5, 1.5], &[block]).unwrap();
    let difference = found.sum(&[(Number::Shared(0), 1.0), (Number::Shared(1), -1.0)]);
    // d = a − b ~ N(0, 3) before; its slope is 7 − 10/(1 + e⁻ᵈ) − d/3
    let (mut low, mut high) = (0.0, 3.0);
    for _ in 0..80 {
        let d: f64 = 0.5 * (low + high);
        let slope = 7.0 - 10.0 / (1.0 + (-d).exp()) - d / 3.0;
        if slope > 0.0 { low = d } else { high = d }
    }
    assert!((difference.0 - low).abs() < 1e-7, "{difference:?} {low}");
    let p = 1.0 / (1.0 + (-low).exp());
    let variance = 1.0 / (10.0 * p * (1.0 - p) + 1.0 / 3.0);
    assert!((difference.1 - variance).abs() < 1e-7);
}

/// Σ over all orders of three of their probability is 1.
#[test]
fn exact_probabilities_of_orders() {
    let worths = [0.3, -1.0, 2.0];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let all: f64 = orders.iter().map(|order| log_of_order(order, &worths).exp()).sum();
    assert!((all - 1.0).abs() < 1e-14);
    assert_eq!(log_of_order(&[1], &worths), 0.0);
    let steep = log_of_order(&[0, 1], &[800.0, -800.0]);
    assert_eq!(steep, 0.0);
}

#[test]
fn a_variance_that_is_none_is_refused() {
    let (mut variances, blocks) = blocks(1);
    variances[2] = 0.0;
    assert!(fit(&variances, &blocks).is_none());
    assert!(fit(&[1.0], &[]).is_some_and(|fit| fit.value(Number::Shared(0)) == 0.0));
}
