//! A point that can only speed up and slow down: answers in closed form.

use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use super::{Answer, Kind, Problem, answer_of, solved};

/// Over a distance in least time, from rest, `|a|` limited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ask {
    /// m
    distance: f64,
    /// m/s²
    acceleration: f64,
    /// Whether to be at rest at the end too.
    stop: bool,
    nodes: usize,
}

pub(super) fn problems() -> Vec<Problem> {
    let problem = |name, source, expected, tolerance, ask| Problem {
        name,
        source,
        expected,
        unit: "s",
        tolerance,
        known_objective: None,
        file: None,
        kind: Kind::PointMass(ask),
    };
    let from_rest = Ask { distance: 100.0, acceleration: 8.0, stop: false, nodes: 21 };
    // An odd number of nodes: the switch from full throttle to full brake falls on one.
    let to_rest = Ask { distance: 100.0, acceleration: 4.0, stop: true, nodes: 201 };
    vec![
        problem("100-metres", "t = √(2 s / a)", 5.0, 1e-6, from_rest),
        problem("rest-to-rest", "t = 2 √(s / a)", 10.0, 5e-4, to_rest),
    ]
}

pub(super) fn answer(ask: Ask) -> Answer {
    let programme = PointMass::new(ask);
    let last = (ask.nodes - 1) as f64;
    let start: Vec<f64> =
        (0..ask.nodes).flat_map(|node| [ask.distance * node as f64 / last, 1.0, 0.0]).collect();
    let solution = solved(&programme, &start, &[1.0 / last]);
    answer_of(&solution, solution.objective, ask.nodes)
}

/// Unknowns of a node: place, speed, acceleration; in common the time of one interval.
struct PointMass {
    layout: Layout,
    ranges: AllRanges,
    ties: [f64; 3],
}

impl PointMass {
    fn new(ask: Ask) -> Self {
        let layout = Layout {
            n_nodes: ask.nodes,
            closed: false,
            own: Vec::new(),
            shared: vec![0, 1, 2],
            common: 1,
            links: 2,
            equations: 0,
            limits: 0,
            totals: 0,
        };
        let mut unknowns = Ranges::default();
        for node in 0..ask.nodes {
            let (place, speed) = match node {
                0 => ([0.0; 2], [0.0; 2]),
                last if last + 1 == ask.nodes => {
                    let speed = if ask.stop { [0.0; 2] } else { [0.0, 1e3] };
                    ([ask.distance; 2], speed)
                }
                _ => ([-1e3, 1e3], [-1e3, 1e3]),
            };
            unknowns.lower.extend([place[0], speed[0], -ask.acceleration]);
            unknowns.upper.extend([place[1], speed[1], ask.acceleration]);
        }
        let common = Ranges { lower: vec![1e-6], upper: vec![1e3] };
        Self {
            layout,
            ranges: AllRanges { unknowns, common, ..AllRanges::default() },
            ties: [0.0; 3],
        }
    }

    fn intervals(&self, node: usize) -> f64 {
        if node == 0 { (self.layout.n_nodes - 1) as f64 } else { 0.0 }
    }
}

impl Programme for PointMass {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        let (place, speed, acceleration, step) = (input[0], input[1], input[2], input[3]);
        let (half_way, half_change) = (0.5 * step * speed, 0.5 * step * acceleration);
        values[0] = step * self.intervals(node);
        (values[1], values[2]) = (-place - half_way, -speed - half_change);
        (values[3], values[4]) = (place - half_way, speed - half_change);
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        self.values(node, input, &mut out.values);
        let (speed, acceleration, half) = (input[1], input[2], 0.5 * input[3]);
        out.jacobian.copy_from_slice(
            &[
                [0.0, 0.0, 0.0, self.intervals(node)],
                [-1.0, -half, 0.0, -0.5 * speed],
                [0.0, -1.0, -half, -0.5 * acceleration],
                [1.0, -half, 0.0, -0.5 * speed],
                [0.0, 1.0, -half, -0.5 * acceleration],
            ]
            .concat(),
        );
        out.hessian.fill(0.0);
        let of_speed = -0.5 * (weights[1] + weights[3]);
        let of_acceleration = -0.5 * (weights[2] + weights[4]);
        for (at, value) in [(1, of_speed), (2, of_acceleration)] {
            out.hessian[at * 4 + 3] = value;
            out.hessian[3 * 4 + at] = value;
        }
    }

    fn ties(&self, _node: usize) -> &[f64] {
        &self.ties
    }
}
