//! Where on the lap, for machines.

use maatstaf::Briefing;
use maatstaf::on_the_lap::{
    BetterLap, EventOnTheLap, GridWorth, Kind, OnTheLap, UsualLoss, WouldBe,
};
use maatstaf::telemetry::Segment;
use serde_json::{Value, json};

use crate::commands::compare::json::{matching as matching_of_laps, segment};
use crate::show;

/// Everything that the words say, and every loss and gain that is sure.
pub fn json_of(briefing: &Briefing, found: &OnTheLap) -> Value {
    let left_out = found.left_out.iter();
    let left_out = left_out.map(|(round, reason)| json!({"round": round, "reason": reason}));
    json!({
        "events": found.events.iter().map(|it| event(briefing, it)).collect::<Vec<_>>(),
        "left_out": left_out.collect::<Vec<_>>(),
        "usual": found.usual.iter().map(usual).collect::<Vec<_>>(),
    })
}

fn event(briefing: &Briefing, at: &EventOnTheLap) -> Value {
    let [time, reference] = at.comparison.times;
    let [part, reference_part] = at.parts.map(|part| part.map(|part| part.name()));
    let segments = |of: Vec<&Segment>| of.into_iter().map(segment).collect::<Vec<_>>();
    let decided = at.decided.as_ref();
    let decided_json = decided
        .ok()
        .map(|it| json!({"place": it.place, "part": it.part.name(), "time": it.time.to_string()}));
    let name = &briefing.driver.last_name;
    json!({
        "round": at.round,
        "race": briefing.round_names.get(&at.round),
        "grid_of": show::session(at.grid_of),
        "laps": at.address,
        "part": part,
        "reference_part": reference_part,
        "time": time.to_string(),
        "reference_time": reference.to_string(),
        "lap_time_difference": at.comparison.lost.seconds(),
        "losses": segments(at.losses()),
        "gains": segments(at.gains()),
        "matching": matching(at),
        "decided": decided_json,
        "no_place": decided.err().map(|why| why.in_words(name)),
    })
}

/// As `maatstaf compare` gives it, each lap with places matched with what it would have meant.
fn matching(at: &EventOnTheLap) -> Value {
    let mut answer = matching_of_laps(&at.matching);
    for (idx, matched) in at.matching.matched.iter().enumerate() {
        let better = at.better_laps.iter().find(|it| it.matched.n_gains == matched.n_gains);
        answer["matched"][idx]["would_be"] = json!(better.map(better_lap));
    }
    answer
}

fn better_lap(at: &BetterLap) -> Value {
    let place = |at: WouldBe| json!({"place": at.place, "at_worst": at.at_worst});
    let mut answer = place(at.would_be);
    answer["time"] = json!(at.time.seconds());
    answer["with_least_gain"] = place(at.between[0]);
    answer["with_most_gain"] = place(at.between[1]);
    answer["points"] = json!(at.points.as_ref().map(points));
    answer
}

fn points(worth: &GridWorth) -> Value {
    json!({
        "from_grid": worth.from,
        "to_grid": worth.to,
        "mean": worth.points,
        "interval": worth.interval,
        "n_races": worth.n_races,
        "from_season": worth.seasons.0,
        "to_season": worth.seasons.1,
    })
}

fn usual(at: &UsualLoss) -> Value {
    let (kind, which) = match at.kind {
        Kind::Phase(phase) => ("phase", phase.word()),
        Kind::Corners(pace) => ("corners", pace.word()),
    };
    json!({
        "by": kind,
        "which": which,
        "median": at.median,
        "interval": at.interval.as_ref().map(|it| [it.low, it.high]),
        "n": at.losses.len(),
        "n_places": at.n_places,
    })
}
