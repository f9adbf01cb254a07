//! `maatstaf what-if` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use serde_json::Value;

mod run;

use run::{answer, check_refusal, f1db};

#[track_caller]
fn json(words: &[&str]) -> Value {
    serde_json::from_str(&answer(&[words, &["--json"]].concat())).unwrap()
}

/// The answer has these words in it, however its lines are broken.
#[track_caller]
fn check(words: &[&str], says: &[&str]) {
    let text = answer(words).split_whitespace().collect::<Vec<_>>().join(" ");
    for said in says {
        assert!(text.contains(said), "{words:?}: {said:?} is not in {text:?}");
    }
}

// Worked out by hand from F1DB's results of 2021, as in `maatstaf/tests/what_if.rs`.
#[test]
fn agrees_2021_under_the_points_of_2003() {
    check(
        &["what-if", "2021", "--points", "2003"],
        &[
            "10-8-6-5-4-3-2-1; all results; sprints give nothing; nothing for the fastest lap",
            "1 Max Verstappen 159 1 395.5",
            "Max Verstappen stays champion, with 159 points, 1 more than Lewis Hamilton.",
            "Shortened, Belgium (round 12), 1 of 44 laps: half points; as it was.",
        ],
    );
}

#[test]
fn agrees_2021_without_rounds() {
    let left_out = ["what-if", "2021", "--without", "abu dhabi", "--without", "12"];
    check(
        &left_out,
        &[
            "Lewis Hamilton would have been champion, with 362 points, 5 more than Max Verstappen",
            "The title would have been settled after round 21 (Saudi Arabia); it was after round \
             22 (Abu Dhabi).",
        ],
    );
    let answer = json(&left_out);
    assert_eq!(answer["without"], Value::from(vec![12, 22]));
    assert_eq!(answer["champion_changes"], true);
    assert_eq!(answer["after"]["first"][0]["id"], "lewis-hamilton");
    assert_eq!(answer["standings"][1]["was_points"], 395.5);
    check(
        &["what-if", "2021", "--without", "abu dhabi"],
        &["369.5 points, level with Lewis Hamilton and ahead by better places"],
    );
}

#[test]
fn exact_results_are_changed() {
    let abu_dhabi = ["what-if", "2021", "--result", "abu dhabi: HAM=1, VER=2"];
    check(
        &abu_dhabi,
        &["Lewis Hamilton would have been champion, with 394.5 points, 6 more", "2 of 21 places"],
    );
    let points = |result: &str, id: &str| {
        let answer = json(&["what-if", "2021", "--result", result]);
        let rows = answer["standings"].as_array().unwrap().clone();
        let row = rows.into_iter().find(|row| row["id"] == id).unwrap();
        (row["points"].as_f64().unwrap() - row["was_points"].as_f64().unwrap()) as i64
    };
    // Norris, second at Monza, moves up and has the fastest lap; Ricciardo had both.
    assert_eq!(points("monza: RIC=dsq, fastest-lap=NOR", "lando-norris"), 25 + 1 - 18);
    assert_eq!(points("monza: RIC=dsq, fastest-lap=NOR", "daniel-ricciardo"), -26);
    // Bottas won the sprint of São Paulo before Verstappen and Sainz.
    assert_eq!(points("sao paulo sprint: BOT=dnf", "carlos-sainz-jr"), 1);
    assert_eq!(points("sao paulo sprint: BOT=dnf", "valtteri-bottas"), -3);
    let own = json(&["what-if", "2021", "--result", "monza: RIC=1, fastest-lap=RIC"]);
    let unmoved = |row: &Value| row["points"] == row["was_points"] && row["places_gained"] == 0;
    assert!(own["standings"].as_array().unwrap().iter().all(unmoved));
}

// Bahrain and Imola 2021: Hamilton before Verstappen, then Verstappen before Hamilton.
#[test]
fn exact_level_in_every_respect_is_said() {
    let rounds: Vec<String> = (3..=22).map(|round| round.to_string()).collect();
    let mut words = vec!["what-if", "2021", "--points", "2003"];
    words.extend(rounds.iter().flat_map(|round| ["--without", round.as_str()]));
    check(
        &words,
        &["Lewis Hamilton and Max Verstappen would be level on points and in every place"],
    );
    let answer = json(&words);
    assert_eq!(answer["after"]["first"].as_array().unwrap().len(), 2);
    assert_eq!(answer["after"]["settled"], Value::Null);
    words.extend(["--without", "1", "--without", "2"]);
    check(&words, &["Nobody would have points."]);
}

#[test]
fn law_csv_and_json_hold_everyone() {
    let words = ["what-if", "2022", "--points", "2025"];
    let csv = answer(&[&words[..], &["--csv"]].concat());
    assert_eq!(csv.lines().count(), 1 + json(&words)["standings"].as_array().unwrap().len());
    assert!(csv.starts_with("place,name,points,was place,was points,change (places)"), "{csv}");
    assert!(!csv.contains('−'), "machines read a plain minus");
    check(&words, &["Japan (round 18), 28 of 53 laps: 19-14-12-9-8-6-5-3-2-1; it was full points"]);
}

#[test]
fn exact_refusals() {
    let refuse = check_refusal;
    refuse(&["what-if", "2021"], 2, &["--points", "--without", "--result", "--all"]);
    refuse(&["what-if"], 2, &["Usage"]);
    refuse(&["what-if", "1988", "--points", "1991"], 3, &["1988", "--f1db"]);
    refuse(&["what-if", "2021", "--points", "1900"], 2, &["no season 1900", "1950 to 2026"]);
    refuse(&["what-if", "2021", "--points", "1955", "--constructors"], 2, &["1955", "1958"]);
    refuse(&["what-if", "2021", "--without", "atlantis"], 2, &["atlantis", "a round goes by"]);
    refuse(&["what-if", "2021", "--all", "--points", "2003"], 2, &["--all"]);
    refuse(&["what-if", "--all", "--from", "2023", "--to", "2021"], 2, &["2023", "turn"]);
    refuse(&["what-if", "--all", "--to", "1960"], 3, &["1960", "--f1db"]);
    for (text, says) in [
        ("monza", "write ROUND: DRIVER=PLACE"),
        ("monza: LEC", "\"LEC\" is no change"),
        ("monza: LEC=first", "\"first\" is not a place, dnf or dsq"),
        ("monza: LEC=25", "the places run from 1 to 15"),
        ("monza: LEC=0", "there is no place 0"),
        ("monza: LEC=1, NOR=1", "place 1 is given to two cars"),
        ("monza: LEC=1, LEC=2", "is given two results"),
        ("monza: fastest-lap=LEC, fastest-lap=NOR", "given to two drivers"),
        ("monza: KUB=1, XXX=2", "no driver \"XXX\""),
        ("monaco: KUB=1", "robert-kubica is not in the result"),
        ("atlantis: LEC=1", "no round \"atlantis\""),
        ("spa sprint: LEC=1", "rounds 10, 14, 19 have one"),
    ] {
        refuse(&["what-if", "2021", "--result", text], 2, &[&format!("{text:?}"), says]);
    }
    let both = ["what-if", "2021", "--without", "monza", "--result", "monza: LEC=1"];
    refuse(&both, 2, &["left out"]);
}

#[test]
fn exact_all_of_the_embedded_seasons() {
    check(&["what-if", "--all"], &["under 22 systems", "0 of 3 seasons have another champion"]);
    assert_eq!(json(&["what-if", "2022", "--all"])["seasons"][0]["others"], Value::Array(vec![]));
}

// The cases of `maatstaf/tests/what_if.rs`, worked out by a separate program.
#[test]
fn agrees_all_of_f1db() {
    let Some(folder) = f1db("agrees_all_of_f1db") else { return };
    let f1db = ["--f1db", folder.as_str(), "what-if"];
    check(
        &[&f1db[..], &["--all", "--from", "1982", "--to", "1990"]].concat(),
        &[
            "1984 Niki Lauda Alain Prost under 1958, 1960–1974, 1979–1980, 1991–2002, 2010–2026",
            "1988 Ayrton Senna Alain Prost under 1950–1959, 1967–1978, 1991–2026",
            "8 of 9 seasons have another champion under some system.",
        ],
    );
    let csv = answer(&[&f1db[..], &["--all", "--csv"]].concat());
    assert!(csv.contains("\n2008,Lewis Hamilton,Felipe Massa,\"1950–2002, 2014\"\n"), "{csv}");
    check(
        &[&f1db[..], &["1988", "--points", "1991"]].concat(),
        &["Alain Prost would have been champion, with 112 points, 10 more than Ayrton Senna"],
    );
    check(
        &[&f1db[..], &["2026", "--points", "1988"]].concat(),
        &["still leads", "2026 is still running", "the best 11 results"],
    );
    let of_2018 = [&f1db[..], &["2018", "--points", "2003", "--constructors"]].concat();
    check(&of_2018, &["Stays as decided, Belgium (round 13)", "Mercedes stays champion"]);
}

#[test]
fn law_a_pipe_sees_no_colour_and_no_long_line() {
    for words in [
        &["what-if", "2021", "--points", "2003"][..],
        &["what-if", "2021", "--result", "abu dhabi: HAM=1, VER=2", "--without", "monza"],
        &["what-if", "--all"],
    ] {
        let text = answer(words);
        assert!(!text.contains('\u{1b}'), "{words:?}");
        assert!(text.lines().all(|line| line.chars().count() <= 100), "{words:?}");
    }
    assert!(answer(&["what-if", "--help"]).contains("Examples:"));
}
