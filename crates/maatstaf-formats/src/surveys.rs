//! Lines of roads, in whatever format they come; one file of this folder per format.

use maatstaf_core::{Coordinates, Issue, Survey, SurveyPoint};

use crate::{fastest_lap, geojson, gpx, kml, track_json, tum_track};

/// An end this close to the start, as a share of the line, makes it a closed course.
const CLOSING: f64 = 0.02;

/// Metres in a degree of latitude, near enough to tell whether a line closes.
const DEGREE: f64 = 111_000.0;

/// What was read, and what could not be.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadSurveys {
    /// Line by line, as they stood.
    pub surveys: Vec<Survey>,
    /// What could not be read.
    pub issues: Vec<Issue>,
}

/// Why a file holds no line at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing that we know.
    #[error(
        "{file} is none of the formats of courses: TUM CSV, GeoJSON, KML, GPX, fastest-lap XML, \
         track JSON; say gunzip first if it is packed"
    )]
    Unknown {
        /// The file.
        file: String,
    },
    /// A format that we know, spoilt.
    #[error("{file} is not {format} that can be read: {reason}")]
    Spoilt {
        /// The file.
        file: String,
        /// What it looks like.
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// Sound, but without a line.
    #[error("{file} holds no line of three points or more{first}")]
    Empty {
        /// The file.
        file: String,
        /// The first oddity, if there is one.
        first: String,
    },
}

/// Reads a file whose format its first bytes tell.
///
/// ```
/// let bytes = b"# x_m,y_m,w_tr_right_m,w_tr_left_m\n0,0,5,5\n9,0,5,5\n9,9,5,6\n";
/// let read = maatstaf_formats::surveys::read("bend.csv", bytes)?;
/// assert_eq!(read.surveys[0].points[2].left, Some(6.0));
/// # Ok::<(), maatstaf_formats::surveys::Error>(())
/// ```
///
/// # Errors
///
/// When it is in no format that we know, spoilt, or without a line.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    let holds = |word: &str| start.windows(word.len()).take(4096).any(|at| at == word.as_bytes());
    match start.first() {
        Some(b'<') if holds("<kml") => kml::read(file, bytes),
        Some(b'<') if holds("<gpx") => gpx::read(file, bytes),
        Some(b'<') if holds("<circuit") => fastest_lap::read_surveys(file, bytes),
        Some(b'{') if holds("\"pts\"") || holds("\"start_finish\"") => {
            track_json::read(file, bytes)
        }
        Some(b'{') => geojson::read(file, bytes),
        Some(b'#' | b'-' | b'+' | b'.' | b'0'..=b'9' | b'x') => tum_track::read(file, bytes),
        _ => Err(Error::Unknown { file: file.to_owned() }),
    }
}

/// What was read, unless nothing was.
pub(crate) fn finish(
    file: &str,
    surveys: Vec<Survey>,
    issues: Vec<Issue>,
) -> Result<ReadSurveys, Error> {
    let surveys: Vec<Survey> = surveys.into_iter().map(close).collect();
    let surveys: Vec<Survey> = surveys.into_iter().filter(|it| it.points.len() >= 3).collect();
    if surveys.is_empty() {
        let first = issues.first().map_or(String::new(), |issue| format!("; {issue}"));
        return Err(Error::Empty { file: file.to_owned(), first });
    }
    Ok(ReadSurveys { surveys, issues })
}

pub(crate) fn spoilt(file: &str, format: &'static str, reason: impl ToString) -> Error {
    Error::Spoilt { file: file.to_owned(), format, reason: reason.to_string() }
}

pub(crate) fn issue(file: &str, line: Option<u64>, reason: String) -> Issue {
    Issue { file: file.to_owned(), line, reason }
}

/// Takes repeated points out; a line that comes back to its start is closed.
fn close(mut survey: Survey) -> Survey {
    survey.points.dedup_by(|b, a| a.x == b.x && a.y == b.y);
    let points = &survey.points;
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return survey };
    let apart = |a: &SurveyPoint, b: &SurveyPoint| distance(survey.coordinates, a, b);
    let length: f64 = points.windows(2).map(|pair| apart(&pair[0], &pair[1])).sum();
    let gap = apart(last, first);
    let repeated = points.len() > 1 && gap < 1e-3;
    survey.closed |= gap <= CLOSING * length;
    if repeated {
        survey.points.pop();
    }
    survey
}

/// How far two points lie apart in metres, near enough to tell whether a line closes.
fn distance(coordinates: Coordinates, a: &SurveyPoint, b: &SurveyPoint) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    match coordinates {
        Coordinates::Metres => dx.hypot(dy),
        Coordinates::Degrees => DEGREE * (dx * a.y.to_radians().cos()).hypot(dy),
    }
}

/// A point on the globe, unless it lies beside it.
pub(crate) fn on_globe(lon: f64, lat: f64, up: Option<f64>) -> Result<SurveyPoint, String> {
    let fits = lon.abs() <= 360.0 && lat.abs() < 90.0;
    match fits {
        true => Ok(SurveyPoint { z: up.filter(|up| up.is_finite()), ..SurveyPoint::at(lon, lat) }),
        false => Err(format!("longitude {lon}, latitude {lat} is no place; the point is left out")),
    }
}

#[cfg(test)]
#[path = "surveys_tests.rs"]
mod tests;
