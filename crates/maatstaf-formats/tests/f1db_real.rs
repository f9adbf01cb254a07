//! A whole F1DB release, where one is at hand. Its facts are counted from the CSV with
//! `awk -F, '$2 == 2023' f1db-races.csv | wc -l` and the like.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use maatstaf_core::{LapTime, Moment, Outcome, Points, QualifyingPart, Season, Share};
use maatstaf_formats::f1db::{self, FILES, Files, Options, ReadAlmanac, TIMED};
use maatstaf_formats::season_tables;

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn release(test: &str) -> Option<Files> {
    let folder = shared::shared("f1db");
    if !folder.join(FILES[0].name).is_file() {
        println!("skipped: {test} needs F1DB at {}", folder.display());
        return None;
    }
    let bytes = |name: &str| std::fs::read(folder.join(name)).unwrap();
    Some(FILES.iter().chain(&TIMED).map(|file| (file.name.to_owned(), bytes(file.name))).collect())
}

fn whole(test: &str) -> Option<ReadAlmanac> {
    let options = Options { official: true, ..Options::default() };
    Some(f1db::read(&release(test)?, &options).unwrap())
}

/// Checks one fact of one season, where a release is at hand.
#[track_caller]
fn check<T: PartialEq + std::fmt::Debug>(year: u16, fact: impl Fn(&Season) -> T, want: T) {
    let Some(files) = release("f1db_real") else { return };
    let options = Options { years: Some(year..=year), official: true };
    let read = f1db::read(&files, &options).unwrap();
    assert_eq!(read.issues, []);
    assert_eq!(read.almanac.seasons.keys().collect::<Vec<_>>(), [&year]);
    assert_eq!(fact(&read.almanac.seasons[&year]), want);
}

#[test]
fn agrees_the_whole_release_reads_without_issues() {
    let Some(ReadAlmanac { almanac, issues }) = whole("the whole release") else { return };
    issues.iter().for_each(|issue| println!("{issue}"));
    assert_eq!(issues.len(), 0);
    assert!(almanac.seasons.keys().copied().eq(1950..=2026));
    let races: usize = almanac.seasons.values().map(|season| season.events().len()).sum();
    assert_eq!(races, 1172);
    let events = || almanac.seasons.values().flat_map(|season| season.events());
    let lines = |lines: usize, want: usize| assert_eq!(lines, want);
    lines(events().flat_map(|it| &it.race).map(|it| it.lines().len()).sum(), 27_533);
    lines(events().flat_map(|it| &it.sprint).map(|it| it.lines().len()).sum(), 568);
    let bottas_disqualified = 1; // Britain 2023: a second line that says nothing more
    let qualified = events().flat_map(|it| &it.qualifying).map(|it| it.lines.len()).sum();
    lines(qualified, 26_954 - bottas_disqualified);
    let practised = events().flat_map(|it| &it.timed).map(|it| it.result.lines.len()).sum();
    lines(practised, 41_602);
    let timed = |it: &&maatstaf_core::Classified| it.lap_time.is_some();
    let lap_times =
        events().flat_map(|it| &it.race).map(|it| it.lines().iter().filter(timed).count());
    assert!(lap_times.sum::<usize>() >= 17_085);
}

#[test]
fn agrees_seasons_have_their_rounds() {
    check(2023, Season::n_rounds, 22);
    check(2021, Season::n_rounds, 22);
    check(1950, Season::n_rounds, 7);
}

#[test]
fn agrees_sprints_were_held() {
    let sprints = |season: &Season| {
        let held = season.events().iter().filter(|event| event.sprint.is_some());
        held.map(|event| event.round.number).collect()
    };
    check(2023, sprints, vec![4, 9, 12, 17, 18, 20]);
    check(2021, sprints, vec![10, 14, 19]);
    check(2020, sprints, vec![]);
}

#[test]
fn agrees_races_to_come_have_no_result() {
    check(2026, Season::now, Some(Moment::after(11)));
    check(2026, Season::n_rounds, 23);
    check(2026, |season| season.event(17).unwrap().has_sprint, true);
}

#[test]
fn agrees_short_races_have_a_share() {
    let share = |round| move |season: &Season| season.event(round)?.race.as_ref()?.share();
    check(2021, share(12), Some(Share { laps: 1, planned: 44 }));
    check(1984, share(6), Some(Share { laps: 31, planned: 76 }));
    check(2023, share(1), None);
}

#[test]
fn agrees_qualifying_has_its_parts() {
    let pole = |part| {
        move |season: &Season| season.event(1)?.qualifying.as_ref()?.lines.first()?.time_in(part)
    };
    check(1950, pole(QualifyingPart::Whole), Some(LapTime::from_millis(110_800)));
    check(2023, pole(QualifyingPart::Q3), Some(LapTime::from_millis(89_708)));
    check(2023, pole(QualifyingPart::Whole), None);
}

#[test]
fn agrees_shared_cars_are_one_entry() {
    let crew = |season: &Season| {
        let entries = season.event(7).unwrap().race.as_ref().unwrap().entries();
        entries.into_iter().find(|entry| entry.outcome == Outcome::Place(2)).unwrap().crew.len()
    };
    check(1950, crew, 2);
}

#[test]
fn agrees_official_tables_are_as_printed() {
    let champion = |season: &Season| {
        let standings = season.official.clone().unwrap();
        (standings.drivers[0].competitor.to_string(), standings.drivers[0].points)
    };
    check(2023, champion, ("max-verstappen".to_owned(), Points::from(575)));
    check(1954, champion, ("juan-manuel-fangio".to_owned(), "42".parse().unwrap()));
    let deciders = |season: &Season| {
        let standings = season.official.clone().unwrap();
        (standings.drivers_decider, standings.constructors_decider)
    };
    check(2023, deciders, (Some(17), Some(16)));
}

#[test]
fn law_our_tables_read_back_exactly() {
    let Some(files) = release("our tables read back") else { return };
    let almanac = f1db::read(&files, &Options::default()).unwrap().almanac;
    let tables = season_tables::write(&almanac, 1950..=2026);
    let read = season_tables::read(&tables).unwrap();
    assert_eq!(read.issues, []);
    assert_eq!(read.almanac.seasons, almanac.seasons);
}

/// `cargo test --release -p maatstaf-formats --test f1db_real -- --ignored --nocapture`
#[test]
#[ignore = "a measurement"]
fn keeps_reading_quick() {
    let Some(files) = release("a measurement") else { return };
    let options = Options { official: true, ..Options::default() };
    for _ in 0..5 {
        let start = std::time::Instant::now();
        f1db::read(&files, &options).unwrap();
        println!("77 seasons and their standings: {:?}", start.elapsed());
    }
}
