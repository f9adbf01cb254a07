//! Whether chains of draws tell of one distribution, and how many independent draws they are worth.
//!
//! A. Vehtari, A. Gelman, D. Simpson, B. Carpenter and P.-C. Bürkner (2021), *Rank-normalization, folding, and
//! localization: an improved R̂ for assessing convergence of MCMC*, Bayesian Analysis 16(2). Chains are cut in
//! halves, so that one which drifts differs from itself.
//!
//! ```
//! use maatstaf_numerics::convergence::{bulk_size, rhat};
//! use maatstaf_numerics::random::Random;
//!
//! let chain = |stream: u64, mean: f64| -> Vec<f64> {
//!     let mut random = Random::new(1, stream);
//!     (0..1000).map(|_| mean + random.normal()).collect()
//! };
//! let same = [chain(0, 0.0), chain(1, 0.0)];
//! assert!(rhat(&same).expect("they vary") < 1.01);
//! assert!(bulk_size(&same).expect("they vary") > 1500.0);
//! let apart = [chain(0, 0.0), chain(1, 1.0)];
//! assert!(rhat(&apart).expect("they vary") > 1.1);
//! ```

use crate::distributions::normal_quantile;
use crate::positive::dot;
use crate::quantile;

/// How much wider all chains are together than each for itself: 1 where they agree, and above 1.01 where they should
/// not be trusted yet. The larger of two: of the values' ranks, and of how far values lie from the median. `None`
/// when a chain has fewer than four draws, chains differ in length, or no value differs from another.
pub fn rhat(chains: &[Vec<f64>]) -> Option<f64> {
    let halves = halves(chains)?;
    let middle = quantile(&chains.concat(), 0.5)?;
    let folded: Vec<Vec<f64>> =
        halves.iter().map(|it| it.iter().map(|x| (x - middle).abs()).collect()).collect();
    let of_places = plain_rhat(&ranked(&halves))?;
    // Where values are only two, equally far from the median, there is nothing to fold.
    Some(plain_rhat(&ranked(&folded)).map_or(of_places, |it| it.max(of_places)))
}

/// How many independent draws tell the mean of the ranks as well: what stands behind a middle. `None` as for [`rhat`].
pub fn bulk_size(chains: &[Vec<f64>]) -> Option<f64> {
    effective_size(&ranked(&halves(chains)?))
}

/// How many independent draws tell the ends of a 90 % interval as well, whichever end is worse.
pub fn tail_size(chains: &[Vec<f64>]) -> Option<f64> {
    let (halves, all) = (halves(chains)?, chains.concat());
    let size = |share: f64| {
        let end = quantile(&all, share)?;
        let below: Vec<Vec<f64>> = halves
            .iter()
            .map(|it| it.iter().map(|x| f64::from(u8::from(*x <= end))).collect())
            .collect();
        effective_size(&below)
    };
    Some(size(0.05)?.min(size(0.95)?))
}

/// Both halves of every chain, the draw in the middle of an odd number left out.
fn halves(chains: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = chains.first()?.len();
    let fine = n >= 4 && chains.iter().all(|it| it.len() == n && it.iter().all(|x| x.is_finite()));
    let first = chains.first()?[0];
    let varies = chains.iter().flatten().any(|x| *x != first);
    let halves = chains.iter().flat_map(|it| [it[..n / 2].to_vec(), it[n - n / 2..].to_vec()]);
    (fine && varies).then(|| halves.collect())
}

/// Every value as the normal number of its rank; equals share theirs.
fn ranked(chains: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = chains[0].len();
    let all = chains.concat();
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*a].total_cmp(&all[*b]));
    let mut normal = vec![0.0; all.len()];
    let mut below = 0;
    for equals in order.chunk_by(|a, b| all[*a] == all[*b]) {
        let rank = below as f64 + 0.5 * (equals.len() + 1) as f64;
        let value = normal_quantile((rank - 0.375) / (all.len() as f64 + 0.25));
        equals.iter().for_each(|at| normal[*at] = value);
        below += equals.len();
    }
    normal.chunks_exact(n).map(<[f64]>::to_vec).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn variance(values: &[f64]) -> f64 {
    let mean = mean(values);
    values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (values.len() - 1) as f64
}

/// The mean variance within chains, and that of all of them together.
fn variances(chains: &[Vec<f64>]) -> (f64, f64) {
    let n = chains[0].len() as f64;
    let within = mean(&chains.iter().map(|it| variance(it)).collect::<Vec<f64>>());
    let between = match chains.len() {
        1 => 0.0,
        _ => variance(&chains.iter().map(|it| mean(it)).collect::<Vec<f64>>()),
    };
    (within, within * (n - 1.0) / n + between)
}

fn plain_rhat(chains: &[Vec<f64>]) -> Option<f64> {
    let (within, all) = variances(chains);
    (all > 0.0).then(|| (all / within).sqrt())
}

/// From how alike draws are that lie some steps apart, as far as that is more than noise (Geyer 1992: pairs of lags sum
/// to positive numbers that fall).
fn effective_size(chains: &[Vec<f64>]) -> Option<f64> {
    let (n, n_all) = (chains[0].len(), (chains.len() * chains[0].len()) as f64);
    let (within, all) = variances(chains);
    if all.is_nan() || all <= 0.0 {
        return None;
    }
    let centred: Vec<Vec<f64>> = chains
        .iter()
        .map(|it| {
            let mean = mean(it);
            it.iter().map(|x| x - mean).collect()
        })
        .collect();
    let alike = |lag: usize| {
        let one = |it: &Vec<f64>| dot(&it[lag..], &it[..n - lag]) / n as f64;
        let together = centred.iter().map(one).sum::<f64>() / chains.len() as f64;
        1.0 - (within - together) / all
    };
    let (mut even, mut pair) = (1.0, 1.0 + alike(1));
    let (mut sum, mut lag) = (0.0, 0);
    while pair > 0.0 && lag + 5 < n {
        sum += pair;
        lag += 2;
        even = alike(lag);
        pair = pair.min(even + alike(lag + 1));
    }
    let steps = 2.0 * sum + even.max(0.0) - 1.0;
    // Draws that avoid each other may be worth more than as many independent ones, but not without end.
    Some(n_all / steps.max(1.0 / n_all.log10()))
}

#[cfg(test)]
#[path = "convergence_tests.rs"]
mod tests;
