//! Lap charts of Al Kamel timing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::al_kamel;

fuzz_target!(|bytes: &[u8]| {
    let _ = al_kamel::looks_like("laps.csv", bytes);
    maatstaf_fuzz::holds(bytes.len(), 1, al_kamel::read("laps.csv", bytes));
});
