//! A browser without a window, to work a page as a hand would.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser, where one is installed; said so where none is.
pub fn browser(test: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let places = std::env::split_paths(&path);
    let mut found = places.flat_map(|folder| BROWSERS.map(|name| folder.join(name)));
    let found = found.find(|place| place.is_file());
    if found.is_none() {
        println!("skipped: {test}: none of {}", BROWSERS.join(", "));
    }
    found
}

/// What a page says after a script worked it: everything held, and no error.
#[track_caller]
pub fn check(browser: &Path, folder: &Path, page: &str, work: &str, n_holds: usize) {
    let seen = worked(browser, folder, page, work);
    assert_eq!(seen["errors"], Value::Array(vec![]), "{seen}");
    for (what, holds) in seen["holds"].as_object().unwrap() {
        assert_eq!(holds, true, "{what}: {seen}");
    }
    assert_eq!(seen["holds"].as_object().unwrap().len(), n_holds, "{seen}");
}

fn worked(browser: &Path, folder: &Path, page: &str, work: &str) -> Value {
    let end = format!("<script>\n{work}</script>\n</body>");
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
