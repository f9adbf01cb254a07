//! Files of recorded sessions: which format each is in, which of them are one session, and its reading.
//!
//! One table names every format; a new one is a line in it.
//!
//! ```
//! use maatstaf_formats::session_files::format_of;
//!
//! let head = b"\xEF\xBB\xBFNUMBER; DRIVER_NUMBER; LAP_NUMBER; LAP_TIME; LAP_IMPROVEMENT; CROSSING_FINISH_LINE_IN_PIT; S1; S1_IMPROVEMENT; S2; S2_IMPROVEMENT; S3; S3_IMPROVEMENT; KPH; ELAPSED; HOUR; TOP_SPEED; DRIVER_NAME; PIT_TIME; CLASS; GROUP; TEAM; MANUFACTURER;\r\n";
//! assert_eq!(format_of("laps.csv", head).map(|format| format.id), Some("al-kamel"));
//! assert_eq!(format_of("notes.txt", b"nothing").map(|format| format.id), None);
//! ```

use std::collections::BTreeMap;

use maatstaf_core::Issue;

use crate::logger::LogOptions;
use crate::recordings::{Error, ReadRecording};
use crate::{al_kamel, ibt, ldx, motec_csv, motec_ld};

/// A format of recorded sessions.
#[derive(Debug)]
pub struct Format {
    /// In a word, for addresses: `al-kamel`.
    pub id: &'static str,
    /// As printed: `Al Kamel timing`.
    pub title: &'static str,
    /// Whose the data are, as far as is known.
    pub terms: &'static str,
    /// Which files are one session.
    pub together: Together,
    looks_like: fn(&str, &[u8]) -> bool,
    read: fn(&[File], &Options) -> Result<ReadRecording, Error>,
}

/// Which files of a format are one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Together {
    /// Each file is one.
    Alone,
    /// Those that differ only behind the last point of their names.
    Stem,
    /// Those of a folder.
    Folder,
    /// Those of the folders in a folder.
    FolderAbove,
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, with `/` between its parts.
    pub name: String,
    /// What is in it, unpacked.
    pub bytes: Vec<u8>,
}

/// What is wanted of a session; the default wants all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// These drivers or cars alone, by number, code or name.
    pub who: Vec<String>,
    /// The first and the last lap that are wanted.
    pub laps: Option<(u16, u16)>,
    /// Leave out what was sampled in the cars.
    pub without_samples: bool,
    /// What the columns of a plain table are, where somebody says so.
    pub mapping: Option<String>,
}

/// Files that are one session.
#[derive(Clone, Debug)]
pub struct Group {
    /// Their format.
    pub format: &'static Format,
    /// The path that names the session: of the file, or of the folder.
    pub name: String,
    /// Which files, by their place in the list.
    pub files: Vec<usize>,
}

#[expect(dead_code)]
const FEED_TERMS: &str = "rights in the feed are Formula One's; see its terms";
const TIMING_TERMS: &str = "published by the series; see its terms";
const OWN_TERMS: &str = "of whoever recorded it";

/// Every format, in the order in which they are tried.
pub static FORMATS: &[Format] = &[
    Format {
        id: "al-kamel",
        title: "Al Kamel timing",
        terms: TIMING_TERMS,
        together: Together::Alone,
        looks_like: al_kamel::looks_like,
        read: |files, _| first(files, |file| al_kamel::read(&file.name, &file.bytes)),
    },
    Format {
        id: "motec-ld",
        title: "MoTeC log",
        terms: OWN_TERMS,
        together: Together::Stem,
        looks_like: |name, head| motec_ld::looks_like(name, head) || ldx::looks_like(name, head),
        read: |files, _| motec_log(files),
    },
    Format {
        id: "motec-csv",
        title: "MoTeC CSV",
        terms: OWN_TERMS,
        together: Together::Alone,
        looks_like: motec_csv::looks_like,
        read: |files, _| log(files, motec_csv::read),
    },
    Format {
        id: "iracing",
        title: "iRacing telemetry",
        terms: OWN_TERMS,
        together: Together::Alone,
        looks_like: ibt::looks_like,
        read: |files, _| log(files, ibt::read),
    },
];

/// The format of a file, from its first bytes and its name; none where it is no recording.
pub fn format_of(name: &str, head: &[u8]) -> Option<&'static Format> {
    FORMATS.iter().find(|format| (format.looks_like)(name, head))
}

/// Files with their formats, in any order, put together into sessions, in order of name.
pub fn gathered(files: &[(String, &'static Format)]) -> Vec<Group> {
    let mut groups: BTreeMap<(String, &'static str), Group> = BTreeMap::new();
    for (idx, (name, format)) in files.iter().enumerate() {
        let shared = shared_name(name, format.together);
        let key = (shared.to_owned(), format.id);
        let empty = || Group { format, name: shared.to_owned(), files: Vec::new() };
        groups.entry(key).or_insert_with(empty).files.push(idx);
    }
    groups.into_values().collect()
}

fn shared_name(name: &str, together: Together) -> &str {
    let folder = |name: &str| name.rfind('/').unwrap_or(0);
    match together {
        Together::Alone => name,
        Together::Stem => {
            let file = name.rfind('/').map_or(0, |at| at + 1);
            let end = name[file..].rfind('.').map_or(name.len(), |at| file + at);
            &name[..end]
        }
        Together::Folder => &name[..folder(name)],
        Together::FolderAbove => {
            let inner = &name[..folder(name)];
            &inner[..folder(inner)]
        }
    }
}

/// Reads the files of one session.
///
/// # Errors
///
/// When nothing of it can be read.
pub fn read(format: &Format, files: &[File], options: &Options) -> Result<ReadRecording, Error> {
    (format.read)(files, options)
}

fn first(
    files: &[File],
    read: impl Fn(&File) -> Result<ReadRecording, Error>,
) -> Result<ReadRecording, Error> {
    match files {
        [file, ..] => read(file),
        [] => Err(Error::not("recording", "nothing", "no file was given")),
    }
}

/// A log in one file.
fn log(
    files: &[File],
    read: impl Fn(&str, &[u8], &LogOptions) -> Result<ReadRecording, Error>,
) -> Result<ReadRecording, Error> {
    first(files, |file| read(&file.name, &file.bytes, &LogOptions::default()))
}

/// A log with the beacons beside it; beacons alone where it is not there.
fn motec_log(files: &[File]) -> Result<ReadRecording, Error> {
    let (logs, beside): (Vec<&File>, Vec<&File>) =
        files.iter().partition(|file| motec_ld::looks_like(&file.name, &file.bytes));
    let (mut options, mut issues) = (LogOptions::default(), Vec::new());
    for file in &beside {
        match ldx::read(&file.name, &file.bytes) {
            Ok(read) => {
                options.beacons.extend(read.ldx.beacons);
                issues.extend(read.issues);
            }
            Err(error) => issues.push(Issue {
                file: file.name.clone(),
                line: None,
                reason: error.to_string(),
            }),
        }
    }
    match (logs.first(), beside.first()) {
        (Some(log), _) => {
            let mut read = motec_ld::read(&log.name, &log.bytes, &options)?;
            read.issues.splice(..0, issues);
            Ok(read)
        }
        (None, Some(beside)) => ldx::read_laps(&beside.name, &beside.bytes),
        (None, None) => Err(Error::not("MoTeC log", "nothing", "no file was given")),
    }
}
