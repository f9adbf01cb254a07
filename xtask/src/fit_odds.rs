//! The numbers of the odds' model, fitted anew: the rows of `crates/maatstaf/src/odds/fitted.rs`.

use std::path::Path;

use anyhow::{Context, Result};
use maatstaf::core::Season;
use maatstaf::facts::f1_rules;
use maatstaf::formats::f1db::{self, FILES, Files, Options};
use maatstaf::pace::odds::{OddsSettings, Ruled, fitted_by_decade, gap_worth};

/// `xtask fit odds FOLDER`; the folder holds an F1DB CSV release.
pub fn run(folder: &Path) -> Result<()> {
    let read = |name: &str| std::fs::read(folder.join(name)).ok();
    let files: Files =
        FILES.iter().filter_map(|it| Some((it.name.to_owned(), read(it.name)?))).collect();
    let almanac = f1db::read(&files, &Options::default())?.almanac;
    let ruled = |(year, season)| Some((season, f1_rules().get(year)?));
    let seasons: Vec<Ruled<'_>> = almanac.seasons.iter().filter_map(ruled).collect();
    let progress = |done, total| eprintln!("{done} of {total} settings tried");
    for (decade, settings) in fitted_by_decade(&seasons, &OddsSettings::START, progress) {
        println!("({decade}, {settings:?}),");
    }
    let since: Vec<&Season> =
        almanac.seasons.range(maatstaf::GAP_WORTH_FROM..).map(|(_, season)| season).collect();
    println!("{:?}", gap_worth(&since).context("no pair of team mates finished a race")?);
    Ok(())
}
