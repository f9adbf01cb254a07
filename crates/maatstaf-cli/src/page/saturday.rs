//! The qualifying gap of each round.

use maatstaf::Briefing;
use maatstaf::core::DriverId;
use maatstaf::pace::{GapSummary, QualifyingRound};

use super::html::{Table, nothing};
use super::names::{Side, name, round_name, round_title};
use super::numbers::{median, minus, percent};
use super::svg::{Figure, Frame, WIDTH, arrow, bar, ends, levels_of, mark, plain, rule, text};

/// The chart and its table.
pub fn charts(briefing: &Briefing) -> String {
    let rounds = &briefing.qualifying.rounds;
    let table = table(briefing, rounds).to_details(&notes(briefing));
    if rounds.is_empty() {
        return nothing("No round in which both set a time in the same part of qualifying.")
            + &table;
    }
    gap_chart(briefing, rounds).to_html(briefing) + &table
}

fn gap_chart(briefing: &Briefing, rounds: &[QualifyingRound]) -> Figure {
    let usual = &briefing.qualifying.usual;
    let levels = levels_of(shown(rounds, usual).into_iter());
    let (low, high) = ends(&levels);
    let beyond = |above: bool| {
        rounds.iter().any(|at| if above { at.gap_percent > high } else { at.gap_percent < low })
    };
    let room = |above: bool| if beyond(above) { 46.0 } else { 0.0 };
    let height = 240.0 + room(true) + room(false);
    let mut frame = Frame::of_rounds(briefing.rounds_held, height, 16.0 + room(true), (low, high));
    frame.up.0 -= room(false);
    let mut marks = median_band(&frame, usual) + &frame.levels(&levels, plain);
    marks += &axis(&frame, room(false));
    marks += &median_line(&frame, usual);
    marks += &gaps(&frame, rounds);
    marks += &sides(briefing, &frame);
    marks += &frame.hints(rounds.iter().map(|at| (at.round, hint(briefing, at))));
    Figure {
        id: "qualifying",
        heading: "Qualifying gap per round (%)".to_owned(),
        description: description(briefing, rounds),
        height,
        marks,
    }
}

/// The gaps that set the scale: the usual ones, or all where none is usual.
fn shown(rounds: &[QualifyingRound], usual: &GapSummary) -> Vec<f64> {
    let all = rounds.iter().filter(|at| usual.n == 0 || !at.outlier);
    all.map(|at| at.gap_percent).collect()
}

/// The numbers of the rounds, below whatever is written under the frame.
fn axis(frame: &Frame, room: f64) -> String {
    let Frame { across, up, xs, ys } = *frame;
    Frame { across, up: (up.0 + room, up.1), xs, ys }.rounds()
}

fn median_band(frame: &Frame, usual: &GapSummary) -> String {
    let Some(interval) = usual.interval else { return String::new() };
    let (left, right) = frame.across;
    let (top, bottom) = (frame.y(interval.high), frame.y(interval.low));
    bar("band", left, top, right - left, bottom - top)
}

fn median_line(frame: &Frame, usual: &GapSummary) -> String {
    let Some(median) = usual.median_percent else { return String::new() };
    let (y, (left, right)) = (frame.y(median), frame.across);
    rule("median", (left, y), (right, y))
        + &text("value", WIDTH - 2.0, y - 2.0, "end", "median")
        + &text("value", WIDTH - 2.0, y + 13.0, "end", &percent(median))
}

fn gaps(frame: &Frame, rounds: &[QualifyingRound]) -> String {
    let mut marks = String::new();
    let mut labels = [Label::default(), Label::default()];
    for at in rounds {
        let (x, gap) = (frame.x_of(at.round), at.gap_percent);
        let side = if gap < 0.0 { Side::Driver } else { Side::Reference };
        let above = gap > frame.ys.1;
        if !above && gap >= frame.ys.0 {
            marks += &mark(side, x, frame.y(gap), !at.outlier);
            continue;
        }
        let edge = if above { frame.up.1 } else { frame.up.0 };
        marks += &arrow(side, x, edge, above);
        let lift = labels[usize::from(above)].lift(x);
        let y = if above { edge - 11.0 - lift } else { edge + 19.0 + lift };
        let x = x.clamp(frame.across.0 + 14.0, frame.across.1);
        marks += &text("value", x, y, "middle", &minus(format!("{gap:+.1}")));
    }
    marks
}

/// How far the last label beyond an edge was lifted, and where it stands.
#[derive(Default)]
struct Label {
    last: Option<(f64, u8)>,
}

impl Label {
    /// A label close to the last one steps out of its way, twice at most.
    fn lift(&mut self, x: f64) -> f64 {
        let step = match self.last {
            Some((last, step)) if x - last < 44.0 => (step + 1) % 3,
            _ => 0,
        };
        self.last = Some((x, step));
        14.0 * f64::from(step)
    }
}

/// Which way is slower, in the margin of the chart.
fn sides(briefing: &Briefing, frame: &Frame) -> String {
    let driver = name(briefing, Side::Driver);
    let driver: String = if driver.chars().count() > 14 { "he".into() } else { driver.into() };
    let (x, (bottom, top)) = (frame.across.1 - 4.0, frame.up);
    let slower = || text("aside", x, top + 11.0, "end", &format!("{driver} slower ↑"));
    let faster = || text("aside", x, bottom - 5.0, "end", &format!("{driver} faster ↓"));
    let (low, high) = frame.ys;
    let slower = if high > 0.0 { slower() } else { String::new() };
    if low < 0.0 { slower + &faster() } else { slower }
}

fn hint(briefing: &Briefing, at: &QualifyingRound) -> String {
    let round = round_title(briefing, at.round);
    let left_out = if at.outlier { ", left out of the median" } else { "" };
    format!(
        "{round}, {}: {} ({} s){left_out}",
        at.part.name(),
        percent(at.gap_percent),
        minus(at.gap)
    )
}

fn description(briefing: &Briefing, rounds: &[QualifyingRound]) -> String {
    let usual = &briefing.qualifying.usual;
    let n_outliers = briefing.qualifying.outliers.len();
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    format!(
        "{driver} against {reference} in {} rounds; positive is slower. Median {} from {} rounds, \
         with its 90 % interval where five rounds or more allow one; {n_outliers} outliers are \
         drawn hollow.",
        rounds.len(),
        median(usual),
        usual.n
    )
}

fn table(briefing: &Briefing, rounds: &[QualifyingRound]) -> Table {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side).to_owned());
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let row = |at: &QualifyingRound| {
        vec![
            at.round.to_string(),
            round_name(briefing, at.round).to_owned(),
            at.part.name().to_owned(),
            at.driver_time.to_string(),
            at.reference_time.to_string(),
            minus(at.gap),
            minus(format!("{:+.3}", at.gap_percent)),
            yes(at.team_mates),
            yes(at.outlier),
        ]
    };
    let headings = ["Gap (s)", "Gap (%)", "Team mates", "Outlier"].map(str::to_owned);
    let names = ["Round".into(), "Name".into(), "Part".into(), driver, reference];
    Table {
        caption: "qualifying gap per round".to_owned(),
        headings: names.into_iter().chain(headings).collect(),
        n_text: 3,
        rows: rounds.iter().map(row).collect(),
    }
}

/// Why gaps are left out, and why rounds have none.
fn notes(briefing: &Briefing) -> Vec<String> {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let who = |id: &DriverId| {
        let name = if *id == briefing.driver.id { driver } else { reference };
        name.to_owned()
    };
    let outliers = briefing.qualifying.outliers.iter().map(|at| {
        format!(
            "{}, left out: {}.",
            round_title(briefing, at.round),
            minus_signs(&at.in_words(who))
        )
    });
    let missing = briefing.qualifying.no_comparison.iter().map(|(round, why)| {
        format!("{}, no gap: {}.", round_title(briefing, *round), why.in_words(driver, reference))
    });
    outliers.chain(missing).collect()
}

/// A true minus before numbers, and no other hyphen touched.
fn minus_signs(words: &str) -> String {
    let mut last = ' ';
    let sign = |letter: char| {
        let is_sign = letter == '-' && last == ' ';
        last = letter;
        if is_sign { '−' } else { letter }
    };
    words.chars().map(sign).collect()
}
