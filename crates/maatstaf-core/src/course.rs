//! The road.

mod faults;
mod look_up;

use std::fmt;

pub use faults::{InvalidCourse, faults};
pub use look_up::RoadAt;

use crate::Source;

/// The road: a closed circuit or an open stage.
///
/// A reference line with its stations: where it is, where it heads, how it bends, climbs and
/// leans, and how far the edges are. Axes follow ISO 8855: x to the east, y to the north, z up;
/// `s` runs along the line, `n` to its left.
///
/// It holds that stations begin at 0 m and strictly increase; every array is as long as `s`, and
/// finite; no width is negative and none is nothing on both sides; normals do not cross between
/// the edges; from station to station the line goes where it heads and turns as its curvature
/// says, on a closed course from the last station to the first as well.
///
/// ```
/// use maatstaf_core::{Course, CourseFacts, Stations};
///
/// // A circle of 100 m radius, to the left, in steps of 3°, 12 m wide.
/// let step = std::f64::consts::TAU / 120.0;
/// let angles: Vec<f64> = (0..120).map(|i| f64::from(i) * step).collect();
/// let stations = Stations {
///     s: angles.iter().map(|a| 100.0 * a).collect(),
///     x: angles.iter().map(|a| 100.0 * a.sin()).collect(),
///     y: angles.iter().map(|a| 100.0 - 100.0 * a.cos()).collect(),
///     heading: angles.clone(),
///     curvature: vec![0.01; 120],
///     left: vec![6.0; 120],
///     right: vec![6.0; 120],
///     ..Stations::flat(120)
/// };
/// let length = 100.0 * std::f64::consts::TAU;
/// let course = Course::new(CourseFacts::named("circle"), stations, length, true)?;
/// assert!((course.at(length + 50.0).heading - 0.5).abs() < 1e-9);
/// # Ok::<(), maatstaf_core::InvalidCourse>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    facts: CourseFacts,
    stations: Stations,
    length: f64,
    closed: bool,
}

/// What is known of a course beside its shape.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseFacts {
    /// For machines: `monza`.
    pub id: String,
    /// As printed: `TT Circuit Assen`.
    pub name: String,
    /// The circuit, as seasons name it: `monza`; `None` where no season went there.
    pub circuit: Option<String>,
    /// From where the points came, and under which licence.
    pub source: Source,
    /// How far the points of the source lie from the line; `None` where the line is exact.
    pub residual: Option<Residual>,
    /// How much the source knew.
    pub quality: Quality,
    /// Whether the widths were measured.
    pub widths: Widths,
    /// The length as published, in metres.
    pub published_length: Option<f64>,
}

impl CourseFacts {
    /// A course known by its name alone, its line exact.
    pub fn named(name: &str) -> Self {
        Self {
            id: name.to_owned(),
            name: name.to_owned(),
            circuit: None,
            source: Source { name: String::new(), licence: String::new(), note: String::new() },
            residual: None,
            quality: Quality::Edges,
            widths: Widths::Measured,
            published_length: None,
        }
    }
}

/// How far the points of a source lie from the line that was fitted to them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// Root of the mean square distance, in metres.
    pub rms: f64,
    /// The largest distance, in metres.
    pub largest: f64,
    /// How many points.
    pub n_points: usize,
}

/// How much the source of a course knew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    /// Both edges are from the source.
    Edges,
    /// A line of points no further apart than 15 m on average.
    Line,
    /// A line of fewer points: corners are right in place and angle, their radius is a guess.
    Sketch,
}

impl Quality {
    /// Points further apart than this on average, in metres, make a sketch.
    pub const LINE_SPACING: f64 = 15.0;

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Edges => "edges",
            Self::Line => "line",
            Self::Sketch => "sketch",
        }
    }

    /// From the word for it.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Edges, Self::Line, Self::Sketch].into_iter().find(|it| it.word() == word)
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Whether the widths of a course were measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widths {
    /// The source has them.
    Measured,
    /// The source has none; the same everywhere.
    Assumed,
}

/// The stations of a course, array by array; one value per station.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stations {
    /// Along the line from the start, in metres; on a slope along the slope.
    pub s: Vec<f64>,
    /// East, in metres.
    pub x: Vec<f64>,
    /// North, in metres.
    pub y: Vec<f64>,
    /// Up, in metres.
    pub z: Vec<f64>,
    /// Of the line seen from above, counterclockwise from east, in radians, without jumps.
    pub heading: Vec<f64>,
    /// How the heading changes along `s`, in radians a metre; positive to the left.
    pub curvature: Vec<f64>,
    /// Angle of climb, in radians; positive uphill.
    pub slope: Vec<f64>,
    /// Angle of lean about the line, in radians; positive where the left edge is higher.
    pub banking: Vec<f64>,
    /// To the left edge, in metres.
    pub left: Vec<f64>,
    /// To the right edge, in metres.
    pub right: Vec<f64>,
}

impl Stations {
    /// Stations without a place yet on a level road: `z`, `slope` and `banking` are 0, the rest
    /// is empty.
    pub fn flat(n_stations: usize) -> Self {
        let level = vec![0.0; n_stations];
        Self { z: level.clone(), slope: level.clone(), banking: level, ..Self::default() }
    }

    /// How many stations there are.
    pub fn len(&self) -> usize {
        self.s.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.s.is_empty()
    }

    /// Every array with its name, `s` first.
    pub fn arrays(&self) -> [(&'static str, &[f64]); 10] {
        [
            ("s", &self.s),
            ("x", &self.x),
            ("y", &self.y),
            ("z", &self.z),
            ("heading", &self.heading),
            ("curvature", &self.curvature),
            ("slope", &self.slope),
            ("banking", &self.banking),
            ("left", &self.left),
            ("right", &self.right),
        ]
    }
}

impl Course {
    /// From stations; `length` is from line to line in metres, on a closed course beyond the
    /// last station, on an open one at it.
    ///
    /// # Errors
    ///
    /// The first of the [`faults`] of the stations.
    pub fn new(
        facts: CourseFacts,
        stations: Stations,
        length: f64,
        closed: bool,
    ) -> Result<Self, InvalidCourse> {
        match faults(&stations, length, closed).into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(Self { facts, stations, length, closed }),
        }
    }

    /// What is known of it beside its shape.
    pub fn facts(&self) -> &CourseFacts {
        &self.facts
    }

    /// The same road under other facts.
    #[must_use]
    pub fn with_facts(self, facts: CourseFacts) -> Self {
        Self { facts, ..self }
    }

    /// For machines: `monza`.
    pub fn id(&self) -> &str {
        &self.facts.id
    }

    /// As printed: `TT Circuit Assen`.
    pub fn name(&self) -> &str {
        &self.facts.name
    }

    /// From line to line, in metres.
    pub fn length(&self) -> f64 {
        self.length
    }

    /// Whether the end is the start.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// The stations, array by array.
    pub fn stations(&self) -> &Stations {
        &self.stations
    }

    /// How many stations there are.
    pub fn n_stations(&self) -> usize {
        self.stations.len()
    }

    /// Whether it climbs or leans anywhere.
    pub fn has_elevation(&self) -> bool {
        let Stations { z, slope, banking, .. } = &self.stations;
        [z, slope, banking].iter().any(|array| array.iter().any(|value| *value != 0.0))
    }

    /// How far the heading turns over the whole course, in radians; one turn to the right, that
    /// is clockwise, is −2π.
    pub fn turning(&self) -> f64 {
        let heading = &self.stations.heading;
        let (first, last) = (heading[0], heading[heading.len() - 1]);
        match self.closed {
            true => {
                let back = (first - last).rem_euclid(std::f64::consts::TAU);
                let back =
                    if back > std::f64::consts::PI { back - std::f64::consts::TAU } else { back };
                last - first + back
            }
            false => last - first,
        }
    }
}

#[cfg(test)]
#[path = "course_tests.rs"]
mod tests;
