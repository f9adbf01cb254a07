use std::path::PathBuf;

use clap::{Parser, Subcommand};
use maatstaf::core::Year;

/// Where do I stand against my reference, since when, and what is settled?
///
/// Works offline: the seasons 2021, 2022 and 2023 are inside. For every season since 1950
/// pass an F1DB CSV release (folder or zip) with --f1db, or name it in $MAATSTAF_F1DB.
#[derive(Parser)]
#[command(name = "maatstaf", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Args {
    /// An F1DB CSV release: its folder or its zip [env: MAATSTAF_F1DB]
    #[arg(long, global = true, value_name = "PATH")]
    pub f1db: Option<PathBuf>,
    /// What to ask.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
Examples:
  maatstaf briefing PER --against VER --season 2023
  maatstaf standings 2023 --after singapore
  maatstaf clinch 2023 --driver perez --place 2
  maatstaf --f1db f1db-csv.zip audit

Exit codes: 0 done, 1 our fault, 2 bad input or usage, 3 data missing.";

/// The questions.
#[derive(Subcommand)]
pub enum Command {
    /// One page on a driver against his reference
    Briefing(BriefingArgs),
    /// The table of a season, after any round
    Standings(StandingsArgs),
    /// When each place was settled, and what is still possible
    Clinch(ClinchArgs),
    /// Recompute every season and compare with the official standings
    Audit(AuditArgs),
}

/// `maatstaf briefing DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Drivers are found by code, number, family name or full name, with or without accents.

Examples:
  maatstaf briefing PER --against VER --season 2023
  maatstaf briefing perez --against 1 --season 2023 --html page.html
  maatstaf briefing NOR --against PIA --season 2023 --json
  maatstaf --f1db f1db-csv.zip briefing senna --against prost --season 1988")]
pub struct BriefingArgs {
    /// Whose page it is
    pub driver: String,
    /// The reference
    #[arg(long, value_name = "DRIVER")]
    pub against: String,
    /// Which season; the latest at hand without it
    #[arg(long, value_name = "YEAR")]
    pub season: Option<Year>,
    /// Write the page as one self-contained HTML file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
}

/// `maatstaf standings YEAR`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf standings 2023
  maatstaf standings 2023 --after 15
  maatstaf standings 2022 --after monza --constructors
  maatstaf standings 2021 --csv > standings.csv
  maatstaf --f1db f1db-csv.zip standings 1988 --json")]
pub struct StandingsArgs {
    /// Which season
    pub year: Year,
    /// After which round: its number, name or circuit; the last one held without it
    #[arg(long, value_name = "ROUND")]
    pub after: Option<String>,
    /// The constructors' championship
    #[arg(long)]
    pub constructors: bool,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf clinch YEAR`
#[derive(clap::Args)]
#[command(after_help = "\
A place is settled when no result of the sessions left could change it. The magic number is
how many points (that count) a driver still needs to be level with the best case of the rival
who decides the place; `+` means level is not enough.

Examples:
  maatstaf clinch 2023
  maatstaf clinch 2023 --driver PER --place 2
  maatstaf clinch 2022 --constructors
  maatstaf --f1db f1db-csv.zip clinch 1978 --out peterson@14")]
pub struct ClinchArgs {
    /// Which season
    pub year: Year,
    /// One driver (or, with --constructors, one team), round by round
    #[arg(long, value_name = "NAME")]
    pub driver: Option<String>,
    /// The place in question; the final one without it
    #[arg(long, value_name = "N", requires = "driver")]
    pub place: Option<u16>,
    /// The constructors' championship
    #[arg(long)]
    pub constructors: bool,
    /// A rival who cannot score any more, from a round on: NAME or NAME@ROUND; may be repeated
    #[arg(long, value_name = "NAME[@ROUND]")]
    pub out: Vec<String>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the table as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf audit`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf --f1db f1db-csv.zip audit
  maatstaf --f1db f1db/ audit --from 1988 --to 1990
  maatstaf --f1db f1db/ audit --json")]
pub struct AuditArgs {
    /// The first season
    #[arg(long, value_name = "YEAR", default_value_t = 1950)]
    pub from: Year,
    /// The last season
    #[arg(long, value_name = "YEAR", default_value_t = 2026)]
    pub to: Year,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the differences as CSV
    #[arg(long)]
    pub csv: bool,
}
