//! The parts of a gap, each beginning where the one above ends.

use maatstaf::core::Points;

use super::figure;
use crate::page::html::{Table, nothing};
use crate::page::numbers::minus;
use crate::page::svg::{WIDTH, bar, rule, text};
use crate::shown_gap::ShownGap;

/// Left and right edge of the bars, the height of a row, of a bar in it.
const ACROSS: (f64, f64) = (186.0, 436.0);
const ROW: f64 = 24.0;
const BAR: f64 = 14.0;

/// A row: its words, where its bar begins and ends, and how it is filled.
struct Row {
    words: String,
    from: f64,
    to: f64,
    class: &'static str,
    points: Points,
}

pub(super) fn chart(gap: &ShownGap) -> String {
    let rows = rows(gap);
    if rows.len() < 2 {
        return nothing("No round set them apart.");
    }
    let ends = rows.iter().flat_map(|row| [row.from, row.to, 0.0]);
    let (low, high) =
        ends.fold((0.0, 0.0), |(low, high): (f64, f64), it| (low.min(it), high.max(it)));
    let x =
        |points: f64| ACROSS.0 + (points - low) / (high - low).max(1e-9) * (ACROSS.1 - ACROSS.0);
    let height = ROW * rows.len() as f64 + 4.0;
    let mut marks = rule("zero", (x(0.0), 0.0), (x(0.0), height));
    for (idx, row) in rows.iter().enumerate() {
        let top = ROW * idx as f64 + 6.0;
        let (left, right) = (x(row.from.min(row.to)), x(row.from.max(row.to)));
        let baseline = top + BAR - 3.0;
        marks += &text("axis", 0.0, baseline, "start", &row.words);
        marks += &bar(row.class, left, top, (right - left).max(0.8), BAR);
        marks += &text("value", WIDTH - 2.0, baseline, "end", &minus(row.points));
        if idx + 1 < rows.len() {
            marks += &rule("step", (x(row.to), top + BAR), (x(row.to), top + ROW));
        }
    }
    let [driver, reference] = gap.names;
    let description = format!(
        "What the gap of {driver} to {reference} came from, the largest part first, each bar beginning where the one \
         above ends, and the gap itself last; the table holds the same."
    );
    figure("parts", "What the gap came from (points)", &description, WIDTH, height, &marks)
        + &table(gap).to_details(&[])
}

fn rows(gap: &ShownGap) -> Vec<Row> {
    let mut at = Points::ZERO;
    let mut rows = Vec::new();
    for (part, points) in gap.parts() {
        let from = at.as_f64();
        at += points;
        let class = if points > Points::ZERO { "lost" } else { "won" };
        rows.push(Row { words: part.name().to_owned(), from, to: at.as_f64(), class, points });
    }
    let points = gap.found.gap.total;
    let to = points.as_f64();
    rows.push(Row { words: "the gap".to_owned(), from: 0.0, to, class: "whole", points });
    rows
}

fn table(gap: &ShownGap) -> Table {
    let total = gap.found.gap.total;
    let share = |points: Points| match total.is_zero() {
        true => String::new(),
        false => minus(format!("{:.1}", 100.0 * points.as_f64() / total.as_f64())),
    };
    let parts = gap.parts().into_iter().map(|(part, points)| (part.name(), points));
    let rows = parts.chain([("total", total)]);
    Table {
        caption: "parts of the gap".to_owned(),
        headings: ["Part", "Points", "Share (%)"].map(str::to_owned).to_vec(),
        n_text: 1,
        rows: rows
            .map(|(name, points)| vec![name.to_owned(), minus(points), share(points)])
            .collect(),
    }
}
