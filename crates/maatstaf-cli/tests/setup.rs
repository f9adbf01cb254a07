//! `maatstaf setup` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;

use maatstaf::formats::car;
use serde_json::Value;

mod run;

use run::{answer, check_refusal};

/// Small enough to be quick: the road of a city.
const MONACO: [&str; 10] = [
    "setup",
    "sensitivities",
    "--car",
    "f1-2014",
    "--course",
    "monaco",
    "--nodes",
    "100",
    "--scheme",
    "trapezoidal",
];

fn asked(more: &[&'static str]) -> Vec<&'static str> {
    [&MONACO[..], more].concat()
}

fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()))
}

#[test]
fn keeps_sensitivities_in_every_form() {
    let html = file("worth.html");
    let words = [&MONACO[..], &["--json", "--plot", html.to_str().unwrap()]].concat();
    let told: Value = serde_json::from_str(&answer(&words)).unwrap();
    let all = told["sensitivities"].as_array().unwrap();
    let mass = all.iter().find(|it| it["name"] == "chassis.mass").unwrap();
    let [unit, percent] =
        ["seconds_per_unit", "seconds_per_percent"].map(|field| mass[field].as_f64().unwrap());
    assert_eq!((&mass["value"], &mass["unit"]), (&660.0.into(), &"kg".into()));
    assert!((6.6 * unit - percent).abs() < 1e-9 && unit > 0.0);

    let csv = answer(&asked(&["--csv"]));
    let row = csv.lines().find(|row| row.starts_with("chassis.mass,")).unwrap();
    let cell: f64 = row.split(',').nth(1).unwrap().parse().unwrap();
    assert!((cell - percent).abs() < 1e-9);
    assert_eq!(csv.lines().count(), all.len() + 1);

    let text = answer(&MONACO);
    assert!(text.contains("s per %") && text.contains("chassis.mass"));
    assert!(text.contains("not in the model of a lap: ") && text.contains("hybrid.power"));
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("chassis.mass"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("NaN"));
    fs::remove_file(html).unwrap();
}

/// The same road, and what is free.
fn best(more: &[&str]) -> Vec<String> {
    let road = ["--course", "monaco", "--nodes", "100", "--scheme", "trapezoidal"];
    let words = [&["setup", "optimise", "--car", "f1-2014"], &road[..], more].concat();
    words.into_iter().map(str::to_owned).collect()
}

// The set-up that is written makes the lap that was told.
#[test]
fn keeps_the_best_set_up_in_every_form() {
    let toml = file("mine.toml");
    let out = toml.to_str().unwrap();
    let words = best(&["--free", "brake_bias,downforce", "--json", "--out", out]);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let told: Value = serde_json::from_str(&answer(&words)).unwrap();
    let [bias, downforce] = [0, 1].map(|i| &told["parameters"][i]);
    assert_eq!((&bias["name"], &bias["limit"]), (&"brakes.front_share".into(), &Value::Null));
    assert_eq!((&downforce["best"], &downforce["limit"]), (&1.3.into(), &"highest".into()));
    assert!(downforce["seconds_per_unit"].as_f64().unwrap() < -1.0);
    let course = &told["courses"][0];
    let [before, after, gain] =
        ["lap_time", "best_lap_time", "gain"].map(|field| course[field].as_f64().unwrap());
    assert!((before - after - gain).abs() < 1e-9 && gain > 1.0);

    let car = car::read(&fs::read_to_string(&toml).unwrap()).unwrap();
    assert_eq!(car.quantity("brakes.front_share"), bias["best"].as_f64());
    let lap = ["lap", "--car", out, "--course", "monaco", "--nodes", "100", "--json"];
    let lap = answer(&[&lap[..], &["--scheme", "trapezoidal"]].concat());
    let lap: Value = serde_json::from_str(&lap).unwrap();
    assert!((lap["lap_time"].as_f64().unwrap() - after).abs() < 0.1); // perhaps another optimum
    fs::remove_file(toml).unwrap();

    let words = best(&["--free", "brake_bias"]);
    let text = answer(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(text.contains("the best set-up") && text.contains("gain (s)"));
    let words = best(&["--free", "brake_bias", "--csv"]);
    let csv = answer(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(csv.starts_with("parameter,now,best,") && csv.lines().count() == 2);
}

#[test]
fn exact_refusals_of_set_ups() {
    let check = |more: &[&str], says| {
        let words = best(more);
        check_refusal(&words.iter().map(String::as_str).collect::<Vec<_>>(), 2, &[says]);
    };
    check(&["--free", "wings"], "it has chassis.roll_share_front");
    check(&["--course", "monza:0"], "a weight is a number above zero");
    check(&["--course", "monzza"], "monza");
}

#[test]
fn exact_refusals() {
    let check = |more: &[&'static str], code, says| check_refusal(&asked(more), code, &[says]);
    check(&["--iterations", "3"], 1, "stopped short of the fastest lap");
    check(&["--set", "wings=2"], 2, "this car has");
    check(&["--json", "--csv"], 2, "cannot be used with");
}
