//! The qualifying gap by what a circuit rewards.

use std::collections::BTreeMap;

use maatstaf_core::{RoundNumber, Season};
use maatstaf_facts::{CircuitWorth, Property, circuit_worth};
use maatstaf_pace::{GapSummary, QualifyingComparison};

/// What tells circuits apart: each is of the kind that it rewards most, against the season's average circuit.
///
/// Drag is left out, since circuits that punish it are those that reward power; so is mass, which counts wherever
/// grip does.
const KINDS: [Property; 3] = [Property::Power, Property::Downforce, Property::Grip];

/// The qualifying gap on the circuits of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct GapByCircuit {
    /// What these circuits reward more than the others of the season.
    pub rewards: Property,
    /// The rounds on them that have a gap, outliers included.
    pub rounds: Vec<RoundNumber>,
    /// The usual gap there.
    pub gap: GapSummary,
}

/// The gap on each kind of circuit; empty where no circuit of the season is known.
pub(crate) fn gaps_by_circuit(
    season: &Season,
    compared: &QualifyingComparison,
) -> Vec<GapByCircuit> {
    let kinds = circuit_kinds(season);
    let of_kind = |rewards| {
        let is_of_kind = |round: RoundNumber| kinds.get(&round) == Some(&rewards);
        let rounds = compared.rounds.iter().map(|it| it.round).filter(|&it| is_of_kind(it));
        GapByCircuit { rewards, rounds: rounds.collect(), gap: compared.usual_where(is_of_kind) }
    };
    KINDS.into_iter().map(of_kind).filter(|it| !it.rounds.is_empty()).collect()
}

/// The kind of every circuit that is known.
fn circuit_kinds(season: &Season) -> BTreeMap<RoundNumber, Property> {
    let year = season.year();
    let known = |event: &maatstaf_core::Event| {
        Some((event.round.number, circuit_worth(&event.round.circuit_id, year)?))
    };
    let known: Vec<(RoundNumber, &CircuitWorth)> =
        season.events().iter().filter_map(known).collect();
    let average =
        |kind| known.iter().map(|(_, it)| it.share(kind)).sum::<f64>() / known.len() as f64;
    let averages = KINDS.map(average);
    let kind = |worth: &CircuitWorth| {
        let over = |i: usize| worth.share(KINDS[i]) / averages[i];
        let most = (0..KINDS.len()).max_by(|&a, &b| over(a).total_cmp(&over(b)));
        KINDS[most.unwrap_or(0)]
    };
    known.iter().map(|(round, worth)| (*round, kind(worth))).collect()
}
