//! GPX of a logger: every segment of a track, and every route.

use maatstaf_core::{Survey, SurveyPoint};

use crate::surveys::{Error, ReadSurveys, finish, issue, on_globe, spoilt};
use crate::xml::{Met, ends_with, walk};

/// Reads a file; `file` is its name, for messages.
///
/// # Errors
///
/// When it is not GPX, or no line of three points is in it.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let (mut surveys, mut issues) = (Vec::new(), Vec::new());
    let (mut name, mut points) = (String::new(), Vec::<SurveyPoint>::new());
    let is_point = |path: &[String]| {
        ends_with(path, &["trkseg", "trkpt"]) || ends_with(path, &["rte", "rtept"])
    };
    walk(bytes, |path, met| match met {
        Met::Open(attributes) if is_point(path) => match place(attributes) {
            Ok(point) => points.push(point),
            Err(reason) => issues.push(issue(file, None, reason)),
        },
        Met::Close(text) if ends_with(path, &["ele"]) && is_point(&path[..path.len() - 1]) => {
            if let Some(point) = points.last_mut() {
                point.z = text.parse().ok().filter(|up: &f64| up.is_finite());
            }
        }
        Met::Close(text) if ["trk", "rte"].iter().any(|it| ends_with(path, &[it, "name"])) => {
            name = text.to_owned();
        }
        Met::Close(_) if ["trkseg", "rte"].iter().any(|it| ends_with(path, &[it])) => {
            surveys.push(Survey::from_degrees(&name, std::mem::take(&mut points), false));
        }
        _ => {}
    })
    .map_err(|reason| spoilt(file, "GPX", reason))?;
    finish(file, surveys, issues)
}

fn place(attributes: &[(String, String)]) -> Result<SurveyPoint, String> {
    let value = |key: &str| {
        let found = attributes.iter().find(|(name, _)| name == key);
        found.and_then(|(_, text)| text.trim().parse::<f64>().ok())
    };
    match (value("lon"), value("lat")) {
        (Some(lon), Some(lat)) => on_globe(lon, lat, None),
        _ => Err(format!("{attributes:?} has no longitude and latitude; the point is left out")),
    }
}
