use std::io::Read;
use std::path::Path;

/// A file of a folder, unpacked where it ends in `.gz`; `None` and a word where it is not there.
pub fn file(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let path = folder.join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {name} is not at {}", folder.display());
        return None;
    };
    if !name.ends_with(".gz") {
        return Some(bytes);
    }
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut unpacked).unwrap();
    Some(unpacked)
}
