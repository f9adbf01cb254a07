//! A lap as one self-contained page of HTML: the circuit coloured by speed, the channels along it.

mod map;
pub mod panels;

use maatstaf::core::{Car, Channel, Course, Trace};
use maatstaf::{CornerDriven, FastestLap};

use crate::page::cursor::{Along, scripts};
use crate::page::escape;
use crate::page::html::{Table, document};
use crate::page::numbers::minus;

/// Everything that the page tells.
pub struct Told<'a> {
    /// The car.
    pub car: &'a Car,
    /// The course.
    pub course: &'a Course,
    /// The lap.
    pub fastest: &'a FastestLap,
    /// How each corner was driven.
    pub corners: &'a [CornerDriven],
    /// Whether it is the fastest lap, in words.
    pub verdict: &'a str,
}

/// The page; it needs nothing but a browser, and without scripts it lacks only the cursor and the zoom.
pub fn page(told: &Told) -> String {
    let title = format!("{} at {}", told.car.name(), told.course.name());
    let style = concat!(
        include_str!("page/style.css"),
        include_str!("page/along.css"),
        include_str!("lap_page/style.css")
    );
    let (header, map, panels) = (header(told), map::map(told), panels::panels(told));
    let (corners, method, scripts) = (corners(told), method(told), scripts(&along(told)));
    let content =
        format!("{header}<div class=\"both\">\n{map}{panels}</div>\n{corners}{method}{scripts}");
    document(&title, style, "lap", &content)
}

/// Metres a second in a kilometre an hour.
pub const KMH: f64 = 1.0 / 3.6;
/// The acceleration that people count in, m/s².
pub const G: f64 = 9.806_65;

fn header(told: &Told) -> String {
    let heading = escape(told.car.name());
    let course = escape(told.course.name());
    let verdict = escape(told.verdict);
    let figures: String = figures(told).iter().map(|(label, value, note)| {
        format!(
            "<div><dt>{label}</dt><dd class=\"value\">{}</dd><dd class=\"note\">{}</dd></div>\n",
            escape(value),
            escape(note)
        )
    }).collect();
    format!(
        "<header>\n<h1>{heading}</h1>\n<p class=\"subtitle\">{course}, {:.0}\u{a0}m · {verdict}</p>\n\
         <dl class=\"strip\">\n{figures}</dl>\n</header>\n",
        told.course.length()
    )
}

/// Label, value, note.
fn figures(told: &Told) -> Vec<(&'static str, String, String)> {
    let trace = &told.fastest.trace;
    let speed = trace.channel(Channel::Speed).unwrap_or_default();
    let most = speed.iter().copied().fold(f64::NEG_INFINITY, f64::max) / KMH;
    let least = speed.iter().copied().fold(f64::INFINITY, f64::min) / KMH;
    let mean = told.course.length() / told.fastest.time / KMH;
    let sideways = trace.channel(Channel::AccelerationLeft).unwrap_or_default();
    let side = sideways.iter().fold(0.0, |most: f64, a| most.max(a.abs())) / G;
    let slowing = trace.channel(Channel::AccelerationForward).unwrap_or_default();
    let slowing = -slowing.iter().copied().fold(f64::INFINITY, f64::min) / G;
    vec![
        ("Lap time", told.fastest.lap.time.to_string(), format!("{mean:.1}\u{a0}km/h on average")),
        ("Top speed", format!("{most:.1}\u{a0}km/h"), format!("slowest {least:.1}\u{a0}km/h")),
        (
            "Full throttle",
            format!("{:.0}\u{a0}%", 100.0 * share(trace, Channel::Throttle, 0.98)),
            "of the time, 98\u{a0}% and more".to_owned(),
        ),
        (
            "Braking",
            format!("{:.0}\u{a0}%", 100.0 * share(trace, Channel::Brake, 0.05)),
            "of the time, 5\u{a0}% and more".to_owned(),
        ),
        ("Cornering", format!("{side:.2}\u{a0}g"), "the most to a side".to_owned()),
        ("Slowing", format!("{slowing:.2}\u{a0}g"), "the most".to_owned()),
    ]
}

/// The share of the time in which a channel is at least so much.
fn share(trace: &Trace, channel: Channel, least: f64) -> f64 {
    let Some(values) = trace.channel(channel) else { return 0.0 };
    let time = trace.time();
    let steps = time.windows(2).zip(values).filter(|(_, value)| **value >= least);
    steps.map(|(step, _)| step[1] - step[0]).sum::<f64>() / time[time.len() - 1].max(1e-9)
}

fn corners(told: &Told) -> String {
    if told.corners.is_empty() {
        return String::new();
    }
    let headings = [
        "corner",
        "side",
        "braking at (m)",
        "entry (km/h)",
        "slowest (km/h)",
        "at (m)",
        "exit (km/h)",
        "time (s)",
        "sideways (g)",
    ];
    let rows = told.corners.iter().map(corner_cells);
    let rows = rows.map(|cells| cells.iter().map(minus).collect::<Vec<String>>());
    let table = Table {
        caption: "how each corner is driven".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 2,
        rows: rows.collect(),
    };
    format!(
        "<section aria-label=\"Corners\">\n<h2>Corners</h2>\n<p class=\"subtitle\">Numbered along \
         the course as its curvature has them; the organiser's numbers may differ. Sideways is \
         positive to the left.</p>\n{}</section>\n",
        table.to_html()
    )
}

/// A corner as a row: number, side, braking, entry, slowest, where, exit, time, sideways.
pub fn corner_cells(driven: &CornerDriven) -> Vec<String> {
    vec![
        driven.corner.number.to_string(),
        driven.corner.side.to_string(),
        driven.braking.map_or("–".to_owned(), |s| format!("{s:.0}")),
        format!("{:.1}", driven.entry_speed / KMH),
        format!("{:.1}", driven.least_speed / KMH),
        format!("{:.0}", driven.slowest_at),
        format!("{:.1}", driven.exit_speed / KMH),
        format!("{:.3}", driven.time),
        format!("{:+.2}", driven.lateral / G),
    ]
}

fn method(told: &Told) -> String {
    let fastest = told.fastest;
    let left = &fastest.residuals;
    let facts = told.course.facts();
    let lines = [
        format!("{}; {} nodes, {} iterations.", told.verdict, fastest.nodes, fastest.iterations),
        format!(
            "Conditions of an optimum hold to {:.1e} (slopes), {:.1e} (equations), {:.1e} \
             (limits). A local optimum: no lap nearby is faster.",
            left.stationarity, left.feasibility, left.complementarity
        ),
        format!("The car rests on: {}.", told.car.rests_on()),
        format!(
            "The course: {}, {}. {}",
            facts.source.name, facts.source.licence, facts.source.note
        ),
    ];
    format!(
        "<section aria-label=\"What this rests on\">\n<h2>What this rests on</h2>\n{}</section>\n",
        crate::page::html::list(&lines)
    )
}

/// What the cursor shows.
fn along(told: &Told) -> Along {
    let trace = &told.fastest.trace;
    let marks = told.corners.iter().map(|it| (it.corner.number.to_string(), it.corner.apex));
    Along {
        distance: trace.distance().to_vec(),
        places: map::places(trace, &map::frame(told.course)),
        readouts: panels::readouts(trace),
        marks: marks.collect(),
    }
}
