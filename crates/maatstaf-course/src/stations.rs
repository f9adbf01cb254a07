use maatstaf_core::{Course, CourseFacts, InvalidCourse, Stations};
use maatstaf_numerics::spline::Spline;

use crate::FitOptions;
use crate::line::Line;

/// A line with what is along it; places are metres from the start, seen from above.
pub(crate) struct Road {
    pub(crate) line: Line,
    pub(crate) height: Option<Spline>,
    pub(crate) banking: Option<Spline>,
    /// Place and metres to the left edge, in order of place.
    pub(crate) left: Vec<(f64, f64)>,
    /// Place and metres to the right edge, in order of place.
    pub(crate) right: Vec<(f64, f64)>,
}

/// The course with stations where the road asks for them.
pub(crate) fn course_of(
    road: &Road,
    facts: CourseFacts,
    closed: bool,
    options: &FitOptions,
) -> Result<Course, InvalidCourse> {
    let places = places(road, closed, options);
    let mut stations = Stations::default();
    let (mut along, mut heading) = (0.0, 0.0);
    let mut before = 0.0;
    for (i, &place) in places.iter().enumerate() {
        along += road.climbed(before, place);
        before = place;
        let at = road.line.at(place);
        heading = if i == 0 { at.heading } else { nearest_turn(at.heading, heading) };
        let [z, rise] = road.height_at(place);
        let slope = rise.atan();
        let [curvature, _, banking, left, right] = road.along(place, closed);
        let curvature = curvature * slope.cos();
        push(
            &mut stations,
            [along, at.x, at.y, z, heading, curvature, slope, banking, left, right],
        );
    }
    let rest = if closed { road.climbed(before, road.line.length()) } else { 0.0 };
    Course::new(facts, stations, along + rest, closed)
}

fn push(stations: &mut Stations, values: [f64; 10]) {
    arrays(stations).into_iter().zip(values).for_each(|((array, _), value)| array.push(value));
}

/// Every array in the order of [`Stations::arrays`], and the decimals that are worth keeping.
fn arrays(stations: &mut Stations) -> [(&mut Vec<f64>, i32); 10] {
    let Stations { s, x, y, z, heading, curvature, slope, banking, left, right } = stations;
    let metres = [(s, 2), (x, 2), (y, 2), (z, 2)];
    let [s, x, y, z] = metres;
    let angles = [(heading, 5), (curvature, 6), (slope, 5), (banking, 5)];
    let [heading, curvature, slope, banking] = angles;
    [s, x, y, z, heading, curvature, slope, banking, (left, 2), (right, 2)]
}

/// The same course with the decimals that are worth keeping: centimetres, 0.01 mrad, and
/// curvature to a millionth per metre.
///
/// # Errors
///
/// When rounding makes it no course.
pub fn rounded(course: &Course) -> Result<Course, InvalidCourse> {
    let mut stations = course.stations().clone();
    for (array, decimals) in arrays(&mut stations) {
        let scale = 10_f64.powi(decimals);
        array.iter_mut().for_each(|value| *value = (*value * scale).round() / scale + 0.0);
    }
    let length = (course.length() * 100.0).round() / 100.0;
    Course::new(course.facts().clone(), stations, length, course.is_closed())
}

/// A heading by whole turns as near as can be to the one before.
fn nearest_turn(heading: f64, before: f64) -> f64 {
    let turn = std::f64::consts::TAU;
    heading + turn * ((before - heading) / turn).round()
}

/// Where the stations are: as far apart as the road between two is what a course makes of it,
/// linear in everything but its place, and no further than [`FitOptions::widest`].
fn places(road: &Road, closed: bool, options: &FitOptions) -> Vec<f64> {
    let (length, step) = (road.line.length(), options.closest);
    let n = ((length / step).round() as usize).max(3);
    let end = if closed { length } else { length - 0.5 * step };
    let on_grid: Vec<f64> = (0..n).map(|i| i as f64 * step).filter(|s| *s < end).collect();
    let known: Vec<Along> = on_grid.iter().map(|s| road.along(*s, closed)).collect();
    let reach = ((options.widest / step) as usize).max(1);
    let mut kept = vec![0];
    let mut at = 0;
    while at + 1 < on_grid.len() {
        let furthest = (at + reach).min(on_grid.len() - 1);
        let fits = |to: &usize| is_linear(&known[at..=*to], step);
        at = (at + 1..=furthest).rev().find(fits).unwrap_or(at + 1);
        kept.push(at);
    }
    let places = kept.into_iter().map(|i| on_grid[i]);
    places.chain((!closed).then_some(length)).collect()
}

/// What a course holds as linear between stations: curvature, slope, banking, left, right.
type Along = [f64; 5];

/// How far each may be from linear, in its unit.
const TOLERANCE: Along = [1.5e-4, 2e-3, 2e-3, 0.1, 0.1];

/// The share of a curvature that it may be from linear besides.
const OF_CURVATURE: f64 = 0.03;

/// The most that the road may turn from station to station, in radians.
const TURN: f64 = 0.35;

/// How far the turn may be from the one that the ends tell, in radians.
const MISSED: f64 = 0.005;

/// Whether everything on some equal steps is linear, near enough.
fn is_linear(known: &[Along], step: f64) -> bool {
    let (n, last) = (known.len() - 1, known[known.len() - 1]);
    if n == 1 {
        return true;
    }
    let turn = known.iter().map(|it| it[0].abs()).sum::<f64>() * step;
    let fits = |(i, here): (usize, &Along)| {
        let share = i as f64 / n as f64;
        (0..here.len()).all(|k| {
            let between = known[0][k] + share * (last[k] - known[0][k]);
            let more = if k == 0 { OF_CURVATURE * here[0].abs() } else { 0.0 };
            (here[k] - between).abs() <= TOLERANCE[k] + more
        })
    };
    let inner: f64 = known[1..n].iter().map(|it| it[0]).sum();
    let ends = 0.5 * (known[0][0] + last[0]);
    let missed = (inner + ends - ends * n as f64) * step;
    turn <= TURN && missed.abs() <= MISSED && known.iter().enumerate().all(fits)
}

impl Road {
    fn along(&self, place: f64, closed: bool) -> Along {
        let ring = closed.then_some(self.line.length());
        [
            self.line.at(place).curvature,
            self.height_at(place)[1].atan(),
            self.banking.as_ref().map_or(0.0, |banking| banking.at(place)[0]),
            linear(&self.left, place, ring),
            linear(&self.right, place, ring),
        ]
    }

    /// Height and rise per metre seen from above.
    fn height_at(&self, place: f64) -> [f64; 2] {
        self.height.as_ref().map_or([0.0; 2], |height| {
            let [z, rise, ..] = height.at(place);
            [z, rise]
        })
    }

    /// Metres of road between two places, slopes counted.
    fn climbed(&self, from: f64, to: f64) -> f64 {
        let steps = 4;
        let step = (to - from) / f64::from(steps);
        let metres = |i: i32| {
            let rise = self.height_at(from + (f64::from(i) + 0.5) * step)[1];
            step * rise.hypot(1.0)
        };
        match self.height {
            Some(_) => (0..steps).map(metres).sum(),
            None => to - from,
        }
    }
}

/// A value between those at known places; around the ring where there is one.
fn linear(known: &[(f64, f64)], place: f64, ring: Option<f64>) -> f64 {
    let after = known.partition_point(|(s, _)| *s <= place);
    let (first, last) = (known[0], known[known.len() - 1]);
    let before = match (after, ring) {
        (0, Some(length)) => (last.0 - length, last.1),
        (0, None) => return first.1,
        _ => known[after - 1],
    };
    let next = match (known.get(after), ring) {
        (Some(next), _) => *next,
        (None, Some(length)) => (first.0 + length, first.1),
        (None, None) => return last.1,
    };
    let span = next.0 - before.0;
    if span > 0.0 { before.1 + (next.1 - before.1) * (place - before.0) / span } else { next.1 }
}
