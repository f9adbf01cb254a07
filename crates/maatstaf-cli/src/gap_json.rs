//! Gaps of two drivers as JSON; every command that shows them shows them alike.

use std::collections::BTreeMap;

use maatstaf::core::RoundNumber;
use maatstaf::pace::{GapSummary, HeadToHead, QualifyingComparison};
use serde_json::{Value, json};

/// Who was ahead, how often.
pub fn heads(at: HeadToHead) -> Value {
    json!({"driver": at.driver, "reference": at.reference, "undecided": at.undecided})
}

/// The ends of a median's interval, in percent; none below five rounds.
pub fn interval(summary: &GapSummary) -> Option<[f64; 2]> {
    summary.interval.as_ref().map(|at| [at.low, at.high])
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
