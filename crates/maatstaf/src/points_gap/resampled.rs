//! What places on the grid brought, over past races as they were or as drawn again; the points of a season drawn
//! again.

use std::cell::RefCell;
use std::collections::BTreeMap;

use maatstaf_numerics::random::Random;

use super::change::Change;
use crate::on_the_lap::GridPoints;

/// How often rounds, past races and sizes are drawn again for an interval.
pub(super) const N_DRAWS: usize = 1000;

/// What places on the grid brought more than others, race by race, looked up once.
pub(super) struct PastRaces<'a> {
    grid: &'a GridPoints,
    more: RefCell<BTreeMap<(u16, u16), More>>,
}

/// What one place brought more than another: in which race, and how much.
type More = Vec<(usize, f64)>;

/// How often each round of the season, and each past race, counts; and how far sizes are off, in standard errors.
pub(super) struct Draw {
    pub rounds: Vec<f64>,
    pub past: Vec<f64>,
    pub off: Vec<f64>,
}

impl Draw {
    /// As it was.
    pub fn as_it_was(n_rounds: usize, n_past: usize, n_sizes: usize) -> Self {
        Self { rounds: vec![1.0; n_rounds], past: vec![1.0; n_past], off: vec![0.0; n_sizes] }
    }

    /// As it might have been: as many rounds and past races, each drawn from all of them.
    pub fn again(random: &mut Random, n_rounds: usize, n_past: usize, n_sizes: usize) -> Self {
        let mut drawn = |n: usize| {
            let mut counts = vec![0.0; n];
            (0..n).for_each(|_| counts[(random.uniform() * n as f64) as usize] += 1.0);
            counts
        };
        let (rounds, past) = (drawn(n_rounds), drawn(n_past));
        let off = (0..n_sizes).map(|_| random.normal()).collect();
        Self { rounds, past, off }
    }
}

impl<'a> PastRaces<'a> {
    pub fn of(grid: &'a GridPoints) -> Self {
        Self { grid, more: RefCell::default() }
    }

    /// What the driver gains and the reference loses by a change; `None` where no race says.
    pub fn points(&self, change: &Change, past: &[f64]) -> Option<[f64; 2]> {
        match *change {
            Change::Points { gained, lost } => Some([gained, lost]),
            Change::Ahead { from, to, reference } => {
                let (near, far) = (to.ceil() as u16, to.floor() as u16);
                let (to_near, to_far) =
                    (self.worth(from, near, past)?, self.worth(from, far, past)?);
                let gained = to_near + (f64::from(near) - to) * (to_far - to_near);
                let passed = reference.filter(|it| to <= f64::from(*it) && *it < from);
                let lost = passed.and_then(|place| self.worth(place + 1, place, past));
                Some([gained, lost.unwrap_or(0.0)])
            }
        }
    }

    /// The mean of what one place brought more than another.
    fn worth(&self, from: u16, to: u16, past: &[f64]) -> Option<f64> {
        if from == to {
            return Some(0.0);
        }
        let mut known = self.more.borrow_mut();
        let more = known.entry((from, to)).or_insert_with(|| self.grid.more(from, to));
        let (n, sum) = more
            .iter()
            .fold((0.0, 0.0), |(n, sum), (at, more)| (n + past[*at], sum + past[*at] * more));
        (n > 0.0).then(|| sum / n)
    }
}

#[cfg(test)]
#[path = "resampled_tests.rs"]
mod tests;
