//! `maatstaf classification`: the order on the road of a session.

use maatstaf::core::{LapTime, QualifyingPart};
use maatstaf::session::{LapFilter, OnTheRoad, classification as order_on_the_road};
use maatstaf_store::Depth;
use serde_json::{Value, json};

use super::laps::title;
use crate::error::ShellError;
use crate::recorded;
use crate::show::{self, Table};

/// `maatstaf classification SESSION`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf classification 2024/le-mans/race
  maatstaf classification 2024/le-mans/race --class LMP2
  maatstaf classification 2024/imola/qualifying --json

The order is that of the laps, on the road: stewards, penalties and disqualifications are not in
it. A race goes by laps, then by when the last one ended; other sessions by the best lap that was
not deleted, qualifying by that of the latest part.")]
pub struct ClassificationArgs {
    /// The session: season/place/session, as maatstaf sessions lists them
    session: String,
    /// Only this class, with places in it
    #[arg(long)]
    class: Option<String>,
    /// Print the order as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the order as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf classification SESSION`
pub fn classification(ask: &ClassificationArgs) -> Result<String, ShellError> {
    let session = recorded::recorded(&ask.session, Depth::Timed)?;
    let filter = LapFilter { class: ask.class.clone(), ..LapFilter::default() };
    filter.check(&session.recording).map_err(|error| ShellError::Input(error.to_string()))?;
    let mut order = order_on_the_road(&session.recording);
    if let Some(class) = &ask.class {
        let is_it =
            |it: &OnTheRoad| it.class.as_ref().is_some_and(|of| of.eq_ignore_ascii_case(class));
        order.retain(is_it);
    }
    if ask.json {
        let answer: Vec<Value> = order.iter().map(json_of).collect();
        return Ok(serde_json::to_string_pretty(&answer)? + "\n");
    }
    let table = table(&order);
    match ask.csv {
        true => Ok(table.csv()),
        false => Ok(show::heading(&title(&session)) + &table.text(show::width(), show::bold())),
    }
}

fn table(order: &[OnTheRoad]) -> Table {
    let mut table = Table::new(&[
        ">place",
        "car",
        "drivers",
        "?class",
        "?>in class",
        ">laps",
        ">time",
        ">gap",
        ">best lap",
        "?part",
    ]);
    let text = |time: Option<LapTime>| time.map_or_else(String::new, |it| it.to_string());
    for line in order {
        let drivers: Vec<&str> = line.drivers.iter().map(|it| it.as_str()).collect();
        let gap = match (line.gap, line.gap_laps) {
            (_, 1) => "1 lap".to_owned(),
            (_, laps) if laps > 1 => format!("{laps} laps"),
            (Some(gap), _) if line.place > 1 => gap.to_string(),
            _ => String::new(),
        };
        table.push(vec![
            line.place.to_string(),
            line.car.to_string(),
            drivers.join(", "),
            line.class.clone().unwrap_or_default(),
            line.place_in_class.map_or_else(String::new, |it| it.to_string()),
            line.laps.to_string(),
            text(line.time),
            gap,
            text(line.best_lap),
            line.part.map_or("", QualifyingPart::name).to_owned(),
        ]);
    }
    table
}

fn json_of(line: &OnTheRoad) -> Value {
    let text = |time: Option<LapTime>| time.map(|it| it.to_string());
    json!({
        "place": line.place,
        "car": line.car.as_str(),
        "drivers": line.drivers.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        "class": line.class,
        "place_in_class": line.place_in_class,
        "laps": line.laps,
        "time": text(line.time),
        "gap_seconds": line.gap.map(|it| it.as_micros() as f64 / 1e6),
        "gap_laps": line.gap_laps,
        "best_lap": text(line.best_lap),
        "part": line.part.map(QualifyingPart::name),
    })
}
