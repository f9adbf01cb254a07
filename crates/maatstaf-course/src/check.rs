use std::fmt;

use maatstaf_core::{Course, Widths};

/// How far the length may be from the published one, as a share.
const LENGTH: f64 = 0.01;

/// The most that an edge may move sideways per metre of road.
const STEP_OF_EDGE: f64 = 0.5;

/// Points further from the line than this, in metres, are named.
const FAR: f64 = 5.0;

/// The tightest radius of a road, in metres.
const TIGHTEST: f64 = 5.0;

/// Something to know about a course that is one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Finding {
    /// The lines from edge to edge of two stations meet on the road: the edge runs backwards.
    CrossedNormals {
        /// Where, in metres from the start.
        metres: f64,
    },
    /// An edge that jumps.
    EdgeStep {
        /// Where, in metres from the start.
        metres: f64,
        /// By how much, in metres.
        by: f64,
    },
    /// Tighter than a road is.
    Tight {
        /// Where, in metres from the start.
        metres: f64,
        /// Of the line, in metres.
        radius: f64,
    },
    /// The road meets itself: a bridge, or a mistake.
    Meets {
        /// Where, in metres from the start.
        metres: f64,
        /// And where again.
        again: f64,
    },
    /// A length unlike the published one.
    Length {
        /// Ours, in metres.
        length: f64,
        /// As published, in metres.
        published: f64,
    },
    /// A point of the source far from the line.
    FarPoint {
        /// How far, in metres.
        metres: f64,
    },
    /// The widths are a guess.
    AssumedWidths {
        /// From edge to edge, in metres.
        width: f64,
    },
}

impl Finding {
    /// Whether the road cannot be as the course says.
    pub fn is_fault(&self) -> bool {
        matches!(self, Self::CrossedNormals { .. } | Self::EdgeStep { .. } | Self::Tight { .. })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CrossedNormals { metres } => {
                write!(f, "normals cross on the road after {metres:.1} m")
            }
            Self::EdgeStep { metres, by } => {
                write!(f, "an edge jumps by {by:.2} m after {metres:.1} m")
            }
            Self::Tight { metres, radius } => {
                write!(f, "the line turns with a radius of {radius:.1} m at {metres:.1} m")
            }
            Self::Meets { metres, again } => write!(
                f,
                "the road at {metres:.0} m meets itself at {again:.0} m; a bridge is no fault"
            ),
            Self::Length { length, published } => write!(
                f,
                "{length:.0} m long, {:+.1} % of the published {published:.0} m",
                100.0 * (length / published - 1.0)
            ),
            Self::FarPoint { metres } => {
                write!(f, "a point of the source lies {metres:.1} m from the line")
            }
            Self::AssumedWidths { width } => {
                write!(f, "the source has no widths; {width:.0} m is assumed everywhere")
            }
        }
    }
}

/// What there is to know about a course, faults first.
pub fn check(course: &Course) -> Vec<Finding> {
    let mut found = along(course);
    found.extend(meeting(course));
    let facts = course.facts();
    if let Some(published) = facts.published_length {
        let length = course.length();
        if (length / published - 1.0).abs() > LENGTH {
            found.push(Finding::Length { length, published });
        }
    }
    let far = facts.residual.map(|it| it.largest).filter(|largest| *largest > FAR);
    found.extend(far.map(|metres| Finding::FarPoint { metres }));
    if facts.widths == Widths::Assumed {
        let road = course.at(0.0);
        found.push(Finding::AssumedWidths { width: road.left + road.right });
    }
    found.sort_by_key(|finding| !finding.is_fault());
    found
}

/// From station to station.
fn along(course: &Course) -> Vec<Finding> {
    let s = &course.stations().s;
    let n = s.len();
    let steps = if course.is_closed() { n } else { n - 1 };
    let mut found = Vec::new();
    for i in 0..steps {
        let metres = s[i];
        let next = if i + 1 == n { course.length() } else { s[i + 1] };
        let (here, there) = (course.at(metres), course.at(next));
        for (a, b) in [(here.left, there.left), (here.right, there.right)] {
            if (b - a).abs() > STEP_OF_EDGE * (next - metres) {
                found.push(Finding::EdgeStep { metres, by: b - a });
            }
        }
        let backwards = [here.left.min(there.left), -here.right.min(there.right)].map(|side| {
            let (a, b) = (course.point(metres, side), course.point(next, side));
            let (sin, cos) = (0.5 * (here.heading + there.heading)).sin_cos();
            (b.0 - a.0) * cos + (b.1 - a.1) * sin <= 0.0
        });
        if i + 1 < n && backwards.contains(&true) {
            found.push(Finding::CrossedNormals { metres });
        }
        if here.curvature.abs() * TIGHTEST > 1.0 {
            found.push(Finding::Tight { metres, radius: 1.0 / here.curvature.abs() });
        }
    }
    found
}

/// Where the line crosses itself.
fn meeting(course: &Course) -> Vec<Finding> {
    let stations = course.stations();
    let n = stations.len();
    let steps = if course.is_closed() { n } else { n - 1 };
    let point = |i: usize| (stations.x[i % n], stations.y[i % n]);
    let mut found = Vec::new();
    for i in 0..steps {
        for j in i + 2..steps {
            let neighbours = course.is_closed() && i == 0 && j == n - 1;
            if !neighbours && cross((point(i), point(i + 1)), (point(j), point(j + 1))) {
                found.push(Finding::Meets { metres: stations.s[i], again: stations.s[j] });
            }
        }
    }
    found
}

type Point = (f64, f64);

/// Whether two straight pieces cross.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
