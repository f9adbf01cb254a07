//! Odds for machines.

use maatstaf::pace::odds::{Chance, Odds, OddsOf};
use serde_json::{Value, json};

use super::ask::If;
use super::{Answer, text};
use crate::show;

pub fn of(answer: &Answer<'_>) -> Value {
    let Answer { odds, season, whose, what_if, .. } = answer;
    let round = odds.moment.round;
    json!({
        "season": season.year(),
        "title": whose,
        "after": {
            "round": round,
            "race": season.event(round).map(|event| event.round.name.as_str()),
        },
        "rounds_left": odds.rounds_left,
        "ends": odds.ends,
        "seed": odds.seed,
        "n_races": odds.n_races,
        "odds": all(answer, odds),
        "if": what_if.as_ref().map(|it| if_of(answer, it)),
        "sentences": text::sentences(answer),
    })
}

fn all(answer: &Answer<'_>, odds: &Odds) -> Vec<Value> {
    let asked = |of: &&OddsOf| answer.only.as_ref().is_none_or(|who| *who == of.competitor);
    odds.of.iter().filter(asked).map(|of| one(answer, of)).collect()
}

fn one(answer: &Answer<'_>, of: &OddsOf) -> Value {
    let places: Vec<f64> =
        (1..=of.counts.len() as u16).map(|place| of.chance(place).value).collect();
    json!({
        "id": of.competitor.to_string(),
        "name": answer.name(&of.competitor),
        "place_now": of.place_now,
        "points_now": show::number(of.points_now),
        "best": of.open.map(|open| open.best),
        "worst": of.open.map(|open| open.worst),
        "title": chance(of.title()),
        "top_3": chance(of.chance_to(3)),
        "place": of.mean_place().map(|mean| json!({
            "mean": mean,
            "interval": [of.place_within(0.05), of.place_within(0.95)],
        })),
        "points": {
            "mean": of.points,
            "interval": [show::number(of.points_low), show::number(of.points_high)],
        },
        "places": places,
    })
}

fn chance(chance: Chance) -> Value {
    json!({"probability": chance.value, "error": chance.error})
}

fn if_of(answer: &Answer<'_>, what_if: &If) -> Value {
    let changes = what_if.changes.iter().map(|it| {
        json!({
            "driver": it.driver.as_str(),
            "faster_percent": it.by,
            "gap_so_far_percent": it.gap.as_ref().map(|gap| gap.0),
            "reference": it.gap.as_ref().map(|gap| gap.1.as_str()),
            "n_gaps": it.gap.as_ref().map(|gap| gap.2),
        })
    });
    let ends = what_if.least_and_most.each_ref();
    let title = |of: &OddsOf| {
        let end = |odds: &Odds| odds.of(&of.competitor).map(|it| it.title().value);
        let [least, most] = ends.map(end);
        let before = answer.odds.of(&of.competitor).map(|it| it.title().value);
        json!({
            "id": of.competitor.to_string(),
            "before": before,
            "probability": of.title().value,
            "difference": before.map(|before| of.title().value - before),
            "interval": [least, most],
        })
    };
    let worth = maatstaf::GAP_WORTH;
    json!({
        "changes": changes.collect::<Vec<_>>(),
        "per_percent": {
            "value": worth.per_percent,
            "error": worth.error,
            "n_pairs": worth.n_pairs,
            "n_races": worth.n_races,
        },
        "titles": what_if.odds.of.iter().map(title).collect::<Vec<_>>(),
        "odds": all(answer, &what_if.odds),
    })
}
