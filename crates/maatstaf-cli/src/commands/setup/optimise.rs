//! `maatstaf setup optimise`: the best set-up, found together with its laps.

use std::path::PathBuf;

use cpu_time::ProcessTime;
use maatstaf::core::{Car, Course};
use maatstaf::formats::car::write;
use maatstaf::lapsim::Free;
use maatstaf::numerics::interior_point::Status;
use maatstaf::{
    BestParameter, End, SolvedLap, best_setup, best_shared_setup, free_parameters, solve_lap,
};
use serde_json::{Value, json};

use super::LapAsk;
use crate::commands::course;
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::write_whole;

/// `maatstaf setup optimise --car NAME --course NAME`
#[derive(clap::Args)]
#[command(after_help = "\
Set-up and lap are found in one solve: the parameters are unknowns of the lap, within their set-up
ranges ([setup] in the car's description). For several courses the laps are solved in turn, and the
set-up moves by the slopes that their multipliers give. Like a lap, a set-up is a local optimum: none
nearby is faster. Short names are understood: brake_bias, roll_balance, downforce,
pressure_centre, differential.

Examples:
  maatstaf setup optimise --car f1-2014 --course catalunya
  maatstaf setup optimise --car f1-2014 --course monaco --free brake_bias,roll_balance --out mine.toml
  maatstaf setup optimise --car gt3 --course monza:2 --course monaco --json

Exit codes: 0 solved, 1 stopped short, 2 bad input, 3 data missing.")]
pub struct OptimiseArgs {
    #[command(flatten)]
    lap: LapAsk,
    /// A course by name (maatstaf course list), or a file of our own format, with its weight
    /// unless that is 1; may be given again
    #[arg(long = "course", value_name = "NAME|FILE[:WEIGHT]", required = true)]
    courses: Vec<String>,
    /// What is free, by name; without it all that may be set up
    #[arg(long, value_name = "PARAMETER,…", value_delimiter = ',')]
    free: Vec<String>,
    /// Write the car with its new set-up: .toml
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the set-up as CSV
    #[arg(long)]
    csv: bool,
}

/// A course, what it counts, and its laps before and after.
struct OnCourse {
    course: Course,
    weight: f64,
    before: SolvedLap,
    after: SolvedLap,
}

/// What came of it, and what that cost.
struct Told {
    id: String,
    parameters: Vec<BestParameter>,
    courses: Vec<OnCourse>,
    /// Of the one solve, or moves of the set-up.
    iterations: usize,
    status: Status,
    cpu_seconds: [f64; 2],
}

/// `maatstaf setup optimise`
pub fn optimise(ask: &OptimiseArgs) -> Result<String, ShellError> {
    let (id, car) = ask.lap.car()?;
    let names: Vec<&str> = ask.free.iter().map(|name| name.trim()).collect();
    let free = free_parameters(&car, &names)?;
    if free.is_empty() {
        let message = "this car has nothing that may be set up; give it ranges below [setup]";
        return Err(ShellError::Input(message.to_owned()));
    }
    let told = solve(ask, id, &car, &free)?;
    let best = &told.courses[0].after.car;
    let solved = |lap: &SolvedLap| lap.fastest.status == Status::Solved;
    if told.status != Status::Solved || !told.courses.iter().all(|it| solved(&it.after)) {
        let how = told.status.name();
        return Err(ShellError::Fault(format!("stopped short of the best set-up: {how}")));
    }
    if let Some(path) = &ask.out {
        write_whole(path, write(best))?;
    }
    match (ask.json, ask.csv) {
        (true, _) => json_of(ask, &told),
        (_, true) => Ok(parameters(&told.parameters).csv()),
        _ => Ok(words(ask, &told)),
    }
}

fn solve(ask: &OptimiseArgs, id: String, car: &Car, free: &[Free]) -> Result<Told, ShellError> {
    let courses: Vec<(Course, f64)> =
        ask.courses.iter().map(|text| weighted(text)).collect::<Result<_, _>>()?;
    let begin = ProcessTime::now();
    let mut before = Vec::new();
    for (course, weight) in &courses {
        let lap = solve_lap(&id, car, course, &ask.lap.how.settings())?;
        if lap.fastest.status != Status::Solved {
            let (name, how) = (course.name(), lap.fastest.status.name());
            let message = format!("stopped short of the fastest lap at {name}: {how}");
            return Err(ShellError::Fault(message));
        }
        before.push((lap, *weight));
    }
    let plain = begin.elapsed();
    let (parameters, laps, iterations, status) = match &before[..] {
        [(lap, _)] => {
            let best = best_setup(lap, free)?;
            (best.parameters, vec![best.lap], best.iterations, best.status)
        }
        several => {
            let best = best_shared_setup(several, free)?;
            (best.parameters, best.laps, best.moves, best.status)
        }
    };
    let cpu_seconds = [plain, begin.elapsed().saturating_sub(plain)].map(|time| time.as_secs_f64());
    let courses = courses.into_iter().zip(before).zip(laps);
    let courses = courses.map(|(((course, weight), (before, _)), after)| OnCourse {
        course,
        weight,
        before,
        after,
    });
    Ok(Told { id, parameters, courses: courses.collect(), iterations, status, cpu_seconds })
}

/// A course and its weight, from `monza:2`.
fn weighted(text: &str) -> Result<(Course, f64), ShellError> {
    let weight = text
        .rsplit_once(':')
        .and_then(|(name, weight)| weight.parse::<f64>().ok().map(|weight| (name, weight)));
    let (name, weight) = weight.unwrap_or((text, 1.0));
    if !(weight.is_finite() && weight > 0.0) {
        let message = format!("--course {text}: a weight is a number above zero, such as monza:2");
        return Err(ShellError::Input(message));
    }
    Ok((course::find(name)?.course, weight))
}

/// By how much the lap became shorter, s.
fn gain(it: &OnCourse) -> f64 {
    it.before.fastest.time - it.after.fastest.time
}

fn words(ask: &OptimiseArgs, told: &Told) -> String {
    let car = &told.courses[0].before.car;
    let mut text = show::heading(&format!("{}: the best set-up", car.name()));
    let mut laps =
        Table::new(&["course", ">weight", ">lap time now (s)", ">with it (s)", ">gain (s)"]);
    for it in &told.courses {
        laps.push(vec![
            it.course.name().to_owned(),
            it.weight.to_string(),
            format!("{:.3}", it.before.fastest.time),
            format!("{:.3}", it.after.fastest.time),
            format!("{:.3}", gain(it)),
        ]);
    }
    text += &laps.text(show::width(), show::bold());
    text += &format!("\n{}", parameters(&told.parameters).text(show::width(), show::bold()));
    text += "\nAt a limit, the last column is what each unit beyond it would change, in seconds.\n";
    match &ask.out {
        Some(path) => format!("{text}\nwritten: {}\n", path.display()),
        None => text,
    }
}

/// A value in the unit that people write, in six digits.
fn shown(it: &BestParameter, value: f64) -> f64 {
    let value = it.quantity.unit.from_si(value);
    format!("{value:.5e}").parse().unwrap_or(value)
}

fn parameters(all: &[BestParameter]) -> Table {
    let headings =
        ["parameter", ">now", ">best", "?>lowest", "?>highest", "?unit", "at its", ">s per unit"];
    let mut table = Table::new(&headings);
    for it in all {
        let numbers = [it.before, it.best, it.lowest, it.highest];
        let [now, best, lowest, highest] = numbers.map(|value| shown(it, value).to_string());
        let (limit, beyond) = match it.limit {
            None => ("", String::new()),
            Some(_) => (limit(it.limit), format!("{:+.3e}", per_unit(it))),
        };
        let unit = it.quantity.unit.symbol().to_owned();
        let name = it.quantity.name.to_owned();
        table.push(vec![name, now, best, lowest, highest, unit, limit.to_owned(), beyond]);
    }
    table
}

/// Seconds for one unit, as people write it.
fn per_unit(it: &BestParameter) -> f64 {
    it.per_unit * it.quantity.unit.to_si(1.0)
}

fn limit(end: Option<End>) -> &'static str {
    match end {
        None => "",
        Some(End::Lowest) => "lowest",
        Some(End::Highest) => "highest",
    }
}

fn json_of(ask: &OptimiseArgs, told: &Told) -> Result<String, ShellError> {
    let car = &told.courses[0].before.car;
    let of = |it: &BestParameter, value: f64| it.quantity.unit.from_si(value);
    let parameters = told.parameters.iter().map(|it| {
        json!({
            "name": it.quantity.name,
            "unit": it.quantity.unit.symbol(),
            "value": of(it, it.before),
            "best": of(it, it.best),
            "lowest": of(it, it.lowest),
            "highest": of(it, it.highest),
            "limit": it.limit.map(|end| limit(Some(end))),
            "seconds_per_unit": per_unit(it),
        })
    });
    let courses = told.courses.iter().map(|it| {
        json!({
            "id": it.course.id(),
            "name": it.course.name(),
            "weight": it.weight,
            "lap_time": it.before.fastest.time,
            "best_lap_time": it.after.fastest.time,
            "gain": gain(it),
            "nodes": it.after.fastest.nodes,
            "iterations": it.before.fastest.iterations,
        })
    });
    let answer = json!({
        "car": {"id": told.id, "name": car.name(), "changes": ask.lap.setup},
        "status": told.status.name(),
        "iterations": told.iterations,
        "lap_cpu_seconds": told.cpu_seconds[0],
        "setup_cpu_seconds": told.cpu_seconds[1],
        "gain": told.courses.iter().map(|it| it.weight * gain(it)).sum::<f64>(),
        "parameters": parameters.collect::<Vec<Value>>(),
        "courses": courses.collect::<Vec<Value>>(),
        "out": ask.out.as_ref().map(|path| path.display().to_string()),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
