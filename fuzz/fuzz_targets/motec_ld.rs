//! MoTeC logs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::motec_ld;

fuzz_target!(|bytes: &[u8]| {
    let _ = motec_ld::looks_like("log.ld", bytes);
    maatstaf_fuzz::holds(bytes.len(), 8, motec_ld::read("log.ld", bytes, &LogOptions::default()));
});
