use std::path::PathBuf;

use clap::{Parser, Subcommand};
use maatstaf::core::{Date, Year};

use crate::commands::audit::AuditArgs;
use crate::commands::briefing::BriefingArgs;
use crate::commands::car::CarArgs;
use crate::commands::chain::ChainArgs;
use crate::commands::classification::ClassificationArgs;
use crate::commands::clinch::ClinchArgs;
use crate::commands::compare::CompareArgs;
use crate::commands::completions::CompletionsArgs;
use crate::commands::consistency::ConsistencyArgs;
use crate::commands::course::CourseArgs;
use crate::commands::data::DataArgs;
use crate::commands::driver::DriverArgs;
use crate::commands::drivers::DriversArgs;
use crate::commands::form::FormArgs;
use crate::commands::gallery::GalleryArgs;
use crate::commands::gap::GapArgs;
use crate::commands::lap::LapArgs;
use crate::commands::laps::LapsArgs;
use crate::commands::man::ManArgs;
use crate::commands::odds::OddsArgs;
use crate::commands::pace::PaceArgs;
use crate::commands::records::RecordsArgs;
use crate::commands::round::RoundArgs;
use crate::commands::sessions::SessionsArgs;
use crate::commands::setup::SetupArgs;
use crate::commands::standings::StandingsArgs;
use crate::commands::sweep::SweepArgs;
use crate::commands::what_if::WhatIfArgs;

/// Where do I stand against my reference, since when, and what is settled?
///
/// Works offline: the seasons 2021, 2022 and 2023 are inside. For every season since 1950
/// fetch F1DB once with maatstaf data fetch f1db, or import a release (folder or zip) that you
/// have; or pass one with --f1db, or name it in $MAATSTAF_F1DB.
#[derive(Parser)]
#[command(name = "maatstaf", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// An F1DB CSV release: its folder or its zip [env: MAATSTAF_F1DB]
    #[arg(long, global = true, value_name = "PATH")]
    pub f1db: Option<PathBuf>,
    /// What to ask; nothing shows what can be asked.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  maatstaf briefing PER --against VER --season 2023
  maatstaf standings 2023 --after singapore
  maatstaf clinch 2023 --driver perez --place 2
  maatstaf lap --car f1-2014 --course catalunya --plot lap.html
  maatstaf data fetch f1db
  maatstaf audit

Exit codes: 0 done, 1 our fault, 2 bad input or usage, 3 data missing.";

/// A season, as people write it.
pub fn year(text: &str) -> Result<Year, String> {
    text.trim().parse().map_err(|_| "a season is a year, such as 2023".to_owned())
}

/// A day, as people write it.
pub fn day(text: &str) -> Result<Date, String> {
    let day = text.trim().parse();
    day.map_err(|_| "a day of the calendar is written YYYY-MM-DD, such as 2023-12-01".to_owned())
}

/// The questions.
#[derive(Subcommand)]
pub enum Command {
    /// One page on a driver against his reference
    Briefing(BriefingArgs),
    /// Whether the gap to a reference changed over a season: level, change points, the end
    Form(FormArgs),
    /// Two drivers who need not have been team mates, through chains of team mates
    Chain(ChainArgs),
    /// Drivers and cars apart: what each is worth, and who would be ahead in the same car
    Drivers(DriversArgs),
    /// The gap in points of two drivers: what it came from, and what would close it
    Gap(GapArgs),
    /// How fast two drivers were: qualifying, and the laps of the races
    Pace(PaceArgs),
    /// How steady two drivers were, lap by lap and race by race
    Consistency(ConsistencyArgs),
    /// The table of a season, after any round
    Standings(StandingsArgs),
    /// When each place was settled, and what is still possible
    Clinch(ClinchArgs),
    /// How likely everyone ends in which place, from any round on; and how good such odds were
    Odds(OddsArgs),
    /// A driver: who he is, his seasons, team mates and wins
    Driver(DriverArgs),
    /// One round: when, where, and how its sessions ended
    Round(RoundArgs),
    /// What was never more or less: gaps, wins, streaks, rounds to spare
    Records(RecordsArgs),
    /// A season under other points, without a round, or with another result
    WhatIf(WhatIfArgs),
    /// Recompute every season and compare with the official standings
    Audit(AuditArgs),
    /// Cars: what is inside, what one is, whether a description is right
    Car(CarArgs),
    /// Courses: what is inside, what one is, fit one to points, whether it is a road
    Course(CourseArgs),
    /// The local library: import, list, verify, remove
    Data(DataArgs),
    /// The sessions of the library: what was recorded, lap by lap
    Sessions(SessionsArgs),
    /// The laps of a session, by driver, stint, tyres, flags
    Laps(LapsArgs),
    /// The order on the road of a session, with gaps
    Classification(ClassificationArgs),
    /// Two laps of one road: where time was lost, how much, and how sure that is
    Compare(CompareArgs),
    /// The fastest lap of a car on a course: time, corners, every channel, a page to look at
    Lap(LapArgs),
    /// What a set-up is worth: the price of every number of a car on a course
    Setup(SetupArgs),
    /// Many laps: cars, courses and values of their numbers, on all cores, to one table
    Sweep(SweepArgs),
    /// Problems with known answers, solved: the lap solver's yardstick
    Gallery(GalleryArgs),
    /// Print the completions of a shell: bash, zsh, fish, elvish, powershell
    Completions(CompletionsArgs),
    /// Print the manual page, or write one per command into a folder
    Man(ManArgs),
}
