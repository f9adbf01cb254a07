//! Numbers as the page prints them, with a true minus and a unit that stays with its number.

use maatstaf::core::Points;
use maatstaf::pace::GapSummary;

/// What stands where there is no number.
pub const NONE: &str = "–";

/// Any printed number with a true minus.
pub fn minus(number: impl ToString) -> String {
    number.to_string().replace('-', "−")
}

/// `+0.62`, `−0.30`; what rounds to nothing has no sign.
pub fn signed(value: f64) -> String {
    match format!("{value:+.2}") {
        nothing if nothing.ends_with("0.00") && value.abs() < 0.1 => "0.00".to_owned(),
        number => minus(number),
    }
}

/// `+0.62 %`.
pub fn percent(value: f64) -> String {
    minus(format!("{value:+.2}\u{a0}%"))
}

/// `290 behind`, `4 ahead`, `level`: a gap as the driver sees it.
pub fn gap(gap: Points) -> String {
    match gap.cmp(&Points::ZERO) {
        std::cmp::Ordering::Greater => format!("{gap} behind"),
        std::cmp::Ordering::Less => format!("{} ahead", -gap),
        std::cmp::Ordering::Equal => "level".to_owned(),
    }
}

/// `+0.62 % [0.41, 0.77]`, or as much of it as there is.
pub fn median(summary: &GapSummary) -> String {
    let Some(median) = summary.median_percent else { return NONE.to_owned() };
    match summary.interval {
        Some(interval) => {
            minus(format!("{} [{:.2}, {:.2}]", percent(median), interval.low, interval.high))
        }
        None => percent(median),
    }
}
