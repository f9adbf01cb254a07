//! The level behind the gaps of a season: whether the end was stronger, where it changed, its trend.

use maatstaf_pace::{ChangePoint, FormLevel, Trend};

use super::{at_round, plural, with_minus_signs};
use crate::{Briefing, GapByCircuit};

/// Whether the driver was stronger at the end, whether and where the gap changed, its trend, and what it was on
/// each kind of circuit: one sentence each.
pub fn form_sentences(briefing: &Briefing) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(level) = &briefing.level {
        let name = &briefing.driver.last_name;
        sentences.push(level.end.in_words(name, "in qualifying", " %"));
        sentences.extend(changes(briefing, level));
        sentences.extend(level.trend.as_ref().map(trend));
    } else if briefing.qualifying.rounds.len() < maatstaf_numerics::level::SIGHTS_NEEDED {
        let n = briefing.qualifying.rounds.len() as u16;
        sentences.push(format!(
            "Form: {} with a qualifying gap, too few to tell a change from chance.",
            plural(n, "round")
        ));
    }
    sentences.extend(by_circuit(briefing));
    sentences.iter().map(|sentence| with_minus_signs(sentence)).collect()
}

/// The same of the races whose laps are at hand; `None` where they are too few to tell.
pub fn race_form_sentence(level: Option<&FormLevel>, name: &str) -> String {
    let Some(level) = level else {
        return "Races: the library holds too few in which the laps of both can be compared."
            .into();
    };
    with_minus_signs(&format!(
        "{} Over these {} races the level stayed the same with a probability of {:.0} %.",
        level.end.in_words(name, "in the races at hand", " % of a lap"),
        level.rounds.len(),
        100.0 * level.constant
    ))
}

fn changes(briefing: &Briefing, level: &FormLevel) -> Vec<String> {
    let shapes = format!(
        "it stayed the same with a probability of {:.0} %, changed at once with {:.0} %, moved bit by bit with {:.0} %",
        100.0 * level.constant,
        100.0 * level.stepped,
        100.0 * level.wandering
    );
    let change = |it: &ChangePoint| {
        format!(
            "The qualifying gap changed by {:+.2} % [{:+.2}, {:+.2}] between {} and {}, most likely: there or a \
             round beside with {:.0} %.",
            it.size.median,
            it.size.low,
            it.size.high,
            at_round(briefing, it.after),
            at_round(briefing, it.before),
            100.0 * it.near
        )
    };
    let found: Vec<String> = level.changes.iter().map(change).collect();
    let summary = match found.is_empty() {
        true => format!("No change point is found in the qualifying gap: {shapes}."),
        false => format!("Of the level of that gap, {shapes}."),
    };
    found.into_iter().chain([summary]).collect()
}

fn trend(trend: &Trend) -> String {
    let slope = &trend.slope;
    format!(
        "A trend over the season is real with a probability of {:.0} %; if it is, the gap moved by {:+.3} % a round \
         [{:+.3}, {:+.3}].",
        100.0 * trend.real,
        slope.median,
        slope.low,
        slope.high
    )
}

/// `Where power counts most (Baku, Monza): +0.41 % [0.10, 0.80] in 7 rounds; where …`
fn by_circuit(briefing: &Briefing) -> Option<String> {
    let kind = |it: &GapByCircuit| {
        let median = it.gap.median_percent?;
        let interval = match &it.gap.interval {
            Some(at) => format!(" [{:+.2}, {:+.2}]", at.low, at.high),
            None => String::new(),
        };
        let rounds = plural(it.gap.n as u16, "round");
        Some(format!("{} {median:+.2} %{interval} in {rounds}", it.rewards.name()))
    };
    let kinds: Vec<String> = briefing.by_circuit.iter().filter_map(kind).collect();
    (kinds.len() > 1).then(|| {
        format!(
            "The usual qualifying gap by what a circuit rewards more than the season's average one: {}.",
            kinds.join(", ")
        )
    })
}
