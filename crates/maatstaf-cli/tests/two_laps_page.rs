//! The page of `maatstaf compare --html`, in a browser.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

mod run;

use run::{answer, oval};

/// Works the page as a hand would, and leaves what it saw as JSON on the page.
const WORK: &str = include_str!("two_laps_page/work.js");

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser without a window, where one is installed.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let places = std::env::split_paths(&path);
    let mut found = places.flat_map(|folder| BROWSERS.map(|name| folder.join(name)));
    found.find(|place| place.is_file())
}

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

/// What the page looks like after it was worked.
fn worked(browser: &Path, folder: &Path, page: &str) -> Value {
    let end = format!("<script>\n{WORK}</script>\n</body>");
    let worked = folder.join("worked.html");
    fs::write(&worked, page.replace("</body>", &end)).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        .args(["--window-size=1200,900", "--virtual-time-budget=5000", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.join("profile").display()))
        .arg(format!("file://{}", worked.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let (_, seen) = dom.split_once("<pre id=\"seen\">").expect("the page was worked");
    let seen = seen.split_once("</pre>").unwrap().0.replace("&lt;", "<").replace("&amp;", "&");
    serde_json::from_str(&seen.replace("&gt;", ">")).unwrap()
}

#[test]
fn keeps_cursor_zoom_and_sorting() {
    let folder = std::env::temp_dir().join(format!("maatstaf-page-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let page = compared(&folder);
    let Some(browser) = browser() else {
        println!("skipped: keeps_cursor_zoom_and_sorting: none of {}", BROWSERS.join(", "));
        return fs::remove_dir_all(folder).unwrap();
    };
    let seen = worked(&browser, &folder, &page);
    assert_eq!(seen["errors"], Value::Array(vec![]), "{seen}");
    for (what, holds) in seen["holds"].as_object().unwrap() {
        assert_eq!(holds, true, "{what}: {seen}");
    }
    assert_eq!(seen["holds"].as_object().unwrap().len(), 17, "{seen}");
    fs::remove_dir_all(folder).unwrap();
}
