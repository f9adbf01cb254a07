//! Speeds, the time between the laps, and what the feet did, over the distance.

use maatstaf::telemetry::{Alongside, AtPlace};

use crate::commands::compare::TwoLaps;
use crate::lap_page::KMH;
use crate::loss_map::LossMap;
use crate::page::cursor::{Along, Readout};
use crate::page::panel::{Panel, panel};

/// What of a lap stands at a place.
type Of = fn(&AtPlace) -> Option<f64>;

/// Charts of both laps: name, unit, decimals, height, value.
const CHANNELS: [(&str, &str, &str, usize, f64, Of); 4] = [
    ("speed", "Speed", "km/h", 0, 190.0, |at| Some(at.speed / KMH)),
    ("throttle", "Throttle", "%", 0, 80.0, |at| at.throttle.map(|it| 100.0 * it)),
    ("brake", "Brake", "%", 0, 70.0, |at| at.brake.map(|it| 100.0 * it)),
    ("gear", "Gear", "", 0, 80.0, |at| at.gear),
];

/// All charts.
pub fn charts(laps: &TwoLaps, along: &[Alongside]) -> String {
    let distance = distance(along);
    let [lap, reference] = laps.found.each_ref().map(|it| it.short.as_str());
    let mut charts = Vec::new();
    for (idx, (id, name, unit, _, height, of)) in CHANNELS.into_iter().enumerate() {
        let [first, second] = [0, 1].map(|which| values(along, which, of));
        let heading = if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") };
        let lines = [("driver", lap, first), ("reference", reference, second)];
        let lines: Vec<_> = lines.into_iter().filter(|(.., values)| is_known(values)).collect();
        if !lines.is_empty() {
            charts.push(panel(id, &heading, height, lines).to_html(&distance));
        }
        if idx == 0 {
            let heading = format!("Time that {lap} is behind {reference} (s), with its 90 % band");
            charts.push(behind(&heading, along).to_html(&distance));
        }
    }
    charts.concat()
}

/// The time between the laps, and how sure it is.
fn behind<'a>(heading: &'a str, along: &[Alongside]) -> Panel<'a> {
    let at = |sign: f64| along.iter().map(|it| it.behind + sign * it.behind_error).collect();
    let lines = vec![("gap", "", along.iter().map(|it| it.behind).collect())];
    panel("behind", heading, 150.0, lines).with_band(at(-1.0), at(1.0))
}

/// What the cursor shows of both laps.
pub fn cursor_data(laps: &TwoLaps, along: &[Alongside], map: Option<&LossMap>) -> Along {
    let behind = Readout {
        name: "Behind",
        unit: "s",
        decimals: 3,
        values: vec![along.iter().map(|it| it.behind).collect()],
        within: along.iter().map(|it| it.behind_error).collect(),
    };
    let channels = CHANNELS.into_iter().filter_map(|(_, name, unit, decimals, _, of)| {
        let values = vec![values(along, 0, of), values(along, 1, of)];
        let is_known = values.iter().any(|values| is_known(values));
        is_known.then_some(Readout { name, unit, decimals, values, within: Vec::new() })
    });
    let bends = laps.compared.road.bends().iter();
    Along {
        distance: distance(along),
        places: map.map_or_else(Vec::new, |map| map.places().to_vec()),
        readouts: std::iter::once(behind).chain(channels).collect(),
        marks: bends.map(|bend| (bend.number.to_string(), bend.apex)).collect(),
    }
}

fn distance(along: &[Alongside]) -> Vec<f64> {
    along.iter().map(|it| it.s).collect()
}

fn values(along: &[Alongside], which: usize, of: Of) -> Vec<f64> {
    along.iter().map(|it| of(&it.laps[which]).unwrap_or(f64::NAN)).collect()
}

fn is_known(values: &[f64]) -> bool {
    values.iter().any(|value| value.is_finite())
}
