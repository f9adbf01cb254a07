//! The program as people run it: its answers, its errors, its exit codes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use serde_json::Value;

mod run;

use run::{answer, check_refusal, f1db};

#[track_caller]
fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(words)).unwrap()
}

/// A folder of its own for one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn with(self, file: &str, bytes: &[u8]) -> Self {
        fs::write(self.0.join(file), bytes).unwrap();
        self
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const PER_VER: [&str; 6] = ["briefing", "PER", "--against", "VER", "--season", "2023"];

#[test]
fn agrees_briefing_of_2023() {
    // championship.md, acceptance table: F1DB's standings of 2023
    let page = json(&[&PER_VER[..], &["--json"]].concat());
    let at = &page["championship"];
    assert_eq!(
        (&at["points"], &at["reference_points"], &at["gap"]),
        (&285.into(), &575.into(), &290.into())
    );
    assert_eq!((&at["place"], &at["reference_place"]), (&2.into(), &1.into()));
    let gaps = [
        7, 1, 15, 6, 14, 39, 53, 69, 81, 99, 110, 125, 138, 145, 151, 177, 209, 226, 251, 266, 276,
        290,
    ];
    assert_eq!(at["gap_by_round"], Value::from(gaps.to_vec()));
    assert_eq!(at["gap_grew_since_round"], 4);
    assert_eq!(at["place_settled"]["round"], 21);
    assert_eq!(at["place_settled"]["race"], "Las Vegas");
    assert_eq!(at["reference_place_settled"]["round"], 17);
    assert_eq!(at["reference_place_settled"]["session"], "sprint");
    assert_eq!(at["reference_place_settled"]["rounds_to_spare"], 5);
    let saturdays = &page["qualifying"];
    assert_eq!(saturdays["head_to_head"]["driver"], 2);
    assert_eq!(saturdays["head_to_head"]["reference"], 19);
    let median = saturdays["raw_median_gap_percent"].as_f64().unwrap();
    assert!((median - 0.604).abs() < 0.0005, "{median}");
    let named: Vec<&str> = saturdays["outliers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|at| at["race"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["Saudi Arabia", "Austria"]);
}

/// The points of every round go somewhere, the plan brings some back, and odds are 0 and 1 from the round in which the
/// title was settled (the sprint of Qatar, round 17), and not before.
#[test]
fn law_a_briefing_tells_where_points_went_and_how_likely_the_title_was() {
    let page = json(&[&PER_VER[..], &["--json"]].concat());
    let titles =
        page["sections"].as_array().unwrap().iter().map(|it| it["title"].as_str().unwrap());
    let first: Vec<&str> = titles.take(4).collect();
    let order =
        ["Championship", "Title odds", "Where the points went", "What would bring them back"];
    assert_eq!(first, order);
    let numbers = |of: &Value, key: &str| -> Vec<f64> {
        of.as_array().unwrap().iter().map(|it| it[key].as_f64().unwrap()).collect()
    };
    let gap = &page["points_gap"];
    assert_eq!(gap["total"], 290);
    assert_eq!(numbers(&gap["parts"], "points").iter().sum::<f64>(), 290.0);
    let grown: Vec<f64> = numbers(&gap["rounds"], "total");
    let by_round = numbers(&page["championship"]["rounds"], "gap");
    for (round, gap) in by_round.iter().enumerate() {
        assert_eq!(grown[..=round].iter().sum::<f64>(), *gap, "round {}", round + 1);
    }
    let ends = &gap["plan"][0]["interval"];
    assert!(ends[0].as_f64().unwrap() > 0.0 && ends[1].as_f64().unwrap() < 290.0, "{ends}");
    for at in page["title_odds"].as_array().unwrap() {
        let chance = |who: &str| at[who]["probability"].as_f64().unwrap();
        let settled = at["round"].as_u64().unwrap() >= 17;
        assert_eq!(
            (chance("driver") == 0.0, chance("reference") == 1.0),
            (settled, settled),
            "{at}"
        );
    }
    let beats = page["car_and_driver"]["driver_beats"]["probability"].as_f64().unwrap();
    assert!(beats < 0.5 && page["car_and_driver"]["car"].is_null(), "{beats}");
}

#[test]
fn exact_names_in_every_form() {
    let page = answer(&[&PER_VER[..], &["--json"]].concat());
    for (driver, reference) in
        [("perez", "Verstappen"), ("Sergio Pérez", "max-verstappen"), ("11", "1")]
    {
        let words = ["briefing", driver, "--against", reference, "--season", "2023", "--json"];
        assert_eq!(answer(&words), page, "{driver} against {reference}");
    }
    for round in ["15", "singapore", "Marina Bay", "SINGAPORE"] {
        assert_eq!(
            json(&["standings", "2023", "--after", round, "--json"])["round"],
            15,
            "{round}"
        );
    }
}

#[test]
fn exact_refusals() {
    let refuse = check_refusal;
    refuse(
        &["briefing", "PERR", "--against", "VER", "--season", "2023"],
        2,
        &["PERR", "Sergio Pérez"],
    );
    refuse(&["briefing", "PER", "--against", "PER", "--season", "2023"], 2, &["same driver"]);
    refuse(&["briefing", "a", "--against", "VER", "--season", "2023"], 2, &["may be"]);
    refuse(
        &["briefing", "MSC", "--against", "VER", "--season", "2023"],
        2,
        &["did not race in 2023"],
    );
    refuse(
        &["briefing", "SEN", "--against", "PRO", "--season", "1988"],
        3,
        &["1988", "data fetch", "--f1db"],
    );
    refuse(&["standings", "1900"], 2, &["1900", "1950"]);
    refuse(&["standings", "2023", "--after", "atlantis"], 2, &["atlantis"]);
    refuse(&["standings", "2023", "--after", "23"], 2, &["no round 23", "1 to 22"]);
    refuse(&["standings", "2023", "--after", "HAM"], 2, &["no round \"HAM\""]);
    refuse(&["standings", "twenty"], 2, &["a season is a year, such as 2023"]);
    refuse(&["driver", "PER", "--on", "2023-02-30"], 2, &["YYYY-MM-DD"]);
    refuse(&["driver", "PER", "--on", "1980-01-01"], 2, &["born on 1990-01-26"]);
    refuse(&["clinch", "2023", "--driver", "PER", "--place", "0"], 2, &["place"]);
    refuse(&["clinch", "2023", "--out", "nobody"], 2, &["nobody"]);
    refuse(&["audit"], 3, &["data fetch", "--f1db"]);
    refuse(&["audit", "--from", "2023", "--to", "2021"], 2, &["--from 2023 is after --to 2021"]);
    refuse(&["records", "--to", "1949"], 2, &["no season 1949", "1950 to 2026"]);
    refuse(&["what-if", "--all", "--from", "2027"], 2, &["no season 2027"]);
    refuse(&["briefing"], 2, &["Usage"]);
    refuse(&["--f1db", "no/such/folder", "standings", "2023"], 3, &["no/such/folder"]);
}

#[test]
fn exact_files_that_are_not_a_release() {
    let empty = Folder::new("empty");
    let says = [empty.path(), "f1db-drivers.csv is missing"];
    check_refusal(&["--f1db", empty.path(), "standings", "2023"], 3, &says);
    let zip = Folder::new("zip").with("f1db.zip", b"PK\x03\x04 but not really");
    let path = zip.0.join("f1db.zip");
    check_refusal(&["--f1db", path.to_str().unwrap(), "standings", "2023"], 2, &["zip"]);
    let column = Folder::new("column").with("f1db-drivers.csv", b"\"id\",\"nom\"\n\"a\",\"b\"\n");
    check_refusal(
        &["--f1db", column.path(), "standings", "2023"],
        2,
        &["f1db-drivers.csv", "name"],
    );
}

#[test]
fn law_a_pipe_sees_no_colour_and_no_long_line() {
    for words in [
        &PER_VER[..],
        &["standings", "2023"],
        &["clinch", "2023"],
        &["clinch", "2023", "--driver", "PER"],
    ] {
        let text = answer(words);
        assert!(!text.contains('\u{1b}'), "{words:?}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{words:?}");
    }
}

#[test]
fn law_csv_and_json_hold_the_same_table() {
    let csv = answer(&["standings", "2021", "--csv"]);
    let rows = json(&["standings", "2021", "--json"])["standings"].as_array().unwrap().len();
    assert_eq!(csv.lines().count(), rows + 1);
    assert!(csv.starts_with("place,name,team,points"), "{csv}");
    assert!(csv.contains("1,Max Verstappen,Red Bull,395.5"), "{csv}");
}

#[test]
fn exact_a_page_is_written_whole() {
    let folder = Folder::new("page");
    let file = folder.0.join("page.html");
    answer(&[&PER_VER[..], &["--html", file.to_str().unwrap()]].concat());
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("290"));
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "nothing else is left behind");
    let nowhere = folder.0.join("no/page.html");
    let words = [&PER_VER[..], &["--html", nowhere.to_str().unwrap()]].concat();
    check_refusal(&words, 2, &["page.html"]);
}

#[test]
fn exact_help_has_examples() {
    for words in [
        &["--help"][..],
        &["briefing", "--help"],
        &["standings", "--help"],
        &["clinch", "--help"],
        &["audit", "--help"],
    ] {
        assert!(answer(words).contains("Examples:"), "{words:?}");
    }
}

#[test]
fn agrees_audit_of_all_seasons() {
    // F1DB's standings after every round and at the end, 1950 to 2026
    let Some(folder) = f1db("agrees_audit_of_all_seasons") else { return };
    let audit = json(&["--f1db", &folder, "audit", "--json"]);
    for (title, seasons) in [("drivers", 77), ("constructors", 69)] {
        assert_eq!(audit[title]["seasons"], seasons, "{title}");
        assert_eq!(audit[title]["agree"], seasons, "{title}");
    }
    assert_eq!(
        (&audit["rounds"]["compared"], &audit["rounds"]["agree"]),
        (&2256.into(), &2242.into())
    );
    assert_eq!(
        (&audit["deciders"]["seasons"], &audit["deciders"]["agree"]),
        (&76.into(), &72.into())
    );
    let named = audit["deciders"]["differences"].as_array().unwrap();
    let seasons: Vec<&Value> = named.iter().map(|at| &at["season"]).collect();
    assert_eq!(seasons, [1953, 1960, 1961, 1978]);
    let explained = |at: &Value| at["reason"].as_str().is_some_and(|reason| !reason.is_empty());
    assert!(named.iter().chain(audit["differences"].as_array().unwrap()).all(explained));
}

#[test]
fn agrees_champions_with_dropped_scores_and_deaths() {
    // championship.md 4.5
    let Some(folder) = f1db("agrees_champions_with_dropped_scores_and_deaths") else { return };
    let of_1988 = json(&["--f1db", &folder, "standings", "1988", "--json"]);
    let line = |idx: usize, field: &str| of_1988["standings"][idx][field].clone();
    assert_eq!((line(0, "points"), line(0, "gross_points")), (90.into(), 94.into()));
    assert_eq!((line(1, "points"), line(1, "gross_points")), (87.into(), 105.into()));
    for (year, out, round) in [("1961", "trips@7", 7), ("1978", "peterson@14", 14)] {
        let settled = json(&["--f1db", &folder, "clinch", year, "--out", out, "--json"]);
        assert_eq!(settled["places"][0]["settled"]["round"], round, "{year}");
    }
}

#[test]
fn law_a_zip_reads_as_its_folder() {
    let Some(folder) = f1db("law_a_zip_reads_as_its_folder") else { return };
    let scratch = Folder::new("release");
    let path = scratch.0.join("f1db-csv.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        zip.start_file(format!("csv/{}", entry.file_name().to_str().unwrap()), options).unwrap();
        zip.write_all(&fs::read(entry.path()).unwrap()).unwrap();
    }
    zip.finish().unwrap();
    let of = |source: &str| answer(&["--f1db", source, "standings", "1976", "--csv"]);
    assert_eq!(of(path.to_str().unwrap()), of(&folder));
}
