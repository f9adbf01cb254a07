use maatstaf::core::{Competitor, Moment, Season, SeasonRules, Session};
use maatstaf::season::{
    Absence, MagicNumber, Scoresheet, Settlement, magic_number, outlook_at, scoresheet,
    settlements, standings_at,
};
use serde_json::{Value, json};

use super::standings::title;
use crate::args::{Args, ClinchArgs};
use crate::error::ShellError;
use crate::show::{self, Table};
use crate::source::{self, Facts};

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
        "secured after round",
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
    let moment = |moment: Moment| {
        json!({
            "round": moment.round,
            "race": question.race(moment),
            "session": if moment.session == Session::Sprint { "sprint" } else { "race" },
        })
    };
    json!({
        "place": at.place,
        "id": at.competitor.to_string(),
        "name": question.name(&at.competitor),
        "settled": moment(at.moment),
        "secured": moment(at.secured),
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
    if question.ask.json { json_of(question, lines) } else { Ok(finished(question, &table)) }
}

fn magic_text(magic: Option<&MagicNumber>) -> String {
    match magic {
        None => "settled".to_owned(),
        Some(magic) if magic.level_is_enough => magic.points.to_string(),
        Some(magic) => format!("{}+", magic.points),
    }
}

/// One competitor and one place, after every session.
fn one(
    question: &Question<'_>,
    who: &Competitor,
    absences: &[Absence],
) -> Result<String, ShellError> {
    let sheet = question.sheet;
    let now = sheet.now().map(|now| standings_at(sheet, now));
    let final_place = now.and_then(|table| table.row_of(who).and_then(|row| row.place));
    let place = question.ask.place.or(final_place).unwrap_or(1);
    if place == 0 || usize::from(place) > sheet.competitors().len() {
        return Err(ShellError::Input(format!(
            "--place {place}: places run from 1 to {}",
            sheet.competitors().len()
        )));
    }
    let idx = sheet.competitors().iter().position(|other| other == who);
    let mut table = Table::new(&[
        "after round",
        ">points",
        ">best",
        ">worst",
        ">magic number (points)",
        "rival",
    ]);
    let (mut lines, mut settled) = (Vec::new(), None);
    for moment in sheet.held() {
        let row = standings_at(sheet, moment);
        let Some(row) = row.row_of(who) else { continue };
        let open = idx.and_then(|idx| outlook_at(sheet, moment, absences).prospects[idx]);
        let Some(open) = open else { continue };
        let magic =
            magic_number(sheet, who, place, moment, absences).filter(|_| open.worst > place);
        settled = if open.worst <= place { settled.or(Some(moment)) } else { None };
        let rival = magic.as_ref().map(|magic| question.name(&magic.rival));
        lines.push(json!({
            "round": moment.round,
            "race": question.race(moment),
            "session": if moment.session == Session::Sprint { "sprint" } else { "race" },
            "points": show::number(row.points),
            "best": open.best,
            "worst": open.worst,
            "possible": open.best <= place,
            "settled": open.worst <= place,
            "magic_number": magic.as_ref().map(|magic| show::number(magic.points)),
            "level_is_enough": magic.as_ref().map(|magic| magic.level_is_enough),
            "rival": rival,
        }));
        table.push(vec![
            question.at(moment),
            row.points.to_string(),
            open.best.to_string(),
            open.worst.to_string(),
            if open.best > place { "out of reach".to_owned() } else { magic_text(magic.as_ref()) },
            rival.unwrap_or_default(),
        ]);
    }
    if question.ask.json {
        return one_json(question, who, place, settled, lines);
    }
    let text = finished(question, &table);
    if question.ask.csv {
        return Ok(text);
    }
    let (name, place) = (question.name(who), maatstaf::ordinal(place));
    Ok(text
        + &match settled {
            Some(at) => format!(
                "\n{name}: {place} place or better settled after round {}.\n",
                question.at(at)
            ),
            None => format!("\n{name}: {place} place or better was not settled.\n"),
        })
}

fn one_json(
    question: &Question<'_>,
    who: &Competitor,
    place: u16,
    settled: Option<Moment>,
    after: Vec<Value>,
) -> Result<String, ShellError> {
    let answer = json!({
        "season": question.ask.year,
        "title": if question.ask.constructors { "constructors" } else { "drivers" },
        "id": who.to_string(),
        "name": question.name(who),
        "place": place,
        "settled": settled.map(|at| json!({
            "round": at.round,
            "race": question.race(at),
            "session": if at.session == Session::Sprint { "sprint" } else { "race" },
        })),
        "after": after,
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn json_of(question: &Question<'_>, lines: Vec<Value>) -> Result<String, ShellError> {
    let answer = json!({
        "season": question.ask.year,
        "title": if question.ask.constructors { "constructors" } else { "drivers" },
        "over": question.season.last_held() == question.season.n_rounds(),
        "places": lines,
        "note": question.rules.decider_note,
    });
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn finished(question: &Question<'_>, table: &Table) -> String {
    if question.ask.csv {
        return table.csv();
    }
    let whose = if question.ask.constructors { "constructors" } else { "drivers" };
    show::heading(&format!("{} {whose}", question.ask.year))
        + &table.text(show::width(), show::bold())
}
