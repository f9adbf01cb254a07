use super::{TextRow, TextTable};

#[track_caller]
fn check(bytes: &[u8], want: &[(u64, &[&str])]) {
    let mut table = TextTable::sniffed(bytes);
    let (mut row, mut found) = (TextRow::default(), Vec::new());
    while table.next(&mut row) {
        found.push((row.line(), row.headings()));
    }
    let want: Vec<(u64, Vec<String>)> = want
        .iter()
        .map(|(line, cells)| (*line, cells.iter().map(|&cell| cell.to_owned()).collect()))
        .collect();
    assert_eq!(found, want);
}

#[test]
fn separators() {
    check(b"a,b\n1,2\n", &[(1, &["a", "b"]), (2, &["1", "2"])]);
    check(
        b"\xEF\xBB\xBFNUMBER; LAP;\r\n007;1;\r\n",
        &[(1, &["NUMBER", "LAP", ""]), (2, &["007", "1", ""])],
    );
    check(b"a\tb,c\td\n", &[(1, &["a", "b,c", "d"])]);
}

#[test]
fn quotes_and_gaps() {
    check(b"\"a;b\",c\n\n\"x\"\"y\",2\n", &[(1, &["a;b", "c"]), (3, &["x\"y", "2"])]);
    check(b"Z\xFCrich,1\n", &[(1, &["Z\u{fc}rich", "1"])]);
    check(b"", &[]);
}

proptest::proptest! {
    #[test]
    fn law_rows_are_the_same_with_and_without_quotes(text in "[ab,\\r\\n]{0,40}") {
        let rows = |bytes: &[u8]| {
            let mut table = TextTable::new(bytes, b',', 0);
            let (mut row, mut found) = (TextRow::default(), Vec::new());
            while table.next(&mut row) {
                found.push((row.line(), row.headings()));
            }
            found
        };
        let quoted = format!("{text}\n\"q\"");
        let mut want = rows(quoted.as_bytes());
        want.pop();
        proptest::prop_assert_eq!(rows(text.as_bytes()), want);
    }
}
