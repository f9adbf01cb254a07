//! The full posterior: four chains, on as many threads as there are cores.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use maatstaf::core::Season;
use maatstaf::numerics::nuts::{Chain, Settings};
use maatstaf::pace::{Apart, Sampler, Shares};

use crate::error::ShellError;
use crate::progress::{Meter, at_work};
use crate::work::work;

const CHAINS: usize = 4;

/// Draws all chains and puts them together; `None` when no race has two finishers.
pub fn drawn(
    seasons: &[&Season],
    settings: &Settings,
    seed: u64,
) -> Result<Option<(Apart, Shares)>, ShellError> {
    let Some(sampler) = Sampler::new(seasons) else { return Ok(None) };
    let chains = chains(&sampler, settings, seed)?;
    Ok(at_work("judging the draws", || sampler.finish(&chains)))
}

fn chains(sampler: &Sampler, settings: &Settings, seed: u64) -> Result<Vec<Chain>, ShellError> {
    let (all, done) = (CHAINS * (settings.warm_up + settings.draws), AtomicU64::new(0));
    let chain = |which: usize| {
        let told = |_| {
            done.fetch_add(1, Ordering::Relaxed);
        };
        sampler.chain(settings, seed, which as u64, told)
    };
    let (start, mut meter) = (Instant::now(), Meter::on_stderr());
    let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(CHAINS);
    let jobs: Vec<usize> = (0..CHAINS).collect();
    let mut chains = vec![None; CHAINS];
    work(&jobs, n_threads, chain, |finished| {
        if let Some((which, chain)) = finished {
            let stopped = |words| ShellError::Fault(format!("chain {which} stopped: {words}"));
            chains[which] = chain.map_err(stopped)?;
        }
        meter.show_count(start.elapsed(), "drawing", done.load(Ordering::Relaxed), all as u64);
        Ok::<(), ShellError>(())
    })?;
    meter.clear();
    let nowhere = || ShellError::Fault("a chain found no place to begin".to_owned());
    chains.into_iter().collect::<Option<Vec<Chain>>>().ok_or_else(nowhere)
}
