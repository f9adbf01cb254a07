//! A gap in points as one self-contained page: what it came from, round by round, and what would close it.

mod plan;
mod rounds;
mod waterfall;

use crate::page::escape;
use crate::page::html::{document, list, paragraph};
use crate::shown_gap::ShownGap;

pub use plan::what_closes;

const STYLE: &str = concat!(include_str!("page/style.css"), include_str!("gap_page/style.css"));

/// The page; it needs nothing but a browser.
pub fn page(of: &str, about: &str, gap: &ShownGap) -> String {
    let title = format!("The points gap: {of}");
    let sentences = gap.sentences();
    let (opening, others) = sentences.split_at(sentences.len().min(2));
    let (shown, about) = (escape(&title), escape(about));
    let content = format!(
        "<header>\n<h1>{shown}</h1>\n<p class=\"subtitle\">{about}</p>\n{}</header>\n{}{}{}",
        paragraph("opening", opening),
        list(others),
        came_from(gap),
        plan::section(gap)
    );
    document(&title, STYLE, "", &content)
}

/// What a gap came from, as a whole and round by round.
pub fn came_from(gap: &ShownGap) -> String {
    waterfall::chart(gap) + &rounds::chart(gap)
}

/// A chart in a figure, with its heading and what it shows for those who cannot see it.
fn figure(
    id: &str,
    heading: &str,
    description: &str,
    width: f64,
    height: f64,
    marks: &str,
) -> String {
    let [heading, description] = [heading, description].map(escape);
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong></figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {width} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n{marks}</svg>\n</figure>\n"
    )
}
