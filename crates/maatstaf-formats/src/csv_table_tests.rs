use super::*;

/// Reads `a` and `b` of a table; rows as `a/b`, then the issues.
#[track_caller]
fn check(bytes: &[u8], rows: &[&str], issues: &[&str]) {
    let table = Table::open("t.csv", bytes).unwrap();
    let [a, b] = table.columns(["a", "b"]).unwrap();
    let (mut got, mut listed) = (Vec::new(), Vec::new());
    table.rows(&mut listed, |row| {
        got.push(format!("{}/{}", row.text(a), row.value::<u16>(b)?));
        Ok(())
    });
    let listed: Vec<_> = listed.iter().map(ToString::to_string).collect();
    assert_eq!((got, listed), (owned(rows), owned(issues)));
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn exact_columns_are_found_by_name() {
    check(b"a,b\nx,1\n", &["x/1"], &[]);
    check(b"b,c,a\n1,,x\n", &["x/1"], &[]);
    check(b"\"a\",\"b\"\n\"x,y\",1\n\"x \"\"y\"\"\",2", &["x,y/1", "x \"y\"/2"], &[]);
}

#[test]
fn exact_other_line_ends_blank_lines_and_marks() {
    check(b"a,b\r\nx,1\r\n\r\ny,2\r\n", &["x/1", "y/2"], &[]);
    check(b"\xEF\xBB\xBFa,b\n\n\nx,1", &["x/1"], &[]);
    check(b"a,b", &[], &[]);
}

#[test]
fn exact_a_control_character_is_listed() {
    let says = "t.csv:2: a control character where text should be; read as it is";
    check(b"a,b\nx\0y,1\nz,2\n", &["x\0y/1", "z/2"], &[says]);
}

#[test]
fn exact_a_wrong_number_is_left_out() {
    check(
        b"a,b\nx,1\ny,ten\nz,-1\n",
        &["x/1"],
        &[
            "t.csv:3: b is \"ten\", which cannot be read; the row is left out",
            "t.csv:4: b is \"-1\", which cannot be read; the row is left out",
        ],
    );
}

#[test]
fn exact_a_cut_line_is_left_out() {
    let issue = "t.csv:3: 1 fields instead of 2; the row is left out";
    check(b"a,b\nx,1\ny", &["x/1"], &[issue]);
    let issue = "t.csv:2: 3 fields instead of 2; the row is left out";
    check(b"a,b\nx,1,\ny,2", &["y/2"], &[issue]);
}

#[test]
fn exact_a_stray_quote_spoils_one_line() {
    let issue = "t.csv:2: a quote is not closed; the row is left out";
    check(b"a,b\n\"x,1\ny,2\n", &["y/2"], &[issue]);
    let issue = "t.csv:2: text behind a closing quote; the row is left out";
    check(b"a,b\n\"x\"z,1\ny,2\n", &["y/2"], &[issue]);
}

#[test]
fn exact_latin_1_is_read_and_listed() {
    let issue = "t.csv:2: bytes that are not UTF-8; read as Latin-1";
    check(b"a,b\nP\xE9rez,1\n", &["Pérez/1"], &[issue]);
}

#[test]
fn exact_a_header_must_be_text_with_our_columns() {
    let error = |bytes| Table::open("t.csv", bytes).and_then(|table| table.columns(["a"])).err();
    let (file, column) = ("t.csv".to_owned(), "a".to_owned());
    assert_eq!(error(b"\xFF,a\n"), Some(Error::Header { file: file.clone() }));
    assert_eq!(
        error(b""),
        Some(Error::MissingColumn { file: file.clone(), column: column.clone() })
    );
    assert_eq!(error(b"a;b\n"), Some(Error::MissingColumn { file, column }));
}
