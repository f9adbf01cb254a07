//! Records, sources and caveats.

use maatstaf_core::Competitor;

use crate::Briefing;

pub(super) fn records(briefing: &Briefing) -> Vec<String> {
    let touched = briefing.records.iter().flat_map(|records| &records.touched);
    touched.map(|record| record.sentence.clone()).collect()
}

pub(super) fn caveats(briefing: &Briefing) -> Vec<String> {
    let sources = briefing.sources.iter();
    let mut sentences: Vec<String> = sources
        .map(|source| format!("{} ({}): {}", source.name, source.licence, source.note))
        .collect();
    let together = briefing.team_mate_rounds.len();
    let held = usize::from(briefing.rounds_held);
    if together < held {
        sentences.push(format!(
            "They were team mates in {together} of {held} rounds; elsewhere a gap holds the car \
             as well as the driver."
        ));
    }
    sentences.push(
        "Points, places and what is settled are exact, from results and rules alone; settled \
         means that no result of the sessions left could change it."
            .to_owned(),
    );
    sentences.push(
        "Qualifying gaps are taken in the latest part in which both set a time; the intervals \
         are 90 % intervals of a median and take rounds as independent draws."
            .to_owned(),
    );
    sentences.extend(dropped(briefing));
    sentences.extend(no_records(briefing));
    sentences
}

/// Why no record is claimed.
fn no_records(briefing: &Briefing) -> Option<String> {
    let n = briefing.records.as_ref()?.missing.len();
    let lacking = if n == 1 { "season is" } else { "seasons are" };
    (n > 0).then(|| {
        format!(
            "A record needs every season before {}; {n} {lacking} not at hand, so none is \
             claimed.",
            briefing.season
        )
    })
}

fn dropped(briefing: &Briefing) -> Option<String> {
    let at = &briefing.championship;
    let drops = [&at.driver, &at.reference].iter().any(|row| row.gross != row.points);
    let name = |who: &Competitor| match who {
        Competitor::Driver(id) if *id == briefing.driver.id => briefing.driver.last_name.clone(),
        _ => briefing.reference.last_name.clone(),
    };
    drops.then(|| {
        let all = [&at.driver, &at.reference]
            .map(|row| format!("{} scored {} in all", name(&row.competitor), row.gross));
        format!("Not every result counts in {}: {}.", briefing.season, all.join(", "))
    })
}
