use super::*;

/// 2026-11-21 16:00:00 UTC
const NOW: u64 = 1_795_276_800;

#[track_caller]
fn check_wait(status: u16, headers: &[(&'static str, &str)], seconds: Option<u64>) {
    let headers = headers.iter().map(|(name, value)| {
        (name.parse::<ureq::http::HeaderName>().unwrap(), value.parse().unwrap())
    });
    let status = StatusCode::from_u16(status).unwrap();
    match setback("http://127.0.0.1/", status, &headers.collect(), NOW) {
        Setback::Passing { wait, .. } => assert_eq!(wait.map(|wait| wait.as_secs()), seconds),
        Setback::Final(error) => panic!("{error}"),
    }
}

#[track_caller]
fn check_final(status: u16, says: &str) {
    let status = StatusCode::from_u16(status).unwrap();
    match setback("http://127.0.0.1/", status, &HeaderMap::new(), NOW) {
        Setback::Final(error) => assert!(error.to_string().contains(says), "{error}"),
        passing => panic!("{passing:?}"),
    }
}

#[test]
fn exact_waits_that_servers_ask_for() {
    check_wait(429, &[("retry-after", "7")], Some(7));
    check_wait(429, &[("retry-after", " 0 ")], Some(0));
    check_wait(429, &[("retry-after", "Sat, 21 Nov 2026 16:00:42 GMT")], Some(42));
    check_wait(429, &[("retry-after", "Sat, 21 Nov 2026 15:00:00 GMT")], Some(0));
    check_wait(429, &[("retry-after", "Sun, 21 Nov 2026 16:00:42 GMT")], Some(42));
    check_wait(429, &[("retry-after", "soon")], Some(60));
    check_wait(429, &[], Some(60));
    check_wait(503, &[("retry-after", "9")], Some(9));
    check_wait(503, &[], None);
    check_wait(500, &[], None);
}

#[test]
fn agrees_with_the_limits_of_github() {
    // docs.github.com, "Rate limits for the REST API": 403 or 429; retry-after in seconds, or
    // x-ratelimit-remaining 0 and x-ratelimit-reset in UTC epoch seconds, or a minute at least
    let reset = (NOW + 90).to_string();
    let spent = ("x-ratelimit-remaining", "0");
    check_wait(403, &[spent, ("x-ratelimit-reset", &reset)], Some(90));
    check_wait(429, &[spent, ("x-ratelimit-reset", &reset)], Some(90));
    check_wait(403, &[("retry-after", "60")], Some(60));
    check_wait(403, &[spent], Some(60));
    check_wait(429, &[("x-ratelimit-remaining", "58")], Some(60));
}

#[test]
fn exact_answers_that_are_final() {
    check_final(404, "404 Not Found; is the address right? check --from");
    check_final(403, "403 Forbidden");
    check_final(400, "400 Bad Request");
    check_final(501, "501 Not Implemented");
    check_final(304, "304 Not Modified");
}

#[test]
fn exact_pauses_double_up_to_a_cap() {
    let pauses: Vec<u64> = (1..=8).map(|tried| pause(tried).as_secs()).collect();
    assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
    assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
}
