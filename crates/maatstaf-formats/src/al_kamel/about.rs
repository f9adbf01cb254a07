//! What the name of a file says of its session: `le_mans_24h_2024.csv`,
//! `05-sebring-international-raceway/202403160940-race-laps.csv`, `23_Analysis_Practice 1.CSV`.

use maatstaf_core::{SessionFacts, Year};

/// Season, place and session, as far as the name says.
pub(super) fn of_name(file: &str) -> SessionFacts {
    let mut folders = file.rsplit(['/', '\\']);
    let stem = folders.next().and_then(|name| name.split('.').next()).unwrap_or_default();
    let words = words(stem);
    let folder =
        folders.next().filter(|name| name.starts_with(|first: char| first.is_ascii_digit()));
    SessionFacts {
        year: words.iter().find_map(|word| year(word)),
        place: place(&words).or_else(|| place(&self::words(folder?))),
        session: session(&words),
        ..SessionFacts::default()
    }
}

fn words(name: &str) -> Vec<String> {
    let words =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// `2024`, or the moment of a session: `202403160940`.
fn year(word: &str) -> Option<Year> {
    let digits =
        matches!(word.len(), 4 | 8 | 12 | 14) && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.then(|| word[..4].parse().ok()).flatten();
    year.filter(|year| (1900..2100).contains(year))
}

/// The kinds of session that names tell, as words are put together.
fn session(words: &[String]) -> Option<String> {
    let numbered =
        |idx: usize| words.get(idx + 1).filter(|next| next.len() == 1 && is_number(next));
    words.iter().enumerate().find_map(|(idx, word)| match &**word {
        "race" => Some("Race".to_owned()),
        "qualifying" | "qualy" => Some("Qualifying".to_owned()),
        "hyperpole" => Some("Hyperpole".to_owned()),
        "warmup" => Some("Warm-up".to_owned()),
        "practice" => {
            Some(numbered(idx).map_or("Practice".to_owned(), |number| format!("Practice {number}")))
        }
        "fp1" | "fp2" | "fp3" | "fp4" => Some(format!("Practice {}", &word[2..])),
        _ if is_distance(word) => Some("Race".to_owned()),
        _ => None,
    })
}

/// The words that are left, with capitals.
fn place(words: &[String]) -> Option<String> {
    let is_left = |word: &&String| {
        let known = [
            "analysis",
            "laps",
            "lap",
            "chart",
            "csv",
            "hour",
            "free",
            "final",
            "race",
            "qualifying",
            "qualy",
            "hyperpole",
            "warmup",
            "practice",
            "session",
        ];
        !known.contains(&&***word)
            && !word.starts_with(|first: char| first.is_ascii_digit())
            && !is_round(word)
    };
    let place: Vec<String> = words.iter().filter(is_left).map(|word| capitalised(word)).collect();
    (!place.is_empty()).then(|| place.join(" "))
}

/// `24h`, `1812km`: how long a race is.
fn is_distance(word: &str) -> bool {
    ["h", "km", "hours"].iter().any(|unit| word.strip_suffix(unit).is_some_and(is_number))
}

/// `R08` or `fp1`: which round, which practice.
fn is_round(word: &str) -> bool {
    ["r", "fp"].iter().any(|sign| word.strip_prefix(sign).is_some_and(is_number))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
