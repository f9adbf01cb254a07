mod ask;
mod every;
mod words;

use maatstaf::core::{Season, SeasonRules, Year};
use maatstaf::facts;
use maatstaf::season::{Change, Comparison, Drops, Ending, WhatIf, what_if as compare};
use serde_json::{Value, json};

use super::standings::title;
use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf what-if YEAR`
#[derive(clap::Args)]
#[command(after_help = "\
A result is ROUND: DRIVER=PLACE, with dnf or dsq for a place; those who are not named keep
their order. `monza sprint: …` is the sprint; `monza: fastest-lap=NOR` moves the fastest lap.

Examples:
  maatstaf what-if 2021 --points 2003
  maatstaf what-if 2021 --without belgium --without \"abu dhabi\"
  maatstaf what-if 2021 --result \"abu dhabi: HAM=1, VER=2\"
  maatstaf what-if 2023 --points 1990 --scale-drops --constructors
  maatstaf --f1db f1db-csv.zip what-if 1988 --points 1991
  maatstaf --f1db f1db-csv.zip what-if --all")]
pub struct WhatIfArgs {
    /// Which season
    #[arg(required_unless_present = "all", value_parser = year)]
    pub year: Option<Year>,
    /// Count as in this season: points, fastest laps, sprints, dropped results, ties
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub points: Option<Year>,
    /// Leave out a round: its number, name or circuit; may be repeated
    #[arg(long, value_name = "ROUND")]
    pub without: Vec<String>,
    /// Change a result: "monza: LEC=1, NOR=dnf"; may be repeated
    #[arg(long, value_name = "ROUND: DRIVER=PLACE")]
    pub result: Vec<String>,
    /// For every season, the systems under which the champion changes
    #[arg(long, conflicts_with_all = ["points", "without", "result"])]
    pub all: bool,
    /// With --all, the first season
    #[arg(long, value_name = "YEAR", requires = "all", conflicts_with = "year", value_parser = year)]
    pub from: Option<Year>,
    /// With --all, the last season
    #[arg(long, value_name = "YEAR", requires = "all", conflicts_with = "year", value_parser = year)]
    pub to: Option<Year>,
    /// Where results are dropped, count the same share of them as then, not as many
    #[arg(long)]
    pub scale_drops: bool,
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

impl WhatIfArgs {
    fn drops(&self) -> Drops {
        if self.scale_drops { Drops::Scaled } else { Drops::AsWritten }
    }

    fn whose(&self) -> &'static str {
        if self.constructors { "constructors" } else { "drivers" }
    }
}

/// `maatstaf what-if YEAR [--points YEAR] [--without ROUND] [--result …]`, or `--all`
pub fn what_if(args: &Args, ask: &WhatIfArgs) -> Result<String, ShellError> {
    let year = match ask.year {
        Some(year) if !ask.all => year,
        _ => return every::every(args, ask),
    };
    if ask.points.is_none() && ask.without.is_empty() && ask.result.is_empty() {
        return Err(ShellError::Input(
            "what is different? name --points YEAR, --without ROUND or --result \"ROUND: \
             DRIVER=PLACE\", or ask for --all"
                .to_owned(),
        ));
    }
    let facts = source::load(args, Some(year..=year), false)?;
    let (season, own) = source::season(&facts, year)?;
    let system = ask.points.map(system).transpose()?;
    let without = ask::without(season, &ask.without)?;
    let edits = ask::edits(&facts.almanac, season, &without, &ask.result)?;
    let changes = WhatIf { system, drops: ask.drops(), without, edits };
    let compared = compare(season, own, title(ask.constructors), &changes)?;
    let answer = Answer { facts: &facts, season, own, ask, changes, compared };
    if ask.json {
        return answer.json();
    }
    if ask.csv {
        facts.announce();
        return Ok(answer.table(answer.compared.changes(), "-").csv());
    }
    Ok(answer.text() + &facts.footer())
}

/// The rules of the season whose system is asked for.
fn system(year: Year) -> Result<&'static SeasonRules, ShellError> {
    facts::f1_rules().get(&year).ok_or_else(|| source::no_season(year))
}

/// All that an answer is made of.
struct Answer<'a> {
    facts: &'a Facts,
    season: &'a Season,
    own: &'a SeasonRules,
    ask: &'a WhatIfArgs,
    changes: WhatIf<'a>,
    compared: Comparison,
}

impl Answer<'_> {
    fn text(&self) -> String {
        let width = show::width();
        let mut text = show::heading(&words::heading(self));
        text += &show::wrapped(&words::system(self), width, "");
        let shown = self.compared.changes().filter(words::is_shown);
        text += "\n";
        text += &self.table(shown, "−").text(width, show::bold());
        text += "\n";
        text += &show::wrapped(&words::verdict(self).join(" "), width, "");
        let notes = words::notes(self);
        if !notes.is_empty() {
            text += "\n";
        }
        for note in notes {
            text += &show::wrapped(&note, width, "");
        }
        text
    }

    /// A line per competitor, with this sign for places lost.
    fn table<'b>(&'b self, changes: impl Iterator<Item = Change<'b>>, minus: &str) -> Table {
        let mut table = Table::new(&[
            ">place",
            "name",
            ">points",
            ">was place",
            ">was points",
            ">change (places)",
        ]);
        let place = |place: Option<u16>| place.map_or("excluded".to_owned(), |it| it.to_string());
        for at in changes {
            let gained = at.places_gained().unwrap_or(0);
            table.push(vec![
                place(at.after.place),
                show::name(&self.facts.almanac, at.competitor()),
                at.after.points.to_string(),
                place(at.before.place),
                at.before.points.to_string(),
                match gained {
                    0 => String::new(),
                    1.. => format!("+{gained}"),
                    _ => format!("{minus}{}", -gained),
                },
            ]);
        }
        table
    }

    fn json(&self) -> Result<String, ShellError> {
        let rows = self.compared.changes().map(|at| {
            json!({
                "place": at.after.place,
                "id": at.competitor().to_string(),
                "name": show::name(&self.facts.almanac, at.competitor()),
                "points": show::number(at.after.points),
                "points_exact": at.after.points.to_string(),
                "was_place": at.before.place,
                "was_points": show::number(at.before.points),
                "was_points_exact": at.before.points.to_string(),
                "places_gained": at.places_gained(),
            })
        });
        let answer = json!({
            "season": self.season.year(),
            "title": self.ask.whose(),
            "over": self.compared.is_over,
            "points_of": self.ask.points,
            "system": words::system(self),
            "without": self.changes.without,
            "results": self.ask.result,
            "champion_changes": self.compared.champion_changes(),
            "before": self.ending(&self.compared.before),
            "after": self.ending(&self.compared.after),
            "standings": rows.collect::<Vec<_>>(),
            "verdict": words::verdict(self),
            "notes": words::notes(self),
        });
        show::json(self.facts, answer)
    }

    /// Who stands first, and when that was settled.
    fn ending(&self, ending: &Ending) -> Value {
        let leaders = ending.leaders().into_iter().map(|row| {
            json!({
                "id": row.competitor.to_string(),
                "name": show::name(&self.facts.almanac, &row.competitor),
            })
        });
        let settled = ending.decided().map(|at| {
            json!({
                "round": at.moment.round,
                "race": words::race(self.season, at.moment.round),
                "session": show::session(at.moment.session),
                "rounds_to_spare": at.rounds_to_spare,
            })
        });
        json!({ "first": leaders.collect::<Vec<_>>(), "settled": settled })
    }
}
