use maatstaf_core::{Competitor, DriverId, Moment, Points, Season, SeasonRules, Title};
use maatstaf_season::examples;
use maatstaf_season::settlements;

use super::*;

/// Five drivers who are alike, and three rounds to come.
fn even() -> (Season, SeasonRules) {
    let order: &[&str] = &["ann", "bob", "cas", "dan", "eva"];
    let mut rules = examples::rules();
    rules.n_rounds = 3;
    (examples::season_of(&[order, order, order]), rules)
}

fn even_field(n_rounds: usize, finishes: f64) -> Field {
    let names = ["ann", "bob", "cas", "dan", "eva"];
    let runner = |(at, name): (usize, &&str)| Runner {
        driver: DriverId::new(name),
        scores_for: at as u16,
        worth: 0.3,
    };
    let n = names.len();
    let mut covariance = vec![0.1; n * n];
    (0..n).for_each(|at| covariance[at * n + at] = 0.5);
    Field {
        runners: names.iter().enumerate().map(runner).collect(),
        covariance,
        finishes: vec![vec![finishes; n]; n_rounds],
        fastest_lap: 0.9,
        shift: None,
    }
}

const DRAWS: Draws = Draws { ends: 40_000, seed: 3, threads: 1 };

/// Of drivers who are alike everyone ends everywhere as often.
#[track_caller]
fn check_even(finishes: f64) {
    let (season, rules) = even();
    let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(0)).unwrap();
    let counted = ends(&to_come, &even_field(3, finishes), &DRAWS);
    let share = |who, place| f64::from(counted.in_place(who, place)) / f64::from(DRAWS.ends);
    for place in 1..=5 {
        let mean = (0..5).map(|who| share(who, place)).sum::<f64>() / 5.0;
        for who in 0..5 {
            let error = (mean * (1.0 - mean) / f64::from(DRAWS.ends)).sqrt();
            let off = (share(who, place) - mean).abs();
            assert!(off < 4.0 * error, "{who} in place {place}: {} of {mean}", share(who, place));
        }
    }
    // Somebody wins every time; that two share a title is rare.
    let titles: f64 = (0..5).map(|who| share(who, 1)).sum();
    assert!((1.0..1.1).contains(&titles), "{titles}");
}

#[test]
fn law_odds_of_an_even_season_are_uniform() {
    check_even(1.0);
    check_even(0.7);
}

#[test]
fn exact_odds_of_one_even_race() {
    let (season, rules) = even();
    let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(2)).unwrap();
    // Two rounds gave `ann` 20, `bob` 12 and `cas` 8 points; with 10 more `bob` passes her where she gets nothing,
    // so in one race out of 5 · 2 orders of the two that leave her behind the third place.
    let counted = ends(&to_come, &even_field(1, 1.0), &DRAWS);
    let share = f64::from(counted.in_place(1, 1)) / f64::from(DRAWS.ends);
    let want = 1.0 / 5.0 * 2.0 / 4.0;
    assert!((share - want).abs() < 4.0 * (want / f64::from(DRAWS.ends)).sqrt(), "{share} {want}");
}

#[test]
fn law_the_same_seed_gives_the_same_on_any_threads() {
    let (season, rules) = even();
    let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
    let to_come = ToCome::new(&sheet, Moment::after(1)).unwrap();
    let counted = |threads, seed| {
        let draws = Draws { ends: 1001, seed, threads };
        ends(&to_come, &even_field(2, 0.8), &draws)
    };
    let one = counted(1, 5);
    for threads in [2, 3, 7] {
        assert_eq!(counted(threads, 5), one, "{threads} threads");
    }
    assert_ne!(counted(1, 6), one);
}

fn at(round: u16, season: &Season, rules: &SeasonRules) -> Odds {
    let learned = Learned::until(&[], season, round, &OddsSettings::START);
    let draws = Draws { ends: 500, ..DRAWS };
    odds(&learned, season, rules, Title::Drivers, Moment::after(round), &draws).unwrap()
}

/// Odds are 0 or 1 where a place is settled, and nowhere else.
#[test]
fn law_odds_are_sure_when_the_place_is_settled() {
    let (season, rules) = (examples::season(), examples::rules());
    let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
    let settled = settlements(&sheet, &[]);
    for round in 1..=season.n_rounds() {
        let now = at(round, &season, &rules);
        for place in &settled {
            let Some(of) = now.of(&place.competitor) else { continue };
            let sure = of.chance(place.place) == Chance::SURE;
            assert_eq!(
                sure,
                place.moment <= Moment::after(round),
                "{} at {round}",
                place.competitor
            );
            let title = of.title().value;
            let possible = of.open.is_some_and(|open| open.best == 1 && open.worst > 1);
            assert_eq!(title > 0.0 && title < 1.0, possible, "{} at {round}", place.competitor);
        }
    }
}

#[test]
fn law_counts_keep_to_what_is_possible() {
    let (season, rules) = (examples::season(), examples::rules());
    for round in 1..=season.n_rounds() {
        for of in at(round, &season, &rules).of {
            let open = of.open.unwrap();
            for (place, count) in (1..).zip(&of.counts) {
                let possible = (open.best..=open.worst).contains(&place);
                assert!(possible || *count == 0, "{} in place {place} at {round}", of.competitor);
            }
            assert_eq!(of.counts.iter().sum::<u32>(), if round == 4 { 1 } else { 500 });
            let all: f64 = (1..=of.counts.len() as u16).map(|place| of.chance(place).value).sum();
            assert!((all - 1.0).abs() < 1e-12, "{all}");
        }
    }
}

#[test]
fn law_later_results_change_nothing() {
    let rounds: [&[&str]; 3] = [&["ann", "bob", "cas"], &["bob", "ann"], &["ann", "cas", "bob"]];
    let mut other = rounds;
    other[2] = &["cas", "dan", "eva", "bob"];
    let rules = examples::rules();
    let odds = |rounds: &[&[&str]]| at(2, &examples::season_of(rounds), &rules);
    assert_eq!(odds(&rounds), odds(&other));
}

#[test]
fn exact_the_points_of_a_season_that_is_over() {
    let now = at(4, &examples::season(), &examples::rules());
    let ann = now.of(&Competitor::Driver(DriverId::new("ann"))).unwrap();
    assert_eq!(
        (ann.points, ann.points_low, ann.points_now),
        (30.0, ann.points_now, Points::from(30))
    );
    assert_eq!((ann.title(), ann.mean_place()), (Chance::SURE, Some(1.0)));
}

/// Who is faster from here on has better odds, the more so the more he is.
#[test]
fn law_faster_is_better() {
    let (season, rules) = even();
    let learned = Learned::until(&[], &season, 1, &OddsSettings::START);
    let scene = Scene::new(&learned, &season, &rules, Title::Drivers, Moment::after(1)).unwrap();
    let worth = GapWorth { per_percent: 2.5, error: 0.2, n_pairs: 10, n_races: 100 };
    let cas = Competitor::Driver(DriverId::new("cas"));
    let title = |by: f64| {
        let field = scene.field().faster(&[(DriverId::new("cas"), by)], &worth);
        scene.odds(&field, &DRAWS).of(&cas).unwrap().title().value
    };
    let without = scene.odds(scene.field(), &DRAWS).of(&cas).unwrap().title().value;
    assert_eq!(title(0.0), without);
    assert!(title(0.2) > title(0.1) && title(0.1) > without);
}
