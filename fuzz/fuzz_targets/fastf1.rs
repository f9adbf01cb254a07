//! Exports of FastF1: files between `\x1d`, each a name, `\x1e` and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::fastf1;

fuzz_target!(|bytes: &[u8]| {
    let _ = fastf1::looks_like("laps.csv", bytes);
    let files = maatstaf_fuzz::files(bytes, "laps.csv");
    maatstaf_fuzz::holds(bytes.len(), 1, fastf1::read(&files));
});
