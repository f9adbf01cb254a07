//! Seasons under other seasons' systems, held against F1DB and against answers found elsewhere.
//!
//! F1DB (CC BY 4.0) is looked for as in `known_answers.rs`; without it a test says that it was
//! skipped.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of real data is a shell"
)]

use maatstaf::core::{
    Competitor, DriverId, Moment, Outcome, Points, Season, SeasonRules, Title, Year,
};
use maatstaf::facts;
use maatstaf::season::{
    Comparison, Drops, Edit, Error, WhatIf, champions, edited, rules_as, scoresheet, standings_at,
    systems, what_if,
};

use Title::{Constructors, Drivers};

#[path = "../../../fixtures/f1db.rs"]
mod release;
use release::f1db;

fn rules(year: Year) -> &'static SeasonRules {
    &facts::f1_rules()[&year]
}

fn under(season: &Season, system: Year, title: Title) -> Comparison {
    let ask = WhatIf { system: Some(rules(system)), ..WhatIf::default() };
    what_if(season, rules(season.year()), title, &ask).unwrap()
}

/// The first `n` of the table that would have been, by family name or so, with points.
fn top(compared: &Comparison, n: usize) -> Vec<(String, String)> {
    let rows = compared.after.standings.rows.iter().take(n);
    rows.map(|row| (row.competitor.to_string(), row.points.to_string())).collect()
}

fn driver(name: &str) -> DriverId {
    DriverId::new(name)
}

#[test]
fn law_a_season_under_its_own_system_changes_nothing() {
    let name = "law_a_season_under_its_own_system_changes_nothing";
    let almanac = f1db(name).unwrap_or(facts::seasons());
    let mut n_tables = 0;
    for (year, season) in &almanac.seasons {
        for title in [Drivers, Constructors] {
            for drops in [Drops::AsWritten, Drops::Scaled] {
                assert_eq!(rules_as(season, rules(*year), rules(*year), drops), *rules(*year));
            }
            if rules(*year).title(title).is_some() {
                let compared = under(season, *year, title);
                assert_eq!(compared.before.standings, compared.after.standings, "{year}");
                n_tables += 1;
            }
        }
    }
    assert!([6, 77 + 69].contains(&n_tables), "{n_tables}");
}

#[test]
fn law_a_result_edited_to_itself_changes_nothing() {
    let name = "law_a_result_edited_to_itself_changes_nothing";
    let almanac = f1db(name).unwrap_or(facts::seasons());
    for event in almanac.seasons.values().flat_map(Season::events) {
        for result in [&event.race, &event.sprint].into_iter().flatten() {
            let to_itself = |driver: DriverId| {
                let outcome = result.line_of(&driver).unwrap().outcome;
                Edit::Outcome { driver, outcome }
            };
            let everyone = result.lines().iter().map(|line| line.driver.clone());
            let edits: Vec<Edit> = everyone.map(to_itself).collect();
            assert_eq!(edited(result, &edits).as_ref(), Ok(result), "{:?}", event.round);
            for edit in edits {
                assert_eq!(edited(result, &[edit]).as_ref(), Ok(result), "{:?}", event.round);
            }
        }
    }
}

/// Season, system, champion and points, second and points.
type Case = (Year, Year, &'static str, &'static str, &'static str, &'static str);

// Worked out by a separate program straight from F1DB's race results and from the points and
// championship systems of Jolpica-F1 (Apache-2.0), which say best-n and halves in their own way.
const CASES: [Case; 60] = [
    (1950, 2003, "luigi-fagioli", "38", "nino-farina", "37"),
    (1951, 1991, "juan-manuel-fangio", "32", "alberto-ascari", "30"),
    (1954, 2010, "juan-manuel-fangio", "177", "maurice-trintignant", "65"),
    (1956, 1961, "stirling-moss", "24", "jean-behra", "22"),
    (1956, 2003, "jean-behra", "34", "stirling-moss", "28"),
    (1957, 1958, "juan-manuel-fangio", "46", "stirling-moss", "21"),
    (1958, 1991, "stirling-moss", "46", "mike-hawthorn", "46"),
    (1960, 1950, "jack-brabham", "100/3", "bruce-mclaren", "27"),
    (1964, 1981, "graham-hill", "41", "john-surtees", "40"),
    (1965, 2003, "graham-hill", "63", "jim-clark", "60"),
    (1967, 1961, "jim-clark", "40", "jack-brabham", "36"),
    (1967, 1960, "jack-brabham", "40", "denny-hulme", "38"),
    (1970, 2019, "jacky-ickx", "257/2", "jochen-rindt", "126"),
    (1970, 2014, "jacky-ickx", "149", "jochen-rindt", "125"),
    (1972, 1954, "jackie-stewart", "42", "emerson-fittipaldi", "40"),
    (1973, 1950, "emerson-fittipaldi", "65/2", "jackie-stewart", "32"),
    (1975, 1962, "niki-lauda", "45", "emerson-fittipaldi", "36"),
    (1976, 1950, "niki-lauda", "35", "james-hunt", "33"),
    (1976, 2010, "niki-lauda", "207", "james-hunt", "205"),
    (1977, 1959, "mario-andretti", "40", "niki-lauda", "39"),
    (1979, 1950, "alan-jones", "33", "gilles-villeneuve", "32"),
    (1979, 1958, "gilles-villeneuve", "44", "jody-scheckter", "42"),
    (1981, 1979, "alan-jones", "46", "nelson-piquet", "45"),
    (1982, 1950, "alain-prost", "31", "didier-pironi", "29"),
    (1982, 1963, "didier-pironi", "38", "john-watson", "37"),
    (1983, 2025, "alain-prost", "183", "nelson-piquet", "183"),
    (1983, 2022, "nelson-piquet", "187", "alain-prost", "186"),
    (1984, 1975, "niki-lauda", "72", "alain-prost", "143/2"),
    (1984, 1967, "alain-prost", "76", "niki-lauda", "72"),
    (1984, 1980, "alain-prost", "137/2", "niki-lauda", "63"),
    (1986, 1979, "nigel-mansell", "61", "alain-prost", "60"),
    (1987, 1950, "nigel-mansell", "34", "nelson-piquet", "32"),
    (1988, 1967, "alain-prost", "105", "ayrton-senna", "94"),
    (1988, 1991, "alain-prost", "112", "ayrton-senna", "102"),
    (1988, 1979, "ayrton-senna", "72", "alain-prost", "69"),
    (1988, 1988, "ayrton-senna", "90", "alain-prost", "87"),
    (1989, 1981, "alain-prost", "76", "ayrton-senna", "60"),
    (1989, 1963, "ayrton-senna", "54", "alain-prost", "48"),
    (1990, 2014, "alain-prost", "240", "ayrton-senna", "231"),
    (1991, 1954, "nigel-mansell", "42", "ayrton-senna", "40"),
    (1994, 2003, "damon-hill", "104", "michael-schumacher", "96"),
    (1997, 1967, "jacques-villeneuve", "74", "heinz-harald-frentzen", "41"),
    (1999, 2003, "eddie-irvine", "96", "mika-hakkinen", "88"),
    (2005, 1950, "kimi-raikkonen", "35", "fernando-alonso", "33"),
    (2006, 1980, "michael-schumacher", "81", "fernando-alonso", "78"),
    (2008, 1991, "felipe-massa", "83", "lewis-hamilton", "80"),
    (2008, 2019, "lewis-hamilton", "244", "felipe-massa", "243"),
    (2009, 1979, "sebastian-vettel", "56", "jenson-button", "50"),
    (2009, 1962, "jenson-button", "45", "sebastian-vettel", "42"),
    (2010, 1958, "fernando-alonso", "50", "sebastian-vettel", "47"),
    (2012, 2014, "fernando-alonso", "296", "sebastian-vettel", "289"),
    (2014, 2010, "lewis-hamilton", "359", "nico-rosberg", "317"),
    (2016, 1991, "lewis-hamilton", "136", "nico-rosberg", "136"),
    (2021, 2003, "max-verstappen", "159", "lewis-hamilton", "158"),
    (2021, 1975, "max-verstappen", "129", "lewis-hamilton", "125"),
    (2021, 1988, "max-verstappen", "93", "lewis-hamilton", "90"),
    (2022, 2025, "max-verstappen", "443", "charles-leclerc", "302"),
    (2023, 1967, "max-verstappen", "177", "sergio-perez", "73"),
    (2025, 1981, "max-verstappen", "90", "lando-norris", "87"),
    (2025, 2014, "max-verstappen", "414", "lando-norris", "409"),
];

#[test]
fn agrees_champions_under_other_systems() {
    let Some(almanac) = f1db("agrees_champions_under_other_systems") else { return };
    for (year, system, first, its_points, second, their_points) in CASES {
        let compared = under(&almanac.seasons[&year], system, Drivers);
        let points = |text: &str| match text.split_once('/') {
            Some((above, below)) => {
                Points::ratio(above.parse().unwrap(), below.parse().unwrap()).to_string()
            }
            None => text.to_owned(),
        };
        let want = [(first, its_points), (second, their_points)];
        let want = want.map(|(name, text)| (name.to_owned(), points(text)));
        assert_eq!(top(&compared, 2), want, "{year} under {system}");
        assert_eq!(compared.after.leaders().len(), 1, "{year} under {system}");
    }
}

// thesportsrush.com and horadavelocidade.com.br on 2008 under the points of 2019 to 2024:
// Hamilton 244, Massa 243; without fastest laps he wins by three.
#[test]
fn agrees_2008_as_published() {
    let Some(almanac) = f1db("agrees_2008_as_published") else { return };
    let season = &almanac.seasons[&2008];
    let points = |system| top(&under(season, system, Drivers), 2);
    let want = |a: &str, b: &str| {
        vec![("lewis-hamilton".to_owned(), a.to_owned()), ("felipe-massa".to_owned(), b.to_owned())]
    };
    assert_eq!(points(2023), want("244", "243"));
    assert_eq!(points(2010), want("243", "240"));
}

// racefans.net, 6 August 2010: the standings after 12 rounds under the points of 2009.
#[test]
fn agrees_2010_after_12_rounds_as_published() {
    let Some(almanac) = f1db("agrees_2010_after_12_rounds_as_published") else { return };
    let season = &almanac.seasons[&2010];
    let rules = rules_as(season, rules(2010), rules(2009), Drops::AsWritten);
    let sheet = scoresheet(season, &rules, Drivers).unwrap();
    let table = standings_at(&sheet, Moment::after(12));
    let want = [
        ("lewis-hamilton", 65),
        ("mark-webber", 63),
        ("sebastian-vettel", 61),
        ("jenson-button", 59),
        ("fernando-alonso", 57),
        ("felipe-massa", 39),
        ("nico-rosberg", 36),
        ("robert-kubica", 35),
    ];
    for (row, (name, points)) in table.rows.iter().zip(want) {
        assert_eq!((row.competitor.to_string().as_str(), row.points), (name, points.into()));
    }
}

// F1DB, standings of 2021: level at 369.5 before Abu Dhabi, nine wins to eight.
#[test]
fn agrees_2021_without_abu_dhabi() {
    let season = &facts::seasons().seasons[&2021];
    let ask = WhatIf { without: vec![22], ..WhatIf::default() };
    let compared = what_if(season, rules(2021), Drivers, &ask).unwrap();
    let want = [("max-verstappen", "369.5"), ("lewis-hamilton", "369.5")];
    assert_eq!(top(&compared, 2), want.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(compared.after.leaders().len(), 1);
    let ask = WhatIf { without: vec![12, 22], ..WhatIf::default() };
    let compared = what_if(season, rules(2021), Drivers, &ask).unwrap();
    assert_eq!(top(&compared, 1), [("lewis-hamilton".to_owned(), "362".to_owned())]);
}

// F1DB, results: Hamilton first and Verstappen second at Abu Dhabi give 387.5 + 7 and 395.5 - 7.
#[test]
fn exact_2021_with_another_last_race() {
    let season = &facts::seasons().seasons[&2021];
    let place =
        |name, place| Edit::Outcome { driver: driver(name), outcome: Outcome::Place(place) };
    let edits = vec![place("lewis-hamilton", 1), place("max-verstappen", 2)];
    let ask = WhatIf { edits: [(Moment::after(22), edits)].into(), ..WhatIf::default() };
    let compared = what_if(season, rules(2021), Drivers, &ask).unwrap();
    let want = [("lewis-hamilton", "394.5"), ("max-verstappen", "388.5")];
    assert_eq!(top(&compared, 2), want.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let moved = compared.changes().filter(|change| change.is_of_place()).count();
    assert_eq!(moved, 2);
}

#[test]
fn exact_no_title_under_the_system_or_in_the_season() {
    let season = &facts::seasons().seasons[&2021];
    let ask = WhatIf { system: Some(rules(1955)), ..WhatIf::default() };
    let refused = what_if(season, rules(2021), Constructors, &ask);
    assert_eq!(refused.unwrap_err(), Error::NoTitle { year: 1955 });
}

// F1DB, constructors' standings 1995 and 2018: what was taken goes with the race, or with the
// points, from which it was taken.
#[test]
fn exact_decisions_follow_what_they_took() {
    let Some(almanac) = f1db("exact_decisions_follow_what_they_took") else { return };
    let make = |name: &str, engine: &str| Competitor::Make {
        constructor: maatstaf::core::ConstructorId::new(name),
        engine: maatstaf::core::EngineId::new(engine),
    };
    let ask = WhatIf { without: vec![1], ..WhatIf::default() };
    let compared = what_if(&almanac.seasons[&1995], rules(1995), Constructors, &ask).unwrap();
    let of = |who: &Competitor, compared: &Comparison| {
        let change = compared.changes().find(|change| change.competitor() == who).unwrap();
        (change.before.points.to_string(), change.after.points.to_string())
    };
    let benetton = of(&make("benetton", "renault"), &compared);
    assert_eq!(benetton, ("137".to_owned(), "137".to_owned()));
    let compared = under(&almanac.seasons[&2018], 2003, Constructors);
    let (before, after) = of(&make("force-india", "mercedes"), &compared);
    assert_eq!(before, "52");
    assert!(!after.starts_with('-'), "{after}");
}

// The other champions of the cases above, found the other way round; and no season has another
// champion under its own system.
#[test]
fn agrees_every_system_at_once() {
    let Some(almanac) = f1db("agrees_every_system_at_once") else { return };
    let systems = systems(facts::f1_rules().values(), Drivers, Drops::AsWritten);
    for (year, system, first, ..) in CASES {
        let season = &almanac.seasons[&year];
        let all = champions(season, rules(year), &systems, Drivers, Drops::AsWritten).unwrap();
        let others = all.others;
        let here = others.iter().find(|other| other.years.contains(&system));
        let champion = here.map_or(&all.real[0], |other| &other.champions[0]);
        assert_eq!(champion.to_string(), first, "{year} under {system}");
        assert!(others.iter().all(|other| !other.years.contains(&year)), "{year}");
    }
}
