//! The table of places: by which names people and timing call the rounds of a season.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use maatstaf_core::{Round, Season, slug};

use crate::gen_facts;

/// Lap times are public from here.
const FIRST_YEAR: u16 = 1996;

const GRAND_PRIX: &str = "-grand-prix";

/// Makes the table from the F1DB CSV release in `folder`.
pub fn run(folder: &Path) -> Result<()> {
    let almanac = gen_facts::almanac(folder)?;
    let mut csv = "season,round,place,names\n".to_owned();
    for season in almanac.seasons.values().filter(|season| season.year() >= FIRST_YEAR) {
        for event in season.events() {
            let Round { number, .. } = event.round;
            let (place, names) =
                (place(season, &event.round), names(&event.round, season.year()).join("|"));
            writeln!(csv, "{},{number},{place},{names}", season.year())?;
        }
    }
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/maatstaf-facts/data/places.csv");
    fs::write(&path, &csv).with_context(|| format!("cannot write {}", path.display()))?;
    println!("{:>7} bytes  {}", csv.len(), path.display());
    Ok(())
}

/// The circuit; where a season comes there twice, the grand prix from the second time on.
fn place<'a>(season: &Season, round: &'a Round) -> &'a str {
    let mut earlier = season.events().iter().take_while(|it| it.round.number < round.number);
    match earlier.any(|it| it.round.circuit_id == round.circuit_id) {
        true => &round.id,
        false => &round.circuit_id,
    }
}

/// Whatever people say, without the names that sponsors gave for a year.
fn names(round: &Round, year: u16) -> Vec<String> {
    let printed = [&round.id, &round.name, &round.circuit_id, &round.circuit];
    let names = printed.into_iter().chain(&round.also).map(|name| {
        let name = slug(name);
        name.strip_suffix(GRAND_PRIX).unwrap_or(&name).to_owned()
    });
    let (mut seen, mut list) = (BTreeSet::new(), Vec::new());
    let of_sponsors = |name: &String| name.ends_with(&year.to_string());
    list.extend(names.filter(|name| !of_sponsors(name) && seen.insert(name.clone())));
    list
}
