//! What a bit more of everything would be worth, from the multipliers of a solution.

use maatstaf_lapsim::LapProblem;
use maatstaf_lapsim::node::{N, N_LIMITS, PEDAL};
use maatstaf_numerics::interior_point::Solution;
use maatstaf_numerics::programme::Programme;

/// What the lap would gain, station by station; never negative.
///
/// ```text
/// −∂J/∂(edge) / h,   −∂J/∂(largest pedal) / h,   with h half the steps before and after
/// ```
///
/// A price per metre of road does not depend on the mesh: sum it over a stretch of road and
/// multiply with the metres of width to see what that is worth to first order. `J` is the lap time
/// with the small penalties on quick steering and pedals.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prices {
    /// Of the left edge, seconds for each metre of width and metre of road.
    pub left_edge: Vec<f64>,
    /// Of the right edge, likewise.
    pub right_edge: Vec<f64>,
    /// Of power, where the throttle is open: seconds for each unit of throttle and metre of road.
    pub throttle: Vec<f64>,
    /// Of brakes, where they are full on: seconds for each unit of the brakes and metre of road.
    pub brake: Vec<f64>,
}

/// Left edge, right edge, throttle, brake.
type Four = [f64; 4];

impl Prices {
    /// From the multipliers of a solution. What is found half-way between two stations belongs to
    /// both, half each.
    pub(super) fn of(problem: &LapProblem, solution: &Solution) -> Self {
        let (road, layout) = (problem.road(), problem.layout());
        let n_points = problem.settings().scheme.n_points();
        let widths = [layout.unknowns() / n_points, layout.limits / n_points];
        let at =
            |node: usize, point: usize| point_prices(solution, node * n_points + point, widths);
        let middle = |node: Option<usize>| match node {
            Some(node) if n_points > 1 => at(node, 1).map(|price| 0.5 * price),
            _ => Four::default(),
        };
        let mut prices = Self::default();
        for station in 0..layout.n_nodes {
            let metres = 0.5 * (road.step_before(station) + road.step(station));
            let last = layout.closed.then_some(layout.n_nodes - 1);
            let (before, after) = (middle(station.checked_sub(1).or(last)), middle(Some(station)));
            let here = at(station, 0);
            let [left, right, throttle, brake] =
                std::array::from_fn(|i| (before[i] + here[i] + after[i]) / metres);
            prices.left_edge.push(left);
            prices.right_edge.push(right);
            prices.throttle.push(throttle);
            prices.brake.push(brake);
        }
        prices
    }
}

/// The multipliers of a point, which has so many unknowns and limits: more with a motor.
fn point_prices(solution: &Solution, point: usize, [unknowns, limits]: [usize; 2]) -> Four {
    let multipliers = &solution.multipliers;
    let lower = &multipliers.lower[point * unknowns..][..unknowns];
    let upper = &multipliers.upper[point * unknowns..][..unknowns];
    // The last two limits of any car are the places of the wheels.
    let limits = &multipliers.limits[point * limits..][..N_LIMITS];
    let beyond = |sign: f64| limits[4..].iter().map(|it| (sign * it).max(0.0)).sum::<f64>();
    [lower[N] + beyond(-1.0), upper[N] + beyond(1.0), upper[PEDAL], lower[PEDAL]]
}
