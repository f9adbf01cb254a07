//! What holds for every season that went, or counted, otherwise.

use maatstaf_season::{
    Comparison, Drops, Edit, WhatIf, champions, edited, rules_as, systems, what_if,
};

use super::*;

/// Rules that fit a season: halves divide it in two.
fn fitted(mut rules: SeasonRules, n_rounds: usize) -> SeasonRules {
    rules.n_rounds = n_rounds as u16;
    let half = rules.n_rounds.div_ceil(2);
    let fit = |best: &mut BestResults| {
        if let BestResults::Halves { split, .. } = best {
            *split = half;
        }
    };
    fit(&mut rules.drivers.best);
    rules.constructors.iter_mut().for_each(|title| fit(&mut title.best));
    rules
}

fn points(table: &Standings, who: &Competitor) -> Points {
    table.row_of(who).unwrap().points
}

fn unchanged(compared: &Comparison) -> bool {
    compared.before.standings == compared.after.standings
        && compared.before.decided() == compared.after.decided()
        && !compared.champion_changes()
        && compared.changes().all(|at| !at.is_of_place() && at.points_gained().is_zero())
}

proptest! {
    #[test]
    fn law_the_own_system_changes_nothing((weekends, rules) in (weekends(1..=6), season_rules())) {
        let rules = fitted(rules, weekends.len());
        let season = season(&weekends);
        for (title, drops) in TITLES.into_iter().zip([Drops::AsWritten, Drops::Scaled]) {
            prop_assert_eq!(&rules_as(&season, &rules, &rules, drops), &rules);
            let ask = WhatIf { system: Some(&rules), drops, ..WhatIf::default() };
            prop_assert!(unchanged(&what_if(&season, &rules, title, &ask).unwrap()));
        }
    }

    #[test]
    fn law_another_system_is_that_system(
        (weekends, own, other) in (weekends(1..=6), season_rules(), season_rules())
    ) {
        let n_rounds = weekends.len();
        let (own, other) = (fitted(own, n_rounds), fitted(other, n_rounds));
        let season = season(&weekends);
        for title in TITLES {
            let ask = WhatIf { system: Some(&other), ..WhatIf::default() };
            let compared = what_if(&season, &own, title, &ask).unwrap();
            let sheet = scoresheet(&season, &other, title).unwrap();
            prop_assert_eq!(&compared.after.standings, &standings_at(&sheet, sheet.now().unwrap()));
            let mut years = [own.clone(), other.clone()];
            years[1].year += 1;
            let systems = systems(&years, title, Drops::AsWritten);
            let all = champions(&season, &own, &systems, title, Drops::AsWritten).unwrap();
            prop_assert!(all.is_over);
            prop_assert_eq!(!all.others.is_empty(), compared.champion_changes());
        }
    }

    #[test]
    fn law_a_round_left_out_takes_what_it_gave(
        (weekends, rules) in (weekends(1..=6), season_rules()), idx in 0_usize..6
    ) {
        let mut rules = fitted(rules, weekends.len());
        rules.drivers.best = BestResults::All;
        let round = (idx % weekends.len()) as u16 + 1;
        let season = season(&weekends);
        let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
        let ask = WhatIf { without: vec![round], ..WhatIf::default() };
        let compared = what_if(&season, &rules, Title::Drivers, &ask).unwrap();
        for change in compared.changes() {
            let of = |session| sheet.scored(change.competitor(), Moment { round, session });
            let lost = of(Session::Race) + of(Session::Sprint);
            prop_assert_eq!(change.before.points - change.after.points, lost);
            let won = season.event(round).unwrap().race.as_ref().is_some_and(|race| {
                let is_winner = |line: &&Classified| line.outcome == Outcome::Place(1);
                let mut winners = race.lines().iter().filter(is_winner);
                winners.any(|line| Competitor::Driver(line.driver.clone()) == *change.competitor())
            });
            prop_assert_eq!(change.before.wins - change.after.wins, u16::from(won));
        }
    }

    #[test]
    fn law_a_round_without_results_is_not_missed(
        (weekends, rules) in (weekends(2..=6), season_rules())
    ) {
        let n_held = weekends.len() - 1;
        let season = Season::new(2000, events(&weekends, n_held)).unwrap();
        let ask = WhatIf { without: vec![weekends.len() as u16], ..WhatIf::default() };
        for title in TITLES {
            let compared = what_if(&season, &rules, title, &ask).unwrap();
            prop_assert!(!compared.is_over);
            for row in &compared.before.standings.rows {
                let after = points(&compared.after.standings, &row.competitor);
                prop_assert_eq!(row.points, after);
            }
            prop_assert!(!compared.champion_changes());
        }
    }

    #[test]
    fn law_an_edit_keeps_the_others_in_order(
        (race, picked, to) in (run(6), 0_usize..6, prop::option::of(1_u16..=6))
    ) {
        let result = classification(&race);
        let driver = DriverId::new(NAMES[picked]);
        let outcome = to.map_or(Outcome::Retired, Outcome::Place);
        let edit = Edit::Outcome { driver: driver.clone(), outcome };
        let Ok(after) = edited(&result, std::slice::from_ref(&edit)) else {
            let n_cars = result.entries().len();
            prop_assert!(to.is_some_and(|place| usize::from(place) > race.n_classified.min(n_cars)));
            return Ok(());
        };
        prop_assert_eq!(after.line_of(&driver).unwrap().outcome, outcome);
        let car = &result.line_of(&driver).unwrap().car;
        let order = |result: &Classification| {
            let placed = result.entries().into_iter().filter(|entry| entry.car != *car);
            let mut placed: Vec<_> =
                placed.filter_map(|entry| Some((entry.outcome.place()?, entry.car))).collect();
            placed.sort();
            placed.into_iter().map(|(_, car)| car).collect::<Vec<_>>()
        };
        prop_assert_eq!(order(&after), order(&result));
        let mut places: Vec<u16> =
            after.entries().iter().filter_map(|entry| entry.outcome.place()).collect();
        places.sort_unstable();
        let mut once = places.clone();
        once.dedup();
        prop_assert_eq!(once, places);
        prop_assert_eq!(edited(&after, &[edit]), Ok(after));
    }
}

#[test]
fn exact_level_in_every_respect_is_a_shared_title() {
    let season = examples::season_of(&[&["ann", "bob"], &["bob", "ann"], &["bob"]]);
    let ask = WhatIf { without: vec![3], ..WhatIf::default() };
    let compared = what_if(&season, &examples::rules(), Title::Drivers, &ask).unwrap();
    let names = |leaders: Vec<&maatstaf_season::Row>| {
        leaders.iter().map(|row| row.competitor.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(compared.before.leaders()), ["bob"]);
    assert_eq!(names(compared.after.leaders()), ["ann", "bob"]);
    assert!(compared.champion_changes());
    assert_eq!(compared.before.decided().unwrap().moment, Moment::after(3));
    assert_eq!(compared.after.decided(), None);
}

/// `(split, first, second)` of a season of `n_rounds`, from halves of another.
#[track_caller]
fn check_halves(
    of: (u16, u16, u16, u16, Half),
    n_rounds: u16,
    drops: Drops,
    want: (u16, u16, u16),
) {
    let (split, first, second, there, longer) = of;
    let own = SeasonRules { n_rounds, ..examples::rules() };
    let best = BestResults::Halves { split, first, second, longer };
    let drivers = TitleRules { best, ..own.drivers };
    let system = SeasonRules { year: 1990, n_rounds: there, drivers, ..own.clone() };
    let (split, first, second) = want;
    let want = BestResults::Halves { split, first, second, longer };
    assert_eq!(rules_as(&examples::season(), &own, &system, drops).drivers.best, want);
}

#[test]
fn exact_halves_of_another_season() {
    let all_but_one = (6, 5, 4, 11, Half::First);
    check_halves(all_but_one, 17, Drops::AsWritten, (9, 8, 7));
    check_halves(all_but_one, 16, Drops::AsWritten, (8, 7, 7));
    let best_four = (7, 4, 4, 15, Half::Second);
    check_halves(best_four, 17, Drops::AsWritten, (8, 4, 4));
    check_halves(best_four, 21, Drops::Scaled, (10, 6, 6));
    check_halves(best_four, 2, Drops::AsWritten, (1, 4, 4));
}
