//! `maatstaf sessions`: what was recorded, in the library.

use maatstaf_store::HeldSession;
use serde_json::{Value, json};

use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source;

/// `maatstaf sessions`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf sessions
  maatstaf sessions 2024
  maatstaf sessions qualifying --json

Sessions come in with maatstaf data import FILE, and show with maatstaf laps SESSION.")]
pub struct SessionsArgs {
    /// A part of the address: a season, a place, a session
    part: Option<String>,
    /// Print the list as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the list as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf sessions [PART]`
pub fn sessions(ask: &SessionsArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    let all = library.sessions()?;
    let wanted = |held: &&HeldSession| {
        ask.part.as_ref().is_none_or(|part| held.entry.address.contains(&part.to_lowercase()))
    };
    let shown: Vec<&HeldSession> = all.iter().filter(wanted).collect();
    if ask.json {
        let sessions: Vec<Value> = shown.iter().map(|held| json_of(held)).collect();
        let answer = json!({"home": library.home(), "sessions": sessions});
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    if all.is_empty() && !ask.csv {
        return Ok(format!(
            "There is no session in the library at {}.\n\
             Fill it with: maatstaf data import FILE, of timing or of a logger\n",
            library.home().display()
        ));
    }
    if let Some(part) = ask.part.as_ref().filter(|_| shown.is_empty() && !ask.csv) {
        return Ok(format!(
            "No session of the library has {part:?} in its address; maatstaf sessions lists all {}.\n",
            all.len()
        ));
    }
    let table = table(&shown);
    Ok(if ask.csv { table.csv() } else { table.text(show::width(), show::bold()) })
}

fn table(shown: &[&HeldSession]) -> Table {
    let headings =
        ["!session", "!format", "?event", ">laps", ">cars", ">drivers", "?>samples", "?imported"];
    let mut table = Table::new(&headings);
    for held in shown {
        let entry = &held.entry;
        table.push(vec![
            entry.address.clone(),
            entry.format.clone(),
            entry.event.clone().or_else(|| entry.place.clone()).unwrap_or_default(),
            entry.n_laps.to_string(),
            entry.n_cars.to_string(),
            entry.n_drivers.to_string(),
            entry.n_samples.to_string(),
            held.dataset.imported_at.clone(),
        ]);
    }
    table
}

/// A session for machines.
pub fn json_of(held: &HeldSession) -> Value {
    let entry = &held.entry;
    json!({
        "session": entry.address,
        "format": entry.format,
        "series": entry.series,
        "event": entry.event,
        "place": entry.place,
        "name": entry.session,
        "clock_zero": entry.clock_zero,
        "n_laps": entry.n_laps,
        "n_cars": entry.n_cars,
        "n_drivers": entry.n_drivers,
        "n_samples": entry.n_samples,
        "n_issues": held.dataset.n_issues,
        "origin": held.dataset.origin,
        "imported_at": held.dataset.imported_at,
    })
}
