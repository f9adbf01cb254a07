//! A lap that is to be compared: out of the library, out of a file, or out of a solver.

use std::path::Path;

use maatstaf::compare::{LapToCompare, SimulatedLap};
use maatstaf::core::{Recording, TimedLap};
use maatstaf::formats::lap_table;
use maatstaf::formats::session_files::{self, File, Options};
use maatstaf::session::LapFilter;
use maatstaf::telemetry::{SampledLap, Sampling, sampled_lap, solved_lap};
use maatstaf::{LapSettings, Method, fastest_lap};
use maatstaf_store::Depth;
use maatstaf_store::found_files;

use super::asked::{Asked, Which};
use crate::commands::{car, course};
use crate::error::ShellError;
use crate::recorded::recorded;

/// A lap at hand.
pub struct FoundLap {
    /// Who and where, as a heading: `VER, lap 24 of 2026/monaco/qualifying`.
    pub title: String,
    /// Who, in a word.
    pub short: String,
    /// The lap.
    pub lap: LapToCompare,
    /// The fastest laps of the other cars of its session, which help to find the road.
    pub others: Vec<SampledLap>,
    /// Where its samples come from.
    pub source: String,
}

/// The lap that is asked for.
pub fn find(asked: &Asked) -> Result<FoundLap, ShellError> {
    match asked {
        Asked::File(path) => in_file(path),
        Asked::Simulated { car, course } => simulated(car, course),
        Asked::Held { session, who, which } => in_library(session, who, *which),
    }
}

/// A simulated car that has a flap opens it on straights of at least so many metres, as in qualifying.
const FLAP_STRAIGHTS: f64 = 400.0;

fn simulated(id: &str, name: &str) -> Result<FoundLap, ShellError> {
    let (id, car) = car::find(id)?;
    let course = course::find(name)?.course;
    let settings = LapSettings {
        method: Method::Free,
        flap_straights: Some(FLAP_STRAIGHTS),
        ..LapSettings::default()
    };
    let fastest = fastest_lap(&id, &car, &course, &settings)?;
    let title = format!("{} simulated at {}", car.name(), course.name());
    let mut source = "our own solver, the fastest lap within the envelope of the car".to_owned();
    if car.aero().drs.is_some() {
        source += &format!(", its flap open on straights of {FLAP_STRAIGHTS:.0} m and more");
    }
    let simulated = SimulatedLap { trace: fastest.trace, course };
    let lap = LapToCompare::Simulated(Box::new(simulated));
    Ok(FoundLap { title, short: id, lap, others: Vec::new(), source })
}

fn in_library(session: &str, who: &str, which: Which) -> Result<FoundLap, ShellError> {
    let session = recorded(session, Depth::Sampled)?;
    let format = session.held.entry.format.clone();
    chosen(&session.recording, &session.held.address.to_string(), &format, Some(who), which)
}

/// A lap table of our own, or whatever a reader of recordings knows: its fastest lap.
fn in_file(path: &Path) -> Result<FoundLap, ShellError> {
    let files = found_files(path)?;
    let Some(file) = files.first() else {
        return Err(ShellError::Missing(format!("{} is not a file", path.display())));
    };
    let content = file.content()?;
    if let Some(why) = &content.breaks_off {
        eprintln!("maatstaf: {}: {why}", path.display());
    }
    let bytes = content.bytes;
    let shown = path.display().to_string();
    if let Ok(trace) = lap_table::read(&shown, &bytes) {
        let lap = solved_lap(&trace).map_err(|why| ShellError::Input(format!("{shown}: {why}")))?;
        let (title, short) = (shown.clone(), stem(path));
        let (lap, source) = (LapToCompare::Measured(lap), "a table of a lap".to_owned());
        return Ok(FoundLap { title, short, lap, others: Vec::new(), source });
    }
    let Some(format) = session_files::format_of(&shown, &bytes) else {
        return Err(ShellError::Input(format!(
            "{shown} is of no format that is known; maatstaf data import --help lists them"
        )));
    };
    let columns = match session_files::is_parquet(&bytes) {
        true => Some(maatstaf_store::foreign_columns(&file.path, bytes.clone())?),
        false => None,
    };
    let file = File { name: shown.clone(), bytes, columns };
    let read = session_files::read(format, &[file], &Options::default())
        .map_err(|why| ShellError::Input(why.to_string()))?;
    chosen(&read.recording, &shown, format.id, None, Which::Fastest)
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

/// A lap of a recording, and the fastest of each other car.
pub fn chosen(
    recording: &Recording,
    from: &str,
    format: &str,
    who: Option<&str>,
    which: Which,
) -> Result<FoundLap, ShellError> {
    let filter =
        LapFilter { who: who.map(str::to_owned).into_iter().collect(), ..LapFilter::default() };
    let laps = filter.laps(recording).map_err(|why| ShellError::Input(why.to_string()))?;
    let lap = match which {
        Which::Number(number) => laps.iter().copied().find(|lap| lap.number == number),
        _ => fastest(laps.iter().copied()),
    };
    let Some(lap) = lap else {
        let whom = who.map_or_else(String::new, |who| format!(" of {who}"));
        return Err(ShellError::Missing(format!("{from} has no lap {which}{whom} with a time")));
    };
    let sampling = sampling(format);
    let sampled = sampled_lap(recording, lap, sampling)
        .map_err(|why| ShellError::Missing(format!("{from}: {why}")))?;
    let name = lap.driver.as_ref().map_or_else(|| lap.car.to_string(), ToString::to_string);
    let others = recording.cars.iter().filter(|car| car.car != lap.car).filter_map(|car| {
        let lap = fastest(recording.laps.iter().filter(|lap| lap.car == car.car))?;
        sampled_lap(recording, lap, sampling).ok()
    });
    Ok(FoundLap {
        title: format!("{name}, lap {} of {from}", lap.number),
        short: name,
        lap: LapToCompare::Measured(sampled),
        others: others.collect(),
        source: format.to_owned(),
    })
}

pub fn fastest<'a>(laps: impl Iterator<Item = &'a TimedLap>) -> Option<&'a TimedLap> {
    laps.filter(|lap| lap.time.is_some() && lap.deleted.is_none()).min_by_key(|lap| lap.time)
}

/// How the samples of a format err: those that come from the live timing of Formula One like it, all else like
/// a logger.
pub fn sampling(format: &str) -> Sampling {
    const OF_THE_FEED: [&str; 5] =
        ["f1-live-timing", "openf1", "fastf1-telemetry", "tracing-insights", "race-replay"];
    if OF_THE_FEED.contains(&format) { Sampling::FEED } else { Sampling::LOGGER }
}
