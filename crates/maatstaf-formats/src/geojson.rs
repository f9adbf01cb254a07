//! GeoJSON: every line, with the name, the published length and the altitude of its feature.

use maatstaf_core::{Issue, Survey, SurveyPoint};
use serde_json::Value;

use crate::surveys::{Error, ReadSurveys, finish, issue, on_globe, spoilt};

/// Reads a file; `file` is its name, for messages.
///
/// # Errors
///
/// When it is not JSON, or no line of three points is in it.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadSurveys, Error> {
    let json: Value =
        serde_json::from_slice(bytes).map_err(|error| spoilt(file, "GeoJSON", error))?;
    let (mut surveys, mut issues) = (Vec::new(), Vec::new());
    let alone = [json.clone()];
    let features = json["features"].as_array().map_or(&alone[..], Vec::as_slice);
    for feature in features {
        let geometry = if feature["geometry"].is_object() { &feature["geometry"] } else { feature };
        for (coordinates, closed) in lines(geometry) {
            let points = points(file, coordinates, &mut issues);
            surveys.push(survey(&feature["properties"], points, closed));
        }
    }
    finish(file, surveys, issues)
}

/// The lists of positions of a geometry, and whether each is a ring.
fn lines(geometry: &Value) -> Vec<(&[Value], bool)> {
    let Some(parts) = geometry["coordinates"].as_array() else { return Vec::new() };
    let each = |closed: bool| {
        let lists = parts.iter().filter_map(Value::as_array);
        lists.map(|list| (list.as_slice(), closed)).collect()
    };
    match geometry["type"].as_str() {
        Some("LineString") => vec![(parts.as_slice(), false)],
        Some("MultiLineString") => each(false),
        Some("Polygon") => each(true),
        _ => Vec::new(),
    }
}

fn survey(properties: &Value, points: Vec<SurveyPoint>, closed: bool) -> Survey {
    let text = |keys: [&str; 2]| {
        let found = keys.iter().find_map(|key| properties[*key].as_str());
        found.unwrap_or_default().to_owned()
    };
    let number = |key: &str| properties[key].as_f64().filter(|value| value.is_finite());
    Survey {
        id: text(["id", "Id"]),
        published_length: number("length").filter(|length| *length > 0.0),
        altitude: number("altitude"),
        ..Survey::from_degrees(&text(["Name", "name"]), points, closed)
    }
}

fn points(file: &str, positions: &[Value], issues: &mut Vec<Issue>) -> Vec<SurveyPoint> {
    let mut points = Vec::with_capacity(positions.len());
    for (idx, position) in positions.iter().enumerate() {
        let number = |at: usize| position.get(at).and_then(Value::as_f64);
        let point = match (number(0), number(1)) {
            (Some(lon), Some(lat)) => on_globe(lon, lat, number(2)),
            _ => Err(format!("position {idx} is {position:.60}, no place; it is left out")),
        };
        match point {
            Ok(point) => points.push(point),
            Err(reason) => issues.push(issue(file, None, reason)),
        }
    }
    points
}
