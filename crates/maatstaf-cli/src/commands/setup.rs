//! `maatstaf setup`: what a set-up is worth.

pub mod compare;
mod directions;
mod optimise;
mod sensitivities;

use clap::Subcommand;
use maatstaf::core::Car;

use crate::commands::car;
use crate::commands::lap::how::SolveArgs;
use crate::error::ShellError;

/// `maatstaf setup`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf setup sensitivities --car f1-2014 --course catalunya
  maatstaf setup sensitivities --car mine.toml --course monza --csv
  maatstaf setup optimise --car f1-2014 --course monaco --out mine.toml
  maatstaf setup compare f1-2024 --set-b aero.downforce_level=0.8 --course monza
  maatstaf setup directions --car gt3 --course monaco --driver a.toml --driver b.toml")]
pub struct SetupArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: SetupCommand,
}

/// What can be asked about set-ups.
#[derive(Subcommand)]
pub enum SetupCommand {
    /// What a bit more of every number of a car is worth on a course, from one lap
    Sensitivities(sensitivities::SensitivitiesArgs),
    /// The best set-up for one course or several, found together with its laps
    Optimise(optimise::OptimiseArgs),
    /// Two set-ups, or two cars: what differs, and what it does in every corner
    Compare(compare::CompareArgs),
    /// Two drivers, one car: in which directions each would develop it
    Directions(directions::DirectionsArgs),
}

/// `maatstaf setup …`
pub fn setup(ask: &SetupArgs) -> Result<String, ShellError> {
    match &ask.what {
        SetupCommand::Sensitivities(ask) => sensitivities::sensitivities(ask),
        SetupCommand::Optimise(ask) => optimise::optimise(ask),
        SetupCommand::Compare(ask) => compare::compare(ask),
        SetupCommand::Directions(ask) => directions::directions(ask),
    }
}

/// The car and how its lap is solved, as in `maatstaf lap`.
#[derive(clap::Args)]
pub struct LapAsk {
    /// A car that is inside (maatstaf car list), or a description in TOML
    #[arg(long, value_name = "NAME|FILE")]
    car: String,
    #[command(flatten)]
    how: SolveArgs,
    /// Change a set-up parameter first (maatstaf car show), in its unit; may be given again
    #[arg(long = "set", value_name = "PARAMETER=VALUE")]
    setup: Vec<String>,
}

impl LapAsk {
    /// The car with its changes, and its name for machines.
    pub fn car(&self) -> Result<(String, Car), ShellError> {
        let (id, car) = car::find(&self.car)?;
        Ok((id, car::set_up(car, "--set", &self.setup)?))
    }
}
