use maatstaf::core::{Almanac, DriverId, Points};
use maatstaf::facts::{f1_rules, seasons};
use maatstaf::pace::QualifyingComparison;
use maatstaf::{Briefing, briefing};

use super::page;

/// As much as a slow connection takes gladly, in bytes.
const LARGEST_PAGE: usize = 120_000;

fn of(almanac: &Almanac, year: u16, driver: &str, reference: &str) -> Briefing {
    let (driver, reference) = (DriverId::new(driver), DriverId::new(reference));
    briefing(almanac, &f1_rules()[&year], &almanac.seasons[&year], &driver, &reference).unwrap()
}

fn perez() -> Briefing {
    of(seasons(), 2023, "sergio-perez", "max-verstappen")
}

/// The page holds every text, closes every tag, names every chart, and prints no broken number.
#[track_caller]
fn check(briefing: &Briefing, texts: &[&str]) -> String {
    let page = page(briefing);
    for text in texts {
        assert!(page.contains(text), "{text:?} is missing");
    }
    for broken in ["NaN", "inf<", "inf\"", "inf ", "http", "<script"] {
        assert!(!page.contains(broken), "{broken:?} stands on the page");
    }
    assert!(page.len() < LARGEST_PAGE, "{} bytes", page.len());
    check_tags(&page);
    page
}

#[track_caller]
fn check_tags(page: &str) {
    let body = page.split_once("</style>").unwrap().1;
    let mut open: Vec<&str> = vec!["html", "head"];
    for tag in body.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("a tag that closes");
        assert!(!text.contains('>'), "a bare > in {text:?}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name), "in {tag:?}"),
            (false, false) => open.push(name),
            (false, true) => {}
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "quotes in {tag:?}");
    }
    assert!(open.is_empty(), "still open: {open:?}");
}

#[test]
fn keeps_perez_against_verstappen() {
    let page = check(
        &perez(),
        &[
            "<title>Pérez against Verstappen, 2023</title>",
            "lang=\"en\"",
            ">290</text>",
            ">PER 285</text>",
            ">VER 575</text>",
            "Round 21, Las Vegas",
            ">−19.4</text>",
            ">+95.1</text>",
            ">211</text>",
            ">DNF</text>",
            "+0.60\u{a0}%",
            "[0.30, 0.87], n\u{a0}=\u{a0}19",
            "CC BY 4.0",
        ],
    );
    assert_eq!(page.matches("role=\"img\"").count(), 7);
    assert_eq!(page.matches("<details>").count(), 6);
}

#[test]
fn every_pair_of_a_season_has_a_page() {
    let almanac = seasons();
    for year in [2021, 2022, 2023] {
        let drivers = almanac.seasons[&year].drivers();
        for (driver, reference) in drivers.iter().zip(drivers.iter().skip(1)) {
            check(&of(almanac, year, driver.as_str(), reference.as_str()), &[]);
        }
    }
}

#[test]
fn a_driver_ahead_is_ahead() {
    let briefing = of(seasons(), 2023, "max-verstappen", "sergio-perez");
    check(&briefing, &["points ahead", ">−290</text>"]);
}

#[test]
fn names_are_escaped() {
    let mut briefing = perez();
    briefing.driver.last_name = "<b>\"O'Neill\" & Söhne</b>".to_owned();
    briefing.reference.code = "<&>".to_owned();
    briefing.round_names.insert(21, "Las <Vegas>".to_owned());
    let page = check(&briefing, &["&lt;b&gt;&quot;O&#39;Neill&quot; &amp; S", "&lt;&amp;&gt; 575"]);
    assert!(!page.contains("<b>") && !page.contains("<Vegas"));
}

#[test]
fn very_long_names_stay_whole() {
    let mut briefing = perez();
    briefing.driver.last_name = "von Hohenlohe-Langenburg ".repeat(8);
    briefing.driver.code = "von-hohenlohe".to_owned();
    check(&briefing, &[">VON 285</text>"]);
}

#[test]
fn a_season_without_lap_times_says_so() {
    let mut briefing = perez();
    let (driver, reference) = (briefing.driver.id.clone(), briefing.reference.id.clone());
    briefing.qualifying = QualifyingComparison {
        driver,
        reference,
        head_to_head: Default::default(),
        rounds: vec![],
        no_comparison: vec![],
        all: Default::default(),
        usual: Default::default(),
        outliers: vec![],
    };
    check(&briefing, &["No round in which both set a time", "no round to compare"]);
}

#[test]
fn nothing_held_draws_nothing() {
    let mut briefing = perez();
    briefing.rounds_held = 0;
    briefing.championship.gap_by_round.clear();
    briefing.form.thirds.clear();
    briefing.race.driver.places.clear();
    briefing.race.driver.not_classified.clear();
    briefing.race.reference.places.clear();
    check(&briefing, &["No round has been held.", "Neither was entered in a race."]);
}

#[test]
fn one_round_is_a_page() {
    let mut briefing = perez();
    briefing.rounds_held = 1;
    briefing.championship.gap_by_round.truncate(1);
    briefing.qualifying.rounds.truncate(1);
    briefing.form.thirds.truncate(1);
    check(&briefing, &["1 of 22 rounds held"]);
}

#[test]
fn open_places_and_shared_points_are_printed() {
    let mut briefing = perez();
    briefing.championship.settled.driver = None;
    briefing.championship.driver.points = Points::ratio(295, 7);
    check(&briefing, &["open", "from 2nd to 2nd still possible", "42 1/7"]);
}
