//! From points to a road: fit it, check it, find its corners.
//!
//! ```
//! use maatstaf_core::{CourseFacts, Survey, SurveyPoint};
//! use maatstaf_course::{FitOptions, corners, fit};
//!
//! // Sixty points on a circle of 50 m radius, driven to the left.
//! let angle = |i: u32| f64::from(i) * std::f64::consts::TAU / 60.0;
//! let point = |i| SurveyPoint::at(50.0 * angle(i).cos(), 50.0 * angle(i).sin());
//! let survey = Survey::from_metres("circle", (0..60).map(point).collect(), true);
//!
//! let options = FitOptions { accuracy: 0.01, ..FitOptions::default() };
//! let course = fit(&survey, CourseFacts::named("circle"), &options)?;
//! assert!((course.length() - 314.16).abs() < 0.05);
//! assert!((corners(&course)[0].radius - 50.0).abs() < 0.1);
//! # Ok::<(), maatstaf_course::FitError>(())
//! ```

mod check;
mod corners;
mod edges;
mod fit;
mod line;
mod project;
mod stations;

pub use check::{Finding, check};
pub use corners::{Corner, Side, corners};
pub use edges::fit_edges;
pub use fit::{FitError, FitOptions, fit};
pub use project::Plane;
pub use stations::rounded;
