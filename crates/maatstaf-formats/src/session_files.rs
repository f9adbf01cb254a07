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

use crate::fastf1::ColumnValues;
use crate::live_timing::{self, Selection, Topic};
use crate::logger::LogOptions;
use crate::logger_laps::StartLine;
use crate::recordings::{Error, IssueList, ReadRecording};
use crate::{
    al_kamel, ergast, fastf1, ibt, ldx, mapped_csv, motec_csv, motec_ld, openf1, openf1_laps,
    race_replay, racechrono, rcz, tracing_insights, wanted,
};

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
    /// Whether a file may be a part of a session, of which others come in at other times.
    pub in_parts: bool,
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
    /// Pages of a folder, or what was recorded live with the state before it; other recordings are
    /// each one.
    Feed,
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its path, with `/` between its parts.
    pub name: String,
    /// What is in it, unpacked.
    pub bytes: Vec<u8>,
    /// Its columns, where it is Parquet.
    pub columns: Option<Vec<(String, ColumnValues)>>,
}

/// What is wanted of a session; the default wants all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// These drivers or cars alone, by number, code or name.
    pub who: Vec<String>,
    /// The first and the last lap that are wanted.
    pub laps: Option<(u16, u16)>,
    /// Leave out what was sampled in the cars.
    pub without_samples: bool,
    /// Topics of live timing; all if empty.
    pub topics: Vec<Topic>,
    /// Where laps of a logger begin; without it, where the log says.
    pub line: Option<StartLine>,
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

const LIVE: &str = "f1-live-timing";
const FEED_TERMS: &str = "rights in the feed are Formula One's; see its terms";
const TIMING_TERMS: &str = "published by the series; see its terms";
const OWN_TERMS: &str = "of whoever recorded it";

/// Every format, in the order in which they are tried.
pub static FORMATS: &[Format] = &[
    Format {
        id: LIVE,
        title: "F1 live timing",
        terms: FEED_TERMS,
        together: Together::Feed,
        in_parts: false,
        looks_like: live_timing::looks_like,
        read: live,
    },
    Format {
        id: "motec",
        title: "MoTeC log",
        terms: OWN_TERMS,
        together: Together::Stem,
        in_parts: false,
        looks_like: |name, head| motec_ld::looks_like(name, head) || ldx::looks_like(name, head),
        read: motec,
    },
    Format {
        id: "motec-csv",
        title: "MoTeC CSV",
        terms: OWN_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: motec_csv::looks_like,
        read: |files, options| {
            first(files, |it| motec_csv::read(&it.name, &it.bytes, &log_options(options)))
        },
    },
    Format {
        id: "iracing",
        title: "iRacing telemetry",
        terms: OWN_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: ibt::looks_like,
        read: |files, options| {
            first(files, |it| ibt::read(&it.name, &it.bytes, &log_options(options)))
        },
    },
    Format {
        id: "racechrono-csv",
        title: "RaceChrono CSV",
        terms: OWN_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: racechrono::looks_like,
        read: |files, options| {
            first(files, |it| racechrono::read(&it.name, &it.bytes, &log_options(options)))
        },
    },
    Format {
        id: "racechrono",
        title: "RaceChrono session",
        terms: OWN_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: rcz::looks_like,
        read: |files, options| {
            first(files, |it| rcz::read(&it.name, &it.bytes, &log_options(options)))
        },
    },
    Format {
        id: "fastf1-laps",
        title: "FastF1 lap table",
        terms: FEED_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: |name, head| fastf1::looks_like_laps(name, head) || is_parquet(head),
        read: fastf1_tables,
    },
    Format {
        id: "fastf1-telemetry",
        title: "FastF1 telemetry of laps",
        terms: FEED_TERMS,
        together: Together::Folder,
        in_parts: true,
        looks_like: fastf1::looks_like_telemetry,
        read: |files, _| fastf1::read(&named(files)),
    },
    Format {
        id: "openf1",
        title: "OpenF1 replies",
        terms: FEED_TERMS,
        together: Together::Folder,
        in_parts: true,
        looks_like: openf1::looks_like,
        read: |files, _| openf1::read(&named(files)),
    },
    Format {
        id: "ergast",
        title: "Jolpica or Ergast replies",
        terms: "CC BY-NC-SA 4.0 (Jolpica)",
        together: Together::Alone,
        in_parts: true,
        looks_like: ergast::looks_like,
        read: |files, _| ergast::read(&named(files)),
    },
    Format {
        id: "tracing-insights",
        title: "TracingInsights files",
        terms: "Apache-2.0 (TracingInsights); rights in the feed are Formula One's",
        together: Together::FolderAbove,
        in_parts: true,
        looks_like: tracing_insights::looks_like,
        read: |files, _| tracing_insights::read(&named(files)),
    },
    Format {
        id: "openf1-laps",
        title: "lap table from OpenF1",
        terms: FEED_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: openf1_laps::looks_like,
        read: |files, _| first(files, |it| openf1_laps::read(&it.name, &it.bytes)),
    },
    Format {
        id: "race-replay",
        title: "replay of a race",
        terms: FEED_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: race_replay::looks_like,
        read: |files, _| first(files, |it| race_replay::read(&it.name, &it.bytes)),
    },
    Format {
        id: "al-kamel",
        title: "Al Kamel timing",
        terms: TIMING_TERMS,
        together: Together::Alone,
        in_parts: false,
        looks_like: al_kamel::looks_like,
        read: |files, _| first(files, |it| al_kamel::read(&it.name, &it.bytes)),
    },
    PLAIN_TABLE,
];

/// A plain table, known by its headings or by the mapping that somebody names.
const PLAIN_TABLE: Format = Format {
    id: "csv",
    title: "plain CSV of a logger",
    terms: OWN_TERMS,
    together: Together::Alone,
    in_parts: false,
    looks_like: mapped_csv::looks_like,
    read: plain_table,
};

fn plain_table(files: &[File], options: &Options) -> Result<ReadRecording, Error> {
    let mapping = options.mapping.as_deref().map(str::parse).transpose();
    let of =
        |error: mapped_csv::InvalidMapping| Error::not("mapping", "--mapping", error.to_string());
    let mapping = mapping.map_err(of)?;
    first(files, |it| {
        mapped_csv::read(&it.name, &it.bytes, mapping.as_ref(), &log_options(options))
    })
}

fn named(files: &[File]) -> Vec<(&str, &[u8])> {
    files.iter().map(|it| (it.name.as_str(), &it.bytes[..])).collect()
}

/// Whether a file is Parquet; its columns are then to be given with it.
pub fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(b"PAR1")
}

fn fastf1_tables(files: &[File], _: &Options) -> Result<ReadRecording, Error> {
    first(files, |it| match &it.columns {
        Some(columns) => fastf1::read_columns(&it.name, columns),
        None => fastf1::read(&[(&it.name, &it.bytes)]),
    })
}

fn live(files: &[File], options: &Options) -> Result<ReadRecording, Error> {
    let mut topics = options.topics.clone();
    if options.without_samples && topics.is_empty() {
        topics.extend(
            Topic::ALL
                .iter()
                .copied()
                .filter(|topic| !matches!(topic, Topic::CarData | Topic::Position)),
        );
    }
    let laps = options.laps.map(|(from, to)| from..=to);
    let selection = Selection { drivers: options.who.clone(), laps, topics };
    let named = named(files);
    match named.iter().any(|(name, _)| live_timing::is_page(name)) {
        true => live_timing::read_pages(&named, &selection),
        false => live_timing::read_recording(&named, &selection),
    }
}

fn log_options(options: &Options) -> LogOptions {
    LogOptions { line: options.line, ..LogOptions::default() }
}

/// A log with the beacons beside it, or either alone.
fn motec(files: &[File], options: &Options) -> Result<ReadRecording, Error> {
    let log = files.iter().find(|it| motec_ld::looks_like(&it.name, &it.bytes));
    let beside = files.iter().find(|it| ldx::looks_like(&it.name, &it.bytes));
    let Some(log) = log else {
        return first(files, |it| ldx::read_laps(&it.name, &it.bytes));
    };
    let (mut options, mut issues) = (log_options(options), Vec::new());
    if let Some(beside) = beside {
        match ldx::read(&beside.name, &beside.bytes) {
            Ok(read) => {
                options.beacons = read.ldx.beacons;
                issues = read.issues;
            }
            Err(error) => issues.push(maatstaf_core::Issue {
                file: beside.name.clone(),
                line: None,
                reason: error.to_string(),
            }),
        }
    }
    let mut read = motec_ld::read(&log.name, &log.bytes, &options)?;
    read.issues.extend(issues);
    Ok(read)
}

/// The format of a file, from its first bytes and its name; none where it is no recording.
pub fn format_of(name: &str, head: &[u8]) -> Option<&'static Format> {
    let file = name.rsplit('/').next().unwrap_or(name);
    let is_list = file.eq_ignore_ascii_case("Index.json"); // of sessions, not of laps
    FORMATS.iter().find(|format| !is_list && (format.looks_like)(name, head))
}

/// The same where somebody names the columns: then every text that is nothing else is a plain table.
pub fn format_with(name: &str, head: &[u8], options: &Options) -> Option<&'static Format> {
    static TABLE: Format = PLAIN_TABLE;
    let is_text = !head.is_empty() && !head.contains(&0);
    format_of(name, head).or((options.mapping.is_some() && is_text).then_some(&TABLE))
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
        Together::Feed => {
            let file = name.rsplit('/').next().unwrap_or(name);
            let is_part = live_timing::is_page(file)
                || ["live", "subscribe"].iter().any(|start| file.starts_with(start));
            if is_part { &name[..folder(name)] } else { name }
        }
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
    let mut read = (format.read)(files, options)?;
    if options.without_samples {
        read.recording.samples.clear();
    }
    // Live timing takes what is wanted while it reads.
    if format.id != LIVE {
        let mut issues = IssueList::of(files.first().map_or("", |file| &file.name));
        for who in wanted::keep(&mut read.recording, &options.who, options.laps) {
            issues.add(None, format!("nobody is called {who:?} here, and no car has that number"));
        }
        read.issues.extend(issues.finish());
    }
    Ok(read)
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
