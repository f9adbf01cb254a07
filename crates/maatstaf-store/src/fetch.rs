//! The latest F1DB release, fetched: resumable, patient, and checked.
//!
//! [`latest`] asks which release is the latest, and [`held`] whether the library has it already.
//! [`download`] brings its zip into a folder, or goes on where an earlier run was cut off. What
//! arrives is held against the size and the checksum that the release publishes before it gets its
//! name. [`import`] puts it into the library.
//!
//! ```
//! use maatstaf_store::fetch::{self, Caller, Options, Progress};
//! # struct Nobody;
//! # impl Caller for Nobody {
//! #     fn now(&self) -> u64 { 0 }
//! #     fn sleep(&mut self, _: std::time::Duration) {}
//! #     fn tell(&mut self, _: Progress<'_>) {}
//! # }
//! let options = Options { from: "http://mirror.example/latest".to_owned(), ..Options::default() };
//! let refused = fetch::latest(&options, &mut Nobody).unwrap_err();
//! assert!(refused.to_string().contains("https"), "{refused}");
//! ```

mod address;
mod ask;
mod error;
mod held;
mod latest;
mod pages;
mod part;
mod patience;
mod receive;

use std::path::PathBuf;
use std::time::Duration;

pub use error::{CannotFetch, Sha256};
pub use held::{held, import};
pub use latest::{Latest, latest};
pub use pages::Pages;
pub use receive::download;

/// Where the latest release of F1DB is described.
pub const LATEST: &str = "https://api.github.com/repos/f1db/f1db/releases/latest";

/// From where, and with how much patience.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Where a release is described, in the JSON of GitHub.
    pub from: String,
    /// How long a connection may take to come about.
    pub connect: Duration,
    /// How long a server may be silent.
    pub silence: Duration,
    /// How often one thing is tried without getting on, the first time included.
    pub tries: u32,
    /// The longest wait that a server may ask for.
    pub longest_wait: Duration,
    /// The largest zip, in bytes.
    pub largest: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            from: LATEST.to_owned(),
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            tries: 6,
            longest_wait: Duration::from_secs(120),
            largest: 256 << 20,
        }
    }
}

/// Whoever fetches: has a clock, and hears how it goes.
pub trait Caller {
    /// The time, in seconds since 1970.
    fn now(&self) -> u64;
    /// Waits.
    fn sleep(&mut self, wait: Duration);
    /// Hears how it goes. Called for every piece that arrives.
    fn tell(&mut self, progress: Progress<'_>);
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// Asking which release is the latest, at this address.
    Asking(&'a str),
    /// Receiving the zip.
    Receiving {
        /// Bytes on disk.
        bytes: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Waiting before the next try.
    Waiting {
        /// How long.
        wait: Duration,
        /// Why the last try failed.
        why: &'a str,
        /// Which try comes next, from 2.
        next_try: u32,
        /// How many there are.
        tries: u32,
    },
    /// Working out the checksum.
    Checking,
}

/// A zip on disk that is what its release published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its checksum, worked out here.
    pub sha256: Sha256,
    /// Whether the release published a checksum to hold it against.
    pub checksum_published: bool,
    /// How many of its bytes an earlier run had fetched.
    pub resumed_from: u64,
}
