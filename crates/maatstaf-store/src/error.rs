use std::io;
use std::path::{Path, PathBuf};

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
    /// A file that is not what its name says.
    #[error(
        "{} is not a zip of a release that can be read: {reason}; fetch it again with \
         `maatstaf data fetch f1db`, or take f1db-csv.zip from https://github.com/f1db/f1db/releases",
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
}

impl Error {
    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        Self::Read { path: path.to_owned(), error }
    }

    /// Whether the question or a file is wrong.
    pub fn is_input(&self) -> bool {
        match self {
            Self::Fetch(error) => error.is_input(),
            _ => matches!(self, Self::NotAZip { .. }),
        }
    }

    /// Whether data is missing.
    pub fn is_missing_data(&self) -> bool {
        match self {
            Self::Fetch(error) => error.is_missing_data(),
            _ => matches!(self, Self::Read { .. }),
        }
    }
}
