//! `maatstaf lap`: the fastest lap of a car on a course.

pub mod file;
pub mod how;

use std::path::PathBuf;
use std::time::Instant;

use cpu_time::ProcessTime;
use maatstaf::core::{Car, Channel, Course};
use maatstaf::numerics::interior_point::Status;
use maatstaf::{CornerDriven, FastestLap, corners_driven, fastest_lap, thirds};
use serde_json::{Value, json};

use self::how::SolveArgs;
use crate::commands::{car, course};
use crate::error::ShellError;
use crate::lap_page::{G, KMH, Told, corner_cells, page};
use crate::show::{self, Table};
use crate::source::write_whole;

/// `maatstaf lap`
#[derive(clap::Args)]
#[command(after_help = "\
The line is free within the edges of the road, and so are steering, throttle and brakes; the car has
four wheels with their loads and slips (--method full). What such a car can do in steady driving is
its envelope: --method free finds the fastest line and lap within it, some ten times sooner, and --method
qss the lap on a fixed line, in milliseconds; both leave out what yaw costs. A closed course is lapped flying, an open one from a
roll at 50 km/h. The lap is a local optimum: none nearby is faster. A lap that stops short of it says so, with
exit code 1, and is still printed and written.

Examples:
  maatstaf lap --car f1-2014 --course catalunya
  maatstaf lap --car gt3 --course sarthe --plot sarthe.html --out sarthe.parquet
  maatstaf lap --car gt3 --course suzuka --method free
  maatstaf lap --car f1-2024 --course monza --method qss --drs 500
  maatstaf lap --car f1-2024 --course monza --set aero.downforce_level=0.8
  maatstaf lap --car mine.toml --course mine.course.csv --nodes 800 --json

Exit codes: 0 solved, 1 stopped short, 2 bad input, 3 data missing.")]
pub struct LapArgs {
    /// A car that is inside (maatstaf car list), or a description in TOML
    #[arg(long, value_name = "NAME|FILE")]
    car: String,
    /// A course by name (maatstaf course list), or a file of our own format
    #[arg(long, value_name = "NAME|FILE")]
    course: String,
    #[command(flatten)]
    how: SolveArgs,
    /// Change a set-up parameter (maatstaf car show), in its unit; may be given again
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    setup: Vec<String>,
    /// Write all channels to a file: .parquet or .csv
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a page that shows the lap: .html
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    json: bool,
}

/// What came of it, and what that cost.
struct Solved {
    car: Car,
    course: Course,
    fastest: FastestLap,
    corners: Vec<CornerDriven>,
    seconds: f64,
    cpu_seconds: f64,
}

/// `maatstaf lap --car NAME --course NAME`
pub fn lap(ask: &LapArgs) -> Result<String, ShellError> {
    let format = ask.out.as_deref().map(file::format_of).transpose()?;
    let (id, car) = car::find(&ask.car)?;
    let car = car::set_up(car, "--set", &ask.setup)?;
    let course = course::find(&ask.course)?.course;
    let solved = solve(ask, &id, car, course)?;
    if let (Some(path), Some(format)) = (&ask.out, format) {
        file::write(path, format, &id, &solved)?;
    }
    if let Some(path) = &ask.plot {
        write_whole(path, page(&solved.told(&solved.verdict())))?;
    }
    let text = if ask.json { json_of(ask, &id, &solved)? } else { words(ask, &solved) };
    match solved.fastest.status {
        Status::Solved => Ok(text),
        _ => {
            crate::print(&text);
            let message = format!("stopped short of the fastest lap: {}", solved.verdict());
            Err(ShellError::Fault(message))
        }
    }
}

fn solve(ask: &LapArgs, id: &str, car: Car, course: Course) -> Result<Solved, ShellError> {
    let (start, cpu) = (Instant::now(), ProcessTime::now());
    let fastest = fastest_lap(id, &car, &course, &ask.how.settings())?;
    let (seconds, cpu_seconds) = (start.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let corners = corners_driven(&course, &fastest.trace);
    Ok(Solved { car, course, fastest, corners, seconds, cpu_seconds })
}

impl Solved {
    /// `solved` or how it stopped.
    fn verdict(&self) -> String {
        if self.fastest.iterations == 0 {
            return "quasi-steady, on a fixed line".to_owned();
        }
        let error = self.fastest.residuals;
        let most = error.stationarity.max(error.feasibility).max(error.complementarity);
        let how = self.fastest.status.name();
        format!("{how} to {most:.0e} in {} iterations", self.fastest.iterations)
    }

    fn told<'a>(&'a self, verdict: &'a str) -> Told<'a> {
        let Self { car, course, fastest, corners, .. } = self;
        Told { car, course, fastest, corners, verdict }
    }
}

fn words(ask: &LapArgs, solved: &Solved) -> String {
    let Solved { car, course, fastest, seconds, .. } = solved;
    let mut text = show::heading(&format!("{} at {}", car.name(), course.name()));
    text += &format!(
        "lap time  {}  ({}, {} nodes, {seconds:.2} s)\n",
        fastest.lap.time,
        solved.verdict(),
        fastest.nodes
    );
    let thirds = thirds(&fastest.trace).map(|time| time.to_string());
    text += &format!("thirds    {}  (of the course's length)\n", thirds.join("  "));
    let speed = fastest.trace.channel(Channel::Speed).unwrap_or_default();
    let most = speed.iter().copied().fold(0.0, f64::max) / KMH;
    let least = speed.iter().copied().fold(f64::INFINITY, f64::min) / KMH;
    text += &format!("speed     {least:.1} to {most:.1} km/h\n\n");
    text += &corner_table(&solved.corners).text(show::width(), show::bold());
    let written = [&ask.out, &ask.plot].into_iter().flatten();
    text += &written.map(|path| format!("\nwritten: {}", path.display())).collect::<String>();
    if ask.out.is_some() || ask.plot.is_some() { text + "\n" } else { text }
}

fn corner_table(corners: &[CornerDriven]) -> Table {
    let mut table = Table::new(&[
        ">corner",
        "side",
        "?>braking at (m)",
        ">entry (km/h)",
        ">slowest (km/h)",
        "?>at (m)",
        ">exit (km/h)",
        ">time (s)",
        "?>sideways (g)",
    ]);
    corners.iter().for_each(|driven| table.push(corner_cells(driven)));
    table
}

fn json_of(ask: &LapArgs, id: &str, solved: &Solved) -> Result<String, ShellError> {
    let Solved { car, course, fastest, .. } = solved;
    let left = fastest.residuals;
    let speed = fastest.trace.channel(Channel::Speed).unwrap_or_default();
    let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
    let answer = json!({
        "car": {"id": id, "name": car.name(), "changes": ask.setup},
        "course": {"id": course.id(), "name": course.name(), "length_m": course.length()},
        "method": ask.how.settings().method.name(),
        "lap_time": fastest.time,
        "lap_time_text": fastest.lap.time.to_string(),
        "objective": fastest.objective,
        "status": fastest.status.name(),
        "iterations": fastest.iterations,
        "nodes": fastest.nodes,
        "solve_seconds": solved.seconds,
        "cpu_seconds": solved.cpu_seconds,
        "residuals": {
            "stationarity": left.stationarity,
            "feasibility": left.feasibility,
            "complementarity": left.complementarity,
        },
        "thirds_s": thirds(&fastest.trace).map(maatstaf::core::LapTime::seconds),
        "least_speed_kmh": speed.iter().copied().fold(f64::INFINITY, f64::min) / KMH,
        "top_speed_kmh": speed.iter().copied().fold(0.0, f64::max) / KMH,
        "corners": solved.corners.iter().map(corner_json).collect::<Vec<Value>>(),
        "out": path(&ask.out),
        "plot": path(&ask.plot),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn corner_json(driven: &CornerDriven) -> Value {
    json!({
        "number": driven.corner.number,
        "side": driven.corner.side.to_string(),
        "braking_at_m": driven.braking,
        "entry_speed_kmh": driven.entry_speed / KMH,
        "least_speed_kmh": driven.least_speed / KMH,
        "least_speed_at_m": driven.slowest_at,
        "exit_speed_kmh": driven.exit_speed / KMH,
        "time_s": driven.time,
        "lateral_g": driven.lateral / G,
    })
}
