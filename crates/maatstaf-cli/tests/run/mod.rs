//! The program, run as people run it, with nobody's library in the way.
#![allow(dead_code, reason = "each file of tests uses a part")]

use std::process::{Command, Output};

#[path = "../../../../fixtures/shared.rs"]
pub mod shared;
pub mod shelf;

/// A folder that is never made, so that nobody's library changes an answer.
const NO_LIBRARY: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/no-library");

/// The program with its words, ready to run.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_maatstaf"));
    command.args(words).env_remove("MAATSTAF_F1DB").env("MAATSTAF_HOME", NO_LIBRARY);
    command
}

pub fn maatstaf(words: &[&str]) -> Output {
    command(words).output().unwrap()
}

#[track_caller]
pub fn answer(words: &[&str]) -> String {
    let output = maatstaf(words);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// The program refuses with this exit code, no answer, and these words.
#[track_caller]
pub fn check_refusal(words: &[&str], code: i32, says: &[&str]) {
    let output = maatstaf(words);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
    assert!(output.stdout.is_empty(), "{words:?} still answered");
    assert!(!error.contains("panicked"), "{error}");
    for text in says {
        assert!(error.contains(text), "{words:?}: {text:?} is not in {error:?}");
    }
}

/// The F1DB release, where it is at hand.
pub fn f1db(test: &str) -> Option<String> {
    let folder = shared::shared("f1db");
    if folder.is_dir() {
        return Some(folder.to_str().unwrap().to_owned());
    }
    println!("skipped: {test}: no F1DB at {}", folder.display());
    None
}

/// A small course of one's own in a folder that is there, so that a lap takes a tenth of a second.
pub fn oval(folder: &std::path::Path) -> String {
    let home = folder.join("home");
    let points = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/oval.csv");
    let mut import = command(&["course", "import", points, "--accuracy", "0.1"]);
    assert!(import.env("MAATSTAF_HOME", &home).output().unwrap().status.success());
    let oval = folder.join("oval.csv");
    std::fs::copy(home.join("courses/oval.course.csv"), &oval).unwrap();
    std::fs::remove_dir_all(home).unwrap();
    oval.to_str().unwrap().to_owned()
}
