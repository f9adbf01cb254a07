//! A gap in points as one self-contained page: what it came from, round by round, and what would close it.

mod plan;
mod rounds;
mod waterfall;

use crate::commands::gap::Gap;
use crate::page::escape;
use crate::page::html::{document, list, paragraph};

const STYLE: &str = concat!(
    include_str!("page/style.css"),
    ".part-0 { --part: #0072b2; } .part-1 { --part: #56b4e9; } .part-2 { --part: #009e73; }\n\
     .part-3 { --part: #66c2a5; } .part-4 { --part: #d55e00; } .part-5 { --part: #e69f00; }\n\
     .part-6 { --part: #cc79a7; } .part-7 { --part: #8c939d; }\n\
     .stack { fill: var(--part); stroke: var(--paper); stroke-width: .6; }\n\
     .lost { fill: var(--reference); } .won { fill: var(--driver); } .whole { fill: var(--soft); }\n\
     .step { stroke: var(--soft); stroke-dasharray: 2 2; }\n\
     .net { fill: var(--paper); stroke: var(--ink); stroke-width: 1.6; }\n\
     .whisker { stroke: var(--ink); stroke-width: 1.6; }\n"
);

/// The page; it needs nothing but a browser.
pub fn page(gap: &Gap) -> String {
    let title = format!("The points gap: {}", gap.asked.title());
    let sentences = gap.sentences();
    let (opening, others) = sentences.split_at(sentences.len().min(2));
    let (shown, about) = (escape(&title), escape(&gap.asked.about_rounds()));
    let content = format!(
        "<header>\n<h1>{shown}</h1>\n<p class=\"subtitle\">{about}</p>\n{}</header>\n{}{}{}{}",
        paragraph("opening", opening),
        list(others),
        waterfall::chart(gap),
        rounds::chart(gap),
        plan::section(gap)
    );
    document(&title, STYLE, "", &content)
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
