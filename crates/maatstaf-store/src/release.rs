//! An F1DB CSV release on disk: a folder, or the zip as it is published.

use std::fs;
use std::io::{Cursor, ErrorKind, Read};
use std::path::Path;

use maatstaf_formats::f1db::{self, Files};

use crate::Error;

/// No file of a release is larger than this when unpacked.
const LARGEST_FILE: u64 = 256 << 20;

/// The files of a release that we read, by name.
///
/// # Errors
///
/// When the path cannot be read, or is a file and not a zip.
pub fn open(path: &Path) -> Result<Files, Error> {
    if path.is_dir() {
        return folder(path);
    }
    unzipped(path, fs::read(path).map_err(|error| Error::read(path, error))?)
}

fn folder(path: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    for spec in f1db::FILES {
        let file = path.join(spec.name);
        match fs::read(&file) {
            Ok(bytes) => {
                files.insert(spec.name.to_owned(), bytes);
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Error::read(&file, error)),
        }
    }
    Ok(files)
}

/// The files of a zip, at whatever depth they stand.
fn unzipped(path: &Path, bytes: Vec<u8>) -> Result<Files, Error> {
    let broken = |error: &dyn std::fmt::Display| Error::NotAZip {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut files = Files::new();
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
