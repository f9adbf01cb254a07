//! Several laps of one driver that are to be compared, out of the library.

use std::rc::Rc;

use maatstaf::compare::{LapToCompare, LapsToCompare};
use maatstaf::core::{LapNumber, LapTime, Recording, TimedLap};
use maatstaf::session::{AtSpeed, LapFilter, at_speed, is_race};
use maatstaf::telemetry::{SampledLap, Usual, sampled_lap};
use maatstaf_store::{Depth, HeldSession};

use super::asked::{Asked, Which};
use super::lap;
use crate::error::ShellError;
use crate::recorded::{Recorded, recorded};

/// One side of a comparison of many laps.
pub struct FoundLaps {
    /// Who, how many laps and where, as a heading: `PER, 31 of 50 laps of 2023/las-vegas/race`.
    pub title: String,
    /// Who, in a word.
    pub short: String,
    /// Where it comes from.
    pub source: String,
    /// What was sampled of the laps, or why nothing is compared by it.
    pub sampled: Result<LapsToCompare, String>,
    /// The laps as timing saw them; none of a simulated lap, or of a file.
    pub timed: Vec<TimedLap>,
    /// Laps that are left out, by reason.
    pub left_out: Vec<(String, Vec<LapNumber>)>,
    /// The fastest laps of the other cars of its session, which help to find the road.
    pub others: Vec<SampledLap>,
    /// Why there are no stamps of mini-sectors, where there are none.
    pub no_stamps: Option<String>,
}

impl FoundLaps {
    /// The usual time of the laps.
    pub fn usual_lap(&self) -> Option<Usual> {
        let times = self.timed.iter().filter_map(|lap| lap.time);
        Usual::of(&times.map(LapTime::seconds).collect::<Vec<_>>())
    }

    /// The best official time of each sector, summed.
    pub fn best_of_sectors(&self) -> Option<LapTime> {
        let best = |sector: usize| self.timed.iter().filter_map(|lap| lap.sectors[sector]).min();
        let sum = [best(0)?, best(1)?, best(2)?].iter().map(|it| it.as_micros()).sum();
        Some(LapTime::from_micros(sum))
    }
}

/// Both sides.
pub fn find_both(asked: &[Asked; 2]) -> Result<[FoundLaps; 2], ShellError> {
    let mut opened: Option<(String, Rc<Recorded>)> = None;
    let mut side = |asked: &Asked| {
        let Asked::Held { session, who, which: Which::Many(from, to) } = asked else {
            return lap::find(asked).map(one_lap);
        };
        let held = match &opened {
            Some((name, held)) if name == session => Rc::clone(held),
            _ => Rc::new(recorded(session, Depth::Sampled)?),
        };
        opened = Some((session.clone(), Rc::clone(&held)));
        of_session(&held, who, [*from, *to])
    };
    let mut found = [side(&asked[0])?, side(&asked[1])?];
    if found[0].short == found[1].short {
        for (found, asked) in found.iter_mut().zip(asked) {
            if let Asked::Held { which, .. } = asked {
                found.short += &format!(" {which}");
            }
        }
    }
    Ok(found)
}

fn one_lap(found: lap::FoundLap) -> FoundLaps {
    let sampled = match found.lap {
        LapToCompare::Measured(lap) => LapsToCompare::Measured(vec![lap]),
        LapToCompare::Simulated(lap) => LapsToCompare::Simulated(lap),
    };
    FoundLaps {
        no_stamps: Some(format!("{} is one lap; three of each are needed", found.title)),
        title: found.title,
        short: found.short,
        source: found.source,
        sampled: Ok(sampled),
        timed: Vec::new(),
        left_out: Vec::new(),
        others: found.others,
    }
}

fn of_session(
    session: &Recorded,
    who: &str,
    [from, to]: [LapNumber; 2],
) -> Result<FoundLaps, ShellError> {
    let Recorded { held, recording } = session;
    let filter = LapFilter {
        who: vec![who.to_owned()],
        from: Some(from),
        to: Some(to),
        ..LapFilter::default()
    };
    let laps = filter.laps(recording).map_err(|why| ShellError::Input(why.to_string()))?;
    let AtSpeed { laps: chosen, left_out } = at_speed(&laps, is_race(recording));
    let mut left_out: Vec<(String, Vec<LapNumber>)> =
        left_out.into_iter().map(|(why, laps)| (why.words().to_owned(), laps)).collect();
    if chosen.is_empty() {
        let why = match left_out.is_empty() {
            true => "he has none there".to_owned(),
            false => left_out_in_words(&left_out),
        };
        let address = &held.address;
        return Err(ShellError::Missing(format!("{address} has no lap of {who} at speed: {why}")));
    }
    let sampled = sampled(recording, held, &chosen, &mut left_out);
    let short = name_of(&chosen).unwrap_or_else(|| who.to_owned());
    Ok(FoundLaps {
        title: format!("{short}, {} of {} laps of {}", chosen.len(), laps.len(), held.address),
        short,
        source: held.entry.format.clone(),
        sampled,
        timed: chosen.iter().map(|lap| (*lap).clone()).collect(),
        left_out,
        others: others(recording, &held.entry.format, &chosen),
        no_stamps: no_stamps(held, &chosen),
    })
}

/// The driver, where he drove all of the laps.
fn name_of(laps: &[&TimedLap]) -> Option<String> {
    let driver = laps[0].driver.as_ref()?;
    laps.iter().all(|lap| lap.driver.as_ref() == Some(driver)).then(|| driver.to_string())
}

/// What was sampled of the laps; those without samples are left out where others have them.
fn sampled(
    recording: &Recording,
    held: &HeldSession,
    laps: &[&TimedLap],
    left_out: &mut Vec<(String, Vec<LapNumber>)>,
) -> Result<LapsToCompare, String> {
    if recording.samples.is_empty() {
        return Err(format!("of {} nothing was sampled in the cars", held.address));
    }
    let sampling = lap::sampling(&held.entry.format);
    let (mut found, mut missing, mut reason) = (Vec::new(), Vec::new(), None);
    for lap in laps {
        match sampled_lap(recording, lap, sampling) {
            Ok(sampled) => found.push(sampled),
            Err(why) => {
                missing.push(lap.number);
                reason.get_or_insert(why.to_string());
            }
        }
    }
    if let (true, Some(why)) = (found.is_empty(), reason) {
        return Err(format!("{}: {why}", held.address));
    }
    if !missing.is_empty() {
        left_out.push(("not sampled".to_owned(), missing));
    }
    Ok(LapsToCompare::Measured(found))
}

fn others(recording: &Recording, format: &str, laps: &[&TimedLap]) -> Vec<SampledLap> {
    let others = recording.cars.iter().filter(|car| laps.iter().all(|lap| lap.car != car.car));
    let fastest = others.filter_map(|car| {
        let lap = lap::fastest(recording.laps.iter().filter(|lap| lap.car == car.car))?;
        sampled_lap(recording, lap, lap::sampling(format)).ok()
    });
    fastest.collect()
}

/// Why nothing tells when the laps passed their mini-sectors, and the way out.
fn no_stamps(held: &HeldSession, laps: &[&TimedLap]) -> Option<String> {
    let is_any = laps.iter().any(|lap| lap.segment_stamps.iter().flatten().any(Option::is_some));
    if is_any {
        return None;
    }
    let address = &held.address;
    let has_codes = laps.iter().any(|lap| !lap.segments.iter().all(Vec::is_empty));
    Some(match has_codes {
        true => format!(
            "{address} was imported before the moments of mini-sectors were kept; import it again: \
             maatstaf data import {}",
            held.dataset.origin
        ),
        false => format!("{} of {address} tells no mini-sectors", held.entry.format),
    })
}

/// `2 into or out of the pits (26, 27), 1 deleted (5)`.
pub fn left_out_in_words(left_out: &[(String, Vec<LapNumber>)]) -> String {
    let part = |(why, laps): &(String, Vec<LapNumber>)| {
        format!("{} {why} ({})", laps.len(), numbers_in_words(laps))
    };
    left_out.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// `2, 5–9, 12`.
fn numbers_in_words(laps: &[LapNumber]) -> String {
    let runs = laps.chunk_by(|a, b| u32::from(*a) + 1 == u32::from(*b));
    let run = |run: &[LapNumber]| match run {
        [first, .., last] => format!("{first}–{last}"),
        [only] => only.to_string(),
        [] => String::new(),
    };
    runs.map(run).collect::<Vec<_>>().join(", ")
}
