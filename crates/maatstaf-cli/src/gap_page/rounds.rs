//! The parts of every round, stacked.

use std::collections::BTreeSet;

use maatstaf::season::{GapPart, GapRound};

use super::figure;
use crate::page::escape;
use crate::page::html::Table;
use crate::page::numbers::minus;
use crate::page::svg::{Frame, WIDTH, bar, ends, levels_of, plain};
use crate::shown_gap::ShownGap;

const HEIGHT: f64 = 260.0;

pub(super) fn chart(gap: &ShownGap) -> String {
    let rounds = &gap.found.gap.rounds;
    let last = rounds.last().map_or(1, |round| round.round);
    let reach = rounds.iter().flat_map(|round| stacked(round).map(|it| it.to));
    let levels = levels_of(reach);
    let frame = Frame::of_rounds(last, HEIGHT, 12.0, ends(&levels));
    let width = 0.66 * (frame.x(2.0) - frame.x(1.0));
    let mut marks = frame.levels(&levels, plain) + &frame.rounds();
    for round in rounds {
        let left = frame.x_of(round.round) - width / 2.0;
        for it in stacked(round) {
            let (top, bottom) = (frame.y(it.from.max(it.to)), frame.y(it.from.min(it.to)));
            let class = format!("stack part-{}", colour(it.part));
            marks += &bar(&class, left, top, width, bottom - top);
        }
        let (x, y) = (frame.x_of(round.round), frame.y(round.total.as_f64()));
        marks += &format!("<circle class=\"net\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"/>\n");
    }
    marks += &frame.hints(rounds.iter().map(|round| (round.round, hint(round))));
    let [driver, reference] = gap.names;
    let description = format!(
        "For every round what {driver} lost to {reference}, part by part, above zero, and what he won, below; a ring \
         stands at the sum. The table holds the same."
    );
    let heading = "The gap of every round (points; rings: the sum)";
    figure("rounds", heading, &description, WIDTH, HEIGHT, &marks)
        + &keys(gap)
        + &table(gap).to_details(&[])
}

/// A piece of a stack.
struct Piece {
    part: GapPart,
    from: f64,
    to: f64,
}

/// Those that were lost go up from zero, those that were won go down.
fn stacked(round: &GapRound) -> impl Iterator<Item = Piece> {
    let (mut up, mut down) = (0.0, 0.0);
    let parts = round.parts.iter().filter(|(_, points)| !points.is_zero());
    parts.map(move |(part, points)| {
        let points = points.as_f64();
        let side = if points > 0.0 { &mut up } else { &mut down };
        let from = *side;
        *side += points;
        Piece { part, from, to: *side }
    })
}

/// Which colour a part has; what is left shares one.
fn colour(part: GapPart) -> usize {
    if part.is_remainder() { 7 } else { part as usize }
}

fn hint(round: &GapRound) -> String {
    let parts = round.parts.iter().filter(|(_, points)| !points.is_zero());
    let parts: Vec<String> =
        parts.map(|(part, points)| format!("{} {}", part.name(), minus(points))).collect();
    format!("Round {}, {}: {} ({})", round.round, round.race, minus(round.total), parts.join(", "))
}

fn keys(gap: &ShownGap) -> String {
    let mut seen = BTreeSet::new();
    let key = |part: GapPart| {
        let name = if part.is_remainder() { "what is left" } else { part.name() };
        let swatch = bar(&format!("stack part-{}", colour(part)), 6.0, 1.0, 16.0, 10.0);
        format!(
            "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">{swatch}</svg>{}</span> ",
            escape(name)
        )
    };
    let parts = gap.columns().into_iter().filter(|part| seen.insert(colour(*part)));
    let keys: String = parts.map(key).collect();
    format!("<p class=\"keys\">{keys}</p>\n")
}

fn table(gap: &ShownGap) -> Table {
    let columns = gap.columns();
    let mut headings = vec!["Round".to_owned(), "Race".to_owned(), "Gap (points)".to_owned()];
    headings.extend(columns.iter().map(|part| part.name().to_owned()));
    let rows = gap.found.gap.rounds.iter().map(|round| {
        let mut row = vec![round.round.to_string(), round.race.clone(), minus(round.total)];
        row.extend(columns.iter().map(|part| minus(round.parts.of(*part))));
        row
    });
    Table {
        caption: "the gap round by round".to_owned(),
        headings,
        n_text: 2,
        rows: rows.collect(),
    }
}
