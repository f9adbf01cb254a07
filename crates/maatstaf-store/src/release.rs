//! An F1DB CSV release on disk: a folder, or the zip as it is published.
//!
//! A zip comes from outside, so it is looked through before anything in it is unpacked, and what is
//! unpacked may not be larger than it says. Nothing in a zip is ever written to disk.

use std::fs::{self, File};
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use maatstaf_formats::f1db::{self, FileSpec, Files};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::Error;

/// The largest zip that is opened. A release has 4.5 MB.
const LARGEST_ZIP: u64 = 256 << 20;
/// The most entries. A release has 47.
const MOST_ENTRIES: usize = 1_000;
/// The largest file when unpacked. A release has 4 MB.
const LARGEST_FILE: u64 = 64 << 20;
/// All files together when unpacked. A release has 25 MB.
const LARGEST_RELEASE: u64 = 512 << 20;
/// The most times a file may grow when unpacked, where that makes it larger than [`SMALL_FILE`].
/// Tables of a release grow 9 times at most; deflate can do 1,032.
const HIGHEST_RATIO: u64 = 200;
/// Smaller files may grow as they like.
const SMALL_FILE: u64 = 1 << 20;
/// How much of a name is repeated in an error.
const SHOWN_NAME: usize = 80;

/// The files of a release that we read, by name.
///
/// # Errors
///
/// When the path cannot be read, is a file and not a zip, or is a zip that no release would be:
/// damaged, encrypted, far too large, or with names that lead out of it.
pub fn open(path: &Path) -> Result<Files, Error> {
    if path.is_dir() {
        return folder(path);
    }
    let file = File::open(path).map_err(|error| Error::read(path, error))?;
    unzipped(BufReader::new(file))
        .map_err(|refusal| Error::NotAZip { path: path.to_owned(), reason: refusal.to_string() })
}

/// Whether a path looks like a release: a folder with its table of races, or a zip by its name.
pub fn is_one(path: &Path) -> bool {
    let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().to_lowercase());
    path.join("f1db-races.csv").is_file() || (name.starts_with("f1db") && name.ends_with(".zip"))
}

fn folder(path: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    for spec in f1db::FILES.into_iter().chain(f1db::TIMED) {
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

/// Why a zip is not taken for a release.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("it is damaged ({0})")]
    Damaged(String),
    #[error("it is in the zip64 format, made for archives of 4 GB and more")]
    Zip64,
    #[error("it says that it holds {0} entries, and more than {MOST_ENTRIES} are not read")]
    TooManyEntries(usize),
    #[error("it holds two files of one name")]
    SameName,
    #[error("it holds {0} twice")]
    Twice(&'static str),
    #[error("the name of its entry {name} {why}")]
    Name { name: String, why: &'static str },
    #[error("its entry {0} is a link")]
    Link(String),
    #[error("its entry {0} is encrypted")]
    Encrypted(String),
    #[error("its entry {name} unpacks to {}, and more than {} is not read", mb(*.bytes), mb(LARGEST_FILE))]
    LargeFile { name: String, bytes: u64 },
    #[error("it unpacks to more than {}", mb(LARGEST_RELEASE))]
    LargeRelease,
    #[error("it has {}, and more than {} is not read", mb(*.0), mb(LARGEST_ZIP))]
    LargeZip(u64),
    #[error("its entry {name} unpacks to {ratio} times its size, as a zip bomb does")]
    Bomb { name: String, ratio: u64 },
}

fn mb(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1 << 20))
}

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// The files of a zip, at whatever depth they stand.
pub(crate) fn unzipped<R: Read + Seek>(mut reader: R) -> Result<Files, Refusal> {
    look_at_the_end(&mut reader)?;
    let mut zip = ZipArchive::new(reader)?;
    let wanted = look_through(&zip)?;
    let mut files = Files::new();
    for (idx, spec) in wanted {
        if files.insert(spec.name.to_owned(), content(&mut zip, idx)?).is_some() {
            return Err(Refusal::Twice(spec.name));
        }
    }
    Ok(files)
}

/// Refuses a table of contents that is too long to be kept in memory.
///
/// The end of a zip says how many entries it has. Several ends may be hidden in its last 64 KB, and
/// each of them has to be modest, whichever one a reader then takes.
fn look_at_the_end<R: Read + Seek>(reader: &mut R) -> Result<(), Refusal> {
    const LONGEST_END: u64 = 22 + (1 << 16);
    const END: &[u8] = b"PK\x05\x06";
    const ZIP64_LOCATOR: &[u8] = b"PK\x06\x07";
    let length = reader.seek(SeekFrom::End(0))?;
    if length > LARGEST_ZIP {
        return Err(Refusal::LargeZip(length));
    }
    reader.seek(SeekFrom::Start(length.saturating_sub(LONGEST_END + 20)))?;
    let mut tail = Vec::new();
    reader.take(LONGEST_END + 20).read_to_end(&mut tail)?;
    for (at, window) in tail.windows(12).enumerate() {
        if !window.starts_with(END) {
            continue;
        }
        if at >= 20 && tail[at - 20..].starts_with(ZIP64_LOCATOR) {
            return Err(Refusal::Zip64);
        }
        let n_entries = usize::from(u16::from_le_bytes([window[10], window[11]]));
        if n_entries > MOST_ENTRIES {
            return Err(Refusal::TooManyEntries(n_entries));
        }
    }
    Ok(())
}

/// Which entries are files that we read, once every entry has been found harmless.
fn look_through<R: Read + Seek>(
    zip: &ZipArchive<R>,
) -> Result<Vec<(usize, &'static FileSpec)>, Refusal> {
    if zip.has_duplicate_names() {
        return Err(Refusal::SameName);
    }
    let mut wanted = Vec::new();
    let mut total = 0_u64;
    for idx in 0..zip.len() {
        let entry = zip.by_index_data(idx)?;
        let raw = entry.name_raw();
        let name = shown(raw);
        if let Some(why) = bad_name(raw) {
            return Err(Refusal::Name { name, why });
        }
        if entry.is_symlink() {
            return Err(Refusal::Link(name));
        }
        if entry.encrypted() {
            return Err(Refusal::Encrypted(name));
        }
        fits(name, entry.size(), entry.compressed_size())?;
        total = total.saturating_add(entry.size());
        let file = raw.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        if let Some(spec) =
            f1db::FILES.iter().chain(&f1db::TIMED).find(|spec| spec.name.as_bytes() == file)
        {
            wanted.push((idx, spec));
        }
    }
    if total > LARGEST_RELEASE { Err(Refusal::LargeRelease) } else { Ok(wanted) }
}

/// Why an entry may not have this name. A release holds plain relative names.
fn bad_name(name: &[u8]) -> Option<&'static str> {
    let has = |wanted: u8| name.contains(&wanted);
    let drive = matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic());
    match () {
        () if name.is_empty() => Some("is empty"),
        () if has(0) => Some("holds a NUL"),
        () if has(b'\\') => Some("holds a backslash"),
        () if name.starts_with(b"/") => Some("is an absolute path"),
        () if drive => Some("begins with a drive letter"),
        () if name.split(|&byte| byte == b'/').any(|part| part == b"..") => {
            Some("leads out of the archive")
        }
        () => None,
    }
}

/// A name as an error repeats it: quoted, escaped, and not for pages.
fn shown(raw: &[u8]) -> String {
    let name: String = String::from_utf8_lossy(raw).chars().take(SHOWN_NAME).collect();
    format!("{name:?}")
}

fn fits(name: String, bytes: u64, packed: u64) -> Result<(), Refusal> {
    if bytes > LARGEST_FILE {
        return Err(Refusal::LargeFile { name, bytes });
    }
    let ratio = bytes / packed.max(1);
    if bytes > SMALL_FILE && ratio > HIGHEST_RATIO {
        return Err(Refusal::Bomb { name, ratio });
    }
    Ok(())
}

/// One file, unpacked and held against its size and its checksum.
fn content<R: Read + Seek>(zip: &mut ZipArchive<R>, idx: usize) -> Result<Vec<u8>, Refusal> {
    let entry = zip.by_index(idx)?;
    let (name, declared) = (shown(entry.name_raw()), entry.size());
    let mut content = Vec::new();
    entry.take(declared.saturating_add(1)).read_to_end(&mut content)?;
    let bytes = content.len() as u64;
    if bytes != declared {
        return Err(Refusal::Damaged(format!("{name} says {declared} bytes and has others")));
    }
    Ok(content)
}

#[cfg(test)]
#[path = "release_tests.rs"]
mod tests;
