//! Where on the lap, in a briefing: laps out of a library, against `maatstaf compare` and against F1DB.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

mod run;

use run::f1db;
use run::shared::shared;
use run::shelf::Shelf;

/// A library with the qualifying laps of these folders.
fn shelf(name: &str, events: &[&str]) -> Option<Shelf> {
    let laps = shared("f1-telemetry").join("fastest-laps");
    if !laps.is_dir() {
        println!("skipped: {name}: no laps at {}", laps.display());
        return None;
    }
    let shelf = Shelf::new(name);
    for event in events {
        let session = laps.join(event).join("qualifying");
        shelf.answer(&["data", "import", session.to_str().unwrap()]);
    }
    Some(shelf)
}

const EVENTS: [&str; 7] = [
    "2026_australia",
    "2026_austrian",
    "2026_barcelona",
    "2026_british",
    "2026_japan",
    "2026_miami",
    "2026_monaco",
];
const HADJAR: [&str; 6] = ["briefing", "HAD", "--against", "VER", "--season", "2026"];

/// Times of the last part of a qualifying in milliseconds, by driver, of those with a place: columns of F1DB.
fn q3_times(release: &str, round: u64) -> Vec<(String, u64)> {
    let path = PathBuf::from(release).join("f1db-races-qualifying-results.csv");
    let text = fs::read_to_string(path).unwrap();
    let rows = text.lines().map(|row| row.split(',').map(|it| it.trim_matches('"')).collect());
    let rows: Vec<Vec<&str>> = rows.collect();
    let column = |name: &str| rows[0].iter().position(|it| *it == name).unwrap();
    let (year, at, place, driver, q3) = (
        column("year"),
        column("round"),
        column("positionNumber"),
        column("driverId"),
        column("q3Millis"),
    );
    let wanted = |row: &&Vec<&str>| row[year] == "2026" && row[at] == round.to_string();
    let placed = rows.iter().filter(wanted).filter(|row| !row[place].is_empty());
    placed.filter_map(|row| Some((row[driver].to_owned(), row[q3].parse().ok()?))).collect()
}

/// A question to a release.
fn of<'a>(release: &'a str, words: &[&'a str]) -> Vec<&'a str> {
    [&["--f1db", release], words].concat()
}

fn numbers(values: &Value) -> Vec<u64> {
    values.as_array().unwrap().iter().map(|it| it["round"].as_u64().unwrap()).collect()
}

/// Every event with laps of both in the library: the losses are those of `maatstaf compare`, the places those that
/// the times of F1DB give.
#[test]
fn agrees_with_compare_and_with_the_results() {
    let test = "agrees_with_compare_and_with_the_results";
    let (Some(release), Some(shelf)) = (f1db(test), shelf(test, &EVENTS)) else { return };
    let briefing = shelf.json(&of(&release, &HADJAR));
    check_schema(&briefing);
    let found = &briefing["on_the_lap"];
    assert_eq!(numbers(&found["events"]), [3, 4, 6, 7, 8, 9]);
    assert_eq!(
        found["left_out"],
        json!([{"round": 1, "reason": "Verstappen has no lap with telemetry"}])
    );
    let mut n_places = 0;
    for event in found["events"].as_array().unwrap() {
        let laps =
            ["HAD", "VER"].map(|who| format!("{}/{who}/fastest", event["laps"].as_str().unwrap()));
        check_against_compare(event, &shelf.json(&["compare", &laps[0], &laps[1]]));
        n_places += check_places(event, &q3_times(&release, event["round"].as_u64().unwrap()));
    }
    assert!(n_places >= 8, "laps with places by time: {n_places}");
    let miami = &found["events"][1];
    assert_eq!(miami["no_place"], "Hadjar has no place in the result");
    let parts =
        |idx: usize| [&found["events"][idx]["part"], &found["events"][idx]["reference_part"]];
    assert_eq!((parts(0), parts(2)), ([&json!("Q3"), &json!("Q2")], [&json!("Q3"), &json!("Q3")]));
    assert!(found["usual"].as_array().unwrap().iter().all(|usual| usual["n"] == 5));
}

#[track_caller]
fn check_schema(briefing: &Value) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema/briefing.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let wrong = schema.iter_errors(briefing).next().map(|it| format!("{it:.300}"));
    assert_eq!(wrong, None);
}

#[track_caller]
fn check_against_compare(event: &Value, compared: &Value) {
    assert_eq!(event["lap_time_difference"], compared["lap_time_difference"]);
    let segments = compared["segments"].as_array().unwrap();
    for (name, sign) in [("losses", 1.0), ("gains", -1.0)] {
        let amount = |it: &Value| sign * it["loss"].as_f64().unwrap();
        let sure = segments.iter().filter(|it| it["sure"] == true && amount(it) > 0.0);
        let mut sure: Vec<&Value> = sure.collect();
        sure.sort_by(|a, b| amount(b).total_cmp(&amount(a)));
        assert_eq!(event[name].as_array().unwrap().iter().collect::<Vec<_>>(), sure);
    }
    let mut matching = event["matching"].clone();
    for matched in matching["matched"].as_array_mut().unwrap() {
        matched.as_object_mut().unwrap().remove("would_be");
    }
    assert_eq!(matching, compared["matching"]);
}

/// Counts the laps whose place was looked at: how many set a better time in Q3, and one more.
#[track_caller]
fn check_places(event: &Value, times: &[(String, u64)]) -> usize {
    let mut checked = 0;
    for matched in event["matching"]["matched"].as_array().unwrap() {
        let would_be = &matched["would_be"];
        if would_be.is_null() {
            continue;
        }
        let millis = 1000.0 * would_be["time"].as_f64().unwrap();
        let ahead = times.iter().filter(|(who, _)| who != "isack-hadjar");
        let ahead = ahead.filter(|(_, time)| *time as f64 <= millis).count() as u64;
        assert_eq!(would_be["place"], ahead + 1, "{}: {millis}", event["race"]);
        let was = event["decided"]["place"].as_u64().unwrap();
        assert_eq!(would_be["points"].is_null(), ahead + 1 == was, "{}", event["race"]);
        checked += 1;
    }
    checked
}

#[test]
fn exact_words_and_page_say_it_where_there_are_laps_and_nothing_elsewhere() {
    let test = "exact_words_and_page_say_it_where_there_are_laps_and_nothing_elsewhere";
    let (Some(release), Some(shelf)) = (f1db(test), shelf(test, &["2026_monaco"])) else {
        return;
    };
    let text = shelf.answer(&of(&release, &HADJAR));
    assert!(
        text.contains("Where on the lap") && text.contains("Round 6 (Monaco), Q3: 1:12.434"),
        "{text}"
    );
    let page = shelf.path("page.html");
    shelf.answer(&of(&release, &[&HADJAR[..], &["--html", page.to_str().unwrap()]].concat()));
    let page = fs::read_to_string(page).unwrap();
    for said in ["id=\"on-the-lap-desc\"", "what matching the reference would bring", "5th → "] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("NaN") && !page.contains("http") && page.len() < 120_000);
    let other = ["briefing", "PER", "--against", "VER", "--season", "2023"];
    assert_eq!(shelf.json(&of(&release, &other))["on_the_lap"], Value::Null);
    assert!(!shelf.answer(&of(&release, &other)).contains("Where on the lap"));
}

/// Miami 2026 as if its laps were those of the qualifying for the sprint: F1DB has Hadjar ninth there, by 1:29.422 in
/// the last part, and the gain is taken off that.
#[test]
fn agrees_with_the_qualifying_for_a_sprint() {
    let test = "agrees_with_the_qualifying_for_a_sprint";
    let (Some(release), Some(shelf)) = (f1db(test), shelf(test, &[])) else { return };
    let laps = shared("f1-telemetry").join("fastest-laps/2026_miami/qualifying");
    let named = ["--as", "2026/miami/sprint-qualifying"];
    shelf.answer(&[&["data", "import", laps.to_str().unwrap()][..], &named].concat());
    let briefing = shelf.json(&of(&release, &HADJAR));
    let event = &briefing["on_the_lap"]["events"][0];
    assert_eq!((&event["round"], &event["grid_of"]), (&json!(4), &json!("sprint")));
    assert_eq!(event["decided"], json!({"place": 9, "part": "Q3", "time": "1:29.422"}));
    let all = event["matching"]["matched"].as_array().unwrap().last().unwrap();
    let gain = all["gain"]["loss"].as_f64().unwrap();
    assert!((all["would_be"]["time"].as_f64().unwrap() - (89.422 - gain)).abs() < 1e-6);
    assert!(all["would_be"]["place"].as_u64().unwrap() < 9);
    assert!(all["would_be"]["points"]["n_races"].as_u64().unwrap() >= 20, "{all}");
}
