//! Gaps of two drivers as JSON; every command that shows them shows them alike.

use std::collections::BTreeMap;

use maatstaf::core::RoundNumber;
use maatstaf::numerics::pooling::Pooled;
use maatstaf::pace::{
    ChangePoint, Consistency, Estimate, FormLevel, GapSummary, HeadToHead, LevelAt,
    QualifyingComparison, Ratio, Spread,
};
use maatstaf::{Briefing, PairByLaps, Person};
use serde_json::{Value, json};

/// Who was ahead, how often.
pub fn heads(at: HeadToHead) -> Value {
    json!({"driver": at.driver, "reference": at.reference, "undecided": at.undecided})
}

/// The ends of a median's interval, in percent; none below five rounds.
pub fn interval(summary: &GapSummary) -> Option<[f64; 2]> {
    summary.interval.as_ref().map(|at| [at.low, at.high])
}

/// How far the true gaps of races lie apart, and how much of what is seen of that is more than chance.
pub fn between_races(pooled: Option<&Pooled>) -> Option<Value> {
    let it = pooled?;
    Some(json!({
        "spread_seconds": it.spread,
        "spread_interval": [it.spread_interval.0, it.spread_interval.1],
        "share": it.share,
        "share_interval": [it.share_interval.0, it.share_interval.1],
        "by_chance": it.by_chance,
        "next_race": it.next.map(|(low, high)| [low, high]),
    }))
}

/// Two drivers by the laps of the races.
pub fn by_laps(pair: &PairByLaps) -> Value {
    let gap = &pair.gap;
    let (seconds, percent) = (gap.seconds.as_ref(), gap.percent.as_ref());
    let races = gap.races.iter().map(|it| {
        json!({
            "race": it.race,
            "gap_seconds_per_lap": it.seconds.value,
            "interval": <[f64; 2]>::from(it.seconds.interval),
            "n_laps": it.seconds.n_laps,
            "outlier": it.outlier,
        })
    });
    json!({
        "gap_seconds_per_lap": seconds.map(|it| it.mean),
        "interval": seconds.map(|it| <[f64; 2]>::from(it.interval)),
        "gap_percent": percent.map(|it| it.mean),
        "interval_percent": percent.map(|it| <[f64; 2]>::from(it.interval)),
        "n": seconds.map_or(0, |it| it.n),
        "between_races": between_races(seconds),
        "races": races.collect::<Vec<_>>(),
        "spread_ratio": pair.spread_ratio.as_ref().map(ratio),
        "driver": steadiness(&pair.driver),
        "reference": steadiness(&pair.reference),
    })
}

fn steadiness(of: &Consistency) -> Value {
    json!({
        "spread_seconds": of.spread.as_ref().map(spread),
        "errors_per_100_laps": of.errors.per_100,
        "errors_interval": <[f64; 2]>::from(of.errors.interval),
        "errors_n_laps": of.errors.n_laps,
    })
}

/// A spread, in seconds.
pub fn spread(it: &Spread) -> Value {
    json!({"value": it.value, "interval": <[f64; 2]>::from(it.interval), "n_laps": it.n_laps})
}

/// One spread over another.
pub fn ratio(it: &Ratio) -> Value {
    json!({"value": it.value, "interval": <[f64; 2]>::from(it.interval), "n": it.n_races})
}

/// Qualifying, round by round and as a median with and without its outliers.
pub fn qualifying(compared: &QualifyingComparison, names: &BTreeMap<RoundNumber, String>) -> Value {
    let rounds = compared.rounds.iter().map(|at| {
        json!({
            "round": at.round,
            "race": names.get(&at.round),
            "part": at.part.name(),
            "time": at.driver_time.to_string(),
            "reference_time": at.reference_time.to_string(),
            "gap_seconds": at.gap.seconds(),
            "gap_percent": at.gap_percent,
            "team_mates": at.team_mates,
            "outlier": at.outlier,
        })
    });
    let outliers = compared.outliers.iter().map(|at| {
        json!({
            "round": at.round,
            "race": names.get(&at.round),
            "gap_percent": at.gap_percent,
            "reason": at.in_words(|id| id.to_string()),
        })
    });
    json!({
        "head_to_head": heads(compared.head_to_head),
        "median_gap_percent": compared.usual.median_percent,
        "interval": interval(&compared.usual),
        "interval_coverage": compared.usual.interval.as_ref().map(|at| at.coverage),
        "n": compared.usual.n,
        "raw_median_gap_percent": compared.all.median_percent,
        "raw_n": compared.all.n,
        "outliers": outliers.collect::<Vec<_>>(),
        "rounds": rounds.collect::<Vec<_>>(),
    })
}

/// A driver in a season.
pub fn person(person: &Person) -> Value {
    let teams = person.teams.iter().map(|(name, rounds)| json!({"name": name, "rounds": rounds}));
    json!({
        "id": person.id.as_str(),
        "name": person.name,
        "code": person.code,
        "teams": teams.collect::<Vec<_>>(),
    })
}

/// The level behind the gaps: what it did, where it was, whether the end was stronger.
pub fn form_level(level: &FormLevel, names: &BTreeMap<RoundNumber, String>) -> Value {
    let end = &level.end;
    let round = |it: &LevelAt| {
        json!({
            "round": it.round,
            "race": names.get(&it.round),
            "gap_percent": it.gap,
            "level_percent": it.level.median,
            "interval": ends(&it.level),
            "change_after_probability": it.changes_after,
        })
    };
    let change = |it: &ChangePoint| {
        json!({
            "after_round": it.after,
            "before_round": it.before,
            "probability_near": it.near,
            "change_percent": it.size.median,
            "interval": ends(&it.size),
        })
    };
    json!({
        "constant_probability": level.constant,
        "stepped_probability": level.stepped,
        "wandering_probability": level.wandering,
        "changes": level.changes.iter().map(change).collect::<Vec<_>>(),
        "stronger_at_the_end": {
            "answer": end.was_stronger().name(),
            "probability": end.stronger,
            "weaker_probability": end.weaker,
            "from_round": end.rounds.start(),
            "to_round": end.rounds.end(),
            "n": end.n,
            "change_percent": end.change.median,
            "interval": ends(&end.change),
        },
        "trend": level.trend.as_ref().map(|it| json!({
            "probability": it.real,
            "percent_per_round": it.slope.median,
            "interval": ends(&it.slope),
        })),
        "rounds": level.rounds.iter().map(round).collect::<Vec<_>>(),
    })
}

/// The qualifying gap by what a circuit rewards.
pub fn by_circuit(briefing: &Briefing) -> Vec<Value> {
    let kind = |it: &maatstaf::GapByCircuit| {
        json!({
            "rewards": it.rewards.name(),
            "rounds": it.rounds,
            "median_gap_percent": it.gap.median_percent,
            "interval": interval(&it.gap),
            "n": it.gap.n,
        })
    };
    briefing.by_circuit.iter().map(kind).collect()
}

/// The ends of an interval.
pub fn ends(at: &Estimate) -> [f64; 2] {
    [at.low, at.high]
}
