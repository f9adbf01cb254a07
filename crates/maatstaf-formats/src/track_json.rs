//! The track JSON of zaggyai: `lat` and `lon` in ten-millionths of a degree, `elev` in
//! millimetres, from a terrain model; 0 everywhere where there is none.

use maatstaf_core::{Survey, SurveyPoint};
use serde::Deserialize;

use crate::surveys::{Error, ReadSurveys, finish, issue, on_globe, spoilt};

#[derive(Deserialize)]
struct Track {
    #[serde(default)]
    name: String,
    #[serde(default)]
    pts: Vec<Point>,
}

#[derive(Deserialize)]
struct Point {
    lat: f64,
    lon: f64,
    elev: Option<f64>,
}

/// Reads a file; `file` is its name, for messages.
///
/// # Errors
///
/// When it is not such JSON, or has fewer than three points.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let track: Track =
        serde_json::from_slice(bytes).map_err(|error| spoilt(file, "track JSON", error))?;
    let has_elevation = track.pts.iter().any(|it| it.elev.is_some_and(|up| up != 0.0));
    let (mut points, mut issues) = (Vec::<SurveyPoint>::new(), Vec::new());
    for it in &track.pts {
        let up = it.elev.filter(|_| has_elevation).map(|up| up / 1e3);
        match on_globe(it.lon / 1e7, it.lat / 1e7, up) {
            Ok(point) => points.push(point),
            Err(reason) => issues.push(issue(file, None, reason)),
        }
    }
    finish(file, vec![Survey::from_degrees(&track.name, points, false)], issues)
}
