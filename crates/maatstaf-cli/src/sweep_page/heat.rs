//! Lap time over two numbers: a map of colours for each car on each course.

use std::collections::BTreeMap;

use maatstaf::core::Quantity;
use maatstaf::{Outcome, Sweep};

use super::{name_of, printed, short, with_unit};
use crate::commands::sweep::table::{Group, values_of};
use crate::page::escape;
use crate::page::numbers::minus;
use crate::page::ramp::colour;
use crate::page::svg::text;

const WIDTH: f64 = 640.0;
/// Left and right edge of the cells.
const ACROSS: (f64, f64) = (74.0, WIDTH - 8.0);
/// How high a cell is, at the most.
const CELL: f64 = 36.0;
/// How high all cells are together, at the most.
const HIGHEST: f64 = 420.0;
/// Numbers stand in the cells where so many or fewer are side by side.
const WITH_NUMBERS: usize = 11;

/// The map of one car on one course; better is brighter.
pub fn figure(
    sweep: &Sweep,
    (idx, group): (usize, &Group),
    axes: (&Quantity, &Quantity),
) -> String {
    let map = Map::of(sweep, group);
    let heading = format!("{}: difference to the best (s)", name_of(sweep, group));
    let (heading, described) = (escape(&heading), escape(&map.described(sweep, group)));
    let cells: String = map.cells.iter().map(|(place, it)| map.cell(*place, it)).collect();
    let (marks, height) = (map.axes(axes), map.height() + 52.0);
    let key = map.key();
    format!(
        "<figure>\n<figcaption><strong>{heading}</strong>{key}</figcaption>\n\
         <svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
         aria-labelledby=\"heat-{idx}-title heat-{idx}-desc\">\n\
         <title id=\"heat-{idx}-title\">{heading}</title>\n\
         <desc id=\"heat-{idx}-desc\">{described}</desc>\n{cells}{marks}</svg>\n\
         <p class=\"subtitle\">{described}.</p>\n</figure>\n"
    )
}

/// A cell: its difference to the best where there is a lap, and what it says of itself.
struct Cell {
    lost: Option<f64>,
    hint: String,
}

struct Map {
    /// Of the first number from left to right, increasing.
    xs: Vec<f64>,
    /// Of the second from bottom to top, increasing.
    ys: Vec<f64>,
    /// By place from the left and from the bottom.
    cells: BTreeMap<(usize, usize), Cell>,
    /// The largest difference, s.
    most: f64,
}

impl Map {
    fn of(sweep: &Sweep, group: &Group) -> Self {
        let values = |at: usize| {
            let mut values: Vec<f64> = group.runs.iter().map(|(run, _)| run.values[at]).collect();
            values.sort_by(f64::total_cmp);
            values.dedup();
            values
        };
        let (xs, ys) = (values(0), values(1));
        let best = group.best().map_or(0.0, |it| it.1.time);
        let lost = |it: &Outcome| it.lap.map(|lap| lap.time - best);
        let place = |list: &[f64], value: f64| list.partition_point(|it| *it < value);
        let cells = group.runs.iter().map(|(run, outcome)| {
            let said = outcome.lap.map_or_else(
                || outcome.reason.clone().unwrap_or_default(),
                |lap| format!("{}, {}", printed(lap.time), signed(lap.time - best)),
            );
            let hint = format!("{}: {said}", values_of(sweep, run));
            let at = (place(&xs, run.values[0]), place(&ys, run.values[1]));
            (at, Cell { lost: lost(outcome), hint })
        });
        let cells: BTreeMap<_, _> = cells.collect();
        let most = cells.values().filter_map(|it| it.lost).fold(0.0, f64::max);
        Self { xs, ys, cells, most }
    }

    fn described(&self, sweep: &Sweep, group: &Group) -> String {
        let n_without = self.cells.values().filter(|it| it.lost.is_none()).count();
        let without = match n_without {
            0 => String::new(),
            n => format!("; {n} without a lap, hatched"),
        };
        match group.best() {
            Some((run, lap)) => format!(
                "Best {} with {}, framed; the slowest loses {:.3} s{without}",
                printed(lap.time),
                values_of(sweep, run),
                self.most
            ),
            None => "No lap".to_owned(),
        }
    }

    fn width_of_cell(&self) -> f64 {
        (ACROSS.1 - ACROSS.0) / self.xs.len() as f64
    }

    fn height_of_cell(&self) -> f64 {
        CELL.min(HIGHEST / self.ys.len() as f64)
    }

    fn height(&self) -> f64 {
        self.height_of_cell() * self.ys.len() as f64
    }

    fn corner(&self, (x, y): (usize, usize)) -> (f64, f64) {
        let left = ACROSS.0 + x as f64 * self.width_of_cell();
        (left, self.height() - (y + 1) as f64 * self.height_of_cell() + 4.0)
    }

    fn cell(&self, place: (usize, usize), cell: &Cell) -> String {
        let ((x, y), width, height) =
            (self.corner(place), self.width_of_cell(), self.height_of_cell());
        let share = cell.lost.map(|lost| 1.0 - lost / self.most.max(1e-9));
        let class = match cell.lost {
            Some(0.0) => "cell best",
            Some(_) => "cell",
            None => "cell without",
        };
        let fill = share.map_or(String::new(), |share| format!(" fill=\"{}\"", colour(share)));
        let number = match (cell.lost, share) {
            (Some(lost), Some(share)) if self.xs.len() <= WITH_NUMBERS && height >= 14.0 => {
                let class = if share > 0.6 { "dark" } else { "light" };
                text(
                    class,
                    x + width / 2.0,
                    y + height / 2.0 + 4.0,
                    "middle",
                    &format!("{lost:.3}"),
                )
            }
            _ => String::new(),
        };
        let hint = escape(&cell.hint);
        let cross = match share {
            Some(_) => String::new(),
            None => format!(
                "<path class=\"cross\" d=\"M{x:.1} {y:.1}l{width:.1} {height:.1}m0 -{height:.1}l-{width:.1} \
                 {height:.1}\"/>"
            ),
        };
        format!(
            "<g><title>{hint}</title><rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" \
             height=\"{:.1}\"{fill}/>{cross}{number}</g>\n",
            x + 1.0,
            y + 1.0,
            width - 2.0,
            height - 2.0
        )
    }

    /// The values beside the cells, as many as there is room for.
    fn axes(&self, (x, y): (&Quantity, &Quantity)) -> String {
        let (width, height, bottom) =
            (self.width_of_cell(), self.height_of_cell(), self.height() + 4.0);
        let every =
            |n: usize, size: f64, room: f64| (room / size).ceil().max(1.0).min(n as f64) as usize;
        let mut marks = String::new();
        for (at, value) in self.xs.iter().enumerate().step_by(every(self.xs.len(), width, 44.0)) {
            let middle = ACROSS.0 + (at as f64 + 0.5) * width;
            marks += &text("axis", middle, bottom + 16.0, "middle", &short(*value));
        }
        for (at, value) in self.ys.iter().enumerate().step_by(every(self.ys.len(), height, 14.0)) {
            let middle = bottom - (at as f64 + 0.5) * height;
            marks += &text("axis", ACROSS.0 - 6.0, middle + 4.0, "end", &short(*value));
        }
        let across = format!("across: {}; up: {}", with_unit(x), with_unit(y));
        marks + &text("axis", (ACROSS.0 + ACROSS.1) / 2.0, bottom + 36.0, "middle", &across)
    }

    fn key(&self) -> String {
        let stops: Vec<String> = (0..=10).map(|i| colour(1.0 - f64::from(i) / 10.0)).collect();
        format!(
            " <span class=\"keys\">0 <span class=\"ramp\" style=\"background:linear-gradient(90deg,{})\">\
             </span> {} s</span>",
            stops.join(","),
            signed(self.most)
        )
    }
}

fn signed(seconds: f64) -> String {
    minus(format!("{seconds:+.3}"))
}
