//! The file beside a MoTeC log.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::ldx;

fuzz_target!(|bytes: &[u8]| {
    let _ = ldx::looks_like("log.ldx", bytes);
    maatstaf_fuzz::holds(bytes.len(), 1, ldx::read_laps("log.ldx", bytes));
});
