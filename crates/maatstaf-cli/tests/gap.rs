//! `maatstaf gap`, as people run it; with real laps where they are at hand.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;

use serde_json::Value;

mod run;

use run::shared::shared;
use run::shelf::Shelf;

const ASK: [&str; 5] = ["gap", "2023", "PER", "--against", "VER"];

fn part(answer: &Value, name: &str) -> i64 {
    let parts = answer["parts"].as_array().unwrap();
    parts.iter().find(|it| it["name"] == name).map_or(0, |it| it["points"].as_i64().unwrap())
}

fn sum(parts: &Value) -> i64 {
    parts.as_array().unwrap().iter().map(|it| it["points"].as_i64().unwrap()).sum()
}

/// The parts by hand are in `maatstaf/tests/points_gap.rs`; this is their sum over the season.
#[test]
fn agrees_with_the_290_points_of_2023() {
    let library = Shelf::new("gap-empty");
    let answer = library.json(&ASK);
    assert_eq!((answer["total"].as_i64(), sum(&answer["parts"])), (Some(290), 290));
    let rounds = answer["rounds"].as_array().unwrap();
    assert_eq!(rounds.iter().map(|it| it["total"].as_i64().unwrap()).sum::<i64>(), 290);
    assert!(rounds.iter().all(|it| sum(&it["parts"]) == it["total"].as_i64().unwrap()));
    assert_eq!((part(&answer, "qualifying"), part(&answer, "sprint")), (277, 20));
    assert_eq!(part(&answer, "start and race pace"), -21);
    let turned = library.json(&["gap", "2023", "VER", "--against", "PER"]);
    assert_eq!(turned["total"].as_i64(), Some(-290));
    assert_eq!(part(&turned, "qualifying"), -277);
    assert!(turned["plan"].as_array().unwrap().is_empty() && turned["together"].is_null());
}

#[test]
fn keeps_what_it_says_of_2023() {
    let text = Shelf::new("gap-text").answer(&ASK);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentences = [
        "Pérez is 290 points behind Verstappen, 285 against 575.",
        "Of 290 points 277 came from qualifying, 20 from retirements, 20 from sprint, 7 from fastest laps; Pérez won \
         back 21 in start and race pace, 13 in penalties and grid drops.",
        "Without a place in qualifying the way begins on the grid: Pérez in Australia.",
        "No laps are at hand",
    ];
    for sentence in sentences {
        assert!(text.contains(sentence), "{sentence:?} is not in {text}");
    }
}

#[test]
fn law_the_table_adds_up_and_the_page_stands_alone() {
    let library = Shelf::new("gap-shapes");
    let csv = library.answer(&[&ASK[..], &["--csv"]].concat());
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[0][..4], ["round", "race", "gap points", "qualifying"]);
    let points = |row: &[&str], at: usize| row[at].parse::<i64>().unwrap();
    for row in &rows[1..] {
        assert_eq!((3..9).map(|at| points(row, at)).sum::<i64>(), points(row, 2), "{row:?}");
    }
    assert_eq!(rows[1..].iter().map(|row| points(row, 2)).sum::<i64>(), 290);
    let page = library.path("page.html");
    library.answer(&[&ASK[..], &["--html", page.to_str().unwrap()]].concat());
    let page = fs::read_to_string(page).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Sergio Pérez"));
    assert!(!page.contains("http://") && !page.contains("https://"));
    for id in ["parts", "rounds", "plan"] {
        assert!(page.contains(&format!("<title id=\"{id}-title\">")), "{id}");
    }
}

/// With the laps of 14 races. Bahrain: Pérez from second to third on the first lap and back, Verstappen ahead from start
/// to finish: 3 there, -3 after it. Mexico: Verstappen from third to the lead on the first lap, +10; Pérez fifth on the
/// grid, out before he had completed one. Suzuka: Pérez fifth on the grid (10), seventh after the first lap (6), 19th when
/// he stopped.
#[test]
fn agrees_with_laps_by_hand() {
    let tables = shared("f1-telemetry").join("lap-tables/2023/race");
    let Ok(files) = fs::read_dir(&tables) else {
        println!("skipped: gap with laps: no lap-tables/2023/race in the shared data");
        return;
    };
    let library = Shelf::new("gap-laps");
    for file in files.map(|file| file.unwrap().path()) {
        if !file.to_string_lossy().contains("testing") {
            library.answer(&["data", "import", file.to_str().unwrap()]);
        }
    }
    let answer = library.json(&ASK);
    assert_eq!((answer["total"].as_i64(), sum(&answer["parts"])), (Some(290), 290));
    let check = |round: usize, want: &[(&str, i64)]| {
        let round = &answer["rounds"][round - 1];
        assert_eq!(round["laps_known"], true);
        let parts = round["parts"].as_array().unwrap().iter();
        let got: Vec<(&str, i64)> = parts
            .map(|it| (it["name"].as_str().unwrap(), it["points"].as_i64().unwrap()))
            .collect();
        assert_eq!(got, want, "{}", round["race"]);
    };
    check(1, &[("qualifying", 7), ("start and first lap", 3), ("race pace", -3)]);
    check(19, &[("qualifying", 5), ("start and first lap", 10), ("retirements", 10)]);
    let suzuka =
        [("qualifying", 15), ("start and first lap", 4), ("race pace", 6), ("fastest laps", 1)];
    check(16, &suzuka);
    let plan = answer["plan"].as_array().unwrap();
    let named = |name: &str, aim: &str| {
        plan.iter().find(|it| it["improvement"] == name && it["aim"] == aim).unwrap()
    };
    assert!(named("starts", "match")["closes"].as_f64().unwrap() > 0.0);
    let pace = |aim: &str| named("race pace", aim)["closes"].as_f64().unwrap();
    assert!(pace("match") >= pace("half"));
    let together = &answer["together"];
    let (closes, left) = (together["closes"].as_f64().unwrap(), together["left"].as_f64().unwrap());
    assert!((closes + left - 290.0).abs() < 1e-9);
}

#[test]
fn exact_refusals() {
    let library = Shelf::new("gap-refusals");
    library.refused(&["gap", "2023", "PER", "--against", "11"], 2, "name another reference");
    library.refused(&["gap", "1950", "farina", "--against", "fangio"], 3, "1950");
}
