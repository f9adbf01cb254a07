use maatstaf_core::{
    Course, CourseFacts, InvalidCourse, Quality, Residual, Survey, SurveyPoint, Widths,
};
use maatstaf_numerics::spline::{Pieces, Smoother, Spline};

use crate::line::{FittedLine, fit_line, smoothest};
use crate::project::{metres, middle};
use crate::stations::{Road, course_of};

/// How a course is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitOptions {
    /// How exact the points are, in metres, root mean square: the line is the smoothest that
    /// comes so near.
    pub accuracy: f64,
    /// How exact the heights are, in metres.
    pub height_accuracy: f64,
    /// How exact the banking is, in radians.
    pub banking_accuracy: f64,
    /// The spline has a piece for each of these, in metres.
    pub knots: f64,
    /// From station to station at least, but at the end of the course, in metres.
    pub closest: f64,
    /// From station to station at most, in metres.
    pub widest: f64,
    /// From edge to edge where the source has no widths, in metres.
    pub assumed_width: f64,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self {
            accuracy: 0.5,
            height_accuracy: 1.0,
            banking_accuracy: 0.002,
            knots: 5.0,
            closest: 5.0,
            widest: 30.0,
            assumed_width: 12.0,
        }
    }
}

/// Why points give no course.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// Too few to tell a line.
    #[error("a course takes {want} points or more and the line has {got}")]
    TooFewPoints {
        /// How many there are.
        got: usize,
        /// How many it takes.
        want: usize,
    },
    /// Points that do not make a line, such as all in one place.
    #[error("the points do not make a line; look at them for repeated or scattered ones")]
    NoLine,
    /// The left edge is to the right.
    #[error("the left edge lies to the right of the right edge; swap them, or reverse both")]
    Swapped,
    /// No edge where one should be.
    #[error("there is no {side} edge within {within} m of the middle at {metres:.0} m")]
    NoEdge {
        /// `left` or `right`.
        side: &'static str,
        /// How far was looked, in metres.
        within: f64,
        /// Where, from the start, in metres.
        metres: f64,
    },
    /// A line that is not a road.
    #[error(transparent)]
    Invalid(#[from] InvalidCourse),
}

/// Fewest points of a line.
const FEWEST: usize = 6;

/// Who draws by eye sets a point where the direction changes; a chord longer than this, in
/// metres, is taken for a straight.
const STRAIGHT_CHORD: f64 = 40.0;

/// Points are added to such a straight at most this far apart, in metres.
const ADDED: f64 = 20.0;

/// A course through the points of a survey: the smoothest line that is `accuracy` near to them.
///
/// Between points more than 40 m apart the line is held to the straight chord; the residual is
/// that of the survey's own points.
///
/// Residual, quality and whether the widths are measured are written into `facts`. Heights and
/// banking are smoothed the same way; widths are linear between the points.
///
/// # Errors
///
/// When there are fewer than six points, they make no line, or the line is no road.
pub fn fit(survey: &Survey, facts: CourseFacts, options: &FitOptions) -> Result<Course, FitError> {
    let points = metres(survey, &middle(&[survey]));
    fit_points(&points, survey.closed, facts, options)
}

pub(crate) fn fit_points(
    points: &[SurveyPoint],
    closed: bool,
    facts: CourseFacts,
    options: &FitOptions,
) -> Result<Course, FitError> {
    if points.len() < FEWEST {
        return Err(FitError::TooFewPoints { got: points.len(), want: FEWEST });
    }
    let (points, added) = with_straights(points, closed);
    let fitted = line_of(&points, closed, options)?;
    let own = |values: &[f64]| -> Vec<f64> {
        values.iter().zip(&added).filter(|(_, added)| !**added).map(|(value, _)| *value).collect()
    };
    let distances = own(&fitted.distances);
    let n = distances.len();
    let residual = Residual {
        rms: (distances.iter().map(|d| d * d).sum::<f64>() / n as f64).sqrt(),
        largest: distances.iter().fold(0.0, |most, d| d.max(most)),
        n_points: n,
    };
    let has_widths = points.iter().all(|it| it.left.is_some() && it.right.is_some());
    let is_line = fitted.line.length() / n as f64 <= Quality::LINE_SPACING;
    let facts = CourseFacts {
        residual: Some(residual),
        quality: match (has_widths, is_line) {
            (true, true) => Quality::Edges,
            (_, true) => Quality::Line,
            _ => Quality::Sketch,
        },
        widths: if has_widths { Widths::Measured } else { Widths::Assumed },
        ..facts
    };
    let road = road(&points, fitted, options);
    Ok(course_of(&road, facts, closed, options)?)
}

/// The points with more along straight chords, and which are added.
fn with_straights(points: &[SurveyPoint], closed: bool) -> (Vec<SurveyPoint>, Vec<bool>) {
    let (mut all, mut added) = (Vec::new(), Vec::new());
    let n = points.len();
    for (i, a) in points.iter().enumerate() {
        all.push(*a);
        added.push(false);
        let b = &points[(i + 1) % n];
        let length = (b.x - a.x).hypot(b.y - a.y);
        if length <= STRAIGHT_CHORD || (!closed && i + 1 == n) {
            continue;
        }
        let parts = (length / ADDED).ceil() as usize;
        for part in 1..parts {
            all.push(mix(a, b, part as f64 / parts as f64));
            added.push(true);
        }
    }
    (all, added)
}

/// A point between two, everything in proportion.
pub(crate) fn mix(a: &SurveyPoint, b: &SurveyPoint, t: f64) -> SurveyPoint {
    let between = |a: f64, b: f64| a + t * (b - a);
    let both = |of: fn(&SurveyPoint) -> Option<f64>| of(a).zip(of(b)).map(|(a, b)| between(a, b));
    SurveyPoint {
        x: between(a.x, b.x),
        y: between(a.y, b.y),
        z: both(|it| it.z),
        left: both(|it| it.left),
        right: both(|it| it.right),
        banking: both(|it| it.banking),
    }
}

pub(crate) fn line_of(
    points: &[SurveyPoint],
    closed: bool,
    options: &FitOptions,
) -> Result<FittedLine, FitError> {
    if points.len() < FEWEST {
        return Err(FitError::TooFewPoints { got: points.len(), want: FEWEST });
    }
    let places: Vec<(f64, f64)> = points.iter().map(|it| (it.x, it.y)).collect();
    fit_line(&places, closed, options.accuracy, options.knots).ok_or(FitError::NoLine)
}

/// The line with heights, banking and widths along it.
fn road(points: &[SurveyPoint], fitted: FittedLine, options: &FitOptions) -> Road {
    let FittedLine { line, places, .. } = fitted;
    let pieces = |step: f64| Pieces::about(step, line.length(), line.is_closed());
    let along = |of: fn(&SurveyPoint) -> Option<f64>, accuracy: f64| {
        let values: Option<Vec<f64>> = points.iter().map(of).collect();
        smooth_along(pieces(options.knots), &places, &values?, accuracy)
    };
    let widths = |of: fn(&SurveyPoint) -> Option<f64>| {
        let mut widths: Vec<(f64, f64)> = places
            .iter()
            .zip(points)
            .map(|(s, point)| (*s, of(point).unwrap_or(0.5 * options.assumed_width)))
            .collect();
        widths.sort_by(|a, b| a.0.total_cmp(&b.0));
        widths
    };
    Road {
        height: along(|it| it.z, options.height_accuracy),
        banking: along(|it| it.banking, options.banking_accuracy),
        left: widths(|it| it.left),
        right: widths(|it| it.right),
        line,
    }
}

/// The smoothest values that are `accuracy` near to those at some places.
fn smooth_along(pieces: Pieces, places: &[f64], values: &[f64], accuracy: f64) -> Option<Spline> {
    let smoother = Smoother::new(pieces, places);
    let fit = |exponent: f64| smoother.smooth(10_f64.powf(exponent), &[(values, &[])]);
    let near = |splines: &[Spline]| {
        let found = smoother.values(&splines[0]);
        let apart = found.zip(values).map(|(found, value)| (found - value).powi(2));
        let square = apart.sum::<f64>() / values.len() as f64;
        square <= accuracy * accuracy
    };
    smoothest(fit, near)?.pop()
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
