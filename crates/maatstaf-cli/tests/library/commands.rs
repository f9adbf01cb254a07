use std::fs;

use serde_json::Value;

use super::{Desk, answer};

/// The desk answers these words with all of these texts.
#[track_caller]
fn check(desk: &Desk, words: &[&str], says: &[&str]) {
    let text = answer(&desk.command(words).output().unwrap());
    for part in says {
        assert!(text.contains(part), "{words:?}: {part:?} is not in {text}");
    }
}

/// The desk refuses these words with this code and all of these texts.
#[track_caller]
fn check_refusal(desk: &Desk, words: &[&str], code: i32, says: &[&str]) {
    let output = desk.command(words).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
    for part in says {
        assert!(error.contains(part), "{words:?}: {part:?} is not in {error}");
    }
}

fn json(desk: &Desk, words: &[&str]) -> Value {
    serde_json::from_str(&answer(&desk.command(words).output().unwrap())).unwrap()
}

#[test]
fn exact_no_library() {
    let desk = Desk::new("none");
    let home = desk.home();
    let home = home.to_str().unwrap();
    check(&desk, &["data", "list"], &["no library yet", home, "data import f1db PATH"]);
    check(&desk, &["data", "path"], &[home]);
    check(&desk, &["data", "verify"], &["nothing in the library yet"]);
    check(&desk, &["standings", "2023"], &["Facts: embedded"]);
    check_refusal(&desk, &["data", "path", "f1db"], 3, &["no f1db", "data import f1db"]);
    check_refusal(&desk, &["data", "remove", "f1db"], 3, &["no library"]);
    check_refusal(&desk, &["data", "import", "f1db", "nowhere"], 3, &["nowhere"]);
    check_refusal(&desk, &["data", "import", "f2db", "nowhere"], 2, &["f2db"]);
    assert_eq!(json(&desk, &["data", "list", "--json"])["datasets"], Value::Array(vec![]));
    assert!(!desk.home().exists(), "nothing is made before there is something to keep");
}

#[test]
fn exact_import_list_ask_remove() {
    let desk = Desk::new("life");
    let report = desk.import(2);
    for part in ["F1DB (CC BY 4.0)", "3 seasons (2020 to 2022), 6 rounds", "Nothing odd"] {
        assert!(report.contains(part), "{part} is not in {report}");
    }
    check(&desk, &["data", "list"], &["F1DB", "CC BY 4.0", "2020 to 2022"]);
    check(&desk, &["data", "list", "--csv"], &["release-2"]);
    check(&desk, &["data", "verify"], &["all as they were written"]);
    check(
        &desk,
        &["standings", "2021"],
        &["Ann", "Facts: the library: F1DB (CC BY 4.0), imported"],
    );
    let facts = &json(&desk, &["standings", "2021", "--json"])["facts"];
    assert_eq!(facts["from"], "library");
    check(&desk, &["audit", "--json"], &["\"library\""]);
    check_refusal(&desk, &["standings", "2023"], 3, &["2023", "the library"]);
    assert!(desk.import(2).contains("already"), "the same again is left alone");
    let folder = json(&desk, &["data", "path", "f1db", "--json"])["path"].clone();
    assert!(fs::exists(format!("{}/results/2021.parquet", folder.as_str().unwrap())).unwrap());
    check(&desk, &["data", "remove", "f1db"], &["Removed F1DB"]);
    check(&desk, &["standings", "2023"], &["Facts: embedded"]);
}

#[test]
fn exact_a_release_named_goes_before_the_library() {
    let desk = Desk::new("before");
    desk.import(1);
    let release = desk.release(2);
    let words = ["--f1db", release.to_str().unwrap(), "standings", "2022", "--json"];
    assert_eq!(json(&desk, &words)["facts"]["from"], "release");
}

#[test]
fn exact_oddities_are_reported_and_kept() {
    let desk = Desk::new("odd");
    let file = desk.release(1).join("f1db-races-race-results.csv");
    let row = "1,first,1,9,ann,lotus,climax,1,,,false,\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + row).unwrap();
    let report = desk.import(1);
    assert!(
        report.contains("1 oddity") && report.contains("positionNumber is \"first\""),
        "{report}"
    );
    assert_eq!(json(&desk, &["data", "list", "--json"])["datasets"][0]["n_issues"], 1);
}

#[test]
fn exact_a_flipped_byte_is_found() {
    let desk = Desk::new("flip");
    desk.import(1);
    let files = desk.files();
    let file = files.iter().find(|name| name.ends_with("results/2020.parquet")).unwrap();
    let mut bytes = fs::read(file).unwrap();
    bytes[40] ^= 1;
    fs::write(file, bytes).unwrap();
    check_refusal(&desk, &["data", "verify"], 3, &["1 file ", "data import f1db PATH"]);
    let output = desk.command(&["data", "verify", "--json"]).output().unwrap();
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&found["intact"], &found["damage"][0]["path"]),
        (&false.into(), &file.as_str().into())
    );
    check_refusal(&desk, &["standings", "2020"], 3, &["2020.parquet", "data import f1db"]);
    assert!(desk.import(1).contains("Imported"));
    check(&desk, &["data", "verify"], &["all as they were written"]);
}

#[test]
fn exact_a_folder_that_cannot_be_a_library_or_a_release() {
    let desk = Desk::new("folders");
    let empty = desk.0.join("empty");
    fs::create_dir(&empty).unwrap();
    let says = [empty.to_str().unwrap(), "f1db-drivers.csv is missing"];
    check_refusal(&desk, &["data", "import", "f1db", says[0]], 3, &says);
    let release = desk.release(1);
    fs::remove_dir_all(desk.home()).unwrap();
    fs::write(desk.home(), "a file").unwrap();
    let home = desk.home();
    let says = ["cannot open the library at", home.to_str().unwrap(), "$MAATSTAF_HOME"];
    check_refusal(&desk, &["standings", "2023"], 3, &says);
    check_refusal(&desk, &["data", "import", "f1db", release.to_str().unwrap()], 3, &says);
    check_refusal(&desk, &["data", "verify"], 3, &says);
    check(&desk, &[], &["How did the season end?", "No facts: cannot open the library at"]);
}

#[test]
fn law_the_same_clock_gives_the_same_bytes() {
    let desk = Desk::new("clock");
    let import = |home: &str| {
        let home = desk.0.join(home);
        let mut command = desk.importing(1);
        command.env("SOURCE_DATE_EPOCH", "1700000000").env("MAATSTAF_HOME", &home);
        answer(&command.output().unwrap());
        fs::read(home.join("catalogue.json")).unwrap()
    };
    // the catalogue holds the hash of every other file
    assert_eq!(import("one"), import("other"));
    let refused = desk.importing(1).env("SOURCE_DATE_EPOCH", "soon").output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn exact_help_has_examples() {
    let desk = Desk::new("help");
    for verb in ["import", "list", "verify", "path", "remove"] {
        check(&desk, &["data", verb, "--help"], &["Examples:"]);
    }
    check(&desk, &["data", "--help"], &["Examples:"]);
}
