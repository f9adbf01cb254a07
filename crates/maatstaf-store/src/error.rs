use std::io;
use std::path::{Path, PathBuf};

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
    #[error("{} is not a zip that can be read: {reason}", path.display())]
    NotAZip {
        /// Which.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Error {
    pub(crate) fn read(path: &Path, error: io::Error) -> Self {
        Self::Read { path: path.to_owned(), error }
    }

    /// Whether the question or a file is wrong.
    pub fn is_input(&self) -> bool {
        matches!(self, Self::NotAZip { .. })
    }

    /// Whether data is missing.
    pub fn is_missing_data(&self) -> bool {
        matches!(self, Self::Read { .. })
    }
}
