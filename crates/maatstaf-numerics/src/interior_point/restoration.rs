//! When no step helps: back towards points that meet the rows, whatever they cost.

use super::evaluation::Evaluation;
use super::iterate::Iterate;
use super::start;
use super::{Solver, TO_BOUNDARY};

/// How much less violation is enough.
const ENOUGH: f64 = 0.9;
/// Steps at most.
const STEPS: usize = 60;
/// The damping at first, at least and at most.
const DAMPING_FIRST: f64 = 1e-4;
const DAMPING_LEAST: f64 = 1e-10;
const DAMPING_MOST: f64 = 1e8;
/// The share of the promised fall of the violation that must come.
const FALL: f64 = 1e-4;
/// Violation below which there is nothing to restore.
const NOTHING: f64 = 1e-13;

impl Solver<'_> {
    /// Damped least-squares steps until the filter accepts the point; whether one was found.
    pub(super) fn restore(&mut self) -> bool {
        let start = self.here.violation();
        if start <= NOTHING {
            return false;
        }
        self.filter.shut_out(self.merit());
        let mut damping = DAMPING_FIRST;
        for _ in 0..STEPS {
            match self.restoring_step(damping) {
                Some((at, here)) => {
                    (self.at, self.here) = (at, here);
                    self.linear.update(self.programme, &self.at);
                    damping = (damping / 4.0).max(DAMPING_LEAST);
                }
                None => damping *= 10.0,
            }
            if damping > DAMPING_MOST {
                return false;
            }
            let better = self.here.violation() <= ENOUGH * start;
            if better && self.filter.admits(self.merit()) {
                let Self { programme, at, linear, system, .. } = self;
                start::multipliers(*programme, at, linear, system);
                return true;
            }
        }
        false
    }

    fn restoring_step(&mut self, damping: f64) -> Option<(Iterate, Evaluation)> {
        self.at.set_bound_multipliers(self.barrier);
        let weights = (self.barrier, damping);
        let dx = self.system.step_to_rows(&self.linear, &self.here.rows, &self.at, weights)?;
        let before = self.here.violation();
        let mut length = self.at.longest(&dx, TO_BOUNDARY);
        for _ in 0..12 {
            let mut at = self.at.clone();
            at.x.iter_mut().zip(&dx).for_each(|(x, dx)| *x += length * dx);
            let here = Evaluation::new(self.programme, self.programme.layout(), &at.x);
            if here.is_finite() && here.violation() <= (1.0 - FALL * length) * before {
                return Some((at, here));
            }
            length *= 0.5;
        }
        None
    }
}
