//! Where on the lap: how the difference grew along each lap, and what matching the reference would bring.

use maatstaf::Briefing;
use maatstaf::compare::place_in_words;
use maatstaf::on_the_lap::{BetterLap, EventOnTheLap, OnTheLap, UsualLoss};
use maatstaf::ordinal;
use maatstaf::telemetry::{Loss, Segment};

use super::html::{Table, escape};
use super::names::{Side, name, round_name, round_title};
use super::numbers::{NONE, minus};
use super::svg::{Figure, Frame, WIDTH, line, rule, text};

/// The chart and its tables.
pub fn charts(briefing: &Briefing) -> String {
    let Some(found) = &briefing.on_the_lap else { return String::new() };
    chart(briefing, &found.events).to_html(briefing)
        + &matching(briefing, found).to_details(&[])
        + &usual(briefing, found).to_details(&[])
}

/// So high a second is drawn, in units of the chart.
const SECOND: f64 = 90.0;
/// No row is lower than this.
const LOWEST_ROW: f64 = 34.0;
/// Longer names are cut beside their row, in letters.
const LONGEST: usize = 13;
/// Between two rows.
const BETWEEN: f64 = 12.0;
/// Left and right edge of the rows: beside them stand the names and the differences.
const ACROSS: (f64, f64) = (116.0, WIDTH - 66.0);

/// The difference along each lap, a row an event, all at one scale.
fn chart(briefing: &Briefing, events: &[EventOnTheLap]) -> Figure {
    let mut top = 8.0;
    let mut marks = String::new();
    for event in events {
        let frame = row_frame(event, top);
        marks += &row(briefing, event, &frame);
        top = frame.up.0 + BETWEEN;
    }
    let shares = [0.0, 25.0, 50.0, 75.0, 100.0];
    let axis = Frame { across: ACROSS, up: (top, top), xs: (0.0, 100.0), ys: (0.0, 1.0) };
    let label =
        |share: &f64| text("axis", axis.x(*share), top + 8.0, "middle", &format!("{share:.0}"));
    marks += &shares.iter().map(label).collect::<String>();
    marks += &text("axis", axis.x(50.0), top + 25.0, "middle", "share of the lap (%)");
    marks += &scale((8.0, top));
    let driver = name(briefing, Side::Driver);
    Figure {
        id: "on-the-lap",
        heading: format!("Time lost along the lap (s, rising: {driver} loses)"),
        description: description(briefing, events),
        key: Some(" faster there, surely"),
        height: top + 30.0,
        marks,
    }
}

/// How high a fifth of a second is drawn.
fn scale((x, y): (f64, f64)) -> String {
    let end = y + 0.2 * SECOND;
    rule("bell", (x, y), (x, end)) + &text("axis", x + 6.0, 0.5 * (y + end) + 4.0, "start", "0.2 s")
}

/// What was lost from the line to the end of each segment, from nothing on.
fn lost_by_then(event: &EventOnTheLap) -> Vec<f64> {
    let each = event.comparison.segments.iter().scan(0.0, |lost, segment| {
        *lost += segment.loss.time.seconds();
        Some(*lost)
    });
    [0.0].into_iter().chain(each).collect()
}

fn row_frame(event: &EventOnTheLap, top: f64) -> Frame {
    let lost = lost_by_then(event);
    let (low, high) =
        lost.iter().fold((0.0, 0.0), |(low, high): (f64, f64), it| (low.min(*it), high.max(*it)));
    let height = ((high - low) * SECOND).max(LOWEST_ROW);
    let spare = 0.5 * (height / SECOND - (high - low));
    let length = event.comparison.segments.last().map_or(1.0, |segment| segment.to);
    Frame {
        across: ACROSS,
        up: (top + height, top),
        xs: (0.0, length),
        ys: (low - spare, high + spare),
    }
}

fn row(briefing: &Briefing, event: &EventOnTheLap, frame: &Frame) -> String {
    let (left, right) = frame.across;
    let zero = frame.y(0.0);
    let mut marks = rule("zero", (left, zero), (right, zero));
    marks +=
        &text("axis", left - 6.0, zero + 4.0, "end", &short(round_name(briefing, event.round)));
    let lost = lost_by_then(event);
    for (segment, ends) in event.comparison.segments.iter().zip(lost.windows(2)) {
        let points = [(segment.from, ends[0]), (segment.to, ends[1])];
        marks += &line(class_of(&segment.loss), &points.map(|(s, it)| (frame.x(s), frame.y(it))));
    }
    let total = minus(format!("{:+.3}", event.comparison.lost.seconds()));
    let end = frame.y(lost.last().copied().unwrap_or(0.0));
    marks += &text("value", right + 5.0, end + 4.0, "start", &total);
    let hints =
        event.comparison.segments.iter().map(|segment| hint(frame, event, segment, briefing));
    marks += &hints.collect::<String>();
    marks
}

/// A name that fits beside a row, on a phone too.
fn short(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    name.chars().take(LONGEST - 3).chain(['…']).collect()
}

/// Whose colour: of who is surely faster there.
fn class_of(loss: &Loss) -> &'static str {
    match loss {
        loss if loss.low > 0.0 => Side::Reference.class(),
        loss if loss.high < 0.0 => Side::Driver.class(),
        _ => "unsure",
    }
}

/// What stands behind a piece, for those who point at it.
fn hint(frame: &Frame, event: &EventOnTheLap, segment: &Segment, briefing: &Briefing) -> String {
    let (left, right) = (frame.x(segment.from), frame.x(segment.to));
    let (top, height) = (frame.up.1, frame.up.0 - frame.up.1);
    let words = escape(&format!(
        "{}, {}: {}",
        round_title(briefing, event.round),
        place_of(segment),
        with_interval(&segment.loss)
    ));
    format!(
        "<rect class=\"hint\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" \
         height=\"{height:.1}\"><title>{words}</title></rect>\n",
        right - left
    )
}

fn place_of(segment: &Segment) -> String {
    let straight = || format!("straight {:.0}–{:.0} m", segment.from, segment.to);
    segment.corner.map_or_else(straight, |number| format!("turn {number}"))
}

fn with_interval(loss: &Loss) -> String {
    minus(format!("{:+.2} s [{:+.2}, {:+.2}]", loss.time.seconds(), loss.low, loss.high))
}

fn description(briefing: &Briefing, events: &[EventOnTheLap]) -> String {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let each = events.iter().map(|event| {
        let round = round_name(briefing, event.round);
        let most = event.losses().first().map_or_else(String::new, |segment| {
            format!(", most at {} ({})", place_of(segment), with_interval(&segment.loss))
        });
        minus(format!("{round} {:+.3} s{most}", event.comparison.lost.seconds()))
    });
    format!(
        "{driver} against {reference} along the lap, a row an event: {}.",
        each.collect::<Vec<_>>().join("; ")
    )
}

/// What the largest loss matched would bring, and all.
fn matching(briefing: &Briefing, found: &OnTheLap) -> Table {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side).to_owned());
    let mut headings = vec!["Round".to_owned(), "Name".into(), "Parts".into(), "Largest".into()];
    headings.extend([driver, reference, "Difference (s)".into()]);
    for which in ["Largest matched", "All matched"] {
        headings.extend([format!("{which} (s)"), "Lap".into(), "Place".into()]);
    }
    headings.push("Points on such a grid".to_owned());
    Table {
        caption: "what matching the reference would bring".to_owned(),
        headings,
        n_text: 4,
        rows: found.events.iter().map(|event| matching_row(briefing, event)).collect(),
    }
}

fn matching_row(briefing: &Briefing, event: &EventOnTheLap) -> Vec<String> {
    let [time, reference] = event.comparison.times;
    let part = |idx: usize| event.parts[idx].map_or(NONE, |part| part.name());
    let parts =
        if event.is_same_part() { part(0).into() } else { format!("{}, {}", part(0), part(1)) };
    let largest = event.matching.gains.first().map_or(NONE.to_owned(), place_in_words);
    let mut cells = vec![
        event.round.to_string(),
        round_name(briefing, event.round).to_owned(),
        parts,
        largest,
        time.to_string(),
        reference.to_string(),
        minus(format!("{:+.3}", event.comparison.lost.seconds())),
    ];
    let ends = [event.matching.matched.first(), event.matching.matched.last()];
    for matched in ends {
        let Some(matched) = matched else {
            cells.extend([NONE, NONE, NONE].map(str::to_owned));
            continue;
        };
        let better = event.better_laps.iter().find(|it| it.matched.n_gains == matched.n_gains);
        cells.push(format!("{:.2}", matched.gain.time.seconds()));
        cells.push(better.map_or(NONE.to_owned(), |at| format!("{:.2}", at.time.seconds())));
        cells.push(better.map_or(NONE.to_owned(), |at| place(event, at)));
    }
    let worth = event.better_laps.last().and_then(|at| at.points);
    cells.push(worth.map_or(NONE.to_owned(), |worth| minus(format!("{:+.1}", worth.points))));
    cells
}

/// `5th → 3rd`.
fn place(event: &EventOnTheLap, at: &BetterLap) -> String {
    let was = event.decided.as_ref().map_or(NONE.to_owned(), |it| ordinal(it.place));
    let at_worst = if at.would_be.at_worst { "at worst " } else { "" };
    format!("{was} → {at_worst}{}", ordinal(at.would_be.place))
}

/// What each kind of place costs.
fn usual(briefing: &Briefing, found: &OnTheLap) -> Table {
    let driver = name(briefing, Side::Driver);
    let row = |usual: &UsualLoss| {
        let interval = usual.interval.as_ref();
        let interval = interval.map(|at| minus(format!("[{:+.2}, {:+.2}]", at.low, at.high)));
        vec![
            usual.kind.in_words().to_owned(),
            minus(format!("{:+.2}", usual.median)),
            interval.unwrap_or_else(|| NONE.to_owned()),
            usual.losses.len().to_string(),
            usual.n_places.to_string(),
        ]
    };
    let headings = ["Where", "Median a lap (s)", "90 %", "Laps", "Places"];
    Table {
        caption: format!("what each kind of place costs {driver}"),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows: found.usual.iter().map(row).collect(),
    }
}
