//! The gap and the points of both after each round.

use maatstaf::core::Points;
use maatstaf::{Briefing, GapAt};

use super::html::{Table, nothing};
use super::names::{Side, code, name, round_name, round_title};
use super::numbers::{gap, minus};
use super::svg::{Figure, Frame, ends, levels_of, line, plain, text};
use super::two_lines::TwoLines;

/// Two charts and their table.
pub fn charts(briefing: &Briefing) -> String {
    let rounds = &briefing.championship.gap_by_round;
    let Some(last) = rounds.last() else { return nothing("No round has been held.") };
    let charts = [gap_chart(briefing, rounds, last), points_chart(briefing, rounds, last)];
    let charts = charts.map(|chart| chart.to_html(briefing)).concat();
    format!("{charts}{}", table(briefing, rounds).to_details(&[]))
}

fn gap_chart(briefing: &Briefing, rounds: &[GapAt], last: &GapAt) -> Figure {
    let levels = levels_of(rounds.iter().map(|at| at.gap.as_f64()));
    let height = 250.0;
    let frame = Frame::of_rounds(last.round, height, 14.0, ends(&levels));
    let at = |at: &GapAt| (frame.x_of(at.round), frame.y(at.gap.as_f64()));
    let points: Vec<_> = rounds.iter().map(at).collect();
    let (x, y) = at(last);
    let mut marks = frame.levels(&levels, plain) + &frame.rounds();
    marks += &line("gap", &points);
    marks += &points.iter().map(|(x, y)| dot(*x, *y)).collect::<String>();
    marks += &text("value", x + 8.0, y + 4.0, "start", &minus(last.gap));
    marks += &frame.hints(
        rounds
            .iter()
            .map(|at| (at.round, format!("{}: {}", round_title(briefing, at.round), gap(at.gap)))),
    );
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    Figure {
        id: "gap",
        heading: "Gap after each round (points)".to_owned(),
        description: format!(
            "Points of {reference} less points of {driver}; above zero {driver} is behind. \
             After round {} he is {}.",
            last.round,
            gap(last.gap)
        ),
        key: None,
        height,
        marks,
    }
}

fn dot(x: f64, y: f64) -> String {
    format!("<circle class=\"gap\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>\n")
}

fn points_chart(briefing: &Briefing, rounds: &[GapAt], last: &GapAt) -> Figure {
    let both = |at: &GapAt| Side::BOTH.map(|side| of(side, at).as_f64());
    let levels = levels_of(rounds.iter().flat_map(both));
    let lines = TwoLines {
        frame: Frame::of_rounds(last.round, 230.0, 14.0, ends(&levels)),
        rounds: rounds.iter().map(|at| (at.round, both(at))).collect(),
        words: Side::BOTH.map(|side| format!("{} {}", code(briefing, side), of(side, last))),
        hints: rounds.iter().map(|at| hint(briefing, at)).collect(),
    };
    Figure {
        id: "points",
        heading: "Points after each round".to_owned(),
        description: hint(briefing, last),
        key: Some(""),
        height: 230.0,
        marks: lines.marks(&levels, plain),
    }
}

fn of(side: Side, at: &GapAt) -> Points {
    match side {
        Side::Driver => at.points.0,
        Side::Reference => at.points.1,
    }
}

fn hint(briefing: &Briefing, at: &GapAt) -> String {
    let both = Side::BOTH.map(|side| format!("{} {}", name(briefing, side), of(side, at)));
    format!("{}: {}", round_title(briefing, at.round), both.join(", "))
}

fn table(briefing: &Briefing, rounds: &[GapAt]) -> Table {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side).to_owned());
    let row = |at: &GapAt| {
        vec![
            at.round.to_string(),
            round_name(briefing, at.round).to_owned(),
            at.points.0.to_string(),
            at.points.1.to_string(),
            minus(at.gap),
        ]
    };
    Table {
        caption: "points and gap after each round".to_owned(),
        headings: vec!["Round".into(), "Name".into(), driver, reference, "Gap".into()],
        n_text: 2,
        rows: rounds.iter().map(row).collect(),
    }
}
