use super::*;

/// Digits of the printed tables.
const AS_PRINTED: f64 = 6e-4;

#[track_caller]
fn close(got: f64, want: f64, by: f64) {
    assert!((got - want).abs() <= by, "{got} is not {want}");
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, tables 1.3.6.7.2 and 1.3.6.7.4.
#[test]
fn agrees_with_printed_tables() {
    let t = [(0.90, 1.0, 3.078), (0.95, 2.0, 2.920), (0.975, 5.0, 2.571), (0.95, 30.0, 1.697)];
    t.iter().for_each(|&(p, df, want)| close(student_t_quantile(p, df), want, AS_PRINTED));
    let chi =
        [(0.05, 10.0, 3.940), (0.95, 10.0, 18.307), (0.975, 3.0, 9.348), (0.95, 100.0, 124.342)];
    chi.iter().for_each(|&(p, df, want)| close(chi_squared_quantile(p, df), want, AS_PRINTED));
}

#[test]
fn exact_closed_forms() {
    close(ln_gamma(0.5), 0.5 * std::f64::consts::PI.ln(), 1e-14);
    // t with two degrees of freedom, and χ² with two.
    close(student_t_below(1.5, 2.0), 0.5 + 1.5 / (2.0 * (2.0_f64 + 2.25).sqrt()), 1e-13);
    close(chi_squared_quantile(0.3, 2.0), -2.0 * 0.7_f64.ln(), 1e-12);
    close(incomplete_beta(0.3, 1.0, 4.0), 1.0 - 0.7_f64.powi(4), 1e-14);
}

#[test]
fn law_quantiles_undo_chances() {
    for df in [0.5, 1.0, 3.0, 17.0, 400.0] {
        for p in [0.01, 0.2, 0.5, 0.77, 0.999] {
            close(student_t_below(student_t_quantile(p, df), df), p, 1e-11);
            close(incomplete_gamma(0.5 * chi_squared_quantile(p, df), 0.5 * df), p, 1e-11);
        }
    }
    assert!(student_t_quantile(1.2, 3.0).is_nan() && chi_squared_quantile(0.5, 0.0).is_nan());
}

/// Among all samples of a share, the interval misses no more often than said.
#[test]
fn law_intervals_of_shares_hold_as_often_as_said() {
    let n = 25_usize;
    for share in [0.02_f64, 0.1, 0.5, 0.83] {
        let chance = |k: usize| {
            let ways = ln_gamma(n as f64 + 1.0)
                - ln_gamma(k as f64 + 1.0)
                - ln_gamma((n - k) as f64 + 1.0);
            (ways + k as f64 * share.ln() + (n - k) as f64 * (1.0 - share).ln()).exp()
        };
        let holds = |k: &usize| {
            let (low, high) = share_interval(*k, n, 0.90);
            low <= share && share <= high
        };
        let held: f64 = (0..=n).filter(holds).map(chance).sum();
        assert!(held >= 0.90, "{share}: {held}");
    }
}

/// Halving finds the same as the polynomials.
#[test]
fn law_normal_quantiles_are_those_of_the_integral() {
    for p in [1e-300, 1e-12, 1e-4, 0.02, 0.075, 0.3, 0.5, 0.6, 0.93, 0.9999] {
        let z = normal_quantile(p);
        let back = if z < -6.0 { below_far(z) } else { normal_below(z) };
        close(back / p, 1.0, 1e-12);
        close(normal_quantile(1.0 - p.max(1e-9)), -normal_quantile(p.max(1e-9)), 1e-6);
    }
    assert_eq!([0.0, 1.0].map(normal_quantile), [f64::NEG_INFINITY, f64::INFINITY]);
    assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
}

/// The continued fraction of the tail.
fn below_far(z: f64) -> f64 {
    let x = -z;
    let fraction = (1..200).rev().fold(x, |below, k| x + f64::from(k) / below);
    (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt() / fraction
}
