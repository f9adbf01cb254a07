use super::{bulk_size, rhat, tail_size};
use crate::random::Random;

/// Chains whose next number is a part of the last one and some chance.
fn wandering(n_chains: u64, n: usize, keeps: f64) -> Vec<Vec<f64>> {
    let chain = |stream| {
        let mut random = Random::new(11, stream);
        let mut x = random.normal();
        let chance = (1.0 - keeps * keeps).sqrt();
        let next = |_| {
            x = keeps * x + chance * random.normal();
            x
        };
        (0..n).map(next).collect()
    };
    (0..n_chains).map(chain).collect()
}

/// `n·(1 − φ) / (1 + φ)`, within what 4 chains of 20,000 can tell.
#[test]
fn exact_size_of_wandering_chains() {
    for keeps in [0.0, 0.5, 0.9, -0.3] {
        let chains = wandering(4, 20_000, keeps);
        let want = 80_000.0 * (1.0 - keeps) / (1.0 + keeps);
        let found = bulk_size(&chains).unwrap();
        assert!((found / want - 1.0).abs() < 0.12, "{keeps}: {found} {want}");
        assert!(rhat(&chains).unwrap() < 1.01);
    }
}

/// Numbers of a small table, made by a rule that any program can follow.
fn table() -> Vec<Vec<f64>> {
    let value = |chain: usize, i: usize| {
        let x = (i * 37 + chain * 101) % 200;
        ((x * x + 13 * chain) % 997) as f64 / 100.0 + (i as f64 / 25.0).sin()
    };
    (0..4).map(|chain| (0..200).map(|i| value(chain, i)).collect()).collect()
}

/// Against arviz-stats 0.8.0: `array_stats.rhat` and `.ess` with `method="bulk"`, and `"tail"` with
/// `prob=(0.05, 0.95)`, of the same table.
#[test]
fn agrees_with_arviz() {
    let table = table();
    let found = [rhat(&table), bulk_size(&table), tail_size(&table)].map(Option::unwrap);
    let theirs = [1.006_251_369_340_163_8, 464.727_797_899_331_6, 359.112_832_104_155_6];
    for (found, theirs) in found.into_iter().zip(theirs) {
        assert!((found / theirs - 1.0).abs() < 1e-12, "{found} {theirs}");
    }
}

#[test]
fn law_chains_that_do_not_mix_are_told() {
    let mut chains = wandering(4, 500, 0.3);
    let fine = rhat(&chains).unwrap();
    chains[2].iter_mut().for_each(|x| *x += 2.0);
    let moved = rhat(&chains).unwrap();
    assert!(fine < 1.02 && moved > 1.2, "{fine} {moved}");
    // One that is wider has the same middle; only folding tells.
    let mut chains = wandering(4, 500, 0.3);
    chains[0].iter_mut().for_each(|x| *x *= 5.0);
    assert!(rhat(&chains).unwrap() > 1.1);
    // A single chain that drifts.
    let drift: Vec<f64> =
        wandering(1, 500, 0.0)[0].iter().zip(0..).map(|(x, i)| x + 0.01 * f64::from(i)).collect();
    assert!(rhat(&[drift]).unwrap() > 1.3);
}

#[test]
fn law_only_ranks_count() {
    let chains = wandering(4, 300, 0.5);
    let bent: Vec<Vec<f64>> =
        chains.iter().map(|it| it.iter().map(|x| x.exp()).collect()).collect();
    assert_eq!(bulk_size(&chains), bulk_size(&bent));
    assert_eq!(tail_size(&chains), tail_size(&bent));
}

#[test]
fn law_nothing_is_said_of_too_little() {
    assert_eq!(rhat(&[]), None);
    assert_eq!(rhat(&[vec![1.0, 2.0, 3.0]]), None);
    assert_eq!(bulk_size(&[vec![1.0; 10], vec![1.0; 10]]), None);
    assert_eq!(rhat(&[vec![0.0, 1.0, 2.0, f64::NAN]]), None);
    assert_eq!(tail_size(&[vec![1.0; 8], vec![2.0; 9]]), None);
}
