//! KML of Google Earth: every line that was drawn, a placemark each.

use maatstaf_core::{Issue, Survey, SurveyPoint};

use crate::surveys::{Error, ReadSurveys, finish, issue, on_globe, spoilt};
use crate::xml::{Met, ends_with, walk};

/// Reads a file; `file` is its name, for messages.
///
/// # Errors
///
/// When it is not KML, or no line of three points is in it.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let (mut surveys, mut issues) = (Vec::new(), Vec::new());
    let mut name = String::new();
    walk(bytes, |path, met| {
        let Met::Close(text) = met else { return };
        if ends_with(path, &["Placemark", "name"]) {
            name = text.to_owned();
        }
        let is_line = ["LineString", "LinearRing"];
        if is_line.iter().any(|line| ends_with(path, &[line, "coordinates"])) {
            let closed = ends_with(path, &["LinearRing", "coordinates"]);
            let points = points(file, text, &mut issues);
            surveys.push(Survey::from_degrees(&name, points, closed));
        }
    })
    .map_err(|reason| spoilt(file, "KML", reason))?;
    finish(file, surveys, issues)
}

/// `lon,lat,up lon,lat,up`; some write spaces behind the commas too.
fn points(file: &str, text: &str, issues: &mut Vec<Issue>) -> Vec<SurveyPoint> {
    let separate = |c: char| c.is_whitespace() || c == ',';
    let is_tuple =
        |part: &str| (1..=2).contains(&part.matches(',').count()) && !part.ends_with(',');
    let tuples: Vec<Vec<&str>> = if text.split_whitespace().all(is_tuple) {
        text.split_whitespace().map(|part| part.split(',').collect()).collect()
    } else {
        let numbers: Vec<&str> = text.split(separate).filter(|part| !part.is_empty()).collect();
        numbers.chunks(3).map(<[&str]>::to_vec).collect()
    };
    let mut points = Vec::with_capacity(tuples.len());
    for tuple in tuples {
        match point(&tuple) {
            Ok(point) => points.push(point),
            Err(reason) => issues.push(issue(file, None, reason)),
        }
    }
    points
}

fn point(tuple: &[&str]) -> Result<SurveyPoint, String> {
    let numbers: Result<Vec<f64>, _> = tuple.iter().map(|it| it.parse()).collect();
    match numbers.as_deref() {
        Ok([lon, lat]) => on_globe(*lon, *lat, None),
        Ok([lon, lat, up]) => on_globe(*lon, *lat, Some(*up)),
        _ => Err(format!("{:?} is not longitude, latitude, height; left out", tuple.join(","))),
    }
}
