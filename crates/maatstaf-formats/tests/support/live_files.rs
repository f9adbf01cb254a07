//! Recordings of live timing that are not shipped, where they are at hand.

use std::io::Read;
use std::path::Path;

use maatstaf_formats::live_timing::{Selection, read_pages, read_recording};
use maatstaf_formats::recordings::ReadRecording;

#[path = "../../../../fixtures/shared.rs"]
pub mod shared;

/// A file's bytes, decompressed; empty where it is not at hand.
pub fn bytes(path: &Path) -> Vec<u8> {
    let Ok(bytes) = std::fs::read(path) else { return Vec::new() };
    let mut plain = Vec::new();
    match path.extension().is_some_and(|ending| ending == "gz") {
        true => flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain).unwrap(),
        false => return bytes,
    };
    plain
}

pub fn files(folder: &str, names: &[&str]) -> Option<Vec<(String, Vec<u8>)>> {
    let folder = shared::shared("f1-live-timing").join(folder);
    if !folder.is_dir() {
        println!("skipped: live timing of {} is not at hand", folder.display());
        return None;
    }
    let all = || std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().file_name());
    let mut listed: Vec<String> = match names {
        [] => all().map(|name| name.into_string().unwrap()).collect(),
        _ => names.iter().map(|name| (*name).to_owned()).collect(),
    };
    listed.sort();
    Some(listed.into_iter().map(|name| (name.clone(), bytes(&folder.join(name)))).collect())
}

pub fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<(&str, &[u8])> {
    files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect()
}

pub fn imola() -> Option<ReadRecording> {
    let files = files("recordings/2024_Imola_Qualifying", &["subscribe.txt", "live.txt.gz"])?;
    Some(read_recording(&borrowed(&files), &Selection::default()).unwrap())
}

pub fn session(folder: &str) -> Option<ReadRecording> {
    let files = files(&format!("static/{folder}"), &[])?;
    Some(read_pages(&borrowed(&files), &Selection::default()).unwrap())
}
