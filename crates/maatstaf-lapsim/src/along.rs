//! A course as a road.

use maatstaf_core::{Course, RoadAt};

use crate::error::Error;
use crate::mesh::Mesh;
use crate::road::{Road, Station};

/// Over how many metres to both sides slope and banking change, where their rate is asked for.
///
/// A course is linear in both between its stations, so the rate at one place would jump.
const AROUND: f64 = 5.0;

impl Road {
    /// The road of a course, with the stations of a mesh, and half-way between them.
    ///
    /// A course is in the axes of ISO 8855, a road has `y` to the right and `z` down:
    ///
    /// ```text
    /// θ' = −curvature,   μ = slope,   φ = banking,   n = −offset to the left
    /// μ' = (slope(s + 5 m) − slope(s − 5 m)) / 10 m,   φ' the same of banking
    /// ```
    ///
    /// Both know rates by distance along the slope; a nose that points uphill and a left edge that
    /// is higher are positive in both. Widths to the left and to the right stay what they are.
    ///
    /// ```
    /// use maatstaf_core::{Course, CourseFacts, Stations};
    /// use maatstaf_lapsim::{Mesh, Road};
    ///
    /// // A circle to the left.
    /// let angles: Vec<f64> = (0..120).map(|i| f64::from(i) * std::f64::consts::TAU / 120.0).collect();
    /// let stations = Stations {
    ///     s: angles.iter().map(|a| 100.0 * a).collect(),
    ///     x: angles.iter().map(|a| 100.0 * a.sin()).collect(),
    ///     y: angles.iter().map(|a| 100.0 - 100.0 * a.cos()).collect(),
    ///     heading: angles.clone(),
    ///     curvature: vec![0.01; 120],
    ///     left: vec![7.0; 120],
    ///     right: vec![5.0; 120],
    ///     ..Stations::flat(120)
    /// };
    /// let length = 100.0 * std::f64::consts::TAU;
    /// let course = Course::new(CourseFacts::named("circle"), stations, length, true)?;
    /// let road = Road::along(&course, &Mesh::Equal(50))?;
    /// assert_eq!((road.stations().len(), road.is_level()), (50, true));
    /// assert_eq!((road.stations()[7].yaw_rate, road.stations()[7].left), (-0.01, 7.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the mesh does not fit the course.
    pub fn along(course: &Course, mesh: &Mesh) -> Result<Self, Error> {
        let distances = mesh.distances(course)?;
        let stations = distances.iter().map(|at| station(course, *at)).collect();
        let road = match course.is_closed() {
            true => Self::closed(stations, course.length()),
            false => Self::open(stations),
        }?;
        let middles = road.middles().iter().map(|middle| station(course, middle.distance));
        let middles = middles.collect();
        Ok(road.with_middles(middles)?.tilting())
    }
}

fn station(course: &Course, distance: f64) -> Station {
    let road = course.at(distance);
    let (from, to) = match course.is_closed() {
        true => (distance - AROUND, distance + AROUND),
        false => ((distance - AROUND).max(0.0), (distance + AROUND).min(course.length())),
    };
    let (before, after) = (course.at(from), course.at(to));
    let rate = |of: fn(&RoadAt) -> f64| (of(&after) - of(&before)) / (to - from);
    Station {
        distance,
        yaw_rate: -road.curvature,
        pitch: road.slope,
        roll: road.banking,
        pitch_rate: rate(|road| road.slope),
        roll_rate: rate(|road| road.banking),
        left: road.left,
        right: road.right,
    }
}
