//! Recordings of the live feed, in every wrapping.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::live_timing::{Selection, looks_like, read_recording};

fuzz_target!(|bytes: &[u8]| {
    let _ = looks_like("live.txt", bytes);
    let files = maatstaf_fuzz::files(bytes, "live.txt");
    let growth = maatstaf_fuzz::PACKED;
    maatstaf_fuzz::holds(bytes.len(), growth, read_recording(&files, &Selection::default()));
});
