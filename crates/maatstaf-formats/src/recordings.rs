//! Sessions and laps as timing and loggers write them: what every reader of such a file gives.

use maatstaf_core::{Issue, Recording};

/// What could be read, and what could not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadRecording {
    /// The session.
    pub recording: Recording,
    /// What was odd, or left out, and why.
    pub issues: Vec<Issue>,
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It is something else, or nothing.
    #[error("{file} is no {format}: {reason}")]
    NotThis {
        /// The file.
        file: String,
        /// What it was read as: `MoTeC log`.
        format: &'static str,
        /// What was found, and what should be there.
        reason: String,
    },
}

impl Error {
    /// A file is not of a format.
    pub fn not(format: &'static str, file: &str, reason: impl Into<String>) -> Self {
        Self::NotThis { file: file.to_owned(), format, reason: reason.into() }
    }
}

/// How many issues of one file are written out before the rest are counted.
const MOST_LISTED: usize = 500;

/// Collects the issues of one file. A file that is odd everywhere does not fill the memory.
#[derive(Debug)]
pub struct IssueList {
    file: String,
    listed: Vec<Issue>,
    more: u64,
}

impl IssueList {
    /// For a file.
    pub fn of(file: &str) -> Self {
        Self { file: file.to_owned(), listed: Vec::new(), more: 0 }
    }

    /// One more, at a line or record, counted from 1.
    pub fn add(&mut self, line: Option<u64>, reason: impl Into<String>) {
        match self.listed.len() < MOST_LISTED {
            true => {
                self.listed.push(Issue { file: self.file.clone(), line, reason: reason.into() })
            }
            false => self.more += 1,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// All of them, the rest as a number.
    pub fn finish(mut self) -> Vec<Issue> {
        if self.more > 0 {
            let reason = format!("and {} more oddities, not listed one by one", self.more);
            self.listed.push(Issue { file: self.file, line: None, reason });
        }
        self.listed
    }
}
