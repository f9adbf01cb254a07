//! A primal-dual interior point for programmes along a chain.
//!
//! The method of Wächter & Biegler (2006), *On the implementation of an interior-point filter
//! line-search algorithm for large-scale nonlinear programming*, Math. Program. 106, 25–57, with
//! its letters and its constants: a monotone barrier, a filter, second-order corrections,
//! curvature put right by what the pivots say of it, and a way back to the rows where no step
//! helps. Numbers in brackets are those of its equations. The linear systems have the shape of
//! the chain and are factored as such ([`crate::chain`]).

mod assemble;
mod condensed;
mod evaluation;
mod filter;
mod iterate;
mod lagrangian;
mod line_search;
mod restoration;
mod start;
mod system;

use std::ops::ControlFlow;

use crate::programme::Programme;

use evaluation::{Errors, Evaluation, Linear};
use filter::{Filter, Merit};
use iterate::Iterate;
use line_search::Search;
use system::System;

pub use lagrangian::lagrangian;

/// When to stop, and where to begin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The error at which a point counts as optimal.
    pub tolerance: f64,
    /// How many iterations at most.
    pub iterations: usize,
    /// The barrier at the start.
    pub barrier: f64,
    /// How far from its bounds the start is pushed, absolute and as a share of the range.
    pub push: f64,
    /// Whether to look for a way back to the rows where no step helps; a solve that has other
    /// starts to try does better without.
    pub restoration: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance: 1e-8, iterations: 1000, barrier: 0.1, push: 1e-2, restoration: true }
    }
}

impl Options {
    /// For a start near the optimum that brings its multipliers: hardly pushed from its bounds,
    /// with a small barrier.
    #[must_use]
    pub fn nearby(self, barrier: f64) -> Self {
        Self { barrier, push: barrier, ..self }
    }
}

/// Where a solve begins.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// `[n_nodes × unknowns]`
    pub unknowns: &'a [f64],
    /// `[common]`
    pub common: &'a [f64],
    /// Those of a solution nearby; without them they are fitted. A set of other lengths than
    /// this programme's counts as none.
    pub multipliers: Option<&'a Multipliers>,
}

/// How a solve ended. Whatever it was, the solution is the point it came to, with its residuals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// Optimal within the tolerance.
    Solved,
    /// Not optimal after all the iterations allowed.
    IterationLimit,
    /// No point nearby meets the rows: they are violated least here.
    Infeasible,
    /// The unknowns grow without end.
    Unbounded,
    /// No step made progress; the point may still be useful.
    Stalled,
    /// Whoever watched said so.
    Stopped,
    /// A function, or a slope of one, gave no number there.
    NotANumber,
}

impl Status {
    /// In words: `iteration limit`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::IterationLimit => "iteration limit",
            Self::Infeasible => "infeasible",
            Self::Unbounded => "unbounded",
            Self::Stalled => "stalled",
            Self::Stopped => "stopped",
            Self::NotANumber => "not a number",
        }
    }
}

/// Multipliers, in the order of the programme's rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multipliers {
    /// Of the links, `[n_nodes × links]`.
    pub links: Vec<f64>,
    /// Of the equations, `[n_nodes × equations]`.
    pub equations: Vec<f64>,
    /// Of the limits, `[n_nodes × limits]`; positive at an upper limit.
    pub limits: Vec<f64>,
    /// Of the totals; positive at an upper limit.
    pub totals: Vec<f64>,
    /// Of the lower bounds of the unknowns, `[n_nodes × unknowns]`, not negative.
    pub lower: Vec<f64>,
    /// Of the upper bounds, the same.
    pub upper: Vec<f64>,
    /// Of the lower bounds of the common unknowns, not negative.
    pub common_lower: Vec<f64>,
    /// Of their upper bounds.
    pub common_upper: Vec<f64>,
}

/// How far a point is from optimal, in the largest component.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Residuals {
    /// The gradient of the Lagrangian.
    pub stationarity: f64,
    /// Rows that are not met.
    pub feasibility: f64,
    /// Products of multipliers and distances to bounds.
    pub complementarity: f64,
}

/// One line of the log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Iteration {
    /// The objective.
    pub objective: f64,
    /// The residuals, unscaled.
    pub residuals: Residuals,
    /// The barrier.
    pub barrier: f64,
    /// What was added to the curvature to make the step a descent; 0 mostly.
    pub added_curvature: f64,
    /// The length of the step, from 0 to 1.
    pub step: f64,
    /// Trial points looked at.
    pub trials: usize,
}

/// Where a solve ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// How.
    pub status: Status,
    /// `[n_nodes × unknowns]`
    pub unknowns: Vec<f64>,
    /// `[common]`
    pub common: Vec<f64>,
    /// The multipliers.
    pub multipliers: Multipliers,
    /// The objective, ties included.
    pub objective: f64,
    /// How far from optimal.
    pub residuals: Residuals,
    /// How many iterations.
    pub iterations: usize,
    /// What happened in each.
    pub log: Vec<Iteration>,
}

impl Solution {
    /// The start of a solve of a problem nearby; see [`Options::nearby`].
    pub fn as_start(&self) -> Start<'_> {
        let Self { unknowns, common, multipliers, .. } = self;
        Start { unknowns, common, multipliers: Some(multipliers) }
    }
}

/// Finds a local optimum from a start: `[n_nodes × unknowns]` and `[common]`.
pub fn solve(
    programme: &dyn Programme,
    unknowns: &[f64],
    common: &[f64],
    options: &Options,
) -> Solution {
    let start = Start { unknowns, common, multipliers: None };
    solve_from(programme, &start, options, &mut |_| ControlFlow::Continue(()))
}

/// The same from a start that may bring multipliers; `watch` sees every iteration, and may end
/// the solve.
pub fn solve_from(
    programme: &dyn Programme,
    start: &Start<'_>,
    options: &Options,
    watch: &mut dyn FnMut(&Iteration) -> ControlFlow<()>,
) -> Solution {
    let mut solver = Solver::new(programme, start, options);
    let status = solver.run(watch);
    solver.solution(status)
}

/// `κ_ε`: a barrier problem is solved to so many times its barrier.
const BARRIER_TOLERANCE: f64 = 10.0;
/// `κ_μ` and `θ_μ`: how the barrier falls.
const BARRIER_FACTOR: f64 = 0.2;
const BARRIER_POWER: f64 = 1.5;
/// `τ_min`: how close to a bound a step may go.
const TO_BOUNDARY: f64 = 0.99;
/// An unknown this large says that there is no end (section 3.4).
const ENDLESS: f64 = 1e20;

struct Solver<'a> {
    programme: &'a dyn Programme,
    options: Options,
    at: Iterate,
    here: Evaluation,
    linear: Linear,
    system: System,
    filter: Filter,
    barrier: f64,
    /// Steps in a row that the filter did not accept, but the error fell.
    n_soft: usize,
    log: Vec<Iteration>,
}

impl<'a> Solver<'a> {
    fn new(programme: &'a dyn Programme, start: &Start<'_>, options: &Options) -> Self {
        let mut at = Iterate::new(programme, start.unknowns, start.common, options.push);
        let mut system = System::new(programme);
        let mut linear = Linear::new(programme.layout());
        let here = Evaluation::new(programme, programme.layout(), &at.x);
        let is_given = start.multipliers.is_some_and(|given| at.take_multipliers(given));
        if is_given {
            at.keep_multipliers_near(options.barrier);
        } else {
            start::multipliers(programme, &mut at, &mut linear, &mut system);
        }
        let filter = Filter::new(here.violation());
        let (options, barrier, log) = (*options, options.barrier, Vec::new());
        Self { programme, options, at, here, linear, system, filter, barrier, n_soft: 0, log }
    }

    fn run(&mut self, watch: &mut dyn FnMut(&Iteration) -> ControlFlow<()>) -> Status {
        for count in 0.. {
            self.linear.update(self.programme, &self.at);
            let errors = self.linear.errors(&self.here, &self.at);
            if !self.here.is_finite() || !errors.are_finite() {
                return Status::NotANumber;
            }
            if errors.scaled(0.0) <= self.options.tolerance {
                return Status::Solved;
            }
            if count >= self.options.iterations {
                return Status::IterationLimit;
            }
            if self.at.x.iter().any(|value| value.abs() > ENDLESS) {
                return Status::Unbounded;
            }
            self.lower_barrier(&errors);
            if let Err(status) = self.advance(&errors) {
                return status;
            }
            if self.log.last().is_some_and(|iteration| watch(iteration).is_break()) {
                self.linear.update(self.programme, &self.at);
                return Status::Stopped;
            }
        }
        Status::IterationLimit
    }

    /// The next barriers (7), as long as the point solves the present one well enough.
    fn lower_barrier(&mut self, errors: &Errors) {
        let least = self.options.tolerance / (BARRIER_TOLERANCE + 1.0);
        while self.barrier > least
            && errors.scaled(self.barrier) <= BARRIER_TOLERANCE * self.barrier
        {
            let linear = BARRIER_FACTOR * self.barrier;
            self.barrier = linear.min(self.barrier.powf(BARRIER_POWER)).max(least);
            self.filter.reset();
        }
    }

    /// One iteration: a step that the filter accepts, or one that lessens the error, or back
    /// towards the rows.
    fn advance(&mut self, errors: &Errors) -> Result<(), Status> {
        let before = Iteration {
            objective: self.here.objective,
            residuals: errors.residuals(),
            barrier: self.barrier,
            added_curvature: 0.0,
            step: 0.0,
            trials: 0,
        };
        let Some(added) = self.system.factor(&self.linear, &self.at, self.barrier) else {
            self.log.push(before);
            return self.restore();
        };
        let before = Iteration { added_curvature: added, ..before };
        let step = self.system.step(&self.linear, &self.here.rows, &self.at, self.barrier);
        let to_boundary = TO_BOUNDARY.max(1.0 - self.barrier);
        let search = Search {
            programme: self.programme,
            system: &self.system,
            linear: &self.linear,
            at: &self.at,
            here: &self.here,
            barrier: self.barrier,
            to_boundary,
        };
        let Some(outcome) = search.run(&mut self.filter, &step) else {
            let length = self.soften(&step, to_boundary);
            self.log.push(Iteration { step: length.unwrap_or(0.0), trials: 1, ..before });
            return if length.is_some() { Ok(()) } else { self.restore() };
        };
        let (step, length) = (outcome.corrected.as_ref().unwrap_or(&step), outcome.length);
        self.at.step_multipliers(step, length, to_boundary);
        (self.at.x, self.here) = (outcome.at.x, outcome.at.here);
        self.at.keep_multipliers_near(self.barrier);
        self.n_soft = 0;
        self.log.push(Iteration { step: length, trials: outcome.trials, ..before });
        Ok(())
    }

    fn merit(&self) -> Merit {
        let objective = self.here.objective + self.barrier * self.at.barrier_terms(&self.at.x);
        Merit { violation: self.here.violation(), objective }
    }

    fn solution(self, status: Status) -> Solution {
        Solution {
            status,
            unknowns: self.at.unknowns().to_vec(),
            common: self.at.common().to_vec(),
            multipliers: self.at.multipliers(),
            objective: self.here.objective,
            residuals: self.linear.errors(&self.here, &self.at).residuals(),
            iterations: self.log.len(),
            log: self.log,
        }
    }
}

#[cfg(test)]
#[path = "interior_point_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "interior_point/endings_tests.rs"]
mod endings_tests;
