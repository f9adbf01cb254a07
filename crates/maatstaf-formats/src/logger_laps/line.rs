use std::fmt;
use std::str::FromStr;

use maatstaf_core::ClockTime;

/// Two crossings closer than this are one, in microseconds: a car that stands on the line and a
/// receiver that wanders.
const CLOSEST: u64 = 10_000_000;

/// Where the place is not known for longer than this, in microseconds, nobody knows the crossing.
const LONGEST_STEP: u64 = 5_000_000;

/// The line, between two points of the globe in degrees.
///
/// Laps count when the car comes over it with the first point on its left.
///
/// ```
/// use maatstaf_formats::logger_laps::StartLine;
///
/// // The two ends, latitude before longitude, the left one first …
/// let line: StartLine = "-38.6633,176.1481 -38.6627,176.1477".parse()?;
/// // … or its middle, where the cars head, in degrees from north, and how wide it is, in metres.
/// let line: StartLine = "-38.66265,176.14675@314/100".parse()?;
/// assert!("at the bridge".parse::<StartLine>().is_err());
/// # Ok::<(), maatstaf_formats::logger_laps::InvalidLine>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StartLine {
    left: (f64, f64),  // latitude, longitude
    right: (f64, f64), // latitude, longitude
}

/// Why something is no [`StartLine`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is no line; write its left and right end as \"lat,lon lat,lon\", or its middle, \
     heading and width as \"lat,lon@degrees/metres\""
)]
pub struct InvalidLine {
    /// What was given.
    pub text: String,
}

/// A plane that touches the globe (WGS 84) at a point: degrees become metres to the east and north.
///
/// ```
/// use maatstaf_formats::logger_laps::LocalPlane;
///
/// let plane = LocalPlane::at(0.0, 9.0);
/// let (east, north) = plane.metres(0.0, 9.001);
/// assert!((east - 111.319).abs() < 1e-3 && north == 0.0);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalPlane {
    lat: f64,
    lon: f64,
    east: f64,  // m per degree
    north: f64, // m per degree
}

impl LocalPlane {
    /// Touching at a latitude and longitude in degrees.
    pub fn at(lat: f64, lon: f64) -> Self {
        const RADIUS: f64 = 6_378_137.0; // m, of the equator
        const FLATTENING: f64 = 1.0 / 298.257_223_563;
        let squared = FLATTENING * (2.0 - FLATTENING);
        let (sin, cos) = lat.to_radians().sin_cos();
        let bend = 1.0 - squared * sin * sin;
        let east = RADIUS / bend.sqrt() * cos;
        let north = RADIUS * (1.0 - squared) / bend.powf(1.5);
        Self { lat, lon, east: east.to_radians(), north: north.to_radians() }
    }

    /// Metres to the east and to the north.
    pub fn metres(&self, lat: f64, lon: f64) -> (f64, f64) {
        let turned = (lon - self.lon + 540.0).rem_euclid(360.0) - 180.0;
        (turned * self.east, (lat - self.lat) * self.north)
    }

    /// Latitude and longitude.
    fn degrees(&self, east: f64, north: f64) -> (f64, f64) {
        (self.lat + north / self.north, self.lon + east / self.east)
    }
}

impl StartLine {
    /// From its ends as the driver sees them; latitude before longitude, in degrees.
    pub fn between(left: (f64, f64), right: (f64, f64)) -> Option<Self> {
        let on_globe = |(lat, lon): (f64, f64)| lat.abs() < 90.0 && lon.abs() <= 360.0;
        let fits = on_globe(left) && on_globe(right) && left != right;
        fits.then_some(Self { left, right })
    }

    /// From its middle, where the cars head in degrees from north, clockwise, and its width in
    /// metres.
    pub fn across(middle: (f64, f64), heading: f64, width: f64) -> Option<Self> {
        let plane = LocalPlane::at(middle.0, middle.1);
        let (sin, cos) = heading.to_radians().sin_cos();
        let end = |side: f64| plane.degrees(-cos * side * width / 2.0, sin * side * width / 2.0);
        let fits = width > 0.0 && width < 10_000.0 && heading.is_finite();
        if fits { Self::between(end(1.0), end(-1.0)) } else { None }
    }
}

/// When a car crosses the line in its direction, out of where it was: latitude and longitude in
/// degrees, one per moment. The moment is interpolated between two samples.
///
/// Samples that repeat a place are passed over: a receiver that is slower than its file writes
/// each place several times, and only the first is when it was there.
pub fn crossings(times: &[ClockTime], places: &[(f64, f64)], line: &StartLine) -> Vec<ClockTime> {
    let plane = LocalPlane::at(line.left.0, line.left.1);
    let right = plane.metres(line.right.0, line.right.1);
    let width = right.0.hypot(right.1);
    let mut moments: Vec<ClockTime> = Vec::new();
    let mut before: Option<(ClockTime, (f64, f64))> = None;
    for (&at, &(lat, lon)) in times.iter().zip(places) {
        let (east, north) = plane.metres(lat, lon);
        if !east.is_finite() || !north.is_finite() || before.is_some_and(|it| it.1 == (east, north))
        {
            continue;
        }
        if let Some((earlier, from)) = before
            && let step = at.as_micros().saturating_sub(earlier.as_micros())
            && step <= LONGEST_STEP
            && let Some(share) = crossing(from, (east, north), right, width)
        {
            let moment = earlier.as_micros() + (share * step as f64).round() as u64;
            if moments.last().is_none_or(|last| moment >= last.as_micros().saturating_add(CLOSEST))
            {
                moments.push(ClockTime::from_micros(moment));
            }
        }
        before = Some((at, (east, north)));
    }
    moments
}

/// How far along its step a car crosses the line that leads from the origin, on its left, to
/// `right`; `None` where it does not, or the other way.
fn crossing(from: (f64, f64), to: (f64, f64), right: (f64, f64), width: f64) -> Option<f64> {
    // Height above the line, positive ahead of it: to the left of the way from left to right end.
    let ahead = |(x, y): (f64, f64)| (right.0 * y - right.1 * x) / width;
    let (start, end) = (ahead(from), ahead(to));
    if !(start < 0.0 && end >= 0.0) {
        return None;
    }
    let share = -start / (end - start);
    let at = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
    let along = (at.0 * right.0 + at.1 * right.1) / width;
    (0.0..=width).contains(&along).then_some(share)
}

impl FromStr for StartLine {
    type Err = InvalidLine;

    fn from_str(text: &str) -> Result<Self, InvalidLine> {
        line_of(text).ok_or_else(|| InvalidLine { text: text.to_owned() })
    }
}

impl fmt::Display for StartLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((lat, lon), (right_lat, right_lon)) = (self.left, self.right);
        f.pad(&format!("{lat},{lon} {right_lat},{right_lon}"))
    }
}

fn line_of(text: &str) -> Option<StartLine> {
    let number = |text: &str| text.trim().parse().ok().filter(|it: &f64| it.is_finite());
    let place = |text: &str| {
        let (lat, lon) = text.split_once(',')?;
        Some((number(lat)?, number(lon)?))
    };
    match text.split_once('@') {
        Some((middle, rest)) => {
            let (heading, width) = rest.split_once('/')?;
            StartLine::across(place(middle)?, number(heading)?, number(width)?)
        }
        None => {
            let (left, right) = text.trim().split_once(' ')?;
            StartLine::between(place(left)?, place(right)?)
        }
    }
}
