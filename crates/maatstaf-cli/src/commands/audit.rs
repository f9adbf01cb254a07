mod sessions;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use maatstaf::core::{SeasonRules, Title, Year};
use maatstaf::season::{Audit, Decider, Difference, DifferenceKind, Line, audit as audit_season};
use serde_json::{Value, json};

use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

/// `maatstaf audit`
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  maatstaf --f1db f1db-csv.zip audit
  maatstaf --f1db f1db/ audit --from 1988 --to 1990
  maatstaf --f1db f1db/ audit --json
  maatstaf audit sessions

With the word sessions, every recorded session of the library is held against the championship data:
best times, laps completed, fastest laps.")]
pub struct AuditArgs {
    /// Hold recorded sessions, and not standings, against the championship data
    #[arg(value_parser = ["sessions"])]
    pub what: Option<String>,
    /// The first season
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub from: Option<Year>,
    /// The last season
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub to: Option<Year>,
    /// Print the answer as JSON
    #[arg(long, conflicts_with = "csv")]
    pub json: bool,
    /// Print the differences as CSV
    #[arg(long)]
    pub csv: bool,
}

/// `maatstaf audit [--from YEAR] [--to YEAR]`
pub fn audit(args: &Args, ask: &AuditArgs) -> Result<String, ShellError> {
    if ask.what.is_some() {
        return sessions::sessions(args, ask);
    }
    let nothing = || {
        ShellError::Missing(
            "an audit needs the official standings of F1DB: fetch it once with maatstaf data \
             fetch f1db, or name a release with --f1db PATH"
                .to_owned(),
        )
    };
    let years = source::years(ask.from, ask.to)?;
    let facts = source::load(args, Some(years.clone()), true)?;
    if facts.almanac.seasons.range(years.clone()).next().is_none() {
        return Err(source::none_at_hand(&facts, &years));
    }
    let report = report(&facts, years)?;
    if report.titles.iter().all(|title| title.seasons == 0) {
        return Err(nothing());
    }
    if ask.json {
        return json_of(&facts, &report);
    }
    if ask.csv {
        facts.announce();
        return Ok(differences(&facts, &report).csv());
    }
    Ok(words(&report) + &deciders(&facts, &report) + &listed(&report) + &facts.footer())
}

/// What the audit of all seasons found.
#[derive(Default)]
struct Report {
    /// Drivers, then constructors.
    titles: [Totals; 2],
    differences: Vec<(Difference, Option<String>)>,
    deciders: Vec<(Decider, Option<String>)>,
    n_deciders: u16,
}

#[derive(Default)]
struct Totals {
    seasons: u16,
    agree: u16,
    rounds: u16,
    rounds_agree: u16,
    rounds_with_ties: u16,
}

fn report(facts: &Facts, years: RangeInclusive<Year>) -> Result<Report, ShellError> {
    let mut report = Report::default();
    for (&year, _) in facts.almanac.seasons.range(years) {
        let (season, rules) = source::season(facts, year)?;
        if season.now().is_none() {
            continue;
        }
        for (idx, title) in [Title::Drivers, Title::Constructors].into_iter().enumerate() {
            let found = audit_season(season, rules, title)?;
            report.titles[idx].add(&found);
            let reasons = found.differences.into_iter().map(|at| {
                let reason = reason(rules, &at);
                (at, reason)
            });
            report.differences.extend(reasons);
            if let Some(decider) = found.decider.filter(|_| title == Title::Drivers) {
                report.n_deciders += 1;
                if decider.ours != decider.official {
                    report.deciders.push((decider, rules.decider_note.clone()));
                }
            }
        }
    }
    Ok(report)
}

impl Totals {
    fn add(&mut self, found: &Audit) {
        self.seasons += u16::from(found.compared);
        self.agree += u16::from(found.final_agrees());
        self.rounds += found.rounds;
        self.rounds_agree += found.rounds_agree;
        self.rounds_with_ties += found.rounds_with_ties;
    }
}

fn reason(rules: &SeasonRules, at: &Difference) -> Option<String> {
    if at.kind == DifferenceKind::Tie {
        return Some("level on countback; the tables show the tie in two ways".to_owned());
    }
    let slip =
        rules.slips.iter().find(|slip| Some(slip.round) == at.round && slip.title == at.title);
    slip.map(|slip| slip.reason.clone())
}

fn words(report: &Report) -> String {
    let [drivers, constructors] = &report.titles;
    let line = |name: &str, at: &Totals| {
        format!(
            "{name:<13} {:>3} of {:>3} final tables agree, {:>4} of {:>4} tables after a round \
             ({} of them but for a tie)\n",
            at.agree, at.seasons, at.rounds_agree, at.rounds, at.rounds_with_ties
        )
    };
    show::heading("Recomputed from results, held against the official standings")
        + &line("drivers", drivers)
        + &line("constructors", constructors)
}

fn deciders(facts: &Facts, report: &Report) -> String {
    let agree = report.n_deciders - report.deciders.len() as u16;
    let mut text = format!(
        "champions     {agree:>3} of {:>3} settled in the round named\n",
        report.n_deciders
    );
    for (at, note) in &report.deciders {
        let line = format!(
            "{} {}: round {} by arithmetic, round {} in the source{}{}",
            at.year,
            show::name(&facts.almanac, &at.champion),
            at.ours,
            at.official,
            if at.with_absences == at.official && at.ours != at.official {
                format!(", round {} without those who could not score any more", at.with_absences)
            } else {
                String::new()
            },
            note.as_ref().map_or(String::new(), |note| format!(": {note}")),
        );
        text += &show::wrapped(&line, show::width(), "  ");
    }
    text
}

/// The tables that differ in points or order: why, then line by line.
fn listed(report: &Report) -> String {
    let ties = report.differences.iter().filter(|(at, _)| at.kind == DifferenceKind::Tie).count();
    let mut text = format!(
        "\n{}",
        show::heading(&format!(
            "Tables that differ ({ties} lines that differ in a tie alone: --json or --csv)"
        ))
    );
    let real = report.differences.iter().filter(|(at, _)| at.kind != DifferenceKind::Tie);
    let mut tables: BTreeMap<_, Vec<&(Difference, Option<String>)>> = BTreeMap::new();
    for at in real {
        tables.entry((at.0.year, at.0.round, at.0.title)).or_default().push(at);
    }
    for ((year, round, title), lines) in tables {
        let round = round.map_or("final table".to_owned(), |round| format!("round {round}"));
        let why = lines[0].1.as_deref().unwrap_or("not explained");
        let head = format!("{year} {round}, {}: {why}", title_name(title));
        text += &show::wrapped(&head, show::width(), "  ");
        for (at, _) in lines {
            let line = format!(
                "{}: official {}, ours {}",
                at.competitor,
                line_text(at.official),
                line_text(at.ours)
            );
            text += &show::wrapped(&line, show::width(), "      ");
        }
    }
    text
}

fn line_text(line: Line) -> String {
    match (line.place, line.points) {
        (_, None) => "no line".to_owned(),
        (Some(place), Some(points)) => format!("{} with {points}", maatstaf::ordinal(place)),
        (None, Some(points)) => format!("excluded with {points}"),
    }
}

fn differences(facts: &Facts, report: &Report) -> Table {
    let mut table = Table::new(&[
        "season",
        "round",
        "title",
        "name",
        "differs in",
        "official place",
        "our place",
        "official points",
        "our points",
        "reason",
    ]);
    for (at, reason) in &report.differences {
        let place = |line: Line| line.place.map_or(String::new(), |place| place.to_string());
        let points = |line: Line| line.points.map_or(String::new(), |points| points.to_string());
        table.push(vec![
            at.year.to_string(),
            at.round.map_or("final".to_owned(), |round| round.to_string()),
            title_name(at.title).to_owned(),
            show::name(&facts.almanac, &at.competitor),
            kind_name(at.kind).to_owned(),
            place(at.official),
            place(at.ours),
            points(at.official),
            points(at.ours),
            reason.clone().unwrap_or_default(),
        ]);
    }
    table
}

fn title_name(title: Title) -> &'static str {
    match title {
        Title::Drivers => "drivers",
        Title::Constructors => "constructors",
    }
}

fn kind_name(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Points => "points",
        DifferenceKind::Order => "order",
        DifferenceKind::Tie => "tie",
    }
}

fn json_of(facts: &Facts, report: &Report) -> Result<String, ShellError> {
    let [drivers, constructors] = &report.titles;
    let line = |line: Line| json!({"place": line.place, "points": line.points.map(show::number)});
    let differences = report.differences.iter().map(|(at, reason)| {
        json!({
            "season": at.year,
            "round": at.round,
            "title": title_name(at.title),
            "id": at.competitor.to_string(),
            "name": show::name(&facts.almanac, &at.competitor),
            "kind": kind_name(at.kind),
            "official": line(at.official),
            "ours": line(at.ours),
            "reason": reason,
        })
    });
    let answer = json!({
        "drivers": totals(drivers),
        "constructors": totals(constructors),
        "rounds": {
            "compared": drivers.rounds + constructors.rounds,
            "agree": drivers.rounds_agree + constructors.rounds_agree,
            "agree_but_for_a_tie": drivers.rounds_with_ties + constructors.rounds_with_ties,
        },
        "deciders": {
            "seasons": report.n_deciders,
            "agree": report.n_deciders - report.deciders.len() as u16,
            "differences": report.deciders.iter().map(decider).collect::<Vec<_>>(),
        },
        "differences": differences.collect::<Vec<_>>(),
        "issues": facts.issues.iter().map(ToString::to_string).collect::<Vec<_>>(),
    });
    show::json(facts, answer)
}

fn totals(at: &Totals) -> Value {
    json!({
        "seasons": at.seasons,
        "agree": at.agree,
        "rounds": at.rounds,
        "rounds_agree": at.rounds_agree,
    })
}

fn decider((at, note): &(Decider, Option<String>)) -> Value {
    let year: Year = at.year;
    json!({
        "season": year,
        "champion": at.champion.to_string(),
        "official_round": at.official,
        "our_round": at.ours,
        "round_with_absences": at.with_absences,
        "reason": note,
    })
}
