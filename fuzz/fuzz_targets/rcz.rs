//! Sessions of RaceChrono as it keeps them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::logger::LogOptions;
use maatstaf_formats::rcz;

fuzz_target!(|bytes: &[u8]| {
    let _ = rcz::looks_like("log.rcz", bytes);
    maatstaf_fuzz::holds(
        bytes.len(),
        maatstaf_fuzz::PACKED,
        rcz::read("log.rcz", bytes, &LogOptions::default()),
    );
});
