//! Charts as text: a frame with its axes, the marks in it, and the figure around it.

use std::fmt::Write as _;

use maatstaf::Briefing;
use maatstaf::core::RoundNumber;

use super::html::escape;
use super::names::{Side, name};
use super::numbers::minus;
use crate::chart::ticks;

/// The width of every chart in its own units; the page stretches it.
pub const WIDTH: f64 = 480.0;

/// A chart with its heading, its words for those who cannot see it, and its marks.
pub struct Figure {
    /// Names the chart within the page.
    pub id: &'static str,
    /// What is shown, with the unit.
    pub heading: String,
    /// What there is to see, in a sentence.
    pub description: String,
    /// What the two marks stand for, after the names; `None` where there are none.
    pub key: Option<&'static str>,
    /// In units of the chart.
    pub height: f64,
    /// Everything drawn.
    pub marks: String,
}

impl Figure {
    /// The chart under its heading, with a key to the two drivers.
    pub fn to_html(&self, briefing: &Briefing) -> String {
        let Self { id, height, marks, .. } = self;
        let [heading, description] = [&self.heading, &self.description].map(|text| escape(text));
        let keys = self.key.map_or(String::new(), |means| keys(briefing, means));
        format!(
            "<figure>\n<figcaption><strong>{heading}</strong>{keys}</figcaption>\n\
             <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
             <desc id=\"{id}-desc\">{description}</desc>\n{marks}</svg>\n</figure>\n"
        )
    }
}

fn keys(briefing: &Briefing, means: &str) -> String {
    let keys = Side::BOTH.map(|side| key(briefing, side, means)).concat();
    format!(" <span class=\"keys\">{keys}</span>")
}

fn key(briefing: &Briefing, side: Side, means: &str) -> String {
    let line = line(side.class(), &[(1.0, 6.0), (27.0, 6.0)]);
    let mark = mark(side, 14.0, 6.0, true);
    let name = escape(name(briefing, side));
    format!(
        "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">\
         {line}{mark}</svg>{name}{means}</span> "
    )
}

/// Where the values of a chart lie on it.
pub struct Frame {
    /// Left and right edge, in units of the chart.
    pub across: (f64, f64),
    /// Bottom and top edge, in units of the chart.
    pub up: (f64, f64),
    /// Values at the left and right edge.
    pub xs: (f64, f64),
    /// Values at the bottom and top edge.
    pub ys: (f64, f64),
}

impl Frame {
    /// With rounds from left to right, and room for the labels.
    pub fn of_rounds(n_rounds: u16, height: f64, top: f64, ys: (f64, f64)) -> Self {
        let xs = (0.5, f64::from(n_rounds.max(1)) + 0.5);
        Self { across: (44.0, WIDTH - 78.0), up: (height - 38.0, top), xs, ys }
    }

    /// Where a value lies from left to right.
    pub fn x(&self, value: f64) -> f64 {
        between(self.across, (value - self.xs.0) / (self.xs.1 - self.xs.0))
    }

    /// Where a value lies from bottom to top.
    pub fn y(&self, value: f64) -> f64 {
        between(self.up, (value - self.ys.0) / (self.ys.1 - self.ys.0))
    }

    /// Where a round lies from left to right.
    pub fn x_of(&self, round: RoundNumber) -> f64 {
        self.x(f64::from(round))
    }

    /// Lines across at some values, with their labels.
    pub fn levels(&self, values: &[f64], label: impl Fn(f64) -> String) -> String {
        let (left, right) = self.across;
        let level = |value: &f64| {
            let y = self.y(*value);
            let label = text("axis", left - 6.0, y + 4.0, "end", &label(*value));
            let class = if *value == 0.0 { "zero" } else { "grid" };
            format!("{}{label}", rule(class, (left, y), (right, y)))
        };
        values.iter().map(level).collect()
    }

    /// The numbers of the rounds along the bottom.
    pub fn rounds(&self) -> String {
        let n_rounds = (self.xs.1 - 0.5) as u16;
        let step = 1 + usize::from(n_rounds) / 13;
        let y = self.up.0 + 16.0;
        let rounds = (1..=n_rounds).step_by(step);
        let label = |round: u16| text("axis", self.x_of(round), y, "middle", &round.to_string());
        let mut labels: String = rounds.map(label).collect();
        let middle = (self.across.0 + self.across.1) / 2.0;
        labels += &text("axis", middle, y + 17.0, "middle", "round");
        labels
    }

    /// What stands behind each round, for those who point at it.
    pub fn hints(&self, hints: impl Iterator<Item = (RoundNumber, String)>) -> String {
        let width = (self.across.1 - self.across.0) / (self.xs.1 - self.xs.0);
        let (top, height) = (self.up.1, self.up.0 - self.up.1);
        let hint = |(round, hint): (RoundNumber, String)| {
            let (x, hint) = (self.x_of(round) - width / 2.0, escape(&hint));
            format!(
                "<rect class=\"hint\" x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" \
                 height=\"{height:.1}\"><title>{hint}</title></rect>\n"
            )
        };
        hints.map(hint).collect()
    }
}

fn between((from, to): (f64, f64), share: f64) -> f64 {
    from + share * (to - from)
}

/// Round values that hold some values and zero between the first and the last.
pub fn levels_of(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let (low, high) =
        values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
    ticks(low, high, 5)
}

/// The first and the last of some levels.
pub fn ends(levels: &[f64]) -> (f64, f64) {
    (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(1.0))
}

/// The shortest decimal that tells levels apart.
pub fn plain(value: f64) -> String {
    minus((value * 1000.0).round() / 1000.0)
}

/// A driver's mark: a disc or a square, solid or hollow.
pub fn mark(side: Side, x: f64, y: f64, solid: bool) -> String {
    let class = format!("{} mark{}", side.class(), if solid { "" } else { " hollow" });
    match side {
        Side::Driver => {
            format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.6\"/>\n")
        }
        Side::Reference => format!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"6.4\" height=\"6.4\"/>\n",
            x - 3.2,
            y - 3.2
        ),
    }
}

/// A cross: no place.
pub fn cross(side: Side, x: f64, y: f64) -> String {
    let r = 4.0;
    format!(
        "<path class=\"{} cross\" d=\"M{:.1} {:.1}l{d} {d}M{:.1} {:.1}l{d} -{d}\"/>\n",
        side.class(),
        x - r,
        y - r,
        x - r,
        y + r,
        d = 2.0 * r
    )
}

/// An arrow head at the edge: the value lies beyond it.
pub fn arrow(side: Side, x: f64, y: f64, up: bool) -> String {
    let tip = if up { -7.0 } else { 7.0 };
    let class = side.class();
    format!("<path class=\"{class} mark hollow\" d=\"M{:.1} {y:.1}h9l-4.5 {tip:.1}z\"/>\n", x - 4.5)
}

/// A line through some points.
pub fn line(class: &str, points: &[(f64, f64)]) -> String {
    let mut list = String::new();
    for (x, y) in points {
        write!(list, "{x:.1},{y:.1} ").expect("a text takes any text");
    }
    format!("<polyline class=\"{class} line\" points=\"{}\"/>\n", list.trim_end())
}

/// A straight line that belongs to nobody.
pub fn rule(class: &str, from: (f64, f64), to: (f64, f64)) -> String {
    format!(
        "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\"/>\n",
        from.0, from.1, to.0, to.1
    )
}

/// A box from its left, top, width and height.
pub fn bar(class: &str, x: f64, y: f64, width: f64, height: f64) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
         height=\"{height:.1}\"/>\n"
    )
}

/// Words in a chart; `anchor` is `start`, `middle` or `end`.
pub fn text(class: &str, x: f64, y: f64, anchor: &str, words: &str) -> String {
    let words = escape(words);
    format!(
        "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>\n"
    )
}
