//! `maatstaf setup` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;

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

#[test]
fn exact_refusals() {
    let check = |more: &[&'static str], code, says| check_refusal(&asked(more), code, &[says]);
    check(&["--iterations", "3"], 1, "stopped short of the fastest lap");
    check(&["--set", "wings=2"], 2, "this car has");
    check(&["--json", "--csv"], 2, "cannot be used with");
}
