//! The page of `maatstaf compare --html`, in a browser.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::Path;

mod browser;
mod run;

use run::{answer, oval};

/// Works the page as a hand would, and leaves what it saw as JSON on the page.
const WORK: &str = include_str!("two_laps_page/work.js");

/// Two laps of an oval as tables, and the page that holds them against each other.
fn compared(folder: &Path) -> String {
    let oval = oval(folder);
    let [slow, fast] = [("a.csv", "0.6"), ("b.csv", "1.1")].map(|(name, downforce)| {
        let table = folder.join(name).to_str().unwrap().to_owned();
        let set = format!("aero.downforce_level={downforce}");
        let words = ["lap", "--car", "f1-2024", "--method", "qss", "--course", &oval];
        answer(&[&words[..], &["--set", &set, "--out", &table]].concat());
        table
    });
    let page = folder.join("page.html");
    let said = answer(&["compare", &slow, &fast, "--html", page.to_str().unwrap()]);
    assert!(said.ends_with(&format!("\nwritten: {}\n", page.display())), "{said}");
    fs::read_to_string(page).unwrap()
}

#[test]
fn keeps_cursor_zoom_and_sorting() {
    let folder = std::env::temp_dir().join(format!("maatstaf-page-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let page = compared(&folder);
    if let Some(browser) = browser::browser("keeps_cursor_zoom_and_sorting") {
        browser::check(&browser, &folder, &page, WORK, 17);
    }
    fs::remove_dir_all(folder).unwrap();
}
