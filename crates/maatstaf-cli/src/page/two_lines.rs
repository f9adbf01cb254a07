//! A line for each of the two drivers over the rounds.

use maatstaf::core::RoundNumber;

use super::names::Side;
use super::svg::{Frame, WIDTH, line, mark, text};

/// What both have after each round.
pub struct TwoLines {
    /// Where it is drawn.
    pub frame: Frame,
    /// The driver's and the reference's, round by round.
    pub rounds: Vec<(RoundNumber, [f64; 2])>,
    /// What stands behind the two lines.
    pub words: [String; 2],
    /// What is said of each round.
    pub hints: Vec<String>,
}

impl TwoLines {
    /// The lines with their marks, on levels that are named so.
    pub fn marks(self, levels: &[f64], named: impl Fn(f64) -> String) -> String {
        let mut frame = self.frame;
        let longest = self.words.iter().map(|words| words.chars().count()).max().unwrap_or(0);
        frame.across.1 = frame.across.1.min(WIDTH - 10.0 * longest as f64 - 6.0);
        let mut marks = frame.levels(levels, named) + &frame.rounds();
        for (which, side) in Side::BOTH.into_iter().enumerate().rev() {
            let at = |(round, both): &(RoundNumber, [f64; 2])| {
                (frame.x_of(*round), frame.y(both[which]))
            };
            let points: Vec<_> = self.rounds.iter().map(at).collect();
            marks += &line(side.class(), &points);
            marks += &points.iter().map(|(x, y)| mark(side, *x, *y, true)).collect::<String>();
        }
        let last = self.rounds.last().map_or([0.0; 2], |(_, both)| *both);
        for (words, y) in self.words.iter().zip(apart(&frame, last)) {
            marks += &text("value", WIDTH - 2.0, y + 4.0, "end", words);
        }
        marks + &frame.hints(self.rounds.iter().map(|(round, _)| *round).zip(self.hints))
    }
}

/// Where the last values are written: level with their marks, but never on each other.
fn apart(frame: &Frame, last: [f64; 2]) -> [f64; 2] {
    let [driver, reference] = last.map(|value| frame.y(value));
    let (middle, closest) = ((driver + reference) / 2.0, 16.0);
    if (driver - reference).abs() >= closest {
        return [driver, reference];
    }
    let sign = if driver < reference { -1.0 } else { 1.0 };
    let middle = middle.min(frame.up.0 - closest / 2.0);
    [middle + sign * closest / 2.0, middle - sign * closest / 2.0]
}
