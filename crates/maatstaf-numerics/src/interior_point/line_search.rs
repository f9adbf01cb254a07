//! Along a step, the first point that the filter accepts.

use crate::programme::Programme;

use super::evaluation::{Evaluation, Linear};
use super::filter::{Filter, Merit};
use super::iterate::Iterate;
use super::system::{Step, System};

/// `p_max`: second-order corrections at most; `κ_soc`: how much better each must be.
const CORRECTIONS: usize = 4;
const CORRECTION_BETTER: f64 = 0.99;

/// A point along a step.
pub(super) struct Trial {
    pub x: Vec<f64>,
    pub here: Evaluation,
}

/// Where a search ended.
pub(super) struct Outcome {
    pub at: Trial,
    /// The corrected step, if it was one that led here.
    pub corrected: Option<Step>,
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
        let from = self.merit(&self.at.x, self.here);
        let slope = self.slope(step);
        let longest = self.at.longest(&step.x, self.to_boundary);
        let shortest = filter.shortest(from, slope).min(longest);
        let mut length = longest;
        let mut trials = 0;
        while length >= shortest {
            trials += 1;
            let at = self.trial(&step.x, length);
            let to = self.merit(&at.x, &at.here);
            if filter.accepts(from, to, slope, length) {
                return Some(Outcome { at, corrected: None, length, trials });
            }
            let made_worse = to.violation >= from.violation && to.violation.is_finite();
            if trials == 1
                && made_worse
                && let Some(outcome) = self.correct(filter, &at.here, (from, slope), longest)
            {
                return Some(outcome);
            }
            length *= 0.5;
        }
        None
    }

    fn merit(&self, x: &[f64], here: &Evaluation) -> Merit {
        let objective = here.objective + self.barrier * self.at.barrier_terms(x);
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

    fn trial(&self, dx: &[f64], length: f64) -> Trial {
        let x: Vec<f64> = self.at.x.iter().zip(dx).map(|(x, dx)| x + length * dx).collect();
        let here = Evaluation::new(self.programme, self.programme.layout(), &x);
        Trial { x, here }
    }

    /// Second-order corrections of a full step that made the rows worse (section 2.4).
    fn correct(
        &self,
        filter: &mut Filter,
        first: &Evaluation,
        (from, slope): (Merit, f64),
        longest: f64,
    ) -> Option<Outcome> {
        let mut rows = corrected(&first.rows, &self.here.rows, longest);
        let mut before = from.violation;
        for trial in 1..=CORRECTIONS {
            let step = self.system.step(self.linear, &rows, self.at, self.barrier);
            let length = self.at.longest(&step.x, self.to_boundary);
            let at = self.trial(&step.x, length);
            let to = self.merit(&at.x, &at.here);
            if filter.accepts(from, to, slope, longest) {
                return Some(Outcome { at, corrected: Some(step), length, trials: trial + 1 });
            }
            if to.violation > CORRECTION_BETTER * before || !to.violation.is_finite() {
                return None;
            }
            before = to.violation;
            rows = corrected(&at.here.rows, &rows, length);
        }
        None
    }
}

/// `rows + length · before` (27).
fn corrected(rows: &[f64], before: &[f64], length: f64) -> Vec<f64> {
    rows.iter().zip(before).map(|(row, before)| row + length * before).collect()
}
