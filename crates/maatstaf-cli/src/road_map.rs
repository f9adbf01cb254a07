//! A course as it lies on a drawing, north up.

use std::fmt::Write as _;

use maatstaf::core::Course;

/// Where metres lie on a drawing.
pub struct Frame {
    west: f64,
    north: f64,
    margin: f64,
    /// Units of the drawing to a metre.
    pub scale: f64,
    /// In units of the drawing.
    pub width: f64,
    /// In units of the drawing.
    pub height: f64,
}

impl Frame {
    /// With the whole course in it: the longer side, and what is around the road, in units of the
    /// drawing.
    pub fn of(course: &Course, size: f64, margin: f64) -> Self {
        Self::around((&course.stations().x, &course.stations().y), size, margin)
    }

    /// With all places in it, as metres east and metres north.
    pub fn around((east, north): (&[f64], &[f64]), size: f64, margin: f64) -> Self {
        let ends = |values: &[f64]| {
            let low = values.iter().copied().fold(f64::INFINITY, f64::min);
            (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        };
        let (west, east) = ends(east);
        let (south, north) = ends(north);
        let scale = (size - 2.0 * margin) / (east - west).max(north - south).max(1.0);
        let along = |metres: f64| metres * scale + 2.0 * margin;
        let (width, height) = (along(east - west), along(north - south));
        Self { west, north, margin, scale, width, height }
    }

    /// A place, in metres east and north.
    pub fn at(&self, (x, y, _): (f64, f64, f64)) -> (f64, f64) {
        (self.margin + (x - self.west) * self.scale, self.margin + (self.north - y) * self.scale)
    }
}

/// Places along a course, in steps of at most so many metres.
pub fn places(course: &Course, step: f64) -> impl DoubleEndedIterator<Item = f64> + Clone {
    let n = (course.length() / step).ceil().max(2.0) as usize;
    let step = course.length() / n as f64;
    let last = if course.is_closed() { n } else { n + 1 };
    (0..last).map(move |i| i as f64 * step)
}

/// The path of an SVG through some points.
pub fn path(points: impl Iterator<Item = (f64, f64)>, closed: bool) -> String {
    let mut text = String::new();
    for (idx, (x, y)) in points.enumerate() {
        let letter = if idx == 0 { 'M' } else { 'L' };
        write!(text, "{letter}{x:.1} {y:.1}").expect("a text takes any text");
    }
    text + if closed { "Z" } else { "" }
}

/// The path around the road: both edges.
pub fn edges(course: &Course, frame: &Frame, step: f64) -> String {
    let left = |s: f64| frame.at(course.point(s, course.at(s).left));
    let right = |s: f64| frame.at(course.point(s, -course.at(s).right));
    let places = places(course, step);
    match course.is_closed() {
        true => path(places.clone().map(left), true) + &path(places.map(right), true),
        false => path(places.clone().map(left).chain(places.rev().map(right)), true),
    }
}
