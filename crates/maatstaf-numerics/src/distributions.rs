//! Quantiles of Student's t, of χ² and of the binomial's share, with the integrals behind them.

mod normal;

/// Halvings of an interval until two neighbouring numbers are left.
const HALVINGS: usize = 200;

/// Terms after which a series or a continued fraction is taken as it is.
const MOST_TERMS: usize = 10_000;

/// Where such a sum has all its digits.
const DIGITS: f64 = 1e-15;

/// `ln Γ(x)` for `x` above 0.
///
/// Lanczos (1964) with the coefficients of Godfrey (2001) for `g = 7`, nine terms: 15 digits.
///
/// ```
/// # use maatstaf_numerics::distributions::ln_gamma;
/// assert!((ln_gamma(5.0) - 24.0_f64.ln()).abs() < 1e-13);
/// ```
pub fn ln_gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const COEFFICIENTS: [f64; 8] = [
        676.520_368_121_885_1,
        -1_259.139_216_722_402_8,
        771.323_428_777_653_1,
        -176.615_029_162_140_6,
        12.507_343_278_686_905,
        -0.138_571_095_265_720_12,
        9.984_369_578_019_572e-6,
        1.505_632_735_149_311_6e-7,
    ];
    if x < 0.5 {
        let pi = std::f64::consts::PI;
        return (pi / (pi * x).sin()).ln() - ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let terms = COEFFICIENTS.iter().zip(1..);
    let sum: f64 = terms.map(|(value, k)| value / (x + f64::from(k))).sum();
    let t = x + G + 0.5;
    0.5 * std::f64::consts::TAU.ln() + (x + 0.5) * t.ln() - t + (0.999_999_999_999_809_9 + sum).ln()
}

/// How often Student's t with `df` degrees of freedom is below `t`.
///
/// ```
/// # use maatstaf_numerics::distributions::student_t_below;
/// assert!((student_t_below(1.0, 1.0) - 0.75).abs() < 1e-14); // Cauchy
/// ```
pub fn student_t_below(t: f64, df: f64) -> f64 {
    let tail = 0.5 * incomplete_beta(df / (df + t * t), 0.5 * df, 0.5);
    if t < 0.0 { tail } else { 1.0 - tail }
}

/// The value below which Student's t with `df` degrees of freedom is with chance `p`.
///
/// `df` may be infinite: the normal distribution. Not a number outside of 0 to 1, or without a
/// degree of freedom.
///
/// ```
/// # use maatstaf_numerics::distributions::student_t_quantile;
/// assert!((student_t_quantile(0.95, 10.0) - 1.812_461_123).abs() < 1e-9);
/// assert!((student_t_quantile(0.95, f64::INFINITY) - 1.644_853_627).abs() < 1e-9);
/// ```
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p < 0.5 {
        return -student_t_quantile(1.0 - p, df);
    }
    let below = |t: f64| if df > 1e8 { normal_below(t) } else { student_t_below(t, df) };
    find(p, below)
}

/// How often a standard normal number is below `z`.
///
/// ```
/// # use maatstaf_numerics::distributions::normal_below;
/// assert!((normal_below(1.959_963_985) - 0.975).abs() < 1e-9);
/// ```
pub fn normal_below(z: f64) -> f64 {
    let between = 0.5 * incomplete_gamma(0.5 * z * z, 0.5);
    if z < 0.0 { 0.5 - between } else { 0.5 + between }
}

/// The value below which a standard normal number is with chance `p`; infinite at 0 and 1, not a number outside.
///
/// M. J. Wichura (1988), *Algorithm AS 241*, Applied Statistics 37(3): 16 digits.
///
/// ```
/// # use maatstaf_numerics::distributions::normal_quantile;
/// assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-14);
/// ```
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let off = p - 0.5;
    if off.abs() <= 0.425 {
        return off * ratio(&normal::MIDDLE, 0.180_625 - off * off);
    }
    let far = (-p.min(1.0 - p).ln()).sqrt();
    let value = match far {
        f64::INFINITY => far,
        far if far <= 5.0 => ratio(&normal::SIDE, far - 1.6),
        far => ratio(&normal::END, far - 5.0),
    };
    value.copysign(off)
}

/// The quotient of two polynomials.
fn ratio([above, below]: &[[f64; 8]; 2], x: f64) -> f64 {
    let value = |terms: &[f64]| terms.iter().rev().fold(0.0, |sum, term| sum * x + term);
    value(above) / value(below)
}

/// The value below which χ² with `df` degrees of freedom is with chance `p`.
///
/// ```
/// # use maatstaf_numerics::distributions::chi_squared_quantile;
/// assert!((chi_squared_quantile(0.95, 1.0) - 3.841_458_821).abs() < 1e-8);
/// ```
pub fn chi_squared_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    find(p, |x| incomplete_gamma(0.5 * x, 0.5 * df))
}

/// The interval that holds a share in at least `coverage` of cases, when `hits` of `n` were seen.
///
/// Clopper & Pearson (1934): its ends are those shares under which so few, or so many, hits have
/// half of what is left. 0 to 1 without any trial.
///
/// ```
/// # use maatstaf_numerics::distributions::share_interval;
/// let (low, high) = share_interval(0, 10, 0.90);
/// assert_eq!(low, 0.0);
/// assert!((high - (1.0 - 0.05_f64.powf(0.1))).abs() < 1e-12);
/// ```
pub fn share_interval(hits: usize, n: usize, coverage: f64) -> (f64, f64) {
    let (k, misses) = (hits as f64, n.saturating_sub(hits) as f64);
    let tail = 0.5 * (1.0 - coverage);
    let share = |p: f64, a: f64, b: f64| halve(0.0, 1.0, |x| incomplete_beta(x, a, b) < p);
    let low = if hits == 0 { 0.0 } else { share(tail, k, misses + 1.0) };
    let high = if hits >= n { 1.0 } else { share(1.0 - tail, k + 1.0, misses) };
    (low, high)
}

/// The share of the beta integral up to `x`: `I_x(a, b)`.
///
/// By its continued fraction: Press et al. (2007), *Numerical Recipes*, 3rd ed., section 6.4.
pub fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let front = ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p();
    let coefficient = |term: usize| {
        let m = (term / 2) as f64;
        match term % 2 {
            0 => m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            _ => -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        }
    };
    front.exp() / (a * continued_fraction(1.0, |term| (coefficient(term), 1.0)))
}

/// The share of the gamma integral up to `x`: `P(a, x)`.
///
/// By its series, and beyond `a + 1` by its continued fraction: the same book, section 6.2.
pub fn incomplete_gamma(x: f64, a: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = (a * x.ln() - x - ln_gamma(a)).exp();
    if x > a + 1.0 {
        let step = |k: usize| (-(k as f64) * (k as f64 - a), x + 2.0 * k as f64 + 1.0 - a);
        return 1.0 - front / continued_fraction(x + 1.0 - a, step);
    }
    let (mut term, mut sum) = (1.0, 1.0);
    for k in 1..MOST_TERMS {
        term *= x / (a + k as f64);
        sum += term;
        if term < sum * DIGITS {
            break;
        }
    }
    (front * sum / a).min(1.0)
}

/// `b₀ + a₁ / (b₁ + a₂ / (b₂ + …))`, by the method of Lentz; `step` gives `(aₖ, bₖ)`.
fn continued_fraction(first: f64, step: impl Fn(usize) -> (f64, f64)) -> f64 {
    let (mut fraction, mut c, mut d) = (first, first, 0.0);
    for k in 1..MOST_TERMS {
        let (above, beside) = step(k);
        d = 1.0 / away_from_zero(beside + above * d);
        c = away_from_zero(beside + above / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < DIGITS {
            break;
        }
    }
    fraction
}

fn away_from_zero(value: f64) -> f64 {
    if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value }
}

/// Where a rising chance reaches `p`, from 0 up.
fn find(p: f64, below: impl Fn(f64) -> f64) -> f64 {
    let mut high = 1.0;
    while below(high) < p {
        high *= 2.0;
        if high > 1e18 {
            return f64::INFINITY;
        }
    }
    halve(0.0, high, |x| below(x) < p)
}

fn halve(mut low: f64, mut high: f64, is_above: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if is_above(middle) { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
#[path = "distributions_tests.rs"]
mod tests;
