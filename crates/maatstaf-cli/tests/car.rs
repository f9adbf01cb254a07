//! Cars as people ask for them, and the schema of their descriptions.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use maatstaf::formats::car;
use serde_json::{Value, json};

mod run;

use run::{answer, maatstaf};

const IDS: [&str; 7] =
    ["f1-2014", "f1-2024", "f1-2026", "hypercar", "lmp2", "gt3", "formula-student"];

#[track_caller]
fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(words)).unwrap()
}

/// The program refuses with exit code 2 and these words on standard error.
#[track_caller]
fn check_refusal(words: &[&str], says: &[&str]) -> Output {
    let output = maatstaf(words);
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{words:?}: {error}");
    for text in says {
        assert!(error.contains(text), "{words:?}: {text:?} is not in {error:?}");
    }
    output
}

/// A description of its own for one test, removed at its end.
struct Description(PathBuf);

impl Description {
    fn new(name: &str, text: &str) -> Self {
        let file = format!("maatstaf-{}-{name}.toml", std::process::id());
        let path = std::env::temp_dir().join(file);
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Description {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema-files/car.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A description as the schema sees it.
fn as_json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

#[test]
fn exact_every_car_is_listed() {
    let cars = json(&["car", "list", "--json"]);
    let cars = cars["cars"].as_array().unwrap();
    let ids: Vec<&str> = cars.iter().map(|car| car["id"].as_str().unwrap()).collect();
    assert_eq!(ids, IDS);
    assert_eq!((&cars[0]["mass_kg"], &cars[0]["drag_area_m2"]), (&json!(660.0), &json!(1.35)));
    let table = answer(&["car", "list", "--csv"]);
    assert_eq!(table.lines().count(), IDS.len() + 1);
    assert!(table.contains("f1-2014,660,735,1.35,4.5,similarity,"), "{table}");
}

#[test]
fn exact_a_car_is_shown_with_units_and_ranges() {
    let car = json(&["car", "show", "f1-2014", "--json"]);
    let numbers = car["numbers"].as_array().unwrap();
    let named = |name: &str| numbers.iter().find(|at| at["name"] == name).unwrap();
    let angle = named("tyres.front.lambda_max_light");
    assert_eq!((&angle["value"], &angle["unit"]), (&json!(9.0), &json!("°")));
    assert_eq!(named("power_unit.power")["value"], 735.499);
    let range =
        car["setup"].as_array().unwrap().iter().find(|at| at["name"] == "brakes.front_share");
    assert_eq!(range.unwrap()["highest"], 0.75);
    let top = car["figures"]["top_speed_kmh"].as_f64().unwrap() / 3.6;
    assert!((top - 96.8).abs() < 0.05, "{top}");
    let page = answer(&["car", "show", "hypercar"]);
    for text in ["chassis.mass", "1140", "May be set up", "What follows", "balance of"] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn law_a_description_printed_is_the_car_shown() {
    for id in IDS {
        let own = Description::new(id, &answer(&["car", "show", id, "--toml"]));
        let (of_file, mut inside) =
            (json(&["car", "show", own.path(), "--json"]), json(&["car", "show", id, "--json"]));
        inside["notes"] = json!([]);
        assert_eq!(of_file, inside, "{id}");
        assert!(answer(&["car", "check", own.path()]).contains("right"));
    }
}

#[test]
fn exact_a_wrong_description_names_line_and_fix() {
    let text = answer(&["car", "show", "f1-2014", "--toml"]);
    let line = text.lines().position(|line| line.starts_with("mass_kg")).unwrap() + 1;
    let wrong = Description::new("wrong", &text.replace("mass_kg = 660", "mass_lb = 1455"));
    let place = format!("{}:{line}:1: chassis.mass_lb: write mass_kg = 659.977", wrong.path());
    check_refusal(&["car", "check", wrong.path()], &["2 problems", &place, "has no mass_kg"]);
    let output = check_refusal(&["car", "check", wrong.path(), "--json"], &[&place]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["files"][0]["right"], false);
    assert_eq!(answer["files"][0]["problems"].as_array().unwrap().len(), 2);
    check_refusal(&["car", "show", wrong.path()], &["(and 1 more)"]);
    check_refusal(&["car", "check", "no-such-file.toml"], &["cannot read no-such-file.toml"]);
}

#[test]
fn exact_what_a_tyre_file_has_too_much_is_said() {
    let law = "law = \"magic formula 6.1\"\ntir = \"TYRE\"\n";
    let slick = include_str!("../../../fixtures/slick.tir").replace("PKY1 ", "PKY9 = 1\nPKY1 ");
    let file = Description::new("slick", &slick);
    let name = Path::new(file.path()).file_name().unwrap().to_str().unwrap();
    let text = answer(&["car", "show", "f1-2014", "--toml"]);
    let mut text = text.parse::<toml::Table>().unwrap();
    for axle in ["front", "rear"] {
        text["tyres"][axle] =
            toml::from_str::<toml::Table>(&law.replace("TYRE", name)).unwrap().into();
    }
    text.remove("setup");
    let own = Description::new("tir", &text.to_string());
    let says = format!("{name}:82: PKY9 is no coefficient of magic formula 6.1, and was left out");
    let checked = maatstaf(&["car", "check", own.path()]);
    assert_eq!(String::from_utf8(checked.stderr).unwrap(), format!("maatstaf: {says}\n"));
    assert!(checked.status.success() && checked.stdout.ends_with(b")\n"));
    let files = json(&["car", "check", own.path(), "--json"]);
    assert_eq!(files["files"][0]["issues"], json!([says]));
    let shown = maatstaf(&["car", "show", own.path()]);
    assert_eq!(String::from_utf8(shown.stderr).unwrap(), format!("maatstaf: {says}\n"));
}

#[test]
fn exact_suggestions() {
    check_refusal(&["car", "show", "hypercra"], &["did you mean hypercar?"]);
    check_refusal(&["car", "show", "tractor"], &["f1-2014", "gt3"]);
    check_refusal(&["car", "lst"], &["'list'"]);
}

#[test]
fn agrees_the_schema_of_descriptions_with_their_reader() {
    let made = car::json_schema();
    if std::env::var_os("MAATSTAF_WRITE_SCHEMA").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema-files/car.json");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, serde_json::to_string_pretty(&made).unwrap() + "\n").unwrap();
    }
    assert_eq!(schema(), made, "docs/schema-files/car.json; MAATSTAF_WRITE_SCHEMA=1 writes it");
}

#[test]
fn agrees_schema_and_reader_on_what_is_right() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    for id in IDS {
        let text = answer(&["car", "show", id, "--toml"]);
        let errors: Vec<String> =
            validator.iter_errors(&as_json(&text)).map(|error| format!("{error:.200}")).collect();
        assert!(errors.is_empty(), "{id}: {errors:?}");
        let written = car::write(&car::read(&text).unwrap());
        assert!(validator.is_valid(&as_json(&written)), "{id}, written anew");
    }
    let text = answer(&["car", "show", "gt3", "--toml"]);
    for (piece, by) in [
        ("mass_kg = 1350", "mass_lb = 1350"),
        ("mass_kg = 1350", "mass_kg = 13.5"),
        ("mass_kg = 1350", "mass_kg = \"1350\""),
        ("mass_kg = 1350\n", ""),
        ("driven = \"rear\"", "driven = \"back\""),
        ("[power_unit.curve]", "power_kw = 400\n[power_unit.curve]"),
        ("drag_area_m2 = 1.20\n", ""),
        ("brakes.front_share = [0.48, 0.64]", "brakes.front_share = [0.48]"),
        ("[setup]", "[setup]\nbrakes.bias = [0, 1]"),
    ] {
        assert!(text.contains(piece), "{piece}");
        let broken = text.replacen(piece, by, 1);
        assert!(car::read(&broken).is_err(), "the reader takes {by}");
        assert!(!validator.is_valid(&as_json(&broken)), "the schema takes {by}");
    }
}
