//! The gap after each round, drawn with braille dots for the terminal.

use maatstaf::core::Points;
use maatstaf::{Briefing, GapAt};

/// Lines of the plot itself.
const ROWS: usize = 9;

/// Columns a round takes at most, so that short seasons stay short.
const WIDEST_ROUND: usize = 6;

/// The narrowest chart.
const NARROWEST: usize = 40;

/// The gap after each round for the terminal, in plain text of at most `width` columns.
///
/// Above zero the driver is behind. Widths below 40 count as 40.
pub fn gap_chart(briefing: &Briefing, width: usize) -> String {
    let rounds = &briefing.championship.gap_by_round;
    let width = width.max(NARROWEST);
    let Some(last) = rounds.last() else { return "No round has been held.\n".to_owned() };
    let levels = levels(rounds);
    let labels = Labels::of(&levels, last);
    let columns = (width - labels.margins()).min(rounds.len() * WIDEST_ROUND).max(2);
    let plot = plot(rounds, &levels, columns);
    let mut lines = vec![clip(&heading(briefing, rounds, width), width)];
    lines.extend((0..ROWS).map(|row| labels.line(row, &plot.line(row))));
    lines.extend(labels.rounds(rounds, columns));
    lines.join("\n") + "\n"
}

/// Round values from at most `low` to at least `high`, about `n` steps apart.
///
/// ```text
/// ticks(0.0, 290.0, 5) = 0, 100, 200, 300
/// ```
pub fn ticks(low: f64, high: f64, n: usize) -> Vec<f64> {
    let span = if high > low { high - low } else { 1.0 };
    let rough = span / n.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0].map(|factor| factor * power);
    let step = steps.into_iter().find(|step| *step >= 0.999 * rough).unwrap_or(10.0 * power);
    let (from, to) = ((low / step).floor() as i64, ((low + span).max(high) / step).ceil() as i64);
    (from..=to).map(|idx| idx as f64 * step).collect()
}

/// The lowest and the highest level, the round values between them, and zero among these.
struct Levels {
    ticks: Vec<f64>,
    low: f64,
    high: f64,
}

impl Levels {
    /// In which row a value lies, from the top, and how far down: from 0 to 1.
    fn depth(&self, value: f64) -> f64 {
        (self.high - value) / (self.high - self.low)
    }

    fn row(&self, value: f64) -> usize {
        (self.depth(value) * (ROWS - 1) as f64).round() as usize
    }
}

fn levels(rounds: &[GapAt]) -> Levels {
    let gaps = rounds.iter().map(|at| at.gap.as_f64());
    let ends = |(low, high): (f64, f64), gap: f64| (low.min(gap), high.max(gap));
    let (low, high) = gaps.fold((0.0, 0.0), ends);
    let ticks = ticks(low, high, 4);
    Levels { low: ticks[0], high: ticks[ticks.len() - 1], ticks }
}

/// With the names, or with three letters each where the names are too long.
fn heading(briefing: &Briefing, rounds: &[GapAt], width: usize) -> String {
    let (driver, reference) = (&briefing.driver, &briefing.reference);
    let names = heading_of(&driver.last_name, &reference.last_name, rounds);
    let is_long = names.chars().count() > width;
    if is_long { heading_of(&driver.code, &reference.code, rounds) } else { names }
}

fn heading_of(driver: &str, reference: &str, rounds: &[GapAt]) -> String {
    let behind = rounds.iter().any(|at| at.gap > Points::ZERO);
    let ahead = rounds.iter().any(|at| at.gap < Points::ZERO);
    match (behind, ahead) {
        (true, true) => format!("Points {driver} is behind {reference}, −: ahead"),
        (false, true) => format!("Points {driver} is behind {reference}, all −: ahead"),
        _ => format!("Points {driver} is behind {reference}"),
    }
}

fn clip(line: &str, width: usize) -> String {
    if line.chars().count() <= width {
        return line.to_owned();
    }
    line.chars().take(width - 1).chain(['…']).collect()
}

/// What is written left and right of the plot.
struct Labels {
    left: Vec<String>,
    last: String,
    last_row: usize,
}

impl Labels {
    fn of(levels: &Levels, last: &GapAt) -> Self {
        let mut left = vec![String::new(); ROWS];
        for value in levels.ticks.iter().chain([&0.0]) {
            left[levels.row(*value)] = print(*value);
        }
        let last_row = levels.row(last.gap.as_f64());
        Self { left, last: last.gap.to_string().replace('-', "−"), last_row }
    }

    fn left_width(&self) -> usize {
        self.left.iter().map(|label| label.chars().count()).max().unwrap_or(0)
    }

    /// The columns left for nothing else: labels, axis and the last value.
    fn margins(&self) -> usize {
        self.left_width() + 2 + 1 + self.last.chars().count()
    }

    fn line(&self, row: usize, dots: &str) -> String {
        let label = &self.left[row];
        let axis = if label.is_empty() { '│' } else { '┤' };
        let line = format!("{label:>0$} {axis}{dots}", self.left_width());
        if row == self.last_row { format!("{line} {}", self.last) } else { line.trim_end().into() }
    }

    /// The axis and the numbers below it, as many as find room.
    fn rounds(&self, rounds: &[GapAt], columns: usize) -> [String; 2] {
        let mut axis = vec!['─'; columns];
        let mut numbers = vec![' '; columns];
        for idx in labelled(rounds.len(), columns) {
            let column = column_of(idx, rounds.len(), columns).min(2 * columns - 1) / 2;
            let number = rounds[idx].round.to_string();
            let from = column.min(columns.saturating_sub(number.len()));
            let room = from.saturating_sub(1)..(from + number.len() + 1).min(columns);
            if numbers[room].iter().all(|letter| *letter == ' ') {
                axis[column] = '┬';
                numbers[from..].iter_mut().zip(number.chars()).for_each(|(to, digit)| *to = digit);
            }
        }
        let pad = " ".repeat(self.left_width() + 1);
        let line = |letters: Vec<char>| letters.into_iter().collect::<String>();
        let unit = if self.left_width() >= 5 { "round" } else { "" };
        let numbers = format!("{unit:<0$} {1}", pad.len(), line(numbers));
        [format!("{pad}└{}", line(axis)), numbers.trim_end().to_owned()]
    }
}

/// The last of `n` rounds, the first, and every second, fifth or tenth between them.
fn labelled(n: usize, columns: usize) -> impl Iterator<Item = usize> {
    let step = [1, 2, 5].into_iter().find(|step| step * columns >= 4 * n).unwrap_or(10);
    let between = (1..n.saturating_sub(1)).filter(move |idx| (idx + 1) % step == 0);
    n.checked_sub(1).into_iter().chain([0]).chain(between)
}

fn print(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string().replace('-', "−")
}

/// Dots, two a column and four a row.
struct Plot {
    dots: Vec<Vec<bool>>,
    zero: usize,
}

fn plot(rounds: &[GapAt], levels: &Levels, columns: usize) -> Plot {
    let mut dots = vec![vec![false; 2 * columns]; 4 * ROWS];
    let row = |value: f64| (levels.depth(value) * (ROWS - 1) as f64 * 4.0).round() as usize + 1;
    let at = |idx: usize| (column_of(idx, rounds.len(), columns), row(rounds[idx].gap.as_f64()));
    for idx in 0..rounds.len() {
        join(&mut dots, at(idx.saturating_sub(1)), at(idx));
    }
    Plot { dots, zero: levels.row(0.0) }
}

/// The dot across at which the `idx`th of `n` rounds stands.
fn column_of(idx: usize, n: usize, columns: usize) -> usize {
    if n < 2 { columns } else { idx * (2 * columns - 1) / (n - 1) }
}

/// Dots all the way from one dot to another, as `(across, down)`.
fn join(dots: &mut [Vec<bool>], from: (usize, usize), to: (usize, usize)) {
    let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
    let between = |from: usize, to: usize, step: usize| {
        let share = step as f64 / steps as f64;
        (from as f64 + share * (to as f64 - from as f64)).round() as usize
    };
    for step in 0..=steps {
        dots[between(from.1, to.1, step)][between(from.0, to.0, step)] = true;
    }
}

impl Plot {
    fn line(&self, row: usize) -> String {
        let columns = self.dots[0].len() / 2;
        let letter = |column: usize| match (self.letter(row, column), row == self.zero) {
            (Some(letter), _) => letter,
            (None, true) => '┈',
            (None, false) => ' ',
        };
        (0..columns).map(letter).collect()
    }

    /// The braille letter of a cell; `None` without dots.
    fn letter(&self, row: usize, column: usize) -> Option<char> {
        /// The bit of each dot, by its place in the cell: `[down][across]`.
        const BITS: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];
        let mut bits = 0;
        for (down, across) in (0..4).flat_map(|down| [(down, 0), (down, 1)]) {
            if self.dots[4 * row + down][2 * column + across] {
                bits |= BITS[down][across];
            }
        }
        if bits == 0 { None } else { char::from_u32(0x2800 + bits) }
    }
}

#[cfg(test)]
#[path = "chart_tests.rs"]
mod tests;
