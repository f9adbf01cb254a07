//! Two laps for machines.

use maatstaf::compare::what_matching_brings;
use maatstaf::core::LapTime;
use maatstaf::telemetry::{
    CornerDriven, Counterfactual, Gain, Loss, Matched, Part, Segment, Share, Straight, Within,
};
use serde_json::{Value, json};

use super::TwoLaps;
use crate::lap_page::KMH;

/// Everything that the words say.
pub fn json_of(laps: &TwoLaps) -> Value {
    let comparison = &laps.compared.comparison;
    let sum: i64 = comparison.segments.iter().map(|it| it.loss.time.as_micros()).sum();
    let lap = |which: usize| {
        let found = &laps.found[which];
        json!({
            "title": found.title,
            "source": found.source,
            "lap_time": comparison.times[which].seconds(),
            "lap_time_text": comparison.times[which].to_string(),
            "sectors": laps.compared.laps[which].sectors().map(|it| it.map(LapTime::seconds)),
        })
    };
    let corners = comparison.segments.iter().filter(|it| it.corner.is_some());
    json!({
        "lap": lap(0),
        "reference": lap(1),
        "lap_time_difference": comparison.lost.seconds(),
        "sum_of_segments": sum as f64 / 1e6,
        "sector_differences": comparison.sectors.map(|it| it.map(|lost| lost.seconds())),
        "road_length_m": laps.compared.road.length(),
        "segments": comparison.segments.iter().map(segment).collect::<Vec<_>>(),
        "corners": corners.map(corner).collect::<Vec<_>>(),
        "straights": laps.compared.straights.straights.iter().map(straight).collect::<Vec<_>>(),
        "power": laps.compared.straights.power.as_ref().map(share),
        "drag": laps.compared.straights.drag.as_ref().map(share),
        "matching": matching(&what_matching_brings(&laps.compared)),
        "notes": laps.compared.notes,
    })
}

fn loss(loss: &Loss) -> Value {
    json!({
        "loss": loss.time.seconds(),
        "interval": [rounded(loss.low), rounded(loss.high)],
        "sure": loss.is_sure(),
    })
}

/// To the microsecond.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e6).round() / 1e6
}

/// A corner or a straight with its phases.
pub fn segment(segment: &Segment) -> Value {
    let mut answer = loss(&segment.loss);
    answer["corner"] = json!(segment.corner);
    answer["sector"] = json!(segment.sector.map(|idx| idx + 1));
    (answer["from"], answer["to"]) = (json!(segment.from), json!(segment.to));
    answer["phases"] = segment
        .phases
        .iter()
        .map(|phase| {
            let mut answer = loss(&phase.loss);
            answer["phase"] = json!(phase.phase.word());
            (answer["from"], answer["to"]) = (json!(phase.from), json!(phase.to));
            answer
        })
        .collect();
    answer
}

fn corner(segment: &Segment) -> Value {
    let mut answer = loss(&segment.loss);
    answer["number"] = json!(segment.corner);
    let driven = |which: usize| segment.driven.as_ref().map(|driven| driven_json(&driven[which]));
    (answer["lap"], answer["reference"]) = (json!(driven(0)), json!(driven(1)));
    let offsets = segment.driven.as_ref().and_then(|[lap, reference]| {
        let (lap, reference) = lap.offsets.zip(reference.offsets)?;
        Some([0, 1, 2].map(|i: usize| lap[i] - reference[i]))
    });
    answer["left_of_reference_m"] = json!(offsets);
    answer
}

/// A straight, and why time was lost on it.
fn straight(straight: &Straight) -> Value {
    let mut answer = loss(&straight.loss);
    (answer["from"], answer["to"]) = (json!(straight.from), json!(straight.to));
    answer["corners"] = json!(straight.corners);
    answer["speeds_kmh"] = json!(straight.speeds.map(|both| both.map(|speed| speed / KMH)));
    answer["on_it"] = loss(&straight.on_it);
    let part = |part: &Part| {
        let mut answer = loss(&part.loss);
        answer["cause"] = json!(part.cause.word());
        answer["between"] = json!(part.between);
        answer
    };
    answer["causes"] = straight.parts.iter().map(part).collect();
    answer["told"] = straight.told().iter().map(|part| part.cause.word()).collect();
    answer["untold"] = straight.untold().iter().map(|cause| cause.word()).collect();
    answer
}

fn share(share: &Share) -> Value {
    json!({ "share": share.share, "interval": [share.low, share.high], "sure": share.is_sure() })
}

/// What matching the reference would bring.
pub fn matching(counterfactual: &Counterfactual) -> Value {
    let gain = |gain: &Gain| {
        let carried = gain.carried.as_ref().map(loss);
        json!({
            "corners": gain.corners,
            "from": gain.from,
            "to": gain.to,
            "here": loss(&gain.here),
            "carried": carried,
            "gain": loss(&gain.gain),
        })
    };
    let matched = |matched: &Matched| {
        json!({
            "gains": matched.n_gains,
            "gain": loss(&matched.gain),
            "lap_time": matched.lap_time.seconds(),
            "lap_time_text": matched.lap_time.to_string(),
            "interval": matched.interval.map(rounded),
        })
    };
    json!({
        "gains": counterfactual.gains.iter().map(gain).collect::<Vec<_>>(),
        "matched": counterfactual.matched.iter().map(matched).collect::<Vec<_>>(),
    })
}

fn driven_json(driven: &CornerDriven) -> Value {
    let at = |within: Option<Within>| within.map(|it| it.at);
    json!({
        "braking_at_m": at(driven.braking_at),
        "braking_at_error_m": driven.braking_at.map(|it| it.error),
        "peak_braking_mps2": driven.peak_braking,
        "least_speed_kmh": driven.least_speed / KMH,
        "least_speed_at_m": driven.least_speed_at,
        "throttle_at_m": at(driven.throttle_at),
        "throttle_at_error_m": driven.throttle_at.map(|it| it.error),
        "full_throttle_at_m": at(driven.full_throttle_at),
        "full_throttle_at_error_m": driven.full_throttle_at.map(|it| it.error),
        "exit_speed_kmh": driven.exit_speed / KMH,
        "gear": driven.gear,
        "offsets_m": driven.offsets,
    })
}
