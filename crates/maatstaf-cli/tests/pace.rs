//! `maatstaf pace` and `maatstaf consistency` on real laps, where they are at hand.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::Path;

use serde_json::Value;

mod run;

use run::shared::shared;
use run::shelf::Shelf;

/// A library with the tables of laps of 2023 in a folder of the shared data; `None` where they are not there.
fn library(name: &str, folder: &str) -> Option<Shelf> {
    let tables = shared("f1-telemetry").join(folder);
    let Ok(files) = fs::read_dir(&tables) else {
        println!("skipped: {name}: no {folder} in the shared data");
        return None;
    };
    let library = Shelf::new(name);
    for file in files {
        let file = file.unwrap().path();
        if !file.to_string_lossy().contains("testing") {
            library.answer(&["data", "import", file.to_str().unwrap()]);
        }
    }
    Some(library)
}

/// An answer in JSON, held against its schema.
#[track_caller]
fn ask(library: &Shelf, words: &str) -> Value {
    let words: Vec<&str> = words.split(' ').collect();
    let answer = library.json(&words);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let schema = fs::read_to_string(root.join(format!("docs/schema/{}.json", words[0]))).unwrap();
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&answer).map(|it| it.to_string()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    answer
}

fn number(answer: &Value, at: &str) -> f64 {
    answer.pointer(at).and_then(Value::as_f64).unwrap_or_else(|| panic!("{at} in {answer}"))
}

/// What people who watched say of 2023: Pérez lost three to five tenths per lap in the races; in Japan
/// his car was damaged in the first lap. The qualifying median is that of F1DB's times (+0.604 %).
#[test]
fn agrees_perez_against_verstappen_2023() {
    let Some(library) = library("pace", "lap-tables/2023/race") else { return };
    let answer = ask(&library, "pace 2023 PER --against VER");
    let gap = number(&answer, "/race/gap_seconds_per_lap");
    assert!((0.2..0.5).contains(&gap), "{gap}");
    assert!(number(&answer, "/race/interval/0") > 0.0);
    assert!((number(&answer, "/qualifying/raw_median_gap_percent") - 0.604).abs() < 0.001);
    let named = |at: &str| -> Vec<String> {
        let all = answer.pointer(at).unwrap().as_array().unwrap();
        all.iter().map(|it| it["race"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(named("/race/outliers"), ["Japan"]);
    for trap in ["Saudi Arabia", "Austria"] {
        assert!(named("/qualifying/outliers").iter().any(|it| it == trap), "{trap}");
    }
    // Softs wear more than hards in Bahrain, the race of 2023 that is known for it.
    let wear = answer.pointer("/race/races/0/wear").unwrap().as_array().unwrap();
    let of = |compound: &str| {
        let found = wear.iter().find(|it| it["compound"] == compound).unwrap();
        number(found, "/per_lap/value")
    };
    assert!(of("soft") > of("hard") && (0.05..0.25).contains(&of("hard")), "{wear:?}");
    let steady = ask(&library, "consistency 2023 PER --against VER");
    let ratio = number(&steady, "/spread_ratio/value");
    assert!((0.8..1.5).contains(&ratio), "{ratio}");
    let monaco = steady.pointer("/reference/races").unwrap().as_array().unwrap();
    assert!(monaco.len() >= 12, "{}", monaco.len());
    // A briefing holds the same numbers, and says them.
    let briefing = ask(&library, "briefing PER --against VER --season 2023");
    assert_eq!(number(&briefing, "/by_laps/gap_seconds_per_lap"), gap);
    assert_eq!(number(&briefing, "/by_laps/spread_ratio/value"), ratio);
    let titles = briefing["sections"].as_array().unwrap().iter();
    assert!(titles.clone().any(|it| it["title"] == "By the laps of the races"));
}

/// Tables without clock and flags, of other races as well, tell the same.
#[test]
fn agrees_another_source_of_the_same_laps() {
    let Some(library) = library("pace-openf1", "openf1-laps/2023") else { return };
    let answer = ask(&library, "pace 2023 PER --against VER");
    let gap = number(&answer, "/race/gap_seconds_per_lap");
    assert!((0.2..0.5).contains(&gap), "{gap}");
    // Family names as OpenF1 writes them: ZHOU Guanyu, Carlos SAINZ.
    for pair in ["pace 2023 ZHO --against BOT", "pace 2023 SAI --against LEC"] {
        assert!(number(&ask(&library, pair), "/race/n") >= 10.0, "{pair}");
    }
}

#[test]
fn law_pages_stand_alone_and_an_empty_library_says_so() {
    let library = Shelf::new("pace-empty");
    let answer = ask(&library, "pace 2023 PER --against VER");
    assert!(answer["race"]["gap_seconds_per_lap"].is_null());
    assert_eq!(answer["race"]["without"].as_array().unwrap().len(), 22);
    let text = library.run(&["pace", "2023", "PER", "--against", "VER"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.contains("the library holds none of the races of 2023"), "{text}");
    for command in ["pace", "consistency"] {
        let page = library.path("page.html");
        let words = [command, "2023", "PER", "--against", "VER", "--html", page.to_str().unwrap()];
        assert!(library.run(&words).status.success());
        let page = fs::read_to_string(&page).unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Sergio Pérez"), "{page}");
        assert!(!page.contains("http://") && !page.contains("https://"));
    }
    let same = library.run(&["pace", "2023", "PER", "--against", "11"]);
    assert_eq!(same.status.code(), Some(2));
}
