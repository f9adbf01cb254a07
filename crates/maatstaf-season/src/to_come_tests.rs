use maatstaf_core::{BestResults, FastestLapRule, Moment, Points, Season, SeasonRules, Title};

use super::*;
use crate::{examples, scoresheet, standings_at};

/// Counts from every moment on as it was, and holds the places against the final table.
#[track_caller]
fn check(season: &Season, rules: &SeasonRules) {
    let sheet = scoresheet(season, rules, Title::Drivers).unwrap();
    let last = sheet.now().unwrap();
    let table = standings_at(&sheet, last);
    for round in 0..=season.n_rounds() {
        let to_come = ToCome::new(&sheet, Moment::after(round)).unwrap();
        let mut count = to_come.start();
        (0..to_come.moments().count()).for_each(|at| to_come.hold_as_was(&mut count, at, &sheet));
        let mut places = vec![0; sheet.competitors().len()];
        to_come.places(&mut count, &mut places);
        for (who, competitor) in sheet.competitors().iter().enumerate() {
            let row = table.row_of(competitor).unwrap();
            assert_eq!(Some(places[who]), row.place, "{competitor} from round {round}");
            assert_eq!(to_come.points(&count, who), row.points, "{competitor} from round {round}");
        }
    }
}

fn rules_with(best: BestResults) -> SeasonRules {
    let mut rules = examples::rules();
    rules.drivers.best = best;
    rules
}

#[test]
fn law_held_as_it_was_it_ends_as_it_did() {
    let season = examples::season_of(&[
        &["ann", "bob", "cas"],
        &["bob", "ann", "dan"],
        &["cas", "ann", "bob"],
        &["ann", "dan", "cas", "bob"],
        &["bob", "cas", "ann"],
    ]);
    check(&season, &rules_with(BestResults::All));
    check(&season, &rules_with(BestResults::Best(2)));
    let halves =
        BestResults::Halves { split: 3, first: 2, second: 1, longer: maatstaf_core::Half::First };
    check(&season, &rules_with(halves));
}

/// Rounds held by name come to the table of the same rounds read from results.
#[track_caller]
fn check_held(rules: &SeasonRules, rounds: &[&[&str]]) {
    let season = examples::season_of(rounds);
    let sheet = scoresheet(&season, rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(0)).unwrap();
    let number = |name: &&str| {
        sheet.competitors().iter().position(|it| it.to_string() == **name).unwrap() as u16
    };
    let mut count = to_come.start();
    for (session, round) in rounds.iter().enumerate() {
        let order: Vec<u16> = round.iter().map(number).collect();
        to_come.hold(&mut count, session, &order, None);
    }
    let mut places = vec![0; sheet.competitors().len()];
    to_come.places(&mut count, &mut places);
    for row in standings_at(&sheet, sheet.now().unwrap()).rows {
        let who = sheet.competitors().iter().position(|it| *it == row.competitor).unwrap();
        assert_eq!(Some(places[who]), row.place, "{}", row.competitor);
        assert_eq!(to_come.points(&count, who), row.points, "{}", row.competitor);
    }
}

#[test]
fn law_orders_score_as_results_do() {
    let rounds: [&[&str]; 4] =
        [&["ann", "bob", "cas"], &["bob", "ann"], &["ann", "cas", "bob", "dan"], &["dan", "ann"]];
    check_held(&rules_with(BestResults::All), &rounds);
    check_held(&rules_with(BestResults::Best(1)), &rounds);
    check_held(&rules_with(BestResults::Best(3)), &rounds);
}

#[test]
fn exact_the_fastest_lap_scores_within_its_places() {
    let mut rules = examples::rules();
    rules.race.fastest_lap = FastestLapRule::ClassifiedWithin(Points::from(1), 2);
    let sheet = scoresheet(&examples::season(), &rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(3)).unwrap();
    for (place, points) in [(Some(0), 37), (Some(1), 37), (Some(2), 36), (None, 36)] {
        let mut count = to_come.start();
        // `ann` stands first by name, with 30 points; she is second here.
        to_come.hold(&mut count, 0, &[1, 0, 2], Some(FastestLap { who: 0, place }));
        assert_eq!(to_come.points(&count, 0), Points::from(points), "{place:?}");
    }
}

#[test]
fn exact_what_is_not_known_yet_is_not_there() {
    let (season, rules) = known_at(&examples::season(), &examples::rules(), Moment::after(2));
    assert_eq!((season.last_held(), season.n_rounds()), (2, 4));
    let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
    assert_eq!(sheet.held().count(), 2);
    assert_eq!(sheet.moments().count(), 4);
}
