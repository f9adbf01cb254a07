//! Everyone against every place, as a map of how likely each is.

use maatstaf::pace::odds::OddsOf;

use super::{figure, short_name};
use crate::commands::odds::{Answer, percent};
use crate::page::escape;
use crate::page::svg::{WIDTH, bar, text};

/// So many rows and columns at most: behind them everybody is alike.
const MOST: usize = 24;
/// How high a row is.
const ROW: f64 = 17.0;
/// Where the places begin.
const LEFT: f64 = 112.0;
const TOP: f64 = 20.0;

/// The map of the places that are still possible.
pub fn figure_of_places(answer: &Answer<'_>) -> String {
    let shown: Vec<&OddsOf> =
        answer.odds.of.iter().filter(|of| of.open.is_some()).take(MOST).collect();
    let n_places = shown.len().max(1);
    let width = (WIDTH - LEFT - 4.0) / n_places as f64;
    let mut marks = String::new();
    for place in 1..=n_places {
        let x = LEFT + (place as f64 - 0.5) * width;
        if place == 1 || place % 5 == 0 {
            marks += &text("axis", x, TOP - 6.0, "middle", &place.to_string());
        }
    }
    for (row, of) in shown.iter().enumerate() {
        let y = TOP + row as f64 * ROW;
        let name = answer.name(&of.competitor);
        let short = short_name(answer, &of.competitor);
        marks += &text("axis", LEFT - 6.0, y + 12.5, "end", &short);
        for place in 1..=n_places as u16 {
            marks += &cell(&name, of, place, (LEFT + f64::from(place - 1) * width, y, width));
        }
    }
    let high = ROW * shown.len() as f64;
    marks += &bar("frame", LEFT, TOP, width * n_places as f64, high);
    let heading = format!(
        "Every place at the end, seen from after round {} (%, the stronger the likelier)",
        answer.round(answer.odds.moment.round)
    );
    figure("places", &heading, &described(answer, &shown), TOP + high + 6.0, &marks)
}

/// A place of somebody; the colour goes with the root of the chance, so that small ones are seen.
fn cell(name: &str, of: &OddsOf, place: u16, (x, y, width): (f64, f64, f64)) -> String {
    let chance = of.chance(place);
    if chance.value < 5e-4 {
        return String::new();
    }
    let hint = escape(&format!("{name}, place {place}: {}", percent(chance)));
    let opacity = chance.value.sqrt();
    let mut cell = format!(
        "<rect class=\"cell\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{ROW}\" \
         fill-opacity=\"{opacity:.2}\"><title>{hint}</title></rect>\n"
    );
    if chance.value >= 0.1 && width >= 14.0 {
        let class = if opacity > 0.6 { "number dark" } else { "number" };
        let label = format!("{:.0}", 100.0 * chance.value);
        cell += &text(class, x + width / 2.0, y + 12.5, "middle", &label);
    }
    cell
}

fn described(answer: &Answer<'_>, shown: &[&OddsOf]) -> String {
    let likeliest = |of: &&OddsOf| {
        let places = 1..=of.counts.len() as u16;
        let best = places.max_by(|a, b| of.chance(*a).value.total_cmp(&of.chance(*b).value))?;
        Some(format!(
            "{} {} with {}",
            answer.name(&of.competitor),
            maatstaf::ordinal(best),
            percent(of.chance(best))
        ))
    };
    let first: Vec<String> = shown.iter().take(3).filter_map(likeliest).collect();
    format!(
        "A row for each, a column for each place, numbers in percent. Likeliest: {}.",
        first.join(", ")
    )
}
