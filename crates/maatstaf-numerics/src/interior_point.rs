//! A primal-dual interior point for programmes along a chain.
//!
//! The method of Wächter & Biegler (2006), *On the implementation of an interior-point filter
//! line-search algorithm for large-scale nonlinear programming*, Math. Program. 106, 25–57, with
//! its letters and its constants: a monotone barrier, a filter, second-order corrections,
//! curvature put right by what the pivots say of it. The linear systems have the shape of the
//! chain and are factored as such ([`crate::chain`]).

mod assemble;
mod condensed;
mod evaluation;
mod filter;
mod iterate;
mod line_search;
mod restoration;
mod start;
mod system;

use crate::programme::Programme;

use evaluation::{Errors, Evaluation, Linear};
use filter::{Filter, Merit};
use iterate::Iterate;
use line_search::Search;
use system::System;

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
}

impl Default for Options {
    fn default() -> Self {
        Self { tolerance: 1e-8, iterations: 1000, barrier: 0.1, push: 1e-2 }
    }
}

/// How a solve ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Optimal within the tolerance.
    Solved,
    /// Not optimal after all the iterations allowed.
    IterationLimit,
    /// No step made progress; the point may still be useful.
    Stalled,
    /// A function gave no number at the start.
    NotANumber,
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

/// Finds a local optimum from a start: `[n_nodes × unknowns]` and `[common]`.
pub fn solve(
    programme: &dyn Programme,
    unknowns: &[f64],
    common: &[f64],
    options: &Options,
) -> Solution {
    let mut solver = Solver::new(programme, unknowns, common, options);
    let status = solver.run();
    solver.solution(status)
}

/// `κ_ε`: a barrier problem is solved to so many times its barrier.
const BARRIER_TOLERANCE: f64 = 10.0;
/// `κ_μ` and `θ_μ`: how the barrier falls.
const BARRIER_FACTOR: f64 = 0.2;
const BARRIER_POWER: f64 = 1.5;
/// `τ_min`: how close to a bound a step may go.
const TO_BOUNDARY: f64 = 0.99;
struct Solver<'a> {
    programme: &'a dyn Programme,
    options: Options,
    at: Iterate,
    here: Evaluation,
    linear: Linear,
    system: System,
    filter: Filter,
    barrier: f64,
    log: Vec<Iteration>,
}

impl<'a> Solver<'a> {
    fn new(
        programme: &'a dyn Programme,
        unknowns: &[f64],
        common: &[f64],
        options: &Options,
    ) -> Self {
        let mut at = Iterate::new(programme, unknowns, common, options.push);
        let mut system = System::new(programme);
        let mut linear = Linear::new(programme.layout());
        let here = Evaluation::new(programme, programme.layout(), &at.x);
        start::multipliers(programme, &mut at, &mut linear, &mut system);
        let filter = Filter::new(here.violation());
        let (barrier, log) = (options.barrier, Vec::new());
        Self { programme, options: *options, at, here, linear, system, filter, barrier, log }
    }

    fn run(&mut self) -> Status {
        if !self.here.is_finite() {
            return Status::NotANumber;
        }
        for _ in 0..self.options.iterations {
            self.linear.update(self.programme, &self.at);
            let errors = self.linear.errors(&self.here, &self.at);
            if errors.scaled(0.0) <= self.options.tolerance {
                return Status::Solved;
            }
            self.lower_barrier(&errors);
            if !self.step(&errors) && !self.restore() {
                return Status::Stalled;
            }
        }
        self.linear.update(self.programme, &self.at);
        match self.linear.errors(&self.here, &self.at).scaled(0.0) {
            error if error <= self.options.tolerance => Status::Solved,
            _ => Status::IterationLimit,
        }
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

    /// One iteration; whether there was progress.
    fn step(&mut self, errors: &Errors) -> bool {
        let Some(added) = self.system.factor(&self.linear, &self.at, self.barrier) else {
            return false;
        };
        let step = self.system.step(&self.linear, &self.here.rows, &self.at, self.barrier);
        let search = Search {
            programme: self.programme,
            system: &self.system,
            linear: &self.linear,
            at: &self.at,
            here: &self.here,
            barrier: self.barrier,
            to_boundary: TO_BOUNDARY.max(1.0 - self.barrier),
        };
        let to_boundary = search.to_boundary;
        let Some(outcome) = search.run(&mut self.filter, &step) else { return false };
        self.log.push(Iteration {
            objective: self.here.objective,
            residuals: errors.residuals(),
            barrier: self.barrier,
            added_curvature: added,
            step: outcome.length,
            trials: outcome.trials,
        });
        let step = outcome.corrected.as_ref().unwrap_or(&step);
        self.at.step_multipliers(step, outcome.length, to_boundary);
        (self.at.x, self.here) = (outcome.at.x, outcome.at.here);
        self.at.keep_multipliers_near(self.barrier);
        true
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
