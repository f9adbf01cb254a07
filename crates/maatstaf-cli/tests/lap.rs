//! `maatstaf lap` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::PathBuf;

use maatstaf::core::{Channel, Wheel};
use maatstaf::formats::lap_table;
use serde_json::Value;

mod run;

use run::{answer, check_refusal, maatstaf};

/// Small enough to be quick: the road of a city.
const MONACO: [&str; 7] = ["lap", "--car", "f1-2014", "--course", "monaco", "--nodes", "140"];

fn asked(more: &[&'static str]) -> Vec<&'static str> {
    [&MONACO[..], more].concat()
}

fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()))
}

#[test]
fn keeps_one_lap_in_every_form() {
    let (csv, html) = (file("lap.csv"), file("lap.html"));
    let [out, plot] = [&csv, &html].map(|path| path.to_str().unwrap().to_owned());
    let words = [&MONACO[..], &["--json", "--out", &out, "--plot", &plot]].concat();
    let told: Value = serde_json::from_str(&answer(&words)).unwrap();
    assert_eq!((&told["status"], &told["nodes"]), (&"solved".into(), &140.into()));
    let time = told["lap_time"].as_f64().unwrap();
    let thirds: f64 =
        told["thirds_s"].as_array().unwrap().iter().map(|it| it.as_f64().unwrap()).sum();
    assert!((thirds - time).abs() < 1e-6);

    let trace = lap_table::read(&out, &fs::read(&csv).unwrap()).unwrap();
    assert_eq!(trace.distance().len(), 141); // the line twice
    assert!((trace.time()[140] - time).abs() < 1e-9);
    let speed = trace.channel(Channel::Speed).unwrap();
    let most = speed.iter().copied().fold(0.0, f64::max) * 3.6;
    assert!((most - told["top_speed_kmh"].as_f64().unwrap()).abs() < 1e-9);
    assert_eq!(speed[0], speed[140]);
    assert!(trace.channel(Channel::Load(Wheel::RearLeft)).is_some());
    assert!(fs::read_to_string(&csv).unwrap().contains("price_left_edge_mspm2"));

    let page = fs::read_to_string(&html).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("Monaco"));
    assert!(page.contains(told["lap_time_text"].as_str().unwrap()));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("NaN"));
    fs::remove_file(csv).unwrap();
    fs::remove_file(html).unwrap();
}

#[test]
fn keeps_what_it_has_when_it_stops_short() {
    let output = maatstaf(&asked(&["--iterations", "3", "--json"]));
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["status"], &told["iterations"]), (&"iteration limit".into(), &3.into()));
    assert!(told["residuals"]["feasibility"].as_f64().unwrap() > 0.0);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("stopped short of the fastest lap: iteration limit"), "{said}");
}

#[test]
fn exact_refusals() {
    let lap = |more: &[&'static str], code, says| check_refusal(&asked(more), code, &[says]);
    lap(&["--out", "lap.xlsx"], 2, "should end in .parquet or .csv");
    lap(&["--out", "/no/such/folder/lap.csv", "--iterations", "1"], 2, "cannot write");
    lap(&["--set", "brakes.front_share"], 2, "PARAMETER=VALUE");
    lap(&["--set", "brakes.front_share=2"], 2, "brakes.front_share");
    lap(&["--set", "wings=2"], 2, "this car has");
    let few = ["lap", "--car", "gt3", "--course", "monaco", "--nodes", "3"];
    check_refusal(&few, 2, &["20..=20000"]);
    let one = |car, course, says| {
        check_refusal(&["lap", "--car", car, "--course", course], 2, &[says]);
    };
    one("f1-2041", "monaco", "did you mean");
    one("f1-2014", "monacco", "monaco");
}

// Another brake bias is another lap, but not by seconds.
#[test]
fn law_a_set_up_changes_the_lap() {
    let time = |more: &[&'static str]| {
        let told: Value = serde_json::from_str(&answer(&asked(more))).unwrap();
        told["lap_time"].as_f64().unwrap()
    };
    let (plain, biased) = (time(&["--json"]), time(&["--json", "--set", "brakes.front_share=0.5"]));
    assert!((plain - biased).abs() > 1e-4 && (plain - biased).abs() < 2.0, "{plain} {biased}");
}
