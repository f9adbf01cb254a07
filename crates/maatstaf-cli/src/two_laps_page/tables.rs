//! Corners and straights, and their phases.

use maatstaf::compare::{matching_sentences, place_in_words, what_matching_brings};
use maatstaf::telemetry::{CornerDriven, Loss, Phase, Segment};
use serde_json::json;

use crate::commands::compare::{TwoLaps, straights};
use crate::lap_page::KMH;
use crate::page::html::{Table, escape, list};
use crate::page::numbers::{NONE, minus};

/// The phases of a corner that have a column of their own.
const PHASES: [Phase; 4] = [Phase::Braking, Phase::Entry, Phase::Apex, Phase::Exit];

/// Both tables; without scripts the first is not sorted, nothing else.
pub fn tables(laps: &TwoLaps) -> String {
    let segments = &laps.compared.comparison.segments;
    let [lap, reference] = laps.found.each_ref().map(|it| it.short.as_str());
    let mut headings: Vec<String> =
        ["where", "from (m)", "to (m)", "lost (s)", "90 % (s)"].map(str::to_owned).to_vec();
    headings.extend(PHASES.map(|phase| format!("{} (s)", phase.word())));
    let both = ["braking at (m)", "slowest (km/h)", "full throttle at (m)", "exit (km/h)"];
    headings.extend(both.map(|what| format!("{what} {lap} / {reference}")));
    let table = Table {
        caption: "corners and straights, in the order of driving".to_owned(),
        headings,
        n_text: 1,
        rows: segments.iter().map(cells).collect(),
    };
    format!(
        "<section class=\"pieces\" aria-label=\"Corners and straights\">\n<h2>Corners and straights</h2>\n\
         <p class=\"subtitle\">Every metre of the road is in one of them, so what they lost adds up to \
         {}\u{a0}s. Press a heading to sort, a row to see it in the charts.</p>\n{}{}</section>\n",
        minus(laps.compared.comparison.lost),
        table.to_html(),
        phases(segments).to_details(&[])
    ) + &straights_section(laps)
        + &matching_section(laps)
}

/// What matching the reference would bring, place by place, and the lap that would come of it.
fn matching_section(laps: &TwoLaps) -> String {
    let [lap, reference] = laps.found.each_ref().map(|it| it.short.as_str());
    let counterfactual = what_matching_brings(&laps.compared);
    let said = matching_sentences(&counterfactual, lap, reference);
    let rows = counterfactual.gains.iter().map(|gain| {
        let mut cells = vec![place_in_words(gain), metres(gain.from), metres(gain.to)];
        cells.extend(loss_cells(&gain.gain));
        cells.push(seconds(&gain.here));
        cells.push(gain.carried.as_ref().map_or_else(|| NONE.to_owned(), seconds));
        cells
    });
    let headings = [
        "where",
        "from (m)",
        "to (m)",
        "won (s)",
        "90 % (s)",
        "there (s)",
        "on the straight behind (s)",
    ];
    let table = Table {
        caption: format!("what driving like {reference} would bring, the largest first"),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows: rows.collect(),
    };
    let table = if counterfactual.gains.is_empty() { String::new() } else { table.to_html() };
    format!(
        "<section class=\"matching\" aria-label=\"What matching brings\">\n<h2>What matching {} brings</h2>\n{}{table}\
         </section>\n",
        escape(reference),
        list(&said)
    )
}

/// Why time was lost on the straights.
fn straights_section(laps: &TwoLaps) -> String {
    let cell = |text: String| if text.is_empty() { NONE.to_owned() } else { minus(text) };
    let rows = laps.compared.straights.straights.iter().map(|straight| {
        let mut cells: Vec<String> = straights::cells(straight).into_iter().map(cell).collect();
        cells.push(cell(straights::why(straight, laps)));
        cells
    });
    let headings =
        straights::HEADINGS.iter().map(|it| it.trim_start_matches(['?', '>']).to_owned());
    let table = Table {
        caption: "straights and the causes of what was lost on them".to_owned(),
        headings: headings.chain(["why".to_owned()]).collect(),
        n_text: 1,
        rows: rows.collect(),
    };
    format!(
        "<section class=\"straights\" aria-label=\"Straights\">\n<h2>Straights</h2>\n<p class=\"subtitle\">\
         Stretches of full throttle, with the corners that both laps take flat. Causes add up to what was \
         lost; a star marks those that are more than noise.</p>\n{}</section>\n",
        table.to_html()
    )
}

/// Where corners and straights begin and end, for the script.
pub fn ends(laps: &TwoLaps) -> String {
    let segments = laps.compared.comparison.segments.iter();
    json!(segments.map(|it| [it.from.round(), it.to.round()]).collect::<Vec<_>>()).to_string()
}

/// `turn 5`, or `straight`.
pub fn place(segment: &Segment) -> String {
    segment.corner.map_or_else(|| "straight".to_owned(), |number| format!("turn {number}"))
}

fn cells(segment: &Segment) -> Vec<String> {
    let mut cells = vec![place(segment), metres(segment.from), metres(segment.to)];
    cells.extend(loss_cells(&segment.loss));
    let phase = |phase: Phase| {
        let found = segment.phases.iter().find(|it| it.phase == phase);
        found.map_or_else(|| NONE.to_owned(), |it| seconds(&it.loss))
    };
    cells.extend(PHASES.map(phase));
    let both = |of: &dyn Fn(&CornerDriven) -> Option<f64>| match &segment.driven {
        None => NONE.to_owned(),
        Some(driven) => {
            let values = driven.each_ref().map(of);
            if values == [None, None] {
                return NONE.to_owned();
            }
            values.map(|it| it.map_or_else(|| NONE.to_owned(), metres)).join(" / ")
        }
    };
    cells.push(both(&|it| it.braking_at.map(|on| on.at)));
    cells.push(both(&|it| Some(it.least_speed / KMH)));
    cells.push(both(&|it| it.full_throttle_at.map(|on| on.at)));
    cells.push(both(&|it| Some(it.exit_speed / KMH)));
    cells
}

/// What each phase of the corners lost, with its interval.
fn phases(segments: &[Segment]) -> Table {
    let corners = segments.iter().filter(|segment| segment.corner.is_some());
    let rows = corners.flat_map(|segment| {
        segment.phases.iter().map(|phase| {
            let mut cells = vec![place(segment), phase.phase.word().to_owned()];
            cells.extend([metres(phase.from), metres(phase.to)]);
            cells.extend(loss_cells(&phase.loss));
            cells
        })
    });
    let headings = ["where", "phase", "from (m)", "to (m)", "lost (s)", "90 % (s)"];
    Table {
        caption: "phases of corners, with intervals".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 2,
        rows: rows.collect(),
    }
}

fn loss_cells(loss: &Loss) -> [String; 2] {
    [seconds(loss), minus(format!("[{:+.3}, {:+.3}]", loss.low, loss.high))]
}

fn seconds(loss: &Loss) -> String {
    minus(format!("{:+.3}", loss.time.seconds()))
}

fn metres(value: f64) -> String {
    format!("{value:.0}")
}
