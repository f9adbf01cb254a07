//! How likely each of the two was to be champion, round by round.

use maatstaf::Briefing;
use maatstaf::core::{Competitor, RoundNumber};
use maatstaf::pace::odds::{Chance, Odds};

use super::html::Table;
use super::names::{Side, code, name, round_name, round_title};
use super::svg::{Figure, Frame};
use super::two_lines::TwoLines;

const HEIGHT: f64 = 210.0;
const LEVELS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// The chart and its table; nothing where the odds were not asked for.
pub fn charts(briefing: &Briefing) -> String {
    let Some(last) = briefing.odds.last() else { return String::new() };
    chart(briefing, last).to_html(briefing) + &table(briefing).to_details(&[])
}

fn chart(briefing: &Briefing, last: &Odds) -> Figure {
    let both = |odds: &Odds| chances(briefing, odds).map(|it| it.value);
    let rounds: Vec<(RoundNumber, [f64; 2])> =
        briefing.odds.iter().map(|odds| (odds.moment.round, both(odds))).collect();
    let percent =
        |side: Side, value: f64| format!("{} {:.0} %", code(briefing, side), 100.0 * value);
    let [driver, reference] = both(last);
    let lines = TwoLines {
        frame: Frame::of_rounds(last.moment.round, HEIGHT, 14.0, (0.0, 1.0)),
        rounds,
        words: [percent(Side::Driver, driver), percent(Side::Reference, reference)],
        hints: briefing.odds.iter().map(|odds| hint(briefing, odds)).collect(),
    };
    Figure {
        id: "title-odds",
        heading: "How likely each was champion after each round".to_owned(),
        description: hint(briefing, last),
        key: Some(""),
        height: HEIGHT,
        marks: lines.marks(&LEVELS, |level| format!("{:.0} %", 100.0 * level)),
    }
}

fn chances(briefing: &Briefing, odds: &Odds) -> [Chance; 2] {
    [&briefing.driver, &briefing.reference].map(|person| {
        let of = odds.of(&Competitor::Driver(person.id.clone()));
        of.map_or(Chance::NONE, |of| of.title())
    })
}

fn hint(briefing: &Briefing, odds: &Odds) -> String {
    let chances = chances(briefing, odds).map(maatstaf::chance_in_words);
    let both = Side::BOTH.into_iter().zip(chances);
    let both: Vec<String> =
        both.map(|(side, chance)| format!("{} {chance}", name(briefing, side))).collect();
    format!("{}: {}", round_title(briefing, odds.moment.round), both.join(", "))
}

fn table(briefing: &Briefing) -> Table {
    let row = |odds: &Odds| {
        let round = odds.moment.round;
        let mut row = vec![round.to_string(), round_name(briefing, round).to_owned()];
        row.extend(chances(briefing, odds).map(maatstaf::chance_in_words));
        row
    };
    let [driver, reference] = Side::BOTH.map(|side| name(briefing, side).to_owned());
    Table {
        caption: "how likely each was champion after each round".to_owned(),
        headings: vec!["Round".into(), "Name".into(), driver, reference],
        n_text: 2,
        rows: briefing.odds.iter().map(row).collect(),
    }
}
