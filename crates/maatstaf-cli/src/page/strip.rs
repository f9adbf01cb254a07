//! The key figures at the top of the page.

use std::cmp::Ordering;

use maatstaf::core::Points;
use maatstaf::pace::GapSummary;
use maatstaf::season::Settlement;
use maatstaf::{Briefing, ordinal};

use super::html::escape;
use super::names::{Side, name, round_name};
use super::numbers::{NONE, minus, percent};

struct Figure {
    label: &'static str,
    value: String,
    note: String,
}

/// Eight figures, each with what it means.
pub fn strip(briefing: &Briefing) -> String {
    let figures: String = figures(briefing).iter().map(to_html).collect();
    format!("<dl class=\"strip\">\n{figures}</dl>\n")
}

fn to_html(figure: &Figure) -> String {
    let [value, note] = [&figure.value, &figure.note].map(|text| escape(text));
    format!(
        "<div><dt>{}</dt><dd class=\"value\">{value}</dd><dd class=\"note\">{note}</dd></div>\n",
        figure.label
    )
}

fn figures(briefing: &Briefing) -> [Figure; 8] {
    let at = &briefing.championship;
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side));
    let both = format!("{driver}–{reference}");
    let place = |place: Option<u16>| place.map_or(NONE.to_owned(), ordinal);
    let ratio = at.ratio.map_or(NONE.to_owned(), |ratio| format!("{ratio:.2}"));
    let usual = &briefing.qualifying.usual;
    [
        Figure {
            label: "Points",
            value: at.driver.points.to_string(),
            note: format!("{reference}: {}", at.reference.points),
        },
        Figure {
            label: "Place",
            value: place(at.driver.place),
            note: format!("{reference}: {}", place(at.reference.place)),
        },
        difference(at.gap),
        Figure {
            label: "Ratio",
            value: ratio,
            note: format!("points of {reference} for each of {driver}"),
        },
        Figure {
            label: "Qualifying",
            value: briefing.qualifying.head_to_head.to_string(),
            note: format!("ahead, {both}"),
        },
        Figure {
            label: "Median qualifying gap",
            value: usual.median_percent.map_or(NONE.to_owned(), percent),
            note: behind_the_median(usual),
        },
        Figure {
            label: "Races",
            value: briefing.race.head_to_head.to_string(),
            note: format!("ahead, {both}"),
        },
        settled(briefing),
    ]
}

fn difference(gap: Points) -> Figure {
    let (value, note) = match gap.cmp(&Points::ZERO) {
        Ordering::Greater => (gap, "points behind"),
        Ordering::Less => (-gap, "points ahead"),
        Ordering::Equal => (gap, "points: level"),
    };
    Figure { label: "Gap", value: value.to_string(), note: note.into() }
}

fn behind_the_median(usual: &GapSummary) -> String {
    let n = usual.n;
    match (usual.interval, n) {
        (_, 0) => "no round to compare".to_owned(),
        (Some(interval), _) => {
            let (low, high) = (interval.low, interval.high);
            minus(format!("90\u{a0}% interval [{low:.2}, {high:.2}], n\u{a0}=\u{a0}{n}"))
        }
        (None, _) => format!("too few rounds for an interval, n\u{a0}=\u{a0}{n}"),
    }
}

fn settled(briefing: &Briefing) -> Figure {
    let at = &briefing.championship;
    let label = "Place settled";
    let reference = match &at.settled.reference {
        Some(settled) => {
            let name = name(briefing, Side::Reference);
            format!("; {name} {} after {}", ordinal(settled.place), settled.moment)
        }
        None => String::new(),
    };
    match (&at.settled.driver, at.prospects.driver) {
        (Some(settled), _) => Figure {
            label,
            value: ordinal(settled.place),
            note: format!("after {}{reference}", moment(briefing, settled)),
        },
        (None, Some(prospects)) => Figure {
            label,
            value: "open".into(),
            note: format!(
                "from {} to {} still possible",
                ordinal(prospects.best),
                ordinal(prospects.worst)
            ),
        },
        (None, None) => Figure { label, value: NONE.into(), note: "outside the table".into() },
    }
}

fn moment(briefing: &Briefing, settled: &Settlement) -> String {
    match round_name(briefing, settled.moment.round) {
        "" => settled.moment.to_string(),
        name => format!("{} ({name})", settled.moment),
    }
}
