//! Lap time over one number: a line for each car on each course, as difference to its best.

use maatstaf::core::Quantity;
use maatstaf::{LapFigures, Sweep};

use super::{name_of, printed, short, with_unit};
use crate::chart::ticks;
use crate::commands::sweep::table::Group;
use crate::page::escape;
use crate::page::numbers::minus;
use crate::page::svg::{bar, line, rule, text};

/// So many lines a chart holds that can be told apart.
const LINES: usize = 8;
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 300.0;
/// Left and right edge of what is drawn.
const ACROSS: (f64, f64) = (52.0, WIDTH - 14.0);
/// Bottom and top edge.
const UP: (f64, f64) = (HEIGHT - 44.0, 10.0);

/// As many charts as it takes; where one does not do, each holds the cars on one course.
pub fn figures(sweep: &Sweep, groups: &[Group], x: &Quantity) -> String {
    let charts: Vec<Vec<&Group>> = match groups.len() {
        0..=LINES => vec![groups.iter().collect()],
        _ => {
            let of = |course| groups.iter().filter(move |it| it.course == course);
            let courses = 0..sweep.courses().len();
            let by_course = courses.map(|course| of(course).collect::<Vec<_>>());
            by_course
                .flat_map(|it| it.chunks(LINES).map(<[_]>::to_vec).collect::<Vec<_>>())
                .collect()
        }
    };
    charts
        .iter()
        .enumerate()
        .map(|(idx, groups)| Chart::of(sweep, groups, x).to_html(idx))
        .collect()
}

/// One line.
struct Series {
    name: String,
    /// In words: its best lap and where.
    best: String,
    /// Value and difference to the best, s.
    points: Vec<(f64, f64)>,
    /// Values without a lap.
    without: Vec<f64>,
}

/// One chart.
struct Chart {
    heading: String,
    x: String,
    series: Vec<Series>,
    xs: (f64, f64),
    ys: Vec<f64>,
}

impl Chart {
    fn of(sweep: &Sweep, groups: &[&Group], x: &Quantity) -> Self {
        let series: Vec<Series> = groups.iter().map(|group| series(sweep, group)).collect();
        let values = || groups.iter().flat_map(|it| it.runs.iter().map(|(run, _)| run.values[0]));
        let (low, high) = values()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let room = if high > low { 0.0 } else { 0.5 * low.abs().max(1e-9) };
        let most =
            series.iter().flat_map(|it| &it.points).fold(0.0, |most: f64, it| most.max(it.1));
        Self {
            heading: format!("Lap time over {}, difference to the best (s)", x.name),
            x: with_unit(x),
            series,
            xs: (low - room, high + room),
            ys: ticks(0.0, most.max(1e-3), 5),
        }
    }

    fn to_html(&self, idx: usize) -> String {
        let heading = escape(&self.heading);
        let described = escape(&self.described());
        let keys: String = self.series.iter().enumerate().map(|(at, it)| key(at, it)).collect();
        let lines: String =
            self.series.iter().enumerate().map(|(at, it)| self.drawn(at, it)).collect();
        let axes = self.axes();
        format!(
            "<figure>\n<figcaption><strong>{heading}</strong></figcaption>\n\
             <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
             aria-labelledby=\"lines-{idx}-title lines-{idx}-desc\">\n\
             <title id=\"lines-{idx}-title\">{heading}</title>\n\
             <desc id=\"lines-{idx}-desc\">{described}</desc>\n{axes}{lines}</svg>\n\
             <div class=\"keys\">{keys}</div>\n</figure>\n"
        )
    }

    /// What there is to see, in a sentence.
    fn described(&self) -> String {
        let of = |it: &Series| format!("{}: {}", it.name, it.best);
        self.series.iter().map(of).collect::<Vec<_>>().join("; ")
    }

    fn x(&self, value: f64) -> f64 {
        let (low, high) = self.xs;
        ACROSS.0 + (ACROSS.1 - ACROSS.0) * (value - low) / (high - low)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.ys[0], self.ys[self.ys.len() - 1]);
        UP.0 + (UP.1 - UP.0) * (value - low) / (high - low)
    }

    fn axes(&self) -> String {
        let level = |value: &f64| {
            let y = self.y(*value);
            let class = if *value == 0.0 { "zero" } else { "grid" };
            rule(class, (ACROSS.0, y), (ACROSS.1, y))
                + &text("axis", ACROSS.0 - 6.0, y + 4.0, "end", &short(*value))
        };
        let mut marks: String = self.ys.iter().map(level).collect();
        for value in ticks(self.xs.0, self.xs.1, 8) {
            let x = self.x(value);
            if (ACROSS.0 - 0.5..=ACROSS.1 + 0.5).contains(&x) {
                marks += &bar("tick", x - 0.5, UP.0, 1.0, 4.0);
                marks += &text("axis", x, UP.0 + 17.0, "middle", &short(value));
            }
        }
        marks + &text("axis", (ACROSS.0 + ACROSS.1) / 2.0, UP.0 + 35.0, "middle", &self.x)
    }

    fn drawn(&self, at: usize, series: &Series) -> String {
        let place = |(x, y): &(f64, f64)| (self.x(*x), self.y(*y));
        let places: Vec<(f64, f64)> = series.points.iter().map(place).collect();
        let mut marks = line(&format!("of-{at}"), &places);
        for ((x, y), (value, lost)) in places.iter().zip(&series.points) {
            let hint = escape(&format!(
                "{} at {}: {} s",
                series.name,
                short(*value),
                minus(format!("{lost:+.3}"))
            ));
            marks +=
                &format!("<g class=\"of-{at}\"><title>{hint}</title>{}</g>\n", mark(at, *x, *y));
        }
        for value in &series.without {
            let (x, y) = (self.x(*value), UP.0 - 6.0);
            let hint = escape(&format!("{} at {}: no lap", series.name, short(*value)));
            marks += &format!(
                "<g class=\"of-{at}\"><title>{hint}</title><path class=\"cross\" \
                 d=\"M{:.1} {:.1}l8 8M{:.1} {:.1}l8 -8\"/></g>\n",
                x - 4.0,
                y - 4.0,
                x - 4.0,
                y + 4.0
            );
        }
        marks
    }
}

fn series(sweep: &Sweep, group: &Group) -> Series {
    let best = group.best();
    let lost = |lap: &LapFigures| lap.time - best.map_or(0.0, |it| it.1.time);
    let laps =
        group.runs.iter().filter_map(|(run, it)| Some((run.values[0], lost(it.lap.as_ref()?))));
    let mut points: Vec<(f64, f64)> = laps.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let without =
        group.runs.iter().filter(|(_, it)| it.lap.is_none()).map(|(run, _)| run.values[0]);
    let best = best.map_or("no lap".to_owned(), |(run, lap)| {
        format!("best {} at {}", printed(lap.time), short(run.values[0]))
    });
    Series { name: name_of(sweep, group), best, points, without: without.collect() }
}

/// A mark of the line with this number, so that no line is known by its colour alone.
fn mark(at: usize, x: f64, y: f64) -> String {
    let (class, r) = (if at.is_multiple_of(2) { "mark" } else { "mark hollow" }, 3.6);
    match at % 4 {
        0 | 1 => format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/>"),
        2 => format!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{d}\" height=\"{d}\"/>",
            x - r,
            y - r,
            d = 2.0 * r
        ),
        _ => format!(
            "<path class=\"{class}\" d=\"M{x:.1} {:.1}l{r} {h}h-{d}z\"/>",
            y - r,
            h = 1.8 * r,
            d = 2.0 * r
        ),
    }
}

fn key(at: usize, series: &Series) -> String {
    let line = line(&format!("of-{at}"), &[(1.0, 6.0), (27.0, 6.0)]);
    let mark = mark(at, 14.0, 6.0);
    let name = escape(&format!("{} ({})", series.name, series.best));
    format!(
        "<span class=\"key of-{at}\"><svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\">\
         {line}{mark}</svg><span>{name}</span></span>\n"
    )
}
