//! A few linear equations, by elimination with pivots.

/// Solves `A x = b` in place: `a` is `[n × n]` by rows and is used up, `b` becomes `x`.
///
/// Rows are exchanged so that the largest entry of a column divides. `false` if a column has no
/// entry to divide by; `b` is of no use then.
///
/// ```
/// use maatstaf_numerics::elimination::solve;
///
/// let mut b = [3.0, 5.0];
/// assert!(solve(&mut [0.0, 1.0, 2.0, 1.0], &mut b));
/// assert_eq!(b, [1.0, 3.0]);
/// assert!(!solve(&mut [1.0, 2.0, 2.0, 4.0], &mut b));
/// ```
pub fn solve(a: &mut [f64], b: &mut [f64]) -> bool {
    let n = b.len();
    if a.len() != n * n {
        return false;
    }
    for k in 0..n {
        let largest = (k..n).max_by(|&i, &j| a[i * n + k].abs().total_cmp(&a[j * n + k].abs()));
        let Some(pivot) = largest.filter(|&i| a[i * n + k] != 0.0 && a[i * n + k].is_finite())
        else {
            return false;
        };
        for j in 0..n {
            a.swap(k * n + j, pivot * n + j);
        }
        b.swap(k, pivot);
        for i in k + 1..n {
            let factor = a[i * n + k] / a[k * n + k];
            for j in k..n {
                a[i * n + j] -= factor * a[k * n + j];
            }
            b[i] -= factor * b[k];
        }
    }
    for k in (0..n).rev() {
        let sum: f64 = (k + 1..n).map(|j| a[k * n + j] * b[j]).sum();
        b[k] = (b[k] - sum) / a[k * n + k];
    }
    true
}
