//! A library of a test's own.

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use serde_json::Value;

use super::command;

/// A folder with a library in it that is gone with the test.
pub struct Shelf(PathBuf);

impl Shelf {
    pub fn new(name: &str) -> Self {
        let folder = format!("maatstaf-shelf-{}-{name}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Where in its folder something is, or goes.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    pub fn run(&self, words: &[&str]) -> Output {
        command(words).env("MAATSTAF_HOME", self.path("home")).output().unwrap()
    }

    #[track_caller]
    pub fn answer(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    pub fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.answer(&[words, &["--json"]].concat())).unwrap()
    }

    #[track_caller]
    pub fn refused(&self, words: &[&str], code: i32, says: &str) {
        let output = self.run(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{words:?}: {error}");
        assert!(error.contains(says) && !error.contains("panicked"), "{words:?}: {error}");
    }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
