//! The library as people use it: its commands, and what happens when things go wrong.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, missing_docs)]

#[path = "../../../../fixtures/small_release.rs"]
mod small_release;

mod commands;
mod full_disk;
mod kill;
mod two_writers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use maatstaf_store::Library;

/// A folder of its own for one test, removed at its end: two releases, and a library.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        let desk = Self(path);
        for (variant, n_seasons) in [(1, 1), (2, 3)] {
            let folder = desk.release(variant);
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in small_release::small_release(n_seasons, variant) {
                fs::write(folder.join(name), text).unwrap();
            }
        }
        desk
    }

    /// A release: the first has one season, the second three.
    fn release(&self, variant: u16) -> PathBuf {
        self.0.join(format!("release-{variant}"))
    }

    fn home(&self) -> PathBuf {
        self.0.join("home")
    }

    fn library(&self) -> Library {
        Library::at(self.home())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_maatstaf"));
        command.args(words).env_remove("MAATSTAF_F1DB").env("MAATSTAF_HOME", self.home());
        command.stdin(Stdio::null());
        command
    }

    fn importing(&self, variant: u16) -> Command {
        self.command(&["data", "import", "f1db", self.release(variant).to_str().unwrap()])
    }

    #[track_caller]
    fn import(&self, variant: u16) -> String {
        answer(&self.importing(variant).output().unwrap())
    }

    /// Which release the library holds, every byte of it as written, and what lies around.
    #[track_caller]
    fn holds(&self) -> (Option<u16>, usize) {
        let found = self.library().verify().unwrap();
        assert_eq!(found.damage, []);
        let dataset = self.library().dataset("f1db").unwrap();
        let variant = dataset.map(|it| match (&it.years()[..], it.origin.as_bytes().last()) {
            ([2020], Some(b'1')) => 1,
            ([2020, 2021, 2022], Some(b'2')) => 2,
            _ => panic!("half of one and half of the other: {it:?}"),
        });
        (variant, found.leftovers.len())
    }

    /// The names of all files in the library.
    fn files(&self) -> Vec<String> {
        let mut names = names_below(&self.home());
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn names_below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| match path.is_dir() {
        true => names_below(&path),
        false => vec![path.to_str().unwrap().to_owned()],
    };
    entries.flat_map(below).collect()
}

#[track_caller]
fn answer(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
