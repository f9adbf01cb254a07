use super::{Malformed, Scanner};

#[track_caller]
fn check(text: &str, want: f32) {
    let mut scan = Scanner::new(text.as_bytes());
    let got = scan.number();
    let same = got.is_ok_and(|got| got == want || got.is_nan() && want.is_nan());
    assert!(same && scan.at == text.len(), "{text:?}: {got:?} at {}", scan.at);
}

#[test]
fn numbers() {
    check("0", 0.0);
    check("-1145", -1145.0);
    check("999999999", 1e9);
    check("12345678901", 12_345_678_901.0);
    check("1.5", 1.5);
    check("-2.5E-3", -0.0025);
    check("\"104\"", 104.0);
    check("\"-1.5\"", -1.5);
    check("  7", 7.0);
}

#[test]
fn what_is_no_number() {
    for text in ["null", "true", "\"\"", "\"fast\"", "{\"a\":[1,{}]}", "[]", "-", "1e999"] {
        check(text, f32::NAN);
    }
}

#[track_caller]
fn passes(text: &str, want: Result<usize, usize>) {
    let mut scan = Scanner::new(text.as_bytes());
    let got = scan.skip().map(|()| scan.at).map_err(|Malformed { at }| at);
    assert_eq!(got, want, "{text:?}");
}

#[test]
fn any_value_can_be_passed() {
    passes("1,", Ok(1));
    passes("{\"a\":\"}\\\"\"},", Ok(11));
    passes("[[],{}, null ] ", Ok(14));
    passes("", Err(1));
    passes("[1", Err(3));
    passes("\"a\\", Err(4));
    passes("}", Err(1));
    passes(",", Err(1));
}

#[test]
fn nothing_is_too_deep() {
    let deep = "[".repeat(1_000_000);
    passes(&deep, Err(1_000_001));
}

#[test]
fn members_and_elements() {
    let mut found = Vec::new();
    let mut scan = Scanner::new(b" { \"a\" : [ 1 , 2 ] , \"b\":[], \"c\":{} }");
    let read = scan.members(|scan, key| match key {
        b"c" => scan.members(|_, _| unreachable!()),
        _ => scan.elements(|scan| {
            found.push((key.to_vec(), scan.number()?));
            Ok(())
        }),
    });
    assert_eq!(read, Ok(()));
    assert_eq!(found, [(b"a".to_vec(), 1.0), (b"a".to_vec(), 2.0)]);
}
