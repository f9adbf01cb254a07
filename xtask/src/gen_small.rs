//! A small made-up release, for checks where F1DB is not at hand.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

#[path = "../../fixtures/small_release.rs"]
mod small_release;

/// Writes its files into `folder`.
pub fn run(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (name, text) in small_release::small_release(3, 1) {
        let path = folder.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
