//! An explained gap in points as every command shows it: its parts in order, in sentences, as JSON.

use maatstaf::core::{Outcome, Points};
use maatstaf::season::{Climb, GapPart, GapRound, PartPoints};
use maatstaf::{
    ExplainedGap, Improvement, Plan, Together, gap_sentences, improvement_in_words, plan_sentences,
};
use serde_json::{Value, json};

use crate::show;

/// An explained gap, and by which names its two drivers go.
#[derive(Clone, Copy)]
pub struct ShownGap<'a> {
    /// What was found.
    pub found: &'a ExplainedGap,
    /// The driver's name, and the reference's.
    pub names: [&'a str; 2],
}

impl ShownGap<'_> {
    /// What it came from, in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let [driver, reference] = self.names;
        gap_sentences(&self.found.gap, driver, reference)
    }

    /// What would close it, in sentences.
    pub fn plan_sentences(&self) -> Vec<String> {
        let [driver, reference] = self.names;
        let plan = self.found.plan.as_ref();
        plan.map_or_else(Vec::new, |plan| plan_sentences(plan, driver, reference))
    }

    /// The parts that are not zero, the largest first.
    pub fn parts(&self) -> Vec<(GapPart, Points)> {
        let parts = self.found.gap.parts.iter();
        let mut parts: Vec<_> = parts.filter(|(_, points)| !points.is_zero()).collect();
        parts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        parts
    }

    /// The parts that any round has, in the order of a weekend.
    pub fn columns(&self) -> Vec<GapPart> {
        let in_a_round = |part: &GapPart| {
            self.found.gap.rounds.iter().any(|round| !round.parts.of(*part).is_zero())
        };
        GapPart::ALL.into_iter().filter(in_a_round).collect()
    }

    /// For machines.
    pub fn json(&self) -> Value {
        json_of(self)
    }
}

fn json_of(gap: &ShownGap) -> Value {
    let found = &gap.found.gap;
    json!({
        "sentences": gap.sentences(),
        "points": {"driver": show::number(found.points[0]), "reference": show::number(found.points[1])},
        "total": show::number(found.total),
        "parts": parts_json(&found.parts, found.total),
        "rounds": found.rounds.iter().map(round_json).collect::<Vec<_>>(),
        "plan": gap.found.plan.as_ref().map_or_else(Vec::new, |plan| plan_json(gap, plan)),
        "together": gap.found.plan.as_ref().and_then(|plan| Some(together_json(plan.together.as_ref()?))),
        "plan_sentences": gap.plan_sentences(),
    })
}

/// The parts that every gap has, and those of the remainder that this one has.
fn parts_json(parts: &PartPoints, total: Points) -> Vec<Value> {
    let told = |(part, points): &(GapPart, Points)| !part.is_remainder() || !points.is_zero();
    let share = |points: Points| (!total.is_zero()).then(|| points.as_f64() / total.as_f64());
    let json = |(part, points): (GapPart, Points)| {
        json!({
            "name": part.name(),
            "points": show::number(points),
            "share": share(points),
            "remainder": part.is_remainder(),
        })
    };
    parts.iter().filter(told).map(json).collect()
}

fn round_json(round: &GapRound) -> Value {
    let parts = round.parts.iter().filter(|(_, points)| !points.is_zero());
    json!({
        "round": round.round,
        "race": round.race,
        "total": show::number(round.total),
        "parts": parts.map(|(part, points)| json!({"name": part.name(), "points": show::number(points)}))
            .collect::<Vec<_>>(),
        "laps_known": round.by_laps,
        "driver": climb_json(&round.driver),
        "reference": climb_json(&round.reference),
    })
}

fn climb_json(climb: &Climb) -> Value {
    json!({
        "qualifying": climb.qualifying,
        "grid": climb.grid,
        "first_lap": climb.first_lap,
        "road": climb.road,
        "place": climb.outcome.and_then(Outcome::place),
        "stopped": climb.stopped,
        "scored": show::number(climb.scored),
    })
}

fn plan_json(gap: &ShownGap, plan: &Plan) -> Vec<Value> {
    plan.improvements.iter().map(|it| improvement_json(gap, plan, it)).collect()
}

fn improvement_json(gap: &ShownGap, plan: &Plan, it: &Improvement) -> Value {
    let [_, reference] = gap.names;
    json!({
        "improvement": it.means.name(),
        "aim": it.aim.name(),
        "size": it.size,
        "unit": it.means.unit(),
        "size_interval": it.size_interval,
        "in_words": improvement_in_words(it, reference),
        "closes": it.closes.value,
        "interval": it.closes.interval,
        "n": it.closes.n,
        "gains": it.gains,
        "share": it.closes.value / plan.gap,
        "n_changed": it.n_changed,
        "n_cannot_tell": it.n_untold,
    })
}

fn together_json(it: &Together) -> Value {
    json!({
        "of": it.of,
        "closes": it.closes.value,
        "interval": it.closes.interval,
        "left": it.left.value,
        "left_interval": it.left.interval,
        "n": it.closes.n,
    })
}
