//! Losses one below the other, each with its interval.

use crate::chart::ticks;
use crate::page::escape;
use crate::page::numbers::minus;
use crate::page::svg::{rule, text};

/// A loss and where it was.
pub struct Row {
    /// Where: `turn 5`.
    pub label: String,
    /// In seconds.
    pub lost: f64,
    /// Its interval, where there is one.
    pub interval: Option<[f64; 2]>,
    /// Whether it is more than noise.
    pub is_sure: bool,
}

/// Everything in units of the chart: its width, the edges of the values, a row.
const WIDTH: f64 = 480.0;
const ACROSS: (f64, f64) = (122.0, WIDTH - 18.0);
const ROW: f64 = 17.0;
/// Above the first row, where the levels are named.
const TOP: f64 = 22.0;

/// A chart of losses; `names` are the two drivers.
pub fn chart(id: &str, heading: &str, names: [&str; 2], rows: &[Row]) -> String {
    let ends = rows.iter().map(|row| row.interval.unwrap_or([row.lost; 2]));
    let low = ends.clone().map(|it| it[0]).fold(0.0, f64::min);
    let high = ends.map(|it| it[1]).fold(0.0, f64::max);
    let room = 0.04 * (high - low).max(1e-3);
    let scale = (ACROSS.1 - ACROSS.0) / (high - low + 2.0 * room);
    let x = |seconds: f64| ACROSS.0 + (seconds - low + room) * scale;
    let height = TOP + ROW * rows.len() as f64 + 6.0;
    let levels: String = ticks(low, high, 5)
        .into_iter()
        .filter(|level| (low - room..=high + room).contains(level))
        .map(|level| {
            let class = if level.abs() < 1e-9 { "zero" } else { "grid" };
            let label = minus(format!("{level:+.2}"));
            rule(class, (x(level), TOP - 6.0), (x(level), height))
                + &text("axis", x(level), 11.0, "middle", &label)
        })
        .collect();
    let marks: String = rows.iter().enumerate().map(|(idx, row)| row.drawn(idx, &x)).collect();
    let n_sure = rows.iter().filter(|row| row.is_sure).count();
    let [lap, reference] = names.map(escape);
    let heading = escape(heading);
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong> <span class=\"keys\"><span>left of the line \
         {lap} is faster, right of it {reference}; solid is sure</span></span></figcaption>\n\
         <svg class=\"chart losses\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{heading}</title>\n\
         <desc id=\"{id}-desc\">{} losses in the order of driving, {n_sure} of them more than noise; the \
         table below holds the same</desc>\n{levels}{marks}</svg>\n</figure>\n",
        rows.len()
    )
}

impl Row {
    fn drawn(&self, idx: usize, x: &impl Fn(f64) -> f64) -> String {
        let y = TOP + ROW * (idx as f64 + 0.5);
        let class = match self.lost > 0.0 {
            true => "reference",
            false => "driver",
        };
        let hollow = if self.is_sure { "" } else { " hollow" };
        let interval = self.interval.map_or_else(String::new, |[low, high]| {
            format!(
                "<line class=\"{class} within\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n",
                x(low),
                x(high)
            )
        });
        let in_words = self
            .interval
            .map_or_else(String::new, |[low, high]| format!(" [{low:+.3}, {high:+.3}]"));
        let words = minus(format!("{}: {:+.3} s{in_words}", self.label, self.lost));
        format!(
            "<g><title>{}</title>{interval}<circle class=\"{class} mark{hollow}\" cx=\"{:.1}\" \
             cy=\"{y:.1}\" r=\"4\"/></g>\n{}",
            escape(&words),
            x(self.lost),
            text("axis", ACROSS.0 - 8.0, y + 3.5, "end", &self.label)
        )
    }
}
