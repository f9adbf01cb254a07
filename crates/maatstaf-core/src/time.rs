use std::fmt;
use std::str::FromStr;

const MICROS_PER_SECOND: u64 = 1_000_000;
const MICROS_PER_MINUTE: u64 = 60 * MICROS_PER_SECOND;
const MICROS_PER_HOUR: u64 = 60 * MICROS_PER_MINUTE;

/// How long a lap or a sector took: exact to the microsecond, never negative.
///
/// Parsed from what timing screens print and printed the same way, with at least
/// three decimals:
///
/// ```
/// use maatstaf_core::LapTime;
///
/// let pole: LapTime = "1:27.097".parse()?;
/// assert_eq!(pole.as_micros(), 87_097_000);
/// assert_eq!(pole.to_string(), "1:27.097");
/// # Ok::<(), maatstaf_core::InvalidTime>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LapTime(u64);

impl LapTime {
    /// A lap time of so many microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// A lap time of so many milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// The lap time in microseconds.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// The lap time in seconds, for equations; the nearest `f64`.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// How much longer this lap took than `reference`: positive when slower.
    ///
    /// ```
    /// use maatstaf_core::LapTime;
    /// let lap = LapTime::from_millis(87_500);
    /// assert_eq!(lap.lost_to(LapTime::from_millis(87_097)).to_string(), "+0.403");
    /// ```
    pub fn lost_to(self, reference: Self) -> TimeDelta {
        TimeDelta(self.0.cast_signed() - reference.0.cast_signed())
    }
}

/// When something happened, counted from the start signal, in microseconds.
///
/// A race time is the `ClockTime` at which the car took the flag.
///
/// ```
/// use maatstaf_core::ClockTime;
/// let flag: ClockTime = "2:13:23.600".parse()?;
/// assert_eq!(flag.seconds(), 8003.6);
/// # Ok::<(), maatstaf_core::InvalidTime>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(u64);

impl ClockTime {
    /// So many microseconds after the start signal.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// So many milliseconds after the start signal.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis * 1_000)
    }

    /// Microseconds since the start signal.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Seconds since the start signal, the nearest `f64`.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }

    /// How much later this happened than `reference`: positive when later.
    pub fn since(self, reference: Self) -> TimeDelta {
        TimeDelta(self.0.cast_signed() - reference.0.cast_signed())
    }
}

/// A signed difference of two times, in microseconds; positive is slower or later.
///
/// ```
/// use maatstaf_core::TimeDelta;
/// assert_eq!(TimeDelta::from_micros(-21_500).to_string(), "-0.0215");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeDelta(i64);

impl TimeDelta {
    /// A difference of so many microseconds.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The difference in microseconds.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The difference in seconds, the nearest `f64`.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / MICROS_PER_SECOND as f64
    }
}

/// Why a text is not a time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a time such as 1:27.097")]
pub struct InvalidTime {
    /// The text that was refused.
    pub text: String,
}

impl FromStr for LapTime {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        parse_micros(text).map(Self).ok_or_else(|| InvalidTime { text: text.to_owned() })
    }
}

impl FromStr for ClockTime {
    type Err = InvalidTime;

    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        parse_micros(text).map(Self).ok_or_else(|| InvalidTime { text: text.to_owned() })
    }
}

impl fmt::Display for LapTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&print_micros(self.0))
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&print_micros(self.0))
    }
}

impl fmt::Display for TimeDelta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        f.pad(&format!("{sign}{}", print_micros(self.0.unsigned_abs())))
    }
}

/// `[[h:]m:]s[.fraction]`, with the lower fields below sixty where a higher one stands.
fn parse_micros(text: &str) -> Option<u64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, parse_fraction(fraction)?),
        None => (text, 0),
    };
    let mut fields = whole.rsplit(':');
    let seconds = parse_digits(fields.next()?)?;
    let minutes = fields.next().map(parse_digits).unwrap_or(Some(0))?;
    let hours = fields.next().map(parse_digits).unwrap_or(Some(0))?;
    let has_minutes = whole.contains(':');
    let has_hours = whole.matches(':').count() > 1;
    if fields.next().is_some() || (has_minutes && seconds >= 60) || (has_hours && minutes >= 60) {
        return None;
    }
    hours
        .checked_mul(MICROS_PER_HOUR)?
        .checked_add(minutes.checked_mul(MICROS_PER_MINUTE)?)?
        .checked_add(seconds.checked_mul(MICROS_PER_SECOND)?)?
        .checked_add(fraction)
        .filter(|micros| *micros <= i64::MAX.cast_unsigned())
}

fn parse_fraction(digits: &str) -> Option<u64> {
    if digits.len() > 6 {
        return None;
    }
    Some(parse_digits(digits)? * 10_u64.pow(6 - digits.len() as u32))
}

fn parse_digits(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

fn print_micros(micros: u64) -> String {
    let (hours, rest) = (micros / MICROS_PER_HOUR, micros % MICROS_PER_HOUR);
    let (minutes, rest) = (rest / MICROS_PER_MINUTE, rest % MICROS_PER_MINUTE);
    let (seconds, fraction) = (rest / MICROS_PER_SECOND, rest % MICROS_PER_SECOND);
    let six = format!("{fraction:06}");
    let decimals = six.trim_end_matches('0').len().max(3);
    let fraction = &six[..decimals];
    match (hours, minutes) {
        (0, 0) => format!("{seconds}.{fraction}"),
        (0, _) => format!("{minutes}:{seconds:02}.{fraction}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{fraction}"),
    }
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
