//! Where the facts come from: an F1DB release that the user names, else the local library, else
//! the embedded seasons.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use maatstaf::core::{Almanac, Issue, Season, SeasonRules, Year};
use maatstaf::facts;
use maatstaf::formats::f1db;
use maatstaf_store::{Dataset, Library};

use crate::args::Args;
use crate::error::ShellError;
use crate::show;

/// How many issues are shown before the rest are counted.
const SHOWN_ISSUES: usize = 5;

/// The facts at hand.
pub struct Facts {
    /// The seasons.
    pub almanac: Cow<'static, Almanac>,
    /// What could not be read.
    pub issues: Vec<Issue>,
    /// From where.
    pub from: FactsFrom,
}

impl Facts {
    /// The last line of a text: which facts the answer rests on.
    pub fn footer(&self) -> String {
        format!("\n{}", show::wrapped(&format!("Facts: {}", self.from), show::width(), ""))
    }

    /// The same beside an answer that has no room for it.
    pub fn announce(&self) {
        eprintln!("maatstaf: facts: {}", self.from);
    }
}

/// Where the facts came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactsFrom {
    /// The program itself.
    Embedded,
    /// An F1DB CSV release, by its path.
    Release(PathBuf),
    /// The local library, by what was imported.
    Library(Box<Dataset>),
}

impl FactsFrom {
    /// In one word, for JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Embedded => "embedded",
            Self::Release(_) => "release",
            Self::Library(_) => "library",
        }
    }
}

impl fmt::Display for FactsFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded, from F1DB (2021, 2022 and 2023)"),
            Self::Release(path) => write!(f, "the F1DB release at {}", path.display()),
            Self::Library(dataset) => {
                write!(f, "the library: {}, imported {}", title(dataset), dataset.imported_at)
            }
        }
    }
}

/// A data set by source, release and licence: `F1DB v2026.11.0 (CC BY 4.0)`.
pub fn title(dataset: &Dataset) -> String {
    let release = dataset.release.iter().map(|release| format!(" {release}"));
    format!("{}{} ({})", dataset.source, release.collect::<String>(), dataset.licence)
}

/// Reads the seasons asked for; the official tables only where `official`.
pub fn load(
    args: &Args,
    years: Option<RangeInclusive<Year>>,
    official: bool,
) -> Result<Facts, ShellError> {
    let Some(path) = release(args) else {
        return Ok(of_library(years, official)?.unwrap_or_else(embedded));
    };
    let files = maatstaf_store::release::open(&path)?;
    let read = f1db::read(&files, &f1db::Options { years, official });
    let read = read.map_err(|error| maatstaf_store::Error::release(path.display(), error))?;
    warn(&read.issues);
    let from = FactsFrom::Release(path);
    Ok(Facts { almanac: Cow::Owned(read.almanac), issues: read.issues, from })
}

/// The facts of the library, where there is one. Its issues were shown when it was filled.
fn of_library(
    years: Option<RangeInclusive<Year>>,
    official: bool,
) -> Result<Option<Facts>, ShellError> {
    let Ok(library) = library() else { return Ok(None) };
    let held = library.almanac(years, official)?;
    Ok(held.map(|held| Facts {
        almanac: Cow::Owned(held.almanac),
        issues: held.issues,
        from: FactsFrom::Library(Box::new(held.dataset)),
    }))
}

fn embedded() -> Facts {
    Facts {
        almanac: Cow::Borrowed(facts::seasons()),
        issues: Vec::new(),
        from: FactsFrom::Embedded,
    }
}

/// The local library: at `$MAATSTAF_HOME`, else in the platform's folder for data.
pub fn library() -> Result<Library, ShellError> {
    Ok(Library::at(maatstaf_store::home(std::env::var_os("MAATSTAF_HOME"))?))
}

/// A season with its rules.
pub fn season(facts: &Facts, year: Year) -> Result<(&Season, &'static SeasonRules), ShellError> {
    let rules = facts::f1_rules().get(&year).ok_or_else(|| no_season(year))?;
    let season = facts.almanac.seasons.get(&year);
    Ok((season.ok_or_else(|| none_at_hand(facts, &(year..=year)))?, rules))
}

/// The first and the last season that the rules know.
pub fn first_and_last() -> (Year, Year) {
    let years = facts::f1_rules().keys();
    let (first, last) = (years.clone().next(), years.clone().next_back());
    (first.copied().unwrap_or(Year::MIN), last.copied().unwrap_or(Year::MAX))
}

/// The seasons that `--from` and `--to` name; all without them.
pub fn years(from: Option<Year>, to: Option<Year>) -> Result<RangeInclusive<Year>, ShellError> {
    let (first, last) = first_and_last();
    if let Some(year) = from.filter(|&year| year > last).or(to.filter(|&year| year < first)) {
        return Err(no_season(year));
    }
    match (from.unwrap_or(first), to.unwrap_or(last)) {
        (from, to) if from > to => {
            Err(ShellError::Input(format!("--from {from} is after --to {to}; turn them round")))
        }
        (from, to) => Ok(from..=to),
    }
}

/// There never was such a season.
pub fn no_season(year: Year) -> ShellError {
    let (first, last) = first_and_last();
    ShellError::Input(format!(
        "there is no season {year}; the championship runs from {first} to {last}"
    ))
}

/// None of these seasons is in the facts.
pub fn none_at_hand(facts: &Facts, years: &RangeInclusive<Year>) -> ShellError {
    let which = match (years.start(), years.end()) {
        (from, to) if from == to => format!("season {from} is not"),
        (from, to) => format!("no season from {from} to {to} is"),
    };
    ShellError::Missing(format!(
        "{which} in the facts at hand ({}); fetch F1DB once with maatstaf data fetch f1db, or \
         name a release with --f1db PATH",
        facts.from
    ))
}

/// The release that the user names, by flag or by environment.
pub fn release(args: &Args) -> Option<PathBuf> {
    let named = args.f1db.clone();
    named.or_else(|| {
        std::env::var_os("MAATSTAF_F1DB").filter(|path| !path.is_empty()).map(Into::into)
    })
}

fn warn(issues: &[Issue]) {
    for issue in issues.iter().take(SHOWN_ISSUES) {
        eprintln!("maatstaf: {issue}");
    }
    if issues.len() > SHOWN_ISSUES {
        eprintln!(
            "maatstaf: and {} more issues; audit --json lists all",
            issues.len() - SHOWN_ISSUES
        );
    }
}

/// Writes a file as a whole or not at all.
pub fn write_whole(path: &Path, content: impl AsRef<[u8]>) -> Result<(), ShellError> {
    let about = |error: std::io::Error| {
        ShellError::Input(format!("cannot write {}: {error}", path.display()))
    };
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, content).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.map_err(about)
}
