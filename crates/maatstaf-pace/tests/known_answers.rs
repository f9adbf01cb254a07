//! Pérez and Verstappen, team mates from 2021 to 2024, from F1DB.
//!
//! Needs the F1DB CSV release in `$MAATSTAF_SHARED/f1db`; without it every test here
//! says so and passes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use common::{classified, id, qualified, season, weekend};
use maatstaf_core::{
    Classification, Event, LapTime, Outcome, Qualifying, QualifyingPart, Season, Session,
};
use maatstaf_pace::{
    Estimate, HeadToHead, LevelAt, MateGap, QualifyingComparison, Told, Verdict, chained_gap, form,
    form_level, mate_gaps, qualifying_comparison, qualifying_gaps, race_comparison,
    shared_team_rounds,
};

/// The medians are given to three decimals of a percent.
const MEDIAN_TOLERANCE: f64 = 0.000_5;

#[path = "../../../fixtures/shared.rs"]
mod shared;

type Row = BTreeMap<String, String>;

fn folder(test: &str) -> Option<PathBuf> {
    let folder = shared::shared("f1db");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: {test}: no F1DB at {}", folder.display());
    None
}

fn rows(folder: &Path, file: &str, year: u16) -> Vec<(usize, Row)> {
    let mut reader = csv::Reader::from_path(folder.join(file)).unwrap();
    let header = reader.headers().unwrap().clone();
    let year_idx = header.iter().position(|name| name == "year").unwrap();
    let records = reader.into_records().map(Result::unwrap);
    let records = records.filter(|record| record[year_idx] == year.to_string());
    let rows = records.map(|record| record.deserialize::<Row>(Some(&header)).unwrap());
    rows.map(|row| (row["round"].parse::<usize>().unwrap() - 1, row)).collect()
}

/// Qualifying, race and sprint of one year; what these tests need of it.
fn read(folder: &Path, year: u16) -> Season {
    let mut events: Vec<Event> = vec![];
    let mut races: BTreeMap<(usize, Session), Vec<_>> = BTreeMap::new();
    for (idx, row) in rows(folder, "f1db-races-qualifying-results.csv", year) {
        while events.len() <= idx {
            events.push(Event { qualifying: Some(Qualifying::default()), ..weekend() });
        }
        let times = ["time", "q1", "q2", "q3"].map(|part| row[part].as_str());
        let place = row["positionNumber"].parse().ok();
        let line = qualified(&row["driverId"], &row["constructorId"], place, times);
        events[idx].qualifying.as_mut().unwrap().lines.push(line);
    }
    let fastest: BTreeMap<(usize, String), LapTime> =
        rows(folder, "f1db-races-fastest-laps.csv", year)
            .into_iter()
            .filter_map(|(idx, row)| {
                Some(((idx, row["driverId"].clone()), row["time"].parse().ok()?))
            })
            .collect();
    let files = [
        ("f1db-races-race-results.csv", Session::Race),
        ("f1db-races-sprint-race-results.csv", Session::Sprint),
    ];
    for (file, session) in files {
        for (idx, row) in rows(folder, file, year) {
            let outcome = match (row["positionNumber"].parse(), row["positionText"].as_str()) {
                (Ok(place), _) => Outcome::Place(place),
                (_, "DNS") => Outcome::DidNotStart,
                _ => Outcome::Retired,
            };
            let grid = row["gridPositionNumber"].parse().ok();
            let mut line = classified(&row["driverId"], &row["constructorId"], outcome, grid);
            line.fastest_lap = row["fastestLap"] == "true";
            if session == Session::Race {
                line.lap_time = fastest.get(&(idx, row["driverId"].clone())).copied();
            }
            races.entry((idx, session)).or_default().push(line);
        }
    }
    for ((idx, session), lines) in races {
        let result = Some(Classification::new(lines, None).unwrap());
        match session {
            Session::Race => events[idx].race = result,
            Session::Sprint => events[idx].sprint = result,
        }
    }
    season(year, events)
}

fn perez_to_verstappen(folder: &Path, year: u16) -> QualifyingComparison {
    let season = read(folder, year);
    qualifying_comparison(&season, &id("sergio-perez"), &id("max-verstappen"), 1..=99)
}

#[track_caller]
fn check_qualifying(
    folder: &Path,
    year: u16,
    count: (u16, u16),
    all_percent: f64,
    outliers: &[u16],
) {
    let compared = perez_to_verstappen(folder, year);
    let want = HeadToHead { driver: count.0, reference: count.1, undecided: 0 };
    assert_eq!(compared.head_to_head, want);
    let median = compared.all.median_percent.unwrap();
    assert!((median - all_percent).abs() <= MEDIAN_TOLERANCE, "{year}: {median}");
    let rounds: Vec<u16> = compared.outliers.iter().map(|outlier| outlier.round).collect();
    assert_eq!(rounds, outliers, "{year}");
    assert!(compared.like_for_like());
}

#[track_caller]
fn check_races(
    folder: &Path,
    year: u16,
    session: Session,
    all: (u16, u16),
    both_classified: (u16, u16),
) {
    let season = read(folder, year);
    let (driver, reference) = (id("sergio-perez"), id("max-verstappen"));
    let compared = race_comparison(&season, session, &driver, &reference, 1..=99);
    let counts = [compared.head_to_head, compared.both_classified];
    assert_eq!(counts.map(|count| (count.driver, count.reference)), [all, both_classified]);
}

#[test]
fn agrees_with_the_qualifying_of_2021_to_2024() {
    let Some(folder) = folder("agrees_with_the_qualifying_of_2021_to_2024") else { return };
    // Counts and medians as a plain script takes them from the same release.
    check_qualifying(&folder, 2021, (2, 20), 0.512, &[12]); // rain at Spa
    check_qualifying(&folder, 2022, (4, 18), 0.446, &[9, 21]); // rain in Montreal and São Paulo
    check_qualifying(&folder, 2023, (2, 19), 0.604, &[2, 9]); // a drive shaft, deleted laps
    check_qualifying(&folder, 2024, (1, 23), 0.511, &[12]); // rain at Silverstone
}

#[test]
fn agrees_with_the_races_of_2021_to_2024() {
    let Some(folder) = folder("agrees_with_the_races_of_2021_to_2024") else { return };
    check_races(&folder, 2021, Session::Race, (3, 19), (1, 17));
    check_races(&folder, 2022, Session::Race, (5, 17), (4, 15));
    check_races(&folder, 2023, Session::Race, (2, 20), (2, 18));
    check_races(&folder, 2024, Session::Race, (1, 23), (0, 19));
    check_races(&folder, 2023, Session::Sprint, (1, 5), (1, 3));
    check_races(&folder, 2024, Session::Sprint, (0, 6), (0, 6));
}

#[test]
fn keeps_the_two_traps_of_2023() {
    let Some(folder) = folder("keeps_the_two_traps_of_2023") else { return };
    let compared = perez_to_verstappen(&folder, 2023);
    let words: Vec<_> = compared.outliers.iter().map(ToString::to_string).collect();
    assert_eq!(
        words,
        [
            "-19.39 % in Q2 is 30.0 times the usual spread away from the median of +0.60 %: \
             there max-verstappen's 1:49.953 was 23.9 % off his own 1:28.761 from Q1",
            "+95.05 % in Q2 is 141.6 times the usual spread away from the median of +0.60 %: \
             there sergio-perez's 2:06.688 was 94.4 % off his own 1:05.177 from Q1",
        ]
    );
    assert_eq!(compared.no_comparison.len(), 1); // Australia
    assert_eq!(compared.usual.n, 19);
    let interval = compared.usual.interval.unwrap();
    assert_eq!(interval.ranks, (6, 14));
    assert!((interval.low - 0.302).abs() <= MEDIAN_TOLERANCE, "{}", interval.low);
    assert!((interval.high - 0.870).abs() <= MEDIAN_TOLERANCE, "{}", interval.high);
    let latest = compared.rounds.last().unwrap();
    assert_eq!((latest.part, latest.gap.to_string()), (QualifyingPart::Q3, "+0.726".into()));
}

#[test]
fn agrees_with_the_records_of_2023() {
    // The drivers' pages of F1DB: wins, podiums, poles and fastest laps of the season.
    let Some(folder) = folder("agrees_with_the_records_of_2023") else { return };
    let season = read(&folder, 2023);
    let (driver, reference) = (id("sergio-perez"), id("max-verstappen"));
    let compared = race_comparison(&season, Session::Race, &driver, &reference, 1..=22);
    let counts = [&compared.driver, &compared.reference]
        .map(|r| (r.starts, r.wins, r.podiums, r.poles, r.fastest_laps, r.median_place));
    assert_eq!(counts, [(22, 2, 9, 2, 2, Some(4.0)), (22, 19, 21, 12, 9, Some(1.0))]);
    let lost: Vec<_> = compared.driver.not_classified.iter().map(|race| race.round).collect();
    assert_eq!(lost, [16, 19]); // Japan, Mexico
}

#[test]
fn agrees_with_the_swap_of_2019() {
    // Gasly and Albon changed places after Hungary; they never shared a car.
    let Some(folder) = folder("agrees_with_the_swap_of_2019") else { return };
    let season = read(&folder, 2019);
    let rounds = |a: &str, b: &str| shared_team_rounds(&season, &id(a), &id(b));
    assert!(rounds("pierre-gasly", "alexander-albon").is_empty());
    assert_eq!(rounds("pierre-gasly", "max-verstappen"), (1..=12).collect::<Vec<_>>());
    assert_eq!(rounds("alexander-albon", "max-verstappen"), (13..=21).collect::<Vec<_>>());
}

#[test]
fn law_everyone_compares_with_everyone_in_finite_numbers() {
    let Some(folder) = folder("law_everyone_compares_with_everyone_in_finite_numbers") else {
        return;
    };
    for year in [1968, 1988, 2005] {
        let season = read(&folder, year);
        let drivers = season.drivers();
        for (driver, reference) in drivers.iter().flat_map(|a| drivers.iter().map(move |b| (a, b)))
        {
            let form = form(&season, driver, reference, &[], 99, 5);
            for slice in form.thirds.iter().chain([&form.whole]) {
                let gap = slice.qualifying;
                assert!(gap.median_percent.is_none_or(f64::is_finite), "{year} {driver}");
                assert_eq!(gap.median_percent.is_some(), gap.n > 0);
                assert!(gap.interval.is_none_or(|at| at.contains(gap.median_percent.unwrap())));
            }
        }
    }
}

#[test]
fn keeps_the_thirds_of_2023() {
    let Some(folder) = folder("keeps_the_thirds_of_2023") else { return };
    let season = read(&folder, 2023);
    let form = form(&season, &id("sergio-perez"), &id("max-verstappen"), &[], 22, 5);
    let shown: Vec<_> = form
        .thirds
        .iter()
        .map(|third| {
            let gap = third.qualifying;
            let at = gap.interval.unwrap();
            let median = gap.median_percent.unwrap();
            format!("{median:+.2} % [{:+.2}, {:+.2}] n = {}", at.low, at.high, gap.n)
        })
        .collect();
    assert_eq!(
        shown,
        [
            "+0.59 % [+0.10, +2.02] n = 5",
            "+0.71 % [+0.47, +2.36] n = 6",
            "+0.59 % [+0.15, +1.16] n = 8",
        ]
    );
    assert!(form.changes.iter().all(|change| change.verdict == Verdict::Overlap));
}

/// Rounds whose track is named as wet or changing, and what is said of the outliers, in part.
#[track_caller]
fn check_named(folder: &Path, year: u16, wet: &[u16], outliers: &[&str]) {
    let compared = perez_to_verstappen(folder, year);
    let named = compared.rounds.iter().filter(|it| !it.track.is_usual()).map(|it| it.round);
    assert_eq!(named.collect::<Vec<_>>(), wet, "{year}");
    for (outlier, part) in compared.outliers.iter().zip(outliers) {
        assert!(outlier.to_string().contains(part), "{year}: {outlier}");
    }
}

#[test]
fn keeps_the_wet_rounds_by_name() {
    let Some(folder) = folder("keeps_the_wet_rounds_by_name") else { return };
    // Sochi of 2021 has no gap: Verstappen set no time. All named here were wet, or drying, or
    // stopped by rain (Hungary 2024 in its first part).
    check_named(&folder, 2021, &[12], &["9 drivers was 3.5 % slower in Q3 than in Q2"]);
    let montreal = "7.3 % slower than the race's fastest lap of 1:15.749";
    check_named(&folder, 2022, &[4, 9, 10, 17, 21], &[montreal, "3.6 % faster in Q2 than in Q1"]);
    check_named(&folder, 2023, &[8, 12, 13, 20], &["23.9 % off his own", "94.4 % off his own"]);
    check_named(&folder, 2024, &[12, 13, 14, 21], &["7.7 % off the median of 20 drivers"]);
}

/// No season of these four has a change of form, an end that stands out, or a trend that is likely.
#[test]
fn keeps_the_form_of_2021_to_2024() {
    let Some(folder) = folder("keeps_the_form_of_2021_to_2024") else { return };
    for year in 2021..=2024 {
        let compared = perez_to_verstappen(&folder, year);
        let form = form_level(&qualifying_gaps(&compared), 5).unwrap();
        assert!(form.changes.is_empty(), "{year}: {:?}", form.changes);
        assert_eq!(form.end.was_stronger(), Told::CannotTell, "{year}: {:?}", form.end);
        assert!(form.trend.unwrap().real < 0.5, "{year}: {:?}", form.trend);
        let usual = compared.usual.interval.unwrap();
        let is_near = |it: &LevelAt| it.level.low < usual.high && it.level.high > usual.low;
        assert!(form.rounds.iter().all(is_near), "{year}");
    }
}

/// Pérez and Hamilton were never team mates; both were Button's.
#[test]
fn keeps_the_chain_from_perez_to_hamilton() {
    let Some(folder) = folder("keeps_the_chain_from_perez_to_hamilton") else { return };
    let seasons = 2010..=2024;
    let gaps: Vec<MateGap> = seasons.flat_map(|year| mate_gaps(&read(&folder, year))).collect();
    let chain = |driver, reference| chained_gap(&gaps, &id(driver), &id(reference)).unwrap();
    let found = chain("sergio-perez", "lewis-hamilton");
    let through: Vec<_> = found.links.iter().map(|it| it.reference.as_str()).collect();
    assert_eq!(through, ["jenson-button", "lewis-hamilton"]);
    let seasons: Vec<_> = found.links.iter().map(|it| it.seasons.clone()).collect();
    assert_eq!(seasons, [vec![2013], vec![2010, 2011, 2012]]);
    let width = |at: &Estimate| at.high - at.low;
    assert!(width(&found.links[1].so_far) > width(&found.links[0].gap));
    assert!(width(&found.gap) < width(&found.links[1].so_far), "other chains help");
    assert!(found.gap.median > 0.0, "{:?}", found.gap);
    let direct = chain("sergio-perez", "max-verstappen");
    let own = direct.links[0].gap;
    assert_eq!((direct.links.len(), direct.links[0].n), (1, 88));
    assert!((0.45..0.58).contains(&own.median), "{own:?}"); // four medians from 0.446 to 0.604
}
