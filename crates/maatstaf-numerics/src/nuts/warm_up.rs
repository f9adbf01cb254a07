//! The length of a step, and the widths of the numbers.

/// The length of a step that is accepted as often as wanted: dual averaging of Nesterov, by Hoffman and Gelman (2014),
/// section 3.2, with their numbers.
#[derive(Clone, Debug)]
pub(super) struct StepLength {
    wanted: f64,
    /// The logarithm towards which steps are drawn.
    towards: f64,
    /// The mean of what was missing, and the mean of the logarithms.
    missing: f64,
    mean: f64,
    count: f64,
}

impl StepLength {
    /// Steps are drawn towards ten times the first, since long ones are cheap to try.
    pub fn new(first: f64, wanted: f64) -> Self {
        Self { wanted, towards: (10.0 * first).ln(), missing: 0.0, mean: first.ln(), count: 0.0 }
    }

    /// The next length, after one that was accepted that often.
    pub fn next(&mut self, acceptance: f64) -> f64 {
        const DRAWN: f64 = 0.05;
        const STEADY: f64 = 10.0;
        const FORGET: f64 = 0.75;
        self.count += 1.0;
        let share = 1.0 / (self.count + STEADY);
        self.missing = (1.0 - share) * self.missing + share * (self.wanted - acceptance);
        let log = self.towards - self.count.sqrt() / DRAWN * self.missing;
        let share = self.count.powf(-FORGET);
        self.mean = share * log + (1.0 - share) * self.mean;
        log.exp()
    }

    /// What all of them settle on.
    pub fn settled(&self) -> f64 {
        self.mean.exp()
    }
}

/// The variance of every number, as draws come (Welford).
#[derive(Clone, Debug)]
pub(super) struct Widths {
    count: f64,
    means: Vec<f64>,
    squares: Vec<f64>,
}

impl Widths {
    pub fn new(n: usize) -> Self {
        Self { count: 0.0, means: vec![0.0; n], squares: vec![0.0; n] }
    }

    pub fn add(&mut self, at: &[f64]) {
        self.count += 1.0;
        for ((mean, square), x) in self.means.iter_mut().zip(&mut self.squares).zip(at) {
            let off = x - *mean;
            *mean += off / self.count;
            *square += off * (x - *mean);
        }
    }

    /// The variances, drawn a little towards a thousandth as Stan does, since few draws tell little; and begins anew.
    pub fn take(&mut self) -> Vec<f64> {
        let n = self.count;
        let done = std::mem::replace(self, Self::new(self.means.len()));
        let share = n / (n + 5.0);
        let variance = |square: f64| share * square / (n - 1.0).max(1.0) + 1e-3 * (1.0 - share);
        done.squares.into_iter().map(variance).collect()
    }
}

/// Where the windows of a warm-up lie in which widths are gathered.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Windows {
    /// Draws before the first: only the way there.
    pub start: usize,
    /// The last draw of each.
    pub ends: Vec<usize>,
    /// The last draw of the last; behind it only steps are settled.
    pub end: usize,
}

/// As in Stan: 75 draws before, 50 behind, windows of 25 that double; shares of these where there is no room.
pub(super) fn window_ends(warm_up: usize) -> Windows {
    let (start, behind, mut size) = match warm_up {
        150.. => (75, 50, 25),
        _ => (warm_up * 15 / 100, warm_up / 10, warm_up * 3 / 4),
    };
    let end = warm_up - behind;
    let (mut at, mut ends) = (start, Vec::new());
    while at < end {
        // Where the next one would find no room, this one takes what is left.
        at = if at + 3 * size > end { end } else { at + size };
        ends.push(at);
        size *= 2;
    }
    Windows { start, ends, end }
}

#[cfg(test)]
mod tests {
    use super::{Widths, Windows, window_ends};

    /// Stan Reference Manual, "Automatic parameter tuning": 75, 25, 50, 100, 200, 500, 50 of a thousand.
    #[test]
    fn agrees_with_the_windows_of_stan() {
        let ends = vec![100, 150, 250, 450, 950];
        assert_eq!(window_ends(1000), Windows { start: 75, ends, end: 950 });
        assert_eq!(window_ends(100), Windows { start: 15, ends: vec![90], end: 90 });
        assert!(window_ends(0).ends.is_empty());
    }

    #[test]
    fn exact_variance_of_three() {
        let mut widths = Widths::new(1);
        [1.0, 2.0, 6.0].iter().for_each(|x| widths.add(&[*x]));
        let want = 3.0 / 8.0 * 7.0 + 1e-3 * 5.0 / 8.0;
        assert!((widths.take()[0] - want).abs() < 1e-15);
    }
}
