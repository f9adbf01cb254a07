//! The qualifying gap of each round.

use maatstaf::Briefing;
use maatstaf::core::RoundNumber;
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
    let mut frame = Frame::of_rounds(briefing.rounds_held, 240.0, 14.0, ends(&levels));
    let (above, below) = (Edge::of(&frame, rounds, true), Edge::of(&frame, rounds, false));
    let height = 240.0 + above.room() + below.room();
    frame.up = (frame.up.0 + above.room(), frame.up.1 + above.room());
    let mut marks = median_band(&frame, usual) + &frame.levels(&levels, plain);
    marks += &axis(&frame, below.room());
    marks += &median_line(&frame, usual);
    let inside = rounds.iter().filter(|at| !above.holds(at) && !below.holds(at));
    marks += &inside.map(|at| dot(&frame, at)).collect::<String>();
    marks += &(above.marks(frame.up.1) + &below.marks(frame.up.0));
    marks += &frame.hints(rounds.iter().map(|at| (at.round, hint(briefing, at))));
    let driver = name(briefing, Side::Driver);
    Figure {
        id: "qualifying",
        heading: format!("Qualifying gap per round (%, positive: {driver} slower)"),
        description: description(briefing, rounds),
        key: Some(" faster"),
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

fn dot(frame: &Frame, at: &QualifyingRound) -> String {
    mark(faster(at), frame.x_of(at.round), frame.y(at.gap_percent), !at.outlier)
}

fn faster(at: &QualifyingRound) -> Side {
    if at.gap_percent < 0.0 { Side::Driver } else { Side::Reference }
}

/// The gaps beyond the top or the bottom of the frame.
struct Edge {
    is_top: bool,
    beyond: Vec<Beyond>,
}

/// A gap beyond an edge; its label steps out of the way of the last one, twice at most.
struct Beyond {
    round: RoundNumber,
    faster: Side,
    x: f64,
    step: u8,
    label: String,
}

impl Edge {
    fn of(frame: &Frame, rounds: &[QualifyingRound], is_top: bool) -> Self {
        let (low, high) = frame.ys;
        let is_beyond = |gap: f64| if is_top { gap > high } else { gap < low };
        let mut beyond: Vec<Beyond> = Vec::new();
        for at in rounds.iter().filter(|at| is_beyond(at.gap_percent)) {
            let x = frame.x_of(at.round);
            let last = beyond.last().filter(|last| x - last.x < 48.0);
            let step = last.map_or(0, |last| (last.step + 1) % 3);
            let label = minus(format!("{:+.1}", at.gap_percent));
            beyond.push(Beyond { round: at.round, faster: faster(at), x, step, label });
        }
        Self { is_top, beyond }
    }

    fn holds(&self, at: &QualifyingRound) -> bool {
        self.beyond.iter().any(|beyond| beyond.round == at.round)
    }

    /// The height of the arrows and their labels.
    fn room(&self) -> f64 {
        let steps = self.beyond.iter().map(|at| f64::from(at.step)).reduce(f64::max);
        steps.map_or(0.0, |steps| 25.0 + 15.0 * steps)
    }

    fn marks(&self, y: f64) -> String {
        let mark = |at: &Beyond| {
            let lift = 15.0 * f64::from(at.step);
            let label_y = if self.is_top { y - 11.0 - lift } else { y + 20.0 + lift };
            arrow(at.faster, at.x, y, self.is_top)
                + &text("value", at.x.max(60.0), label_y, "middle", &at.label)
        };
        self.beyond.iter().map(mark).collect()
    }
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
            minus(format!("{:+.3}", at.gap.as_micros() as f64 / 1e6)),
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

/// Why rounds have no gap.
fn notes(briefing: &Briefing) -> Vec<String> {
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let missing = briefing.qualifying.no_comparison.iter().map(|(round, why)| {
        format!("{}, no gap: {}.", round_title(briefing, *round), why.in_words(driver, reference))
    });
    missing.collect()
}
