//! Title odds on real seasons, against what came.
//!
//! The seasons are those of an F1DB release (CC BY 4.0); where it is absent, tests say that they are skipped.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "../../../fixtures/f1db.rs"]
mod release;

use maatstaf::core::{Almanac, Competitor, DriverId, Moment, Season, Session, Title};
use maatstaf::facts::{f1_rules, seasons};
use maatstaf::pace::odds::{Chance, Draws, Method, Part, gap_worth, scored};
use maatstaf::season::{Scoresheet, ToCome, scoresheet, settlements, standings_at};
use release::f1db;

/// Fed with what happened, the count from any round on comes to the final table.
#[track_caller]
fn check_counted(sheet: &Scoresheet, from: Moment) {
    let to_come = ToCome::new(sheet, from).unwrap();
    let mut count = to_come.start();
    (0..to_come.moments().count()).for_each(|at| to_come.hold_as_was(&mut count, at, sheet));
    let mut places = vec![0; sheet.competitors().len()];
    to_come.places(&mut count, &mut places);
    let table = standings_at(sheet, sheet.now().unwrap());
    for (who, competitor) in sheet.competitors().iter().enumerate() {
        let row = table.row_of(competitor).unwrap();
        assert_eq!(places[who], row.place.unwrap_or(0), "{competitor} from {from}");
        if row.place.is_some() {
            assert_eq!(to_come.points(&count, who), row.points, "{competitor} from {from}");
        }
    }
}

#[test]
fn law_every_season_counts_to_its_final_table() {
    let Some(almanac) = f1db("law_every_season_counts_to_its_final_table") else { return };
    let mut n_sheets = 0;
    for (year, season) in &almanac.seasons {
        for title in [Title::Drivers, Title::Constructors] {
            let Ok(sheet) = scoresheet(season, &f1_rules()[year], title) else { continue };
            n_sheets += 1;
            let n_rounds = season.last_held();
            for round in [0, 1, n_rounds / 2, n_rounds - 1, n_rounds] {
                check_counted(&sheet, Moment::after(round));
            }
        }
    }
    assert_eq!(n_sheets, 77 + 69);
}

/// Orders of a plain season, held one by one, come to the final table as results do.
#[test]
fn law_orders_of_a_plain_season_come_to_its_table() {
    let almanac = seasons();
    let (season, rules) = (&almanac.seasons[&2023], &f1_rules()[&2023]);
    let sheet = scoresheet(season, rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(0)).unwrap();
    let number = |id: &DriverId| {
        sheet.competitors().binary_search(&Competitor::Driver(id.clone())).unwrap() as u16
    };
    let mut count = to_come.start();
    for (at, moment) in to_come.moments().enumerate() {
        let result = season.event(moment.round).unwrap().result(moment.session).unwrap();
        let mut lines: Vec<_> =
            result.lines().iter().filter_map(|it| Some((it.outcome.place()?, it))).collect();
        lines.sort_by_key(|(place, _)| *place);
        let order: Vec<u16> = lines.iter().map(|(_, line)| number(&line.driver)).collect();
        let setter =
            result.lines().iter().find(|line| line.fastest_lap && moment.session == Session::Race);
        let fastest_lap = setter.map(|line| maatstaf::season::FastestLap {
            who: number(&line.driver).into(),
            place: line.outcome.place().map(|place| usize::from(place) - 1),
        });
        to_come.hold(&mut count, at, &order, fastest_lap);
    }
    let mut places = vec![0; sheet.competitors().len()];
    to_come.places(&mut count, &mut places);
    for row in standings_at(&sheet, sheet.now().unwrap()).rows {
        let who = sheet.competitors().binary_search(&row.competitor).unwrap();
        assert_eq!(places[who], row.place.unwrap(), "{}", row.competitor);
        assert_eq!(to_come.points(&count, who), row.points, "{}", row.competitor);
    }
}

/// The title is sure when the championship says that it is settled, and not a round before; every end keeps to what is
/// possible.
#[track_caller]
fn check_settled(almanac: &Almanac, year: u16) {
    let (season, rules) = (&almanac.seasons[&year], &f1_rules()[&year]);
    let sheet = scoresheet(season, rules, Title::Drivers).unwrap();
    let champion = &settlements(&sheet, &[])[0];
    let draws = Draws { ends: 200, ..Draws::default() };
    let all =
        maatstaf::odds_over_the_season(almanac, rules, year, Title::Drivers, |_| draws).unwrap();
    for odds in &all {
        let Some(of) = odds.of(&champion.competitor) else { continue };
        let settled = odds.moment >= champion.moment;
        assert_eq!(of.title() == Chance::SURE, settled, "{year} after {}", odds.moment);
        for of in &odds.of {
            let Some(open) = of.open else { continue };
            let possible = |place: u16| (open.best..=open.worst).contains(&place);
            let counts = (1..).zip(&of.counts).filter(|(_, count)| **count > 0);
            for (place, _) in counts {
                assert!(
                    possible(place),
                    "{} {year} in place {place} after {}",
                    of.competitor,
                    odds.moment
                );
            }
            let title = of.title().value;
            assert_eq!(
                title > 0.0,
                open.best == 1,
                "{} {year} after {}",
                of.competitor,
                odds.moment
            );
            assert_eq!(
                title < 1.0,
                open.worst > 1,
                "{} {year} after {}",
                of.competitor,
                odds.moment
            );
        }
    }
    let table = standings_at(&sheet, sheet.now().unwrap());
    let last = all.last().unwrap();
    for row in &table.rows {
        let of = last.of(&row.competitor).unwrap();
        assert!(
            row.place.is_none_or(|place| of.chance(place) == Chance::SURE),
            "{} {year}",
            row.competitor
        );
    }
}

#[test]
fn law_odds_are_sure_exactly_when_the_title_is_settled() {
    (2021..=2023).for_each(|year| check_settled(seasons(), year));
    let Some(almanac) = f1db("law_odds_are_sure_exactly_when_the_title_is_settled") else { return };
    let over = almanac.seasons.values().filter(|it| it.last_held() == it.n_rounds());
    over.for_each(|season| check_settled(almanac, season.year()));
}

#[test]
fn law_what_comes_later_changes_nothing() {
    let almanac = seasons();
    let draws = Draws { ends: 500, ..Draws::default() };
    let odds = |almanac: &Almanac| {
        maatstaf::title_odds(almanac, &f1_rules()[&2023], 2023, 9, Title::Drivers, &draws).unwrap()
    };
    let mut other = almanac.clone();
    let mut events = other.seasons[&2023].events().to_vec();
    let first = events[9].race.clone();
    // The race of round 9 again and again, and no qualifying.
    for event in &mut events[9..] {
        event.race.clone_from(&first);
        event.qualifying = None;
        event.sprint = None;
    }
    other.seasons.insert(2023, Season::new(2023, events).unwrap());
    assert_eq!(odds(almanac), odds(&other));
}

/// 2021 before its last race: level on points, and level in all but name.
#[test]
fn keeps_the_odds_before_abu_dhabi_2021() {
    let draws = Draws { ends: 20_000, ..Draws::default() };
    let rules = &f1_rules()[&2021];
    let odds = maatstaf::title_odds(seasons(), rules, 2021, 21, Title::Drivers, &draws).unwrap();
    let title = |id: &str| odds.of(&Competitor::Driver(DriverId::new(id))).unwrap().title().value;
    let (verstappen, hamilton) = (title("max-verstappen"), title("lewis-hamilton"));
    assert!((0.4..0.6).contains(&verstappen), "{verstappen}");
    assert!((verstappen + hamilton - 1.0).abs() < 1e-12, "{verstappen} {hamilton}");
}

/// What `gap_worth` finds today, to the digits that are kept.
#[test]
fn keeps_what_a_gap_is_worth() {
    let Some(almanac) = f1db("keeps_what_a_gap_is_worth") else { return };
    let since: Vec<&Season> =
        almanac.seasons.range(maatstaf::GAP_WORTH_FROM..).map(|(_, season)| season).collect();
    let (found, kept) = (gap_worth(&since).unwrap(), maatstaf::GAP_WORTH);
    assert!((found.per_percent - kept.per_percent).abs() < 0.001, "{found:?}");
    assert!((found.error - kept.error).abs() < 0.001, "{found:?}");
    assert_eq!((found.n_pairs, found.n_races), (kept.n_pairs, kept.n_races));
}

/// Scores of four seasons at 300 ends a round; the whole replay stands in docs/odds.md.
#[test]
fn keeps_the_scores_of_four_seasons() {
    let Some(almanac) = f1db("keeps_the_scores_of_four_seasons") else { return };
    let draws = Draws { ends: 300, ..Draws::default() };
    let asked = |year| (2010..2014).contains(&year);
    let foretold = maatstaf::odds_replayed(almanac, f1_rules(), asked, &draws, |_| {});
    let scores = scored(&foretold, asked, 1);
    let all = &scores.parts[0];
    assert_eq!((all.part, all.n), (Part::All, 73));
    let of = |method| all.methods.iter().find(|it| it.0 == method).unwrap().1;
    let [model, points, table] = [Method::Model, Method::Points, Method::Table].map(of);
    let (mut off, mut found) = (false, Vec::new());
    for (got, want) in [
        (model.brier.value, 0.3406),
        (model.log.value, 0.6384),
        (points.brier.value, 0.6911),
        (points.log.value, 1.5991),
        (table.brier.value, 0.6705),
        (table.log.value, 1.5703),
        (scores.places.value, 0.0354),
        (scores.places_stay.value, 0.0637),
    ] {
        off |= (got - want).abs() > 0.005;
        found.push(got);
    }
    assert!(!off, "{found:?}");
    assert!(model.log.value < points.log.value && model.log.value < table.log.value);
    assert!(model.brier.value < points.brier.value && model.brier.value < table.brier.value);
}
