//! Records over every championship since 1950, held against F1DB's own totals and against
//! answers worked out from its tables by other means.
//!
//! F1DB (CC BY 4.0) is looked for at `$MAATSTAF_F1DB`, at `$MAATSTAF_SHARED/f1db`, and
//! beside the workspace; without it a test says that it was skipped.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real data is a shell"
)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use maatstaf::core::{DriverId, Points, Year};
use maatstaf::facts;
use maatstaf::formats::f1db::{self, FILES, Files, Options};
use maatstaf::season::{
    Chronicle, Detail, Mark, Reading, Record, SeasonRound, Touch, TouchKind, chronicle, marks,
    touches,
};

use Reading::{Absolute, Relative};

#[path = "../../../fixtures/shared.rs"]
mod shared;

fn folder() -> PathBuf {
    let named = std::env::var_os("MAATSTAF_F1DB").map(PathBuf::from);
    named.unwrap_or_else(|| shared::shared("f1db"))
}

/// Every season, read once for all tests.
fn every_season(test: &str) -> Option<&'static Chronicle> {
    static CHRONICLE: OnceLock<Option<Chronicle>> = OnceLock::new();
    let read_all = || {
        let read = |name: &str| std::fs::read(folder().join(name)).ok();
        let files: Files =
            FILES.iter().filter_map(|it| Some((it.name.to_owned(), read(it.name)?))).collect();
        let almanac = (!files.is_empty()).then(|| f1db::read(&files, &Options::default()))?;
        Some(chronicle(&almanac.unwrap().almanac, facts::f1_rules(), ..))
    };
    let chronicle = CHRONICLE.get_or_init(read_all);
    if chronicle.is_none() {
        println!("skipped: {test}: no F1DB at {}", folder().display());
    }
    chronicle.as_ref()
}

/// The rows of a file of F1DB: a value for each of the named columns.
fn columns<const N: usize>(file: &str, names: [&str; N]) -> Vec<[String; N]> {
    let text = std::fs::read_to_string(folder().join(file)).unwrap();
    let mut rows = text.lines().map(cells);
    let head = rows.next().unwrap();
    let at = names.map(|name| head.iter().position(|column| column == name).unwrap());
    rows.map(|row| at.map(|idx| row[idx].clone())).collect()
}

/// The cells of a line, quoted or not.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// What a mark says: value, holders, the last of its seasons.
fn said(mark: &Mark) -> (String, String, Year) {
    let names: Vec<_> = mark.drivers.iter().map(DriverId::as_str).collect();
    (mark.value.to_string(), names.join(" "), mark.year())
}

/// The list begins like this.
#[track_caller]
fn check(chronicle: &Chronicle, record: Record, reading: Reading, list: &[(&str, &str, Year)]) {
    let marks = marks(chronicle, record, reading);
    let found: Vec<_> = marks.iter().take(list.len()).map(said).collect();
    let list: Vec<_> = list.iter().map(|at| (at.0.to_owned(), at.1.to_owned(), at.2)).collect();
    assert_eq!(found, list, "{record:?} {reading:?}");
}

/// By season and driver.
type BySeason = BTreeMap<(Year, String), Points>;

fn ours(chronicle: &Chronicle, record: Record) -> BySeason {
    let marks = marks(chronicle, record, Absolute).into_iter();
    marks.map(|at| ((at.year(), at.drivers[0].to_string()), at.value)).collect()
}

fn theirs(column: &str) -> BySeason {
    let rows = columns("f1db-seasons-drivers.csv", ["year", "driverId", column]).into_iter();
    let rows = rows.map(|[year, driver, n]| ((year.parse().unwrap(), driver), n.parse().unwrap()));
    rows.filter(|(_, n): &(_, Points)| !n.is_zero()).collect()
}

// F1DB, seasons-drivers: totalRaceWins, totalPodiums, totalFastestLaps, totalPolePositions, of
// every driver in every season.
#[test]
fn agrees_every_total_of_every_season() {
    let Some(chronicle) = every_season("agrees_every_total_of_every_season") else { return };
    for (record, column) in [
        (Record::Wins, "totalRaceWins"),
        (Record::Podiums, "totalPodiums"),
        (Record::FastestLaps, "totalFastestLaps"),
    ] {
        let (ours, theirs) = (ours(chronicle, record), theirs(column));
        assert!(theirs.len() > 300 && ours == theirs, "{column}");
    }
    // In 2022 a sprint set the grid of São Paulo; the pole stayed with the first in qualifying.
    let mut poles = ours(chronicle, Record::Poles);
    let at = |driver: &str| (2022, driver.to_owned());
    *poles.get_mut(&at("george-russell")).unwrap() += Points::from(-1);
    poles.insert(at("kevin-magnussen"), 1.into());
    assert_eq!(poles, theirs("totalPolePositions"));
}

// F1DB, drivers: totalChampionshipWins.
#[test]
fn agrees_every_title() {
    let Some(chronicle) = every_season("agrees_every_title") else { return };
    let titles = marks(chronicle, Record::Titles, Absolute).into_iter();
    let ours: BTreeMap<String, Points> =
        titles.map(|at| (at.drivers[0].to_string(), at.value)).collect();
    let rows = columns("f1db-drivers.csv", ["id", "totalChampionshipWins"]).into_iter();
    let theirs = rows.map(|[id, n]| (id, n.parse::<Points>().unwrap()));
    let theirs: BTreeMap<_, _> = theirs.filter(|(_, n)| !n.is_zero()).collect();
    assert_eq!(ours, theirs);
    assert_eq!(theirs.len(), 35);
}

// F1DB, seasons-driver-standings: the points of the first two lines of each season that is over.
#[test]
fn agrees_every_gap() {
    let Some(chronicle) = every_season("agrees_every_gap") else { return };
    let names = ["year", "positionDisplayOrder", "points"];
    let rows = columns("f1db-seasons-driver-standings.csv", names).into_iter();
    let points: BTreeMap<(Year, u16), Points> = rows
        .map(|[year, order, points]| {
            ((year.parse().unwrap(), order.parse().unwrap()), points.parse().unwrap())
        })
        .collect();
    let gaps = marks(chronicle, Record::Gap, Absolute);
    for mark in &gaps {
        let gap = points[&(mark.year(), 1)] - points[&(mark.year(), 2)];
        assert_eq!(mark.value.hundredths(), gap.hundredths(), "{}", mark.year());
    }
    assert_eq!(gaps.len(), 76, "every season but the running one");
}

// F1DB, seasons-driver-standings; worked out with Python's fractions.
#[test]
fn agrees_the_largest_and_smallest_gaps() {
    let Some(chronicle) = every_season("agrees_the_largest_and_smallest_gaps") else { return };
    check(
        chronicle,
        Record::Gap,
        Absolute,
        &[
            ("290", "max-verstappen sergio-perez", 2023),
            ("155", "sebastian-vettel fernando-alonso", 2013),
            ("146", "max-verstappen charles-leclerc", 2022),
            ("124", "lewis-hamilton valtteri-bottas", 2020),
            ("122", "sebastian-vettel jenson-button", 2011),
        ],
    );
    // 0.496, 0.519, 0.519, 0.528; Schumacher is excluded from 1997, so Frentzen is second
    check(
        chronicle,
        Record::Gap,
        Relative,
        &[
            ("57/115", "max-verstappen sergio-perez", 2023),
            ("14/27", "nigel-mansell riccardo-patrese", 1992),
            ("14/27", "jacques-villeneuve heinz-harald-frentzen", 1997),
            ("65/123", "michael-schumacher david-coulthard", 2001),
        ],
    );
    check(
        chronicle,
        Record::Closest,
        Absolute,
        &[
            ("0.5", "niki-lauda alain-prost", 1984),
            ("1", "mike-hawthorn stirling-moss", 1958),
            ("1", "phil-hill wolfgang-von-trips", 1961),
        ],
    );
    let level =
        marks(chronicle, Record::Closest, Absolute).iter().filter(|at| at.rank == 2).count();
    assert_eq!(level, 8, "1958, 61, 64, 76, 81, 94, 2007 and 08");
    check(
        chronicle,
        Record::Closest,
        Relative,
        &[("421/423", "lando-norris max-verstappen", 2025)],
    );
}

// F1DB, results; worked out with Python.
#[test]
fn agrees_wins_points_and_winners() {
    let Some(chronicle) = every_season("agrees_wins_points_and_winners") else { return };
    check(
        chronicle,
        Record::Wins,
        Absolute,
        &[
            ("19", "max-verstappen", 2023),
            ("15", "max-verstappen", 2022),
            ("13", "michael-schumacher", 2004),
            ("13", "sebastian-vettel", 2013),
        ],
    );
    check(
        chronicle,
        Record::Wins,
        Relative,
        &[
            ("19/22", "max-verstappen", 2023),
            ("0.75", "alberto-ascari", 1952),
            ("13/18", "michael-schumacher", 2004),
            ("0.7", "jim-clark", 1963),
        ],
    );
    check(chronicle, Record::Points, Absolute, &[("575", "max-verstappen", 2023)]);
    // Each of the three won as many races as counted (Ascari with every fastest lap).
    check(
        chronicle,
        Record::Points,
        Relative,
        &[("1", "alberto-ascari", 1952), ("1", "jim-clark", 1963), ("1", "jim-clark", 1965)],
    );
    check(chronicle, Record::Winners, Absolute, &[("11", "", 1982), ("9", "", 1975)]);
    check(chronicle, Record::Winners, Relative, &[("0.75", "", 1951), ("11/16", "", 1982)]);
}

// F1DB, results; worked out with Python, over the starts of each driver.
#[test]
fn agrees_streaks() {
    let Some(chronicle) = every_season("agrees_streaks") else { return };
    check(
        chronicle,
        Record::Streak,
        Absolute,
        &[
            ("10", "max-verstappen", 2023),
            ("9", "alberto-ascari", 1953),
            ("9", "sebastian-vettel", 2013),
            ("9", "max-verstappen", 2024),
            ("7", "michael-schumacher", 2004),
            ("7", "nico-rosberg", 2016),
        ],
    );
    let streaks = marks(chronicle, Record::Streak, Absolute);
    let at = |year, round| SeasonRound { year, round };
    // Indianapolis 1953 lies between; he did not start there.
    let ascari =
        Detail::Streak { first: at(1952, 3), last: at(1953, 4), missed: vec![at(1953, 2)] };
    assert_eq!(streaks[1].detail, ascari);
    let verstappen = Detail::Streak { first: at(2023, 5), last: at(2023, 14), missed: vec![] };
    assert_eq!(streaks[0].detail, verstappen);
}

// F1DB, races-driver-standings: rounds after championshipWon.
#[test]
fn agrees_rounds_to_spare() {
    let Some(chronicle) = every_season("agrees_rounds_to_spare") else { return };
    check(
        chronicle,
        Record::RoundsToSpare,
        Absolute,
        &[
            ("6", "michael-schumacher", 2002),
            ("5", "nigel-mansell", 1992),
            ("5", "max-verstappen", 2023),
            ("4", "michael-schumacher", 2001),
            ("4", "michael-schumacher", 2004),
            ("4", "sebastian-vettel", 2011),
            ("4", "max-verstappen", 2022),
        ],
    );
    check(chronicle, Record::RoundsToSpare, Relative, &[("6/17", "michael-schumacher", 2002)]);
}

// F1DB, races-driver-standings: the leader's points less the later champion's, after each round.
#[test]
fn agrees_deficits() {
    let Some(chronicle) = every_season("agrees_deficits") else { return };
    check(
        chronicle,
        Record::Deficit,
        Absolute,
        &[
            ("46", "max-verstappen", 2022),
            ("44", "sebastian-vettel", 2012),
            ("35", "james-hunt", 1976),
            ("34", "lando-norris", 2025),
            ("31", "sebastian-vettel", 2010),
            ("29", "lewis-hamilton", 2014),
        ],
    );
    // 35 points at 9 for a win
    check(chronicle, Record::Deficit, Relative, &[("3 8/9", "james-hunt", 1976)]);
    let deficits = marks(chronicle, Record::Deficit, Absolute);
    let Detail::Behind { moment, leaders, .. } = &deficits[2].detail else { panic!() };
    assert_eq!((moment.round, leaders[0].as_str()), (7, "niki-lauda"));
}

// F1DB, drivers: dateOfBirth; races: date and driversChampionshipDecider.
#[test]
fn agrees_the_youngest_champions() {
    let Some(chronicle) = every_season("agrees_the_youngest_champions") else { return };
    check(
        chronicle,
        Record::Youngest,
        Absolute,
        &[
            ("8535", "sebastian-vettel", 2010),
            ("8700", "lewis-hamilton", 2008),
            ("8824", "fernando-alonso", 2005),
            ("8839", "max-verstappen", 2021),
        ],
    );
    let youngest = marks(chronicle, Record::Youngest, Absolute);
    let Detail::Age { years, days, on } = youngest[0].detail else { panic!() };
    assert_eq!((years, days, on.to_string().as_str()), (23, 134, "2010-11-14"));
}

// F1DB, results and seasons-driver-standings. In 1957 Moss, second, drove for Maserati once and
// for Vanwall, so there was no one-two.
#[test]
fn agrees_one_twos() {
    let Some(chronicle) = every_season("agrees_one_twos") else { return };
    let one_twos = marks(chronicle, Record::OneTwo, Absolute);
    let found: Vec<_> = one_twos.iter().map(|at| (at.teams[0].as_str(), &at.years[..])).collect();
    let known: [(&str, &[Year]); 9] = [
        ("mercedes", &[1955, 2014, 2015, 2016, 2019, 2020]),
        ("ferrari", &[1952, 1961, 1979, 2002, 2004]),
        ("williams", &[1987, 1992, 1996, 1997]),
        ("mclaren", &[1984, 1988, 1989]),
        ("alfa-romeo", &[1950]),
        ("cooper", &[1960]),
        ("brabham", &[1967]),
        ("lotus", &[1978]),
        ("red-bull", &[2023]),
    ];
    assert_eq!(found, known);
}

fn touch_of(touches: &[Touch], record: Record, reading: Reading) -> Option<&Touch> {
    touches.iter().find(|at| (at.record, at.reading) == (record, reading))
}

// championship.md, and the lists above.
#[test]
fn agrees_what_2023_touched() {
    let Some(chronicle) = every_season("agrees_what_2023_touched") else { return };
    let found = touches(chronicle, 2023);
    let list: Vec<_> = found.iter().map(|at| (at.record, at.reading, at.kind)).collect();
    let known = [
        (Record::Gap, Absolute, TouchKind::Set),
        (Record::Gap, Relative, TouchKind::Set),
        (Record::Points, Absolute, TouchKind::Set),
        (Record::Wins, Absolute, TouchKind::Set),
        (Record::Wins, Relative, TouchKind::Set),
        (Record::Podiums, Absolute, TouchKind::Set),
        (Record::Streak, Absolute, TouchKind::Set),
        (Record::OneTwo, Absolute, TouchKind::First),
    ];
    assert_eq!(list, known);
    assert!(found.iter().all(|at| at.stands || at.kind == TouchKind::First));
    let before = |record, reading| {
        let touch = touch_of(&found, record, reading).unwrap();
        touch.before.iter().map(|at| (at.value.to_string(), at.year())).collect::<Vec<_>>()
    };
    let old = |value: &str, years: &[Year]| -> Vec<(String, Year)> {
        years.iter().map(|year| (value.to_owned(), *year)).collect()
    };
    assert_eq!(before(Record::Gap, Absolute), old("155", &[2013]));
    assert_eq!(before(Record::Gap, Relative), old("14/27", &[1992, 1997]));
    assert_eq!(before(Record::Wins, Absolute), old("15", &[2022]));
    assert_eq!(before(Record::Points, Absolute), old("454", &[2022]));
    assert_eq!(before(Record::Streak, Absolute), old("9", &[1953, 2013]));
    assert_eq!(
        touch_of(&found, Record::OneTwo, Absolute).unwrap().mark.teams[0].as_str(),
        "red-bull"
    );
}

// The lists above. What fell later no longer stands.
#[test]
fn agrees_what_earlier_seasons_touched() {
    let Some(chronicle) = every_season("agrees_what_earlier_seasons_touched") else { return };
    let check = |year, record, kind, stands: bool| {
        let found = touches(chronicle, year);
        let touch =
            touch_of(&found, record, Absolute).unwrap_or_else(|| panic!("{year} {record:?}"));
        assert_eq!((touch.kind, touch.stands), (kind, stands), "{year} {record:?}");
    };
    check(2013, Record::Gap, TouchKind::Set, false);
    check(2013, Record::Streak, TouchKind::Equalled, false);
    check(1984, Record::Closest, TouchKind::Set, true);
    check(1992, Record::RoundsToSpare, TouchKind::Set, false);
    check(2002, Record::RoundsToSpare, TouchKind::Set, true);
    check(2020, Record::Titles, TouchKind::Equalled, true);
    check(2022, Record::Deficit, TouchKind::Set, true);
    assert!(touch_of(&touches(chronicle, 2023), Record::RoundsToSpare, Absolute).is_none());
    assert_eq!(touches(chronicle, 1950), []);
}

#[test]
fn exact_the_embedded_seasons_do_not_reach_back() {
    let chronicle = chronicle(facts::seasons(), facts::f1_rules(), ..);
    assert_eq!(chronicle.years().collect::<Vec<_>>(), [2021, 2022, 2023]);
    assert!(!chronicle.reaches_back_from(2021) && !chronicle.reaches_back_from(2023));
}
