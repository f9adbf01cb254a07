//! Along a step, the first point that the filter accepts.

use crate::programme::Programme;

use super::filter::{Filter, Merit};
use super::iterate::{Evaluation, Iterate, Linear};
use super::system::{Step, System};

/// `p_max`: second-order corrections at most; `κ_soc`: how much better each must be.
const CORRECTIONS: usize = 4;
const CORRECTION_BETTER: f64 = 0.99;

/// Where a search ended.
pub(super) struct Outcome {
    pub at: Iterate,
    pub here: Evaluation,
    /// The share of the step.
    pub length: f64,
    pub trials: usize,
}

/// All that a search looks at.
pub(super) struct Search<'a> {
    pub programme: &'a dyn Programme,
    pub system: &'a System,
    pub linear: &'a Linear,
    pub at: &'a Iterate,
    pub here: &'a Evaluation,
    pub barrier: f64,
    /// `τ`: the share of the way to a bound.
    pub to_boundary: f64,
}

impl Search<'_> {
    /// Shorter and shorter shares of the step; nothing when the shortest is no better.
    pub(super) fn run(&self, filter: &mut Filter, step: &Step) -> Option<Outcome> {
        let from = self.merit(self.at, self.here);
        let slope = self.slope(step);
        let longest = self.at.longest(&step.x, self.to_boundary);
        let shortest = filter.shortest(from, slope).min(longest);
        let mut length = longest;
        let mut trials = 0;
        while length >= shortest {
            trials += 1;
            let (at, here) = self.trial(&step.x, length);
            let to = self.merit(&at, &here);
            if filter.accepts(from, to, slope, length) {
                return Some(self.outcome(at, here, step, length, trials));
            }
            let made_worse = to.violation >= from.violation && to.violation.is_finite();
            if trials == 1
                && made_worse
                && let Some(outcome) = self.correct(filter, &here, longest, slope)
            {
                return Some(Outcome { trials: outcome.trials + trials, ..outcome });
            }
            length *= 0.5;
        }
        None
    }

    fn merit(&self, at: &Iterate, here: &Evaluation) -> Merit {
        let objective = here.objective + self.barrier * at.barrier_terms();
        Merit { violation: here.violation(), objective }
    }

    /// The slope of the barrier objective along the step.
    fn slope(&self, step: &Step) -> f64 {
        let slope = |(i, dx): (usize, &f64)| {
            let barrier = -self.barrier / self.at.above(i) + self.barrier / self.at.below(i);
            if *dx == 0.0 { 0.0 } else { (self.linear.gradient[i] + barrier) * dx }
        };
        step.x.iter().enumerate().map(slope).sum()
    }

    fn trial(&self, dx: &[f64], length: f64) -> (Iterate, Evaluation) {
        let mut at = self.at.clone();
        at.x.iter_mut().zip(dx).for_each(|(x, dx)| *x += length * dx);
        let here = Evaluation::new(self.programme, self.programme.layout(), &at.x);
        (at, here)
    }

    /// Second-order corrections of a full step that made the rows worse.
    fn correct(
        &self,
        filter: &mut Filter,
        first: &Evaluation,
        longest: f64,
        slope: f64,
    ) -> Option<Outcome> {
        let from = self.merit(self.at, self.here);
        let mut rows = Evaluation { objective: 0.0, rows: first.rows.clone() }
            .corrected(&self.here.rows, longest);
        let mut before = from.violation;
        for trial in 1..=CORRECTIONS {
            let step = self.system.step(self.linear, &rows, self.at, self.barrier);
            let length = self.at.longest(&step.x, self.to_boundary);
            let (at, here) = self.trial(&step.x, length);
            let to = self.merit(&at, &here);
            if filter.accepts(from, to, slope, longest) {
                return Some(self.outcome(at, here, &step, length, trial));
            }
            if to.violation > CORRECTION_BETTER * before || !to.violation.is_finite() {
                return None;
            }
            before = to.violation;
            let scaled: Vec<f64> = rows.iter().map(|row| length * row).collect();
            rows = here.corrected(&scaled, 1.0);
        }
        None
    }

    fn outcome(
        &self,
        mut at: Iterate,
        here: Evaluation,
        step: &Step,
        length: f64,
        trials: usize,
    ) -> Outcome {
        at.y.iter_mut().zip(&step.y).for_each(|(y, dy)| *y += length * dy);
        let of_bounds = self.longest_of_bounds(step);
        at.lower_by.iter_mut().zip(&step.lower_by).for_each(|(by, d)| *by += of_bounds * d);
        at.upper_by.iter_mut().zip(&step.upper_by).for_each(|(by, d)| *by += of_bounds * d);
        Outcome { at, here, length, trials }
    }

    /// The longest step that keeps the multipliers of bounds above zero.
    fn longest_of_bounds(&self, step: &Step) -> f64 {
        let lower = self.at.lower_by.iter().zip(&step.lower_by);
        let upper = self.at.upper_by.iter().zip(&step.upper_by);
        lower
            .chain(upper)
            .filter(|(_, change)| **change < 0.0)
            .map(|(by, change)| -self.to_boundary * by / change)
            .fold(1.0, f64::min)
    }
}
