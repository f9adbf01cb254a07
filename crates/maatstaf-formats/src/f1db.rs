//! A CSV release of F1DB: every season of the world championship since 1950.
//!
//! Hand over the files that [`FILES`] names, get an [`Almanac`]. Points are read from the
//! official standings only; what a result is worth is for the rules to say.
//!
//! Times come from the `…Millis` columns. Qualifying comes from the combined file, which
//! holds a `time` in every era but that of the knock-out (2006 on) and `q1`, `q2`, `q3` in
//! that; the files of the single days before 1996 add no driver to it.
//!
//! Traps of the source, and what we do:
//!
//! - a result without a place has letters: `DNF`, `NC`, `DSQ`, `EX`, `DNS`; `DNQ`, `DNPQ`
//!   and `DNP` all did not qualify;
//! - drivers who shared a car repeat its number and its place;
//! - an empty place on the grid is the pit lane, or no start;
//! - a driver put out of qualifying may have a second line without place and times;
//! - a maker excluded half-way through a season may stand twice in its last table;
//! - some races to come are listed without results: their race is `None`;
//! - standings say `42.14` where the sport counted 42 1/7.
//!
//! ```
//! use maatstaf_formats::f1db::{self, Files, Options};
//!
//! let nothing = f1db::read(&Files::new(), &Options::default());
//! assert!(nothing.is_err_and(|error| error.is_missing_data()));
//! ```

mod official;
mod people;
mod places;
mod results;
mod whole;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use maatstaf_core::{Almanac, Issue, Session, Source, TIMED_SESSIONS, Year};

use crate::csv_table::Table;
use crate::draft::{self, Names};

pub use crate::csv_table::Error;
pub use crate::draft::ReadAlmanac;

/// The bytes of each file, by its name without folder: `f1db-races.csv`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A file of the release that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileSpec {
    /// Its name without folder.
    pub name: &'static str,
    /// Whether nothing works without it; another that is absent leaves a hole and an issue.
    pub required: bool,
    /// Whether it is read only with [`Options::official`].
    pub official: bool,
}

const DRIVERS: FileSpec = required("f1db-drivers.csv");
const RELATIVES: FileSpec = optional("f1db-drivers-family-relationships.csv");
const CONSTRUCTORS: FileSpec = required("f1db-constructors.csv");
const COUNTRIES: FileSpec = optional("f1db-countries.csv");
const CIRCUITS: FileSpec = required("f1db-circuits.csv");
const GRANDS_PRIX: FileSpec = required("f1db-grands-prix.csv");
const RACES: FileSpec = required("f1db-races.csv");
const RACE_RESULTS: FileSpec = required("f1db-races-race-results.csv");
const SPRINT_RESULTS: FileSpec = required("f1db-races-sprint-race-results.csv");
const QUALIFYING: FileSpec = optional("f1db-races-qualifying-results.csv");
const FASTEST_LAPS: FileSpec = optional("f1db-races-fastest-laps.csv");
const DRIVERS_AFTER: FileSpec = official("f1db-races-driver-standings.csv");
const CONSTRUCTORS_AFTER: FileSpec = official("f1db-races-constructor-standings.csv");
const DRIVERS_FINAL: FileSpec = official("f1db-seasons-driver-standings.csv");
const CONSTRUCTORS_FINAL: FileSpec = official("f1db-seasons-constructor-standings.csv");

/// The files of [`TIMED_SESSIONS`], in their order: read with [`Options::official`] where they are there,
/// and not missed where they are not.
pub const TIMED: [FileSpec; 5] = [
    official("f1db-races-free-practice-1-results.csv"),
    official("f1db-races-free-practice-2-results.csv"),
    official("f1db-races-free-practice-3-results.csv"),
    official("f1db-races-free-practice-4-results.csv"),
    official("f1db-races-sprint-qualifying-results.csv"),
];

/// The files that we read, in the order in which we read them.
pub const FILES: [FileSpec; 15] = [
    DRIVERS,
    RELATIVES,
    CONSTRUCTORS,
    COUNTRIES,
    CIRCUITS,
    GRANDS_PRIX,
    RACES,
    RACE_RESULTS,
    SPRINT_RESULTS,
    QUALIFYING,
    FASTEST_LAPS,
    DRIVERS_AFTER,
    CONSTRUCTORS_AFTER,
    DRIVERS_FINAL,
    CONSTRUCTORS_FINAL,
];

const fn required(name: &'static str) -> FileSpec {
    FileSpec { name, required: true, official: false }
}

const fn optional(name: &'static str) -> FileSpec {
    FileSpec { name, required: false, official: false }
}

const fn official(name: &'static str) -> FileSpec {
    FileSpec { name, required: false, official: true }
}

/// What to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which seasons; all without it. Drivers and constructors are always all read.
    pub years: Option<RangeInclusive<Year>>,
    /// The official standings as well, and the results of practice and of qualifying for sprints.
    pub official: bool,
}

impl Options {
    fn wants(&self, year: Year) -> bool {
        self.years.as_ref().is_none_or(|years| years.contains(&year))
    }
}

/// The seasons of a release.
///
/// A row that cannot be read is left out and listed in the issues. So is a season that
/// misses a round: half a season would give wrong standings without saying so.
///
/// # Errors
///
/// When a required file or a column is absent, or a header is not text.
pub fn read(files: &Files, options: &Options) -> Result<ReadAlmanac, Error> {
    let mut release = Release { files, options, issues: Vec::new(), names: Names::default() };
    let mut almanac = Almanac {
        drivers: people::drivers(&mut release)?,
        relatives: people::relatives(&mut release)?,
        constructors: people::constructors(&mut release)?,
        sources: vec![source()],
        ..Almanac::default()
    };
    let mut races = places::races(&mut release)?;
    results::results(&mut release, &RACE_RESULTS, Session::Race, &mut races)?;
    results::results(&mut release, &SPRINT_RESULTS, Session::Sprint, &mut races)?;
    results::qualifying(&mut release, &mut races)?;
    results::fastest_laps(&mut release, &mut races)?;
    if options.official {
        for (session, spec) in TIMED_SESSIONS.into_iter().zip(&TIMED) {
            results::timed(&mut release, spec, session, &mut races)?;
        }
    }
    let official = official::standings(&mut release, &races)?;

    let Release { mut issues, names, .. } = release;
    almanac.seasons = draft::seasons(races.events, RACES.name, &mut issues);
    for (year, standings) in official {
        if let Some(season) = almanac.seasons.get_mut(&year) {
            season.official = Some(standings);
        }
    }
    names.list_strangers(&almanac, [DRIVERS.name, CONSTRUCTORS.name], &mut issues);
    Ok(ReadAlmanac { almanac, issues })
}

fn source() -> Source {
    Source {
        name: "F1DB".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        note: "CSV release".to_owned(),
    }
}

/// A release while it is read.
struct Release<'a> {
    files: &'a Files,
    options: &'a Options,
    issues: Vec<Issue>,
    names: Names,
}

impl<'a> Release<'a> {
    /// The table of a file; `None`, and an issue, if an optional one is absent.
    fn open(&mut self, spec: &'a FileSpec) -> Result<Option<Table<'a>>, Error> {
        if let Some(bytes) = self.files.get(spec.name) {
            return Table::open(spec.name, bytes).map(Some);
        }
        let file = spec.name.to_owned();
        if spec.required {
            return Err(Error::MissingFile { file });
        }
        let reason = "the file is absent; what it holds stays unknown".to_owned();
        self.issues.push(Issue { file, line: None, reason });
        Ok(None)
    }
}

#[cfg(test)]
#[path = "f1db_tests.rs"]
mod tests;
