use std::io::Stderr;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use maatstaf_store::fetch::{self, Caller, Fetched, Latest, Options, Progress};
use maatstaf_store::{Imported, Library};
use serde_json::{Value, json};

use super::fetch_session::{self, From};
use super::{import, size};
use crate::error::ShellError;
use crate::progress::{Meter, at_work};
use crate::source;

/// `maatstaf data fetch f1db`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf data fetch f1db
  maatstaf data fetch f1db --json
  maatstaf data fetch session 2024 imola qualifying
  maatstaf data fetch session 2023 monza race --source jolpica
  maatstaf data fetch f1db \\
    --from https://api.github.com/repos/f1db/f1db/releases/tags/v2025.0.0

A download that was cut off goes on from there when the command is run again. What comes is held
against the size and the checksum of the release, and imported as maatstaf data import does; the
zip is not kept. Addresses are https://, or http:// on this machine; a proxy in $HTTPS_PROXY is
used.

Pages of a session are asked for one after the other, three a second at most, and kept in
downloads/sessions of the library; a run that was cut off goes on with those that are missing.")]
pub struct FetchArgs {
    /// What to fetch
    #[arg(value_name = "f1db|session", value_parser = ["f1db", "session"])]
    dataset: String,
    /// The session: season, place and session, such as 2024 imola qualifying
    #[arg(value_name = "SEASON PLACE SESSION", num_args = 0..=3)]
    pub session: Vec<String>,
    /// From where to fetch a session
    #[arg(long, value_enum, default_value_t)]
    pub source: From,
    /// Where the release is described, in the JSON of GitHub [env: MAATSTAF_F1DB_URL]; of a
    /// session, where its source is
    #[arg(long, value_name = "URL")]
    pub from: Option<String>,
    /// Ask again for pages of a session that are there already
    #[arg(long)]
    pub fresh: bool,
    /// Leave out what was sampled in the cars
    #[arg(long)]
    pub without_samples: bool,
    /// Print the report as JSON
    #[arg(long)]
    pub json: bool,
}

/// `maatstaf data fetch f1db`
pub fn fetch(ask: &FetchArgs) -> Result<String, ShellError> {
    if ask.dataset == "session" {
        return fetch_session::fetch(ask);
    }
    let start = Instant::now();
    let library = source::library()?;
    let options = Options { from: from(ask), ..Options::default() };
    let mut watcher = Watcher::new(String::new());
    let latest = fetch::latest(&options, &mut watcher)?;
    watcher.job = format!("fetching F1DB {}", latest.tag);
    if let Some(imported) = fetch::held(&library, &latest)? {
        return report(&library, &imported, start.elapsed(), &latest, None, ask.json);
    }
    let folder = library.home().join("downloads");
    let fetched = fetch::download(&latest, &folder, &options, &mut watcher)?;
    drop(watcher);
    let now = import::now()?;
    let imported = at_work("importing F1DB", || {
        fetch::import(&library, &latest, &fetched, now, || import::waits(&library))
    })?;
    report(&library, &imported, start.elapsed(), &latest, Some(&fetched), ask.json)
}

/// Where the release is described: as the flag says, else the environment, else at F1DB's.
fn from(ask: &FetchArgs) -> String {
    let set = || std::env::var("MAATSTAF_F1DB_URL").ok().filter(|url| !url.is_empty());
    ask.from.clone().or_else(set).unwrap_or_else(|| fetch::LATEST.to_owned())
}

/// What was fetched, and then what the import did.
fn report(
    library: &Library,
    imported: &Imported,
    took: Duration,
    latest: &Latest,
    fetched: Option<&Fetched>,
    as_json: bool,
) -> Result<String, ShellError> {
    if !as_json {
        let imported = import::report(library, imported, took, false)?;
        return Ok(fetched.map_or(String::new(), |fetched| words(latest, fetched)) + &imported);
    }
    let mut answer = import::json_of(library, imported, took);
    answer["fetched"] = fetched.map_or(Value::Null, |fetched| {
        json!({
            "url": latest.url,
            "bytes": fetched.bytes,
            "resumed_from": fetched.resumed_from,
            "sha256": fetched.sha256.to_string(),
            "checksum_published": fetched.checksum_published,
        })
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn words(latest: &Latest, fetched: &Fetched) -> String {
    let from = match fetched.resumed_from {
        0 => String::new(),
        bytes => format!(", {} of it in an earlier run", size(bytes)),
    };
    let checksum = match fetched.checksum_published {
        true => "the checksum is the published one",
        false => "no checksum is published, the size is right",
    };
    format!("Fetched F1DB {}, {}{from}; {checksum}.\n\n", latest.tag, size(fetched.bytes))
}

/// Shows how the download goes.
pub struct Watcher {
    start: Instant,
    meter: Meter<Stderr>,
    job: String,
}

impl Watcher {
    /// From now.
    pub fn new(job: String) -> Self {
        Self { start: Instant::now(), meter: Meter::on_stderr(), job }
    }
}

impl Caller for Watcher {
    fn now(&self) -> u64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
    }

    fn sleep(&mut self, wait: Duration) {
        thread::sleep(wait);
    }

    fn tell(&mut self, progress: Progress<'_>) {
        match progress {
            Progress::Receiving { bytes, total } => {
                self.meter.show(self.start.elapsed(), &self.job, bytes, total);
            }
            Progress::Waiting { wait, why, next_try, tries } => {
                let seconds = wait.as_secs();
                self.meter.say(&format!("{why}; try {next_try} of {tries} in {seconds} s"));
            }
            Progress::Asking(_) if !self.job.is_empty() => {
                self.meter.show_time(self.start.elapsed(), &self.job);
            }
            _ => self.meter.clear(),
        }
    }
}
