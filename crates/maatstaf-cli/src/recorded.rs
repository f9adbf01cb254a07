//! A recorded session by its address, out of the library.

use maatstaf::core::{Address, Recording};
use maatstaf::facts::place_named;
use maatstaf_store::{Depth, HeldSession, Library};

use crate::error::ShellError;
use crate::source;

/// Where several formats hold one session, the first of these that does is taken.
const PREFERENCE: [&str; 7] = [
    "f1-live-timing",
    "openf1",
    "fastf1-laps",
    "tracing-insights",
    "openf1-laps",
    "ergast",
    "al-kamel",
];

/// A session at hand.
pub struct Recorded {
    /// Where it came from.
    pub held: HeldSession,
    /// What was recorded.
    pub recording: Recording,
}

/// The session that a text names: `2024/imola/qualifying`, with `@FORMAT` where there are several.
pub fn recorded(text: &str, depth: Depth) -> Result<Recorded, ShellError> {
    let library = source::library()?;
    let held = find(&library, text)?;
    let recording = library.recording(&held, depth)?;
    Ok(Recorded { held, recording })
}

/// The data set that a text names: itself, or the one of a session.
pub fn dataset_name(library: &Library, text: &str) -> Result<String, ShellError> {
    match text.contains('/') {
        true => find(library, text).map(|held| held.dataset_name()),
        false => Ok(text.to_owned()),
    }
}

fn find(library: &Library, text: &str) -> Result<HeldSession, ShellError> {
    let (address, format) = text.split_once('@').map_or((text, None), |(it, of)| (it, Some(of)));
    let address: Address =
        address.parse().map_err(|error| ShellError::Input(format!("{error}")))?;
    let all = library.sessions()?;
    let mut found: Vec<HeldSession> = at(&all, &address);
    if found.is_empty() {
        found = known_as(&address).map_or_else(Vec::new, |address| at(&all, &address));
    }
    if let Some(format) = format {
        let formats: Vec<String> = found.iter().map(|held| held.entry.format.clone()).collect();
        found.retain(|held| held.entry.format == format);
        if found.is_empty() && !formats.is_empty() {
            return Err(ShellError::Missing(format!(
                "{address} is there from {}, not from {format}",
                formats.join(" and ")
            )));
        }
    }
    found = by_preference(found);
    if let [first, second, ..] = &found[..] {
        eprintln!(
            "maatstaf: {address} is there from several formats; this is {}, the other is {address}@{}",
            first.entry.format, second.entry.format
        );
    }
    found.into_iter().next().ok_or_else(|| nothing(&all, text))
}

/// Sessions by format, those first whose format is taken first.
pub fn by_preference(mut held: Vec<HeldSession>) -> Vec<HeldSession> {
    let rank = |held: &HeldSession| {
        let at = PREFERENCE.iter().position(|it| *it == held.entry.format);
        (at.unwrap_or(PREFERENCE.len()), held.entry.format.clone())
    };
    held.sort_by_key(rank);
    held
}

fn at(all: &[HeldSession], address: &Address) -> Vec<HeldSession> {
    all.iter().filter(|held| held.address == *address).cloned().collect()
}

/// The same session by another name of its place.
fn known_as(address: &Address) -> Option<Address> {
    let place = place_named(address.year(), address.place())?.place;
    Address::new(address.year(), place, address.session()).ok()
}

fn nothing(all: &[HeldSession], text: &str) -> ShellError {
    let near = all.iter().map(|held| &held.entry.address);
    let near = near.min_by_key(|address| distance(address, text));
    let hint = near.map_or_else(String::new, |address| format!("; the nearest is {address}"));
    ShellError::Missing(format!(
        "there is no session {text} in the library{hint}; maatstaf sessions lists them, and \
         maatstaf data import FILE brings one in"
    ))
}

/// How many parts of two addresses differ.
fn distance(address: &str, text: &str) -> usize {
    address.split('/').zip(text.split('/').chain([""; 3])).filter(|(a, b)| a != b).count()
}
