//! A sweep as one self-contained page of HTML: one number as lines, two as maps of colours.

mod heat;
mod lines;

use maatstaf::core::{LapTime, Quantity};
use maatstaf::{Outcome, Run, Sweep};

use crate::commands::sweep::table::{Group, groups, values_of};
use crate::page::escape;
use crate::page::html::{Table, document, list};
use crate::page::numbers::{NONE, minus};

/// So many rows the table on the page holds; the file has them all.
const MOST_ROWS: usize = 2_000;

/// Whether the page has something to show, else why not.
pub fn can_show(sweep: &Sweep) -> Result<(), String> {
    match sweep.parameters().len() {
        1 | 2 => Ok(()),
        n => Err(format!(
            "a page shows one number that varies, or two, and here are {n}; leave it out"
        )),
    }
}

/// The page; it needs nothing but a browser.
pub fn page(sweep: &Sweep, outcomes: &[Outcome]) -> String {
    let heading = heading(sweep);
    let style = concat!(include_str!("page/style.css"), include_str!("sweep_page/style.css"));
    let groups = groups(sweep, outcomes);
    let figures = match sweep.parameters() {
        [x] => lines::figures(sweep, &groups, x),
        [x, y, ..] => groups.iter().enumerate().map(|it| heat::figure(sweep, it, (x, y))).collect(),
        [] => String::new(),
    };
    let (table, rests) = (table(sweep, &groups), rests_on(sweep, outcomes));
    let subtitle = escape(&subtitle(sweep, outcomes));
    let content = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n</header>\n\
         {figures}{table}{rests}",
        escape(&heading)
    );
    document(&heading, style, "sweep", &content)
}

/// A number with its unit: `chassis.mass (kg)`.
fn with_unit(quantity: &Quantity) -> String {
    match quantity.unit.symbol() {
        "" => quantity.name.to_owned(),
        unit => format!("{} ({unit})", quantity.name),
    }
}

fn heading(sweep: &Sweep) -> String {
    let names: Vec<String> = sweep.parameters().iter().map(|it| with_unit(it)).collect();
    format!("Lap time over {}", names.join(" and "))
}

fn subtitle(sweep: &Sweep, outcomes: &[Outcome]) -> String {
    let cars: Vec<&str> = sweep.cars().iter().map(|it| it.car.name()).collect();
    let courses: Vec<&str> = sweep.courses().iter().map(|it| it.name()).collect();
    let courses = match courses.len() {
        0..=4 => courses.join(", "),
        n => format!("{n} courses"),
    };
    let n_laps = outcomes.iter().filter(|it| it.lap.is_some()).count();
    format!("{} · {courses} · {n_laps} laps of {} runs", cars.join(", "), outcomes.len())
}

/// `f1-2024, monza`.
fn name_of(sweep: &Sweep, group: &Group) -> String {
    format!("{}, {}", sweep.cars()[group.car].id, sweep.courses()[group.course].id())
}

/// A lap time as printed: `1:15.787`.
fn printed(seconds: f64) -> String {
    LapTime::from_micros(1000 * (seconds * 1e3).round() as u64).to_string()
}

/// A number with as many digits as people write.
fn short(value: f64) -> String {
    let rounded: f64 = format!("{value:.5e}").parse().unwrap_or(value);
    minus(rounded)
}

/// Every run, by car and course.
fn table(sweep: &Sweep, groups: &[Group]) -> String {
    let mut headings = vec!["car".to_owned(), "course".to_owned()];
    headings.extend(sweep.parameters().iter().map(|it| with_unit(it)));
    headings.extend(["lap time", "to the best (s)", "status"].map(str::to_owned));
    let rows = groups.iter().flat_map(|group| {
        let best = group.best().map(|it| it.1.time);
        group.runs.iter().map(move |(run, outcome)| row(sweep, run, outcome, best))
    });
    let rows: Vec<Vec<String>> = rows.take(MOST_ROWS).collect();
    let n_runs = sweep.runs().len();
    let notes = match n_runs > rows.len() {
        true => {
            vec![format!("The first {} of {n_runs} rows; the file of --out has all.", rows.len())]
        }
        false => Vec::new(),
    };
    let table = Table { caption: "every run".to_owned(), headings, n_text: 2, rows };
    format!(
        "<section aria-label=\"Runs\">\n<h2>Runs</h2>\n{}</section>\n",
        table.to_details(&notes)
    )
}

fn row(sweep: &Sweep, run: &Run, outcome: &Outcome, best: Option<f64>) -> Vec<String> {
    let time = outcome.lap.map(|lap| lap.time);
    let lost = time.zip(best).map(|(time, best)| format!("{:+.3}", time - best));
    let mut cells =
        vec![sweep.cars()[run.car].id.clone(), sweep.courses()[run.course].id().to_owned()];
    cells.extend(run.values.iter().map(|value| short(*value)));
    cells.push(time.map_or(NONE.to_owned(), printed));
    cells.push(lost.map_or(NONE.to_owned(), minus));
    cells.push(outcome.status.clone());
    cells
}

fn rests_on(sweep: &Sweep, outcomes: &[Outcome]) -> String {
    let mut lines = vec![
        "Every lap is a local optimum: none nearby is faster. It carries no error of measurement, but that \
         of its car and its course."
            .to_owned(),
    ];
    lines.extend(
        sweep
            .cars()
            .iter()
            .map(|it| format!("The car {} rests on: {}.", it.car.name(), it.car.rests_on())),
    );
    lines.extend(sweep.courses().iter().map(|it| {
        let source = &it.facts().source;
        format!("The course {}: {}, {}.", it.name(), source.name, source.licence)
    }));
    let failed = sweep.runs().iter().zip(outcomes).filter(|(_, it)| it.lap.is_none());
    lines.extend(failed.take(20).map(|(run, outcome)| {
        let (car, course) = (&sweep.cars()[run.car].id, sweep.courses()[run.course].id());
        let reason = outcome.reason.as_deref().unwrap_or_default();
        format!(
            "No lap: {car} at {course}, {}: {}; {reason}.",
            values_of(sweep, run),
            outcome.status
        )
    }));
    format!(
        "<section aria-label=\"What this rests on\">\n<h2>What this rests on</h2>\n{}</section>\n",
        list(&lines)
    )
}
