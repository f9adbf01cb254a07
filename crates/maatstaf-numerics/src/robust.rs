//! Medians, their intervals, and the numbers that do not belong.

/// Consistency factor of the median absolute deviation: Φ⁻¹(3/4).
const MAD_FACTOR: f64 = 0.674_489_750_196_081_7;

/// Consistency factor of the mean absolute deviation: √(π/2).
const MEAN_DEVIATION_FACTOR: f64 = 1.253_314_137_315_500_3;

/// The threshold that Iglewicz & Hoaglin recommend for a modified z-score.
pub const OUTLIER_THRESHOLD: f64 = 3.5;

/// An interval for the median of the population that some numbers were drawn from.
///
/// Its ends are two of the numbers, so it supposes nothing about their distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MedianInterval {
    /// The lower end, in the unit of the numbers.
    pub low: f64,
    /// The upper end, in the unit of the numbers.
    pub high: f64,
    /// How often such an interval holds the median: at least what was asked, from 0 to 1.
    pub coverage: f64,
    /// The ranks of the ends among the sorted numbers, from 1.
    pub ranks: (usize, usize),
    /// How many numbers stand behind it.
    pub n: usize,
}

impl MedianInterval {
    /// Whether a value lies in the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Whether the two intervals share a value.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

/// The middle number; the mean of the two middle ones when their count is even.
///
/// Numbers that are not finite are left out; `None` without any number.
///
/// ```
/// # use maatstaf_numerics::median;
/// assert_eq!(median(&[3.0, 1.0, 2.0]), Some(2.0));
/// assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.5));
/// assert_eq!(median(&[]), None);
/// ```
pub fn median(values: &[f64]) -> Option<f64> {
    median_of_sorted(&sorted_finite(values))
}

/// The number below which a share `p` of the numbers lies, linear between them.
///
/// ```text
/// h = (n − 1) · p        Q = x₍⌊h⌋₎ + (h − ⌊h⌋) · (x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎)      ranks from 0
/// ```
///
/// Numbers that are not finite are left out; `None` without any number, or with `p` outside
/// 0 to 1.
///
/// Hyndman & Fan (1996), *Sample quantiles in statistical packages*, definition 7.
///
/// ```
/// # use maatstaf_numerics::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.25), Some(2.0));
/// assert_eq!(quantile(&[10.0, 20.0], 0.75), Some(17.5));
/// ```
pub fn quantile(values: &[f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    let sorted = sorted_finite(values);
    let h = sorted.len().checked_sub(1)? as f64 * p;
    let below = sorted[h.floor() as usize];
    let above = sorted[h.ceil() as usize];
    Some(below + h.fract() * (above - below))
}

/// The median absolute deviation from the median, not scaled.
///
/// ```text
/// MAD = median |xᵢ − median x|
/// ```
///
/// `MAD / 0.6745` estimates the standard deviation of a normal distribution.
///
/// ```
/// # use maatstaf_numerics::mad;
/// assert_eq!(mad(&[1.0, 2.0, 3.0, 4.0, 1000.0]), Some(1.0));
/// ```
pub fn mad(values: &[f64]) -> Option<f64> {
    median(&deviations(values, median(values)?))
}

/// The narrowest interval between two equally deep order statistics that holds the median
/// at least as often as asked.
///
/// ```text
/// P(x₍r₎ ≤ median ≤ x₍n+1−r₎) = Σ_{k=r}^{n−r} C(n, k) / 2ⁿ        ranks from 1
/// ```
///
/// The largest `r` is taken whose probability is at least `coverage`, and that probability
/// is returned with it. It holds for independent draws from any one continuous distribution;
/// with ties the true coverage is larger. Numbers that are not finite are left out.
/// `None` when even the smallest and the largest number are not enough: 90 % needs five
/// numbers, 95 % six.
///
/// David & Nagaraja (2003), *Order Statistics*, 3rd ed., section 7.1.
///
/// ```
/// # use maatstaf_numerics::median_interval;
/// let values: Vec<f64> = (1..=10).map(f64::from).collect();
/// let interval = median_interval(&values, 0.95).expect("ten numbers are enough");
/// assert_eq!(interval.ranks, (2, 9));
/// assert_eq!(interval.coverage, 1002.0 / 1024.0); // 97.85 %
/// assert_eq!(median_interval(&values[..4], 0.90), None);
/// ```
pub fn median_interval(values: &[f64], coverage: f64) -> Option<MedianInterval> {
    let sorted = sorted_finite(values);
    let n = sorted.len();
    let chances = fair_binomial(n);
    let mut tail = 0.0;
    let mut best = None;
    for rank in 1..=n / 2 {
        tail += chances[rank - 1];
        let attained = 1.0 - 2.0 * tail;
        if attained < coverage {
            break;
        }
        best = Some((rank, attained));
    }
    let (rank, attained) = best?;
    let ranks = (rank, n + 1 - rank);
    let (low, high) = (sorted[ranks.0 - 1], sorted[ranks.1 - 1]);
    Some(MedianInterval { low, high, coverage: attained, ranks, n })
}

/// How far each number lies from the median, in robust standard deviations.
///
/// ```text
/// Mᵢ = 0.6745 · (xᵢ − median x) / MAD
/// ```
///
/// Where more than half of the numbers are equal the MAD is zero, and the mean absolute
/// deviation from the median `d` takes its place: `Mᵢ = (xᵢ − median x) / (1.2533 · d)`.
/// Where all are equal every score is zero. One score a number, in order; the score of a
/// number that is not finite is infinite.
///
/// Iglewicz & Hoaglin (1993), *How to Detect and Handle Outliers*, ASQC.
///
/// ```
/// # use maatstaf_numerics::modified_z_scores;
/// let scores = modified_z_scores(&[1.0, 2.0, 3.0, 4.0, 9.0]);
/// assert_eq!(scores[2], 0.0);
/// assert!((scores[4] - 4.047).abs() < 0.001);
/// ```
pub fn modified_z_scores(values: &[f64]) -> Vec<f64> {
    let Some(centre) = median(values) else {
        return vec![f64::INFINITY; values.len()];
    };
    let deviations = deviations(values, centre);
    let mad = median(&deviations).unwrap_or(0.0);
    let mean_deviation = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let spread = if mad > 0.0 { mad / MAD_FACTOR } else { MEAN_DEVIATION_FACTOR * mean_deviation };
    let score = |value: f64| match value - centre {
        _ if !value.is_finite() => f64::INFINITY,
        0.0 => 0.0,
        deviation => deviation / spread,
    };
    values.iter().map(|&value| score(value)).collect()
}

/// Which numbers do not belong: those whose modified z-score is beyond the threshold.
///
/// One flag a number, in order: `|Mᵢ| > threshold`, with `Mᵢ` from [`modified_z_scores`].
/// Iglewicz & Hoaglin (1993) recommend [`OUTLIER_THRESHOLD`], 3.5.
///
/// ```
/// # use maatstaf_numerics::outliers;
/// assert_eq!(outliers(&[1.0, 2.0, 3.0, 4.0, 9.0], 3.5), [false, false, false, false, true]);
/// ```
pub fn outliers(values: &[f64], threshold: f64) -> Vec<bool> {
    modified_z_scores(values).into_iter().map(|score| score.abs() > threshold).collect()
}

/// How often a fair coin gives a result at least as lopsided: the exact two-sided sign test.
///
/// ```text
/// p = min(1, 2 · Σ_{k=0}^{min(a, b)} C(a + b, k) / 2^(a + b))
/// ```
///
/// `a` and `b` count the signs of either kind; ties are left out by the caller. 1 without any.
///
/// ```
/// # use maatstaf_numerics::sign_test;
/// assert_eq!(sign_test(5, 0), 2.0 / 32.0);
/// assert_eq!(sign_test(3, 3), 1.0);
/// assert_eq!(sign_test(0, 0), 1.0);
/// ```
pub fn sign_test(a: usize, b: usize) -> f64 {
    let tail: f64 = fair_binomial(a + b)[..=a.min(b)].iter().sum();
    (2.0 * tail).min(1.0)
}

fn sorted_finite(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

fn median_of_sorted(sorted: &[f64]) -> Option<f64> {
    let n = sorted.len();
    let upper = *sorted.get(n / 2)?;
    Some(if n % 2 == 1 { upper } else { f64::midpoint(sorted[n / 2 - 1], upper) })
}

fn deviations(values: &[f64], centre: f64) -> Vec<f64> {
    values.iter().filter(|value| value.is_finite()).map(|value| (value - centre).abs()).collect()
}

/// `C(n, k) / 2ⁿ` for k = 0 to n.
///
/// Weights relative to the middle one keep large `n` from underflowing where it matters.
fn fair_binomial(n: usize) -> Vec<f64> {
    let middle = n / 2;
    let mut chances = vec![1.0; n + 1];
    for k in middle + 1..=n {
        chances[k] = chances[k - 1] * (n + 1 - k) as f64 / k as f64;
    }
    for k in (0..middle).rev() {
        chances[k] = chances[n - k];
    }
    let all: f64 = chances.iter().sum();
    chances.iter_mut().for_each(|chance| *chance /= all);
    chances
}

#[cfg(test)]
#[path = "robust_tests.rs"]
mod tests;
