//! The road that two laps share.

use maatstaf_core::Course;

/// The line of a road, close enough to find the nearest place of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    length: f64,
    closed: bool,
    /// From node to node, in metres; no node where the shape is not known.
    step: f64,
    nodes: Vec<Node>,
    bends: Vec<Bend>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    x: f64,
    y: f64,
    curvature: f64,
}

/// A corner of the road; places are metres from the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Bend {
    /// From 1, in the order of driving.
    pub number: usize,
    /// Whether it goes to the left; `None` where the shape of the road is not known.
    pub to_left: Option<bool>,
    /// Where it begins; below 0 where it lies across the line.
    pub start: f64,
    /// Where it is tightest.
    pub apex: f64,
    /// Where it ends; maybe beyond the line.
    pub end: f64,
}

/// Where a car was, on the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnRoad {
    /// Along the road, in metres; not wrapped at the line.
    pub s: f64,
    /// To the left of the line, in metres.
    pub n: f64,
}

/// Nodes stand about this far apart, in metres.
const STEP: f64 = 2.0;

impl Road {
    /// The road along a course, with its corners.
    pub fn along(course: &Course, bends: Vec<Bend>) -> Self {
        let pieces = (course.length() / STEP).ceil().max(8.0);
        let step = course.length() / pieces;
        let node = |i: usize| {
            let at = course.at(i as f64 * step);
            Node { x: at.x, y: at.y, curvature: at.curvature }
        };
        let nodes = (0..=pieces as usize).map(node).collect();
        Self { length: course.length(), closed: course.is_closed(), step, nodes, bends }
    }

    /// A road of which only the length is known.
    pub fn of_length(length: f64, closed: bool, bends: Vec<Bend>) -> Self {
        Self { length, closed, step: length, nodes: Vec::new(), bends }
    }

    /// From line to line, in metres.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Its corners, in the order of driving.
    pub fn bends(&self) -> &[Bend] {
        &self.bends
    }

    /// Whether places on it can be told.
    pub fn has_shape(&self) -> bool {
        !self.nodes.is_empty()
    }

    /// How the line bends at a place, in radians a metre; positive to the left.
    pub fn curvature(&self, s: f64) -> f64 {
        let Some((i, t)) = self.piece(s) else { return 0.0 };
        self.nodes[i].curvature + t * (self.nodes[i + 1].curvature - self.nodes[i].curvature)
    }

    /// The place on a map, `n` metres to the left of the line; `None` where there is no map.
    pub fn point(&self, s: f64, n: f64) -> Option<(f64, f64)> {
        let (i, t) = self.piece(s)?;
        let (a, b) = (self.nodes[i], self.nodes[i + 1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let long = dx.hypot(dy);
        Some((a.x + t * dx - n * dy / long, a.y + t * dy + n * dx / long))
    }

    /// The place of the road that is nearest to a point, looked for within `reach` metres of `guess`;
    /// `None` where there is no map.
    pub fn nearest(&self, x: f64, y: f64, guess: f64, reach: f64) -> Option<OnRoad> {
        let pieces = self.nodes.len().checked_sub(1)?;
        let laps = if self.closed { (guess / self.length).floor() } else { 0.0 };
        let wrap = |i: isize| match self.closed {
            true if (0..pieces.cast_signed()).contains(&i) => i.cast_unsigned(),
            true => i.rem_euclid(pieces.cast_signed()).cast_unsigned(),
            false => i.clamp(0, pieces.cast_signed() - 1).cast_unsigned(),
        };
        let square = |i: isize| {
            let node = self.nodes[wrap(i)];
            (node.x - x).powi(2) + (node.y - y).powi(2)
        };
        let first = ((guess - laps * self.length) / self.step) as isize;
        // A window first, so that the road beside a hairpin does not hold the search; then downhill.
        let reach = (reach.min(0.5 * self.length) / self.step) as isize;
        let mut found = (first, square(first));
        let mut look = |i: isize| {
            let square = square(i);
            found = if square < found.1 { (i, square) } else { found };
            found.0
        };
        let steps = reach / COARSE;
        let mut best = first;
        for i in -steps..=steps {
            best = look(first + i * COARSE);
        }
        let coarse = best;
        for i in 1 - COARSE..COARSE {
            best = look(coarse + i);
        }
        let on = [best - 1, best].map(|i| self.on_piece(wrap(i), x, y));
        let (i, (t, n)) = match on[0].0 < 1.0 && on[0].1.abs() <= on[1].1.abs() {
            true => (best - 1, on[0]),
            false => (best, on[1]),
        };
        let i = if self.closed { i } else { wrap(i).cast_signed() };
        Some(OnRoad { s: laps * self.length + (i as f64 + t) * self.step, n })
    }

    /// How far along a piece the foot of a point is, as a share, and how far to the left it lies.
    fn on_piece(&self, i: usize, x: f64, y: f64) -> (f64, f64) {
        let (a, b) = (self.nodes[i], self.nodes[i + 1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let long = dx.hypot(dy);
        let along = ((x - a.x) * dx + (y - a.y) * dy) / (long * long);
        (along.clamp(0.0, 1.0), (dx * (y - a.y) - dy * (x - a.x)) / long)
    }

    /// The piece of a place, and how far along it, as a share.
    fn piece(&self, s: f64) -> Option<(usize, f64)> {
        let last = self.nodes.len().checked_sub(2)?;
        let s = match self.closed && !(0.0..self.length).contains(&s) {
            true => s.rem_euclid(self.length),
            false => s.clamp(0.0, self.length),
        };
        let i = ((s / self.step) as usize).min(last);
        Some((i, s / self.step - i as f64))
    }
}

/// Every so many nodes, at first.
const COARSE: isize = 4;
