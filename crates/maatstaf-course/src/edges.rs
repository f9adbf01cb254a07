use maatstaf_core::{Course, CourseFacts, Survey, SurveyPoint};

use crate::fit::{fit_points, line_of, mix};
use crate::line::Line;
use crate::project::{metres, middle};
use crate::{FitError, FitOptions};

/// An edge is sought this far from the middle, in metres.
const REACH: f64 = 60.0;

/// From point to point of the middle, in metres.
const STEP: f64 = 5.0;

/// How often the middle is sought between the edges.
const ROUNDS: usize = 3;

/// How exact the first guess at the middle is, in metres.
const FIRST_ACCURACY: f64 = 1.0;

/// A course between two edges, each a line of points.
///
/// The middle is first guessed between each point of the left edge and the nearest of the right
/// one; then moved, three times, to half-way between the edges along its normals. The distances
/// to the edges along the normals are the widths. The residual is that of the middle.
///
/// # Errors
///
/// As [`fit`](crate::fit()); and when an edge cannot be found, or the edges are swapped.
pub fn fit_edges(
    left: &Survey,
    right: &Survey,
    facts: CourseFacts,
    options: &FitOptions,
) -> Result<Course, FitError> {
    let plane = middle(&[left, right]);
    let closed = left.closed && right.closed;
    let edge = |survey: &Survey| Edge { points: metres(survey, &plane), closed };
    let (left, right) = (edge(left), edge(right));
    for edge in [&left, &right] {
        if edge.points.len() < 3 {
            return Err(FitError::TooFewPoints { got: edge.points.len(), want: 3 });
        }
    }
    let first = FitOptions { accuracy: FIRST_ACCURACY, ..*options };
    let mut points = guess(&left, &right);
    let mut line = line_of(&points, closed, &first)?.line;
    for _ in 0..ROUNDS {
        points = between(&line, &left, &right, closed)?;
        line = line_of(&points, closed, options)?.line;
    }
    let points = widths(&line, &left, &right, closed)?;
    fit_points(&points, closed, facts, options)
}

/// A line of points, straight in between.
struct Edge {
    points: Vec<SurveyPoint>,
    closed: bool,
}

impl Edge {
    fn pieces(&self) -> impl Iterator<Item = (&SurveyPoint, &SurveyPoint)> {
        let n = if self.closed { self.points.len() } else { self.points.len() - 1 };
        (0..n).map(|i| (&self.points[i], &self.points[(i + 1) % self.points.len()]))
    }

    /// Points no further apart than a step.
    fn dense(&self) -> Vec<SurveyPoint> {
        let mut dense = Vec::new();
        for (a, b) in self.pieces() {
            let n = ((b.x - a.x).hypot(b.y - a.y) / STEP).ceil().max(1.0) as usize;
            dense.extend((0..n).map(|i| mix(a, b, i as f64 / n as f64)));
        }
        dense
    }

    /// The point nearest to a place.
    fn nearest(&self, at: &SurveyPoint) -> SurveyPoint {
        let distance = |p: &SurveyPoint| (p.x - at.x).hypot(p.y - at.y);
        let foot = |(a, b): (&SurveyPoint, &SurveyPoint)| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let square = dx * dx + dy * dy;
            let along = ((at.x - a.x) * dx + (at.y - a.y) * dy) / square.max(1e-12);
            mix(a, b, along.clamp(0.0, 1.0))
        };
        let feet = self.pieces().map(foot);
        feet.min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(*at)
    }

    /// How far to the left of a place on the line, across its heading, the edge lies in metres,
    /// and how high.
    fn across(&self, (x, y): (f64, f64), heading: f64) -> Option<(f64, Option<f64>)> {
        let (sin, cos) = heading.sin_cos();
        let along = |p: &SurveyPoint| (p.x - x) * cos + (p.y - y) * sin;
        let beside = |p: &SurveyPoint| (p.y - y) * cos - (p.x - x) * sin;
        let meets = |(a, b): (&SurveyPoint, &SurveyPoint)| {
            let (from, to) = (along(a), along(b));
            if from == to || from * to > 0.0 {
                return None;
            }
            let point = mix(a, b, from / (from - to));
            Some((beside(&point), point.z)).filter(|(n, _)| n.abs() < REACH)
        };
        self.pieces().filter_map(meets).min_by(|a, b| a.0.abs().total_cmp(&b.0.abs()))
    }
}

/// Half-way from the left edge to the right.
fn guess(left: &Edge, right: &Edge) -> Vec<SurveyPoint> {
    left.dense().iter().map(|point| mix(point, &right.nearest(point), 0.5)).collect()
}

/// What the edges are at the places of a line: place, heading, and both distances to the left.
struct Cut {
    x: f64,
    y: f64,
    heading: f64,
    left: (f64, Option<f64>),
    right: (f64, Option<f64>),
}

fn cuts(line: &Line, left: &Edge, right: &Edge, closed: bool) -> Result<Vec<Cut>, FitError> {
    let n = (line.length() / STEP).ceil().max(3.0) as usize;
    let last = if closed { n } else { n + 1 };
    let mut cuts = Vec::with_capacity(last);
    for i in 0..last {
        let metres = line.length() * i as f64 / n as f64;
        let at = line.at(metres);
        let edge = |edge: &Edge| edge.across((at.x, at.y), at.heading);
        match (edge(left), edge(right)) {
            (Some(left), Some(right)) => {
                cuts.push(Cut { x: at.x, y: at.y, heading: at.heading, left, right });
            }
            // Open edges may end before the middle does.
            _ if !closed && (i == 0 || i + 1 == last) => {}
            (None, _) => return Err(FitError::NoEdge { side: "left", within: REACH, metres }),
            _ => return Err(FitError::NoEdge { side: "right", within: REACH, metres }),
        }
    }
    let swapped = cuts.iter().filter(|cut| cut.left.0 < cut.right.0).count();
    if 2 * swapped > cuts.len() {
        return Err(FitError::Swapped);
    }
    Ok(cuts)
}

/// The places half-way between the edges.
fn between(
    line: &Line,
    left: &Edge,
    right: &Edge,
    closed: bool,
) -> Result<Vec<SurveyPoint>, FitError> {
    let half_way = |cut: &Cut| {
        let (sin, cos) = cut.heading.sin_cos();
        let n = 0.5 * (cut.left.0 + cut.right.0);
        SurveyPoint::at(cut.x - n * sin, cut.y + n * cos)
    };
    Ok(cuts(line, left, right, closed)?.iter().map(half_way).collect())
}

/// The line with the edges on both sides, and their height where both have one.
fn widths(
    line: &Line,
    left: &Edge,
    right: &Edge,
    closed: bool,
) -> Result<Vec<SurveyPoint>, FitError> {
    let point = |cut: &Cut| {
        let (to_left, to_right) = (cut.left.0, -cut.right.0);
        let width = to_left + to_right;
        let heights = cut.left.1.zip(cut.right.1);
        SurveyPoint {
            z: heights.map(|(l, r)| (l * to_right + r * to_left) / width),
            left: Some(to_left),
            right: Some(to_right),
            banking: None,
            ..SurveyPoint::at(cut.x, cut.y)
        }
    };
    Ok(cuts(line, left, right, closed)?.iter().map(point).collect())
}
