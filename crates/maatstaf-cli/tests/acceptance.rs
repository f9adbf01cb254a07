//! Every line of `docs/acceptance.md`, run as it stands there.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[path = "../../../fixtures/shared.rs"]
mod shared;

/// A line of the page that has a command.
struct Line {
    number: String,
    command: String,
    field: String,
    answer: String,
}

fn lines(page: &str) -> Vec<Line> {
    let rows = page.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let cell = |text: &str| text.trim().trim_matches('`').to_owned();
    let line = |row: &str| match row.trim_matches('|').split('|').collect::<Vec<_>>()[..] {
        [number, _, command, field, answer, _] => Line {
            number: cell(number),
            command: cell(command),
            field: cell(field),
            answer: cell(answer),
        },
        _ => panic!("six cells in {row}"),
    };
    rows.map(line).collect()
}

/// The words of a command, quotes taken off.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for letter in command.chars() {
        match letter {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            letter => words.last_mut().unwrap().push(letter),
        }
    }
    words
}

/// Whether a field says what the page says; numbers to as many decimals as the page gives.
fn says(field: &Value, answer: &str) -> bool {
    if let (Some(number), Some((_, decimals))) = (field.as_f64(), answer.split_once('.')) {
        return format!("{number:.*}", decimals.len()) == answer;
    }
    serde_json::from_str::<Value>(answer).is_ok_and(|answer| answer == *field)
}

fn page() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join("docs/acceptance.md")).unwrap()
}

fn maatstaf(words: &[String], home: &Path) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_maatstaf"))
        .args(words)
        .env_remove("MAATSTAF_F1DB")
        .env("MAATSTAF_HOME", home)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    output.stdout
}

fn ask(command: &str, home: &Path) -> Value {
    let words = words(command);
    assert_eq!(words[0], "maatstaf", "{command}");
    let words = [&words[1..], &["--json".to_owned()]].concat();
    serde_json::from_slice(&maatstaf(&words, home)).unwrap()
}

#[test]
fn agrees_every_line_of_the_page() {
    let release = shared::shared("f1db");
    if !release.is_dir() {
        println!("skipped: agrees_every_line_of_the_page: no F1DB at {}", release.display());
        return;
    }
    let home = std::env::temp_dir().join(format!("maatstaf-{}-acceptance", std::process::id()));
    let import = ["data", "import", "f1db", release.to_str().unwrap()].map(str::to_owned);
    maatstaf(&import, &home);
    let mut answers: BTreeMap<String, Value> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in lines(&page()) {
        let answer =
            answers.entry(line.command.clone()).or_insert_with(|| ask(&line.command, &home));
        let field = answer.pointer(&line.field).unwrap_or(&Value::Null);
        if !says(field, &line.answer) {
            wrong.push(format!("{}: {} {} = {field}", line.number, line.command, line.field));
        }
    }
    std::fs::remove_dir_all(&home).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn law_every_claim_stands_on_the_page() {
    let page = page();
    let missing: Vec<u32> =
        (1..=17).filter(|number| !page.contains(&format!("\n| {number} | "))).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(lines(&page).iter().all(|line| line.field.starts_with('/')));
}

#[test]
fn exact_a_wrong_answer_is_seen() {
    assert!(says(&Value::from(2.017_543), "2.0175"));
    assert!(!says(&Value::from(2.017_543), "2.0176"));
    assert!(says(&Value::from(290), "290"));
    assert!(!says(&Value::from(290), "260"));
    assert!(!says(&Value::Null, "\"Qatar\""));
}
