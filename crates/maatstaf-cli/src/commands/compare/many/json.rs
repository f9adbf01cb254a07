//! Many laps for machines.

use maatstaf::compare::ComparedMany;
use maatstaf::core::LapTime;
use maatstaf::telemetry::{MiniSectorLosses, PieceOfMany, Usual, UsualCorner, UsualLoss};
use serde_json::{Value, json};

use super::ManyLaps;
use crate::lap_page::KMH;

/// Everything that the words say.
pub fn json_of(laps: &ManyLaps) -> Value {
    let compared = laps.compared.as_ref().ok();
    let pieces = compared.map(|compared| &compared.many.pieces[..]).unwrap_or_default();
    let corners = pieces.iter().filter(|piece| piece.corner.is_some());
    json!({
        "lap": side(laps, 0),
        "reference": side(laps, 1),
        "usual_difference": compared.map(|compared| loss(&compared.many.lost)),
        "road_length_m": compared.map(|compared| rounded(compared.road.length())),
        "segments": pieces.iter().map(segment).collect::<Vec<_>>(),
        "corners": corners.map(corner).collect::<Vec<_>>(),
        "no_segments_because": laps.compared.as_ref().err(),
        "mini_sectors": laps.mini_sectors.as_ref().ok().map(mini_sectors),
        "no_mini_sectors_because": laps.mini_sectors.as_ref().err(),
        "notes": compared.map_or(&[][..], |compared| &compared.notes),
    })
}

/// A driver: his laps, and what he did on them.
fn side(laps: &ManyLaps, which: usize) -> Value {
    let found = &laps.found[which];
    let left_out = found.left_out.iter();
    let many = laps.compared.as_ref().ok().map(|ComparedMany { many, .. }| many);
    let usual = many.map(|many| many.usual[which]).or_else(|| found.usual_lap());
    let timed = found.timed.iter().filter_map(|lap| lap.time).min().map(LapTime::seconds);
    json!({
        "title": found.title,
        "source": found.source,
        "laps": found.timed.iter().map(|lap| lap.number).collect::<Vec<_>>(),
        "left_out": left_out.map(|(why, laps)| json!({"reason": why, "laps": laps})).collect::<Vec<_>>(),
        "usual_lap_time": usual.map(|usual| rounded(usual.middle)),
        "spread": usual.and_then(|usual| spread(usual.spread, usual.n)),
        "n_laps": usual.map(|usual| usual.n),
        "fastest": many.map(|many| rounded(many.fastest[which])).or(timed),
        "best_of_segments": many.map(|many| rounded(many.best[which])),
        "best_of_sectors": found.best_of_sectors().map(LapTime::seconds),
    })
}

/// One lap alone has none.
fn spread(value: f64, n: usize) -> Option<f64> {
    (n > 1).then(|| rounded(value))
}

fn loss(loss: &UsualLoss) -> Value {
    json!({
        "loss": rounded(loss.time),
        "interval": loss.interval.map(|ends| ends.map(rounded)),
        "sure": loss.is_sure(),
    })
}

fn segment(piece: &PieceOfMany) -> Value {
    let mut answer = loss(&piece.lost);
    answer["corner"] = json!(piece.corner);
    (answer["from"], answer["to"]) = (json!(rounded(piece.from)), json!(rounded(piece.to)));
    let took = |which: usize| {
        json!({
            "usual": rounded(piece.usual[which].middle),
            "n_laps": piece.usual[which].n,
            "spread": spread(piece.spread[which], piece.usual[which].n),
            "best": rounded(piece.best[which]),
        })
    };
    (answer["lap"], answer["reference"]) = (took(0), took(1));
    answer
}

fn corner(piece: &PieceOfMany) -> Value {
    let mut answer = loss(&piece.lost);
    answer["number"] = json!(piece.corner);
    let driven = |which: usize| piece.driven.as_ref().map(|driven| driven_json(&driven[which]));
    (answer["lap"], answer["reference"]) = (json!(driven(0)), json!(driven(1)));
    answer
}

fn driven_json(driven: &UsualCorner) -> Value {
    let usual = |usual: Option<Usual>, factor: f64| {
        usual.map(|it| {
            json!({
                "usual": rounded(it.middle / factor),
                "spread": spread(it.spread / factor, it.n),
                "n_laps": it.n,
            })
        })
    };
    json!({
        "braking_at_m": usual(driven.braking_at, 1.0),
        "peak_braking_mps2": usual(driven.peak_braking, 1.0),
        "least_speed_kmh": usual(driven.least_speed, KMH),
        "least_speed_at_m": usual(driven.least_speed_at, 1.0),
        "throttle_at_m": usual(driven.throttle_at, 1.0),
        "full_throttle_at_m": usual(driven.full_throttle_at, 1.0),
        "exit_speed_kmh": usual(driven.exit_speed, KMH),
    })
}

fn mini_sectors(losses: &MiniSectorLosses) -> Value {
    let each = losses.mini_sectors.iter().map(|it| {
        json!({
            "sector": it.sector + 1,
            "mini_sector": it.mini_sector + 1,
            "time": it.times[0].seconds(),
            "reference_time": it.times[1].seconds(),
            "loss": it.loss.time.seconds(),
            "interval": [rounded(it.loss.low), rounded(it.loss.high)],
            "sure": it.loss.is_sure(),
        })
    });
    json!({
        "n_laps": losses.n_laps[0],
        "n_reference_laps": losses.n_laps[1],
        "stamp_error": rounded(losses.stamp_error),
        "sector_differences": losses.sectors.map(|it| it.seconds()),
        "each": each.collect::<Vec<_>>(),
    })
}

/// To the millionth.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}
