//! Where the facts come from: an F1DB release that the user names, else the embedded seasons.

use std::borrow::Cow;
use std::io::{Cursor, Read};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use maatstaf::core::{Almanac, Issue, Season, SeasonRules, Year};
use maatstaf::facts;
use maatstaf::formats::f1db;

use crate::args::Args;
use crate::error::ShellError;

/// No file of a release is larger than this when unpacked.
const LARGEST_FILE: u64 = 256 << 20;

/// How many issues are shown before the rest are counted.
const SHOWN_ISSUES: usize = 5;

/// The facts at hand.
pub struct Facts {
    /// The seasons.
    pub almanac: Cow<'static, Almanac>,
    /// What could not be read.
    pub issues: Vec<Issue>,
    /// From where, for messages.
    pub origin: String,
}

/// Reads the seasons asked for; the official tables only where `official`.
pub fn load(
    args: &Args,
    years: Option<RangeInclusive<Year>>,
    official: bool,
) -> Result<Facts, ShellError> {
    let Some(path) = release(args) else {
        return Ok(Facts {
            almanac: Cow::Borrowed(facts::seasons()),
            issues: Vec::new(),
            origin: "the embedded facts (2021, 2022, 2023)".to_owned(),
        });
    };
    let files = files(&path)?;
    let read = f1db::read(&files, &f1db::Options { years, official })?;
    warn(&read.issues);
    let origin = path.display().to_string();
    Ok(Facts { almanac: Cow::Owned(read.almanac), issues: read.issues, origin })
}

/// A season with its rules.
pub fn season(facts: &Facts, year: Year) -> Result<(&Season, &'static SeasonRules), ShellError> {
    let rules = facts::f1_rules().get(&year).ok_or_else(|| {
        ShellError::Input(format!("there is no season {year}; the championship runs 1950 to 2026"))
    })?;
    let season = facts.almanac.seasons.get(&year).ok_or_else(|| {
        ShellError::Missing(format!(
            "season {year} is not in {}; name an F1DB CSV release with --f1db PATH or \
             $MAATSTAF_F1DB",
            facts.origin
        ))
    })?;
    Ok((season, rules))
}

/// The release that the user names, by flag or by environment.
pub fn release(args: &Args) -> Option<PathBuf> {
    let named = args.f1db.clone();
    named.or_else(|| {
        std::env::var_os("MAATSTAF_F1DB").filter(|path| !path.is_empty()).map(Into::into)
    })
}

fn files(path: &Path) -> Result<f1db::Files, ShellError> {
    let about = |error: std::io::Error| {
        ShellError::Missing(format!("{}: {error}; is this the F1DB release?", path.display()))
    };
    if path.is_dir() {
        return folder(path);
    }
    unzipped(path, std::fs::read(path).map_err(about)?)
}

fn folder(path: &Path) -> Result<f1db::Files, ShellError> {
    let mut files = f1db::Files::new();
    for spec in f1db::FILES {
        let file = path.join(spec.name);
        match std::fs::read(&file) {
            Ok(bytes) => {
                files.insert(spec.name.to_owned(), bytes);
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(ShellError::Missing(format!("{}: {error}", file.display())));
            }
        }
    }
    Ok(files)
}

/// The files of a zip, at whatever depth they stand.
fn unzipped(path: &Path, bytes: Vec<u8>) -> Result<f1db::Files, ShellError> {
    let broken = |error: &dyn std::fmt::Display| {
        ShellError::Input(format!("{} is not a zip that can be read: {error}", path.display()))
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut files = f1db::Files::new();
    for idx in 0..zip.len() {
        let entry = zip.by_index(idx).map_err(|error| broken(&error))?;
        let name = entry_name(&entry);
        let Some(spec) = f1db::FILES.iter().find(|spec| spec.name == name) else { continue };
        let mut content = Vec::new();
        let read = entry.take(LARGEST_FILE + 1).read_to_end(&mut content);
        read.map_err(|error| broken(&error))?;
        if content.len() as u64 > LARGEST_FILE {
            return Err(broken(&format!("{name} is larger than {} MB", LARGEST_FILE >> 20)));
        }
        files.insert(spec.name.to_owned(), content);
    }
    Ok(files)
}

/// The last part of an entry's name.
fn entry_name<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> String {
    let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
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
pub fn write_whole(path: &Path, text: &str) -> Result<(), ShellError> {
    let about = |error: std::io::Error| {
        ShellError::Input(format!("cannot write {}: {error}", path.display()))
    };
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.map_err(about)
}
