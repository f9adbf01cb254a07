//! `maatstaf gallery`: problems with known answers.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::process::Output;

use serde_json::Value;

mod run;

use run::{maatstaf, shared};

fn gallery(words: &[&str]) -> Output {
    maatstaf(&[&["gallery"], words].concat())
}

#[track_caller]
fn problems(words: &[&str]) -> Vec<Value> {
    let output = gallery(&[words, &["--json"]].concat());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["problems"].as_array().unwrap().clone()
}

#[test]
fn agrees_what_needs_no_file() {
    let solved: Vec<Value> =
        problems(&[]).into_iter().filter(|problem| !problem["got"].is_null()).collect();
    assert_eq!(solved.len(), 10);
    assert!(solved.iter().all(|problem| problem["right"] == true));
}

#[test]
fn agrees_the_published_lap_of_catalunya() {
    let tracks = shared::shared("tracks");
    if !tracks.is_dir() {
        println!("skipped: agrees_the_published_lap_of_catalunya: no {}", tracks.display());
        return;
    }
    let shared = tracks.parent().unwrap().to_str().unwrap();
    let [problem] = &problems(&["--shared", shared, "--only", "catalunya-500"])[..] else {
        panic!("one problem")
    };
    assert_eq!((&problem["status"], &problem["right"]), (&"solved".into(), &true.into()));
    assert!((problem["got"].as_f64().unwrap() - 77.791_437_904).abs() < 1e-5);
}

/// The better optimum of the same problem, from a start of our own, and the same lap in a mirror
/// and begun elsewhere.
#[test]
fn agrees_the_published_lap_from_elsewhere() {
    let tracks = shared::shared("tracks");
    if !tracks.is_dir() {
        println!("skipped: agrees_the_published_lap_from_elsewhere: no {}", tracks.display());
        return;
    }
    let shared = tracks.parent().unwrap().to_str().unwrap();
    let solved = |name: &str, what: &str| {
        let [problem] = &problems(&["--shared", shared, "--only", name])[..] else {
            panic!("one problem")
        };
        assert_eq!(problem["right"], true, "{name}: {problem}");
        problem[what].as_f64().unwrap()
    };
    assert!(solved("catalunya-500-own-start", "objective") < 77.928_940);
    let lap = solved("catalunya-500", "got");
    for name in ["catalunya-500-shifted", "catalunya-500-mirrored"] {
        assert!((solved(name, "got") - lap).abs() < 1e-8, "{name}");
    }
}

#[test]
fn exact_refusals() {
    let refused = |words: &[&str], code: i32, says: &str| {
        let output = gallery(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{error}");
        assert!(error.contains(says), "{error}");
    };
    refused(&["--only", "monaco"], 2, "catalunya-500");
    refused(&["--only", "catalunya-500"], 3, "--shared");
    refused(&["--only", "catalunya-500", "--shared", "/nowhere"], 3, "/nowhere");
}
