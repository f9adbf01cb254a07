//! The one file that says what a library holds. Whoever replaces it changes the library, at once
//! and as a whole.
//!
//! It is JSON. Its last member is the SHA-256 of all that stands before it, so a byte that
//! flipped is found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::sessions::SessionEntry;

/// The layout of the library. A program refuses one that is newer than its own.
pub const FORMAT: u32 = 1;

/// What a library holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The layout of the library: [`FORMAT`].
    pub format: u32,
    /// What was imported, by name: `f1db`.
    pub datasets: BTreeMap<String, Dataset>,
}

impl Default for Catalogue {
    fn default() -> Self {
        Self { format: FORMAT, datasets: BTreeMap::new() }
    }
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its folder in the library: `f1db/0a1b2c3d4e5f`.
    pub folder: String,
    /// The source's own name: `F1DB`.
    pub source: String,
    /// Its licence: `CC BY 4.0`.
    pub licence: String,
    /// Which release, where it is known: `v2026.11.0`.
    pub release: Option<String>,
    /// From where it was read: a path or an address.
    pub origin: String,
    /// The SHA-256 of what was read, names and lengths included.
    pub input_sha256: String,
    /// When it was imported, in UTC: `2026-11-21T16:00:00Z`.
    pub imported_at: String,
    /// The program that imported it.
    pub made_by: String,
    /// How many oddities were listed on the way.
    pub n_issues: u64,
    /// Its files.
    pub files: Vec<FileEntry>,
    /// Which session it is, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionEntry>,
}

/// One file of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path in the folder of the import: `results/2023.parquet`.
    pub path: String,
    /// Its rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

impl FileEntry {
    /// The table that it belongs to: `results`.
    pub fn table(&self) -> &str {
        let end = self.path.find(['/', '.']).unwrap_or(self.path.len());
        &self.path[..end]
    }

    /// The season that it holds, where a table has one file a season.
    pub fn year(&self) -> Option<u16> {
        self.path.split_once('/')?.1.strip_suffix(".parquet")?.parse().ok()
    }
}

impl Dataset {
    /// The rows of each table, in the order of the files.
    pub fn rows_by_table(&self) -> Vec<(&str, u64)> {
        let mut tables: Vec<(&str, u64)> = Vec::new();
        for file in &self.files {
            match tables.iter_mut().find(|(table, _)| *table == file.table()) {
                Some((_, rows)) => *rows += file.rows,
                None => tables.push((file.table(), file.rows)),
            }
        }
        tables
    }

    /// The seasons, in order.
    pub fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.files.iter().filter_map(FileEntry::year).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// The length of all files together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Why some bytes are not a catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    Damaged,
    Newer(u32),
}

const CHECKSUM: &str = ",\n  \"checksum\": \"";
const END: &str = "\"\n}\n";

/// The bytes of a catalogue.
pub(crate) fn to_bytes(catalogue: &Catalogue) -> Result<Vec<u8>, serde_json::Error> {
    let text = serde_json::to_string_pretty(catalogue)?;
    let body = text.strip_suffix("\n}").unwrap_or(&text);
    Ok(format!("{body}{CHECKSUM}{}{END}", sha256(body.as_bytes())).into_bytes())
}

/// The catalogue in some bytes.
pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Catalogue, Unreadable> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::Damaged)?;
    let (body, sum) = text.rsplit_once(CHECKSUM).ok_or(Unreadable::Damaged)?;
    if sum.strip_suffix(END) != Some(sha256(body.as_bytes()).as_str()) {
        return Err(Unreadable::Damaged);
    }
    let format = serde_json::from_str::<Format>(text).map_err(|_| Unreadable::Damaged)?.format;
    if format > FORMAT {
        return Err(Unreadable::Newer(format));
    }
    serde_json::from_str(text).map_err(|_| Unreadable::Damaged)
}

/// The SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
