//! `maatstaf odds`: how likely everyone ends in which place.

mod ask;
mod json;
pub mod replay;
mod text;

use maatstaf::core::{Competitor, RoundNumber, Season, Title, Year};
use maatstaf::pace::odds::{Draws, Odds};
use serde_json::Value;

use super::standings::title;
use crate::answer::{self, Shape};
use crate::args::{Args, year};
use crate::error::ShellError;
use crate::odds_page;
use crate::show::{self, Table};
use crate::source::{self, Facts};

use ask::If;
pub use text::{heading, percent, sentences};

/// `maatstaf odds YEAR [--after ROUND]`
#[derive(clap::Args)]
#[command(after_help = "\
Ends of the season are drawn: what drivers and cars are worth, from the orders of qualifying and races so far and of
up to twelve seasons before; who retires; and the season's own points, dropped results and ties. Nothing after the
round takes part but the calendar. A chance is 0 or 1 where the championship is settled, and nowhere else.

--if asks what would be if a driver were faster in qualifying, and so in races, from the round on:
DRIVER:gap=half, DRIVER:gap=0, DRIVER:gap=0.2 (his gap to his team mate, or --against, in percent of lap time, from
there on), DRIVER:faster=0.1 (by so many percent).

Examples:
  maatstaf odds 2023 --after 5
  maatstaf odds 2021 --after abu-dhabi --constructors
  maatstaf odds 2023 --after 5 --if PER:gap=half
  maatstaf odds 2023 --after 5 --html odds.html
  maatstaf --f1db f1db-csv.zip odds 1988 --after 8 --json
  maatstaf --f1db f1db-csv.zip odds --replay")]
pub struct OddsArgs {
    /// Which season
    #[arg(required_unless_present = "replay", value_parser = year)]
    pub year: Option<Year>,
    /// The round after which is asked, by number, name or circuit; the last one held without it
    #[arg(long, value_name = "ROUND")]
    pub after: Option<String>,
    /// One driver (or, with --constructors, one team): every place
    #[arg(long, value_name = "NAME")]
    pub driver: Option<String>,
    /// The constructors' championship
    #[arg(long)]
    pub constructors: bool,
    /// What if: DRIVER:gap=half, DRIVER:gap=PERCENT, DRIVER:faster=PERCENT; may be repeated
    #[arg(long = "if", value_name = "DRIVER:CHANGE")]
    pub what_if: Vec<String>,
    /// To whom the gap of --if is; his team mate without it
    #[arg(long, value_name = "DRIVER", requires = "what_if")]
    pub against: Option<String>,
    /// How many ends of the season are drawn: 100000 without it, 2000 for each round of a replay
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=100_000_000))]
    pub ends: Option<u32>,
    /// The seed that they are drawn from
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Ask after every round of seasons that are over, and score the answers
    #[arg(long, conflicts_with_all = ["year", "after", "driver", "constructors", "what_if"])]
    pub replay: bool,
    /// With --replay, the first season
    #[arg(long, value_name = "YEAR", requires = "replay", value_parser = year)]
    pub from: Option<Year>,
    /// With --replay, the last season
    #[arg(long, value_name = "YEAR", requires = "replay", value_parser = year)]
    pub to: Option<Year>,
    #[command(flatten)]
    pub shape: Shape,
}

impl OddsArgs {
    /// So many as were asked for, or else as are usual.
    fn draws(&self, usual: u32) -> Draws {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Draws { ends: self.ends.unwrap_or(usual), seed: self.seed, threads }
    }

    fn draws_of_a_round(&self) -> Draws {
        self.draws(Draws::default().ends)
    }

    fn whose(&self) -> &'static str {
        if self.constructors { "constructors" } else { "drivers" }
    }
}

/// No more ends are drawn for each round of a chart.
const ENDS_OF_A_CHART: u32 = 20_000;

/// All that an answer is made of.
pub struct Answer<'a> {
    /// Where it comes from.
    pub facts: &'a Facts,
    /// Which season.
    pub season: &'a Season,
    /// Drivers, or constructors.
    pub whose: &'static str,
    /// The odds.
    pub odds: Odds,
    /// One competitor alone.
    pub only: Option<Competitor>,
    /// The odds if something were different, with what.
    pub what_if: Option<If>,
    /// After every round up to the one that is asked about, where a page is drawn.
    pub rounds: Vec<Odds>,
}

impl answer::Answer for Answer<'_> {
    fn facts(&self) -> &Facts {
        self.facts
    }

    fn text(&self) -> String {
        text::text(self)
    }

    fn json(&self) -> Value {
        json::of(self)
    }

    fn table(&self) -> Table {
        text::places(self)
    }

    fn page(&self) -> String {
        odds_page::page(self)
    }
}

impl Answer<'_> {
    /// A competitor as printed.
    pub fn name(&self, who: &Competitor) -> String {
        show::name(&self.facts.almanac, who)
    }

    /// A round as printed: `5, Miami`.
    pub fn round(&self, round: RoundNumber) -> String {
        let name = self.season.event(round).map_or("", |event| event.round.name.as_str());
        format!("{round}, {name}")
    }
}

/// `maatstaf odds YEAR [--after ROUND] [--if DRIVER:CHANGE]`, or `--replay`
pub fn odds(args: &Args, ask: &OddsArgs) -> Result<String, ShellError> {
    let Some(year) = ask.year else { return replay::replay(args, ask) };
    // What drivers and cars are worth comes from the seasons before.
    let (first, _) = source::first_and_last();
    let years = source::years(Some(first.min(year)), Some(year))?;
    let facts = source::load(args, Some(years), false)?;
    let (season, rules) = source::season(&facts, year)?;
    let round = match &ask.after {
        Some(text) => maatstaf::find_round(season, text)?,
        None => season.last_held(),
    };
    let title = title(ask.constructors);
    let scene = maatstaf::odds_scene(&facts.almanac, rules, year, round, title)?;
    let draws = ask.draws_of_a_round();
    let odds = scene.odds(scene.field(), &draws);
    let what_if = ask::what_if(&facts, season, round, &scene, ask)?;
    let only = ask.driver.as_deref().map(|text| only(&facts, season, &scene, title, text));
    let rounds = if ask.shape.wants_page() {
        let draws = Draws { ends: draws.ends.min(ENDS_OF_A_CHART), ..draws };
        let all = maatstaf::odds_over_the_season(&facts.almanac, rules, year, title, |_| draws)?;
        all.into_iter().filter(|odds| odds.moment.round <= round).collect()
    } else {
        Vec::new()
    };
    let (whose, only) = (ask.whose(), only.transpose()?);
    ask.shape.of(&Answer { facts: &facts, season, whose, odds, only, what_if, rounds })
}

fn only(
    facts: &Facts,
    season: &Season,
    scene: &maatstaf::pace::odds::Scene,
    title: Title,
    text: &str,
) -> Result<Competitor, ShellError> {
    let all = scene.sheet().competitors();
    let who = match title {
        Title::Constructors => maatstaf::find_make(&facts.almanac, season, all, text)?,
        Title::Drivers => Competitor::Driver(maatstaf::find_driver(&facts.almanac, season, text)?),
    };
    match all.contains(&who) {
        true => Ok(who),
        false => Err(ShellError::Missing(format!(
            "{} had not taken part by then",
            show::name(&facts.almanac, &who)
        ))),
    }
}
