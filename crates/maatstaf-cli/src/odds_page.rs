//! Odds as one self-contained page of HTML: the title over the rounds, and every place after the last one asked about.

mod matrix;
pub mod replay;

use maatstaf::core::Competitor;
use maatstaf::pace::odds::Odds;

use crate::commands::odds::{Answer, heading, percent, sentences};
use crate::page::escape;
use crate::page::html::{Table, document, list};
use crate::page::numbers::minus;
use crate::page::svg::{Frame, WIDTH, line, text};

/// So many contenders have a line of their own.
const LINES: usize = 6;
/// Who never had more has none.
const WORTH_A_LINE: f64 = 0.01;
/// How lines of one chart differ beside their colours.
const DASHES: [&str; LINES] = ["", "7 3", "2 3", "9 3 2 3", "4 4", "12 4"];
/// How high the chart is, in its own units.
const HEIGHT: f64 = 250.0;

/// The page; it needs nothing but a browser.
pub fn page(answer: &Answer<'_>) -> String {
    let title = heading(answer);
    let content = format!(
        "<header>\n<h1>{}</h1>\n</header>\n{}{}{}{}",
        escape(&title),
        list(&sentences(answer)),
        chart(answer),
        matrix::figure_of_places(answer),
        details(answer)
    );
    document(&title, &style(), "", &content)
}

/// The style of a page of odds.
fn style() -> String {
    format!("{}{}", include_str!("page/style.css"), include_str!("odds_page/style.css"))
}

/// The title odds over the rounds; nothing where only one round was asked about.
fn chart(answer: &Answer<'_>) -> String {
    if answer.rounds.len() < 2 {
        return String::new();
    }
    let who = contenders(answer);
    let n_rounds = answer.season.n_rounds();
    let frame = Frame::of_rounds(n_rounds, HEIGHT, 12.0, (0.0, 1.0));
    let mut marks = frame.levels(&[0.0, 0.25, 0.5, 0.75, 1.0], |it| format!("{:.0}", 100.0 * it));
    marks += &frame.rounds();
    let mut labels = Vec::new();
    for (idx, who) in who.iter().enumerate() {
        let points: Vec<(f64, f64)> = answer
            .rounds
            .iter()
            .map(|odds| (frame.x_of(odds.moment.round), frame.y(title(odds, who))))
            .collect();
        marks += &format!(
            "<g class=\"odds-{idx}\" stroke-dasharray=\"{}\">{}</g>\n",
            DASHES[idx],
            line("", &points)
        );
        if let Some((x, y)) = points.last() {
            labels.push((*x, *y, idx, short_name(answer, who)));
        }
    }
    marks += &names(labels);
    let hints = answer.rounds.iter().map(|odds| (odds.moment.round, hint(answer, odds, &who)));
    marks += &frame.hints(hints);
    figure(
        "title-odds",
        "How likely each was champion after each round (%)",
        &described(answer, &who),
        HEIGHT,
        &marks,
    )
}

/// A chart under its heading, with its words for those who cannot see it.
fn figure(id: &str, heading: &str, description: &str, height: f64, marks: &str) -> String {
    let [heading, description] = [heading, description].map(escape);
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong></figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n{marks}</svg>\n</figure>\n"
    )
}

fn title(odds: &Odds, who: &Competitor) -> f64 {
    odds.of(who).map_or(0.0, |of| of.title().value)
}

/// Those with the best odds over the rounds.
fn contenders(answer: &Answer<'_>) -> Vec<Competitor> {
    let most =
        |who: &Competitor| answer.rounds.iter().map(|odds| title(odds, who)).fold(0.0, f64::max);
    let all = answer.odds.of.iter().map(|of| (most(&of.competitor), of.competitor.clone()));
    let mut all: Vec<(f64, Competitor)> = all.filter(|(most, _)| *most >= WORTH_A_LINE).collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    all.truncate(LINES);
    all.into_iter().map(|it| it.1).collect()
}

/// The family name of a driver; the whole name of a team.
fn short_name(answer: &Answer<'_>, who: &Competitor) -> String {
    match who {
        Competitor::Driver(id) => {
            let driver = answer.facts.almanac.drivers.get(id);
            driver.map_or_else(|| answer.name(who), |driver| driver.last_name.clone())
        }
        Competitor::Make { .. } => answer.name(who),
    }
}

/// How far apart names stand, in units of the chart.
const APART: f64 = 15.0;

/// Names behind their lines, moved apart where lines end close to each other.
fn names(mut labels: Vec<(f64, f64, usize, String)>) -> String {
    labels.sort_by(|a, b| a.1.total_cmp(&b.1));
    let bottom = HEIGHT - 38.0;
    let mut names = String::new();
    let mut last = f64::NEG_INFINITY;
    let n = labels.len();
    for (at, (x, y, idx, name)) in labels.into_iter().enumerate() {
        let room = bottom - (n - 1 - at) as f64 * APART;
        last = y.min(room).max(last + APART);
        let name = text("value", x + 6.0, last + 4.0, "start", &name);
        names += &format!("<g class=\"odds-{idx} name\">{name}</g>\n");
    }
    names
}

fn hint(answer: &Answer<'_>, odds: &Odds, who: &[Competitor]) -> String {
    let chance = |who: &Competitor| {
        let of = odds.of(who)?;
        Some(format!("{} {}", answer.name(who), percent(of.title())))
    };
    let chances: Vec<String> = who.iter().filter_map(chance).collect();
    format!("After round {}: {}", answer.round(odds.moment.round), chances.join(", "))
}

fn described(answer: &Answer<'_>, who: &[Competitor]) -> String {
    let chance = |who: &Competitor| {
        let [first, last] = [answer.rounds.first(), answer.rounds.last()]
            .map(|odds| odds.map_or(0.0, |odds| title(odds, who)));
        format!("{} from {:.0} to {:.0} %", answer.name(who), 100.0 * first, 100.0 * last)
    };
    let chances: Vec<String> = who.iter().map(chance).collect();
    format!("A line for each who ever had 1 % or more: {}.", chances.join(", "))
}

/// All numbers on demand.
fn details(answer: &Answer<'_>) -> String {
    let who = contenders(answer);
    let mut headings = vec!["Round".to_owned(), "Name".to_owned()];
    headings.extend(who.iter().map(|who| answer.name(who)));
    let row = |odds: &Odds| {
        let name = answer.season.event(odds.moment.round).map_or("", |event| &event.round.name);
        let mut row = vec![odds.moment.round.to_string(), name.to_owned()];
        row.extend(
            who.iter().map(|who| odds.of(who).map_or(String::new(), |of| percent(of.title()))),
        );
        row
    };
    let rounds = Table {
        caption: "title odds after each round".to_owned(),
        headings,
        n_text: 2,
        rows: answer.rounds.iter().map(row).collect(),
    };
    let rounds = if answer.rounds.is_empty() { String::new() } else { rounds.to_details(&[]) };
    rounds + &everyone(answer).to_details(&[])
}

fn everyone(answer: &Answer<'_>) -> Table {
    let row = |of: &maatstaf::pace::odds::OddsOf| {
        vec![
            of.place_now.map_or(String::new(), |place| place.to_string()),
            answer.name(&of.competitor),
            of.points_now.to_string(),
            percent(of.title()),
            percent(of.chance_to(3)),
            of.mean_place().map_or(String::new(), |mean| format!("{mean:.1}")),
            minus(format!("{:.0} [{}, {}]", of.points, of.points_low, of.points_high)),
        ]
    };
    Table {
        caption: "odds of everyone after the round".to_owned(),
        headings: [
            "Place",
            "Name",
            "Points",
            "Title",
            "Top 3",
            "Place at the end",
            "Points at the end, 90 %",
        ]
        .map(str::to_owned)
        .to_vec(),
        n_text: 2,
        rows: answer.odds.of.iter().map(row).collect(),
    }
}
