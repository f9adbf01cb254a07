//! The embedded seasons, from an F1DB CSV release.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use maatstaf_core::Year;
use maatstaf_formats::f1db::{self, FILES, Files, Options};
use maatstaf_formats::season_tables::{self, Tables};

const YEARS: std::ops::RangeInclusive<Year> = 2021..=2023;

/// Makes the tables from the release in `folder` and puts them in their place.
pub fn run(folder: &Path) -> Result<()> {
    let tables = tables(folder)?;
    for (name, bytes) in tables.files() {
        let path = seasons_folder().join(name);
        replace(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        println!("{:>7} bytes  {}", bytes.len(), path.display());
    }
    Ok(())
}

fn seasons_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/maatstaf-facts/data/seasons")
}

fn tables(folder: &Path) -> Result<Tables<'static>> {
    let options = Options { years: Some(YEARS), official: false };
    let read = f1db::read(&files(folder)?, &options)?;
    if let Some(issue) = read.issues.first() {
        bail!("the release has {} issues; the first is {issue}", read.issues.len());
    }
    Ok(season_tables::write(&read.almanac, YEARS))
}

/// All seasons of the release in `folder`, without its standings.
pub fn almanac(folder: &Path) -> Result<maatstaf_core::Almanac> {
    let options = Options { years: None, official: false };
    Ok(f1db::read(&files(folder)?, &options)?.almanac)
}

fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for file in FILES.iter().filter(|file| !file.official) {
        let path = folder.join(file.name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        files.insert(file.name.to_owned(), bytes);
    }
    Ok(files)
}

/// Writes beside the file and renames, so that nobody sees half a table.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let beside = path.with_extension("csv.new");
    fs::write(&beside, bytes)?;
    fs::rename(beside, path)
}

#[cfg(test)]
#[path = "gen_facts_tests.rs"]
mod tests;
