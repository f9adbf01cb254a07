//! What holds in every season: random seasons and rules, held against the laws.

#![allow(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;

use maatstaf_core::{
    BestResults, CarNumber, Classification, Classified, Competitor, Countback, DriverId, Event,
    FastestLapRule, Half, Moment, Outcome, Points, PointsTable, Reduced, Season, SeasonRules,
    Session, SessionRules, Share, SharedDrives, Shortened, Title, TitleRules,
};
use maatstaf_season::{
    Absence, Scoresheet, Standings, awards, examples, outlook_at, scoresheet, settlements,
    standings_at,
};
use proptest::prelude::*;

#[path = "laws/points_gap.rs"]
mod points_gap;
#[path = "laws/what_if.rs"]
mod what_if;

const NAMES: [&str; 6] = ["ann", "bob", "cas", "dee", "eef", "fay"];
const TITLES: [Title; 2] = [Title::Drivers, Title::Constructors];

/// One session: who crosses the line in which order, and how many of them are classified.
#[derive(Clone, Debug)]
struct Run {
    order: Vec<usize>,
    n_classified: usize,
    fastest: Vec<bool>,
    /// The last of the order has no car of his own, but shares that of this one.
    shares_with: Option<usize>,
    laps: Option<u16>,
}

#[derive(Clone, Debug)]
struct Weekend {
    race: Run,
    sprint: Option<Run>,
}

fn run(n_drivers: usize) -> impl Strategy<Value = Run> {
    let order = Just((0..n_drivers).collect::<Vec<_>>()).prop_shuffle();
    let shares_with = prop_oneof![3 => Just(None), 1 => (0..n_drivers - 1).prop_map(Some)];
    let fastest = proptest::collection::vec(prop::bool::weighted(0.25), n_drivers);
    let laps = prop_oneof![5 => Just(None), 1 => (20_u16..100).prop_map(Some)];
    (order, 0..=n_drivers, fastest, shares_with, laps).prop_map(
        |(order, n_classified, fastest, shares_with, laps)| Run {
            order,
            n_classified,
            fastest,
            shares_with,
            laps,
        },
    )
}

fn weekend(n_drivers: usize) -> impl Strategy<Value = Weekend> {
    (run(n_drivers), prop::option::weighted(0.3, run(n_drivers)))
        .prop_map(|(race, sprint)| Weekend { race, sprint })
}

fn weekends(n_rounds: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Weekend>> {
    (2..=NAMES.len()).prop_flat_map(move |n_drivers| {
        proptest::collection::vec(weekend(n_drivers), n_rounds.clone())
    })
}

fn best() -> impl Strategy<Value = BestResults> {
    let halves = (1_u16..4, 1_u16..3, 1_u16..3).prop_map(|(split, first, second)| {
        BestResults::Halves { split, first, second, longer: Half::First }
    });
    prop_oneof![Just(BestResults::All), (1_u16..5).prop_map(BestResults::Best), halves]
}

fn title_rules() -> impl Strategy<Value = TitleRules> {
    let countback = prop_oneof![Just(Countback::AllPlaces), Just(Countback::ScoringPlaces)];
    (best(), any::<bool>(), countback).prop_map(|(best, best_car_only, countback)| TitleRules {
        best,
        best_car_only,
        countback,
    })
}

fn season_rules() -> impl Strategy<Value = SeasonRules> {
    let fastest_lap = prop_oneof![
        Just(FastestLapRule::None),
        Just(FastestLapRule::Anyone(Points::from(1))),
        Just(FastestLapRule::ClassifiedWithin(Points::from(1), 2)),
    ];
    let shared_drives = prop_oneof![
        Just(SharedDrives::Nothing),
        Just(SharedDrives::Equally),
        Just(SharedDrives::EquallyBestOnly),
    ];
    (title_rules(), title_rules(), fastest_lap, shared_drives, any::<bool>()).prop_map(
        |(drivers, constructors, fastest_lap, shared_drives, for_constructors)| {
            let race = session_rules(&[8, 6, 4, 3], fastest_lap, shared_drives, for_constructors);
            let sprint = session_rules(&[3, 2, 1], FastestLapRule::None, shared_drives, false);
            SeasonRules {
                race,
                sprint: Some(sprint),
                drivers,
                constructors: Some(constructors),
                ..examples::rules()
            }
        },
    )
}

fn session_rules(
    table: &[i64],
    fastest_lap: FastestLapRule,
    shared_drives: SharedDrives,
    fastest_lap_for_constructors: bool,
) -> SessionRules {
    let table = PointsTable(table.iter().copied().map(Points::from).collect());
    let half = Reduced::Factor(Points::ratio(1, 2));
    SessionRules {
        drivers: table.clone(),
        constructors: table,
        fastest_lap,
        fastest_lap_for_constructors,
        shared_drives,
        shortened: vec![Shortened { below: (75, 100), worth: half, fastest_lap: true }],
        sets_grid: false,
    }
}

fn line(run: &Run, position: usize) -> Classified {
    let finish = |position: usize| {
        let classified = position < run.n_classified;
        if classified { Outcome::Place(position as u16 + 1) } else { Outcome::Retired }
    };
    let driver = run.order[position];
    let is_last = position + 1 == run.order.len();
    let host = run.shares_with.filter(|_| is_last).unwrap_or(position);
    let make = format!("make-{}", run.order[host] / 2);
    Classified {
        driver: DriverId::new(NAMES[driver]),
        car: CarNumber::new(NAMES[run.order[host]]),
        constructor: maatstaf_core::ConstructorId::new(&make),
        outcome: finish(host),
        fastest_lap: run.fastest[position],
        ..examples::line(NAMES[driver], 1)
    }
}

fn lines(run: &Run) -> Vec<Classified> {
    (0..run.order.len()).map(|position| line(run, position)).collect()
}

fn classification(run: &Run) -> Classification {
    let share = run.laps.map(|laps| Share { laps, planned: 100 });
    Classification::new(lines(run), share).unwrap()
}

/// The first `n_held` weekends held, the others to come.
fn events(weekends: &[Weekend], n_held: usize) -> Vec<Event> {
    let names = vec![&[][..]; weekends.len()];
    let blank = examples::season_of(&names);
    let mut events = blank.events().to_vec();
    for (idx, (event, weekend)) in events.iter_mut().zip(weekends).enumerate() {
        event.has_sprint = weekend.sprint.is_some();
        if idx < n_held {
            event.race = Some(classification(&weekend.race));
            event.sprint = weekend.sprint.as_ref().map(classification);
        }
    }
    events
}

fn season(weekends: &[Weekend]) -> Season {
    Season::new(2000, events(weekends, weekends.len())).unwrap()
}

fn tables(sheet: &Scoresheet) -> Vec<Standings> {
    sheet.moments().map(|moment| standings_at(sheet, moment)).collect()
}

proptest! {
    #[test]
    fn law_points_awarded_equal_points_on_offer(
        (weekends, mut rules) in (weekends(1..=3), season_rules())
    ) {
        rules.race.shortened.clear();
        for (number, weekend) in (1..).zip(&weekends) {
            let run = &weekend.race;
            let n_cars = run.order.len() - usize::from(run.shares_with.is_some());
            let n_scoring = run.n_classified.min(n_cars);
            let shared_for_nothing =
                rules.race.shared_drives == SharedDrives::Nothing && run.shares_with.is_some();
            if n_scoring < rules.race.drivers.0.len() || shared_for_nothing {
                continue;
            }
            let result = classification(run);
            let given = awards(&result, &rules, number, Session::Race, Title::Drivers);
            let places: Points = given.iter().map(|award| award.place).sum();
            prop_assert_eq!(places, rules.race.drivers.0.iter().copied().sum());
            let fastest_lap: Points = given.iter().map(|award| award.fastest_lap).sum();
            let everyone_may = matches!(rules.race.fastest_lap, FastestLapRule::Anyone(_));
            if everyone_may && run.fastest.contains(&true) {
                prop_assert_eq!(fastest_lap, rules.race.fastest_lap.points());
            }
        }
    }

    #[test]
    fn law_tables_do_not_depend_on_the_order_of_the_input(
        (weekends, rules, shuffled) in (weekends(1..=5), season_rules()).prop_flat_map(
            |(weekends, rules)| {
                let order: Vec<usize> = (0..weekends.len()).collect();
                (Just(weekends), Just(rules), Just(order).prop_shuffle())
            },
        )
    ) {
        let in_order = events(&weekends, weekends.len());
        let backwards = |result: &Classification| {
            let lines = result.lines().iter().rev().cloned().collect();
            Classification::new(lines, result.share()).unwrap()
        };
        let turned = shuffled.iter().map(|&idx| {
            let event = in_order[idx].clone();
            Event {
                race: event.race.as_ref().map(backwards),
                sprint: event.sprint.as_ref().map(backwards),
                ..event
            }
        });
        let turned = Season::new(2000, turned.collect()).unwrap();
        let in_order = Season::new(2000, in_order).unwrap();
        for title in TITLES {
            let sheets = [&in_order, &turned].map(|it| scoresheet(it, &rules, title).unwrap());
            prop_assert_eq!(tables(&sheets[0]), tables(&sheets[1]));
            prop_assert_eq!(settlements(&sheets[0], &[]), settlements(&sheets[1], &[]));
        }
    }

    #[test]
    fn law_what_is_settled_stays_settled((weekends, rules) in (weekends(1..=6), season_rules())) {
        for title in TITLES {
            let sheet = scoresheet(&season(&weekends), &rules, title).unwrap();
            let outlooks: Vec<_> = sheet.held().map(|at| outlook_at(&sheet, at, &[])).collect();
            for pair in outlooks.windows(2) {
                for (before, after) in pair[0].prospects.iter().zip(&pair[1].prospects) {
                    let (before, after) = (before.unwrap(), after.unwrap());
                    prop_assert!(before.best <= after.best, "{title:?} {before:?} {after:?}");
                    prop_assert!(before.worst >= after.worst, "{title:?} {before:?} {after:?}");
                }
            }
        }
    }

    #[test]
    fn law_prospects_hold_the_place_and_end_there(
        (weekends, rules) in (weekends(1..=6), season_rules())
    ) {
        for title in TITLES {
            let sheet = scoresheet(&season(&weekends), &rules, title).unwrap();
            let last = standings_at(&sheet, sheet.now().unwrap());
            for moment in sheet.held() {
                let outlook = outlook_at(&sheet, moment, &[]);
                for (who, prospects) in sheet.competitors().iter().zip(outlook.prospects) {
                    let place = last.row_of(who).unwrap().place.unwrap();
                    let prospects = prospects.unwrap();
                    prop_assert!((prospects.best..=prospects.worst).contains(&place));
                    prop_assert!(moment < last.moment || prospects.is_settled());
                }
            }
        }
    }

    #[test]
    fn law_settlements_are_where_the_outlook_closes(
        (weekends, rules) in (weekends(1..=6), season_rules())
    ) {
        for title in TITLES {
            let sheet = scoresheet(&season(&weekends), &rules, title).unwrap();
            for settled in settlements(&sheet, &[]) {
                let who = sheet.competitors().iter().position(|it| *it == settled.competitor);
                for moment in sheet.held() {
                    let at = outlook_at(&sheet, moment, &[]).prospects[who.unwrap()].unwrap();
                    prop_assert_eq!(at.is_settled(), moment >= settled.moment);
                    prop_assert_eq!(at.worst <= settled.place, moment >= settled.secured);
                }
            }
        }
    }

    #[test]
    fn law_dropping_never_adds((weekends, rules) in (weekends(1..=6), season_rules())) {
        let count = |best| {
            let drivers = TitleRules { best, ..rules.drivers };
            let rules = SeasonRules { drivers, ..rules.clone() };
            let sheet = scoresheet(&season(&weekends), &rules, Title::Drivers).unwrap();
            standings_at(&sheet, sheet.now().unwrap())
        };
        let all = count(BestResults::All);
        let (three, two) = (count(BestResults::Best(3)), count(BestResults::Best(2)));
        for row in &all.rows {
            let points = |table: &Standings| table.row_of(&row.competitor).unwrap().points;
            prop_assert_eq!(row.points, row.gross);
            prop_assert!(points(&two) <= points(&three) && points(&three) <= row.gross);
        }
    }

    #[test]
    fn law_an_absent_rival_closes_places_only(
        (weekends, rules) in (weekends(2..=5), season_rules())
    ) {
        let sheet = scoresheet(&season(&weekends), &rules, Title::Drivers).unwrap();
        let competitor = sheet.competitors()[0].clone();
        let gone = [Absence { competitor, from: Moment::after(1) }];
        for moment in sheet.held() {
            let (with, without) =
                (outlook_at(&sheet, moment, &[]), outlook_at(&sheet, moment, &gone));
            for (with, without) in with.prospects.iter().zip(&without.prospects) {
                prop_assert!(without.unwrap().worst <= with.unwrap().worst);
                prop_assert!(without.unwrap().best >= with.unwrap().best);
            }
        }
    }

    /// All results count, no fastest lap: the outlook is what dealing every race of the
    /// future in every way gives.
    #[test]
    fn exact_outlook_is_that_of_every_possible_future(
        (held, n_to_come, countback) in (2_usize..=4).prop_flat_map(|n_drivers| (
            proptest::collection::vec(run(n_drivers), 1..=4),
            0_usize..=2,
            prop_oneof![Just(Countback::AllPlaces), Just(Countback::ScoringPlaces)],
        ))
    ) {
        let mut rules = thirds(countback);
        rules.race.shared_drives = SharedDrives::Equally;
        let mut weekends: Vec<Weekend> =
            held.into_iter().map(|race| Weekend { race: alone(race), sprint: None }).collect();
        let n_held = weekends.len();
        weekends.extend(vec![weekends[0].clone(); n_to_come]);
        let season = Season::new(2000, events(&weekends, n_held)).unwrap();
        let sheet = scoresheet(&season, &rules, Title::Drivers).unwrap();
        let outlook = outlook_at(&sheet, sheet.now().unwrap(), &[]);
        let possible = every_future(&sheet, &season, n_to_come, countback);
        for (who, (prospects, possible)) in outlook.prospects.iter().zip(possible).enumerate() {
            let prospects = prospects.unwrap();
            prop_assert_eq!((prospects.best, prospects.worst), possible, "{}", who);
        }
    }
}

/// Rules with 3, 2 and 1 points, all results counting.
fn thirds(countback: Countback) -> SeasonRules {
    let race = session_rules(&[3, 2, 1], FastestLapRule::None, SharedDrives::Nothing, false);
    let drivers = TitleRules { best: BestResults::All, best_car_only: false, countback };
    SeasonRules {
        race: SessionRules { shortened: Vec::new(), ..race },
        drivers,
        ..examples::rules()
    }
}

/// Everyone in a car of his own.
fn alone(race: Run) -> Run {
    Run { shares_with: None, laps: None, ..race }
}

/// Points and finishes as one number, so that who has more stands ahead.
fn worth(place: Option<usize>, countback: Countback) -> u64 {
    let Some(place) = place else { return 0 };
    let points = [3, 2, 1].get(place - 1).copied().unwrap_or(0);
    let breaks_ties = countback == Countback::AllPlaces || place <= 3;
    (points << 32) | (u64::from(breaks_ties) << (32 - 4 * place))
}

/// The best and the worst place of everyone, over all that can happen.
fn every_future(
    sheet: &Scoresheet,
    season: &Season,
    n_to_come: usize,
    countback: Countback,
) -> Vec<(u16, u16)> {
    let mut have = vec![0; sheet.competitors().len()];
    for race in season.events().iter().filter_map(|event| event.race.as_ref()) {
        for line in race.lines() {
            let competitor = Competitor::Driver(line.driver.clone());
            let who = sheet.competitors().iter().position(|it| *it == competitor).unwrap();
            have[who] += worth(line.outcome.place().map(usize::from), countback);
        }
    }
    let races = every_race(have.len(), countback);
    let mut futures = vec![have];
    for _ in 0..n_to_come {
        let add = |have: &[u64], race: &[u64]| have.iter().zip(race).map(|(a, b)| a + b).collect();
        futures =
            futures.iter().flat_map(|have| races.iter().map(move |race| add(have, race))).collect();
        futures.sort_unstable();
        futures.dedup();
    }
    let place = |future: &[u64], who: usize| {
        1 + future.iter().filter(|rival| **rival > future[who]).count() as u16
    };
    let extremes = |who: usize| {
        let places = || futures.iter().map(|future| place(future, who));
        (places().min().unwrap(), places().max().unwrap())
    };
    (0..futures[0].len()).map(extremes).collect()
}

/// Every way in which a race can end: each driver takes a place that nobody else of them
/// takes, or none; strangers take the others.
fn every_race(n_drivers: usize, countback: Countback) -> Vec<Vec<u64>> {
    let mut races: Vec<Vec<Option<usize>>> = vec![Vec::new()];
    for _ in 0..n_drivers {
        let longer = |race: &Vec<Option<usize>>| {
            let free = (1..=n_drivers).map(Some).filter(|place| !race.contains(place));
            let next: Vec<_> =
                free.chain([None]).map(|at| [race.as_slice(), &[at]].concat()).collect();
            next
        };
        races = races.iter().flat_map(longer).collect();
    }
    let worth = |race: &Vec<Option<usize>>| race.iter().map(|at| worth(*at, countback)).collect();
    races.iter().map(worth).collect()
}

#[test]
fn exact_rounds_without_results_are_still_to_come() {
    let season = examples::season_of(&[&["ann", "bob"], &[]]);
    let sheet = scoresheet(&season, &examples::rules(), Title::Drivers).unwrap();
    assert!(settlements(&sheet, &[]).is_empty());
    let outlook = outlook_at(&sheet, Moment::after(1), &[]);
    assert!(outlook.prospects.iter().all(|at| !at.unwrap().is_settled()));
    assert_eq!(examples::rules().rounds, BTreeMap::new());
}
