//! What an optimum is worth when its programme changes a little.

use crate::programme::{AllRanges, Layout, Programme, Ranges};

use super::Solution;
use super::evaluation::{node_inputs, node_weights, tie_objective};

/// The Lagrangian of a programme at a solution, its own or that of one nearby.
///
/// ```text
/// L = f + Σ y c + Σ y (g − end) − Σ z_l (x − l) − Σ z_u (u − x)
/// ```
///
/// with `c` the links and equations, `g` limits and totals, each against the end of its range that
/// its multiplier presses on, and the bounds of all unknowns. At its own solution it is the
/// objective.
///
/// By the envelope theorem its change from a programme to one nearby, at the same point and
/// multipliers, is the change of the optimum to first order: functions, ends of ranges and all. An
/// unknown whose range is a point takes the value that the programme gives it. No number where the
/// programme has another layout.
///
/// Fiacco (1983), *Introduction to Sensitivity and Stability Analysis in Nonlinear Programming*, ch. 3.
pub fn lagrangian(programme: &dyn Programme, solution: &Solution) -> f64 {
    let (layout, ranges) = (programme.layout(), programme.ranges());
    let (x, y) = (point(layout, ranges, solution), rows(solution));
    let lengths = [x.len(), y.len(), ranges.limits.lower.len(), ranges.totals.lower.len()];
    let wanted = [layout.slack_at(), layout.rows(), layout.n_nodes * layout.limits, layout.totals];
    if lengths != wanted {
        return f64::NAN;
    }
    let mut values = vec![0.0; layout.outputs()];
    let (mut weights, mut input) = (values.clone(), vec![0.0; layout.inputs()]);
    let mut sum = 0.0;
    for node in 0..layout.n_nodes {
        node_inputs(layout, &x, node, &mut input);
        node_weights(layout, &y, node, &mut weights);
        programme.values(node, &input, &mut values);
        sum += values.iter().zip(&weights).map(|(value, weight)| value * weight).sum::<f64>();
        sum += tie_objective(programme, layout, &x, node);
    }
    sum - pressed(&ranges.limits, &y[layout.limit_row()..layout.total_row()])
        - pressed(&ranges.totals, &y[layout.total_row()..])
        - of_bounds(layout, ranges, solution, &x)
}

/// All unknowns, those without a range at the value that is given to them.
fn point(layout: &Layout, ranges: &AllRanges, solution: &Solution) -> Vec<f64> {
    let mut x = [&solution.unknowns[..], &solution.common].concat();
    let (own, common) = x.split_at_mut(layout.common_at().min(solution.unknowns.len()));
    for (x, ranges) in [(own, &ranges.unknowns), (common, &ranges.common)] {
        for (x, (lower, upper)) in x.iter_mut().zip(ranges.lower.iter().zip(&ranges.upper)) {
            if lower == upper {
                *x = *lower;
            }
        }
    }
    x
}

/// The multipliers of all rows: links, equations, limits, totals.
fn rows(solution: &Solution) -> Vec<f64> {
    let of = &solution.multipliers;
    [&of.links[..], &of.equations, &of.limits, &of.totals].concat()
}

/// `Σ y end`, where a multiplier above zero presses on the upper end.
fn pressed(ranges: &Ranges, multipliers: &[f64]) -> f64 {
    let ends = ranges.lower.iter().zip(&ranges.upper).zip(multipliers);
    let end = |((lower, upper), y): ((&f64, &f64), &f64)| {
        let end = if *y > 0.0 { *upper } else { *lower };
        if end.is_finite() { y * end } else { 0.0 }
    };
    ends.map(end).sum()
}

/// `Σ z_l (x − l) + Σ z_u (u − x)`
fn of_bounds(layout: &Layout, ranges: &AllRanges, solution: &Solution, x: &[f64]) -> f64 {
    let of = &solution.multipliers;
    let (own, common) = x.split_at(layout.common_at());
    let parts = [
        (own, &ranges.unknowns, &of.lower, &of.upper),
        (common, &ranges.common, &of.common_lower, &of.common_upper),
    ];
    let mut sum = 0.0;
    for (x, ranges, lower_by, upper_by) in parts {
        for (i, x) in x.iter().enumerate() {
            let (lower, upper) = (ranges.lower[i], ranges.upper[i]);
            if lower.is_finite() && lower < upper {
                sum += lower_by[i] * (x - lower);
            }
            if upper.is_finite() && lower < upper {
                sum += upper_by[i] * (upper - x);
            }
        }
    }
    sum
}

#[cfg(test)]
#[path = "lagrangian_tests.rs"]
mod tests;
