//! Many laps of two drivers, as people compare them: out of a library, in every form.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;

use serde_json::{Value, json};

mod browser;
#[path = "../../../fixtures/live_session.rs"]
mod live_session;
#[path = "../../../fixtures/live_streams.rs"]
#[allow(dead_code, reason = "a part is used")]
mod live_streams;
mod run;

use run::shelf::Shelf;

/// How many laps each car drives.
const N_LAPS: usize = 9;

/// A library with the made-up race.
fn shelf(name: &str) -> Shelf {
    let shelf = Shelf::new(name);
    for (name, bytes) in live_session::pages(N_LAPS) {
        shelf.file(&format!("race/{name}"), &bytes);
    }
    shelf.answer(&["data", "import", shelf.path("race").to_str().unwrap()]);
    shelf
}

const ANN: &str = "2031/heath/race/ANN/all";
const BOB: &str = "2031/heath/race/BOB/all";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap()
}

/// The usual loss of a corner lies where the laps were made slower, in corners and in mini-sectors alike.
#[test]
fn exact_a_slower_corner_is_found_twice() {
    let shelf = shelf("twice");
    let told = shelf.json(&["compare", ANN, BOB]);
    let corners = told["corners"].as_array().unwrap();
    assert_eq!(corners.len(), 2);
    assert_eq!((&corners[0]["number"], &corners[0]["sure"]), (&json!(1), &json!(true)));
    let slower = &corners[0];
    let speed = |side: &str| number(&slower[side]["least_speed_kmh"]["usual"]);
    assert!((speed("reference") - speed("lap") - 1.5 * 3.6).abs() < 1.5, "{slower}");
    // 314 m at 38.5 instead of 40 m/s take 0.306 s longer; the ways in and out add to it.
    assert!((0.3..0.6).contains(&number(&slower["loss"])), "{slower}");
    assert!(number(&corners[1]["loss"]).abs() < 0.1);
    assert_eq!(told["segments"].as_array().unwrap().len(), 5);

    let mini = &told["mini_sectors"];
    let each = mini["each"].as_array().unwrap();
    let lost = |sector: i64| -> f64 {
        let of = each.iter().filter(|it| it["sector"] == sector);
        of.map(|it| number(&it["loss"])).sum()
    };
    assert_eq!(each.len(), 9);
    for (sector, official) in (1..).zip(mini["sector_differences"].as_array().unwrap()) {
        assert!((lost(sector) - number(official)).abs() < 1e-9, "sector {sector}");
    }
    let in_turn_1: f64 = each[1..3].iter().map(|it| number(&it["loss"])).sum();
    assert!((0.3..0.5).contains(&in_turn_1) && each[1]["sure"] == true && each[2]["sure"] == true);
    assert!((0.005..0.06).contains(&number(&mini["stamp_error"])), "{mini}");
}

#[test]
fn exact_laps_that_are_left_out_are_named() {
    let shelf = shelf("left-out");
    let told = shelf.json(&["compare", ANN, BOB]);
    let left_out = json!([
        {"reason": "from the grid", "laps": [1]},
        {"reason": "not under green", "laps": [5]},
    ]);
    assert_eq!(told["lap"]["left_out"], left_out);
    assert_eq!(told["lap"]["laps"], json!([2, 3, 4, 6, 7, 8, 9]));
    assert_eq!(told["lap"]["n_laps"], 7);
    let some = shelf.json(&["compare", "2031/heath/race/ANN/6-8", "2031/heath/race/ANN/2-"]);
    assert_eq!(some["lap"]["laps"], json!([6, 7, 8]));
    assert_eq!(some["segments"][0]["interval"], Value::Null, "three laps have no interval");
    assert!(some["reference"]["title"].as_str().unwrap().starts_with("ANN, 7 of 8 laps"));
    let text = shelf.answer(&["compare", ANN, BOB]);
    assert!(
        text.contains("Left out of ANN: 1 from the grid (1), 1 not under green (5)."),
        "{text}"
    );
}

/// One lap alone may be either side; it has no usual, and no mini-sectors.
#[test]
fn exact_one_lap_against_many() {
    let shelf = shelf("one");
    let told = shelf.json(&["compare", "2031/heath/race/ANN/fastest", BOB]);
    assert_eq!((&told["lap"]["n_laps"], &told["mini_sectors"]), (&json!(1), &Value::Null));
    let why = told["no_mini_sectors_because"].as_str().unwrap();
    assert!(why.contains("is one lap"), "{why}");
    let segments = told["segments"].as_array().unwrap();
    assert!(segments.iter().all(|it| it["interval"].is_array() && it["lap"]["spread"].is_null()));
    let own = shelf.json(&["compare", ANN, "2031/heath/race/ANN/3"]);
    assert!(number(&own["usual_difference"]["loss"]).abs() < 0.3, "{own}");
}

#[test]
fn exact_refusals() {
    let shelf = shelf("refusals");
    let bob = |which: &str| format!("2031/heath/race/{which}");
    shelf.refused(&["compare", ANN, &bob("BOB/best")], 2, "best is no lap; write its number");
    shelf.refused(&["compare", ANN, &bob("CAR/all")], 2, "\"CAR\" is not in this session");
    shelf.refused(&["compare", ANN, &bob("BOB/1-1")], 3, "1 from the grid (1)");
    shelf.refused(&["compare", ANN, &bob("BOB/40-")], 3, "he has none there");
}

/// A table for other programs: corners and straights, then mini-sectors.
#[test]
fn keeps_the_table_whole() {
    let shelf = shelf("csv");
    let csv = shelf.answer(&["compare", ANN, BOB, "--csv"]);
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 1 + 5 + 9);
    assert!(rows[0].starts_with("where,from (m),to (m),lost (s),low (s),high (s),laps,"));
    assert!(rows[2].starts_with("turn 1,") && rows[6].starts_with("sector 1 mini-sector 1,,,"));
    assert!(rows.iter().all(|row| row.matches(',').count() == 21), "{csv}");
}

#[test]
fn keeps_the_page_and_its_sorting() {
    let shelf = shelf("page");
    let path = shelf.path("page.html");
    shelf.answer(&["compare", ANN, BOB, "--html", path.to_str().unwrap()]);
    let page = fs::read_to_string(&path).unwrap();
    for text in ["ANN against BOB, as they usually are", "id=\"map-title\"", "Mini-sectors</h2>"] {
        assert!(page.contains(text), "{text}");
    }
    for broken in ["NaN", "inf", "http", "src=", "@import", "<link"] {
        assert!(!page.contains(broken), "{broken:?} stands on the page");
    }
    assert!(page.len() < 400_000, "{} bytes", page.len());
    let Some(browser) = browser::browser("keeps_the_page_and_its_sorting") else { return };
    browser::check(&browser, &shelf.path(""), &page, include_str!("many_laps/work.js"), 7);
}
