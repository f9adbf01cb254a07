use std::path::PathBuf;

use maatstaf::core::{Car, Channel, Course};
use maatstaf::numerics::interior_point::Status;
use maatstaf::{
    CarDifferences, FastestLap, LapsCompared, NumberDiffers, StretchCompared, car_differences,
    compare_laps, fastest_laps,
};
use serde_json::{Value, json};

use crate::commands::lap::how::SolveArgs;
use crate::commands::{car, course};
use crate::compare_page;
use crate::error::ShellError;
use crate::lap_page::KMH;
use crate::show::{self, Table};
use crate::source::write_whole;

/// `maatstaf setup compare A [B]`
#[derive(clap::Args)]
#[command(after_help = "\
Both cars are lapped as maatstaf lap does it, B begun at the lap of A, and the laps are held against each other:
every metre of the course is in a corner or between two, and the differences add up to that of the laps. Positive means that B is
slower. Without B it is A again, so that --set-a and --set-b make two set-ups of one car.

Examples:
  maatstaf setup compare f1-2024 --set-b aero.downforce_level=0.8 --course monza
  maatstaf setup compare gt3 lmp2 --course sarthe --plot compared.html
  maatstaf setup compare mine.toml his.toml --course spa-francorchamps --json

Exit codes: 0 both solved, 1 one stopped short, 2 bad input, 3 data missing.")]
pub struct CompareArgs {
    /// A car that is inside (maatstaf car list), or a description in TOML
    #[arg(value_name = "A")]
    first: String,
    /// Another; without it the same
    #[arg(value_name = "B")]
    second: Option<String>,
    /// A course by name (maatstaf course list), or a file of our own format
    #[arg(long, value_name = "NAME|FILE")]
    course: String,
    /// Change a set-up parameter of A (maatstaf car show), in its unit; may be given again
    #[arg(long = "set-a", value_name = "PARAMETER=VALUE")]
    set_first: Vec<String>,
    /// Change a set-up parameter of B
    #[arg(long = "set-b", value_name = "PARAMETER=VALUE")]
    set_second: Vec<String>,
    #[command(flatten)]
    how: SolveArgs,
    /// Write a page that shows both speeds and the time between them: .html
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the stretches as CSV
    #[arg(long)]
    csv: bool,
}

/// A car with its lap.
pub struct Lapped {
    /// Its name for machines.
    pub id: String,
    /// The car.
    pub car: Car,
    /// What was changed of it, as asked.
    pub changes: Vec<String>,
    /// The lap.
    pub fastest: FastestLap,
}

/// Two cars on a course, lapped and compared.
pub struct Compared {
    /// A and B.
    pub cars: [Lapped; 2],
    /// The course.
    pub course: Course,
    /// What differs between the cars.
    pub differences: CarDifferences,
    /// The laps.
    pub laps: LapsCompared,
}

/// `maatstaf setup compare A B --course NAME`
pub fn compare(ask: &CompareArgs) -> Result<String, ShellError> {
    let course = course::find(&ask.course)?.course;
    let second = ask.second.as_ref().unwrap_or(&ask.first);
    let cars = [(&ask.first, "--set-a", &ask.set_first), (second, "--set-b", &ask.set_second)];
    let [first, second] = cars.map(|(text, flag, changes)| {
        let (id, car) = car::find(text)?;
        Ok::<_, ShellError>((id, car::set_up(car, flag, changes)?, changes.clone()))
    });
    let [first, second] = [first?, second?];
    let both = [(first.0.as_str(), &first.1), (second.0.as_str(), &second.1)];
    let [first_lap, second_lap] = fastest_laps(both, &course, &ask.how.settings())?;
    let lapped = |(id, car, changes), fastest| Lapped { id, car, changes, fastest };
    let cars = [lapped(first, first_lap), lapped(second, second_lap)];
    let differences = car_differences(&cars[0].car, &cars[1].car);
    let laps = compare_laps(&course, &cars[0].fastest.trace, &cars[1].fastest.trace);
    let compared = Compared { cars, course, differences, laps };
    if let Some(path) = &ask.plot {
        write_whole(path, compare_page::page(&compared))?;
    }
    let text = match (ask.json, ask.csv) {
        (true, _) => json_of(ask, &compared)?,
        (_, true) => stretches(&compared).csv(),
        _ => words(ask, &compared),
    };
    let short = |lapped: &&Lapped| lapped.fastest.status != Status::Solved;
    match compared.cars.iter().find(short) {
        None => Ok(text),
        Some(Lapped { id, fastest, .. }) => {
            crate::print(&text);
            let how = fastest.status.name();
            Err(ShellError::Fault(format!("stopped short of the fastest lap of {id}: {how}")))
        }
    }
}

impl Lapped {
    /// Its name with what was changed: `GT3, generic (brakes.front_share=0.6)`.
    pub fn told(&self) -> String {
        match &self.changes[..] {
            [] => self.car.name().to_owned(),
            changes => format!("{} ({})", self.car.name(), changes.join(", ")),
        }
    }
}

fn words(ask: &CompareArgs, compared: &Compared) -> String {
    let Compared { cars, course, laps, .. } = compared;
    let mut text = show::heading(&format!("Two set-ups at {}", course.name()));
    for (which, lapped, time) in [("A", &cars[0], laps.times[0]), ("B", &cars[1], laps.times[1])] {
        text += &format!("{which}  {time}  {}\n", lapped.told());
    }
    text += &format!("B less A  {} s\n", laps.lost);
    text += &format!("\n{}", show::heading("What differs"));
    text += &difference_lines(compared);
    text +=
        &format!("\n{}", show::heading("Where the time goes (B less A; positive: B is slower)"));
    text += &stretches(compared).text(show::width(), show::bold());
    let plot = ask.plot.as_ref();
    text + &plot.map_or(String::new(), |path| format!("\nwritten: {}\n", path.display()))
}

fn difference_lines(compared: &Compared) -> String {
    let CarDifferences { numbers, others } = &compared.differences;
    if numbers.is_empty() && others.is_empty() {
        return "nothing\n".to_owned();
    }
    let mut table = Table::new(&["number", "unit", ">A", ">B", ">B less A"]);
    numbers.iter().for_each(|differs| table.push(difference_cells(differs)));
    let mut text = String::new();
    if !numbers.is_empty() {
        text += &table.text(show::width(), show::bold());
    }
    if !others.is_empty() {
        text += &format!("and, no single numbers: {}\n", others.join(", "));
    }
    text
}

/// Number, unit, A, B, difference.
pub fn difference_cells(differs: &NumberDiffers) -> Vec<String> {
    let [first, second] = differs.values;
    let shown = |value: Option<f64>| value.map_or("–".to_owned(), car::number);
    let by = first.zip(second).map(|(first, second)| second - first);
    let by = by.map_or("–".to_owned(), |it| {
        let sign = if it > 0.0 { "+" } else { "" };
        format!("{sign}{}", car::number(it))
    });
    let (name, unit) =
        (differs.quantity.name.to_owned(), differs.quantity.unit.symbol().to_owned());
    vec![name, unit, shown(first), shown(second), by]
}

fn stretches(compared: &Compared) -> Table {
    let mut table = Table::new(&[
        "stretch",
        "?>from (m)",
        "?>A (s)",
        "?>B (s)",
        ">B less A (s)",
        "?>braking at A, B (m)",
        "?>entry A, B (km/h)",
        ">slowest A, B (km/h)",
        "?>exit A, B (km/h)",
    ]);
    let laps = &compared.laps;
    laps.stretches.iter().for_each(|stretch| table.push(stretch_cells(stretch)));
    let [first, second] = laps.times.map(|time| format!("{:.3}", time.seconds()));
    let lost = format!("{:+.3}", laps.lost.seconds());
    let none = || String::new();
    table.push(vec!["lap".into(), none(), first, second, lost, none(), none(), none(), none()]);
    table
}

/// Stretch, from, A, B, difference, braking, entry, slowest, exit.
pub fn stretch_cells(stretch: &StretchCompared) -> Vec<String> {
    let mut cells = vec![stretch_name(stretch), format!("{:.0}", stretch.from)];
    cells.extend(stretch.times.map(|time| format!("{:.3}", time.seconds())));
    cells.push(format!("{:+.3}", stretch.lost.seconds()));
    let Some(pair) = &stretch.corner else {
        cells.extend(vec![String::new(); 4]);
        return cells;
    };
    let braking = pair.map(|it| it.braking.map_or("–".to_owned(), |s| format!("{s:.0}")));
    cells.push(braking.join(", "));
    for of in
        [pair.map(|it| it.entry_speed), pair.map(|it| it.least_speed), pair.map(|it| it.exit_speed)]
    {
        cells.push(of.map(|speed| format!("{:.1}", speed / KMH)).join(", "));
    }
    cells
}

/// `corner 3, left` or `straight`.
fn stretch_name(stretch: &StretchCompared) -> String {
    match &stretch.corner {
        Some([it, _]) => format!("corner {}, {}", it.corner.number, it.corner.side),
        None => "straight".to_owned(),
    }
}

fn json_of(ask: &CompareArgs, compared: &Compared) -> Result<String, ShellError> {
    let Compared { cars, course, differences, laps } = compared;
    let lap = |lapped: &Lapped| {
        let speed = lapped.fastest.trace.channel(Channel::Speed).unwrap_or_default();
        json!({
            "id": lapped.id, "name": lapped.car.name(), "changes": lapped.changes,
            "lap_time": lapped.fastest.time, "status": lapped.fastest.status.name(),
            "iterations": lapped.fastest.iterations,
            "top_speed_kmh": speed.iter().copied().fold(0.0, f64::max) / KMH,
        })
    };
    let numbers = differences.numbers.iter().map(|it| {
        json!({
            "name": it.quantity.name, "unit": it.quantity.unit.symbol(),
            "a": it.values[0], "b": it.values[1],
        })
    });
    let answer = json!({
        "course": {"id": course.id(), "name": course.name(), "length_m": course.length()},
        "a": lap(&cars[0]),
        "b": lap(&cars[1]),
        "lost_us": laps.lost.as_micros(),
        "numbers": numbers.collect::<Vec<Value>>(),
        "others": differences.others,
        "stretches": laps.stretches.iter().map(stretch_json).collect::<Vec<Value>>(),
        "plot": ask.plot.as_ref().map(|path| path.display().to_string()),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn stretch_json(stretch: &StretchCompared) -> Value {
    let corner = stretch.corner.as_ref().map(|pair| {
        let [a, b] = pair.map(|it| {
            json!({
                "braking_at_m": it.braking, "entry_speed_kmh": it.entry_speed / KMH,
                "least_speed_kmh": it.least_speed / KMH, "exit_speed_kmh": it.exit_speed / KMH,
            })
        });
        let corner = &pair[0].corner;
        json!({"number": corner.number, "side": corner.side.to_string(), "a": a, "b": b})
    });
    json!({
        "from_m": stretch.from,
        "to_m": stretch.to,
        "a_us": stretch.times[0].as_micros(),
        "b_us": stretch.times[1].as_micros(),
        "lost_us": stretch.lost.as_micros(),
        "corner": corner,
    })
}
