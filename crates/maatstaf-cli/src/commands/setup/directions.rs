//! `maatstaf setup directions`: in which directions two drivers would develop one car.

use std::path::{Path, PathBuf};

use maatstaf::core::{Course, DrivingStyle};
use maatstaf::formats::driving;
use maatstaf::{Direction, Directions, Wish};
use serde_json::{Value, json};

use super::LapAsk;
use crate::commands::course;
use crate::error::ShellError;
use crate::show::{self, Table};

/// `maatstaf setup directions --driver A.toml --driver B.toml`
#[derive(clap::Args)]
#[command(after_help = "\
A driver is described by what he uses of the car, in TOML; only the name must be there:
  name = \"smooth\"
  braking = 0.93              # shares of the grip
  turning = 0.98
  driving = 0.95
  rear_margin = 0.2           # share of the rear tyres' slip kept in hand
  steering_rate_degps = 60    # at the front wheels
  pedal_rate_ps = 5           # shares of the hardest braking each second

Each drives the fastest lap on a free line within what he uses of the car. What a step of a direction
is worth to him follows from the multipliers of that lap: a per cent of grip, power, downforce, drag,
mass and height of the mass centre, 5 % of the range of what may be set up. Several courses count
together.

Examples:
  maatstaf setup directions --car f1-2024 --course catalunya --driver smooth.toml --driver late.toml
  maatstaf setup directions --car gt3 --course monza --course monaco --driver a.toml --driver b.toml --json")]
pub struct DirectionsArgs {
    #[command(flatten)]
    lap: LapAsk,
    /// A course by name (maatstaf course list), or a file of our own format; may be given again
    #[arg(long = "course", value_name = "NAME|FILE", required = true)]
    courses: Vec<String>,
    /// A description of a driver; given twice
    #[arg(long = "driver", value_name = "FILE", required = true, num_args = 1)]
    drivers: Vec<PathBuf>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the answer as CSV
    #[arg(long)]
    csv: bool,
}

/// `maatstaf setup directions`
pub fn directions(ask: &DirectionsArgs) -> Result<String, ShellError> {
    let [a, b] = &ask.drivers[..] else {
        let message = "directions are compared between two drivers: give --driver twice";
        return Err(ShellError::Input(message.to_owned()));
    };
    let drivers = [driver(a)?, driver(b)?];
    let (id, car) = ask.lap.car()?;
    let found = ask.courses.iter().map(|text| Ok(course::find(text)?.course));
    let courses: Vec<Course> = found.collect::<Result<_, ShellError>>()?;
    let all: Vec<&Course> = courses.iter().collect();
    let [first, second] = &drivers;
    let told = maatstaf::directions(&car, &all, [first, second], &ask.lap.how.settings())?;
    let table = table(&told, ask.csv);
    match (ask.json, ask.csv) {
        (true, _) => json_of(&id, &courses, &drivers, &told),
        (_, true) => Ok(table.csv()),
        _ => {
            let mut text = show::heading(&format!("{}: two drivers", car.name()));
            text += &laps(&courses, &drivers, &told);
            text += &table.text(show::width(), show::bold());
            Ok(text + &verdict(&told, &drivers))
        }
    }
}

fn driver(path: &Path) -> Result<DrivingStyle, ShellError> {
    let wrong = |what: String| ShellError::Input(format!("{}: {what}", path.display()));
    let text =
        std::fs::read_to_string(path).map_err(|error| wrong(format!("cannot read: {error}")))?;
    driving::read(&text).map_err(|error| wrong(error.to_string().trim_end().to_owned()))
}

fn laps(courses: &[Course], drivers: &[DrivingStyle; 2], told: &Directions) -> String {
    let [first, second] = drivers.each_ref().map(DrivingStyle::name);
    let mut text = format!("A is {first}, B is {second}.\n");
    for (i, course) in courses.iter().enumerate() {
        let [a, b] = [0, 1].map(|driver| told.times[driver][i]);
        text += &format!("{}: A {a:.3} s, B {b:.3} s\n", course.name());
    }
    text + "\n"
}

/// A step with its unit: `1 %`, `+8.08 kg`.
fn step(direction: &Direction) -> String {
    match direction.unit {
        None => format!("{} %", 100.0 * direction.step),
        Some(unit) => {
            let step = format!("{:.2e}", unit.from_si(direction.step));
            let step: f64 = step.parse().unwrap_or(direction.step);
            format!("{step} {}", unit.symbol()).trim_end().to_owned()
        }
    }
}

const fn word(wish: Wish) -> &'static str {
    match wish {
        Wish::More => "both want more",
        Wish::Less => "both want less",
        Wish::Apart => "they differ",
        Wish::Little => "matters little",
    }
}

fn table(told: &Directions, exact: bool) -> Table {
    let headings = ["direction", "step up", ">A (s per step)", ">B (s per step)", "?wish"];
    let mut table = Table::new(&headings);
    for direction in &told.directions {
        let worth = |worth: f64| if exact { worth.to_string() } else { format!("{worth:+.4}") };
        table.push(vec![
            direction.name.to_owned(),
            step(direction),
            worth(direction.worth[0]),
            worth(direction.worth[1]),
            word(told.wish(direction)).to_owned(),
        ]);
    }
    table
}

fn verdict(told: &Directions, drivers: &[DrivingStyle; 2]) -> String {
    let [a, b] = drivers.each_ref().map(DrivingStyle::name);
    let degrees = told.angle.to_degrees();
    let names = |wish: &[Wish]| {
        let of = told.directions.iter().filter(|it| wish.contains(&told.wish(it)));
        of.map(|it| it.name).collect::<Vec<_>>().join(", ")
    };
    let mut text = format!(
        "\nMinus is faster. The directions of {a} and {b} stand at {degrees:.1}° to each other, over {} \
         directions: 0° is the same car, 180° the opposite.\n",
        told.directions.len()
    );
    for (what, wish) in
        [("Both want", &[Wish::More, Wish::Less][..]), ("They differ in", &[Wish::Apart])]
    {
        let names = names(wish);
        if !names.is_empty() {
            text += &show::wrapped(&format!("{what}: {names}."), show::width(), "");
        }
    }
    text
}

fn json_of(
    id: &str,
    courses: &[Course],
    drivers: &[DrivingStyle; 2],
    told: &Directions,
) -> Result<String, ShellError> {
    let driver = |i: usize| json!({"name": drivers[i].name(), "lap_times": told.times[i]});
    let direction = |it: &Direction| -> Value {
        json!({
            "name": it.name,
            "step": it.unit.map_or(it.step, |unit| unit.from_si(it.step)),
            "unit": it.unit.map_or("share", |unit| unit.symbol()),
            "worth_s": it.worth,
            "wish": word(told.wish(it)),
        })
    };
    let answer = json!({
        "car": id,
        "courses": courses.iter().map(Course::id).collect::<Vec<_>>(),
        "drivers": [driver(0), driver(1)],
        "angle_deg": told.angle.to_degrees(),
        "directions": told.directions.iter().map(direction).collect::<Vec<Value>>(),
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}
