//! The one who changes the library; there is one at a time.
//!
//! An import is built in a folder beside, brought to the disk, and renamed into place; then a new
//! catalogue is renamed over the old one, and that is the moment at which readers see it. Whoever
//! is killed before it changed nothing, and after it everything. What a killed writer left behind
//! the next one takes away.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use maatstaf_formats::f1db::Files;

use crate::catalogue::{self, Catalogue, Dataset};
use crate::disk::{self, Undo};
use crate::import::{self, Imported, Made, Place, Provenance};
use crate::library::{CATALOGUE, F1DB, Library};
use crate::sessions::SESSIONS;
use crate::{Error, MADE_BY};

const LOCK: &str = "lock";
const NEW_CATALOGUE: &str = "catalogue.json.new";
const NEW_FOLDER: &str = ".new";

/// How many figures of a hash name a folder.
pub(crate) const NAME_LENGTH: usize = 12;

/// How long to wait between two looks at the lock, and how often to look: a minute in all.
const PAUSE: Duration = Duration::from_millis(20);
const LOOKS: u32 = 3000;

/// Holds the library against other writers, until it is dropped or its program ends.
#[derive(Debug)]
pub struct Writer<'a> {
    pub(crate) library: &'a Library,
    _lock: File,
}

impl Library {
    /// Makes the folder if needed and keeps other writers out. Where there is one already, calls
    /// `waiting` once and waits for him, up to a minute.
    ///
    /// # Errors
    ///
    /// When the folder cannot be made, or the other writer does not end.
    pub fn writer(&self, waiting: impl FnOnce()) -> Result<Writer<'_>, Error> {
        if let Err(error @ Error::Home { .. }) = self.catalogue() {
            return Err(error);
        }
        disk::create_folder(self.home())?;
        let path = self.home().join(LOCK);
        let open = OpenOptions::new().create(true).write(true).truncate(false).open(&path);
        let lock = open.map_err(|error| Error::write(&path, error))?;
        let mut waiting = Some(waiting);
        for _ in 0..LOOKS {
            match lock.try_lock() {
                Ok(()) => return Ok(Writer { library: self, _lock: lock }),
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(Error::write(&path, error)),
            }
            if let Some(tell) = waiting.take() {
                tell();
            }
            thread::sleep(PAUSE);
        }
        Err(Error::Busy { home: self.home().to_owned() })
    }
}

impl Writer<'_> {
    /// Imports the files of an F1DB release, in place of the one that is there. The same release,
    /// there already and intact, is left alone; under a new name it is written again.
    ///
    /// # Errors
    ///
    /// When the release cannot be read, or the disk refuses; the library then stays as it was.
    pub fn import_f1db(
        &mut self,
        files: &Files,
        provenance: &Provenance,
        now: SystemTime,
    ) -> Result<Imported, Error> {
        let mut catalogue = self.catalogue()?;
        let input = import::input_sha256(files);
        let is_known =
            |it: &&Dataset| provenance.release.is_none() || provenance.release == it.release;
        let there = catalogue.datasets.get(F1DB).filter(is_known);
        if let Some(dataset) = there.filter(|it| self.is(it, &input)) {
            let issues = self.library.issues(dataset)?;
            return Ok(Imported { dataset: dataset.clone(), already_there: true, issues });
        }
        let folder = self.free_folder(F1DB, &input[..NAME_LENGTH]);
        let made = import::make(files, provenance, Place { folder, input }, now)?;
        catalogue.datasets.insert(F1DB.to_owned(), made.dataset.clone());
        self.publish(&catalogue, Some((F1DB, &made)))?;
        Ok(Imported { dataset: made.dataset, already_there: false, issues: made.issues })
    }

    /// Takes a data set away: first out of the catalogue, then off the disk.
    ///
    /// # Errors
    ///
    /// When it is not there, or the disk refuses.
    pub fn remove(&mut self, dataset: &str) -> Result<Option<Dataset>, Error> {
        let (mut catalogue, damaged) = match self.library.catalogue() {
            Err(Error::Damaged { .. }) => (Catalogue::default(), true),
            other => (other?, false),
        };
        let removed = catalogue.datasets.remove(dataset);
        if removed.is_none() && !damaged {
            let home = self.library.home().to_owned();
            return Err(Error::NotThere { dataset: dataset.to_owned(), home });
        }
        self.publish(&catalogue, None)?;
        if let Some(removed) = &removed {
            self.remove_empty_above(removed);
        }
        Ok(removed)
    }

    /// Takes away the folders of a session that hold nothing any more.
    fn remove_empty_above(&self, removed: &Dataset) {
        let folder = self.library.folder(removed);
        let above = folder.ancestors().skip(1).take_while(|it| *it != self.library.home());
        for folder in above {
            if fs::remove_dir(folder).is_err() {
                break; // it holds something
            }
        }
    }

    /// What the library holds. A catalogue that is damaged holds nothing: the import that follows
    /// writes it anew.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, Error> {
        match self.library.catalogue() {
            Err(Error::Damaged { .. }) => Ok(Catalogue::default()),
            other => other,
        }
    }

    /// Whether a data set is what an import of this input would give, and every file is intact.
    pub(crate) fn is(&self, dataset: &Dataset, input: &str) -> bool {
        dataset.made_by == MADE_BY
            && dataset.input_sha256 == input
            && self.library.damage(dataset).is_empty()
    }

    /// A folder of this name, or of one like it that is free.
    pub(crate) fn free_folder(&self, kind: &str, name: &str) -> String {
        let names = (2..).map(|idx| format!("{kind}/{name}-{idx}"));
        let mut names = std::iter::once(format!("{kind}/{name}")).chain(names);
        let is_free = |name: &String| !self.library.home().join(name).exists();
        names.find(is_free).unwrap_or_default()
    }

    /// Makes a catalogue the current one, with the data set that is new in it.
    pub(crate) fn publish(
        &self,
        catalogue: &Catalogue,
        made: Option<(&str, &Made)>,
    ) -> Result<(), Error> {
        let published = self.try_publish(catalogue, made);
        if let (Err(_), Some((kind, _))) = (&published, made) {
            let _ = fs::remove_dir(self.library.home().join(kind)); // goes only if it is empty
        }
        published
    }

    fn try_publish(&self, catalogue: &Catalogue, made: Option<(&str, &Made)>) -> Result<(), Error> {
        let home = self.library.home();
        let mut undo = Undo::new();
        let built =
            made.map(|(kind, made)| build(&home.join(kind), made, &mut undo)).transpose()?;
        let next = home.join(NEW_CATALOGUE);
        undo.add(&next);
        let bytes = catalogue::to_bytes(catalogue);
        disk::write(&next, &bytes.map_err(|error| Error::encode(CATALOGUE, &error))?)?;
        disk::sync_file(&next)?;
        if let (Some(built), Some((kind, made))) = (built, made) {
            let folder = self.library.folder(&made.dataset);
            undo.add(&folder);
            disk::rename(&built, &folder)?;
            disk::sync_folder(&home.join(kind))?;
        }
        disk::rename(&next, &home.join(CATALOGUE))?;
        undo.keep();
        if disk::sync_folder(home).is_ok() {
            self.sweep(catalogue);
        }
        Ok(())
    }

    /// Takes away what no catalogue names any more, now that the new one is on the disk. What will
    /// not go now goes with the next import.
    fn sweep(&self, catalogue: &Catalogue) {
        for path in leftovers(self.library.home(), catalogue) {
            let _ = disk::remove(&path);
        }
    }
}

/// Builds a data set beside the others, on the disk but not yet in its place.
fn build(kind: &Path, made: &Made, undo: &mut Undo) -> Result<PathBuf, Error> {
    disk::create_folder(kind)?;
    let folder = kind.join(NEW_FOLDER);
    disk::remove(&folder).map_err(|error| Error::write(&folder, error))?;
    undo.add(&folder);
    disk::create_folder(&folder)?;
    let (mut paths, mut folders) = (Vec::new(), vec![folder.clone()]);
    for (file, bytes) in made.dataset.files.iter().zip(&made.contents) {
        let path = file.path.split('/').fold(folder.clone(), |path, part| path.join(part));
        if let Some(parent) = path.parent().filter(|it| !folders.iter().any(|other| other == it)) {
            disk::create_folder(parent)?;
            folders.push(parent.to_owned());
        }
        disk::write(&path, bytes)?;
        paths.push(path);
    }
    disk::sync_files(&paths)?;
    folders.iter().rev().try_for_each(|folder| disk::sync_folder(folder))?;
    Ok(folder)
}

/// What writers left behind that were killed: folders of imports that the catalogue does not
/// name, and half-written ones. Nothing that we did not name ourselves.
pub(crate) fn leftovers(home: &Path, catalogue: &Catalogue) -> Vec<PathBuf> {
    let is_named = |path: &Path| {
        let mut folders = catalogue.datasets.values().map(|dataset| home.join(&dataset.folder));
        folders.any(|folder| folder == path)
    };
    let mut found = ours_in(&home.join(F1DB));
    // sessions / season / place / session / format
    let kinds = (0..4).fold(vec![home.join(SESSIONS)], |folders, _| {
        folders.iter().flat_map(|folder| folders_in(folder)).collect()
    });
    found.extend(kinds.iter().flat_map(|kind| ours_in(kind)));
    found.retain(|path| !is_named(path));
    found.extend(Some(home.join(NEW_CATALOGUE)).filter(|path| path.exists()));
    found.sort();
    found
}

fn ours_in(kind: &Path) -> Vec<PathBuf> {
    let is_ours =
        |path: &PathBuf| path.file_name().is_some_and(|name| is_ours(&name.to_string_lossy()));
    folders_in(kind).into_iter().filter(is_ours).collect()
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect()
}

fn is_ours(name: &str) -> bool {
    let (hash, count) = name.split_once('-').unwrap_or((name, "1"));
    let is_hash = hash.len() == NAME_LENGTH && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    name == NEW_FOLDER || (is_hash && count.bytes().all(|byte| byte.is_ascii_digit()))
}
