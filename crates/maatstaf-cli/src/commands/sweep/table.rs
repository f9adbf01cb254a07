//! What a sweep found: as columns for other tools, as text, as JSON.

use maatstaf::core::Quantity;
use maatstaf::formats::sheet::{Cells, Column};
use maatstaf::{LapFigures, Outcome, Run, Sweep};
use serde_json::{Value, json};

use super::{Done, SweepArgs};
use crate::error::ShellError;
use crate::lap_page::KMH;
use crate::show::{self, Table};

/// So many runs without a lap are named; the table has them all.
const NAMED: usize = 10;

/// The name of a number as a column: `chassis_mass_kg`.
pub fn column_of(quantity: &Quantity) -> String {
    let name = quantity.name.replace('.', "_");
    match quantity.unit.suffix() {
        "" => name,
        unit => format!("{name}_{unit}"),
    }
}

/// A row a run: car, course, numbers that vary, and how the lap went. No time of solving is in it,
/// so that the same ask gives the same table.
pub fn columns(sweep: &Sweep, outcomes: &[Outcome]) -> Vec<Column> {
    let runs = sweep.runs();
    let car = runs.iter().map(|run| sweep.cars()[run.car].id.clone()).collect();
    let course = runs.iter().map(|run| sweep.courses()[run.course].id().to_owned()).collect();
    let mut columns = vec![
        Column::new("car", "its name, or that of its description's file", Cells::Text(car)),
        Column::new("course", "its name for machines", Cells::Text(course)),
    ];
    for (at, quantity) in sweep.parameters().iter().enumerate() {
        let values = runs.iter().map(|run| run.values[at]).collect();
        columns.push(Column::new(column_of(quantity), quantity.about, Cells::Number(values)));
    }
    let figure = |name: &'static str, meaning: &'static str, of: fn(&LapFigures) -> f64| {
        let values = outcomes.iter().map(|it| it.lap.as_ref().map(of)).collect();
        Column::new(name, meaning, Cells::NumberIfAny(values))
    };
    let status = outcomes.iter().map(|it| it.status.clone()).collect();
    let iterations = outcomes.iter().map(|it| it.iterations as i64).collect();
    let reason = outcomes.iter().map(|it| it.reason.clone()).collect();
    columns.extend([
        figure("lap_time_s", "of the fastest lap; none where the solve ended short of it", |it| {
            it.time
        }),
        Column::new("status", "solved, or how the solve ended short of it", Cells::Text(status)),
        Column::new("iterations", "of the solver, all starts together", Cells::Whole(iterations)),
        figure("least_speed_kmh", "anywhere on the lap", |it| it.least_speed / KMH),
        figure("top_speed_kmh", "anywhere on the lap", |it| it.top_speed / KMH),
        figure("objective_s", "lap time and the penalties on quick steering and pedals", |it| {
            it.objective
        }),
        Column::new("reason", "why there is no lap", Cells::TextIfAny(reason)),
    ]);
    columns
}

/// Where the numbers come from, key by key.
pub fn about(sweep: &Sweep) -> Vec<(String, String)> {
    let mut about = vec![("maatstaf.origin".to_owned(), "simulated".to_owned())];
    for car in sweep.cars() {
        let rests = format!("{}; rests on {}", car.car.name(), car.car.rests_on());
        about.push((format!("maatstaf.car.{}", car.id), rests));
    }
    for course in sweep.courses() {
        let facts = course.facts();
        let source = format!("{}; {}; {}", facts.name, facts.source.name, facts.source.licence);
        about.push((format!("maatstaf.course.{}", facts.id), source));
    }
    about
}

/// The runs of one car on one course.
pub struct Group<'a> {
    /// Which car.
    pub car: usize,
    /// Which course.
    pub course: usize,
    /// Run and outcome, in their order.
    pub runs: Vec<(&'a Run, &'a Outcome)>,
}

impl<'a> Group<'a> {
    /// The fastest run, the first of those as fast.
    pub fn best(&self) -> Option<(&'a Run, &'a LapFigures)> {
        let laps = self.runs.iter().filter_map(|(run, it)| Some((*run, it.lap.as_ref()?)));
        laps.min_by(|a, b| a.1.time.total_cmp(&b.1.time))
    }

    /// The slowest lap less the fastest, s.
    fn spread(&self) -> Option<f64> {
        let times = self.runs.iter().filter_map(|(_, it)| Some(it.lap?.time));
        Some(times.fold(0.0, f64::max) - self.best()?.1.time)
    }
}

/// The runs, car by car and course by course, in the order in which they are first met.
pub fn groups<'a>(sweep: &'a Sweep, outcomes: &'a [Outcome]) -> Vec<Group<'a>> {
    let mut groups: Vec<Group> = Vec::new();
    for pair @ (run, _) in sweep.runs().iter().zip(outcomes) {
        let is_it = |it: &&mut Group| (it.car, it.course) == (run.car, run.course);
        match groups.iter_mut().find(is_it) {
            Some(group) => group.runs.push(pair),
            None => groups.push(Group { car: run.car, course: run.course, runs: vec![pair] }),
        }
    }
    groups
}

/// The values of a run with their names: `aero.downforce_level 0.9, chassis.mass 808 kg`.
pub fn values_of(sweep: &Sweep, run: &Run) -> String {
    let one = |(quantity, value): (&&Quantity, &f64)| {
        format!("{} {value} {}", quantity.name, quantity.unit.symbol()).trim_end().to_owned()
    };
    sweep.parameters().iter().zip(&run.values).map(one).collect::<Vec<_>>().join(", ")
}

/// As people read it.
pub(super) fn words(ask: &SweepArgs, done: &Done) -> String {
    let Done { sweep, outcomes, n_before, n_threads, seconds, .. } = done;
    let n_laps = outcomes.iter().filter(|it| it.lap.is_some()).count();
    let (n_cars, n_courses) = (sweep.cars().len(), sweep.courses().len());
    let mut text = show::heading(&format!(
        "{} runs, {n_cars} {} on {n_courses} {}",
        outcomes.len(),
        if n_cars == 1 { "car" } else { "cars" },
        if n_courses == 1 { "course" } else { "courses" },
    ));
    text += &format!("laps      {n_laps} of {}\n", outcomes.len());
    let earlier =
        if *n_before > 0 { format!(", {n_before} runs from before") } else { String::new() };
    text += &format!("time      {seconds:.1} s on {n_threads} threads{earlier}\n\n");
    if ask.out.is_none() {
        text += &(rows(sweep, outcomes).text(show::width(), show::bold()) + "\n");
    }
    text += &best(sweep, outcomes).text(show::width(), show::bold());
    text += &without_a_lap(sweep, outcomes);
    let written: Vec<_> = [&ask.out, &ask.plot].into_iter().flatten().collect();
    let lines = written.iter().map(|path| format!("\nwritten: {}", path.display()));
    text + &lines.collect::<String>() + if written.is_empty() { "" } else { "\n" }
}

/// The best of every car on every course.
fn best(sweep: &Sweep, outcomes: &[Outcome]) -> Table {
    let mut table =
        Table::new(&["car", "course", ">runs", ">best lap (s)", "at", "?>slowest less best (s)"]);
    for group in groups(sweep, outcomes) {
        let best = group.best();
        let number = |value: Option<f64>| value.map_or("–".to_owned(), |it| format!("{it:.3}"));
        table.push(vec![
            sweep.cars()[group.car].id.clone(),
            sweep.courses()[group.course].id().to_owned(),
            group.runs.len().to_string(),
            number(best.map(|it| it.1.time)),
            best.map_or("no lap".to_owned(), |it| values_of(sweep, it.0)),
            number(group.spread()),
        ]);
    }
    table
}

fn rows(sweep: &Sweep, outcomes: &[Outcome]) -> Table {
    let headings =
        ["car", "course", "with", ">lap time (s)", "status", "?>iterations", "?>top speed (km/h)"];
    let mut table = Table::new(&headings);
    for (run, outcome) in sweep.runs().iter().zip(outcomes) {
        let number = |of: fn(&LapFigures) -> f64, decimals: usize| {
            outcome.lap.as_ref().map_or("–".to_owned(), |lap| format!("{:.decimals$}", of(lap)))
        };
        table.push(vec![
            sweep.cars()[run.car].id.clone(),
            sweep.courses()[run.course].id().to_owned(),
            values_of(sweep, run),
            number(|lap| lap.time, 3),
            outcome.status.clone(),
            outcome.iterations.to_string(),
            number(|lap| lap.top_speed / KMH, 1),
        ]);
    }
    table
}

fn without_a_lap(sweep: &Sweep, outcomes: &[Outcome]) -> String {
    let failed = sweep.runs().iter().zip(outcomes).filter(|(_, it)| it.lap.is_none());
    let failed: Vec<(&Run, &Outcome)> = failed.collect();
    if failed.is_empty() {
        return String::new();
    }
    let line = |(run, outcome): &(&Run, &Outcome)| {
        let (car, course) = (&sweep.cars()[run.car].id, sweep.courses()[run.course].id());
        let reason = outcome.reason.as_deref().unwrap_or_default();
        let with = values_of(sweep, run);
        format!("{car} at {course}, {with}: {}; {reason}\n", outcome.status)
    };
    let mut text = format!("\n{}", show::heading("Without a lap"));
    text += &failed.iter().take(NAMED).map(line).collect::<String>();
    match failed.len().saturating_sub(NAMED) {
        0 => text,
        n_more => text + &format!("and {n_more} more; --json and --csv list them all\n"),
    }
}

/// For machines.
pub(super) fn json(ask: &SweepArgs, done: &Done) -> Result<String, ShellError> {
    let Done { sweep, outcomes, .. } = done;
    let path = |path: &Option<std::path::PathBuf>| path.as_ref().map(|it| it.display().to_string());
    let parameters = sweep
        .parameters()
        .iter()
        .map(|it| json!({"name": it.name, "column": column_of(it), "unit": it.unit.symbol()}));
    let named = |run: &Run| (&sweep.cars()[run.car].id, sweep.courses()[run.course].id());
    let groups = groups(sweep, outcomes);
    let best = groups.iter().map(|group| {
        let (car, course) = named(group.runs[0].0);
        let best = group.best();
        json!({
            "car": car, "course": course, "runs": group.runs.len(),
            "lap_time": best.map(|it| it.1.time), "values": best.map(|it| &it.0.values),
            "spread_s": group.spread(),
        })
    });
    let rows =
        sweep.runs().iter().zip(outcomes).map(|(run, outcome)| row_json(named(run), run, outcome));
    let answer = json!({
        "runs": outcomes.len(),
        "laps": outcomes.iter().filter(|it| it.lap.is_some()).count(),
        "runs_from_before": done.n_before,
        "threads": done.n_threads,
        "solve_seconds": done.seconds,
        "cpu_seconds": done.cpu_seconds,
        "parameters": parameters.collect::<Vec<Value>>(),
        "best": best.collect::<Vec<Value>>(),
        "rows": rows.collect::<Vec<Value>>(),
        "out": path(&ask.out),
        "plot": path(&ask.plot),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn row_json((car, course): (&String, &str), run: &Run, outcome: &Outcome) -> Value {
    let lap = outcome.lap.as_ref();
    json!({
        "car": car,
        "course": course,
        "values": run.values,
        "lap_time": lap.map(|it| it.time),
        "status": outcome.status,
        "iterations": outcome.iterations,
        "least_speed_kmh": lap.map(|it| it.least_speed / KMH),
        "top_speed_kmh": lap.map(|it| it.top_speed / KMH),
        "objective": lap.map(|it| it.objective),
        "reason": outcome.reason,
    })
}
