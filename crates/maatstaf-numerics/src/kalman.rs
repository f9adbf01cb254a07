//! A hidden state that moves in steps with noise, seen now and then: what is known of it at every
//! step, from all that was seen before and after.
//!
//! ```text
//! x₀ ~ N(m, P)      xₖ = Fₖ·xₖ₋₁ + wₖ,  wₖ ~ N(0, Qₖ)      zₖ = hₖ·xₖ + vₖ,  vₖ ~ N(0, rₖ)
//! ```
//!
//! Forward by Kalman's filter, back by the smoother of Rauch, Tung and Striebel (1965), *Maximum
//! likelihood estimates of linear dynamic systems*, AIAA Journal 3(8). The gains of the smoother tie
//! every two steps together, so that the covariance between any of them can be asked for.
//!
//! ```
//! use maatstaf_numerics::kalman::{Sight, Step, smooth};
//!
//! // A level that wanders by 1 a step, seen as 3 and as 5 with a variance of 1 each.
//! let seen = |value| Step {
//!     transition: [[1.0]],
//!     noise: [[1.0]],
//!     sight: Some(Sight { row: [1.0], value, variance: 1.0 }),
//! };
//! let known = smooth([0.0], [[1e6]], &[seen(3.0), seen(5.0)]).expect("variances are positive");
//! assert!((known.mean(0)[0] - 11.0 / 3.0).abs() < 1e-5); // the other counts half: 1 / (1 + 1)
//! assert!((known.variance(0, &[1.0]) - 2.0 / 3.0).abs() < 1e-5);
//! ```

/// A square matrix, row by row.
pub type Matrix<const N: usize> = [[f64; N]; N];

/// A number that was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sight<const N: usize> {
    /// `hₖ`: what it sees of the state.
    pub row: [f64; N],
    /// `zₖ`.
    pub value: f64,
    /// `rₖ`; positive.
    pub variance: f64,
}

/// A step of the state, and what is seen behind it. Of the first step nothing but the sight counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<const N: usize> {
    /// `Fₖ`.
    pub transition: Matrix<N>,
    /// `Qₖ`; symmetric.
    pub noise: Matrix<N>,
    /// What is seen.
    pub sight: Option<Sight<N>>,
}

/// What is known of every step.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<const N: usize> {
    means: Vec<[f64; N]>,
    covariances: Vec<Matrix<N>>,
    /// Of each step towards the next: `Gₖ = Pₖ·Fₖ₊₁ᵀ·(Pₖ₊₁ before its sight)⁻¹`.
    gains: Vec<Matrix<N>>,
    log_likelihood: f64,
}

/// What is known of a state at every step; `None` when a variance is not positive.
pub fn smooth<const N: usize>(
    mean: [f64; N],
    covariance: Matrix<N>,
    steps: &[Step<N>],
) -> Option<Known<N>> {
    let mut known = Known {
        means: Vec::with_capacity(steps.len()),
        covariances: Vec::with_capacity(steps.len()),
        gains: Vec::with_capacity(steps.len()),
        log_likelihood: 0.0,
    };
    let mut foreseen = Vec::with_capacity(steps.len());
    let (mut x, mut p) = (mean, covariance);
    for (k, step) in steps.iter().enumerate() {
        if k > 0 {
            let spread = moved(&step.transition, &p);
            x = apply(&step.transition, &x);
            p = plus(&moved_from_the_right(&spread, &step.transition), &step.noise);
            known.gains.push(divided(&spread, &p)?);
        }
        foreseen.push((x, p));
        if let Some(sight) = &step.sight {
            known.log_likelihood += see(&mut x, &mut p, sight)?;
        }
        known.means.push(x);
        known.covariances.push(p);
    }
    for k in (0..steps.len().saturating_sub(1)).rev() {
        let gain = known.gains[k];
        let (ahead_x, ahead_p) = &foreseen[k + 1];
        let lead: [f64; N] = std::array::from_fn(|i| known.means[k + 1][i] - ahead_x[i]);
        let moved = apply(&gain, &lead);
        known.means[k] = std::array::from_fn(|i| known.means[k][i] + moved[i]);
        let change = minus(&known.covariances[k + 1], ahead_p);
        let change = times_transposed(&times(&gain, &change), &gain);
        known.covariances[k] = symmetric(&plus(&known.covariances[k], &change));
    }
    Some(known)
}

/// What all sights together say of what each of them sees: mean and variance, one per step that sees
/// something. The same as [`smooth`] knows, for a quarter of the work; `None` when a variance is not positive.
///
/// By the adjoint of the filter, after Bryson and Frazier (1963), *Smoothing for linear and nonlinear dynamic
/// systems*:
///
/// ```text
/// λ ← (I − k·h)ᵀ·λ − h·e/s      Λ ← (I − k·h)ᵀ·Λ·(I − k·h) + h·hᵀ/s      behind a sight
/// λ ← Fᵀ·λ                      Λ ← Fᵀ·Λ·F                              behind a step
/// ```
///
/// with `e` the surprise of a sight, `s` its variance and `k` the gain of the filter.
pub fn sights_known<const N: usize>(
    mean: [f64; N],
    covariance: Matrix<N>,
    steps: &[Step<N>],
) -> Option<Vec<Option<[f64; 2]>>> {
    let mut seen = Vec::with_capacity(steps.len());
    let (mut x, mut p) = (mean, covariance);
    for (k, step) in steps.iter().enumerate() {
        if k > 0 {
            x = apply(&step.transition, &x);
            let spread = moved(&step.transition, &p);
            p = plus(&moved_from_the_right(&spread, &step.transition), &step.noise);
        }
        seen.push(match &step.sight {
            Some(sight) => Some(take_in(&mut x, &mut p, sight)?),
            None => None,
        });
    }
    let (mut lambda, mut curve) = ([0.0; N], [[0.0; N]; N]);
    let mut known = vec![None; steps.len()];
    for (k, step) in steps.iter().enumerate().rev() {
        if let (Some(sight), Some(seen)) = (&step.sight, &seen[k]) {
            seen.behind(&sight.row, &mut lambda, &mut curve);
            known[k] = Some(seen.known(&lambda, &curve));
        }
        if k > 0 {
            lambda = apply_transposed(&step.transition, &lambda);
            curve = moved_back(&curve, &step.transition);
        }
    }
    Some(known)
}

/// A sight as the filter met it.
#[derive(Clone, Copy, Debug)]
struct Seen<const N: usize> {
    /// `P·h` before it.
    spread: [f64; N],
    /// `h·x` and `h·P·h` before it.
    foreseen: [f64; 2],
    surprise: f64,
    /// `s`.
    variance: f64,
}

impl<const N: usize> Seen<N> {
    fn behind(&self, row: &[f64; N], lambda: &mut [f64; N], curve: &mut Matrix<N>) {
        let share = 1.0 / self.variance;
        let gain: [f64; N] = self.spread.map(|it| it * share);
        let pull = dot(&gain, lambda) + self.surprise * share;
        let across = apply(curve, &gain);
        let own = dot(&gain, &across) + share;
        for i in 0..N {
            lambda[i] -= row[i] * pull;
            for j in 0..N {
                curve[i][j] += row[i] * (row[j] * own - across[j]) - across[i] * row[j];
            }
        }
    }

    /// Mean and variance of what it sees, all sights behind it taken in.
    fn known(&self, lambda: &[f64; N], curve: &Matrix<N>) -> [f64; 2] {
        let [mean, variance] = self.foreseen;
        let less = dot(&self.spread, &apply(curve, &self.spread));
        [mean - dot(&self.spread, lambda), variance - less]
    }
}

impl<const N: usize> Known<N> {
    /// How many steps.
    pub fn len(&self) -> usize {
        self.means.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.means.is_empty()
    }

    /// The mean of a step.
    pub fn mean(&self, step: usize) -> &[f64; N] {
        &self.means[step]
    }

    /// The variance of what `row` sees of a step.
    pub fn variance(&self, step: usize, row: &[f64; N]) -> f64 {
        dot(row, &apply(&self.covariances[step], row))
    }

    /// How what `row` sees of a step varies with every number of an earlier one.
    ///
    /// # Panics
    ///
    /// When `earlier` is behind `step`.
    pub fn covariance(&self, earlier: usize, step: usize, row: &[f64; N]) -> [f64; N] {
        assert!(earlier <= step, "step {earlier} is behind step {step}");
        self.carried_back(earlier, step, apply(&self.covariances[step], row))
    }

    /// How something varies with every number of an earlier step that varies so with those of a step.
    ///
    /// # Panics
    ///
    /// When `earlier` is behind `step`.
    pub fn carried_back(&self, earlier: usize, step: usize, spread: [f64; N]) -> [f64; N] {
        self.gains[earlier..step].iter().rev().fold(spread, |spread, gain| apply(gain, &spread))
    }

    /// How sums over steps vary together, `Σ aₖ·xₖ` with rows in order of their steps, none twice: `[n × n]`.
    ///
    /// One walk back over the steps, however many sums there are.
    pub fn covariances_of_sums(&self, sums: &[Vec<(usize, [f64; N])>]) -> Vec<Vec<f64>> {
        let n = sums.len();
        let mut answer = vec![vec![0.0; n]; n];
        let steps = || sums.iter().flatten().map(|it| it.0);
        let (Some(first), Some(last)) = (steps().min(), steps().max()) else { return answer };
        // What all later steps of a sum say of the present one.
        let mut later = vec![[0.0; N]; n];
        let mut left: Vec<usize> = sums.iter().map(Vec::len).collect();
        for step in (first..=last).rev() {
            if step < last {
                later.iter_mut().for_each(|later| *later = apply(&self.gains[step], later));
            }
            for i in 0..n {
                let Some(next) = left[i].checked_sub(1).filter(|k| sums[i][*k].0 == step) else {
                    continue;
                };
                left[i] = next;
                let row = &sums[i][next].1;
                for j in 0..n {
                    let both = dot(row, &later[j]);
                    answer[i][j] += both;
                    answer[j][i] += both;
                }
                // From now on it is later than those that come after it, itself among them.
                let own = apply(&self.covariances[step], row);
                answer[i][i] += dot(row, &own);
                later[i].iter_mut().zip(own).for_each(|(later, own)| *later += own);
            }
        }
        answer
    }

    /// The logarithm of the density of all that was seen.
    pub fn log_likelihood(&self) -> f64 {
        self.log_likelihood
    }
}

/// Takes a sight in; gives the logarithm of its density.
fn see<const N: usize>(x: &mut [f64; N], p: &mut Matrix<N>, sight: &Sight<N>) -> Option<f64> {
    let Seen { surprise, variance, .. } = take_in(x, p, sight)?;
    Some(-0.5 * (surprise * surprise / variance + (std::f64::consts::TAU * variance).ln()))
}

fn take_in<const N: usize>(
    x: &mut [f64; N],
    p: &mut Matrix<N>,
    sight: &Sight<N>,
) -> Option<Seen<N>> {
    let spread = apply(p, &sight.row);
    let foreseen = [dot(&sight.row, x), dot(&sight.row, &spread)];
    let variance = foreseen[1] + sight.variance;
    if variance.is_nan() || variance <= 0.0 || sight.variance <= 0.0 {
        return None;
    }
    let surprise = sight.value - foreseen[0];
    let share = 1.0 / variance;
    for i in 0..N {
        let gain = spread[i] * share;
        x[i] += gain * surprise;
        for j in 0..N {
            p[i][j] -= gain * spread[j];
        }
    }
    Some(Seen { spread, foreseen, surprise, variance })
}

fn dot<const N: usize>(a: &[f64; N], b: &[f64; N]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn apply<const N: usize>(a: &Matrix<N>, x: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| dot(&a[i], x))
}

fn times<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..N).map(|k| a[i][k] * b[k][j]).sum()))
}

/// `Aᵀ·x`
fn apply_transposed<const N: usize>(a: &Matrix<N>, x: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|i| (0..N).map(|k| a[k][i] * x[k]).sum())
}

/// Every number by which a transition differs from standing still, with its row and column: few do.
#[inline]
fn each_change<const N: usize>(f: &Matrix<N>, mut with: impl FnMut(usize, usize, f64)) {
    for (i, row) in f.iter().enumerate() {
        for (k, value) in row.iter().enumerate() {
            let change = value - if i == k { 1.0 } else { 0.0 };
            if change != 0.0 {
                with(i, k, change);
            }
        }
    }
}

/// `F·B`
#[inline]
fn moved<const N: usize>(f: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    let mut product = *b;
    each_change(f, |i, k, by| (0..N).for_each(|j| product[i][j] += by * b[k][j]));
    product
}

/// `A·Fᵀ`
#[inline]
fn moved_from_the_right<const N: usize>(a: &Matrix<N>, f: &Matrix<N>) -> Matrix<N> {
    let mut product = *a;
    each_change(f, |j, k, by| (0..N).for_each(|i| product[i][j] += by * a[i][k]));
    product
}

/// `Fᵀ·A·F`
#[inline]
fn moved_back<const N: usize>(a: &Matrix<N>, f: &Matrix<N>) -> Matrix<N> {
    let mut half = *a;
    each_change(f, |k, j, by| (0..N).for_each(|i| half[i][j] += by * a[i][k]));
    let mut product = half;
    each_change(f, |k, i, by| (0..N).for_each(|j| product[i][j] += by * half[k][j]));
    product
}

/// `A·Bᵀ`
fn times_transposed<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| dot(&a[i], &b[j])))
}

fn plus<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[i][j] + b[i][j]))
}

fn minus<const N: usize>(a: &Matrix<N>, b: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| a[i][j] - b[i][j]))
}

fn symmetric<const N: usize>(a: &Matrix<N>) -> Matrix<N> {
    std::array::from_fn(|i| std::array::from_fn(|j| 0.5 * (a[i][j] + a[j][i])))
}

/// `Sᵀ·P⁻¹` for a positive definite `P`, by Cholesky; `None` where it is not.
fn divided<const N: usize>(s: &Matrix<N>, p: &Matrix<N>) -> Option<Matrix<N>> {
    let mut l = *p;
    for j in 0..N {
        for k in 0..j {
            for i in j..N {
                l[i][j] -= l[i][k] * l[j][k];
            }
        }
        if l[j][j].is_nan() || l[j][j] <= 0.0 {
            return None;
        }
        // The root's reciprocal stands in its place.
        let root = 1.0 / l[j][j].sqrt();
        (j + 1..N).for_each(|i| l[i][j] *= root);
        l[j][j] = root;
    }
    let mut gain = [[0.0; N]; N];
    for (row, gain) in gain.iter_mut().enumerate() {
        // Row `row` of Sᵀ is column `row` of S.
        let mut y = [0.0; N];
        for i in 0..N {
            let known: f64 = (0..i).map(|k| l[i][k] * y[k]).sum();
            y[i] = (s[i][row] - known) * l[i][i];
        }
        for i in (0..N).rev() {
            let known: f64 = (i + 1..N).map(|k| l[k][i] * gain[k]).sum();
            gain[i] = (y[i] - known) * l[i][i];
        }
    }
    Some(gain)
}

#[cfg(test)]
#[path = "kalman_tests.rs"]
mod tests;
