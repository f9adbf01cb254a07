//! The lowest point of a function of a few variables, from values alone.

/// Where a search ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Lowest {
    /// The point.
    pub at: Vec<f64>,
    /// The value there.
    pub value: f64,
    /// How often the function was asked.
    pub n_values: usize,
    /// Whether the corners came as near to each other as was asked; if not, the search was cut off.
    pub settled: bool,
}

/// Finds a lowest point near `start`, whose neighbours stand `step` away along each axis.
///
/// Nelder & Mead (1965), *A simplex method for function minimization*: a simplex is reflected,
/// stretched and shrunk until the values at its corners differ by less than `tolerance`, or the
/// function was asked `most` times. A value that is not finite is worse than all others.
///
/// ```
/// use maatstaf_numerics::simplex::lowest;
///
/// let found = lowest(&[0.0, 0.0], &[1.0, 1.0], 1e-12, 500, |x| (x[0] - 2.0).powi(2) + x[1].powi(2));
/// assert!(found.settled && (found.at[0] - 2.0).abs() < 1e-5 && found.at[1].abs() < 1e-5);
/// ```
pub fn lowest(
    start: &[f64],
    step: &[f64],
    tolerance: f64,
    most: usize,
    mut function: impl FnMut(&[f64]) -> f64,
) -> Lowest {
    let mut n_values = 0;
    let mut value_at = |at: &[f64]| {
        n_values += 1;
        let value = function(at);
        if value.is_finite() { value } else { f64::INFINITY }
    };
    let mut corners = vec![(value_at(start), start.to_vec())];
    for axis in 0..start.len() {
        let mut at = start.to_vec();
        at[axis] += step[axis];
        corners.push((value_at(&at), at));
    }
    let mut settled = start.is_empty();
    let mut asked = corners.len();
    while !settled && asked < most {
        corners.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (corners[0].0, corners[start.len()].0);
        settled = worst - best < tolerance;
        if !settled {
            asked += move_worst(&mut corners, &mut value_at);
        }
    }
    corners.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (value, at) = corners.swap_remove(0);
    Lowest { at, value, n_values, settled }
}

/// Moves the last of some sorted corners to a better place; how many values that took.
fn move_worst(corners: &mut [(f64, Vec<f64>)], value_at: &mut impl FnMut(&[f64]) -> f64) -> usize {
    let n = corners.len() - 1;
    let mut centre = vec![0.0; n];
    for (_, at) in &corners[..n] {
        centre.iter_mut().zip(at).for_each(|(sum, x)| *sum += x / n as f64);
    }
    let along = |by: f64, from: &[f64]| -> Vec<f64> {
        centre.iter().zip(from).map(|(c, x)| c + by * (x - c)).collect()
    };
    let worst = corners[n].1.clone();
    let mut tried = |by: f64| {
        let at = along(by, &worst);
        (value_at(&at), at)
    };
    let reflected = tried(-1.0);
    if reflected.0 < corners[0].0 {
        let stretched = tried(-2.0);
        corners[n] = if stretched.0 < reflected.0 { stretched } else { reflected };
        return 2;
    }
    if reflected.0 < corners[n - 1].0 {
        corners[n] = reflected;
        return 1;
    }
    let shrunk = if reflected.0 < corners[n].0 { tried(-0.5) } else { tried(0.5) };
    if shrunk.0 < corners[n].0.min(reflected.0) {
        corners[n] = shrunk;
        return 2;
    }
    let best = corners[0].1.clone();
    for (value, at) in &mut corners[1..] {
        at.iter_mut().zip(&best).for_each(|(x, best)| *x = f64::midpoint(*x, *best));
        *value = value_at(at);
    }
    2 + n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_bottom_of_the_valley_of_rosenbrock() {
        let valley = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let found = lowest(&[-1.2, 1.0], &[0.5, 0.5], 1e-14, 1_000, valley);
        assert!(found.settled);
        assert!(found.at.iter().all(|x| (x - 1.0).abs() < 1e-5), "{found:?}");
    }

    #[test]
    fn law_the_end_is_no_higher_than_the_start() {
        let odd = |x: &[f64]| if x[0] > 1.0 { f64::NAN } else { x[0].sin() };
        let found = lowest(&[0.3], &[2.0], 1e-9, 50, odd);
        assert!(found.value <= 0.3_f64.sin() && found.n_values <= 55);
        assert_eq!(lowest(&[], &[], 1e-9, 50, |_| 4.0).value, 4.0);
    }
}
