#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use maatstaf_formats::f1db::{self, Files};
use maatstaf_store::{Imported, Library, Provenance};

#[path = "../../../../fixtures/shared.rs"]
mod shared;
#[path = "../../../../fixtures/small_release.rs"]
mod small_release;

/// A library of its own for one test, removed at its end.
pub struct Home(pub Library);

impl Home {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("maatstaf-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(Library::at(path))
    }

    /// Imports at a fixed moment.
    pub fn import(&self, files: &Files) -> Imported {
        let provenance = Provenance { origin: "f1db/".into(), release: Some("v1".into()) };
        self.0.writer(|| {}).unwrap().import_f1db(files, &provenance, now()).unwrap()
    }

    /// Every file below it, with its path inside.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = files_below(self.0.home())
            .into_iter()
            .map(|path| {
                let name = path.strip_prefix(self.0.home()).unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read(path).unwrap())
            })
            .collect();
        files.sort();
        files
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.home());
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|it| it.unwrap().path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| files_below(folder)));
    files
}

pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)
}

pub fn small(n_seasons: u16, variant: u16) -> Files {
    let files = small_release::small_release(n_seasons, variant).into_iter();
    files.map(|(name, text)| (name.to_owned(), text.into_bytes())).collect()
}

/// The F1DB release, where it is at hand.
pub fn real(test: &str) -> Option<Files> {
    let folder = shared::shared("f1db");
    if !folder.join(f1db::FILES[0].name).is_file() {
        println!("skipped: {test} needs F1DB at {}", folder.display());
        return None;
    }
    Some(maatstaf_store::release::open(&folder).unwrap())
}
