//! `maatstaf odds` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use serde_json::Value;

mod run;

use run::{answer, check_refusal};

const MIAMI: [&str; 6] = ["odds", "2023", "--after", "miami", "--ends", "2000"];

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

#[test]
fn in_words() {
    check(
        &MIAMI,
        &[
            "Odds of the 2023 drivers' title after round 5, Miami",
            "Champion: Max Verstappen",
            "The title is still possible for 20.",
            "From 2000 ends of the 17 rounds left",
        ],
    );
    check(&["odds", "2023"], &["The title is settled: Max Verstappen has it."]);
    check(
        &["odds", "2021", "--after", "20", "--constructors", "--ends", "500"],
        &["Mercedes", "Red Bull"],
    );
    check(&[&MIAMI[..], &["--driver", "PER"]].concat(), &["this or better"]);
}

#[test]
fn what_if_he_were_faster() {
    let asked = [&MIAMI[..], &["--if", "PER:gap=half"]].concat();
    check(&asked, &["Then Sergio Pérez would be champion with", "244 pairs of team mates"]);
    let answer = json(&asked);
    let titles = answer["if"]["titles"].as_array().unwrap();
    let perez = titles.iter().find(|it| it["id"] == "sergio-perez").unwrap();
    assert!(perez["difference"].as_f64().unwrap() > 0.0, "{perez}");
}

#[test]
fn law_the_same_seed_gives_the_same_bytes() {
    let asked = [&MIAMI[..], &["--json"]].concat();
    assert_eq!(answer(&asked), answer(&asked));
    assert_ne!(answer(&asked), answer(&[&asked[..], &["--seed", "2"]].concat()));
}

#[test]
fn law_the_places_of_everyone_add_up_to_one() {
    for of in json(&MIAMI)["odds"].as_array().unwrap() {
        let sum: f64 = of["places"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{}: {sum}", of["name"]);
    }
}

#[test]
fn a_page() {
    let file = std::env::temp_dir().join(format!("maatstaf-odds-{}.html", std::process::id()));
    let path = file.to_str().unwrap();
    answer(&[&MIAMI[..], &["--html", path]].concat());
    let page = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    for said in ["title-odds-desc", "places-desc", "Verstappen", "<details>"] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn refusals_say_the_way_out() {
    check_refusal(&["odds", "2023", "--if", "PER:gap"], 2, &["write DRIVER:gap=half"]);
    check_refusal(&["odds", "2023", "--if", "PER:tyres=new"], 2, &["write DRIVER:gap=half"]);
    check_refusal(&["odds", "2023", "--after", "23"], 2, &["23"]);
    check_refusal(&["odds"], 2, &["<YEAR>"]);
}
