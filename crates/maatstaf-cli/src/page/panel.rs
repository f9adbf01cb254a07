//! Charts over the distance of a lap, one below the other, all under one cursor.

use crate::chart::ticks;
use crate::page::escape;
use crate::page::numbers::minus;
use crate::page::svg::{bar, line, rule, text};

/// The width of a panel in its own units; the page stretches it.
const WIDTH: f64 = 760.0;
/// Left and right edge of what is drawn.
const ACROSS: (f64, f64) = (46.0, WIDTH - 8.0);

/// One chart.
pub struct Panel<'a> {
    id: &'static str,
    heading: &'a str,
    height: f64,
    /// Class, name, values.
    lines: Vec<(&'static str, &'a str, Vec<f64>)>,
    /// A band from the first to the second, such as the road's edges.
    band: Option<(Vec<f64>, Vec<f64>)>,
}

/// A chart of some lines, each with its class, its name and its values.
pub fn panel<'a>(
    id: &'static str,
    heading: &'a str,
    height: f64,
    lines: Vec<(&'static str, &'a str, Vec<f64>)>,
) -> Panel<'a> {
    Panel { id, heading, height, lines, band: None }
}

impl Panel<'_> {
    /// With a band from the first values to the second behind its lines.
    pub fn with_band(self, low: Vec<f64>, high: Vec<f64>) -> Self {
        Self { band: Some((low, high)), ..self }
    }

    /// The chart over these distances, in metres.
    pub fn to_html(&self, distance: &[f64]) -> String {
        let Self { id, heading, height, .. } = self;
        let frame = self.frame(distance);
        let mut drawn = self.band(&frame, distance);
        for (class, _, values) in &self.lines {
            drawn += &lines(class, &frame, distance, values);
        }
        let keys: String = self.lines.iter().map(|(class, name, _)| key(class, name)).collect();
        let (heading, levels, along) = (escape(heading), frame.levels(), frame.along());
        let (left, width) = (ACROSS.0, ACROSS.1 - ACROSS.0);
        format!(
            "<figure>\n<figcaption><strong>{heading}</strong> <span class=\"keys\">{keys}</span>\
             </figcaption>\n<svg class=\"chart panel\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
             <desc id=\"{id}-desc\">{}</desc>\n{levels}<g class=\"along\">\n{along}</g>\n\
             <svg class=\"plot\" x=\"{left}\" y=\"0\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{left} 0 {width} {height}\" preserveAspectRatio=\"none\">\n{drawn}</svg>\n\
             <line class=\"hair\" x1=\"-9\" x2=\"-9\" y1=\"4\" y2=\"{:.0}\"/>\n</svg>\n</figure>\n",
            escape(&self.described()),
            height - 18.0
        )
    }

    /// What there is to see, in a sentence.
    fn described(&self) -> String {
        let of = |(_, name, values): &(&str, &str, Vec<f64>)| {
            let (low, high) = ends(values.iter());
            let name = if name.is_empty() { "from" } else { name };
            format!("{name} {low:.2} to {high:.2}")
        };
        let parts: Vec<String> = self.lines.iter().map(of).collect();
        format!("Over the distance: {}", minus(parts.join(", ")))
    }

    fn frame(&self, distance: &[f64]) -> Frame {
        let all = self.lines.iter().flat_map(|(_, _, values)| values);
        let band = self.band.iter().flat_map(|(low, high)| low.iter().chain(high));
        let (low, high) = ends(all.chain(band));
        let (low, high) = (low.min(0.0), high.max(0.0));
        let room = 0.04 * (high - low).max(1e-9);
        let n_levels = if self.height > 100.0 { 4 } else { 2 };
        let ends = (if low < 0.0 { low - room } else { 0.0 }, high + room);
        let mut levels = ticks(low, high, n_levels);
        levels.retain(|level| (ends.0..=ends.1).contains(level));
        let length = distance[distance.len() - 1];
        Frame { length, up: (self.height - 18.0, 6.0), ends, levels }
    }

    fn band(&self, frame: &Frame, distance: &[f64]) -> String {
        let Some((low, high)) = &self.band else { return String::new() };
        let along = |values: &[f64]| -> Vec<(f64, f64)> {
            distance.iter().zip(values).map(|(s, v)| (frame.x(*s), frame.y(*v))).collect()
        };
        let (mut points, mut back) = (along(low), along(high));
        back.reverse();
        points.append(&mut back);
        let list: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        format!("<polygon class=\"tarmac\" points=\"{}\"/>\n", list.join(" "))
    }
}

/// Where values lie.
struct Frame {
    length: f64,
    up: (f64, f64),
    /// The values at the bottom and the top.
    ends: (f64, f64),
    levels: Vec<f64>,
}

impl Frame {
    fn x(&self, s: f64) -> f64 {
        ACROSS.0 + (ACROSS.1 - ACROSS.0) * s / self.length
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = self.ends;
        self.up.0 + (self.up.1 - self.up.0) * (value - low) / (high - low)
    }

    /// Levels with their numbers.
    fn levels(&self) -> String {
        let level = |value: &f64| {
            let y = self.y(*value);
            let class = if *value == 0.0 { "zero" } else { "grid" };
            let number = minus((value * 1e6).round() / 1e6);
            rule(class, (ACROSS.0, y), (ACROSS.1, y))
                + &text("axis", ACROSS.0 - 5.0, y + 3.5, "end", &number)
        };
        self.levels.iter().map(level).collect()
    }

    /// The distance along the bottom.
    fn along(&self) -> String {
        let mut marks = String::new();
        let places = ticks(0.0, self.length, 8);
        let within = places.iter().filter(|s| **s <= self.length);
        for s in within {
            let x = self.x(*s);
            marks += &bar("tick", x - 0.5, self.up.0, 1.0, 4.0);
            marks += &text("axis", x, self.up.0 + 15.0, "middle", &format!("{s:.0} m"));
        }
        marks
    }
}

/// A line wherever values are known; what is not known is not finite.
fn lines(class: &str, frame: &Frame, distance: &[f64], values: &[f64]) -> String {
    let points: Vec<(f64, f64)> =
        distance.iter().zip(values).map(|(s, v)| (frame.x(*s), frame.y(*v))).collect();
    let known = points.split(|point| !point.1.is_finite()).filter(|points| points.len() > 1);
    known.map(|points| line(class, points)).collect()
}

fn key(class: &str, name: &str) -> String {
    if name.is_empty() {
        return String::new();
    }
    let line = line(class, &[(1.0, 6.0), (27.0, 6.0)]);
    format!(
        "<span class=\"key\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">{line}\
         </svg>{}</span> ",
        escape(name)
    )
}

fn ends<'a>(values: impl Iterator<Item = &'a f64>) -> (f64, f64) {
    values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(*value), high.max(*value))
        })
}
