use std::fmt;
use std::str::FromStr;

use crate::Year;

/// Where a session is found: season, place, session.
///
/// ```
/// use maatstaf_core::Address;
///
/// let address = Address::new(2024, "Le Mans", "Race").unwrap();
/// assert_eq!(address.to_string(), "2024/le-mans/race");
/// assert_eq!("2024/le-mans/race".parse(), Ok(address));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    year: Year,
    place: String,
    session: String,
}

/// Why something is not an [`Address`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{text:?} is no address of a session; write season/place/session, such as 2024/imola/qualifying"
)]
pub struct InvalidAddress {
    /// What was given.
    pub text: String,
}

impl Address {
    /// From names as printed; they are written as [`slug`]s.
    ///
    /// # Errors
    ///
    /// When a name has no letter or digit, or the year is not of four digits.
    pub fn new(year: Year, place: &str, session: &str) -> Result<Self, InvalidAddress> {
        let address = Self { year, place: slug(place), session: slug(session) };
        match (1000..=9999).contains(&year)
            && !address.place.is_empty()
            && !address.session.is_empty()
        {
            true => Ok(address),
            false => Err(InvalidAddress { text: format!("{year}/{place}/{session}") }),
        }
    }

    /// The season.
    pub fn year(&self) -> Year {
        self.year
    }

    /// The place: `le-mans`.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// The session: `race`, `qualifying`, `practice-1`.
    pub fn session(&self) -> &str {
        &self.session
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}/{}/{}", self.year, self.place, self.session))
    }
}

impl FromStr for Address {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let refusal = || InvalidAddress { text: text.to_owned() };
        let parts: Vec<&str> = text.trim().trim_matches('/').split('/').collect();
        let [year, place, session] = parts[..] else { return Err(refusal()) };
        let year = year.parse().map_err(|_| refusal())?;
        Self::new(year, place, session).map_err(|_| refusal())
    }
}

/// A name as it stands in an address: small letters without accents, digits, single hyphens.
///
/// ```
/// assert_eq!(maatstaf_core::slug("São Paulo — Grand Prix"), "sao-paulo-grand-prix");
/// ```
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            Some(plain) => {
                if std::mem::take(&mut gap) && !slug.is_empty() {
                    slug.push('-');
                }
                slug.push_str(plain.encode_utf8(&mut [0; 4]));
            }
            None => gap |= !matches!(letter, '\'' | '’'),
        }
    }
    slug
}

/// A letter without its accent; `None` for what is no letter or digit of the plain alphabet.
fn plain(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' => Some(letter),
        'à'..='å' | 'ā' | 'ă' | 'ą' => Some('a'),
        'ç' | 'ć' | 'č' => Some('c'),
        'è'..='ë' | 'ē' | 'ę' | 'ě' => Some('e'),
        'ì'..='ï' | 'ī' | 'ı' => Some('i'),
        'ñ' | 'ń' | 'ň' => Some('n'),
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => Some('o'),
        'ù'..='ü' | 'ū' | 'ű' | 'ů' => Some('u'),
        'ý' | 'ÿ' => Some('y'),
        'ř' => Some('r'),
        'ś' | 'š' | 'ş' => Some('s'),
        'ź' | 'ż' | 'ž' => Some('z'),
        'ğ' => Some('g'),
        'ł' => Some('l'),
        'ť' => Some('t'),
        'ď' | 'đ' => Some('d'),
        _ => None,
    }
}
