//! Every championship since 1950, held against F1DB and against answers known from it.
//!
//! F1DB (CC BY 4.0) is looked for at `$MAATSTAF_F1DB`, at `$MAATSTAF_SHARED/f1db`, and
//! beside the workspace; without it a test says that it was skipped.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real data is a shell"
)]

use maatstaf::core::{
    Almanac, Competitor, Correction, DriverId, FastestLapRule, Moment, Points, RoundNumber, Season,
    SeasonRules, Session, Title, Year,
};
use maatstaf::facts;
use maatstaf::season::{
    Audit, DifferenceKind, Scoresheet, Settlement, audit, awards, possible_until, scoresheet,
    settlements, standings_at,
};

use Title::{Constructors, Drivers};

#[path = "../../../fixtures/f1db.rs"]
mod release;
use release::f1db;

fn rules(year: Year) -> &'static SeasonRules {
    &facts::f1_rules()[&year]
}

fn audits(almanac: &Almanac, title: Title) -> Vec<(Year, Audit)> {
    let audited = |(&year, season)| (year, audit(season, rules(year), title).unwrap());
    almanac.seasons.iter().map(audited).filter(|(_, audit)| audit.compared).collect()
}

fn sheet(almanac: &Almanac, year: Year, title: Title) -> Scoresheet {
    scoresheet(&almanac.seasons[&year], rules(year), title).unwrap()
}

fn driver(name: &str) -> Competitor {
    Competitor::Driver(DriverId::new(name))
}

fn settled(almanac: &Almanac, year: Year, place: usize) -> Settlement {
    settlements(&sheet(almanac, year, Drivers), &[])[place - 1].clone()
}

/// `(gross, net)` at the end of the season.
fn final_points(almanac: &Almanac, year: Year, name: &str) -> (Points, Points) {
    let sheet = sheet(almanac, year, Drivers);
    let table = standings_at(&sheet, sheet.now().unwrap());
    let row = table.row_of(&driver(name)).unwrap();
    (row.gross, row.points)
}

// F1DB, seasons-driver-standings and seasons-constructor-standings: points in hundredths,
// and the order.
#[test]
fn agrees_every_final_table() {
    let Some(almanac) = f1db("agrees_every_final_table") else { return };
    for (title, n_tables) in [(Drivers, 77), (Constructors, 69)] {
        let audits = audits(almanac, title);
        let agree = audits.iter().filter(|(_, audit)| audit.final_agrees()).count();
        assert_eq!((agree, audits.len()), (n_tables, n_tables), "{title:?}");
    }
}

// F1DB, races: the calendar of every season.
#[test]
fn agrees_every_number_of_rounds() {
    let Some(almanac) = f1db("agrees_every_number_of_rounds") else { return };
    for (year, season) in &almanac.seasons {
        assert_eq!(rules(*year).n_rounds, season.n_rounds(), "{year}");
    }
}

// F1DB, races-driver-standings and races-constructor-standings. Beside each: what is wrong.
const SLIPS: [(Year, RoundNumber, Title); 14] = [
    (1954, 5, Drivers), // Behra's seventh of a point is missing, and there a round later
    (1956, 6, Drivers), // Villoresi 27th among those who are 17th
    (1959, 5, Drivers), // Ward and Bonnier 6, between 8 and 8, and 8 and 10, with no score
    (1964, 9, Drivers), // Spence and Taylor 28th, behind two who are 18th
    (1974, 13, Constructors), // McLaren leads by 61 to 59, and is called second
    (1977, 12, Constructors), // Wolf with 38 shares fourth place with McLaren's 35
    (1978, 3, Constructors), // Tyrrell 12, then 15 after another 4
    (1979, 13, Drivers), // Reutemann 67th, in the seventh line
    (1982, 10, Drivers), // Salazar and Surer 29th, behind one who is 19th
    (1982, 11, Drivers), // Surer 29th, beside Salazar who is 19th
    (2007, 6, Constructors), // counted from 2, as if McLaren were not excluded
    (2012, 6, Drivers), // Karthikeyan before Pic: a 15th each, then 21st against 20th
    (2021, 10, Drivers), // Mazepin before Latifi: a 14th each, then 17th against 15th
    (2022, 6, Drivers), // Tsunoda before Ricciardo: 11 each, best 7th against 6th
];

#[test]
fn agrees_every_round_but_the_slips() {
    let Some(almanac) = f1db("agrees_every_round_but_the_slips") else { return };
    let mut differing = Vec::new();
    for (title, agree, n_rounds) in [(Drivers, 1150, 1160), (Constructors, 1092, 1096)] {
        let audits = audits(almanac, title);
        let sum = |count: fn(&Audit) -> u16| audits.iter().map(|(_, at)| count(at)).sum::<u16>();
        assert_eq!((sum(|at| at.rounds_agree), sum(|at| at.rounds)), (agree, n_rounds));
        for at in audits.iter().flat_map(|(_, audit)| &audit.differences) {
            if at.kind != DifferenceKind::Tie {
                differing.extend(at.round.map(|round| (at.year, round, title)));
            }
        }
    }
    differing.sort();
    differing.dedup();
    assert_eq!(differing, SLIPS);
}

// F1DB, races-driver-standings, column championshipWon. Beyond arithmetic: 1953 names a round
// too late, in 1960 the British teams stayed away from Italy, in 1961 von Trips and in 1978
// Peterson had lost their lives.
#[test]
fn agrees_the_deciding_rounds() {
    let Some(almanac) = f1db("agrees_the_deciding_rounds") else { return };
    let audits = audits(almanac, Drivers);
    let deciders: Vec<_> = audits.iter().filter_map(|(_, audit)| audit.decider.clone()).collect();
    let differing: Vec<_> = deciders
        .iter()
        .filter(|at| at.ours != at.official)
        .map(|at| (at.year, at.official, at.ours, at.with_absences))
        .collect();
    assert_eq!(deciders.len(), 76);
    let known = [(1953, 8, 7, 7), (1960, 8, 9, 9), (1961, 7, 8, 7), (1978, 14, 15, 14)];
    assert_eq!(differing, known);
}

// F1DB, races-driver-standings: championshipWon at the last round.
#[test]
fn agrees_the_seasons_decided_at_the_last_round() {
    let Some(almanac) = f1db("agrees_the_seasons_decided_at_the_last_round") else { return };
    let audits = audits(almanac, Drivers);
    let at_the_last = |(year, audit): &(Year, Audit)| {
        let decider = audit.decider.as_ref()?;
        (decider.with_absences == almanac.seasons[year].n_rounds()).then_some(*year)
    };
    let years: Vec<Year> = audits.iter().filter_map(at_the_last).collect();
    let known = [
        1950, 1951, 1956, 1958, 1959, 1962, 1964, 1967, 1968, 1974, 1976, 1981, 1982, 1983, 1984,
        1986, 1994, 1996, 1997, 1998, 1999, 2003, 2006, 2007, 2008, 2010, 2012, 2014, 2016, 2021,
        2025,
    ];
    assert_eq!(years, known);
}

// F1DB, races-driver-standings: rounds after the one with championshipWon.
#[test]
fn agrees_the_rounds_to_spare() {
    let Some(almanac) = f1db("agrees_the_rounds_to_spare") else { return };
    for (year, to_spare) in [(2002, 6), (1992, 5), (2023, 5), (2004, 4), (2011, 4), (2022, 4)] {
        assert_eq!(settled(almanac, year, 1).rounds_to_spare, to_spare, "{year}");
    }
    let qatar = Moment { round: 17, session: Session::Sprint };
    assert_eq!(settled(almanac, 2023, 1).moment, qatar);
}

// F1DB, seasons-driver-standings 1988: the 11 best of 16 count.
#[test]
fn agrees_1988_drops_results() {
    let Some(almanac) = f1db("agrees_1988_drops_results") else { return };
    let points = |name| final_points(almanac, 1988, name);
    assert_eq!(points("alain-prost"), (105.into(), 87.into()));
    assert_eq!(points("ayrton-senna"), (94.into(), 90.into()));
}

/// Every driver's award of a race.
fn handed_out(season: &Season, round: RoundNumber) -> Vec<Points> {
    let race = season.event(round).unwrap().race.as_ref().unwrap();
    let given = awards(race, rules(season.year()), round, Session::Race, Drivers);
    given.iter().flat_map(|award| [award.place, award.fastest_lap]).collect()
}

// F1DB, results of the British Grand Prix 1954: seven drivers with the fastest lap.
#[test]
fn agrees_seven_share_the_fastest_lap_of_britain_1954() {
    let Some(almanac) = f1db("agrees_seven_share_the_fastest_lap_of_britain_1954") else { return };
    let given = handed_out(&almanac.seasons[&1954], 5);
    let sevenths = given.iter().filter(|points| **points == Points::ratio(1, 7)).count();
    assert_eq!(sevenths, 7);
    assert_eq!(given.into_iter().sum::<Points>(), Points::from(8 + 6 + 4 + 3 + 2 + 1));
}

// F1DB, results of these races.
#[test]
fn agrees_races_for_half_and_double_points() {
    let Some(almanac) = f1db("agrees_races_for_half_and_double_points") else { return };
    let check = |year: Year, circuit: &str, doubled: i64| {
        let season = &almanac.seasons[&year];
        let at = season.events().iter().find(|at| at.round.circuit_id == circuit);
        let round = at.unwrap_or_else(|| panic!("no {circuit} in {year}")).round.number;
        let sum: Points = handed_out(season, round).into_iter().sum();
        assert_eq!(sum, Points::ratio(doubled, 2), "{year} {circuit}");
    };
    check(1975, "montjuic", 25);
    check(1975, "spielberg", 25);
    check(1984, "monaco", 25);
    check(1991, "adelaide", 26);
    check(2009, "sepang", 39);
    check(2021, "spa-francorchamps", 101);
    check(2014, "yas-marina", 404);
}

/// What a race has to give: all places, and the fastest lap.
fn on_offer(rules: &SeasonRules, round: RoundNumber) -> Points {
    let twice = rules.rounds.get(&round).map_or(Points::from(1), |at| at.factor);
    rules.race.drivers.0.iter().map(|points| *points * twice).sum::<Points>()
        + rules.race.fastest_lap.points()
}

// F1DB, results: a race hands out what is on offer, but for these.
#[test]
fn agrees_points_handed_out_are_those_on_offer() {
    let Some(almanac) = f1db("agrees_points_handed_out_are_those_on_offer") else { return };
    let mut short = Vec::new();
    for (&year, season) in &almanac.seasons {
        for event in season.events().iter().filter(|event| event.race.is_some()) {
            let round = event.round.number;
            let missing = on_offer(rules(year), round)
                + -handed_out(season, round).into_iter().sum::<Points>();
            if !missing.is_zero() {
                short.push((year, round, missing.to_string()));
            }
        }
    }
    let known: Vec<_> = SHORT.iter().map(|it| (it.0, it.1, it.2.to_owned())).collect();
    assert_eq!(short, known);
}

const FEW: &str = "fewer cars were classified than places score";
const HALF: &str = "half points";
const FASTEST_BEHIND: &str = "the fastest lap was set by a driver outside the first ten";

/// Year, round, points that nobody got, and why.
const SHORT: [(Year, RoundNumber, &str, &str); 36] = [
    (1956, 2, "1.5", "Fangio drove two cars that scored, and kept the better share"),
    (1958, 8, "2", "the fifth car was a Formula 2 car"),
    (1958, 10, "3", "the fourth car was shared"),
    (1960, 1, "4", "the third car was shared"),
    (1963, 4, "4", "the third car was started by pushing"),
    (1966, 1, "3", FEW),
    (1966, 2, "1", FEW),
    (1968, 2, "1", FEW),
    (1968, 3, "1", FEW),
    (1970, 2, "1", FEW),
    (1975, 4, "12.5", HALF),
    (1975, 12, "12.5", HALF),
    (1982, 4, "1", FEW),
    (1983, 1, "6", "the second car was disqualified, and nobody moved up"),
    (1984, 6, "12.5", HALF),
    (1984, 8, "1", FEW),
    (1984, 14, "3", "the fifth and the sixth were second cars of one-car entries"),
    (1987, 16, "2", "the fifth was the second car of a one-car entry"),
    (1991, 16, "13", HALF),
    (2005, 9, "3", FEW),
    (2009, 2, "19.5", HALF),
    (2019, 15, "1", FASTEST_BEHIND),
    (2019, 20, "1", FASTEST_BEHIND),
    (2021, 6, "1", FASTEST_BEHIND),
    (2021, 10, "1", FASTEST_BEHIND),
    (2021, 12, "51.5", HALF),
    (2021, 18, "1", FASTEST_BEHIND),
    (2022, 17, "1", FASTEST_BEHIND),
    (2022, 18, "1", FASTEST_BEHIND),
    (2023, 1, "1", FASTEST_BEHIND),
    (2023, 14, "1", FASTEST_BEHIND),
    (2024, 6, "1", FASTEST_BEHIND),
    (2024, 11, "1", FASTEST_BEHIND),
    (2024, 18, "1", FASTEST_BEHIND),
    (2024, 19, "1", FASTEST_BEHIND),
    (2024, 24, "1", FASTEST_BEHIND),
];

// F1DB, races-driver-standings 2023.
#[test]
fn agrees_the_gap_of_2023_by_round() {
    let Some(almanac) = f1db("agrees_the_gap_of_2023_by_round") else { return };
    let sheet = sheet(almanac, 2023, Drivers);
    let gap = |round| {
        let table = standings_at(&sheet, Moment::after(round));
        let points = |name| table.row_of(&driver(name)).unwrap().points;
        points("max-verstappen") - points("sergio-perez")
    };
    let known = [
        7, 1, 15, 6, 14, 39, 53, 69, 81, 99, 110, 125, 138, 145, 151, 177, 209, 226, 251, 266, 276,
        290,
    ];
    assert_eq!((1..=22).map(gap).collect::<Vec<_>>(), known.map(Points::from));
    assert!((5..=22).all(|round| gap(round) > gap(round - 1)), "grows after every race from 4 on");
}

// F1DB, seasons-driver-standings 2021 to 2024.
#[test]
fn agrees_the_points_of_verstappen_and_perez() {
    let Some(almanac) = f1db("agrees_the_points_of_verstappen_and_perez") else { return };
    let place = |year, name: &str| {
        let sheet = sheet(almanac, year, Drivers);
        let table = standings_at(&sheet, sheet.now().unwrap());
        let row = table.row_of(&driver(name)).unwrap();
        (row.place.unwrap(), row.points)
    };
    assert_eq!(place(2021, "max-verstappen"), (1, Points::ratio(791, 2)));
    assert_eq!(place(2022, "max-verstappen"), (1, 454.into()));
    assert_eq!(place(2023, "max-verstappen"), (1, 575.into()));
    assert_eq!(place(2020, "sergio-perez").0, 4);
    assert_eq!(place(2021, "sergio-perez").0, 4);
    assert_eq!(place(2022, "sergio-perez").0, 3);
    assert_eq!(place(2023, "sergio-perez"), (2, 285.into()));
    assert_eq!(place(2024, "sergio-perez"), (8, 152.into()));
}

// Before Las Vegas Pérez led Hamilton by 32 with 52 to come; after it by 41 with 26 to come.
#[test]
fn agrees_second_place_of_2023_was_settled_at_las_vegas() {
    let Some(almanac) = f1db("agrees_second_place_of_2023_was_settled_at_las_vegas") else {
        return;
    };
    let second = settled(almanac, 2023, 2);
    assert_eq!(second.competitor, driver("sergio-perez"));
    assert_eq!(second.moment, Moment::after(21));
    assert_eq!(almanac.seasons[&2023].event(21).unwrap().round.id, "las-vegas");
    let sheet = sheet(almanac, 2023, Drivers);
    let still = possible_until(&sheet, &driver("sergio-perez"), 1, &[]).unwrap();
    assert!(still < settled(almanac, 2023, 1).moment);
}

// F1DB, results: the winners.
#[test]
fn agrees_the_wins_of_perez() {
    let Some(almanac) = f1db("agrees_the_wins_of_perez") else { return };
    let mut wins = Vec::new();
    for (&year, season) in almanac.seasons.range(2011..=2024) {
        for event in season.events() {
            let line =
                event.race.as_ref().and_then(|it| it.line_of(&DriverId::new("sergio-perez")));
            if line.is_some_and(|line| line.outcome.place() == Some(1)) {
                wins.push((year, event.round.number));
            }
        }
    }
    let known = [(2020, 16), (2021, 6), (2022, 7), (2022, 17), (2023, 2), (2023, 4)];
    assert_eq!(wins, known);
}

/// The gap from first to second, and the second's share of the first's points.
fn margin(almanac: &Almanac, year: Year) -> (Points, f64) {
    let sheet = sheet(almanac, year, Drivers);
    let rows = standings_at(&sheet, sheet.now().unwrap()).rows;
    (rows[0].points - rows[1].points, rows[1].points.as_f64() / rows[0].points.as_f64())
}

// F1DB, seasons-driver-standings of every season that is over.
#[test]
fn agrees_no_gap_was_larger_than_that_of_2023() {
    let Some(almanac) = f1db("agrees_no_gap_was_larger_than_that_of_2023") else { return };
    let over = |year: &&Year| {
        sheet(almanac, **year, Drivers).moments().count()
            == sheet(almanac, **year, Drivers).held().count()
    };
    let mut margins: Vec<_> =
        almanac.seasons.keys().filter(over).map(|&year| (margin(almanac, year), year)).collect();
    margins.sort_by_key(|((gap, _), _)| std::cmp::Reverse(*gap));
    let largest: Vec<_> = margins.iter().take(5).map(|((gap, _), year)| (*year, *gap)).collect();
    let known = [(2023, 290), (2013, 155), (2022, 146), (2020, 124), (2011, 122)];
    assert_eq!(largest, known.map(|(year, gap)| (year, Points::from(gap))));
    margins.sort_by(|a, b| a.0.1.total_cmp(&b.0.1));
    assert_eq!(margins[0].1, 2023);
    assert_eq!(margins[0].0.1, 285.0 / 575.0);
}

// F1DB, results 2023, and seasons-driver-standings: 19 wins of 22 are the most.
#[test]
fn agrees_the_wins_of_a_season() {
    let Some(almanac) = f1db("agrees_the_wins_of_a_season") else { return };
    let wins = |&year: &Year| {
        let sheet = sheet(almanac, year, Drivers);
        let rows = standings_at(&sheet, sheet.now().unwrap()).rows;
        (rows.iter().map(|row| row.wins).max().unwrap(), year)
    };
    let mut most: Vec<_> = almanac.seasons.keys().map(wins).collect();
    most.sort_unstable();
    assert_eq!(most[most.len() - 2..], [(15, 2022), (19, 2023)]);
}

// F1DB, results 2023.
#[test]
fn agrees_the_last_rounds_of_perez_in_2023() {
    let Some(almanac) = f1db("agrees_the_last_rounds_of_perez_in_2023") else { return };
    let sheet = sheet(almanac, 2023, Drivers);
    let check = |rounds: std::ops::RangeInclusive<u16>, points: [i64; 3]| {
        let of_round = |round| {
            let at = |session| sheet.scored(&driver("sergio-perez"), Moment { round, session });
            at(Session::Sprint) + at(Session::Race)
        };
        assert_eq!(rounds.map(of_round).collect::<Vec<_>>(), points.map(Points::from));
    };
    check(17..=19, [1, 16, 0]);
    check(20..=22, [18, 15, 12]);
}

#[test]
fn law_every_correction_names_its_source() {
    let fixes =
        |rules: &'static SeasonRules| rules.corrections.iter().map(move |it| (rules.year, it));
    let is_told = |it: &Correction| !it.source.trim().is_empty() && !it.reason.trim().is_empty();
    for (year, correction) in facts::f1_rules().values().flat_map(fixes) {
        assert!(is_told(correction), "{year} round {}", correction.round);
    }
    let all = facts::f1_rules().values();
    assert!(all.clone().flat_map(|rules| &rules.retirements).all(|it| !it.source.is_empty()));
    assert!(
        all.clone().all(|rules| rules.race.fastest_lap != FastestLapRule::Anyone(Points::ZERO))
    );
}
