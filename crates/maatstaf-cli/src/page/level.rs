//! The level behind the qualifying gaps, round by round.

use maatstaf::Briefing;
use maatstaf::pace::{FormLevel, LevelAt};

use super::html::Table;
use super::names::{Side, name, round_name, round_title};
use super::numbers::{minus, percent};
use super::svg::{Figure, Frame, arrow, bar, ends, levels_of, line, mark, plain, rule, text};

/// The level with its band, how likely it changed after each round, and a table; nothing where there are too few
/// gaps.
pub fn charts(briefing: &Briefing) -> String {
    let Some(level) = &briefing.level else { return String::new() };
    let table = table(briefing, level).to_details(&[]);
    level_chart(briefing, level).to_html(briefing)
        + &change_chart(briefing, level).to_html(briefing)
        + &table
}

fn level_chart(briefing: &Briefing, level: &FormLevel) -> Figure {
    let shown = level.rounds.iter().filter(|it| !is_wild(briefing, it)).map(|it| it.gap);
    let bands = level.rounds.iter().flat_map(|it| [it.level.low, it.level.high]);
    let levels = levels_of(shown.chain(bands));
    let height = 250.0;
    let frame = Frame::of_rounds(briefing.rounds_held, height, 24.0, ends(&levels));
    let point = |value: fn(&LevelAt) -> f64| {
        let at = |it: &LevelAt| (frame.x_of(it.round), frame.y(value(it)));
        level.rounds.iter().map(at).collect::<Vec<_>>()
    };
    let mut marks = band(&point(|it| it.level.low), &point(|it| it.level.high));
    marks += &frame.levels(&levels, plain);
    marks += &frame.rounds();
    marks += &changes(&frame, level);
    marks += &line("gap", &point(|it| it.level.median));
    marks += &level.rounds.iter().map(|it| dot(&frame, briefing, it)).collect::<String>();
    marks += &frame.hints(level.rounds.iter().map(|it| (it.round, hint(briefing, it))));
    Figure {
        id: "level",
        heading: format!(
            "Level behind the qualifying gap (%, positive: {} slower)",
            name(briefing, Side::Driver)
        ),
        description: format!(
            "The level and its 90 % interval over {} rounds, and the gap of each; outliers hollow. {}",
            level.rounds.len(),
            level.end.in_words(name(briefing, Side::Driver), "in qualifying", " %")
        ),
        key: Some(" faster"),
        height,
        marks,
    }
}

fn is_wild(briefing: &Briefing, it: &LevelAt) -> bool {
    briefing.qualifying.rounds.iter().any(|at| at.round == it.round && at.outlier)
}

/// The area between two lines.
fn band(low: &[(f64, f64)], high: &[(f64, f64)]) -> String {
    let around = low.iter().chain(high.iter().rev());
    let points: Vec<String> = around.map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    format!("<polygon class=\"band\" points=\"{}\"/>\n", points.join(" "))
}

/// A line between two rounds for every change that was found.
fn changes(frame: &Frame, level: &FormLevel) -> String {
    let (bottom, top) = frame.up;
    let change = |it: &maatstaf::pace::ChangePoint| {
        let x = frame.x(f64::midpoint(f64::from(it.after), f64::from(it.before)));
        let size = minus(format!("{:+.2}", it.size.median));
        rule("median", (x, bottom), (x, top)) + &text("value", x, top - 6.0, "middle", &size)
    };
    level.changes.iter().map(change).collect()
}

/// The gap of a round, or an arrow at the edge that it lies beyond.
fn dot(frame: &Frame, briefing: &Briefing, it: &LevelAt) -> String {
    let side = if it.gap < 0.0 { Side::Driver } else { Side::Reference };
    let x = frame.x_of(it.round);
    let (low, high) = frame.ys;
    match it.gap {
        gap if gap > high => arrow(side, x, frame.up.1, true),
        gap if gap < low => arrow(side, x, frame.up.0, false),
        gap => mark(side, x, frame.y(gap), !is_wild(briefing, it)),
    }
}

fn change_chart(briefing: &Briefing, level: &FormLevel) -> Figure {
    let most = level.rounds.iter().fold(0.2_f64, |most, it| most.max(it.changes_after));
    let levels = levels_of([most].into_iter());
    let height = 120.0;
    let frame = Frame::of_rounds(briefing.rounds_held, height, 10.0, ends(&levels));
    let column = |pair: &[LevelAt]| {
        let x = f64::midpoint(frame.x_of(pair[0].round), frame.x_of(pair[1].round));
        let (top, bottom) = (frame.y(pair[0].changes_after), frame.y(0.0));
        bar("gap column", x - 3.0, top, 6.0, bottom - top)
    };
    let columns: String = level.rounds.windows(2).map(column).collect();
    Figure {
        id: "changes",
        heading: "How likely the level changed at once, between each round and the next".to_owned(),
        description: format!(
            "Probability from 0 to 1. It stayed the same with {:.2}, changed at once with {:.2}, moved bit by \
             bit with {:.2}.",
            level.constant, level.stepped, level.wandering
        ),
        key: None,
        height,
        marks: frame.levels(&levels, plain) + &frame.rounds() + &columns,
    }
}

fn hint(briefing: &Briefing, it: &LevelAt) -> String {
    format!("{}: gap {}, level {}", round_title(briefing, it.round), percent(it.gap), interval(it))
}

/// `+0.62 % [0.41, 0.77]`
fn interval(it: &LevelAt) -> String {
    let at = &it.level;
    minus(format!("{} [{:.2}, {:.2}]", percent(at.median), at.low, at.high))
}

fn table(briefing: &Briefing, level: &FormLevel) -> Table {
    let row = |it: &LevelAt| {
        vec![
            it.round.to_string(),
            round_name(briefing, it.round).to_owned(),
            minus(format!("{:+.3}", it.gap)),
            interval(it),
            format!("{:.2}", it.changes_after),
        ]
    };
    Table {
        caption: "level of the qualifying gap per round".to_owned(),
        headings: [
            "Round",
            "Name",
            "Gap (%)",
            "Level, 90 % interval",
            "Change after it (probability)",
        ]
        .map(str::to_owned)
        .to_vec(),
        n_text: 2,
        rows: level.rounds.iter().map(row).collect(),
    }
}
