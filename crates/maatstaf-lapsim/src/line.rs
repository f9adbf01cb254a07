//! Lines on a road: where a car goes, and what the road is like along it.
//!
//! The frame is that of the [road](crate::Road): offsets, headings and curvature are positive to
//! the right.

mod given;
mod least_curvature;

use maatstaf_core::Trace;

use crate::double_track::GRAVITY;
use crate::error::Error;
use crate::road::{Road, Surface};

/// A line on a road, point by point: one at each station.
///
/// ```
/// use maatstaf_lapsim::{Line, Piece, road_of_arcs};
///
/// // A ring of 100 m; the shortest way with 1 m to each edge is 5 m inside.
/// let ring = [Piece::Arc { radius: 100.0, sweep: std::f64::consts::TAU }];
/// let road = road_of_arcs(&ring, 12.0, 200, true)?;
/// let inside = Line::given(&road, &[0.0, 300.0], &[5.0, 5.0])?;
/// assert!((inside.points()[7].curvature - 1.0 / 95.0).abs() < 1e-9);
/// assert!((inside.length() - 95.0 * std::f64::consts::TAU).abs() < 1e-9);
/// # Ok::<(), maatstaf_lapsim::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    points: Vec<LinePoint>,
    /// From each point to the next along the line, m; on a closed one from the last to the first.
    steps: Vec<f64>,
    closed: bool,
    road_length: f64,
}

/// A point of a line.
///
/// Where the car is taken to head where the line does, at a speed `V`:
///
/// ```text
/// a_n = g_n + κ_v V²          what presses the car on the road
/// V V' = a + g_x + t_x a_n    along the line, with the forces of tyres and air `a` by the mass
/// κ V² = a_y + g_y + t_y a_n  across it
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LinePoint {
    /// `s`, m along the road.
    pub distance: f64,
    /// `n`, m from the road's line, to the right.
    pub offset: f64,
    /// `χ`, of the line against the road, rad, to the right.
    pub heading: f64,
    /// `κ`, of the line in the road's surface, rad/m, to the right.
    pub curvature: f64,
    /// `dσ/ds`, metres of line by metre of road.
    pub stretch: f64,
    /// `g_x`, `g_y`, `g_n`: gravity forward, to the right and onto the road, m/s².
    pub gravity: [f64; 3],
    /// `κ_v`, how the road bends upwards along the line, rad/m: positive in a dip.
    pub dip: f64,
    /// `t_x`, `t_y`: how a twisting road leans forward and to the right beside its line.
    pub twist: [f64; 2],
}

/// Where a line goes at a station.
#[derive(Clone, Copy, Debug)]
struct Place {
    offset: f64,
    heading: f64,
    curvature: f64,
}

impl Line {
    /// The line of the road itself.
    pub fn centre(road: &Road) -> Self {
        let place =
            |surface: &Surface| Place { offset: 0.0, heading: 0.0, curvature: surface.turning[2] };
        Self::through(road, road.surfaces().iter().map(place).collect())
    }

    /// The line of least `∫κ² dσ`, between the edges less `half_track` on either side, m.
    ///
    /// # Errors
    ///
    /// When the road is narrower than the car, or no such line was found.
    ///
    /// ```
    /// use maatstaf_lapsim::{Line, Piece, road_of_arcs};
    ///
    /// let bend = Piece::Arc { radius: 60.0, sweep: 1.5 };
    /// let straight = Piece::Straight { length: 150.0 };
    /// let road = road_of_arcs(&[straight, bend, straight], 12.0, 200, false)?;
    /// let line = Line::of_least_curvature(&road, 0.8)?;
    /// assert!(line.bending() < 0.7 * Line::centre(&road).bending());
    /// # Ok::<(), maatstaf_lapsim::Error>(())
    /// ```
    pub fn of_least_curvature(road: &Road, half_track: f64) -> Result<Self, Error> {
        Ok(Self::through(road, least_curvature::places(road, half_track)?))
    }

    /// The smoothest line through offsets at distances along the road, m, to the right: a cubic
    /// spline. On a closed road it closes, and a sample at the end counts as the one at the start.
    ///
    /// It goes through every sample, so noise in them becomes curvature. Past the ends of the
    /// samples on an open road it keeps its offset.
    ///
    /// # Errors
    ///
    /// When there are fewer than two samples, they are out of order, off the road, or lead over
    /// its edges by more than the road is wide.
    pub fn given(road: &Road, distances: &[f64], offsets: &[f64]) -> Result<Self, Error> {
        Ok(Self::through(road, given::places(road, distances, offsets)?))
    }

    /// The line of a lap whose trace holds an [offset](maatstaf_core::Channel::Offset).
    ///
    /// # Errors
    ///
    /// As [`Line::given`], and when the trace holds none.
    pub fn of_trace(road: &Road, trace: &Trace) -> Result<Self, Error> {
        let Some(left) = trace.channel(maatstaf_core::Channel::Offset) else {
            return Err(Error::Settings("the trace has no offset, so it has no line"));
        };
        let right: Vec<f64> = left.iter().map(|offset| -offset).collect();
        Self::given(road, trace.distance(), &right)
    }

    fn through(road: &Road, places: Vec<Place>) -> Self {
        let each = road.stations().iter().zip(road.surfaces()).zip(&places);
        let points: Vec<LinePoint> = each
            .map(|((station, surface), place)| point(station.distance, surface, *place))
            .collect();
        let n_steps = points.len() - usize::from(!road.is_closed());
        let step = |i: usize| {
            let next = &points[(i + 1) % points.len()];
            0.5 * road.step(i) * (points[i].stretch + next.stretch)
        };
        let steps = (0..n_steps).map(step).collect();
        Self { points, steps, closed: road.is_closed(), road_length: road.length() }
    }

    /// Its points.
    pub fn points(&self) -> &[LinePoint] {
        &self.points
    }

    /// From each point to the next along the line, m; on a closed one from the last to the first
    /// as well.
    pub fn steps(&self) -> &[f64] {
        &self.steps
    }

    /// Whether the last point leads to the first.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// How long the line is, m.
    pub fn length(&self) -> f64 {
        self.steps.iter().sum()
    }

    /// How long the road is, m.
    pub fn road_length(&self) -> f64 {
        self.road_length
    }

    /// `∫κ² dσ`, rad²/m.
    pub fn bending(&self) -> f64 {
        let n = self.points.len();
        let square = |i: usize| self.points[i % n].curvature.powi(2);
        let each = self.steps.iter().enumerate();
        each.map(|(i, step)| 0.5 * step * (square(i) + square(i + 1))).sum()
    }
}

impl LinePoint {
    /// `a_n`, what presses the car on the road at `V²`, m/s².
    pub fn pressing(&self, square: f64) -> f64 {
        self.gravity[2] + self.dip * square
    }

    /// What tyres and air have to bring to the right at `V²`, by the mass, m/s².
    pub fn lateral(&self, square: f64) -> f64 {
        self.curvature * square - self.gravity[1] - self.twist[1] * self.pressing(square)
    }

    /// What the road adds along the line at `V²`, m/s²; negative uphill.
    pub fn pull(&self, square: f64) -> f64 {
        self.gravity[0] + self.twist[0] * self.pressing(square)
    }
}

/// What the road is like where a line goes.
///
/// ```text
/// dσ/ds = √((1 − n K_z)² + n'²) = (1 − n K_z) / cos χ
/// κ_v = (cos χ K_y − sin χ K_x) ds/dσ
/// t = n K_x / (1 − n K_z),   (t_x, t_y) = (t cos χ, −t sin χ)
/// ```
fn point(distance: f64, surface: &Surface, place: Place) -> LinePoint {
    let Place { offset, heading, curvature } = place;
    let [turn_x, turn_y, turn_z] = surface.turning;
    let (sin, cos) = heading.sin_cos();
    let width = 1.0 - offset * turn_z;
    let stretch = width / cos;
    let [x, y, z] = surface.down.map(|part| part * GRAVITY);
    let lean = if surface.tilts { offset * turn_x / width } else { 0.0 };
    LinePoint {
        distance,
        offset,
        heading,
        curvature,
        stretch,
        gravity: [cos * x + sin * y, cos * y - sin * x, z],
        dip: (cos * turn_y - sin * turn_x) / stretch,
        twist: [lean * cos, -(lean * sin)],
    }
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
