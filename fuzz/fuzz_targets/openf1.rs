//! Replies of OpenF1: files between `\x1d`, each a name, `\x1e` and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::openf1;

fuzz_target!(|bytes: &[u8]| {
    let _ = openf1::looks_like("openf1.json", bytes);
    let files = maatstaf_fuzz::files(bytes, "openf1.json");
    maatstaf_fuzz::holds(bytes.len(), 1, openf1::read(&files));
});
