use maatstaf_core::{Coordinates, Survey, SurveyPoint};

/// Semi-major axis of WGS 84, in metres.
const A: f64 = 6_378_137.0;

/// Flattening of WGS 84.
const F: f64 = 1.0 / 298.257_223_563;

/// A plane that touches the globe (WGS 84) around a place; x to the east, y to the north.
///
/// Distances from the place and directions at it are true (azimuthal equidistant); two points
/// within 10 km of it are as far apart on the plane as on the ground, within a millionth.
///
/// The distance follows from the chord `c` through the earth and the radius `R` of the ellipsoid
/// in that direction (Euler): `2 R asin(c / 2R)`. On high ground it grows by `height / R`.
///
/// ```
/// use maatstaf_course::Plane;
///
/// // A tenth of a degree along the equator.
/// let (x, y) = Plane::around(6.5, 0.0, 0.0).to_metres(6.6, 0.0);
/// assert!((x - 6_378_137.0 * 0.1_f64.to_radians()).abs() < 1e-6 && y.abs() < 1e-6);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    origin: [f64; 3],
    east: [f64; 3],
    north: [f64; 3],
    /// Of the meridian and across it, in metres.
    radii: (f64, f64),
    height: f64,
}

impl Plane {
    /// Around a place: longitude east and latitude north in degrees, height in metres.
    pub fn around(lon: f64, lat: f64, height: f64) -> Self {
        let ((sin_lon, cos_lon), (sin_lat, cos_lat)) =
            (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
        let e2 = F * (2.0 - F);
        let across = A / (1.0 - e2 * sin_lat * sin_lat).sqrt();
        let meridian = across * (1.0 - e2) / (1.0 - e2 * sin_lat * sin_lat);
        Self {
            origin: on_ellipsoid(lon, lat),
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            radii: (meridian, across),
            height,
        }
    }

    /// Metres to the east and to the north of a place in degrees.
    pub fn to_metres(&self, lon: f64, lat: f64) -> (f64, f64) {
        let point = on_ellipsoid(lon, lat);
        let away = [0, 1, 2].map(|i| point[i] - self.origin[i]);
        let along = |axis: [f64; 3]| (0..3).map(|i| away[i] * axis[i]).sum::<f64>();
        let (east, north) = (along(self.east), along(self.north));
        let (level, chord) = (east.hypot(north), along(away).sqrt());
        if level == 0.0 {
            return (0.0, 0.0);
        }
        let (cos, sin) = (north / level, east / level);
        let radius = 1.0 / (cos * cos / self.radii.0 + sin * sin / self.radii.1);
        let arc = 2.0 * radius * (chord / (2.0 * radius)).min(1.0).asin();
        let scale = arc / level * (1.0 + self.height / radius);
        (east * scale, north * scale)
    }
}

/// A point of the ellipsoid, from the centre of the earth, in metres.
fn on_ellipsoid(lon: f64, lat: f64) -> [f64; 3] {
    let ((sin_lon, cos_lon), (sin_lat, cos_lat)) =
        (lon.to_radians().sin_cos(), lat.to_radians().sin_cos());
    let e2 = F * (2.0 - F);
    let radius = A / (1.0 - e2 * sin_lat * sin_lat).sqrt();
    [radius * cos_lat * cos_lon, radius * cos_lat * sin_lon, radius * (1.0 - e2) * sin_lat]
}

/// The plane in the middle of some surveys, at their height.
pub(crate) fn middle(surveys: &[&Survey]) -> Plane {
    let points = || surveys.iter().flat_map(|survey| &survey.points);
    let n = points().count().max(1) as f64;
    let mean = |of: fn(&SurveyPoint) -> f64| points().map(of).sum::<f64>() / n;
    let heights: Vec<f64> = points().filter_map(|point| point.z).collect();
    let stated = surveys.iter().find_map(|survey| survey.altitude).unwrap_or(0.0);
    let height = match heights.len() {
        0 => stated,
        n => heights.iter().sum::<f64>() / n as f64,
    };
    Plane::around(mean(|it| it.x), mean(|it| it.y), height)
}

/// The points of a survey in metres; `plane` is for those in degrees.
pub(crate) fn metres(survey: &Survey, plane: &Plane) -> Vec<SurveyPoint> {
    let on_plane = |point: &SurveyPoint| match survey.coordinates {
        Coordinates::Metres => *point,
        Coordinates::Degrees => {
            let (x, y) = plane.to_metres(point.x, point.y);
            SurveyPoint { x, y, ..*point }
        }
    };
    survey.points.iter().map(on_plane).collect()
}

#[cfg(test)]
#[path = "project_tests.rs"]
mod tests;
