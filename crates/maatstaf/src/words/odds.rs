//! Odds in sentences.

use maatstaf_core::{Almanac, Competitor};
use maatstaf_pace::odds::{Chance, Odds, OddsOf};

use super::plural;

/// So many contenders are named.
const NAMED: usize = 4;
/// Contenders with less are not named.
const WORTH_A_NAME: f64 = 0.005;

/// `79.2 %`, `< 0.01 %`, `> 99.99 %`; what is settled is `settled` or `0 %`.
pub fn chance_in_words(chance: Chance) -> String {
    match chance {
        Chance::SURE => "settled".to_owned(),
        Chance::NONE => "0 %".to_owned(),
        Chance { value, .. } if value < 1e-4 => "< 0.01 %".to_owned(),
        Chance { value, .. } if value > 1.0 - 1e-4 => "> 99.99 %".to_owned(),
        Chance { value, .. } if !(0.01..=0.99).contains(&value) => {
            format!("{:.2} %", 100.0 * value)
        }
        Chance { value, .. } => format!("{:.1} %", 100.0 * value),
    }
}

/// What odds say, a sentence each: who can still win, what is settled, and what it rests on.
pub fn odds_sentences(almanac: &Almanac, odds: &Odds) -> Vec<String> {
    let name = |of: &OddsOf| match &of.competitor {
        Competitor::Driver(id) => almanac.driver_name(id).to_owned(),
        Competitor::Make { constructor, .. } => almanac.constructor_name(constructor).to_owned(),
    };
    let mut sentences = Vec::new();
    match odds.of.iter().find(|of| of.title() == Chance::SURE) {
        Some(champion) => {
            sentences.push(format!("The title is settled: {} has it.", name(champion)))
        }
        None => sentences.push(contenders(odds, &name)),
    }
    if odds.rounds_left > 0 {
        sentences.push(format!(
            "From {} ends of the {} left, drawn from what {} tell of drivers, cars and retirements; the calendar is \
             known, who is newly entered is not.",
            odds.ends,
            plural(odds.rounds_left, "round"),
            plural(odds.n_races as u16, "race")
        ));
    }
    sentences
}

/// The title odds of two, and where they will end: sentences for a page on the one against the other.
pub(super) fn odds_of_two(names: [&str; 2], odds: &Odds, pair: [&Competitor; 2]) -> Vec<String> {
    let sentence = |(name, who): (&str, &Competitor)| {
        let (of, open) = odds.of(who).and_then(|of| Some((of, of.open?)))?;
        if open.is_settled() {
            return Some(format!("{name}: place {} is settled.", open.best));
        }
        let (low, high) = (of.place_within(0.05)?, of.place_within(0.95)?);
        Some(format!(
            "{name}: champion with {}, among the first three with {}; place {:.1} is to be expected [{low}, {high}], \
             and {:.0} points [{}, {}].",
            chance_in_words(of.title()),
            chance_in_words(of.chance_to(3)),
            of.mean_place()?,
            of.points,
            of.points_low,
            of.points_high
        ))
    };
    names.into_iter().zip(pair).filter_map(sentence).collect()
}

fn contenders(odds: &Odds, name: &impl Fn(&OddsOf) -> String) -> String {
    let mut all: Vec<&OddsOf> = odds.of.iter().filter(|of| of.title().value > 0.0).collect();
    let n_open = all.len();
    all.sort_by(|a, b| b.title().value.total_cmp(&a.title().value));
    let named = all.iter().take(NAMED).filter(|of| of.title().value >= WORTH_A_NAME);
    let named: Vec<String> =
        named.map(|of| format!("{} {}", name(of), chance_in_words(of.title()))).collect();
    format!("Champion: {}. The title is still possible for {n_open}.", named.join(", "))
}
