use std::sync::OnceLock;

use maatstaf_core::{RoundNumber, Year, slug};

/// A round of Formula One and the names that it goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The season.
    pub season: Year,
    /// Its round.
    pub round: RoundNumber,
    /// Where it was, for addresses: the circuit; the grand prix where a season came there again.
    pub place: &'static str,
    /// Grand prix, circuit, town and country, each as it stands in an address.
    names: Vec<&'static str>,
}

/// Every round since 1996 with its names, in order.
pub fn places() -> &'static [Place] {
    static PLACES: OnceLock<Vec<Place>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let rows = include_str!("../data/places.csv").lines().skip(1);
        rows.map(|row| read(row).expect("the table is read in a test")).collect()
    })
}

/// The round of a season that somebody calls so; none where the name fits none or several.
///
/// ```
/// use maatstaf_facts::place_named;
///
/// let place = |season, name| place_named(season, name).map(|it| it.place);
/// assert_eq!(place(2024, "Emilia Romagna Grand Prix"), Some("imola"));
/// assert_eq!(place(2020, "70th Anniversary Grand Prix"), Some("70th-anniversary"));
/// assert_eq!(place(2026, "monaco"), Some("monaco"));
/// assert_eq!(place(2026, "Le Mans"), None);
/// ```
pub fn place_named(season: Year, name: &str) -> Option<&'static Place> {
    let name = slug(name);
    let name = name.strip_suffix("-grand-prix").unwrap_or(&name);
    if name.is_empty() {
        return None;
    }
    let of_season: Vec<&Place> = places().iter().filter(|it| it.season == season).collect();
    let fitting = |fits: &dyn Fn(&str) -> bool| {
        let mut found = of_season.iter().filter(|it| it.names.iter().any(|name| fits(name)));
        found.next().filter(|_| found.next().is_none()).copied()
    };
    let is_place = of_season.iter().find(|it| it.place == name).copied();
    let exactly = || fitting(&|other| other == name);
    let in_part = || fitting(&|other| format!("-{other}-").contains(&format!("-{name}-")));
    is_place.or_else(exactly).or_else(in_part)
}

/// `season,round,place,name|name`
fn read(row: &'static str) -> Option<Place> {
    let mut cells = row.split(',');
    let (season, round) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
    let (place, names) = (cells.next()?, cells.next()?.split('|').collect());
    Some(Place { season, round, place, names })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn law_no_two_rounds_of_a_season_share_a_place() {
        let mut keys: Vec<_> = places().iter().map(|it| (it.season, it.place)).collect();
        keys.sort_unstable();
        let all = keys.len();
        keys.dedup();
        assert_eq!(keys.len(), all);
        assert!(all > 500, "{all}");
    }

    #[track_caller]
    fn check(season: Year, name: &str, want: Option<&str>) {
        assert_eq!(place_named(season, name).map(|it| it.place), want, "{season} {name}");
    }

    #[test]
    fn names_as_feeds_and_folders_write_them() {
        check(2023, "Azerbaijan Grand Prix", Some("baku"));
        check(2024, "São Paulo Grand Prix", Some("interlagos"));
        check(2026, "austrian", Some("spielberg"));
        check(2026, "barcelona", Some("catalunya"));
        check(2026, "Barcelona-Catalunya", Some("catalunya"));
        check(2026, "japan", Some("suzuka"));
        check(2023, "italian_grand_prix", Some("monza"));
        check(2022, "Jeddah", Some("jeddah"));
        check(2020, "Spielberg", Some("spielberg"));
        check(2020, "Styrian Grand Prix", Some("styria"));
        check(2023, "", None);
        check(1900, "monza", None);
    }
}
