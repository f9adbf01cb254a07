//! Problems with known answers, from a metre at rest to published laps: the solver's yardstick.

mod point_mass;
mod published;
mod steady;

use maatstaf_numerics::interior_point::{Options, Residuals, Solution, Status, solve};
use maatstaf_numerics::programme::Programme;

use crate::Error;

/// A problem whose answer somebody else knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Problem {
    /// For the command line: `catalunya-500`.
    pub name: &'static str,
    /// Where the answer comes from.
    pub source: &'static str,
    /// The answer.
    pub expected: f64,
    /// Its unit.
    pub unit: &'static str,
    /// How far off is still right.
    pub tolerance: f64,
    /// The objective of the known answer, penalties included, where it is one of several local
    /// optima: an optimum that costs no more is right as well.
    pub known_objective: Option<f64>,
    /// The file it needs, under the folder of circuits, if it needs one.
    pub file: Option<&'static str>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    PointMass(point_mass::Ask),
    Published(published::Ask),
    Steady(steady::Ask),
}

/// How a problem came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What was asked for.
    pub got: f64,
    /// The objective, penalties included.
    pub objective: f64,
    /// How the solve ended.
    pub status: Status,
    /// Its iterations.
    pub iterations: usize,
    /// Nodes of the mesh.
    pub nodes: usize,
    /// How far from optimal.
    pub residuals: Residuals,
}

impl Problem {
    /// Solves it; `file` holds the bytes of [`Problem::file`].
    ///
    /// # Errors
    ///
    /// When the file is needed and absent, or cannot be read.
    pub fn solve(&self, file: Option<&[u8]>) -> Result<Answer, Error> {
        match self.kind {
            Kind::PointMass(ask) => Ok(point_mass::answer(ask)),
            Kind::Published(ask) => published::answer(ask, self.name, file),
            Kind::Steady(ask) => steady::answer(ask),
        }
    }

    /// Whether an answer is right: the known one, or an optimum that costs no more.
    pub fn is_met_by(&self, answer: &Answer) -> bool {
        let costs_no_more = |known: f64| answer.objective <= known + self.tolerance;
        answer.status == Status::Solved
            && (self.is_known_one(answer) || self.known_objective.is_some_and(costs_no_more))
    }

    /// Whether an answer is the known one.
    pub fn is_known_one(&self, answer: &Answer) -> bool {
        (answer.got - self.expected).abs() <= self.tolerance
    }
}

/// The problems, from the simplest on.
///
/// ```
/// let problem = maatstaf::gallery().remove(0);
/// let answer = problem.solve(None)?;
/// assert!(problem.is_met_by(&answer) && (answer.got - 5.0).abs() < 1e-6);
/// # Ok::<(), maatstaf::Error>(())
/// ```
pub fn gallery() -> Vec<Problem> {
    let mut problems = point_mass::problems();
    problems.extend(steady::problems());
    problems.extend(published::problems());
    problems
}

/// The tolerance of every solve here.
const TOLERANCE: f64 = 1e-10;

fn solved(programme: &dyn Programme, unknowns: &[f64], common: &[f64]) -> Solution {
    let options = Options { tolerance: TOLERANCE, ..Options::default() };
    solve(programme, unknowns, common, &options)
}

/// From a start that is nearly the solution.
fn solved_near(programme: &dyn Programme, unknowns: &[f64], common: &[f64]) -> Solution {
    let options = Options { tolerance: TOLERANCE, barrier: 1e-9, push: 1e-9, ..Options::default() };
    solve(programme, unknowns, common, &options)
}

fn answer_of(solution: &Solution, got: f64, nodes: usize) -> Answer {
    Answer {
        got,
        objective: solution.objective,
        status: solution.status,
        iterations: solution.iterations,
        nodes,
        residuals: solution.residuals,
    }
}
