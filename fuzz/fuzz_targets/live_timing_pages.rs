//! Pages of the archive of live timing: files between `\x1d`, each a name, `\x1e` and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::live_timing::{Selection, looks_like, read_pages};

fuzz_target!(|bytes: &[u8]| {
    let _ = looks_like("TimingData.jsonStream", bytes);
    let files = maatstaf_fuzz::files(bytes, "TimingData.jsonStream");
    let growth = maatstaf_fuzz::PACKED;
    maatstaf_fuzz::holds(bytes.len(), growth, read_pages(&files, &Selection::default()));
});
