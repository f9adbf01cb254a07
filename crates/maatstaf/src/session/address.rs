use maatstaf_core::{Address, SessionFacts, Year, slug};
use maatstaf_facts::place_named;

/// Why a session has no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "neither the file nor its path {path:?} says {what}; name the session with --as, such as \
     --as 2024/le-mans/race"
)]
pub struct NoAddress {
    /// Where the file lay.
    pub path: String,
    /// What is not known: the season, the place.
    pub what: &'static str,
}

/// The address of a session: by what its source says, and where that is silent, by the path of its file.
///
/// Rounds of Formula One go by their circuit, whichever of their names the source has; where a season
/// comes to a circuit again, by the grand prix. A test of theirs goes by its own name.
///
/// ```
/// use maatstaf::core::SessionFacts;
/// use maatstaf::session::address_of;
///
/// let address = |path| address_of(&SessionFacts::default(), path).unwrap().to_string();
/// assert_eq!(address("wec/le_mans/le_mans_24h_2024.csv"), "2024/le-mans/race");
/// assert_eq!(address("2026_austrian/qualifying"), "2026/spielberg/qualifying");
/// ```
///
/// # Errors
///
/// When neither says which season or which place.
pub fn address_of(about: &SessionFacts, path: &str) -> Result<Address, NoAddress> {
    let no = |what| NoAddress { path: path.to_owned(), what };
    let year = about.year.or_else(|| year_in(path)).ok_or(no("the season"))?;
    let place = place(about, year, path).ok_or(no("the place"))?;
    let session = match &about.session {
        Some(session) if !slug(session).is_empty() => session.clone(),
        _ => session_in(path),
    };
    Address::new(year, &place, &session).map_err(|_| no("the place"))
}

fn place(about: &SessionFacts, year: Year, path: &str) -> Option<String> {
    let is_formula_one = about.series.as_deref().is_none_or(|series| series == "Formula 1");
    let said = [&about.event, &about.place].into_iter().flatten();
    let from_path =
        if about.event.is_none() && about.place.is_none() { place_in(path) } else { None };
    let names: Vec<&str> = said.map(String::as_str).chain(from_path.as_deref()).collect();
    if about.series.is_some() && is_formula_one && about.event.as_deref().is_some_and(is_test) {
        return about.event.clone();
    }
    let known = names.iter().filter(|_| is_formula_one).find_map(|name| place_named(year, name));
    let plain = || about.place.clone().or_else(|| about.event.clone()).or(from_path.clone());
    known.map(|it| it.place.to_owned()).or_else(plain).filter(|name| !slug(name).is_empty())
}

/// Whether an event is a test: a circuit of the season, but no round of it.
fn is_test(event: &str) -> bool {
    slug(event).split('-').any(|word| matches!(word, "test" | "testing"))
}

/// The words of a path from its end, part by part.
fn parts(path: &str) -> impl Iterator<Item = Vec<String>> {
    path.rsplit(['/', '\\']).map(|part| {
        let stem = part.split('.').next().unwrap_or(part);
        slug(stem).split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
    })
}

/// The season in a path: four digits, or the beginning of a date.
fn year_in(path: &str) -> Option<Year> {
    let year = |word: &String| {
        let is_date =
            matches!(word.len(), 4 | 8 | 12 | 14) && word.bytes().all(|it| it.is_ascii_digit());
        let year = word.get(..4).filter(|_| is_date)?.parse().ok()?;
        (1950..=2100).contains(&year).then_some(year)
    };
    parts(path).find_map(|words| words.iter().find_map(year))
}

/// Words for sessions, and what we call them.
const SESSIONS: [(&str, &str); 14] = [
    ("race", "race"),
    ("r", "race"),
    ("qualifying", "qualifying"),
    ("qualif", "qualifying"),
    ("quali", "qualifying"),
    ("q", "qualifying"),
    ("sprint", "sprint"),
    ("shootout", "sprint-shootout"),
    ("fp1", "practice-1"),
    ("fp2", "practice-2"),
    ("fp3", "practice-3"),
    ("practice", "practice"),
    ("hyperpole", "hyperpole"),
    ("warmup", "warm-up"),
];

/// Words that say nothing about the place.
const NOISE: [&str; 23] = [
    "grand",
    "prix",
    "gp",
    "all",
    "fastest",
    "laps",
    "lap",
    "full",
    "telemetry",
    "analysis",
    "results",
    "times",
    "session",
    "tracinginsights",
    "live",
    "recordings",
    "recording",
    "data",
    "timing",
    "csv",
    "json",
    "subscribe",
    "with",
];

fn session_in(path: &str) -> String {
    let of_words = |words: Vec<String>| {
        let (at, (_, session)) = words
            .iter()
            .enumerate()
            .find_map(|(at, word)| Some((at, SESSIONS.iter().find(|(known, _)| known == word)?)))?;
        let next = words.get(at + 1);
        let is_number = |it: &&String| it.len() == 1 && it.bytes().all(|it| it.is_ascii_digit());
        match (*session, next.filter(is_number), next.map(String::as_str)) {
            ("practice", Some(number), _) => Some(format!("practice-{number}")),
            ("sprint", _, Some("qualifying")) => Some("sprint-qualifying".to_owned()),
            ("sprint", _, Some("shootout")) => Some("sprint-shootout".to_owned()),
            (session, ..) => Some(session.to_owned()),
        }
    };
    parts(path).find_map(of_words).unwrap_or_else(|| "race".to_owned())
}

/// The last part of a path that names something besides season, session, length and count.
fn place_in(path: &str) -> Option<String> {
    let is_place = |word: &String| {
        let is_session = SESSIONS.iter().any(|(known, _)| known == word);
        let is_count = word.trim_start_matches('r').bytes().all(|it| it.is_ascii_digit());
        let length = word.trim_end_matches(|it: char| it.is_ascii_alphabetic());
        let is_length = !length.is_empty()
            && length.bytes().all(|it| it.is_ascii_digit())
            && ["h", "km", "hours", "min", "miles"].contains(&&word[length.len()..]);
        !(is_session || is_count || is_length || NOISE.contains(&word.as_str()))
    };
    let places = parts(path).map(|words| words.into_iter().filter(is_place).collect::<Vec<_>>());
    let mut places = places.filter(|words| !words.is_empty());
    places.next().map(|words| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, want: Option<&str>) {
        let address = address_of(&SessionFacts::default(), path).ok();
        assert_eq!(address.map(|it| it.to_string()).as_deref(), want, "{path}");
    }

    #[test]
    fn exact_paths_as_people_keep_them() {
        check("wec/le_mans/le_mans_24h_2024.csv", Some("2024/le-mans/race"));
        check("rounds/qatar_1812km_2025.csv.gz", Some("2025/lusail/race"));
        check("rounds/fuji_6h_2025.csv.gz", Some("2025/fuji/race"));
        check("formula_e/R08_tokyo_2025.csv", Some("2025/tokyo/race"));
        check(
            "imsa/2024/05-sebring-international-raceway/202403160940-race-laps.csv.gz",
            Some("2024/sebring-international-raceway/race"),
        );
        check(
            "imsa/2024/05-sebring-international-raceway/202403151250-qualifying-laps.csv.gz",
            Some("2024/sebring-international-raceway/qualifying"),
        );
        check("fastest-laps/2026_monaco/qualifying", Some("2026/monaco/qualifying"));
        check("lap-tables/2023/race/italian_grand_prix_all_laps.csv", Some("2023/monza/race"));
        check(
            "lap-tables/2019/qualif/mexican_grand_prix_fastest_laps.csv",
            Some("2019/mexico-city/qualifying"),
        );
        check("tracinginsights-2026-bahrain-test/practice-3", Some("2026/bahrain-test/practice-3"));
        check("2023_las_vegas/telemetry_full_race.json.gz", Some("2023/las-vegas/race"));
        check("C:\\laps\\2025\\zolder\\fp2.csv", Some("2025/zolder/practice-2"));
        check("laps.csv", None);
        check("2024/laps.csv", None);
    }

    #[test]
    fn exact_what_the_source_says_comes_first() {
        let about = SessionFacts {
            series: Some("Formula 1".into()),
            year: Some(2020),
            event: Some("70th Anniversary Grand Prix".into()),
            place: Some("Silverstone".into()),
            session: Some("Practice 2".into()),
            ..SessionFacts::default()
        };
        let address =
            |about: &SessionFacts| address_of(about, "x/2024/y/race.csv").unwrap().to_string();
        assert_eq!(address(&about), "2020/70th-anniversary/practice-2");
        let endurance = SessionFacts { series: Some("WEC".into()), event: None, ..about };
        assert_eq!(address(&endurance), "2020/silverstone/practice-2");
        let test = SessionFacts {
            year: Some(2022),
            event: Some("Pre-Season Test".into()),
            place: Some("Sakhir".into()),
            series: Some("Formula 1".into()),
            ..endurance
        };
        assert_eq!(address(&test), "2022/pre-season-test/practice-2");
        let of_a_logger = SessionFacts { series: None, ..test };
        assert_eq!(address(&of_a_logger), "2022/bahrain/practice-2");
    }
}
