//! The briefing as one self-contained page of HTML: text first, chart second, table on demand.

mod championship;
mod circuits;
pub mod cursor;
mod form;
pub mod html;
pub mod level;
mod names;
pub mod numbers;
mod odds;
mod on_the_lap;
pub mod panel;
pub mod ramp;
mod saturday;
mod strip;
mod sunday;
pub mod svg;
mod two_lines;

pub use html::escape;
pub use names::Side;

use maatstaf::{Briefing, Section, sections, summary};

use crate::gap_page::{came_from, what_closes};
use crate::shown_gap::ShownGap;

use html::{document, list, paragraph};
use names::name;

const SOURCES: &str = "Sources and caveats";

/// One page on two drivers and a season; it needs nothing but a browser.
pub fn page(briefing: &Briefing) -> String {
    let (header, strip) = (header(briefing), strip::strip(briefing));
    let parts: String = sections(briefing).iter().map(|it| part_of(briefing, it)).collect();
    let style = concat!(include_str!("page/style.css"), include_str!("gap_page/style.css"));
    document(&heading(briefing), style, "", &format!("{header}{strip}{parts}"))
}

fn heading(briefing: &Briefing) -> String {
    let [driver, reference] = [Side::Driver, Side::Reference].map(|side| name(briefing, side));
    format!("{driver} against {reference}, {}", briefing.season)
}

fn header(briefing: &Briefing) -> String {
    let title = escape(&heading(briefing));
    let subtitle = escape(&subtitle(briefing));
    let opening = paragraph("opening", &summary(briefing));
    format!(
        "<header>\n<h1>{title}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n{opening}</header>\n"
    )
}

/// `Red Bull · 22 of 22 rounds held`.
fn subtitle(briefing: &Briefing) -> String {
    let [driver, reference] = [&briefing.driver, &briefing.reference].map(|who| {
        let teams: Vec<&str> = who.teams.iter().map(|(team, _)| team.as_str()).collect();
        teams.join(", then ")
    });
    let teams = match (driver.is_empty(), reference.is_empty()) {
        (false, false) if driver == reference => driver,
        (false, false) => format!("{driver} against {reference}"),
        _ => format!("{driver}{reference}"),
    };
    let rounds = match (briefing.rounds_held, briefing.n_rounds) {
        (held, all) if held < all => format!("{held} of {all} rounds held"),
        (1, _) => "one round held".to_owned(),
        (held, _) => format!("all {held} rounds held"),
    };
    if teams.is_empty() { rounds } else { format!("{teams} · {rounds}") }
}

/// A part with its sentences, and its charts and tables where it has some.
fn part_of(briefing: &Briefing, section: &Section) -> String {
    let gap = || shown_gap(briefing);
    let (id, charts) = match section.title {
        "Championship" => ("championship", championship::charts(briefing)),
        "Title odds" => ("odds", odds::charts(briefing)),
        "Where the points went" => ("points", gap().map_or_else(String::new, |it| came_from(&it))),
        "What would bring them back" => {
            ("plan", gap().map_or_else(String::new, |it| what_closes(&it)))
        }
        "Saturday and Sunday" => ("weekends", weekends(briefing)),
        "Form" => ("form", form::charts(briefing)),
        "Where on the lap" => ("on-the-lap", on_the_lap::charts(briefing)),
        title if title.starts_with("The circuits") => ("circuits", circuits::table(briefing)),
        SOURCES => ("sources", String::new()),
        _ => ("more", String::new()),
    };
    let sentences = match section.title {
        SOURCES => sources(briefing, &section.sentences),
        _ => list(&section.sentences),
    };
    part(section.title, id, &(sentences + &charts))
}

/// The gap in points, where it was explained.
pub fn shown_gap(briefing: &Briefing) -> Option<ShownGap<'_>> {
    let names = [&briefing.driver, &briefing.reference].map(|it| it.last_name.as_str());
    briefing.points_gap.as_ref().map(|found| ShownGap { found, names })
}

fn part(title: &str, id: &str, content: &str) -> String {
    let title = escape(title);
    format!(
        "<section class=\"{id}\" aria-label=\"{title}\">\n<h2>{title}</h2>\n{content}</section>\n"
    )
}

/// The sentences, or else the bare sources.
fn sources(briefing: &Briefing, sentences: &[String]) -> String {
    if !sentences.is_empty() {
        return list(sentences);
    }
    let line = |source: &maatstaf::core::Source| {
        let parts = [&source.name, &source.licence, &source.note].into_iter();
        parts.filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(", ")
    };
    list(&briefing.sources.iter().map(line).collect::<Vec<_>>())
}

fn weekends(briefing: &Briefing) -> String {
    format!(
        "<h3>Saturday</h3>\n{}<h3>Sunday</h3>\n{}",
        saturday::charts(briefing),
        sunday::charts(briefing)
    )
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
