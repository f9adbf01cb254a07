use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use maatstaf::core::Address;
use maatstaf::formats::live_timing::Topic;
use maatstaf::formats::logger_laps::StartLine;
use maatstaf::formats::session_files::Options;
use maatstaf_store::{F1DB, Imported, Library, Provenance, release};
use serde_json::{Value, json};

use super::{import_sessions, size, span};
use crate::error::ShellError;
use crate::progress::at_work;
use crate::show::{self, Table};
use crate::source;

/// How many issues are shown before the rest are counted.
const SHOWN_ISSUES: usize = 5;

/// `maatstaf data import FILE|FOLDER`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data import f1db f1db-csv.zip
  maatstaf data import f1db f1db/ --release v2026.11.0 --json
  maatstaf data import le_mans_24h_2024.csv
  maatstaf data import recordings/2024_Imola_Qualifying
  maatstaf data import laps.csv --as 2026/zolder/test --mapping time=Time,speed=Speed:km/h

The format is found from the content. Formats of sessions: F1 live timing (pages and recordings),
FastF1 exports, OpenF1, Jolpica and TracingInsights replies, Al Kamel timing, MoTeC, RaceChrono and
iRacing logs, plain CSV with --mapping. Packed files (.gz) are unpacked.")]
pub struct ImportArgs {
    /// A file or folder; or the word f1db, and a release behind it
    #[arg(value_name = "FILE|FOLDER|f1db")]
    what: PathBuf,
    /// The release of F1DB: its folder or its zip
    release_path: Option<PathBuf>,
    /// Which release it is, to be kept beside it
    #[arg(long, value_name = "VERSION")]
    release: Option<String>,
    /// Where the session is to be found, instead of where its source says
    #[arg(long = "as", value_name = "SEASON/PLACE/SESSION")]
    address: Option<Address>,
    /// Only these drivers or cars, by number, code or name, divided by commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    driver: Vec<String>,
    /// Only these laps: 10-20
    #[arg(long, value_name = "FROM-TO", value_parser = lap_range)]
    laps: Option<(u16, u16)>,
    /// Leave out what was sampled in the cars
    #[arg(long)]
    without_samples: bool,
    /// Only these topics of live timing, divided by commas: TimingData,WeatherData
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    topic: Vec<Topic>,
    /// Where laps of a logger begin: "LAT,LON LAT,LON", its left and right end, or
    /// LAT,LON@DEGREES/METRES, its middle, where cars head and how wide it is
    #[arg(long, value_name = "LINE", allow_hyphen_values = true)]
    line: Option<StartLine>,
    /// What the columns of a plain table are: time=Time,speed=Speed:km/h
    #[arg(long, value_name = "COLUMNS")]
    mapping: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

fn lap_range(text: &str) -> Result<(u16, u16), String> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    let range = from.trim().parse().ok().zip(to.trim().parse().ok());
    range.filter(|(from, to)| from <= to).ok_or_else(|| "laps are written 10-20, or 12".to_owned())
}

/// `maatstaf data import FILE|FOLDER`
pub fn import(ask: &ImportArgs) -> Result<String, ShellError> {
    match &ask.release_path {
        Some(path) if ask.what.as_os_str() == F1DB => import_f1db(ask, path),
        Some(path) => Err(ShellError::Input(format!(
            "only f1db is followed by a path; import {} and {} one by one, or name their folder",
            ask.what.display(),
            path.display()
        ))),
        None if ask.what.as_os_str() == F1DB && !ask.what.exists() => {
            Err(ShellError::Input("name the release: maatstaf data import f1db PATH".to_owned()))
        }
        None if release::is_one(&ask.what) => import_f1db(ask, &ask.what),
        None => import_sessions::import(&import_sessions::Ask {
            path: &ask.what,
            address: ask.address.as_ref(),
            options: Options {
                who: ask.driver.clone(),
                laps: ask.laps,
                without_samples: ask.without_samples,
                topics: ask.topic.clone(),
                line: ask.line,
                mapping: ask.mapping.clone(),
            },
            json: ask.json,
        }),
    }
}

fn import_f1db(ask: &ImportArgs, path: &Path) -> Result<String, ShellError> {
    let start = Instant::now();
    let library = source::library()?;
    let files = release::open(path)?;
    let provenance =
        Provenance { origin: path.display().to_string(), release: ask.release.clone() };
    let mut writer = library.writer(|| waits(&library))?;
    let now = now()?;
    let imported = at_work("importing F1DB", || writer.import_f1db(&files, &provenance, now))?;
    report(&library, &imported, start.elapsed(), ask.json)
}

/// Says that somebody else is writing.
pub fn waits(library: &Library) {
    eprintln!("maatstaf: waiting for another import into {} to end", library.home().display());
}

/// The time, or the one that `$SOURCE_DATE_EPOCH` sets so that the same import gives the same
/// bytes.
pub fn now() -> Result<SystemTime, ShellError> {
    let Some(set) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(SystemTime::now()) };
    let seconds = set.to_str().and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let time = seconds.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(seconds));
    time.ok_or_else(|| {
        ShellError::Input(format!(
            "$SOURCE_DATE_EPOCH is {set:?}; it should be seconds since 1970, such as 1700000000"
        ))
    })
}

/// What an import read and wrote.
pub fn report(
    library: &Library,
    imported: &Imported,
    took: Duration,
    as_json: bool,
) -> Result<String, ShellError> {
    if as_json {
        return Ok(serde_json::to_string_pretty(&json_of(library, imported, took))? + "\n");
    }
    let dataset = &imported.dataset;
    if imported.already_there {
        return Ok(format!(
            "{} is in the library already, since {}, and intact.\n",
            source::title(dataset),
            dataset.imported_at
        ));
    }
    let mut table = Table::new(&["table", ">rows", ">files", ">size"]);
    for (name, rows) in dataset.rows_by_table() {
        let files = || dataset.files.iter().filter(|file| file.table() == name);
        let bytes = files().map(|file| file.bytes).sum();
        table.push(vec![name.into(), rows.to_string(), files().count().to_string(), size(bytes)]);
    }
    let heading = format!("Imported {} from {}", source::title(dataset), dataset.origin);
    let years = dataset.years();
    let rounds = rounds(imported);
    let counted = format!(
        "\n{} ({}), {}; {} in {} files, in {:.1} s.\n",
        counted_as(years.len() as u64, "season"),
        span(&years),
        counted_as(rounds, "round"),
        size(dataset.bytes()),
        dataset.files.len(),
        took.as_secs_f64()
    );
    let folder = format!("Library: {}\n", library.folder(dataset).display());
    Ok(show::heading(&heading)
        + &table.text(show::width(), show::bold())
        + &counted
        + &issues(imported)
        + &folder)
}

/// `1 round`, `2 rounds`
fn counted_as(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn rounds(imported: &Imported) -> u64 {
    let tables = imported.dataset.rows_by_table();
    tables.iter().find(|(table, _)| *table == "rounds").map_or(0, |(_, rows)| *rows)
}

fn issues(imported: &Imported) -> String {
    let issues = &imported.issues;
    if issues.is_empty() {
        return "Nothing odd was found.\n".to_owned();
    }
    let mut text = match issues.len() {
        1 => "1 oddity, kept in issues.parquet:\n".to_owned(),
        n_issues => format!("{n_issues} oddities, all of them in issues.parquet:\n"),
    };
    for issue in issues.iter().take(SHOWN_ISSUES) {
        text += &show::wrapped(&issue.to_string(), show::width(), "  ");
    }
    if issues.len() > SHOWN_ISSUES {
        text += &format!("  and {} more\n", issues.len() - SHOWN_ISSUES);
    }
    text
}

/// The same for machines.
pub fn json_of(library: &Library, imported: &Imported, took: Duration) -> Value {
    let dataset = &imported.dataset;
    let tables = dataset.rows_by_table();
    let issues = imported
        .issues
        .iter()
        .map(|issue| json!({"file": issue.file, "line": issue.line, "reason": issue.reason}));
    json!({
        "already_there": imported.already_there,
        "folder": library.folder(dataset),
        "source": dataset.source,
        "licence": dataset.licence,
        "release": dataset.release,
        "origin": dataset.origin,
        "input_sha256": dataset.input_sha256,
        "imported_at": dataset.imported_at,
        "seasons": dataset.years(),
        "rounds": rounds(imported),
        "tables": tables.iter().map(|(name, rows)| json!({"name": name, "rows": rows}))
            .collect::<Vec<_>>(),
        "n_files": dataset.files.len(),
        "bytes": dataset.bytes(),
        "seconds": took.as_secs_f64(),
        "issues": issues.collect::<Vec<_>>(),
    })
}
