use super::{Selection, looks_like, read_pages, read_recording};

#[test]
fn a_file_without_messages_is_refused() {
    let refusal = read_recording(&[("laps.csv", b"Driver,LapTime\n")], &Selection::default());
    let text = refusal.unwrap_err().to_string();
    assert!(
        text.starts_with("laps.csv is no recording of live timing: nothing could be read"),
        "{text}"
    );
    assert!(read_pages(&[], &Selection::default()).is_err());
}

#[test]
fn a_moment_far_ahead_ends_no_lap_before_it_begins() {
    let timing = concat!(
        "40:14:00.000{\"Lines\":{\"1\":{\"InPit\":false}}}\r\n",
        "00:16:56.100{\"Lines\":{\"1\":{\"NumberOfLaps\":3,\"Position\":\"0\",",
        "\"Sectors\":{\"2\":{\"Value\":\"2\"}}}}}\r\n",
    );
    let page = ("TimingData.jsonStream", timing.as_bytes());
    let laps = read_pages(&[page], &Selection::default()).unwrap().recording.laps;
    assert!(!laps.is_empty());
    for lap in laps {
        assert!(lap.began.is_none() || lap.ended.is_none() || lap.began <= lap.ended, "{lap:?}");
        assert_eq!(lap.place, None);
    }
}

#[test]
fn files_are_known_by_how_they_begin() {
    for head in [
        "\u{feff}00:00:05.032{\"Lines\":{}}",
        "{  \"H\": \"Streaming\",  \"M\": \"feed\",  \"A\": [\"Heartbeat\",{  \"Utc\": \"20",
        "['CarData.z', '7Za9CsIwEIDf5ea",
        "{\n  \"Heartbeat\": {\n",
        "{\"R\":{\"Heartbeat\":{}}",
        "[{\"updates\": {\"TimingDataF1\": {\"Lines\": {\"1\"",
        "{\"Type\":\"Heartbeat\",\"Json\":{}",
    ] {
        assert!(looks_like("live.txt", head.as_bytes()), "{head}");
    }
    for head in [
        "{\"MRData\":{\"RaceTable\":{}}}",
        "[{\"meeting_key\":1}]",
        "NUMBER;LAP",
        "",
        "[",
        "{\"M\":",
    ] {
        assert!(!looks_like("live.txt", head.as_bytes()), "{head}");
    }
}
