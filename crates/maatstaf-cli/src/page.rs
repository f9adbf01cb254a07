//! The briefing as one self-contained page of HTML: text first, chart second, table on demand.

mod championship;
mod circuits;
pub mod cursor;
mod form;
pub mod html;
pub mod level;
mod names;
pub mod numbers;
mod on_the_lap;
pub mod panel;
pub mod ramp;
mod saturday;
mod strip;
mod sunday;
pub mod svg;

pub use html::escape;
pub use names::Side;

use maatstaf::{Briefing, Section, sections, summary};

use html::{document, list, paragraph};
use names::name;

/// The parts of the page in order, by the headings of their sentences.
const PARTS: [(&str, &str, Charts); 4] = [
    ("Championship", "championship", championship::charts),
    ("Saturday and Sunday", "weekends", weekends),
    ("Form", "form", form::charts),
    (SOURCES, "sources", no_charts),
];

const SOURCES: &str = "Sources and caveats";

type Charts = fn(&Briefing) -> String;

/// One page on two drivers and a season; it needs nothing but a browser.
pub fn page(briefing: &Briefing) -> String {
    let (header, strip) = (header(briefing), strip::strip(briefing));
    let parts: String = parts(briefing, &sections(briefing));
    let style = include_str!("page/style.css");
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

/// Every part with its sentences, then whatever else there is to say, the sources last.
fn parts(briefing: &Briefing, sections: &[Section]) -> String {
    let known = |section: &&Section| PARTS.iter().any(|(title, ..)| *title == section.title);
    let mut parts = String::new();
    for (title, id, charts) in PARTS {
        if title == SOURCES {
            let others = sections.iter().filter(|section| !known(section));
            parts.extend(others.map(|section| other(briefing, section)));
        }
        let section = sections.iter().find(|section| section.title == title);
        let sentences = section.map_or(&[][..], |section| &section.sentences);
        let text = match title {
            SOURCES => sources(briefing, sentences),
            _ => list(sentences),
        };
        parts += &part(title, id, &(text + &charts(briefing)));
    }
    parts
}

/// A part that not every page has, with its chart or table where it has one.
fn other(briefing: &Briefing, section: &Section) -> String {
    let sentences = list(&section.sentences);
    let (id, charts) = match section.title {
        "Where on the lap" => ("on-the-lap", on_the_lap::charts(briefing)),
        title if title.starts_with("The circuits") => ("circuits", circuits::table(briefing)),
        _ => ("more", String::new()),
    };
    part(section.title, id, &(sentences + &charts))
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

fn no_charts(_: &Briefing) -> String {
    String::new()
}

#[cfg(test)]
#[path = "page_tests.rs"]
mod tests;
