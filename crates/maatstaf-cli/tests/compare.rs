//! `maatstaf setup compare` as people run it.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;

use serde_json::Value;

mod run;

use run::{answer, check_refusal, maatstaf, oval};

#[test]
fn keeps_two_set_ups_in_every_form() {
    let folder = std::env::temp_dir().join(format!("maatstaf-compare-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (oval, page) = (oval(&folder), folder.join("p.html"));
    let ask = |more: &[&str]| {
        let words = ["setup", "compare", "gt3", "--set-b", "brakes.front_share=0.5"];
        answer(&[&words[..], &["--course", &oval, "--nodes", "30"], more].concat())
    };
    let told: Value =
        serde_json::from_str(&ask(&["--json", "--plot", page.to_str().unwrap()])).unwrap();
    let number = |value: &Value| value.as_f64().unwrap();
    assert_eq!(told["numbers"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&told["numbers"][0]["name"], number(&told["numbers"][0]["b"])),
        (&"brakes.front_share".into(), 0.5)
    );
    let stretches = told["stretches"].as_array().unwrap();
    assert_eq!(stretches.len(), 4, "two corners, two straights");
    let sum: i64 = stretches.iter().map(|it| it["lost_us"].as_i64().unwrap()).sum();
    let lost = number(&told["b"]["lap_time"]) - number(&told["a"]["lap_time"]);
    assert_eq!(sum, told["lost_us"].as_i64().unwrap());
    assert!((lost - sum as f64 * 1e-6).abs() < 2e-6 && lost.abs() > 1e-4, "{lost}");
    assert!(number(&stretches[0]["corner"]["a"]["least_speed_kmh"]) > 50.0);

    let csv = ask(&["--csv"]);
    assert_eq!(csv.lines().count(), 1 + 4 + 1);
    assert!(csv.starts_with("stretch,from (m),A (s),B (s),B less A (s),"));
    let html = fs::read_to_string(&page).unwrap();
    assert!(html.contains("Time that B has lost to A by then (s)") && html.contains("<table>"));
    assert!(!html.contains("http://") && !html.contains("https://") && !html.contains("NaN"));

    let same = ["setup", "compare", "gt3", "gt3", "--course", &oval, "--nodes", "30", "--json"];
    let told: Value = serde_json::from_str(&answer(&same)).unwrap();
    assert_eq!((told["lost_us"].as_i64(), told["numbers"].as_array().unwrap().len()), (Some(0), 0));

    let short = maatstaf(&[&same[..], &["--iterations", "2"]].concat());
    let said = String::from_utf8(short.stderr).unwrap();
    assert!(short.status.code() == Some(1) && said.contains("of gt3: iteration limit"), "{said}");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn exact_refusals() {
    let ask = |more: &[&str], says| {
        check_refusal(
            &[&["setup", "compare", "gt3", "--course", "monaco"], more].concat(),
            2,
            &[says],
        );
    };
    ask(&["lmp3"], "did you mean lmp2?");
    ask(&["--set-b", "wings=2"], "--set-b wings=2: wings is not a set-up parameter");
    ask(&["--set-a", "brakes.front_share"], "--set-a brakes.front_share: a change is written");
}
