//! Tables of laps made from OpenF1.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::openf1_laps;

fuzz_target!(|bytes: &[u8]| {
    let _ = openf1_laps::looks_like("laps.csv", bytes);
    maatstaf_fuzz::holds(bytes.len(), 1, openf1_laps::read("laps.csv", bytes));
});
