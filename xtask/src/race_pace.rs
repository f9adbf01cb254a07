//! The tables of `docs/pace.md`: race pace on the laps of one season.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use maatstaf::core::{Driver, Recording, Season};
use maatstaf::facts::{place_named, seasons};
use maatstaf::pace::{LapsEstimate, PairGap, RaceGap, held_out, qualifying_comparison};
use maatstaf::{PairByLaps, RaceLaps, formula_one_pace, pair_by_laps};
use maatstaf_core::DriverId;

/// `xtask race-pace FOLDER`; the folder holds a table of laps per race, of one season, each
/// named after its event: `bahrain_grand_prix_all_laps.csv`.
pub fn run(folder: &Path) -> Result<()> {
    let mut races = Vec::new();
    let mut year = None;
    for (event, recording) in recordings(folder)? {
        year = year.or(recording.about.year).or_else(|| year_of(folder));
        let season = year.context("no season in the tables or in the name of the folder")?;
        let Some(place) = place_named(season, &event) else { continue };
        let race = &seasons().seasons[&season].events()[usize::from(place.round) - 1].round;
        races.push(RaceLaps::of(race.number, &race.name, "", &recording, &formula_one_pace()));
    }
    ensure!(!races.is_empty(), "no race in {}", folder.display());
    races.sort_by_key(|race| race.round);
    let season = &seasons().seasons[&year.unwrap_or_default()];
    print_races(&races);
    print_wear(&races);
    print_pairs(season, &races);
    Ok(())
}

fn print_races(races: &[RaceLaps]) {
    println!(
        "\n| race | laps | left out | traffic (s) | row, stint, slope (s) | ρ | kurtosis | beyond 2 sd | lag 1 | late / early |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for race in races {
        let Ok(pace) = &race.pace else { continue };
        let left_out: usize = pace.left_out().iter().map(|(_, n)| n).sum();
        let (it, at) = (&pace.spreads, &pace.checks);
        let traffic = pace.traffic.as_ref().map_or_else(String::new, estimate);
        let late = at.late_over_early.map_or_else(String::new, |it| format!("{it:.2}"));
        println!(
            "| {} | {} | {left_out} | {traffic} | {:.2}, {:.2}, {:.3} | {:.2} | {:.1} | {:.1} % | {:+.2} | {late} |",
            race.race,
            pace.n_laps(),
            it.row,
            it.group,
            it.slope,
            it.correlation,
            at.kurtosis,
            100.0 * at.share_beyond_two,
            at.autocorrelation
        );
    }
}

fn print_wear(races: &[RaceLaps]) {
    println!(
        "\n| race | compound | wear (s per lap of age) | on the watch | laps |\n| --- | --- | --- | --- | --- |"
    );
    for race in races {
        let Ok(pace) = &race.pace else { continue };
        for wear in pace.wear.iter().filter(|wear| wear.per_lap.n_laps >= 50) {
            let compound = wear.compound.as_ref().map_or("unknown", |it| it.as_str());
            let [real, watch] = [&wear.per_lap, &wear.on_the_watch].map(fine);
            println!("| {} | {compound} | {real} | {watch} | {} |", race.race, wear.per_lap.n_laps);
        }
    }
}

/// Every pair of team mates: qualifying, race, and each half of the races from the other.
fn print_pairs(season: &Season, races: &[RaceLaps]) {
    println!(
        "\n| driver | reference | qualifying (%) | race (s per lap) | race (%) | races | same sign | real change (%) | errors per 100 | spread ratio |"
    );
    println!("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    let (mut agree, mut sure, mut disagree) = (0, 0, 0);
    let mut gaps: Vec<PairGap> = Vec::new();
    for (driver, reference) in team_mates(season) {
        let shared = maatstaf::pace::shared_team_rounds(season, &driver.id, &reference.id);
        let own: Vec<RaceLaps> =
            races.iter().filter(|race| shared.contains(&race.round)).cloned().collect();
        let pair = pair_by_laps(&own, driver, reference);
        let compared = qualifying_comparison(season, &driver.id, &reference.id, 1..=u16::MAX);
        let (Some(saturday), Some(sunday)) = (compared.usual.median_percent, &pair.gap.seconds)
        else {
            continue;
        };
        let same = saturday.signum() == sunday.mean.signum();
        let is_sure = sunday.interval.0 * sunday.interval.1 > 0.0 && !compared.usual.cannot_tell();
        agree += usize::from(same);
        sure += usize::from(same && is_sure);
        disagree += usize::from(!same && is_sure);
        print_pair(driver, reference, saturday, &pair, same);
        gaps.extend(pair.gap.races.iter().map(|gap| PairGap {
            pair: format!("{}/{}", driver.code, reference.code),
            gap: gap.clone(),
        }));
        print_gaps(driver, reference, &pair.gap.races);
    }
    println!(
        "\nsame sign {agree}, of which both are sure {sure}; opposite and both sure {disagree}"
    );
    print_held_out(races, &gaps);
}

fn print_pair(driver: &Driver, reference: &Driver, saturday: f64, pair: &PairByLaps, same: bool) {
    let (Some(sunday), Some(percent)) = (&pair.gap.seconds, &pair.gap.percent) else { return };
    let ratio = pair.spread_ratio.map_or_else(String::new, |it| {
        format!("{:.2} [{:.2}, {:.2}]", it.value, it.interval.0, it.interval.1)
    });
    println!(
        "| {} | {} | {saturday:+.2} | {:+.2} [{:+.2}, {:+.2}] | {:+.2} | {} | {} | {:.0} [{:.0}, {:.0}] | {:.1}, {:.1} | {ratio} |",
        driver.code,
        reference.code,
        sunday.mean,
        sunday.interval.0,
        sunday.interval.1,
        percent.mean,
        sunday.n,
        if same { "yes" } else { "no" },
        100.0 * sunday.share,
        100.0 * sunday.share_interval.0,
        100.0 * sunday.share_interval.1,
        pair.driver.errors.per_100,
        pair.reference.errors.per_100
    );
}

fn print_gaps(driver: &Driver, reference: &Driver, races: &[RaceGap]) {
    let mark = |race: &RaceGap| if race.outlier { " (outlier)" } else { "" };
    let told =
        races.iter().map(|race| format!("{} {}{}", race.race, estimate(&race.seconds), mark(race)));
    let told = told.collect::<Vec<_>>().join("; ");
    eprintln!("{} to {}, s per lap: {told}", driver.code, reference.code);
}

/// The races with odd places predict those with even ones, and the other way round.
fn print_held_out(races: &[RaceLaps], gaps: &[PairGap]) {
    let is_odd =
        |race: &str| races.iter().position(|it| it.race == race).is_some_and(|at| at % 2 == 1);
    let told = held_out(gaps, &|gap| is_odd(&gap.gap.race));
    println!(
        "\nheld out: {} gaps of {} pairs; 90 % intervals held {} ({:.0} %); mean error {:.3} s, of the same \
         as the race before {:.3} s, of no gap at all {:.3} s; halves of a season: mean gap off by {:.3} s",
        told.n,
        told.n_pairs,
        told.held,
        100.0 * told.held as f64 / told.n.max(1) as f64,
        told.error,
        told.error_of_last,
        told.error_of_none,
        told.error_of_mean
    );
}

fn team_mates(season: &Season) -> Vec<(&'static Driver, &'static Driver)> {
    let mut pairs = Vec::new();
    let drivers = &seasons().drivers;
    for mates in maatstaf::pace::mate_gaps(season) {
        let of = |id: &DriverId| drivers.get(id);
        pairs.extend(of(&mates.driver).zip(of(&mates.reference)));
    }
    pairs
}

fn estimate(it: &LapsEstimate) -> String {
    format!("{:+.2} [{:+.2}, {:+.2}]", it.value, it.interval.0, it.interval.1)
}

fn fine(it: &LapsEstimate) -> String {
    format!("{:+.3} [{:+.3}, {:+.3}]", it.value, it.interval.0, it.interval.1)
}

/// The season that the path of a folder names.
fn year_of(folder: &Path) -> Option<u16> {
    let parts = folder.iter().rev().filter_map(|part| part.to_str()?.parse().ok());
    parts.into_iter().next()
}

/// Every table of a folder with the name of its event.
fn recordings(folder: &Path) -> Result<Vec<(String, Recording)>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = paths.collect::<Result<_, _>>()?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some((event, _)) =
            name.split_once("_race_laps").or_else(|| name.split_once("_all_laps"))
        else {
            continue;
        };
        let bytes = unpacked(&path)?;
        let event = event.replace('_', "-");
        let read = match maatstaf_formats::openf1_laps::looks_like(&name, &bytes) {
            true => maatstaf_formats::openf1_laps::read(&name, &bytes)?,
            false => maatstaf_formats::fastf1::read(&[(&name, &bytes)])?,
        };
        found.push((event, read.recording));
    }
    Ok(found)
}

fn unpacked(path: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(path).with_context(|| path.display().to_string())?;
    if path.extension().is_none_or(|it| it != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
    Ok(plain)
}
