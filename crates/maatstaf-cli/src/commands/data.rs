//! `maatstaf data`: the local library.

mod fetch;
mod fetch_session;
mod import;
mod import_sessions;
mod list;
mod path;
mod remove;
mod verify;

use clap::Subcommand;

pub use import::waits;

use crate::error::ShellError;

/// `maatstaf data`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data fetch f1db
  maatstaf data fetch session 2024 imola qualifying
  maatstaf data import f1db f1db-csv.zip
  maatstaf data import le_mans_24h_2024.csv
  maatstaf data list
  maatstaf data verify
  duckdb -c \"from '$(maatstaf data path f1db)/results/*.parquet' where year = 1988\"
  maatstaf data remove f1db

The library is in $MAATSTAF_HOME, else in the platform's folder for data.")]
pub struct DataArgs {
    /// What to do with the library.
    #[command(subcommand)]
    pub what: DataCommand,
}

/// What can be done with the library.
#[derive(Subcommand)]
pub enum DataCommand {
    /// Fetch the latest release of F1DB, or a session, and import it
    Fetch(fetch::FetchArgs),
    /// Read a session or a release and keep it as Parquet, for every question to come
    Import(import::ImportArgs),
    /// What is there: from where, under which licence, since when
    List(list::ListArgs),
    /// Read every byte and hold it against what was written
    Verify(verify::VerifyArgs),
    /// Where the files are, for DuckDB, Polars and pandas
    Path(path::PathArgs),
    /// Take a data set away
    Remove(remove::RemoveArgs),
}

/// `maatstaf data …`
pub fn data(ask: &DataArgs) -> Result<String, ShellError> {
    match &ask.what {
        DataCommand::Fetch(ask) => fetch::fetch(ask),
        DataCommand::Import(ask) => import::import(ask),
        DataCommand::List(ask) => list::list(ask),
        DataCommand::Verify(ask) => verify::verify(ask),
        DataCommand::Path(ask) => path::path(ask),
        DataCommand::Remove(ask) => remove::remove(ask),
    }
}

/// What people and machines call a data set.
const DATASETS: [&str; 1] = [maatstaf_store::F1DB];

/// The name of a data set, or the address of a session.
fn dataset(text: &str) -> Result<String, String> {
    match DATASETS.contains(&text) || text.contains('/') {
        true => Ok(text.to_owned()),
        false => Err("a data set is f1db, or a session such as 2024/imola/qualifying".to_owned()),
    }
}

/// A number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..100_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// The seasons for people: `1950 to 2026`.
fn span(years: &[u16]) -> String {
    match years {
        [] => "none".to_owned(),
        [year] => year.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}
