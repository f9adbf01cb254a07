//! Many laps of two drivers: what is usually lost where.

mod csv;
mod json;
pub mod words;

use maatstaf::compare::{ComparedMany, compared_many};
use maatstaf::telemetry::{MiniSectorLosses, mini_sector_losses};

use super::CompareArgs;
use super::asked::Asked;
use super::laps::{FoundLaps, find_both};
use crate::error::ShellError;
use crate::many_laps_page;
use crate::source::write_whole;

/// Laps of two drivers, found and held against each other.
pub struct ManyLaps {
    /// The laps and the reference, as they were found.
    pub found: [FoundLaps; 2],
    /// By what was sampled in the cars; or why not.
    pub compared: Result<ComparedMany, String>,
    /// By when timing told of mini-sectors; or why not.
    pub mini_sectors: Result<MiniSectorLosses, String>,
}

/// The answer where one of both sides is several laps.
pub fn answer(ask: &CompareArgs, asked: &[Asked; 2]) -> Result<String, ShellError> {
    let found = find_both(asked)?;
    let is_sampled = found.iter().all(|found| found.sampled.is_ok());
    let laps = held_together(found).map_err(|why| {
        let why = format!("{} and {}: {why}", ask.lap, ask.reference);
        if is_sampled { ShellError::Input(why) } else { ShellError::Missing(why) }
    })?;
    if let Some(path) = &ask.html {
        write_whole(path, many_laps_page::page(&laps))?;
    }
    if ask.json {
        return Ok(serde_json::to_string_pretty(&json::json_of(&laps))? + "\n");
    }
    if ask.csv {
        return Ok(csv::table(&laps).csv());
    }
    let written = ask.html.as_ref().map(|path| format!("\nwritten: {}\n", path.display()));
    Ok(words::words(&laps) + &written.unwrap_or_default())
}

/// By samples and by mini-sectors, whichever there are; refused where there is neither.
pub fn held_together(found: [FoundLaps; 2]) -> Result<ManyLaps, String> {
    let compared = by_samples(&found);
    let mini_sectors = by_mini_sectors(&found);
    match (&compared, &mini_sectors) {
        (Err(one), Err(two)) => Err(format!("{one}; {two}")),
        _ => Ok(ManyLaps { found, compared, mini_sectors }),
    }
}

fn by_samples(found: &[FoundLaps; 2]) -> Result<ComparedMany, String> {
    let laps = |which: usize| found[which].sampled.as_ref().map_err(Clone::clone);
    let mut others = found[0].others.clone();
    others.extend(found[1].others.iter().filter(|other| !found[0].others.contains(other)).cloned());
    compared_many(laps(0)?, laps(1)?, &others).map_err(|why| why.to_string())
}

fn by_mini_sectors(found: &[FoundLaps; 2]) -> Result<MiniSectorLosses, String> {
    if let Some(why) = found.iter().find_map(|found| found.no_stamps.clone()) {
        return Err(why);
    }
    mini_sector_losses(&found[0].timed, &found[1].timed).map_err(|why| why.to_string())
}
