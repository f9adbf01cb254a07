//! `maatstaf laps`: the laps of a session.

use std::collections::BTreeSet;

use maatstaf::core::{LapNumber, LapTime, PartStart, QualifyingPart, Recording, TimedLap};
use maatstaf::session::LapFilter;
use maatstaf_store::Depth;
use serde_json::{Value, json};

use crate::error::ShellError;
use crate::recorded::{self, Recorded};
use crate::show::{self, Table};

/// `maatstaf laps SESSION`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf laps 2024/imola/qualifying --driver VER
  maatstaf laps 2024/le-mans/race --driver 50 --green
  maatstaf laps 2023/monza/race --driver PER,VER --compound medium --accurate --csv
  maatstaf laps 2024/imola/qualifying --part Q3 --json

A driver is a code, a name, a family name or the number of the car. Notes: in and out, laps into and
out of the pit lane; deleted, a time that race control took away.")]
pub struct LapsArgs {
    /// The session: season/place/session, as maatstaf sessions lists them
    session: String,
    /// Of these drivers or cars, divided by commas
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    driver: Vec<String>,
    /// Of this class
    #[arg(long)]
    class: Option<String>,
    /// Of this stint, from 1
    #[arg(long)]
    stint: Option<u16>,
    /// On this compound
    #[arg(long)]
    compound: Option<String>,
    /// In this part of qualifying
    #[arg(long, value_parser = part)]
    part: Option<QualifyingPart>,
    /// From this lap
    #[arg(long, value_name = "LAP")]
    from: Option<LapNumber>,
    /// To this lap
    #[arg(long, value_name = "LAP")]
    to: Option<LapNumber>,
    /// Only laps whose sectors, time and clock agree, with nothing that held them up
    #[arg(long)]
    accurate: bool,
    /// Only laps under green, neither into nor out of the pit lane
    #[arg(long)]
    green: bool,
    /// Print the laps as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the laps as CSV
    #[arg(long)]
    csv: bool,
}

fn part(text: &str) -> Result<QualifyingPart, String> {
    let parts = [QualifyingPart::Q1, QualifyingPart::Q2, QualifyingPart::Q3];
    let found = parts.into_iter().find(|part| part.name().eq_ignore_ascii_case(text.trim()));
    found.ok_or_else(|| "a part is Q1, Q2 or Q3".to_owned())
}

/// `maatstaf laps SESSION`
pub fn laps(ask: &LapsArgs) -> Result<String, ShellError> {
    let session = recorded::recorded(&ask.session, Depth::Timed)?;
    let filter = LapFilter {
        who: ask.driver.clone(),
        class: ask.class.clone(),
        stint: ask.stint,
        compound: ask.compound.clone(),
        part: ask.part,
        from: ask.from,
        to: ask.to,
        accurate: ask.accurate,
        green: ask.green,
    };
    let laps = filter.laps(&session.recording);
    let laps = laps.map_err(|error| ShellError::Input(error.to_string()))?;
    if ask.green && session.recording.laps.iter().all(|lap| lap.flags.is_empty()) {
        eprintln!("maatstaf: flags of this session are not known, so no lap is known to be green");
    }
    if ask.json {
        return Ok(serde_json::to_string_pretty(&json_of(&session, &laps))? + "\n");
    }
    if ask.csv {
        return Ok(table(&laps).csv());
    }
    Ok(show::heading(&title(&session))
        + &table(&laps).text(show::width(), show::bold())
        + &counted(&session.recording, &laps))
}

/// The session in words: address, event, format.
pub fn title(session: &Recorded) -> String {
    let entry = &session.held.entry;
    let event = entry.event.as_ref().map_or_else(String::new, |event| format!(", {event}"));
    format!("{}{event} ({})", entry.address, entry.format)
}

fn counted(recording: &Recording, laps: &[&TimedLap]) -> String {
    let cars: BTreeSet<_> = laps.iter().map(|lap| &lap.car).collect();
    let drivers: BTreeSet<_> = laps.iter().filter_map(|lap| lap.driver.as_ref()).collect();
    format!(
        "\n{} of {} laps, {} of {} cars, {} of {} drivers.\n",
        laps.len(),
        recording.laps.len(),
        cars.len(),
        recording.cars.len(),
        drivers.len(),
        recording.n_drivers()
    )
}

fn table(laps: &[&TimedLap]) -> Table {
    let mut table = Table::new(&[
        "car",
        "driver",
        ">lap",
        ">time",
        "?>S1 s",
        "?>S2 s",
        "?>S3 s",
        "?>trap km/h",
        "?tyres",
        "?>age laps",
        "?>stint",
        "?flags",
        "?>place",
        "notes",
    ]);
    let text = |time: Option<LapTime>| time.map_or_else(String::new, |it| it.to_string());
    let number = |it: Option<u16>| it.map_or_else(String::new, |it| it.to_string());
    for lap in laps {
        let fastest = lap.traps.straight.map_or_else(String::new, |it| format!("{:.0}", it * 3.6));
        table.push(vec![
            lap.car.to_string(),
            lap.driver.as_ref().map_or_else(String::new, ToString::to_string),
            lap.number.to_string(),
            text(lap.time),
            seconds(lap.sectors[0]),
            seconds(lap.sectors[1]),
            seconds(lap.sectors[2]),
            fastest,
            lap.compound.as_ref().map_or_else(String::new, ToString::to_string),
            number(lap.tyre_age),
            number(lap.stint),
            lap.flags.to_string(),
            number(lap.place),
            notes(lap),
        ]);
    }
    table
}

/// A sector as its heading says, in seconds: to the millisecond, or as fine as it was timed.
fn seconds(sector: Option<LapTime>) -> String {
    let Some(micros) = sector.map(LapTime::as_micros) else { return String::new() };
    let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
    match rest % 1_000 {
        0 => format!("{whole}.{:03}", rest / 1_000),
        _ => format!("{whole}.{rest:06}"),
    }
}

fn notes(lap: &TimedLap) -> String {
    let part = lap.part.map_or("", QualifyingPart::name);
    let deleted = lap.deleted.as_ref().map(|why| format!("deleted: {why}"));
    let words = [
        Some(part.to_owned()).filter(|part| !part.is_empty()),
        lap.is_out_lap().then(|| "out".to_owned()),
        lap.is_in_lap().then(|| "in".to_owned()),
        deleted,
    ];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn json_of(session: &Recorded, laps: &[&TimedLap]) -> Value {
    let cars: BTreeSet<_> = laps.iter().map(|lap| &lap.car).collect();
    let drivers: BTreeSet<_> = laps.iter().filter_map(|lap| lap.driver.as_ref()).collect();
    json!({
        "session": session.held.entry.address,
        "format": session.held.entry.format,
        "n_laps": laps.len(),
        "n_cars": cars.len(),
        "n_drivers": drivers.len(),
        "parts": session.recording.parts.iter().map(part_json).collect::<Vec<_>>(),
        "laps": laps.iter().map(|lap| lap_json(lap)).collect::<Vec<_>>(),
    })
}

fn part_json(start: &PartStart) -> Value {
    json!({"part": start.part.name(), "began_seconds": start.at.seconds()})
}

fn lap_json(lap: &TimedLap) -> Value {
    let text = |time: Option<LapTime>| time.map(|it| it.to_string());
    let kmh = |speed: Option<f64>| speed.map(|it| (it * 3.6e3).round() / 1e3);
    let traps = [lap.traps.first, lap.traps.second, lap.traps.line, lap.traps.straight];
    json!({
        "car": lap.car.as_str(),
        "driver": lap.driver.as_ref().map(|it| it.as_str()),
        "lap": lap.number,
        "time": text(lap.time),
        "seconds": lap.time.map(LapTime::seconds),
        "sectors": lap.sectors.map(text),
        "began_seconds": lap.began.map(maatstaf::core::ClockTime::seconds),
        "ended_seconds": lap.ended.map(maatstaf::core::ClockTime::seconds),
        "traps_kmh": traps.map(kmh),
        "segments": lap.segments,
        "segment_stamps_seconds": lap.segment_stamps.each_ref().map(|stamps| {
            stamps.iter().map(|at| at.map(maatstaf::core::ClockTime::seconds)).collect::<Vec<_>>()
        }),
        "in_lap": lap.is_in_lap(),
        "out_lap": lap.is_out_lap(),
        "pit_time": text(lap.pit_time),
        "stint": lap.stint,
        "compound": lap.compound.as_ref().map(|it| it.as_str()),
        "tyre_age_laps": lap.tyre_age,
        "fresh": lap.fresh,
        "flags": lap.flags.iter().map(maatstaf::core::Flag::word).collect::<Vec<_>>(),
        "part": lap.part.map(QualifyingPart::name),
        "place": lap.place,
        "deleted": lap.deleted,
        "accurate": lap.accurate,
    })
}
