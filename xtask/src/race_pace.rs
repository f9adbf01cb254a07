//! Exploration of race pace.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use maatstaf::pace::{PaceSettings, lap_table, race_pace};
use maatstaf_core::Recording;

pub fn run(folder: &Path) -> Result<()> {
    for (name, recording) in races(folder)? {
        let table = lap_table(&recording);
        println!("== {name}: {} laps, {} drivers", table.laps.len(), table.drivers.len());
        let begun = std::time::Instant::now();
        let settings = PaceSettings {
            trend: -3.4,
            trend_sd: 1.3,
            wear: 0.05,
            wear_sd: 0.1,
            compound_wear_sd: 0.04,
            ..PaceSettings::default()
        };
        let fit = match race_pace(table, &settings) {
            Ok(fit) => fit,
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        println!(
            "{:?} n={} df={} spreads {:?}",
            begun.elapsed(),
            fit.n_laps(),
            fit.df,
            fit.spreads
        );
        println!("left out {:?}", fit.left_out());
        let e = |e: &maatstaf::pace::LapsEstimate| {
            format!("{:+.3} [{:+.3},{:+.3}] n{}", e.value, e.interval.0, e.interval.1, e.n_laps)
        };
        println!(
            "trend {} traffic {}",
            e(&fit.trend),
            fit.traffic.as_ref().map(e).unwrap_or_default()
        );
        for wear in &fit.wear {
            println!(
                "  {:?} wear {} watch {} new {}",
                wear.compound.as_ref().map(|it| it.as_str()),
                e(&wear.per_lap),
                e(&wear.on_the_watch),
                wear.when_new.as_ref().map(e).unwrap_or_default()
            );
        }
        let c = &fit.checks;
        println!(
            "kurt {:.2} >2sd {:.3} ac {:+.3} late/early {:.2}",
            c.kurtosis, c.share_beyond_two, c.autocorrelation, c.late_over_early
        );
        let mut drivers = fit.drivers.clone();
        drivers.sort_by(|a, b| a.gap.total_cmp(&b.gap));
        for d in &drivers {
            let g = fit.gap(&d.driver, &drivers[0].driver);
            println!(
                "  {:22} {:+.3} {} med {:.3} n{} st{} tr{}",
                d.driver.as_str(),
                d.gap,
                g.as_ref().map(e).unwrap_or_default(),
                d.median_lap,
                d.n_laps,
                d.n_stints,
                d.n_traffic
            );
        }
    }
    Ok(())
}

pub fn races(folder: &Path) -> Result<Vec<(String, Recording)>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<Result<_, _>>()?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .trim_end_matches(".gz")
            .to_owned();
        if name.contains("testing") || !name.contains("laps") {
            continue;
        }
        let mut bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        if path.extension().is_some_and(|it| it == "gz") {
            let mut plain = Vec::new();
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            bytes = plain;
        }
        let read = if maatstaf_formats::openf1_laps::looks_like(&name, &bytes) {
            maatstaf_formats::openf1_laps::read(&name, &bytes)?
        } else {
            maatstaf_formats::fastf1::read(&[(&name, &bytes)])?
        };
        found.push((name, read.recording));
    }
    Ok(found)
}
