//! Form over a season as one self-contained page of HTML: the answer first, then the level, then the rounds.

use maatstaf::Briefing;

use crate::page::html::{document, list, paragraph};
use crate::page::{escape, level};

/// The page; it needs nothing but a browser.
pub fn page(briefing: &Briefing, sentences: &[String]) -> String {
    let (own, theirs) = (&briefing.driver.name, &briefing.reference.name);
    let title = format!("Form of {own} against {theirs}, {}", briefing.season);
    let (opening, others) = sentences.split_at(sentences.len().min(1));
    let content = format!(
        "<header>\n<h1>{}</h1>\n{}</header>\n{}{}",
        escape(&title),
        paragraph("opening", opening),
        list(others),
        level::charts(briefing)
    );
    document(&title, include_str!("page/style.css"), "", &content)
}
