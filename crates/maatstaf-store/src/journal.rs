//! A journal beside a file that takes long to make: what is done so far, line by line, so that a run
//! that was killed goes on where it was.
//!
//! Every line begins with a checksum of the rest, so a line that was torn is known and left out. The
//! first line holds the checksum of what was asked, so that nobody goes on with another question.
//! The file itself is written at the end, as a whole, and the journal taken away.

use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::Error;
use crate::disk::{self, Undo};

/// What every first line begins with.
const HEAD: &str = "maatstaf journal 1";

/// A journal that is open for writing, locked against others.
#[derive(Debug)]
pub struct Journal {
    output: PathBuf,
    path: PathBuf,
    file: File,
}

/// A journal, and what it held already.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// The lines that are whole, in the order in which they were written.
    pub lines: Vec<String>,
    /// How many lines were torn, and left out.
    pub n_torn: usize,
}

impl Journal {
    /// Where the journal of a file is: beside it, `.journal` behind its name.
    pub fn path_of(output: &Path) -> PathBuf {
        beside(output, "journal")
    }

    /// Begins the journal of a file, or goes on with it; `ask` is everything that decides what the
    /// file will hold.
    ///
    /// # Errors
    ///
    /// When another program is at it, when it is the journal of another ask, or no journal at all,
    /// or when the disk says no.
    pub fn open(output: &Path, ask: &[u8]) -> Result<Opened, Error> {
        let path = Self::path_of(output);
        let mut file = locked(&path)?;
        let mut text = Vec::new();
        file.read_to_end(&mut text).map_err(|error| Error::beside(&path, error))?;
        let head = format!("{HEAD} {}", hex(&Sha256::digest(ask)));
        let (lines, n_torn) = whole_lines(&text);
        let mut journal = Self { output: output.to_owned(), path, file };
        match lines.split_first() {
            Some((first, rest)) if *first == head => {
                if !text.ends_with(b"\n") {
                    journal.put(b"\n")?;
                }
                Ok(Opened { journal, lines: rest.to_vec(), n_torn })
            }
            Some((first, _)) if first.starts_with(HEAD) => {
                Err(Error::OtherAsk { journal: journal.path })
            }
            // Killed while the first line was written.
            _ if !text.contains(&b'\n') && written(&head).as_bytes().starts_with(&text) => {
                let emptied = journal.file.set_len(0);
                emptied.map_err(|error| Error::beside(&journal.path, error))?;
                journal.add(&head)?;
                Ok(Opened { journal, lines: Vec::new(), n_torn: 0 })
            }
            _ => Err(Error::NoJournal { journal: journal.path }),
        }
    }

    /// Adds a line; it is with the system before this returns, so a kill does not lose it.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn add(&mut self, line: &str) -> Result<(), Error> {
        self.put(written(line).as_bytes())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).map_err(|error| Error::beside(&self.path, error))
    }

    /// Writes the file as a whole, then takes the journal away. Killed in between, the next run finds
    /// both and only has to write again.
    ///
    /// # Errors
    ///
    /// When the disk says no; the journal then stays.
    pub fn finish(self, bytes: &[u8]) -> Result<(), Error> {
        let part = beside(&self.output, "part");
        let mut undo = Undo::new();
        undo.add(&part);
        let about = |error: Error| error.beside_output();
        disk::write(&part, bytes).map_err(about)?;
        disk::sync_file(&part).map_err(about)?;
        disk::rename(&part, &self.output).map_err(about)?;
        undo.keep();
        let folder = self.output.parent().filter(|it| !it.as_os_str().is_empty());
        disk::sync_folder(folder.unwrap_or(Path::new("."))).map_err(about)?;
        drop(self.file);
        disk::remove(&self.path).map_err(|error| Error::beside(&self.path, error))
    }
}

fn beside(output: &Path, end: &str) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{end}"));
    output.with_file_name(name)
}

/// The file, opened and locked. One that was finished and taken away in between is opened anew.
fn locked(path: &Path) -> Result<File, Error> {
    let cannot = |error| Error::beside(path, error);
    loop {
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) if fs::exists(path).map_err(cannot)? => return Ok(file),
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::BusyJournal { journal: path.to_owned() });
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
    }
}

/// A line with its checksum.
fn written(line: &str) -> String {
    format!("{} {line}\n", checksum(line))
}

/// The first half of the SHA-256, in hexadecimal digits.
fn checksum(line: &str) -> String {
    hex(&Sha256::digest(line)[..16])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The lines whose checksum is right, and how many others there are.
fn whole_lines(text: &[u8]) -> (Vec<String>, usize) {
    let (mut whole, mut n_torn) = (Vec::new(), 0);
    for bytes in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let line = str::from_utf8(bytes).ok().and_then(|text| text.split_once(' '));
        match line.filter(|(sum, line)| *sum == checksum(line)) {
            Some((_, line)) => whole.push(line.to_owned()),
            None => n_torn += 1,
        }
    }
    (whole, n_torn)
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
