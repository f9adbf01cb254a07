use super::{Framing, Record};
use crate::live_timing::Topic;
use crate::recordings::IssueList;

fn recording(text: &str) -> (Vec<Record<'_>>, usize) {
    let (mut records, mut issues) = (Vec::new(), IssueList::of("live.txt"));
    Framing { file: 0, wanted: &|_| true, records: &mut records, issues: &mut issues }
        .recording(text.as_bytes());
    (records, issues.finish().len())
}

/// Checks how many records are in a text, and how many oddities.
#[track_caller]
fn check(text: &str, want: (usize, usize)) {
    let (records, issues) = recording(text);
    assert_eq!((records.len(), issues), want, "{text}");
}

#[test]
fn messages_come_in_many_wrappings() {
    check(
        r#"{"H":"Streaming","M":"feed","A":["Heartbeat",{"Utc":""},"2024-05-18T13:59:11Z"]}"#,
        (1, 0),
    );
    check(r"['Heartbeat', {'_kf': True}, '2024-05-18T13:59:11Z']", (1, 0));
    check(
        r#"{"Type":"Heartbeat","Json":{"_kf":true},"DateTime":"2024-05-18T13:59:11+00:00"}"#,
        (1, 0),
    );
    check(r#"{"R":{"Heartbeat":{},"TrackStatus":{"Status":"1"}},"I":"1"}"#, (2, 0));
    check("{\n \"Heartbeat\": {},\n \"TrackStatus\": {\"Status\":\"1\"}\n}", (2, 0));
    check(
        r#"[{"updates":{"Heartbeat":{}},"timestamp":"2026-03-28T02:38:11Z"},{"updates":{}}]"#,
        (1, 0),
    );
    check(
        r#"{"C":"d-1","M":[{"H":"Streaming","M":"feed","A":["Heartbeat",{},"2024-05-18T13:59:11Z"]}]}"#,
        (1, 0),
    );
    check(
        r#"{"type":1,"target":"feed","arguments":["Heartbeat",{},"2024-05-18T13:59:11Z"]}"#,
        (1, 0),
    );
    check("['Heartbeat', '{\"_kf\": true}', '']", (1, 0));
}

#[test]
fn damaged_messages_are_listed_and_left_out() {
    for damaged in
        ["['Heartbeat', ]", "['Heartbeat']", "\"whatever\"", "['Heartbeat', {'_kf': True}]"]
    {
        check(&format!("{damaged}\n['Heartbeat', {{}}, '2024-05-18T13:59:11Z']\n"), (1, 1));
    }
    check("['Heartbeat', {}, '2024-05-18T13']\n", (0, 1));
    check(&"[".repeat(100_000), (0, 1));
    check(&"{\"M\":[".repeat(100_000), (0, 1));
}

#[test]
fn apostrophes_stay() {
    let (records, _) = recording("['SessionInfo', {'Name': \"Emilia's\"}, '2024-05-18T13:59:11Z']");
    assert_eq!(&records[0].body[..], b"{'Name': \"Emilia's\"}");
    assert_eq!(records[0].topic, Topic::SessionInfo);
}

#[test]
fn pages_list_lines_without_a_clock() {
    let page = "\u{feff}00:00:05.000{}\r\nnonsense\r\n00:00:06.000{}\r\n\r\n";
    let (mut records, mut issues) = (Vec::new(), IssueList::of("page"));
    Framing { file: 0, wanted: &|_| true, records: &mut records, issues: &mut issues }
        .page(Topic::Heartbeat, page.as_bytes());
    assert_eq!(
        records.iter().map(|it| it.stamp).collect::<Vec<_>>(),
        [Some(5_000_000), Some(6_000_000)]
    );
    assert_eq!(issues.finish()[0].line, Some(2));
}
