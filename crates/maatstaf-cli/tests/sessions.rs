//! Recorded sessions, from a file to an answer.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

mod run;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use run::shared::shared;
use run::shelf::Shelf;
use serde_json::{Value, json};

const MEADOW: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/meadow_6h_2031.csv");

#[test]
fn exact_a_session_from_its_file_to_its_order() {
    let shelf = Shelf::new("whole");
    let report = shelf.json(&["data", "import", MEADOW]);
    let came = &report["sessions"][0];
    assert_eq!(
        (&came["session"], &came["format"]),
        (&json!("2031/meadow/race"), &json!("al-kamel"))
    );
    assert_eq!(
        (&came["n_laps"], &came["n_cars"], &came["n_drivers"]),
        (&json!(15), &json!(3), &json!(4))
    );
    assert_eq!(shelf.json(&["data", "import", MEADOW])["sessions"][0]["already_there"], true);

    let listed = shelf.json(&["sessions"]);
    assert_eq!(listed["sessions"][0]["session"], "2031/meadow/race");
    let laps = |more: &[&str]| shelf.json(&[&["laps", "2031/meadow/race"], more].concat());
    assert_eq!(laps(&[])["n_laps"], 15);
    assert_eq!(laps(&["--driver", "007"])["n_laps"], 5);
    assert_eq!(laps(&["--driver", "anning"])["n_laps"], 2);
    assert_eq!(laps(&["--class", "lmgt3", "--green"])["n_laps"], 4);
    assert_eq!(laps(&["--from", "2", "--to", "2"])["n_laps"], 3);
    let order = shelf.json(&["classification", "2031/meadow/race"]);
    let line = |at: usize| {
        (order[at]["car"].clone(), order[at]["laps"].clone(), order[at]["gap_seconds"].clone())
    };
    assert_eq!(line(0), (json!("50"), json!(5), json!(0.0)));
    assert_eq!(line(1), (json!("007"), json!(5), json!(1.9)));
    assert_eq!(line(2), (json!("7"), json!(5), json!(59.7)));

    let folder = shelf.answer(&["data", "path", "2031/meadow/race"]);
    let ends =
        Path::new(folder.trim()).parent().unwrap().ends_with("sessions/2031/meadow/race/al-kamel");
    assert!(ends && Path::new(folder.trim()).join("laps.parquet").is_file(), "{folder}");
    shelf.answer(&["data", "verify"]);
    shelf.answer(&["data", "remove", "2031/meadow/race"]);
    assert!(!shelf.path("home/sessions").exists());
    assert_eq!(shelf.json(&["sessions"])["sessions"], json!([]));
}

#[test]
fn exact_under_another_address() {
    let shelf = Shelf::new("as");
    let laps = fs::read(MEADOW).unwrap();
    let nameless = shelf.file("laps.csv", &laps);
    shelf.refused(&["data", "import", &nameless], 2, "name the session with --as");
    shelf.answer(&["data", "import", &nameless, "--as", "2030/zolder/test"]);
    assert_eq!(shelf.json(&["laps", "2030/zolder/test"])["n_laps"], 15);
    shelf.refused(&["laps", "2030/zolder/race"], 3, "the nearest is 2030/zolder/test");
    shelf.refused(&["laps", "zolder"], 2, "season/place/session");
    shelf.refused(&["laps", "2030/zolder/test", "--driver", "VER"], 2, "Ada LOVELACE");
    shelf.refused(&["classification", "2030/zolder/test", "--class", "LMP9"], 2, "LMGT3");
    shelf.refused(&["laps", "2030/zolder/test", "--compound", "sfot"], 2, "no compounds");
    shelf.refused(&["laps", "2030/zolder/test@openf1"], 3, "from al-kamel, not from openf1");
    let none = shelf.answer(&["sessions", "spa"]);
    assert!(none.starts_with("No session of the library has \"spa\""), "{none}");
    let one_car = ["data", "import", &nameless, "--as", "2030/zolder/part", "--driver", "007"];
    assert_eq!(shelf.json(&one_car)["sessions"][0]["n_laps"], 5);
    let whole = shelf.answer(&["data", "import", &nameless, "--as", "2030/zolder/part"]);
    assert!(whole.contains("in place of 5 laps"), "{whole}");
    let csv = shelf.answer(&["laps", "2030/zolder/part", "--csv"]);
    let cells: Vec<&str> = csv.lines().nth(1).unwrap().split(',').collect();
    assert!(cells[4..7].iter().all(|sector| sector.parse::<f64>().is_ok()), "{csv}");
}

#[test]
fn law_what_cannot_be_read_is_named_and_nothing_is_lost() {
    let shelf = Shelf::new("odd");
    let laps = fs::read(MEADOW).unwrap();
    shelf.file("all/zandvoort_2031.csv", &laps[..laps.len() - 400]);
    shelf.file("all/empty.csv", b"");
    shelf.file("all/notes.txt", b"nothing to see");
    shelf.file("all/cut_2031.csv.gz", b"\x1f\x8b\x08\x00");
    let folder = shelf.path("all");
    let report = shelf.json(&["data", "import", folder.to_str().unwrap()]);
    assert_eq!(report["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(report["unknown"].as_array().unwrap().len(), 3);
    assert_eq!(report["unknown"][1], "empty.csv (empty)");
    let came = &report["sessions"][0];
    assert!(came["n_laps"].as_u64().unwrap() >= 12, "{came}");
    assert!(!came["issues"].as_array().unwrap().is_empty(), "{came}");
    let notes = folder.join("notes.txt");
    shelf.refused(&["data", "import", notes.to_str().unwrap()], 2, "Al Kamel timing");
    shelf.refused(&["data", "import", "nowhere.csv"], 3, "nowhere.csv");
}

#[test]
fn law_what_stands_before_the_cut_of_a_packed_file_is_read() {
    let shelf = Shelf::new("cut");
    let mut packed = GzEncoder::new(Vec::new(), Compression::none());
    packed.write_all(&fs::read(MEADOW).unwrap()).unwrap();
    let packed = packed.finish().unwrap();
    let path = shelf.file("meadow_6h_2031.csv.gz", &packed[..packed.len() - 700]);
    let report = shelf.json(&["data", "import", &path]);
    let came = &report["sessions"][0];
    assert!((8..15).contains(&came["n_laps"].as_u64().unwrap()), "{came}");
    let reason = came["issues"][0]["reason"].as_str().unwrap();
    assert!(reason.starts_with("it breaks off"), "{came}");
}

/// A page of Jolpica with one lap of a race of two.
fn page(lap: u64) -> String {
    format!(
        r#"{{"MRData":{{"total":"2","RaceTable":{{"season":"2031","round":"1","Races":[
        {{"season":"2031","round":"1","raceName":"Meadow Grand Prix","Laps":[{{"number":"{lap}",
        "Timings":[{{"driverId":"bolt","position":"1","time":"1:3{lap}.000"}}]}}]}}]}}}}}}"#
    )
}

#[test]
fn law_parts_of_a_session_join_in_any_order() {
    for order in [[1, 2], [2, 1]] {
        let shelf = Shelf::new(&format!("pages-{}", order[0]));
        let import = |lap: u64| {
            let file = shelf.file(&format!("laps-{lap}.json"), page(lap).as_bytes());
            shelf.json(&["data", "import", &file])["sessions"][0].clone()
        };
        assert_eq!(import(order[0])["n_laps"], 1);
        let whole = import(order[1]);
        // What was odd in the first part is still listed.
        assert_eq!((&whole["n_laps"], whole["issues"].as_array().unwrap().len()), (&json!(2), 2));
        assert_eq!(import(order[0])["already_there"], true);
        let laps = shelf.json(&["laps", "2031/meadow-grand-prix/race"]);
        let times: Vec<&Value> =
            laps["laps"].as_array().unwrap().iter().map(|lap| &lap["time"]).collect();
        assert_eq!(times, [&json!("1:31.000"), &json!("1:32.000")]);
    }
}

/// Each file alone begins its clock with its own first moment.
#[test]
fn law_parts_of_a_session_share_a_clock() {
    let lap = r#"[{"meeting_key":1,"session_key":9,"driver_number":1,"lap_number":2,
        "date_start":"2031-05-01T12:00:40Z","lap_duration":75.5,"duration_sector_1":25.0}]"#;
    let said = r#"[{"meeting_key":1,"session_key":9,"date":"2031-05-01T12:00:10Z","lap_number":1,
        "category":"Flag","flag":"GREEN","scope":"Track","message":"GREEN LIGHT"}]"#;
    for order in [[("laps", lap), ("control", said)], [("control", said), ("laps", lap)]] {
        let shelf = Shelf::new(&format!("clock-{}", order[0].0));
        for (name, reply) in order {
            let file = shelf.file(&format!("{name}/{name}.json"), reply.as_bytes());
            shelf.answer(&["data", "import", &file, "--as", "2031/meadow/race"]);
        }
        let laps = shelf.json(&["laps", "2031/meadow/race"]);
        assert_eq!(laps["laps"][0]["began_seconds"], 30.0, "{order:?}");
        let listed = shelf.json(&["sessions"]);
        assert_eq!(listed["sessions"][0]["clock_zero"], "2031-05-01T12:00:10Z", "{order:?}");
    }
}

/// The whole of what is at hand, with what the peers count in it.
#[test]
fn agrees_le_mans_and_imola() {
    let (wec, feed) = (shared("wec"), shared("f1-live-timing"));
    if !wec.is_dir() || !feed.is_dir() {
        return println!("skipped: agrees_le_mans_and_imola needs wec and f1-live-timing");
    }
    let shelf = Shelf::new("real");
    let import = |path: PathBuf| shelf.json(&["data", "import", path.to_str().unwrap()]);
    import(wec.join("le_mans"));
    import(feed.join("recordings/2024_Imola_Qualifying"));
    let laps = shelf.json(&["laps", "2024/le-mans/race"]);
    let counts = (&laps["n_laps"], &laps["n_cars"], &laps["n_drivers"]);
    assert_eq!(counts, (&json!(15_593), &json!(62), &json!(185)));
    let order = shelf.json(&["classification", "2024/le-mans/race"]);
    assert_eq!((&order[0]["car"], &order[0]["laps"]), (&json!("50"), &json!(311)));
    assert_eq!((&order[1]["car"], &order[1]["gap_seconds"]), (&json!("7"), &json!(14.221)));
    assert_eq!(shelf.json(&["laps", "2021/le-mans/race"])["n_laps"], 17_771);
    let imola = shelf.json(&["laps", "2024/imola/qualifying"]);
    assert_eq!(imola["n_laps"], 286);
    let began = |at: usize| imola["parts"][at]["began_seconds"].clone();
    assert_eq!((began(1), began(2)), (json!(1430.236546), json!(2808.304546)));
    let Some(f1db) = run::f1db("agrees_le_mans_and_imola") else { return };
    let audit = shelf.json(&["--f1db", &f1db, "audit", "sessions"]);
    let sessions = audit["sessions"].as_array().unwrap();
    let imola = sessions.iter().find(|it| it["session"] == "2024/imola/qualifying").unwrap();
    assert_eq!((&imola["compared"], &imola["equal"]), (&json!(44), &json!(44)));
}
