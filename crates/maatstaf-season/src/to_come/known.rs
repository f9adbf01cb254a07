//! A season as it was known at a moment.

use maatstaf_core::{Event, Moment, Season, SeasonRules, Session};

/// The season and its rules as they were known at a moment: the calendar, and no result or decision after it.
///
/// Results that were changed later stand as they were changed; decisions without a round stay.
pub fn known_at(season: &Season, rules: &SeasonRules, moment: Moment) -> (Season, SeasonRules) {
    let held = |event: &Event, session| {
        let at = Moment { round: event.round.number, session };
        event.result(session).filter(|_| at <= moment).cloned()
    };
    let known = |event: &Event| Event {
        round: event.round.clone(),
        qualifying: event.qualifying.clone().filter(|_| event.round.number <= moment.round),
        has_sprint: event.has_sprint,
        sprint: held(event, Session::Sprint),
        race: held(event, Session::Race),
        timed: Vec::new(),
    };
    let events = season.events().iter().map(known).collect();
    let season = Season::new(season.year(), events).expect("its rounds are those of a season");
    let mut rules = rules.clone();
    rules.corrections.retain(|correction| Moment::after(correction.round) <= moment);
    rules.retirements.retain(|retirement| retirement.from <= moment);
    (season, rules)
}
