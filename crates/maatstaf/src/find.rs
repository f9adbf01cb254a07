//! Finding drivers, rounds and teams by whatever people call them.

use maatstaf_core::{Almanac, Competitor, Course, DriverId, RoundNumber, Season};
use unicode_normalization::UnicodeNormalization;

use crate::Error;

/// A text as compared: lower case, without accents, words joined by single spaces.
///
/// ```
/// assert_eq!(maatstaf::fold("Sergio Pérez"), "sergio perez");
/// assert_eq!(maatstaf::fold("São-Paulo"), "sao paulo");
/// ```
pub fn fold(text: &str) -> String {
    let plain = text.nfd().flat_map(char::to_lowercase).filter_map(|letter| match letter {
        'ø' => Some('o'),
        'ł' => Some('l'),
        'đ' => Some('d'),
        'ı' => Some('i'),
        letter if letter.is_alphanumeric() => Some(letter),
        '\'' | '.' | '’' => None,
        '\u{300}'..='\u{36f}' => None,
        _ => Some(' '),
    });
    let plain: String = plain.collect::<String>().replace('ß', "ss").replace('æ', "ae");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The driver of a season whom a text names: by code, number, family name or full name.
///
/// ```
/// let almanac = maatstaf::facts::seasons();
/// let season = &almanac.seasons[&2023];
/// for text in ["PER", "perez", "Sergio Pérez", "11", "sergio-perez"] {
///     assert_eq!(maatstaf::find_driver(almanac, season, text)?.as_str(), "sergio-perez");
/// }
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When nobody, or several, carry the name; the error lists the candidates.
pub fn find_driver(almanac: &Almanac, season: &Season, text: &str) -> Result<DriverId, Error> {
    let named = season.drivers().into_iter().map(|id| {
        let mut names = vec![id.to_string()];
        if let Some(driver) = almanac.drivers.get(&id) {
            names.extend([driver.code.clone(), driver.last_name.clone(), driver.name.clone()]);
            names.extend(driver.number.clone());
        }
        let printed = printed_driver(almanac, &id);
        Named { it: id, printed, names }
    });
    if let Some(id) = by_number(almanac, season, text) {
        return Ok(id);
    }
    match find("driver", &season.year().to_string(), text, named.collect()) {
        Err(Error::Unknown { what, text, place, candidates }) => {
            let elsewhere = almanac.drivers.values().find(|driver| {
                [driver.code.as_str(), &driver.last_name, &driver.name, driver.id.as_str()]
                    .iter()
                    .any(|name| fold(name) == fold(&text))
            });
            match elsewhere {
                Some(driver) => {
                    Err(Error::DidNotRace { name: driver.name.clone(), year: season.year() })
                }
                None => Err(Error::Unknown { what, text, place, candidates }),
            }
        }
        found => found,
    }
}

/// The driver of any season whom a text names: by code, family name, full name or id.
///
/// Codes repeat over the years: one means the driver who raced with it last. Family names
/// repeat too; then the error lists everyone who may be meant, and the id decides.
///
/// ```
/// let almanac = maatstaf::facts::seasons();
/// assert_eq!(maatstaf::find_anyone(almanac, "perez")?.as_str(), "sergio-perez");
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When nobody, or several, carry the name; the error lists the candidates.
pub fn find_anyone(almanac: &Almanac, text: &str) -> Result<DriverId, Error> {
    if let Some(id) = latest_with_code(almanac, text) {
        return Ok(id);
    }
    let named = almanac.drivers.values().map(|driver| Named {
        it: driver.id.clone(),
        printed: format!("{} ({})", driver.name, driver.id),
        names: vec![
            driver.id.to_string(),
            driver.code.clone(),
            driver.last_name.clone(),
            driver.name.clone(),
        ],
    });
    find("driver", "the seasons at hand", text, named.collect())
}

/// The driver with this code in the latest season in which anyone had it.
fn latest_with_code(almanac: &Almanac, text: &str) -> Option<DriverId> {
    let has_code =
        |id: &DriverId| almanac.drivers.get(id).is_some_and(|it| fold(&it.code) == fold(text));
    let of_season = |season: &Season| season.drivers().into_iter().filter(has_code).collect();
    let found: Vec<DriverId> =
        almanac.seasons.values().rev().map(of_season).find(|found: &Vec<_>| !found.is_empty())?;
    <[DriverId; 1]>::try_from(found).ok().map(|[id]| id)
}

fn printed_driver(almanac: &Almanac, id: &DriverId) -> String {
    match almanac.drivers.get(id) {
        Some(driver) => format!("{} ({})", driver.name, driver.code),
        None => id.to_string(),
    }
}

/// Who drove most with a number; else whose permanent number it is.
fn by_number(almanac: &Almanac, season: &Season, text: &str) -> Option<DriverId> {
    if !is_number(text) {
        return None;
    }
    let drivers = season.drivers();
    let races = |id: &DriverId| drove_with(season, id, text);
    let most = drivers.iter().max_by_key(|id| races(id)).filter(|id| races(id) > 0);
    let permanent = || {
        drivers.iter().find(|id| {
            almanac.drivers.get(id).is_some_and(|driver| driver.number.as_deref() == Some(text))
        })
    };
    most.or_else(permanent).cloned()
}

fn drove_with(season: &Season, id: &DriverId, number: &str) -> usize {
    let races = season.events().iter().filter_map(|event| event.race.as_ref());
    let lines = races.flat_map(|race| race.lines());
    lines.filter(|line| line.driver == *id && line.car.as_str() == number).count()
}

/// The round of a season that a text names: by number, name, circuit, town or country.
///
/// ```
/// let season = &maatstaf::facts::seasons().seasons[&2023];
/// assert_eq!(maatstaf::find_round(season, "las vegas")?, 21);
/// assert_eq!(maatstaf::find_round(season, "15")?, 15);
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When no round, or several, carry the name; the error lists the candidates.
pub fn find_round(season: &Season, text: &str) -> Result<RoundNumber, Error> {
    let named = season.events().iter().map(|event| {
        let round = &event.round;
        let mut names = vec![
            round.number.to_string(),
            round.id.clone(),
            round.name.clone(),
            round.circuit_id.clone(),
            round.circuit.clone(),
        ];
        names.extend(round.also.iter().cloned());
        Named { it: round.number, printed: format!("{} ({})", round.number, round.name), names }
    });
    match find("round", &season.year().to_string(), text, named.collect()) {
        Err(Error::Unknown { text, .. }) if is_number(&text) => {
            Err(Error::NoRound { text, year: season.year(), n_rounds: season.n_rounds() })
        }
        found => found,
    }
}

/// The make that a text names among the competitors of a constructors' title.
///
/// # Errors
///
/// When no make, or several, carry the name; the error lists the candidates.
pub fn find_make(
    almanac: &Almanac,
    season: &Season,
    makes: &[Competitor],
    text: &str,
) -> Result<Competitor, Error> {
    let named = makes.iter().filter_map(|make| {
        let Competitor::Make { constructor, .. } = make else { return None };
        let printed = almanac.constructor_name(constructor).to_owned();
        let names = vec![make.to_string(), constructor.to_string(), printed];
        Some(Named { it: make.clone(), printed: make.to_string(), names })
    });
    find("team", &season.year().to_string(), text, named.collect())
}

/// A course by its name for machines, its name as printed, or its circuit as seasons name it.
///
/// ```
/// let courses: Vec<_> = maatstaf::facts::courses().iter().collect();
/// assert_eq!(maatstaf::find_course(&courses, "Sarthe")?.id(), "sarthe");
/// # Ok::<(), maatstaf::Error>(())
/// ```
///
/// # Errors
///
/// When no course, or several, carry the name; the error lists the candidates.
pub fn find_course<'a>(courses: &[&'a Course], text: &str) -> Result<&'a Course, Error> {
    let is_it = |course: &&&Course| course.id() == text;
    if let Some(course) = courses.iter().find(is_it) {
        return Ok(course);
    }
    let named = courses.iter().map(|course| {
        let names = vec![course.id().to_owned(), course.name().to_owned()];
        Named { it: *course, printed: course.id().to_owned(), names }
    });
    find("course", "the list", text, named.collect())
}

/// A thing with all its names.
struct Named<T> {
    it: T,
    printed: String,
    names: Vec<String>,
}

/// The one thing that a text names: a whole name, else the beginning of a name, else of a word
/// in it. A number is a whole name or nothing: 2 is not round 20.
fn find<T: Clone>(
    what: &'static str,
    place: &str,
    text: &str,
    things: Vec<Named<T>>,
) -> Result<T, Error> {
    let asked = fold(text);
    let tests: [fn(&str, &str) -> bool; 3] = [
        |name, asked| name == asked,
        |name, asked| name.starts_with(asked),
        |name, asked| name.match_indices(asked).any(|(at, _)| name[..at].ends_with(' ')),
    ];
    let n_tests = match asked.is_empty() {
        true => 0,
        false if is_number(&asked) => 1,
        false => tests.len(),
    };
    for test in &tests[..n_tests] {
        let is_it = |thing: &&Named<T>| thing.names.iter().any(|name| test(&fold(name), &asked));
        let found: Vec<&Named<T>> = things.iter().filter(is_it).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one.it.clone()),
            several => {
                return Err(Error::Ambiguous {
                    what,
                    text: text.to_owned(),
                    place: place.to_owned(),
                    candidates: several.iter().map(|thing| thing.printed.clone()).collect(),
                });
            }
        }
    }
    let (text, place) = (text.to_owned(), place.to_owned());
    Err(Error::Unknown { what, candidates: nearest(&asked, &things), text, place })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How alike two names must be for one to be meant by the other, from 0 to 1.
const ALIKE: f64 = 0.7;

/// The three things whose names are nearest in spelling, if they are near.
fn nearest<T>(asked: &str, things: &[Named<T>]) -> Vec<String> {
    let likeness = |thing: &Named<T>| {
        let names = thing.names.iter().map(|name| strsim::jaro_winkler(&fold(name), asked));
        names.fold(0.0, f64::max)
    };
    let mut ranked: Vec<(f64, &Named<T>)> = things.iter().map(|it| (likeness(it), it)).collect();
    ranked.retain(|(likeness, _)| *likeness >= ALIKE);
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().take(3).map(|(_, thing)| thing.printed.clone()).collect()
}

#[cfg(test)]
#[path = "find_tests.rs"]
mod tests;
