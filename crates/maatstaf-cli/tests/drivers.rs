//! `maatstaf drivers` as people run it, on the embedded seasons.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use serde_json::Value;

mod run;

use run::{answer, check_refusal};

/// A season, with few draws: what it says of itself counts here, not how sure it is.
const FEW: [&str; 6] = ["drivers", "--seasons", "2023", "--posterior", "--draws", "60"];

#[track_caller]
fn check(words: &[&str], says: &[&str]) {
    let text = answer(words).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in says {
        assert!(text.contains(said), "{words:?}: {said:?} is not in {text:?}");
    }
}

fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(&[words, &["--json"]].concat())).unwrap()
}

#[test]
fn the_embedded_seasons_in_words() {
    check(
        &["drivers", "PER", "--against", "VER"],
        &[
            "Drivers and cars apart, 2021 to 2023",
            "In the same car Sergio Pérez would be ahead of Max Verstappen in",
            "66 races of 3 seasons.",
            "The team makes",
            "How far they lie apart",
        ],
    );
}

#[test]
fn the_full_posterior_says_whether_to_believe_it() {
    check(&FEW, &["The full posterior, from 240 draws of 4 chains: R-hat at most", "divergence"]);
    let found = json(&FEW);
    let posterior = &found["posterior"];
    assert_eq!((&posterior["draws"], &posterior["seed"]), (&Value::from(240), &Value::from(1)));
    let rhat = posterior["rhat"].as_f64().unwrap();
    let trusted = rhat < 1.01 && posterior["divergences"] == 0;
    assert_eq!(posterior["trusted"], trusted);
    let says = found["sentences"].to_string();
    assert_eq!(says.contains("Do not trust it yet"), rhat >= 1.01, "{says}");
    let ends = &found["spreads"]["intervals"]["driver"];
    assert!(ends[0].as_f64() < found["spreads"]["driver"].as_f64(), "{found}");
    assert_eq!(found["seasons"][0]["drivers"].as_array().unwrap().len(), 22);
    assert_eq!(found["seasons"][0]["season"], 2023);
}

#[test]
fn law_the_seed_decides() {
    let seeded = |seed: &str| answer(&[&FEW[..], &["--seed", seed, "--json"]].concat());
    assert_eq!(seeded("5"), seeded("5"));
    assert_ne!(seeded("5"), seeded("6"));
}

#[test]
fn a_page_with_charts_and_the_tables_behind_them() {
    let page = std::env::temp_dir().join(format!("maatstaf-{}-drivers.html", std::process::id()));
    let words = ["drivers", "PER", "--against", "VER", "--html", page.to_str().unwrap()];
    assert_eq!(answer(&words), "");
    let html = std::fs::read_to_string(&page).unwrap();
    std::fs::remove_file(&page).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>"));
    for said in [
        "<h2>Drivers</h2>",
        "<h2>Teams</h2>",
        "<h2>How much of it is the team</h2>",
        "<h2>In the same car</h2>",
        "<h2>Over the seasons</h2>",
        "Table: every pair with its interval",
        "abbr title=\"Max Verstappen\">VER<",
    ] {
        assert!(html.contains(said), "{said}");
    }
    // Every chart has a title and words for those who cannot see it.
    let n = |text: &str| html.matches(text).count();
    assert!(n("<svg class=\"chart") >= 15);
    assert_eq!(n("<svg class=\"chart"), n("<desc id="));
    assert!(!html.contains("NaN") && !html.contains("http"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    check_refusal(&["drivers", "--draws", "100"], 2, &["--posterior"]);
    check_refusal(&["drivers", "--seed", "100"], 2, &["--posterior"]);
    check_refusal(&["drivers", "--posterior", "--draws", "5"], 2, &["50"]);
    check_refusal(&["drivers", "--seasons", "1988", "--posterior"], 3, &["1988", "--f1db"]);
}
