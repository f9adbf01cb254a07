//! What the circuits ahead reward.

use maatstaf_core::RoundNumber;
use maatstaf_facts::{CircuitWorth, Property};

use super::at_round;
use crate::{Briefing, Circuits};

/// The heading while there are rounds ahead.
pub(super) const AHEAD: &str = "The circuits ahead";
/// The heading once there are none.
pub(super) const OVER: &str = "The circuits of the season";

pub(super) fn circuits(briefing: &Briefing) -> Vec<String> {
    let Some(circuits) = &briefing.circuits else { return Vec::new() };
    let mut sentences: Vec<String> =
        Property::ALL.map(|property| reward(briefing, circuits, property)).to_vec();
    sentences.extend(not_known(briefing, circuits));
    sentences.push(format!(
        "These are estimates, from one fastest lap of a generic car of 2024 on each of {} circuits: the \
         numbers of the car are sure to 5 to 10 %, and each figure is a slope, for changes of a few per cent.",
        circuits.n_circuits
    ));
    sentences
}

/// Who rewards it most and least, against the average.
fn reward(briefing: &Briefing, circuits: &Circuits, property: Property) -> String {
    let ranked = circuits.by_reward(property);
    let average = percent(circuits.average(property));
    let n = circuits.n_circuits;
    let average = format!("the average of {n} circuits of {} is {average}", briefing.season);
    let less = if property.is_burden() { "less" } else { "more" };
    let what = property.name();
    let at = |(round, worth): (RoundNumber, &CircuitWorth)| {
        let (gain, share) = (worth.gain(property), percent(worth.share(property)));
        format!("{}, {gain:.3} s or {share} of the lap", at_round(briefing, round))
    };
    match (ranked.first(), ranked.last()) {
        (Some(most), Some(least)) if ranked.len() > 1 => format!(
            "1 % {less} {what} is worth most at {}, and least at {}; {average}.",
            at(*most),
            at(*least)
        ),
        (Some(only), _) => format!("1 % {less} {what} is worth, at {}; {average}.", at(*only)),
        _ => String::new(),
    }
}

/// `0.182 %`
fn percent(share: f64) -> String {
    format!("{:.3} %", 100.0 * share)
}

/// The rounds of which nothing is known.
fn not_known(briefing: &Briefing, circuits: &Circuits) -> Option<String> {
    let without = circuits.rounds.iter().filter(|it| it.worth.is_none());
    let names: Vec<String> = without.map(|it| at_round(briefing, it.round)).collect();
    let (last, others) = names.split_last()?;
    let names = match others {
        [] => last.clone(),
        others => format!("{} and {last}", others.join(", ")),
    };
    Some(format!("Left out, for want of a course of the layout: {names}."))
}
