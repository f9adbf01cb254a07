use std::fmt;

use maatstaf_core::Course;

/// Curvature is looked at this often, in metres.
const STEP: f64 = 2.0;

/// A wider radius than this is no corner, in metres.
const WIDEST_RADIUS: f64 = 350.0;

/// A turn by less than this is no corner, in radians.
const LEAST_ANGLE: f64 = 0.21;

/// Two bends one way are two corners when the curvature between them falls below this share of
/// the lesser one.
const VALLEY: f64 = 0.5;

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Counterclockwise from above.
    Left,
    /// Clockwise from above.
    Right,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Left { "left" } else { "right" })
    }
}

/// A corner; places are metres from the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    /// From 1, in the order of driving. The organiser's numbers may differ.
    pub number: usize,
    /// Which way it goes.
    pub side: Side,
    /// Where it begins; below 0 where it lies across the line of a closed course.
    pub start: f64,
    /// Where it is tightest.
    pub apex: f64,
    /// Where it ends; on a closed course maybe beyond the line.
    pub end: f64,
    /// Of the line where it is tightest, in metres.
    pub radius: f64,
    /// How far it turns, in radians.
    pub angle: f64,
}

impl Corner {
    /// From its beginning to its end, in metres.
    pub fn length(&self) -> f64 {
        self.end - self.start
    }
}

/// The corners of a course.
///
/// A corner turns one way, by 12° or more, with a radius below 350 m all along. Two bends one
/// way without a straight between are two corners where the curvature falls to less than half of
/// the lesser one. Organisers number by custom, so their numbers may differ.
pub fn corners(course: &Course) -> Vec<Corner> {
    let n = ((course.length() / STEP).ceil() as usize).max(3);
    let step = course.length() / n as f64;
    let curvature: Vec<f64> = (0..n).map(|i| course.at(i as f64 * step).curvature).collect();
    // A closed course is walked from its straightest place, so no corner is cut in two.
    let from = match course.is_closed() {
        true => (0..n).min_by(|a, b| curvature[*a].abs().total_cmp(&curvature[*b].abs())),
        false => None,
    };
    let from = from.unwrap_or(0);
    let walked: Vec<f64> = (0..n).map(|i| curvature[(from + i) % n]).collect();
    let mut found: Vec<Corner> = bends(&walked)
        .into_iter()
        .flat_map(|bend| parted(&walked, bend))
        .map(|bend| corner(&walked, bend, from, step, course))
        .filter(|corner| corner.angle >= LEAST_ANGLE)
        .collect();
    found.sort_by(|a, b| a.apex.total_cmp(&b.apex));
    (1..).zip(&mut found).for_each(|(number, corner)| corner.number = number);
    found
}

/// A stretch of samples, the end left out.
type Bend = std::ops::Range<usize>;

/// Stretches that bend one way.
fn bends(curvature: &[f64]) -> Vec<Bend> {
    let sign = |value: f64| match value.abs() * WIDEST_RADIUS >= 1.0 {
        true => value.signum(),
        false => 0.0,
    };
    let mut found = Vec::new();
    let mut start = 0;
    for i in 1..=curvature.len() {
        if i == curvature.len() || sign(curvature[i]) != sign(curvature[start]) {
            if sign(curvature[start]) != 0.0 {
                found.push(start..i);
            }
            start = i;
        }
    }
    found
}

/// A bend parted at its valleys.
fn parted(curvature: &[f64], bend: Bend) -> Vec<Bend> {
    let size = |i: usize| curvature[i].abs();
    let most = |range: Bend| range.map(size).fold(0.0, f64::max);
    let is_valley = |i: &usize| {
        let lesser = most(bend.start..*i).min(most(*i + 1..bend.end));
        size(*i) < VALLEY * lesser
    };
    let lowest = bend.clone().filter(is_valley).min_by(|a, b| size(*a).total_cmp(&size(*b)));
    let Some(lowest) = lowest else { return vec![bend] };
    let (before, after) = (bend.start..lowest, lowest..bend.end);
    [parted(curvature, before), parted(curvature, after)].concat()
}

fn corner(curvature: &[f64], bend: Bend, from: usize, step: f64, course: &Course) -> Corner {
    let place = |i: usize| (from + i) as f64 * step;
    let tightest = bend.clone().max_by(|a, b| curvature[*a].abs().total_cmp(&curvature[*b].abs()));
    let tightest = tightest.unwrap_or(bend.start);
    let lapped = if place(tightest) >= course.length() { course.length() } else { 0.0 };
    Corner {
        number: 0,
        side: if curvature[tightest] > 0.0 { Side::Left } else { Side::Right },
        start: place(bend.start) - lapped,
        apex: place(tightest) - lapped,
        end: place(bend.end) - lapped,
        radius: 1.0 / curvature[tightest].abs(),
        angle: curvature[bend].iter().sum::<f64>().abs() * step,
    }
}

#[cfg(test)]
#[path = "corners_tests.rs"]
mod tests;
