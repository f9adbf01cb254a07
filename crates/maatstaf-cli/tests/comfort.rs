//! What makes the program pleasant: a first page, completions, manual pages, suggestions, plain
//! text in pipes, narrow terminals.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

mod run;

use run::{answer, command, maatstaf};

#[test]
fn exact_alone_it_shows_what_to_ask() {
    let page = answer(&[]);
    let examples: Vec<&str> = page
        .lines()
        .filter_map(|line| line.split_once("maatstaf "))
        .map(|(_, words)| words)
        .collect();
    assert!(examples.len() >= 8, "{page}");
    // Each is a command that the program knows.
    for example in examples {
        let first = example.split(' ').next().unwrap();
        if !first.starts_with("--") {
            assert!(maatstaf(&[first, "--help"]).status.success(), "{example}");
        }
    }
}

#[test]
fn law_every_shell_completes_every_command() {
    let help = answer(&["--help"]);
    let commands: Vec<&str> = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next().filter(|it| !it.is_empty()))
        .collect();
    assert!(commands.contains(&"what-if") && commands.contains(&"data"), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = answer(&["completions", shell]);
        for command in &commands {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn agrees_bash_reads_the_completions() {
    let script = answer(&["completions", "bash"]);
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else {
        println!("skipped: agrees_bash_reads_the_completions: no bash here");
        return;
    };
    std::io::Write::write_all(&mut bash.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn exact_a_page_of_the_manual_per_command() {
    let folder = std::env::temp_dir().join(format!("maatstaf-{}-man", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    answer(&["man", "--out", folder.to_str().unwrap()]);
    for page in ["maatstaf", "maatstaf-what-if", "maatstaf-data-import", "maatstaf-briefing"] {
        let text = fs::read_to_string(folder.join(format!("{page}.1"))).unwrap();
        assert!(text.contains(".SH SYNOPSIS"), "{page}");
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(answer(&["man"]).contains(".TH maatstaf 1"));
    assert_eq!(maatstaf(&["man", "--out", "/no/such/folder"]).status.code(), Some(2));
}

#[track_caller]
fn check_suggestion(words: &[&str], says: &str) {
    let output = maatstaf(words);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains(says), "{words:?}: {error}");
}

#[test]
fn exact_suggestions() {
    check_suggestion(&["standing", "2023"], "'standings'");
    check_suggestion(&["brefing"], "'briefing'");
    check_suggestion(&["standings", "2023", "--aftr", "3"], "'--after'");
    check_suggestion(&["records", "gaps"], "gap");
    check_suggestion(&["round", "2023", "monako"], "Monaco");
    check_suggestion(&["driver", "verstapen"], "Max Verstappen");
}

#[test]
fn law_no_escapes_in_a_pipe() {
    for words in [&["standings", "2023"][..], &["briefing", "PER", "--against", "VER"], &[]] {
        assert!(!answer(words).contains('\u{1b}'), "{words:?}");
    }
}

#[test]
fn law_a_reader_who_leaves_early_is_no_error() {
    let mut child = command(&["briefing", "PER", "--against", "VER", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
