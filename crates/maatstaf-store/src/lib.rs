//! The local library, and the files around it. The one room with disk and network.
//!
//! A [`Library`] is a folder of plain Parquet files with a catalogue that names them. One
//! [`Writer`] at a time puts data in; readers take no lock and never wait.

#![allow(clippy::disallowed_methods, reason = "this is where files are opened")]

pub mod catalogue;
mod courses;
mod decode;
mod disk;
mod encode;
mod error;
pub mod fetch;
mod foreign;
mod import;
mod journal;
mod lap;
mod library;
mod recorded_files;
pub mod release;
mod rows;
mod schema;
mod sessions;
mod sheet;
mod tables;
mod verify;
mod writer;

pub use catalogue::{Catalogue, Dataset, FileEntry};
pub use error::Error;
pub use foreign::foreign_columns;
pub use import::{Imported, Provenance, files_sha256};
pub use journal::{Journal, Opened};
pub use lap::lap_parquet;
pub use library::{F1DB, Held, Library, home};
pub use recorded_files::{Content, FoundFile, found_files};
pub use sessions::{Depth, HeldSession, NewSession, SessionEntry};
pub use sheet::sheet_parquet;
pub use tables::described;
pub use verify::{Damage, Verification};
pub use writer::Writer;

/// The program that writes, as it signs its files.
pub(crate) const MADE_BY: &str = concat!("maatstaf ", env!("CARGO_PKG_VERSION"));
