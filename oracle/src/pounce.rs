//! POUNCE, a port of Ipopt.

use std::cell::RefCell;
use std::rc::Rc;

use maatstaf_numerics::programme::Programme;
use pounce_rs::prelude::*;

use crate::general::{General, Place, Residuals};

/// What POUNCE takes for no limit.
const NO_LIMIT: f64 = 2e19;

/// Where POUNCE ended.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its own word for how.
    pub status: ApplicationReturnStatus,
    /// `f`
    pub objective: f64,
    /// Unknowns of the nodes, then the common ones.
    pub x: Vec<f64>,
    /// As we work them out from its point and its multipliers.
    pub residuals: Residuals,
    /// How many iterations.
    pub iterations: usize,
}

/// Solves a programme from a start: unknowns of the nodes, then the common ones.
///
/// Exact second derivatives, monotone barrier, no scaling; ranges are widened by a part in 1e8, as ours are.
///
/// # Errors
///
/// When an option is not known to it.
pub fn solve(
    programme: Rc<dyn Programme>,
    start: &[f64],
    tolerance: f64,
) -> Result<Answer, String> {
    let mut solver = IpoptApplication::new();
    solver.initialize().map_err(|error| format!("{error:?}"))?;
    // The default `constr_viol_tol` leaves the widening of the ranges as it is, not smaller.
    let options = format!(
        "tol {tolerance:e}\nbound_relax_factor 1e-8\nnlp_scaling_method none\n\
         mu_strategy monotone\nmax_iter 1000\nprint_level 0\nsb yes\n"
    );
    solver.initialize_with_options_str(&options).map_err(|error| format!("{error:?}"))?;
    let general = General::new(programme, start);
    let problem = Rc::new(RefCell::new(Problem { general, start: start.to_vec(), end: None }));
    let status = solver.optimize_tnlp(Rc::clone(&problem) as Rc<RefCell<dyn TNLP>>);
    let iterations = usize::try_from(solver.statistics().iteration_count).unwrap_or(0);
    let problem = problem.borrow();
    let end = problem.end.clone().ok_or_else(|| format!("no point: {status:?}"))?;
    let residuals = problem.general.residuals(&end.x, &end.lambda, [&end.lower, &end.upper]);
    Ok(Answer { status, objective: end.objective, x: end.x, residuals, iterations })
}

/// A problem as POUNCE asks for it.
struct Problem {
    general: General,
    start: Vec<f64>,
    end: Option<End>,
}

#[derive(Clone)]
struct End {
    objective: f64,
    x: Vec<f64>,
    lambda: Vec<f64>,
    lower: Vec<f64>,
    upper: Vec<f64>,
}

impl TNLP for Problem {
    fn get_nlp_info(&mut self) -> Option<NlpInfo> {
        let index = |size: usize| Index::try_from(size).ok();
        Some(NlpInfo {
            n: index(self.general.n_variables())?,
            m: index(self.general.n_rows())?,
            nnz_jac_g: index(self.general.jacobian_places().len())?,
            nnz_h_lag: index(self.general.hessian_places().len())?,
            index_style: IndexStyle::C,
        })
    }

    fn get_bounds_info(&mut self, bounds: BoundsInfo<'_>) -> bool {
        let (x, g) = (self.general.variable_ranges(), self.general.row_ranges());
        let ends = [
            (bounds.x_l, x.lower),
            (bounds.x_u, x.upper),
            (bounds.g_l, g.lower),
            (bounds.g_u, g.upper),
        ];
        for (to, from) in ends {
            for (to, from) in to.iter_mut().zip(from) {
                *to = from.clamp(-NO_LIMIT, NO_LIMIT);
            }
        }
        true
    }

    fn get_starting_point(&mut self, start: StartingPoint<'_>) -> bool {
        start.x.copy_from_slice(&self.start);
        true
    }

    fn eval_f(&mut self, x: &[f64], _: bool) -> Option<f64> {
        Some(self.general.objective(x)).filter(|value| value.is_finite())
    }

    fn eval_grad_f(&mut self, x: &[f64], _: bool, gradient: &mut [f64]) -> bool {
        self.general.gradient(x, gradient);
        gradient.iter().all(|slope| slope.is_finite())
    }

    fn eval_g(&mut self, x: &[f64], _: bool, rows: &mut [f64]) -> bool {
        self.general.rows(x, rows);
        rows.iter().all(|row| row.is_finite())
    }

    fn eval_jac_g(&mut self, x: Option<&[f64]>, _: bool, ask: SparsityRequest<'_>) -> bool {
        match (ask, x) {
            (SparsityRequest::Structure { irow, jcol }, _) => {
                put(self.general.jacobian_places(), irow, jcol)
            }
            (SparsityRequest::Values { values }, Some(x)) => self.general.jacobian(x, values),
            _ => false,
        }
    }

    fn eval_h(
        &mut self,
        x: Option<&[f64]>,
        _: bool,
        factor: f64,
        lambda: Option<&[f64]>,
        _: bool,
        ask: SparsityRequest<'_>,
    ) -> bool {
        match (ask, x, lambda) {
            (SparsityRequest::Structure { irow, jcol }, ..) => {
                put(self.general.hessian_places(), irow, jcol)
            }
            (SparsityRequest::Values { values }, Some(x), Some(lambda)) => {
                self.general.hessian(x, factor, lambda, values)
            }
            _ => false,
        }
    }

    fn finalize_solution(&mut self, end: Solution<'_>, _: &IpoptData, _: &IpoptCq) {
        self.end = Some(End {
            objective: end.obj_value,
            x: end.x.to_vec(),
            lambda: end.lambda.to_vec(),
            lower: end.z_l.to_vec(),
            upper: end.z_u.to_vec(),
        });
    }
}

/// Puts places where they are asked for.
fn put(places: &[Place], rows: &mut [Index], columns: &mut [Index]) -> bool {
    for ((place, row), column) in places.iter().zip(rows).zip(columns) {
        let (Ok(at), Ok(in_column)) = (Index::try_from(place.0), Index::try_from(place.1)) else {
            return false;
        };
        (*row, *column) = (at, in_column);
    }
    true
}
