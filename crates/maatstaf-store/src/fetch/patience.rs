//! Trying again: after what, after how long, and how often.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use ureq::http::{HeaderMap, StatusCode};

use super::error::CannotFetch;
use super::{Caller, Options, Progress};

/// The longest wait of our own choosing.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// The shortest wait when GitHub says "too many" and not for how long.
const UNNAMED_WAIT: Duration = Duration::from_secs(60);

/// Why one try came to nothing.
#[derive(Debug)]
pub enum Setback {
    /// It may work the next time.
    Passing {
        /// What happened.
        why: String,
        /// How long the server asks to wait.
        wait: Option<Duration>,
        /// Whether the try brought anything, so that counting begins anew.
        got_on: bool,
    },
    /// It will not.
    Final(CannotFetch),
}

impl Setback {
    /// Something that may work the next time, after a pause of our own choosing.
    pub fn passing(why: impl Into<String>) -> Self {
        Self::Passing { why: why.into(), wait: None, got_on: false }
    }
}

impl From<CannotFetch> for Setback {
    fn from(error: CannotFetch) -> Self {
        Self::Final(error)
    }
}

/// Tries until it works, cannot work, or has failed too often.
pub fn patiently<T>(
    url: &str,
    options: &Options,
    caller: &mut dyn Caller,
    mut attempt: impl FnMut(&mut dyn Caller) -> Result<T, Setback>,
) -> Result<T, CannotFetch> {
    let mut tried = 0;
    loop {
        let (why, wait, got_on) = match attempt(caller) {
            Ok(answer) => return Ok(answer),
            Err(Setback::Final(error)) => return Err(error),
            Err(Setback::Passing { why, wait, got_on }) => (why, wait, got_on),
        };
        tried = if got_on { 1 } else { tried + 1 };
        if tried >= options.tries {
            return Err(CannotFetch::GaveUp { url: url.to_owned(), tries: tried, why });
        }
        let wait = wait.unwrap_or_else(|| pause(tried));
        if wait > options.longest_wait {
            return Err(CannotFetch::AskedToWait { url: url.to_owned(), seconds: wait.as_secs() });
        }
        caller.tell(Progress::Waiting {
            wait,
            why: &why,
            next_try: tried + 1,
            tries: options.tries,
        });
        caller.sleep(wait);
    }
}

/// 1, 2, 4, 8 … seconds.
fn pause(tried: u32) -> Duration {
    let seconds = 1_u64.checked_shl(tried.saturating_sub(1)).unwrap_or(u64::MAX);
    Duration::from_secs(seconds).min(LONGEST_PAUSE)
}

/// What an answer that is no success means.
pub fn setback(url: &str, status: StatusCode, headers: &HeaderMap, now: u64) -> Setback {
    let wait = asked_wait(headers, now);
    let limited = match status.as_u16() {
        429 => true,
        403 => wait.is_some(),
        _ => false,
    };
    if limited {
        let why = format!("{status}: it has had enough questions from here");
        return Setback::Passing { why, wait: wait.or(Some(UNNAMED_WAIT)), got_on: false };
    }
    if matches!(status.as_u16(), 408 | 500 | 502 | 503 | 504) {
        return Setback::Passing { why: status.to_string(), wait, got_on: false };
    }
    let way_out = match status.as_u16() {
        404 | 410 => "is the address right? check --from",
        401 | 403 | 451 => "take f1db-csv.zip by browser and maatstaf data import f1db PATH",
        _ => {
            "run the same command later, or take the zip by browser and maatstaf data import f1db PATH"
        }
    };
    let status = status.to_string();
    Setback::Final(CannotFetch::Answer { url: url.to_owned(), status, way_out })
}

/// How long a server asks to wait: `Retry-After` in seconds or as a date, else the moment at which
/// GitHub begins to count anew.
fn asked_wait(headers: &HeaderMap, now: u64) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let until = |moment: u64| Duration::from_secs(moment.saturating_sub(now));
    if let Some(after) = text("retry-after") {
        if let Ok(seconds) = after.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = DateTimeParser::new().relaxed_weekday(true).parse_timestamp(after).ok()?;
        return Some(until(u64::try_from(date.as_second()).unwrap_or(0)));
    }
    if text("x-ratelimit-remaining") != Some("0") {
        return None;
    }
    let reset = text("x-ratelimit-reset").and_then(|reset| reset.parse().ok());
    Some(reset.map_or(UNNAMED_WAIT, until))
}

#[cfg(test)]
#[path = "patience_tests.rs"]
mod tests;
