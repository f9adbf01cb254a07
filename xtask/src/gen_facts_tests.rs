#[path = "../../fixtures/shared.rs"]
mod shared;

use super::*;

#[track_caller]
fn check(name: &str, remade: &[u8]) {
    let stored = fs::read(seasons_folder().join(name)).unwrap();
    assert!(stored == remade, "{name} is not what the release gives; run `gen facts`");
}

#[test]
fn keeps_the_embedded_tables() {
    let folder = shared::shared("f1db");
    if !folder.join(FILES[0].name).is_file() {
        println!("skipped: keeps_the_embedded_tables needs F1DB at {}", folder.display());
        return;
    }
    for (name, bytes) in tables(&folder).unwrap().files() {
        check(name, bytes);
    }
}
