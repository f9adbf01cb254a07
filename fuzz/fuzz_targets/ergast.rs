//! Replies of Ergast and Jolpica: files between `\x1d`, each a name, `\x1e` and its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use maatstaf_formats::ergast;

fuzz_target!(|bytes: &[u8]| {
    let _ = ergast::looks_like("results.json", bytes);
    let files = maatstaf_fuzz::files(bytes, "results.json");
    maatstaf_fuzz::holds(bytes.len(), 1, ergast::read(&files));
});
