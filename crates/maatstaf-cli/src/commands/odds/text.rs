//! Odds in words and tables.

use maatstaf::pace::odds::{Chance, OddsOf};

use super::Answer;
use super::ask::{Change, If};
use crate::show::{self, Table};

/// Text is not set wider than this.
const WIDEST: usize = 100;

pub fn text(answer: &Answer<'_>) -> String {
    let width = show::width().min(WIDEST);
    let mut text = show::heading(&heading(answer));
    for sentence in sentences(answer) {
        text += &show::point(&sentence, width);
    }
    text += "\n";
    text += &match &answer.only {
        Some(_) => every_place(answer).text(show::width(), show::bold()),
        None => table(answer).text(show::width(), show::bold()),
    };
    text
}

/// What is asked.
pub fn heading(answer: &Answer<'_>) -> String {
    let Answer { odds, season, whose, .. } = answer;
    format!(
        "Odds of the {} {whose}' title after round {}",
        season.year(),
        answer.round(odds.moment.round)
    )
}

/// What there is to say, a sentence each.
pub fn sentences(answer: &Answer<'_>) -> Vec<String> {
    let mut sentences = maatstaf::odds_sentences(&answer.facts.almanac, &answer.odds);
    if let Some(what_if) = &answer.what_if {
        sentences.extend(what_if_sentences(answer, what_if));
    }
    sentences
}

fn what_if_sentences(answer: &Answer<'_>, what_if: &If) -> Vec<String> {
    let mut sentences: Vec<String> = what_if.changes.iter().map(|it| change(answer, it)).collect();
    let worth = maatstaf::GAP_WORTH;
    sentences.push(format!(
        "A percent of lap time is worth {:.2} ± {:.2} in the unit of the logit, from {} pairs of team mates and {} \
         races that both finished.",
        worth.per_percent, worth.error, worth.n_pairs, worth.n_races
    ));
    for change in &what_if.changes {
        let whose = |of: &&OddsOf| {
            of.competitor == maatstaf::core::Competitor::Driver(change.driver.clone())
        };
        let [before, after] = [&answer.odds, &what_if.odds].map(|odds| odds.of.iter().find(whose));
        let ends = what_if.least_and_most.each_ref().map(|odds| odds.of.iter().find(whose));
        if let (Some(before), Some(after), [Some(least), Some(most)]) = (before, after, ends) {
            sentences.push(format!(
                "Then {} would be champion with {} [{}, {}] instead of {}, and end on {:.0} points instead of {:.0}.",
                answer.name(&before.competitor),
                percent(after.title()),
                percent(least.title()),
                percent(most.title()),
                percent(before.title()),
                after.points,
                before.points
            ));
        }
    }
    sentences
}

fn change(answer: &Answer<'_>, change: &Change) -> String {
    let name = |id| answer.facts.almanac.driver_name(id);
    match &change.gap {
        Some((gap, reference, n)) => format!(
            "If {} were {} to {} in qualifying, and as much faster in races, from here on: so far it is {gap:+.2} % \
             over {n} of the rounds.",
            name(&change.driver),
            format_args!("at {:+.2} %", gap - change.by),
            name(reference)
        ),
        None => format!(
            "If {} were {:.2} % of lap time faster in qualifying, and as much in races, from here on.",
            name(&change.driver),
            change.by
        ),
    }
}

/// `79.2 %`, `< 0.01 %`, `settled`, `0 %`.
pub fn percent(chance: Chance) -> String {
    maatstaf::chance_in_words(chance)
}

/// Everyone, or one: the title, the first three, place and points at the end.
fn table(answer: &Answer<'_>) -> Table {
    let then = answer.what_if.is_some();
    let mut headings = vec![
        ">#",
        "name",
        ">points",
        ">title",
        "?>± (draws)",
        ">top 3",
        ">place",
        ">points at the end",
    ];
    if then {
        headings.push(">title then");
    }
    let mut table = Table::new(&headings);
    for of in &answer.odds.of {
        let after = answer.what_if.as_ref().and_then(|it| it.odds.of(&of.competitor));
        let mut row = row(answer, of);
        if then {
            row.push(after.map_or_else(String::new, |it| percent(it.title())));
        }
        table.push(row);
    }
    table
}

fn row(answer: &Answer<'_>, of: &OddsOf) -> Vec<String> {
    let places = of.mean_place().zip(of.place_within(0.05)).zip(of.place_within(0.95));
    vec![
        of.place_now.map_or(String::new(), |place| place.to_string()),
        answer.name(&of.competitor),
        of.points_now.to_string(),
        percent(of.title()),
        match of.title().error {
            0.0 => String::new(),
            error => format!("{:.2} %", 100.0 * error),
        },
        percent(of.chance_to(3)),
        places.map_or(String::new(), |((mean, low), high)| format!("{mean:.1} [{low}, {high}]")),
        format!("{:.0} [{}, {}]", of.points, of.points_low, of.points_high),
    ]
}

/// One competitor: every place that is still possible.
fn every_place(answer: &Answer<'_>) -> Table {
    let mut table = Table::new(&[">place", ">chance", ">± (draws)", ">this or better"]);
    let of = answer.only.as_ref().and_then(|who| answer.odds.of(who));
    if let Some((of, open)) = of.and_then(|of| Some((of, of.open?))) {
        for place in open.best..=open.worst {
            let chance = of.chance(place);
            table.push(vec![
                place.to_string(),
                percent(chance),
                format!("{:.2} %", 100.0 * chance.error),
                percent(of.chance_to(place)),
            ]);
        }
    }
    table
}

/// Every place of everyone, a line each, for machines.
pub fn places(answer: &Answer<'_>) -> Table {
    let mut table = Table::new(&[
        "name",
        ">place now",
        ">points now",
        ">place",
        ">probability",
        ">error of drawing",
        ">probability then",
    ]);
    let asked = |of: &&OddsOf| answer.only.as_ref().is_none_or(|who| *who == of.competitor);
    for of in answer.odds.of.iter().filter(asked) {
        let after = answer.what_if.as_ref().and_then(|it| it.odds.of(&of.competitor));
        for place in 1..=of.counts.len() as u16 {
            let chance = of.chance(place);
            table.push(vec![
                answer.name(&of.competitor),
                of.place_now.map_or(String::new(), |place| place.to_string()),
                of.points_now.to_string(),
                place.to_string(),
                chance.value.to_string(),
                chance.error.to_string(),
                after.map_or(String::new(), |it| it.chance(place).value.to_string()),
            ]);
        }
    }
    table
}
