//! Names with a number and its interval, one below the other.

use maatstaf::pace::{Share, Shares, Worth};

use crate::page::Side;
use crate::page::escape;
use crate::page::html::nothing;
use crate::page::numbers::signed;
use crate::page::svg::{Frame, WIDTH, ends, levels_of, line, mark, plain, rule, text};

/// Height of a row, and of what lies below all.
const ROW: f64 = 22.0;
const BELOW: f64 = 24.0;
/// Room for names, and for numbers.
const LEFT: f64 = 152.0;
const RIGHT: f64 = 58.0;
/// Names of more letters are cut.
const LETTERS: usize = 19;

/// Somebody and what he is worth.
pub struct Row {
    pub name: String,
    pub worth: Worth,
    /// Whether he is shown wherever he stands.
    pub is_asked: bool,
}

impl Row {
    pub fn new(name: &str, worth: Worth, is_asked: bool) -> Self {
        Self { name: name.to_owned(), worth, is_asked }
    }
}

/// A chart of worths, best first.
pub fn chart(id: &str, heading: &str, side: Side, rows: &[&Row]) -> String {
    if rows.is_empty() {
        return nothing(&format!("{heading}: nothing to show."));
    }
    let levels = levels_of(rows.iter().flat_map(|it| [it.worth.low, it.worth.high]));
    let (frame, height) = frame(rows.len(), ends(&levels));
    let mut marks = columns(&frame, &levels, plain);
    for (i, row) in rows.iter().enumerate() {
        let Worth { value, low, high, finishes } = row.worth;
        let number = signed(value);
        let interval = format!("{}, {}", signed(low), signed(high));
        let hint = format!("{}: {number} [{interval}], {finishes} finishes", row.name);
        marks += &whisker(&frame, side, i, &row.name, (value, low, high), &number, &hint);
    }
    let described = format!(
        "{heading}: {} names with their 90 % intervals, from {} to {}; the table holds the same.",
        rows.len(),
        rows[0].name,
        rows[rows.len() - 1].name
    );
    figure(id, heading, &described, height, &marks)
}

/// Whose share of the variance is how large.
pub fn shares(shares: &Shares) -> String {
    let heading = "Share of what separates cars at the flag (%)";
    let (frame, height) = frame(2, (0.0, 100.0));
    let mut marks = columns(&frame, &[0.0, 25.0, 50.0, 75.0, 100.0], plain);
    let both = [("team", Side::Reference, shares.team), ("driver", Side::Driver, shares.driver)];
    let mut described = Vec::new();
    for (i, (who, side, Share { value, low, high })) in both.into_iter().enumerate() {
        let [value, low, high] = [value, low, high].map(|it| 100.0 * it);
        let hint = format!("the {who}: {value:.0} % [{low:.0}, {high:.0}]");
        marks +=
            &whisker(&frame, side, i, who, (value, low, high), &format!("{value:.0} %"), &hint);
        described.push(hint);
    }
    figure("shares", heading, &format!("{}.", described.join("; ")), height, &marks)
}

fn frame(n_rows: usize, xs: (f64, f64)) -> (Frame, f64) {
    let height = n_rows as f64 * ROW + BELOW;
    let up = (height - BELOW, 0.0);
    (Frame { across: (LEFT, WIDTH - RIGHT), up, xs, ys: (n_rows as f64, 0.0) }, height)
}

/// Lines from top to bottom at some values, with their labels.
fn columns(frame: &Frame, levels: &[f64], label: impl Fn(f64) -> String) -> String {
    let column = |value: &f64| {
        let x = frame.x(*value);
        let class = if *value == 0.0 { "zero" } else { "grid" };
        rule(class, (x, frame.up.0), (x, frame.up.1))
            + &text("axis", x, frame.up.0 + 16.0, "middle", &label(*value))
    };
    levels.iter().map(column).collect()
}

fn whisker(
    frame: &Frame,
    side: Side,
    row: usize,
    name: &str,
    (value, low, high): (f64, f64, f64),
    number: &str,
    hint: &str,
) -> String {
    let y = frame.y(row as f64 + 0.5);
    let class = format!("{} whisker", side.class());
    let top = y - ROW / 2.0;
    text("", LEFT - 8.0, y + 4.0, "end", &short(name))
        + &line(&class, &[(frame.x(low), y), (frame.x(high), y)])
        + &mark(side, frame.x(value), y, true)
        + &text("value", WIDTH - 2.0, y + 4.0, "end", number)
        + &format!(
            "<rect class=\"hint\" x=\"0\" y=\"{top:.1}\" width=\"{WIDTH}\" height=\"{ROW}\"><title>{}</title></rect>\n",
            escape(hint)
        )
}

/// A name that has room.
fn short(name: &str) -> String {
    if name.chars().count() <= LETTERS {
        return name.to_owned();
    }
    match name.split_once(' ').map(|(first, last)| (first.chars().next(), last)) {
        Some((Some(first), last)) if last.chars().count() + 3 <= LETTERS => {
            format!("{first}. {last}")
        }
        _ => name.chars().take(LETTERS - 1).chain(['…']).collect(),
    }
}

/// A chart of [`WIDTH`] under its heading.
fn figure(id: &str, heading: &str, description: &str, height: f64, marks: &str) -> String {
    let [heading, description] = [heading, description].map(escape);
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong></figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
         <desc id=\"{id}-desc\">{description}</desc>\n{marks}</svg>\n</figure>\n"
    )
}
