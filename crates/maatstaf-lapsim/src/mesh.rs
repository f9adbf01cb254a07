//! Where a course gets nodes.
//!
//! ```text
//! ρ(s) = 1 + 2.6 m(s)        nodes per metre, but for a factor
//! m(s) = the mean, over ±20 m, of the largest g(s + d) (1 − d/100 m)      0 ≤ d ≤ 100 m
//! g(s) = |K|/(|K| + 0.005/m),  or 30 m |K'|/(|K'| 30 m + 0.005/m) if that is more
//! ```
//!
//! So an adapted mesh is up to 3.6 times as dense in bends, where a bend begins and ends, and in
//! the 100 m before, where cars brake, as on a long straight: the range of the published mesh of
//! 697 nodes (2.5 m to 9 m).

use maatstaf_core::Course;

use crate::error::Error;

/// Where a course gets nodes.
#[derive(Clone, Debug, PartialEq)]
pub enum Mesh {
    /// So many, equally spaced.
    Equal(usize),
    /// So many, denser in bends and before them.
    Adapted(usize),
    /// Here: m from the start, increasing. On a closed course the end is not among them; on an
    /// open one it is.
    At(Vec<f64>),
}

/// How much denser an adapted mesh becomes.
const DENSER: f64 = 2.6;
/// The curvature at which it is half-way there, rad/m.
const BEND: f64 = 0.005;
/// Over how many metres a change of curvature counts like curvature.
const CHANGE: f64 = 30.0;
/// How long before a bend it begins, m.
const AHEAD: f64 = 100.0;
/// How far it is smoothed to both sides, m.
const SMOOTH: f64 = 20.0;

impl Mesh {
    /// The distances of the nodes on a course, m.
    ///
    /// ```
    /// use maatstaf_core::{Course, CourseFacts, Stations};
    /// use maatstaf_lapsim::Mesh;
    ///
    /// let straight = Stations {
    ///     s: vec![0.0, 300.0],
    ///     x: vec![0.0, 300.0],
    ///     y: vec![0.0; 2],
    ///     heading: vec![0.0; 2],
    ///     curvature: vec![0.0; 2],
    ///     left: vec![5.0; 2],
    ///     right: vec![5.0; 2],
    ///     ..Stations::flat(2)
    /// };
    /// let course = Course::new(CourseFacts::named("strip"), straight, 300.0, false)?;
    /// assert_eq!(Mesh::Equal(4).distances(&course)?, [0.0, 100.0, 200.0, 300.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// With fewer than three nodes; with nodes off the course, or out of order.
    pub fn distances(&self, course: &Course) -> Result<Vec<f64>, Error> {
        let length = course.length();
        let n_steps = |nodes: usize| match nodes {
            0..3 => Err(Error::ShortRoad { stations: nodes }),
            _ => Ok(if course.is_closed() { nodes } else { nodes - 1 }),
        };
        match self {
            Self::Equal(nodes) => {
                let n_steps = n_steps(*nodes)?;
                Ok((0..*nodes).map(|i| length * i as f64 / n_steps as f64).collect())
            }
            Self::Adapted(nodes) => Ok(adapted(course, *nodes, n_steps(*nodes)?)),
            Self::At(distances) => {
                let inside = |at: &f64| {
                    *at >= 0.0 && *at <= length && !(course.is_closed() && *at == length)
                };
                match distances.iter().position(|at| !inside(at)) {
                    Some(station) => {
                        Err(Error::OffCourse { station, metres: distances[station], length })
                    }
                    None => Ok(distances.clone()),
                }
            }
        }
    }
}

/// Nodes with equal parts of `∫ρ ds` between them.
fn adapted(course: &Course, nodes: usize, n_steps: usize) -> Vec<f64> {
    let length = course.length();
    let n_samples = length.ceil().max(1.0) as usize;
    let width = length / n_samples as f64;
    let density =
        smoothed(&ahead(&bends(course, n_samples), course.is_closed(), width), course, width);
    let mut cumulated = vec![0.0];
    for value in density {
        cumulated.push(cumulated[cumulated.len() - 1] + 1.0 + DENSER * value);
    }
    let all = cumulated[n_samples];
    let place = |i: usize| {
        let part = all * i as f64 / n_steps as f64;
        let after = cumulated.partition_point(|at| *at <= part).clamp(1, n_samples);
        let (low, high) = (cumulated[after - 1], cumulated[after]);
        (width * ((after - 1) as f64 + (part - low) / (high - low))).min(length)
    };
    (0..nodes).map(place).collect()
}

/// `g` in the middle of each sample.
fn bends(course: &Course, n_samples: usize) -> Vec<f64> {
    let width = course.length() / n_samples as f64;
    let share = |size: f64| size / (size + BEND);
    let sample = |i: usize| {
        let at = (i as f64 + 0.5) * width;
        let [before, here, after] =
            [at - 0.5 * width, at, at + 0.5 * width].map(|s| course.at(s).curvature);
        share(here.abs()).max(share(CHANGE * (after - before).abs() / width))
    };
    (0..n_samples).map(sample).collect()
}

/// The largest of what comes, less the further ahead it is.
fn ahead(bends: &[f64], closed: bool, width: f64) -> Vec<f64> {
    let (n, reach) = (bends.len(), (AHEAD / width) as usize);
    let mut largest = bends.to_vec();
    let fall = width / AHEAD;
    // From each sample backwards: a bend's part falls linearly, so a look at `reach` samples will do.
    for (i, largest) in largest.iter_mut().enumerate() {
        for d in 1..=reach.min(n - 1) {
            let Some(bend) = bends.get(i + d).or(closed.then(|| &bends[(i + d) % n])) else {
                break;
            };
            *largest = largest.max(bend * (1.0 - d as f64 * fall));
        }
    }
    largest
}

/// The mean over [`SMOOTH`] to both sides; past the ends of an open course the ends go on.
fn smoothed(values: &[f64], course: &Course, width: f64) -> Vec<f64> {
    let n = values.len() as isize;
    let reach = (SMOOTH / width).round() as isize;
    let at = |i: isize| match course.is_closed() {
        true => values[i.rem_euclid(n) as usize],
        false => values[i.clamp(0, n - 1) as usize],
    };
    let mean = |i: isize| (i - reach..=i + reach).map(at).sum::<f64>() / (2 * reach + 1) as f64;
    (0..n).map(mean).collect()
}
