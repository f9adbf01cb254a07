//! Two laps of one road as one self-contained page of HTML: where the time went, on the map, along the road
//! and corner by corner.

mod charts;
mod tables;

use maatstaf::compare::sentences;
use maatstaf::telemetry::{Alongside, Loss, Segment};

use crate::commands::compare::TwoLaps;
use crate::loss_map::{LossMap, Stretch};
use crate::page::cursor::{cursor, scripts};
use crate::page::escape;
use crate::page::html::{document, list};
use crate::page::numbers::minus;

/// So many sentences stand above the charts; the others are folded away.
const SAID: usize = 6;
/// From place to place, in metres.
const STEP: f64 = 5.0;
/// So many places at most, so that the page of a long road stays small.
const MOST_PLACES: f64 = 1_450.0;

/// The page; it needs nothing but a browser, and without scripts it lacks the cursor, the zoom and the sorting.
pub fn page(laps: &TwoLaps) -> String {
    let title = title(laps);
    let style = concat!(
        include_str!("page/style.css"),
        include_str!("page/along.css"),
        include_str!("two_laps_page/style.css")
    );
    let step = STEP.max(laps.compared.road.length() / MOST_PLACES);
    let along = laps.compared.alongside(step);
    let map = map(laps, &along);
    let drawn = map.as_ref().map_or_else(String::new, LossMap::to_html);
    let charts = cursor(along.len(), &charts::charts(laps, &along));
    let scripts = scripts(&charts::cursor_data(laps, &along, map.as_ref()));
    let content = format!(
        "{}<div class=\"both\">\n{drawn}{charts}</div>\n{}{}{scripts}\
         <script type=\"application/json\" id=\"segments\">{}</script>\n<script>\n{}{}</script>\n",
        header(laps, &title),
        tables::tables(laps),
        rests_on(laps),
        tables::ends(laps),
        include_str!("page/sort.js"),
        include_str!("two_laps_page/script.js")
    );
    document(&title, style, "lap two-laps", &content)
}

/// The circuit, where its shape is known.
fn map<'a>(laps: &'a TwoLaps, along: &[Alongside]) -> Option<LossMap<'a>> {
    let stretch = |segment: &Segment| {
        let Loss { time, low, high } = segment.loss;
        let words = minus(format!("{time} s [{low:.3}, {high:.3}]"));
        Stretch {
            from: segment.from,
            to: segment.to,
            lost: time.seconds(),
            is_sure: segment.loss.is_sure(),
            words: format!("{}: {words}", tables::place(segment)),
        }
    };
    let distance = along.iter().map(|it| it.s).collect();
    let names = laps.found.each_ref().map(|it| it.short.as_str());
    let stretches = laps.compared.comparison.segments.iter().map(stretch).collect();
    LossMap::of(&laps.compared.road, distance, names, "Who is faster where", stretches)
}

fn title(laps: &TwoLaps) -> String {
    let [lap, reference] = &laps.found;
    format!("{} against {}", lap.short, reference.short)
}

/// Both laps, the difference, the sectors, and what there is to say.
fn header(laps: &TwoLaps, title: &str) -> String {
    let [lap, reference] = &laps.found;
    let figures = figures(laps);
    let sentences = said(&sentences(&laps.compared, &lap.short, &reference.short));
    format!(
        "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{} against {}. The road is {:.0}\u{a0}m long. \
         Positive means that {} is slower.</p>\n<dl class=\"strip\">\n{figures}</dl>\n</header>\n\
         <section class=\"said\" aria-label=\"Where the time went\">\n{sentences}</section>\n",
        escape(title),
        escape(&lap.title),
        escape(&reference.title),
        laps.compared.road.length(),
        escape(&lap.short)
    )
}

/// The sentences that matter most, the others on demand.
pub fn said(sentences: &[String]) -> String {
    let (first, more) = sentences.split_at(sentences.len().min(SAID));
    let more = match more.len() {
        0 => String::new(),
        n => format!("<details>\n<summary>{n} more</summary>\n{}</details>\n", list(more)),
    };
    list(first) + &more
}

/// Both lap times, the difference, and the sectors where both laps have them.
fn figures(laps: &TwoLaps) -> String {
    let comparison = &laps.compared.comparison;
    let who = |which: usize, class: &str, note: &str| {
        figure(class, &laps.found[which].short, &comparison.times[which].to_string(), note)
    };
    let mut figures =
        who(0, "driver", "the lap, solid") + &who(1, "reference", "the reference, dashed");
    let note = match comparison.lost.as_micros() {
        0 => "level",
        1.. => "the lap is slower",
        _ => "the lap is faster",
    };
    let seconds = |lost| format!("{}\u{a0}s", minus(lost));
    figures += &figure("", "Difference", &seconds(comparison.lost), note);
    for (idx, lost) in comparison.sectors.into_iter().flatten().enumerate() {
        let [one, two] = laps.compared.laps.each_ref().map(|lap| lap.sectors()[idx]);
        let times = one.zip(two).map_or_else(String::new, |(one, two)| format!("{one} to {two}"));
        figures += &figure("", &format!("Sector {}", idx + 1), &seconds(lost), &times);
    }
    figures
}

/// One box of the strip at the top.
pub fn figure(class: &str, label: &str, value: &str, note: &str) -> String {
    format!(
        "<div><dt class=\"{class}\">{}</dt><dd class=\"value\">{}</dd><dd class=\"note\">{}</dd></div>\n",
        escape(label),
        escape(value),
        escape(note)
    )
}

fn rests_on(laps: &TwoLaps) -> String {
    let mut lines: Vec<String> =
        laps.found.iter().map(|it| format!("{}: {}.", it.title, it.source)).collect();
    lines.push(
        "Both laps lie on one road, held at the line, at the ends of official sectors and at the places \
         where the cars were seen. Intervals and bands hold the truth nine times out of ten."
            .to_owned(),
    );
    lines.push(
        "Corners are numbered along the road as it bends; the organiser's numbers may differ."
            .to_owned(),
    );
    lines.extend(laps.compared.notes.iter().map(|note| format!("{note}.")));
    format!(
        "<section aria-label=\"What this rests on\">\n<h2>What this rests on</h2>\n{}</section>\n",
        list(&lines)
    )
}

#[cfg(test)]
#[path = "two_laps_page_tests.rs"]
mod tests;
