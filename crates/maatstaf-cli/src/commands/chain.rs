use maatstaf::core::{DriverId, Year};
use maatstaf::pace::ChainedGap;
use serde_json::json;

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::gap_json::ends;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// Text is not set wider than this.
const WIDEST: usize = 100;

/// `maatstaf chain DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Team mates have equal cars, and who was whose team mate links nearly everybody. The gap in qualifying is taken
over all chains together; the shortest one is spelled out, with the interval that grows from link to link.
Chains need seasons: the embedded three link few, F1DB all since 1950.

Examples:
  maatstaf chain RIC --against PIA
  maatstaf --f1db f1db-csv.zip chain PER --against HAM
  maatstaf --f1db f1db-csv.zip chain verstappen --against \"michael schumacher\" --json
  maatstaf --f1db f1db-csv.zip chain PER --against HAM --from 2010 --to 2020 --csv")]
pub struct ChainArgs {
    /// Who
    pub driver: String,
    /// The reference
    #[arg(long, value_name = "DRIVER")]
    pub against: String,
    /// The first season that may take part
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub from: Option<Year>,
    /// The last season
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub to: Option<Year>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the links as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf chain DRIVER --against REFERENCE [--from YEAR] [--to YEAR]`
pub fn chain(args: &Args, ask: &ChainArgs) -> Result<String, ShellError> {
    let years = source::years(ask.from, ask.to)?;
    let facts = source::load(args, Some(years.clone()), false)?;
    let mut almanac = facts.almanac.clone();
    almanac.to_mut().seasons.retain(|year, _| years.contains(year));
    if almanac.seasons.is_empty() {
        return Err(source::none_at_hand(&facts, &years));
    }
    let find = |text: &str| maatstaf::find_anyone(&almanac, text);
    let (driver, reference) = (find(&ask.driver)?, find(&ask.against)?);
    if driver == reference {
        return Err(ShellError::Input(format!(
            "{:?} and {:?} are the same driver; name another reference",
            ask.driver, ask.against
        )));
    }
    let found = maatstaf::chain(&almanac, &driver, &reference)?;
    if ask.json {
        return json_of(&facts, &driver, &reference, &found);
    }
    let table = table(&facts, &found);
    if ask.csv {
        facts.announce();
        return Ok(table.csv());
    }
    Ok(text(&facts, &driver, &reference, &found) + &facts.footer())
}

fn text(facts: &Facts, driver: &DriverId, reference: &DriverId, found: &ChainedGap) -> String {
    let width = show::width().min(WIDEST);
    let name = |id| facts.almanac.driver_name(id);
    let mut text = show::heading(&format!("{} against {}", name(driver), name(reference)));
    for sentence in maatstaf::chain_sentences(&facts.almanac, driver, reference, found) {
        text += &show::point(&sentence, width);
    }
    text
}

/// A row a link of the shortest chain.
fn table(facts: &Facts, found: &ChainedGap) -> Table {
    let mut table = Table::new(&[
        "driver",
        "reference",
        "seasons",
        ">rounds",
        ">gap (%)",
        ">low (%)",
        ">high (%)",
        ">along the chain (%)",
        ">along low (%)",
        ">along high (%)",
    ]);
    for link in &found.links {
        let name = |id| facts.almanac.driver_name(id).to_owned();
        let seasons: Vec<String> = link.seasons.iter().map(ToString::to_string).collect();
        let numbers = [link.gap, link.so_far].map(|at| [at.median, at.low, at.high]);
        let mut row =
            vec![name(&link.driver), name(&link.reference), seasons.join(" "), link.n.to_string()];
        row.extend(numbers.iter().flatten().map(|value| format!("{value:+.3}")));
        table.push(row);
    }
    table
}

fn json_of(
    facts: &Facts,
    driver: &DriverId,
    reference: &DriverId,
    found: &ChainedGap,
) -> Result<String, ShellError> {
    let person = |id: &DriverId| json!({"id": id.as_str(), "name": facts.almanac.driver_name(id)});
    let links = found.links.iter().map(|link| {
        json!({
            "driver": person(&link.driver),
            "reference": person(&link.reference),
            "seasons": link.seasons,
            "n": link.n,
            "gap_percent": link.gap.median,
            "interval": ends(&link.gap),
            "along_percent": link.so_far.median,
            "along_interval": ends(&link.so_far),
        })
    });
    let answer = json!({
        "driver": person(driver),
        "reference": person(reference),
        "gap_percent": found.gap.median,
        "interval": ends(&found.gap),
        "links": links.collect::<Vec<_>>(),
        "disagreement": found.disagreement,
        "pair_seasons": found.n_pair_seasons,
        "sentences": maatstaf::chain_sentences(&facts.almanac, driver, reference, found),
    });
    show::json(facts, answer)
}
