//! What has arrived so far: the file, and beside it a note of what it will be.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::Digest;

use super::Latest;
use super::error::{CannotFetch, Sha256};

const PART: &str = ".zip.part";
const NOTE: &str = ".zip.part.json";

/// What a part is a part of. A part with another note is none of ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    url: String,
    bytes: u64,
    sha256: Option<String>,
    /// What the server calls this state of the file. Weak names are not kept.
    etag: Option<String>,
}

impl Note {
    fn of(latest: &Latest) -> Self {
        let sha256 = latest.sha256.map(|sha256| sha256.to_string());
        Self { url: latest.url.clone(), bytes: latest.bytes, sha256, etag: None }
    }

    /// Takes over what the server called the file, and says whether the bytes that an earlier run
    /// noted are good to go on with: by their checksum, else by address and name.
    fn take_up(&mut self, old: Self) -> bool {
        let same_file = self.bytes == old.bytes && self.sha256 == old.sha256;
        if self.url == old.url && same_file {
            self.etag = old.etag;
        }
        same_file && (self.sha256.is_some() || self.etag.is_some())
    }
}

/// The whole zip, where an earlier run left it, and its checksum is the published one.
pub fn complete(folder: &Path, latest: &Latest) -> Option<(PathBuf, Sha256)> {
    let path = folder.join(format!("f1db-{}.zip", latest.tag));
    let got = checksum(&mut File::open(&path).ok()?).ok()?;
    (latest.sha256 == Some(got)).then_some((path, got))
}

fn checksum(file: &mut File) -> io::Result<Sha256> {
    let mut hash = sha2::Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(Sha256(hash.finalize().into())),
            n => hash.update(&piece[..n]),
        }
    }
}

/// The bytes that have arrived, held by this program alone.
#[derive(Debug)]
pub struct Part {
    file: File,
    path: PathBuf,
    note_path: PathBuf,
    note: Note,
    /// How many have arrived.
    pub bytes: u64,
}

impl Part {
    /// Opens what an earlier run left behind, or begins anew.
    pub fn open(folder: &Path, latest: &Latest) -> Result<Self, CannotFetch> {
        fs::create_dir_all(folder).map_err(|error| disk(folder, error))?;
        let path = folder.join(format!("f1db-{}{PART}", latest.tag));
        let note_path = folder.join(format!("f1db-{}{NOTE}", latest.tag));
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let file = options.open(&path).map_err(|error| disk(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CannotFetch::Busy { path }),
            Err(TryLockError::Error(error)) => return Err(disk(&path, error)),
        }
        let bytes = file.metadata().map_err(|error| disk(&path, error))?.len();
        let old = noted(&note_path);
        let mut part = Self { file, path, note_path, note: Note::of(latest), bytes };
        let trusted = old.is_some_and(|old| part.note.take_up(old));
        if !trusted || part.bytes > latest.bytes {
            part.begin_anew()?;
        }
        part.file.seek(SeekFrom::End(0)).map_err(|error| part.disk(error))?;
        Ok(part)
    }

    /// What the server called the file when these bytes came.
    pub fn etag(&self) -> Option<&str> {
        self.note.etag.as_deref()
    }

    /// Notes what the server calls the file from which bytes are about to come.
    pub fn note_etag(&mut self, etag: Option<&str>) -> Result<(), CannotFetch> {
        let strong = etag.filter(|etag| etag.starts_with('"'));
        if self.note.etag.as_deref() == strong {
            return Ok(());
        }
        self.note.etag = strong.map(str::to_owned);
        self.write_note()
    }

    fn write_note(&self) -> Result<(), CannotFetch> {
        let text = serde_json::to_vec_pretty(&self.note).map_err(io::Error::from);
        let written = text.and_then(|text| fs::write(&self.note_path, text));
        written.map_err(|error| disk(&self.note_path, error))
    }

    /// Forgets what has arrived.
    pub fn begin_anew(&mut self) -> Result<(), CannotFetch> {
        self.note.etag = None;
        self.bytes = 0;
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(|error| self.disk(error))?;
        self.write_note()
    }

    /// Adds what has just arrived.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), CannotFetch> {
        self.file.write_all(piece).map_err(|error| self.disk(error))?;
        self.bytes += piece.len() as u64;
        Ok(())
    }

    /// The checksum of what has arrived, read back from disk.
    pub fn checksum(&mut self) -> Result<Sha256, CannotFetch> {
        let read = self.file.rewind().and_then(|()| checksum(&mut self.file));
        read.map_err(|error| self.disk(error))
    }

    /// Gives the part its name. Parts of other releases are cleared away.
    pub fn finish(self) -> Result<PathBuf, CannotFetch> {
        self.file.sync_all().map_err(|error| self.disk(error))?;
        let Self { file, path, note_path, .. } = self;
        // Some systems do not rename an open file.
        drop(file);
        let done = path.with_extension("");
        fs::rename(&path, &done).map_err(|error| disk(&done, error))?;
        let _ = fs::remove_file(&note_path);
        clear_others(&done);
        Ok(done)
    }

    /// Leaves nothing behind.
    pub fn discard(self) {
        let Self { file, path, note_path, .. } = self;
        drop(file);
        let _ = fs::remove_file(path);
        let _ = fs::remove_file(note_path);
    }

    fn disk(&self, error: io::Error) -> CannotFetch {
        disk(&self.path, error)
    }
}

fn disk(path: &Path, error: io::Error) -> CannotFetch {
    CannotFetch::Disk { path: path.to_owned(), error }
}

fn noted(path: &Path) -> Option<Note> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Removes what earlier downloads left beside the one that is done.
fn clear_others(done: &Path) {
    let Some(entries) = done.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path != done) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ours = [".zip", PART, NOTE].iter().any(|end| name.ends_with(end));
        if name.starts_with("f1db-") && ours {
            let _ = fs::remove_file(&path);
        }
    }
}
