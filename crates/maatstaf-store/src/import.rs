//! A release of F1DB to the files of a data set.

use std::time::SystemTime;

use jiff::Timestamp;
use maatstaf_core::{Almanac, Issue, Source, Year};
use maatstaf_formats::f1db::{self, Files, Options};
use maatstaf_formats::season_rows::{ReadAlmanac, SeasonRows, rows};
use sha2::{Digest, Sha256};

use crate::catalogue::{Dataset, FileEntry, hexadecimal, sha256};
use crate::schema::Table;
use crate::tables::{
    CONSTRUCTORS, DRIVERS, ISSUES, QUALIFYING, RELATIVES, RESULTS, ROUNDS, STANDINGS, TIMED,
};
use crate::{Error, MADE_BY, encode};

/// From where some files come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// A path or an address.
    pub origin: String,
    /// Which release, where it is known.
    pub release: Option<String>,
}

/// What an import did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What is in the library now.
    pub dataset: Dataset,
    /// Whether it was there already, intact, so that nothing was written.
    pub already_there: bool,
    /// What could not be read, or only with a guess.
    pub issues: Vec<Issue>,
}

/// A data set with the bytes of its files, one by one with `dataset.files`.
pub(crate) struct Made {
    pub(crate) dataset: Dataset,
    pub(crate) contents: Vec<Vec<u8>>,
    pub(crate) issues: Vec<Issue>,
}

/// Where a data set is to stand, and the hash of what it is made from.
pub(crate) struct Place {
    pub(crate) folder: String,
    pub(crate) input: String,
}

/// The SHA-256 of a release: the name, the length and the bytes of each file, in order of name.
/// A folder and a zip of the same files are one input.
pub(crate) fn input_sha256(files: &Files) -> String {
    files_sha256(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())), "")
}

/// The SHA-256 of some files, each with its name, its length and its bytes, and of the wishes with
/// which they are read.
pub fn files_sha256<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>, wishes: &str) -> String {
    let mut hash = Sha256::new();
    for (name, bytes) in files {
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name);
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    }
    hash.update(wishes);
    hexadecimal(&hash.finalize())
}

/// The tables of a release, in files.
pub(crate) fn make(
    files: &Files,
    provenance: &Provenance,
    place: Place,
    now: SystemTime,
) -> Result<Made, Error> {
    let options = Options { official: true, ..Options::default() };
    let read = f1db::read(files, &options);
    let ReadAlmanac { almanac, issues } =
        read.map_err(|error| Error::release(&provenance.origin, error))?;
    if almanac.seasons.is_empty() {
        let first = issues.first().map_or(String::new(), |issue| format!("; {issue}"));
        return Err(Error::NoSeason { origin: provenance.origin.clone(), first });
    }
    let source = almanac.sources.first();
    let text = |get: fn(&Source) -> &String| source.map_or(String::new(), |it| get(it).clone());
    let dataset = Dataset {
        folder: place.folder,
        source: text(|it| &it.name),
        licence: text(|it| &it.licence),
        release: provenance.release.clone(),
        origin: provenance.origin.clone(),
        input_sha256: place.input,
        imported_at: utc(now),
        made_by: MADE_BY.to_owned(),
        n_issues: issues.len() as u64,
        files: Vec::new(),
        session: None,
    };
    let mut made = Made { dataset, contents: Vec::new(), issues: Vec::new() };
    made.add_almanac(&almanac)?;
    made.add(&ISSUES, None, &issues)?;
    Ok(Made { issues, ..made })
}

/// The source of a data set, as an almanac names it.
pub(crate) fn source(dataset: &Dataset) -> Source {
    Source {
        name: dataset.source.clone(),
        licence: dataset.licence.clone(),
        note: "CSV release".to_owned(),
    }
}

/// `2026-11-21T16:00:00Z`
pub(crate) fn utc(now: SystemTime) -> String {
    let moment = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
    Timestamp::from_second(moment.as_second()).unwrap_or(moment).to_string()
}

impl Made {
    fn add_almanac(&mut self, almanac: &Almanac) -> Result<(), Error> {
        let drivers: Vec<_> = almanac.drivers.values().cloned().collect();
        let constructors: Vec<_> = almanac.constructors.values().cloned().collect();
        self.add(&DRIVERS, None, &drivers)?;
        self.add(&RELATIVES, None, &almanac.relatives)?;
        self.add(&CONSTRUCTORS, None, &constructors)?;
        for &year in almanac.seasons.keys() {
            let SeasonRows { rounds, results, qualifying, standings, timed } =
                rows(almanac, year..=year);
            self.add(&ROUNDS, Some(year), &rounds)?;
            self.add(&RESULTS, Some(year), &results)?;
            self.add(&QUALIFYING, Some(year), &qualifying)?;
            self.add(&STANDINGS, Some(year), &standings)?;
            self.add(&TIMED, Some(year), &timed)?;
        }
        Ok(())
    }

    /// One more file: of a table, of a season where there is one a season.
    pub(crate) fn add<R>(
        &mut self,
        table: &Table<R>,
        year: Option<Year>,
        rows: &[R],
    ) -> Result<(), Error> {
        let path = match year {
            Some(year) => format!("{}/{year}.parquet", table.name),
            None => format!("{}.parquet", table.name),
        };
        let bytes = encode::encode(table, rows, &self.about())
            .map_err(|error| Error::encode(&path, &error))?;
        self.push(path, rows.len(), bytes);
        Ok(())
    }

    /// One more file, made already.
    pub(crate) fn push(&mut self, path: String, rows: usize, bytes: Vec<u8>) {
        self.dataset.files.push(FileEntry {
            path,
            rows: rows as u64,
            bytes: bytes.len() as u64,
            sha256: sha256(&bytes),
        });
        self.contents.push(bytes);
    }

    /// Where a file comes from, for its own metadata.
    pub(crate) fn about(&self) -> Vec<(String, String)> {
        about(&self.dataset)
    }
}

/// Where a file comes from, for its own metadata.
fn about(dataset: &Dataset) -> Vec<(String, String)> {
    let mut about = vec![
        ("maatstaf.source", &dataset.source),
        ("maatstaf.licence", &dataset.licence),
        ("maatstaf.origin", &dataset.origin),
        ("maatstaf.input_sha256", &dataset.input_sha256),
        ("maatstaf.imported_at", &dataset.imported_at),
    ];
    about.extend(dataset.release.iter().map(|release| ("maatstaf.release", release)));
    about.into_iter().map(|(key, value)| (key.to_owned(), value.clone())).collect()
}
