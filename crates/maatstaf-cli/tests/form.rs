//! `maatstaf form` and `maatstaf chain` as people run them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use serde_json::Value;

mod run;

use run::{answer, check_refusal, command, f1db, maatstaf};

/// The answer has these words in it, however its lines are broken.
#[track_caller]
fn check(words: &[&str], says: &[&str]) {
    let text = answer(words).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in says {
        assert!(text.contains(said), "{words:?}: {said:?} is not in {text:?}");
    }
}

#[track_caller]
fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(&[words, &["--json"]].concat())).unwrap()
}

const PEREZ: [&str; 5] = ["form", "2023", "PER", "--against", "VER"];

#[test]
fn the_end_of_2023_in_words() {
    check(
        &PEREZ,
        &[
            "Form of Sergio Pérez against Max Verstappen, 2023",
            "Was Pérez stronger in qualifying in the last 5 rounds (18–22) than before? The data cannot tell",
            "No change point is found in the qualifying gap",
            "A trend over the season is real with a probability of",
            "The usual qualifying gap by what a circuit rewards",
        ],
    );
}

#[test]
fn the_same_for_machines() {
    let answer = json(&PEREZ);
    let level = &answer["level"];
    let shapes = ["constant_probability", "stepped_probability", "wandering_probability"];
    let all: f64 = shapes.iter().map(|shape| level[shape].as_f64().unwrap()).sum();
    assert!((all - 1.0).abs() < 1e-9, "{all}");
    assert_eq!(level["stronger_at_the_end"]["answer"], "the data cannot tell");
    assert_eq!(level["rounds"].as_array().unwrap().len(), 21); // no time in Australia
    let qualifying = &answer["qualifying"];
    let median = |field: &str| qualifying[field].as_f64().unwrap();
    assert!((median("raw_median_gap_percent") - 0.604).abs() < 0.0005);
    let outliers = qualifying["outliers"].as_array().unwrap();
    let reasons: Vec<&str> = outliers.iter().map(|it| it["reason"].as_str().unwrap()).collect();
    assert!(reasons[0].contains("max-verstappen's 1:49.953 was 23.9 % off his own"), "{reasons:?}");
    assert!(reasons[1].contains("sergio-perez's 2:06.688 was 94.4 % off his own"), "{reasons:?}");
    let wet: Vec<_> = answer["wet_or_changing"].as_array().unwrap().iter().collect();
    assert_eq!(wet.iter().map(|it| &it["round"]).collect::<Vec<_>>(), [8, 12, 13, 20]);
}

#[test]
fn law_the_same_question_has_the_same_answer() {
    assert_eq!(answer(&PEREZ), answer(&PEREZ));
}

#[test]
fn rows_for_a_spreadsheet() {
    let csv = answer(&[&PEREZ[..], &["--csv"]].concat());
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some(
            "round,race,gap (%),level (%),low (%),high (%),change after (probability),outlier,track"
        )
    );
    assert!(
        lines.clone().any(|line| line.starts_with("9,Austria,+95.052,") && line.contains("yes"))
    );
    assert_eq!(lines.count(), 21);
}

#[test]
fn a_page_with_the_answer_first() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("form.html");
    let html = file.to_str().unwrap();
    assert!(answer(&[&PEREZ[..], &["--html", html]].concat()).is_empty());
    let page = std::fs::read_to_string(&file).unwrap();
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text:?} is not on the page"));
    assert!(at("Was Pérez stronger") < at("<svg"));
    assert_eq!(page.matches("<svg class=\"chart\"").count(), 2);
    assert!(!page.contains("http"), "a page needs nothing but a browser");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn too_few_rounds_are_said_to_be_too_few() {
    check(
        &["form", "2023", "DEV", "--against", "RIC"],
        &["0 rounds with a qualifying gap, too few to tell a change from chance"],
    );
}

#[test]
fn what_is_no_question_of_form() {
    check_refusal(&["form", "2023", "PER", "--against", "per"], 2, &["same driver"]);
    check_refusal(&["form", "2023", "PER", "--against", "nobody"], 2, &["nobody"]);
    check_refusal(&["form", "1988", "senna", "--against", "prost"], 3, &["data fetch f1db"]);
    check_refusal(&[&PEREZ[..], &["--last", "30"]].concat(), 2, &["--last 30", "21 rounds"]);
    check_refusal(&[&PEREZ[..], &["--last", "0"]].concat(), 2, &["--last"]);
    check_refusal(&[&PEREZ[..], &["--json", "--csv"]].concat(), 2, &["--csv"]);
}

#[test]
fn a_chain_of_two_links() {
    let words = ["chain", "RIC", "--against", "PIA"];
    check(
        &words,
        &[
            "They share no team; the shortest chain has 2 links.",
            "Daniel Ricciardo against Lando Norris in 2021–2022, 44 rounds: +0.42 %",
            "Lando Norris against Oscar Piastri in 2023, 22 rounds: −0.21 %",
        ],
    );
    let answer = json(&words);
    let back = json(&["chain", "PIA", "--against", "RIC"]);
    let factor = |it: &Value| 1.0 + it["gap_percent"].as_f64().unwrap() / 100.0;
    assert!((factor(&answer) * factor(&back) - 1.0).abs() < 1e-9);
    let width = |interval: &Value| interval[1].as_f64().unwrap() - interval[0].as_f64().unwrap();
    let links = answer["links"].as_array().unwrap();
    assert!(width(&links[1]["along_interval"]) > width(&links[0]["interval"]));
    let csv = self::answer(&[&words[..], &["--csv"]].concat());
    assert_eq!(csv.lines().count(), 3);
}

#[test]
fn what_is_no_chain() {
    check_refusal(&["chain", "PER", "--against", "TSU"], 3, &["no chain", "data fetch f1db"]);
    check_refusal(&["chain", "PER", "--against", "PER"], 2, &["same driver"]);
    check_refusal(
        &["chain", "PER", "--against", "VER", "--from", "2023", "--to", "2021"],
        2,
        &["turn them round"],
    );
    let words = ["chain", "PER", "--against", "VER", "--from", "1980", "--to", "1990"];
    check_refusal(&words, 3, &["no season from 1980 to 1990"]);
}

#[test]
fn agrees_every_season_links_perez_and_hamilton() {
    let Some(release) = f1db("agrees_every_season_links_perez_and_hamilton") else { return };
    let mut ask = command(&["--f1db", &release, "chain", "PER", "--against", "HAM", "--json"]);
    let output = ask.output().unwrap();
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    // F1DB names both as Bottas's team mates: Hamilton 2017 to 2021, Pérez in 2026.
    assert_eq!(answer["links"][0]["reference"]["id"], "valtteri-bottas");
    let gap = answer["gap_percent"].as_f64().unwrap();
    assert!((-0.2..0.6).contains(&gap), "{gap}");
    assert!(maatstaf(&["--f1db", &release, "chain", "PER", "--against", "HAM"]).status.success());
}
