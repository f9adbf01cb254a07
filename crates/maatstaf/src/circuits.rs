//! What the circuits of a season reward: those ahead, or all of them once it is over.

use std::collections::BTreeMap;

use maatstaf_core::{RoundNumber, Season};
use maatstaf_facts::{CircuitWorth, Property, circuit_worth};

/// What the circuits of a season reward, against its average circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct Circuits {
    /// Whether the season is over; then these are all of its rounds.
    pub over: bool,
    /// The rounds ahead, or all.
    pub rounds: Vec<CircuitAt>,
    /// How many circuits of the season the average holds.
    pub n_circuits: usize,
    /// The average circuit's share of the lap that a per cent of each of [`Property::ALL`] is worth.
    average: [f64; 5],
}

/// A round and its circuit.
#[derive(Clone, Debug, PartialEq)]
pub struct CircuitAt {
    /// Which round.
    pub round: RoundNumber,
    /// The circuit's name for machines.
    pub circuit: String,
    /// What it rewards; none where the layout of that season is not here.
    pub worth: Option<&'static CircuitWorth>,
}

impl Circuits {
    /// The share of the lap that a per cent of it is worth on the season's average circuit.
    pub fn average(&self, property: Property) -> f64 {
        self.average[property as usize]
    }

    /// The rounds whose circuit is known, from the one that rewards it most.
    pub fn by_reward(&self, property: Property) -> Vec<(RoundNumber, &'static CircuitWorth)> {
        let known = self.rounds.iter().filter_map(|it| Some((it.round, it.worth?)));
        let mut known: Vec<_> = known.collect();
        known.sort_by(|a, b| b.1.share(property).total_cmp(&a.1.share(property)));
        known
    }
}

/// What the circuits reward that lie ahead, or all of a season that is over; nothing where no
/// circuit of these is known.
pub(crate) fn circuits(season: &Season) -> Option<Circuits> {
    let (held, year) = (season.last_held(), season.year());
    let over = held >= season.n_rounds();
    let at = |event: &maatstaf_core::Event| CircuitAt {
        round: event.round.number,
        circuit: event.round.circuit_id.clone(),
        worth: circuit_worth(&event.round.circuit_id, year),
    };
    let all: Vec<CircuitAt> = season.events().iter().map(at).collect();
    let known: BTreeMap<&str, &CircuitWorth> =
        all.iter().filter_map(|it| Some((it.circuit.as_str(), it.worth?))).collect();
    let n_circuits = known.len();
    let average = Property::ALL.map(|property| {
        known.values().map(|it| it.share(property)).sum::<f64>() / n_circuits as f64
    });
    let rounds: Vec<CircuitAt> = all.iter().filter(|it| over || it.round > held).cloned().collect();
    rounds.iter().any(|it| it.worth.is_some()).then_some(Circuits {
        over,
        rounds,
        n_circuits,
        average,
    })
}
