//! Points and gaps per third of the season.

use maatstaf::Briefing;
use maatstaf::core::{Points, RoundNumber};
use maatstaf::pace::FormSlice;

use super::html::{Table, nothing};
use super::level;
use super::names::{Side, code, name};
use super::numbers::{NONE, median, percent};
use super::svg::{Figure, Frame, WIDTH, bar, ends, levels_of, plain, text};

/// The chart of the thirds, and a table of these and the last rounds.
pub fn charts(briefing: &Briefing) -> String {
    let thirds = &briefing.form.thirds;
    if thirds.is_empty() {
        return nothing("No round has been held.");
    }
    level::charts(briefing)
        + &points_chart(briefing, thirds).to_html(briefing)
        + &table(briefing).to_details(&notes(briefing))
}

fn points_chart(briefing: &Briefing, thirds: &[FormSlice]) -> Figure {
    let scored = thirds.iter().flat_map(|third| Side::BOTH.map(|side| of(side, third).as_f64()));
    let levels = levels_of(scored);
    let height = 210.0;
    let xs = (0.0, thirds.len() as f64);
    let (across, up) = ((44.0, WIDTH - 8.0), (height - 38.0, 20.0));
    let frame = Frame { across, up, xs, ys: ends(&levels) };
    let mut marks = HATCH.to_owned() + &frame.levels(&levels, plain);
    for (idx, third) in thirds.iter().enumerate() {
        let middle = frame.x(idx as f64 + 0.5);
        marks += &Side::BOTH.map(|side| column(&frame, side, middle, of(side, third))).concat();
        let y = frame.up.0 + 18.0;
        marks += &text("axis", middle, y, "middle", &rounds(third));
    }
    Figure {
        id: "thirds",
        heading: "Points per third of the season".to_owned(),
        description: description(briefing, thirds),
        key: Some(""),
        height,
        marks,
    }
}

/// Stripes in the colour of the reference, so that his bars differ on any printer.
const HATCH: &str = "<defs><pattern id=\"hatch\" class=\"reference\" width=\"6\" height=\"6\" \
    patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect class=\"stripe\" width=\"3.4\" height=\"6\"/></pattern></defs>\n";

fn column(frame: &Frame, side: Side, middle: f64, points: Points) -> String {
    let width = 40.0;
    let x = if side == Side::Driver { middle - width - 3.0 } else { middle + 3.0 };
    let value = points.as_f64();
    let (top, bottom) = (frame.y(value.max(0.0)), frame.y(value.min(0.0)));
    bar(&format!("{} column", side.class()), x, top, width, bottom - top)
        + &text("value", x + width / 2.0, top - 5.0, "middle", &points.to_string())
}

fn of(side: Side, slice: &FormSlice) -> Points {
    match side {
        Side::Driver => slice.driver_points,
        Side::Reference => slice.reference_points,
    }
}

fn rounds(slice: &FormSlice) -> String {
    match (*slice.rounds.start(), *slice.rounds.end()) {
        (from, to) if from == to => format!("round {from}"),
        (from, to) => format!("rounds {}", span(from, to)),
    }
}

fn span(from: RoundNumber, to: RoundNumber) -> String {
    format!("{from}–{to}")
}

fn description(briefing: &Briefing, thirds: &[FormSlice]) -> String {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let third = |third: &FormSlice| {
        let (ours, theirs) = (third.driver_points, third.reference_points);
        format!("{}: {driver} {ours}, {reference} {theirs}", rounds(third))
    };
    format!("{}.", thirds.iter().map(third).collect::<Vec<_>>().join("; "))
}

fn table(briefing: &Briefing) -> Table {
    let codes = Side::BOTH.map(|side| code(briefing, side));
    let mut headings = vec!["Stretch".to_owned(), "Rounds".to_owned()];
    headings.extend(codes.iter().map(|code| format!("{code} points")));
    let both = codes.join("–");
    headings.extend([
        "Share".to_owned(),
        "Qualifying gap, median".to_owned(),
        "n".to_owned(),
        format!("Qualifying {both}"),
        format!("Races {both}"),
    ]);
    let form = &briefing.form;
    let n_thirds = form.thirds.len();
    let thirds = form
        .thirds
        .iter()
        .enumerate()
        .map(|(idx, third)| row(&format!("{} of {n_thirds}", idx + 1), third));
    let last = form.last.iter().map(|last| row("last rounds", last));
    Table {
        caption: "form per third of the season".to_owned(),
        headings,
        n_text: 2,
        rows: thirds.chain(last).chain([row("season", &form.whole)]).collect(),
    }
}

fn row(stretch: &str, slice: &FormSlice) -> Vec<String> {
    vec![
        stretch.to_owned(),
        span(*slice.rounds.start(), *slice.rounds.end()),
        slice.driver_points.to_string(),
        slice.reference_points.to_string(),
        slice.share.map_or(NONE.to_owned(), |share| format!("{:.0}\u{a0}%", 100.0 * share)),
        median(&slice.qualifying),
        slice.qualifying.n.to_string(),
        slice.qualifying_head_to_head.to_string(),
        slice.race_head_to_head.to_string(),
    ]
}

/// What the columns mean, and whether the gap moved.
fn notes(briefing: &Briefing) -> Vec<String> {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let columns = format!(
        "Share: points of {driver} over points of {reference}. Medians with their 90 % intervals, \
         without outliers; n counts the rounds behind them."
    );
    let changes = briefing.form.changes.iter().filter_map(|change| {
        let verdict =
            if change.verdict.cannot_tell() { "the data cannot tell" } else { "it moved" };
        Some(format!(
            "Qualifying gap from rounds {} to rounds {}: {} points of a percent; {verdict}.",
            span(*change.from.start(), *change.from.end()),
            span(*change.to.start(), *change.to.end()),
            percent(change.change_percent?).replace("\u{a0}%", "")
        ))
    });
    std::iter::once(columns).chain(changes).collect()
}
