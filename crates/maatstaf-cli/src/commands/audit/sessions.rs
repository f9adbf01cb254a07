//! `maatstaf audit sessions`: every imported session of Formula One against the championship data.

use maatstaf::session::{SessionAudit, audit_session};
use maatstaf_store::{Depth, HeldSession};
use serde_json::{Value, json};

use super::AuditArgs;
use crate::args::Args;
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// How many differences are shown before the rest are counted.
const SHOWN: usize = 20;

/// A session, and what the audit found; nothing where the championship data have no such session.
struct Audited {
    held: HeldSession,
    found: Option<SessionAudit>,
}

/// `maatstaf audit sessions [--from YEAR] [--to YEAR]`
pub fn sessions(args: &Args, ask: &AuditArgs) -> Result<String, ShellError> {
    let library = source::library()?;
    let years = source::years(ask.from, ask.to)?;
    let mut held = library.sessions()?;
    if ask.from.is_some() || ask.to.is_some() {
        held.retain(|held| years.contains(&held.address.year()));
    }
    if held.is_empty() {
        return Err(ShellError::Missing(
            "no such session is in the library; bring one in with maatstaf data \
             import FILE"
                .to_owned(),
        ));
    }
    let facts = source::load(args, Some(years), true)?;
    let mut audited = Vec::with_capacity(held.len());
    for held in held {
        let found = audit(&library, &held, &facts)?;
        audited.push(Audited { held, found });
    }
    if ask.json {
        return json_of(&facts, &audited);
    }
    if ask.csv {
        facts.announce();
        return Ok(table(&audited).csv());
    }
    let differences = differences(&audited);
    Ok(table(&audited).text(show::width(), show::bold()) + &differences + &facts.footer())
}

fn audit(
    library: &maatstaf_store::Library,
    held: &HeldSession,
    facts: &Facts,
) -> Result<Option<SessionAudit>, ShellError> {
    let is_formula_one = held.entry.series.as_deref() == Some("Formula 1");
    let season = facts.almanac.seasons.get(&held.address.year());
    let Some(season) = season.filter(|_| is_formula_one) else { return Ok(None) };
    let recording = library.recording(held, Depth::Timed)?;
    Ok(audit_session(&recording, &held.address, &facts.almanac, season))
}

fn table(audited: &[Audited]) -> Table {
    let mut table = Table::new(&["!session", "!format", ">laps", ">compared", ">equal", "note"]);
    for Audited { held, found } in audited {
        let (compared, equal, note) = match found {
            Some(found) => (found.compared.to_string(), found.equal.to_string(), ""),
            None if held.entry.n_laps == 0 => (String::new(), String::new(), "no laps recorded"),
            None => (String::new(), String::new(), "nothing to compare with"),
        };
        let entry = &held.entry;
        let laps = entry.n_laps.to_string();
        let row = [entry.address.clone(), entry.format.clone(), laps, compared, equal, note.into()];
        table.push(row.into());
    }
    table
}

fn differences(audited: &[Audited]) -> String {
    let all = audited.iter().filter_map(|it| Some((it, it.found.as_ref()?)));
    let lines = all.flat_map(|(audited, found)| {
        found.differences.iter().map(|it| {
            let recorded = it.recorded.as_deref().unwrap_or("nothing");
            let entry = &audited.held.entry;
            format!(
                "{} {}: {} of {} is {recorded} here, {} officially",
                entry.address, entry.format, it.what, it.driver, it.official
            )
        })
    });
    let lines: Vec<String> = lines.collect();
    let mut text = String::new();
    for line in lines.iter().take(SHOWN) {
        text += &show::wrapped(line, show::width(), "");
    }
    if lines.len() > SHOWN {
        text += &format!("and {} more; --json lists all\n", lines.len() - SHOWN);
    }
    if text.is_empty() { text } else { format!("\n{text}") }
}

fn json_of(facts: &Facts, audited: &[Audited]) -> Result<String, ShellError> {
    let sessions = audited.iter().map(|Audited { held, found }| {
        let differences = found.iter().flat_map(|found| &found.differences).map(|it| {
            json!({"car": it.car, "driver": it.driver, "what": it.what, "recorded": it.recorded, "official": it.official})
        });
        json!({
            "session": held.entry.address,
            "format": held.entry.format,
            "laps": held.entry.n_laps,
            "round": found.as_ref().map(|it| it.round),
            "compared": found.as_ref().map_or(0, |it| it.compared),
            "equal": found.as_ref().map_or(0, |it| it.equal),
            "differences": differences.collect::<Vec<Value>>(),
        })
    });
    let answer = json!({"sessions": sessions.collect::<Vec<_>>()});
    show::json(facts, answer)
}
