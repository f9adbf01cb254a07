//! The command `records`, and the records of a briefing, from outside.
//!
//! F1DB (CC BY 4.0) is looked for at `$MAATSTAF_SHARED/f1db` and beside the workspace;
//! without it a test says that it was skipped.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test runs the program")]

use serde_json::Value;

mod run;

use run::{answer, check_refusal, f1db};

#[track_caller]
fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(&[words, &["--json"]].concat())).unwrap()
}

/// Value and last season of the marks of an answer.
fn marks(answer: &Value) -> Vec<(f64, u64)> {
    let of = |mark: &Value| {
        let seasons = mark["seasons"].as_array().unwrap();
        (mark["value"].as_f64().unwrap(), seasons.last().unwrap().as_u64().unwrap())
    };
    answer["marks"].as_array().unwrap().iter().map(of).collect()
}

// championship.md, acceptance table: F1DB's standings.
#[test]
fn agrees_the_largest_gaps() {
    let Some(f1db) = f1db("agrees_the_largest_gaps") else { return };
    let gaps = json(&["--f1db", &f1db, "records", "gap", "--top", "5"]);
    let known = [(290.0, 2023), (155.0, 2013), (146.0, 2022), (124.0, 2020), (122.0, 2011)];
    assert_eq!(marks(&gaps), known);
    assert_eq!((&gaps["seasons"], &gaps["from"]), (&77.into(), &1950.into()));
    let ratio = json(&["--f1db", &f1db, "records", "gap", "--relative", "--top", "1"]);
    assert_eq!(marks(&ratio), [(285.0 / 575.0, 2023)]);
    assert_eq!(ratio["marks"][0]["value_exact"], "57/115");
    let spare = json(&["--f1db", &f1db, "records", "rounds-to-spare", "--top", "2"]);
    assert_eq!(marks(&spare), [(6.0, 2002), (5.0, 1992), (5.0, 2023)]);
}

#[test]
fn agrees_a_streak_names_the_races_missed() {
    let Some(f1db) = f1db("agrees_a_streak_names_the_races_missed") else { return };
    let streaks = json(&["--f1db", &f1db, "records", "streak", "--top", "2"]);
    let ascari = &streaks["marks"][1];
    assert_eq!(ascari["drivers"][0]["id"], "alberto-ascari");
    assert_eq!(ascari["missed"][0], serde_json::json!({"season": 1953, "round": 2}));
    let text = answer(&["--f1db", &f1db, "records", "streak"]);
    assert!(
        text.contains("1952 to 1953: Alberto Ascari did not start in Indianapolis 1953."),
        "{text}"
    );
}

#[test]
fn agrees_a_range_holds_records_of_its_own() {
    let Some(f1db) = f1db("agrees_a_range_holds_records_of_its_own") else { return };
    let text = answer(&["--f1db", &f1db, "records", "--from", "1980", "--to", "1989"]);
    assert!(text.starts_with("Records of 10 seasons, 1980 to 1989\n"), "{text}");
    let wins =
        json(&["--f1db", &f1db, "records", "wins", "--from", "1980", "--to", "1989", "--top", "1"]);
    assert_eq!(marks(&wins), [(8.0, 1988)]);
    let perez = json(&["--f1db", &f1db, "records", "points", "--driver", "perez", "--top", "2"]);
    assert_eq!(marks(&perez), [(305.0, 2022), (285.0, 2023)]);
}

// F1DB, results of 2026 up to round 11.
#[test]
fn agrees_a_title_that_is_out_of_reach_alone() {
    // after round 11 of 2026: 219 to 128 points; 12 races and 2 sprints to come are 316 points
    let name = "agrees_a_title_that_is_out_of_reach_alone";
    let Some(f1db) = f1db(name) else { return };
    let words = ["--f1db", &f1db, "briefing", "NOR", "--against", "PIA", "--season", "2026"];
    let text = answer(&words).split_whitespace().collect::<Vec<_>>().join(" ");
    let says = "Norris cannot settle the title alone: it takes more than 407 points from the \
                rounds left, where 316 can be had; it depends on Kimi Antonelli as well.";
    assert!(text.contains(says), "{text}");
}

#[test]
fn agrees_a_running_season_is_marked() {
    let Some(f1db) = f1db("agrees_a_running_season_is_marked") else { return };
    let wins = json(&["--f1db", &f1db, "records", "wins", "--from", "2026"]);
    assert!(wins["marks"].as_array().unwrap().iter().all(|mark| mark["so_far"] == true));
    let text = answer(&["--f1db", &f1db, "records", "wins", "--from", "2026"]);
    assert!(text.contains("2026, so far"), "{text}");
    let gaps = json(&["--f1db", &f1db, "records", "gap", "--from", "2026"]);
    assert_eq!(marks(&gaps), []);
}

#[test]
fn exact_the_embedded_seasons_claim_nothing_else() {
    let text = answer(&["records"]);
    assert!(text.starts_with("Records of the seasons 2021 to 2023 alone\n"), "{text}");
    assert!(text.contains("290 points"), "{text}");
    let all = json(&["records"]);
    assert_eq!(all["seasons_missing"].as_array().unwrap().len(), 74);
    assert_eq!(all["records"].as_array().unwrap().len(), 24);
    let csv = answer(&["records", "wins", "--top", "1", "--csv"]);
    assert_eq!(
        csv,
        "rank,wins,driver,team,season,detail\n1,19,Max Verstappen,Red Bull,2023,of 22 races\n"
    );
    let share = answer(&["records", "win-share", "--top", "1", "--csv"]);
    assert_eq!(
        share,
        "rank,%,driver,team,season,detail\n1,86.4,Max Verstappen,Red Bull,2023,19 of 22\n"
    );
}

#[test]
fn exact_refusals() {
    check_refusal(&["records", "streak", "--relative"], 2, &["no relative reading"]);
    check_refusal(&["records", "gap", "--from", "2023", "--to", "2021"], 2, &["turn them round"]);
    check_refusal(&["records", "winners", "--driver", "VER"], 2, &["leave out --driver"]);
    check_refusal(&["records", "laps"], 2, &["possible values"]);
    check_refusal(&["records", "wins", "--driver", "nobody"], 2, &["no driver"]);
    check_refusal(&["records", "wins", "--top", "0"], 2, &["--top"]);
    check_refusal(&["records", "gap", "--from", "1950", "--to", "1960"], 3, &["--f1db"]);
}

const PER_VER: [&str; 6] = ["briefing", "PER", "--against", "VER", "--season", "2023"];

fn titles(page: &Value) -> Vec<&str> {
    let sections = page["sections"].as_array().unwrap();
    sections.iter().map(|section| section["title"].as_str().unwrap()).collect()
}

// championship.md, and F1DB: what 2023 set, and what it did not.
#[test]
fn agrees_the_briefing_says_what_2023_touched() {
    let Some(f1db) = f1db("agrees_the_briefing_says_what_2023_touched") else { return };
    let page = json(&[&["--f1db", &f1db], &PER_VER[..]].concat());
    let records = page["records"].as_array().unwrap();
    let touched: Vec<_> = records
        .iter()
        .map(|at| format!("{} {} {}", at["record"], at["reading"], at["mark"]["value_exact"]))
        .map(|text| text.replace('"', ""))
        .collect();
    let known = [
        "gap absolute 290",
        "gap relative 57/115",
        "points absolute 575",
        "wins absolute 19",
        "wins relative 19/22",
        "podiums absolute 21",
        "streak absolute 10",
        "one-two absolute 1",
    ];
    assert_eq!(touched, known);
    assert_eq!(
        records[0]["sentence"],
        "The largest gap between first and second: 290 points, Max Verstappen ahead of Sergio \
         Pérez; before, 155 points (Sebastian Vettel ahead of Fernando Alonso, 2013); still the \
         record."
    );
    let last = ["The circuits of the season", "Records", "Sources and caveats"];
    assert!(titles(&page).ends_with(&last), "{:?}", titles(&page));
}

// Two drivers who had no part in any record of 2023.
#[test]
fn agrees_no_section_where_nothing_is_touched() {
    let Some(f1db) = f1db("agrees_no_section_where_nothing_is_touched") else { return };
    let words = ["--f1db", &f1db, "briefing", "NOR", "--against", "PIA", "--season", "2023"];
    let page = json(&words);
    assert_eq!(page["records"], Value::Array(vec![]));
    assert_eq!(page["records_missing_seasons"], 0);
    assert!(!titles(&page).contains(&"Records"));
}

#[test]
fn exact_the_embedded_briefing_claims_no_record() {
    let page = json(&PER_VER);
    assert_eq!(page["records"], Value::Array(vec![]));
    assert_eq!(page["records_missing_seasons"], 71);
    assert!(!titles(&page).contains(&"Records"));
    let caveats = page["sections"].as_array().unwrap().last().unwrap().to_string();
    assert!(caveats.contains("A record needs every season before 2023; 71 seasons"), "{caveats}");
}

#[test]
fn agrees_the_page_for_a_browser_has_them_too() {
    let Some(f1db) = f1db("agrees_the_page_for_a_browser_has_them_too") else { return };
    let file = std::env::temp_dir().join(format!("maatstaf-records-{}.html", std::process::id()));
    let name = file.to_str().unwrap();
    answer(&[&["--f1db", &f1db], &PER_VER[..], &["--html", name]].concat());
    let page = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let (records, sources) = (page.find("<h2>Records</h2>"), page.find("<h2>Sources"));
    assert!(records.is_some() && records < sources, "records stand before the sources");
    assert!(page.contains("The largest gap between first and second: 290 points"));
}
