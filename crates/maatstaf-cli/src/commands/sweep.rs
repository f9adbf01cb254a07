//! `maatstaf sweep`: many laps on all cores, to one table.

mod record;
pub mod table;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

use cpu_time::ProcessTime;
use maatstaf::core::Course;
use maatstaf::formats::design;
use maatstaf::{Find, NamedCar, Outcome, Sweep, Variation, swept};
use maatstaf_store::{Journal, Opened};

use crate::commands::lap::file::{Format, format_of};
use crate::commands::lap::how::SolveArgs;
use crate::commands::{car, course};
use crate::error::ShellError;
use crate::progress::Meter;
use crate::source::write_whole;
use crate::sweep_page;
use crate::work;

/// `maatstaf sweep`
#[derive(clap::Args)]
#[command(after_help = "\
A run is the fastest lap of one car on one course with one choice of values, as maatstaf lap finds it. Every
number of a car can be varied (maatstaf car show names them), in its unit; set-up parameters stay
within their ranges. The rows come out in the order of the ask and are the same to the byte
whatever the number of threads. A run without a lap is a row with its reason.

With --out the runs that are done are kept in a journal beside the file (.journal). The same command,
given again after a kill or a power cut, goes on there; at the end the file is written as a whole and the
journal taken away.

A design is CSV: the first line names the columns, car, course and numbers of the car, each other line is
a run. Without a column car or course give --car or --course, for every row.

Examples:
  maatstaf sweep --car f1-2024 --course monza,spa-francorchamps --vary aero.downforce_level=0.7:1.1:9 \
--out sweep.parquet --plot sweep.html
  maatstaf sweep --car gt3 --course monaco --vary brakes.front_share=0.52,0.56,0.6 \
--vary chassis.mass=1250:1400:4 --plot sweep.html
  maatstaf sweep --car gt3 --car lmp2 --course all --vary chassis.mass=1000,1010 --out mass.csv --jobs 4
  maatstaf sweep --method qss --car f1-2024 --course all --vary aero.downforce_level=0.7:1.1:41 --out qss.parquet
  maatstaf sweep --design design.csv --out sweep.parquet --json

Exit codes: 0 done, 1 no run came to a lap, 2 bad input, 3 data missing.")]
pub struct SweepArgs {
    /// Cars by name, or descriptions in TOML; several with commas, or given again
    #[arg(long = "car", value_name = "NAME|FILE", value_delimiter = ',')]
    cars: Vec<String>,
    /// Courses by name, or files of our own format; several with commas, or given again; all for all
    #[arg(long = "course", value_name = "NAME|FILE", value_delimiter = ',')]
    courses: Vec<String>,
    /// Values of a number of the car, in its unit: A,B,… or FIRST:LAST:COUNT; at most twice
    #[arg(long, value_name = "NUMBER=VALUES", conflicts_with = "design")]
    vary: Vec<String>,
    /// A design: CSV, one row a run
    #[arg(long, value_name = "FILE")]
    design: Option<PathBuf>,
    /// Change a set-up parameter of every car, in its unit; may be given again
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    setup: Vec<String>,
    #[command(flatten)]
    how: SolveArgs,
    /// On how many threads; without it one for each core
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Write the table to a file: .parquet or .csv
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write a page that shows one or two numbers that vary: .html
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the table as CSV
    #[arg(long)]
    csv: bool,
}

/// What came of it.
struct Done {
    sweep: Sweep,
    /// One per run.
    outcomes: Vec<Outcome>,
    /// How many runs an earlier run of the program had done.
    n_before: usize,
    n_threads: usize,
    seconds: f64,
    cpu_seconds: f64,
}

/// `maatstaf sweep --car NAME --course NAME --vary NUMBER=VALUES`
pub fn sweep(ask: &SweepArgs) -> Result<String, ShellError> {
    let format = ask.out.as_deref().map(format_of).transpose()?;
    let sweep = planned(ask)?;
    if let Some(path) = &ask.plot {
        sweep_page::can_show(&sweep)
            .map_err(|why| ShellError::Input(format!("--plot {}: {why}", path.display())))?;
    }
    let opened = ask.out.as_deref().map(|path| opened(path, &sweep)).transpose()?;
    let (journal, lines) = opened.map_or((None, Vec::new()), |it| (Some(it.journal), it.lines));
    let (done, journal) = solve(ask, sweep, journal, &lines)?;
    let columns = table::columns(&done.sweep, &done.outcomes);
    if let Some(path) = &ask.plot {
        write_whole(path, sweep_page::page(&done.sweep, &done.outcomes))?;
    }
    if let (Some(format), Some(journal)) = (format, journal) {
        let bytes = match format {
            Format::Csv => maatstaf::formats::sheet::write(&columns).into_bytes(),
            Format::Parquet => {
                let about = table::about(&done.sweep);
                maatstaf_store::sheet_parquet("sweep", &columns, &about)?
            }
        };
        journal.finish(&bytes)?;
    }
    let text = match (ask.json, ask.csv) {
        (true, _) => table::json(ask, &done)?,
        (_, true) => maatstaf::formats::sheet::write(&columns),
        _ => table::words(ask, &done),
    };
    if done.outcomes.iter().any(|it| it.lap.is_some()) {
        return Ok(text);
    }
    crate::print(&text);
    Err(ShellError::Fault("no run came to a lap; the reasons are in the table".to_owned()))
}

/// The runs that are asked for.
fn planned(ask: &SweepArgs) -> Result<Sweep, ShellError> {
    let find_car = |text: &str| {
        let (id, car) = car::find(text)?;
        Ok(NamedCar { id, car: car::set_up(car, "--set", &ask.setup)? })
    };
    let cars =
        ask.cars.iter().map(|text| find_car(text)).collect::<Result<Vec<_>, ShellError>>()?;
    let courses = courses(&ask.courses)?;
    let settings = ask.how.settings();
    if let Some(path) = &ask.design {
        let read = design::read(&path.display().to_string(), &course::bytes(path)?);
        let issues: Vec<String> = read.issues.iter().map(ToString::to_string).collect();
        let find = Find {
            car: &mut |text| find_car(text).map_err(|error: ShellError| error.to_string()),
            course: &mut |text| match course::find(text) {
                Ok(known) => Ok(known.course),
                Err(error) => Err(error.to_string()),
            },
        };
        let sweep = Sweep::of_design(&read.design, cars, courses, find, settings);
        return match sweep {
            Err(maatstaf::Error::Sweep(problems)) => Err(refused([issues, problems].concat())),
            _ if !issues.is_empty() => Err(refused(issues)),
            sweep => Ok(sweep?),
        };
    }
    if cars.is_empty() || courses.is_empty() {
        let message = "a sweep needs --car and --course, or --design with such columns";
        return Err(ShellError::Input(message.to_owned()));
    }
    if ask.vary.len() > 2 {
        let message = "--vary goes with one number or two; put more into a --design, a row a run";
        return Err(ShellError::Input(message.to_owned()));
    }
    let vary = ask.vary.iter().map(|text| text.parse()).collect::<Result<Vec<Variation>, _>>()?;
    Ok(Sweep::grid(cars, courses, &vary, settings)?)
}

fn refused(problems: Vec<String>) -> ShellError {
    maatstaf::Error::Sweep(problems).into()
}

/// The courses of these names; `all` is every course by name.
fn courses(names: &[String]) -> Result<Vec<Course>, ShellError> {
    if let [name] = names
        && name == "all"
    {
        return course::all();
    }
    names.iter().map(|text| Ok(course::find(text)?.course)).collect()
}

/// The journal of a file, begun or gone on with.
fn opened(path: &Path, sweep: &Sweep) -> Result<Opened, ShellError> {
    let version = env!("CARGO_PKG_VERSION");
    let opened = Journal::open(path, format!("{version}\n{}", sweep.ask()).as_bytes())?;
    if opened.n_torn > 0 {
        let n = opened.n_torn;
        eprintln!(
            "maatstaf: {n} torn lines of the journal are left out, and their runs done again"
        );
    }
    Ok(opened)
}

/// Solves the runs that are not in the journal, each into the journal as it comes.
fn solve(
    ask: &SweepArgs,
    sweep: Sweep,
    mut journal: Option<Journal>,
    lines: &[String],
) -> Result<(Done, Option<Journal>), ShellError> {
    let n_runs = sweep.runs().len();
    let mut outcomes: Vec<Option<Outcome>> = vec![None; n_runs];
    for (run, outcome) in lines.iter().filter_map(|line| record::read(line)) {
        if let Some(place) = outcomes.get_mut(run) {
            *place = Some(outcome);
        }
    }
    let mut todo = sweep.working_order();
    todo.retain(|run| outcomes[*run].is_none());
    let n_before = n_runs - todo.len();
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    let n_threads = ask.jobs.map_or_else(cores, NonZero::get).min(todo.len()).max(1);
    let (start, cpu, mut meter) = (Instant::now(), ProcessTime::now(), Meter::on_stderr());
    if n_before > 0 {
        meter.say(&format!("going on: {n_before} of {n_runs} runs are in the journal"));
    }
    let mut n_done = n_before;
    work::work(
        &todo,
        n_threads,
        |run| swept(&sweep, run),
        |solved| {
            if let Some((run, outcome)) = solved {
                let outcome = outcome.unwrap_or_else(record::panicked);
                if let Some(journal) = &mut journal {
                    journal.add(&record::write(run, &outcome))?;
                }
                outcomes[run] = Some(outcome);
                n_done += 1;
            }
            meter.show_runs(start.elapsed(), "sweeping", n_before, n_done, n_runs);
            Ok::<(), ShellError>(())
        },
    )?;
    meter.clear();
    let (seconds, cpu_seconds) = (start.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let outcomes = outcomes.into_iter().flatten().collect();
    Ok((Done { sweep, outcomes, n_before, n_threads, seconds, cpu_seconds }, journal))
}
