//! Whether the library is as it was written.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::catalogue::Dataset;
use crate::library::Library;
use crate::{Error, writer};

/// What a look at every byte found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many files were read.
    pub n_files: u64,
    /// How many bytes they hold.
    pub bytes: u64,
    /// What is not as it was written.
    pub damage: Vec<Damage>,
    /// What an interrupted import left behind; nobody reads it, and the next import takes it away.
    pub leftovers: Vec<PathBuf>,
}

/// A file that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path.display(), self.reason)
    }
}

impl Library {
    /// Reads every byte and holds it against the catalogue.
    ///
    /// # Errors
    ///
    /// When the catalogue cannot be read, or comes from a newer program. A damaged one is part of
    /// the answer.
    pub fn verify(&self) -> Result<Verification, Error> {
        let before = self.catalogue().ok();
        let found = self.look()?;
        let is_current = found.damage.is_empty() || self.catalogue().ok() == before;
        if is_current { Ok(found) } else { self.verify() } // a writer replaced what was read
    }

    fn look(&self) -> Result<Verification, Error> {
        let mut found = Verification::default();
        let catalogue = match self.catalogue() {
            Err(Error::Damaged { path, reason }) => {
                found.damage.push(Damage { path, reason });
                return Ok(found);
            }
            other => other?,
        };
        for dataset in catalogue.datasets.values() {
            found.n_files += dataset.files.len() as u64;
            found.bytes += dataset.bytes();
            found.damage.extend(self.damage(dataset));
        }
        found.leftovers = writer::leftovers(self.home(), &catalogue);
        Ok(found)
    }

    /// The files of a data set that are missing, changed, or too many.
    pub(crate) fn damage(&self, dataset: &Dataset) -> Vec<Damage> {
        let mut damage = Vec::new();
        for file in &dataset.files {
            match self.bytes(dataset, file) {
                Ok(_) => {}
                Err(Error::Damaged { path, reason }) => damage.push(Damage { path, reason }),
                Err(error) => {
                    let path = self.file_path(dataset, file);
                    damage.push(Damage { path, reason: error.to_string() });
                }
            }
        }
        let named: BTreeSet<PathBuf> =
            dataset.files.iter().map(|file| self.file_path(dataset, file)).collect();
        let present = files_below(&self.folder(dataset)).into_iter();
        let extra = present.filter(|path| !named.contains(path));
        damage.extend(extra.map(|path| Damage { path, reason: "was not written by us".into() }));
        damage
    }
}

/// Every file in a folder and the folders in it.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| files_below(folder)));
    files.sort();
    files
}
