use serde_json::Value;

use super::{merge, value};

/// Checks what becomes of a state when patches are put onto it.
#[track_caller]
fn check(records: &[&str], want: &str) {
    let mut state = Value::Null;
    for record in records {
        merge(&mut state, value(record.as_bytes()).unwrap());
    }
    assert_eq!(state.to_string(), want);
}

#[test]
fn objects_merge_key_by_key() {
    check(&[r#"{"a":{"b":1,"c":2},"_kf":true}"#, r#"{"a":{"c":3}}"#], r#"{"a":{"b":1,"c":3}}"#);
    check(&[r#"{"a":1}"#, r#"{"a":{"b":""}}"#], r#"{"a":{"b":""}}"#);
}

#[test]
fn indices_patch_lists() {
    check(&["[1,2]", r#"{"1":5}"#, r#"{"2":6}"#], "[1,5,6]");
    check(
        &[r#"{"m":[{"x":1}]}"#, r#"{"m":{"0":{"y":2},"1":{"x":3}}}"#],
        r#"{"m":[{"x":1,"y":2},{"x":3}]}"#,
    );
    check(&["[1]", "[2,3]"], "[2,3]");
    check(&["[1]", r#"{"99999999":5}"#], "[1]");
}

#[test]
fn deleted_keys_go() {
    check(&[r#"{"a":1,"b":2}"#, r#"{"a":7,"_deleted":["b"]}"#], r#"{"a":7}"#);
    check(&["[1,2,3]", r#"{"_deleted":["0"]}"#], "[2,3]");
}

#[test]
fn python_prints_the_same() {
    check(
        &["{'a': True, 'b': None, 'c': \"it's\", 'd': 1.5}"],
        r#"{"a":true,"b":null,"c":"it's","d":1.5}"#,
    );
    assert!(value("[".repeat(50_000).as_bytes()).is_err());
}
