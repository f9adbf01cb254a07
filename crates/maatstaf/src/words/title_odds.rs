//! How likely each of two was champion over a season, in sentences.

use maatstaf_core::{Competitor, DriverId, RoundNumber};
use maatstaf_pace::odds::{Chance, Odds};

use super::odds::{chance_in_words, odds_of_two};
use super::{at_round, is_over, plural};
use crate::{Briefing, Person};

pub(super) const TITLE: &str = "Title odds";

/// Less is as good as nothing, and as much less than one as good as all, until it is settled.
const SLIM: f64 = 0.01;

/// What is to be expected while rounds are left, how likely each was champion as the season went, and what that rests on.
pub(super) fn title_odds(briefing: &Briefing) -> Vec<String> {
    let Some(last) = briefing.odds.last() else { return Vec::new() };
    let people = [&briefing.driver, &briefing.reference];
    let mut sentences = Vec::new();
    if !is_over(briefing) {
        let pair = people.map(|it| competitor(&it.id));
        let names = people.map(|it| it.last_name.as_str());
        sentences.extend(odds_of_two(names, last, pair.each_ref()));
    }
    sentences.extend(people.into_iter().filter_map(|it| course(briefing, it)));
    sentences.push(rests_on(briefing, last));
    sentences
}

/// From what the chances are told, and how far drawing leaves them open.
fn rests_on(briefing: &Briefing, last: &Odds) -> String {
    let error = briefing.odds.iter().flat_map(|odds| {
        let people = [&briefing.driver, &briefing.reference];
        people.map(|it| odds.of(&competitor(&it.id)).map_or(0.0, |of| of.title().error))
    });
    // Where the title is settled nothing is drawn: there is one end.
    let drawn = || briefing.odds.iter().map(|odds| odds.ends).filter(|ends| *ends > 1);
    let (least, most) = (drawn().min().unwrap_or(1), drawn().max().unwrap_or(1));
    let ends = if least == most { most.to_string() } else { format!("{least} to {most}") };
    format!(
        "Told after each round from what was known then, in the end {}, of drivers, cars and retirements; {ends} ends of \
         the season are drawn each time while the title is open, which leaves {:.1} points of 100 open.",
        plural(last.n_races as u16, "race"),
        164.5 * error.fold(0.0, f64::max)
    )
}

/// For the opening, while rounds are left.
pub(super) fn in_short(briefing: &Briefing) -> Option<String> {
    let last = briefing.odds.last().filter(|_| !is_over(briefing))?;
    let told = |person: &Person| {
        let chance = last.of(&competitor(&person.id))?.title();
        Some(format!("{} is champion with {}", person.last_name, chance_in_words(chance)))
    };
    let told: Vec<String> =
        [&briefing.driver, &briefing.reference].into_iter().filter_map(told).collect();
    (!told.is_empty()).then(|| told.join(", ") + ".")
}

/// `Pérez's chance of the title: 12 % after round 1 (Bahrain), at most 16 % after round 4 (Azerbaijan), below 1 % from
/// round 9 (Austria) on.`
fn course(briefing: &Briefing, person: &Person) -> Option<String> {
    let who = competitor(&person.id);
    let chance = |odds: &Odds| {
        Some((odds.moment.round, odds.of(&who).map_or(Chance::NONE, |of| of.title()).value))
    };
    let chances: Vec<(RoundNumber, f64)> = briefing.odds.iter().filter_map(chance).collect();
    let (first, last) = (chances.first()?, chances.last()?);
    let most = chances.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    if most.1 < SLIM {
        return Some(format!("{} never had a chance of the title of 1 %.", person.last_name));
    }
    let told = |(round, value): &(RoundNumber, f64)| {
        let percent = match *value {
            value if value < SLIM => "below 1 %".to_owned(),
            value if value > 1.0 - SLIM => "above 99 %".to_owned(),
            value => format!("{:.0} %", 100.0 * value),
        };
        format!("{percent} after {}", at_round(briefing, *round))
    };
    let mut parts = vec![told(first)];
    let sure = since(&chances, |it| it > 1.0 - SLIM);
    if most.0 != first.0 && sure.is_none() {
        parts.push(format!("at most {}", told(most)));
    }
    let least = chances.iter().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
    if sure.is_some() && least.0 != first.0 {
        parts.push(format!("at least {}", told(least)));
    }
    parts.push(match (sure, since(&chances, |it| it < SLIM)) {
        (Some(round), _) => format!("above 99 % from {} on", at_round(briefing, round)),
        (_, Some(round)) => format!("below 1 % from {} on", at_round(briefing, round)),
        _ if last.0 == first.0 => return Some(format!("{} {}.", opening(person), parts[0])),
        _ => told(last),
    });
    Some(format!("{} {}.", opening(person), parts.join(", ")))
}

fn opening(person: &Person) -> String {
    format!("{} chance of the title:", super::possessive(&person.last_name))
}

/// The round from which on something held in every round; `None` if it does not hold after the last.
fn since(chances: &[(RoundNumber, f64)], holds: impl Fn(f64) -> bool) -> Option<RoundNumber> {
    let held = chances.iter().rev().take_while(|(_, chance)| holds(*chance));
    held.last().map(|(round, _)| *round)
}

fn competitor(id: &DriverId) -> Competitor {
    Competitor::Driver(id.clone())
}
