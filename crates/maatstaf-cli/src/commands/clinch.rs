use maatstaf::core::{Competitor, Moment, Points, Season, SeasonRules, Session, Year};
use maatstaf::season::{
    Absence, MagicNumber, Prospects, Scoresheet, Settlement, magic_number, outlook_at, scoresheet,
    settlements, standings_at,
};
use serde_json::{Value, json};

use super::standings::title;
use crate::args::{Args, year};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

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
    #[arg(value_parser = year)]
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

/// `maatstaf clinch YEAR [--driver NAME] [--place N] [--out NAME[@ROUND]]`
pub fn clinch(args: &Args, ask: &ClinchArgs) -> Result<String, ShellError> {
    let facts = source::load(args, Some(ask.year..=ask.year), false)?;
    let (season, rules) = source::season(&facts, ask.year)?;
    let sheet = scoresheet(season, rules, title(ask.constructors))?;
    let question = Question { facts: &facts, season, rules, sheet: &sheet, ask };
    let absences = absences(&question)?;
    match &ask.driver {
        None => everyone(&question, &absences),
        Some(text) => {
            let who = competitor(&question, text)?;
            one(&question, &who, &absences)
        }
    }
}

/// All that an answer is made of.
struct Question<'a> {
    facts: &'a Facts,
    season: &'a Season,
    rules: &'a SeasonRules,
    sheet: &'a Scoresheet,
    ask: &'a ClinchArgs,
}

impl Question<'_> {
    fn name(&self, who: &Competitor) -> String {
        show::name(&self.facts.almanac, who)
    }

    fn race(&self, moment: Moment) -> &str {
        self.season.event(moment.round).map_or("", |event| event.round.name.as_str())
    }

    /// `21 Las Vegas`, `17 Qatar (sprint)`.
    fn at(&self, moment: Moment) -> String {
        let sprint = if moment.session == Session::Sprint { " (sprint)" } else { "" };
        format!("{} {}{sprint}", moment.round, self.race(moment))
    }

    fn moment(&self, moment: Moment) -> Value {
        json!({
            "round": moment.round,
            "race": self.race(moment),
            "session": show::session(moment.session),
        })
    }
}

fn competitor(question: &Question<'_>, text: &str) -> Result<Competitor, ShellError> {
    let (almanac, season) = (&question.facts.almanac, question.season);
    Ok(if question.ask.constructors {
        maatstaf::find_make(almanac, season, question.sheet.competitors(), text)?
    } else {
        Competitor::Driver(maatstaf::find_driver(almanac, season, text)?)
    })
}

/// `peterson@14`: cannot score after round 14; without a round, from the start.
fn absences(question: &Question<'_>) -> Result<Vec<Absence>, ShellError> {
    let absence = |text: &String| {
        let (name, round) = match text.rsplit_once('@') {
            Some((name, round)) => (name, maatstaf::find_round(question.season, round)?),
            None => (text.as_str(), 0),
        };
        Ok(Absence { competitor: competitor(question, name)?, from: Moment::after(round) })
    };
    question.ask.out.iter().map(absence).collect()
}

fn everyone(question: &Question<'_>, absences: &[Absence]) -> Result<String, ShellError> {
    let settled = settlements(question.sheet, absences);
    if settled.is_empty() {
        return still_open(question, absences);
    }
    if question.ask.json {
        return json_of(question, settled.iter().map(|at| settlement_json(question, at)).collect());
    }
    let mut table = Table::new(&[
        ">place",
        "name",
        ">points",
        "settled after round",
        "?secured after round",
        ">to spare (rounds)",
    ]);
    let last = question.sheet.now().map(|now| standings_at(question.sheet, now));
    for at in &settled {
        let row = last.as_ref().and_then(|table| table.row_of(&at.competitor));
        table.push(vec![
            at.place.to_string(),
            question.name(&at.competitor),
            row.map_or(String::new(), |row| row.points.to_string()),
            question.at(at.moment),
            question.at(at.secured),
            at.rounds_to_spare.to_string(),
        ]);
    }
    let mut text = finished(question, &table);
    if !question.ask.csv {
        text += &notes(question, absences);
        text += &question.facts.footer();
    }
    Ok(text)
}

/// What the world outside the arithmetic did to this season's title.
fn notes(question: &Question<'_>, absences: &[Absence]) -> String {
    let mut notes = String::new();
    if question.ask.constructors || !absences.is_empty() {
        return notes;
    }
    if let Some(note) = &question.rules.decider_note {
        notes += &format!("\nNote: {note}.\n");
    }
    for gone in &question.rules.retirements {
        notes += &format!(
            "      {} ({}): --out {}@{}\n",
            gone.reason, gone.source, gone.competitor, gone.from.round
        );
    }
    notes
}

fn settlement_json(question: &Question<'_>, at: &Settlement) -> Value {
    json!({
        "place": at.place,
        "id": at.competitor.to_string(),
        "name": question.name(&at.competitor),
        "settled": question.moment(at.moment),
        "secured": question.moment(at.secured),
        "rounds_to_spare": at.rounds_to_spare,
    })
}

/// The places still possible, while the season runs.
fn still_open(question: &Question<'_>, absences: &[Absence]) -> Result<String, ShellError> {
    let Some(now) = question.sheet.now() else {
        return Err(ShellError::Missing(format!("season {} has no results", question.ask.year)));
    };
    let outlook = outlook_at(question.sheet, now, absences);
    let standings = standings_at(question.sheet, now);
    let mut table =
        Table::new(&[">place now", "name", ">points", ">best", ">worst", ">magic number (points)"]);
    let mut lines = Vec::new();
    for row in &standings.rows {
        let idx = question.sheet.competitors().iter().position(|who| *who == row.competitor);
        let Some(open) = idx.and_then(|idx| outlook.prospects[idx]) else { continue };
        let magic = magic_number(question.sheet, &row.competitor, 1, now, absences);
        lines.push(json!({
            "place": row.place,
            "id": row.competitor.to_string(),
            "name": question.name(&row.competitor),
            "best": open.best,
            "worst": open.worst,
            "magic_number": magic.as_ref().map(|magic| show::number(magic.points)),
        }));
        table.push(vec![
            row.place.map_or(String::new(), |place| place.to_string()),
            question.name(&row.competitor),
            row.points.to_string(),
            open.best.to_string(),
            open.worst.to_string(),
            if open.best == 1 { magic_text(magic.as_ref()) } else { "out of reach".to_owned() },
        ]);
    }
    if question.ask.json {
        return json_of(question, lines);
    }
    let footer = if question.ask.csv { String::new() } else { question.facts.footer() };
    Ok(finished(question, &table) + &footer)
}

fn magic_text(magic: Option<&MagicNumber>) -> String {
    match magic {
        None => "settled".to_owned(),
        Some(magic) if magic.level_is_enough => magic.points.to_string(),
        Some(magic) => format!("{}+", magic.points),
    }
}

/// Where one competitor stood after a session, asked about one place.
struct After {
    moment: Moment,
    points: Points,
    open: Prospects,
    magic: Option<MagicNumber>,
}

/// One competitor and one place, after every session.
fn one(
    question: &Question<'_>,
    who: &Competitor,
    absences: &[Absence],
) -> Result<String, ShellError> {
    let place = place_asked(question, who)?;
    let held = question.sheet.held();
    let after: Vec<After> =
        held.filter_map(|moment| after(question.sheet, who, place, moment, absences)).collect();
    let open = after.iter().rev().take_while(|at| at.open.worst <= place);
    let settled = open.last().map(|at| at.moment);
    if question.ask.json {
        return one_json(question, who, place, settled, &after);
    }
    let text = finished(question, &one_table(question, place, &after));
    if question.ask.csv {
        return Ok(text);
    }
    let (name, place) = (question.name(who), maatstaf::ordinal(place));
    let end = match settled {
        Some(at) => {
            format!("\n{name}: {place} place or better settled after round {}.\n", question.at(at))
        }
        None => format!("\n{name}: {place} place or better was not settled.\n"),
    };
    Ok(text + &end + &question.facts.footer())
}

fn place_asked(question: &Question<'_>, who: &Competitor) -> Result<u16, ShellError> {
    let sheet = question.sheet;
    let now = sheet.now().map(|now| standings_at(sheet, now));
    let final_place = now.and_then(|table| table.row_of(who).and_then(|row| row.place));
    let place = question.ask.place.or(final_place).unwrap_or(1);
    let n_places = sheet.competitors().len();
    if place == 0 || usize::from(place) > n_places {
        return Err(ShellError::Input(format!("--place {place}: places run from 1 to {n_places}")));
    }
    Ok(place)
}

fn after(
    sheet: &Scoresheet,
    who: &Competitor,
    place: u16,
    moment: Moment,
    absences: &[Absence],
) -> Option<After> {
    let points = standings_at(sheet, moment).row_of(who)?.points;
    let idx = sheet.competitors().iter().position(|other| other == who)?;
    let open = outlook_at(sheet, moment, absences).prospects[idx]?;
    let magic = magic_number(sheet, who, place, moment, absences).filter(|_| open.worst > place);
    Some(After { moment, points, open, magic })
}

fn one_table(question: &Question<'_>, place: u16, after: &[After]) -> Table {
    let mut table = Table::new(&[
        "after round",
        ">points",
        ">best",
        ">worst",
        ">magic number (points)",
        "?rival",
    ]);
    for at in after {
        let rival = at.magic.as_ref().map(|magic| question.name(&magic.rival));
        let magic = magic_text(at.magic.as_ref());
        table.push(vec![
            question.at(at.moment),
            at.points.to_string(),
            at.open.best.to_string(),
            at.open.worst.to_string(),
            if at.open.best > place { "out of reach".to_owned() } else { magic },
            rival.unwrap_or_default(),
        ]);
    }
    table
}

fn one_json(
    question: &Question<'_>,
    who: &Competitor,
    place: u16,
    settled: Option<Moment>,
    after: &[After],
) -> Result<String, ShellError> {
    let after = after.iter().map(|at| {
        let magic = at.magic.as_ref();
        let mut line = question.moment(at.moment);
        line["points"] = show::number(at.points);
        line["best"] = at.open.best.into();
        line["worst"] = at.open.worst.into();
        line["possible"] = (at.open.best <= place).into();
        line["settled"] = (at.open.worst <= place).into();
        line["magic_number"] = magic.map_or(Value::Null, |magic| show::number(magic.points));
        line["level_is_enough"] = magic.map(|magic| magic.level_is_enough).into();
        line["rival"] = magic.map(|magic| question.name(&magic.rival)).into();
        line
    });
    let answer = json!({
        "season": question.ask.year,
        "title": if question.ask.constructors { "constructors" } else { "drivers" },
        "id": who.to_string(),
        "name": question.name(who),
        "place": place,
        "settled": settled.map(|at| question.moment(at)),
        "after": after.collect::<Vec<_>>(),
    });
    show::json(question.facts, answer)
}

fn json_of(question: &Question<'_>, lines: Vec<Value>) -> Result<String, ShellError> {
    let answer = json!({
        "season": question.ask.year,
        "title": if question.ask.constructors { "constructors" } else { "drivers" },
        "over": question.season.last_held() == question.season.n_rounds(),
        "places": lines,
        "note": question.rules.decider_note,
    });
    show::json(question.facts, answer)
}

fn finished(question: &Question<'_>, table: &Table) -> String {
    if question.ask.csv {
        question.facts.announce();
        return table.csv();
    }
    let whose = if question.ask.constructors { "constructors" } else { "drivers" };
    show::heading(&format!("{} {whose}", question.ask.year))
        + &table.text(show::width(), show::bold())
}
