//! What would close a gap, with intervals.

use maatstaf::{Aim, Improvement, Plan, PointsEstimate, whole_points};

use super::figure;
use crate::page::html::{Table, list};
use crate::page::numbers::minus;
use crate::page::svg::{WIDTH, bar, ends, levels_of, plain, rule, text};
use crate::shown_gap::ShownGap;

/// The height of a row: its words, and its bar below.
const ROW: f64 = 40.0;
const BAR: f64 = 10.0;
const ACROSS: (f64, f64) = (8.0, WIDTH - 60.0);

/// Its words, what it closes, and how its bar is filled.
type Row = (String, PointsEstimate, &'static str);

pub(super) fn section(gap: &ShownGap) -> String {
    if gap.found.plan.is_none() {
        return String::new();
    }
    format!(
        "<section class=\"plan\" aria-label=\"What would close it\">\n<h2>What would close it</h2>\n{}{}</section>\n",
        list(&gap.plan_sentences()),
        what_closes(gap)
    )
}

/// The chart of what closes how much, and its table; nothing without a plan.
pub fn what_closes(gap: &ShownGap) -> String {
    let Some(plan) = &gap.found.plan else { return String::new() };
    let chart = if plan.improvements.is_empty() { String::new() } else { chart(gap, plan) };
    chart + &table(gap, plan).to_details(&[])
}

fn chart(gap: &ShownGap, plan: &Plan) -> String {
    let [_, reference] = gap.names;
    let mut rows: Vec<Row> =
        plan.improvements.iter().map(|it| (short(it, reference), it.closes, "won")).collect();
    rows.extend(
        plan.together
            .as_ref()
            .map(|it| ("the largest of each kind together".to_owned(), it.closes, "whole")),
    );
    let levels = levels_of(rows.iter().flat_map(|(_, it, _)| {
        let [low, high] = it.interval.unwrap_or([it.value; 2]);
        [it.value, low, high]
    }));
    let (low, high) = ends(&levels);
    let x = |points: f64| ACROSS.0 + (points - low) / (high - low) * (ACROSS.1 - ACROSS.0);
    let bottom = ROW * rows.len() as f64 + 4.0;
    let mut marks = String::new();
    for level in &levels {
        let class = if *level == 0.0 { "zero" } else { "grid" };
        marks += &rule(class, (x(*level), 0.0), (x(*level), bottom));
        marks += &text("axis", x(*level), bottom + 16.0, "middle", &plain(*level));
    }
    for (idx, row) in rows.iter().enumerate() {
        marks += &drawn(ROW * idx as f64, row, &x);
    }
    let description = "What each improvement would close, the largest first, with its 90 % interval; all of the kinds \
                       together last. The table holds the same.";
    let heading =
        format!("What would close how much of {} points", (100.0 * plan.gap).round() / 100.0);
    figure("plan", &heading, description, WIDTH, bottom + 24.0, &marks)
}

/// A row: its words, and below them its bar with the interval, and its number.
fn drawn(top: f64, (words, it, class): &Row, x: &dyn Fn(f64) -> f64) -> String {
    let middle = top + 21.0 + BAR / 2.0;
    let mut marks = text("axis", ACROSS.0 + 2.0, top + 15.0, "start", words);
    marks += &bar(class, x(0.0), top + 21.0, x(it.value.max(0.0)) - x(0.0), BAR);
    if let Some([low, high]) = it.interval {
        marks += &rule("whisker", (x(low), middle), (x(high), middle));
        for end in [low, high] {
            marks += &rule("whisker", (x(end), middle - 3.0), (x(end), middle + 3.0));
        }
    }
    let number = minus(whole_points(it.value));
    marks + &text("value", WIDTH - 2.0, middle + 4.0, "end", &number)
}

/// `qualifying 0.60 %: as Verstappen`; short, since it stands in a chart.
fn short(it: &Improvement, reference: &str) -> String {
    let name = match (it.size, it.means.unit()) {
        (Some(size), Some(unit)) => format!("{} {size:.2} {unit}", it.means.name()),
        _ => it.means.name().to_owned(),
    };
    match it.aim {
        Aim::Match => format!("{name}: as {reference}"),
        Aim::Half => format!("{name}: half the way to {reference}"),
        Aim::Tenth | Aim::All => name,
    }
}

fn table(gap: &ShownGap, plan: &Plan) -> Table {
    let [_, reference] = gap.names;
    let row = |words: String, it: &PointsEstimate, n_untold: usize| {
        let end = |idx: usize| {
            it.interval.map_or_else(String::new, |ends| minus(whole_points(ends[idx])))
        };
        let value = minus(whole_points(it.value));
        vec![words, value, end(0), end(1), it.n.to_string(), n_untold.to_string()]
    };
    let mut rows: Vec<Vec<String>> = plan
        .improvements
        .iter()
        .map(|it| row(short(it, reference), &it.closes, it.n_untold))
        .collect();
    rows.extend(plan.together.as_ref().map(|it| row("together".to_owned(), &it.closes, 0)));
    rows.extend(plan.together.as_ref().map(|it| row("left of the gap".to_owned(), &it.left, 0)));
    let headings = ["Improvement", "Closes (points)", "Low", "High", "Rounds", "Cannot tell"];
    Table {
        caption: "what would close the gap".to_owned(),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows,
    }
}
