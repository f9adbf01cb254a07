//! Times as the feed writes them.

use jiff::Timestamp;

/// A duration `[[h:]m:]s[.f…]` in microseconds; more than six decimals are cut off.
///
/// `None` where it is no time, the empty text included: it stands for "no value".
pub(super) fn micros(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut seconds = 0_u64;
    let mut n_fields = 0;
    for field in whole.split(':') {
        n_fields += 1;
        let plain = !field.is_empty() && field.len() <= 9 && n_fields <= 3;
        let digits = plain && field.bytes().all(|byte| byte.is_ascii_digit());
        seconds = seconds.checked_mul(60)?.checked_add(digits.then(|| field.parse().ok())??)?;
    }
    let mut parts = 0_u64;
    for idx in 0..6 {
        let digit = fraction.as_bytes().get(idx).copied().unwrap_or(b'0');
        parts = parts * 10 + u64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    seconds.checked_mul(1_000_000)?.checked_add(parts)
}

/// The clock of the session before a record of a page: `00:14:29.436`.
pub(super) fn stamp(bytes: &[u8]) -> Option<i64> {
    let [h1, h2, b':', m1, m2, b':', s1, s2, b'.', f1, f2, f3] = *bytes.first_chunk::<12>()? else {
        return None;
    };
    let digits = [h1, h2, m1, m2, s1, s2, f1, f2, f3];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let of = |high: u8, low: u8| i64::from(high - b'0') * 10 + i64::from(low - b'0');
    let seconds = (of(h1, h2) * 60 + of(m1, m2)) * 60 + of(s1, s2);
    Some(seconds * 1_000_000 + (of(f1, f2) * 10 + i64::from(f3 - b'0')) * 1_000)
}

/// A moment of the world, `2024-05-18T13:59:11.3884546Z`, in microseconds since 1970, the rest cut
/// off. Without a zone it is of Greenwich.
pub(super) fn utc(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        let plain = digits.iter().all(u8::is_ascii_digit);
        plain.then(|| digits.iter().fold(0_i64, |sum, digit| sum * 10 + i64::from(digit - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
    let (month, day) = (number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let in_range = (1..=12).contains(&month) && (1..=31).contains(&day);
    let in_day = hour < 24 && minute < 60 && second < 61;
    let marked = |(at, mark): (usize, u8)| {
        bytes.get(at) == Some(&mark) || (at == 10 && bytes.get(10) == Some(&b' '))
    };
    if !marks.into_iter().all(marked) || !in_range || !in_day {
        return None;
    }
    let seconds = (days(number(0, 4)?, month, day) * 24 + hour) * 3_600 + minute * 60 + second;
    let rest = text.get(19..)?;
    let (fraction, zone) = split_fraction(rest);
    Some(seconds * 1_000_000 + fraction - zone_minutes(zone)? * 60_000_000)
}

/// The microseconds behind a point, and what follows.
fn split_fraction(rest: &str) -> (i64, &str) {
    let Some(rest) = rest.strip_prefix('.') else { return (0, rest) };
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let digits = rest.bytes().take(n_digits).chain(std::iter::repeat(b'0')).take(6);
    (digits.fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')), &rest[n_digits..])
}

fn zone_minutes(zone: &str) -> Option<i64> {
    let (sign, hours) = match zone.as_bytes().first() {
        None | Some(b'Z') => return Some(0),
        Some(b'+') => (1, &zone[1..]),
        Some(b'-') => (-1, &zone[1..]),
        _ => return None,
    };
    let (hours, minutes) = hours.split_once(':')?;
    Some(
        sign * (i64::from(hours.parse::<u8>().ok()?) * 60 + i64::from(minutes.parse::<u8>().ok()?)),
    )
}

/// Days from 1970 to a day of our calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The moment of so many microseconds since 1970.
pub(super) fn timestamp(micros: i64) -> Option<Timestamp> {
    Timestamp::from_microsecond(micros).ok()
}

#[cfg(test)]
#[path = "times_tests.rs"]
mod tests;
