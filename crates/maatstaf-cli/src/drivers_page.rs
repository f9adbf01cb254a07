//! Driver and car apart as one self-contained page of HTML: what everybody is worth, how much of it is the team, who
//! would be ahead of whom, and how worths went over the seasons.

mod duels;
mod rows;
mod seasons;

use maatstaf::pace::Shares;

use crate::commands::drivers::{Found, SPREADS};
use crate::page::Side;
use crate::page::escape;
use crate::page::html::{Table, document, list, paragraph};
use crate::page::numbers::signed;
use rows::{Row, chart};

/// So many drivers, and teams, are drawn.
const DRAWN: [usize; 2] = [20, 12];

/// The page; it needs nothing but a browser.
pub fn page(found: &Found) -> String {
    let title = found.title();
    let sentences = found.sentences();
    let (opening, others) = sentences.split_at(sentences.len().min(1));
    let header = format!(
        "<header>\n<h1>{}</h1>\n{}</header>\n{}<p class=\"subtitle\">Worths are in the unit of the logit: who is worth \
         1 more is ahead in 73 races of 100 that both finish, who is worth 2 more in 88. Intervals are 90 %.</p>\n",
        escape(&title),
        paragraph("opening", opening),
        list(others)
    );
    let content = [
        header,
        worths(found),
        found.shares.as_ref().map_or_else(String::new, how_much),
        duels::duels(found),
        seasons::seasons(found),
    ];
    document(&title, &style(), "", &content.concat())
}

fn style() -> String {
    concat!(
        include_str!("page/style.css"),
        ".whisker { stroke: currentColor; stroke-width: 1.6; }\n",
        include_str!("drivers_page/style.css")
    )
    .to_owned()
}

/// What drivers and teams are worth over all seasons.
fn worths(found: &Found) -> String {
    let almanac = found.almanac();
    let drivers = found
        .apart
        .drivers()
        .into_iter()
        .map(|(id, worth)| Row::new(almanac.driver_name(&id), worth, found.is_asked(&id)));
    let teams = found.apart.teams().into_iter();
    let teams = teams.map(|(id, worth)| Row::new(almanac.constructor_name(&id), worth, false));
    let [drivers, teams]: [Vec<Row>; 2] = [drivers.collect(), teams.collect()];
    let part = |id: &str, heading: &str, side, rows: &[Row], most: usize, same: &str| {
        let shown = rows.iter().enumerate().filter(|(place, it)| *place < most || it.is_asked);
        let shown: Vec<&Row> = shown.map(|it| it.1).collect();
        let which = match shown.len() {
            n if n == rows.len() => String::new(),
            n if n > most => format!(" the best {most} of {} and who was asked for,", rows.len()),
            _ => format!(" the best {most} of {},", rows.len()),
        };
        let about = format!("{heading}:{which} the same {same} for all");
        format!(
            "<section>\n<h2>{heading}</h2>\n{}{}</section>\n",
            chart(id, &about, side, &shown),
            table(&heading.to_lowercase(), rows).to_details(&[])
        )
    };
    part("drivers", "Drivers", Side::Driver, &drivers, DRAWN[0], "car")
        + &part("teams", "Teams", Side::Reference, &teams, DRAWN[1], "driver")
}

fn table(what: &str, rows: &[Row]) -> Table {
    let headings = ["#", "Name", "Worth", "Low", "High", "Finishes"];
    let row = |(place, it): (usize, &Row)| {
        vec![
            (place + 1).to_string(),
            it.name.clone(),
            signed(it.worth.value),
            signed(it.worth.low),
            signed(it.worth.high),
            it.worth.finishes.to_string(),
        ]
    };
    Table {
        caption: format!("all {what}"),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 2,
        rows: rows.iter().enumerate().map(row).collect(),
    }
}

/// The shares of the variance, and the spreads behind them.
fn how_much(shares: &Shares) -> String {
    let [values, low, high] = [shares.spreads, shares.low, shares.high].map(|it| it.to_array());
    let row = |(i, of): (usize, &&str)| {
        let mut row = vec![(*of).to_owned()];
        row.extend([values[i], low[i], high[i]].map(|value| format!("{value:.2}")));
        row
    };
    let headings = ["How far apart lie", "Spread", "Low", "High"];
    let table = Table {
        caption: "spreads: standard deviations of worths".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows: SPREADS.iter().enumerate().map(row).collect(),
    };
    format!(
        "<section>\n<h2>How much of it is the team</h2>\n{}{}</section>\n",
        rows::shares(shares),
        table.to_html()
    )
}
