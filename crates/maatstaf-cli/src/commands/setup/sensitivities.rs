//! `maatstaf setup sensitivities`: what a bit more of every number of a car is worth.

use std::path::PathBuf;

use cpu_time::ProcessTime;
use maatstaf::core::Course;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{Change, Effect, Sensitivity, SolvedLap, solve_lap};
use serde_json::{Value, json};

use super::LapAsk;
use crate::commands::course;
use crate::error::ShellError;
use crate::setup_page::page;
use crate::show::{self, Table};
use crate::source::write_whole;

/// `maatstaf setup sensitivities --car NAME --course NAME`
#[derive(clap::Args)]
#[command(after_help = "\
Seconds that the lap takes longer with one per cent more, and with one unit more, of every number of
the car; minus is faster. They come from the multipliers of one lap, so they hold to first order:
further away, where other limits press, a number may be worth more or less. They are slopes of the
lap time with its small penalties on quick steering and pedals. Groups come first: the friction of
all tyres, of an axle, power, downforce without its drag, drag without its downforce.

Examples:
  maatstaf setup sensitivities --car f1-2014 --course catalunya
  maatstaf setup sensitivities --car f1-2024 --course monza --set aero.downforce_level=0.8 --json
  maatstaf setup sensitivities --car mine.toml --course monaco --plot worth.html

Exit codes: 0 solved, 1 stopped short, 2 bad input, 3 data missing.")]
pub struct SensitivitiesArgs {
    #[command(flatten)]
    lap: LapAsk,
    /// A course by name (maatstaf course list), or a file of our own format
    #[arg(long, value_name = "NAME|FILE")]
    course: String,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the answer as CSV
    #[arg(long)]
    csv: bool,
    /// Write a page that shows what most is worth: .html
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
}

/// What came of it, and what that cost.
struct Told {
    id: String,
    course: Course,
    lap: SolvedLap,
    all: Vec<Sensitivity>,
    cpu_seconds: [f64; 2],
}

/// `maatstaf setup sensitivities`
pub fn sensitivities(ask: &SensitivitiesArgs) -> Result<String, ShellError> {
    let (id, car) = ask.lap.car()?;
    let course = course::find(&ask.course)?.course;
    let begin = ProcessTime::now();
    let lap = solve_lap(&id, &car, &course, &ask.lap.how.settings())?;
    let solved = begin.elapsed();
    if lap.fastest.status != Status::Solved {
        let message = "stopped short of the fastest lap, so nothing follows from it";
        return Err(ShellError::Fault(format!("{message}: {}", lap.fastest.status.name())));
    }
    let all = maatstaf::sensitivities(&lap);
    let cpu_seconds =
        [solved, begin.elapsed().saturating_sub(solved)].map(|time| time.as_secs_f64());
    let told = Told { id, course, lap, all, cpu_seconds };
    if let Some(path) = &ask.plot {
        write_whole(path, page(&heading(&told), &verdict(&told), &told.all))?;
    }
    match (ask.json, ask.csv) {
        (true, _) => json_of(ask, &told),
        (_, true) => Ok(table(&told.all, true).csv()),
        _ => Ok(words(ask, &told)),
    }
}

fn heading(told: &Told) -> String {
    format!("{} at {}", told.lap.car.name(), told.course.name())
}

fn verdict(told: &Told) -> String {
    let lap = &told.lap.fastest;
    format!("lap time {} in {} iterations at {} nodes", lap.lap.time, lap.iterations, lap.nodes)
}

fn words(ask: &SensitivitiesArgs, told: &Told) -> String {
    let mut text = show::heading(&heading(told));
    text += &format!("{}\n\n", verdict(told));
    let acts = |it: &&Sensitivity| !is_nothing(it.effect);
    let shown: Vec<Sensitivity> = told.all.iter().filter(acts).copied().collect();
    text += &table(&shown, false).text(show::width(), show::bold());
    text +=
        "\nSeconds with one more; minus is faster. Slopes of the lap time with its penalties.\n";
    for effect in [Effect::NotOnThisLap, Effect::NotInModel, Effect::OtherCar] {
        let names: Vec<&str> =
            told.all.iter().filter(|it| it.effect == effect).map(|it| it.change.name()).collect();
        if !names.is_empty() {
            let line = format!("{}: {}", note(effect), names.join(", "));
            text += &show::wrapped(&line, show::width(), "");
        }
    }
    match &ask.plot {
        Some(path) => format!("{text}\nwritten: {}\n", path.display()),
        None => text,
    }
}

fn is_nothing(effect: Effect) -> bool {
    matches!(effect, Effect::NotOnThisLap | Effect::NotInModel | Effect::OtherCar)
}

/// What there is to say of how a change acts.
fn note(effect: Effect) -> &'static str {
    match effect {
        Effect::Both => "",
        Effect::AtMost => "cannot be more; worth of less",
        Effect::AtLeast => "cannot be less; worth of more",
        Effect::NotOnThisLap => "worth nothing on this lap",
        Effect::NotInModel => "not in the model of a lap",
        Effect::OtherCar => "a bit of it makes a car of other parts; solve that one",
    }
}

fn table(all: &[Sensitivity], exact: bool) -> Table {
    let mut table = Table::new(&["of", ">s per %", "?>s per unit", "?>value", "?unit", "?note"]);
    for it in all {
        let shown = |value: Option<f64>, of: &dyn Fn(f64) -> String| {
            value.map_or(String::new(), |value| if exact { value.to_string() } else { of(value) })
        };
        let (value, unit) = value_in_unit(it);
        table.push(vec![
            it.change.name().to_owned(),
            shown(it.per_percent, &|value| format!("{value:+.5}")),
            shown(per_unit(it), &|value| format!("{value:+.3e}")),
            shown(value, &|value| value.to_string()),
            unit.to_owned(),
            note(it.effect).to_owned(),
        ]);
    }
    table
}

/// The value in the unit that people write, and that unit.
fn value_in_unit(it: &Sensitivity) -> (Option<f64>, &'static str) {
    match it.change {
        Change::Group(_) => (None, ""),
        Change::Quantity(quantity) => {
            (it.value.map(|value| quantity.unit.from_si(value)), quantity.unit.symbol())
        }
    }
}

/// Seconds for one unit, as people write it.
fn per_unit(it: &Sensitivity) -> Option<f64> {
    match it.change {
        Change::Group(_) => None,
        Change::Quantity(quantity) => it.per_unit.map(|slope| slope * quantity.unit.to_si(1.0)),
    }
}

fn json_of(ask: &SensitivitiesArgs, told: &Told) -> Result<String, ShellError> {
    let (lap, course) = (&told.lap.fastest, &told.course);
    let answer = json!({
        "car": {"id": told.id, "name": told.lap.car.name(), "changes": ask.lap.setup},
        "course": {"id": course.id(), "name": course.name(), "length_m": course.length()},
        "lap_time": lap.time,
        "objective": lap.objective,
        "status": lap.status.name(),
        "iterations": lap.iterations,
        "nodes": lap.nodes,
        "solve_cpu_seconds": told.cpu_seconds[0],
        "sensitivities_cpu_seconds": told.cpu_seconds[1],
        "sensitivities": told.all.iter().map(json_of_one).collect::<Vec<Value>>(),
        "plot": ask.plot.as_ref().map(|path| path.display().to_string()),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn json_of_one(it: &Sensitivity) -> Value {
    let (value, unit) = value_in_unit(it);
    json!({
        "name": it.change.name(),
        "kind": if matches!(it.change, Change::Group(_)) { "group" } else { "number" },
        "about": it.change.about(),
        "value": value,
        "unit": unit,
        "seconds_per_percent": it.per_percent,
        "seconds_per_unit": per_unit(it),
        "effect": match it.effect {
            Effect::Both => "both sides",
            Effect::AtMost => "at most",
            Effect::AtLeast => "at least",
            Effect::NotOnThisLap => "not on this lap",
            Effect::NotInModel => "not in model",
            Effect::OtherCar => "other car",
        },
    })
}
