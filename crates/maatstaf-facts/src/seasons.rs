use std::borrow::Cow;
use std::sync::OnceLock;

use maatstaf_core::{Almanac, Source};
use maatstaf_formats::season_tables::{self, Error, ReadAlmanac, Tables};

/// The seasons 2021, 2022 and 2023 of the Formula One World Championship.
///
/// Calendar, races, sprints, qualifying, and who drove. There are no official standings: those
/// are for an audit, which wants a release of F1DB.
///
/// ```
/// let almanac = maatstaf_facts::seasons();
/// assert_eq!(almanac.seasons[&2023].n_rounds(), 22);
/// assert_eq!(almanac.sources[0].name, "F1DB");
/// ```
pub fn seasons() -> &'static Almanac {
    static SEASONS: OnceLock<Almanac> = OnceLock::new();
    SEASONS.get_or_init(|| {
        let mut almanac = read().expect("the embedded tables are read in a test").almanac;
        almanac.sources.push(source());
        almanac
    })
}

fn read() -> Result<ReadAlmanac, Error> {
    season_tables::read(&Tables {
        drivers: Cow::Borrowed(include_bytes!("../data/seasons/drivers.csv")),
        constructors: Cow::Borrowed(include_bytes!("../data/seasons/constructors.csv")),
        rounds: Cow::Borrowed(include_bytes!("../data/seasons/rounds.csv")),
        results: Cow::Borrowed(include_bytes!("../data/seasons/results.csv")),
        qualifying: Cow::Borrowed(include_bytes!("../data/seasons/qualifying.csv")),
    })
}

fn source() -> Source {
    Source {
        name: "F1DB".to_owned(),
        licence: "CC BY 4.0".to_owned(),
        note: "2021, 2022 and 2023, carried over into tables of our own".to_owned(),
    }
}

#[cfg(test)]
#[path = "seasons_tests.rs"]
mod tests;
