//! Files that reach the disk, or leave nothing behind.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use crate::Error;

/// How many files reach the disk side by side: waiting, not working.
const SYNCING: usize = 8;

/// Paths that are taken away again unless the writer gets to its end.
pub(crate) struct Undo {
    paths: Vec<PathBuf>,
}

impl Undo {
    pub(crate) fn new() -> Self {
        Self { paths: Vec::new() }
    }

    pub(crate) fn add(&mut self, path: &Path) {
        self.paths.push(path.to_owned());
    }

    /// What was done stays.
    pub(crate) fn keep(mut self) {
        self.paths.clear();
    }
}

impl Drop for Undo {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            let _ = remove(path);
        }
    }
}

/// Removes a file or a folder with all that is in it; neither there is fine.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    removed.or_else(|error| if is_absent(&error) { Ok(()) } else { Err(error) })
}

pub(crate) fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

pub(crate) fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|error| Error::write(path, error))
}

pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let written = File::create(path).and_then(|mut file| file.write_all(bytes));
    written.map_err(|error| Error::write(path, error))
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|error| Error::write(to, error))
}

/// Brings some files to the disk.
pub(crate) fn sync_files(paths: &[PathBuf]) -> Result<(), Error> {
    let share = paths.len().div_ceil(SYNCING).max(1);
    let sync = |paths: &[PathBuf]| paths.iter().try_for_each(|path| sync_file(path));
    thread::scope(|scope| {
        let workers: Vec<_> =
            paths.chunks(share).map(|paths| scope.spawn(move || sync(paths))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
    })
}

pub(crate) fn sync_file(path: &Path) -> Result<(), Error> {
    let synced = OpenOptions::new().write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| Error::write(path, error))
}

/// Brings the names in a folder to the disk, where the system knows of such a thing.
pub(crate) fn sync_folder(path: &Path) -> Result<(), Error> {
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = File::open(path).and_then(|folder| folder.sync_all());
    synced.map_err(|error| Error::write(path, error))
}
