//! When the filter accepts no step (section 3.3): steps that lessen the error all the same, then
//! back towards points that meet the rows, whatever they cost.

use super::evaluation::Evaluation;
use super::start;
use super::system::Step;
use super::{Solver, Status, TO_BOUNDARY};

/// `κ_F`: how much less of the error is progress (29), and how often in a row that counts.
const LESS_ERROR: f64 = 0.9999;
const SOFT_STEPS: usize = 10;
/// `κ_resto`: how much less violation is enough.
const ENOUGH: f64 = 0.9;
/// Steps at most, straight to the rows and on the way that keeps from the bounds.
const STRAIGHT_STEPS: usize = 60;
const STEPS: usize = 200;
/// `ρ`: the weight of the rows on the straight way, and that of the largest row at first on the
/// other, where the barrier counts.
const STRAIGHT_WEIGHT: f64 = 1e8;
const WEIGHT: f64 = 1e3;
/// The barrier when the violation counts as least, and how it falls after a long step.
const BARRIER_LEAST: f64 = 1e-9;
const BARRIER_FALLS: f64 = 0.2;
const LONG: f64 = 0.5;
/// The damping at first, at least and at most.
const DAMPING_FIRST: f64 = 1e-4;
const DAMPING_LEAST: f64 = 1e-10;
const DAMPING_MOST: f64 = 1e12;
/// `η_φ`: the share of the promised fall that must come, and how often a step is halved.
const FALL: f64 = 1e-4;
const HALVINGS: usize = 12;
/// Violation below which there is nothing to restore.
const NOTHING: f64 = 1e-13;
/// A slope of the squared violation below this share of the violation is flat.
const FLAT: f64 = 1e-5;

/// What is minimised on the way back to the rows, `½ ρ ‖c‖² − μ Σ ln`, and the damping of its
/// steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Return {
    /// Whether bounds count as little as may be.
    pub straight: bool,
    /// `ρ`
    pub weight: f64,
    pub barrier: f64,
    pub damping: f64,
}

impl Solver<'_> {
    /// Takes the step as far as the bounds allow, in all variables alike, if that lessens the
    /// error of the barrier problem (section 3.3.2); the length of it.
    pub(super) fn soften(&mut self, step: &Step, to_boundary: f64) -> Option<f64> {
        if self.n_soft >= SOFT_STEPS {
            return None;
        }
        let before = self.linear.sum_of_errors(&self.here, &self.at, self.barrier);
        let from = self.merit();
        let length = self.at.longest(&step.x, to_boundary);
        let mut at = self.at.clone();
        at.x.iter_mut().zip(&step.x).for_each(|(x, dx)| *x += length * dx);
        at.step_multipliers(step, length, to_boundary);
        let here = Evaluation::new(self.programme, self.programme.layout(), &at.x);
        if !here.is_finite() {
            return None;
        }
        let mut linear = self.linear.clone();
        linear.update(self.programme, &at);
        let after = linear.sum_of_errors(&here, &at, self.barrier);
        if after.is_nan() || after > LESS_ERROR * before {
            return None;
        }
        if self.n_soft == 0 {
            self.filter.shut_out(from);
        }
        self.n_soft += 1;
        (self.at, self.here, self.linear) = (at, here, linear);
        self.at.keep_multipliers_near(self.barrier);
        Some(length)
    }

    /// Damped least-squares steps until the filter accepts the point: straight to the rows, and
    /// where the bounds are in the way of that, with a barrier as large as the violation. The
    /// paper minimises `ρ ‖c‖₁` (30); squares need no further unknowns, and end at the same points
    /// where there are some that meet the rows.
    pub(super) fn restore(&mut self) -> Result<(), Status> {
        let start = self.here.violation();
        if start <= NOTHING || !self.options.restoration {
            return Err(Status::Stalled);
        }
        self.n_soft = 0;
        self.filter.shut_out(self.merit());
        let (barrier, damping) = (self.barrier, DAMPING_FIRST);
        let straight = Return { straight: true, weight: STRAIGHT_WEIGHT, barrier, damping };
        if self.go_back(straight, STRAIGHT_STEPS, start) {
            return Ok(());
        }
        let largest = self.largest_row();
        let (weight, barrier) = (WEIGHT / largest, barrier.max(largest));
        let aim = Return { straight: false, weight, barrier, damping };
        if self.go_back(aim, STEPS, start) {
            return Ok(());
        }
        Err(if self.is_least_violated() { Status::Infeasible } else { Status::Stalled })
    }

    /// Whether the steps end where the filter accepts the point, with enough less violation than
    /// at the start.
    fn go_back(&mut self, mut aim: Return, n_steps: usize, start: f64) -> bool {
        self.at.set_bound_multipliers(aim.barrier);
        for _ in 0..n_steps {
            if aim.straight {
                self.at.set_bound_multipliers(aim.barrier);
            }
            match self.restoring_step(aim) {
                Some(length) => {
                    aim.damping = (aim.damping / 4.0).max(DAMPING_LEAST);
                    if length > LONG && !aim.straight {
                        aim.barrier = (BARRIER_FALLS * aim.barrier).max(BARRIER_LEAST);
                    }
                }
                None => aim.damping *= 10.0,
            }
            let better = self.here.violation() <= ENOUGH * start;
            if better && self.filter.admits(self.merit()) {
                let Self { programme, at, linear, system, barrier, .. } = self;
                at.set_bound_multipliers(*barrier);
                start::multipliers(*programme, at, linear, system);
                return true;
            }
            if aim.damping > DAMPING_MOST {
                return false;
            }
        }
        false
    }

    fn largest_row(&self) -> f64 {
        self.here.rows.iter().fold(0.0, |most, row| row.abs().max(most))
    }

    /// Whether the squared violation is flat, but for what the bounds hold.
    fn is_least_violated(&self) -> bool {
        let largest = self.largest_row();
        let pull = self.linear.pull(self.programme.layout(), &self.here.rows);
        let free = pull.iter().enumerate().filter(|(i, _)| !self.at.fixed[*i]);
        let steepest = free.map(|(i, pull)| {
            let room = if *pull > 0.0 { self.at.above(i) } else { self.at.below(i) };
            pull.abs() * room.min(1.0)
        });
        largest > self.options.tolerance && steepest.fold(0.0, f64::max) <= FLAT * largest
    }

    /// A step of Gauss and Newton, as far as it helps; the length of it.
    fn restoring_step(&mut self, aim: Return) -> Option<f64> {
        let rows = &self.here.rows;
        let step = self.system.step_to_rows(&self.linear, rows, &self.at, aim)?;
        let before = self.distance(&self.at.x, &self.here, aim);
        let slope = self.slope_to_rows(&step.x, aim);
        if slope.is_nan() || slope >= 0.0 {
            return None;
        }
        let mut length = self.at.longest(&step.x, TO_BOUNDARY);
        for _ in 0..HALVINGS {
            let x: Vec<f64> =
                self.at.x.iter().zip(&step.x).map(|(x, dx)| x + length * dx).collect();
            let here = Evaluation::new(self.programme, self.programme.layout(), &x);
            if self.distance(&x, &here, aim) <= before + FALL * length * slope {
                (self.at.x, self.here) = (x, here);
                self.at.step_multipliers(&step, length, TO_BOUNDARY);
                self.at.keep_multipliers_near(aim.barrier);
                self.linear.update(self.programme, &self.at);
                return Some(length);
            }
            length *= 0.5;
        }
        None
    }

    fn distance(&self, x: &[f64], here: &Evaluation, aim: Return) -> f64 {
        let squares = here.rows.iter().map(|row| row * row).sum::<f64>();
        0.5 * aim.weight * squares + aim.barrier * self.at.barrier_terms(x)
    }

    /// How that changes along a step.
    fn slope_to_rows(&self, dx: &[f64], aim: Return) -> f64 {
        let pull = self.linear.pull(self.programme.layout(), &self.here.rows);
        let slope = |(i, pull): (usize, &f64)| {
            let barrier = aim.barrier / self.at.below(i) - aim.barrier / self.at.above(i);
            (aim.weight * pull + barrier) * dx[i]
        };
        pull.iter().enumerate().map(slope).sum()
    }
}
