//! The laps of a season's qualifying sessions, out of the library.

use std::time::Instant;

use maatstaf::core::{RoundNumber, Season, SeasonRules, Session};
use maatstaf::facts::place_named;
use maatstaf::on_the_lap::{EventLaps, laps_of_event, qualifying_of};
use maatstaf::{Briefing, Person};
use maatstaf_store::{Depth, HeldSession, Library};

use crate::args::Args;
use crate::commands::compare::lap::sampling;
use crate::error::ShellError;
use crate::progress::Meter;
use crate::recorded::by_preference;
use crate::source::{self, Facts};

/// The page with where on the lap, for every event whose laps are in the library; as it was without any.
pub fn with_laps(
    args: &Args,
    facts: &Facts,
    season: &Season,
    rules: &SeasonRules,
    page: Briefing,
) -> Result<Briefing, ShellError> {
    let Ok(library) = source::library() else { return Ok(page) };
    let held = match library.sessions() {
        Ok(held) => recorded_events(held, season),
        Err(why) => {
            eprintln!("maatstaf: the laps of the library are left out: {why}");
            return Ok(page);
        }
    };
    if held.is_empty() {
        return Ok(page);
    }
    // What made the grid of a sprint is read where it is needed alone.
    let year = season.year();
    let has_sprint = held.iter().any(|event| event.grid_of == Session::Sprint);
    let detailed = has_sprint.then(|| source::load(args, Some(year..=year), true)).transpose()?;
    let detailed = detailed.as_ref().and_then(|facts| facts.almanac.seasons.get(&year));
    let season = detailed.unwrap_or(season);
    let (start, mut meter) = (Instant::now(), Meter::on_stderr());
    let people = [page.driver.clone(), page.reference.clone()];
    let total = held.len() as u64;
    let laps = held.into_iter().enumerate().map(|(done, event)| {
        meter.show_count(start.elapsed(), "comparing laps", done as u64, total);
        let found =
            event.sessions.iter().map(|held| laps_of(&library, held, &event, season, &people));
        first_found(found).map_err(|why| (event.round, why))
    });
    Ok(page.with_laps(&facts.almanac, rules, season, laps))
}

/// The laps of one recording of an event; or why it has none.
fn laps_of(
    library: &Library,
    held: &HeldSession,
    event: &Event,
    season: &Season,
    people: &[Person; 2],
) -> Result<EventLaps, String> {
    let (round, grid_of) = (event.round, event.grid_of);
    let official = season.event(round).and_then(|it| qualifying_of(it, grid_of));
    let recording = library.recording(held, Depth::Sampled).map_err(|error| error.to_string())?;
    let sampling = sampling(&held.entry.format);
    let (laps, others) = laps_of_event(&recording, sampling, official, people.each_ref())
        .map_err(|error| error.to_string())?;
    Ok(EventLaps { round, grid_of, address: held.address.to_string(), laps, others })
}

/// A qualifying of the season and the recordings of it, those first that are to be taken first.
struct Event {
    round: RoundNumber,
    grid_of: Session,
    sessions: Vec<HeldSession>,
}

/// Every recorded qualifying of a season with samples, in order.
fn recorded_events(held: Vec<HeldSession>, season: &Season) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for held in by_preference(held) {
        let Some((round, grid_of)) = event_of(&held, season) else { continue };
        let known = events.iter_mut().find(|it| (it.round, it.grid_of) == (round, grid_of));
        match known {
            Some(event) => event.sessions.push(held),
            None => events.push(Event { round, grid_of, sessions: vec![held] }),
        }
    }
    events.sort_by_key(|event| (event.round, event.grid_of));
    events
}

/// The round of a recorded qualifying of Formula One, and for which grid it was; `None` of all else.
fn event_of(held: &HeldSession, season: &Season) -> Option<(RoundNumber, Session)> {
    let grid_of = match held.address.session() {
        "qualifying" => Session::Race,
        "sprint-qualifying" | "sprint-shootout" => Session::Sprint,
        _ => return None,
    };
    let is_formula_one = held.entry.series.as_deref().is_none_or(|series| series == "Formula 1");
    let is_wanted =
        is_formula_one && held.entry.n_samples > 0 && held.address.year() == season.year();
    let round = is_wanted.then(|| place_named(season.year(), held.address.place()))??.round;
    season.event(round).map(|_| (round, grid_of))
}

/// The first that is there, else why the first is not.
fn first_found<T>(mut found: impl Iterator<Item = Result<T, String>>) -> Result<T, String> {
    let first = found.next().unwrap_or_else(|| Err("there is no recording".to_owned()));
    first.or_else(|why| found.find_map(Result::ok).ok_or(why))
}
