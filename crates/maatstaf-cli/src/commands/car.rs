//! `maatstaf car`: cars as every solver reads them.

mod changes;
mod check;
mod list;
mod show;

use std::path::Path;

use clap::Subcommand;
use maatstaf::core::{Car, Issue};
use maatstaf::formats::car::{self, Problems, ReadCar};

use crate::error::ShellError;

pub use changes::set_up;

/// `maatstaf car`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf car list
  maatstaf car show f1-2014
  maatstaf car show gt3 --toml > mine.toml
  maatstaf car check mine.toml")]
pub struct CarArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: CarCommand,
}

/// What can be asked about cars.
#[derive(Subcommand)]
pub enum CarCommand {
    /// The cars that are inside, and what each rests on
    List(list::ListArgs),
    /// One car: every number with its unit, what may be set up, and what follows
    Show(show::ShowArgs),
    /// Whether descriptions of cars are right; else each line that is not, and the likely fix
    Check(check::CheckArgs),
}

/// `maatstaf car …`
pub fn car(ask: &CarArgs) -> Result<String, ShellError> {
    match &ask.what {
        CarCommand::List(ask) => list::list(ask),
        CarCommand::Show(ask) => show::show(ask),
        CarCommand::Check(ask) => check::check(ask),
    }
}

/// A car by its name, or from a description; with its name for machines.
pub fn find(text: &str) -> Result<(String, Car), ShellError> {
    let path = Path::new(text);
    if !path.is_file() {
        let embedded = maatstaf::find_car(text)?;
        return Ok((embedded.id.to_owned(), embedded.car.clone()));
    }
    let car = read(path, &self::text(path)?)
        .map_err(|problems| ShellError::Input(format!("{text}: {problems}")))?;
    Ok((path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), car))
}

/// The text of a description.
fn text(path: &Path) -> Result<String, ShellError> {
    let cannot = |error| ShellError::Input(format!("cannot read {}: {error}", path.display()));
    std::fs::read_to_string(path).map_err(cannot)
}

/// A car from the text of a file; what of its tyre files could not be used goes to standard error.
fn read(path: &Path, text: &str) -> Result<Car, Problems> {
    let read = read_all(path, text)?;
    warn(&read.issues);
    Ok(read.car)
}

fn warn(issues: &[Issue]) {
    issues.iter().for_each(|issue| eprintln!("maatstaf: {issue}"));
}

/// A car from the text of a file; tyre files are looked for beside it.
fn read_all(path: &Path, text: &str) -> Result<ReadCar, Problems> {
    car::read_with(text, |name| {
        let beside = path.with_file_name(name);
        std::fs::read(&beside).map_err(|error| format!("cannot read {}: {error}", beside.display()))
    })
}

/// The laws of both tyres, in words.
fn law(car: &Car) -> String {
    let (front, rear) = (car.front_tyre().law(), car.rear_tyre().law());
    if front == rear { front.to_owned() } else { format!("{front}, {rear}") }
}

/// A number in at most six digits.
pub fn number(value: f64) -> String {
    let rounded: Option<f64> = format!("{value:.5e}").parse().ok();
    rounded.unwrap_or(value).to_string()
}
