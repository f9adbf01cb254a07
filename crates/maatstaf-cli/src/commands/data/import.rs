use std::path::PathBuf;
use std::time::{Duration, Instant, SystemTime};

use maatstaf_store::{Imported, Library, Provenance, release};
use serde_json::{Value, json};

use super::{DATASETS, size, span};
use crate::error::ShellError;
use crate::progress::at_work;
use crate::show::{self, Table};
use crate::source;

/// How many issues are shown before the rest are counted.
const SHOWN_ISSUES: usize = 5;

/// `maatstaf data import f1db PATH`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data import f1db f1db-csv.zip
  maatstaf data import f1db f1db/ --release v2026.11.0 --json")]
pub struct ImportArgs {
    /// What it is
    #[arg(value_parser = DATASETS)]
    dataset: String,
    /// The release: its folder or its zip
    path: PathBuf,
    /// Which release it is, to be kept beside it
    #[arg(long, value_name = "VERSION")]
    release: Option<String>,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// `maatstaf data import f1db PATH`
pub fn import(ask: &ImportArgs) -> Result<String, ShellError> {
    let start = Instant::now();
    let library = source::library()?;
    let files = release::open(&ask.path)?;
    let provenance =
        Provenance { origin: ask.path.display().to_string(), release: ask.release.clone() };
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
