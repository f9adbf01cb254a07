use super::Stations;

/// The most that the heading may turn otherwise than the curvature says from one station to the
/// next, and that the line may go beside its heading, in radians.
const KINK: f64 = 0.1;

/// The most that the ends of a step may lie apart otherwise than its length says, as a share.
const STRETCH: f64 = 0.05;

/// How much longer than its step a chord may be for rounding alone, in metres.
const ROUNDING: f64 = 0.02;

/// Why some stations are not a [`Course`](crate::Course).
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidCourse {
    /// Too few to be a road.
    #[error("a course needs {want} stations and has {stations}")]
    TooShort {
        /// How many there are.
        stations: usize,
        /// How many it takes.
        want: usize,
    },
    /// An array of another length.
    #[error("{array} has {got} values where s has {want}")]
    Length {
        /// Which array.
        array: &'static str,
        /// Its length.
        got: usize,
        /// The length of `s`.
        want: usize,
    },
    /// Infinite, or not a number.
    #[error("{array} is not a finite number at station {station}")]
    NotFinite {
        /// Which array.
        array: &'static str,
        /// Which station, from 0.
        station: usize,
    },
    /// The first station is elsewhere.
    #[error("the first station is at {metres} m; stations are counted from the start at 0 m")]
    Start {
        /// Its `s`, in metres.
        metres: f64,
    },
    /// `s` does not increase.
    #[error("s stops increasing at station {station} ({metres:.1} m)")]
    Order {
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
    },
    /// The length does not fit the last station.
    #[error(
        "the course is {length} m long and its last station is at {metres:.1} m; a closed course \
         is longer, an open one as long"
    )]
    End {
        /// The length given, in metres.
        length: f64,
        /// `s` of the last station, in metres.
        metres: f64,
    },
    /// Steeper than any road.
    #[error("{angle} is {radians} rad at station {station} ({metres:.1} m); a road stays below 1")]
    Steep {
        /// `slope` or `banking`.
        angle: &'static str,
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
        /// The value.
        radians: f64,
    },
    /// Edges that contradict each other.
    #[error(
        "the edges are {left} m to the left and {right} m to the right at station {station} \
         ({metres:.1} m): neither may be negative, nor both nothing"
    )]
    Width {
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
        /// To the left edge, in metres.
        left: f64,
        /// To the right edge, in metres.
        right: f64,
    },
    /// Normals that meet before the edge.
    #[error(
        "normals cross at station {station} ({metres:.1} m): the road turns with a radius of \
         {radius:.1} m and the inner edge is {width:.1} m away"
    )]
    CrossedNormals {
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
        /// Of the line, in metres.
        radius: f64,
        /// To the inner edge, in metres.
        width: f64,
    },
    /// The line turns, or goes, otherwise than it says.
    #[error("a kink of {degrees:.1}° after station {station} ({metres:.1} m)")]
    Kink {
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
        /// By how much.
        degrees: f64,
    },
    /// The next station is not where `s` says.
    #[error(
        "the next station lies {chord:.2} m away after station {station} ({metres:.1} m), where \
         s says {step:.2} m"
    )]
    Gap {
        /// Which station, from 0.
        station: usize,
        /// Its `s`, in metres.
        metres: f64,
        /// How far `s` goes, in metres.
        step: f64,
        /// How far the station lies, in metres.
        chord: f64,
    },
    /// The end is not the start.
    #[error(
        "the course does not close: from its last station it is {chord:.2} m to the start, where \
         the length leaves {step:.2} m"
    )]
    Open {
        /// What the length leaves, in metres.
        step: f64,
        /// How far the start lies, in metres.
        chord: f64,
    },
}

/// Everything that keeps some stations from being a [`Course`](crate::Course), in the order of
/// the road; nothing when they are one.
///
/// Arrays that cannot be walked along (too short, uneven, not finite, out of order) are named
/// alone.
pub fn faults(stations: &Stations, length: f64, closed: bool) -> Vec<InvalidCourse> {
    let unusable = unusable(stations, length, closed);
    if !unusable.is_empty() {
        return unusable;
    }
    let n = stations.len();
    let steps = if closed { n } else { n - 1 };
    let mut found: Vec<_> = (0..n).flat_map(|i| at_station(stations, i)).collect();
    found.extend((0..steps).flat_map(|i| after_station(stations, i, length)));
    found
}

fn unusable(stations: &Stations, length: f64, closed: bool) -> Vec<InvalidCourse> {
    let n = stations.len();
    let want = if closed { 3 } else { 2 };
    if n < want {
        return vec![InvalidCourse::TooShort { stations: n, want }];
    }
    let arrays = stations.arrays();
    let uneven = arrays.iter().filter(|(_, values)| values.len() != n);
    let mut found: Vec<_> = uneven
        .map(|&(array, values)| InvalidCourse::Length { array, got: values.len(), want: n })
        .collect();
    found.extend(arrays.iter().filter_map(|&(array, values)| {
        let station = values.iter().position(|value| !value.is_finite())?;
        Some(InvalidCourse::NotFinite { array, station })
    }));
    if !found.is_empty() {
        return found;
    }
    let s = &stations.s;
    if s[0] != 0.0 {
        found.push(InvalidCourse::Start { metres: s[0] });
    }
    found.extend(
        (1..n)
            .filter(|&i| s[i] <= s[i - 1])
            .map(|i| InvalidCourse::Order { station: i, metres: s[i] }),
    );
    let ends_well = if closed { length > s[n - 1] } else { length == s[n - 1] };
    if !ends_well || !length.is_finite() {
        found.push(InvalidCourse::End { length, metres: s[n - 1] });
    }
    found
}

fn at_station(stations: &Stations, station: usize) -> Vec<InvalidCourse> {
    let mut found = Vec::new();
    let metres = stations.s[station];
    for (angle, values) in [("slope", &stations.slope), ("banking", &stations.banking)] {
        let radians = values[station];
        if radians.abs() >= 1.0 {
            found.push(InvalidCourse::Steep { angle, station, metres, radians });
        }
    }
    let (left, right) = (stations.left[station], stations.right[station]);
    if left < 0.0 || right < 0.0 || left + right <= 0.0 {
        found.push(InvalidCourse::Width { station, metres, left, right });
    }
    let curvature = stations.curvature[station];
    let width = if curvature > 0.0 { left } else { right };
    if curvature.abs() * width >= 1.0 {
        let radius = 1.0 / curvature.abs();
        found.push(InvalidCourse::CrossedNormals { station, metres, radius, width });
    }
    found
}

/// From a station to the next, on a closed course from the last to the first.
fn after_station(stations: &Stations, station: usize, length: f64) -> Vec<InvalidCourse> {
    let Stations { s, x, y, z, heading, curvature, .. } = stations;
    let (i, j) = (station, (station + 1) % s.len());
    let metres = s[i];
    let step = if j == 0 { length - s[i] } else { s[j] - s[i] };
    let (dx, dy, dz) = (x[j] - x[i], y[j] - y[i], z[j] - z[i]);
    let chord = dx.hypot(dy).hypot(dz);
    let turned = wrap(heading[j] - heading[i]);
    // A chord of an arc of angle θ is shorter than the arc by θ²/24.
    let arc = chord * (1.0 + turned * turned / 24.0);
    let slack = STRETCH * step + ROUNDING;
    if (arc - step).abs() > slack {
        return vec![match j {
            0 => InvalidCourse::Open { step, chord },
            _ => InvalidCourse::Gap { station, metres, step, chord },
        }];
    }
    let said = 0.5 * (curvature[i] + curvature[j]) * step;
    let beside = wrap(dy.atan2(dx) - heading[i] - 0.5 * turned);
    // What rounding alone may turn a short chord by.
    let allowed = KINK.max(0.15 * said.abs()) + ROUNDING / chord.max(ROUNDING);
    let off = if (turned - said).abs() > beside.abs() { turned - said } else { beside };
    if off.abs() > allowed {
        return vec![InvalidCourse::Kink { station, metres, degrees: off.to_degrees() }];
    }
    Vec::new()
}

/// An angle between −π and π.
fn wrap(angle: f64) -> f64 {
    let turn = std::f64::consts::TAU;
    angle - turn * (angle / turn).round()
}
