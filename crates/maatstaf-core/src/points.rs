use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};
use std::str::FromStr;

/// Championship points: an exact rational, so shares and halves add up again.
///
/// Always in lowest terms with a positive denominator, so equal points are equal values.
/// Printed as a whole number or an exact decimal where there is one, else as a mixed fraction:
///
/// ```
/// use maatstaf_core::Points;
/// assert_eq!(Points::from(25).to_string(), "25");
/// assert_eq!(Points::ratio(791, 2).to_string(), "395.5");
/// assert_eq!(Points::ratio(295, 7).to_string(), "42 1/7");
/// assert_eq!("42.5".parse(), Ok(Points::ratio(85, 2)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Points {
    numerator: i64,
    denominator: i64,
}

impl Points {
    /// No points.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// `numerator / denominator` points.
    ///
    /// # Panics
    ///
    /// If `denominator` is zero.
    pub const fn ratio(numerator: i64, denominator: i64) -> Self {
        assert!(denominator != 0, "points have a denominator that is not zero");
        let divisor = gcd(numerator.unsigned_abs(), denominator.unsigned_abs()).cast_signed();
        let sign = denominator.signum();
        Self { numerator: sign * numerator / divisor, denominator: sign * denominator / divisor }
    }

    /// The number above the line, in lowest terms.
    pub const fn numerator(self) -> i64 {
        self.numerator
    }

    /// The number below the line, in lowest terms; positive.
    pub const fn denominator(self) -> i64 {
        self.denominator
    }

    /// The nearest `f64`, for charts and ratios.
    pub fn as_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// These points shared equally by `sharers`.
    ///
    /// # Panics
    ///
    /// If nobody shares them.
    pub const fn shared_by(self, sharers: usize) -> Self {
        Self::ratio(self.numerator, self.denominator * sharers as i64)
    }

    /// Whether there are none.
    pub const fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// The points as printed tables show them, rounded half away from zero to hundredths.
    ///
    /// ```
    /// use maatstaf_core::Points;
    /// assert_eq!(Points::ratio(295, 7).hundredths(), 4214);
    /// ```
    pub const fn hundredths(self) -> i64 {
        let doubled = 200 * self.numerator.abs() + self.denominator;
        self.numerator.signum() * (doubled / (2 * self.denominator))
    }
}

/// Why a text is not a number of points.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a number of points such as 25, 4.5 or 1/7")]
pub struct InvalidPoints {
    /// The text that was refused.
    pub text: String,
}

impl FromStr for Points {
    type Err = InvalidPoints;

    fn from_str(text: &str) -> Result<Self, InvalidPoints> {
        parse(text).ok_or_else(|| InvalidPoints { text: text.to_owned() })
    }
}

impl Default for Points {
    fn default() -> Self {
        Self::ZERO
    }
}

impl From<i64> for Points {
    #[inline]
    fn from(whole: i64) -> Self {
        Self { numerator: whole, denominator: 1 }
    }
}

impl Add for Points {
    type Output = Self;

    #[inline]
    fn add(self, other: Self) -> Self {
        if self.denominator == 1 && other.denominator == 1 {
            return Self::from(self.numerator + other.numerator);
        }
        Self::ratio(
            self.numerator * other.denominator + other.numerator * self.denominator,
            self.denominator * other.denominator,
        )
    }
}

impl AddAssign for Points {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Neg for Points {
    type Output = Self;

    #[inline]
    fn neg(self) -> Self {
        Self { numerator: -self.numerator, ..self }
    }
}

impl Sub for Points {
    type Output = Self;

    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Points {
    type Output = Self;

    #[inline]
    fn mul(self, factor: Self) -> Self {
        if self.denominator == 1 && factor.denominator == 1 {
            return Self::from(self.numerator * factor.numerator);
        }
        Self::ratio(self.numerator * factor.numerator, self.denominator * factor.denominator)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

impl Ord for Points {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.denominator == other.denominator {
            return self.numerator.cmp(&other.numerator);
        }
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        let right = i128::from(other.numerator) * i128::from(self.denominator);
        left.cmp(&right)
    }
}

impl PartialOrd for Points {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&print(*self))
    }
}

const fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The largest number that a text of points may hold: sums of such stay far inside `i64`.
const LARGEST: i64 = 1_000_000;

fn parse(text: &str) -> Option<Points> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let points = if let Some((above, below)) = digits.split_once('/') {
        Points::ratio(parse_digits(above)?, parse_digits(below).filter(|below| *below > 0)?)
    } else if let Some((whole, decimals)) = digits.split_once('.') {
        let scale =
            10_i64.checked_pow(decimals.len().try_into().ok()?).filter(|s| *s <= LARGEST)?;
        Points::from(parse_digits(whole)?) + Points::ratio(parse_digits(decimals)?, scale)
    } else {
        Points::from(parse_digits(digits)?)
    };
    Some(if negative { -points } else { points })
}

fn parse_digits(digits: &str) -> Option<i64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok().filter(|number| *number <= LARGEST) } else { None }
}

fn print(points: Points) -> String {
    let sign = if points.numerator < 0 { "-" } else { "" };
    let (above, below) = (points.numerator.abs(), points.denominator);
    let (whole, rest) = (above / below, above % below);
    match (whole, rest) {
        (_, 0) => format!("{sign}{whole}"),
        _ if 1000 % below == 0 => {
            let decimals = format!("{:03}", rest * 1000 / below);
            format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
        }
        (0, _) => format!("{sign}{rest}/{below}"),
        _ => format!("{sign}{whole} {rest}/{below}"),
    }
}

#[cfg(test)]
#[path = "points_tests.rs"]
mod tests;
