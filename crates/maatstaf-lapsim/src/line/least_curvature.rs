//! The line of least curvature, as a programme along the stations.
//!
//! ```text
//! min   Σ ½ hₖ (κₖ² wₖ + κₖ₊₁² wₖ₊₁) / L,   w = (1 − n K_z)/cos χ
//! n' = (1 − n K_z) tan χ,   χ' = κ w − K_z        between stations by the trapezoidal rule
//! −left + half track ≤ n ≤ right − half track
//! ```

use maatstaf_numerics::interior_point::{Options, Status, solve};
use maatstaf_numerics::jet::{Jet2, Real};
use maatstaf_numerics::programme::{AllRanges, Derivatives, Layout, Programme, Ranges};

use super::Place;
use crate::error::Error;
use crate::road::Road;

/// Unknowns of a station: `n` (m), `χ` (rad), and `κ` in units of [`CURVATURE`].
const N: usize = 3;
/// What a curvature of one is, rad/m: a bend of 100 m.
const CURVATURE: f64 = 0.01;
/// The line never heads further across the road, rad.
const STEEPEST: f64 = 1.2;
/// Objective, and the links after and before.
const OUTPUTS: usize = 5;

/// Where the line of least curvature goes, at every station.
pub(super) fn places(road: &Road, half_track: f64) -> Result<Vec<Place>, Error> {
    let problem = LeastCurvature::new(road, half_track)?;
    let start = problem.start();
    let solution = solve(&problem, &start, &[], &Options::default());
    if solution.status != Status::Solved {
        return Err(Error::NoLine { ended: solution.status.name() });
    }
    let place = |z: &[f64]| Place { offset: z[0], heading: z[1], curvature: z[2] * CURVATURE };
    Ok(solution.unknowns.chunks_exact(N).map(place).collect())
}

struct LeastCurvature<'a> {
    road: &'a Road,
    layout: Layout,
    ranges: AllRanges,
}

impl<'a> LeastCurvature<'a> {
    fn new(road: &'a Road, half_track: f64) -> Result<Self, Error> {
        let n_nodes = road.stations().len();
        let mut unknowns = Ranges::default();
        for (station, at) in road.stations().iter().enumerate() {
            let (low, high) = (half_track - at.left, at.right - half_track);
            if low >= high {
                let (metres, track) = (at.left + at.right, 2.0 * half_track);
                return Err(Error::Narrow { station, metres, track });
            }
            unknowns.lower.extend([low, -STEEPEST, f64::NEG_INFINITY]);
            unknowns.upper.extend([high, STEEPEST, f64::INFINITY]);
        }
        let layout = Layout {
            n_nodes,
            closed: road.is_closed(),
            own: Vec::new(),
            shared: vec![0, 1, 2],
            common: 0,
            links: 2,
            equations: 0,
            limits: 0,
            totals: 0,
        };
        Ok(Self { road, layout, ranges: AllRanges { unknowns, ..AllRanges::default() } })
    }

    /// The middle of what is left of the road.
    fn start(&self) -> Vec<f64> {
        let ends = self.ranges.unknowns.lower.chunks_exact(N);
        let ends = ends.zip(self.ranges.unknowns.upper.chunks_exact(N));
        let each = ends.zip(self.road.surfaces());
        each.flat_map(|((low, high), surface)| {
            [0.5 * (low[0] + high[0]), 0.0, surface.turning[2] / CURVATURE]
        })
        .collect()
    }

    fn outputs<R: Real>(&self, node: usize, [n, heading, bend]: [R; N]) -> [R; OUTPUTS] {
        let turning = self.road.surfaces()[node].turning[2];
        let (before, after) = (self.road.step_before(node), self.road.step(node));
        let (sin, cos) = heading.sin_cos();
        let stretch = (n * -turning + 1.0) * cos.recip();
        let offset_rate = stretch * sin;
        let heading_rate = bend * stretch * CURVATURE - turning;
        let share = 0.5 * (before + after) / self.road.length();
        [
            bend.square() * stretch * share,
            -n - offset_rate * (0.5 * after),
            -heading - heading_rate * (0.5 * after),
            n - offset_rate * (0.5 * before),
            heading - heading_rate * (0.5 * before),
        ]
    }
}

impl Programme for LeastCurvature<'_> {
    fn layout(&self) -> &Layout {
        &self.layout
    }

    fn ranges(&self) -> &AllRanges {
        &self.ranges
    }

    fn values(&self, node: usize, input: &[f64], values: &mut [f64]) {
        values.copy_from_slice(&self.outputs(node, [input[0], input[1], input[2]]));
    }

    fn derivatives(&self, node: usize, input: &[f64], weights: &[f64], out: &mut Derivatives) {
        let jets = Jet2::<N, 6>::variables([input[0], input[1], input[2]]);
        let outputs = self.outputs(node, jets);
        out.hessian.fill(0.0);
        for (row, output) in outputs.iter().enumerate() {
            out.values[row] = output.value;
            for i in 0..N {
                out.jacobian[row * N + i] = output.gradient[i];
                for j in 0..N {
                    out.hessian[i * N + j] += weights[row] * output.second(i, j);
                }
            }
        }
    }

    fn ties(&self, _: usize) -> &[f64] {
        &[0.0; N]
    }
}
