use std::io;
use std::path::{Path, PathBuf};

use maatstaf_formats::f1db;

use crate::fetch::CannotFetch;

/// Why the library or a file has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder that cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A library that cannot be opened.
    #[error(
        "cannot open the library at {}: {error}; make it readable, or name another folder in \
         $MAATSTAF_HOME",
        home.display()
    )]
    Home {
        /// Where.
        home: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file or folder that cannot be written, renamed or removed.
    #[error("cannot write {}: {error}; the library stays as it was", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A file that is not what its name says.
    #[error(
        "{} is not a zip of a release that can be read: {reason}; fetch it again with \
         maatstaf data fetch f1db, or take f1db-csv.zip from https://github.com/f1db/f1db/releases",
        path.display()
    )]
    NotAZip {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// A release that could not be fetched.
    #[error(transparent)]
    Fetch(#[from] CannotFetch),
    /// A release that cannot be read.
    #[error("{origin}: {error}")]
    Release {
        /// Its path or its address.
        origin: String,
        /// What is wrong with it.
        error: f1db::Error,
    },
    /// A release in which no season could be read.
    #[error("there is no season in {origin} that can be read{first}")]
    NoSeason {
        /// The release.
        origin: String,
        /// The first oddity, if there is one.
        first: String,
    },
    /// A file of the library that is not as it was written.
    #[error(
        "{} {reason}; write it anew with maatstaf data import {source}, or take it away with \
         maatstaf data remove {what}",
        path.display(),
        source = written_anew(.path).0,
        what = written_anew(.path).1
    )]
    Damaged {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A library that a newer program wrote.
    #[error(
        "the library at {} has layout {format}, newer than this program; use the newer program, \
         or another $MAATSTAF_HOME",
        home.display()
    )]
    Newer {
        /// Where.
        home: PathBuf,
        /// Its layout.
        format: u32,
    },
    /// Another writer has not finished.
    #[error(
        "the library at {} is being written by another program; try again when it is done",
        home.display()
    )]
    Busy {
        /// Where.
        home: PathBuf,
    },
    /// A data set that is not in the library.
    #[error("there is no {dataset} in the library at {}", home.display())]
    NotThere {
        /// Its name.
        dataset: String,
        /// Where.
        home: PathBuf,
    },
    /// A course under a name that is no name of a file everywhere.
    #[error("a course is kept under a name of a to z, digits and hyphens, not {name:?}")]
    CourseName {
        /// The name.
        name: String,
    },
    /// No place for a library.
    #[error("there is no home folder to keep a library in; name a folder in $MAATSTAF_HOME")]
    NoHome,
    /// A file outside of the library that cannot be written.
    #[error("cannot write {}: {error}", path.display())]
    Beside {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A journal that holds the answer to another question.
    #[error(
        "{} is of another run: its question, or the program that began it, was another; ask the same, \
         remove it to begin anew, or name another file to write",
        journal.display()
    )]
    OtherAsk {
        /// Which.
        journal: PathBuf,
    },
    /// A file in the place of a journal.
    #[error(
        "{} is no journal of ours; remove it, or name another file to write",
        journal.display()
    )]
    NoJournal {
        /// Which.
        journal: PathBuf,
    },
    /// Another program writes the same file.
    #[error("{} is being written by another program; try again when it is done", journal.display())]
    BusyJournal {
        /// Its journal.
        journal: PathBuf,
    },
    /// Something that we made and cannot write down.
    #[error("cannot write {what}: {reason}")]
    Encode {
        /// What.
        what: String,
        /// Why.
        reason: String,
    },
}

impl Error {
    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        Self::Read { path: path.to_owned(), error }
    }

    pub(crate) fn write(path: &Path, error: io::Error) -> Self {
        Self::Write { path: path.to_owned(), error }
    }

    pub(crate) fn beside(path: &Path, error: io::Error) -> Self {
        Self::Beside { path: path.to_owned(), error }
    }

    /// The same of a file that is not in the library.
    pub(crate) fn beside_output(self) -> Self {
        match self {
            Self::Write { path, error } => Self::Beside { path, error },
            other => other,
        }
    }

    /// A release, by its path or its address, that cannot be read.
    pub fn release(origin: impl ToString, error: f1db::Error) -> Self {
        Self::Release { origin: origin.to_string(), error }
    }

    pub(crate) fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), reason: reason.into() }
    }

    pub(crate) fn encode(what: impl Into<String>, error: &dyn std::error::Error) -> Self {
        Self::Encode { what: what.into(), reason: error.to_string() }
    }

    /// Whether the question or a file is wrong.
    pub fn is_input(&self) -> bool {
        match self {
            Self::NotAZip { .. } | Self::NoSeason { .. } | Self::CourseName { .. } => true,
            Self::Beside { .. } | Self::OtherAsk { .. } | Self::NoJournal { .. } => true,
            Self::BusyJournal { .. } => true,
            Self::Fetch(error) => error.is_input(),
            Self::Release { error, .. } => error.is_input(),
            _ => false,
        }
    }

    /// Whether data is missing, or is there no longer as it was.
    pub fn is_missing_data(&self) -> bool {
        match self {
            Self::Read { .. }
            | Self::Home { .. }
            | Self::Damaged { .. }
            | Self::NotThere { .. } => true,
            Self::Newer { .. } | Self::NoHome => true,
            Self::Fetch(error) => error.is_missing_data(),
            Self::Release { error, .. } => error.is_missing_data(),
            _ => false,
        }
    }
}

/// What to import again for a file of the library, and what to remove.
fn written_anew(path: &Path) -> (&'static str, &'static str) {
    let is_session = path.components().any(|part| part.as_os_str() == crate::sessions::SESSIONS);
    if is_session { ("FILE", "SESSION") } else { ("f1db PATH", "f1db") }
}
