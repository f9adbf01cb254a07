//! Straights and why time was lost on them, as a table.

use maatstaf::compare::straight_in_words;
use maatstaf::telemetry::{Cause, Loss, Straight};

use super::TwoLaps;
use crate::show::Table;

/// Headings of [`cells`]; what some laps do not have may be left out.
pub const HEADINGS: [&str; 10] = [
    "straight",
    ">lost (s)",
    "90 % (s)",
    ">brought (s)",
    ">power (s)",
    ">drag (s)",
    "?>throttle (s)",
    "?>flap (s)",
    "?>tow (s)",
    ">rest (s)",
];

/// Straights, cause by cause.
pub fn table(laps: &TwoLaps) -> Table {
    let mut table = Table::new(&HEADINGS);
    laps.compared.straights.straights.iter().for_each(|straight| table.push(cells(straight)));
    table
}

/// The causes that have a column, in their order.
pub const CAUSES: [Cause; 7] = [
    Cause::Brought,
    Cause::Power,
    Cause::Drag,
    Cause::Throttle,
    Cause::Flap,
    Cause::Tow,
    Cause::Rest,
];

/// A straight, what it lost, and by which cause; a star where that is more than noise.
pub fn cells(straight: &Straight) -> Vec<String> {
    let Loss { time, low, high } = straight.loss;
    let mut cells = vec![
        format!("{:.0} to {:.0} m", straight.from, straight.to),
        format!("{:+.3}", time.seconds()),
        format!("[{low:+.3}, {high:+.3}]"),
    ];
    let of = |cause: Cause| {
        let part = straight.parts.iter().find(|part| part.cause == cause);
        part.map_or_else(String::new, |part| {
            let star = if straight.told().contains(&part) { "*" } else { "" };
            format!("{:+.3}{star}", part.loss.time.seconds())
        })
    };
    cells.extend(CAUSES.map(of));
    cells
}

/// Why, in words.
pub fn why(straight: &Straight, laps: &TwoLaps) -> String {
    let [lap, reference] = laps.found.each_ref().map(|it| it.short.as_str());
    if !straight.loss.is_sure() {
        return String::new();
    }
    straight_in_words(straight, lap, reference).join("; ")
}
