//! The library as readers see it.

use std::ffi::OsString;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use maatstaf_core::{Almanac, Issue, Year};
use maatstaf_formats::season_rows::{Gathering, Names, ReadAlmanac};

use crate::catalogue::{self, Catalogue, Dataset, FileEntry, Unreadable};
use crate::{Error, disk, import, rows};

/// The data set of an F1DB release.
pub const F1DB: &str = "f1db";

/// How often a reader looks again while writers replace what he reads.
const TRIES: usize = 100;

pub(crate) const CATALOGUE: &str = "catalogue.json";

/// Where the library is: the folder that was named, else the platform's folder for data.
///
/// # Errors
///
/// When none was named and the platform has none.
pub fn home(named: Option<OsString>) -> Result<PathBuf, Error> {
    if let Some(named) = named.filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let platform = etcetera::choose_base_strategy().map_err(|_| Error::NoHome)?;
    Ok(platform.data_dir().join("maatstaf"))
}

/// A folder with a catalogue and the Parquet files that it names; it need not be there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    home: PathBuf,
}

/// Seasons out of the library.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// What was imported, from where and when.
    pub dataset: Dataset,
    /// The seasons.
    pub almanac: Almanac,
    /// What the import could not read, of all seasons.
    pub issues: Vec<Issue>,
}

impl Library {
    /// The library in a folder.
    pub fn at(home: impl Into<PathBuf>) -> Self {
        Self { home: home.into() }
    }

    /// Its folder.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// What it holds; nothing where there is no library yet.
    ///
    /// # Errors
    ///
    /// When the catalogue cannot be read, is damaged, or comes from a newer program.
    pub fn catalogue(&self) -> Result<Catalogue, Error> {
        let path = self.home.join(CATALOGUE);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if disk::is_absent(&error) => return Ok(Catalogue::default()),
            Err(error) => return Err(Error::Home { home: self.home.clone(), error }),
        };
        catalogue::from_bytes(&bytes).map_err(|error| match error {
            Unreadable::Damaged => Error::damaged(&path, "is not as it was written"),
            Unreadable::Newer(format) => Error::Newer { home: self.home.clone(), format },
        })
    }

    /// One data set, if it is there.
    ///
    /// # Errors
    ///
    /// As [`Library::catalogue`].
    pub fn dataset(&self, name: &str) -> Result<Option<Dataset>, Error> {
        Ok(self.catalogue()?.datasets.remove(name))
    }

    /// The folder of a data set.
    pub fn folder(&self, dataset: &Dataset) -> PathBuf {
        dataset.folder.split('/').fold(self.home.clone(), |path, part| path.join(part))
    }

    /// The seasons asked for, all without `years`; their official tables where `official`.
    /// `None` where there is no F1DB in the library.
    ///
    /// # Errors
    ///
    /// When a file is gone or is not as it was written.
    pub fn almanac(
        &self,
        years: Option<RangeInclusive<Year>>,
        official: bool,
    ) -> Result<Option<Held>, Error> {
        let mut dataset = self.dataset(F1DB)?;
        for _ in 0..TRIES {
            let Some(current) = dataset else { return Ok(None) };
            let wanted = Wanted { years: years.clone(), official };
            let error = match self.read(&current, &wanted) {
                Ok(ReadAlmanac { almanac, issues }) => {
                    return Ok(Some(Held { dataset: current, almanac, issues }));
                }
                Err(error) => error,
            };
            dataset = self.dataset(F1DB)?;
            if dataset.as_ref() == Some(&current) {
                return Err(error);
            }
        }
        Err(Error::Busy { home: self.home.clone() })
    }

    /// The bytes of a file, as they were written.
    pub(crate) fn bytes(&self, dataset: &Dataset, file: &FileEntry) -> Result<Vec<u8>, Error> {
        let path = self.file_path(dataset, file);
        let bytes = fs::read(&path).map_err(|error| match disk::is_absent(&error) {
            true => Error::damaged(&path, "is gone"),
            false => Error::damaged(&path, format!("cannot be read: {error}")),
        })?;
        match catalogue::sha256(&bytes) == file.sha256 {
            true => Ok(bytes),
            false => Err(Error::damaged(&path, "is not as it was written")),
        }
    }

    pub(crate) fn file_path(&self, dataset: &Dataset, file: &FileEntry) -> PathBuf {
        file.path.split('/').fold(self.folder(dataset), |path, part| path.join(part))
    }

    /// Every issue that an import listed.
    ///
    /// # Errors
    ///
    /// When the file is gone or is not as it was written.
    pub fn issues(&self, dataset: &Dataset) -> Result<Vec<Issue>, Error> {
        self.rows(dataset, "issues", &Wanted::default(), rows::issues)
    }

    fn read(&self, dataset: &Dataset, wanted: &Wanted) -> Result<ReadAlmanac, Error> {
        let mut names = Names::default();
        let mut seasons = Gathering::new("rounds");
        let odd = |reason: String| Error::damaged(&self.folder(dataset), reason);
        for row in self.rows(dataset, "drivers", wanted, |it| rows::drivers(it, &mut names))? {
            seasons.driver(row).map_err(odd)?;
        }
        for row in self.rows(dataset, "relatives", wanted, |it| rows::relatives(it, &mut names))? {
            seasons.relative(row);
        }
        for row in
            self.rows(dataset, "constructors", wanted, |it| rows::constructors(it, &mut names))?
        {
            seasons.constructor(row).map_err(odd)?;
        }
        for row in self.rows(dataset, "rounds", wanted, rows::rounds)? {
            seasons.round(row).map_err(odd)?;
        }
        for row in self.rows(dataset, "results", wanted, |it| rows::results(it, &mut names))? {
            seasons.result(row).map_err(odd)?;
        }
        for row in
            self.rows(dataset, "qualifying", wanted, |it| rows::qualifying(it, &mut names))?
        {
            seasons.qualifying(row).map_err(odd)?;
        }
        if wanted.official {
            for row in self.rows(dataset, "timed", wanted, |it| rows::timed(it, &mut names))? {
                seasons.timed(row).map_err(odd)?;
            }
            for row in
                self.rows(dataset, "standings", wanted, |it| rows::standings(it, &mut names))?
            {
                seasons.standing(row).map_err(odd)?;
            }
        }
        let mut issues = self.issues(dataset)?;
        let mut almanac = seasons.finish(wanted.official, &mut issues);
        almanac.sources = vec![import::source(dataset)];
        Ok(ReadAlmanac { almanac, issues })
    }

    /// The rows of a table, of the years that are wanted.
    fn rows<T>(
        &self,
        dataset: &Dataset,
        table: &str,
        wanted: &Wanted,
        mut read: impl FnMut(Vec<u8>) -> Result<Vec<T>, String>,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        let files = dataset.files.iter().filter(|file| file.table() == table);
        for file in files.filter(|file| wanted.holds(file.year())) {
            let rows = read(self.bytes(dataset, file)?);
            let path = self.file_path(dataset, file);
            all.extend(rows.map_err(|reason| Error::damaged(&path, reason))?);
        }
        Ok(all)
    }
}

/// What a reader wants.
#[derive(Default)]
struct Wanted {
    years: Option<RangeInclusive<Year>>,
    official: bool,
}

impl Wanted {
    fn holds(&self, year: Option<Year>) -> bool {
        let (Some(years), Some(year)) = (&self.years, year) else { return true };
        years.contains(&year)
    }
}
