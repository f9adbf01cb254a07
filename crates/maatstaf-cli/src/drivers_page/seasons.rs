//! How worths went over the seasons: a small chart each, on one scale.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use maatstaf::core::Year;
use maatstaf::pace::Worth;

use crate::commands::drivers::Found;
use crate::page::Side;
use crate::page::escape;
use crate::page::html::Table;
use crate::page::numbers::signed;
use crate::page::svg::{Frame, ends, levels_of, line, mark, plain, text};

/// So many drivers, and teams, have a chart.
const DRAWN: [usize; 2] = [12, 8];
/// Of more seasons each chart shows those of its own.
const TOGETHER: u16 = 15;
/// A small chart, in its own units.
const SIZE: (f64, f64) = (200.0, 130.0);

/// Somebody's worth, season by season.
struct Course {
    name: String,
    is_asked: bool,
    seasons: Vec<(Year, Worth)>,
}

/// All charts, and a table of every season.
pub fn seasons(found: &Found) -> String {
    let years: Vec<Year> = found.apart.years().collect();
    if years.len() < 2 {
        return String::new();
    }
    let almanac = found.almanac();
    let drivers = courses(
        found.apart.drivers().into_iter().map(|it| it.0),
        |year| found.apart.drivers_in(year),
        |id| (almanac.driver_name(id).to_owned(), found.is_asked(id)),
        &years,
    );
    let teams = courses(
        found.apart.teams().into_iter().map(|it| it.0),
        |year| found.apart.teams_in(year),
        |id| (almanac.constructor_name(id).to_owned(), false),
        &years,
    );
    let drawn = |what, side, courses: &[Course], most| part(found, what, side, courses, most);
    format!(
        "<section>\n<h2>Over the seasons</h2>\n<p>The best who raced in two seasons or more, each with the 90 % interval, \
         all on one scale.</p>\n{}{}</section>\n",
        drawn("drivers", Side::Driver, &drivers, DRAWN[0]),
        drawn("teams", Side::Reference, &teams, DRAWN[1])
    )
}

/// Of everybody with two seasons or more, best over all seasons first.
fn courses<Id: Ord>(
    best_first: impl Iterator<Item = Id>,
    in_season: impl Fn(Year) -> Vec<(Id, Worth)>,
    who: impl Fn(&Id) -> (String, bool),
    years: &[Year],
) -> Vec<Course> {
    let mut all: BTreeMap<Id, Vec<(Year, Worth)>> = BTreeMap::new();
    for year in years {
        for (id, worth) in in_season(*year) {
            all.entry(id).or_default().push((*year, worth));
        }
    }
    let course = |id: Id| {
        let (name, is_asked) = who(&id);
        Some(Course { name, is_asked, seasons: all.get(&id)?.clone() })
    };
    best_first.filter_map(course).filter(|it| it.seasons.len() >= 2).collect()
}

fn part(found: &Found, what: &str, side: Side, courses: &[Course], most: usize) -> String {
    let shown = courses.iter().enumerate().filter(|(place, it)| *place < most || it.is_asked);
    let shown: Vec<&Course> = shown.map(|it| it.1).collect();
    let worths = shown.iter().flat_map(|it| &it.seasons);
    let levels = levels_of(worths.flat_map(|(_, worth)| [worth.low, worth.high]));
    let charts: String = shown
        .iter()
        .enumerate()
        .map(|(i, course)| small(&format!("{what}-{i}"), found, side, course, &levels))
        .collect();
    let title = if what == "drivers" {
        "Drivers, the same car for all"
    } else {
        "Teams, the same driver for all"
    };
    let table = table(what, courses).to_details(&[]);
    format!("<h3>{title}</h3>\n<div class=\"many\">\n{charts}</div>\n{table}")
}

/// The seasons from left to right of a chart.
fn span(found: &Found, course: &Course) -> RangeInclusive<Year> {
    let (from, to) = (*found.years.start(), *found.years.end());
    match (course.seasons.first(), course.seasons.last()) {
        (Some(first), Some(last)) if to - from > TOGETHER => first.0..=last.0,
        _ => from..=to,
    }
}

fn small(id: &str, found: &Found, side: Side, course: &Course, levels: &[f64]) -> String {
    let years = span(found, course);
    let (from, to) = (*years.start(), *years.end());
    let (width, height) = SIZE;
    let xs = (f64::from(from) - 0.3, f64::from(to) + 0.3);
    let frame =
        Frame { across: (32.0, width - 6.0), up: (height - 26.0, 8.0), xs, ys: ends(levels) };
    let mut marks = frame.levels(levels, plain);
    let pieces = course.seasons.chunk_by(|a, b| a.0 + 1 == b.0);
    marks += &pieces.map(|piece| drawn(&frame, side, piece)).collect::<String>();
    let y = height - 4.0;
    marks += &text("axis", frame.across.0, y, "start", &from.to_string());
    marks += &text("axis", frame.across.1, y, "end", &to.to_string());
    let name = escape(&course.name);
    let told: Vec<String> = course.seasons.iter().map(in_words).collect();
    let described = escape(&told.join("; "));
    format!(
        "<figure>\n<figcaption><strong>{name}</strong></figcaption>\n\
         <svg class=\"chart small\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{name}</title>\n\
         <desc id=\"{id}-desc\">{described}</desc>\n{marks}</svg>\n</figure>\n"
    )
}

fn in_words((year, worth): &(Year, Worth)) -> String {
    format!("{year}: {} [{}, {}]", signed(worth.value), signed(worth.low), signed(worth.high))
}

/// Seasons without one missing: the interval as a band, a line, a mark each.
fn drawn(frame: &Frame, side: Side, piece: &[(Year, Worth)]) -> String {
    let point = |year: Year, value: f64| (frame.x(f64::from(year)), frame.y(value));
    let lows = piece.iter().map(|(year, worth)| point(*year, worth.low));
    let highs = piece.iter().rev().map(|(year, worth)| point(*year, worth.high));
    let corners: Vec<(f64, f64)> = lows.chain(highs).collect();
    let middle: Vec<(f64, f64)> =
        piece.iter().map(|(year, worth)| point(*year, worth.value)).collect();
    let marks: String = middle.iter().map(|(x, y)| mark(side, *x, *y, true)).collect();
    if let [(year, worth)] = piece {
        let class = format!("{} whisker", side.class());
        return line(&class, &[point(*year, worth.low), point(*year, worth.high)]) + &marks;
    }
    let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    format!("<polygon class=\"{} about\" points=\"{}\"/>\n", side.class(), corners.join(" "))
        + &line(side.class(), &middle)
        + &marks
}

fn table(what: &str, courses: &[Course]) -> Table {
    let rows = courses.iter().flat_map(|course| {
        course.seasons.iter().map(move |(year, worth)| {
            vec![
                course.name.clone(),
                year.to_string(),
                signed(worth.value),
                signed(worth.low),
                signed(worth.high),
                worth.finishes.to_string(),
            ]
        })
    });
    let headings = ["Name", "Season", "Worth", "Low", "High", "Finishes"];
    Table {
        caption: format!("{what} season by season"),
        headings: headings.map(str::to_owned).to_vec(),
        n_text: 1,
        rows: rows.collect(),
    }
}
