//! `maatstaf gap`: what a gap in points came from, and what would close it.

use maatstaf::core::{Outcome, Points};
use maatstaf::on_the_lap::N_SEASONS;
use maatstaf::season::{Climb, GapPart};
use maatstaf::{ExplainedGap, Improvement, Plan, PointsEstimate, explained_gap, whole_points};
use serde_json::Value;

use crate::answer::{Answer, Shape, TwoDrivers};
use crate::args::Args;
use crate::error::ShellError;
use crate::gap_page;
use crate::season_laps::Asked;
use crate::show::{self, Table};
use crate::shown_gap::ShownGap;
use crate::source::{self, Facts};

/// `maatstaf gap SEASON DRIVER --against REFERENCE`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf gap 2023 PER --against VER
  maatstaf gap 2021 hamilton --against verstappen --html gap.html
  maatstaf --f1db f1db-csv.zip gap 1988 prost --against senna
  maatstaf gap 2023 PER --against VER --csv > rounds.csv

The gap is the points of the reference less those of the driver, of those that count; positive: the driver is behind.
In every race each driver holds places one after the other: in qualifying, on the grid, after the first lap, at the flag
or when he stopped, in the result. What a place would have paid in that race says what each step was worth; the parts
add up to the gap exactly. The first lap, and what a car held when it stopped, take laps: maatstaf data fetch session,
maatstaf data import. The plan looks up what places on the grid brought over five seasons at hand; intervals are 90 %.")]
pub struct GapArgs {
    #[command(flatten)]
    drivers: TwoDrivers,
    #[command(flatten)]
    shape: Shape,
}

/// `maatstaf gap SEASON DRIVER --against REFERENCE`
pub fn gap(args: &Args, ask: &GapArgs) -> Result<String, ShellError> {
    let asked = Asked::with_seasons_before(args, &ask.drivers, N_SEASONS as u16 - 1)?;
    let (season, rules) = source::season(&asked.facts, asked.year)?;
    let (driver, reference) = (&asked.driver.id, &asked.reference.id);
    let found =
        explained_gap(&asked.facts.almanac, rules, season, driver, reference, &asked.races)?;
    ask.shape.of(&Gap { asked, found })
}

/// A gap in points, explained.
struct Gap {
    asked: Asked,
    found: ExplainedGap,
}

impl Gap {
    fn shown(&self) -> ShownGap<'_> {
        ShownGap { found: &self.found, names: self.asked.names() }
    }
}

impl Answer for Gap {
    fn facts(&self) -> &Facts {
        &self.asked.facts
    }

    fn text(&self) -> String {
        text(&self.asked.title(), &self.shown())
    }

    fn json(&self) -> Value {
        let mut answer = self.shown().json();
        answer["season"] = self.asked.year.into();
        answer["driver"] = self.asked.driver.id.as_str().into();
        answer["reference"] = self.asked.reference.id.as_str().into();
        answer
    }

    fn table(&self) -> Table {
        rounds(&self.shown())
    }

    fn page(&self) -> String {
        gap_page::page(&self.asked.title(), &self.asked.about_rounds(), &self.shown())
    }
}

fn text(title: &str, gap: &ShownGap) -> String {
    let (full, width) = (show::width(), show::width().min(100));
    let mut text = show::heading(title);
    gap.sentences().iter().for_each(|it| text += &show::point(it, width));
    let table = |title: &str, table: &Table| {
        format!("\n{}{}", show::heading(title), table.text(full, show::bold()))
    };
    text += &table("Parts", &parts(gap));
    text += &table("Rounds", &rounds(gap));
    if let Some(plan) = &gap.found.plan {
        text += &table("What would close it", &improvements(plan));
        gap.plan_sentences().iter().for_each(|it| text += &show::point(it, width));
    }
    text
}

fn parts(gap: &ShownGap) -> Table {
    let mut table = Table::new(&["part", ">points", ">% of the gap"]);
    let total = gap.found.gap.total;
    let share = |points: Points| match total.is_zero() {
        true => String::new(),
        false => format!("{:.1}", 100.0 * points.as_f64() / total.as_f64()),
    };
    for (part, points) in gap.parts() {
        table.push(vec![part.name().to_owned(), points.to_string(), share(points)]);
    }
    table.push(vec!["total".to_owned(), total.to_string(), share(total)]);
    table
}

/// Round by round, a column a part.
fn rounds(gap: &ShownGap) -> Table {
    let columns = gap.columns();
    let mut headings = vec![">round", "race", ">gap points"];
    headings.extend(columns.iter().map(|part| heading(*part)));
    headings.extend(["?>laps known", "?his places", "?the other's"]);
    let mut table = Table::new(&headings);
    for round in &gap.found.gap.rounds {
        let mut row = vec![round.round.to_string(), round.race.clone(), round.total.to_string()];
        row.extend(columns.iter().map(|part| round.parts.of(*part).to_string()));
        row.push(if round.by_laps { "yes" } else { "" }.to_owned());
        row.extend([&round.driver, &round.reference].map(way));
        table.push(row);
    }
    table
}

/// The heading of a part's column: numbers stand right.
const fn heading(part: GapPart) -> &'static str {
    match part {
        GapPart::Qualifying => ">qualifying",
        GapPart::Start => ">start and first lap",
        GapPart::RacePace => ">race pace",
        GapPart::StartAndRacePace => ">start and race pace",
        GapPart::Retirements => ">retirements",
        GapPart::Penalties => ">penalties and grid drops",
        GapPart::Sprint => ">sprint",
        GapPart::FastestLaps => ">fastest laps",
        GapPart::SharedDrives => ">shared drives",
        GapPart::DroppedResults => ">dropped results",
        GapPart::Corrections => ">decisions on points",
        GapPart::Exclusion => ">exclusion",
        GapPart::RoundsMissed => ">rounds missed",
    }
}

/// `5-5-4-2`: the places that he held, in order; `-` for one that is not known.
fn way(climb: &Climb) -> String {
    if !climb.present {
        return "absent".to_owned();
    }
    let place = |place: Option<u16>| place.map_or_else(|| "–".to_owned(), |it| it.to_string());
    let mut places = vec![place(climb.qualifying), place(climb.grid)];
    places.extend(climb.first_lap.map(|it| it.to_string()));
    places.push(place(climb.road));
    places.push(outcome(climb.outcome));
    places.join(" ")
}

fn outcome(outcome: Option<Outcome>) -> String {
    match outcome {
        Some(Outcome::Place(place)) => place.to_string(),
        Some(Outcome::Retired) => "out".to_owned(),
        Some(Outcome::NotClassified) => "nc".to_owned(),
        Some(Outcome::Disqualified) => "dsq".to_owned(),
        Some(Outcome::Excluded) => "ex".to_owned(),
        Some(Outcome::DidNotStart) => "dns".to_owned(),
        Some(Outcome::DidNotQualify) => "dnq".to_owned(),
        None => "–".to_owned(),
    }
}

fn improvements(plan: &Plan) -> Table {
    let mut table = Table::new(&[
        "improvement",
        ">size",
        "unit",
        ">closes points",
        ">low",
        ">high",
        ">of them his",
        ">rounds",
        "?>cannot tell",
    ]);
    plan.improvements.iter().for_each(|it| table.push(improvement(it)));
    if let Some(together) = &plan.together {
        let mut row = vec!["together".to_owned(), String::new(), String::new()];
        row.extend(closes(&together.closes));
        row.extend([String::new(), together.closes.n.to_string(), String::new()]);
        table.push(row);
    }
    table
}

fn improvement(it: &Improvement) -> Vec<String> {
    let mut row = vec![
        format!("{}, {}", it.means.name(), it.aim.name()),
        it.size.map_or_else(String::new, |size| format!("{size:.2}")),
        it.means.unit().unwrap_or_default().to_owned(),
    ];
    row.extend(closes(&it.closes));
    let n_untold = if it.n_untold > 0 { it.n_untold.to_string() } else { String::new() };
    row.extend([whole_points(it.gains), it.closes.n.to_string(), n_untold]);
    row
}

/// The points, and the ends of their interval.
fn closes(it: &PointsEstimate) -> [String; 3] {
    let end = |idx: usize| it.interval.map_or_else(String::new, |ends| whole_points(ends[idx]));
    [whole_points(it.value), end(0), end(1)]
}
