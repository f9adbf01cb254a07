//! `.ldx`, the file beside a MoTeC log: where its beacons are, and a few facts of the laps.
//!
//! ```
//! use maatstaf_formats::ldx;
//!
//! let beside = b"<LDXFile><Layers><Layer><MarkerBlock><MarkerGroup Name=\"Beacons\">
//! <Marker ClassName=\"BCN\" Name=\"Manual.1\" Time=\"6.22429e+08\"/>
//! <Marker ClassName=\"BCN\" Name=\"Manual.2\" Time=\"7.30802e+08\"/>
//! </MarkerGroup></MarkerBlock></Layer></Layers></LDXFile>";
//! let read = ldx::read("log.ldx", beside)?;
//! assert_eq!(read.ldx.beacons[0].to_string(), "10:22.429");
//! # Ok::<(), maatstaf_formats::recordings::Error>(())
//! ```

use maatstaf_core::{CarNumber, ClockTime, Issue, LapTime, RecordedCar, Recording};

use crate::logger_laps::between;
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::xml::{Met, ends_with, walk};

/// What stands beside a log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ldx {
    /// When a beacon was passed, in order, from the start of the log.
    pub beacons: Vec<ClockTime>,
    /// The best lap.
    pub fastest: Option<LapTime>,
    /// Which lap that is; the one before the first beacon is number 0.
    pub fastest_lap: Option<u16>,
    /// How many laps there are, the incomplete ones among them.
    pub n_laps: Option<u16>,
    /// Everything that it says of the log: name, value, unit.
    pub details: Vec<(String, String, String)>,
}

/// What could be read of such a file, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadLdx {
    /// The file.
    pub ldx: Ldx,
    /// What was odd.
    pub issues: Vec<Issue>,
}

/// The longest log, in microseconds: a week.
const LONGEST: f64 = 7.0 * 86_400.0 * 1e6;

/// Whether these are the first bytes of such a file.
pub fn looks_like(_name: &str, head: &[u8]) -> bool {
    let start = &head[..head.len().min(512)];
    start.windows(8).any(|at| at == b"<LDXFile")
}

/// Reads it.
///
/// # Errors
///
/// When it is not such a file.
pub fn read(file: &str, bytes: &[u8]) -> Result<ReadLdx, Error> {
    if !looks_like(file, bytes) {
        return Err(Error::not("MoTeC .ldx", file, "it does not begin with <LDXFile"));
    }
    let mut issues = IssueList::of(file);
    let mut ldx = Ldx::default();
    let walked = walk(bytes, |path, met| {
        let Met::Open(attributes) = met else { return };
        let value = |key: &str| {
            let found = attributes.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.trim())
        };
        if ends_with(path, &["MarkerGroup", "Marker"])
            && value("ClassName").is_none_or(|it| it == "BCN")
        {
            let text = value("Time").unwrap_or_default();
            match moment(text) {
                Some(at) => ldx.beacons.push(at),
                None => issues.add(None, format!("a beacon at {text:?}, which is no time")),
            }
        } else if ends_with(path, &["Details", "String"])
            || ends_with(path, &["Details", "Numeric"])
        {
            let text = |key: &str| value(key).unwrap_or_default().to_owned();
            ldx.details.push((text("Id"), text("Value"), text("Unit")));
        }
    });
    if let Err(reason) = walked {
        issues.add(None, format!("it breaks off: {reason}"));
    }
    ldx.beacons.sort();
    ldx.beacons.dedup();
    let detail = |id: &str| {
        let found = ldx.details.iter().find(|(name, _, _)| name == id);
        found.map(|(_, value, _)| value.as_str())
    };
    ldx.fastest = detail("Fastest Time").and_then(|text| text.parse().ok());
    ldx.n_laps = detail("Total Laps").and_then(|text| text.parse().ok());
    ldx.fastest_lap = detail("Fastest Lap").and_then(|text| text.parse().ok());
    Ok(ReadLdx { ldx, issues: issues.finish() })
}

/// The laps alone, where the log itself is not at hand. The last one has no end.
///
/// # Errors
///
/// When it is not such a file.
pub fn read_laps(file: &str, bytes: &[u8]) -> Result<ReadRecording, Error> {
    let ReadLdx { ldx, issues } = read(file, bytes)?;
    let last = ldx.beacons.last().copied().unwrap_or(ClockTime::from_micros(0));
    let span = (ClockTime::from_micros(0), last);
    let car = RecordedCar {
        car: CarNumber::new("1"),
        crew: Vec::new(),
        team: None,
        class: None,
        make: None,
    };
    let laps = between(&car.car, &ldx.beacons, span, true);
    let recording = Recording { cars: vec![car], laps, ..Recording::default() };
    Ok(ReadRecording { recording, issues })
}

fn moment(text: &str) -> Option<ClockTime> {
    let micros: f64 = text.parse().ok()?;
    (0.0..LONGEST).contains(&micros).then(|| ClockTime::from_micros(micros.round() as u64))
}

#[cfg(test)]
mod tests {
    #[test]
    fn laps_alone_are_of_a_car() {
        let beacons = b"<LDXFile><Layers><Layer><MarkerBlock><MarkerGroup>\
            <Marker ClassName=\"BCN\" Time=\"1e7\"/><Marker ClassName=\"BCN\" Time=\"9e7\"/>\
            </MarkerGroup></MarkerBlock></Layer></Layers></LDXFile>";
        let recording = super::read_laps("a.ldx", beacons).unwrap().recording;
        let numbers: Vec<_> = recording.laps.iter().map(|lap| (&lap.car, lap.number)).collect();
        let car = &recording.cars[0].car;
        assert_eq!(numbers, [(car, 1), (car, 2)]);
    }
}
