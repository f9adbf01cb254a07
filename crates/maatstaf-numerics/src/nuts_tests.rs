use super::{Chain, Settings, sample};
use crate::convergence::{bulk_size, rhat};
use crate::quantile;
use crate::random::Random;

fn settings(draws: usize) -> Settings {
    Settings { draws, ..Settings::default() }
}

/// Four chains from places drawn about zero.
fn four(
    n: usize,
    settings: &Settings,
    density: impl Fn(&[f64], &mut [f64]) -> f64 + Sync,
    threads: bool,
) -> Vec<Chain> {
    let one = |stream: u64| {
        let mut random = Random::new(5, 100 + stream);
        let start: Vec<f64> = (0..n).map(|_| 4.0 * random.uniform() - 2.0).collect();
        let mut density = |at: &[f64], slopes: &mut [f64]| density(at, slopes);
        sample(&start, settings, Random::new(5, stream), &mut density, &mut |_| ()).unwrap()
    };
    if !threads {
        return (0..4).map(one).collect();
    }
    std::thread::scope(|scope| {
        let one = &one;
        let chains: Vec<_> = (0..4).map(|stream| scope.spawn(move || one(stream))).collect();
        chains.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

fn number(chains: &[Chain], at: usize) -> Vec<Vec<f64>> {
    chains.iter().map(|chain| chain.draws().map(|it| it[at]).collect()).collect()
}

/// Holds a mean against what is known, within four errors of the draws and of the reference.
#[track_caller]
fn check_mean(values: &[Vec<f64>], want: f64, error: f64) {
    let all = values.concat();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / all.len() as f64;
    let own = (variance / bulk_size(values).unwrap()).sqrt();
    let off = (mean - want).abs() / own.hypot(error);
    assert!(off < 4.0, "{mean} is not {want} (±{own} ±{error})");
    assert!(rhat(values).unwrap() < 1.02);
}

/// Covariance of three numbers, of widths 0.1, 1 and 20, of which two go together.
const COVARIANCE: [[f64; 3]; 3] = [[0.01, 0.06, 0.0], [0.06, 1.0, 5.0], [0.0, 5.0, 400.0]];
const MEANS: [f64; 3] = [1.0, -2.0, 30.0];

fn bell(at: &[f64], slopes: &mut [f64]) -> f64 {
    let covariance: Vec<f64> = COVARIANCE.concat();
    let factor = crate::positive::Factor::new(covariance, 3).unwrap();
    let mut off: Vec<f64> = at.iter().zip(MEANS).map(|(x, mean)| mean - x).collect();
    slopes.copy_from_slice(&off);
    factor.solve(slopes);
    factor.solve_lower(&mut off);
    -0.5 * off.iter().map(|x| x * x).sum::<f64>()
}

#[test]
fn exact_normal_of_three() {
    let chains = four(3, &settings(2000), bell, true);
    assert!(chains.iter().all(|it| it.divergences == 0 && it.cut_short == 0 && it.len() == 2000));
    for (i, mean) in MEANS.into_iter().enumerate() {
        let values = number(&chains, i);
        check_mean(&values, mean, 0.0);
        for j in 0..=i {
            let others = number(&chains, j);
            let product = |(a, b): (&Vec<f64>, &Vec<f64>)| {
                a.iter().zip(b).map(|(a, b)| (a - mean) * (b - MEANS[j])).collect()
            };
            let products: Vec<Vec<f64>> = values.iter().zip(&others).map(product).collect();
            check_mean(&products, COVARIANCE[i][j], 0.0);
        }
        let width = COVARIANCE[i][i].sqrt();
        for (share, z) in [(0.05, -1.645), (0.25, -0.6745), (0.75, 0.6745), (0.95, 1.645)] {
            let found = (quantile(&values.concat(), share).unwrap() - mean) / width;
            assert!((found - z).abs() < 0.1, "{i} at {share}: {found}");
        }
    }
}

/// What eight schools found, and how sure each was: D. B. Rubin (1981).
const SCHOOLS: [(f64, f64); 8] = [
    (28.0, 15.0),
    (8.0, 10.0),
    (-3.0, 16.0),
    (7.0, 11.0),
    (-1.0, 9.0),
    (1.0, 11.0),
    (18.0, 10.0),
    (12.0, 18.0),
];

/// μ ~ N(0, 5²), τ ~ half of a Cauchy of 5, θ = μ + τ·z, z ~ N(0, 1); numbers: z, μ, ln τ.
fn schools(at: &[f64], slopes: &mut [f64]) -> f64 {
    let (mu, tau) = (at[8], at[9].exp());
    let cauchy = 1.0 + tau * tau / 25.0;
    let mut log = -0.5 * mu * mu / 25.0 - cauchy.ln() + at[9];
    (slopes[8], slopes[9]) = (-mu / 25.0, 1.0 - 2.0 * tau * tau / 25.0 / cauchy);
    for (i, (seen, error)) in SCHOOLS.into_iter().enumerate() {
        let off = (seen - mu - tau * at[i]) / error;
        log -= 0.5 * (at[i] * at[i] + off * off);
        slopes[i] = off * tau / error - at[i];
        slopes[8] += off / error;
        slopes[9] += off * tau * at[i] / error;
    }
    log
}

/// Means and their errors: posteriordb, `eight_schools-eight_schools_noncentered`, ten chains of Stan, in its folder
/// `reference_posteriors/summary_statistics/mean`.
#[test]
fn agrees_with_the_reference_of_eight_schools() {
    let theta: [(f64, f64); 8] = [
        (6.1505, 0.0557),
        (4.9396, 0.0462),
        (3.9059, 0.0542),
        (4.7960, 0.0475),
        (3.6144, 0.0461),
        (4.0511, 0.0485),
        (6.3172, 0.0499),
        (4.8840, 0.0543),
    ];
    let chains = four(10, &settings(3000), schools, true);
    let each = |of: &dyn Fn(&[f64]) -> f64| -> Vec<Vec<f64>> {
        chains.iter().map(|chain| chain.draws().map(of).collect()).collect()
    };
    for (i, (mean, error)) in theta.into_iter().enumerate() {
        check_mean(&each(&|it| it[8] + it[9].exp() * it[i]), mean, error);
    }
    check_mean(&each(&|it| it[8]), 4.4105, 0.0330);
    check_mean(&each(&|it| it[9].exp()), 3.6021, 0.0319);
}

#[track_caller]
fn check_slopes(n: usize, density: impl Fn(&[f64], &mut [f64]) -> f64) {
    let mut random = Random::new(9, 0);
    let at: Vec<f64> = (0..n).map(|_| random.normal()).collect();
    let mut slopes = vec![0.0; n];
    density(&at, &mut slopes);
    for i in 0..n {
        let beside = |by: f64| {
            let mut there = at.clone();
            there[i] += by;
            density(&there, &mut vec![0.0; n])
        };
        let found = (beside(1e-5) - beside(-1e-5)) / 2e-5;
        assert!((found - slopes[i]).abs() < 1e-5 * (1.0 + found.abs()), "{i}: {found}");
    }
}

#[test]
fn law_slopes_are_those_of_differences() {
    check_slopes(3, bell);
    check_slopes(10, schools);
    check_slopes(2, funnel);
}

/// R. M. Neal (2003), *Slice sampling*: the width of the second number hangs on the first.
fn funnel(at: &[f64], slopes: &mut [f64]) -> f64 {
    let (v, x) = (at[0], at[1]);
    let steep = x * x * (-v).exp();
    (slopes[0], slopes[1]) = (-v / 9.0 + 0.5 * steep - 0.5, -x * (-v).exp());
    -v * v / 18.0 - 0.5 * steep - 0.5 * v
}

/// Where the funnel is narrow, steps that fit elsewhere leave the hill, and that is counted.
#[test]
fn law_a_funnel_diverges() {
    let chains = four(2, &settings(1000), funnel, true);
    assert!(chains.iter().map(|it| it.divergences).sum::<usize>() > 0);
}

#[test]
fn law_same_bytes_on_any_number_of_threads() {
    let settings = Settings { warm_up: 200, draws: 100, ..Settings::default() };
    let alone = four(10, &settings, schools, false);
    assert_eq!(alone, four(10, &settings, schools, true));
    assert_ne!(alone[0], alone[1]);
}

#[test]
fn law_every_draw_is_told() {
    let settings = Settings { warm_up: 30, draws: 20, ..Settings::default() };
    let mut told = Vec::new();
    let mut density = |at: &[f64], slopes: &mut [f64]| bell(at, slopes);
    sample(&MEANS, &settings, Random::new(1, 0), &mut density, &mut |done| told.push(done))
        .unwrap();
    assert_eq!(told, (1..=50).collect::<Vec<usize>>());
}

#[test]
fn law_no_chain_without_a_start() {
    let mut nowhere = |_: &[f64], slopes: &mut [f64]| {
        slopes.fill(0.0);
        f64::NEG_INFINITY
    };
    let settings = Settings::default();
    assert_eq!(sample(&[0.0], &settings, Random::new(1, 0), &mut nowhere, &mut |_| ()), None);
    let mut flat = |_: &[f64], _: &mut [f64]| 0.0;
    assert_eq!(sample(&[], &settings, Random::new(1, 0), &mut flat, &mut |_| ()), None);
}
