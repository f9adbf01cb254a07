//! Two laps as one self-contained page of HTML: both speeds, the time between them, the stretches.

use maatstaf::core::{Channel, Trace};

use crate::commands::setup::compare::{Compared, difference_cells, stretch_cells};
use crate::lap_page::KMH;
use crate::page::escape;
use crate::page::html::{Table, document, list};
use crate::page::numbers::minus;
use crate::page::panel::panel;

/// The page; it needs nothing but a browser.
pub fn page(compared: &Compared) -> String {
    let Compared { cars, course, laps, .. } = compared;
    let title = format!("Two set-ups at {}", course.name());
    let style = concat!(include_str!("page/style.css"), include_str!("page/along.css"));
    let subtitle = escape(&format!(
        "A: {}, {} · B: {}, {} · B less A: {} s",
        cars[0].told(),
        laps.times[0],
        cars[1].told(),
        laps.times[1],
        minus(laps.lost)
    ));
    let (charts, differences) = (charts(compared), differences(compared));
    let (stretches, rests) = (stretches(compared), rests_on(compared));
    let content = format!(
        "<header>\n<h1>{}</h1>\n<p class=\"subtitle\">{subtitle}</p>\n</header>\n\
         <div class=\"panels\">\n{charts}</div>\n{differences}{stretches}{rests}",
        escape(&title)
    );
    document(&title, style, "lap", &content)
}

/// Speeds, and what B has lost by then.
fn charts(compared: &Compared) -> String {
    let [first, second] = [0, 1].map(|which: usize| &compared.cars[which].fastest.trace);
    let distance = first.distance();
    let speed = |lap: &Trace| -> Vec<f64> {
        let at = |s: &f64| lap.value_at(Channel::Speed, *s).unwrap_or_default() / KMH;
        distance.iter().map(at).collect()
    };
    let lost = distance.iter().map(|s| second.time_at(*s) - first.time_at(*s)).collect();
    let speeds = vec![("driver", "A", speed(first)), ("reference", "B", speed(second))];
    let speeds = panel("speed", "Speed (km/h)", 240.0, speeds);
    let heading = "Time that B has lost to A by then (s)";
    let lost = panel("lost", heading, 170.0, vec![("gap", "", lost)]);
    speeds.to_html(distance) + &lost.to_html(distance)
}

fn differences(compared: &Compared) -> String {
    let rows = compared.differences.numbers.iter().map(difference_cells);
    let rows = rows.map(|cells| cells.iter().map(minus).collect());
    let table = Table {
        caption: "what differs between the cars".to_owned(),
        headings: ["number", "unit", "A", "B", "B less A"].map(str::to_owned).to_vec(),
        n_text: 2,
        rows: rows.collect(),
    };
    let others = match &compared.differences.others[..] {
        [] => Vec::new(),
        others => vec![format!("And, no single numbers: {}.", others.join(", "))],
    };
    let table = if table.rows.is_empty() { String::new() } else { table.to_html() };
    let others = list(&others);
    format!(
        "<section aria-label=\"What differs\">\n<h2>What differs</h2>\n{table}{others}</section>\n"
    )
}

fn stretches(compared: &Compared) -> String {
    let headings = [
        "stretch",
        "from (m)",
        "A (s)",
        "B (s)",
        "B less A (s)",
        "braking at A, B (m)",
        "entry A, B (km/h)",
        "slowest A, B (km/h)",
        "exit A, B (km/h)",
    ];
    let rows = compared.laps.stretches.iter().map(stretch_cells);
    let rows = rows.map(|cells| cells.iter().map(minus).collect());
    let table = Table {
        caption: "the laps, stretch by stretch".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows: rows.collect(),
    };
    format!(
        "<section aria-label=\"Where the time goes\">\n<h2>Where the time goes</h2>\n<p class=\"subtitle\">Every \
         metre of the course is in one stretch, so the differences add up to {}\u{a0}s. Positive means \
         that B is slower.</p>\n{}</section>\n",
        minus(compared.laps.lost),
        table.to_html()
    )
}

fn rests_on(compared: &Compared) -> String {
    let mut lines: Vec<String> = [("A", &compared.cars[0]), ("B", &compared.cars[1])]
        .map(|(which, it)| {
            let (how, n) = (it.fastest.status.name(), it.fastest.iterations);
            format!("{which} {how} in {n} iterations; the car rests on: {}.", it.car.rests_on())
        })
        .to_vec();
    let source = &compared.course.facts().source;
    lines.push(format!("The course: {}, {}.", source.name, source.licence));
    lines.push(
        "Each lap is a local optimum: none nearby is faster. Corners are numbered along the course as its \
         curvature has them."
            .to_owned(),
    );
    format!(
        "<section aria-label=\"What this rests on\">\n<h2>What this rests on</h2>\n{}</section>\n",
        list(&lines)
    )
}
