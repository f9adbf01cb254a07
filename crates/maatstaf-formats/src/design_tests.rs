use proptest::prelude::*;

use super::*;

/// Lines of the rows that were read, and what is said of the others.
#[track_caller]
fn check(text: &[u8], lines: &[u64], says: &[&str]) {
    let read = read("d.csv", text);
    assert_eq!(read.design.rows.iter().map(|row| row.line).collect::<Vec<_>>(), lines);
    assert_eq!(read.issues.len(), says.len(), "{:?}", read.issues);
    for (issue, text) in read.issues.iter().zip(says) {
        assert!(issue.to_string().contains(text), "{issue}");
    }
}

#[test]
fn exact_rows_and_refusals() {
    check(b"car,course\ngt3, monza \n\nlmp2,imola\n", &[2, 4], &[]);
    check(b"\xEF\xBB\xBFcar\r\ngt3\r\n", &[2], &[]);
    check(b"car,car\ngt3,gt3\n", &[2], &["d.csv:1: column \"car\" is there twice"]);
    check(b"car\ngt3,1\ngt3\n", &[3], &["d.csv:2: the row has 2 fields"]);
    check(b"car\ngt3\n\xff\n", &[2], &["not text in UTF-8"]);
    check(b"", &[], &["d.csv: no rows"]);
    check(b"car\n", &[], &["d.csv: no rows"]);
}

proptest! {
    #[test]
    fn law_any_bytes_give_rows_as_long_as_the_header(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let read = read("d.csv", &bytes);
        let n_columns = read.design.columns.len();
        prop_assert!(read.design.rows.iter().all(|row| row.cells.len() == n_columns));
        prop_assert!(!read.design.rows.is_empty() || !read.issues.is_empty());
    }
}
